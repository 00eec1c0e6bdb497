"""Which bin a row belongs to (P01, P11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from jujur.domain.cells import BLANK, value_cell
from jujur.domain.findings import Bin
from jujur.domain.submissions import KnownRow, PlacedRow, Row
from jujur.validation.bins import Placement, RowToJudge, place

START = datetime(2024, 2, 14, 10, tzinfo=UTC)


def row(
    submission: str,
    digest: str = "a",
    *,
    unit: str = "TPS1",
    is_filled: bool = True,
    kecamatan: str = "K1",
    minute: int = 0,
    supersedes: str | None = None,
) -> RowToJudge:
    typed = Row(f"{submission}|Isian|9", "Isian", 9, {"sah": value_cell(1) if is_filled else BLANK})
    placed = PlacedRow(typed, unit, f"{kecamatan}.1", kecamatan, digest if is_filled else "blank", is_filled)
    return RowToJudge(
        submission,
        "f.xlsx",
        "tim",
        "K1",
        START + timedelta(minutes=minute),
        (supersedes,) if supersedes else (),
        placed,
    )


def known(submission: str, digest: str, bin_: Bin = Bin.ACCEPTED, is_filled: bool = True) -> KnownRow:
    return KnownRow(submission, f"{submission}|Isian|9", "TPS1", digest, is_filled, "Isian", 9, "tim", bin_)


def bins(placement: Placement) -> dict[str, str]:
    settled = {key[0]: bin_.value for key, (bin_, _) in placement.settled.items()}
    return {**settled, **{item.submission_id: "open" for item in placement.open}}


def moves(placement: Placement) -> list[tuple[str, str]]:
    return [(move.version.submission_id, move.bin.value) for move in placement.moves]


def test_the_same_content_again_is_a_duplicate() -> None:
    assert bins(place([row("A"), row("B", minute=1)], [], False)) == {"A": "open", "B": "duplicate"}


def test_a_duplicate_of_a_held_row_is_a_duplicate() -> None:
    assert bins(place([row("B")], [known("A", "a", Bin.HELD)], False)) == {"B": "duplicate"}


def test_different_content_is_a_conflict_for_both() -> None:
    placement = place([row("B", "b")], [known("A", "a")], False)
    assert placement.conflicts == {("B", "B|Isian|9"): ("kiriman A, baris 9",)}
    assert moves(placement) == [("A", "held")]


def test_a_conflict_within_a_batch_is_dated_by_the_later_row() -> None:
    placement = place([row("A", "a"), row("B", "b", minute=5)], [], False)
    assert bins(placement) == {"A": "open", "B": "open"}
    assert [(move.version.submission_id, move.because_at) for move in placement.moves] == [
        ("A", START + timedelta(minutes=5))
    ]


def test_an_empty_row_yields_to_content_that_comes_later() -> None:
    placement = place([row("A", is_filled=False), row("B", minute=1)], [], False)
    assert bins(placement) == {"A": "open", "B": "open"}
    assert moves(placement) == [("A", "superseded")]
    assert placement.conflicts == {}


def test_an_empty_row_never_displaces_content() -> None:
    placement = place([row("B", is_filled=False)], [known("A", "a")], False)
    assert bins(placement) == {"B": "superseded"}
    assert moves(placement) == []


def test_a_declared_correction_supersedes_only_what_it_names() -> None:
    placement = place([row("B", "b", supersedes="A")], [known("A", "a")], False)
    assert moves(placement) == [("A", "superseded")]
    assert placement.conflicts == {}
    other = place([row("B", "b", supersedes="X")], [known("A", "a")], False)
    assert moves(other) == [("A", "held")]


def test_what_was_superseded_no_longer_conflicts() -> None:
    assert place([row("B", "b")], [known("A", "a", Bin.SUPERSEDED)], False).conflicts == {}


def test_another_teams_unit_is_out_of_scope_and_disturbs_nobody() -> None:
    placement = place([row("B", "b", kecamatan="K2")], [known("A", "a")], False)
    assert bins(placement) == {"B": "out_of_scope"}
    assert moves(placement) == []


def test_two_incidents_of_one_kecamatan_do_not_conflict_but_repeat() -> None:
    rows = [row("A", "a"), row("B", "b"), row("C", "a")]
    assert bins(place(rows, [], True)) == {"A": "open", "B": "open", "C": "duplicate"}


def test_a_correction_of_a_correction_corrects_what_the_first_left_alone() -> None:
    later = replace(row("C", "c"), supersedes=("B", "A"))
    placement = place([later], [known("A", "a")], False)
    assert moves(placement) == [("A", "superseded")]
    assert placement.conflicts == {}


def events(submission: str, *digests: str, corrects: str = "") -> list[RowToJudge]:
    rows = [row(submission, digest, supersedes=corrects or None) for digest in digests]
    return [
        replace(
            item, placed=replace(item.placed, row=replace(item.placed.row, row_id=f"{submission}|{number}"))
        )
        for number, item in enumerate(rows)
    ]


def test_a_whole_correction_replaces_the_incidents_that_it_does_not_repeat() -> None:
    placement = place([*events("A", "a", "b"), *events("B", "a", "c", corrects="A")], [], True)
    # "b" is not repeated; "a" is, and the correction's own version takes its place.
    assert [move.version.digest for move in placement.moves] == ["b", "a"]
    assert [item.key[0] for item in placement.open] == ["A", "A", "B", "B"]
    assert placement.settled == {}


def test_a_shorter_correction_makes_no_incident_vanish() -> None:
    placement = place([*events("A", "a", "b"), *events("B", "c", corrects="A")], [], True)
    assert placement.moves == ()


def test_another_submissions_incidents_are_not_corrected() -> None:
    placement = place([*events("A", "a"), *events("B", "c", corrects="X")], [], True)
    assert placement.moves == ()


def stranger(item: RowToJudge) -> RowToJudge:
    return replace(item, team_id=None, scope_code=None)


def test_an_unknown_sender_neither_holds_nor_displaces_what_a_team_said() -> None:
    placement = place([stranger(row("B", "b"))], [known("A", "a")], False)
    assert (bins(placement), moves(placement), dict(placement.conflicts)) == ({"B": "open"}, [], {})
    empty = place([stranger(row("B", "b"))], [known("A", "", is_filled=False)], False)
    assert moves(empty) == []


def test_a_team_may_repeat_from_its_own_address_what_came_from_an_unknown_one() -> None:
    before = replace(known("A", "a", Bin.HELD), team_id=None)
    assert bins(place([row("B", "a")], [before], False)) == {"B": "open"}
    assert bins(place([stranger(row("A", "a")), row("B", "a", minute=1)], [], False)) == {
        "A": "open",
        "B": "open",
    }


def test_a_correction_that_repeats_a_held_version_decides_the_conflict() -> None:
    versions = [known("A", "a", Bin.HELD), known("B", "b", Bin.HELD)]
    placement = place([row("C", "b", supersedes="A")], versions, False)
    assert bins(placement) == {"C": "open"}
    assert moves(placement) == [("A", "superseded"), ("B", "superseded")]


def test_a_correction_decides_nothing_while_a_third_version_contradicts_it() -> None:
    versions = [known(name, name, Bin.HELD) for name in ("a", "b", "c")]
    assert bins(place([row("D", "b", supersedes="a")], versions, False)) == {"D": "duplicate"}


def test_a_correction_does_not_displace_what_was_accepted() -> None:
    versions = [known("A", "a", Bin.HELD), known("B", "b")]
    placement = place([row("C", "b", supersedes="A")], versions, False)
    assert (bins(placement), moves(placement)) == ({"C": "duplicate"}, [("A", "superseded")])


def test_an_old_version_sent_again_changes_nothing() -> None:
    """P11: what a correction has put out of force is no new version when it comes once more."""
    versions = [known("A", "a", Bin.SUPERSEDED), known("B", "b")]
    placement = place([row("C", "a")], versions, False)
    assert (bins(placement), moves(placement)) == ({"C": "duplicate"}, [])
    at_once = place([row("A", "a"), row("B", "b", supersedes="A"), row("C", "a", minute=2)], [], False)
    assert bins(at_once) == {"A": "open", "B": "open", "C": "duplicate"}
    assert moves(at_once) == [("A", "superseded")]


def test_a_correction_back_to_an_old_version_counts() -> None:
    versions = [known("A", "a", Bin.SUPERSEDED), known("B", "b")]
    placement = place([row("C", "a", supersedes="B")], versions, False)
    assert (bins(placement), moves(placement)) == ({"C": "open"}, [("B", "superseded")])


def test_an_old_version_counts_where_nothing_took_its_place() -> None:
    """What was withdrawn, or replaced by what was withdrawn since, may be sent again (L01, P42)."""
    assert bins(place([row("C", "a")], [known("A", "a", Bin.SUPERSEDED)], False)) == {"C": "open"}
    withdrawn = replace(known("A", "a", Bin.SUPERSEDED), is_withdrawn=True)
    placement = place([row("C", "a")], [withdrawn, known("B", "b", Bin.HELD)], False)
    assert (bins(placement), moves(placement)) == ({"C": "open"}, [("B", "held")])


def test_an_old_incident_form_sent_again_brings_no_incident_back() -> None:
    first, second = events("A", "a", "b"), events("B", "c", "d", corrects="A")
    placement = place([*first, *second, *events("C", "a", "b")], [], True)
    assert [key[0] for key in placement.settled] == ["C", "C"]
    known_rows = [
        known("A", "a", Bin.SUPERSEDED),
        replace(known("B", "b", Bin.SUPERSEDED), corrects="A"),
        replace(known("C", "c"), corrects="B"),
    ]
    assert bins(place(events("D", "a"), known_rows, True)) == {"D": "duplicate"}
    # The correction is out of force itself: an incident must not vanish with it.
    assert bins(place(events("D", "a"), known_rows[:2], True)) == {"D": "open"}


def test_an_unknown_sender_repeats_only_an_unknown_sender() -> None:
    before = replace(known("A", "a", Bin.HELD), team_id=None)
    assert bins(place([stranger(row("B", "a"))], [before], False)) == {"B": "duplicate"}
    assert bins(place([stranger(row("B", "b"))], [before], False)) == {"B": "open"}
    twice = place([stranger(row("A", "a")), stranger(row("B", "a", minute=1))], [], False)
    assert bins(twice) == {"A": "open", "B": "duplicate"}
