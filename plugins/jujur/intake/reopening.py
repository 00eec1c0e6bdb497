"""Opening files once more to answer their senders: the sheets as they are, and where the tables stand in them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from jujur.domain.areas import Places
from jujur.domain.errors import UnreadableFile
from jujur.domain.forms import Form
from jujur.domain.submissions import TablePlace
from jujur.intake.limits import Limits
from jujur.intake.messages import unreadable
from jujur.intake.reading import FileToRead, read_batch
from jujur.intake.supervision import Opener, open_each

Sheet = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file as opened: ``sheets`` as the child answers them (see ``intake.opener.sheets``), and the tables found in them."""

    sheets: Sequence[Sheet]
    tables: tuple[TablePlace, ...]


class SheetOpener:
    """Opens files of our own making, one at a time as they are made, in one child. Use as a context manager."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._opener = Opener(limits or Limits())

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="jujur-")
        return self

    def __exit__(self, *_unused: object) -> None:
        self._opener.__exit__()
        self._folder.cleanup()

    def open(self, content: bytes) -> Sequence[Sheet] | None:
        """The sheets, or None for what cannot be opened."""
        path = Path(self._folder.name) / "isi"
        path.write_bytes(content)
        answer = self._opener.open(path)
        return None if "refused" in answer else answer["sheets"]


def open_sheets(
    files: Sequence[FileToRead], limits: Limits | None = None
) -> Iterator[Sequence[Sheet] | UnreadableFile]:
    """The sheets of each file in order, one file in memory at a time; one that cannot be opened costs only itself."""
    with tempfile.TemporaryDirectory(prefix="jujur-") as folder:
        paths = []
        for number, file in enumerate(files):
            path = file.content if isinstance(file.content, Path) else Path(folder) / str(number)
            if not isinstance(file.content, Path):
                path.write_bytes(file.content)
            paths.append(path.absolute())
        with closing(open_each(paths, limits or Limits())) as answers:
            for file, answer in zip(files, answers, strict=True):
                code = answer.get("refused")
                yield UnreadableFile(unreadable(file.name, code)) if code else answer["sheets"]


def reopen(
    files: Sequence[FileToRead],
    form_by_id: Mapping[str, Form],
    limits: Limits | None = None,
    places: Places | None = None,
) -> Iterator[OpenedFile | UnreadableFile]:
    """Each file with its sheets and the places of its tables, in order; read as :func:`read_batch` reads it."""
    readings = read_batch(files, form_by_id, limits, places)
    for sheets, reading in zip(open_sheets(files, limits), readings, strict=True):
        if isinstance(sheets, UnreadableFile):
            yield sheets
        else:
            yield OpenedFile(sheets, () if isinstance(reading, UnreadableFile) else reading.tables)
