"""The verifier's calculator against the desk's, on whatever may be received, through the very tables that travel (P34, P36)."""

from __future__ import annotations

import csv
import io
import json
import operator
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.days import DUE, start_desk
from tests.golden.report_world import world
from tests.plain_rows import OPENINGS, PlainRow, put, slot_of, trying

from jujur.domain.areas import Area
from jujur.domain.cells import CellState
from jujur.domain.errors import PublicationBlocked
from jujur.domain.findings import Bin
from jujur.domain.reports import ReportContent
from jujur.operations import known
from jujur.operations.desk import Desk, open_desk
from jujur.operations.enclosing import with_enclosures
from jujur.verifier.recount import Tables, recount

COUNTS = ("pengguna_total_j", "pemilih_dpt_j", "pengguna_dptb_j", "pengguna_dpk_j", "suara_sah")
BLANKS = (CellState.TIDAK_DIISI, CellState.TIDAK_BERLAKU, CellState.TIDAK_TAHU, CellState.DITAHAN)
said = st.one_of(st.integers(0, 300), st.sampled_from(BLANKS))
minutes = st.integers(-60, 90).map(lambda n: timedelta(minutes=n))
rows = st.tuples(
    st.integers(0, 40),
    st.builds(operator.or_, st.dictionaries(st.sampled_from(COUNTS), said), OPENINGS),
    st.sampled_from(list(Bin)),
)
files = st.lists(st.tuples(minutes, st.lists(rows, max_size=5)), max_size=3)
events = st.lists(
    st.tuples(minutes, st.integers(1, 5), st.booleans(), st.sampled_from(list(Bin))), max_size=3
)


@pytest.fixture(scope="module")
def empty_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUJUR_HOME", str(tmp_path_factory.mktemp("empty") / "home"))
        patch.setenv("JUJUR_CODE_VERSION", "uji")
        start_desk()
        with open_desk() as desk:
            yield desk


def content_of(desk: Desk, area: Area, as_of: Any) -> ReportContent:
    """As much of an edition of an area as its tables are made from."""
    slot, base = slot_of(desk), world()
    edition = replace(
        base.edition,
        kind=slot.kind,
        area_code=area.code,
        period=slot.period,
        as_of=as_of,
        release_at=slot.release_at,
    )
    gazetteer = desk.config.gazetteer
    return replace(
        base,
        edition=edition,
        area=area,
        children=gazetteer.children(area.code),
        results_gate=desk.config.results_gate,
        sources=(),
        changes=(),
        decisions=(),
    )


def tables_of(content: ReportContent) -> Tables:
    held = {one.name: one.content.decode() for one in content.enclosures}

    def table(name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(held[name], newline="")))

    levels = {area.code: area.level for area in (content.area, *content.children)}
    return Tables(
        table("data.csv"), table("files.csv"), table("frame.csv"), json.loads(held["method.json"]), levels
    )


@given(files, events, minutes, st.sampled_from(["16.72", "16.72.01"]))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_tables_give_every_figure_whatever_was_received(
    empty_desk: Desk, files: Any, events: Any, cut: timedelta, area_code: str
) -> None:
    desk, number = empty_desk, 0
    codes = [area.code for area in desk.config.gazetteer.at_level("tps")]
    main, incident = desk.config.forms["pungut_hitung"], desk.config.forms["kejadian"]
    area, as_of = desk.config.gazetteer[area_code], DUE + cut
    with trying(desk) as session:
        for late, some in files:
            number += 1
            plain = []
            for which, cells, bin_ in some:
                listed = cells.get("pemilih_dpt_j")
                more = {"pemilih_dpt_j": listed + 300} if isinstance(listed, int) else {}
                plain.append(PlainRow(codes[which * 12], {**cells, **more}, [(bin_, timedelta())]))
            put(desk, session, number, main, plain, at=DUE + late)
        for late, kecamatan, is_nil, bin_ in events:
            number += 1
            code = f"16.72.{kecamatan:02d}"
            found = [] if is_nil else [PlainRow(code, {"tingkat": "berat"}, [(bin_, timedelta())], code)]
            put(desk, session, number, incident, found, area=code, at=DUE + late, is_nil=is_nil)
        try:
            first = known.compute_all(desk, session, slot_of(desk), as_of)
        except PublicationBlocked as error:
            if "terhitung dua kali" not in str(error):
                raise
            return  # one TPS twice (P11): there is no answer to agree on
        content = with_enclosures(desk, session, content_of(desk, area, as_of))
    again = recount(tables_of(content))
    due = known.printable(
        desk.config.results_gate,
        known.figures_of_area(desk, first, area_code),
        content.edition,
        main.withheld,
    )
    assert again.keys() == due.keys()
    for key, figure in due.items():
        found_parts = tuple(getattr(again[key], part) for part in ("value", "k", "n", "N", "denominator"))
        assert found_parts == (figure.value, figure.k, figure.n, figure.N, figure.denominator), key
        assert (again[key].lower, again[key].upper, again[key].seal) == (
            figure.lower,
            figure.upper,
            figure.rows_digest,
        ), key


def test_before_the_legal_hour_no_column_of_results_travels(empty_desk: Desk) -> None:
    """P19: what may not be printed is not inside the file either."""
    gate = empty_desk.config.results_gate
    content = content_of(empty_desk, empty_desk.config.gazetteer["16.72"], DUE)
    early = replace(content, edition=replace(content.edition, as_of=gate.opens_at - timedelta(seconds=1)))
    with trying(empty_desk) as session:
        put(
            empty_desk,
            session,
            1,
            empty_desk.config.forms["pungut_hitung"],
            [PlainRow("1672011001001", {"suara_sah": 77777})],
            at=gate.opens_at - timedelta(hours=1),
        )
        closed, opened = (with_enclosures(empty_desk, session, one).enclosures for one in (early, content))
    data, late_data = (
        next(one.content for one in some if one.name == "data.csv") for some in (closed, opened)
    )
    columns = [text.split(b"\n")[0].split(b",") for text in (data, late_data)]
    assert [[b"suara_sah" in names, b"pemilih_dpt_j" in names] for names in columns] == [
        [False, True],
        [True, True],
    ]
    assert b"77777" in late_data
    assert b"77777" not in data


def test_counts_of_persons_with_a_disability_travel_neither_as_values_nor_as_sums(empty_desk: Desk) -> None:
    """P43: one voter with a disability at a station is a person whom neighbours know."""
    form, city = empty_desk.config.forms["pungut_hitung"], empty_desk.config.gazetteer["16.72"]
    content = content_of(empty_desk, city, DUE)
    with trying(empty_desk) as session:
        cells = {"pengguna_disabilitas_j": 55555, "pengguna_dpt_j": 44444}
        put(empty_desk, session, 3, form, [PlainRow("1672011001001", cells)], at=DUE)
        computed = known.compute_all(empty_desk, session, slot_of(empty_desk), DUE)
        enclosed = with_enclosures(empty_desk, session, content).enclosures
    assert computed["16.72/sum_pengguna_disabilitas_j"].k == 55555
    said = known.printable(content.results_gate, computed, content.edition, form.withheld)
    assert not [key for key in said if "disabilitas" in key]
    whole = b"".join(one.content for one in enclosed)
    assert b"44444" in whole
    assert b"55555" not in whole
    assert json.loads(next(one.content for one in enclosed if one.name == "method.json"))["withheld"] == [
        "pemilih_disabilitas_j",
        *(f"pengguna_disabilitas_{sex}" for sex in "lpj"),
    ]


def test_no_cell_is_a_formula_and_no_free_text_travels(empty_desk: Desk) -> None:
    """What a sender typed is not there; what a spreadsheet would calculate is quoted (P43)."""
    from jujur.operations.enclosing import _cell

    assert [_cell(text) for text in ("=1+1", "+1", "-1", "@x", "\tx", "TPS", 5, None)] == [
        *("'=1+1", "'+1", "'-1", "'@x", "'\tx", "TPS", "5", ""),
    ]
    content = content_of(empty_desk, empty_desk.config.gazetteer["16.72"], DUE)
    with trying(empty_desk) as session:
        cells = {"tingkat": "berat", "uraian": "Bapak Rekaan", "tindak_lanjut": "telepon Rekaan"}
        form = empty_desk.config.forms["kejadian"]
        put(empty_desk, session, 2, form, [PlainRow("16.72.01", cells, area="16.72.01")], at=DUE)
        enclosed = with_enclosures(empty_desk, session, content).enclosures
    whole = b"".join(one.content for one in enclosed)
    assert b"berat" in whole
    assert b"Rekaan" not in whole
