"""Whatever is left out of a sound row, no arithmetic rule is broken by it: blank is not zero (P07)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.faults.around import surround
from tests.faults.drafts import World, sound_world

from jujur.domain.cells import BLANK, Cell, CellState
from jujur.settings.desk import DeskConfig, load_desk
from jujur.validation.checks import Surroundings, cases_of
from jujur.validation.table import Table

PROJECT = Path(__file__).resolve().parents[3]
# Rules that ask whether something was answered, or can be read, or is known: a gap is their business.
ABOUT_GAPS = (
    "filled",
    "required_when",
    "known_code",
    "whole_number",
    "typed",
    "known_choice",
    "inside_period",
)
GAPS = (
    BLANK,
    Cell(CellState.DITAHAN, None, "±200"),
    Cell(CellState.TIDAK_BERLAKU, None, "x"),
    Cell(CellState.TIDAK_DAPAT_DIAKSES, None, "#"),
    Cell(CellState.TIDAK_TAHU, None, "?"),
)


@cache
def desk() -> DeskConfig:
    return load_desk(PROJECT / "config" / "pagar-alam")


@cache
def world(form_id: str) -> World:
    rng = Random(3)
    return surround(sound_world(desk(), form_id, rng, 5), rng)


def broken(world: World) -> set[str]:
    """Rules that are no business of gaps and are broken all the same, case by case and without Great Expectations."""
    rows = world.rows()[:5]
    around: Surroundings = world.surroundings()
    table = Table(rows)
    return {
        case.key
        for rule in world.rules
        if rule.check not in ABOUT_GAPS
        for case in cases_of(rule, world.form, around)
        if case.broken(case.numbers(table)).any()
    }


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_an_incomplete_row_breaks_no_arithmetic_rule(data: st.DataObject) -> None:
    sound = world(data.draw(st.sampled_from(sorted(desk().forms)), label="form"))
    names = [column.name for column in sound.form.columns if not column.is_key]
    gaps = data.draw(st.dictionaries(st.sampled_from(names), st.sampled_from(GAPS)), label="gaps")
    before = [dict(draft.cells) for draft in sound.drafts[:5]]
    try:
        for draft in sound.drafts[:5]:
            draft.cells.update(gaps)
        assert broken(sound) == set()
    finally:
        for draft, cells in zip(sound.drafts, before, strict=False):
            draft.cells.update(cells)


def test_the_complete_rows_do_break_rules_when_they_are_wrong() -> None:
    """The property is not empty: one wrong number in the same world is found."""
    sound = world("pungut_hitung")
    draft = sound.drafts[0]
    cells = dict(draft.cells)
    draft.put("suara_total", draft.count("suara_total") + 1)
    assert any(key.startswith("V08") for key in broken(sound))
    draft.cells.update(cells)
