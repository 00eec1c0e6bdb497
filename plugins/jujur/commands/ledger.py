"""``jujur ledger``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jujur.commands.common import in_plain_words
from jujur.domain.periods import WIB, from_text

app = typer.Typer(no_args_is_help=True, help="Buku besar.")


@app.command("verify")
@in_plain_words
def ledger_verify(
    pdfs: Annotated[
        list[Path] | None,
        typer.Argument(exists=True, dir_okay=False, help="laporan yang disimpan di luar catatan ini"),
    ] = None,
    expect: Annotated[
        list[str] | None, typer.Option("--expect", help="kepala yang pernah dicatat; paling sedikit 16 angka")
    ] = None,
    since: Annotated[
        int, typer.Option("--since", min=0, help="hanya sesudah urutan ini, yang dipercaya; 0: semuanya")
    ] = 0,
) -> None:
    """Memeriksa rantai, segel setiap tabel, dan berkas; menyebut sambungan pertama yang putus."""
    from jujur.operations.verify import verify_ledger

    reports = {str(path): path.read_bytes() for path in pdfs or ()}
    events = verify_ledger(reports, expect or (), since)
    checked = f"; sesudah urutan {since} diperiksa" if since else ""
    typer.echo(f"Buku besar utuh: {events} peristiwa{checked}.")


@app.command("head")
@in_plain_words
def ledger_head() -> None:
    """Satu baris untuk disalin: urutan, kepala, dan waktu peristiwa terakhir."""
    from jujur.operations.verify import ledger_head as newest

    entry = newest()
    at = f"{from_text(entry.at).astimezone(WIB):%d-%m-%Y %H.%M.%S} WIB"
    typer.echo(f"urutan {entry.seq}  kepala {entry.hash}  {at}")
