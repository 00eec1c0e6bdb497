"""Bad news on page one, however much of it there is (P18, L17)."""

from dataclasses import replace

import pytest
from tests.golden.editions import ASSETS
from tests.golden.report_world import AREAS, CITY, DEMO, NOTHING, statuses, world

from jujur.auditing import audit, read_text
from jujur.auditing.laws import broken_laws
from jujur.auditing.presence import absent_words
from jujur.rendering import render

KECAMATAN = AREAS.children(CITY)
STATES = ("dilaporkan", "terverifikasi", "menunggu")
CATEGORIES = ("Logistik", "Listrik padam", "Intimidasi saksi", "Bencana alam")


def trouble(number, tallies):
    """A world with so many open severe incidents, spread over the kecamatan, one of them refuted besides."""
    base = world(tallies=tallies)
    first = base.incidents[0]
    found = [
        replace(
            first,
            id=f"I-{at + 1:03d}",
            kecamatan=KECAMATAN[at % 5],
            place=f"TPS {at + 3:03d} Kelurahan Gunung Dempo Makmur",
            category=CATEGORIES[at % 4],
            verification=STATES[at % 3],
            row_id=f"r{at}",
        )
        for at in range(number)
    ]
    found.append(replace(first, id="I-900", verification="tidak terbukti", row_id="r900"))
    known = dict(base.figures)
    for area in (base.area, *KECAMATAN):
        mine = [one for one in found if one.kecamatan == area or area == base.area]
        verified = sum(one.verification == "terverifikasi" for one in mine)
        refuted = sum(one.verification == "tidak terbukti" for one in mine)
        counts = {"reported": len(mine), "verified": verified, "refuted": refuted}
        counts |= {"pending": len(mine) - verified - refuted, "open_severe": len(mine) - refuted}
        for name, value in counts.items():
            figure = known[f"{area.code}/incidents_{name}"]
            known[figure.key] = replace(figure, value=value, k=value)
    return replace(base, incidents=tuple(found), figures=known, statuses=statuses(base.area, known))


@pytest.mark.parametrize(("number", "tallies"), [(0, DEMO), (3, DEMO), (5, DEMO), (6, DEMO), (12, NOTHING)])
def test_every_open_severe_incident_and_silent_kecamatan_is_on_page_one(number, tallies):
    about = trouble(number, tallies)
    made = render(about, ASSETS)
    assert audit(made.pdf, about) == []
    first = " ".join(read_text(made.pdf)[0].split())
    assert all(f"I-{at + 1:03d}" in first for at in range(number))
    assert "I-900" not in first
    assert first.count("tidak satu pun TPS melapor") == (5 if tallies is NOTHING else 0)


ABOUT = trouble(2, DEMO)
TOLD = (
    "Kotak Kejujuran I-001 Pagar Alam Utara, TPS 003 Kelurahan Gunung Dempo Makmur: Logistik, berat, dilaporkan "
    + "· " * 480
    + "I-002 Pagar Alam Selatan, TPS 004 Kelurahan Gunung Dempo Makmur: Listrik padam, berat, terverifikasi"
)


@pytest.mark.parametrize(
    "words", ["", "I-002", "Pagar Alam Selatan", "TPS 004 Kelurahan", "Listrik padam", "terverifikasi"]
)
def test_each_particular_of_an_incident_must_stand_beside_its_number(words):
    said = [
        problem
        for problem in absent_words(ABOUT, [TOLD.replace(words, "") if words else TOLD])
        if "I-0" in problem
    ]
    assert bool(said) is bool(words)


@pytest.mark.parametrize("state", ["verified", "refuted", "pending"])
def test_states_of_verification_are_never_mixed(state):
    """Reported is verified + refuted + not checked, as the list of incidents says (P17, P30, L19)."""
    assert broken_laws(ABOUT) == []
    key = f"{CITY}/incidents_{state}"
    figure = ABOUT.figures[key]
    lie = replace(ABOUT, figures={**ABOUT.figures, key: replace(figure, value=figure.k + 1, k=figure.k + 1)})
    assert any("bukan jumlah keadaannya" in problem for problem in broken_laws(lie))


def test_a_rumour_counted_as_a_fact_is_found():
    rumour = next(one for one in ABOUT.incidents if one.verification == "dilaporkan")
    listed = tuple(
        replace(one, verification="terverifikasi") if one is rumour else one for one in ABOUT.incidents
    )
    assert any("P17" in problem for problem in broken_laws(replace(ABOUT, incidents=listed)))
