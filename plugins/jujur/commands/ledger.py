"""``jujur ledger``."""

from __future__ import annotations

import typer

from jujur.commands.common import in_plain_words

app = typer.Typer(no_args_is_help=True, help="Buku besar.")


@app.callback()
def _group() -> None:
    """Keeps the group a group while it has one command."""


@app.command("verify")
@in_plain_words
def ledger_verify() -> None:
    """Memeriksa rantai buku besar; menyebut sambungan pertama yang putus."""
    from jujur.operations.verify import verify_ledger

    typer.echo(f"Buku besar utuh: {verify_ledger()} peristiwa.")
