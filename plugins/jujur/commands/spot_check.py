"""``jujur spot-check``."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from jujur.commands.common import in_plain_words, print_line
from jujur.domain.errors import JujurError

app = typer.Typer(no_args_is_help=True, help="Uji petik dan tanda periksa.")

Period = Annotated[str, typer.Argument(help="masa laporan, misalnya 2024-02-14")]
FormName = Annotated[str, typer.Option("--form", help="formulir; kosong bila hanya satu yang mungkin")]
AsJson = Annotated[bool, typer.Option("--json", help="satu baris JSON")]


@app.command()
@in_plain_words
def draw(period: Period, form: FormName = "") -> None:
    """Membuka benih yang dijanjikan dan mengundi unit yang harus dihitung ulang."""
    from jujur.operations import spot_check
    from jujur.operations.desk import open_desk

    with open_desk() as desk:
        made = spot_check.draw(desk, period, form)
        typer.echo(f"{len(made.sample)} dari {made.population} unit pelapor terundi:")
        for unit in made.sample:
            typer.echo(unit)


@app.command()
@in_plain_words
def result(
    unit: Annotated[str, typer.Argument(help="kode unit yang terundi")],
    values: Annotated[list[str], typer.Argument(help="hasil hitung ulang, misalnya suara_sah=195")],
    period: Annotated[str, typer.Option("--period", help="masa laporan")],
    officer: Annotated[str, typer.Option("--by", help="petugas yang menghitung ulang; bukan pengirimnya")],
    note: Annotated[str, typer.Option("--note", help="dokumen apa, di mana, kapan; tanpa nama orang")],
    form: FormName = "",
) -> None:
    """Mencatat hasil hitung ulang satu unit. Tidak mengubah angka laporan."""
    from jujur.operations import spot_check
    from jujur.operations.desk import open_desk

    with open_desk() as desk:
        for item in spot_check.record_result(desk, unit, period, form, _recounted(values), officer, note):
            reported = "tidak ada" if item.reported is None else item.reported
            typer.echo(f"{item.column_name}: dilaporkan {reported}, dihitung ulang {item.recounted}")


def _recounted(values: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for text in values:
        name, mark, number = text.partition("=")
        if not (mark and number.isascii() and number.isdigit()):
            raise JujurError(f"“{text}” tidak dikenali; tulis lajur=bilangan, misalnya suara_sah=195.")
        if name in found:
            raise JujurError(f"Lajur {name} disebut dua kali.")
        found[name] = int(number)
    return found


@app.command()
@in_plain_words
def show(period: Period, form: FormName = "", as_json: AsJson = False) -> None:
    """Janji, undian, dan faktor verifikasi satu masa; undian yang sudah ada diulang dari buku besar."""
    from jujur.operations import spot_check_view
    from jujur.operations.desk import open_desk

    with open_desk() as desk:
        view = spot_check_view.view(desk, period, form)
    if as_json:
        print_line(view)
    else:
        for line in spot_check_view.lines(view):
            typer.echo(line)


@app.command()
@in_plain_words
def flags(
    period: Annotated[
        str, typer.Option("--period", help="masa laporan; kosong: semua yang sudah dibuka")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Tanda periksa yang diketahui sekarang. Tanda bukan tuduhan dan tidak mengubah angka."""
    from jujur.operations import spot_check_view
    from jujur.operations.desk import open_desk

    with open_desk() as desk:
        found = spot_check_view.flags(desk, period)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    for item in found:
        typer.echo(
            f"{item['period']}  {item['kind']:<16}  {item['area_code']:<8}  {item['count']:>4}  {item['text']}"
        )
    if not found:
        typer.echo("Tidak ada tanda periksa.")
