"""Controlled sentences (P12, P14; L07, L16): what cannot be known cannot be said, in any pattern of absence."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from tests.golden.report_world import AREAS, CITY, COMPLETE, world

from jujur.auditing import audit_words
from jujur.auditing.claims import WORDING, crooked_claims
from jujur.auditing.spelling import spell_figure
from jujur.domain.claims import Claim, FigurePart
from jujur.domain.errors import PublicationBlocked
from jujur.domain.figures import Figure
from jujur.figures import claims_of, say
from jujur.figures.sentences import BY_ID, CATALOGUE, OF_A_WEEK, Sentence

BASE = world(tallies=COMPLETE, is_open=True, with_incidents=False)
KECAMATAN = AREAS.children(CITY)
PATTERNS = list(product((True, False), repeat=len(KECAMATAN)))


def figures_with(heard: tuple[bool, ...]) -> dict[str, Figure]:
    """A day without one reported incident, on which only some kecamatan sent their form."""
    known = dict(BASE.figures)
    counts = {CITY: sum(heard)} | {area.code: int(here) for area, here in zip(KECAMATAN, heard, strict=True)}
    for code, n in counts.items():
        form = known[f"{code}/incident_forms"]
        known[form.key] = replace(form, value=n, k=n, n=n)
    return known


def text(claim: Claim, known: dict[str, Figure]) -> str:
    return "".join(
        part if isinstance(part, str) else str(spell_figure(known[part.key], part.part))
        for part in claim.parts
    )


@pytest.mark.parametrize("heard", PATTERNS)
def test_no_pattern_of_absence_lets_anybody_say_that_nothing_happened(heard: tuple[bool, ...]) -> None:
    known = figures_with(heard)
    said = [text(claim, known) for claim in claims_of((AREAS[CITY], *KECAMATAN), known, 30)]
    assert not any(audit_words(sentence, (), "kalimat") for sentence in said)
    (city,) = (sentence for sentence in said if f"oleh {sum(heard)} dari 5 kecamatan" in sentence)
    assert city.startswith("0 insiden dilaporkan")
    assert (f"belum mengirim formulir ({5 - sum(heard)}) tidak diketahui" in city) is (not all(heard))


def test_the_sentence_without_a_qualifier_cannot_be_said_while_a_form_is_missing() -> None:
    known = figures_with((True, True, False, True, True))
    with pytest.raises(PublicationBlocked, match="insiden"):
        say("insiden", AREAS[CITY], known, 30)
    assert say("insiden_sebagian", AREAS[CITY], known, 30).id == "insiden_sebagian"
    with pytest.raises(PublicationBlocked):
        say("insiden_sebagian", AREAS[CITY], figures_with((True,) * 5), 30)


def test_there_are_no_free_sentences() -> None:
    with pytest.raises(PublicationBlocked):
        say("kota kondusif", AREAS[CITY], dict(BASE.figures), 30)


def test_a_small_denominator_has_a_sentence_without_percent() -> None:
    assert {claim.id for claim in claims_of((AREAS[CITY],), BASE.figures, 30)} >= {"cakupan"}
    assert {claim.id for claim in claims_of((AREAS[CITY],), BASE.figures, 495)} >= {"cakupan_tanpa_persen"}


def test_both_rooms_word_every_sentence_alike() -> None:
    ours = {
        one.id: one.text.replace("{", "[").replace("}", "]").replace(":", "#")
        for one in (*CATALOGUE, *OF_A_WEEK)
    }
    theirs = {claim_id: words.replace(":", "#") for claim_id, words in WORDING.items()}
    assert ours == theirs


@pytest.mark.parametrize(
    ("lie", "alarm"),
    [
        (lambda claims: claims[1:], "seharusnya"),
        (lambda claims: (*claims, claims[0]), "seharusnya"),
        (
            lambda claims: (replace(claims[0], parts=("Kota dalam keadaan baik.",)), *claims[1:]),
            "bukan kalimat terkendali",
        ),
        (
            lambda claims: (
                replace(claims[0], parts=(FigurePart("16.72.01/coverage", "k"), *claims[0].parts[1:])),
                *claims[1:],
            ),
            "bukan kalimat terkendali",
        ),
        (lambda claims: (replace(claims[0], id="insiden_sebagian"), *claims[1:]), "seharusnya"),
    ],
)
def test_a_claim_that_is_left_out_changed_or_swapped_is_found(lie, alarm) -> None:  # type: ignore[no-untyped-def]
    pages = [" ".join(text(claim, dict(BASE.figures)) for claim in BASE.claims)]
    assert crooked_claims(BASE, pages) == []
    assert any(alarm in problem for problem in crooked_claims(replace(BASE, claims=lie(BASE.claims)), pages))


def test_a_sentence_that_is_not_on_paper_is_found() -> None:
    assert any("tidak tercetak" in problem for problem in crooked_claims(BASE, ["halaman kosong"]))


def test_a_placeholder_that_names_no_part_means_the_value(monkeypatch: pytest.MonkeyPatch) -> None:
    short = Sentence("uji", "uji", "{coverage} atau {coverage:n}", lambda _named, _small: True)
    monkeypatch.setitem(BY_ID, "uji", short)
    key = f"{CITY}/coverage"
    assert say("uji", AREAS[CITY], BASE.figures, 30).parts == (
        FigurePart(key, "value"),
        " atau ",
        FigurePart(key, "n"),
    )
