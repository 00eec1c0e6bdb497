"""``jujur seal``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jujur.commands.common import in_plain_words
from jujur.domain.errors import JujurError

app = typer.Typer(
    no_args_is_help=True, help="Tanda tangan elektronik edisi: kunci desk sendiri atau penanda tangan luar."
)

EditionId = Annotated[str, typer.Argument(help="id edisi yang sudah terbit")]


@app.command("keys")
@in_plain_words
def keys(
    renew: Annotated[bool, typer.Option("--renew", help="ganti kunci; yang lama dimusnahkan")] = False,
    reason: Annotated[str, typer.Option("--reason", help="alasan mengganti, paling sedikit 20 huruf")] = "",
) -> None:
    """Membuat kunci desk (BUKAN TTE tersertifikasi), sekali; menyebut sidik dan berkas sertifikatnya."""
    from jujur.operations import seal_keys
    from jujur.operations.desk import open_desk
    from jujur.settings import places

    with open_desk() as desk:
        if renew:
            seal_keys.renew_keys(desk, reason)
        with desk.database.writing() as session:
            for line in seal_keys.make_first_keys(desk, session):
                typer.echo(line)
        with desk.database.reading() as session:
            in_force = seal_keys.keys_in_force(desk, session)
            authority = seal_keys.fingerprint_in_force(session)
    for act, key in in_force.items():
        typer.echo(f"{act:<8} {', '.join(key.offices)} · sertifikat {key.fingerprint}")
    typer.echo(f"otoritas {authority}")
    typer.echo(
        f"Umumkan sidik otoritas; sertifikatnya {places.seal_keys_dir() / authority[:16] / 'otoritas.pem'}"
    )


@app.command("sign")
@in_plain_words
def sign(edition_id: EditionId) -> None:
    """Menandatangani edisi yang terbit menurut keputusan yang tercatat; yang sudah bertanda tangan dibiarkan."""
    from jujur.operations.seal import seal_edition

    typer.echo(f"{edition_id} bertanda tangan, sha256 {seal_edition(edition_id)}")


@app.command("export")
@in_plain_words
def export(
    edition_id: EditionId,
    folder: Annotated[Path, typer.Argument(file_okay=False, help="folder tujuan")],
) -> None:
    """Menyerahkan edisi kepada penanda tangan luar: PDF, sha256, dan petunjuk."""
    from jujur.operations import seal
    from jujur.operations.desk import open_desk

    with open_desk() as desk:
        for path in seal.export_edition(desk, edition_id, folder):
            typer.echo(str(path))


@app.command("import")
@in_plain_words
def import_signed(
    edition_id: EditionId,
    signed: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="berkas yang kembali")],
    trust: Annotated[
        Path | None,
        typer.Option("--trust", exists=True, dir_okay=False, help="sertifikat penanda tangan luar (PEM)"),
    ] = None,
) -> None:
    """Menerima edisi yang ditandatangani di luar; ditolak bila bukan bita kita atau tanda tangannya tidak sah."""
    from jujur.operations import seal
    from jujur.operations.desk import open_desk
    from jujur.settings import places

    outside = places.outside_signing()
    if trust is None and outside is None:
        raise JujurError(
            "Sebutkan sertifikat penanda tangan luar: --trust BERKAS.pem (atau JUJUR_SEAL_CERT)."
        )
    pem = trust.read_bytes() if trust else outside.certificates if outside else b""
    with open_desk() as desk:
        sha256 = seal.import_edition(desk, edition_id, signed.read_bytes(), pem)
    typer.echo(f"{edition_id} diterima bertanda tangan, sha256 {sha256}")
