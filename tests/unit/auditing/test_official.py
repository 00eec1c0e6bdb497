"""What is quoted of KPU and Bawaslu has source, form, day and its sentence; recommendations are those of the rules (P19)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.golden.editions import ASSETS, content, edition, forge_template
from tests.golden.quiet_world import quiet

from jujur.auditing import audit, read_text
from jujur.auditing.official import COUNTED, crooked_official
from jujur.auditing.recommendations import WORDING, crooked_recommendations
from jujur.auditing.results import early_results
from jujur.domain.official import INDICATORS
from jujur.domain.recommendations import Recommendation
from jujur.domain.reports import ReportContent
from jujur.figures import recommend
from jujur.figures.recommendations import RULES
from jujur.rendering import render

FINAL = "final report of a kecamatan"
ENGLISH = f"{FINAL}, in English"


@cache
def pages(name: str = FINAL) -> list[str]:
    return read_text(edition(name).pdf)


def whole(name: str = FINAL) -> str:
    return " ".join(" ".join(pages(name)).split())


def test_an_honest_comparison_passes_in_both_languages() -> None:
    assert audit(edition(FINAL).pdf, content(FINAL)) == []
    assert audit(edition(ENGLISH).pdf, content(ENGLISH), "en") == []
    quoted = content(FINAL).official or ()
    assert len(quoted) == 4
    for name, said in (
        (FINAL, ("Hasil resmi hanya oleh KPU.", "+376", "−8", "dicatat 2 kali", "belum dijelaskan")),
        (ENGLISH, ("Official results by KPU only.", "+376", "−8", "entered 2 times", "not explained yet")),
    ):
        assert all(one in whole(name) for one in said)


def test_nothing_entered_is_said_so() -> None:
    base = replace(content(FINAL), official=())
    base = replace(base, recommendations=recommend(base))
    pdf = render(base, ASSETS).pdf
    assert audit(pdf, base) == []
    text = " ".join(" ".join(read_text(pdf)).split())
    assert "Belum ada angka resmi KPU atau Bawaslu dalam catatan desk ini" in text
    assert "R-10" not in text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<b>Hasil resmi hanya oleh KPU.</b>", "", 'tanpa kalimat "Hasil resmi hanya oleh KPU."'),
        (
            '{{ quote(one.office, src("official", one.id, "office")) }}, ',
            "",
            "tanpa sumber, formulir, dan tanggal",
        ),
        ("{{ view.official_document(one) }}, ", "", "tanpa sumber, formulir, dan tanggal"),
        ("{{ view.official_day(one) }}", "-", "published_at#date"),
        ("{{ parts(view.official_difference(one)) }}", "-", "/difference"),
        ("{{ view.official_explanation(one) }}", "-", "penjelasan selisih"),
        ("{{ view.official_value(one) }}", "{{ fig(one.area_code, one.figure) }}", "/value"),
        ("{% if view.official_entries(one) %}", "{% if false %}", "/entries"),
    ],
)
def test_a_template_that_leaves_part_of_a_quotation_out_is_caught(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    pdf = forge_template(tmp_path, "sections/official.html.j2", old, new, FINAL)
    assert any(said in found for found in audit(pdf, content(FINAL)))


def quoted(**changes: Any) -> ReportContent:
    base = content(FINAL)
    first, *rest = base.official or ()
    return replace(base, official=(replace(first, **changes), *rest))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"office": "BPS"}, "boleh dikutip (P19)"),
        ({"indicator": "suara_paslon"}, "boleh dikutip (P19)"),
        ({"area_code": "16.71"}, "boleh dikutip (P19)"),
        ({"document": " "}, "tanpa formulir"),
        ({"value": -1}, "tanpa formulir"),
        ({"entered_at": content(FINAL).edition.as_of + timedelta(seconds=1)}, "belum diketahui"),
        ({"published_at": content(FINAL).edition.as_of}, "belum diketahui"),
    ],
)
def test_what_may_not_be_quoted_is_caught(changes: dict[str, Any], said: str) -> None:
    assert list(crooked_official(content(FINAL), pages())) == []
    assert any(said in found for found in crooked_official(quoted(**changes), pages()))


def test_votes_are_quoted_from_the_legal_hour_on_only() -> None:
    base = content(FINAL)
    gate = base.results_gate
    assert gate is not None
    early = replace(
        base,
        figures={},
        comparisons=(),
        results_gate=replace(gate, opens_at=base.edition.as_of + timedelta(minutes=1)),
    )
    facts: dict[str, Any] = {"printed": [], "furniture": [], "spoken": [], "figures": {}}
    assert [found for found in early_results(early, facts) if "16.72.01/sum_suara_total" in found]
    assert early_results(replace(early, official=()), facts) == []


def test_a_difference_that_is_printed_away_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """A press that prints every difference as none, and says so in its facts."""
    monkeypatch.setattr("jujur.rendering.official.spans.signed", lambda _: "0")
    found = audit(render(content(FINAL), ASSETS).pdf, content(FINAL))
    assert any("'0' dicetak untuk official/16.72.01/suara_total/KPU/difference" in one for one in found)


# Recommendations


def test_the_auditor_knows_every_rule_and_indicator_itself() -> None:
    assert list(WORDING) == [rule.id for rule in RULES]
    assert COUNTED == INDICATORS


def test_where_no_rule_fires_the_section_says_so_without_praise() -> None:
    base = replace(quiet("16.72.01"), recommendations=())
    text = " ".join(" ".join(read_text(render(base, ASSETS).pdf)).split())
    assert "Tidak satu pun aturan rekomendasi terpenuhi oleh fakta laporan ini. Itu bukan pujian" in text
    assert list(crooked_recommendations(base, [text])) == []


def advised(*made: Recommendation) -> ReportContent:
    return replace(content(FINAL), recommendations=made)


def test_recommendations_left_out_added_reworded_or_unprinted_are_caught() -> None:
    base = content(FINAL)
    first, *rest = base.recommendations or ()
    assert list(crooked_recommendations(base, pages())) == []
    rosy = replace(first, advice="pertahankan hasil yang baik ini")
    for forged, said in (
        (advised(*rest), "seharusnya"),
        (advised(first, first, *rest), "seharusnya"),
        (advised(rosy, *rest), "bukan kalimat terkendali"),
        (advised(replace(first, office="Ketua KPU"), *rest), "bukan kalimat terkendali"),
        (advised(replace(first, because=("semua baik",)), *rest), "bukan kalimat terkendali"),
        (advised(), "seharusnya"),
    ):
        assert any(said in found for found in crooked_recommendations(forged, pages())), said
    assert any("tidak tercetak" in found for found in crooked_recommendations(base, ["kosong"]))


def test_a_template_that_drops_a_recommendation_is_caught(tmp_path: Path) -> None:
    pdf = forge_template(
        tmp_path,
        "sections/recommendations.html.j2",
        "{% for one in c.recommendations %}",
        "{% for one in c.recommendations[:1] %}",
        FINAL,
    )
    assert any("rekomendasi" in found for found in audit(pdf, content(FINAL)))
