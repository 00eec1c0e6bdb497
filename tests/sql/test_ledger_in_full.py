"""The chain and what seals a transaction, field by field and sentence by sentence (P37): what a mutant must not change unseen."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.small_record import AT, row_of, stored, tables_of

from jujur.domain.errors import LedgerBroken, RecordError
from jujur.record import chain, ledger, seals
from jujur.record.chain import GENESIS, LedgerEntry
from jujur.record.database import Database, Session

NOON = "2024-02-14T12:00:00.000000Z"
ONE = "2024-02-14T13:00:00.000000Z"
HOUR = timedelta(hours=1)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def add_areas(session: Session, blank: Database, *numbers: int) -> None:
    area = tables_of(blank)["area"]
    session.insert_many(area, [row_of(area, number, {}) for number in numbers])


def sealed(session: Session, transaction: int | None, table: str = "area") -> dict[str, dict[str, Any]]:
    return seals.to_payload(seals.seal_of(session, [table], transaction))


def test_an_event_is_hashed_over_all_its_fields() -> None:
    text = '{"actor":"orang","at":"2024","event":"dua","payload":{"a":"é","b":1},"prev":"p","seq":2}'
    assert chain.entry_hash(2, "p", "2024", "orang", "dua", {"b": 1, "a": "é"}) == sha256(text)


def test_events_are_linked_and_kept_field_by_field(hand: Session) -> None:
    assert ledger.head(hand) == GENESIS == "0" * 64
    first = ledger.append(hand, AT, "desk", "satu", {"b": 1, "a": "é"})
    second = ledger.append(hand, AT + HOUR, "orang", "dua", {})
    one = sha256(
        f'{{"actor":"desk","at":"{NOON}","event":"satu","payload":{{"a":"é","b":1}},"prev":"{GENESIS}","seq":1}}'
    )
    two = sha256(f'{{"actor":"orang","at":"{ONE}","event":"dua","payload":{{}},"prev":"{one}","seq":2}}')
    assert first == LedgerEntry(1, GENESIS, one, NOON, "desk", "satu", {"a": "é", "b": 1})
    assert second == LedgerEntry(2, one, two, ONE, "orang", "dua", {})
    kept = [tuple(row.values()) for row in stored(hand.connection, "ledger")]
    assert kept == [
        (1, GENESIS, one, NOON, "desk", "satu", '{"a":"é","b":1}'),
        (2, one, two, ONE, "orang", "dua", "{}"),
    ]
    assert ledger.entries(hand) == [*chain.walk(hand)] == [first, second]
    assert [*chain.walk(hand, since=1)] == [second]
    assert [*chain.walk(hand, since=2)] == []
    assert ledger.newest(hand) == second
    assert ledger.head(hand) == two


def test_the_number_of_an_event_is_not_left_to_the_database(
    hand: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite would count on by itself; the number is part of what is hashed, so it is written as it was hashed."""
    written: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(hand, "run", lambda name, **given: written.append((name, given)))
    entry = ledger.append(hand, AT, "desk", "satu", {})
    ((name, given),) = written
    assert (name, given["seq"]) == ("insert_ledger", entry.seq) == ("insert_ledger", 1)


def test_where_a_head_stands(hand: Session) -> None:
    assert chain.position(hand, GENESIS) == 0
    ledger.append(hand, AT, "desk", "satu", {})
    head = ledger.append(hand, AT, "desk", "dua", {}).hash
    assert (chain.position(hand, GENESIS), chain.position(hand, head)) == (0, 2)
    assert chain.position(hand, "f" * 64) is None


def test_an_empty_ledger_has_no_newest_event(hand: Session) -> None:
    with pytest.raises(RecordError) as told:
        ledger.newest(hand)
    assert str(told.value) == "Buku besar masih kosong. Jalankan `jujur init`."


CHANGED = "Buku besar putus pada urutan 2 (dua): isi telah diubah."


@pytest.mark.parametrize(
    ("lie", "told"),
    [
        ("UPDATE ledger SET hash = CAST(hash AS BLOB) WHERE seq = 2", CHANGED),
        ("UPDATE ledger SET at = CAST(at AS BLOB) WHERE seq = 2", CHANGED),
        ("UPDATE ledger SET actor = CAST(actor AS BLOB) WHERE seq = 2", CHANGED),
        ("UPDATE ledger SET payload = CAST(payload AS BLOB) WHERE seq = 2", CHANGED),
        ("UPDATE ledger SET payload = '{\"a\": 1}' WHERE seq = 2", CHANGED),
        ("UPDATE ledger SET payload = '{\"a\":2}' WHERE seq = 2", CHANGED),
        ("UPDATE ledger SET payload = '{\"a\":1' WHERE seq = 2", CHANGED),
        ("UPDATE ledger SET payload = '[1]' WHERE seq = 2", CHANGED),
        ("UPDATE ledger SET payload = '1' WHERE seq = 2", CHANGED),
        ("UPDATE ledger SET hash = REPLACE(hash, SUBSTR(hash, 1, 1), 'x') WHERE seq = 2", CHANGED),
        ("UPDATE ledger SET at = '2024' WHERE seq = 2", CHANGED),
        ("UPDATE ledger SET actor = 'lain' WHERE seq = 2", CHANGED),
        (
            "UPDATE ledger SET event = 'lain' WHERE seq = 2",
            "Buku besar putus pada urutan 2 (lain): isi telah diubah.",
        ),
        (
            "UPDATE ledger SET event = CAST('dua' AS BLOB) WHERE seq = 2",
            "Buku besar putus pada urutan 2 (b'dua'): isi telah diubah.",
        ),
        (
            "UPDATE ledger SET prev = 'lain' WHERE seq = 2",
            "Buku besar putus pada urutan 2: sidik pendahulu tidak cocok.",
        ),
        ("DELETE FROM ledger WHERE seq = 2", "Buku besar putus: setelah urutan 1 seharusnya 2, ada 3."),
        ("DELETE FROM ledger WHERE seq = 1", "Buku besar putus: setelah urutan 0 seharusnya 1, ada 2."),
    ],
)
def test_a_broken_link_is_named(hand: Session, lie: str, told: str) -> None:
    for event in ("satu", "dua", "tiga"):
        ledger.append(hand, AT, "desk", event, {"a": 1})
    hand.connection.exec_driver_sql(lie)
    with pytest.raises(LedgerBroken) as found:
        list(chain.walk(hand))
    assert str(found.value) == told


def test_every_link_before_the_broken_one_is_told(hand: Session) -> None:
    for event in ("satu", "dua", "tiga"):
        ledger.append(hand, AT, "desk", event, {})
    hand.connection.exec_driver_sql("UPDATE ledger SET actor = 'lain' WHERE seq = 3")
    walk = chain.walk(hand)
    assert [next(walk).seq, next(walk).seq] == [1, 2]
    with pytest.raises(LedgerBroken, match="urutan 3"):
        next(walk)


@pytest.mark.parametrize(("missing", "since"), [(3, 3), (2, 2), (1, 1), (3, 9)])
def test_no_walk_begins_after_an_event_that_is_not_there(hand: Session, missing: int, since: int) -> None:
    for event in ("satu", "dua", "tiga"):
        ledger.append(hand, AT, "desk", event, {})
    hand.connection.exec_driver_sql("DELETE FROM ledger WHERE seq = ?", (missing,))
    with pytest.raises(LedgerBroken) as found:
        next(chain.walk(hand, since))
    assert str(found.value) == f"Buku besar terpotong: urutan {since} tidak ada lagi di dalamnya."


def test_a_walk_from_the_middle_trusts_what_came_before(hand: Session) -> None:
    for event in ("satu", "dua", "tiga"):
        ledger.append(hand, AT, "desk", event, {})
    hand.connection.exec_driver_sql("UPDATE ledger SET actor = 'lain' WHERE seq = 1")
    assert [entry.seq for entry in chain.walk(hand, since=1)] == [2, 3]
    hand.connection.exec_driver_sql("UPDATE ledger SET hash = ? WHERE seq = 1", ("f" * 64,))
    with pytest.raises(LedgerBroken, match="urutan 2: sidik pendahulu tidak cocok"):
        next(chain.walk(hand, since=1))


def begin(session: Session) -> None:
    """A writing transaction, as `Database.writing` begins it."""
    session.begin_transaction()
    session.written.clear()


def test_rows_alone_are_sealed_at_the_time_of_the_desk(hand: Session, blank: Database) -> None:
    begin(hand)
    add_areas(hand, blank, 1, 2)
    entry = ledger.seal(hand, AT)
    payload = {"transaction": 1, "tables": sealed(hand, 1)}
    assert payload["tables"]["area"]["rows"] == 2  # type: ignore[index]
    digest = chain.entry_hash(1, GENESIS, NOON, "desk", "transaction_sealed", payload)
    assert entry == LedgerEntry(1, GENESIS, digest, NOON, "desk", "transaction_sealed", payload)
    assert ledger.entries(hand) == [entry]


def test_events_are_sealed_at_their_own_time(hand: Session, blank: Database) -> None:
    begin(hand)
    ledger.append(hand, AT, "orang", "satu", {})
    only = ledger.seal(hand, AT + HOUR)
    assert only is not None
    assert (only.seq, only.at, only.actor, only.payload) == (
        2,
        NOON,
        "desk",
        {"transaction": 1, "tables": {}},
    )
    begin(hand)
    ledger.append(hand, AT, "orang", "dua", {})
    ledger.append(hand, AT + HOUR, "orang", "tiga", {})
    add_areas(hand, blank, 1)
    both = ledger.seal(hand, None)
    assert both is not None
    assert (both.seq, both.at, both.payload) == (5, ONE, {"transaction": 3, "tables": sealed(hand, 3)})
    assert [*both.payload["tables"]] == ["area"]
    assert ledger.verify(hand) == 5


def test_a_transaction_without_rows_and_events_is_not_sealed(hand: Session, blank: Database) -> None:
    begin(hand)
    assert ledger.seal(hand, AT) is None
    assert ledger.head(hand) == GENESIS
    ledger.append(hand, AT, "orang", "satu", {})
    assert ledger.seal(hand, AT) is not None
    begin(hand)
    assert ledger.seal(hand, AT) is None
    assert ledger.newest(hand).seq == 2


@pytest.mark.parametrize(
    ("now", "told"),
    [(AT - HOUR, NOON), (AT + HOUR, ONE), (None, NOON), (datetime(1, 1, 1, tzinfo=UTC), NOON)],
)
def test_a_seal_never_comes_before_the_event_it_follows(
    hand: Session, blank: Database, now: datetime | None, told: str
) -> None:
    begin(hand)
    ledger.append(hand, AT, "orang", "satu", {})
    ledger.seal(hand, None)
    begin(hand)
    add_areas(hand, blank, 1)
    entry = ledger.seal(hand, now)
    assert entry is not None
    assert (entry.seq, entry.at) == (3, told)


def test_a_first_seal_needs_a_time(hand: Session, blank: Database) -> None:
    begin(hand)
    add_areas(hand, blank, 1)
    with pytest.raises(RecordError) as told:
        ledger.seal(hand, None)
    assert (
        str(told.value) == "Catatan baru tanpa jam: transaksi pertama harus menyebut waktunya di buku besar."
    )


def test_only_a_writing_transaction_is_sealed(hand: Session) -> None:
    with pytest.raises(AssertionError) as told:
        ledger.seal(hand, AT)
    assert str(told.value).startswith("only a writing transaction is sealed")


def test_what_was_there_before_seals_is_sealed_once(hand: Session, blank: Database) -> None:
    """With its own event, time and actor, whatever else is asked of the desk later (L04)."""
    assert ledger.seal_legacy(hand, AT) is None  # nothing was there
    add_areas(hand, blank, 1, 2)
    entry = ledger.seal_legacy(hand, AT)
    payload = {"tables": sealed(hand, None)}
    assert payload["tables"]["area"]["rows"] == 2
    digest = chain.entry_hash(1, GENESIS, NOON, "desk", "legacy_sealed", payload)
    assert entry == LedgerEntry(1, GENESIS, digest, NOON, "desk", "legacy_sealed", payload)
    assert ledger.entries(hand) == [entry]
    assert ledger.seal_legacy(hand, AT + HOUR) is None
    begin(hand)
    ledger.append(hand, AT + HOUR, "orang", "satu", {})
    assert ledger.seal(hand, None) is not None
    assert [one.event for one in ledger.entries(hand)] == ["legacy_sealed", "satu", "transaction_sealed"]
    assert ledger.verify(hand) == 3


def test_the_first_seal_seals_what_was_there_too(hand: Session, blank: Database) -> None:
    add_areas(hand, blank, 1)
    begin(hand)
    add_areas(hand, blank, 2)
    entry = ledger.seal(hand, AT)
    legacy, own = ledger.entries(hand)
    assert (legacy.event, legacy.at, legacy.actor) == ("legacy_sealed", NOON, "desk")
    assert legacy.payload == {"tables": sealed(hand, None)}
    assert own == entry
    assert (own.seq, own.payload) == (2, {"transaction": 1, "tables": sealed(hand, 1)})
    # A row without its transaction is never sealed as old again.
    hand.transaction = None
    add_areas(hand, blank, 3)
    begin(hand)
    add_areas(hand, blank, 4)
    ledger.seal(hand, AT)
    assert [one.event for one in ledger.entries(hand)] == [
        "legacy_sealed",
        "transaction_sealed",
        "transaction_sealed",
    ]
    with pytest.raises(LedgerBroken, match="segel urutan 1"):
        ledger.verify(hand)
