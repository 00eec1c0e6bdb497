"""Every injected violation is found by its rule, on its row and columns, and no rule finds anything anywhere else.

Worlds are made of sound rows (sound.py) with the real gaps; violations come at the real rates where somebody measured them
(rates.py). A rule of the configuration without an injection fails here, so that no new rule goes untested.
"""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from tests.faults.around import leave_out, surround
from tests.faults.drafts import Draft, World, sound_world
from tests.faults.injections import BREAKERS, Injection, injections
from tests.faults.rates import MEASURED, rate
from tests.faults.sound import SOUND

from jujur.domain.forms import Form
from jujur.settings.desk import DeskConfig, load_desk

PROJECT = Path(__file__).resolve().parents[2]
# Rules and columns of the other kind of election are judged at a desk of that kind.
CASES = [*(("pemilu", form) for form in SOUND), ("pilkada", "pungut_hitung"), ("pilkada", "tahapan")]

# Rows of an event form in one world; station and kelurahan forms have one for each unit of the desk.
EVENTS = 300
# Worlds at the calibrated rates; what chance left out is injected afterwards.
WORLDS = {"pungut_hitung": 2, "rekapitulasi": 4}

Finding = tuple[str, str, str, str]  # row (or file), rule, columns as the finding names them, severity


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, DeskConfig]:
    config = tmp_path_factory.mktemp("pilkada") / "config"
    shutil.copytree(PROJECT / "config", config)
    file = config / "pagar-alam" / "desk.yaml"
    text = file.read_text()
    assert "jenis: pemilu" in text
    file.write_text(text.replace("jenis: pemilu", "jenis: pilkada"))
    return {
        "pemilu": load_desk(PROJECT / "config" / "pagar-alam"),
        "pilkada": load_desk(config / "pagar-alam"),
    }


@dataclass
class Tally:
    """What was injected, what was found of it, and what was found elsewhere, by rule."""

    injected: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    elsewhere: Counter[str] = field(default_factory=Counter)
    strange: list[str] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)

    def add(self, expected: Counter[Finding], found: Counter[Finding], why: dict[str, str]) -> None:
        for item, times in (expected | found).items():
            self.injected[item[1]] += expected[item]
            self.found[item[1]] += min(expected[item], found[item])
            self.elsewhere[item[1]] += max(0, found[item] - expected[item])
            if expected[item] != found[item]:
                self.strange.append(
                    f"{expected[item]} expected, {found[item]} found: {item} ({why.get(item[0])})"
                )
            assert times

    @property
    def is_clean(self) -> bool:
        return not self.strange

    def __str__(self) -> str:
        rules = sorted({*self.injected, *self.found, *self.elsewhere})
        lines = [f"{'rule':6}{'injected':>10}{'found':>10}{'elsewhere':>11}"]
        lines += [
            f"{rule:6}{self.injected[rule]:>10}{self.found[rule]:>10}{self.elsewhere[rule]:>11}"
            for rule in rules
        ]
        return "\n".join([*lines, "", *self.strange[:20]])


def words(form: Form, columns: tuple[str, ...]) -> str:
    named = [form.column(name) for name in columns]
    return ", ".join(f"{column.group} {column.label}".strip() for column in named)


def inject(world: World, draft: Draft, injection: Injection, rng: Random) -> Counter[Finding]:
    """Breaks one row; returns the findings that must follow from it, and they alone."""
    injection.apply(world, draft, rng)
    columns, rule = words(world.form, injection.columns), injection.rule.id
    subject = draft.submission_id if injection.about == "file" else draft.row_id
    expected = Counter({(subject, rule, columns, injection.severity): 1})
    if injection.about == "both versions":
        # Nobody knows which of two versions is right: the earlier one is held with it (P11).
        label = ", ".join(world.form.column(name).label for name in injection.columns)
        expected[world.known[-1].row_id, rule, label, injection.severity] += 1
    for other, names in injection.entails:
        severity = next(item.severity for item in world.rules if item.id == other)
        expected[draft.row_id, other, words(world.form, names), str(severity)] += 1
    return expected


def chosen(
    world: World, draft: Draft, every: list[Injection], missing: list[Injection], rng: Random
) -> Injection | None:
    """What to break in this row, if anything: something never injected so far, or chance at the calibrated rates."""
    is_quiet = draft.area.parent_code in world.quiet
    fitting = [
        item for item in every if (not is_quiet or world.completes_parent(draft)) and item.fits(world, draft)
    ]
    if is_quiet:
        fitting = [item for item in fitting if item.rule.check == "roll_up_parent"]
    names = {item.name for item in missing}
    wanted = [item for item in fitting if item.name in names]
    if wanted:
        missing[:] = [item for item in missing if item.name != wanted[0].name]
        return wanted[0]
    dice = rng.random()
    for item in fitting:
        dice -= rate(item.rule.id, item.columns)
        if dice < 0:
            return item
    return None


def run(desk: DeskConfig, form_id: str, tally: Tally, seed: int, missing: list[Injection]) -> None:
    """One world: sound rows, some broken, judged once."""
    rng = Random(seed)
    world = surround(sound_world(desk, form_id, rng, EVENTS), rng)
    every = injections(world.form, world.rules)
    expected: Counter[Finding] = Counter()
    why: dict[str, str] = {}
    for draft in world.drafts:
        injection = chosen(world, draft, every, missing, rng)
        if injection:
            expected += inject(world, draft, injection, rng)
            why[draft.row_id] = injection.name
            tally.done[injection.name] += 1
        elif draft.area.parent_code not in world.quiet:
            leave_out(world, draft, rng)
    found = Counter(
        (item.row_id or item.submission_id, item.rule_id, str(item.column), str(item.severity))
        for _, item in world.judged().findings
    )
    tally.add(expected, found, why)


@pytest.mark.parametrize(("election", "form_id"), CASES)
def test_a_sound_table_breaks_nothing(desks: dict[str, DeskConfig], election: str, form_id: str) -> None:
    rng = Random(7)
    world = surround(sound_world(desks[election], form_id, rng, EVENTS), rng)
    assert [finding.sentence() for _, finding in world.judged().findings] == []


@pytest.mark.parametrize(("election", "form_id"), CASES)
def test_every_injected_violation_is_found_where_it_is_and_nowhere_else(
    desks: dict[str, DeskConfig], election: str, form_id: str
) -> None:
    desk, tally = desks[election], Tally()
    for seed in range(WORLDS.get(form_id, 1)):
        run(desk, form_id, tally, seed, [])
    every = injections(desk.forms[form_id], desk.rules[form_id])
    missing = [item for item in every if not tally.done[item.name]]
    for seed in range(100, 120):
        if missing:
            # The same injections, as objects of the world that is about to be made.
            names = [item.name for item in missing]
            run(desk, form_id, tally, seed, wanted := [item for item in every if item.name in names])
            missing = wanted
    assert not missing, f"never injected: {[item.name for item in missing]}"
    assert tally.is_clean, f"\n{form_id}\n{tally}"
    assert set(tally.found) == {rule.id for rule in desk.rules[form_id]}


@pytest.mark.parametrize("election", ["pemilu", "pilkada"])
def test_every_rule_of_the_configuration_has_an_injection(
    desks: dict[str, DeskConfig], election: str
) -> None:
    desk = desks[election]
    shapes = {rule.check for rules in desk.rules.values() for rule in rules}
    assert shapes <= set(BREAKERS), "no way to break rules of these shapes"
    for form_id, rules in desk.rules.items():
        broken = {id(item.rule) for item in injections(desk.forms[form_id], rules)}
        assert broken == {id(rule) for rule in rules}


def test_every_measured_identity_is_injected_at_its_rate(desks: dict[str, DeskConfig]) -> None:
    desk = desks["pemilu"]
    every = injections(desk.forms["pungut_hitung"], desk.rules["pungut_hitung"])
    assert set(MEASURED) <= {(item.rule.id, item.columns) for item in every}
