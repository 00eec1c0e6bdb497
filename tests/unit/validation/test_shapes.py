"""Every shape of check: broken, sound, blank and held. Blank and held operands break no arithmetic rule (P07)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest

from jujur.domain.cells import BLANK, Cell, CellState, value_cell
from jujur.domain.errors import ConfigurationError
from jujur.domain.findings import Rule, Severity
from jujur.domain.forms import Column, Form
from jujur.domain.periods import day_period
from jujur.domain.submissions import PlacedRow, Row
from jujur.validation.bins import RowToJudge
from jujur.validation.checks import Case, Surroundings, all_cases, cases_of
from jujur.validation.neighbours import EarlierValue, Neighbours, Total
from jujur.validation.table import Table

HELD = Cell(CellState.DITAHAN, None, "±dua")
DOES_NOT_APPLY = Cell(CellState.TIDAK_BERLAKU, None, "x")
FORM = Form(
    "uji",
    1,
    "Uji",
    "kelurahan",
    False,
    (
        Column("kode", "Kode", "code", is_key=True),
        Column("induk", "Induk", "code"),
        Column("a", "A", "count", group="Angka"),
        Column("b", "B", "count", group="Angka"),
        Column("c", "C", "count", group="Lain"),
        Column("d", "D", "decimal"),
        Column("hari", "Hari", "date"),
        Column("hari_lain", "Hari lain", "date"),
        Column("jam", "Jam", "time"),
        Column("saat", "Saat", "instant"),
        Column("pilih", "Pilihan", "choice", choices=("ya", "tidak")),
        Column("teks", "Teks", "text"),
    ),
)
AROUND = Surroundings(
    period=day_period(date(2024, 2, 14)),
    unit_parents={"U1": "P1", "U2": "P2"},
    thresholds={"batas": 10, "selisih": 1, "jam": 12},
    conflicts={("K-2", "r"): ("kiriman K-1, baris 2",)},
    neighbours=Neighbours(
        reference_counts={("U1", "tps"): 3},
        totals={("lain", "U1", "x"): Total(2, 2, 7), ("lain", "U1", "y"): Total(1, 2, 7)},
        earlier={("U1", "a"): EarlierValue(5, "2024-02-14.3")},
    ),
    voting_on=date(2024, 2, 14),
)
SOUND: dict[str, Any] = {"kode": "U1", "induk": "P1"}


def rule(check: str, terms: dict[str, Any], severity: Severity = Severity.ERROR) -> Rule:
    return Rule("V99", severity, "", "", check, terms, "Periksa.")


def judged_row(values: dict[str, Any], submission: str = "K-1") -> RowToJudge:
    given = {**SOUND, **values}
    cells = {
        column.name: value if isinstance(value := given.get(column.name, BLANK), Cell) else value_cell(value)
        for column in FORM.columns
    }
    unit = str(cells["kode"].value)
    placed = PlacedRow(Row("r", "Isian", 9, cells), unit, "P1", "P1", "d", True)
    at = datetime(2024, 2, 14, tzinfo=UTC)
    return RowToJudge(submission, "f.xlsx", "tim", "P1", at, None, placed)


def verdicts(case: Case, row: RowToJudge) -> list[bool | None]:
    """Of each part: True broken, False sound, None not evaluable."""
    table = Table([row])
    found = []
    for part in case.parts or (case,):
        numbers = part.numbers(table)
        found.append(None if np.isnan(numbers[0]) else bool(part.broken(numbers)[0]))
    numbers = case.numbers(table)
    whole = None if np.isnan(numbers[0]) else bool(case.broken(numbers)[0])
    assert whole == (None if set(found) == {None} else True in found)
    return found


def verdict(
    check: str, terms: dict[str, Any], values: dict[str, Any], around: Surroundings = AROUND
) -> bool | None:
    (case,) = cases_of(rule(check, terms), FORM, around)
    row = judged_row(values)
    (found,) = verdicts(case, row)
    if found:
        assert case.found(row) or case.parts
        part = (case.parts or (case,))[0]
        assert part.found(row)
        assert part.expected(row)
    return found


SUM = {"cases": [{"total": "a", "parts": ["b", "c"]}]}
EQUAL = {"cases": [{"left": "a", "right": "b"}]}
AT_MOST = {"cases": [{"left": "a", "right": ["b"], "plus_percent": 2}]}
WITHIN = {"cases": [{"left": "a", "right": ["b"], "plus_permille": 25, "tolerance": "selisih"}]}
BALANCE = {"cases": [{"total": "a", "plus": ["b"], "minus": ["c"]}]}
LIMIT = {"cases": [{"left": "a", "threshold": "batas"}]}
REFERENCE = {"cases": [{"column": "a", "level": "tps"}]}
ROLL_UP = {"cases": [{"column": "a", "form": "lain", "other": "x"}]}

NUMBERS: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    # shape, terms, broken, sound
    ("sum", SUM, {"a": 5, "b": 2, "c": 2}, {"a": 4, "b": 2, "c": 2}),
    ("sum", SUM, {"a": 0, "b": 0, "c": 1}, {"a": 0, "b": 0, "c": 0}),
    ("equal", EQUAL, {"a": 5, "b": 4}, {"a": 4, "b": 4}),
    # 2 % of 101 is 2.02, rounded up 3; of 100 exactly 2.
    ("at_most", AT_MOST, {"a": 105, "b": 101}, {"a": 104, "b": 101}),
    ("at_most", AT_MOST, {"a": 103, "b": 100}, {"a": 102, "b": 100}),
    # 2.5 % of 100 is 2.5, rounded up 3; one more or less is tolerated.
    ("equal_within", WITHIN, {"a": 105, "b": 100}, {"a": 104, "b": 100}),
    ("equal_within", WITHIN, {"a": 101, "b": 100}, {"a": 102, "b": 100}),
    ("balance", BALANCE, {"a": 5, "b": 7, "c": 1}, {"a": 6, "b": 7, "c": 1}),
    ("at_most_constant", LIMIT, {"a": 11}, {"a": 10}),
    ("equal_constant", LIMIT, {"a": 9}, {"a": 10}),
    ("equal_constant", LIMIT, {"a": 11}, {"a": 10}),
    ("reference_count", REFERENCE, {"a": 2}, {"a": 3}),
    ("roll_up", ROLL_UP, {"a": 8}, {"a": 7}),
    ("not_below_earlier", {"columns": ["a"]}, {"a": 4}, {"a": 5}),
]


@pytest.mark.parametrize(("check", "terms", "broken", "sound"), NUMBERS)
def test_arithmetic_is_judged_exactly(check: str, terms: Any, broken: Any, sound: Any) -> None:
    assert verdict(check, terms, broken) is True
    assert verdict(check, terms, sound) is False


@pytest.mark.parametrize(("check", "terms", "broken", "sound"), NUMBERS)
@pytest.mark.parametrize("gap", [BLANK, HELD, DOES_NOT_APPLY], ids=["blank", "held", "does not apply"])
def test_an_operand_without_a_number_breaks_no_arithmetic(
    check: str, terms: Any, broken: Any, sound: Any, gap: Cell
) -> None:
    for values in (broken, sound):
        for name in values:
            assert verdict(check, terms, {**values, name: gap}) is None


DATED = {"cases": [{"column": "hari", "low": 1, "high": "batas"}]}
BY = {"cases": [{"column": "saat", "hours_after_day": "jam"}]}
MOMENTS: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ("time_order", {"cases": [{"first": "jam", "then": "07:00"}]}, {"jam": "07:01"}, {"jam": "07:00"}),
    ("time_order", {"cases": [{"first": "13:00", "then": "jam"}]}, {"jam": "12:59"}, {"jam": "13:00"}),
    # An unquoted 13:00 is 780 to YAML: minutes all the same.
    ("time_order", {"cases": [{"first": 780, "then": "jam"}]}, {"jam": "12:59"}, {"jam": "13:00"}),
    (
        "time_order",
        {"cases": [{"first": "jam", "then": "saat"}]},
        {"jam": "13:00", "saat": "2024-02-14T05:59:00+00:00"},
        {"jam": "13:00", "saat": "2024-02-14T06:00:00+00:00"},
    ),
    (
        "time_order",
        {"cases": [{"first": "jam", "then": "saat"}]},
        {"jam": "23:00", "saat": "2024-02-14T01:00:00+07:00"},
        {"jam": "23:00", "saat": "2024-02-15T01:00:00+07:00"},
    ),
    (
        "time_order",
        {"cases": [{"first": "hari", "then": "hari_lain"}]},
        {"hari": "2024-02-14", "hari_lain": "2024-02-13"},
        {"hari": "2024-02-14", "hari_lain": "2024-02-14"},
    ),
    ("days_from_voting", DATED, {"hari": "2024-02-14"}, {"hari": "2024-02-15"}),
    ("days_from_voting", DATED, {"hari": "2024-02-25"}, {"hari": "2024-02-24"}),
    ("instant_by", BY, {"saat": "2024-02-15T12:00:01+07:00"}, {"saat": "2024-02-15T12:00:00+07:00"}),
    (
        "inside_period",
        {"column": "saat"},
        {"saat": "2024-02-15T00:00:00+07:00"},
        {"saat": "2024-02-14T00:00:00+07:00"},
    ),
]


@pytest.mark.parametrize(("check", "terms", "broken", "sound"), MOMENTS)
def test_moments_are_judged_to_the_minute(check: str, terms: Any, broken: Any, sound: Any) -> None:
    assert verdict(check, terms, broken) is True
    assert verdict(check, terms, sound) is False
    for name in broken:
        assert verdict(check, terms, {**broken, name: BLANK}) is None
        if check != "inside_period":
            assert verdict(check, terms, {**broken, name: HELD}) is None


def test_without_a_voting_day_nothing_is_counted_from_it() -> None:
    nowhere = replace(AROUND, voting_on=None)
    assert verdict("days_from_voting", DATED, {"hari": "2030-01-01"}, nowhere) is None
    assert verdict("instant_by", BY, {"saat": "2030-01-01T00:00:00+07:00"}, nowhere) is None


def test_an_unreadable_time_is_reported_once() -> None:
    terms = {"column": "saat"}
    assert verdict("inside_period", terms, {"saat": HELD}) is True
    assert (
        verdict("inside_period", terms, {"saat": HELD}, replace(AROUND, typed_columns=frozenset({"saat"})))
        is None
    )


CELLS: list[tuple[str, dict[str, Any], dict[str, Any], bool | None]] = [
    ("whole_number", {"columns": ["a"]}, {"a": HELD}, True),
    ("whole_number", {"columns": ["a"]}, {"a": -1}, True),
    ("whole_number", {"columns": ["a"]}, {"a": 10**13}, True),
    ("whole_number", {"columns": ["a"]}, {"a": "dua"}, True),
    ("whole_number", {"columns": ["a"]}, {"a": 0}, False),
    ("whole_number", {"columns": ["a"]}, {}, None),
    ("whole_number", {"columns": ["a"]}, {"a": DOES_NOT_APPLY}, None),
    ("typed", {"columns": ["d"]}, {"d": HELD}, True),
    ("typed", {"columns": ["d"]}, {"d": "12.5"}, False),
    ("typed", {"columns": ["d"]}, {}, None),
    ("known_choice", {"columns": ["pilih"]}, {"pilih": HELD}, True),
    ("known_choice", {"columns": ["pilih"]}, {"pilih": "entah"}, True),
    ("known_choice", {"columns": ["pilih"]}, {"pilih": "ya"}, False),
    ("known_choice", {"columns": ["pilih"]}, {}, None),
    ("filled", {"columns": ["teks"]}, {}, True),
    ("filled", {"columns": ["teks"]}, {"teks": "isi"}, False),
    ("filled", {"columns": ["teks"]}, {"teks": DOES_NOT_APPLY}, False),
    ("filled", {"columns": ["d"]}, {"d": HELD}, False),
    ("known_code", {"column": "kode", "parent": "induk"}, {"kode": "U9"}, True),
    ("known_code", {"column": "kode", "parent": "induk"}, {"kode": "U2"}, True),
    ("known_code", {"column": "kode", "parent": "induk"}, {"kode": BLANK}, True),
    ("known_code", {"column": "kode", "parent": "induk"}, {}, False),
    ("known_code", {"column": "kode", "parent": "induk"}, {"induk": BLANK}, False),
    ("known_code", {"column": "induk"}, {"induk": BLANK}, None),
    ("known_code", {"column": "induk"}, {"induk": HELD}, True),
]


@pytest.mark.parametrize(("check", "terms", "values", "expected"), CELLS)
def test_cells_are_judged_by_state_and_value(
    check: str, terms: Any, values: Any, expected: bool | None
) -> None:
    assert verdict(check, terms, values) is expected


WHEN = {"cases": [{"when": {"pilih": "ya"}, "columns": ["teks"]}]}


@pytest.mark.parametrize(
    ("check", "values", "expected"),
    [
        ("required_when", {"pilih": "ya"}, True),
        ("required_when", {"pilih": "ya", "teks": "isi"}, False),
        ("required_when", {"pilih": "ya", "teks": DOES_NOT_APPLY}, False),
        ("required_when", {"pilih": "tidak"}, None),
        ("required_when", {"pilih": HELD}, None),
        ("required_when", {}, None),
        ("blank_when", {"pilih": "ya", "teks": "isi"}, True),
        ("blank_when", {"pilih": "ya"}, False),
        ("blank_when", {"pilih": "tidak", "teks": "isi"}, None),
        ("blank_when", {"teks": "isi"}, None),
    ],
)
def test_what_is_demanded_depends_on_another_answer(check: str, values: Any, expected: bool | None) -> None:
    assert verdict(check, WHEN, values) is expected


def test_several_values_may_demand_and_all_conditions_must_hold() -> None:
    terms = {"cases": [{"when": {"pilih": ["ya", "tidak"], "a": 1}, "columns": ["teks"]}]}
    assert verdict("required_when", terms, {"pilih": "tidak", "a": 1}) is True
    assert verdict("required_when", terms, {"pilih": "tidak", "a": 2}) is None


@pytest.mark.parametrize(
    ("text", "is_personal"),
    [
        ("NIK 1234567890123456", True),
        ("123456 010190 0001", True),
        ("1234-5678-9012-3456", True),
        ("NIP 19900101 201501 1 001", True),
        ("NIP 199001012015011001", True),
        ("hubungi 081200000000", True),
        ("hubungi 0812-0000-0000", True),
        ("+62 812 0000 0000", True),
        ("telp. (0730) 000000", True),
        ("WA: 812 0000 00", True),
        (
            "\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff10\uff11\uff12\uff13\uff14\uff15\uff16",
            True,
        ),
        ("TPS 1672011001001 dibuka 14-02-2024 pukul 07.15", False),
        ("08-02-2024 07.15 sampai 14.02.2024 07.15-09.30", False),
        ("surat 000.8.3/07E Tahun 2023, 2 691,8 kg", False),
        ("Rp1.500.000,00 untuk 12 orang di TPS 012", False),
        ("jalan rusak", False),
    ],
)
def test_numbers_that_name_a_person_are_found_and_not_repeated(text: str, is_personal: bool) -> None:
    terms = {"columns": "all_text"}
    assert verdict("no_personal_data", terms, {"teks": text}) is is_personal
    (case,) = cases_of(rule("no_personal_data", terms), FORM, AROUND)
    words = case.parts[0].found(judged_row({"teks": text}))
    assert not set(words) & set(text) & set("0123456789")


def test_personal_data_in_a_held_text_is_found_too() -> None:
    held = Cell(CellState.DITAHAN, None, "0812-0000-0000")
    assert verdict("no_personal_data", {"columns": ["teks"]}, {"teks": held}) is True
    assert verdict("no_personal_data", {"columns": ["teks"]}, {}) is None


def test_a_roll_up_waits_until_every_unit_below_has_reported() -> None:
    terms = {"cases": [{"column": "a", "form": "lain", "other": "y"}]}
    assert verdict("roll_up", terms, {"a": 8}) is None
    assert verdict("roll_up", {"cases": [{"column": "a", "form": "lain", "other": "z"}]}, {"a": 8}) is None


def test_an_unknown_unit_has_no_neighbours() -> None:
    for check, terms in (
        ("reference_count", REFERENCE),
        ("roll_up", ROLL_UP),
        ("not_below_earlier", {"columns": ["a"]}),
    ):
        assert verdict(check, terms, {"kode": "U2", "a": 1}) is None


def test_a_case_may_be_softer_than_its_rule() -> None:
    terms = {"cases": [{"left": "a", "right": ["b"]}, {"left": "a", "right": ["c"], "severity": "W"}]}
    assert [case.severity.value for case in cases_of(rule("at_most", terms), FORM, AROUND)] == ["E", "W"]
    mixed = {"cases": [{**WHEN["cases"][0]}, {"when": {"pilih": "ya"}, "columns": ["a"], "severity": "I"}]}
    folded = list(cases_of(rule("required_when", mixed), FORM, AROUND))
    assert [(case.severity.value, len(case.parts)) for case in folded] == [("E", 1), ("I", 1)]


def test_many_cells_are_one_expectation_and_each_a_finding() -> None:
    (case,) = cases_of(rule("whole_number", {"columns": "all_counts"}), FORM, AROUND)
    assert verdicts(case, judged_row({"a": HELD, "b": 3})) == [True, False, None]
    assert [part.columns for part in case.parts] == [("a",), ("b",), ("c",)]


def test_special_units_over_the_limit_are_only_flagged() -> None:
    terms = {**LIMIT, "warning_when": {"column": "induk", "from": 901}}
    strict, soft = cases_of(rule("at_most_constant", terms), FORM, AROUND)
    assert (strict.severity, soft.severity) == (Severity.ERROR, Severity.WARNING)
    for induk, expected in (("901", [None, True]), ("900", [True, None]), ("P1", [True, None])):
        row = judged_row({"induk": induk, "a": 11})
        assert [*verdicts(strict, row), *verdicts(soft, row)] == expected


def test_columns_of_the_other_election_are_not_asked_for() -> None:
    pemilu = replace(FORM, absent=("d_lain",))
    terms = {"cases": [{"left": "a", "right": ["d_lain"]}, {"left": "a", "right": ["b"]}]}
    assert [case.columns for case in cases_of(rule("at_most", terms), pemilu, AROUND)] == [("a", "b")]
    (case,) = cases_of(rule("typed", {"columns": ["d", "d_lain"]}), pemilu, AROUND)
    assert case.columns == ("d",)


def test_cases_never_share_a_key() -> None:
    rules = [
        rule("sum", SUM),
        rule("sum", SUM),
        rule("whole_number", {"columns": ["a"]}),
        rule("typed", {"columns": ["d"]}),
    ]
    keys = [case.key for case in all_cases(rules, FORM, AROUND)]
    assert len(set(keys)) == len(keys) == 4


def test_a_shape_that_nobody_has_built_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="ramal"):
        list(cases_of(rule("ramal", {}), FORM, AROUND))


@pytest.mark.parametrize(
    ("check", "terms", "values", "found", "expected"),
    [
        ("sum", SUM, {"a": 5, "b": 2, "c": 2}, "Angka A 5", "Angka B + Lain C = 2 + 2 = 4"),
        ("equal", EQUAL, {"a": 5, "b": 4}, "Angka: A 5", "B = 4"),
        (
            "at_most",
            AT_MOST,
            {"a": 105, "b": 101},
            "Angka: A 105",
            "paling banyak B + 2 % dibulatkan ke atas = 101 + 3 = 104",
        ),
        (
            "equal_within",
            WITHIN,
            {"a": 105, "b": 100},
            "Angka: A 105",
            "B + 2,5 % dibulatkan ke atas = 100 + 3 = 103 (boleh berselisih 1)",
        ),
        ("balance", BALANCE, {"a": 5, "b": 7, "c": 1}, "Angka A 5", "Angka B - Lain C = 7 - 1 = 6"),
        ("equal_constant", LIMIT, {"a": 9}, "Angka A = 9", "tepat 10"),
        ("reference_count", REFERENCE, {"a": 2}, "Angka A 2", "3 TPS menurut daftar acuan"),
        ("roll_up", ROLL_UP, {"a": 8}, "Angka A 8", "jumlah 2 unit di bawahnya pada formulir lain = 7"),
        (
            "time_order",
            {"cases": [{"first": "jam", "then": "07:00"}]},
            {"jam": "07:30"},
            "Jam pukul 07.30",
            "paling lambat pukul 07.00",
        ),
        (
            "time_order",
            {"cases": [{"first": "jam", "then": "saat"}]},
            {"jam": "13:00", "saat": "2024-02-14T12:00:00+07:00"},
            "Saat 14 Februari 2024 pukul 12.00 WIB",
            "tidak sebelum Jam pukul 13.00",
        ),
        (
            "days_from_voting",
            DATED,
            {"hari": "2024-02-14"},
            "Hari = 2024-02-14 (hari H)",
            "paling awal H+1 (15 Februari 2024) dan paling lambat H+10 (24 Februari 2024)",
        ),
        (
            "instant_by",
            BY,
            {"saat": "2024-02-15T12:00:01+07:00"},
            "Saat = 2024-02-15T12:00:01+07:00",
            "paling lambat 15 Februari 2024 pukul 12.00 WIB",
        ),
    ],
)
def test_messages_show_what_was_found_and_work_out_what_was_expected(
    check: str, terms: Any, values: Any, found: str, expected: str
) -> None:
    (case,) = cases_of(rule(check, terms), FORM, AROUND)
    row = judged_row(values)
    assert (case.found(row), case.expected(row)) == (found, expected)


def test_messages_of_conditions_and_series() -> None:
    (case,) = cases_of(rule("required_when", WHEN), FORM, AROUND)
    row = judged_row({"pilih": "ya"})
    assert (case.parts[0].found(row), case.parts[0].expected(row)) == (
        "sel kosong",
        "Teks diisi, karena Pilihan ya",
    )
    (case,) = cases_of(rule("not_below_earlier", {"columns": ["a"]}), FORM, AROUND)
    row = judged_row({"a": 4})
    assert case.parts[0].expected(row) == "paling sedikit 5, seperti dilaporkan untuk masa 2024-02-14.3"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"teks": "002", "induk": "P.1"}, False),
        ({"teks": "2", "induk": "P.1"}, False),
        ({"teks": "099", "induk": "P.1"}, True),
        ({"teks": "002", "induk": "P.2"}, True),
        ({"teks": "depan lapangan", "induk": "P.1"}, True),
        ({"teks": "002", "induk": BLANK}, None),
        ({"teks": "002", "induk": "P.9"}, None),
        ({"induk": "P.1"}, None),
        ({"teks": DOES_NOT_APPLY, "induk": "P.1"}, None),
    ],
)
def test_the_number_of_a_station_is_held_against_its_kelurahan(
    values: dict[str, Any], expected: bool | None
) -> None:
    around = replace(AROUND, unit_parents={"P.1": "K", "P.2": "K", "P1002": "P.1"})
    terms = {"column": "teks", "parent": "induk"}
    assert verdict("known_station", terms, values, around) is expected
