"""Who signs: the desk's own keys, or a certified signer outside (BSrE), to whom files are handed and from whom they return.

An outside signer is whoever can do what :class:`OutsideSigner` says; :class:`FileHandOver` does it with a folder and a person.
A service with an address of its own would be another class here.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from jujur.domain.editions import Edition
from jujur.domain.errors import SealRefused
from jujur.domain.periods import WIB
from jujur.domain.signatures import SignatureMade, SignatureState, said
from jujur.sealing.signing import Signed
from jujur.sealing.verification import verify_signatures

INSTRUCTION = """\
Berkas untuk ditandatangani di luar desk (TTE tersertifikasi)

Edisi   : {number} R{revision} ({id})
Data s.d: {as_of} WIB
Berkas  : {name}
Ukuran  : {size} bita
sha256  : {sha256}

1. Cocokkan sha256 sebelum menandatangani: sha256sum -c {name}.sha256
2. Tandatangani sebagai PAdES dengan penambahan bita di akhir berkas (incremental update). Berkas tidak boleh disimpan ulang,
   digabung, dicetak ke PDF, atau diberi gambar tanda tangan atau kode pindai: kolom tanda tangan sudah tergambar pada halaman.
3. Kembalikan berkasnya: jujur seal import {id} BERKAS --trust SERTIFIKAT.pem
   Desk menerima hanya berkas yang berawal dengan bita ini dan yang semua tanda tangannya sah.
"""


class OutsideSigner(Protocol):
    """Signs outside the desk."""

    def hand_over(self, edition: Edition, pdf: bytes) -> None:
        """Gives the unsigned edition to the signer; giving the same one again changes nothing."""

    def take_back(self, edition: Edition) -> bytes | None:
        """What the signer returned, unchecked; None while nothing came back."""


@dataclass(frozen=True, slots=True)
class FileHandOver:
    """Hand-over in a folder: ``<edition>.pdf``, its sha256 and an instruction go out, ``<edition>.signed.pdf`` comes back."""

    folder: Path

    def hand_over(self, edition: Edition, pdf: bytes) -> None:
        """Writes the three files; what lies there already must be the same. Raises SealRefused when it is not."""
        name, sha256 = f"{edition.id}.pdf", hashlib.sha256(pdf).hexdigest()
        self.folder.mkdir(parents=True, exist_ok=True)
        text = INSTRUCTION.format(
            number=edition.number,
            revision=edition.revision,
            id=edition.id,
            as_of=edition.as_of.astimezone(WIB).strftime("%d-%m-%Y %H.%M"),
            name=name,
            size=len(pdf),
            sha256=sha256,
        )
        self._write(name, pdf)
        self._write(f"{name}.sha256", f"{sha256}  {name}\n".encode())
        self._write(f"{edition.id}.txt", text.encode())

    def take_back(self, edition: Edition) -> bytes | None:
        """The returned file, unchecked; None while there is none."""
        path = self.folder / f"{edition.id}.signed.pdf"
        return path.read_bytes() if path.is_file() else None

    def _write(self, name: str, data: bytes) -> None:
        path = self.folder / name
        if path.exists() and path.read_bytes() != data:
            raise SealRefused(f"{path} sudah ada dengan isi lain; pakai folder lain.")
        path.write_bytes(data)


def accept(unsigned: bytes, returned: bytes, trust: bytes, authorities: bytes | None = None) -> Signed:
    """A file signed outside, once it is sure that it is our edition and that every signature on it holds.

    ``trust`` are the pinned certificates (PEM) of the outside authority. Raises SealRefused with every reason otherwise.
    """
    if not returned.startswith(unsigned):
        raise SealRefused(
            "Berkas yang kembali tidak berawal dengan bita edisi ini; berkas itu disimpan ulang atau edisi lain."
        )
    states = verify_signatures(returned, trust, authorities)
    problems = [problem for state in states for problem in said(state)]
    if not states:
        problems = ["berkas yang kembali tidak bertanda tangan"]
    if problems:
        raise SealRefused(f"Berkas yang kembali ditolak: {'; '.join(problems)}.")
    return Signed(returned, tuple(_taken(state) for state in states))


def _taken(state: SignatureState) -> SignatureMade:
    level: Literal["B-B", "B-T"] = "B-T" if state.stamped_at is not None else "B-B"
    return SignatureMade(state.act, state.signer, state.certificate, state.signed_at, level)
