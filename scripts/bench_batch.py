#!/usr/bin/env python3
"""What one batch of many workbooks costs: hash, keep, open, type, validate and store, against merely reading the same files.

Called by ``bench.py``; alone, ``bench_batch.py --child receive 200 FOLDER`` measures once. The desk is made for the
purpose: every workbook is one kelurahan of 113 TPS, every row is complete and sound, every unit is reported once.
"""

from __future__ import annotations

import csv
import importlib
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import threading
import time
import zipfile
from contextlib import suppress
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT / "scripts"), str(PROJECT)]

STATIONS = 113
KELURAHAN = 25
SIZES = (20, 200, 2000)
# The size at which others read the same files, and how often each of them does so, in turns.
COMPARED, ROUNDS = 200, 3


def areas(count: int) -> list[tuple[str, str]]:
    """(kecamatan, kelurahan) of so many workbooks."""
    return [(f"16.72.{1 + n // KELURAHAN:02d}", f"{1001 + n % KELURAHAN}") for n in range(count)]


def make_desk(folder: Path, count: int) -> Path:
    """A desk with so many kelurahan of 113 TPS, one team a kecamatan and the voting day as its only period."""
    config = folder / "config"
    for name in ("forms", "rules", "kosakata"):
        if (PROJECT / "config" / name).is_dir():
            shutil.copytree(PROJECT / "config" / name, config / name)
    desk = config / "pagar-alam"
    shutil.copytree(PROJECT / "config" / "pagar-alam", desk)
    for name in ("aliases.csv",):
        if (desk / name).exists():
            (desk / name).write_text("kode,ejaan\n")
    kecamatan = sorted({code for code, _ in areas(count)})
    with (desk / "areas.csv").open("w", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["kode", "nama", "tingkat", "kode_induk"])
        rows.writerow(["16.72", "Kota Pagar Alam", "kota", ""])
        rows.writerows([code, f"Kecamatan {code[-2:]}", "kecamatan", "16.72"] for code in kecamatan)
        rows.writerows(
            [f"{code}.{number}", f"Kelurahan {code[-2:]} {number}", "kelurahan", code]
            for code, number in areas(count)
        )
    with (desk / "tps.csv").open("w", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["kode_tps", "kode_kelurahan", "nomor_tps", "jenis"])
        for code, number in areas(count):
            kelurahan = f"{code}.{number}"
            rows.writerows(
                [f"{kelurahan.replace('.', '')}{n:03d}", kelurahan, f"{n:03d}", "reguler"]
                for n in range(1, STATIONS + 1)
            )
    teams = [
        f"  - {{id: tim.{code.replace('.', '-')}, kode_wilayah: {code}, nama: Tim {code}, "
        f"alamat: tim.{code.replace('.', '-')}@example.org, narahubung: Kasi}}"
        for code in kecamatan
    ]
    (desk / "teams.yaml").write_text("\n".join(["tim:", *teams]) + "\n")
    (desk / "recipients.yaml").write_text(
        "penerima:\n  - {id: satu, jabatan: Satu, alamat: satu@example.org, kode_wilayah: '16.72'}\n"
    )
    calendar = (desk / "calendar.yaml").read_text().partition("masa_laporan:")[0]
    (desk / "calendar.yaml").write_text(calendar)
    return desk


def sound_rows() -> list[dict[str, int | str]]:
    """Complete rows that break no rule."""
    rows: list[dict[str, int | str]] = []
    for number in range(1, STATIONS + 1):
        men, women = 100 + number % 37, 101 + number % 41
        voted_m, voted_w = men - 10 - number % 9, women - 12 - number % 7
        total, users = men + women, voted_m + voted_w + 2
        received = total + -(-total * 2 // 100)
        rows.append(
            {
                "status_tps": "selesai hitung",
                "pemilih_dpt_l": men,
                "pemilih_dpt_p": women,
                "pemilih_dpt_j": total,
                "pemilih_dptb_j": 1,
                "pengguna_dpt_l": voted_m,
                "pengguna_dpt_p": voted_w,
                "pengguna_dpt_j": voted_m + voted_w,
                "pengguna_dptb_l": 1,
                "pengguna_dptb_p": 0,
                "pengguna_dptb_j": 1,
                "pengguna_dpk_l": 0,
                "pengguna_dpk_p": 1,
                "pengguna_dpk_j": 1,
                "pengguna_total_l": voted_m + 1,
                "pengguna_total_p": voted_w + 1,
                "pengguna_total_j": users,
                "suara_sah": users - 3,
                "suara_tidak_sah": 3,
                "suara_total": users,
                "surat_suara_diterima": received,
                "surat_suara_digunakan": users,
                "surat_suara_rusak": 1,
                "surat_suara_tidak_digunakan": received - users - 1,
                "pemilih_disabilitas_j": 4,
                "pengguna_disabilitas_l": 1,
                "pengguna_disabilitas_p": 1,
                "pengguna_disabilitas_j": 2,
                "pengguna_dpr": users,
                "pengguna_dpd": users,
                "pengguna_dprd_provinsi": users,
                "pengguna_dprd_kota": users,
                "waktu_buka": "07.00",
                "waktu_tutup": "13.00",
                "waktu_mulai_hitung": "13.30",
                "waktu_selesai_hitung": "14 Februari 2024 pukul 17.45",
            }
        )
    return rows


def make_workbooks(folder: Path, count: int) -> list[Path]:
    """The first workbook as our own writer makes it; the others are it under another kelurahan's codes."""
    from jujur.forms.identity import Filled
    from jujur.forms.workbook import write_workbook
    from jujur.operations.template import configured_units, identity_for, prefill
    from jujur.settings.desk import load_desk

    desk = load_desk(make_desk(folder / "one", 1))
    form, area = desk.forms["pungut_hitung"], desk.gazetteer["16.72.01"]
    period = desk.calendar.reporting_periods[0]
    known = prefill(desk, form, configured_units(desk, form, area))
    first = folder / "first.xlsx"
    first.write_bytes(
        write_workbook(form, known, identity_for(desk, area, period), Filled(rows=sound_rows()))
    )
    with zipfile.ZipFile(first) as archive:
        parts = [(item, archive.read(item)) for item in archive.infolist()]
    made = []
    for code, number in areas(count):
        path = folder / f"{code}.{number}.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for item, content in parts:
                archive.writestr(item.filename, _renamed(content, code, number))
        made.append(path)
    return made


def _renamed(content: bytes, code: str, number: str) -> bytes:
    for old, new in (
        ("1672011001", f"{code.replace('.', '')}{number}"),
        ("16.72.01.1001", f"{code}.{number}"),
        ("Kelurahan 01 1001", f"Kelurahan {code[-2:]} {number}"),
        ("16.72.01", code),
    ):
        content = content.replace(old.encode(), new.encode())
    return content


def prepare(folder: Path, count: int) -> None:
    """Workbooks, and a desk that waits for them with its frame frozen."""
    (folder / "kiriman").mkdir(parents=True)
    make_workbooks(folder / "kiriman", count)
    os.environ["JUJUR_DESK"] = str(make_desk(folder, count))
    os.environ["JUJUR_HOME"] = str(folder / "home")
    os.environ["JUJUR_CODE_VERSION"] = "bench"
    from tests.days import start_desk

    start_desk()


def files_in(folder: Path) -> list[Path]:
    """The prepared workbooks."""
    return sorted((folder / "kiriman").glob("16.*.xlsx"))


def receive(folder: Path) -> int:
    """Everything from bytes on disk to rows, findings and bins in the record; returns the rows accepted."""
    from datetime import datetime

    from jujur.domain.periods import WIB
    from jujur.operations import judging
    from jujur.operations.desk import open_desk
    from jujur.operations.receive import ARRIVALS_AT_ONCE, Arrival, receive_all

    at = datetime(2024, 2, 14, 18, 0, tzinfo=WIB)
    with open_desk(is_clock_checked=False) as desk:
        ids, files = [], files_in(folder)
        for start in range(0, len(files), ARRIVALS_AT_ONCE):
            arrivals = [
                Arrival(str(path), path.name, path.read_bytes(), f"tim.16-72-{path.name[6:8]}", "cli")
                for path in files[start : start + ARRIVALS_AT_ONCE]
            ]
            ids += [submission_id for submission_id, _ in receive_all(desk, arrivals, at)]
        judging.judge_submissions(desk, ids)
        with desk.database.reading() as session:
            return sum(
                row["row_count"]
                for row in session.rows(
                    "bins:pungut_hitung",
                    form_id="pungut_hitung",
                    period_start="2024-02-13T17:00:00.000000Z",
                    as_of="9999-12-31T00:00:00.000000Z",
                )
                if row["bin"] == "accepted"
            )


def openpyxl(folder: Path) -> int:
    """Merely every cell of every sheet, the fastest way openpyxl has."""
    from openpyxl import load_workbook

    cells = 0
    for path in files_in(folder):
        book = load_workbook(path, read_only=True, data_only=True)
        cells += sum(len(row) for sheet in book for row in sheet.iter_rows(values_only=True))
        book.close()
    return cells


def calamine(folder: Path) -> int:
    """Merely every cell of every sheet, by calamine."""
    from python_calamine import CalamineWorkbook

    cells = 0
    for path in files_in(folder):
        book = CalamineWorkbook.from_path(str(path))
        cells += sum(
            len(row) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()
        )
    return cells


WORKS = {work.__name__: work for work in (receive, openpyxl, calamine)}
MODULES = {
    "receive": ("great_expectations", "pandas", "jujur.operations.judging", "jujur.intake.reading"),
    "openpyxl": ("openpyxl",),
    "calamine": ("python_calamine",),
}


def child(name: str, folder: Path) -> None:
    """One measurement; imports are not timed, as in a running worker."""
    os.environ["JUJUR_DESK"] = str(folder / "config" / "pagar-alam")
    os.environ["JUJUR_HOME"] = str(folder / "home")
    os.environ["JUJUR_CODE_VERSION"] = "bench"
    for module in MODULES[name]:
        importlib.import_module(module)
    watch = ChildWatch()
    begin, used = time.perf_counter(), _processor_seconds()
    result = WORKS[name](folder)
    seconds, used = time.perf_counter() - begin, _processor_seconds() - used
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"seconds": seconds, "cpu": used, "own_mb": own, "child_mb": watch.peak_mb, "result": result}
    print(json.dumps(told))


def _processor_seconds() -> float:
    """Of this process and its children that have ended: what a busy machine does not change much."""
    return sum(
        found.ru_utime + found.ru_stime
        for found in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


class ChildWatch:
    """The highest memory of any child, looked up while it lives: getrusage would count the parent's pages before exec."""

    def __init__(self) -> None:
        self.peak_mb = 0.0
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
        own = Path("/proc/self/exe").resolve()
        while True:
            for pid in children.read_text().split():
                with suppress(OSError):
                    status = Path(f"/proc/{pid}/status").read_text()
                    parts = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
                    if Path(f"/proc/{pid}/exe").resolve() == own and b"-I" in parts:
                        peak = re.search(r"VmHWM:\s+(\d+) kB", status)
                        self.peak_mb = max(self.peak_mb, int(peak[1]) / 1024 if peak else 0.0)
            time.sleep(0.1)


def measure(name: str, folder: Path) -> dict[str, float]:
    """One measurement in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--child", name, str(folder)],
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{name}: {done.stdout[-1000:]}{done.stderr[-3000:]}")
    told: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


def compare(root: Path, sizes: tuple[int, ...] = SIZES) -> list[tuple[str, float, float, str]]:
    """Rows for the table: each size received in one go; beside the middle one, in turns with it, those who merely read."""
    rows: list[tuple[str, float, float, str]] = []
    for count in sizes:
        folder = root / str(count)
        prepare_apart(folder, count)
        rounds = ROUNDS if count == COMPARED else 1
        names = ("openpyxl", "calamine", "receive") if count == COMPARED else ("receive",)
        told: dict[str, list[dict[str, float]]] = {name: [] for name in names}
        for _ in range(rounds):
            for name in names:
                told[name].append(received(folder, count) if name == "receive" else measure(name, folder))
        shutil.rmtree(folder)
        ours, middle = told.pop("receive"), {name: _medians(runs) for name, runs in told.items()}
        child_mb = statistics.median(run["child_mb"] for run in ours)
        seconds, peak = _medians(ours)
        cpu = statistics.median(run["cpu"] for run in ours)
        note = f"{1000 * seconds / count:.1f} ms a workbook, {1000 * cpu / count:.1f} of processor; child {child_mb:.0f} MB"
        rows.append((f"{count} workbooks received in one go", seconds, peak, note))
        for name, (their_seconds, their_peak) in middle.items():
            rows.append((f"{count} workbooks, {name} merely reading them", their_seconds, their_peak, ""))
            rows.append(("ratio", seconds / their_seconds, peak / their_peak, f"ours / {name}"))
    return rows


def _medians(runs: list[dict[str, float]]) -> tuple[float, float]:
    """Seconds, and megabytes of all processes together."""
    return (
        statistics.median(run["seconds"] for run in runs),
        statistics.median(run["own_mb"] + run["child_mb"] for run in runs),
    )


def received(prepared: Path, count: int) -> dict[str, float]:
    """One receipt into a fresh copy of the prepared desk. Nothing may be missing: what is not stored costs nothing."""
    fresh = prepared.with_name(f"{prepared.name}-fresh")
    shutil.copytree(prepared, fresh)
    try:
        told = measure("receive", fresh)
    finally:
        shutil.rmtree(fresh)
    if told["result"] != count * STATIONS:
        raise SystemExit(f"{count} workbooks: {told['result']} rows accepted, not {count * STATIONS}")
    return told


def prepare_apart(folder: Path, count: int) -> None:
    """Preparation in a process of its own, so that its memory is nobody's."""
    subprocess.run([sys.executable, __file__, "--prepare", str(count), str(folder)], check=True, timeout=1800)


def main() -> int:
    """``--prepare COUNT FOLDER`` or ``--child NAME FOLDER``."""
    if sys.argv[1] == "--prepare":
        prepare(Path(sys.argv[3]), int(sys.argv[2]))
    else:
        child(sys.argv[2], Path(sys.argv[3]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
