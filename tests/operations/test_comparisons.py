"""Two days in a row: what the second says about the first, on the record (P21, P22; L20, L21, L22)."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests import revised_days as days
from tests.days import CUT_OFF, KECAMATAN, start_desk

from jujur.domain.vintages import Comparison
from jujur.figures.comparison import BROKEN, NOT_PUBLISHED, TOO_FEW
from jujur.forms.identity import Filled
from jujur.forms.workbook import write_workbook
from jujur.operations import comparing, publish, template, vintages
from jujur.operations import content as contents
from jujur.operations.desk import open_desk
from jujur.record import editions
from jujur.settings import places

TENGAH = "16.72.05"
NEXT_CUT_OFF = CUT_OFF + timedelta(days=1)
FIRST, SECOND = f"20240214-1930-harian-{TENGAH}-r0", f"20240215-1930-harian-{TENGAH}-r0"
SECOND_SLOT = """
  - jenis: harian
    formulir: [pungut_hitung, kejadian]
    mulai: "2024-02-15 00.00"
    selesai: "2024-02-16 00.00"
    batas_kirim: "2024-02-15 19.00"
    batas_data: "2024-02-15 19.30"
    rilis: "2024-02-15 20.00"
"""
BEHIND_THE_SLOTS = "\n# Peragaan memainkan"
PLAYED = 'terbitan_peragaan: ["2024-02-14 19.30"'
# What that day already asks for beside: without it, two periods would have one name.
OTHER_PERIOD = 'id: "2024-02-15"\n    formulir: [rekapitulasi, kejadian]'
STATION = {
    **{f"pemilih_dpt_{sex}": count for sex, count in zip("jlp", (100, 50, 50), strict=True)},
    **{f"pengguna_dpt_{sex}": count for sex, count in zip("jlp", (80, 40, 40), strict=True)},
    **{f"pengguna_{kind}_{sex}": 0 for kind in ("dptb", "dpk") for sex in "jlp"},
    **{f"pengguna_total_{sex}": count for sex, count in zip("jlp", (80, 40, 40), strict=True)},
    "suara_sah": 78,
    "suara_tidak_sah": 2,
    "suara_total": 80,
}
SPOILED_ONE = STATION | {"suara_sah": 77, "suara_tidak_sah": 3}


@pytest.fixture(autouse=True)
def two_days(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk with a second daily slot, and pages stood in for."""
    shutil.copytree(places.config_dir(), tmp_path / "config")
    desk_dir = tmp_path / "config" / "pagar-alam"
    calendar = desk_dir / "calendar.yaml"
    text = calendar.read_text()
    assert BEHIND_THE_SLOTS in text
    assert PLAYED in text
    text = text.replace(BEHIND_THE_SLOTS, SECOND_SLOT + BEHIND_THE_SLOTS, 1)
    text = text.replace(PLAYED, f'{PLAYED}, "2024-02-15 19.30"')
    assert OTHER_PERIOD in text
    calendar.write_text(text.replace(OTHER_PERIOD, 'id: "2024-02-15.r"\n    formulir: [rekapitulasi]'))
    monkeypatch.setenv("JUJUR_DESK", str(desk_dir))
    days.stand_in_pages(monkeypatch)
    start_desk()


def send(folder: Path, moment: datetime, stations: Mapping[int, Mapping[str, int]]) -> None:
    """The stations of Dempo Tengah by place in the list, at an instant; the others stay blank."""
    with open_desk() as desk:
        area, form = desk.config.gazetteer[TENGAH], desk.config.forms["pungut_hitung"]
        units = template.configured_units(desk.config, form, area)
        starts_at = desk.config.calendar.slot_at(
            CUT_OFF if moment < NEXT_CUT_OFF - timedelta(hours=12) else NEXT_CUT_OFF
        )
        period = desk.config.calendar.reporting_period_of(form.id, starts_at.starts_at)
        assert period is not None
        typed = Filled(rows=[dict(stations.get(place, {})) for place in range(len(units))])
        identity = template.identity_for(desk.config, area, period)
        content = write_workbook(form, template.prefill(desk.config, form, units), identity, typed)
        team = desk.config.team_of_area(TENGAH)
        assert team is not None
    days.receive_late(folder, f"{moment:%d%H%M}.xlsx", content, team.id, moment)


def first_day(folder: Path, is_published: bool = True) -> None:
    days.at(CUT_OFF)
    send(folder, CUT_OFF - timedelta(hours=1), dict.fromkeys(range(50), STATION))
    ids = publish.freeze_editions(CUT_OFF)
    if is_published:
        days.come_out(ids)


def second_day(folder: Path, stations: Mapping[int, Mapping[str, int]]) -> dict[str, Comparison]:
    days.at(NEXT_CUT_OFF)
    send(folder, NEXT_CUT_OFF - timedelta(hours=1), stations)
    ids = publish.freeze_editions(NEXT_CUT_OFF)
    publish.compute_figures(ids)
    return compared(SECOND)


def content(edition_id: str) -> Any:
    with open_desk() as desk, desk.database.reading() as session:
        return contents.content_of(desk, session, editions.edition_by_id(session, edition_id), False)


def compared(edition_id: str) -> dict[str, Comparison]:
    return {one.key: one for one in content(edition_id).comparisons}


def test_only_the_stations_of_both_days_are_compared(tmp_path: Path) -> None:
    first_day(tmp_path)
    assert content(FIRST).comparisons == ()
    found = second_day(tmp_path, dict.fromkeys(range(45), STATION) | {45: SPOILED_ONE})
    valid = found[f"{TENGAH}/sum_suara_sah"]
    assert (valid.matched, valid.N, valid.is_comparable) == (46, 50, True)
    assert (valid.before, valid.after, valid.change) == (46 * 78, 46 * 78 - 1, -1)
    assert valid.earlier_edition_id == FIRST
    assert found[f"{TENGAH}/sum_suara_total"].change == 0
    assert found[f"{TENGAH}/turnout"].change == 0
    city = compared("20240215-1930-harian-16.72-r0")
    whole = city["16.72/sum_suara_sah"]
    assert (whole.matched, whole.N, whole.is_comparable, whole.obstacle) == (46, 494, False, TOO_FEW)
    assert city[f"{TENGAH}/sum_suara_sah"].change == -1


def test_fewer_stations_are_no_fewer_votes(tmp_path: Path) -> None:
    """L20: forty-four of fifty reporting again is not enough to say anything, and forty-five say that nothing changed."""
    first_day(tmp_path)
    found = second_day(tmp_path, dict.fromkeys(range(44), STATION))
    assert not found[f"{TENGAH}/sum_suara_sah"].is_comparable
    send(tmp_path, NEXT_CUT_OFF + timedelta(minutes=20), dict.fromkeys(range(45), STATION))
    ids = [f"20240215-1930-harian-{code}-r0" for code in ("16.72", *KECAMATAN)]
    days.come_out(ids)
    days.at(NEXT_CUT_OFF + timedelta(hours=1))
    revised = vintages.revise_slot(NEXT_CUT_OFF, as_of=NEXT_CUT_OFF + timedelta(hours=1))
    publish.compute_figures(revised)
    later = compared(SECOND.replace("-r0", "-r1"))[f"{TENGAH}/sum_suara_sah"]
    assert (later.matched, later.change) == (45, 0)


def test_the_day_before_is_the_baseline_also_when_it_was_not_published(tmp_path: Path) -> None:
    """L21: no other day is looked for."""
    first_day(tmp_path, is_published=False)
    found = second_day(tmp_path, dict.fromkeys(range(50), STATION))
    assert {one.obstacle for one in found.values()} == {NOT_PUBLISHED}


@pytest.mark.parametrize(
    ("part", "what"),
    [("forms", "formulir"), ("rules_version", "aturan"), ("thresholds", "ambang"), ("gates", "gerbang")],
)
def test_another_definition_breaks_the_series(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, what: str
) -> None:
    """L22: each part of the terms that both days were frozen with."""
    first_day(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(comparing.vintages, "terms_of", terms_changing(part))
        found = second_day(tmp_path, dict.fromkeys(range(50), STATION))
        assert [one.what for one in content(SECOND).breaks] == [what]
    assert {one.obstacle for one in found.values()} == {BROKEN}
    assert {one.change for one in found.values()} == {None}
    monkeypatch.setattr(comparing.vintages, "terms_of", terms_changing(""))
    assert content(SECOND).breaks == ()
    assert compared(SECOND)[f"{TENGAH}/sum_suara_sah"].is_comparable


def terms_changing(part: str) -> Any:
    """Terms that are the same on both days but for one part."""

    def terms_of(_session: Any, period_start: datetime, _version: int) -> tuple[dict[str, Any], str]:
        terms: dict[str, Any] = {
            "forms": {"pungut_hitung": {"version": 1}},
            "rules_version": "aturan1",
            "thresholds": {"matched_percent": 90, "small_denominator": 30},
            "gates": [{"id": "K-1"}],
        }
        is_second = period_start > CUT_OFF
        if part == "forms" and is_second:
            terms["forms"] = {"pungut_hitung": {"version": 2}}
        elif part == "thresholds" and is_second:
            terms["thresholds"] = terms["thresholds"] | {"coverage_percent": 80}
        elif part and is_second:
            terms[part] = "lain"
        return terms, ""

    return terms_of
