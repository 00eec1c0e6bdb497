"""Two takes of voting day on the record: how stations opened, what may be concluded, what is compared (P08, P12, P19, P21)."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests import revised_days as days
from tests.days import start_desk

from jujur.domain.figures import AreaStatus
from jujur.domain.periods import WIB
from jujur.figures.claims import EARLY
from jujur.forms.identity import Filled
from jujur.forms.workbook import write_workbook
from jujur.operations import content as contents
from jujur.operations import publish, template
from jujur.operations.desk import open_desk
from jujur.record import editions
from jujur.settings import places

PLAYED = 'terbitan_peragaan: ["2024-02-14 19.30"]'
TENGAH, CITY = "16.72.05", "16.72"
FIRST, SECOND, CLOSING = (
    datetime(2024, 2, 14, hour, minute, tzinfo=WIB) for hour, minute in ((7, 45), (10, 40), (13, 35))
)


@pytest.fixture(autouse=True)
def voting_day(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk that plays every slot of its calendar, and pages stood in for."""
    shutil.copytree(places.config_dir(), tmp_path / "config")
    calendar = tmp_path / "config" / "pagar-alam" / "calendar.yaml"
    text = calendar.read_text()
    assert PLAYED in text
    calendar.write_text(text.replace(PLAYED, "terbitan_peragaan: []"))
    monkeypatch.setenv("JUJUR_DESK", str(calendar.parent))
    days.stand_in_pages(monkeypatch)
    start_desk()


def send(folder: Path, cut_off: datetime, stations: Mapping[int, Mapping[str, Any]]) -> None:
    """The stations of Dempo Tengah by place in the list, a while before a cut-off; the others stay blank."""
    moment = cut_off - timedelta(minutes=20)
    with open_desk() as desk:
        area, form = desk.config.gazetteer[TENGAH], desk.config.forms["pungut_hitung"]
        units = template.configured_units(desk.config, form, area)
        slot = next(one for one in desk.config.calendar.publish_slots if one.cut_off_at == cut_off)
        period = desk.config.calendar.reporting_period_of(form.id, slot.starts_at)
        assert period is not None
        typed = Filled(rows=[dict(stations.get(place, {})) for place in range(len(units))])
        identity = template.identity_for(desk.config, area, period)
        content = write_workbook(form, template.prefill(desk.config, form, units), identity, typed)
        team = desk.config.team_of_area(TENGAH)
        assert team is not None
    days.receive_late(folder, f"{cut_off:%H%M}.xlsx", content, team.id, moment)


def take(folder: Path, cut_off: datetime, stations: Mapping[int, Mapping[str, Any]]) -> dict[str, Any]:
    """A take that came out, as content by area."""
    days.at(cut_off)
    send(folder, cut_off, stations)
    ids = publish.freeze_editions(cut_off)
    days.come_out(ids)
    with open_desk() as desk, desk.database.reading() as session:
        made = [contents.content_of(desk, session, editions.edition_by_id(session, one), True) for one in ids]
    return {one.area.code: one for one in made}


def openings(content: Any, code: str) -> dict[str, int]:
    names = ("on_time", "late", "untimed", "not_yet", "unknown")
    return {name: content.figures[f"{code}/opening_{name}"].k for name in names}


EARLY_BIRD, LATE, SHUT = (
    {"status_tps": "buka", "waktu_buka": "06.55"},
    {"status_tps": "buka", "waktu_buka": "07.20"},
    {"status_tps": "belum buka"},
)


def test_a_take_says_how_stations_opened_and_of_which_there_is_no_news(tmp_path: Path) -> None:
    morning = {0: EARLY_BIRD, 1: LATE, 2: SHUT, 3: {"status_tps": "buka"}, 4: {"surat_suara_diterima": 210}}
    found = take(tmp_path, FIRST, morning)
    own = found[TENGAH]
    assert openings(own, TENGAH) == {"on_time": 1, "late": 1, "untimed": 1, "not_yet": 1, "unknown": 46}
    assert openings(found[CITY], TENGAH) == openings(own, TENGAH)
    assert openings(found[CITY], CITY) == {
        "on_time": 1,
        "late": 1,
        "untimed": 1,
        "not_yet": 1,
        "unknown": 490,
    }
    late = own.figures[f"{TENGAH}/opening_late"]
    assert (late.lower, late.upper) == (1, 48)
    gaps = own.opening_gaps
    assert sum(len(one.unstated_units) for one in gaps) == 1
    assert sum(len(one.empty_units) for one in gaps) == 45
    assert {one.last_heard_at for one in gaps} == {FIRST - timedelta(minutes=20)}
    silent = [one for one in found[CITY].opening_gaps if one.kecamatan.code != TENGAH]
    assert {one.last_heard_at for one in silent} == {None}
    assert sum(len(one.absent_units) for one in silent) == 444


def test_takes_are_compared_on_the_stations_of_both(tmp_path: Path) -> None:
    """P21: what changed since the last take, station by station; those that only one take knows say nothing."""
    take(tmp_path, FIRST, dict.fromkeys(range(45), EARLY_BIRD) | {45: SHUT, 46: SHUT, 47: SHUT})
    morning = dict.fromkeys(range(45), EARLY_BIRD) | {45: LATE, 46: SHUT, 48: LATE}
    found = {one.key: one for one in take(tmp_path, SECOND, morning)[TENGAH].comparisons}
    late, shut = found[f"{TENGAH}/sum_opening_late"], found[f"{TENGAH}/sum_opening_not_yet"]
    assert (late.matched, late.N, late.before, late.after, late.change) == (47, 50, 0, 1, 1)
    assert (shut.before, shut.after, shut.change) == (2, 1, -1)
    # Before the legal hour no take compares votes (P19).
    assert not [key for key in found if "suara" in key]


def test_nothing_is_concluded_before_voting_has_ended(tmp_path: Path) -> None:
    """No all-clear before the closing take, however good the morning looks; from then on the figures decide (P12)."""
    early = take(tmp_path, SECOND, dict.fromkeys(range(50), EARLY_BIRD))
    for content in early.values():
        assert {one.status for one in content.statuses} == {AreaStatus.BELUM_DAPAT_DISIMPULKAN}
        assert all(EARLY in one.reasons for one in content.statuses)
    closing = take(tmp_path, CLOSING, dict.fromkeys(range(50), EARLY_BIRD))
    assert not any(EARLY in one.reasons for content in closing.values() for one in content.statuses)
