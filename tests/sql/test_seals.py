"""Every row of every table is sealed: no edit, deletion or insertion in the database file stays unseen (P37, P42, L04, L48)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.small_record import AT, fill, forging, open_record, row_of, stored, tables_of

from jujur.domain.errors import LedgerBroken, RecordError
from jujur.record import chain, ledger, seals
from jujur.record.database import Database

BY_HAND = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
VALUES = st.one_of(
    st.none(),
    st.integers(-3, 60),
    st.integers(2**53, 2**62),
    st.sampled_from(
        ["", "0", "1", "1.5", "accepted", "held", "dibekukan", "terbit", "E-1", "E-2", "{}", "null"]
    ),
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=6),
    st.floats(allow_nan=False, allow_infinity=False),
    st.binary(max_size=3),
)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = open_record(f"sqlite:///{tmp_path_factory.mktemp('record')}/jujur.sqlite")
    fill(database)
    yield database
    database.close()


@pytest.fixture(scope="module")
def on_postgres(postgres_server: str) -> Iterator[Database]:
    import secrets

    name = f"t{secrets.token_hex(8)}"
    engine = sa.create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    database = open_record(f"{postgres_server.rsplit('/', 1)[0]}/{name}")
    fill(database)
    yield database
    database.close()


def events(database: Database) -> int:
    with database.reading() as session:
        return ledger.verify(session)


def test_an_honest_record_holds(record: Database) -> None:
    with record.reading() as session:
        found = [entry.event for entry in ledger.entries(session)]
        assert ledger.verify(session) == len(found)
    assert found.count("transaction_sealed") == len(tables_of(record)) + 2
    assert found[-2:] == ["only_said", "transaction_sealed"]


def test_every_table_is_sealed_row_by_row(record: Database) -> None:
    with record.reading() as session:
        sealed: dict[str, int] = {}
        for entry in ledger.entries(session):
            if entry.event == "transaction_sealed":
                for table, seal in entry.payload["tables"].items():
                    sealed[table] = sealed.get(table, 0) + seal["rows"]
        counts = {name: len(stored(session.connection, name)) for name in tables_of(record)}
    assert sealed == counts
    assert all(counts.values())


def test_both_databases_seal_alike(record: Database, on_postgres: Database) -> None:
    payloads = []
    for database in (record, on_postgres):
        with database.reading() as session:
            payloads.append(
                [
                    entry.payload["tables"]
                    for entry in ledger.entries(session)
                    if entry.event == "transaction_sealed"
                ]
            )
    assert payloads[0] == payloads[1]


@BY_HAND
@given(data=st.data())
def test_any_single_edit_is_found(record: Database, data: st.DataObject) -> None:
    with forging(record) as (connection, session):
        table = data.draw(st.sampled_from([*tables_of(record), "ledger"]))
        rows = stored(connection, table)
        at = data.draw(st.integers(0, len(rows) - 1))
        column = data.draw(st.sampled_from(sorted(rows[at])))
        value = data.draw(VALUES)
        try:
            connection.exec_driver_sql(
                f"UPDATE {table} SET {column} = ? WHERE rowid = "
                f"(SELECT rowid FROM {table} ORDER BY {'seq' if table == 'ledger' else 'sealed_in'}, rowid LIMIT 1 OFFSET ?)",
                (value, at),
            )
        except sa.exc.DBAPIError:
            assume(False)  # the table itself refused
        assume(
            [list(map(repr, row.values())) for row in stored(connection, table)]
            != [list(map(repr, row.values())) for row in rows]
        )
        with pytest.raises(LedgerBroken):
            ledger.verify(session)


@BY_HAND
@given(data=st.data())
def test_any_single_deletion_is_found(record: Database, data: st.DataObject) -> None:
    with forging(record) as (connection, session):
        table = data.draw(st.sampled_from([*tables_of(record), "ledger"]))
        at = data.draw(st.integers(0, len(stored(connection, table)) - 1))
        connection.exec_driver_sql(
            f"DELETE FROM {table} WHERE rowid = (SELECT rowid FROM {table} ORDER BY rowid LIMIT 1 OFFSET ?)",
            (at,),
        )
        with pytest.raises(LedgerBroken):
            ledger.verify(session)


@BY_HAND
@given(data=st.data())
def test_any_single_insertion_is_found(record: Database, data: st.DataObject) -> None:
    tables = tables_of(record)
    with forging(record) as (connection, session):
        table = tables[data.draw(st.sampled_from(sorted(tables)))]
        sealed_in = data.draw(st.one_of(st.none(), st.integers(-1, 80)))
        row = row_of(table, data.draw(st.integers(1, 9)), {"sealed_in": sealed_in})
        before = len(stored(connection, table.name))
        try:
            connection.execute(table.insert(), row)
        except sa.exc.IntegrityError:
            assume(False)
        assert len(stored(connection, table.name)) == before + 1
        with pytest.raises(LedgerBroken):
            ledger.verify(session)


@BY_HAND
@given(st.integers(1, 40))
def test_truncation_is_found(record: Database, cut: int) -> None:
    """Whatever is cut off, but for a last transaction as a whole that wrote no row: that, only a printed or noted head shows."""
    with forging(record) as (connection, session):
        newest = ledger.newest(session).seq
        assume(cut <= newest)
        connection.exec_driver_sql("DELETE FROM ledger WHERE seq > ?", (newest - cut,))
        if cut == 2:
            assert ledger.verify(session) == newest - 2
            return
        with pytest.raises(LedgerBroken, match=r"terpotong|tidak dikenal buku besar"):
            ledger.verify(session)


@BY_HAND
@given(data=st.data())
def test_reordering_is_found(record: Database, data: st.DataObject) -> None:
    with forging(record) as (connection, session):
        newest = ledger.newest(session).seq
        one, two = data.draw(st.lists(st.integers(1, newest), min_size=2, max_size=2, unique=True))
        for old, new in ((one, -1), (two, one), (-1, two)):
            connection.exec_driver_sql("UPDATE ledger SET seq = ? WHERE seq = ?", (new, old))
        with pytest.raises(LedgerBroken, match=f"urutan {min(one, two)}"):
            ledger.verify(session)


def test_dispositions_that_change_places_are_found(record: Database) -> None:
    """The newest disposition of a row counts: two that swap their numbers make another bin of it."""
    with forging(record) as (connection, session):
        first, second, *_ = (row["seq"] for row in stored(connection, "disposition"))
        for old, new in ((first, -1), (second, first), (-1, second)):
            connection.exec_driver_sql("UPDATE disposition SET seq = ? WHERE seq = ?", (new, old))
        # Both rows are the same but for what they are about, so only their numbers tell.
        with pytest.raises(LedgerBroken, match="isi tabel disposition telah diubah"):
            ledger.verify(session)


def test_the_first_break_is_named_with_its_transaction(record: Database) -> None:
    with forging(record) as (connection, session):
        rows = {name: stored(connection, name) for name in ("frame", "finding")}
        first, later = sorted(rows, key=lambda name: rows[name][0]["sealed_in"])
        column = {"frame": "due_at", "finding": "found"}
        for name in (first, later):
            connection.exec_driver_sql(f"UPDATE {name} SET {column[name]} = 'lain'")
        transaction = rows[first][0]["sealed_in"]
        with pytest.raises(
            LedgerBroken, match=rf"\(transaksi {transaction}\): isi tabel {first} telah diubah"
        ):
            ledger.verify(session)


def test_a_dropped_table_is_named(record: Database) -> None:
    with forging(record) as (connection, session):
        connection.exec_driver_sql("DROP TABLE row_kejadian")
        with pytest.raises(LedgerBroken, match="tabel row_kejadian hilang"):
            ledger.verify(session)


def reseal(connection: sa.Connection, transaction: int, seq: int, prev: str, tables: Any) -> None:
    """Appends a seal that is linked well: what somebody who knows how the chain works would add."""
    payload = {"transaction": transaction, "tables": tables}
    at = "2024-02-15T00:00:00.000000Z"
    digest = chain.entry_hash(seq, prev, at, "desk", chain.SEALED, payload)
    connection.exec_driver_sql(
        "INSERT INTO ledger (seq, prev, hash, at, actor, event, payload) VALUES (?, ?, ?, ?, 'desk', ?, ?)",
        (seq, prev, digest, at, chain.SEALED, ledger.canonical_json(payload).decode()),
    )


@pytest.mark.parametrize("tables", [{}, {"area": {"rows": 1}}, {"area": 5}, None])
def test_a_seal_over_an_old_transaction_is_refused(record: Database, tables: Any) -> None:
    with forging(record) as (connection, session):
        newest = ledger.newest(session)
        reseal(connection, 3, newest.seq + 1, newest.hash, tables)
        with pytest.raises(LedgerBroken, match="tidak sah"):
            ledger.verify(session)


def test_old_rows_cannot_be_smuggled_in_after_the_first_seal(record: Database) -> None:
    with forging(record) as (connection, session):
        connection.execute(tables_of(record)["area"].insert(), row_of(tables_of(record)["area"], 77, {}))
        session.begin_transaction()
        assert ledger.seal_legacy(session, AT) is None
        with pytest.raises(LedgerBroken, match="tanpa transaksi"):
            ledger.verify(session)


def test_checking_since_an_event_looks_at_later_rows_only(record: Database) -> None:
    with forging(record) as (connection, session):
        newest = ledger.newest(session).seq
        rows = stored(connection, "area")
        first, last = rows[0]["sealed_in"], rows[-1]["sealed_in"]
        connection.exec_driver_sql("UPDATE area SET name = 'lain' WHERE sealed_in = ?", (first,))
        assert ledger.verify(session, since=first + 2) == newest
        connection.exec_driver_sql("UPDATE area SET name = 'lain' WHERE sealed_in = ?", (last,))
        with pytest.raises(LedgerBroken, match=f"transaksi {last}"):
            ledger.verify(session, since=first + 2)
        with pytest.raises(LedgerBroken, match="tidak ada lagi"):
            ledger.verify(session, since=newest + 1)
        for since in range(1, last - 1):
            with pytest.raises(LedgerBroken):
                ledger.verify(session, since=since)


@pytest.mark.parametrize(
    "lie",
    [
        "UPDATE row_kejadian SET uraian = 'tidak ada' WHERE submission_id = 'K-1'",
        "UPDATE figure SET k = k + 1 WHERE edition_id = 'E-1'",
        "UPDATE disposition SET bin = 'held' WHERE seq = 1",
        "DELETE FROM finding WHERE seq = 2",
        "INSERT INTO area (code, name, level, valid_from) VALUES ('x', 'x', 'tps', '2024')",
        "UPDATE ledger SET payload = REPLACE(payload, ':', ': ') WHERE seq = 1",
        "DELETE FROM ledger WHERE seq > 4",
        "DROP TABLE row_kejadian",
    ],
)
def test_postgres_tells_too(on_postgres: Database, lie: str) -> None:
    assert events(on_postgres) > 50
    with forging(on_postgres) as (connection, session):
        connection.execute(sa.text(lie))
        with pytest.raises(LedgerBroken):
            ledger.verify(session)


ANYTHING = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["finding", "row_change", "spot_check_result"]),
            ANYTHING,
            st.integers(0, 2**31 - 1),
        ),
        max_size=4,
    ),
    st.booleans(),
)
def test_no_honest_transaction_alarms(
    record: Database, on_postgres: Database, rows: list[tuple[str, str, int]], has_event: bool
) -> None:
    last = []
    for database in (record, on_postgres):
        tables = tables_of(database)
        with database.writing() as session:
            if has_event:
                ledger.append(session, AT + timedelta(days=1), "desk", "written", {"rows": len(rows)})
            for name, text, number in rows:
                texts = {
                    column.name: text
                    for column in tables[name].columns
                    if type(column.type) is sa.Text and column.name != "sealed_in"
                }
                session.insert_many(tables[name], [row_of(tables[name], number, texts)])
        with database.reading() as session:
            assert ledger.verify(session) == ledger.newest(session).seq
            last.append(ledger.newest(session).payload)
    assert last[0] == last[1]


def test_a_transaction_that_wrote_nothing_says_nothing(record: Database) -> None:
    before = events(record)
    with record.writing():
        pass
    assert events(record) == before


def test_a_transaction_that_failed_leaves_nothing(record: Database) -> None:
    before = events(record)

    def fail() -> None:
        with record.writing() as session:
            ledger.append(session, AT, "desk", "written", {})
            raise RecordError("sengaja")

    with pytest.raises(RecordError, match="sengaja"):
        fail()
    assert events(record) == before


def test_a_seal_without_an_event_takes_the_time_of_the_desk(tmp_path: Path) -> None:
    database = open_record(f"sqlite:///{tmp_path}/jujur.sqlite")
    area = tables_of(database)["area"]
    with pytest.raises(RecordError, match="tanpa jam"), database.writing() as session:
        session.insert_many(area, [row_of(area, 1, {})])
    times = []
    for now in (AT, AT + timedelta(hours=2), AT + timedelta(hours=1)):
        database.clock = lambda now=now: now
        with database.writing() as session:
            session.insert_many(area, [row_of(area, 10 + len(times), {})])
        with database.reading() as session:
            times.append(ledger.newest(session).at[:16])
    # Never before the event before it.
    assert times == ["2024-02-14T12:00", "2024-02-14T14:00", "2024-02-14T14:00"]
    database.close()


def test_a_column_that_comes_later_changes_no_seal(record: Database) -> None:
    with forging(record) as (connection, session):
        connection.exec_driver_sql("ALTER TABLE area ADD COLUMN luas INTEGER")
        assert ledger.verify(session) > 0
        connection.exec_driver_sql("UPDATE area SET luas = 5 WHERE code = 'code 1'")
        with pytest.raises(LedgerBroken, match="area"):
            ledger.verify(session)


def test_two_ways_to_write_a_number_are_two_contents() -> None:
    """No value of one kind is taken for one of another, and no column for its neighbour."""
    rows: list[tuple[object, ...]] = [
        (1, 2),
        (2, 1),
        ("1", 2),
        (1, "2"),
        (1.0, 2),
        (b"1", 2),
        (None, 2),
        (1, None),
        (None, None),
        ("", 2),
        ("null", 2),
        ('1,"b":2', None),
        ('["float", "1.0"]', 2),
    ]
    assert len(set(seals.row_digests(("a", "b"), rows))) == len(rows)
    assert (
        len({next(seals.row_digests(names, [(1, 2)])) for names in (("a", "b"), ("b", "a"), ("a", "c"))}) == 3
    )
    # The order of the columns is not content.
    assert [*seals.row_digests(("a", "b"), [(1, 2)])] == [*seals.row_digests(("b", "a"), [(2, 1)])]


@given(st.lists(st.tuples(st.integers(), ANYTHING), max_size=8), st.randoms())
def test_the_order_of_rows_is_not_content(rows: list[tuple[int, str]], chance: Any) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    names = ("a", "b")
    assert seals.seal_rows(seals.row_digests(names, rows)) == seals.seal_rows(
        seals.row_digests(names, shuffled)
    )
    if rows:
        fewer = seals.seal_rows(seals.row_digests(names, rows[1:]))
        assert fewer != seals.seal_rows(seals.row_digests(names, rows))


@given(
    st.dictionaries(
        st.from_regex("[a-z_]{1,8}", fullmatch=True),
        st.one_of(st.none(), st.integers(-(2**53) + 1, 2**53 - 1), ANYTHING),
        min_size=1,
        max_size=5,
    )
)
def test_a_row_is_hashed_as_canonical_json(row: dict[str, int | str | None]) -> None:
    import hashlib

    import rfc8785

    expected = hashlib.sha256(
        rfc8785.dumps({key: value for key, value in row.items() if value is not None})
    ).digest()
    assert [*seals.row_digests(tuple(row), [tuple(row.values())])] == [expected]
