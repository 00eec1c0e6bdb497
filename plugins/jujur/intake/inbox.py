"""The drop folder: ``inbox/<team id>/<file>``. Looks, and leaves everything where it is."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ArrivedFile:
    """A file in the drop folder. ``team_id`` is the name of its folder, "" for a file that lies in none."""

    team_id: str
    name: str
    path: Path
    size: int
    modified_at: datetime


def take_from_inbox(inbox: Path, settled_before: datetime | None = None) -> list[ArrivedFile]:
    """The complete files, by folder and name.

    Left for later or for ever: names that begin with "." or "~$" or end with ".part", anything that is no regular file
    (a symbolic link could point outside), and files changed at or after ``settled_before``: they may still be growing.
    That instant is of the real clock, not of a shifted desk clock; None takes all.
    """
    if not inbox.is_dir():
        return []
    folders = sorted(path for path in inbox.iterdir() if path.is_dir() and not path.is_symlink())
    found = [_arrived("", path) for path in sorted(inbox.iterdir())]
    for folder in folders:
        if not _is_partial(folder.name):
            found += [_arrived(folder.name, path) for path in sorted(folder.iterdir())]
    return [file for file in found if file and (settled_before is None or file.modified_at < settled_before)]


def _arrived(team_id: str, path: Path) -> ArrivedFile | None:
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    if _is_partial(path.name) or not stat.S_ISREG(status.st_mode):
        return None
    return ArrivedFile(team_id, path.name, path, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))


def _is_partial(name: str) -> bool:
    return name.startswith((".", "~$")) or name.endswith(".part")
