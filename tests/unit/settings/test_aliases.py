"""Other spellings of place names: certain ones only, each for one area."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jujur.domain.errors import ConfigurationError
from jujur.settings.desk import DeskConfig


def test_spellings_belong_to_official_codes(desk: DeskConfig) -> None:
    assert desk.places.gazetteer is desk.gazetteer
    assert "Pagaralam Utr" in desk.places.aliases["16.72.01"]
    assert "Pagaralam" in desk.places.aliases["16.72.01.1005"]
    assert all(desk.gazetteer.get(code) for code in desk.places.aliases)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("16.72.03,Dempo Utr", "16.72.99,Dempo Utr", r"aliases\.csv.*16\.72\.99"),
        ("16.72.03,Dempo Utr", "16.72.03,-", r"aliases\.csv.*16\.72\.03"),
        ("16.72.03,Dempo Utr", "1672011001001,satu", r"aliases\.csv.*1672011001001"),
        ("16.72.04,Dempo Sel", "16.72.04,DEMPO  UTR.", r"aliases\.csv.*16\.72\.03 dan 16\.72\.04"),
        ("16.72.04,Dempo Sel", "16.72.04,Dempo Tengah", r"aliases\.csv.*ganda"),
        ("kode,ejaan", "kode,nama", r"aliases\.csv.*kolom"),
    ],
)
def test_a_spelling_that_is_not_certain_is_refused(
    load: Callable[..., DeskConfig], old: str, new: str, told: str
) -> None:
    with pytest.raises(ConfigurationError, match=told):
        load("pagar-alam/aliases.csv", old, new)


def test_one_spelling_may_serve_areas_of_different_levels_or_parents(load: Callable[..., DeskConfig]) -> None:
    desk = load(
        "pagar-alam/aliases.csv", "16.72.03,Dempo Utr\n", "16.72.03,Dempo Utr\n16.72.03.1006,Pagaralam\n"
    )
    assert "Pagaralam" in desk.places.aliases["16.72.03.1006"]
