"""Zero, blank, refused and unknown never look alike in what is published (P07, L05 to L07); no k above its n is ever clipped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from tests.days import CUT_OFF, start_desk
from tests.plain_rows import PlainRow, put, slot_of, trying

from jujur import figures
from jujur.domain.cells import CellState
from jujur.domain.errors import PublicationBlocked
from jujur.domain.figures import Figure
from jujur.domain.findings import Bin
from jujur.domain.forms import Form
from jujur.operations import agreement
from jujur.operations.desk import Desk, open_desk

STATES = tuple(
    state
    for state in CellState
    if state not in (CellState.NILAI, CellState.BELUM_DITERIMA, CellState.TERLAMBAT)
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("JUJUR_DATABASE_URL", "JUJUR_RAW_URL", "JUJUR_DESK"):
            patch.delenv(name, raising=False)
        patch.setenv("JUJUR_HOME", str(tmp_path_factory.mktemp("states") / "home"))
        patch.setenv("JUJUR_CODE_VERSION", "uji")
        start_desk()
        with open_desk() as opened:
            yield opened


def said_with(desk: Desk, form: Form, unit: str, cells: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    """Everything said about figures when one accepted row reads like this; without the digests, which only name the row."""
    with trying(desk) as session:
        put(desk, session, 1, form, [PlainRow(unit, cells)])
        found = agreement.agreed_figures(desk, session, slot_of(desk), CUT_OFF)
    return {
        key: (item.value, item.k, item.n, item.lower, item.upper)
        for key, item in found.items()
        if key.startswith("16.72/")
    }


@pytest.mark.parametrize("form_id", ["pungut_hitung", "kejadian"])
def test_no_two_states_of_a_cell_look_alike(desk: Desk, form_id: str) -> None:
    form = desk.config.forms[form_id]
    unit = desk.config.gazetteer.at_level("tps")[0].code if form.unit_level == "tps" else "16.72.01"
    column, other = ("suara_sah", "pemilih_dpt_j") if form_id == "pungut_hitung" else ("tingkat", "uraian")
    values: list[Any] = [0, 7] if form_id == "pungut_hitung" else ["berat", "ringan"]
    rest = {other: 5 if form_id == "pungut_hitung" else "uraian"}
    seen = [said_with(desk, form, unit, {**rest, column: said}) for said in (*values, *STATES)]
    assert len(seen) == len(STATES) + 2
    for at, one in enumerate(seen):
        assert all(one != another for another in seen[at + 1 :])


def test_a_text_cell_refused_is_not_a_text_cell_left_blank(desk: Desk) -> None:
    form, unit = desk.config.forms["pungut_hitung"], desk.config.gazetteer.at_level("tps")[0].code
    blank = said_with(desk, form, unit, {"suara_sah": 1})
    refused = said_with(desk, form, unit, {"suara_sah": 1, "status_tps": CellState.TIDAK_DAPAT_DIAKSES})
    changed = {key for key in blank if blank[key] != refused[key]}
    assert changed == {"16.72/cells_tidak_diisi", "16.72/cells_tidak_dapat_diakses"}


def test_zero_adds_nothing_and_still_counts(desk: Desk) -> None:
    form, unit = desk.config.forms["pungut_hitung"], desk.config.gazetteer.at_level("tps")[0].code
    zero = said_with(desk, form, unit, {"pemilih_dpt_j": 5, "suara_sah": 0})
    blank = said_with(desk, form, unit, {"pemilih_dpt_j": 5})
    assert zero["16.72/sum_suara_sah"] == (0, 0, 1, 0, None)
    assert blank["16.72/sum_suara_sah"] == (None, 0, 0, None, None)
    assert (zero["16.72/filled_suara_sah"][1], blank["16.72/filled_suara_sah"][1]) == (1, 0)


def test_a_row_without_a_bin_stops_everything(desk: Desk) -> None:
    form, unit = desk.config.forms["pungut_hitung"], desk.config.gazetteer.at_level("tps")[0].code
    with trying(desk) as session:
        put(desk, session, 1, form, [PlainRow(unit, {"suara_sah": 1}, bins=())])
        with pytest.raises(PublicationBlocked, match="P01"):
            agreement.agreed_figures(desk, session, slot_of(desk), CUT_OFF)


def test_a_row_outside_the_city_is_not_lost_in_silence(desk: Desk) -> None:
    form = desk.config.forms["pungut_hitung"]
    with trying(desk) as session:
        put(desk, session, 1, form, [PlainRow("1603010001001", {"suara_sah": 1}, area="16.03.01.1001")])
        with pytest.raises(PublicationBlocked, match="P01"):
            agreement.agreed_figures(desk, session, slot_of(desk), CUT_OFF)


def test_one_station_accepted_twice_stops_everything(desk: Desk) -> None:
    form, unit = desk.config.forms["pungut_hitung"], desk.config.gazetteer.at_level("tps")[0].code
    with trying(desk) as session:
        put(desk, session, 1, form, [PlainRow(unit, {"suara_sah": 1})])
        put(desk, session, 2, form, [PlainRow(unit, {"suara_sah": 2})])
        with pytest.raises(PublicationBlocked, match="P11"):
            agreement.agreed_figures(desk, session, slot_of(desk), CUT_OFF)


def test_an_unknown_unit_is_counted_where_its_sender_belongs(desk: Desk) -> None:
    """L32: a name nobody knows is held and counted, never dropped."""
    form = desk.config.forms["pungut_hitung"]
    held = ((Bin.HELD, slot_of(desk).cut_off_at - slot_of(desk).cut_off_at),)
    with trying(desk) as session:
        put(desk, session, 1, form, [PlainRow("Pagaralam Utr", {"suara_sah": 1}, held)])
        found = agreement.agreed_figures(desk, session, slot_of(desk), CUT_OFF)
    assert [found[f"{code}/rows_held"].k for code in ("16.72", "16.72.01", "16.72.02")] == [1, 1, 0]
    assert found["16.72/sum_suara_sah"].value is None


def test_more_users_than_voters_is_refused_not_clipped(desk: Desk) -> None:
    """L08: rules hold such a row; should one be accepted all the same, no report says 100 % of it."""
    form, unit = desk.config.forms["pungut_hitung"], desk.config.gazetteer.at_level("tps")[0].code
    crowd = {"pengguna_total_j": 301, "pemilih_dpt_j": 300, "pengguna_dptb_j": 0, "pengguna_dpk_j": 0}
    with trying(desk) as session:
        put(desk, session, 1, form, [PlainRow(unit, crowd)])
        with pytest.raises(PublicationBlocked, match="P05"):
            agreement.agreed_figures(desk, session, slot_of(desk), CUT_OFF)
    full = said_with(desk, form, unit, {**crowd, "pengguna_total_j": 300})
    assert full["16.72/turnout"][0] == 1


SOUND = Figure("tps_late", "16.72", "", "TPS", 3, 3, 10, 10)
SHARE = Figure("turnout", "16.72", "", "", Fraction(1, 2), 5, 3, 10, 10)


@pytest.mark.parametrize(
    ("figure", "change"),
    [
        (SOUND, {"k": 11, "value": 11}),
        (SOUND, {"n": 11}),
        (SOUND, {"k": -1, "value": -1}),
        (SHARE, {"value": Fraction(11, 10), "k": 11}),
        (SHARE, {"value": Fraction(-1, 10), "k": -1}),
        (SHARE, {"n": 11}),
    ],
)
def test_no_count_exceeds_what_it_is_a_part_of(figure: Figure, change: dict[str, Any]) -> None:
    figures.refuse_impossible([figure])
    with pytest.raises(PublicationBlocked, match="P05"):
        figures.refuse_impossible([replace(figure, **change)])
