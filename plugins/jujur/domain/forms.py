"""Form definitions: one definition makes the workbook, the reading contract, the suite and the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnKind = Literal["code", "count", "decimal", "date", "time", "text", "choice", "instant"]
ElectionKind = Literal["pemilu", "pilkada"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a form.

    ``kind``: ``code`` and ``text`` are kept as text ("001" stays "001"); ``count`` is an integer >= 0; ``choice`` is one of
    ``choices``; ``instant`` is a time of the event as the sender claims it (text ISO 8601 with offset once typed). Once typed,
    a ``decimal`` is exact text in canonical form ("12.5", "2691.8", "-3" never "12.50"), a ``date`` is ISO text ("2024-02-14")
    and a ``time`` a time of day in WIB as "HH:MM".

    ``is_key`` marks the columns that name the unit (of a form with ``is_event``: the item); ``is_prefilled`` those that we write
    into the blank workbook, which therefore do not count as something the team filled in. ``aliases`` are header spellings
    seen in the wild (data, not code). ``names`` says that the column holds the name or number of an area of this level, from
    which the key may be found when the code is missing. ``is_sensitive``: counts persons by what the law protects most
    (health; UU 27/2022): a count of one at a station would tell of that person, so neither values nor sums leave the desk (P43).
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
    label_en: str = ""
    group_en: str = ""
    names: Literal["", "kecamatan", "kelurahan", "tps"] = ""
    is_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form in one version, as a desk's kind of election has it.

    ``unit_level`` says what one row is about; a form with ``is_event`` has any number of rows a unit, and may be confirmed
    NIHIL. ``absent`` are columns that only the other kind of election has: the record's table holds them, the form does not.
    """

    id: str
    version: int
    title: str
    unit_level: Literal["tps", "kelurahan", "kecamatan"]
    is_event: bool
    columns: tuple[Column, ...]
    instructions: tuple[str, ...] = ()
    title_en: str = ""
    absent: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """The column called ``name``."""
        return next(column for column in self.columns if column.name == name)

    @property
    def data_columns(self) -> tuple[Column, ...]:
        """The columns a team fills in."""
        return tuple(column for column in self.columns if not column.is_prefilled)

    @property
    def keys(self) -> tuple[Column, ...]:
        """The columns that name the unit or the item."""
        return tuple(column for column in self.columns if column.is_key)

    @property
    def withheld(self) -> tuple[str, ...]:
        """The columns that leave the desk neither as values nor as sums (P43)."""
        return tuple(column.name for column in self.columns if column.is_sensitive)

    @property
    def counts(self) -> tuple[Column, ...]:
        """The columns that hold counts."""
        return tuple(column for column in self.columns if column.kind == "count")
