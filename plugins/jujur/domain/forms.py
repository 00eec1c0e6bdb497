"""Form definitions: one definition makes the workbook, the reading contract, the suite and the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnKind = Literal["code", "count", "text", "choice", "instant"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a form.

    ``kind``: ``code`` and ``text`` are kept as text ("001" stays "001"); ``count`` is an integer >= 0; ``choice`` is one of
    ``choices``; ``instant`` is a time of the event as the sender claims it (text ISO 8601 with offset once typed).
    ``is_key`` marks the columns that name the unit; ``is_prefilled`` those that we write into the blank workbook, which
    therefore do not count as something the team filled in. ``aliases`` are header spellings seen in the wild (data, not code).
    """

    name: str
    label: str
    kind: ColumnKind
    group: str = ""
    is_key: bool = False
    is_prefilled: bool = False
    choices: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form in one version. ``unit_level`` says what one row is about; ``event`` forms have any number of rows a unit."""

    id: str
    version: int
    title: str
    unit_level: Literal["tps", "kelurahan", "kecamatan"]
    is_event: bool
    columns: tuple[Column, ...]
    instructions: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """The column called ``name``."""
        return next(column for column in self.columns if column.name == name)

    @property
    def data_columns(self) -> tuple[Column, ...]:
        """The columns a team fills in."""
        return tuple(column for column in self.columns if not column.is_prefilled)

    @property
    def counts(self) -> tuple[Column, ...]:
        """The columns that hold counts."""
        return tuple(column for column in self.columns if column.kind == "count")
