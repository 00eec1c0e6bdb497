"""Which period a form is asked for, and which one a file without identity belongs to."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from jujur.domain.errors import ConfigurationError
from jujur.domain.periods import WIB
from jujur.settings.calendar import Calendar, load_calendar
from jujur.settings.places import config_dir


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return load_calendar(config_dir() / "pagar-alam")


def wib(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 2, day, hour, minute, tzinfo=WIB)


def test_a_workbook_names_its_period(calendar: Calendar) -> None:
    take = calendar.reporting_period("pungut_hitung", "2024-02-14.3")
    assert take is not None
    assert (take.starts_at, take.ends_at) == (wib(14, 10), wib(14, 13))
    assert calendar.reporting_period("kejadian", "2024-02-14.3") == take
    assert calendar.reporting_period("netralitas", "2024-02-14.3") is None
    assert calendar.reporting_period("pungut_hitung", "2024-02-31") is None


def test_a_slot_is_a_period_of_its_own_forms(calendar: Calendar) -> None:
    day = calendar.reporting_period("pungut_hitung", "2024-02-14")
    assert day is not None
    assert (day.forms, day.due_at) == (("pungut_hitung", "kejadian"), wib(14, 19))
    assert day.period == calendar.publish_slots[0].period


@pytest.mark.parametrize(
    ("form", "at", "expected"),
    [
        ("pungut_hitung", wib(14, 10, 15), "2024-02-14"),  # the day outweighs the take inside it
        ("tahapan", wib(7, 9), "2024-W06"),
        ("netralitas", wib(12, 11), "2024-W07"),  # last week's is no longer due
        ("netralitas", wib(12, 9), None),  # last week's or this week's? Only the sender knows.
        ("kesiapan", wib(13, 12), "2024-02-13"),
        ("kesiapan", wib(20, 12), None),
    ],
)
def test_the_period_of_a_file_that_does_not_say(
    calendar: Calendar, form: str, at: datetime, expected: str | None
) -> None:
    found = calendar.reporting_period_at(form, at)
    assert (found.id if found else None) == expected


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = (config_dir() / "pagar-alam" / "calendar.yaml").read_text()
    assert old in text
    (tmp_path / "calendar.yaml").write_text(text.replace(old, new, 1))
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("masa: 2024-W06", "masa: 2024-W07", "id yang sama"),
        ('mulai: "2024-02-12 00.00"', 'mulai: "2024-02-05 00.00"', "formulir dan mulai yang sama"),
        ('selesai: "2024-02-12 00.00"', 'selesai: "2024-02-05 00.00"', "mulai < selesai"),
        ("formulir: [kesiapan, tahapan, kejadian]", "formulir: []", "daftar nama formulir"),
    ],
)
def test_contradictions_are_refused(tmp_path: Path, old: str, new: str, fault: str) -> None:
    with pytest.raises(ConfigurationError, match=fault):
        load_calendar(changed(tmp_path, old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('mulai: "2024-02-14 10.00"', 'mulai: "2024-02-14 09.59"'),  # two takes share a minute
        ('mulai: "2024-02-12 00.00"', 'mulai: "2024-02-11 23.59"'),  # two weeks do
        ('selesai: "2024-02-14 20.00"', 'selesai: "2024-02-15 00.01"'),  # a take leaves its day
    ],
)
def test_no_instant_is_in_two_periods_of_one_form(tmp_path: Path, old: str, new: str) -> None:
    text = (config_dir() / "pagar-alam" / "calendar.yaml").read_text()
    assert text.count(old) == 1
    (tmp_path / "calendar.yaml").write_text(text.replace(old, new))
    with pytest.raises(ConfigurationError, match="bertumpang tindih"):
        load_calendar(tmp_path)


def official(tmp_path: Path, old: str = "", new: str = "") -> Path:
    """The desk's folder as that of a desk in earnest, its calendar changed in one place."""
    folder = tmp_path / "config" / "pagar-alam"
    shutil.copytree(config_dir(), folder.parent)
    desk, calendar_file = folder / "desk.yaml", folder / "calendar.yaml"
    desk.write_text(desk.read_text().replace("mode: demonstrasi", "mode: resmi"))
    text = calendar_file.read_text()
    assert old in text
    calendar_file.write_text(text.replace(old, new, 1) if old else text)
    return folder


def test_a_demonstration_plays_its_own_slot_and_keeps_all_periods(tmp_path: Path, calendar: Calendar) -> None:
    earnest = load_calendar(official(tmp_path))
    assert [slot.kind for slot in calendar.publish_slots] == ["harian"]
    assert [slot.kind for slot in earnest.publish_slots] == [
        *("mingguan", *["hari_h"] * 4, "harian", "hari_h", "mingguan", "akhir")
    ]
    assert calendar.reporting_periods == earnest.reporting_periods


def test_a_final_report_asks_for_nothing_new(tmp_path: Path) -> None:
    earnest = load_calendar(official(tmp_path))
    final = earnest.publish_slots[-1]
    (day,) = [item for item in earnest.reporting_periods if item.period == final.period]
    assert (day.id, day.forms) == ("2024-02-14", ("pungut_hitung", "kejadian"))


def test_a_final_report_about_no_reported_period_is_refused(tmp_path: Path) -> None:
    folder = official(
        tmp_path, 'formulir: []\n    mulai: "2024-02-14 00.00"', 'formulir: []\n    mulai: "2024-02-13 12.00"'
    )
    with pytest.raises(ConfigurationError, match="tidak menagih formulir"):
        load_calendar(folder)


def test_a_demonstration_cannot_play_a_slot_that_is_not_there(tmp_path: Path) -> None:
    folder = official(
        tmp_path, 'terbitan_peragaan: ["2024-02-14 19.30"]', 'terbitan_peragaan: ["2024-02-14 19.31"]'
    )
    desk = folder / "desk.yaml"
    desk.write_text(desk.read_text().replace("mode: resmi", "mode: demonstrasi"))
    with pytest.raises(ConfigurationError, match="terbitan_peragaan"):
        load_calendar(folder)


def test_a_take_is_counted_over_its_whole_day(tmp_path: Path) -> None:
    earnest = load_calendar(official(tmp_path))
    told = [earnest.take_of(slot) for slot in earnest.publish_slots]
    assert told == [(0, 0), (1, 5), (2, 5), (3, 5), (4, 5), (0, 0), (5, 5), (0, 0), (0, 0)]
