"""The record keeps what it was told: append-only in the database itself, and a chain that shows every tampering."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError
from tests.days import start_desk

from jujur.domain.errors import LedgerBroken, RecordError
from jujur.operations.desk import open_desk
from jujur.operations.verify import verify_ledger
from jujur.record.raw import RawStore
from jujur.settings.places import sql_dir

TABLES = {
    "area",
    "edition_audit",
    "edition_seal",
    "frame",
    "submission",
    "reading",
    "row_pungut_hitung",
    "row_tahapan",
    "row_kesiapan",
    "row_rekapitulasi",
    "row_kejadian",
    "row_netralitas",
    "row_tindak_lanjut",
    "row_change",
    "finding",
    "disposition",
    "decision",
    "edition",
    "edition_status",
    "figure",
    "delivery",
    "delivery_outcome",
    "ledger",
    "frame_terms",
    "officer_act",
    "official_figure",
    "edition_change",
    "errata_call",
    "spot_check",
    "spot_check_result",
    "timestamp_token",
}


def test_no_table_can_be_changed(home: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUJUR_DATABASE_URL", database_url)
    start_desk()
    with open_desk() as desk:
        engine = desk.database.engine
        assert set(inspect(engine).get_table_names()) - {"alembic_version"} == TABLES
        for table in sorted(TABLES):
            column = inspect(engine).get_columns(table)[0]["name"]
            for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
                if desk.database.engine.dialect.name == "sqlite" and table not in ("area", "frame", "ledger"):
                    continue  # SQLite's triggers fire for rows only; the tables without rows are tested below
                with pytest.raises(DatabaseError, match="append-only"), engine.begin() as connection:
                    connection.execute(text(statement))


def test_every_sqlite_table_has_both_guards(home: Path) -> None:
    start_desk()
    with sqlite3.connect(home / "jujur.sqlite") as connection:
        guards = {
            row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        }
    assert guards == {f"{table}_no_{act}" for table in TABLES for act in ("update", "delete")}


def test_our_statements_never_update_or_delete() -> None:
    words = {
        path.name: [line for line in path.read_text().upper().splitlines() if not line.startswith("--")]
        for path in sql_dir().glob("*.sql")
    }
    assert len(words) > 40
    offenders = [
        name
        for name, lines in words.items()
        if {"UPDATE", "DELETE", "TRUNCATE"} & set(" ".join(lines).split())
    ]
    assert offenders == []


def tamper(home: Path, *statements: str) -> None:
    """What somebody with the database file and no scruples would do."""
    with sqlite3.connect(home / "jujur.sqlite") as connection:
        for guard in ("update", "delete"):
            connection.execute(f"DROP TRIGGER ledger_no_{guard}")
        for statement in statements:
            connection.execute(statement)


def test_an_honest_ledger_verifies(day: Path) -> None:
    assert verify_ledger() > 15


@pytest.mark.parametrize(
    ("lie", "named"),
    [
        ("UPDATE ledger SET payload = replace(payload, 'inbox', 'email') WHERE seq = 3", None),
        ("UPDATE ledger SET payload = '{}' WHERE seq = 6", "urutan 6"),
        ("UPDATE ledger SET at = '2024-02-14T00:00:00.000000Z' WHERE seq = 4", "urutan 4"),
        ("DELETE FROM ledger WHERE seq = 5", "setelah urutan 4"),
        ("UPDATE ledger SET actor = 'orang lain' WHERE seq = 1", "urutan 1"),
    ],
)
def test_tampering_is_named(day: Path, lie: str, named: str | None) -> None:
    tamper(day, lie)
    if named is None:
        # The statement finds nothing to replace in that event, so the chain must still hold: no false alarm.
        assert verify_ledger() > 15
        return
    with pytest.raises(LedgerBroken, match=named):
        verify_ledger()


def test_reordering_is_found(day: Path) -> None:
    tamper(
        day,
        "UPDATE ledger SET seq = -5 WHERE seq = 5",
        "UPDATE ledger SET seq = 5 WHERE seq = 6",
        "UPDATE ledger SET seq = 6 WHERE seq = -5",
    )
    with pytest.raises(LedgerBroken):
        verify_ledger()


def test_a_rebuilt_chain_misses_the_heads_that_were_printed(day: Path) -> None:
    from tests.days import CUT_OFF

    from jujur.operations import publish

    publish.freeze_editions(CUT_OFF)
    tamper(day, "DELETE FROM ledger WHERE seq > 8")
    with pytest.raises(LedgerBroken, match="terpotong"):
        verify_ledger()


def test_the_raw_store_notices_a_changed_file(tmp_path: Path) -> None:
    store = RawStore(f"file://{tmp_path}/raw")
    sha256 = store.put(b"isi")
    assert store.put(b"isi") == sha256
    assert store.get(sha256) == b"isi"
    (tmp_path / "raw" / sha256[:2] / sha256).write_bytes(b"lain")
    with pytest.raises(RecordError, match="berubah"):
        store.get(sha256)
    with pytest.raises(RecordError, match="tidak ada"):
        store.get("0" * 64)
