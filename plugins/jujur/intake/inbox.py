"""The drop folder: ``inbox/<team id>/<file>``, also in folders below. Looks, and leaves everything where it is."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

# No team's folders are nested so deep; a chain without end must not stop the others.
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class ArrivedFile:
    """A file in the drop folder. ``team_id`` is the name of the folder right below the inbox, "" for a file in none."""

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
    found = [_arrived("", path) for path in sorted(inbox.iterdir())]
    for folder in _folders(inbox):
        found += [_arrived(folder.name, path) for path in _below(folder)]
    return [file for file in found if file and (settled_before is None or file.modified_at < settled_before)]


def _folders(parent: Path) -> list[Path]:
    return sorted(
        path
        for path in parent.iterdir()
        if path.is_dir() and not path.is_symlink() and not _is_partial(path.name)
    )


def _below(folder: Path, depth: int = 0) -> Iterator[Path]:
    """Everything in a team's folder: who drops a whole folder must be answered, too."""
    if depth < _DEEPEST:
        for inner in _folders(folder):
            yield from _below(inner, depth + 1)
    yield from sorted(folder.iterdir())


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
