"""``jujur frame``."""

from __future__ import annotations

from typing import Annotated

import typer

from jujur.commands.common import in_plain_words, instant, print_line
from jujur.domain.errors import JujurError

app = typer.Typer(no_args_is_help=True, help="Kerangka wajib lapor dan ketentuannya.")

Period = Annotated[str, typer.Argument(help="masa laporan, misalnya 2024-02-14")]


@app.command("show")
@in_plain_words
def frame_show(
    period: Period,
    as_json: Annotated[bool, typer.Option("--json", help="satu baris JSON")] = False,
) -> None:
    """Menampilkan versi kerangka, sidik jarinya, dan setiap perubahannya."""
    from jujur.operations.desk import open_desk
    from jujur.operations.frame_view import describe_frame, frame_words

    with open_desk() as desk:
        described = describe_frame(desk, period)
    if as_json:
        print_line(described)
    else:
        typer.echo("\n".join(frame_words(described)))


@app.command("change")
@in_plain_words
def frame_change(
    period: Period,
    by: Annotated[str, typer.Option("--by", help="petugas data yang memutuskan")],
    reason: Annotated[
        str, typer.Option("--reason", help="alasan, paling sedikit 20 huruf; dicetak dalam laporan")
    ],
    drop: Annotated[list[str] | None, typer.Option("--drop", help="kode unit yang dikeluarkan")] = None,
    add: Annotated[list[str] | None, typer.Option("--add", help="kode unit yang ditambahkan")] = None,
    due: Annotated[str, typer.Option("--due", help="batas kirim baru (WIB), misalnya 2024-02-14 19.00")] = "",
    threshold: Annotated[
        list[str] | None, typer.Option("--threshold", help="ambang baru, misalnya coverage_percent=85")
    ] = None,
) -> None:
    """Membekukan versi baru kerangka dan ketentuannya; satu-satunya cara mengubahnya."""
    from jujur.operations.desk import open_desk
    from jujur.operations.frame_changes import FrameChange, change_frame

    change = FrameChange(
        tuple(drop or ()),
        tuple(add or ()),
        instant(due) if due else None,
        dict(map(_threshold, threshold or ())),
    )
    with open_desk() as desk:
        said = change_frame(desk, period, change, by, reason)
    typer.echo(f"Kerangka {period} dibekukan dalam versi baru; perubahan ini dicetak dalam laporan:")
    for line in said:
        typer.echo(f"- {line}")


def _threshold(text: str) -> tuple[str, int]:
    name, _, value = text.partition("=")
    try:
        return name.strip(), int(value)
    except ValueError as error:
        raise JujurError(f"Ambang “{text}” tidak dikenali; tulis seperti coverage_percent=85.") from error
