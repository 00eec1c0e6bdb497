"""Marks on senders' clocks: ahead of ours, or before the period; nothing but marks (P24, L25, L26)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from jujur.domain.periods import to_text
from jujur.domain.sender_clocks import clock_skew, written_early
from jujur.domain.submissions import Submission

RECEIVED = datetime(2024, 2, 14, 11, 0, tzinfo=UTC)
OPENED = datetime(2024, 2, 13, 17, 0, tzinfo=UTC)
LIMIT = timedelta(minutes=5)
AREAS = {"tim.1": "16.72.01", "tim.2": "16.72.02"}


def submission(
    claimed_at: datetime | None, team: str | None = "tim.1", number: int = 1, is_nil: bool = False
) -> Submission:
    return Submission(
        id=f"K-{number}",
        sha256="0" * 64,
        received_at=RECEIVED,
        channel="inbox",
        sender="-",
        team_id=team,
        form_id="pungut_hitung",
        period=to_text(OPENED),
        size=1,
        name_as_sent="-",
        is_nil=is_nil,
        claimed_at=claimed_at,
    )


@pytest.mark.parametrize(
    ("ahead", "is_marked"),
    [
        (timedelta(minutes=5), False),
        (timedelta(minutes=5, microseconds=1), True),
        (timedelta(days=900), True),
        (timedelta(0), False),
        (timedelta(days=-900), False),
    ],
)
def test_more_than_the_limit_ahead_is_marked(ahead: timedelta, is_marked: bool) -> None:
    assert bool(clock_skew([submission(RECEIVED + ahead)], LIMIT, AREAS)) is is_marked


def test_one_mark_a_team_names_its_files_and_no_numerals() -> None:
    ahead = RECEIVED + timedelta(hours=1)
    items = [submission(ahead, "tim.2", 3), submission(ahead, number=2), submission(ahead, number=1)]
    first, second = clock_skew(items, LIMIT, AREAS)
    assert (first.area_code, first.subject, first.rows, first.count) == (
        "16.72.01",
        "tim.1",
        ("K-1", "K-2"),
        2,
    )
    assert (second.kind, second.rows) == ("clock_skew", ("K-3",))
    assert not any(letter.isdigit() for letter in first.text)


def test_strangers_and_silent_clocks_are_not_marked() -> None:
    ahead = RECEIVED + timedelta(hours=1)
    items = [submission(None), submission(ahead, None), submission(ahead, "orang lain")]
    assert clock_skew(items, LIMIT, AREAS) == []


@pytest.mark.parametrize(
    ("claimed_at", "is_nil", "is_marked"),
    [
        (OPENED - timedelta(microseconds=1), False, True),
        (OPENED, False, False),
        (OPENED - timedelta(days=1), True, False),
        (None, False, False),
    ],
)
def test_written_before_its_period_opened_is_marked(
    claimed_at: datetime | None, is_nil: bool, is_marked: bool
) -> None:
    assert bool(written_early([submission(claimed_at, is_nil=is_nil)], AREAS)) is is_marked
