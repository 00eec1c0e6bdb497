"""Reads as known at an instant find their rows by index: what publishing costs does not grow with the history (P23)."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bench_history import add_history, add_template_editions
from sqlalchemy import text
from tests.days import CUT_OFF, receive_files, start_desk, timed
from tests.sql.test_statements import VALUES, parameters_of

from jujur.operations.desk import Desk, open_desk
from jujur.operations.initialise import shift_clock
from jujur.record.statements import statement
from jujur.settings.places import sql_dir

# What publishing and tracing ask that knows a period, a slot, an edition, a figure or a row.
ASKED = (
    "bins:pungut_hitung",
    "rows_in_bins:pungut_hitung",
    "units_pungut_hitung",
    "units_kejadian",
    "figures_pungut_hitung",
    "rows_used_pungut_hitung",
    "incidents",
    "held_rows:pungut_hitung",
    "findings_by_rule:pungut_hitung",
    "sources",
    "frame_of_period",
    "frame_reports",
    "plain_dispositions",
    "plain_readings",
    "editions_of_slot",
    "edition_by_id",
    "edition_statuses",
    "figures_of_edition",
    "decisions_of_edition",
    "editions_with_figure",
    "editions_of_period",
    "submissions_by_row",
    "reading_by_id",
    "newest_submission_seq",
)
HISTORY = ("submission", "reading", "row_pungut_hitung", "row_kejadian", "disposition", "finding", "frame")
HISTORY += ("edition", "edition_status", "figure", "ledger", "decision")
COPIES = 40
# What fills more than a few pages by then. Of a tiny table PostgreSQL rightly reads all, until it has grown.
LARGE = {"disposition", "finding", "row_pungut_hitung", "figure", "frame"}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def old_desk(
    request: pytest.FixtureRequest, workbooks: list[Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """The real day among forty others."""
    home = tmp_path_factory.mktemp("old") / "home"
    with pytest.MonkeyPatch.context() as patch:
        url = f"sqlite:///{home}/jujur.sqlite"
        if request.param == "postgresql":
            from sqlalchemy import create_engine

            server = request.getfixturevalue("postgres_server")
            engine = create_engine(server, isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                connection.execute(text("CREATE DATABASE history"))
            engine.dispose()
            url = f"{server.rpartition('/')[0]}/history"
        patch.setenv("JUJUR_HOME", str(home))
        patch.setenv("JUJUR_DATABASE_URL", url)
        patch.setenv("JUJUR_CODE_VERSION", "uji")
        start_desk()
        with open_desk() as desk:
            shift_clock(desk, CUT_OFF, "uji")
        receive_files(timed(workbooks))
        with open_desk() as desk:
            add_template_editions(desk, desk.config.calendar.slot_at(CUT_OFF))
            add_history(desk.database, range(COPIES))
            yield desk
    shutil.rmtree(home)


def plan_of(desk: Desk, name: str, however_small: bool = False) -> str:
    """How a statement is answered; ``however_small``: even tables that PostgreSQL would read whole because they are tiny."""
    about = {"form_id": "kejadian" if name == "units_kejadian" else "pungut_hitung", "row_id": "-"}
    values = {key: {**VALUES, **about}[key] for key in parameters_of(path_of(name))}
    is_postgresql = desk.database.engine.dialect.name == "postgresql"
    prefix = "EXPLAIN" if is_postgresql else "EXPLAIN QUERY PLAN"
    with desk.database.engine.connect() as connection:
        if however_small and is_postgresql:
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        rows = connection.execute(text(f"{prefix} {statement(sql_dir(), name).text}"), values).all()
    return "\n".join(str(row[-1]) for row in rows)


def path_of(name: str) -> Path:
    return sql_dir() / f"{name.partition(':')[0]}.sql"


def whole_tables(name: str, plan: str) -> set[str]:
    """The tables of the record that a plan reads from end to end, on either database."""
    found = set(re.findall(r"Seq Scan on (\w+)", plan))
    named = {
        alias: table
        for table, alias in re.findall(r"(?:FROM|JOIN) (\w+) AS (\w+)", path_of(name).read_text())
    }
    for scanned in re.findall(r"^SCAN (\w+)(?! USING (?:COVERING )?INDEX \w+ \()", plan, re.MULTILINE):
        found.add(named.get(scanned, scanned))
    return found & set(HISTORY)


def test_a_whole_table_is_recognised(old_desk: Desk) -> None:
    assert "edition" in whole_tables("edition_heads", plan_of(old_desk, "edition_heads"))
    assert "submission" in whole_tables("submissions", plan_of(old_desk, "submissions"))


@pytest.mark.parametrize("name", ASKED)
def test_nothing_that_publishing_asks_reads_the_whole_history(old_desk: Desk, name: str) -> None:
    plan = plan_of(old_desk, name)
    is_postgresql = old_desk.database.engine.dialect.name == "postgresql"
    assert not whole_tables(name, plan) & (LARGE if is_postgresql else set(HISTORY)), plan
    anyway = plan_of(old_desk, name, however_small=True)
    assert not whole_tables(name, anyway), anyway
