"""The gate (P12, P13; L14, L15): what may be said follows from figures, and getting worse never reads better."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jujur.domain.areas import Area, Gazetteer
from jujur.domain.errors import ConfigurationError
from jujur.domain.figures import AreaStatus, Figure, GatedStatus
from jujur.domain.periods import to_text
from jujur.figures import AsKnown, GateRule, gate, gate_city, gate_figures, is_open_severe
from jujur.figures.claims import ORDER

CITY = Area("16.72", "Kota Pagar Alam", "kota", "16")
AREA = Area("16.72.01", "Pagar Alam Utara", "kecamatan", "16.72")
WARD = Area("16.72.01.1001", "Beringin Jaya", "kelurahan", "16.72.01")
GAZETTEER = Gazetteer((CITY, AREA, WARD))
RULE = GateRule("K-1", 2, 90, 24, 0, 0)
AS_OF = datetime(2024, 2, 14, 12, 30, tzinfo=UTC)
DUE = AS_OF - timedelta(minutes=30)


@dataclass(frozen=True)
class Unit:
    """One expected TPS: how many minutes before the cut-off it was heard of, None when never."""

    age: int | None = 60
    is_held: bool = False

    def row(self) -> dict[str, Any]:
        received = None if self.age is None else to_text(AS_OF - timedelta(minutes=self.age))
        is_used = received is not None and not self.is_held
        return {
            "unit_code": "1672011001001",
            "area_code": WARD.code,
            "first_content_at": received,
            "due_at": to_text(DUE),
        } | {
            "is_used": int(is_used),
            "is_held": int(self.is_held and received is not None),
        }


@dataclass(frozen=True)
class Incident:
    severity: str | None = "ringan"
    is_open: str | None = "ya"
    state: str | None = "menunggu"
    bin: str = "accepted"

    def row(self) -> dict[str, Any]:
        return {
            "row_id": "sidik|Isian|9",
            "kecamatan_code": AREA.code,
            "tingkat": self.severity,
            "masih_terbuka": self.is_open,
        } | {
            "status_verifikasi": self.state,
            "bin": self.bin,
        }


@dataclass(frozen=True)
class World:
    units: tuple[Unit, ...] = field(default_factory=lambda: (Unit(),) * 100)
    incidents: tuple[Incident, ...] = ()
    form_age: int | None = 60

    def figures(self) -> dict[str, Figure]:
        form = None if self.form_age is None else to_text(AS_OF - timedelta(minutes=self.form_age))
        known = AsKnown(
            units=[unit.row() for unit in self.units],
            sums=(),
            bins=(),
            rows=(),
            rows_used=(),
            incidents=[one.row() for one in self.incidents],
            incident_units=[{"unit_code": AREA.code, "received_at": form}],
            fresh_since=to_text(AS_OF - timedelta(hours=RULE.data_age_limit_hours)),
        )
        rows = [unit.row() for unit in self.units]
        on_time = sum(
            row["first_content_at"] is not None and row["first_content_at"] <= row["due_at"] for row in rows
        )
        heard = int(form is not None)
        severe = sum(is_open_severe(one.row()) for one in self.incidents)
        share = Fraction(on_time, len(rows)) if rows else None
        plain = (
            Figure("timeliness", AREA.code, "", "", share, on_time, len(rows), len(rows)),
            Figure("incident_forms", AREA.code, "", "", heard, heard, heard, 1),
            Figure("incidents_open_severe", AREA.code, "", "", severe, severe, heard, 1),
        )
        return {item.key: item for item in plain} | gate_figures(GAZETTEER, known, AS_OF, RULE)

    def gated(self) -> GatedStatus:
        return gate(AREA, self.figures(), RULE)

    def badness(self) -> int:
        return ORDER.index(self.gated().status)


def units(silent: int = 0, held: int = 0, late: int = 0, old: int = 0) -> tuple[Unit, ...]:
    """A hundred TPS of which some are silent, held, late or old."""
    odd = (
        (Unit(None),) * silent + (Unit(is_held=True),) * held + (Unit(5),) * late + (Unit(24 * 60 + 1),) * old
    )
    return odd + (Unit(),) * (100 - len(odd))


def status(world: World) -> AreaStatus:
    return world.gated().status


def test_calm_needs_everything() -> None:
    assert status(World()) is AreaStatus.KONDUSIF
    assert World().gated().rule == "K-1 versi 2"


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("silent", "cakupan tepat waktu di bawah ambang"),
        ("late", "cakupan tepat waktu di bawah ambang"),
        ("held", "TPS tepat waktu, segar, dan lolos di bawah ambang"),
        ("old", "TPS tepat waktu, segar, dan lolos di bawah ambang"),
    ],
)
def test_the_threshold_is_exact_whatever_is_lacking(kind: str, reason: str) -> None:
    assert status(World(units(**{kind: 10}))) is AreaStatus.KONDUSIF
    gated = World(units(**{kind: 11})).gated()
    assert gated.status is AreaStatus.BELUM_DAPAT_DISIMPULKAN
    assert gated.reasons == (reason,)


def test_just_below_the_threshold_is_not_rounded_up() -> None:
    assert status(World(units()[:1] * 8999 + (Unit(None),) * 1001)) is AreaStatus.BELUM_DAPAT_DISIMPULKAN


def test_data_is_fresh_up_to_the_limit_and_not_a_minute_longer() -> None:
    assert status(World((Unit(24 * 60),) * 100)) is AreaStatus.KONDUSIF
    assert status(World((Unit(24 * 60 + 1),) * 100)) is AreaStatus.BELUM_DAPAT_DISIMPULKAN


def test_a_missing_or_old_incident_form_forbids_a_conclusion() -> None:
    assert World(form_age=None).gated().reasons == ("formulir insiden belum masuk",)
    assert World(form_age=24 * 60 + 1).gated().reasons == ("formulir insiden terlalu tua",)
    assert status(World(form_age=None)) is status(World(form_age=24 * 60 + 1)) is ORDER[2]


def test_a_unit_of_which_one_row_counts_and_another_is_held_is_not_usable() -> None:
    known = AsKnown([Unit().row() | {"is_held": 1}, Unit().row()], (), (), (), (), (), ())
    assert gate_figures(GAZETTEER, known, AS_OF, RULE)[f"{AREA.code}/tps_usable"].k == 1


def test_an_open_severe_incident_or_a_held_incident_row_asks_for_attention() -> None:
    assert status(World(incidents=(Incident("berat"),))) is AreaStatus.PERLU_PERHATIAN
    assert status(World(incidents=(Incident("ringan", bin="held"),))) is AreaStatus.PERLU_PERHATIAN
    assert status(World(incidents=(Incident("berat", state="tidak terbukti"),))) is AreaStatus.KONDUSIF


def test_an_area_without_expected_units_is_never_calm() -> None:
    assert status(World(())) is AreaStatus.BELUM_DAPAT_DISIMPULKAN


def test_the_ages_of_the_newest_and_the_oldest_data_are_known() -> None:
    known = World((Unit(30), Unit(90), Unit(None))).figures()
    ages = [known[f"{AREA.code}/data_age_{name}"] for name in ("newest", "oldest")]
    assert [(age.value, age.n, age.N) for age in ages] == [(30, 2, 3), (90, 2, 3)]
    assert World((Unit(None),)).figures()[f"{AREA.code}/data_age_newest"].value is None


def test_a_missing_figure_of_the_evidence_is_an_error_and_not_a_zero() -> None:
    figures = World().figures()
    del figures[f"{AREA.code}/incident_rows_held"]
    with pytest.raises(KeyError):
        gate(AREA, figures, RULE)


SEVERITIES = ("ringan", "sedang", "berat", None)
UNITS = st.builds(Unit, st.one_of(st.none(), st.integers(0, 3000)), is_held=st.booleans())
INCIDENTS = st.builds(
    Incident,
    st.sampled_from(SEVERITIES),
    st.sampled_from(("ya", "tidak", None)),
    st.sampled_from(("dilaporkan", "terverifikasi", "tidak terbukti", "menunggu", None)),
    st.sampled_from(("accepted", "held")),
)
# Mostly good worlds: among random ones hardly any would be calm, and monotonicity would be tested on nothing.
GOOD = st.lists(st.just(Unit()), min_size=20, max_size=40)
WORLDS = st.builds(
    lambda good, odd, incidents, form: World((*odd, *good), tuple(incidents), form),
    GOOD,
    st.lists(UNITS, max_size=5),
    st.lists(INCIDENTS, max_size=3),
    st.sampled_from((None, 0, 60, 60, 60, 1440, 1441)),
)


def losses(world: World) -> list[World]:
    """The same world with each report lost: of each TPS, and of the incident form with everything in it."""
    found = [
        replace(world, units=(*world.units[:at], Unit(None), *world.units[at + 1 :]))
        for at in range(min(6, len(world.units)))
    ]
    return [*found, replace(world, form_age=None, incidents=())]


def aged(world: World, minutes: int) -> World:
    def older(age: int | None) -> int | None:
        return None if age is None else age + minutes

    return replace(
        world,
        units=tuple(replace(unit, age=older(unit.age)) for unit in world.units),
        form_age=older(world.form_age),
    )


@given(WORLDS)
def test_losing_a_report_never_improves_a_status(world: World) -> None:
    assert all(lost.badness() >= world.badness() for lost in losses(world))


@given(WORLDS, INCIDENTS)
def test_an_incident_more_never_improves_a_status(world: World, incident: Incident) -> None:
    assert replace(world, incidents=(*world.incidents, incident)).badness() >= world.badness()


@given(WORLDS, st.integers(0, 3000))
def test_ageing_data_never_improves_a_status(world: World, minutes: int) -> None:
    # Reports that were late would become timely if their clock alone moved: the due time ages with them.
    late = [unit for unit in world.units if unit.age is not None and unit.age < 30]
    assert late or aged(world, minutes).badness() >= world.badness()


@given(WORLDS, st.integers(0, 2))
def test_raising_a_severity_never_improves_a_status(world: World, at: int) -> None:
    if at < len(world.incidents):
        one = world.incidents[at]
        raised = replace(one, severity=SEVERITIES[min(3, SEVERITIES.index(one.severity) + 1)])
        worse = (*world.incidents[:at], raised, *world.incidents[at + 1 :])
        assert replace(world, incidents=worse).badness() >= world.badness()


def test_some_of_these_worlds_are_calm() -> None:
    """The properties above are about something."""
    assert World((Unit(None), Unit(is_held=True), *(Unit(),) * 38), (Incident(),)).badness() == 0


def test_one_kecamatan_vetoes_the_city() -> None:
    def said(value: AreaStatus) -> GatedStatus:
        return GatedStatus("x", value, RULE.name, (value.value,), ())

    calm, attention, unknown = (said(value) for value in ORDER)
    assert gate_city(CITY, [calm] * 5).status is AreaStatus.KONDUSIF
    assert gate_city(CITY, [calm] * 4 + [attention]).status is AreaStatus.PERLU_PERHATIAN
    assert gate_city(CITY, [attention] * 4 + [unknown]).status is AreaStatus.BELUM_DAPAT_DISIMPULKAN


def test_a_rule_travels_through_the_terms_of_a_frame() -> None:
    assert GateRule.from_terms(RULE.to_terms()) == RULE


@pytest.mark.parametrize(
    "change", [{"version": "2"}, {"coverage_percent": True}, {"id": 1}, {"more": 1}, {"version": None}]
)
def test_terms_that_are_no_rule_are_refused(change: dict[str, Any]) -> None:
    terms = RULE.to_terms() | change
    with pytest.raises(ConfigurationError) as told:
        GateRule.from_terms(terms)
    needed = [
        "coverage_percent",
        "data_age_limit_hours",
        "held_incident_limit",
        "id",
        "open_severe_limit",
        "version",
    ]
    assert str(told.value) == f"Aturan gerbang tidak sah: {terms!r}; isian yang wajib {needed}."


@pytest.mark.parametrize(
    ("severity", "is_open", "state", "expected"),
    [
        ("berat", "ya", "menunggu", True),
        ("berat", "ya", "terverifikasi", True),
        ("berat", "tidak", "menunggu", False),
        ("berat", "ya", "tidak terbukti", False),
        ("ringan", "ya", "menunggu", False),
        (None, None, None, True),
        ("berat", None, None, True),
    ],
)
def test_what_cannot_be_read_counts_as_severe_and_open(
    severity: str | None, is_open: str | None, state: str | None, expected: bool
) -> None:
    assert (
        is_open_severe({"tingkat": severity, "masih_terbuka": is_open, "status_verifikasi": state})
        is expected
    )
