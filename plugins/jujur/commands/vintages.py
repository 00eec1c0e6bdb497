"""``jujur revise``."""

from __future__ import annotations

import typer

app = typer.Typer(no_args_is_help=True, help="Revisi terbitan, daftar perubahan, riwayat revisi.")
