"""The real day against an independent count: standard library only, straight from the TPS file (P34 in small)."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import UTC
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.days import CUT_OFF, KECAMATAN

from jujur.domain.periods import to_text
from jujur.operations.desk import open_desk
from jujur.operations.framing import versions_known
from jujur.operations.inquire import rows_by_bin
from jujur.operations.known import compute_all, gated

TPS_FILE = Path(__file__).resolve().parents[2] / "config/pagar-alam/demonstrasi/pemilu2024_tps.csv"
BLOCKS = ("pemilih_dpt", "pengguna_dpt", "pengguna_dptb", "pengguna_dpk", "pengguna_total")
VOTES = ("suara_sah", "suara_tidak_sah", "suara_total")
FIELDS = [f"{block}_{sex}" for block in BLOCKS for sex in "jlp"] + list(VOTES)
BLANK = {"16.72.01": 86, "16.72.02": 70, "16.72.03": 36, "16.72.04": 28, "16.72.05": 12}
SIZE = {"16.72.01": 139, "16.72.02": 174, "16.72.03": 83, "16.72.04": 48, "16.72.05": 50}


def real_rows() -> list[dict[str, str]]:
    with TPS_FILE.open(newline="") as file:
        return list(csv.DictReader(file))


def number(row: dict[str, str], name: str) -> int | None:
    return int(row[name]) if row[name] != "" else None


def breaks_a_rule(row: dict[str, str]) -> bool:
    """The E rules of domain.md §4 that can apply to these columns, written again from the page, without our code."""
    value = {name: number(row, name) for name in FIELDS}

    def differs(total: str, *parts: str) -> bool:
        known = [value[name] for name in (total, *parts)]
        return None not in known and known[0] != sum(known[1:])  # type: ignore[arg-type]

    v03 = any(differs(f"{block}_j", f"{block}_l", f"{block}_p") for block in BLOCKS)
    v04 = any(
        differs(f"pengguna_total_{sex}", *(f"pengguna_{kind}_{sex}" for kind in ("dpt", "dptb", "dpk")))
        for sex in "jlp"
    )
    v05 = any(
        value[f"pengguna_dpt_{sex}"] is not None
        and value[f"pemilih_dpt_{sex}"] is not None
        and value[f"pengguna_dpt_{sex}"] > value[f"pemilih_dpt_{sex}"]  # type: ignore[operator]
        for sex in "jlp"
    )
    v08 = differs("suara_total", "suara_sah", "suara_tidak_sah")
    v09 = differs("suara_total", "pengguna_total_j")
    v13 = value["pemilih_dpt_j"] is not None and value["pemilih_dpt_j"] > 300 and int(row["tps"]) < 901
    return v03 or v04 or v05 or v08 or v09 or v13


def is_blank(row: dict[str, str]) -> bool:
    return all(row[name] == "" for name in FIELDS)


@pytest.fixture
def figures(day: Path) -> dict:
    with open_desk() as desk, desk.database.reading() as session:
        return compute_all(desk, session, desk.config.calendar.slot_at(CUT_OFF.astimezone(UTC)), CUT_OFF)


def test_the_independent_count_is_that_of_the_issue() -> None:
    rows = real_rows()
    assert len(rows) == 494
    blank = Counter(row["kode_kecamatan"] for row in rows if is_blank(row))
    assert (sum(blank.values()), dict(blank)) == (232, BLANK)


def test_every_received_row_is_in_exactly_one_bin(day: Path) -> None:
    rows = real_rows()
    held = Counter(row["kode_kecamatan"] for row in rows if breaks_a_rule(row))
    with open_desk() as desk, desk.database.reading() as session:
        slot = desk.config.calendar.slot_at(CUT_OFF.astimezone(UTC))
        table = rows_by_bin(desk, session, to_text(slot.starts_at), to_text(CUT_OFF))
    incidents = {"16.72.01": 1, "16.72.02": 1}
    for code in KECAMATAN:
        twice = SIZE[code] if code == "16.72.03" else 0
        bins = table[code]
        assert bins["received"] == SIZE[code] + twice + incidents.get(code, 0)
        assert bins["held"] == held[code]
        assert bins["duplicate"] == twice
        assert bins["accepted"] == SIZE[code] - held[code] + incidents.get(code, 0)
        assert bins["superseded"] == bins["out_of_scope"] == 0
    assert sum(held.values()) > 40


@pytest.mark.parametrize("area", ["16.72", *KECAMATAN])
def test_sums_are_those_of_accepted_rows(figures: dict, area: str) -> None:
    rows = [
        row
        for row in real_rows()
        if row["kode_kelurahan"].startswith(area) and not breaks_a_rule(row) and not is_blank(row)
    ]
    for name in FIELDS:
        known = [number(row, name) for row in rows if row[name] != ""]
        figure = figures[f"{area}/sum_{name}"]
        assert (figure.value, figure.n) == (sum(known), len(known))  # type: ignore[arg-type]
        assert figures[f"{area}/filled_{name}"].k == len(known)
    registered = sum(
        number(row, "pemilih_dpt_j") + number(row, "pengguna_dptb_j") + number(row, "pengguna_dpk_j")  # type: ignore[operator]
        for row in rows
    )
    users = sum(number(row, "pengguna_total_j") or 0 for row in rows)
    assert figures[f"{area}/turnout"].value == Fraction(users, registered)


def test_units_are_partitioned_and_the_late_team_is_late_not_lost(figures: dict) -> None:
    for area, size in {"16.72": 494, **SIZE}.items():
        count = {
            name: figures[f"{area}/tps_{name}"].k for name in ("expected", "on_time", "late", "not_received")
        }
        assert count["expected"] == size == count["on_time"] + count["late"] + count["not_received"]
    assert figures["16.72.04/tps_on_time"].k == 0
    assert figures["16.72.04/tps_late"].k == 48 - 28
    assert figures["16.72/tps_late"].k == 48 - 28
    assert figures["16.72/tps_not_received"].k == figures["16.72/tps_empty"].k == 232


def test_what_nobody_filled_in_is_unknown_not_zero(figures: dict) -> None:
    figure = figures["16.72/sum_surat_suara_diterima"]
    assert (figure.value, figure.n, figure.N) == (None, 0, 494)


def test_true_turnout_lies_in_the_printed_bounds_for_any_completion(figures: dict) -> None:
    figure = figures["16.72/turnout"]
    assert figure.lower < figure.value < figure.upper
    hidden = figure.N - figure.n
    for voters, users in ((0, 0), (300, 0), (300, 300), (150, 120)):
        truth = Fraction(figure.k + hidden * users, figure.denominator + hidden * voters)
        assert figure.lower <= truth <= figure.upper


def test_nothing_can_be_concluded_from_this_day(day: Path, figures: dict) -> None:
    with open_desk() as desk, desk.database.reading() as session:
        slot = desk.config.calendar.slot_at(CUT_OFF)
        edition = SimpleNamespace(kind=slot.kind, area_code="16.72", period=slot.period)
        terms = versions_known(session, slot.starts_at, CUT_OFF)[-1]
        city, *kecamatan = gated(desk, figures, edition, terms)
    assert [status.area_code for status in kecamatan] == list(KECAMATAN)
    assert {status.status.value for status in (city, *kecamatan)} == {"BELUM DAPAT DISIMPULKAN"}
    assert "cakupan tepat waktu di bawah ambang" in city.reasons


def test_incidents_are_counted_by_who_reported(figures: dict) -> None:
    assert figures["16.72/incidents_reported"].k == 2
    assert (figures["16.72/incident_forms"].n, figures["16.72/incident_forms"].N) == (3, 5)
    assert figures["16.72/incidents_open_severe"].k == figures["16.72.02/incidents_open_severe"].k == 1
    assert figures["16.72/incidents_verified"].k == 1
