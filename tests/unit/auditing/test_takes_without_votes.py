"""A take of voting day carries nothing about how people voted, on paper or inside, at whatever hour it comes out (P19)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from tests.golden.editions import CITY, content, edition
from tests.golden.report_world import AREAS, CONFIG, acts, eventful, world
from tests.golden.takes import MORNING, as_take, take

from jujur.auditing import audit, read_facts, read_text
from jujur.auditing import results as audited
from jujur.auditing.results import early_results, may_print_results, quoted_rows
from jujur.domain.gates import is_vote_figure
from jujur.domain.vintages import Comparison, RevisionRecord
from jujur.settings.desk import load_desk
from jujur.verifier import figures as verified

TAKE, CLOSING = "a take before voting ends", "the closing take"
NOTHING = {"printed": [], "furniture": [], "spoken": [], "figures": {}}
FORM = load_desk(CONFIG / "pagar-alam").forms["pungut_hitung"]
COUNTED = [column.name for column in FORM.counts]


@pytest.mark.parametrize("name", [TAKE, CLOSING, "a take after voting ended, of a kecamatan"])
def test_an_honest_take_tells_of_logistics_and_of_no_vote(name: str) -> None:
    pdf, about = edition(name).pdf, content(name)
    assert audit(pdf, about) == []
    carried = {key.rpartition("/")[2] for key in read_facts(pdf)["figures"]}
    assert not [one for one in carried if is_vote_figure(one)]
    assert {one for one in carried if one.startswith("sum_")} == {"sum_surat_suara_diterima"}
    pages = " ".join(" ".join(read_text(pdf)).split())
    assert "Surat suara diterima: sekurang-kurangnya" in pages
    assert "Hasil pemantauan" not in pages
    assert "Partisipasi" not in pages


@pytest.mark.parametrize("column", COUNTED)
def test_all_three_rooms_tell_the_same_columns_apart(column: str) -> None:
    """What is printed, what is audited and what is verified each have a rule of their own; over the form they agree."""
    is_kept = column == "surat_suara_diterima"
    for name in (f"sum_{column}", f"filled_{column}"):
        assert is_vote_figure(name) is not is_kept
        assert audited._is_of_votes(f"{CITY}/{name}") is not is_kept
        assert verified._is_of_votes(name) is not is_kept


@pytest.mark.parametrize(
    "name", ["turnout", "tps_used", "coverage", "opening_late", "sum_opening_late", "cells_nilai"]
)
def test_turnout_is_a_vote_figure_and_an_opening_is_none(name: str) -> None:
    said = {is_vote_figure(name), audited._is_of_votes(f"{CITY}/{name}"), verified._is_of_votes(name)}
    assert said == {name == "turnout"}


@pytest.mark.parametrize("part", ["printed", "spoken", "furniture"])
@pytest.mark.parametrize(
    "name", ["sum_pengguna_total_j", "turnout", "sum_surat_suara_digunakan", "sum_suara_sah"]
)
def test_a_vote_figure_on_the_page_of_a_take_is_refused(part: str, name: str) -> None:
    facts = NOTHING | {part: [["1", f"{CITY}/{name}#value"]]}
    assert any(f"{CITY}/{name} " in found for found in early_results(content(TAKE), facts))
    kept = NOTHING | {part: [["1", f"{CITY}/sum_surat_suara_diterima#value"]]}
    assert early_results(content(TAKE), kept) == []


def test_the_legal_hour_opens_no_take() -> None:
    """After 15.00 WIB a daily report may print votes, and a take still may not."""
    late = replace(content(CLOSING), edition=replace(content(CLOSING).edition, as_of=world().edition.as_of))
    late = replace(late, edition=replace(late.edition, release_at=world().edition.release_at))
    assert may_print_results(world())
    assert not may_print_results(late)
    assert early_results(late, NOTHING | {"figures": {f"{CITY}/sum_suara_sah": {}}})


def test_votes_that_are_handed_over_or_told_in_other_words_are_refused() -> None:
    about, day = content(TAKE), world()
    key = f"{CITY}/sum_suara_sah"
    with_sum = replace(about, figures={**about.figures, key: day.figures[key]})
    assert any(key in found for found in early_results(with_sum, NOTHING))
    compared = replace(
        about, comparisons=(Comparison(f"{CITY}/turnout", "Partisipasi", "e", 1, 2, 1, 9, 9, True),)
    )
    assert any("turnout" in found for found in early_results(compared, NOTHING))
    changed = replace(about, changes=eventful().changes)
    assert any("sum_suara_sah" in found for found in early_results(changed, NOTHING))
    record = RevisionRecord("sum_suara_total", "Total suara", 3, Fraction(1), Fraction(1))
    assert any(
        "sum_suara_total" in found for found in early_results(replace(about, history=(record,)), NOTHING)
    )
    assert early_results(about, NOTHING) == []


def test_the_number_of_a_single_row_is_refused_too() -> None:
    about = content(TAKE)
    assert list(quoted_rows(about, "form_id,row_id,surat_suara_diterima\n")) == []
    assert any("suara_sah" in found for found in quoted_rows(about, "form_id,suara_sah,status_tps\n"))
    quoting = replace(about, held=(replace(about.held[0], reasons=("total suara (203)",)), *about.held[1:]))
    assert any("mengutip isi barisnya" in found for found in quoted_rows(quoting, ""))
    cell = {"before": {"value": 180}, "after": {"value": 181}}
    act = replace(acts("r")[1], detail={"cells": {"suara_sah": cell}})
    assert any("mengutip angka suara_sah" in found for found in quoted_rows(replace(about, acts=(act,)), ""))
    hidden = {side: {"value": "dirahasiakan"} for side in cell}
    told = replace(act, detail={"cells": {"suara_sah": hidden}})
    assert list(quoted_rows(replace(about, acts=(told,)), "")) == []
    assert any(
        "uji petik" in found for found in quoted_rows(replace(about, spot_checks=eventful().spot_checks), "")
    )


def test_other_kinds_are_not_asked() -> None:
    assert list(quoted_rows(eventful(), "suara_sah\n")) == []


def test_the_clock_of_a_take_is_its_own() -> None:
    """What a take tells was known by its cut-off, and it comes out after both officers agreed."""
    for about in (take(), take(number=3), as_take(world("16.72.01", MORNING.tallies))):
        edition_ = about.edition
        moments = [one.received_at for one in about.sources]
        moments += [one.received_at for one in about.incident_coverage if one.received_at]
        moments += [one.happened_at for one in about.incidents if one.happened_at and about.comparisons]
        moments += [one.last_heard_at for one in about.opening_gaps if one.last_heard_at]
        assert max(moments) <= edition_.as_of < edition_.release_at
        assert edition_.period.ends_at <= about.due_at <= edition_.as_of
        assert all(one.decision.decided_at <= edition_.release_at for one in about.decisions)
        silent = {one.kecamatan_code for one in about.sources} ^ {
            area.code for area in AREAS.at_level("kecamatan") if area.code.startswith(about.area.code)
        }
        assert {one.kecamatan.code for one in about.opening_gaps if one.last_heard_at is None} == silent
