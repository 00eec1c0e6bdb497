"""Every word, time and place that a bin carries: each was once wrong in a mutant that no other test noticed (L55)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.unit.validation.test_bins import START, known, row

from jujur.domain.findings import Bin
from jujur.validation.bins import CONFLICT, Move, Version, place

LATER = START + timedelta(minutes=5)
FIRST = replace(known("A", "a"), row_number=7, sheet="Lembar 1")


def version_of_first(was: Bin | None = Bin.ACCEPTED) -> Version:
    return Version("A", "A|Isian|9", "a", True, "Lembar 1", 7, "TPS1", None, was)


def test_a_contradiction_tells_both_sides_where_the_other_stands() -> None:
    placement = place([row("B", "b", minute=5)], [FIRST], False)
    assert placement.moves == (Move(version_of_first(), Bin.HELD, CONFLICT, LATER, "kiriman B, baris 9"),)
    assert placement.conflicts == {("B", "B|Isian|9"): ("kiriman A, baris 7",)}


def test_within_one_file_the_sheet_is_named_instead_of_the_receipt() -> None:
    one, other = row("A", "a"), row("A", "b")
    other = replace(
        other, placed=replace(other.placed, row=replace(other.placed.row, row_id="A|Isian|10", row_number=10))
    )
    placement = place([one, other], [], False)
    assert placement.conflicts == {("A", "A|Isian|10"): ("lembar Isian berkas ini, baris 9",)}
    (move,) = placement.moves
    assert move.version == Version("A", "A|Isian|9", "a", True, "Isian", 9, "TPS1", None, None)
    assert move.beside == "lembar Isian berkas ini, baris 10"


def test_three_versions_hold_each_other_and_nobody_is_forgotten() -> None:
    placement = place([row("B", "b"), row("C", "c", minute=5)], [FIRST], False)
    assert [(move.version.submission_id, move.beside) for move in placement.moves] == [
        ("A", "kiriman B, baris 9"),
        ("A", "kiriman C, baris 9"),
        ("B", "kiriman C, baris 9"),
    ]


def test_a_correction_says_which_receipt_corrects_and_when() -> None:
    placement = place([row("B", "b", minute=5, supersedes="A")], [FIRST], False)
    assert placement.moves == (Move(version_of_first(), Bin.SUPERSEDED, "diperbaiki oleh kiriman B", LATER),)


def test_the_twin_that_a_correction_repeats_is_superseded_with_a_reason() -> None:
    held = [replace(FIRST, bin=Bin.HELD), known("T", "t", Bin.HELD)]
    placement = place([row("C", "t", minute=5, supersedes="A")], held, False)
    assert [(move.version.submission_id, move.reason, move.because_at) for move in placement.moves] == [
        ("A", "diperbaiki oleh kiriman C", LATER),
        ("T", "diulang dalam perbaikan C", LATER),
    ]


def test_an_empty_row_that_is_filled_later_says_by_whom_and_when() -> None:
    empty = replace(known("A", "blank", is_filled=False), row_number=7)
    placement = place([row("B", "b", minute=5)], [empty], False)
    assert [(move.bin, move.reason, move.because_at) for move in placement.moves] == [
        (Bin.SUPERSEDED, "baris kosong dilengkapi oleh kiriman B", LATER)
    ]


def test_an_empty_row_of_the_same_batch_yields_too() -> None:
    placement = place([row("A", is_filled=False), row("B", "b", minute=5)], [], False)
    assert [(move.version.submission_id, move.bin) for move in placement.moves] == [("A", Bin.SUPERSEDED)]
    assert placement.conflicts == {}


def test_a_shorter_repetition_of_an_event_is_dated_and_explained() -> None:
    event = replace(FIRST, unit_code="K1")
    placement = place([row("B", "b", unit="K1", minute=5, supersedes="A")], [event], True)
    assert [(move.bin, move.reason, move.because_at) for move in placement.moves] == [
        (Bin.SUPERSEDED, "diperbaiki oleh kiriman B", LATER)
    ]


def test_an_item_is_known_by_its_name_within_the_batch_too() -> None:
    def item(submission: str, digest: str, code: str) -> object:
        one = row(submission, digest, unit="K1")
        return replace(one, placed=replace(one.placed, item_code=code))

    placement = place([item("A", "a", "I-1"), item("B", "b", "I-1"), item("C", "c", "I-2")], [], True)  # type: ignore[list-item]
    assert [move.version.item_code for move in placement.moves] == ["I-1"]
    assert [key[0] for key in placement.conflicts] == ["B"]


def test_an_item_of_the_record_is_never_replaced_as_an_event_without_a_name() -> None:
    item = replace(FIRST, unit_code="K1", item_code="I-1")
    assert place([row("B", "b", unit="K1", supersedes="A")], [item], True).moves == ()


def test_a_blank_correction_corrects_nothing() -> None:
    placement = place([row("B", is_filled=False, supersedes="A")], [FIRST], False)
    assert placement.moves == ()
    assert placement.settled == {
        ("B", "B|Isian|9"): (Bin.SUPERSEDED, "baris kosong; isian yang lebih dahulu tetap berlaku")
    }


def test_settled_rows_say_why() -> None:
    outside = place([row("B", kecamatan="K2")], [], False).settled
    assert outside == {("B", "B|Isian|9"): (Bin.OUT_OF_SCOPE, "unit di luar wilayah tim pengirim")}
    again = place([row("B", "a")], [FIRST], False).settled
    assert again == {("B", "B|Isian|9"): (Bin.DUPLICATE, "isi sama dengan baris yang sudah diterima")}


def test_what_an_unknown_sender_repeats_is_told_as_such() -> None:
    before = replace(known("A", "a", Bin.HELD), team_id=None)
    again = replace(row("B", "a"), team_id=None, scope_code=None)
    told = (Bin.DUPLICATE, "isi sama dengan baris pengirim tidak dikenal yang sudah ditahan")
    assert place([again], [before], False).settled == {("B", "B|Isian|9"): told}
