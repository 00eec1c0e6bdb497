"""The demonstration's workbooks, made exactly as five teams would send them.

Figures are real (``config/pagar-alam/demonstrasi/``, origin in its README): real gaps stay blank and real errors stay in.
The two incidents are invented and say so.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from jujur.domain.areas import Area
from jujur.forms.identity import Filled, Identity
from jujur.forms.workbook import write_workbook
from jujur.operations import template
from jujur.operations.template import configured_units, prefill
from jujur.settings.desk import DeskConfig

When = Literal["on_time", "late"]

_FIGURES = (
    Path(__file__).resolve().parents[1] / "config" / "pagar-alam" / "demonstrasi" / "pemilu2024_tps.csv"
)
# The workbook that comes after its due time but before the cut-off, and the one that is sent twice.
_LATE, _TWICE = "16.72.04", "16.72.03"

_INCIDENTS: dict[str, Mapping[str, int | str]] = {
    "16.72.02": {
        "waktu_kejadian": "14 Februari 2024 pukul 10.40",
        "kategori": "pemungutan suara terhenti",
        "tingkat": "berat",
        "uraian": "DEMONSTRASI (rekaan): pemungutan suara di satu TPS terhenti karena surat suara yang tiba tertukar.",
        "cara_diketahui": "diceritakan saksi",
        "status_verifikasi": "menunggu",
        "tindak_lanjut": "DEMONSTRASI: diteruskan ke KPU dan Bawaslu tingkat kecamatan; menunggu penjelasan.",
        "masih_terbuka": "ya",
    },
    "16.72.01": {
        "waktu_kejadian": "14 Februari 2024 pukul 07.35",
        "kategori": "pembukaan TPS terlambat",
        "tingkat": "ringan",
        "uraian": "DEMONSTRASI (rekaan): satu TPS dibuka terlambat karena tenda roboh diterpa angin.",
        "cara_diketahui": "disaksikan sendiri",
        "status_verifikasi": "terverifikasi",
        "tindak_lanjut": "DEMONSTRASI: tenda didirikan kembali; pemungutan berjalan sejak pukul 07.35.",
        "masih_terbuka": "tidak",
    },
}
_NIL = "16.72.05"


@dataclass(frozen=True, slots=True)
class DemoFile:
    """One file to drop into ``inbox/<team_id>/``."""

    team_id: str
    file_name: str
    path: Path
    when: When


def make_inputs(out: Path, desk: DeskConfig) -> list[DemoFile]:
    """Write all workbooks below ``out/<team id>/`` and return them in the order in which they are sent."""
    figures = _real_figures()
    made = []
    for area in desk.gazetteer.at_level("kecamatan"):
        content = _station_workbook(desk, area, figures)
        when: When = "late" if area.code == _LATE else "on_time"
        made.append(_store(out, desk, area, f"Laporan TPS {area.name} 14-02-2024.xlsx", content, when))
        if area.code == _TWICE:
            made.append(_store(out, desk, area, f"kirim ulang {area.name} (1).xlsx", content, "on_time"))
        if area.code in (*_INCIDENTS, _NIL):
            name = f"Kejadian {area.name} 14-02-2024.xlsx"
            made.append(_store(out, desk, area, name, _incident_workbook(desk, area), "on_time"))
    return sorted(made, key=lambda file: (file.when == "late", file.team_id, file.file_name))


def prefill_stations(desk: DeskConfig, area: Area) -> list[dict[str, str]]:
    """The prefilled columns of every TPS of a kecamatan, by code."""
    form = desk.forms["pungut_hitung"]
    return prefill(desk, form, configured_units(desk, form, area))


def identity_for(desk: DeskConfig, area: Area) -> Identity:
    """What the workbooks of the desk's first slot say about themselves."""
    day = desk.calendar.publish_slots[0].period.day.isoformat()
    period = desk.calendar.reporting_period("pungut_hitung", day)
    assert period is not None, day
    return template.identity_for(desk, area, period)


def _real_figures() -> dict[str, dict[str, int | str]]:
    """Figures by TPS code; a blank of the file is left out, so that the cell stays blank (missing is not zero, P07)."""
    with _FIGURES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {
        row["kode_tps_kpu"]: {
            name: int(text) for name, text in row.items() if text and name.startswith(_COUNTED)
        }
        for row in rows
    }


_COUNTED = ("pemilih_", "pengguna_", "suara_")


def _station_workbook(desk: DeskConfig, area: Area, figures: Mapping[str, Mapping[str, int | str]]) -> bytes:
    units = prefill_stations(desk, area)
    typed = Filled(rows=[figures[unit["kode_tps"]] for unit in units])
    return write_workbook(desk.forms["pungut_hitung"], units, identity_for(desk, area), typed)


def _incident_workbook(desk: DeskConfig, area: Area) -> bytes:
    form = desk.forms["kejadian"]
    lists = template.dropdowns(desk, form, area)
    incident = _INCIDENTS.get(area.code)
    rows = [{**incident, "kode_kelurahan": lists["kode_kelurahan"][0]}] if incident else []
    filled = Filled(rows=rows, is_nil=not rows)
    return write_workbook(form, (), identity_for(desk, area), filled, lists)


def _store(out: Path, desk: DeskConfig, area: Area, name: str, content: bytes, when: When) -> DemoFile:
    team = desk.team_of_area(area.code)
    assert team is not None, area.code
    path = out / team.id / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return DemoFile(team.id, name, path, when)
