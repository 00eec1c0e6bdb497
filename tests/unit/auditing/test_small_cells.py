"""No count of persons with a disability leaves the desk: not as a figure, a change, a cell or a column (P43)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.golden.editions import content
from tests.golden.report_world import changes

from jujur.auditing.privacy import small_cells
from jujur.domain.reports import ReportContent

BASE = content("final report of a kecamatan")
SMALL = "sum_pengguna_disabilitas_l"


def with_figure(name: str) -> ReportContent:
    one = replace(BASE.figures["16.72.01/sum_suara_sah"], name=name)
    return replace(BASE, figures={**BASE.figures, one.key: one})


def test_an_honest_edition_holds_none() -> None:
    assert list(small_cells(BASE, {"lampiran data.csv": "form_id,row_id,suara_sah\nx"})) == []


@pytest.mark.parametrize(
    "forged",
    [
        with_figure(SMALL),
        with_figure(SMALL.replace("sum_", "filled_")),
        replace(BASE, changes=(replace(changes(BASE)[1], key=f"16.72.01/{SMALL}"),)),
        replace(BASE, units=(replace(BASE.units[0], values={"pengguna_disabilitas_l": 1}), *BASE.units[1:])),
        replace(with_figure("sum_tinggi_badan"), withheld=("tinggi_badan",)),
    ],
)
def test_each_way_out_is_watched(forged: ReportContent) -> None:
    assert any("(P43)" in found for found in small_cells(forged, {}))


def test_the_attached_rows_are_watched_by_their_header() -> None:
    header = "form_id,row_id,pengguna_disabilitas_l\n"
    assert any("lampiran data.csv" in found for found in small_cells(BASE, {"lampiran data.csv": header}))
