"""What bulletins of voting day and final reports print beyond the figures: stations one by one, contacts, vintages (P10, P25)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from jujur.domain.areas import Area
from jujur.domain.editions import EditionKind
from jujur.domain.figures import Exact
from jujur.domain.vintages import Change


@dataclass(frozen=True, slots=True)
class OpeningGap:
    """The stations of one kelurahan of whose opening there is no news, by the reason, and whom to ask.

    ``absent_units``: no row came; ``empty_units``: a row without a value; ``held_units``: a row that the rules keep out;
    ``unstated_units``: a row that counts but says neither a state nor an hour. ``last_heard_at`` is when the kecamatan's team
    last sent anything at all: the only contact that the record knows of (calls and visits are not entered).
    """

    area: Area
    kecamatan: Area
    absent_units: tuple[str, ...]
    empty_units: tuple[str, ...]
    held_units: tuple[str, ...]
    unstated_units: tuple[str, ...]
    contact_role: str
    last_heard_at: datetime | None


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One expected station as the final report prints it (L2 of the anatomy).

    ``fate`` is "tepat waktu", "terlambat", "baris kosong" or "tanpa baris"; ``use`` what became of its row: "dipakai", "ditahan"
    or "-". ``opened`` is the claimed hour, "HH:MM", "" where none counts. ``values`` are the numbers of the row that counts;
    ``marks`` the print mark of every column that has no number to print (P07). Each column is in exactly one of the two.
    """

    code: str
    name: str
    area: Area
    fate: str
    use: str
    first_at: datetime | None
    opened: str
    values: Mapping[str, int]
    marks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask about a kecamatan, and when its team was last heard of; None where it never was."""

    kecamatan: Area
    role: str
    last_heard_at: datetime | None


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline figure as one edition printed it."""

    name: str
    label: str
    value: Exact | None
    k: int
    n: int
    N: int
    denominator: int | None


@dataclass(frozen=True, slots=True)
class EditionLine:
    """One earlier edition about the same area and time: when it came out, what became of it, what it changed, whom it misled.

    ``state`` is "terbit", "ditarik" or "ditolak". ``sha256`` is that of the published file, "" for one that never came out.
    ``misled`` counts the readers that had to be told that it was wrong (P26). ``opens_at`` and ``release_at`` name its slot.
    """

    edition_id: str
    number: str
    kind: EditionKind
    revision: int
    opens_at: datetime
    as_of: datetime
    release_at: datetime
    settled_at: datetime
    state: str
    sha256: str
    misled: int
    changes: tuple[Change, ...]
    headlines: tuple[Headline, ...]
