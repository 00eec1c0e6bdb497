"""The gate (P12, P13, L15): what may be said follows from figures, and getting worse never reads better."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from jujur.domain.areas import Area
from jujur.domain.figures import AreaStatus, Figure, GatedStatus
from jujur.figures import gate, gate_city, is_open_severe
from jujur.figures.claims import ORDER

AREA = Area("16.72.01", "Pagar Alam Utara", "kecamatan", "16.72")
CITY = Area("16.72", "Kota Pagar Alam", "kota", "16")


def world(
    on_time: int = 100, expected: int = 100, forms: int = 1, severe: int = 0, held: int = 0
) -> dict[str, Figure]:
    def figure(name: str, k: int, n: int, total: int, value: object = None) -> Figure:
        return Figure(name, AREA.code, name, "", k if value is None else value, k, n, total)  # type: ignore[arg-type]

    figures = [
        figure("timeliness", on_time, expected, expected, Fraction(on_time, expected)),
        figure("incident_forms", forms, forms, 1),
        figure("incidents_open_severe", severe, forms, 1),
        figure("rows_held", held, expected, expected),
    ]
    return {item.key: item for item in figures}


def status(**changes: int) -> AreaStatus:
    return gate(AREA, world(**changes), 90).status


def test_calm_needs_everything() -> None:
    assert status() is AreaStatus.KONDUSIF


@pytest.mark.parametrize(("on_time", "expected"), [(89, "BELUM DAPAT DISIMPULKAN"), (90, "KONDUSIF")])
def test_the_threshold_is_exact(on_time: int, expected: str) -> None:
    assert status(on_time=on_time).value == expected


def test_just_below_the_threshold_is_not_rounded_up() -> None:
    assert status(on_time=8999, expected=10000) is AreaStatus.BELUM_DAPAT_DISIMPULKAN


def test_a_missing_incident_form_forbids_a_conclusion() -> None:
    assert status(forms=0) is AreaStatus.BELUM_DAPAT_DISIMPULKAN


def test_an_open_severe_incident_or_a_held_row_asks_for_attention() -> None:
    assert status(severe=1) is AreaStatus.PERLU_PERHATIAN
    assert status(held=1) is AreaStatus.PERLU_PERHATIAN


def test_an_area_without_expected_units_is_never_calm() -> None:
    figures = world()
    figures[f"{AREA.code}/timeliness"] = replace(figures[f"{AREA.code}/timeliness"], value=None)
    assert gate(AREA, figures, 90).status is AreaStatus.BELUM_DAPAT_DISIMPULKAN


@pytest.mark.parametrize("on_time", [0, 89, 90, 100])
@pytest.mark.parametrize("forms", [0, 1])
@pytest.mark.parametrize("severe", [0, 1, 3])
@pytest.mark.parametrize("held", [0, 1, 40])
def test_getting_worse_never_improves_the_status(on_time: int, forms: int, severe: int, held: int) -> None:
    here = ORDER.index(status(on_time=on_time, forms=forms, severe=severe, held=held))
    worse = [
        status(on_time=max(0, on_time - 1), forms=forms, severe=severe, held=held),
        status(on_time=on_time, forms=0, severe=severe, held=held),
        status(on_time=on_time, forms=forms, severe=severe + 1, held=held),
        status(on_time=on_time, forms=forms, severe=severe, held=held + 1),
    ]
    assert all(ORDER.index(item) >= here for item in worse)


def test_one_kecamatan_vetoes_the_city() -> None:
    def said(value: AreaStatus) -> GatedStatus:
        return GatedStatus("x", value, "K-1", (value.value,), ())

    calm, attention, unknown = (said(value) for value in ORDER)
    assert gate_city(CITY, [calm] * 5).status is AreaStatus.KONDUSIF
    assert gate_city(CITY, [calm] * 4 + [attention]).status is AreaStatus.PERLU_PERHATIAN
    assert gate_city(CITY, [calm] * 4 + [unknown]).status is AreaStatus.BELUM_DAPAT_DISIMPULKAN


@pytest.mark.parametrize(
    ("severity", "is_open", "state", "expected"),
    [
        ("berat", "ya", "menunggu", True),
        ("berat", "ya", "terverifikasi", True),
        ("berat", "tidak", "menunggu", False),
        ("berat", "ya", "tidak terbukti", False),
        ("ringan", "ya", "menunggu", False),
        (None, None, None, True),
        ("berat", None, None, True),
    ],
)
def test_what_cannot_be_read_counts_as_severe_and_open(
    severity: str | None, is_open: str | None, state: str | None, expected: bool
) -> None:
    assert (
        is_open_severe({"tingkat": severity, "masih_terbuka": is_open, "status_verifikasi": state})
        is expected
    )
