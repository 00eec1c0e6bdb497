"""Headers of one, two and three rows, merged this way and that: known by words, and never by half of them."""

from __future__ import annotations

import pytest

from jujur.domain.forms import Column, Form
from jujur.intake.header_paths import paths
from jujur.intake.headers import Header, HeaderWords

FORM = Form(
    "uji",
    1,
    "Uji",
    "tps",
    False,
    (
        Column("kode_tps", "Kode TPS", "code", "Identitas", is_key=True, is_prefilled=True),
        Column("tps", "TPS", "code", "Identitas", is_prefilled=True, names="tps", aliases=("no. tps",)),
        Column("dpt_l", "L", "count", "Pemilih dalam DPT", aliases=("dpt l",)),
        Column("dpt_p", "P", "count", "Pemilih dalam DPT", aliases=("dpt p",)),
        Column("dpt_j", "Jumlah", "count", "Pemilih dalam DPT", aliases=("dpt",)),
        Column("guna_l", "L", "count", "Pengguna hak pilih DPT"),
        Column("guna_p", "P", "count", "Pengguna hak pilih DPT"),
        Column("sah", "Sah", "count", "Suara", aliases=("suara sah",)),
        Column("status", "Status", "choice", "Keadaan", choices=("buka", "tutup")),
    ),
)
WORDS = HeaderWords(FORM)


def find(*rows: list[object]) -> Header | None:
    return WORDS.find(list(rows))


def columns(*rows: list[object]) -> dict[str, list[int]]:
    header = find(*rows)
    assert header is not None
    return header.columns


def test_headings_run_to_the_right_and_labels_do_not() -> None:
    assert paths([["a", "b", "", "c"], ["", "x", "y", ""]]) == [("a",), ("b", "x"), ("b", "y"), ("c",)]
    assert paths([["a", "b", "", ""], ["", "x", "", "z"], ["", "1", "2", ""]]) == [
        ("a",),
        ("b", "x", "1"),
        ("b", "x", "2"),
        ("b", "z"),
    ]
    assert paths([["a", "", "b"], ["", "y", ""]]) == [("a",), ("y",), ("b",)]
    assert paths([["b", "", "c", ""], ["x", "y", "", "z"]]) == [("b", "x"), ("b", "y"), ("c",), ("z",)]


def test_two_rows_merged_both_ways() -> None:
    rows: list[list[object]] = [
        ["Kode TPS", "No. TPS", "Pemilih dalam DPT", "", "", "Pengguna hak pilih DPT", "", "Status"],
        ["", "", "L", "P", "Jumlah", "L", "P", ""],
    ]
    assert columns(*rows) == {
        "kode_tps": [0],
        "tps": [1],
        "dpt_l": [2],
        "dpt_p": [3],
        "dpt_j": [4],
        "guna_l": [5],
        "guna_p": [6],
        "status": [7],
    }


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["Kode TPS", "TPS", "Data pemilih", "", ""],
            ["", "", "Pemilih dalam DPT", "", ""],
            ["", "", "L", "P", "Jumlah"],
        ],
        [["Kode TPS", "TPS", "Pemilih dalam DPT", "", ""], ["", "", "L", "P", "Jumlah"]],
        [["", "", "DPT", "", ""], ["Kode TPS", "TPS", "L", "P", ""], ["1672011001001", "001", 3.0, 4.0, 7.0]],
        [["LAPORAN"], ["Kode TPS", "TPS", "DPT L", "DPT P", "DPT"]],
        [["Kode_TPS\u200b", "no.  tps", "pemilih dalam dpt l", "DPT-P", "x"]],
        [["LAPORAN"], ["Kecamatan", "Dempo Utara"], ["Kode TPS", "TPS", "DPT L", "DPT P"]],
    ],
)
def test_header_spellings(rows: list[list[object]]) -> None:
    found = columns(*rows)
    assert {name: found[name] for name in ("kode_tps", "tps", "dpt_l", "dpt_p")} == {
        "kode_tps": [0],
        "tps": [1],
        "dpt_l": [2],
        "dpt_p": [3],
    }


@pytest.mark.parametrize(
    "rows",
    [
        [["Kode TPS", "TPS", "Suara caleg", ""], ["", "", "Sah", "Tidak sah"]],
        [["", "", "Suara caleg", ""], ["Kode TPS", "TPS", "Sah", "Status"]],
        [["", "", "Pemilu 2019", ""], ["", "", "Suara", ""], ["Kode TPS", "TPS", "Sah", "Status"]],
        [["Kode TPS", "TPS", "Pemilu 2019", "Status"], ["", "", "Suara", ""], ["", "", "Sah", ""]],
        [["Identitas", "", "Suara caleg", ""], ["Kode TPS", "TPS", "Suara sah", "Status"]],
    ],
)
def test_a_count_under_somebody_elses_heading_is_not_taken(rows: list[list[object]]) -> None:
    header = find(*rows)
    assert header is None or "sah" not in header.columns


def test_a_heading_above_labels_we_do_not_know_is_no_label() -> None:
    rows: list[list[object]] = [
        ["Kode TPS", "TPS", "Status", "DPT", "", ""],
        ["", "", "", "Lk", "Pr", "Jml"],
        ["1672011001001", "001", "buka", 3.0, 4.0, 7.0],
    ]
    header = find(*rows)
    assert header is not None
    assert "dpt_j" not in header.columns
    assert header.first_row == 2
    assert header.unknown == ("DPT Lk", "DPT Pr", "DPT Jml")


def test_units_below_the_header_are_not_part_of_it() -> None:
    header = find(
        ["Kode TPS", "TPS", "Status", "DPT"], ["", "", "", "(orang)"], ["1672011001001", "1", "", 3.0]
    )
    assert header is not None
    assert (header.first_row, "dpt_j" in header.columns) == (1, True)


def test_a_spelling_of_two_columns_is_known_for_none() -> None:
    header = find(["Kode TPS", "TPS", "L", "P", "Status", "Jumlah"])
    assert header is not None
    assert sorted(header.columns) == ["dpt_j", "kode_tps", "status", "tps"]
    assert header.unknown == ("L", "P")


def test_a_header_without_a_way_to_tell_the_unit_is_none() -> None:
    assert find(["Status", "DPT L", "DPT P", "Suara sah"]) is None
    assert find(["TPS", "DPT L", "DPT P", "Suara sah"]) is not None
    assert find(["Kecamatan", "TPS", "DPT"]) is not None
    assert find(["Kecamatan", "Kelurahan", "TPS"]) is None


def test_our_own_status_columns_are_no_columns_of_the_sender() -> None:
    header = find(["Kode TPS", "TPS", "DPT", "STATUS PEMERIKSAAN", "ALASAN PEMERIKSAAN"])
    assert header is not None
    assert (header.reply, header.unknown) == (2, ())
