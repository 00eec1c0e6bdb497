"""What is sealed, byte by byte, and which break is named, with its sentence (P37, P42, L04)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import pytest
import sqlalchemy as sa
from tests.small_record import row_of, tables_of

from jujur.record import seals
from jujur.record.database import Database, Session
from jujur.record.seals import Break, TableSeal


def sha256(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


@pytest.mark.parametrize(
    ("names", "row", "text"),
    [
        (("b", "a"), ("x", 1), '{"a":1,"b":"x"}'),
        (("a", "b", "c"), (1, None, "é\n"), '{"a":1,"c":"é\\n"}'),
        (("a",), ("abc",), '{"a":"abc"}'),
        (("a",), ("z",), '{"a":"z"}'),
        (("a",), (2**70,), '{"a":1180591620717411303424}'),
        (("a",), (None,), "{}"),
        (("é",), (-1,), '{"é":-1}'),
        (("a", "b"), (1.5, b"x"), '{"a":["float", "1.5"],"b":["bytes", "b\'x\'"]}'),
        (("a", "b"), (True, 1), '{"a":["bool", "True"],"b":1}'),
    ],
)
def test_the_bytes_of_a_row(names: tuple[str, ...], row: tuple[object, ...], text: str) -> None:
    assert [*seals.row_digests(names, [row, row])] == [sha256(text)] * 2


def test_the_bytes_of_a_table() -> None:
    one, two = sorted((sha256("a"), sha256("b")))
    digest = hashlib.sha256(one + two).hexdigest()
    assert seals.seal_rows([two, one]) == seals.seal_rows([one, two]) == TableSeal(2, digest)
    assert seals.seal_rows([]) == TableSeal(0, hashlib.sha256(b"").hexdigest())


def test_a_seal_travels_as_a_payload() -> None:
    found = {"b": TableSeal(1, "x"), "a": TableSeal(2, "y")}
    payload = {"a": {"rows": 2, "digest": "y"}, "b": {"rows": 1, "digest": "x"}}
    assert list(seals.to_payload(found).items()) == list(payload.items())
    assert seals.from_payload(payload) == found


def add(
    session: Session, blank: Database, transaction: int | None, *numbers: int, table: str = "area"
) -> None:
    session.transaction = transaction
    session.insert_many(
        tables_of(blank)[table], [row_of(tables_of(blank)[table], number, {}) for number in numbers]
    )


def seal_by_hand(session: Session, table: str, where: str) -> TableSeal:
    rows = [
        dict(row)
        for row in session.connection.exec_driver_sql(f"SELECT * FROM {table} WHERE {where}").mappings()
    ]
    assert rows
    return seals.seal_rows(seals.row_digests([*rows[0]], [[*row.values()] for row in rows]))


def test_every_table_with_rows_of_a_transaction_is_sealed(hand: Session, blank: Database) -> None:
    add(hand, blank, None, 9)
    add(hand, blank, 1, 1, 2)
    add(hand, blank, 2, 3)
    add(hand, blank, 2, 1, table="finding")
    tables = ["finding", "decision", "area"]
    assert seals.seal_of(hand, tables, 1) == {"area": seal_by_hand(hand, "area", "sealed_in = 1")}
    both = seals.seal_of(hand, tables, 2)
    assert list(both) == ["area", "finding"]
    assert both == {table: seal_by_hand(hand, table, "sealed_in = 2") for table in ("area", "finding")}
    assert seals.seal_of(hand, tables, None) == {"area": seal_by_hand(hand, "area", "sealed_in IS NULL")}
    assert seals.seal_of(hand, tables, 3) == {}


def test_all_tables_but_the_ledger_are_sealed(hand: Session, blank: Database) -> None:
    tables = set(sa.inspect(blank.engine).get_table_names())
    assert seals.sealed_tables(hand) == sorted(tables - {"ledger", "alembic_version"})
    assert "area" in seals.sealed_tables(hand)


def test_rows_are_read_in_portions(hand: Session, blank: Database) -> None:
    """A table of a national day is larger than the memory: neither sealing nor checking may fetch it whole."""
    add(hand, blank, 1, 1)
    asked: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, *rest: object) -> None:
        context = rest[1]
        assert isinstance(context, sa.engine.default.DefaultExecutionContext)
        asked.append((statement, context.execution_options.get("yield_per")))

    sa.event.listen(blank.engine, "before_cursor_execute", note)
    try:
        sealed = {1: seals.seal_of(hand, ["area"], 1)}
        seals.first_break(hand, sealed)
    finally:
        sa.event.remove(blank.engine, "before_cursor_execute", note)
    portions = {portion for statement, portion in asked if "FROM area" in statement}
    assert portions == {2_000}


Sealed = dict[int, Mapping[str, TableSeal]]


@pytest.fixture
def sealed(hand: Session, blank: Database) -> Sealed:
    """Two old rows; two areas in transaction 2; an area in 3, and a finding in 4."""
    add(hand, blank, None, 1, 2)
    add(hand, blank, 2, 3, 4)
    add(hand, blank, 3, 5)
    add(hand, blank, 4, 1, table="finding")
    add(hand, blank, 4, 6)
    hand.transaction = None
    tables = ("area", "finding")
    found: Sealed = {0: seals.seal_of(hand, tables, None)}
    for transaction in (2, 3, 4):
        found[transaction] = seals.seal_of(hand, tables, transaction)
    return found


def test_what_was_sealed_holds(hand: Session, sealed: Sealed) -> None:
    assert [len(tables) for tables in sealed.values()] == [1, 1, 1, 2]
    assert seals.first_break(hand, sealed) is None
    assert seals.first_break(hand, {3: sealed[3], 4: sealed[4]}, since=2) is None
    assert seals.first_break(hand, {}, since=4) is None


CHANGED = "isi tabel area telah diubah ({} baris, sidiknya tidak cocok)"


@pytest.mark.parametrize(
    ("lie", "found"),
    [
        ("UPDATE area SET name = 'x' WHERE code = 'code 4'", Break(2, "area", CHANGED.format(2))),
        ("UPDATE area SET name = 'x' WHERE code = 'code 2'", Break(0, "area", CHANGED.format(2))),
        ("UPDATE area SET name = 'x' WHERE sealed_in = 4", Break(4, "area", CHANGED.format(1))),
        (
            "UPDATE area SET sealed_in = 3 WHERE code = 'code 6'",
            Break(3, "area", "tabel area memuat 2 baris, padahal disegel 1 baris"),
        ),
        (
            "DELETE FROM area WHERE code = 'code 1'",
            Break(0, "area", "tabel area memuat 1 baris, padahal disegel 2 baris"),
        ),
        ("DELETE FROM area WHERE sealed_in IS NULL", Break(0, "area", "2 baris tabel area hilang")),
        ("DELETE FROM area WHERE sealed_in = 2", Break(2, "area", "2 baris tabel area hilang")),
        ("DELETE FROM area WHERE sealed_in = 4", Break(4, "area", "1 baris tabel area hilang")),
        ("DELETE FROM area", Break(0, "area", "2 baris tabel area hilang")),
        ("DELETE FROM finding", Break(4, "finding", "1 baris tabel finding hilang")),
        (
            "UPDATE area SET sealed_in = 7 WHERE code = 'code 6'",
            Break(4, "area", "1 baris tabel area hilang"),
        ),
        (
            "UPDATE finding SET sealed_in = 3",
            Break(3, "finding", "tabel finding memuat 1 baris yang tidak disegel"),
        ),
        (
            "INSERT INTO area (code, name, level, valid_from, sealed_in) VALUES ('x', 'x', 'x', 'x', 1)",
            Break(1, "area", "tabel area memuat 1 baris yang tidak disegel"),
        ),
        (
            "INSERT INTO area (code, name, level, valid_from, sealed_in) VALUES ('x', 'x', 'x', 'x', 9)",
            Break(9, "area", "tabel area memuat 1 baris yang tidak disegel"),
        ),
        # What is no number of a transaction belongs to none.
        *(
            (
                "INSERT INTO area (code, name, level, valid_from, sealed_in) "
                f"VALUES ('x', 'x', 'x', 'x', {number}), ('y', 'y', 'y', 'y', {number})",
                Break(-1, "area", "tabel area memuat 2 baris yang tidak disegel"),
            )
            for number in ("0", "-3", "'x'", "x'00'")
        ),
        (
            "UPDATE area SET sealed_in = 2.5 WHERE sealed_in = 3",
            Break(-1, "area", "tabel area memuat 1 baris yang tidak disegel"),
        ),
        ("DROP TABLE finding", Break(4, "finding", "tabel finding hilang")),
        ("DROP TABLE area", Break(0, "area", "tabel area hilang")),
        (
            "ALTER TABLE finding RENAME COLUMN sealed_in TO lain",
            Break(4, "finding", "tabel finding tidak dapat dibaca: no such column: sealed_in"),
        ),
        (
            "ALTER TABLE decision RENAME COLUMN sealed_in TO lain",
            Break(0, "decision", "tabel decision tidak dapat dibaca: no such column: sealed_in"),
        ),
    ],
)
def test_the_break_is_named(hand: Session, sealed: Sealed, lie: str, found: Break) -> None:
    hand.connection.exec_driver_sql(lie)
    assert seals.first_break(hand, sealed) == found


def test_the_earliest_break_is_named_first(hand: Session, blank: Database, sealed: Sealed) -> None:
    hand.connection.exec_driver_sql("UPDATE finding SET found = 'x'")
    assert seals.first_break(hand, sealed) == Break(
        4, "finding", "isi tabel finding telah diubah (1 baris, sidiknya tidak cocok)"
    )
    hand.connection.exec_driver_sql("UPDATE area SET name = 'x' WHERE sealed_in = 4")
    assert seals.first_break(hand, sealed) == Break(4, "area", CHANGED.format(1))
    add(hand, blank, 1, 1, table="row_change")
    assert seals.first_break(hand, sealed) == Break(
        1, "row_change", "tabel row_change memuat 1 baris yang tidak disegel"
    )


def test_an_earlier_break_of_a_later_table_comes_first(hand: Session, sealed: Sealed) -> None:
    hand.connection.exec_driver_sql("UPDATE finding SET sealed_in = 3")
    hand.connection.exec_driver_sql("UPDATE area SET name = 'x' WHERE sealed_in = 4")
    assert seals.first_break(hand, sealed) == Break(
        3, "finding", "tabel finding memuat 1 baris yang tidak disegel"
    )


def test_since_an_event_only_later_rows_are_looked_at(hand: Session, blank: Database, sealed: Sealed) -> None:
    add(hand, blank, None, 77)
    hand.connection.exec_driver_sql("UPDATE area SET name = 'x' WHERE sealed_in = 2")
    later = {transaction: tables for transaction, tables in sealed.items() if transaction > 2}
    assert seals.first_break(hand, later, since=2) is None
    assert seals.first_break(hand, later, since=1) == Break(
        2, "area", "tabel area memuat 2 baris yang tidak disegel"
    )
    hand.connection.exec_driver_sql("UPDATE area SET name = 'x' WHERE sealed_in = 3")
    assert seals.first_break(hand, later, since=2) == Break(3, "area", CHANGED.format(1))
    assert seals.first_break(hand, {4: sealed[4]}, since=3) is None


def test_where_a_row_stands_in_the_file_is_not_content(hand: Session, sealed: Sealed) -> None:
    """A backup that was read back, or a database that was tidied up, need not hold the rows in the order of writing."""
    columns = "code, name, level, parent_code, valid_from, sealed_in"
    hand.connection.exec_driver_sql("CREATE TEMP TABLE aside AS SELECT * FROM area")
    hand.connection.exec_driver_sql("DELETE FROM area")
    hand.connection.exec_driver_sql(
        f"INSERT INTO area ({columns}) SELECT {columns} FROM aside ORDER BY sealed_in DESC, code DESC"
    )
    hand.connection.exec_driver_sql("DROP TABLE aside")
    assert seals.first_break(hand, sealed) is None
