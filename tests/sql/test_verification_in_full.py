"""Every way in which a record can be found not to hold, on ledgers written by hand, sentence by sentence (P37, L04, L40, L48)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.small_record import AT, row_of, tables_of

from jujur.domain.errors import LedgerBroken
from jujur.record import chain, ledger, seals
from jujur.record.chain import GENESIS, LEGACY_SEALED, SEALED, LedgerEntry
from jujur.record.database import Database, Session
from jujur.record.raw import RawStore
from jujur.record.verification import verify

UNKNOWN = "f" * 64


class Desk:
    """Writes transactions one by one; whether they are honest is up to the test."""

    def __init__(self, session: Session, blank: Database) -> None:
        self.session = session
        self.tables = tables_of(blank)
        self.written: set[str] = set()
        self.editions = 0

    def say(self, event: str = "terjadi", payload: Mapping[str, Any] | None = None) -> LedgerEntry:
        return ledger.append(self.session, AT, "desk", event, payload or {})

    def add(self, table: str, number: int, transaction: int | None, **given: object) -> None:
        self.session.transaction = transaction
        self.written.add(table)
        self.session.insert_many(self.tables[table], [row_of(self.tables[table], number, given)])

    def seal(self, transaction: int) -> LedgerEntry:
        """The honest seal of a transaction."""
        tables = seals.to_payload(seals.seal_of(self.session, self.written, transaction))
        return self.say(SEALED, {"transaction": transaction, "tables": tables})

    def seal_old(self) -> LedgerEntry:
        tables = seals.to_payload(seals.seal_of(self.session, self.written, None))
        return self.say(LEGACY_SEALED, {"tables": tables})

    def edition(self, edition_id: str, transaction: int | None, head: str, **given: object) -> None:
        self.editions += 1
        identity = {"kind": "harian", "area_code": "16", "former_head": None, "revision": self.editions}
        self.add("edition", 1, transaction, edition_id=edition_id, ledger_head=head, **(identity | given))

    def issue(self, edition_id: str, transaction: int | None, number: int = 1) -> None:
        self.add("edition_status", number, transaction, edition_id=edition_id, status="terbit")

    def stamp(self, seq: int, head: str, transaction: int) -> None:
        self.add("timestamp_token", 1, transaction, ledger_seq=seq, head=head, authority="tsa.contoh")

    def tell(self, since: int = 0, raw: RawStore | None = None) -> str:
        """The sentence by which the record is found not to hold."""
        with pytest.raises(LedgerBroken) as told:
            verify(self.session, raw, since)
        return str(told.value)


@pytest.fixture
def desk(hand: Session, blank: Database) -> Desk:
    return Desk(hand, blank)


def test_an_empty_record_holds(desk: Desk) -> None:
    assert verify(desk.session) == 0


def test_honest_transactions_hold(desk: Desk) -> None:
    desk.say()
    desk.add("area", 1, 1)
    desk.seal(1)
    desk.add("area", 2, 3)
    desk.seal(3)
    desk.say()
    desk.say()
    desk.seal(4)
    assert verify(desk.session) == 6
    assert [verify(desk.session, since=since) for since in range(7)] == [6] * 7


def test_a_ledger_that_nobody_sealed_is_told(desk: Desk) -> None:
    desk.say()
    assert desk.tell() == "Buku besar belum disegel sama sekali. Jalankan `jujur init`."


def test_old_rows_that_nobody_sealed_are_told(desk: Desk) -> None:
    desk.add("area", 1, None)
    text = "tabel area memuat 1 baris yang tidak disegel"
    assert desk.tell() == f"Catatan belum disegel: {text}. Jalankan `jujur init`."
    desk.say()
    desk.seal(1)
    assert desk.tell() == f"Catatan memuat yang tidak dikenal buku besar (tanpa transaksi): {text}."


def test_rows_of_no_transaction_are_told(desk: Desk) -> None:
    desk.say()
    desk.seal(1)
    desk.add("area", 1, -4)
    text = "tabel area memuat 1 baris yang tidak disegel"
    assert desk.tell() == f"Catatan memuat yang tidak dikenal buku besar (tanpa transaksi): {text}."


def test_rows_that_no_event_speaks_of_are_told(desk: Desk) -> None:
    desk.say()
    desk.say()
    desk.seal(1)
    desk.add("area", 1, 3)
    text = "tabel area memuat 1 baris yang tidak disegel"
    assert desk.tell() == f"Catatan memuat yang tidak dikenal buku besar (transaksi 3): {text}."


def test_rows_after_the_last_event_show_that_the_ledger_was_cut(desk: Desk) -> None:
    desk.say()
    desk.say()
    desk.seal(1)
    desk.add("area", 1, 4)
    assert desk.tell() == (
        "Buku besar terpotong pada urutan 3: tabel area memuat 1 baris yang tidak disegel (transaksi 4)."
    )


def test_rows_that_differ_from_their_seal_are_told(desk: Desk) -> None:
    desk.add("area", 1, None)
    desk.seal_old()
    desk.say()
    desk.add("area", 2, 2)
    desk.seal(2)
    assert verify(desk.session) == 3
    desk.session.connection.exec_driver_sql("UPDATE area SET name = 'x' WHERE sealed_in = 2")
    text = "isi tabel area telah diubah (1 baris, sidiknya tidak cocok)"
    assert desk.tell() == f"Catatan tidak cocok dengan segel urutan 3 (transaksi 2): {text}."
    desk.session.connection.exec_driver_sql("UPDATE area SET name = 'x'")
    assert desk.tell() == f"Catatan tidak cocok dengan segel urutan 1 (baris lama): {text}."


def test_a_ledger_ends_in_a_seal(desk: Desk) -> None:
    desk.say()
    desk.seal(1)
    desk.say()
    cut = "Buku besar terpotong: urutan 3 adalah yang terakhir dan tidak disegel."
    assert desk.tell() == cut
    assert [desk.tell(since=since) for since in (1, 2)] == [cut] * 2


def test_a_ledger_cut_before_any_seal_is_told_since_an_event_too(desk: Desk) -> None:
    desk.say()
    desk.say()
    assert desk.tell(since=1) == "Buku besar terpotong: urutan 2 adalah yang terakhir dan tidak disegel."


OUT_OF_PLACE = "Segel pada urutan {} tidak sah: bukan penutup transaksi sebelumnya."


@pytest.mark.parametrize("transaction", [1, 2, 3, 4, 6, 7, 0, -1, "5", 4.5, None, True])
def test_a_seal_closes_the_transaction_that_follows_the_seal_before_it(
    desk: Desk, transaction: object
) -> None:
    desk.say()
    desk.say()
    desk.say()
    desk.seal(1)
    desk.say()
    desk.say(SEALED, {"transaction": transaction, "tables": {}})
    assert desk.tell() == OUT_OF_PLACE.format(6)


@pytest.mark.parametrize("transaction", [0, -1, 4, "1", 1.5, None, True, False])
def test_a_first_seal_closes_a_transaction_of_its_own(desk: Desk, transaction: object) -> None:
    desk.say()
    desk.say()
    desk.say(SEALED, {"transaction": transaction, "tables": {}})
    assert desk.tell() == OUT_OF_PLACE.format(3)


def test_a_seal_without_its_transaction_is_told(desk: Desk) -> None:
    desk.say()
    desk.say(SEALED, {"tables": {}})
    assert desk.tell() == OUT_OF_PLACE.format(2)


@pytest.mark.parametrize("transaction", [1, 2, 3])
def test_the_first_seal_may_follow_events_from_before_there_were_seals(desk: Desk, transaction: int) -> None:
    desk.say()
    desk.say()
    desk.say(SEALED, {"transaction": transaction, "tables": {}})
    assert verify(desk.session) == 3


@pytest.mark.parametrize(
    "payload",
    [
        {"transaction": 1},
        {"transaction": 1, "tables": None},
        {"transaction": 1, "tables": 5},
        {"transaction": 1, "tables": {"area": 5}},
        {"transaction": 1, "tables": {"area": {"rows": 1}}},
        {"transaction": 1, "tables": {"area": {"digest": "x"}}},
    ],
)
def test_a_seal_that_seals_nothing_legible_is_told(desk: Desk, payload: Mapping[str, Any]) -> None:
    desk.say()
    desk.say(SEALED, payload)
    assert desk.tell() == OUT_OF_PLACE.format(2)


def test_old_rows_are_sealed_before_all_others(desk: Desk) -> None:
    desk.say()
    desk.seal(1)
    desk.seal_old()
    assert desk.tell() == OUT_OF_PLACE.format(3)


def test_old_rows_are_sealed_once(desk: Desk) -> None:
    desk.add("area", 1, None)
    desk.seal_old()
    desk.add("area", 2, None)
    desk.seal_old()
    assert desk.tell() == OUT_OF_PLACE.format(2)


def test_a_seal_of_old_rows_ends_no_transaction(desk: Desk) -> None:
    """A ledger that was cut right behind it has nothing that ends it."""
    desk.say()
    desk.seal_old()
    desk.say()
    desk.seal(3)
    assert verify(desk.session) == 4
    desk.session.connection.exec_driver_sql("DELETE FROM ledger WHERE seq > 1")
    assert desk.tell().startswith("Buku besar belum disegel")


def test_since_an_event_what_was_sealed_before_is_trusted(desk: Desk) -> None:
    desk.add("area", 1, None)
    desk.say()
    desk.seal_old()
    desk.add("area", 2, 3)
    desk.say()
    desk.say()
    desk.say()
    desk.seal(3)
    desk.add("area", 3, 7)
    desk.seal(7)
    assert [verify(desk.session, since=since) for since in range(8)] == [7] * 8
    desk.session.connection.exec_driver_sql("UPDATE area SET name = 'x' WHERE sealed_in IS NULL")
    assert [verify(desk.session, since=since) for since in (1, 2, 3, 6)] == [7] * 4
    text = "isi tabel area telah diubah (1 baris, sidiknya tidak cocok)"
    assert desk.tell() == f"Catatan tidak cocok dengan segel urutan 2 (baris lama): {text}."
    desk.session.connection.exec_driver_sql("UPDATE area SET name = 'x' WHERE sealed_in = 3")
    assert [verify(desk.session, since=since) for since in (3, 4, 6)] == [7] * 3
    broken = f"Catatan tidak cocok dengan segel urutan 6 (transaksi 3): {text}."
    assert [desk.tell(since=since) for since in (1, 2)] == [broken] * 2


# The heads that editions print.


def cut(head: str, edition_id: str) -> str:
    return (
        f"Buku besar terpotong: kepala {head[:16]} yang tercetak pada edisi "
        f"{edition_id} tidak ada lagi di dalamnya."
    )


def repeats(edition_id: str, said: str, former: str) -> str:
    return f"Edisi {edition_id} mengulang kepala {said}, padahal terbitan sebelumnya mencetak {former}."


def test_an_edition_prints_a_head_from_before_it_was_frozen(desk: Desk) -> None:
    first = desk.say().hash
    desk.edition("E-1", 1, first)
    last = desk.seal(1).hash
    desk.edition("E-2", 3, last)
    desk.edition("E-3", 3, GENESIS)
    own = desk.say().hash
    desk.edition("E-4", 3, own)
    desk.seal(3)
    assert verify(desk.session) == 4
    assert verify(desk.session, since=2) == 4


def test_a_head_that_is_not_in_the_ledger_is_told(desk: Desk) -> None:
    head = "0123456789abcdef" * 4
    desk.edition("E-1", 1, head)
    desk.seal(1)
    assert desk.tell() == cut(head, "E-1")


def test_a_head_from_after_the_edition_was_frozen_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A seal speaks of the printed head, so only who can make hashes to order gets this far; it is told all the same."""
    head = desk.say().hash
    desk.edition("E-1", 1, head)
    desk.seal(1)
    desk.say()
    desk.seal(3)
    assert verify(desk.session) == 4
    monkeypatch.setattr(chain, "position", lambda _session, _digest: 3)
    assert desk.tell() == cut(head, "E-1")


def test_an_old_edition_prints_any_head_of_the_ledger(desk: Desk) -> None:
    """Of editions from before there were seals it is not known when they were frozen."""
    first = desk.say().hash
    desk.edition("E-1", None, first, former_head="e" * 64)
    desk.edition("E-2", None, GENESIS)
    desk.seal_old()
    desk.say()
    desk.seal(3)
    assert verify(desk.session) == 4
    desk.session.connection.exec_driver_sql("DELETE FROM ledger WHERE seq > 1")
    desk.session.connection.exec_driver_sql("UPDATE edition SET ledger_head = ?", (UNKNOWN,))
    desk.seal_old()
    desk.seal(3)
    assert desk.tell() == cut(UNKNOWN, "E-1")


def test_the_first_edition_that_does_not_fit_is_named(desk: Desk) -> None:
    desk.edition("E-3", 1, UNKNOWN)
    desk.seal(1)
    desk.edition("E-1", 2, UNKNOWN)
    desk.edition("E-2", 2, UNKNOWN)
    desk.seal(2)
    assert desk.tell() == cut(UNKNOWN, "E-3")
    assert desk.tell(since=1) == cut(UNKNOWN, "E-1")


def test_an_old_edition_that_does_not_fit_is_named_before_all_others(desk: Desk) -> None:
    desk.edition("E-9", None, UNKNOWN)
    desk.seal_old()
    desk.edition("E-1", 2, UNKNOWN)
    desk.seal(2)
    assert desk.tell() == cut(UNKNOWN, "E-9")


def test_since_an_event_only_later_editions_are_looked_at(desk: Desk) -> None:
    desk.edition("E-1", 1, UNKNOWN)
    desk.edition("E-0", None, UNKNOWN)
    desk.seal_old()
    desk.seal(1)
    desk.edition("E-2", 3, GENESIS)
    desk.seal(3)
    assert [verify(desk.session, since=since) for since in (1, 2, 3)] == [3] * 3
    desk.edition("E-3", 4, UNKNOWN)
    desk.seal(4)
    assert [desk.tell(since=since) for since in (1, 2, 3)] == [cut(UNKNOWN, "E-3")] * 3


def issued_twice(desk: Desk) -> list[str]:
    """Heads of two editions of one kind and area, issued in transactions 2 and 5; the later one has the smaller id."""
    heads = [desk.say().hash]
    desk.edition("E-5", 1, heads[0])
    desk.seal(1)
    desk.issue("E-5", 3)
    desk.seal(3)
    heads.append(ledger.head(desk.session))
    desk.edition("E-4", 4, heads[1], former_head=heads[0])
    desk.seal(4)
    desk.issue("E-4", 5)
    heads.append(desk.seal(5).hash)
    return heads


@pytest.mark.parametrize(
    ("said", "named"),
    [(1, None), (0, "first"), (2, "last"), (None, "kosong")],
)
def test_an_edition_repeats_the_head_of_the_newest_issue(
    desk: Desk, said: int | None, named: str | None
) -> None:
    heads = issued_twice(desk)
    assert verify(desk.session) == 5
    desk.edition("E-1", 6, heads[2], former_head=None if said is None else heads[said])
    desk.seal(6)
    if named is None:
        assert verify(desk.session) == verify(desk.session, since=5) == 6
        return
    told = "kosong" if said is None else heads[said][:16]
    assert desk.tell() == desk.tell(since=5) == repeats("E-1", told, heads[1][:16])


def test_a_first_edition_repeats_no_head(desk: Desk) -> None:
    head = desk.say().hash
    desk.edition("E-1", 1, head, former_head="")
    desk.edition("E-2", 1, head, former_head=None)
    desk.seal(1)
    desk.edition("E-3", 3, head)
    desk.seal(3)
    assert verify(desk.session) == 3
    desk.edition("E-4", 4, head, former_head=head)
    desk.seal(4)
    assert desk.tell() == repeats("E-4", head[:16], "kosong")


@pytest.mark.parametrize("other", [{"kind": "akhir"}, {"area_code": "17"}])
def test_the_head_of_another_kind_or_area_is_not_repeated(desk: Desk, other: dict[str, str]) -> None:
    heads = issued_twice(desk)
    desk.edition("E-1", 6, heads[2], **other)
    desk.seal(6)
    assert verify(desk.session) == 6
    desk.edition("E-2", 7, heads[2], former_head=heads[1], **other)
    desk.seal(7)
    assert desk.tell() == repeats("E-2", heads[1][:16], "kosong")


def test_what_is_issued_together_with_an_edition_is_not_the_former_one(desk: Desk) -> None:
    heads = [desk.say().hash]
    desk.edition("E-5", 1, heads[0])
    desk.seal(1)
    desk.issue("E-5", 3)
    desk.edition("E-6", 3, heads[0])
    desk.seal(3)
    assert verify(desk.session) == 3
    desk.edition("E-7", 4, heads[0], former_head=heads[0])
    desk.seal(4)
    assert verify(desk.session) == 4


def test_an_edition_frozen_before_an_issue_knows_nothing_of_it(desk: Desk) -> None:
    heads = issued_twice(desk)
    desk.edition("E-1", 6, heads[2], former_head=heads[1])
    desk.seal(6)
    desk.issue("E-1", 7)
    desk.seal(7)
    assert verify(desk.session) == 7


def test_an_issue_from_before_there_were_seals_counts_as_the_first(desk: Desk) -> None:
    first = desk.say().hash
    desk.edition("E-9", None, first)
    desk.issue("E-9", None)
    old = desk.seal_old().hash
    desk.edition("E-2", 3, old, former_head=first)
    desk.seal(3)
    assert verify(desk.session) == 3
    desk.issue("E-2", 4)
    last = desk.seal(4).hash
    desk.edition("E-1", 5, last, former_head=first)
    desk.seal(5)
    assert desk.tell() == repeats("E-1", first[:16], old[:16])


# Timestamps and files.


def test_a_timestamp_stands_on_a_head_of_the_ledger(desk: Desk) -> None:
    head = desk.say().hash
    desk.stamp(1, head, 1)
    desk.seal(1)
    assert verify(desk.session) == 2


@pytest.mark.parametrize(("seq", "head"), [(2, None), (1, UNKNOWN), (0, UNKNOWN)])
def test_a_timestamp_of_another_head_is_told(desk: Desk, seq: int, head: str | None) -> None:
    stamped = head or desk.say().hash
    if head:
        desk.say()
    desk.stamp(seq, stamped, 1)
    desk.seal(1)
    assert desk.tell() == (
        f"Buku besar terpotong: kepala {stamped[:16]} yang dicap waktu oleh tsa.contoh "
        f"tidak ada lagi pada urutan {seq}."
    )


def test_the_files_that_the_ledger_names_are_whole(desk: Desk, tmp_path: Path) -> None:
    raw = RawStore(f"file://{tmp_path}")
    kept, lost = raw.put(b"satu"), "a" * 64
    desk.say("menerima", {"sha256": kept, "size": 4})
    desk.say("menyebut", {"sha256": lost})
    desk.say("mengukur", {"size": 4})
    desk.seal(1)
    assert verify(desk.session, raw) == 4
    desk.say("menerima", {"sha256": lost, "size": 4})
    desk.say("menerima", {"sha256": lost, "size": 4})
    desk.seal(5)
    told = f"Buku besar urutan 5 menyebut berkas yang tidak utuh lagi: Berkas mentah {lost} tidak ada di simpanan."
    assert desk.tell(raw=raw) == told
    assert verify(desk.session) == verify(desk.session, raw, since=7) == 7
    (tmp_path / kept[:2] / kept).write_bytes(b"dua")
    told = f"Buku besar urutan 1 menyebut berkas yang tidak utuh lagi: Berkas mentah {kept} telah berubah di simpanan."
    assert desk.tell(raw=raw) == told
