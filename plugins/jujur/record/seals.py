"""Seals: what each transaction wrote, so that a row changed, removed or added behind the ledger's back is found (P37, P42).

A seal names, for every table of its transaction, how many rows were written and one digest over them. The digest is made from
what the database holds, never from what a program meant to write, so that whoever has the database can make it again:

- a row is canonical JSON (RFC 8785) of its columns by name, without those that are NULL, so that a column added by a later
  migration changes no older digest; whole numbers of any size are written in decimal;
- the digest of a table is the sha256 over the sorted sha256 of its rows, so that no order and no collation matters. Where the
  order of rows carries meaning (the newest disposition counts), it is a column, ``seq``, and sealed like every other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from json.encoder import encode_basestring
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from jujur.record.database import Session

# The ledger is sealed by its own chain; alembic_version says how the tables look, not what they hold.
UNSEALED_TABLES = frozenset({"ledger", "alembic_version"})
SEALED_IN = "sealed_in"
_ROWS_AT_ONCE = 2_000
_sealed_in: sa.ColumnClause[int | None] = sa.column(SEALED_IN, sa.Integer)

# Rows that were there before there were seals carry no transaction; they come before all others.
LEGACY = 0
_NEVER = -1


@dataclass(frozen=True, slots=True)
class TableSeal:
    """What one transaction wrote into one table: the number of rows and the digest over them."""

    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where a table does not hold what was sealed; ``transaction`` is LEGACY for rows without one."""

    transaction: int
    table: str
    text: str


def row_digests(names: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The sha256 of each row, whose values stand in the order of ``names``."""
    order = sorted(range(len(names)), key=lambda at: names[at])
    keys, sha256 = [f"{encode_basestring(names[at])}:" for at in order], hashlib.sha256
    values = itemgetter(*order) if len(order) > 1 else lambda row: (row[order[0]],)
    for row in rows:
        # str and int are what the tables hold; this loop is the price of a seal, so it calls nothing of ours for them.
        cells = [
            key
            + (
                encode_basestring(value)
                if type(value) is str
                else str(value)
                if type(value) is int
                else _stranger(value)
            )
            for key, value in zip(keys, values(row), strict=True)
            if value is not None
        ]
        yield sha256(f"{{{','.join(cells)}}}".encode()).digest()


def _stranger(value: object) -> str:
    """Whatever else a database was made to hold: told apart by its type, it matches no seal of text or of a number."""
    return json.dumps([type(value).__name__, str(value)])


def seal_rows(digests: Iterable[bytes]) -> TableSeal:
    """The seal of a set of rows from their digests, in any order."""
    ordered = sorted(digests)
    return TableSeal(len(ordered), hashlib.sha256(b"".join(ordered)).hexdigest())


def seal_of(session: Session, tables: Iterable[str], transaction: int | None) -> dict[str, TableSeal]:
    """The seals of all rows that carry this transaction (None: those that carry none), of tables that have any."""
    seals = {}
    for table in sorted(tables):
        which = _sealed_in.is_(None) if transaction is None else _of(transaction)
        seal = _seal(_select(session, table, which))
        if seal.rows:
            seals[table] = seal
    return seals


def sealed_tables(session: Session) -> list[str]:
    """All tables of the record whose rows belong to a transaction."""
    return sorted(set(sa.inspect(session.connection).get_table_names()) - UNSEALED_TABLES)


def to_payload(seals: Mapping[str, TableSeal]) -> dict[str, dict[str, Any]]:
    """Seals as a ledger event carries them."""
    return {table: {"rows": seal.rows, "digest": seal.digest} for table, seal in sorted(seals.items())}


def from_payload(payload: Mapping[str, Any]) -> dict[str, TableSeal]:
    """Seals from a ledger event. Raises KeyError or TypeError when it holds none."""
    return {table: TableSeal(seal["rows"], seal["digest"]) for table, seal in payload.items()}


def first_break(
    session: Session, sealed: Mapping[int, Mapping[str, TableSeal]], since: int = LEGACY
) -> Break | None:
    """The earliest transaction after ``since`` of which some table does not hold what was sealed, and that table.

    ``sealed`` holds the seals by transaction; those of rows without a transaction under LEGACY. LEGACY as ``since`` means all.
    """
    expected: dict[str, dict[int, TableSeal]] = {table: {} for table in sealed_tables(session)}
    known = frozenset(expected)
    for transaction, tables in sealed.items():
        for table, seal in tables.items():
            expected.setdefault(table, {})[transaction] = seal
    found = [
        _break_of(session, table, seals, since)
        if table in known
        else Break(min(seals), table, f"tabel {table} hilang")
        for table, seals in sorted(expected.items())
    ]
    return min((one for one in found if one), key=lambda one: (one.transaction, one.table), default=None)


def _break_of(session: Session, table: str, expected: Mapping[int, TableSeal], since: int) -> Break | None:
    """The first break of one table: rows are read transaction by transaction, beside the seals."""
    waiting = iter(sorted(expected))
    due = next(waiting, None)
    try:
        for transaction, found in _transactions(session, table, since):
            if due is not None and due < transaction:
                break
            if transaction != due:
                return Break(
                    transaction, table, f"tabel {table} memuat {found.rows} baris yang tidak disegel"
                )
            if found != expected[transaction]:
                return _differs(table, transaction, expected[transaction], found)
            due = next(waiting, None)
    except DBAPIError as error:
        return Break(due or LEGACY, table, f"tabel {table} tidak dapat dibaca: {error.orig}")
    if due is None:
        return None
    return Break(due, table, f"{expected[due].rows} baris tabel {table} hilang")


def _differs(table: str, transaction: int, seal: TableSeal, found: TableSeal) -> Break:
    if found.rows != seal.rows:
        text = f"tabel {table} memuat {found.rows} baris, padahal disegel {seal.rows} baris"
    else:
        text = f"isi tabel {table} telah diubah ({seal.rows} baris, sidiknya tidak cocok)"
    return Break(transaction, table, text)


def _transactions(session: Session, table: str, since: int) -> Iterator[tuple[int, TableSeal]]:
    """The seals that the rows of a table deserve, transaction by transaction; memory for one transaction's digests only."""
    if since == LEGACY:
        seal = _seal(_select(session, table, _sealed_in.is_(None)))
        if seal.rows:
            yield LEGACY, seal
    # Whoever stops early leaves no cursor open.
    with closing(_select(session, table, _after(since))) as rows:
        names = list(rows.keys())
        at = names.index(SEALED_IN)
        for transaction, group in groupby(rows, key=itemgetter(at)):
            # What is no number of a transaction belongs to none; it stands there only because somebody put it there.
            is_number = type(transaction) is int and transaction > LEGACY
            yield transaction if is_number else _NEVER, seal_rows(row_digests(names, group))


def _seal(rows: sa.CursorResult[Any]) -> TableSeal:
    return seal_rows(row_digests(list(rows.keys()), rows))


def _of(transaction: int) -> sa.ColumnElement[bool]:
    return _sealed_in == sa.literal(transaction)


def _after(since: int) -> sa.ColumnElement[bool]:
    """All rows of transactions after one; all that name any transaction when there is none to begin after."""
    return _sealed_in.is_not(None) if since == LEGACY else _sealed_in > sa.literal(since)


def _select(session: Session, table: str, which: sa.ColumnElement[bool]) -> sa.CursorResult[Any]:
    """The rows of a table, transaction by transaction."""
    query = sa.select(sa.text("*")).select_from(sa.table(table)).where(which).order_by(_sealed_in)
    return session.connection.execute(query, execution_options={"yield_per": _ROWS_AT_ONCE})
