"""Units without codes: exact names and listed spellings are accepted, similar ones only suggested (L32)."""

from __future__ import annotations

import pytest
from tests.unit.intake.messy_sheets import DESK

from jujur.domain.areas import Area, Gazetteer, Places
from jujur.domain.cells import Cell, CellState
from jujur.domain.forms import Column, Form
from jujur.domain.submissions import Reading
from jujur.intake.names import PlaceNames, read_number
from jujur.intake.reading import FileToRead, _FormReader

AREAS = [
    Area("16.72", "Kota Pagar Alam", "kota", None),
    Area("16.72.01", "Pagar Alam Utara", "kecamatan", "16.72"),
    Area("16.72.03", "Dempo Utara", "kecamatan", "16.72"),
    Area("16.72.01.1001", "Sukorejo", "kelurahan", "16.72.01"),
    Area("16.72.01.1002", "Bangun Rejo", "kelurahan", "16.72.01"),
    Area("16.72.03.1001", "Sukorejo", "kelurahan", "16.72.03"),
    Area("16.72.03.1012", "Bumi Agung", "kelurahan", "16.72.03"),
    *(Area(f"1672011001{n:03}", f"TPS {n:03}", "tps", "16.72.01.1001") for n in (1, 2, 3, 18)),
    *(Area(f"1672011002{n:03}", f"TPS {n:03}", "tps", "16.72.01.1002") for n in (1, 2)),
    *(Area(f"1672031001{n:03}", f"TPS {n:03}", "tps", "16.72.03.1001") for n in (1, 2)),
    *(Area(f"1672031012{n:03}", f"TPS {n:03}", "tps", "16.72.03.1012") for n in (1, 2, 3)),
]
PLACES = Places(Gazetteer(AREAS), {"16.72.01": ("Pagaralam Utr",), "16.72.03.1012": ("Bumi Agng",)})
NAMES = PlaceNames(PLACES)
STATIONS = Form(
    "tps",
    1,
    "TPS",
    "tps",
    False,
    (
        Column("kode_tps", "Kode TPS", "code", is_key=True, is_prefilled=True),
        Column("kode_kelurahan", "Kode kelurahan", "code", is_prefilled=True),
        Column("kelurahan", "Kelurahan", "text", is_prefilled=True, names="kelurahan"),
        Column("tps", "TPS", "code", is_prefilled=True, names="tps"),
        Column("sah", "Suara sah", "count"),
        Column("rusak", "Surat suara rusak", "count"),
    ),
)
WARDS = Form(
    "kel",
    1,
    "Kelurahan",
    "kelurahan",
    False,
    (
        Column("kode_kelurahan", "Kode kelurahan", "code", is_key=True, is_prefilled=True),
        Column("kelurahan", "Kelurahan", "text", is_prefilled=True, names="kelurahan"),
        Column("selesai", "Selesai", "count"),
        Column("psu", "PSU", "count"),
    ),
)
HEAD = ["Kelurahan", "TPS", "Suara sah", "Surat suara rusak"]


def sheet(rows: list[list[object]], name: str = "Lembar1") -> dict[str, object]:
    return {
        "name": name,
        "visible": True,
        "rows": rows,
        "hidden_rows": [],
        "hidden_columns": [],
        "formulas": 0,
    }


def read(*sheets: dict[str, object], form: Form = STATIONS, area: str | None = None) -> Reading:
    reader = _FormReader({form.id: form}, PLACES)
    return reader.read(FileToRead("b", "f" * 64, b"", area), sheets)


def keys(reading: Reading) -> list[str | None]:
    return [row.text("kode_tps" if reading.form_id == "tps" else "kode_kelurahan") for row in reading.rows]


def notes(reading: Reading, code: str) -> list[str]:
    return [f"{note.found} -> {note.expected}" for note in reading.notes if note.code == code]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Dempo Utara", {"16.72.03"}),
        ("DEMPO-UTARA", {"16.72.03"}),
        ("Kec. Dempo Utara ", {"16.72.03"}),
        ("D e m p o  Utara", {"16.72.03"}),
        ("PAGARALAM UTARA", {"16.72.01"}),
        ("Pagaralam Utr", {"16.72.01"}),
        ("16.72.01 Pagar Alam Utara", {"16.72.01"}),
        ("16-72-01", {"16.72.01"}),
        ("Dempo Utr.", set()),
        ("Demp\u043e Utara", set()),
        ("16.72.01 Dempo Utara", set()),
        ("16.72.99", set()),
        ("", set()),
    ],
)
def test_only_exact_names_name_an_area(text: str, codes: set[str]) -> None:
    assert NAMES.look_up(text, "kecamatan").codes == codes


def test_the_nearest_name_is_suggested_and_never_taken() -> None:
    named = NAMES.look_up("Dempo Utr.", "kecamatan")
    assert (named.code, named.meant and named.meant.code) == (None, "16.72.03")
    assert NAMES.look_up("Jakarta", "kecamatan").meant is None
    assert NAMES.look_up("Demp\u043e Utara", "kecamatan").has_lookalikes


def test_a_code_without_dots_is_not_certain() -> None:
    """BPS writes other codes in the same number of digits (domain.md §1)."""
    named = NAMES.look_up("1672011001", "kelurahan")
    assert (named.code, named.meant and named.meant.code) == (None, "16.72.01.1001")
    assert NAMES.look_up("1672011001 Sukorejo", "kelurahan").code == "16.72.01.1001"
    assert NAMES.look_up("1672011001 Bumi Agung", "kelurahan").code is None


@pytest.mark.parametrize("raw", ["1", 1.0, "001", "TPS 1", "TPS 001", "tps-01", "No. 1", "TPS No. 1"])
def test_numbers_of_stations_as_teams_write_them(raw: object) -> None:
    assert read_number(raw) == 1


@pytest.mark.parametrize(
    "raw", ["\uff11", "\u0661", "1a", "TPS", "", 1.5, True, {"f": "1"}, "1, 2", "-1", "1001", "1e0"]
)
def test_anything_else_is_no_number_of_a_station(raw: object) -> None:
    assert read_number(raw) is None


def test_equal_names_are_told_apart_by_the_senders_area_only() -> None:
    rows = [HEAD, ["Sukorejo", 1.0, 200.0, 3.0]]
    assert keys(read(sheet(rows))) == [None]
    assert keys(read(sheet(rows), area="16.72.03")) == ["1672031001001"]
    assert keys(read(sheet(rows), area="16.72")) == [None]
    assert keys(read(sheet([["Kecamatan: Pagar Alam Utara"], *rows]), area="16.72.03")) == ["1672011001001"]


def test_a_column_of_kecamatan_narrows_and_must_agree() -> None:
    head = ["Kecamatan", *HEAD]
    rows = [
        ["Kec. Dempo Utara", "Sukorejo", "1", 200.0, 3.0],
        ["Dempo Utara", "Bangun Rejo", "1", 200.0, 3.0],
        ["Dempo Utr", "Bumi Agung", "1", 200.0, 3.0],
        ["Demp\u043e Utara", "Bumi Agung", "2", 200.0, 3.0],
    ]
    reading = read(sheet([head, *rows]))
    assert keys(reading) == ["1672031001001", None, None, None]
    assert "mungkin maksud Anda: Dempo Utara (16.72.03)" in " ".join(notes(reading, "NAME_SUGGESTED"))
    assert len(notes(reading, "LOOKALIKE")) == 1
    assert "UNKNOWN_COLUMN" not in {note.code for note in reading.notes}


def test_a_misspelled_name_is_held_as_written_with_a_suggestion() -> None:
    reading = read(sheet([HEAD, ["Bangun Rjo", 1.0, 200.0, 3.0], ["Bangun Rjo", 2.0, 200.0, 3.0]]))
    cell = reading.rows[0].cells["kode_tps"]
    assert (cell.state, cell.raw) == (CellState.DITAHAN, "Bangun Rjo, 1")
    assert notes(reading, "NAME_SUGGESTED")[0] == (
        "Bangun Rjo, 1 -> mungkin maksud Anda: Bangun Rejo (16.72.01.1002)"
    )
    assert reading.rows[0].count("sah") == 200


def test_many_names_found_are_told_once() -> None:
    rows = [["Bumi Agung", float(number), 200.0, 3.0] for number in (1, 2, 3)]
    reading = read(sheet([HEAD, *rows]))
    assert keys(reading) == ["1672031012001", "1672031012002", "1672031012003"]
    assert [row.text("tps") for row in reading.rows] == ["001", "002", "003"]
    assert notes(reading, "NAME_RESOLVED") == [
        "3 baris dikenali dari nama, misalnya Bumi Agung, 1 -> 1672031012001"
    ]


@pytest.mark.parametrize(
    "row",
    [
        ["1672011001001", "16.72.01.1001", "Bumi Agung", "001"],
        ["1672011001001", "16.72.01.1001", "Sukorejo", "002"],
        ["1672011001001", "16.72.01.1001", "Sukorejo", "TPS 2"],
    ],
)
def test_code_and_name_that_contradict_each_other_are_held(row: list[object]) -> None:
    reading = read(sheet([["Kode TPS", "Kode kelurahan", *HEAD], [*row, 200.0, 3.0]]))
    assert reading.rows[0].cells["kode_tps"] == Cell(CellState.DITAHAN, None, "1672011001001")
    assert len(notes(reading, "NAME_SUGGESTED")) == 1


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("1672011001001", "1672011001001"),
        (1672011001001.0, "1672011001001"),
        ("16.72.01.1001.001", "1672011001001"),
        ("16.72.01.1001 001", "1672011001001"),
        ("1672019999999", "1672019999999"),
        ("1.67201E+12", None),
        ("\u0661672011001001", None),
        ({"f": "1672011001001"}, None),
    ],
)
def test_a_code_is_known_whatever_its_dots(written: object, key: str | None) -> None:
    """A code that is none of ours stays as written: a rule of the form holds the row."""
    reading = read(sheet([["Kode TPS", "Suara sah", "Surat suara rusak"], [written, 200.0, 3.0]]))
    assert keys(reading) == [key]


def test_a_name_we_do_not_know_does_not_contradict_a_code() -> None:
    head = ["Kode TPS", *HEAD]
    reading = read(
        sheet(
            [
                head,
                ["1672011001001", "Sukorjo", "1", 200.0, 3.0],
                ["1672011001002", "Suk\u043erejo", "2", 1.0, 1.0],
            ]
        )
    )
    assert keys(reading) == ["1672011001001", "1672011001002"]
    assert len(notes(reading, "LOOKALIKE")) == 1


def test_one_sheet_a_kelurahan() -> None:
    head = HEAD[1:]
    rows = [head, ["1", 200.0, 3.0], ["TPS 2", 201.0, 4.0]]
    for name, above in (
        ("Bangun Rejo", []),
        ("Kel. BANGUN REJO", []),
        ("L1", [["Kelurahan", "", ": Bangun Rejo"], []]),
    ):
        reading = read(sheet([*above, *rows], name))
        assert keys(reading) == ["1672011002001", "1672011002002"]
        assert len(notes(reading, "SHEET_AS_AREA")) == 1
    assert keys(read(sheet(rows, "Bangun Rjo"))) == [None, None]
    assert keys(read(sheet([["Kelurahan: Bangun Rjo"], *rows], "Bangun Rejo"))) == [None, None]
    assert keys(read(sheet([["Kelurahan: Bumi Agung"], *rows], "Bangun Rejo"))) == [None, None]


def test_rows_of_another_kelurahan_than_the_sheet_states_are_held() -> None:
    """A copied sheet with only its title changed would report one kelurahan's figures as another's."""
    title = ["Kelurahan: Bangun Rejo"]
    rows: list[list[object]] = [title, ["Kode TPS", *HEAD], ["1672011001001", "", "", 1.0, 2.0]]
    rows += [["", "Bumi Agung", "1", 1.0, 2.0], ["", "Bangun Rejo", "1", 1.0, 2.0]]
    assert keys(read(sheet(rows))) == [None, None, "1672011002001"]


def test_tables_of_two_kelurahan_in_one_sheet_are_not_mixed() -> None:
    head = HEAD[1:]
    rows = [
        ["Kelurahan: Bangun Rejo"],
        head,
        ["1", 200.0, 3.0],
        ["Kelurahan: Bumi Agung"],
        head,
        ["1", 201.0, 4.0],
    ]
    assert keys(read(sheet(rows))) == ["1672011002001", "1672031012001"]
    rows[3] = ["BUMI AGUNG"]
    assert keys(read(sheet(rows))) == ["1672011002001", "1672031012001"]
    rows[3] = ["Bumi Agug"]
    assert keys(read(sheet(rows))) == ["1672011002001", None]
    rows[3] = []
    assert keys(read(sheet(rows))) == ["1672011002001", None], "TPS 1 again: of which kelurahan?"


def test_the_count_of_stations_beside_a_total_is_no_station() -> None:
    head = HEAD[1:]
    rows = [
        ["Kelurahan: Sukorejo"],
        [],
        ["No", *head],
        [1.0, "1", 2.0, 3.0],
        [2.0, "2", 3.0, 4.0],
        ["JUMLAH", 18.0, 5.0, 7.0],
    ]
    reading = read(sheet(rows), area="16.72.01")
    assert keys(reading) == ["1672011001001", "1672011001002"]
    assert len(notes(reading, "SUBTOTAL")) == 1
    rows[-1][0] = ""
    reading = read(sheet(rows), area="16.72.01")
    assert keys(reading) == ["1672011001001", "1672011001002", None], "an unlabelled total"


def test_units_that_are_kelurahan() -> None:
    head = ["Kode kelurahan", "Kelurahan", "Selesai", "PSU"]
    rows = [
        ["16.72.01.1001", "Sukorejo", 3.0, 0.0],
        ["1672011002", "Bangun Rejo", 3.0, 0.0],
        ["1672031012", "", 3.0, 0.0],
        ["", "Kel. Bumi Agung", 3.0, 0.0],
        ["Bumi Agung", "", 3.0, 0.0],
        ["16.72.01.1001", "Bumi Agung", 3.0, 0.0],
        ["", "Sukorejo", 3.0, 0.0],
    ]
    found = keys(read(sheet([head, *rows]), form=WARDS))
    assert found == ["16.72.01.1001", "16.72.01.1002", None, "16.72.03.1012", "16.72.03.1012", None, None]


def test_a_table_of_stations_is_no_table_of_kelurahan() -> None:
    rows: list[list[object]] = [["Kelurahan", "TPS", "Selesai", "PSU"], ["Bumi Agung", "1", 3.0, 0.0]]
    assert read(sheet(rows), form=WARDS).form_id is None


def test_events_name_their_kelurahan_or_are_held() -> None:
    form = DESK.forms["kejadian"]
    names = [column.label for column in form.columns[:6]]
    blank = [""] * (len(names) - 3)
    rows = [names, ["14 Februari 2024 pukul 07.15", "Kel. Bumi Agung", "TPS 2", *blank]]
    rows.append(["14 Februari 2024 pukul 07.15", "Bumi Agug", "2", *blank])
    reader = _FormReader({form.id: form}, PLACES)
    first, second = reader.read(FileToRead("b", "f" * 64, b""), [sheet(rows)]).rows
    assert (first.text("kode_kelurahan"), first.text("tps")) == ("16.72.03.1012", "002")
    assert second.cells["kode_kelurahan"].state is CellState.DITAHAN


def test_without_places_a_unit_is_known_by_its_code_only() -> None:
    reader = _FormReader({STATIONS.id: STATIONS})
    rows = [["Kode TPS", *HEAD], ["1672011001001", "x", "9", 1.0, 2.0], ["", "Bumi Agung", "1", 1.0, 2.0]]
    reading = reader.read(FileToRead("b", "f" * 64, b""), [sheet(rows)])
    assert keys(reading) == ["1672011001001", None]
