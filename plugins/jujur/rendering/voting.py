"""The opening of stations as ink: five counts, their bounds, and who is without news (honesty.md §3; P08, P10)."""

from __future__ import annotations

from jujur.domain.annexes import OpeningGap
from jujur.domain.areas import Area
from jujur.rendering.inks import Ink
from jujur.rendering.particulars import Particulars

OPENINGS = ("opening_on_time", "opening_late", "opening_untimed", "opening_not_yet", "opening_unknown")
REASONS = ("absent", "empty", "held", "unstated")
KINDS = ("hari_h", "akhir")


class Voting(Particulars):
    """The opening of stations for the templates."""

    OPENINGS = OPENINGS
    REASONS = REASONS

    @property
    def has_openings(self) -> bool:
        """True for the kinds that print the opening of stations."""
        return self._content.edition.kind in KINDS and self._content.polls is not None

    @property
    def has_late_openings(self) -> bool:
        """True when page one has something to say about openings."""
        names = ("opening_late", "opening_not_yet") if self.has_openings else ()
        return any(self._book.figure(self._content.area.code, name).k for name in names)

    @property
    def is_before_closing(self) -> bool:
        """True for a take that ends before voting does: it concludes nothing."""
        polls = self._content.polls
        return polls is not None and polls.is_before_closing(self._content.edition)

    def poll_hour(self, which: str) -> Ink | str:
        """An hour of voting day as it is written: "07.00"; ``which`` is "opening" or "closing"."""
        polls = self._content.polls
        minute = 0 if polls is None else getattr(polls, f"{which}_minute")
        return self._book.quote(f"{minute // 60:02d}.{minute % 60:02d} WIB", f"polls/{which}")

    def opening_upper(self, area: Area, name: str) -> Ink:
        """The most that the count may be once every station is known (P08)."""
        figure = self._book.figure(area.code, name)
        return self._book.count(
            f"opening/{area.code}/{name}/upper", figure.k + figure.N - figure.n, "batas atas jumlah TPS"
        )

    @property
    def gap_rows(self) -> tuple[Area, ...]:
        """The areas of the breakdown, whether or not they have stations without news (P02)."""
        return self._content.children

    def gap_count(self, area: Area, reason: str) -> Ink:
        """How many stations of an area are without news for a reason."""
        found = sum(len(_units(one, reason)) for one in self._gaps(area))
        return self._book.count(f"gap/{area.code}/{reason}", found, "TPS tanpa kabar pembukaan")

    def gap_units(self, area: Area, reason: str) -> Ink | str:
        """The numbers of those stations; for a kelurahan only, where a number names one station."""
        names = [name for one in self._gaps(area) for name in _units(one, reason)]
        return self._book.units(names, f"gap/{area.code}/{reason}/units")

    def gap_contact(self, area: Area) -> Ink | str:
        """The office that is asked about an area; words where there is nobody to ask or nothing to ask for."""
        found = next(iter(self._gaps(area)), None)
        return self._book.cited(found.contact_role, f"gap/{area.code}/contact") if found else "-"

    def gap_heard(self, area: Area) -> Ink | str:
        """When the team was last heard of; "belum pernah" where it never was."""
        found = next(iter(self._gaps(area)), None)
        if found is None:
            return "-"
        if found.last_heard_at is None:
            return "belum pernah"
        return self._book.when(f"gap/{area.code}/heard", found.last_heard_at, "short")

    def _gaps(self, area: Area) -> list[OpeningGap]:
        return [one for one in self._content.opening_gaps if f"{one.area.code}.".startswith(f"{area.code}.")]


def _units(gap: OpeningGap, reason: str) -> tuple[str, ...]:
    units: tuple[str, ...] = getattr(gap, f"{reason}_units")
    return units
