"""Every lie of the corpus is caught, no honest twin is suspected, and a defence that is missing lets its lie through."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from jujur.cli import app
from jujur.lies import LIES, Lie, trial
from jujur.lies.examining import the_gate
from jujur.lies.registry import Verdict

PROJECT = Path(__file__).resolve().parents[2]
# L55, a checker that is weak, is told by mutants (docs/MUTANTS.md).
ASKED = range(1, 55)
# What came of the last whole run, which README.md shows.
KEPT = {one["number"]: one for one in json.loads((PROJECT / "docs/lies.json").read_text(encoding="utf-8"))}


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> trial.Theatre:
    return trial.Theatre(tmp_path_factory.mktemp("dusta"))


def named(number: str) -> Lie:
    return next(lie for lie in LIES if lie.number == number)


def test_the_corpus_is_complete() -> None:
    numbers = {int(lie.number[1:3]) for lie in LIES}
    assert sorted(set(ASKED) - numbers) == []
    assert len({lie.number for lie in LIES}) == len(LIES)
    told = set(re.findall(r"^\| (L\d\d)", (PROJECT / "docs/design/honesty.md").read_text(), re.M))
    assert {lie.number[:3] for lie in LIES} <= told


@pytest.mark.parametrize("lie", LIES, ids=[lie.number for lie in LIES])
def test_it_is_caught_and_its_twin_is_not_suspected(theatre: trial.Theatre, lie: Lie) -> None:
    verdict = theatre.try_one(lie)
    assert verdict.caught_by, f"{lie.number} {lie.title}: escaped"
    assert not verdict.false_alarm
    assert list(verdict.catchers) == KEPT[lie.number]["catchers"], "run `jujur lies --save docs/lies.json`"


def nothing(*_: Any, **__: Any) -> list[Any]:
    return []


def passed(*_: Any, **__: Any) -> None:
    return None


# Without its defence, each of these lies must escape: who would notice a detector that only pretends to look?
DEFENCES: list[tuple[str, Callable[..., Any], tuple[str, ...]]] = [
    ("L04a", passed, ("jujur.record.seals:first_break",)),
    ("L14b", nothing, ("jujur.auditing.audit:crooked_statuses",)),
    ("L15b", nothing, ("jujur.auditing.audit:crooked_statuses",)),
    ("L17b", nothing, ("jujur.auditing.audit:absent_words",)),
    ("L19b", nothing, ("jujur.auditing.laws:_incidents",)),
    ("L23a", passed, ("jujur.operations.known:refuse_altered_reports",)),
    ("L27", lambda *_: (), ("jujur.operations.content:flags_of_area",)),
    ("L31b", nothing, ("jujur.auditing.laws:_counts",)),
    ("L34a", passed, ("jujur.validation.suites:_refuse_tolerance",)),
    ("L36", lambda edition_id: "0" * 64, ("jujur.operations.publish:finish_edition",)),
    ("L48b", passed, ("jujur.operations.anchors:_check_report",)),
    ("L12b", nothing, ("jujur.auditing.audit:crooked_bars", "jujur.auditing.audit:crooked_axis")),
    ("L12d", nothing, ("jujur.auditing.audit:crooked_bars", "jujur.auditing.audit:crooked_axis")),
    ("L12e", nothing, ("jujur.auditing.audit:crooked_axis",)),
    ("L12g", nothing, ("jujur.auditing.audit:crooked_axis",)),
    ("L29a", nothing, ("jujur.auditing.audit:audit_places",)),
    ("L39c", passed, ("jujur.operations.replacing:refuse_untold",)),
    ("L41k", passed, ("jujur.sealing.signing:_refuse_unsound",)),
    ("L43a", nothing, ("jujur.auditing.audit:unseen_text",)),
    ("L44b", nothing, ("jujur.auditing.audit:distant_qualifiers",)),
    ("L47d", nothing, ("jujur.auditing.audit:early_results",)),
    ("L45c", nothing, ("jujur.auditing:audit_letter",)),
    ("L45e", nothing, ("jujur.auditing:altered_letter",)),
    # Four defences stand behind each other here; the last is the file's own rows, counted once more (P36).
    (
        *("L51", nothing),
        (
            "jujur.figures:disagreements",
            "jujur.auditing.laws:_shares",
            "jujur.auditing.audit:lonely_percents",
            "jujur.operations.own_inside:_carried",
        ),
    ),
]


@pytest.mark.parametrize(("number", "without", "defences"), DEFENCES, ids=[item[0] for item in DEFENCES])
def test_without_its_defence_a_lie_escapes(
    theatre: trial.Theatre,
    monkeypatch: pytest.MonkeyPatch,
    number: str,
    without: Callable[..., Any],
    defences: tuple[str, ...],
) -> None:
    lie = named(number)
    theatre.prepare(lie)
    for defence in defences:
        module, _, name = defence.partition(":")
        monkeypatch.setattr(importlib.import_module(module), name, without)
    assert theatre.told(lie) == ""


def test_the_gate_of_sending_alone_stops_a_covered_page(
    theatre: trial.Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file begins with the audited bytes; only its signatures say that something follows them (P39)."""
    lie = replace(named("L41a"), watch=the_gate, others=())
    assert "tidak bermeterai utuh" in theatre.told(lie)
    monkeypatch.setattr("jujur.operations.deliver.refuse_broken_seal", passed)
    assert theatre.told(lie) == ""


def test_an_alarm_on_a_twin_is_reported(theatre: trial.Theatre) -> None:
    lie = named("L02")
    suspicious = replace(lie, alarm=r"rows_duplicate = \d")
    assert theatre.try_one(suspicious).false_alarm == "16.72.05/rows_duplicate = 0"
    deaf = replace(lie, alarm="tidak pernah tercetak")
    assert theatre.try_one(deaf).caught_by == ""


def test_the_command_fails_when_a_lie_escapes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    said = [Verdict(named("L02"), "ganda", ("angka",), "", 0.1), Verdict(named("L03"), "", (), "", 0.1)]
    monkeypatch.setattr("jujur.lies.try_all", lambda lies: iter(said))
    result = CliRunner().invoke(app, ["lies", "--only", "L02,L03"])
    assert result.exit_code == 1
    assert result.output.splitlines()[-1] == "tertangkap 1/2, alarm palsu 0"
    monkeypatch.setattr("jujur.lies.try_all", lambda lies: iter(said[:1]))
    result = CliRunner().invoke(app, ["lies", "--only", "L02", "--json"])
    assert result.exit_code == 0
    assert json.loads(result.output.splitlines()[0])["caught_by"] == "ganda"
    assert CliRunner().invoke(app, ["lies", "--only", "L99"]).exit_code == 1
    monkeypatch.setattr("jujur.lies.try_all", lambda lies: iter(said))
    CliRunner().invoke(app, ["lies", "--only", "L02,L03", "--save", str(tmp_path / "kept.json")])
    assert json.loads((tmp_path / "kept.json").read_text()) == [
        {"number": "L02", "catchers": ["angka"], "false_alarm": False},
        {"number": "L03", "catchers": [], "false_alarm": False},
    ]
