"""Both officers' signatures close the whole file: whatever is done to it afterwards, or before, is found and named (P39, L41)."""

from __future__ import annotations

import dataclasses
import io
import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from tests.golden import seals
from tests.golden.editions import content

from jujur.domain.errors import DecisionRefused, SealRefused
from jujur.domain.signatures import CLASS, seal_problems
from jujur.lies.forger import Paper
from jujur.lies.forgeries import first_signature_only
from jujur.sealing import SealKey, make_keys, sign_edition, unsigned_part, verify_signatures
from jujur.sealing.signing import _signer


def problems_of(pdf: bytes, trust: bytes | None = None) -> list[str]:
    """Why a file does not carry the desk's seal."""
    try:
        return seal_problems(verify_signatures(pdf, trust or seals.trust()))
    except SealRefused as error:
        return [str(error)]


def test_a_sealed_edition_is_sound_and_says_who_signed_what_for() -> None:
    verify, approve = verify_signatures(seals.sealed_edition(), seals.trust())
    assert seal_problems([verify, approve]) == []
    assert (verify.act, approve.act) == ("verify", "approve")
    assert (verify.is_certifying, approve.is_certifying) == (True, False)
    assert (verify.is_trusted, approve.is_trusted) == (True, True)
    assert verify.signed_at == approve.signed_at == seals.SIGNED_AT
    assert verify.stamped_at is None
    assert verify.signer.startswith(CLASS)
    assert approve.signer.startswith(CLASS)
    assert verify.changes == ("tanda tangan Persetujuan dibubuhkan",)
    assert approve.changes == ()


def test_signed_bytes_begin_with_the_audited_ones_which_come_back_out() -> None:
    assert seals.sealed().startswith(seals.unsigned())
    assert unsigned_part(seals.sealed()) == seals.unsigned()
    assert unsigned_part(seals.unsigned()) == seals.unsigned()
    assert unsigned_part(seals.sealed_edition()) == seals.whole_edition()


def test_without_certificates_a_signature_is_held_against_itself_only() -> None:
    states = verify_signatures(seals.sealed())
    assert all(state.is_sound and state.is_trusted is None for state in states)


def test_somebody_elses_keys_are_not_the_desks() -> None:
    forged = seals.signed(seals.unsigned(), "Desk lain")
    assert any("sertifikat penanda tangan tidak dikenal" in one for one in problems_of(forged))
    assert problems_of(forged, seals.trust("Desk lain")) == []


@pytest.mark.parametrize(
    ("by", "change", "said"),
    [
        (seals.extended, seals.overlay, "isi halaman 1 diubah"),
        (seals.extended, seals.append_page, "1 halaman ditambahkan"),
        (seals.extended, seals.swap_attachment, "lampiran figures.json ditukar"),
        (seals.extended, seals.add_attachment, "lampiran zz.txt ditambahkan"),
        (seals.extended, seals.paste_note, "1 anotasi ditempelkan pada halaman 1"),
        (seals.write_on, seals.change_title, "metadata diubah"),
        (seals.write_on, seals.nothing_else, "metadata diubah"),
    ],
)
def test_what_is_done_after_signing_is_refused_and_named(
    by: Callable[..., bytes], change: Callable[..., None], said: str
) -> None:
    found = problems_of(by(seals.sealed(), change))
    # Of both signatures: neither permits it.
    assert [one for one in found if "sesudah ditandatangani" in one and said in one][:2] == found[:2]
    assert len(found) >= 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (seals.overlay, "isi halaman 1 diubah"),
        (seals.append_page, "1 halaman ditambahkan"),
        (seals.swap_attachment, "lampiran figures.json ditukar"),
        (seals.paste_note, "1 anotasi ditempelkan pada halaman 1"),
    ],
)
def test_what_is_done_before_signing_is_refused_though_the_desks_own_keys_signed_it(
    change: Callable[[Paper], None], said: str
) -> None:
    with pytest.raises(SealRefused, match=f"sebelum ditandatangani: .*{said}"):
        seals.signed(seals.extended(seals.unsigned(), change))


def covered(pdf: bytes) -> list[tuple[int, int]]:
    """The two holes that hold the signatures."""
    ranges = re.findall(rb"/ByteRange \[\s*0 (\d+) (\d+) \d+\s*\]", pdf)
    return [(int(start), int(end)) for start, end in ranges]


def test_a_flipped_byte_anywhere_is_refused() -> None:
    pdf = seals.sealed()
    (first, first_end), (second, second_end) = covered(pdf)
    size = len(seals.unsigned())
    places = [
        9,
        2_000,
        size // 2,
        size - 3,
        size + 20,
        first - 5,
        first_end + 30,
        second_end + 10,
        len(pdf) - 2,
    ]
    # In the signatures themselves, and in the zeros that fill the holes up.
    places += [first + 40, first + 400, first_end - 3, second + 47, second + 52, second + 400, second_end - 3]
    passed = []
    for at in places:
        flipped = bytes([pdf[at] ^ 1])
        if not problems_of(pdf[:at] + flipped + pdf[at + 1 :]):
            passed.append(at)
    assert passed == []


def hidden(pdf: bytes, start: int, end: int) -> bytes:
    """Another file in the zeros that fill the hole up."""
    return pdf[: end - 9] + b"DEADBEEF" + pdf[end - 1 :]


def spelt_otherwise(pdf: bytes, start: int, end: int) -> bytes:
    """One hexadecimal digit in small letters: the same signature, another file."""
    at = re.compile(rb"[A-F]").search(pdf, start)
    assert at is not None
    return pdf[: at.start()] + at.group().lower() + pdf[at.end() :]


def renamed_issuer(pdf: bytes, start: int, end: int) -> bytes:
    """The name of the issuer, by which the certificate is looked up, in other letters; that hardly ever matters."""
    name = seals.DESK.encode()
    at = [found.start() for found in re.finditer(name.hex().upper().encode(), pdf[start:end])]
    # In the certificate (issuer, subject), in the reference to it, and in what is signed.
    assert len(at) == 4
    place = start + at[2]
    return pdf[:place] + name.lower().hex().upper().encode() + pdf[place + 2 * len(name) :]


def other_version(pdf: bytes, start: int, end: int) -> bytes:
    """The version number in the header of the signature."""
    return pdf[: start + 1 + 50] + b"03" + pdf[start + 1 + 52 :]


@pytest.mark.parametrize("forge", [hidden, spelt_otherwise, renamed_issuer, other_version])
def test_the_hole_holds_one_signature_and_nothing_else(forge: Callable[[bytes, int, int], bytes]) -> None:
    pdf = seals.sealed()
    forged = forge(pdf, *covered(pdf)[1])
    assert len(forged) == len(pdf)
    assert forged != pdf
    assert any("ruang tanda tangan memuat bita lain" in one for one in problems_of(forged))


def test_a_signature_that_draws_on_the_page_is_refused() -> None:
    """L42: what looks like a stamp could cover a figure, or be one."""
    box = SigFieldSpec("Cap", box=(40, 600, 540, 800))
    writer = IncrementalPdfFileWriter(io.BytesIO(seals.unsigned()))
    key = stamp_key()
    signer = PdfSigner(PdfSignatureMetadata(field_name="Cap"), _signer(key), new_field_spec=box)
    (state,) = verify_signatures(signer.sign_pdf(writer).getvalue(), key.authority)
    assert not state.is_sound
    assert state.problems == ("tanda tangan Cap menutupi sebagian halaman",)


def stamp_key() -> SealKey:
    """A key that is valid today: the library takes the machine's clock when it signs by itself."""
    return make_keys(seals.DESK, {"verify": ["A"], "approve": ["B"]}, datetime.now(UTC) - timedelta(days=1))[
        "verify"
    ]


@pytest.mark.parametrize("tail", [b"\n", b"x", b"%%EOF\n", b"PK\x03\x04" + b"\0" * 40])
def test_bytes_after_the_end_are_refused(tail: bytes) -> None:
    assert problems_of(seals.sealed() + tail)


def test_a_file_cut_back_to_one_signature_or_none_is_no_seal() -> None:
    _, (_, second_end) = covered(seals.sealed())
    assert problems_of(first_signature_only(seals.sealed())) == [
        "tanda tangan penyetuju ada 0, seharusnya satu"
    ]
    assert problems_of(seals.unsigned()) == [
        "tanda tangan pemeriksa ada 0, seharusnya satu",
        "tanda tangan penyetuju ada 0, seharusnya satu",
    ]
    assert problems_of(seals.sealed()[:second_end])


@pytest.mark.parametrize("is_changed", [False, True])
def test_a_file_written_anew_is_refused(is_changed: bool) -> None:
    assert problems_of(seals.rewritten(seals.sealed(), seals.overlay if is_changed else None))


def test_a_file_that_qpdf_wrote_anew_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(seals.sealed())
    subprocess.run(["qpdf", tmp_path / "a.pdf", tmp_path / "b.pdf"], check=True)
    assert problems_of((tmp_path / "b.pdf").read_bytes())


def test_no_decision_no_signature() -> None:
    about = content(seals.WORLD)
    verify, approve = about.decisions

    def attempt(*decisions: object) -> None:
        sign_edition(seals.unsigned(), about.edition, decisions, seals.desk_keys(), seals.SIGNED_AT)  # type: ignore[arg-type]

    refused = dataclasses.replace(approve, decision=dataclasses.replace(approve.decision, is_agreed=False))
    alone = dataclasses.replace(
        approve, decision=dataclasses.replace(approve.decision, actor=verify.decision.actor)
    )
    for decisions in ([], [verify], [approve], [verify, refused], [verify, alone], [verify, verify, approve]):
        with pytest.raises(DecisionRefused):
            attempt(*decisions)


def test_a_key_signs_only_its_own_act_and_its_own_office() -> None:
    about, keys = content(seals.WORLD), seals.desk_keys()

    def attempt(chosen: object) -> None:
        sign_edition(seals.unsigned(), about.edition, about.decisions, chosen, seals.SIGNED_AT)  # type: ignore[arg-type]

    with pytest.raises(SealRefused, match="Tidak ada kunci meterai untuk approve"):
        attempt({"verify": keys["verify"], "approve": keys["verify"]})
    others = make_keys(seals.DESK, {"verify": ["Jabatan lain"], "approve": ["Jabatan lain"]}, seals.SIGNED_AT)
    with pytest.raises(SealRefused, match="dibuat untuk Jabatan lain"):
        attempt(others)
    mixed = dataclasses.replace(keys["approve"], private=keys["verify"].private)
    with pytest.raises(SealRefused, match="tidak sah"):
        attempt({**keys, "approve": mixed})


def test_a_key_is_not_used_before_or_after_its_certificate_holds() -> None:
    about, keys = content(seals.WORLD), seals.desk_keys()
    for late in (seals.SIGNED_AT - timedelta(days=1), seals.SIGNED_AT + timedelta(days=20 * 366)):
        with pytest.raises(SealRefused, match="tidak dikenal atau tidak berlaku"):
            sign_edition(seals.unsigned(), about.edition, about.decisions, keys, late)


def test_the_signed_file_still_is_what_readers_and_archives_need() -> None:
    """PDF/A-3a and PDF/UA-1: nothing of the first revision changes, and what signing adds follows their rules."""
    with (
        pikepdf.open(io.BytesIO(seals.whole_edition())) as before,
        pikepdf.open(io.BytesIO(seals.sealed_edition())) as after,
    ):
        assert before.Root.Metadata.read_bytes() == after.Root.Metadata.read_bytes()
        assert dict(before.docinfo) == dict(after.docinfo)
        assert len(before.pages) == len(after.pages)
        form, page = after.Root.AcroForm, after.pages[0]
        assert not {"/NeedAppearances", "/XFA"} & set(form.keys())
        assert int(form.SigFlags) == 3
        widgets = [note for note in page.obj.Annots if note.Subtype == "/Widget"]
        assert [str(widget.T) for widget in widgets] == ["Verifikasi", "Persetujuan"]
        for widget in widgets:
            left, bottom, right, top = (float(edge) for edge in widget.Rect)
            assert (left, bottom) == (right, top)
            assert max(right, top) < 0, "outside the page, or PDF/UA wants it tagged"
            assert int(widget.F) & 0b100110 == 0b100, "printed, neither hidden nor unseen (PDF/A)"
            assert CLASS in str(widget.TU)
            assert widget.V.SubFilter == "/ETSI.CAdES.detached"
            references = [dict(one) for one in widget.V.get("/Reference", [])]
            assert not any(
                {"/DigestMethod", "/DigestValue", "/DigestLocation"} & set(one) for one in references
            )
        assert str(page.obj.Tabs) == "/S"
        assert set(after.Root.Perms.keys()) == {"/DocMDP"}
        assert int(after.Root.Perms.DocMDP.Reference[0].TransformParams.P) == 2
        assert set(after.Root.keys()) - set(before.Root.keys()) <= {
            "/AcroForm",
            "/Perms",
            "/Extensions",
            "/Version",
        }


def test_other_readers_agree(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(seals.sealed_edition())
    assert subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0
    told = subprocess.run(
        ["pdfsig", path], capture_output=True, text=True, check=False, env={"HOME": str(tmp_path)}
    ).stdout
    assert told.count("Signature is Valid.") == 2
    assert told.count(CLASS) >= 2
    assert "Total document signed" in told
