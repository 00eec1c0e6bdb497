"""A small record with rows in every table, invented but honest, written the way the package writes: for tests of seals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from jujur.record import ledger, schema
from jujur.record.database import Database, Session
from jujur.record.seals import UNSEALED_TABLES
from jujur.settings.places import sql_dir

AT = datetime(2024, 2, 14, 12, 0, tzinfo=UTC)
# What the tables refuse otherwise; all else is the column's name and a number.
FIXED = {
    "bin": "accepted",
    "act": "release",
    "reason": "alasan yang cukup panjang",
    "edition_id": "E-{n}",
    "submission_id": "K-{n}",
    "delivery_id": "D-{n}",
    "sealer": "desk",
}


def open_record(url: str) -> Database:
    """A new, empty record."""
    database = Database(url, sql_dir())
    schema.upgrade(database)
    return database


@cache
def tables_of(database: Database) -> dict[str, sa.Table]:
    """The sealed tables, those that others point at first."""
    metadata = sa.MetaData()
    metadata.reflect(database.engine)
    return {table.name: table for table in metadata.sorted_tables if table.name not in UNSEALED_TABLES}


def row_of(table: sa.Table, number: int, given: Mapping[str, object]) -> dict[str, object]:
    """A row that the table takes; a third of the columns that may be empty are."""
    row: dict[str, object] = {}
    for at, column in enumerate(table.columns):
        if column.name in given:
            row[column.name] = given[column.name]
        elif column.name == "sealed_in" or (column.name == "seq" and table.name != "submission"):
            continue
        elif column.nullable and (at + number) % 3 == 0:
            row[column.name] = None
        elif column.name in FIXED:
            row[column.name] = FIXED[column.name].format(n=number)
        elif isinstance(column.type, sa.Integer):
            row[column.name] = number
        else:
            row[column.name] = f"{column.name} {number}"[: getattr(column.type, "length", None) or 80]
    return row


def write_rows(
    session: Session, table: sa.Table, numbers: range, given: Mapping[str, object] | None = None
) -> None:
    """Adds invented rows."""
    for number in numbers:
        session.insert_many(table, [row_of(table, number, given or {})])


def fill(database: Database, rows: int = 2) -> None:
    """Several transactions: one for every table, one over two tables, one with events only, and one without any event."""
    tables = tables_of(database)
    numbers = range(1, rows + 1)
    for step, (name, table) in enumerate(tables.items()):
        with database.writing() as session:
            if name == "timestamp_token":
                newest = ledger.newest(session)
                write_rows(session, table, range(1, 2), {"ledger_seq": newest.seq, "head": newest.hash})
                continue
            given: dict[str, object] = {}
            if name == "edition":
                given = {"ledger_head": ledger.head(session), "former_head": None}
            if name == "edition_status":
                given = {"status": "dibekukan"}
            ledger.append(session, AT + timedelta(seconds=step), "desk", "table_filled", {"table": name})
            write_rows(session, table, numbers, given)
    with database.writing() as session:
        write_rows(session, tables["area"], range(rows + 1, rows + 3))
        write_rows(session, tables["disposition"], numbers)
        ledger.append(
            session, AT + timedelta(hours=1), "desk", "twice", {"b": [1, None, "é"], "a": {"y": 1, "x": 2}}
        )
    with database.writing() as session:
        ledger.append(session, AT + timedelta(hours=2), "desk", "only_said", {})


@contextmanager
def forging(database: Database) -> Iterator[tuple[sa.Connection, Session]]:
    """A transaction of somebody who disabled every guard of the database; nothing of it remains afterwards."""
    with database.engine.connect() as connection:
        _check(connection, "OFF")
        try:
            with connection.begin():
                _disarm(connection)
            with connection.begin() as transaction:
                _disarm(connection)
                yield connection, Session(connection, sql_dir())
                transaction.rollback()
        finally:
            _check(connection, "ON")


def _check(connection: sa.Connection, is_on: str) -> None:
    """SQLite's constraints, which can be set outside a transaction only."""
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute(f"PRAGMA foreign_keys={is_on}")
        driver.execute(f"PRAGMA ignore_check_constraints={'ON' if is_on == 'OFF' else 'OFF'}")


def _disarm(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        return
    # Once for a record: dropping them in every forgery would be most of its time. Honest writing needs no guard.
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    for name in connection.exec_driver_sql(query).scalars().all():
        connection.exec_driver_sql(f"DROP TRIGGER {name}")


def stored(connection: sa.Connection, table: str) -> list[dict[str, Any]]:
    """The rows of a table as they are stored."""
    order = "seq" if table == "ledger" else "sealed_in"
    rows = connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY {order}")
    return [dict(row) for row in rows.mappings()]
