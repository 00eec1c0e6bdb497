"""The list P01–P48 is whole, claims no check that nobody made, and stands on the page as it is (P48, L50)."""

import inspect
from dataclasses import replace
from importlib import import_module

import pytest
from tests.golden.editions import content, edition
from tests.golden.report_world import promises

from jujur.auditing import CHECKED, audit, read_facts, read_text
from jujur.auditing.audit import _facts, _pages
from jujur.auditing.promises import broken_promises
from jujur.domain.properties import Basis, Outcome, PropertyResult
from jujur.operations.property_results import RECORD_CHECKS, results

NAME = "city draft"


@pytest.fixture(scope="module")
def pages():
    return read_text(edition(NAME).pdf)


def problems(about, pages, change=lambda text: text):
    facts = read_facts(edition(NAME).pdf)
    return list(broken_promises(about, [change(page) for page in pages], facts))


def test_the_honest_list_raises_nothing(pages):
    assert problems(content(NAME), pages) == []


def test_a_promise_that_is_left_out_is_missed(pages):
    short = tuple(one for one in content(NAME).properties if one.id != "P13")
    assert any("setiap janji" in found for found in problems(replace(content(NAME), properties=short), pages))


def test_the_pages_cannot_vouch_for_what_they_were_not_held_against(pages):
    boast = tuple(
        PropertyResult("P13", Outcome.PASSED, Basis.PAGES) if one.id == "P13" else one
        for one in content(NAME).properties
    )
    found = problems(replace(content(NAME), properties=boast), pages)
    assert any("P13" in one and "tidak mengujinya" in one for one in found)


def test_a_failed_promise_stops_the_normal_report(pages):
    failed = replace(content(NAME), properties=promises(content(NAME), P24=Outcome.FAILED))
    assert any("P24 gagal" in found for found in problems(failed, pages))
    assert any("P24 gagal" in found for found in audit(edition(NAME).pdf, failed))


@pytest.mark.parametrize(("old", "new"), [("Tidak diuji (", "Lulus sebagian ("), ("P13", "P14")])
def test_a_promise_under_another_heading_is_seen(pages, old, new):
    assert any(old in page for page in pages)
    assert problems(content(NAME), pages, lambda text: text.replace(old, new))


def test_every_check_that_is_claimed_is_one_that_the_audit_makes():
    made = inspect.getsource(_facts) + inspect.getsource(_pages) + inspect.getsource(audit)
    for name, where in CHECKED.items():
        module = import_module(f"jujur.auditing.{where}")
        own = [
            key for key, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__
        ]
        assert any(f"{key}(" in made for key in own), (name, where)


def test_a_promise_that_nobody_tests_is_not_called_passed():
    untested = {one.id for one in results({}, ()) if one.outcome is Outcome.UNTESTED}
    assert len(untested) == 48
    assert {one.id for one in results({}, CHECKED) if one.outcome is Outcome.PASSED} == set(CHECKED)


def test_the_record_says_what_it_finds():
    about = content(NAME)
    assert RECORD_CHECKS["P24"](about) is Outcome.PASSED
    late = replace(about.sources[0], received_at=about.edition.release_at)
    assert RECORD_CHECKS["P24"](replace(about, sources=(late,))) is Outcome.FAILED
    final = content("kecamatan final")
    assert RECORD_CHECKS["P38"](about) is Outcome.UNTESTED
    assert RECORD_CHECKS["P38"](final) is Outcome.PASSED
    alone = replace(
        final.decisions[1],
        decision=replace(final.decisions[1].decision, actor=final.decisions[0].decision.actor),
    )
    assert RECORD_CHECKS["P38"](replace(final, decisions=(final.decisions[0], alone))) is Outcome.FAILED
    assert RECORD_CHECKS["P03"](about) is Outcome.FAILED
