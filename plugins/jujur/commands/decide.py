"""``jujur decide``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from jujur.commands.common import in_plain_words, print_line
from jujur.domain.errors import JujurError

app = typer.Typer(
    no_args_is_help=True, help="Keputusan petugas data tentang baris, kiriman, unit atau edisi."
)

By = Annotated[str, typer.Option("--by", help="petugas data yang memutuskan, misalnya petugas.data")]
Reason = Annotated[
    str, typer.Option("--reason", help="alasan, paling sedikit 20 huruf; tercetak pada laporan")
]
RowName = Annotated[str, typer.Argument(help="baris, misalnya K-20240214-0003/Isian/12")]


@app.command("held")
@in_plain_words
def held(
    period: Annotated[str, typer.Option("--period", help="masa laporan; kosong: semua")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="satu baris JSON untuk setiap baris")] = False,
) -> None:
    """Baris yang ditahan dan dapat diputuskan; versi yang bertentangan bernomor sama."""
    from jujur.operations.act_rows import held_rows
    from jujur.operations.desk import open_desk

    with open_desk() as desk:
        rows = held_rows(desk, period or None)
    for row in rows:
        if as_json:
            print_line(row)
        else:
            typer.echo(_line(row))
    if not rows and not as_json:
        typer.echo("Tidak ada baris yang ditahan.")


def _line(row: dict[str, Any]) -> str:
    item = f", butir {row['item']}" if row["item"] else ""
    reasons = "; ".join(row["findings"]) or row["reason"]
    return (
        f"[{row['group']}] {row['row']} · {row['unit']}{item} · {row['form']} {row['period']} · "
        f"{row['sender']} · berkas {row['file'][:8]} · {reasons}"
    )


@app.command("release")
@in_plain_words
def release(row: RowName, by: By = "", reason: Reason = "") -> None:
    """Melepas baris yang ditahan: baris itu berlaku, versi lain dari unit yang sama digantikan."""
    from jujur.operations import acts
    from jujur.operations.desk import open_desk

    with open_desk() as desk:
        _say(acts.release(desk, row, by, reason))


@app.command("hold")
@in_plain_words
def hold(row: RowName, by: By = "", reason: Reason = "") -> None:
    """Menahan baris yang berlaku; baris ganda atau yang digantikan dapat ditahan untuk dilepas lagi."""
    from jujur.operations import acts
    from jujur.operations.desk import open_desk

    with open_desk() as desk:
        _say(acts.hold(desk, row, by, reason))


@app.command("merge")
@in_plain_words
def merge(
    first: Annotated[str, typer.Argument(help="baris 1")],
    second: Annotated[str, typer.Argument(help="baris 2, versi lain dari unit yang sama")],
    take: Annotated[
        list[str] | None, typer.Option("--take", help="kolom=1 atau kolom=2, untuk setiap kolom yang berbeda")
    ] = None,
    by: By = "",
    reason: Reason = "",
) -> None:
    """Menggabungkan dua versi menjadi satu baris baru; kedua baris asal digantikan, tidak diubah."""
    from jujur.operations import remaking
    from jujur.operations.desk import open_desk

    with open_desk() as desk:
        _say(remaking.merge(desk, first, second, _pairs(take or []), by, reason))


@app.command("override")
@in_plain_words
def override(
    row: RowName,
    values: Annotated[list[str], typer.Argument(help="kolom=nilai, satu atau lebih")],
    by: By = "",
    reason: Reason = "",
) -> None:
    """Menetapkan nilai: baris baru dengan nilai itu, baris asal digantikan, tidak diubah."""
    from jujur.operations import remaking
    from jujur.operations.desk import open_desk

    with open_desk() as desk:
        outcome = remaking.override(desk, row, _pairs(values), by, reason)
    if outcome.is_new:
        typer.echo("Nilai ditetapkan petugas:")
        for name, cell in outcome.act.detail["cells"].items():
            typer.echo(f"  {name}: {_shown(cell['before'])} menjadi {_shown(cell['after'])}")
    _say(outcome)


@app.command("withdraw")
@in_plain_words
def withdraw(
    subject: Annotated[str, typer.Argument(help="kiriman (K-20240214-0003) atau id edisi")],
    by: By = "",
    reason: Reason = "",
) -> None:
    """Menarik kiriman dari perhitungan, atau menandai edisi yang terbit sebagai ditarik. Keduanya tetap disimpan."""
    from jujur.operations import acts
    from jujur.operations.desk import open_desk

    with open_desk() as desk:
        _say(acts.withdraw(desk, subject, by, reason))


@app.command("excuse")
@in_plain_words
def excuse(
    unit: Annotated[str, typer.Argument(help="kode unit wajib lapor")],
    form: Annotated[str, typer.Option("--form", help="formulir")] = "",
    period: Annotated[str, typer.Option("--period", help="masa laporan")] = "",
    by: By = "",
    reason: Reason = "",
) -> None:
    """Menutup unit yang tidak akan melapor, dengan alasan; tidak pernah dihitung sebagai melapor."""
    from jujur.operations import acts
    from jujur.operations.desk import open_desk

    with open_desk() as desk:
        _say(acts.excuse(desk, unit, form, period, by, reason))


def _pairs(texts: list[str]) -> dict[str, str]:
    pairs = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip() or name.strip() in pairs:
            raise JujurError(f"“{text}”: tulis kolom=nilai, setiap kolom satu kali.")
        pairs[name.strip()] = value.strip()
    return pairs


def _shown(cell: dict[str, Any]) -> str:
    return str(cell["value"]) if cell["value"] is not None else cell["state"].lower().replace("_", " ")


def _say(outcome: Any) -> None:
    act = outcome.act
    if not outcome.is_new:
        typer.echo(f"Sudah diputuskan demikian ({act.id}); tidak ada yang berubah.")
        return
    typer.echo(f"Tercatat sebagai {act.id}: {_DONE[act.act]}.")
    for subject in act.detail.get("superseded", []):
        typer.echo(f"  digantikan: {subject}")
    if act.detail.get("new_row"):
        typer.echo(f"  baris baru: {act.detail['new_row']}")
    if act.detail.get("findings"):
        typer.echo(
            f"  dilepas walaupun melanggar {', '.join(act.detail['findings'])}; tercetak sebagai tindakan manual"
        )


_DONE = {
    "release": "baris dilepas dan berlaku",
    "hold": "baris ditahan",
    "merge": "kedua versi digabung",
    "override": "nilai ditetapkan petugas",
    "withdraw": "ditarik",
    "excuse": "unit ditutup dengan alasan",
}
