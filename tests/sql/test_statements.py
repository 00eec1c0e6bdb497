"""Every statement of sql/ runs unchanged on SQLite and on a real PostgreSQL, and both give the same rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.days import CUT_OFF, receive_files, start_desk, timed

from jujur.domain.periods import to_text
from jujur.operations.desk import open_desk
from jujur.operations.initialise import shift_clock
from jujur.record.database import Database
from jujur.settings.places import sql_dir

FILES = sorted(sql_dir().glob("*.sql"))
# A statement about the rows of any form is run about two of them.
QUERIES = [
    name
    for path in FILES
    if not path.stem.startswith(("insert_", "claim_", "lock_"))
    for name in (
        [f"{path.stem}:pungut_hitung", f"{path.stem}:kejadian"]
        if "row_form" in path.read_text()
        else [path.stem]
    )
]
PG_ONLY = {"lock_ledger"}


@pytest.fixture(scope="module")
def both(
    workbooks: list[Any], postgres_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Database]]:
    """The same real day, received into SQLite and into PostgreSQL, with editions frozen and computed."""
    import secrets

    from sqlalchemy import create_engine, text

    name = f"t{secrets.token_hex(8)}"
    engine = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    databases = {}
    for backend in ("sqlite", "postgresql"):
        home = tmp_path_factory.mktemp(backend)
        url = (
            f"sqlite:///{home}/jujur.sqlite"
            if backend == "sqlite"
            else f"{postgres_server.rsplit('/', 1)[0]}/{name}"
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("JUJUR_HOME", str(home))
            patch.setenv("JUJUR_DATABASE_URL", url)
            patch.setenv("JUJUR_CODE_VERSION", "uji")
            _play(workbooks)
        databases[backend] = Database(url, sql_dir())
    yield databases
    for database in databases.values():
        database.close()


def _play(workbooks: list[Any]) -> None:
    from jujur.operations import official, publish, spot_check
    from jujur.record.spot_checks import keep_seed, seed_file
    from jujur.settings import places

    # The same seed for both databases: whoever hands one in before the commitment repeats a draw exactly.
    keep_seed(seed_file(places.home(), "2024-02-14", "pungut_hitung"), bytes(range(32)))
    start_desk()
    with open_desk() as desk:
        shift_clock(desk, CUT_OFF + timedelta(seconds=1), "uji")
    receive_files(timed(workbooks))
    publish.compute_figures(publish.freeze_editions(CUT_OFF))
    with open_desk() as desk:
        unit = spot_check.draw(desk, "2024-02-14").sample[0]
        found = {"suara_sah": 200, "suara_tidak_sah": 4}
        note = "Salinan C.HASIL, dihitung ulang di kantor kecamatan"
        spot_check.record_result(desk, unit, "2024-02-14", "", found, "petugas.data", note)
        paper = official.Publication("KPU", "Model D.HASIL KABKO-PPWP", CUT_OFF.date())
        official.add(desk, "2024-02-14", "16.72", "pengguna_hak_pilih", 105_214, paper, "petugas.data")


def parameters_of(path: Path) -> set[str]:
    body = "\n".join(line for line in path.read_text().splitlines() if not line.startswith("--"))
    return set(re.findall(r"(?<![:\w]):(\w+)", body))


VALUES = {
    "as_of": to_text(CUT_OFF),
    "period_start": "2024-02-13T17:00:00.000000Z",
    "frame_version": 1,
    "submission_id": "K-20240214-0002",
    "edition_id": "20240214-1930-harian-16.72-r0",
    "kind": "harian",
    "event": "submission_judged",
    "part": '%"submission":"K-20240214-0002"%',
    "figure_key": "16.72/turnout",
    "subject_kind": "receipt",
    "subject_id": "K-20240214-0001",
    "sha256": "0" * 64,
    "max_attempts": 5,
    "since": 0,
    "hash": "0" * 64,
    "beginning": "0" * 16,
    "kecamatan_codes": ["16.72.01", "16.72.02"],
    "unit_code": "1672051001001",
    "area_code": "16.72.05",
    "subject": "K-20240214-0001",
    "submission_ids": ["K-20240214-0001", "K-20240214-0002"],
    "period_end": "2024-02-14T17:00:00.000000Z",
    "release_at": "2024-02-14T13:00:00.000000Z",
    "published_by": "2100-01-01T00:00:00.000000Z",
    "before": "2024-02-19T17:00:00.000000Z",
    "after": "2024-02-13T17:00:00.000000Z",
    "span_start": "2024-02-13T17:00:00.000000Z",
    "span_end": "2024-02-14T17:00:00.000000Z",
    "known_by": "2100-01-01T00:00:00.000000Z",
}


def values_for(name: str, desk_values: dict[str, Any]) -> dict[str, Any]:
    wanted = parameters_of(sql_dir() / f"{name.partition(':')[0]}.sql")
    form = (
        "kejadian"
        if name in ("incidents", "units_kejadian", "nil_units") or name.endswith(":kejadian")
        else "pungut_hitung"
    )
    # A draw is made after the cut-off, so no edition of it knows one; nor a figure that KPU published.
    is_later = name.startswith(("spot_check", "official_"))
    later = {"as_of": to_text(CUT_OFF + timedelta(hours=1))} if is_later else {}
    return {key: {**VALUES, **desk_values, **later, "form_id": form}[key] for key in wanted}


# Instants of the machine's own clock and what hangs on them differ between two plays of the same day.
CLOCKED = {
    "at",
    "hash",
    "prev",
    "frozen_at",
    "ledger_head",
    "seq",
    "arrival_key",
    "drawn_at",
    "entered_at",
    "checked_at",
    "latest_at",
}


@pytest.mark.parametrize("name", QUERIES)
def test_both_databases_answer_alike(both: dict[str, Database], name: str) -> None:
    answers = {}
    for backend, database in both.items():
        with database.reading() as session:
            first = session.row("rows_used_pungut_hitung", **values_for("rows_used_pungut_hitung", {}))
            assert first is not None
            arrival = session.row("submission_by_arrival", arrival_key="-")
            assert arrival is None
            values = values_for(name, {"row_id": first["row_id"], "arrival_key": "-"})
            rows = session.rows(name, **values)
        answers[backend] = [{key: value for key, value in row.items() if key not in CLOCKED} for row in rows]
        if name in ("ledger_entries", "ledger_after"):
            answers[backend] = [{"event": row["event"]} for row in answers[backend]]
    assert answers["sqlite"] == answers["postgresql"]


def test_both_databases_show_flags_the_same_rows(both: dict[str, Database]) -> None:
    from jujur.domain.periods import from_text
    from jujur.record.seen_rows import seen_rows
    from jujur.settings import places
    from jujur.settings.desk import load_desk

    form = load_desk(places.config_dir() / "pagar-alam").forms["pungut_hitung"]
    seen = {}
    for backend, database in both.items():
        with database.reading() as session:
            seen[backend] = seen_rows(session, form, from_text(VALUES["period_start"]), CUT_OFF)
            assert (
                seen_rows(session, form, from_text(VALUES["period_start"]), from_text(VALUES["period_start"]))
                == []
            )
    assert seen["sqlite"] == seen["postgresql"]
    assert len(seen["sqlite"]) == 262


NEVER_EMPTY = set(QUERIES) - {
    "decisions_of_edition",
    "deliveries_of_subject",
    "delivery_totals",
    "edition_by_sha256",
    "seals_of_edition",  # nothing is published on this day; test_sealing does
    "submission_by_arrival",
    "unanswered_submissions",  # this day came over the command line; test_receiving asks after the inbox
    "unread_submissions",
    "slot_count",
    "former_head",  # no edition is issued on this day; test_anchors does, and looks for heads and timestamps
    "ledger_seq_of_beginning",
    "ledger_seq_of_hash",
    "timestamp_of_edition",
    "timestamp_tokens",
    "changes_of_submission",  # nobody corrects anything on this day; test_seven_forms does
    "held_rows:kejadian",
    "held_now:kejadian",
    # Nobody decides anything by hand on this day; test_acts does, on both databases.
    "acts_as_of",
    "withdrawn_submissions",
    "acts_of_subject",
    "refusals_before",
    "dispositions_of_submission:kejadian",  # the submission asked after is another form's
    "senders_of_unit:kejadian",  # the unit asked after is a TPS
    "audits_of_edition",  # nothing of this day is printed; test_fail_closed does
    "changes_of_edition",  # nothing of this day is revised or published; test_vintages does both
    "errata_of_edition",
    "published_vintages",
    "vintages_of_span",
    "frame_terms_of_version",
    # The weekly forms, and what a week tells of its own errors; test_weekly_report sends and asks.
    "week_allegations",
    "week_followups",
    "week_stages",
    "findings_by_rule:kejadian",
    "week_held_after_publication",
    "week_published_steps",
    "twins_of_submission:kejadian",
    "twins_of_submission:pungut_hitung",  # the replies to duplicates ask after twins
}


@pytest.mark.parametrize("name", sorted(NEVER_EMPTY))
def test_the_real_day_gives_every_query_something_to_say(both: dict[str, Database], name: str) -> None:
    with both["sqlite"].reading() as session:
        first = session.row("rows_used_pungut_hitung", **values_for("rows_used_pungut_hitung", {}))
        assert first is not None
        assert (
            len(session.rows(name, **values_for(name, {"row_id": first["row_id"], "arrival_key": "-"}))) > 0
        )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_header_says_purpose_grain_and_parameters(path: Path) -> None:
    lines = path.read_text().splitlines()
    assert [line.split(":")[0] for line in lines[:3]] == ["-- Purpose", "-- Grain", "-- Parameters"]
    if not path.stem.startswith(("insert_", "claim_")):
        named = set(re.findall(r"\w+", lines[2].partition(":")[2]))
        assert parameters_of(path) <= named


def test_statements_cover_every_count_of_the_form(received_day: Path) -> None:
    from jujur.settings import places
    from jujur.settings.desk import load_desk

    form = load_desk(places.config_dir() / "pagar-alam").forms["pungut_hitung"]
    sums = (sql_dir() / "figures_pungut_hitung.sql").read_text()
    for column in form.counts:
        assert f"SUM(r.{column.name}) AS sum_{column.name}" in sums
        assert f"COUNT(r.{column.name}) AS filled_{column.name}" in sums
        assert f"r.{column.name}" in (sql_dir() / "rows_used_pungut_hitung.sql").read_text()


def test_a_statement_says_which_form_it_means(both: dict[str, Database]) -> None:
    from jujur.domain.errors import RecordError

    with both["sqlite"].reading() as session:
        for name in ("known_rows", "area_codes:kejadian", "known_rows:kejadian; DROP TABLE area", "none"):
            with pytest.raises(RecordError):
                session.rows(name)
