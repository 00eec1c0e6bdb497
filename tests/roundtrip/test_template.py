"""The command `jujur template` and what it puts into a blank workbook."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.days import start_desk
from typer.testing import CliRunner

from jujur.cli import app
from jujur.domain.errors import JujurError
from jujur.domain.periods import WIB
from jujur.forms.identity import Filled
from jujur.forms.workbook import write_workbook
from jujur.operations import judging, template
from jujur.operations.desk import open_desk
from jujur.operations.initialise import shift_clock
from jujur.operations.receive import Arrival, receive_all

FIRST = {
    "tahapan": "2024-W06",
    "kesiapan": "2024-02-13",
    "pungut_hitung": "2024-02-14.3",
    "rekapitulasi": "2024-02-15",
    "kejadian": "2024-02-14",
    "netralitas": "2024-W06",
    "tindak_lanjut": "2024-W07",
}


def command(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["template", *words])
    return result.exit_code, result.output


def ask(form: str, area: str, period: str) -> tuple[int, str]:
    return command("--form", form, "--area", area, "--period", period)


def below_header(content: bytes, label: str) -> list[list[Any]]:
    rows = [list(row) for row in openpyxl.load_workbook(io.BytesIO(content))["Isian"].values]
    return rows[next(number for number, row in enumerate(rows) if row[0] == label) + 1 :]


@pytest.fixture
def here(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    folder = tmp_path / "meja"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("form_id", sorted(FIRST))
def test_every_form_has_a_blank_workbook(here: Path, form_id: str) -> None:
    code, said = ask(form_id, "16.72.01", FIRST[form_id])
    name = f"{form_id}_16.72.01_{FIRST[form_id]}.xlsx"
    assert (code, [path.name for path in here.iterdir()]) == (0, [name])
    assert name in said
    identity = dict(openpyxl.load_workbook(here / name)["_identitas"].values)
    assert (identity["formulir"], identity["masa_laporan"]) == (form_id, FIRST[form_id])


def test_it_holds_exactly_the_expected_units(here: Path) -> None:
    with open_desk() as desk:
        blank = template.blank_workbook(desk, "pungut_hitung", "16.72.05", "2024-02-14")
        expected = [tps.code for tps in desk.config.tps if tps.kelurahan_code.startswith("16.72.05.")]
    assert len(expected) == 50
    assert [row[0] for row in below_header(blank.content, "Kode TPS")] == expected


def test_the_frozen_frame_outweighs_the_configuration(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Units that were added after the freeze are not expected, and so are not asked for."""
    start_desk()
    monkeypatch.setattr(template, "configured_units", lambda *_: ["1672011001001"])
    with open_desk() as desk:
        frozen = template.blank_workbook(desk, "rekapitulasi", "16.72.05", "2024-02-15")
    assert len(below_header(frozen.content, "Kode kelurahan")) == 5


def test_the_city_gets_a_workbook_for_every_kecamatan(here: Path) -> None:
    code, _ = ask("rekapitulasi", "16.72", "2024-02-15")
    assert code == 0
    names = [f"rekapitulasi_16.72.0{number}_2024-02-15.xlsx" for number in range(1, 6)]
    assert sorted(path.name for path in (here / "rekapitulasi_16.72_2024-02-15").iterdir()) == names


def test_out_names_a_file_or_a_folder(here: Path) -> None:
    asked = ("--form", "kejadian", "--area", "16.72.02", "--period", "2024-02-14", "--out")
    (here / "folder").mkdir()
    assert [command(*asked, place)[0] for place in ("isian.xlsx", "folder", "yang/baru")] == [0, 0, 0]
    assert (here / "yang" / "baru" / "kejadian_16.72.02_2024-02-14.xlsx").is_file()
    assert (here / "isian.xlsx").read_bytes() == (
        here / "folder" / "kejadian_16.72.02_2024-02-14.xlsx"
    ).read_bytes()


@pytest.mark.parametrize("name", ["isian.xls", "isian.ods", "isian.csv"])
def test_a_name_of_another_kind_of_file_is_no_folder(here: Path, name: str) -> None:
    code, said = command("--form", "kejadian", "--area", "16.72.02", "--period", "2024-02-14", "--out", name)
    assert (code, list(here.iterdir())) == (1, [])
    assert (
        said == f"Gagal: Buku kerja kosong selalu .xlsx, bukan {Path(name).suffix}; ubah nama pada --out.\n"
    )


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("berkas/isian.xlsx", "sebagian jalurnya adalah berkas, bukan folder"),
        (f"{'n' * 300}.xlsx", "namanya terlalu panjang"),
    ],
)
def test_a_place_that_cannot_be_written_is_told_in_indonesian(here: Path, place: str, words: str) -> None:
    (here / "berkas").write_bytes(b"x")
    code, said = command("--form", "kejadian", "--area", "16.72.02", "--period", "2024-02-14", "--out", place)
    assert (code, said) == (1, f"Gagal: {place} tidak dapat ditulis: {words}.\n")


def test_a_file_that_a_team_filled_in_is_not_overwritten(here: Path) -> None:
    path = here / "kejadian_16.72.02_2024-02-14.xlsx"
    path.write_bytes(b"isian tim")
    code, said = ask("kejadian", "16.72.02", "2024-02-14")
    assert (code, path.read_bytes()) == (1, b"isian tim")
    assert "tidak ditimpa" in said


@pytest.mark.parametrize(
    ("form", "area", "period", "words"),
    [
        ("kuitansi", "16.72.01", "2024-02-14", ["“kuitansi” tidak dikenal", "kejadian", "tindak_lanjut"]),
        ("kesiapan", "16.72.01", "2024-02-14", ["tidak ditagih", "kejadian, pungut_hitung", "2024-02-13"]),
        ("kesiapan", "16.72.01", "besok", ["“besok” tidak dikenal", "2024-02-13"]),
        ("kesiapan", "16.72.01.1001", "2024-02-13", ["kelurahan", "--area 16.72.01"]),
        ("kesiapan", "1672011001001", "2024-02-13", ["TPS 001", "--area 16.72.01"]),
        ("kesiapan", "16.99", "2024-02-13", ["“16.99” tidak dikenal", "16.72.05 Dempo Tengah", "16.72."]),
    ],
)
def test_a_mistake_is_answered_with_what_there_is(
    here: Path, form: str, area: str, period: str, words: Iterable[str]
) -> None:
    code, said = ask(form, area, period)
    assert code == 1
    assert said.startswith("Gagal: ")
    assert all(word in said for word in words), said
    assert not list(here.iterdir())


def test_open_items_are_carried_on_with_what_is_known_of_them(here: Path) -> None:
    start_desk()
    items = [
        {
            "nomor_butir": "TL-01",
            "uraian": "Menambah penerangan",
            "status": "berjalan",
            "batas_waktu": "2024-02-13",
        },
        {
            "nomor_butir": "TL-02",
            "uraian": "Sudah beres",
            "status": "selesai",
            "alasan_penutupan": "Sudah dipasang",
        },
    ]
    at = datetime(2024, 2, 8, 9, 0, tzinfo=WIB)
    with open_desk() as desk:
        form, area = desk.config.forms["tindak_lanjut"], desk.config.gazetteer["16.72.05"]
        period = desk.config.calendar.reporting_period(form.id, "2024-W06")
        assert period is not None
        whole = {column.name: "Keterangan" for column in form.columns if column.kind == "text"}
        known = {"asal": "kejadian", "tanggal_asal": "2024-02-06", **whole}
        sent = write_workbook(
            form,
            (),
            template.identity_for(desk.config, area, period),
            Filled(rows=[{**known, **item} for item in items]),
        )
        arrival = Arrival("uji", "tl.xlsx", sent, "tim.16-72-05@example.org", "cli")
        ((submission_id, _),) = receive_all(desk, [arrival], at)
        judging.judge_submissions(desk, [submission_id])
    with open_desk() as desk:
        shift_clock(desk, datetime(2024, 2, 12, 9, 0, tzinfo=WIB), "uji")
    with open_desk() as desk:
        content = template.blank_workbook(desk, "tindak_lanjut", "16.72.05", "2024-W07").content
        others = template.blank_workbook(desk, "tindak_lanjut", "16.72.04", "2024-W07").content
    assert below_header(others, "Nomor butir")[0][0] is None, "items of another kecamatan"
    first, second, *_ = below_header(content, "Nomor butir")
    assert first[:4] == ["TL-01", "kejadian", datetime(2024, 2, 6), "Menambah penerangan"]
    assert second[0] is None
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Isian"]
    (number,) = [cell for cell in sheet["A"] if cell.value == "TL-01"]
    assert number.protection.locked, "the number stays the same from report to report"
    assert not sheet.cell(number.row, 2).protection.locked


def test_a_prefilled_column_that_nobody_can_fill_in_is_an_error(here: Path) -> None:
    with open_desk() as desk, pytest.raises(JujurError, match="tidak dapat diisi"):
        template.prefill(desk.config, desk.config.forms["kesiapan"], ["16.72.01.1001"])
