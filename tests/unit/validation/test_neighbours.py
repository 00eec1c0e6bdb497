"""Rules that look beyond the row: at the parent, at earlier reports, at the items of a kecamatan (V20, V21, V29)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from jujur.domain.cells import BLANK, value_cell
from jujur.domain.findings import Bin, Rule, Severity
from jujur.domain.forms import Column, Form
from jujur.domain.periods import day_period
from jujur.domain.submissions import KnownRow, PlacedRow, Row
from jujur.validation import (
    CarriedItems,
    FileToJudge,
    Judgement,
    Needs,
    Neighbours,
    OpenItem,
    RowToJudge,
    judge,
    needs,
)

START = datetime(2024, 2, 14, 10, tzinfo=UTC)
STATIONS = Form(
    "tps",
    1,
    "TPS",
    "tps",
    False,
    (Column("kode", "Kode", "code", is_key=True), Column("sah", "Sah", "count")),
)
ITEMS = Form(
    "butir",
    1,
    "Butir",
    "kecamatan",
    True,
    (
        Column("nomor", "Nomor", "code", is_key=True),
        Column("status", "Keadaan", "choice", choices=("baru", "selesai")),
    ),
)


def rule(rule_id: str, check: str, terms: dict[str, Any], severity: Severity = Severity.ERROR) -> Rule:
    return Rule(rule_id, severity, "", "", check, terms, "Periksa.")


ROLL_UP = rule(
    "V20",
    "roll_up_parent",
    {"cases": [{"column": "sah", "form": "rekap", "other": "jumlah"}]},
    Severity.WARNING,
)
WHOLE = rule("V02", "whole_number", {"columns": ["sah"]})
UNIQUE = rule("V29", "unique_unit", {"columns": ["kode"]})
CARRIED = rule(
    "K07", "carried_on", {"key": "nomor", "status": "status", "closed": ["selesai"]}, Severity.WARNING
)
UNIQUE_ITEM = rule("V29", "unique_unit", {"columns": ["nomor"]})

PARENTS = {"U1": "P", "U2": "P", "U3": "P", "X": "Q"}


def station(unit: str, sah: int | None, submission: str = "K-1", minute: int = 0, **more: Any) -> RowToJudge:
    cells = {"kode": value_cell(unit), "sah": BLANK if sah is None else value_cell(sah)}
    row = Row(f"{submission}|Isian|{unit}", "Isian", 9, cells)
    placed = PlacedRow(row, unit, "P", "KEC", f"{unit}={sah}", sah is not None)
    at = START + timedelta(minutes=minute)
    return RowToJudge(
        submission,
        "f.xlsx",
        more.get("team", "tim"),
        "KEC",
        at,
        (more["supersedes"],) if "supersedes" in more else (),
        placed,
    )


def item(
    number: str | None, status: str = "baru", submission: str = "K-1", minute: int = 0, **more: Any
) -> RowToJudge:
    cells = {"nomor": BLANK if number is None else value_cell(number), "status": value_cell(status)}
    row = Row(f"{submission}|Isian|{number}", "Isian", 9, cells)
    placed = PlacedRow(row, "KEC", "KEC", "KEC", f"{number}:{status}", True, number)
    at = START + timedelta(minutes=minute)
    return RowToJudge(
        submission, "f.xlsx", "tim", "KEC", at, (more["supersedes"],) if "supersedes" in more else (), placed
    )


def known_item(number: str | None, status: str = "baru", bin_: Bin = Bin.ACCEPTED) -> KnownRow:
    digest = f"{number}:{status}"
    return KnownRow("K-0", f"K-0|{number}", "KEC", digest, True, "Isian", 9, "tim", bin_, number)


def judged(
    form: Form, rules: Sequence[Rule], rows: Sequence[RowToJudge], neighbours: Neighbours, **more: Any
) -> Judgement:
    known = more.pop("known", [])
    return judge(form, rules, rows, known, day_period(date(2024, 2, 14)), PARENTS, {}, neighbours, **more)


def said(judgement: Judgement) -> list[tuple[str, str | None]]:
    return [(finding.rule_id, finding.row_id) for _, finding in judgement.findings]


def bins(judgement: Judgement) -> dict[str, str]:
    return {item.row_id: item.bin.value for item in judgement.dispositions}


def parent(reported: int, **units: int | None) -> Neighbours:
    return Neighbours(
        parent_values={("rekap", "P", "jumlah"): reported},
        unit_values={("P", "sah"): {"U1": None, "U2": None, "U3": None, **units}},
    )


# --- roll-up seen from below ---------------------------------------------------------------------


def test_the_row_that_completes_its_parent_must_make_the_parents_sum() -> None:
    rows = [station("U1", 1), station("U2", 2)]
    assert said(judged(STATIONS, [ROLL_UP], rows, parent(6, U3=3))) == []
    judgement = judged(STATIONS, [ROLL_UP], rows, parent(7, U3=3))
    assert said(judgement) == [("V20", "K-1|Isian|U2")]
    finding = judgement.findings[0][1]
    assert finding.found == "Sah 2 melengkapi P; jumlah semua unitnya = 6"
    assert finding.expected == "7 seperti pada formulir rekap yang sudah diterima"
    assert set(bins(judgement).values()) == {"accepted"}


def test_an_incomplete_parent_says_nothing() -> None:
    assert said(judged(STATIONS, [ROLL_UP], [station("U1", 1)], parent(7, U3=3))) == []
    assert said(judged(STATIONS, [ROLL_UP], [station("U1", 1), station("U2", None)], parent(7, U3=3))) == []


def test_a_batch_row_takes_the_place_of_what_was_known() -> None:
    correction = station("U1", 4, "K-2", supersedes="K-0")
    old = KnownRow("K-0", "K-0|U1", "U1", "U1=1", True, "Isian", 9, "tim", Bin.ACCEPTED)
    around = parent(9, U1=1, U2=2, U3=3)
    assert said(judged(STATIONS, [ROLL_UP, UNIQUE], [correction], around, known=[old])) == []
    around = parent(6, U1=1, U2=2, U3=3)
    assert said(judged(STATIONS, [ROLL_UP, UNIQUE], [correction], around, known=[old])) == [
        ("V20", "K-2|Isian|U1")
    ]


def test_a_held_row_completes_nothing() -> None:
    rows = [station("U1", -5), station("U2", 2)]
    assert said(judged(STATIONS, [WHOLE, ROLL_UP], rows, parent(7, U3=3))) == [("V02", "K-1|Isian|U1")]
    stranger = [station("U1", 1, team=None), station("U2", 2)]
    assert said(judged(STATIONS, [ROLL_UP], stranger, parent(7, U3=3))) == []


def test_versions_that_contradict_each_other_complete_nothing() -> None:
    rows = [station("U1", 1), station("U2", 2), station("U1", 9, "K-2", 5)]
    found = said(judged(STATIONS, [UNIQUE, ROLL_UP], rows, parent(99, U3=3)))
    assert {rule_id for rule_id, _ in found} == {"V29"}


def test_an_unexpected_unit_belongs_to_no_parent() -> None:
    assert said(judged(STATIONS, [ROLL_UP], [station("X", 1)], parent(7, U1=1, U2=2, U3=3))) == []


# --- items carried from report to report -----------------------------------------------------------

OPEN = Neighbours(open_items={"KEC": (OpenItem("TL-1", "jembatan"), OpenItem("TL-2"))})


def test_every_open_item_appears_again() -> None:
    assert said(judged(ITEMS, [CARRIED], [item("TL-1"), item("TL-2", "selesai")], OPEN)) == []
    judgement = judged(ITEMS, [CARRIED], [item("TL-2"), item("TL-3")], OPEN)
    assert said(judgement) == [("K07", None)]
    finding = judgement.findings[0][1]
    assert finding.found == "butir TL-1 (jembatan) tidak dimuat"
    assert (finding.submission_id, finding.severity, finding.column) == ("K-1", Severity.WARNING, "Nomor")
    assert set(bins(judgement).values()) == {"accepted"}


def test_a_file_without_rows_forgets_everything() -> None:
    nil = FileToJudge("K-9", "nihil.xlsx", "KEC", START)
    assert said(judged(ITEMS, [CARRIED], [], OPEN, files=[nil])) == [("K07", None), ("K07", None)]
    elsewhere = FileToJudge("K-9", "nihil.xlsx", "LAIN", START)
    assert said(judged(ITEMS, [CARRIED], [], OPEN, files=[elsewhere])) == []
    stranger = FileToJudge("K-9", "nihil.xlsx", None, START)
    assert said(judged(ITEMS, [CARRIED], [], OPEN, files=[stranger])) == []


def test_a_correction_need_not_repeat_what_was_carried_already() -> None:
    rows = [item("TL-2", "selesai", "K-1")]
    assert said(judged(ITEMS, [CARRIED], rows, OPEN, known=[known_item("TL-1")])) == []
    later = [item("TL-1"), item("TL-2"), item("TL-2", "selesai", "K-2", 5, supersedes="K-1")]
    assert said(judged(ITEMS, [CARRIED], later, OPEN)) == []


def test_an_earlier_file_is_not_excused_by_a_later_one() -> None:
    rows = [item("TL-2"), item("TL-1", submission="K-2", minute=5)]
    judgement = judged(ITEMS, [CARRIED], rows, OPEN)
    assert [(at, finding.submission_id) for at, finding in judgement.findings] == [(START, "K-1")]


# --- versions of one item ---------------------------------------------------------------------------


def test_two_contents_of_one_item_contradict_each_other() -> None:
    rows = [item("TL-1"), item("TL-1", "selesai", "K-2", 5)]
    judgement = judged(ITEMS, [UNIQUE_ITEM], rows, Neighbours())
    assert set(bins(judgement).values()) == {"held"}
    assert {rule_id for rule_id, _ in said(judgement)} == {"V29"}
    assert "butir TL-1" in judgement.findings[-1][1].found


def test_the_same_content_of_an_item_is_a_duplicate() -> None:
    judgement = judged(
        ITEMS, [UNIQUE_ITEM], [item("TL-1", submission="K-2")], Neighbours(), known=[known_item("TL-1")]
    )
    assert list(bins(judgement).values()) == ["duplicate"]


def test_a_declared_correction_of_an_item_supersedes_it() -> None:
    rows = [item("TL-1", "selesai", "K-2", supersedes="K-0")]
    judgement = judged(
        ITEMS, [UNIQUE_ITEM], rows, Neighbours(), known=[known_item("TL-1"), known_item("TL-2")]
    )
    assert bins(judgement) == {"K-2|Isian|TL-1": "accepted", "K-0|TL-1": "superseded"}


def test_items_without_a_number_never_contradict() -> None:
    rows = [item(None), item(None, "selesai", "K-2", 5)]
    assert list(bins(judged(ITEMS, [UNIQUE_ITEM], rows, Neighbours())).values()) == ["accepted", "accepted"]


def test_an_item_of_another_kecamatan_is_another_item() -> None:
    other = known_item("TL-1", "selesai")
    elsewhere = KnownRow(**{name: getattr(other, name) for name in other.__slots__} | {"unit_code": "LAIN"})
    assert list(
        bins(judged(ITEMS, [UNIQUE_ITEM], [item("TL-1")], Neighbours(), known=[elsewhere])).values()
    ) == ["accepted"]


# --- what the rules ask for -----------------------------------------------------------------------


def test_needs_names_what_the_record_has_to_be_asked_for() -> None:
    rules = [
        ROLL_UP,
        CARRIED,
        rule("V21", "not_below_earlier", {"columns": ["sah"]}),
        rule("V20", "reference_count", {"cases": [{"column": "n", "level": "tps"}]}),
        rule("V20", "roll_up", {"cases": [{"column": "n", "form": "tps", "other": "sah"}]}),
    ]
    assert needs(rules) == Needs(
        reference_levels=frozenset({"tps"}),
        totals=frozenset({("tps", "sah")}),
        parents=frozenset({("rekap", "jumlah", "sah")}),
        earlier=frozenset({"sah"}),
        carried=CarriedItems("nomor", "status", ("selesai",)),
    )
    assert needs([WHOLE]) == Needs()
