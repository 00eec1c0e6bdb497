"""Builds ReportContent for tests: invented numbers on the real areas, consistent by construction."""

from __future__ import annotations

import csv
import hashlib
import itertools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import cast

from jujur.auditing import CHECKED
from jujur.domain.acts import OfficerAct
from jujur.domain.annexes import Contact, EditionLine, Headline, OpeningGap, UnitLine
from jujur.domain.areas import Area, Gazetteer, Level
from jujur.domain.editions import Edition, EditionKind, HumanDecision
from jujur.domain.figures import Figure, GatedStatus
from jujur.domain.flags import Flag, SpotCheck
from jujur.domain.frames import FrameCoverage, FrameTerms
from jujur.domain.gates import ResultsGate
from jujur.domain.official import INDICATORS, OfficialFigure
from jujur.domain.periods import WIB, Period, day_period
from jujur.domain.polls import PollHours
from jujur.domain.properties import Outcome, PropertyResult
from jujur.domain.reports import (
    Accountable,
    ClockShift,
    HeldRow,
    Incident,
    IncidentCoverage,
    Letterhead,
    ReportContent,
    RuleUse,
    SilentArea,
    SourceFile,
)
from jujur.domain.vintages import Break, Cause, Change, Comparison, Predecessor, RevisionRecord
from jujur.figures import GateRule, claims_of, gate, gate_city, recommend
from jujur.figures.differences import printed
from jujur.operations.property_results import RECORD_CHECKS, is_reprinted, results
from jujur.settings.boundaries import load_boundaries
from jujur.settings.config_files import ConfigReader

CITY = "16.72"
FIELDS = (
    *(
        f"{name}_{sex}"
        for name in ("pemilih_dpt", "pengguna_dpt", "pengguna_dptb", "pengguna_dpk", "pengguna_total")
        for sex in "jlp"
    ),
    *("suara_sah", "suara_tidak_sah", "suara_total"),
    *("surat_suara_diterima", "surat_suara_digunakan", "surat_suara_rusak", "surat_suara_tidak_digunakan"),
)
EMBLEM = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 60"><title>Lambang desk</title>'
    '<path d="M30 2 54 10v20c0 15-10 24-24 28C16 54 6 45 6 30V10z" fill="#12355b"/>'
    '<path d="M30 6.4 50.2 13v17c0 12.6-8.2 20-20.2 23.6C18 50 9.8 42.6 9.8 30V13z" fill="none" stroke="#e5b95c"/>'
    '<path d="M18 36h24v9H18z" fill="#fff"/><path d="M25 39.3h10v1.6H25z" fill="#12355b"/>'
    '<path d="M23 20h14v14H23z" fill="#fff"/>'
    '<path d="m26 27 3 3 5.5-6" fill="none" stroke="#1f6f8b" stroke-width="1.8"/></svg>'
)


@dataclass(frozen=True)
class Tally:
    """The counts of one area; areas add up."""

    expected: int = 0
    on_time: int = 0
    late: int = 0
    empty: int = 0
    absent: int = 0
    held: int = 0
    duplicate: int = 0

    def __add__(self, other: Tally) -> Tally:
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return Tally(*(one + two for one, two in pairs))

    @property
    def used(self) -> int:
        return self.on_time + self.late - self.held


def gazetteer() -> Gazetteer:
    """The areas of Kota Pagar Alam."""
    with (Path(__file__).parent / "pagar_alam.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return Gazetteer(
        Area(row["kode"], row["nama"], cast(Level, row["level"]), row["induk"] or None) for row in rows
    )


AREAS = gazetteer()
CONFIG = Path(__file__).parents[2] / "config"
BOUNDARIES = load_boundaries(CONFIG / "pagar-alam", ConfigReader(CONFIG), AREAS)
DEMO = {
    "16.72.01": Tally(139, 53, 0, 86, 0, 23, 0),
    "16.72.02": Tally(174, 104, 0, 70, 0, 10, 0),
    "16.72.03": Tally(83, 47, 0, 36, 0, 10, 0),
    "16.72.04": Tally(48, 0, 20, 28, 0, 5, 0),
    "16.72.05": Tally(50, 38, 0, 12, 0, 1, 50),
}
NOTHING = {code: Tally(expected=tally.expected, absent=tally.expected) for code, tally in DEMO.items()}
COMPLETE = {code: Tally(expected=tally.expected, on_time=tally.expected) for code, tally in DEMO.items()}


def spread(tally: Tally, parts: int) -> list[Tally]:
    """``tally`` divided over kelurahan, so that they add up and stay consistent."""
    sizes = _shares(tally.expected, [parts - at + 2 for at in range(parts)])
    left = vars(tally) | {"expected": 0}
    result = []
    for size in sizes:
        room, got = size, {}
        later = sum(sizes[len(result) + 1 :])
        for name in ("on_time", "late", "empty", "absent"):
            fair = left[name] * size // max(1, size + later)
            got[name] = left[name] if later == 0 else min(fair, room)
            room -= got[name]
        if room:
            name = next(
                name for name in ("empty", "absent", "on_time", "late") if left[name] - got[name] >= room
            )
            got[name] += room
        got["held"] = (
            left["held"]
            if later == 0
            else min(left["held"], left["held"] * size // (size + later) + 1, got["on_time"] + got["late"])
        )
        got["duplicate"] = left["duplicate"] if later == 0 else left["duplicate"] * size // (size + later)
        left = {name: left[name] - got.get(name, 0) for name in left}
        result.append(Tally(size, **got))
    return result


def _shares(total: int, weights: list[int]) -> list[int]:
    shares = [total * weight // sum(weights) for weight in weights]
    shares[0] += total - sum(shares)
    return shares


def digest_of(*parts: object) -> str:
    """A sha256 that depends on the parts."""
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()


def figures_of(area: Area, tally: Tally, forms: Mapping[str, int] | None = None) -> Iterable[Figure]:
    """All figures of one area."""
    reported = tally.on_time + tally.late
    received = tally.on_time + tally.late + tally.empty + tally.duplicate
    accepted = received - tally.held - tally.duplicate

    def count(name: str, value: int, unit: str = "TPS", n: int | None = None) -> Figure:
        total = tally.expected
        return Figure(
            name,
            area.code,
            name,
            unit,
            value,
            value,
            total if n is None else n,
            total,
            rows_digest=digest_of(area.code, name),
        )

    def share(
        name: str, k: int, denominator: int, n: int, bounds: tuple[Fraction, Fraction] | None
    ) -> Figure:
        value = Fraction(k, denominator) if denominator else None
        lower, upper = bounds if bounds and denominator else (value, value)
        return Figure(
            name,
            area.code,
            name,
            "bagian",
            value,
            k,
            n,
            tally.expected,
            denominator,
            lower,
            upper,
            digest_of(area.code, name),
        )

    tps = {
        "expected": tally.expected,
        "on_time": tally.on_time,
        "late": tally.late,
        "not_received": tally.empty + tally.absent,
    }
    tps |= {"empty": tally.empty, "absent": tally.absent, "used": tally.used, "held": tally.held}
    rows = {
        "received": received,
        "accepted": accepted,
        "held": tally.held,
        "duplicate": tally.duplicate,
        "superseded": 0,
    }
    rows |= {"out_of_scope": 0, "used": tally.used, "unused_empty": tally.empty}
    yield from (count(f"tps_{name}", value) for name, value in tps.items())
    yield from (count(f"rows_{name}", value, "baris") for name, value in rows.items())
    yield from openings_of(area, {"on_time": tally.used, "unknown": tally.expected - tally.used})
    full = tally.expected
    yield share("coverage", reported, full, full, None)
    yield share("timeliness", tally.on_time, full, full, None)
    totals = {}
    for field in FIELDS:
        filled = 0 if field.startswith("surat") else tally.used
        totals[field] = _sum(field, filled)
        yield replace(share(f"filled_{field}", filled, full, full, None))
        lower = totals[field]
        upper = totals[field] if filled == full else None
        total = Figure(
            f"sum_{field}",
            area.code,
            field,
            "orang",
            totals[field],
            totals[field],
            filled,
            full,
            None,
            lower,
            upper,
        )
        yield replace(total, rows_digest=digest_of(area.code, field))
    users = totals["pengguna_total_j"]
    registered = totals["pemilih_dpt_j"] + totals["pengguna_dptb_j"] + totals["pengguna_dpk_j"]
    missing = (full - tally.used) * 300
    bounds = (
        (Fraction(users, registered + missing), Fraction(users + missing, registered + missing))
        if registered
        else None
    )
    yield share("turnout", users, registered, tally.used, bounds)
    if forms is not None:
        yield from gate_figures_of(area, tally, forms)
    for name, value in (forms or {}).items():
        if name == "incident_forms":
            yield Figure(
                name, area.code, name, "kecamatan", value, value, value, forms["expected"] if forms else 0
            )
        elif name != "expected":
            yield Figure(
                name,
                area.code,
                name,
                "insiden",
                value,
                value,
                (forms or {})["incident_forms"],
                (forms or {})["expected"],
            )


def openings_of(area: Area, known: Mapping[str, int]) -> Iterable[Figure]:
    """The five counts of how stations opened; those that are not named are nought."""
    counts = {name: known.get(name, 0) for name in ("on_time", "late", "untimed", "not_yet", "unknown")}
    total, silent = sum(counts.values()), counts["unknown"]
    spare = {"on_time": silent + counts["untimed"], "untimed": silent, "not_yet": silent, "unknown": 0}
    spare["late"] = spare["on_time"]
    for name, k in counts.items():
        bounds = (None, None) if name == "unknown" else (k, k + spare[name])
        n, digest = total - spare[name], digest_of(area.code, name)
        label = f"opening_{name}"
        yield Figure(label, area.code, label, "TPS", k, k, n, total, None, *bounds, digest)


def opening_gaps(by_kelurahan: Mapping[str, Tally]) -> tuple[OpeningGap, ...]:
    """The TPS of every kelurahan that are silent or held."""
    found = []
    for code, tally in sorted(by_kelurahan.items()):
        area, kecamatan = AREAS[code], AREAS[code.rsplit(".", 1)[0]]
        empty, absent = silent_numbers(code, tally)
        held = itertools.islice(_others(tally, {*empty, *absent}), tally.held)
        lists = [tuple(f"TPS {number}" for number in one) for one in (absent, empty, held, ())]
        if any(lists):
            role = f"Koordinator tim Kecamatan {kecamatan.name}"
            heard = None if code.startswith("16.72.05") else AT - timedelta(minutes=len(found))
            found.append(OpeningGap(area, kecamatan, *lists, role, heard))
    return tuple(found)


def silent_numbers(code: str, tally: Tally) -> tuple[list[str], list[str]]:
    """The numbers of the TPS of a kelurahan whose row is empty, and of those without one."""
    numbers = [f"{number:03d}" for number in range(1, tally.expected + 1)]
    mixed = sorted(numbers, key=lambda number: (digest_of(code, number)[0] < "7", number))
    return sorted(mixed[: tally.empty]), sorted(mixed[tally.empty : tally.empty + tally.absent])


def _others(tally: Tally, taken: set[str]) -> Iterable[str]:
    numbers = (f"{number:03d}" for number in range(1, tally.expected + 1))
    return (number for number in numbers if number not in taken)


UNIT_COLUMNS = (
    *("pemilih_dpt_j", "pengguna_total_j", "suara_sah", "suara_tidak_sah", "suara_total"),
    *("surat_suara_diterima", "surat_suara_digunakan"),
)


def unit_lines(area: Area, tally: Tally) -> Iterable[UnitLine]:
    """The TPS of one kelurahan: silent ones first, then held ones, then those whose rows count."""
    fates = [
        *(("tanpa baris", "-") for _ in range(tally.absent)),
        *(("baris kosong", "-") for _ in range(tally.empty)),
        *(
            (
                "tepat waktu" if at < tally.on_time else "terlambat",
                "ditahan" if at < tally.held else "dipakai",
            )
            for at in range(tally.on_time + tally.late)
        ),
    ]
    for number, (fate, use) in enumerate(fates, 1):
        is_used, silent = use == "dipakai", "!" if use == "ditahan" else "…"
        values = {
            name: _PER_TPS[name.removesuffix("_j")][0]
            for name in UNIT_COLUMNS
            if is_used and "surat" not in name
        }
        yield UnitLine(
            code=f"{area.code.replace('.', '')}{number:03d}",
            name=f"TPS {number:03d}",
            area=area,
            fate=fate,
            use=use,
            first_at=AT - timedelta(minutes=number) if fate in ("tepat waktu", "terlambat") else None,
            opened="07:00" if is_used else "",
            values=values,
            marks={name: "-" if is_used else silent for name in UNIT_COLUMNS if name not in values},
        )


# The day at its end: a few TPS late, two that never reported and were excused.
ENDED = COMPLETE | {"16.72.01": Tally(expected=139, on_time=135, late=2, absent=2)}


def final_report(area_code: str = CITY) -> ReportContent:
    """The final report of a day on which every TPS reported or was excused with a reason."""
    base = annexed(day_ended(area_code, ENDED), ENDED)
    excused = tuple(
        replace(acts("r")[2], id=f"bebas-{one.code}", subject=one.code)
        for one in base.units
        if one.use != "dipakai"
    )
    return with_promises(
        replace(
            base,
            edition=replace(base.edition, is_final=True),
            status_label="DEMONSTRASI · FINAL",
            acts=excused,
            manual_actions=len(excused),
        )
    )


def annexed(base: ReportContent, tallies: Mapping[str, Tally] = DEMO) -> ReportContent:
    """The final report of a world: its stations, contacts, two earlier issues of one slot and a refused one, and its terms."""
    own = base.area.code
    units: list[UnitLine] = []
    for code, tally in sorted(tallies.items()):
        parts = AREAS.children(code)
        for part, size in zip(parts, spread(tally, len(parts)), strict=True):
            if part.code.startswith(own):
                units += unit_lines(part, size)
    areas = base.children if base.area.level == "kota" else (base.area,)
    terms = FrameTerms(
        base.edition.period.starts_at,
        1,
        AT - timedelta(days=2),
        digest_of("frame", 1),
        {
            "thresholds": {"coverage_percent": 90, "small_denominator": 30, "opening_minute": 420},
            "forms": {"pungut_hitung": {"version": 2, "digest": digest_of("form")}},
            "rules_version": digest_of("rules"),
        },
        digest_of("terms"),
    )
    made = replace(
        base,
        edition=replace(base.edition, kind="akhir"),
        units=tuple(units),
        contacts=tuple(
            Contact(area, f"Koordinator tim Kecamatan {area.name}", AT if at else None)
            for at, area in enumerate(areas)
        ),
        frame_versions=base.frame_versions or (terms,),
        vintages=earlier_editions(base),
        official=official_figures(base),
    )
    return with_promises(replace(made, recommendations=recommend(made)))


# As a desk calls the figures that change tables and triangles name.
LABELS = {
    "coverage": "Cakupan",
    "tps_usable": "TPS tepat waktu, segar, dan lolos pemeriksaan",
    "sum_suara_sah": "Suara Sah",
    "sum_suara_total": "Suara Sah + tidak sah",
    "sum_pengguna_dptb_j": "Pengguna hak pilih DPTb Jumlah",
    "incidents_reported": "Insiden dilaporkan",
}
HEADLINES = ("coverage", "sum_suara_total", "incidents_reported")


def official_figures(base: ReportContent) -> tuple[OfficialFigure, ...]:
    """Invented figures of KPU and Bawaslu: one that agrees, one explained, one not yet explained and entered twice."""
    known = [area.code for area in (base.area, *base.children)]
    document, day = "DEMONSTRASI: Model D.HASIL KABKO-PPWP", datetime(2024, 2, 14, tzinfo=WIB)
    explained = "DEMONSTRASI. Angka KPU memuat TPS yang dibebaskan dari wajib lapor kepada desk."

    def one(
        code: str, indicator: str, more: int, office: str, explanation: str, entries: int
    ) -> OfficialFigure:
        ours = base.figures[f"{code}/{INDICATORS[indicator]}"].k
        role = "Petugas Data dan Pelaporan"
        return OfficialFigure(
            code,
            indicator,
            ours + more,
            office,
            document,
            day,
            explanation,
            role,
            AT - timedelta(hours=1),
            entries,
        )

    made = (
        (base.area.code, "jumlah_tps", 0, "KPU", "", 1),
        (base.area.code, "pengguna_hak_pilih", 376, "KPU", explained, 1),
        (base.area.code, "suara_total", 376, "KPU", explained, 1),
        ("16.72.01", "suara_tidak_sah", -8, "Bawaslu", "", 2),
    )
    return tuple(one(*each) for each in made if each[0] in known)


def earlier_editions(base: ReportContent) -> tuple[EditionLine, ...]:
    """A daily report that was corrected, a take of the same day, and one that was refused."""
    own, number = base.area.code, base.edition.number
    starts, release = base.edition.period.starts_at, AT + timedelta(hours=2)

    def headlines(less: int) -> tuple[Headline, ...]:
        said = []
        for name in HEADLINES:
            one = base.figures[f"{own}/{name}"]
            k = max(0, one.k - less)
            value = Fraction(k, one.denominator) if one.denominator else k
            shown = value if one.n else None
            said.append(Headline(name, one.label, shown, k, one.n, one.N, one.denominator))
        return tuple(said)

    def line(
        ident: str, kind: EditionKind, revision: int, state: str, less: int, more: tuple[Change, ...] = ()
    ) -> EditionLine:
        opens = starts if kind == "harian" else starts + timedelta(hours=7)
        moment = AT + timedelta(hours=revision)
        is_out = state != "ditolak"
        return EditionLine(
            ident,
            f"{number}/{kind}",
            kind,
            revision,
            opens,
            moment,
            release,
            moment + timedelta(minutes=50),
            state,
            digest_of(ident) if is_out else "",
            4 if state == "ditarik" else 0,
            more,
            headlines(less) if is_out else (),
        )

    def told(name: str, cause: Cause, who: str) -> Change:
        """What the revision of the daily report printed, as the headlines of both have it."""
        now, sides = printed(base.figures, ())[f"{own}/{name}"], []
        for less in (12, 3):
            one = next(one for one in headlines(less) if one.name == name)
            value = f"{one.k}/{one.denominator}" if one.denominator else one.k
            sides.append(json.dumps({**json.loads(now), "k": one.k, "value": value}))
        return Change(f"{own}/{name}", sides[0], sides[1], cause, who, AT - timedelta(hours=1))

    calm, unknown = (
        json.dumps({"status": status, "rule": "K-1", "reasons": []})
        for status in ("KONDUSIF", "BELUM DAPAT DISIMPULKAN")
    )
    revised = (
        told("coverage", Cause.LATE, "tim"),
        told("sum_suara_total", Cause.ERROR, "petugas"),
        Change(f"status/{own}", calm, unknown, Cause.ERROR, "petugas", AT - timedelta(hours=1)),
    )
    return (
        line(f"harian-{own}-r0", "harian", 0, "ditarik", 12),
        line(f"harian-{own}-r1", "harian", 1, "terbit", 3, revised),
        line(f"hari_h-{own}-r0", "hari_h", 0, "ditolak", 0),
        line(f"hari_h-{own}-r1", "hari_h", 1, "terbit", 40),
    )


# How the stations of each kecamatan whose rows count had opened, in the worlds of voting day.
OPENED = {
    "16.72.01": {"late": 4, "untimed": 2, "not_yet": 3},
    "16.72.02": {"late": 9},
    "16.72.04": {"untimed": 1, "not_yet": 1},
}


def day_ended(area_code: str = CITY, tallies: Mapping[str, Tally] = DEMO) -> ReportContent:
    """The final report of a voting day on which stations opened late, not at all, or nobody knows."""
    base = world(area_code, tallies, is_final=True)
    figures = {**base.figures, **opening_counts(base, tallies, OPENED)}
    return replace(
        base,
        edition=replace(base.edition, kind="akhir"),
        figures=figures,
        statuses=statuses(base.area, figures),
    )


def opening_counts(
    base: ReportContent, tallies: Mapping[str, Tally], said_of: Mapping[str, Mapping[str, int]]
) -> dict[str, Figure]:
    """The figures of how stations opened: ``said_of`` each kecamatan how many opened otherwise than on time."""
    opened: dict[str, dict[str, int]] = {}
    for code, said in said_of.items():
        parts = AREAS.children(code)
        left = dict(said)
        for at, (part, size) in enumerate(zip(parts, spread(tallies[code], len(parts)), strict=True)):
            room, opened[part.code] = size.used, {}
            for name, count in left.items():
                opened[part.code][name] = min(-(-count // (len(parts) - at)), room)
                room -= opened[part.code][name]
            left = {name: count - opened[part.code][name] for name, count in left.items()}
        opened[code] = dict(said)
    opened[CITY] = {
        name: sum(one.get(name, 0) for one in said_of.values()) for name in ("late", "untimed", "not_yet")
    }
    figures, found = base.figures, dict[str, Figure]()
    for area in (base.area, *base.children):
        said, used = opened.get(area.code, {}), figures[f"{area.code}/tps_used"].k
        counts = said | {"on_time": used - sum(said.values())}
        counts["unknown"] = figures[f"{area.code}/tps_expected"].k - used
        found |= {one.key: one for one in openings_of(area, counts)}
    return found


def gate_figures_of(area: Area, tally: Tally, forms: Mapping[str, int]) -> Iterable[Figure]:
    """What the gate looks at: usable TPS, the age of the data, fresh forms, held incident rows."""
    full, heard = tally.expected, tally.on_time + tally.late
    usable = max(0, tally.on_time - tally.held)
    share = Fraction(usable, full) if full else None
    yield Figure("tps_usable", area.code, "tps_usable", "TPS", share, usable, full, full, full)
    for name, minutes in (("newest", 61 if tally.on_time else 12), ("oldest", 437 if tally.on_time else 12)):
        value = minutes if heard else None
        yield Figure(f"data_age_{name}", area.code, name, "menit", value, value or 0, heard, full)
    for name, value in (("incident_forms_fresh", forms["incident_forms"]), ("incident_rows_held", 0)):
        yield Figure(name, area.code, name, "baris", value, value, forms["expected"], forms["expected"])


_PER_TPS = {
    "pemilih_dpt": (231, 114, 117),
    "pengguna_dpt": (183, 88, 95),
    "pengguna_dptb": (2, 1, 1),
    "pengguna_dpk": (3, 1, 2),
    "pengguna_total": (188, 90, 98),
    "suara_sah": (181,),
    "suara_tidak_sah": (7,),
    "suara_total": (188,),
}


def _sum(field: str, filled: int) -> int:
    stem, _, sex = field.rpartition("_")
    if field in _PER_TPS:
        return _PER_TPS[field][0] * filled
    return _PER_TPS[stem]["jlp".index(sex)] * filled if stem in _PER_TPS else 0


REASONS = {
    "V09": "total suara (203) tidak sama dengan pengguna hak pilih (206)",
    "V03": "jumlah pemilih DPT (232) tidak sama dengan L (117) + P (113)",
    "V04": "pengguna total (208) tidak sama dengan DPT (204) + DPTb (0) + DPK (2)",
    "V05": "pengguna dari DPT (219) melebihi DPT (214)",
    "V08": "suara sah (198) + tidak sah (4) tidak sama dengan total (203)",
}
STATEMENTS = {
    "V01": "Kode kecamatan, kelurahan, dan TPS ada dalam rujukan",
    "V02": "Setiap jumlah bilangan bulat tidak negatif",
    "V03": "Jumlah = laki-laki + perempuan",
    "V04": "Pengguna total = DPT + DPTb + DPK",
    "V05": "Pengguna dari DPT tidak melebihi DPT",
    "V08": "Suara sah + tidak sah = total suara",
    "V09": "Total suara = pengguna hak pilih = surat suara digunakan",
    "V10": "Surat suara diterima = digunakan + rusak + sisa",
}


def held_rows(tallies: Mapping[str, Tally]) -> tuple[HeldRow, ...]:
    """One held row for each that the tallies say."""
    rows = []
    rules = sorted(REASONS)
    for code, tally in sorted(tallies.items()):
        kelurahan = AREAS.children(code) or (AREAS[code],)
        for at in range(tally.held):
            area = kelurahan[at % len(kelurahan)]
            broken = tuple(
                sorted({rules[at % 5], rules[(at * 3 + 1) % 5]} if at % 4 == 0 else {rules[at % 5]})
            )
            sha = digest_of("file", code)
            rows.append(
                HeldRow(
                    f"{sha}|TPS|{at + 7}",
                    code,
                    area.code,
                    f"TPS {at * 3 + 1:03d} {area.name}",
                    sha,
                    "TPS",
                    at + 7,
                    broken,
                    tuple(REASONS[rule] for rule in broken),
                )
            )
    return tuple(rows)


def silent_areas(by_kelurahan: Mapping[str, Tally]) -> tuple[SilentArea, ...]:
    """The silent TPS of every kelurahan."""
    found = []
    for code, tally in sorted(by_kelurahan.items()):
        area, kecamatan = AREAS[code], AREAS[code.rsplit(".", 1)[0]]
        empty, absent = silent_numbers(code, tally)
        if empty or absent:
            role = f"Koordinator tim Kecamatan {kecamatan.name}"
            found.append(
                SilentArea(
                    area,
                    kecamatan,
                    "hari_h",
                    tally.expected,
                    tuple(empty),
                    tuple(absent),
                    role,
                )
            )
    return tuple(found)


GATE_RULE = GateRule("K-1", 1, 90, 24, 0, 0)
POLLS = PollHours(7 * 60, 13 * 60)
RESULTS_GATE = ResultsGate(
    datetime(2024, 2, 14, 15, 0, tzinfo=WIB),
    Period(datetime(2024, 2, 11, tzinfo=WIB), datetime(2024, 2, 14, tzinfo=WIB)),
    "UU 7/2017 Pasal 449",
)
AT = datetime(2024, 2, 14, 16, 0, tzinfo=WIB)


def incidents() -> tuple[Incident, ...]:
    """Two invented incidents, marked so."""
    return (
        Incident(
            "INS-001",
            AREAS["16.72.01"],
            "TPS 012 Sukorejo",
            AT - timedelta(hours=4),
            "Logistik",
            "berat",
            "pengamatan langsung",
            "dilaporkan",
            "DEMONSTRASI. Surat suara kurang 40 lembar sehingga pemungutan suara terhenti; situasi aman terkendali.",
            "Menunggu surat suara cadangan",
            True,
            "ab|INSIDEN|7",
        ),
        Incident(
            "INS-002",
            AREAS["16.72.03"],
            "Kelurahan Muara Siban",
            AT - timedelta(hours=6),
            "Listrik",
            "ringan",
            "laporan petugas",
            "terverifikasi",
            "DEMONSTRASI. Listrik padam 20 menit saat persiapan.",
            "Selesai pukul 10.20 WIB",
            False,
            "cd|INSIDEN|7",
        ),
    )


def incident_coverage(state: str = "") -> tuple[IncidentCoverage, ...]:
    """Two kecamatan sent incidents, one confirmed nil, two sent nothing; or all in one state."""
    states = ("melapor", "belum melapor", "melapor", "nihil", "belum melapor")
    chosen = [state or one for one in states]
    areas = AREAS.children(CITY)
    return tuple(
        IncidentCoverage(area, one, None if one == "belum melapor" else AT)
        for area, one in zip(areas, chosen, strict=True)
    )


def statuses(area: Area, figures: Mapping[str, Figure], is_early: bool = False) -> tuple[GatedStatus, ...]:
    """What the gate really says about these figures."""
    if area.level == "kecamatan":
        return (gate(area, figures, GATE_RULE, is_early),)
    kecamatan = [gate(one, figures, GATE_RULE, is_early) for one in AREAS.children(area.code)]
    return (gate_city(area, kecamatan), *kecamatan)


def decisions() -> tuple[Accountable, ...]:
    """Both officers agreed."""
    said = [
        (
            "Verifikator data, Desk Pemilu",
            HumanDecision(
                "verify",
                "verifikator",
                True,
                "Angka diuji silang dengan 10 baris acak; cocok.",
                AT + timedelta(hours=1),
            ),
        ),
        (
            "Kepala Badan Kesbangpol",
            HumanDecision(
                "approve",
                "pejabat",
                True,
                "Disetujui untuk diterbitkan apa adanya.",
                AT + timedelta(hours=1, minutes=40),
            ),
        ),
    ]
    return tuple(Accountable(office, decision) for office, decision in said)


def promises(content: ReportContent, **outcomes: Outcome) -> tuple[PropertyResult, ...]:
    """What is said of an edition: the checks of the record really made, what only a desk can test as a true edition has it.

    A frame, a calendar, receipts and a ledger are what these worlds lack; their rows were never received, so nothing is tried.
    """
    known = {name: check(content) for name, check in RECORD_CHECKS.items()}
    of_a_desk = dict.fromkeys(("P03", "P29", "P34", "P13", "P20", "P37", "P41"), Outcome.PASSED)
    used = content.figures[f"{content.area.code}/rows_used"].k
    of_rows = dict.fromkeys(("P07", "P11"), Outcome.PASSED if used else Outcome.NOT_APPLICABLE)
    if content.week:
        of_rows["P07"] = Outcome.PASSED
    printed_again = {"P35": Outcome.PASSED} if is_reprinted(content) else {}
    return results(known | of_a_desk | of_rows | printed_again | outcomes, CHECKED)


def with_promises(content: ReportContent) -> ReportContent:
    """``content`` with the list of promises that belongs to it."""
    return replace(content, properties=promises(content))


def world(
    area_code: str = CITY,
    tallies: Mapping[str, Tally] = DEMO,
    *,
    is_final: bool = False,
    is_demonstration: bool = True,
    is_open: bool = False,
    with_incidents: bool = True,
) -> ReportContent:
    """The content of one edition."""
    area = AREAS[area_code]
    kelurahan: dict[str, Tally] = {}
    for code, tally in tallies.items():
        parts = AREAS.children(code)
        kelurahan |= {part.code: size for part, size in zip(parts, spread(tally, len(parts)), strict=True)}
    children = AREAS.children(area_code)
    mine = {code: tally for code, tally in tallies.items() if code.startswith(area_code)}
    below = {**tallies, **kelurahan}
    seen = tuple(one for one in incidents() if with_incidents and one.kecamatan.code.startswith(area_code))
    states = tuple(
        one
        for one in incident_coverage("nihil" if is_open else "")
        if one.kecamatan.code.startswith(area_code)
    )
    figures = [*figures_of(area, sum(mine.values(), Tally()), _forms(seen, states))]
    for child in children:
        child_states = tuple(one for one in states if one.kecamatan.code == child.code)
        child_seen = tuple(one for one in seen if one.kecamatan.code == child.code)
        figures += figures_of(
            child, below[child.code], _forms(child_seen, child_states) if child.level == "kecamatan" else None
        )
    held = held_rows(mine)
    known = {one.key: replace(one, label=LABELS.get(one.name, one.label)) for one in figures}
    return with_promises(
        ReportContent(
            edition=_edition(area),
            area=area,
            children=children,
            city=AREAS.city,
            letterhead=Letterhead(
                "Pemerintah Kota Pagar Alam",
                "Desk Pemilu dan Pemilihan Kota Pagar Alam",
                "Kompleks Perkantoran Gunung Gare, Pagar Alam 31512",
                "Pemilu 2024",
                EMBLEM,
            ),
            status_label="DEMONSTRASI · SEMENTARA" if is_demonstration else "SEMENTARA",
            is_demonstration=is_demonstration,
            due_at=AT - timedelta(hours=1),
            figures=known,
            claims=claims_of((area, *children), known, 30),
            results_gate=RESULTS_GATE,
            polls=POLLS,
            opening_gaps=opening_gaps(
                {code: tally for code, tally in kelurahan.items() if code.startswith(area_code)}
            ),
            data_age_limit_hours=24,
            boundaries=tuple(BOUNDARIES[child.code] for child in children),
            statuses=statuses(area, known),
            held=held,
            silent=silent_areas(
                {code: tally for code, tally in kelurahan.items() if code.startswith(area_code)}
            ),
            incidents=seen,
            incident_coverage=states,
            sources=_sources(mine),
            rules=tuple(
                RuleUse(rule, "E", text, sum(rule in row.rule_ids for row in held))
                for rule, text in STATEMENTS.items()
            ),
            decisions=decisions() if is_final else (),
            manual_actions=0,
            clock_shifts=(
                ClockShift(
                    datetime(2026, 11, 24, 2, 0, tzinfo=UTC),
                    AT - timedelta(hours=9),
                    "peragaan hari pemungutan suara",
                ),
            )
            if is_demonstration
            else (),
            coverage_threshold_percent=90,
            small_denominator=30,
            voters_per_tps_limit=300,
            source_note="Angka TPS: bacaan mesin atas foto C.HASIL di Sirekap KPU 14 Februari 2024, belum dikoreksi."
            if is_demonstration
            else "Sumber: formulir tim monitoring kecamatan.",
        )
    )


def _forms(seen: tuple[Incident, ...], states: tuple[IncidentCoverage, ...]) -> dict[str, int]:
    def having(*words: str) -> int:
        return sum(one.verification in words for one in seen)

    return {
        "expected": len(states),
        "incident_forms": sum(one.state != "belum melapor" for one in states),
        "incidents_reported": len(seen),
        "incidents_verified": having("terverifikasi"),
        "incidents_refuted": having("tidak terbukti"),
        "incidents_pending": having("dilaporkan", "menunggu"),
        "incidents_open_severe": sum(one.is_open and one.severity == "berat" for one in seen),
    }


def _sources(tallies: Mapping[str, Tally]) -> tuple[SourceFile, ...]:
    found = []
    for code, tally in sorted(tallies.items()):
        rows = tally.on_time + tally.late + tally.empty
        if rows:
            timeliness = "terlambat" if tally.late else "tepat waktu"
            bins = {"accepted": rows - tally.held, "held": tally.held}
            found.append(
                SourceFile(
                    digest_of("s", code)[:12],
                    digest_of("file", code),
                    f"tim-{code[-2:]}",
                    code,
                    "hari_h",
                    AT,
                    timeliness,
                    rows,
                    bins,
                )
            )
    return tuple(found)


def _edition(area: Area) -> Edition:
    return Edition(
        id=f"harian-{area.code}-20240214",
        number=f"200.2.1/045/DESK/{area.code}/2024",
        kind="harian",
        area_code=area.code,
        period=day_period(date(2024, 2, 14)),
        revision=0,
        as_of=AT.astimezone(UTC),
        release_at=(AT + timedelta(hours=2)).astimezone(UTC),
        code_version="0.1.0+g1a2b3c4",
        config_digest=digest_of("config"),
        frame_digest=digest_of("frame"),
        ledger_head=digest_of("ledger"),
    )


def eventful(area_code: str = CITY) -> ReportContent:
    """A revision in which everything happened: a changed frame, acts, a refusal, changes, a break, marks, a spot check."""
    base = world(area_code, is_final=True)
    later = AT - timedelta(hours=2)
    key = f"{area_code}/"
    terms = tuple(
        FrameTerms(
            base.edition.period.starts_at,
            version,
            at,
            digest_of("frame", version),
            {},
            digest_of("t"),
            by,
            why,
        )
        for version, at, by, why in (
            (1, AT - timedelta(days=2), "desk", ""),
            (
                2,
                later,
                "Petugas Data dan Pelaporan",
                "TPS 012 Sukorejo digabung dengan TPS 013 menurut surat KPU.",
            ),
        )
    )
    coverage = tuple(
        FrameCoverage(
            version, area.code, expected + 2 - version, base.figures[f"{area.code}/coverage"].k, on_time
        )
        for version in (1, 2)
        for area in (base.area, *base.children)
        for expected, on_time in [
            (base.figures[f"{area.code}/tps_expected"].k, base.figures[f"{area.code}/tps_on_time"].k)
        ]
    )
    return with_promises(
        replace(
            base,
            edition=replace(base.edition, revision=1, kind="mingguan"),
            replaces=Predecessor("dulu", base.edition.number, 0, digest_of("dulu")),
            status_label="DEMONSTRASI · KOREKSI",
            manual_actions=3,
            acts=acts(base.held[0].row_id),
            refusals=(
                Accountable(
                    "Sekretaris Desk",
                    HumanDecision(
                        "approve", "x", False, "Cakupan Dempo Utara 47 dari 83 perlu dijelaskan.", later
                    ),
                ),
            ),
            frame_versions=terms,
            frame_coverage=coverage,
            changes=changes(base),
            is_substantial=True,
            comparisons=(
                Comparison(
                    f"{key}turnout",
                    "Partisipasi",
                    "e0",
                    Fraction(131, 247),
                    Fraction(137, 247),
                    Fraction(6, 247),
                    213,
                    494,
                    True,
                ),
                Comparison(f"{key}sum_suara_sah", "Suara sah", "e0", 1234, 1234, 0, 470, 494, True),
                Comparison(f"{key}sum_suara_total", "Total suara", "e0", 2000, 1990, -10, 470, 494, True),
                Comparison(
                    f"{key}sum_pengguna_total_j",
                    "Pengguna",
                    "e0",
                    None,
                    None,
                    None,
                    31,
                    494,
                    False,
                    "unit yang melapor pada keduanya di bawah ambang",
                ),
            ),
            breaks=(Break("ambang", "coverage_percent 80", "coverage_percent 90"),),
            history=(
                RevisionRecord("coverage", "Cakupan", 3, Fraction(1, 300), Fraction(1, 150)),
                RevisionRecord("sum_suara_total", "Total suara", 3, Fraction(-25, 3), Fraction(1085, 3)),
            ),
            flags=(
                Flag(
                    "all_zero_streak",
                    area_code,
                    "TPS 007 Sukorejo",
                    "semua isian nol pada beberapa masa berturut-turut",
                    ("a",),
                    4,
                ),
                Flag("bulk_sending", area_code, "tim-01", "banyak berkas dalam satu menit", ("b", "c"), 12),
            ),
            spot_checks=(
                SpotCheck(
                    area_code,
                    digest_of("seed"),
                    AT - timedelta(days=1),
                    262,
                    14,
                    12,
                    2244,
                    2256,
                    Fraction(187, 188),
                ),
            ),
        )
    )


def acts(row_id: str) -> tuple[OfficerAct, ...]:
    """One row released, one severity lowered, one unit excused."""
    office, at, code = "Petugas Data dan Pelaporan", AT - timedelta(minutes=30), "16.72.01"
    cells = {
        "tingkat": {
            "before": {"state": "value", "value": "berat"},
            "after": {"state": "value", "value": "ringan"},
        }
    }
    return (
        OfficerAct(
            "a1",
            "release",
            "row",
            f"s1|{row_id}",
            "pungut_hitung",
            None,
            code,
            office,
            "Sudah dicocokkan dengan foto C.HASIL.",
            at,
        ),
        OfficerAct(
            "a2",
            "override",
            "row",
            f"s2|{row_id}",
            "kejadian",
            None,
            code,
            office,
            "Surat suara cadangan tiba; pemungutan dilanjutkan.",
            at,
            {"cells": cells, "new_row": "r"},
        ),
        OfficerAct(
            "a3",
            "excuse",
            "unit",
            "1672011001012",
            "pungut_hitung",
            None,
            code,
            office,
            "TPS digabung menurut surat KPU.",
            at,
        ),
    )


def changes(base: ReportContent) -> tuple[Change, ...]:
    """A share, a sum, a sum that was empty, a figure that is new, a status; of every cause, and into what ``base`` says."""
    code, at = base.area.code, AT - timedelta(hours=1)
    now = printed(base.figures, base.statuses)

    def line(key: str, before: dict[str, object] | None, cause: Cause, who: str) -> Change:
        old = None if before is None else json.dumps({**json.loads(now[key]), **before})
        return Change(key, old, now[key], cause, who, at)

    calm = {"status": "KONDUSIF", "rule": "K-1", "reasons": []}
    return (
        line(f"{code}/coverage", {"value": "1/2", "k": 247}, Cause.LATE, "tim"),
        line(f"{code}/sum_suara_sah", {"value": 40031, "k": 40031, "n": 220}, Cause.ERROR, "petugas"),
        line(f"{code}/sum_pengguna_dptb_j", {"value": None, "k": 0, "n": 0}, Cause.ROUTINE, "tim"),
        line(f"{code}/tps_usable", None, Cause.METHOD, "desk"),
        line(f"status/{code}", calm, Cause.ERROR, "petugas"),
    )
