"""What is known of a station's opening, by its counted row alone; silence is neither "not opened" nor on time (P07, P13)."""

from datetime import datetime, timedelta

import pytest

from jujur.domain.areas import Area, Gazetteer
from jujur.domain.editions import Edition
from jujur.domain.periods import WIB, Period
from jujur.domain.polls import Opening, PollHours
from jujur.figures import AsKnown, opening_figures
from jujur.figures.openings import opening_of

AREAS = Gazetteer(
    [
        Area("1", "Kota", "kota", None),
        Area("1.1", "Kecamatan", "kecamatan", "1"),
        Area("1.1.1", "Kelurahan", "kelurahan", "1.1"),
    ]
)


@pytest.mark.parametrize(
    ("state", "hour", "found"),
    [
        ("buka", "07:00", Opening.ON_TIME),
        ("buka", "07:01", Opening.LATE),
        (None, "06:30", Opening.ON_TIME),
        ("selesai hitung", None, Opening.UNTIMED),
        ("belum buka", None, Opening.NOT_YET),
        ("belum buka", "06:30", Opening.NOT_YET),
        (None, None, Opening.UNKNOWN),
        ("entah", None, Opening.UNKNOWN),
    ],
)
def test_a_row_says_exactly_one_thing(state, hour, found):
    assert opening_of({"status_tps": state, "waktu_buka": hour}, "07:00") is found


def known(*rows):
    """Five expected stations; each row is the station's number, whether it counts, its state and its hour."""
    units = [
        {"unit_code": f"T{at}", "area_code": "1.1.1", "is_used": any(row[0] == at and row[1] for row in rows)}
        for at in range(5)
    ]
    used = [
        {"unit_code": f"T{at}", "status_tps": state, "waktu_buka": hour}
        for at, is_used, state, hour in rows
        if is_used
    ]
    return AsKnown(units, [], [], [], used, [], [], opens_by="07:00")


def counted(*rows):
    figures = opening_figures(AREAS, known(*rows))
    assert {key.partition("/")[0] for key in figures} == {"1", "1.1", "1.1.1"}
    return {one.name.removeprefix("opening_"): one for one in figures.values() if one.area_code == "1"}


def test_together_they_are_the_frame_and_the_truth_is_within_the_bounds():
    found = counted(
        (0, True, "buka", "07:00"),
        (1, True, "buka", "08:00"),
        (2, True, "tutup", None),
        (3, False, "buka", "07:00"),
    )
    assert {name: one.k for name, one in found.items()} == {
        "on_time": 1,
        "late": 1,
        "untimed": 1,
        "not_yet": 0,
        "unknown": 2,
    }
    # Of the late: one at least; the one of unknown hour and the two silent ones may be late too.
    assert (found["late"].lower, found["late"].upper, found["late"].n, found["late"].N) == (1, 4, 2, 5)
    assert (found["not_yet"].lower, found["not_yet"].upper, found["not_yet"].n) == (0, 2, 3)
    assert (found["unknown"].lower, found["unknown"].upper, found["unknown"].n) == (None, None, 5)


def test_losing_a_report_never_makes_a_station_punctual_nor_late():
    whole = counted((0, True, "buka", "08:00"), (1, True, "buka", "06:50"))
    less = counted((0, True, "buka", "08:00"))
    assert less["on_time"].k < whole["on_time"].k
    assert less["late"].k == whole["late"].k
    assert less["unknown"].k == whole["unknown"].k + 1
    assert less["late"].upper > whole["late"].upper


@pytest.mark.parametrize(
    ("kind", "ends", "is_early"),
    [
        ("hari_h", (10, 0), True),
        ("hari_h", (12, 59), True),
        ("hari_h", (13, 0), False),
        ("harian", (10, 0), False),
    ],
)
def test_only_takes_before_the_end_of_voting_are_early(kind, ends, is_early):
    starts = datetime(2024, 2, 14, 7, 0, tzinfo=WIB)
    period = Period(starts, starts.replace(hour=ends[0], minute=ends[1]))
    at = period.ends_at + timedelta(hours=1)
    edition = Edition("e", "1", kind, "1", period, 0, at, at, "", "", "", "")
    assert PollHours(420, 780).is_before_closing(edition) is is_early
