"""What the record knows beside a batch that its rules compare it with: other forms, earlier periods, open items."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from jujur import validation
from jujur.domain.areas import Level
from jujur.domain.forms import Form
from jujur.domain.periods import from_text, to_text
from jujur.operations.desk import Desk
from jujur.operations.followups import open_items
from jujur.record.database import Session
from jujur.record.form_rows import Span, accepted_rows
from jujur.record.submissions import EVER
from jujur.settings.calendar import ReportingPeriod
from jujur.validation import EarlierValue, Needs, Neighbours, OpenItem, Total

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_SHOWN = 60

Newest = dict[str, dict[str, Any]]


def neighbours_of(
    desk: Desk, session: Session, form: Form, asked: ReportingPeriod, units: Iterable[str]
) -> Neighbours:
    """Everything that the rules of ``form`` ask for about ``units``, as the record knows it before the batch.

    Only whole periods are held against each other: what a take of the voting day says is not yet the station's result.
    """
    needs = validation.needs(desk.config.rules[form.id])
    wanted = sorted(set(units))
    kecamatan = sorted(
        {area.code for unit in wanted if (area := desk.config.gazetteer.ancestor(unit, "kecamatan"))}
    )
    if not kecamatan and needs.carried is None:
        return Neighbours()
    look = _Look(desk, session, form, asked, tuple(kecamatan))
    parents = look.parents(needs, wanted)
    return Neighbours(
        reference_counts=_reference_counts(desk, needs),
        totals=look.totals(needs, wanted),
        parent_values=parents,
        unit_values=look.unit_values(needs, parents),
        earlier=look.earlier(needs),
        open_items=look.items(needs),
    )


def _reference_counts(desk: Desk, needs: Needs) -> dict[tuple[str, str], int]:
    gazetteer = desk.config.gazetteer
    counts: Counter[tuple[str, str]] = Counter()
    for level in needs.reference_levels:
        for area in gazetteer.at_level(cast(Level, level)):
            above = area.parent_code
            while above is not None:
                counts[(above, level)] += 1
                above = gazetteer[above].parent_code
    return counts


class _Look:
    """One batch's look into the record."""

    def __init__(
        self, desk: Desk, session: Session, form: Form, asked: ReportingPeriod, kecamatan: tuple[str, ...]
    ) -> None:
        self._desk, self._session, self._form, self._asked = desk, session, form, asked
        self._kecamatan = kecamatan
        self._gazetteer = desk.config.gazetteer

    def totals(self, needs: Needs, units: Sequence[str]) -> dict[tuple[str, str, str], Total]:
        """Sums of other forms below each unit, from the newest whole period that had begun before this one ended."""
        totals = {}
        for form_id, columns in _by_form(needs.totals).items():
            other = self._desk.config.forms[form_id]
            newest = self._newest(other, columns, _BEGINNING, self._asked.ends_at)
            below: dict[str, list[str]] = defaultdict(list)
            for area in self._gazetteer.at_level(other.unit_level):
                parent = self._gazetteer.ancestor(area.code, self._form.unit_level)
                if parent:
                    below[parent.code].append(area.code)
            for unit in units:
                for column in columns:
                    values = [
                        value
                        for code in below[unit]
                        if (value := newest.get(code, {}).get(column)) is not None
                    ]
                    totals[(form_id, unit, column)] = Total(len(values), len(below[unit]), sum(values))
        return totals

    def parents(self, needs: Needs, units: Sequence[str]) -> dict[tuple[str, str, str], int]:
        """The newest accepted values of the areas above the units, in their own form, from this period on."""
        if not self._is_whole(self._form, to_text(self._asked.starts_at)):
            return {}
        values: dict[tuple[str, str, str], int] = {}
        for form_id, columns in _by_form((form_id, column) for form_id, column, _ in needs.parents).items():
            other = self._desk.config.forms[form_id]
            newest = self._newest(other, columns, self._asked.starts_at, EVER)
            above = {
                area.code for unit in units if (area := self._gazetteer.ancestor(unit, other.unit_level))
            }
            for code in above & newest.keys():
                values |= {
                    (form_id, code, column): newest[code][column]
                    for column in columns
                    if newest[code][column] is not None
                }
        return values

    def unit_values(
        self, needs: Needs, parents: Mapping[tuple[str, str, str], int]
    ) -> dict[tuple[str, str], Mapping[str, int | None]]:
        """For each parent that has said something: every unit below it, with what it has said in this period."""
        if not parents:
            return {}
        columns = sorted({own for _, _, own in needs.parents})
        known = self._newest(self._form, columns, self._asked.starts_at, self._asked.ends_at, exactly=True)
        said = {code for _, code, _ in parents}
        levels = {self._desk.config.forms[form_id].unit_level for form_id, _, _ in needs.parents}
        result: dict[tuple[str, str], dict[str, int | None]] = defaultdict(dict)
        for area in self._gazetteer.at_level(self._form.unit_level):
            for level in levels:
                parent = self._gazetteer.ancestor(area.code, level)
                if parent and parent.code in said:
                    for column in columns:
                        result[(parent.code, column)][area.code] = known.get(area.code, {}).get(column)
        return dict(result)

    def earlier(self, needs: Needs) -> dict[tuple[str, str], EarlierValue]:
        """What each unit said in the newest earlier period of the same day (WIB)."""
        if not needs.earlier:
            return {}
        day = self._asked.period.day
        names = {
            to_text(item.starts_at): item.id
            for item in self._desk.config.calendar.reporting_periods
            if self._form.id in item.forms
            and item.ends_at <= self._asked.starts_at
            and item.period.day == day
        }
        if not names:
            return {}
        columns = sorted(needs.earlier)
        span = Span(from_text(min(names)), self._asked.starts_at, EVER, self._kecamatan)
        return {
            (row["unit_code"], column): EarlierValue(row[column], names[row["period_start"]])
            for row in accepted_rows(self._session, self._form, columns, span)
            if row["period_start"] in names
            for column in columns
            if row[column] is not None
        }

    def items(self, needs: Needs) -> dict[str, list[OpenItem]]:
        """The items still open in each kecamatan."""
        if needs.carried is None:
            return {}
        result: dict[str, list[OpenItem]] = defaultdict(list)
        for item in open_items(self._desk, self._session, self._form, self._asked.starts_at, EVER):
            words = next(
                (
                    str(item.values[column.name])
                    for column in self._form.columns
                    if column.kind == "text" and column.name in item.values
                ),
                "",
            )
            result[item.kecamatan_code].append(OpenItem(item.item_code, words[:_SHOWN]))
        return dict(result)

    def _newest(
        self, form: Form, columns: Sequence[str], start: datetime, before: datetime, exactly: bool = False
    ) -> Newest:
        """The newest accepted row of each unit among whole periods that start in [start, before)."""
        span = Span(start, before, EVER, self._kecamatan)
        return {
            row["unit_code"]: row
            for row in accepted_rows(self._session, form, columns, span)
            if (
                row["period_start"] == to_text(start)
                if exactly
                else self._is_whole(form, row["period_start"])
            )
        }

    def _is_whole(self, form: Form, period_start: str) -> bool:
        """False for a period inside a longer one of the same form, such as a take of the voting day."""
        calendar = self._desk.config.calendar
        own = calendar.reporting_period_of(form.id, from_text(period_start))
        return own is not None and not any(
            item is not own
            and form.id in item.forms
            and item.starts_at <= own.starts_at
            and own.ends_at <= item.ends_at
            for item in calendar.reporting_periods
        )


def _by_form(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The columns asked of each form."""
    found: dict[str, set[str]] = defaultdict(set)
    for form_id, column in pairs:
        found[form_id].add(column)
    return {form_id: sorted(columns) for form_id, columns in sorted(found.items())}
