"""The opening of stations as ink: five counts, their bounds, and who is without news (honesty.md §3; P08, P10)."""

from __future__ import annotations

from dataclasses import dataclass

from jujur.domain.annexes import OpeningGap
from jujur.domain.areas import Area
from jujur.domain.reports import HeldRow, SilentArea
from jujur.domain.vintages import Comparison
from jujur.rendering.inks import Ink
from jujur.rendering.particulars import Particulars

OPENINGS = ("opening_on_time", "opening_late", "opening_untimed", "opening_not_yet", "opening_unknown")
REASONS = ("absent", "empty", "held", "unstated")
# A row of which nothing came, or an empty one, is told in the table of coverage too.
UNTOLD = ("held", "unstated")
# Comparisons of openings, by the names of their figures.
COMPARED = "sum_opening_"
KINDS = ("hari_h", "akhir")
TAKE = "hari_h"


@dataclass(frozen=True, slots=True)
class HeldGroup:
    """Held rows that broke the same rules; ``reasons`` where no rule held them but something else did."""

    rule_ids: tuple[str, ...]
    reasons: tuple[str, ...]
    rows: tuple[HeldRow, ...]


@dataclass(frozen=True, slots=True)
class Incomparable:
    """Areas whose openings cannot be compared with the take before, for one reason; ``first`` is a comparison that says it."""

    obstacle: str
    first: Comparison
    areas: tuple[Area, ...]


class Voting(Particulars):
    """The opening of stations for the templates."""

    OPENINGS = OPENINGS
    REASONS = REASONS
    UNTOLD = UNTOLD

    @property
    def is_partial(self) -> bool:
        """True while a sum of the edition may still grow: a station that it counts on has not said its part."""
        name = "opening_late" if self.is_take else "turnout"
        return self._book.is_bounded(self._content.area.code, name)

    @property
    def is_take(self) -> bool:
        """True for a bulletin of voting day."""
        return self._content.edition.kind == TAKE

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

    def is_without_news(self, area: Area) -> bool:
        """True for an area with a station of which nobody knows whether it opened, or that has not reported."""
        return bool(self._gaps(area) or self.silent_parts(area))

    def silent_parts(self, area: Area) -> tuple[SilentArea, ...]:
        """The kelurahan of an area in which a station has not reported, in official order."""
        return tuple(one for one in self._content.silent if f"{one.area.code}.".startswith(f"{area.code}."))

    @property
    def held_groups(self) -> tuple[HeldGroup, ...]:
        """The held rows by what holds them, each station by name: what stands in a row is not told in a take (P19)."""
        groups: dict[tuple[tuple[str, ...], tuple[str, ...]], list[HeldRow]] = {}
        for row in self._content.held:
            groups.setdefault((row.rule_ids, () if row.rule_ids else row.reasons), []).append(row)
        return tuple(HeldGroup(*key, tuple(groups[key])) for key in sorted(groups))

    def stability(self, area: Area) -> tuple[Comparison, ...]:
        """What is compared of an area with the take before, in the order of the columns: the openings.

        A take made before takes left votes out compared those too; printed again, it has no column for them.
        """
        return tuple(
            one for one in self._content.comparisons if one.key.startswith(f"{area.code}/{COMPARED}")
        )

    @property
    def stable_areas(self) -> tuple[Area, ...]:
        """The areas that are compared: the breakdown of a city, then the edition's own."""
        return tuple(area for area in (*self._content.children, self._content.area) if self.stability(area))

    @property
    def is_stability_known(self) -> bool:
        """True when anything can be compared; else a line says why not, with the matched stations of each area (P21)."""
        return any(one.is_comparable for area in self.stable_areas for one in self.stability(area))

    @property
    def incomparable(self) -> tuple[Incomparable, ...]:
        """The areas that cannot be compared, by what hinders it (P21)."""
        rows = [(area, self.stability(area)[0]) for area in self.stable_areas]
        reasons = dict.fromkeys(one.obstacle for _, one in rows if not one.is_comparable)
        return tuple(
            Incomparable(
                reason,
                next(one for _, one in rows if one.obstacle == reason),
                tuple(area for area, one in rows if not one.is_comparable and one.obstacle == reason),
            )
            for reason in reasons
        )

    def _gaps(self, area: Area) -> list[OpeningGap]:
        return [one for one in self._content.opening_gaps if f"{one.area.code}.".startswith(f"{area.code}.")]


def _units(gap: OpeningGap, reason: str) -> tuple[str, ...]:
    units: tuple[str, ...] = getattr(gap, f"{reason}_units")
    return units
