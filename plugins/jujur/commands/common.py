"""What every command shares: plain words instead of tracebacks, instants, and one JSON line."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

import typer

from jujur.domain.errors import JujurError
from jujur.domain.periods import WIB


def in_plain_words(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turns our own errors into one sentence and exit code 1: nobody sees a traceback for a mistake that has a name."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except JujurError as error:
            typer.echo(f"Gagal: {error}", err=True)
            raise typer.Exit(1) from error

    return wrapped


def instant(text: str) -> datetime:
    """ "2024-02-14 18.30" in WIB, or ISO 8601 with a zone. Raises JujurError for anything else."""
    try:
        return datetime.strptime(text, "%Y-%m-%d %H.%M").replace(tzinfo=WIB).astimezone(UTC)
    except ValueError:
        pass
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError as error:
        raise JujurError(f"Waktu “{text}” tidak dikenali; tulis seperti 2024-02-14 18.30 (WIB).") from error
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=WIB)).astimezone(UTC)


def print_line(value: Any) -> None:
    """One line of JSON."""
    typer.echo(json.dumps(value, ensure_ascii=False))
