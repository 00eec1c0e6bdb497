"""Connections: one writer at a time, readers that never block it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Insert, Select, Table, TextClause, create_engine, event, make_url
from sqlalchemy.sql.compiler import SQLCompiler

from jujur.record import ledger, seals
from jujur.record.statements import statement

# Any fixed number does; it names the one lock under which the ledger grows on PostgreSQL.
LEDGER_LOCK = 16720001
_INSERTED = re.compile(r"^INSERT INTO (\w+)", re.MULTILINE)
_ROWS_AT_ONCE = 1_000


def make_engine(url: str) -> Engine:
    """An engine for ``url`` whose write transactions are serialised from their first statement."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": 30})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # SQLAlchemy, not the driver, decides when a transaction begins; see _begin_sqlite.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at once: two writers that both read the ledger's head and then write would fork the chain.
    is_writer = connection.get_execution_options().get("jujur_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")


class Database:
    """Runs the statements of ``sql/`` on one engine."""

    def __init__(self, url: str, sql_dir: Path) -> None:
        self.engine = make_engine(url)
        self.sql_dir = sql_dir
        # The desk's clock, for the seals of transactions that enter no event of their own; whoever opens the desk hands it in.
        self.clock: Callable[[], datetime] | None = None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A read-only view of one moment of the database."""
        with self.engine.connect() as connection, connection.begin():
            yield Session(connection, self.sql_dir)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction that alone may write; it commits as a whole, sealed in the ledger (P37), or leaves nothing."""
        with self.engine.connect().execution_options(jujur_writes=True) as connection, connection.begin():
            session = Session(connection, self.sql_dir)
            if connection.dialect.name == "postgresql":
                session.run("lock_ledger", lock=LEDGER_LOCK)
            session.begin_transaction()
            yield session
            ledger.seal(session, self.clock() if self.clock else None)

    def close(self) -> None:
        """Gives all connections back."""
        self.engine.dispose()


class Session:
    """One open transaction."""

    def __init__(self, connection: Connection, sql_dir: Path) -> None:
        self.connection = connection
        self._sql_dir = sql_dir
        # The number that every row written in this transaction carries as ``sealed_in``; None while only reading.
        self.transaction: int | None = None
        # The tables that this transaction adds rows to; what it added is sealed when it ends.
        self.written: set[str] = set()

    def begin_transaction(self) -> None:
        """Numbers a writing transaction by the ledger entry that comes next: writers are alone, so no two have one number."""
        head = self.row("ledger_head")
        self.transaction = int(head["seq"]) + 1 if head else 1

    def run(self, name: str, **parameters: Any) -> None:
        """Runs a statement once."""
        clause = statement(self._sql_dir, name)
        self._note_written(clause)
        self.connection.execute(clause, {**parameters, "sealed_in": self.transaction})

    def run_many(self, name: str, parameters: Sequence[Mapping[str, Any]]) -> None:
        """Runs a statement for each set of parameters, all of which name the same ones."""
        if parameters:
            self._run_each(statement(self._sql_dir, name), parameters)

    def insert_many(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Adds rows to a table whose columns a form decides; every other statement is a file (docs/decisions/0018).

        All rows name the same columns.
        """
        if rows:
            self._run_each(table.insert(), rows)

    def _run_each(self, clause: TextClause | Insert, rows: Sequence[Mapping[str, Any]]) -> None:
        """Values here are text, whole numbers and None: a driver that counts its parameters needs no help with each of them."""
        self._note_written(clause)
        rows = [{**row, "sealed_in": self.transaction} for row in rows]
        compiled = clause.compile(dialect=self.connection.dialect, column_keys=list(rows[0]))
        assert isinstance(compiled, SQLCompiler)
        order = compiled.positiontup
        if order is None or len(order) < 2:
            self.connection.execute(clause, rows)
        else:
            self.connection.exec_driver_sql(str(compiled), list(map(itemgetter(*order), rows)))

    def _note_written(self, clause: TextClause | Insert) -> None:
        if isinstance(clause, Insert):
            self.written.add(str(clause.table))
        else:
            self.written.update(set(_INSERTED.findall(clause.text)) - seals.UNSEALED_TABLES)

    def stream(self, name: str, **parameters: Any) -> Iterator[dict[str, Any]]:
        """The rows of a query one at a time, for what may be larger than the memory."""
        options = {"yield_per": _ROWS_AT_ONCE}
        result = self.connection.execute(
            statement(self._sql_dir, name), parameters, execution_options=options
        )
        # Whoever stops early leaves no cursor open.
        with closing(result):
            for row in result.mappings():
                yield dict(row)

    def select(self, query: Select[Any]) -> list[dict[str, Any]]:
        """All rows of a query about the columns of a form, built from its table."""
        return [dict(row) for row in self.connection.execute(query).mappings()]

    def rows(self, name: str, **parameters: Any) -> list[dict[str, Any]]:
        """All rows of a query."""
        result = self.connection.execute(statement(self._sql_dir, name), parameters)
        return [dict(row) for row in result.mappings()]

    def row(self, name: str, **parameters: Any) -> dict[str, Any] | None:
        """The first row of a query, or None."""
        found = self.connection.execute(statement(self._sql_dir, name), parameters).mappings().first()
        return None if found is None else dict(found)
