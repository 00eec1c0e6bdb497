"""From a raw cell to a typed one: plain values are taken, everything else is held or has a state of its own."""

from __future__ import annotations

import pytest

from jujur.domain.cells import CellState
from jujur.domain.forms import Column, Form
from jujur.intake.columns import CellReader
from jujur.intake.instants import read_instant
from jujur.intake.typed_cells import type_cell

COUNT = Column("suara_sah", "Sah", "count")
CODE = Column("tps", "TPS", "code")
TEXT = Column("uraian", "Uraian", "text")
CHOICE = Column("tingkat", "Tingkat", "choice", choices=("ringan", "sedang", "berat"))
INSTANT = Column("waktu", "Waktu", "instant")
DECIMAL = Column("persen", "Persen", "decimal")
DATE = Column("hari", "Hari", "date")
TIME = Column("jam", "Jam", "time")
ANY = (COUNT, CODE, TEXT, CHOICE, INSTANT, DECIMAL, DATE, TIME)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (0, 0),
        (208, 208),
        (208.0, 208),
        ("208", 208),
        (" 208 ", 208),
        ("0", 0),
        ("1.234", 1234),
        ("1 234", 1234),
        ("1\u00a0234", 1234),
        ("1.234.567", 1234567),
    ],
)
def test_whole_numbers_are_taken(raw: object, value: int) -> None:
    cell = type_cell(COUNT, raw)
    assert (cell.state, cell.value) == (CellState.NILAI, value)
    assert type(cell.value) is int


@pytest.mark.parametrize(
    "raw",
    [
        "1,234",
        "1.23",
        "1.2345",
        "0.123",
        "1.234,0",
        "1.234 orang",
        "1.234 567",
        "l.234",
        "'1234",
        "12,5",
        12.5,
        -3,
        "-3",
        "2 691,8",
        {"f": "208"},
        {"f": ""},
        "±200",
        "nihil",
        "1e3",
        "nan",
        "\u0662\u0660\u0668",
        "\uff12\uff10\uff18",
        "O",
        True,
        1e18,
        "12 orang",
        {"d": "2024-02-14"},
        {"t": "07:15:00"},
        {"e": "#DIV/0!"},
        "#REF!",
        "1" * 10,
        "Infinity",
    ],
)
def test_what_is_not_plainly_a_count_is_held_with_what_was_found(raw: object) -> None:
    cell = type_cell(COUNT, raw)
    assert cell.state is CellState.DITAHAN
    assert cell.value is None
    assert cell.raw


@pytest.mark.parametrize("column", ANY, ids=lambda column: column.kind)
@pytest.mark.parametrize("raw", ["", None, "  ", "\u200b", "\u00a0"])
def test_blank_is_not_zero_and_not_a_value(column: Column, raw: object) -> None:
    assert type_cell(column, raw).state is CellState.TIDAK_DIISI


@pytest.mark.parametrize("column", ANY, ids=lambda column: column.kind)
@pytest.mark.parametrize(
    ("raw", "state"),
    [
        ("x", CellState.TIDAK_BERLAKU),
        ("Tidak Berlaku", CellState.TIDAK_BERLAKU),
        ("#", CellState.TIDAK_DAPAT_DIAKSES),
        ("tidak dapat diakses", CellState.TIDAK_DAPAT_DIAKSES),
        ("?", CellState.TIDAK_TAHU),
        ("-", CellState.TIDAK_DIISI),
    ],
)
def test_marks_of_the_legend_are_states_and_never_zero(column: Column, raw: str, state: CellState) -> None:
    cell = type_cell(column, raw)
    assert (cell.state, cell.value, cell.raw) == (state, None, raw)


@pytest.mark.parametrize("column", ANY, ids=lambda column: column.kind)
@pytest.mark.parametrize("raw", [{"e": "#N/A"}, {"e": "rumus tanpa nilai"}, "#DIV/0!", "Err:502"])
def test_error_cells_are_held_in_every_column(column: Column, raw: object) -> None:
    assert type_cell(column, raw).state is CellState.DITAHAN


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("001", "001"),
        (" 001 ", "001"),
        (1672011001001.0, "1672011001001"),
        ("16.72.01.1001 Sukorejo", "16.72.01.1001"),
        ("1.10", "1.10"),
        ("11.10", "11.10"),
        ("Dempo Utara", "Dempo Utara"),
    ],
)
def test_codes_keep_every_letter(raw: object, value: str) -> None:
    assert type_cell(CODE, raw).value == value


def test_a_code_that_became_a_fraction_is_held() -> None:
    assert type_cell(CODE, 16.1).state is CellState.DITAHAN


@pytest.mark.parametrize(("raw", "value"), [("Berat", "berat"), (" ringan ", "ringan"), ("SEDANG", "sedang")])
def test_choices_are_known_whatever_their_case(raw: str, value: str) -> None:
    assert type_cell(CHOICE, raw).value == value


@pytest.mark.parametrize("raw", ["gawat", "berat sekali", 3, True])
def test_other_words_are_no_choice(raw: object) -> None:
    assert type_cell(CHOICE, raw).state is CellState.DITAHAN


@pytest.mark.parametrize(
    "text",
    [
        "14 Februari 2024 pukul 07.15",
        "Rabu, 14 Februari 2024 pukul 07.15 WIB",
        "14 Feb 2024, 07:15",
        "14 Pebruari 2024 jam 7.15",
        "14/02/2024 07.15",
        "14-02-2024 pkl. 07:15:00",
        "2024-02-14T07:15",
        "2024-02-14 07:15:00",
        "2024-02-14T07:15:00+07:00",
    ],
)
def test_instants_are_read_as_people_write_them(text: str) -> None:
    assert read_instant(text) == "2024-02-14T07:15:00+07:00"


@pytest.mark.parametrize(
    "text",
    [
        "03/02/2024 07.15",
        "14 Februari 2024",
        "07.15",
        "14/02/24 07.15",
        "31/02/2024 07.15",
        "14 Foo 2024 07.15",
        "kemarin",
        "14/02/2024 25.00",
        "2024-02-14",
        "14 Februari 2024 pukul 07.15 WITA",
    ],
)
def test_an_instant_that_is_ambiguous_or_incomplete_is_not_read(text: str) -> None:
    assert read_instant(text) is None
    assert type_cell(INSTANT, text).state is CellState.DITAHAN


def test_same_day_and_month_is_not_ambiguous() -> None:
    assert read_instant("02/02/2024 07.15") == "2024-02-02T07:15:00+07:00"


def test_excel_dates_are_instants_and_times_alone_are_not() -> None:
    assert type_cell(INSTANT, {"d": "2024-02-14T07:15:00"}).value == "2024-02-14T07:15:00+07:00"
    assert type_cell(INSTANT, {"d": "2024-02-14"}).state is CellState.DITAHAN
    assert type_cell(INSTANT, {"t": "07:15:00"}).state is CellState.DITAHAN


def test_endless_text_is_held() -> None:
    cell = type_cell(TEXT, "a" * 5000)
    assert cell.state is CellState.DITAHAN
    assert len(cell.raw) == 2000


def test_remembering_reader_keeps_one_and_true_apart() -> None:
    reader = CellReader(Form("f", 1, "F", "tps", False, (COUNT, CODE)))
    assert reader.read(COUNT, 1).value == 1
    assert reader.read(COUNT, True).state is CellState.DITAHAN
    assert reader.read(CODE, 1.0).value == "1"
    assert reader.read(CODE, "01").value == "01"
    assert reader.read(COUNT, {"e": "#N/A"}).state is CellState.DITAHAN


@pytest.mark.parametrize(
    ("column", "raw", "value"),
    [
        (DECIMAL, "12,5", "12.5"),
        (DECIMAL, "2 691,8", "2691.8"),
        (DECIMAL, "2.691,8", "2691.8"),
        (DECIMAL, "12.50", "12.5"),
        (DECIMAL, "0,812", "0.812"),
        (DECIMAL, "-3", "-3"),
        (DECIMAL, 12.5, "12.5"),
        (DECIMAL, 12.0, "12"),
        (DECIMAL, "1.234.567", "1234567"),
        (DATE, "14 Februari 2024", "2024-02-14"),
        (DATE, "Rabu, 14 Pebruari 2024", "2024-02-14"),
        (DATE, "14/02/2024", "2024-02-14"),
        (DATE, "02/02/2024", "2024-02-02"),
        (DATE, "14.02.2024", "2024-02-14"),
        (DATE, "2024-02-14", "2024-02-14"),
        (DATE, {"d": "2024-02-14T00:00:00"}, "2024-02-14"),
        (TIME, "07.15", "07:15"),
        (TIME, "pukul 07.15 WIB", "07:15"),
        (TIME, "7:15", "07:15"),
        (TIME, {"t": "07:15:00"}, "07:15"),
        (TIME, {"t": "07:14:59.999000"}, "07:15"),
        (TIME, {"d": "1899-12-31T07:15:00"}, "07:15"),
    ],
)
def test_decimals_days_and_times_as_people_write_them(column: Column, raw: object, value: str) -> None:
    cell = type_cell(column, raw)
    assert (cell.state, cell.value) == (CellState.NILAI, value)


@pytest.mark.parametrize(
    ("column", "raw"),
    [
        (DECIMAL, "1.234"),
        (DECIMAL, "1,234"),
        (DECIMAL, 1.234),
        (DECIMAL, "81,2%"),
        (DECIMAL, "12,5 kg"),
        (DECIMAL, "\u0661\u0662"),
        (DECIMAL, True),
        (DECIMAL, {"f": "12.5"}),
        (DATE, "03/02/2024"),
        (DATE, "02/14/2024"),
        (DATE, "14/2/24"),
        (DATE, "Kamis, 14 Februari 2024"),
        (DATE, "31 Februari 2024"),
        (DATE, 45336.0),
        (DATE, "45336"),
        (DATE, {"t": "07:15:00"}),
        (DATE, {"d": "1899-12-31T07:15:00"}),
        (TIME, "25.00"),
        (TIME, "24.00"),
        (TIME, "07.15 WITA"),
        (TIME, 7.15),
        (TIME, 0.302),
        (TIME, {"d": "2024-02-14T07:15:00"}),
        (TIME, {"f": "07:15"}),
    ],
)
def test_what_can_be_read_in_two_ways_is_held(column: Column, raw: object) -> None:
    cell = type_cell(column, raw)
    assert (cell.state, cell.value) == (CellState.DITAHAN, None)
    assert cell.raw


@pytest.mark.parametrize("column", ANY, ids=lambda column: column.kind)
def test_formulas_are_held_with_the_value_they_had(column: Column) -> None:
    assert (type_cell(column, {"f": "208"}).state, type_cell(column, {"f": "208"}).raw) == (
        CellState.DITAHAN,
        "rumus: 208",
    )
    assert type_cell(column, {"f": ""}).raw == "rumus tanpa nilai"


@pytest.mark.parametrize("raw", ["\uff10\uff10\uff11", "\u0660\u0660\u0661"])
def test_codes_in_digits_of_another_script_are_held(raw: str) -> None:
    assert type_cell(CODE, raw).state is CellState.DITAHAN
