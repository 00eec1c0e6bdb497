"""The configuration of a town so small that a whole reporting day takes a second: two kecamatan of six TPS each."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from jujur.settings.places import config_dir

CITY, NORTH, MIDDLE = "16.72", "16.72.01", "16.72.05"
KECAMATAN = (NORTH, MIDDLE)
KELURAHAN_EACH, TPS_EACH = 2, 3
UNITS_EACH = KELURAHAN_EACH * TPS_EACH
# Old enough that the morning's data are old in the evening (P23).
DATA_AGE_LIMIT_HOURS = 6
# The town has two daily reports and nothing else; the second one so that there is something to compare with (P21, P22).
CALENDAR = """\
hari_pemungutan_suara: [2024-02-14]
ambil_kiriman_setiap_detik: 300
ambil_kiriman_setiap_detik_hari_pemungutan: 60
terbitan:
  - jenis: harian
    formulir: [pungut_hitung, kejadian]
    mulai: "2024-02-14 00.00"
    selesai: "2024-02-15 00.00"
    batas_kirim: "2024-02-14 19.00"
    batas_data: "2024-02-14 19.30"
    rilis: "2024-02-14 20.00"
  - jenis: harian
    formulir: [pungut_hitung, kejadian]
    mulai: "2024-02-15 00.00"
    selesai: "2024-02-16 00.00"
    batas_kirim: "2024-02-15 19.00"
    batas_data: "2024-02-15 19.30"
    rilis: "2024-02-15 20.00"
masa_laporan: []
"""


def build_town(folder: Path) -> Path:
    """Writes the configuration below ``folder``, forms and rules included, and returns the desk's own folder in it."""
    shutil.copytree(config_dir(), folder, ignore=shutil.ignore_patterns("demonstrasi"))
    desk = folder / "pagar-alam"
    kelurahan: dict[str, list[str]] = {code: [] for code in KECAMATAN}
    areas = _read(desk / "areas.csv")
    for row in areas:
        own = kelurahan.get(row["kode_induk"])
        if own is not None and len(own) < KELURAHAN_EACH:
            own.append(row["kode"])
    kept = {CITY, *KECAMATAN, *(code for codes in kelurahan.values() for code in codes)}
    _write(desk / "areas.csv", (row for row in areas if row["kode"] in kept))
    _write(desk / "aliases.csv", (row for row in _read(desk / "aliases.csv") if row["kode"] in kept))
    stations = (row for row in _read(desk / "tps.csv") if row["kode_kelurahan"] in kept)
    _write(desk / "tps.csv", (row for row in stations if int(row["nomor_tps"]) <= TPS_EACH))
    for name in ("teams.yaml", "recipients.yaml"):
        lines = (desk / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (desk / name).write_text("".join(line for line in lines if _is_kept(line, kept)), encoding="utf-8")
    _keep_borders(desk / "boundaries.geojson", kept)
    (desk / "calendar.yaml").write_text(CALENDAR, encoding="utf-8")
    set_number(desk / "thresholds.yaml", "data_age_limit_hours", DATA_AGE_LIMIT_HOURS)
    return desk


def _keep_borders(path: Path, kept: set[str]) -> None:
    """The map of the town has the borders of the areas that it kept."""
    borders = json.loads(path.read_text(encoding="utf-8"))
    borders["features"] = [one for one in borders["features"] if one["properties"]["kode"] in kept]
    path.write_text(json.dumps(borders), encoding="utf-8")


def set_number(path: Path, name: str, value: int) -> None:
    """Writes another value of a threshold. Raises ValueError when the file has no such line."""
    text, count = re.subn(rf"(?m)^{name}: \d+", f"{name}: {value}", path.read_text(encoding="utf-8"))
    if count != 1:
        raise ValueError(f"{path.name}: {name}")
    path.write_text(text, encoding="utf-8")


def _is_kept(line: str, kept: set[str]) -> bool:
    found = re.search(r'kode_wilayah: "?([0-9.]+)', line)
    return found is None or found[1] in kept


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: Iterable[dict[str, str]]) -> None:
    kept = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, kept[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
