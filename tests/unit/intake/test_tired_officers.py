"""What teams really send: merged headings over candidates, two forms in a file, "tidak ada kejadian", a misspelt tab.

Nothing is taken that nobody certainly said, nothing vanishes without a word, and a note fits on a screen.
"""

from __future__ import annotations

from typing import Any

import pytest

from jujur.domain.areas import Area, Gazetteer, Places
from jujur.domain.forms import Column, Form
from jujur.domain.submissions import Reading
from jujur.intake.reading import FileToRead, _FormReader

STATIONS = Form(
    "suara",
    1,
    "Suara per TPS",
    "tps",
    False,
    (
        Column("kode_tps", "Kode TPS", "code", is_key=True, is_prefilled=True),
        Column("kelurahan", "Kelurahan", "text", is_prefilled=True, names="kelurahan"),
        Column("tps", "TPS", "code", is_prefilled=True, names="tps"),
        Column("dpt_l", "L", "count", "Pemilih dalam DPT"),
        Column("dpt_p", "P", "count", "Pemilih dalam DPT"),
        Column("sah", "Sah", "count", "Suara", aliases=("suara sah", "jumlah suara sah")),
        Column("tidak_sah", "Tidak sah", "count", "Suara", aliases=("suara tidak sah",)),
    ),
)
EVENTS = Form(
    "kejadian",
    1,
    "Laporan Kejadian",
    "kecamatan",
    True,
    (
        Column("waktu", "Waktu kejadian", "instant"),
        Column("tingkat", "Tingkat", "choice", choices=("ringan", "berat")),
        Column("uraian", "Uraian", "text"),
    ),
)
AREAS = [
    Area("16.72", "Kota Pagar Alam", "kota", None),
    Area("16.72.05", "Dempo Tengah", "kecamatan", "16.72"),
    Area("16.72.05.1003", "Pelang Kenidai", "kelurahan", "16.72.05"),
    Area("16.72.05.1008", "Jokoh", "kelurahan", "16.72.05"),
    *(
        Area(f"{code.replace('.', '')}{number:03}", f"TPS {number:03}", "tps", code)
        for code in ("16.72.05.1003", "16.72.05.1008")
        for number in (1, 2, 3)
    ),
]
HEAD = ["Kelurahan", "TPS", "Suara sah", "Suara tidak sah"]
INCIDENTS = ["Waktu kejadian", "Tingkat", "Uraian"]


def sheet(rows: list[list[Any]], name: str = "Sheet1") -> dict[str, Any]:
    return {
        "name": name,
        "rows": rows,
        "visible": True,
        "hidden_rows": [],
        "hidden_columns": [],
        "formulas": 0,
    }


def read(*sheets: dict[str, Any]) -> Reading:
    forms = {form.id: form for form in (STATIONS, EVENTS)}
    reader = _FormReader(forms, Places(Gazetteer(AREAS), {}))
    return reader.read(FileToRead("b", "f" * 64, b"", "16.72.05"), sheets)


def told(reading: Reading, code: str) -> list[str]:
    return [note.found for note in reading.notes if note.code == code]


@pytest.mark.parametrize(
    "below",
    [
        ["", "", "Paslon 1", "Paslon 2", "Jumlah", ""],
        ["", "", "01 Anies", "02 Prabowo", "Jumlah", ""],
        ["", "", "01", "02", "03", ""],
        None,
    ],
)
def test_the_votes_of_a_candidate_are_never_the_valid_votes(below: list[str] | None) -> None:
    rows: list[list[Any]] = [["Kelurahan", "TPS", "Suara sah", "", "", "Suara tidak sah"]]
    rows += [below] if below else []
    rows += [["Jokoh", number, 71234.0, 81234.0, 152468.0, 10.0] for number in (1.0, 2.0)]
    reading = read(sheet(rows))
    placed = [row for row in reading.rows if row.cells["kode_tps"].value]
    assert [row.count("tidak_sah") for row in placed] == [10, 10]
    assert [row.count("sah") for row in placed] == [None, None]
    assert not [note for note in reading.notes if "1234" in note.found]
    (unknown,) = told(reading, "UNKNOWN_COLUMN")
    assert "Suara sah" in unknown


@pytest.mark.parametrize("other", [80.0, "80", "1.080", {"f": "80"}])
def test_two_candidates_under_one_heading_are_no_total_without_a_label(other: object) -> None:
    rows: list[list[Any]] = [["Kelurahan", "TPS", "Suara sah", "", "Suara tidak sah"]]
    rows += [["Jokoh", number, 70.0, other, 10.0] for number in (1.0, 2.0)]
    assert {row.count("sah") for row in read(sheet(rows)).rows} == {None}


def test_notes_repeat_no_figure_of_a_column_that_is_none_of_ours() -> None:
    rows: list[list[Any]] = [[*HEAD, "01 Anies", "02 Prabowo"]]
    rows += [["Jokoh", number, 160.0, 10.0, 71234.0, 81234.0] for number in (1.0, 2.0)]
    rows += [["JUMLAH", "", 320.0, 20.0, 142468.0, 162468.0], rows[0], [*rows[2][:1], 3.0, *rows[2][2:]]]
    reading = read(sheet(rows))
    assert [row.count("sah") for row in reading.rows] == [160, 160, 160]
    assert told(reading, "SUBTOTAL") == ["jumlah: 320 | 20"]
    assert len(told(reading, "REPEATED_HEADER")) == 1
    assert told(reading, "UNKNOWN_COLUMN") == ["2 kolom tidak dikenal: 01 Anies; 02 Prabowo"]
    assert not [note for note in reading.notes if any(n in note.found for n in ("1234", "142468", "162468"))]


def test_the_sex_of_voters_may_have_a_heading_of_its_own() -> None:
    rows: list[list[Any]] = [
        ["Kelurahan", "TPS", "Pemilih dalam DPT", "", "Suara sah"],
        ["", "", "Jenis Kelamin", "", ""],
        ["", "", "L", "P", ""],
        ["Jokoh", 1.0, 100.0, 110.0, 160.0],
    ]
    (row,) = read(sheet(rows)).rows
    assert (row.count("dpt_l"), row.count("dpt_p"), row.count("sah")) == (100, 110, 160)


def test_columns_that_are_missing_are_told_once_a_file() -> None:
    tables = [sheet([HEAD[1:], [1.0, 160.0, 10.0]], name) for name in ("Jokoh", "Pelang Kenidai")]
    assert told(read(*tables), "MISSING_COLUMN") == [
        "4 kolom tidak ada: Kode TPS, Kelurahan; Pemilih dalam DPT (juga pada lembar Pelang Kenidai)"
    ]


def test_a_misspelt_tab_is_suggested_and_its_rows_are_held() -> None:
    reading = read(sheet([HEAD[1:], [1.0, 160.0, 10.0]], "Pelang Kenidae"))
    assert [row.cells["kode_tps"].value for row in reading.rows] == [None]
    (note,) = [note for note in reading.notes if note.code == "NAME_SUGGESTED"]
    assert "Pelang Kenidae" in note.found
    assert note.expected == "mungkin maksud Anda: Pelang Kenidai (16.72.05.1003)"


def test_a_second_form_in_the_file_is_said_to_be_unread() -> None:
    incident = ["14 Februari 2024 pukul 07.15", "berat", "Keributan"]
    station = sheet([["Kode TPS", *HEAD], ["1672051008001", "Jokoh", "001", 160.0, 10.0]])
    reading = read(station, sheet([INCIDENTS, incident], "Insiden"))
    assert (reading.form_id, len(reading.rows)) == ("suara", 1)
    (note,) = [note for note in reading.notes if note.code == "OTHER_FORM"]
    assert (note.sheet, note.found) == ("Insiden", "formulir Laporan Kejadian; lembar ini tidak dibaca")
    assert told(read(station, sheet([INCIDENTS, ["", "", ""]], "Insiden")), "OTHER_FORM") == []


@pytest.mark.parametrize("words", ["Tidak ada kejadian", "aman terkendali", "Nihil kejadian", "TIDAK ADA"])
@pytest.mark.parametrize("place", [0, 2])
def test_words_that_say_nothing_happened_are_no_incident_and_no_confirmation(words: str, place: int) -> None:
    line: list[Any] = ["", "", ""]
    line[place] = words
    reading = read(sheet([INCIDENTS, line]))
    assert reading.rows == ()
    assert not reading.claims.is_nil
    assert told(reading, "REMARKS") == ["1 baris catatan di luar tabel (baris 2)"]


def test_an_incident_that_begins_with_such_words_stays_one() -> None:
    line = ["", "berat", "Tidak ada surat suara di TPS 3"]
    assert len(read(sheet([INCIDENTS, line])).rows) == 1
    assert len(read(sheet([INCIDENTS, ["", "", line[2]]])).rows) == 1


def test_a_text_that_is_a_formula_is_told_with_its_place() -> None:
    line: list[Any] = ["14 Februari 2024 pukul 07.15", "berat", {"f": "klik"}]
    reading = read(sheet([INCIDENTS, line]))
    (note,) = [note for note in reading.notes if note.code == "FORMULAS"]
    assert (note.row_number, note.column, note.found) == (2, "Uraian", "rumus: klik")
    assert note.row_id == reading.rows[0].row_id
