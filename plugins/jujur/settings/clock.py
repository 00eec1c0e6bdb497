"""The shift between the real clock and the desk's clock. Zero, except in a demonstration. Stdlib only.

The file says how far; that it was shifted, by whom and why is an event of the ledger (issue A, promise 3).
"""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path

from jujur.domain.errors import ConfigurationError

_FILE = "clock.json"
_FIELD = "shift_microseconds"


def read_shift(home: Path) -> timedelta:
    """What is added to the real time to get the desk's time; zero when nothing was ever shifted.

    :raises ConfigurationError: the file is there but unusable; guessing zero would date a report falsely.
    """
    path = home / _FILE
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))[_FIELD]
    except FileNotFoundError:
        return timedelta(0)
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigurationError(f"Berkas {path} rusak: isian {_FIELD} tidak terbaca.") from error
    if not isinstance(stored, int) or isinstance(stored, bool):
        raise ConfigurationError(f"Berkas {path}: {_FIELD} harus bilangan bulat, ditemukan {stored!r}.")
    return timedelta(microseconds=stored)


def write_shift(home: Path, shift: timedelta) -> None:
    """Store ``shift`` so that a reader sees either the old or the new one, never half a file."""
    home.mkdir(parents=True, exist_ok=True)
    draft = home / f".{_FILE}.{os.getpid()}"
    draft.write_text(json.dumps({_FIELD: shift // timedelta(microseconds=1)}) + "\n", encoding="utf-8")
    draft.replace(home / _FILE)
