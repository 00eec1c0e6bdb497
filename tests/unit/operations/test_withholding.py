"""What quotes a withheld column is replaced; what does not, stays word for word (P43)."""

from __future__ import annotations

import pytest
from tests.golden.report_world import CONFIG

from jujur.operations.withholding import HIDDEN, quotes_withheld, without_values, words_of
from jujur.settings.desk import load_desk

FORM = load_desk(CONFIG / "pagar-alam").forms["pungut_hitung"]


@pytest.mark.parametrize(
    ("text", "is_hidden"),
    [
        ("Pengguna hak pilih disabilitas Jumlah (3) tidak sama dengan L (1) + P (1)", True),
        ("pengguna_disabilitas_l 1 melebihi pengguna_total_l 0", True),
        ("Pemilih disabilitas terdaftar Jumlah (1)", True),
        ("Pengguna hak pilih DPT Jumlah (3) tidak sama dengan L (1) + P (1)", False),
    ],
)
def test_a_finding_about_a_withheld_column_is_known_by_its_words(text: str, is_hidden: bool) -> None:
    assert quotes_withheld(text, words_of(FORM)) is is_hidden


def test_an_act_says_that_it_set_such_a_cell_and_not_to_what() -> None:
    cell = {"before": {"state": "NILAI", "value": 1}, "after": {"state": "NILAI", "value": 2}}
    told = without_values(
        FORM.withheld, {"cells": {"pengguna_disabilitas_l": cell, "suara_sah": cell}, "new_row": "r"}
    )
    assert told["cells"]["pengguna_disabilitas_l"]["after"] == {"state": "NILAI", "value": HIDDEN}
    assert told["cells"]["pengguna_disabilitas_l"]["before"]["value"] == HIDDEN
    assert told["cells"]["suara_sah"] == cell
    assert told["new_row"] == "r"
    assert without_values(FORM.withheld, {"asked": {}}) == {"asked": {}}
