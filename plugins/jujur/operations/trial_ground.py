"""What trials are made on: the plain rows of one edition's own area, and how they are counted and gated (P48).

The ground is what the second calculator is given, since everything is derived there from single rows: of a changed row follow
whether a unit was heard, counted, in time, usable. That it finds exactly the figures of this edition was tested before (P34).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from jujur import figures
from jujur.domain.areas import Area, Gazetteer
from jujur.domain.editions import Edition
from jujur.domain.figures import Figure, GatedStatus
from jujur.domain.findings import Bin
from jujur.domain.forms import Form
from jujur.domain.gates import GateRule
from jujur.domain.submissions import KnownRow
from jujur.figures.second import PlainForm, PlainPeriod, Recount, recount
from jujur.figures.second_week import PlainWeek, recount_week
from jujur.operations.desk import Desk
from jujur.operations.framing import gate_rule_of, versions_known
from jujur.operations.known import INCIDENT_FORM, polls_of
from jujur.record import submissions as records
from jujur.record.database import Session

Plain = PlainPeriod | PlainWeek
Row = Mapping[str, Any]
Counts = Mapping[str, Recount]
T = TypeVar("T")


def key_of(row: Row) -> tuple[str, str]:
    """What identifies a row among all receipts."""
    return row["submission_id"], row["row_id"]


def is_within(code: str | None, area_code: str) -> bool:
    """True when ``code`` is the area itself or lies in it."""
    return f"{code or ''}.".startswith(f"{area_code}.")


def forms_of(plain: Plain) -> tuple[PlainForm, ...]:
    """Every form that an edition counts, the incident form last."""
    if isinstance(plain, PlainWeek):
        return plain.stages, plain.neutrality, plain.followups, plain.period.incidents
    return plain.main, plain.incidents


def period_of(plain: Plain) -> PlainPeriod:
    """The period, of a week too."""
    return plain.period if isinstance(plain, PlainWeek) else plain


def with_period(plain: Plain, **changes: Any) -> Plain:
    """The same with other fields of its period."""
    changed = replace(period_of(plain), **changes)
    return replace(plain, period=changed) if isinstance(plain, PlainWeek) else changed


def with_forms(plain: Plain, change: Callable[[PlainForm], PlainForm]) -> Plain:
    """The same with each of its forms changed."""
    if isinstance(plain, PlainWeek):
        plain = replace(
            plain,
            stages=change(plain.stages),
            neutrality=change(plain.neutrality),
            followups=change(plain.followups),
        )
        return with_period(plain, incidents=change(plain.period.incidents))
    return replace(plain, main=change(plain.main), incidents=change(plain.incidents))


def bins_of(form: PlainForm, as_of: str) -> dict[tuple[str, str], str]:
    """The newest bin of each row as known at ``as_of``."""
    known = (one for one in form.dispositions if one["decided_at"] <= as_of)
    return {key_of(one): one["bin"] for one in sorted(known, key=lambda one: one["seq"])}


@dataclass(frozen=True, slots=True)
class Ground:
    """One edition's rows before anything is tried on them. ``chooser`` makes every choice, and is the edition's own (P48).

    ``known`` are the rows of each form as a newly received row is held against them; ``forms`` the forms themselves, by id.
    """

    plain: Plain
    area: Area
    gazetteer: Gazetteer
    rule: GateRule
    is_early: bool
    forms: Mapping[str, Form]
    known: Mapping[str, Sequence[KnownRow]]
    chooser: int

    @property
    def as_of(self) -> str:
        """The cut-off, as fixed-width text."""
        return period_of(self.plain).as_of

    def choose(self, found: Sequence[T]) -> T:
        """One of them: always the same one for the same edition."""
        return found[self.chooser % len(found)]

    def rows_in_use(self, form: PlainForm) -> list[Row]:
        """The accepted rows with content about this very period, in one order."""
        bins, opens_at = bins_of(form, self.as_of), period_of(self.plain).opens_at
        used = [
            row
            for row in form.rows
            if row["has_content"]
            and row["period_start"] == opens_at
            and bins.get(key_of(row)) == Bin.ACCEPTED.value
            and form.received.get(row["submission_id"], "~") <= self.as_of
        ]
        return sorted(used, key=key_of)


def counted(plain: Plain) -> dict[str, Recount]:
    """Every figure that follows from the rows."""
    return recount_week(plain) if isinstance(plain, PlainWeek) else recount(plain)


def gated(ground: Ground, counts: Counts, kecamatan: Sequence[str]) -> dict[str, GatedStatus]:
    """What the gate says of these kecamatan and, for a city, of all of them together."""
    found = {}
    for code in kecamatan:
        known = {key: _figure(key, one) for key, one in counts.items() if key.partition("/")[0] == code}
        found[code] = figures.gate(Area(code, "", "kecamatan", None), known, ground.rule, ground.is_early)
    if ground.area.level == "kota":
        found[ground.area.code] = figures.gate_city(ground.area, list(found.values()))
    return found


def _figure(key: str, one: Recount) -> Figure:
    code, _, name = key.partition("/")
    return Figure(name, code, "", "", one.value, one.k, one.n, one.N, one.denominator, one.lower, one.upper)


def kecamatan_of(gazetteer: Gazetteer, area: Area) -> list[str]:
    """The kecamatan of an edition: all of the city's, or the one that it is about."""
    return [area.code] if area.level == "kecamatan" else [one.code for one in gazetteer.at_level("kecamatan")]


def ground_of(desk: Desk, session: Session, edition: Edition, plain: Plain, chooser: int) -> Ground:
    """The ground of one edition; ``plain`` is that of its whole slot."""
    terms = versions_known(session, edition.period.starts_at, edition.as_of)[-1]
    gazetteer, area = desk.config.gazetteer, desk.config.gazetteer[edition.area_code]
    own = _within(plain, {area.code, *(child.code for child in gazetteer.children(area.code))}, area.code)
    kecamatan = kecamatan_of(gazetteer, area)
    form_ids = dict.fromkeys((*(form.id for form in forms_of(plain)), INCIDENT_FORM))
    known = {
        form_id: records.known_rows(
            session, form_id, edition.period.starts_at, [area.code, *kecamatan], edition.as_of
        )
        for form_id in form_ids
    }
    forms = {form_id: desk.config.forms[form_id] for form_id in form_ids}
    rule, is_early = gate_rule_of(desk, terms), polls_of(desk, terms).is_before_closing(edition)
    return Ground(own, area, gazetteer, rule, is_early, forms, known, chooser)


def _within(plain: Plain, areas: Collection[str], area_code: str) -> Plain:
    """Only what an edition of the area prints, from only the rows of the area: trials must not cost what the city costs."""
    period = period_of(plain)

    def own(rows: Sequence[Row]) -> list[Row]:
        return list(_rows_within(rows, area_code))

    plain = with_period(
        plain,
        areas={code: level for code, level in period.areas.items() if code in areas},
        expected=own(period.expected),
    )
    return with_forms(plain, lambda form: replace(form, rows=own(form.rows)))


def _rows_within(rows: Sequence[Row], area_code: str) -> Iterator[Row]:
    names = ("area_code", "kecamatan_code", "unit_code")
    return (row for row in rows if any(is_within(row[name], area_code) for name in names))
