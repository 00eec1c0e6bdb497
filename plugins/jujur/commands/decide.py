"""``jujur decide``."""

from __future__ import annotations

import typer

app = typer.Typer(
    no_args_is_help=True, help="Keputusan petugas data tentang baris, kiriman, unit atau edisi."
)
