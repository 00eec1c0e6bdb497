"""From what the record knew at the cut-off to the figures of every area."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from jujur.domain.areas import Area, Gazetteer
from jujur.domain.errors import PublicationBlocked
from jujur.domain.figures import Figure
from jujur.domain.findings import Bin
from jujur.domain.forms import Form

Known = Mapping[str, Any]

LEVELS = ("kelurahan", "kecamatan", "kota")


@dataclass(frozen=True, slots=True)
class AsKnown:
    """Everything the record knew at one instant about one period, as rows of the queries of the same names in ``sql/``."""

    units: Sequence[Known]
    sums: Sequence[Known]
    bins: Sequence[Known]
    rows_used: Sequence[Known]
    incidents: Sequence[Known]
    incident_units: Sequence[Known]


@dataclass(slots=True)
class _Tally:
    """Integers of one area, added up over its kelurahan."""

    counts: dict[str, int]
    digests: dict[str, str]


def compute(gazetteer: Gazetteer, form: Form, known: AsKnown, voters_per_unit: int) -> dict[str, Figure]:
    """All figures of all areas (kelurahan, kecamatan, city) by key.

    ``voters_per_unit`` is the most voters one TPS may have; it bounds what missing TPS can hide (P08). Raises
    PublicationBlocked when rows are lost or counted twice (P01).
    """
    fields = [column.name for column in form.counts]
    tallies = _tally_by_area(gazetteer, fields, known)
    figures: dict[str, Figure] = {}
    for level in LEVELS:
        for area in gazetteer.at_level(level):  # type: ignore[arg-type]
            for figure in _figures_of(area, tallies[area.code], form, voters_per_unit):
                figures[figure.key] = figure
            if level != "kelurahan":
                for figure in _incident_figures(area, gazetteer, known):
                    figures[figure.key] = figure
    return figures


def _tally_by_area(gazetteer: Gazetteer, fields: Sequence[str], known: AsKnown) -> dict[str, _Tally]:
    own: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in known.units:
        _count_unit(own[row["area_code"]], row)
    for row in known.bins:
        _count_bin(own[row["area_code"]], row)
    for row in known.sums:
        _refuse_double(row)
        for name, value in row.items():
            if name != "area_code" and value is not None:
                own[row["area_code"]][name] += int(value)
    digests = _row_digests(fields, known.rows_used)
    return {area.code: _gather(area, gazetteer, own, digests, fields) for area in _areas(gazetteer)}


def _areas(gazetteer: Gazetteer) -> Iterator[Area]:
    for level in LEVELS:
        yield from gazetteer.at_level(level)  # type: ignore[arg-type]


def _count_unit(tally: dict[str, int], row: Known) -> None:
    tally["expected"] += 1
    tally["unit_held"] += row["is_held"]
    tally["unit_used"] += row["is_used"]
    if row["first_content_at"] is None:
        # A row that came back without a single value reports nothing: it is counted among the silent (ADR 0005).
        tally["empty" if row["row_count"] else "absent"] += 1
    else:
        # On time includes the due instant itself; both sides are fixed-width UTC text.
        tally["on_time" if row["first_content_at"] <= row["due_at"] else "late"] += 1


def _count_bin(tally: dict[str, int], row: Known) -> None:
    tally["received"] += row["row_count"]
    tally[row["bin"]] += row["row_count"]
    if row["bin"] == Bin.ACCEPTED.value:
        tally["used" if row["has_content"] else "unused_empty"] += row["row_count"]


def _refuse_double(row: Known) -> None:
    if row["rows_used"] != row["units_used"]:
        raise PublicationBlocked(
            f"Wilayah {row['area_code']}: {row['rows_used']} baris terpakai untuk {row['units_used']} TPS; "
            "ada TPS yang terhitung dua kali (P11)."
        )


def _row_digests(fields: Sequence[str], rows: Iterable[Known]) -> dict[str, dict[str, str]]:
    """Per area and field, the sha256 over the sorted ids of the rows that filled the field; "" stands for all rows."""
    hashes: dict[str, dict[str, Any]] = defaultdict(lambda: defaultdict(hashlib.sha256))
    for row in rows:
        line = f"{row['row_id']}\n".encode()
        area = hashes[row["area_code"]]
        area[""].update(line)
        for name in fields:
            if row[name] is not None:
                area[name].update(line)
    return {
        code: {name: digest.hexdigest() for name, digest in area.items()} for code, area in hashes.items()
    }


def _gather(
    area: Area,
    gazetteer: Gazetteer,
    own: Mapping[str, Mapping[str, int]],
    digests: Mapping[str, Mapping[str, str]],
    fields: Sequence[str],
) -> _Tally:
    """Adds up an area and everything below it: rows whose kelurahan is unknown stand at the kecamatan itself."""
    codes = sorted(
        code for code in {*own, area.code} if code == area.code or code.startswith(f"{area.code}.")
    )
    counts: dict[str, int] = defaultdict(int)
    for code in codes:
        for name, value in own.get(code, {}).items():
            counts[name] += value
    if area.level == "kelurahan":
        return _Tally(counts, dict(digests.get(area.code, {})))
    joined = {}
    for name in ("", *fields):
        parts = "".join(f"{digests[code][name]}\n" for code in codes if name in digests.get(code, {}))
        joined[name] = hashlib.sha256(parts.encode()).hexdigest()
    return _Tally(counts, joined)


def _figures_of(area: Area, tally: _Tally, form: Form, voters_per_unit: int) -> Iterator[Figure]:
    counts, expected = tally.counts, tally.counts["expected"]
    reported = counts["on_time"] + counts["late"]
    if reported + counts["empty"] + counts["absent"] != expected:
        raise PublicationBlocked(f"Wilayah {area.code}: TPS yang diharapkan tidak terbagi habis (P01).")
    if sum(counts[bin_.value] for bin_ in Bin) != counts["received"]:
        raise PublicationBlocked(f"Wilayah {area.code}: baris yang diterima tidak terbagi habis (P01).")
    digest = tally.digests.get("", "")

    def count(name: str, label: str, value: int, unit: str = "TPS", rows: str = "") -> Figure:
        # Whether a unit has reported is known for every unit, silent ones included: n is N.
        return Figure(name, area.code, label, unit, value, value, expected, expected, rows_digest=rows)

    yield Figure("tps_expected", area.code, "TPS wajib lapor", "TPS", expected, expected, expected, expected)
    yield count("tps_on_time", "TPS melapor tepat waktu", counts["on_time"])
    yield count("tps_late", "TPS melapor terlambat", counts["late"])
    yield count("tps_not_received", "TPS belum melapor", counts["empty"] + counts["absent"])
    yield count("tps_empty", "TPS yang barisnya datang kosong", counts["empty"])
    yield count("tps_absent", "TPS tanpa kiriman", counts["absent"])
    yield count("tps_held", "TPS yang laporannya ditahan", counts["unit_held"])
    yield count("tps_used", "TPS yang angkanya dipakai", counts["unit_used"], rows=digest)
    for name, label in ROW_LABELS.items():
        value = counts[name.removeprefix("rows_")]
        yield Figure(name, area.code, label, "baris", value, value, expected, expected)
    yield _unit_share(area, "coverage", "Cakupan", reported, expected)
    yield _unit_share(area, "timeliness", "Ketepatan waktu", counts["on_time"], expected)
    for column in form.counts:
        rows = tally.digests.get(column.name, "")
        filled, total = counts[f"filled_{column.name}"], counts[f"sum_{column.name}"]
        label = f"{column.group} {column.label}".strip()
        yield Figure(
            f"filled_{column.name}",
            area.code,
            f"TPS terisi: {label}",
            "TPS",
            filled,
            filled,
            filled,
            expected,
            rows_digest=rows,
        )
        # Nothing known adds up to nothing known, never to zero (P07).
        value_or_none = total if filled else None
        yield Figure(
            f"sum_{column.name}",
            area.code,
            label,
            "",
            value_or_none,
            total,
            filled,
            expected,
            lower=value_or_none,
            rows_digest=rows,
        )
    yield _turnout(area, counts, expected, voters_per_unit, digest)


ROW_LABELS = {
    "rows_received": "Baris diterima",
    "rows_accepted": "Baris lolos",
    "rows_held": "Baris ditahan",
    "rows_duplicate": "Baris ganda",
    "rows_superseded": "Baris digantikan",
    "rows_out_of_scope": "Baris di luar wilayah",
    "rows_used": "Baris lolos yang berisi angka",
    "rows_unused_empty": "Baris lolos tanpa isian",
}


def _unit_share(area: Area, name: str, label: str, k: int, expected: int) -> Figure:
    """A share of the frame. Known for every unit, so it needs no bounds: a late or silent unit is late or silent for good."""
    value = Fraction(k, expected) if expected else None
    return Figure(name, area.code, label, "", value, k, expected, expected, denominator=expected)


def _turnout(
    area: Area, counts: Mapping[str, int], expected: int, voters_per_unit: int, digest: str
) -> Figure:
    """Participation = users / (DPT + users of DPTb + users of DPK), over TPS where all four are known (V16).

    Each missing TPS holds at most ``voters_per_unit`` voters, of whom none or all may have voted: that bounds the truth.
    """
    users, registered, n = counts["turnout_users"], counts["turnout_registered"], counts["turnout_units"]
    label = "Partisipasi"
    if registered == 0:
        return Figure("turnout", area.code, label, "", None, users, n, expected, denominator=registered)
    hidden = (expected - n) * voters_per_unit
    return Figure(
        "turnout",
        area.code,
        label,
        "",
        Fraction(users, registered),
        users,
        n,
        expected,
        registered,
        Fraction(users, registered + hidden),
        Fraction(users + hidden, registered + hidden),
        digest,
    )


def _incident_figures(area: Area, gazetteer: Gazetteer, known: AsKnown) -> Iterator[Figure]:
    def inside(code: str) -> bool:
        return code == area.code or code.startswith(f"{area.code}.")

    expected = [row for row in known.incident_units if inside(row["unit_code"])]
    heard = sum(1 for row in expected if row["received_at"] is not None)
    rows = [row for row in known.incidents if inside(row["kecamatan_code"])]
    states = [row["status_verifikasi"] for row in rows]
    n_expected = len(expected)
    counted = {
        "incidents_reported": ("Insiden dilaporkan", len(rows)),
        "incidents_verified": ("Insiden terverifikasi", states.count("terverifikasi")),
        "incidents_refuted": ("Insiden tidak terbukti", states.count("tidak terbukti")),
        # "dilaporkan", "menunggu" and anything unreadable: nobody has checked it yet.
        "incidents_pending": (
            "Insiden belum diperiksa",
            sum(1 for state in states if state not in ("terverifikasi", "tidak terbukti")),
        ),
        "incidents_open_severe": (
            "Insiden berat yang masih terbuka",
            sum(1 for row in rows if is_open_severe(row)),
        ),
    }
    for name, (label, value) in counted.items():
        yield Figure(name, area.code, label, "insiden", value, value, heard, n_expected, lower=value)
    yield Figure(
        "incident_forms",
        area.code,
        "Kecamatan yang mengirim formulir kejadian",
        "kecamatan",
        heard,
        heard,
        heard,
        n_expected,
    )


def is_open_severe(row: Known) -> bool:
    """True for a severe incident that nobody has closed or refuted; an unreadable severity counts as severe (P12, P13)."""
    if row["status_verifikasi"] == "tidak terbukti":
        return False
    return row["tingkat"] not in ("ringan", "sedang") and row["masih_terbuka"] != "tidak"
