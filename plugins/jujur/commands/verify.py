"""``jujur verify``: from the PDF alone. ``jujur check`` holds a PDF against the record instead."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, cast

import typer

from jujur.commands.common import in_plain_words, print_line
from jujur.domain.errors import JujurError


@in_plain_words
def verify(
    pdfs: Annotated[
        list[Path],
        typer.Argument(
            exists=True, dir_okay=False, help="laporan yang diperiksa, boleh diikuti laporan terdahulu"
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="satu baris JSON untuk setiap berkas")] = False,
    language: Annotated[str, typer.Option("--language", help="id atau en")] = "id",
    trust: Annotated[
        Path | None,
        typer.Option(
            "--trust",
            exists=True,
            dir_okay=False,
            help="sertifikat desk (PEM) untuk memeriksa penanda tangan",
        ),
    ] = None,
) -> None:
    """Memeriksa laporan dari berkasnya saja, tanpa catatan desk; keluar 1 bila ada yang bertentangan (docs/VERIFY.md)."""
    from jujur import verifier
    from jujur.settings.places import reports_dir
    from jujur.verifier import words

    if language not in ("id", "en"):
        raise JujurError(f"Bahasa “{language}” tidak dikenal; pilih id atau en.")
    said = cast(Literal["id", "en"], language)
    files = {str(path): path.read_bytes() for path in pdfs}
    reports = verifier.verify(files, reports_dir(), trust.read_bytes() if trust else None)
    for report in reports:
        if as_json:
            print_line(words.as_json(report, said))
        else:
            typer.echo("\n".join(words.lines(report, said)))
    if not all(report.is_honest for report in reports):
        raise typer.Exit(1)


@in_plain_words
def check(
    pdf: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="berkas laporan")],
) -> None:
    """Menghitung ulang setiap angka sebuah PDF dari catatan desk; keluar 1 bila ada yang berbeda."""
    from jujur.operations.verify import verify_pdf

    verdict = verify_pdf(pdf.read_bytes())
    typer.echo(f"Edisi {verdict.number} ({verdict.edition_id}), {verdict.status}, sha256 {verdict.sha256}")
    events = verdict.ledger_events
    chain = "TIDAK utuh" if events is None else f"utuh ({events} peristiwa)"
    typer.echo(f"{verdict.figures_compared} angka dihitung ulang; buku besar {chain}.")
    for line in verdict.differences:
        typer.echo(f"BEDA: {line}")
    if verdict.differences:
        raise typer.Exit(1)
    typer.echo("Cocok: PDF, catatan, dan baris sumber sepakat.")
