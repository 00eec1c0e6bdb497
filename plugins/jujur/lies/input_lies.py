"""Lies told by what a team sends, and caught when it is judged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from jujur.lies.registry import Act, Lie
from jujur.lies.town import MIDDLE
from jujur.lies.watching import figures, judged
from jujur.lies.world import (
    CLERKS,
    EVENING,
    INCIDENTS,
    MAIN,
    Values,
    World,
    edited,
    honest_rows,
    wib,
)

LATER = EVENING + timedelta(minutes=10)
ROWS = honest_rows(MIDDLE)
SHEET = "xl/worksheets/sheet2.xml"


def _one(**cells: int | str) -> list[dict[str, int | str]]:
    """Six stations, the first of which says something else."""
    return [{**ROWS[0], **cells}, *ROWS[1:]]


def _send(rows: Sequence[Values]) -> Act:
    def act(world: World) -> None:
        world.send(MAIN, rows)

    return act


def _twice(world: World) -> None:
    world.send(MAIN, ROWS)
    world.send(MAIN, ROWS, at=LATER)


def _in_two_halves(world: World) -> None:
    world.send(MAIN, [*ROWS[:3], {}, {}, {}])
    world.send(MAIN, [{}, {}, {}, *ROWS[3:]], at=LATER)


def _two_versions(world: World) -> None:
    world.send(MAIN, ROWS)
    world.send(MAIN, _one(suara_sah=138, suara_tidak_sah=0), at=LATER)


def _declared_correction(world: World) -> None:
    first = world.send(MAIN, ROWS)
    world.send(MAIN, _one(suara_sah=138, suara_tidak_sah=0), at=LATER, supersedes=first)


def _early(world: World) -> None:
    world.hand_in(world.workbook(MAIN, ROWS), wib(23, 50, day=13))


def _at_the_very_opening(world: World) -> None:
    world.hand_in(world.workbook(MAIN, ROWS), wib(0))


def _misspelt(world: World) -> None:
    world.hand_in(world.workbook(MAIN, ROWS, renamed={0: "Pagaralam Utr TPS 1"}), EVENING)


def _hidden_row(world: World) -> None:
    content = world.workbook(MAIN, ROWS)
    world.hand_in(edited(content, SHEET, r'<row r="(1[0-9])"', r'<row r="\1" hidden="1"'), EVENING)


def _formula_without_value(world: World) -> None:
    content = world.workbook(MAIN, ROWS)
    # A number, not the index of a shared text: those have t="s".
    number = rf'(<c r="\w+"(?: s="\d+")?>)<v>{ROWS[0]["suara_sah"]}</v>'
    world.hand_in(edited(content, SHEET, number, r"\1<f>SUM(1,2)</f>"), EVENING)


def _incident(text: str) -> Act:
    def act(world: World) -> None:
        row = {"kategori": "lainnya", "tingkat": "ringan", "uraian": text, "masih_terbuka": "tidak"}
        world.send(INCIDENTS, [row])

    return act


def _back_dated(world: World) -> None:
    content = edited(
        world.workbook(MAIN, ROWS), "docProps/core.xml", "2024-01-01T00:00:00Z", "2024-02-14T09:00:00Z"
    )
    world.to(wib(19, 5))
    world.hand_in(content, wib(19, 5), CLERKS[MIDDLE], claimed_at=wib(16))


def _on_time(world: World) -> None:
    world.hand_in(world.workbook(MAIN, ROWS), wib(18, 59, 59), claimed_at=wib(18, 59))


INPUT_LIES = (
    Lie(
        *("L02", "kiriman yang sama dihitung dua kali", "masukan", "HOLD", "sore"),
        _twice,
        *("satu laporan dikirim dalam dua bagian", _in_two_halves),
        *(figures(f"{MIDDLE}/rows_duplicate", f"{MIDDLE}/tps_used"), r"rows_duplicate = 6"),
    ),
    Lie(
        *("L03", "dua versi bertentangan, yang lebih bagus dipakai", "masukan", "HOLD", "sore"),
        _two_versions,
        *("perbaikan yang menyebut kiriman yang diperbaikinya", _declared_correction),
        *(judged, r"^held: V29.*"),
    ),
    Lie(
        *(
            "L08",
            "suara sah melebihi suara seluruhnya, dipotong menjadi seratus persen",
            "masukan",
            "HOLD",
            "sore",
        ),
        _send(_one(suara_sah=150, suara_tidak_sah=0)),
        *("semua suara sah, tepat seratus persen", _send(_one(suara_sah=138, suara_tidak_sah=0))),
        *(judged, r"^held: .*"),
    ),
    Lie(
        *("L25", "kiriman terlambat yang ditanggali mundur", "masukan", "HOLD", "sore"),
        _back_dated,
        *("kiriman sedetik sebelum batas", _on_time),
        *(figures(f"{MIDDLE}/tps_late", f"{MIDDLE}/tps_on_time"), r"tps_late = 6"),
    ),
    Lie(
        *("L26", "laporan ditulis sebelum masanya dimulai", "masukan", "HOLD", "malam"),
        _early,
        *("laporan tepat pada detik masa dibuka", _at_the_very_opening),
        *(judged, r"^B28 .*|^held: .*"),
    ),
    Lie(
        *("L32", "salah eja nama membuat baris hilang", "masukan", "HOLD", "sore"),
        _misspelt,
        *("semua kode tertulis benar", _send(ROWS)),
        *(judged, r"^held: .*"),
    ),
    Lie(
        *("L52", "angka rusak oleh Excel (“12,5” TPS, tanggal di kolom hitungan)", "masukan", "HOLD", "sore"),
        _send(_one(suara_sah="12,5")),
        *("angka ditulis sebagai teks, tanpa makna ganda", _send(_one(suara_sah="130"))),
        *(judged, r"^held: .*"),
    ),
    Lie(
        *("L53a", "baris tersembunyi dalam buku kerja", "masukan", "PRINT", "sore"),
        _hidden_row,
        *("semua baris tampak", _send(ROWS)),
        *(judged, r"^B12 .*"),
    ),
    Lie(
        *("L53b", "rumus tanpa nilai tersimpan", "masukan", "HOLD", "sore"),
        _formula_without_value,
        *("angka diketik", _send(ROWS)),
        *(judged, r"^held: .*"),
    ),
    Lie(
        *("L54", "identitas saksi ikut terkirim", "masukan", "HOLD", "sore"),
        _incident("Saksi dengan nomor " + "1234567890" + "123456 melapor"),
        *("saksi disebut menurut perannya", _incident("Saksi peserta pemilu melapor di TPS")),
        *(judged, r"^held: .*|^V\d+ \(E\).*"),
    ),
)
