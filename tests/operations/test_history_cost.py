"""Publishing fetches the same rows however long the history behind it is (P23, architecture §4)."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from bench_history import add_history, add_template_editions, publish_once
from tests.days import CUT_OFF

from jujur.operations.desk import open_desk
from jujur.record.database import Session

DAYS = 8


def fetched_by_publishing(monkeypatch: pytest.MonkeyPatch, home: Path) -> Counter[str]:
    """How many rows each statement gave while one slot was frozen, computed and gathered."""
    counted: Counter[str] = Counter()
    rows = Session.rows

    def count(session: Session, name: str, **parameters: Any) -> list[dict[str, Any]]:
        found = rows(session, name, **parameters)
        counted[name] += len(found)
        return found

    with monkeypatch.context() as patch:
        patch.setenv("JUJUR_HOME", str(home))
        patch.setattr(Session, "rows", count)
        publish_once(CUT_OFF)
    return counted


def test_publishing_fetches_the_same_rows_among_other_days(received_day, tmp_path, monkeypatch):
    alone, among_others = tmp_path / "alone", tmp_path / "others"
    monkeypatch.setenv("JUJUR_CODE_VERSION", "uji")
    for home in (alone, among_others):
        shutil.copytree(received_day, home)
        monkeypatch.setenv("JUJUR_HOME", str(home))
        with open_desk() as desk:
            add_template_editions(desk, desk.config.calendar.slot_at(CUT_OFF))
            add_history(desk.database, range(DAYS) if home == among_others else ())
    expected = fetched_by_publishing(monkeypatch, alone)
    assert sum(expected.values()) > 1_000
    assert fetched_by_publishing(monkeypatch, among_others) == expected
