"""``jujur official``."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from jujur.commands.common import in_plain_words, print_line
from jujur.domain.errors import JujurError

app = typer.Typer(
    no_args_is_help=True, help="Angka resmi KPU atau Bawaslu, sebagai pembanding dalam laporan akhir."
)

Period = Annotated[str, typer.Option("--period", help="masa laporan hari pemungutan, misalnya 2024-02-14")]


@app.command()
@in_plain_words
def add(
    area: Annotated[str, typer.Argument(help="kode wilayah, misalnya 16.72 atau 16.72.05")],
    indicator: Annotated[
        str, typer.Argument(help="indikator, misalnya suara_sah; tidak pernah per calon/partai")
    ],
    value: Annotated[str, typer.Argument(help="angka resmi, bilangan bulat tanpa titik")],
    period: Period,
    source: Annotated[str, typer.Option("--source", help="KPU atau Bawaslu")],
    document: Annotated[str, typer.Option("--document", help="nama formulir atau dokumen yang diumumkan")],
    published: Annotated[str, typer.Option("--published", help="tanggal pengumuman, misalnya 2024-03-05")],
    officer: Annotated[str, typer.Option("--by", help="petugas data yang mencatat")],
    explanation: Annotated[
        str, typer.Option("--explanation", help="penjelasan selisih tanpa bilangan, paling sedikit 20 huruf")
    ] = "",
) -> None:
    """Mencatat satu angka resmi. Perbaikan atau penjelasan yang menyusul dicatat sekali lagi; yang terakhir berlaku."""
    from jujur.operations import official
    from jujur.operations.desk import open_desk

    if not (value.isascii() and value.isdigit()):
        raise JujurError(f"“{value}” bukan bilangan bulat; tulis tanpa titik dan koma, misalnya 105214.")
    publication = official.Publication(source, document, _day(published))
    with open_desk() as desk:
        entered = official.add(desk, period, area, indicator, int(value), publication, officer, explanation)
    if entered is None:
        typer.echo("Sudah tercatat persis begitu; tidak ada yang berubah.")
        return
    typer.echo(
        f"Tercatat: {entered.area_code} {entered.indicator} {entered.value}, catatan ke-{entered.entries}."
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise JujurError(f"Tanggal “{text}” tidak dikenali; tulis seperti 2024-03-05.") from error


@app.command("list")
@in_plain_words
def list_(period: Period) -> None:
    """Semua catatan angka resmi satu masa, yang digantikan juga; satu baris JSON setiap catatan."""
    from jujur.domain.periods import WIB, to_text
    from jujur.operations import official
    from jujur.operations.desk import open_desk

    with open_desk() as desk:
        for one in official.listed(desk, period):
            print_line(
                {
                    "area": one.area_code,
                    "indicator": one.indicator,
                    "value": one.value,
                    "source": one.office,
                    "document": one.document,
                    "published": f"{one.published_at.astimezone(WIB):%Y-%m-%d}",
                    "explanation": one.explanation,
                    "by": one.entered_by,
                    "at": to_text(one.entered_at),
                    "entry": one.entries,
                }
            )
