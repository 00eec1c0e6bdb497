"""Figures of a week: monotone in what is lost, additive, and the same for two calculators (P01, P07, P13, P17, P34)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.golden.report_world import AREAS, GATE_RULE
from tests.golden.weekly_world import (
    ALLEGED,
    AT,
    BUSY,
    CALM,
    CLOSED,
    DUE,
    FORMS,
    INCIDENT_FORM,
    KECAMATAN,
    MET,
    PARTS,
    STAGE,
    TODAY,
    Sent,
    Story,
    figures_of,
    incident_units,
    item,
    known,
    period_start,
    placed,
    units,
)

from jujur.domain.errors import PublicationBlocked
from jujur.domain.figures import AreaStatus, Figure
from jujur.domain.periods import to_text
from jujur.figures import disagreements, gate
from jujur.figures.claims import ORDER
from jujur.figures.second import PlainForm, PlainPeriod
from jujur.figures.second_week import PlainWeek, recount_week
from jujur.figures.week_states import states_of_items

STATUSES = ("baru", "berjalan", "selesai", "dihentikan", None)
BINS = ("accepted", "accepted", "held", "duplicate", "superseded", "out_of_scope")
rows_of = {
    "stages": st.builds(
        lambda state, meets, bin_: {"bin": bin_, **(MET if meets else STAGE | {"status_tahap": state})},
        st.sampled_from(("selesai", "terhambat", "tertunda", "belum dimulai", None, "macet")),
        st.booleans(),
        st.sampled_from(BINS),
    ),
    "neutrality": st.builds(
        lambda state, bin_: ALLEGED | {"status": state, "bin": bin_},
        st.sampled_from(("diterima", "kajian", "registrasi", "diteruskan", "dihentikan", None)),
        st.sampled_from(BINS),
    ),
    "followups": st.builds(
        lambda code, state, due, bin_: item(code, state, due, bin=bin_),
        st.sampled_from(("TL-01", "TL-02", "TL-03")),
        st.sampled_from(STATUSES),
        st.sampled_from(("2024-02-08", "2024-02-12", "2024-02-20", None)),
        st.sampled_from(BINS),
    ),
}


@st.composite
def sendings(draw: st.DrawFn) -> Sent:
    part = draw(st.sampled_from(tuple(PARTS)))
    rows = draw(st.lists(rows_of[part], max_size=3))
    at = DUE + timedelta(minutes=draw(st.integers(-2000, 30)))
    week = draw(st.sampled_from((0, 0, -1, -2))) if part == "followups" else 0
    return Sent(part, draw(st.sampled_from(KECAMATAN[:2])), rows, at, draw(st.booleans()), week)


stories = st.builds(
    lambda sent, asked: Story(tuple(sent), with_incidents=asked),
    st.lists(sendings(), max_size=8),
    st.booleans(),
)


def second(story: Story) -> Any:
    """The story as the second calculator is handed it: plain rows, dispositions and readings."""
    rows = placed(story)
    readings = [
        {
            "submission_id": f"U-{number:03d}",
            "area_code": one.kecamatan,
            "received_at": to_text(one.at),
            "form_id": PARTS[one.part],
            "is_nil": int(one.is_nil),
            "row_count": len(one.rows),
        }
        for number, one in enumerate(story.sent, start=1)
        if one.week == 0
    ]
    readings += [
        {
            "submission_id": f"I-{row['unit_code']}",
            "area_code": row["unit_code"],
            "received_at": row["received_at"],
            "form_id": INCIDENT_FORM.id,
            "is_nil": 1,
            "row_count": 0,
        }
        for row in incident_units(story)
        if row["received_at"]
    ]

    def plain(form_id: str, own: Sequence[Any], cells: Sequence[str]) -> PlainForm:
        made = [
            {
                "seq": at,
                "decided_at": row["received_at"],
                **{name: row[name] for name in ("submission_id", "row_id", "bin")},
            }
            for at, row in enumerate(own)
        ]
        return PlainForm(
            form_id, own, made, {row["submission_id"]: row["received_at"] for row in own}, (), cells
        )

    forms = {
        part: plain(
            form_id,
            [row for row in rows if row["part"] == part],
            [column.name for column in FORMS[part].data_columns],
        )
        for part, form_id in PARTS.items()
    }
    incidents = plain(INCIDENT_FORM.id, [], [column.name for column in INCIDENT_FORM.data_columns])
    expected = [
        {
            "form_id": form_id,
            "unit_code": row["unit_code"],
            "area_code": row["unit_code"],
            "due_at": row["due_at"],
        }
        for part, form_id in PARTS.items()
        for row in units(story, part)
    ]
    expected += [
        {
            "form_id": INCIDENT_FORM.id,
            **{name: row[name] for name in ("unit_code", "due_at")},
            "area_code": row["unit_code"],
        }
        for row in incident_units(story)
    ]
    period = PlainPeriod(
        areas={
            area.code: area.level
            for level in ("kota", "kecamatan", "kelurahan")
            for area in AREAS.at_level(level)
        },
        expected=expected,
        readings=readings,
        main=incidents,
        incidents=incidents,
        voters_per_unit=300,
        as_of=to_text(AT),
        opens_at=period_start(0),
        aged_at=to_text(AT),
        fresh_since=to_text(AT - timedelta(hours=24)),
    )
    order = {f"U-{number:03d}": number for number in range(1, len(story.sent) + 1)}
    return recount_week(PlainWeek(period, **forms, order=order, closed=CLOSED, today=TODAY))


# An item in three weeks, out of order; in one file twice; a row of the stages that says nothing but an account.
TWISTED = Story(
    (
        Sent("followups", KECAMATAN[0], [item("TL-01", "selesai"), item("TL-02")]),
        Sent("followups", KECAMATAN[0], [item("TL-01"), item("TL-01", due="2024-02-08")], week=-2),
        Sent("followups", KECAMATAN[0], [item("TL-01", "baru", "2024-02-01")], week=-1),
        Sent("followups", KECAMATAN[1], [item("TL-02"), item("TL-02", "dihentikan")]),
        Sent("stages", KECAMATAN[0], [{"uraian": "Rapat persiapan"}]),
    )
)


@settings(max_examples=60, deadline=None)
@example(TWISTED)
@given(stories)
def test_both_calculators_agree_on_any_week(story: Story) -> None:
    assert disagreements(figures_of(story), second(story)) == []


@settings(max_examples=60, deadline=None)
@given(stories)
def test_parts_add_up_to_wholes_and_kecamatan_to_the_city(story: Story) -> None:
    found = figures_of(story)

    def k(area: str, name: str) -> int:
        return found[f"{area}/{name}"].k

    names = {key.partition("/")[2] for key in found} - {"data_age_newest", "data_age_oldest"}
    for name in names:
        assert k("16.72", name) == sum(k(code, name) for code in KECAMATAN), name
    for code in ("16.72", *KECAMATAN):
        stages = ("not_started", "on_schedule", "obstructed", "delayed", "finished", "unstated")
        assert k(code, "stages_reported") == sum(k(code, f"stages_{name}") for name in stages)
        handled = ("pending", "in_review", "concluded", "stopped")
        assert k(code, "neutrality_reported") == sum(k(code, f"neutrality_{name}") for name in handled)
        assert k(code, "followups_reported") == sum(
            k(code, f"followups_{name}") for name in ("open", "overdue", "closed")
        )


@settings(max_examples=60, deadline=None)
@given(stories, st.data())
def test_a_lost_sending_never_makes_a_status_better(story: Story, data: st.DataObject) -> None:
    """Nor the coverage, nor what is usable (P13)."""
    at = data.draw(st.integers(0, max(0, len(story.sent) - 1)))
    less = replace(story, sent=story.sent[:at] + story.sent[at + 1 :])
    before, after = figures_of(story), figures_of(less)
    for code in KECAMATAN:
        rank = {
            name: ORDER.index(gate(AREAS[code], some, GATE_RULE).status)
            for name, some in (("b", before), ("a", after))
        }
        assert rank["a"] >= rank["b"]
        assert after[f"{code}/coverage"].k <= before[f"{code}/coverage"].k


def unsettled(story: Story, code: str) -> set[str]:
    """The items that are open or overdue."""
    week = known(story)
    lists = states_of_items(week, code)
    rows = {row["row_id"]: row for row in week.items}
    ids = (*lists["followups_open"], *lists["followups_overdue"])
    return {rows[row_id]["item_code"] for row_id in ids}


@settings(max_examples=80, deadline=None)
@given(stories)
def test_an_item_that_was_unsettled_stays_so_when_the_weeks_report_is_lost(story: Story) -> None:
    """Silence closes nothing: what earlier weeks left open or overdue is all still there without this week's report (P13)."""
    lost = replace(story, sent=tuple(one for one in story.sent if one.week < 0))
    earlier = replace(
        story, sent=tuple(one for one in story.sent if one.week < 0 and one.part == "followups")
    )
    for code in KECAMATAN[:2]:
        assert unsettled(lost, code) == unsettled(earlier, code)
        closed_now = {
            row["item_code"]
            for row in known(story).items
            if row["period_start"] == period_start(0)
            and row["bin"] == "accepted"
            and row["status"] in CLOSED
            and row["kecamatan_code"] == code
        }
        assert unsettled(earlier, code) - closed_now <= unsettled(story, code)


def test_what_was_said_last_of_an_item_counts() -> None:
    found = figures_of(TWISTED)
    assert [found[f"{KECAMATAN[0]}/followups_{name}"].k for name in ("open", "overdue", "closed")] == [
        1,
        0,
        1,
    ]
    assert [found[f"{KECAMATAN[1]}/followups_{name}"].k for name in ("open", "closed")] == [0, 1]
    assert found[f"{KECAMATAN[0]}/stages_unstated"].k == 1


def test_a_held_row_closes_no_item() -> None:
    opened = Sent("followups", KECAMATAN[0], [item("TL-01")], week=-1)
    closing = Sent("followups", KECAMATAN[0], [item("TL-01", "selesai", bin="held")])
    assert unsettled(Story((opened, closing)), KECAMATAN[0]) == {"TL-01"}


def test_an_item_is_overdue_from_the_day_after_its_due_day() -> None:
    def state(due: str | None) -> list[int]:
        found = figures_of(Story((Sent("followups", KECAMATAN[0], [item("TL-01", due=due)]),)))
        return [found[f"{KECAMATAN[0]}/followups_{name}"].k for name in ("open", "overdue")]

    assert [state(due) for due in ("2024-02-12", "2024-02-11", None)] == [[1, 0], [0, 1], [1, 0]]


def test_a_stage_without_a_known_state_is_no_good_stage() -> None:
    found = figures_of(Story((Sent("stages", KECAMATAN[0], [STAGE | {"status_tahap": None}, MET]),)))
    told = {
        name: found[f"{KECAMATAN[0]}/{name}"].k
        for name in ("stages_reported", "stages_unstated", "coordination_reported")
    }
    assert told == {"stages_reported": 1, "stages_unstated": 1, "coordination_reported": 1}


def test_a_confirmed_nil_is_a_report_and_an_empty_file_is_none() -> None:
    story = Story((Sent("neutrality", KECAMATAN[0], is_nil=True), Sent("neutrality", KECAMATAN[1])))
    found = figures_of(story)
    assert [found[f"{code}/neutrality_forms"].n for code in KECAMATAN[:2]] == [1, 0]
    assert found[f"{KECAMATAN[0]}/forms_nil"].k == 1


def test_calm_needs_every_form_of_the_week_and_the_incident_forms() -> None:
    def status(story: Story) -> AreaStatus:
        return gate(AREAS[KECAMATAN[0]], figures_of(story), GATE_RULE).status

    assert status(CALM) is AreaStatus.KONDUSIF
    assert status(replace(CALM, sent=CALM.sent[1:])) is AreaStatus.BELUM_DAPAT_DISIMPULKAN
    assert status(replace(CALM, with_incidents=False)) is AreaStatus.BELUM_DAPAT_DISIMPULKAN
    old = replace(CALM.sent[0], at=AT - timedelta(hours=25))
    assert status(replace(CALM, sent=(old, *CALM.sent[1:]))) is AreaStatus.BELUM_DAPAT_DISIMPULKAN


@pytest.mark.parametrize("change", [{"bin": None}, {"kecamatan_code": "16.71.01"}])
def test_a_row_without_a_bin_or_a_place_stops_the_week(change: dict[str, Any]) -> None:
    story = Story((Sent("stages", KECAMATAN[0], [STAGE | change]),))
    with pytest.raises(PublicationBlocked, match="P01"):
        figures_of(story)


def test_the_busy_week_holds_everything(figures: dict[str, Figure]) -> None:
    assert all(one.k > 0 for key, one in figures.items() if key in {f"16.72/{name}" for name in SEEN})


SEEN = (
    "stages_obstructed",
    "stages_unstated",
    "neutrality_concluded",
    "followups_overdue",
    "followups_closed",
    "forms_held",
)


@pytest.fixture
def figures() -> dict[str, Figure]:
    return figures_of(BUSY)
