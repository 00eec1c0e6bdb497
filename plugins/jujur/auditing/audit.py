"""The audit of a finished PDF against the content that it was made from (P15, P46). Every check runs; nothing is assumed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from pikepdf import PdfError
from pypdfium2 import PdfiumError

from jujur.auditing.annexes import crooked_annexes
from jujur.auditing.axis import crooked_axis
from jujur.auditing.bars import crooked_bars
from jujur.auditing.carried import carried_by
from jujur.auditing.checks import Checked, result_of
from jujur.auditing.claims import crooked_claims
from jujur.auditing.enclosed import crooked_enclosures
from jujur.auditing.exchange import body_digest, figure_to_json
from jujur.auditing.figures_in_words import unsourced_words
from jujur.auditing.followups import followup_texts, lost_followups
from jujur.auditing.language import read_language, reading_in
from jujur.auditing.laws import broken_laws
from jujur.auditing.nearness import distant_qualifiers
from jujur.auditing.numerals import unresolved
from jujur.auditing.official import crooked_official, official_texts
from jujur.auditing.openings import crooked_openings
from jujur.auditing.overlaps import overlapping_text
from jujur.auditing.patches import crooked_patches
from jujur.auditing.percents import lonely_percents
from jujur.auditing.places import audit_places
from jujur.auditing.presence import absent_facts, absent_words
from jujur.auditing.privacy import private_insides, private_pages
from jujur.auditing.promises import broken_promises
from jujur.auditing.reading import flowing, read_attached, read_facts, read_text
from jujur.auditing.recommendations import crooked_recommendations, recommendation_texts
from jujur.auditing.results import early_results, quoted_rows
from jujur.auditing.sources import Sources
from jujur.auditing.spoken import unresolved_alternatives
from jujur.auditing.standing import crooked_statuses
from jujur.auditing.structures import hidden_structures
from jujur.auditing.sums import crooked_sums
from jujur.auditing.tagging import untold_structures
from jujur.auditing.visibility import read_sheets, unseen_text
from jujur.auditing.weeks import lost_from_week, week_texts
from jujur.auditing.wording import audit_words
from jujur.domain.audits import AuditResult
from jujur.domain.errors import AuditFailed
from jujur.domain.languages import PREVAILING, Language
from jujur.domain.reports import ReportContent

LAWS = ("P30", "P01", "P02", "P03", "P04", "P05", "P08", "P09", "P17", "P42")
# What must be on paper: bins, areas, unknowns, acts, refusals, changes, frames, comparisons, marks, heads.
MUST_SHOW = (
    *("P15", "P01", "P02", "P03", "P08", "P09", "P10", "P14", "P17", "P21"),
    *("P25", "P28", "P37", "P38", "P42", "P44", "P45"),
)
# The gate for words: calm, nothing, trends, freshness, wholeness, results, private numbers, unfilled templates.
WORDS = ("P12", "P14", "P16", "P19", "P21", "P23", "P43", "P33")


def audit(pdf: bytes, content: ReportContent, language: Language = PREVAILING) -> list[str]:
    """Discrepancies between page, embedded facts and content, as Indonesian sentences; [] means honest."""
    return list(examine(pdf, content, language).discrepancies)


def examine(pdf: bytes, content: ReportContent, language: Language = PREVAILING) -> AuditResult:
    """Everything that was looked at in a finished PDF of ``language``, property by property (P46, P48).

    A PDF that cannot be read at all is one discrepancy, never an exception: the caller must not mistake a crash for a pass.
    Figures that break a law are not looked for on paper: what depends on them stays "tidak diuji".
    """
    with reading_in(language):
        return _examined(pdf, content)


def _examined(pdf: bytes, content: ReportContent) -> AuditResult:
    try:
        facts = read_facts(pdf)
        pages = read_text(pdf)
        missing = {"figures", "printed", "furniture", "spoken", "digest"} - set(facts)
        if missing:
            return _unreadable(f"figures.json tidak memuat {', '.join(sorted(missing))}")
    except (AuditFailed, PdfError, PdfiumError, ValueError, OSError) as error:
        return _unreadable(f"PDF tidak dapat dibaca kembali: {error}")
    laws = Checked(LAWS, (*broken_laws(content), *crooked_openings(content), *crooked_annexes(content)))
    if laws.found:
        return result_of([laws])
    return result_of(
        [laws, Checked(("P36",), tuple(_facts(facts, content))), *_pages(pdf, pages, facts, content)]
    )


def _unreadable(sentence: str) -> AuditResult:
    return result_of([Checked(("P15",), (sentence,))])


def _facts(facts: dict[str, Any], content: ReportContent) -> list[str]:
    truth = {key: figure_to_json(figure) for key, figure in content.figures.items()}
    carried = facts["figures"]
    problems = [
        f"angka {key} di lampiran tidak sama dengan catatan"
        for key in sorted(truth)
        if carried.get(key) != truth[key]
    ]
    problems += [
        f"lampiran memuat angka yang tidak dikenal: {key}" for key in sorted(set(carried) - set(truth))
    ]
    if body_digest(facts) != facts["digest"]:
        problems.append("sidik data di lampiran tidak cocok dengan isinya")
    if facts.get("language", PREVAILING) != read_language():
        problems.append("bahasa terbitan di lampiran bukan bahasa yang diperiksa")
    identity, edition = facts.get("identity", {}), content.edition
    for name in (
        "number",
        "revision",
        "kind",
        "frame_digest",
        "config_digest",
        "ledger_head",
        "former_head",
        "code_version",
    ):
        if identity.get(name) != getattr(edition, name):
            problems.append(f"identitas terbitan di lampiran berbeda: {name}")
    if identity.get("replaces") != (asdict(content.replaces) if content.replaces else None):
        problems.append("terbitan yang digantikan menurut lampiran bukan yang digantikan menurut catatan")
    statuses = [[one.area_code, one.status.value, one.rule, list(one.reasons)] for one in content.statuses]
    carried_statuses = [
        [one["area"], one["status"], one["rule"], one["reasons"]] for one in facts.get("statuses", [])
    ]
    return problems + (["simpulan di lampiran berbeda dari catatan"] if statuses != carried_statuses else [])


def _pages(pdf: bytes, pages: list[str], facts: dict[str, Any], content: ReportContent) -> Iterator[Checked]:
    """Every check of the finished pages, each with the properties that it looks at."""
    more = [*followup_texts(content), *week_texts(content)]
    more += [*official_texts(content), *recommendation_texts(content)]
    sources, carried = Sources(content, facts, more), carried_by(content)
    inks = [*facts["printed"], *facts["furniture"], *facts["spoken"]]
    yield _checked(
        ("P15", "P06", "P16"), (found for text, fact in inks if (found := sources.problem(text, fact)))
    )
    yield _checked(("P19",), early_results(content, facts))
    yield _checked(("P19", "P36"), quoted_rows(content, read_attached(pdf, "data.csv")))
    yield _checked(("P12",), crooked_statuses(content))
    yield _checked(MUST_SHOW, absent_facts(content, facts))
    yield _checked(("P12", "P14"), crooked_claims(content, pages))
    yield _checked(("P10", "P15"), lost_followups(content, pages))
    yield _checked(("P19", "P15"), crooked_official(content, pages))
    yield _checked(("P12", "P15"), crooked_recommendations(content, pages))
    yield _checked(("P10", "P15", "P17", "P18"), lost_from_week(content, pages))
    yield _checked(("P48",), broken_promises(content, pages, facts))
    yield _checked(("P15",), unresolved(pages, facts))
    yield _checked(("P15", "P16", "P21"), unsourced_words(pages, facts, content))
    yield _checked(("P32", "P04"), distant_qualifiers(content, pages, facts))
    children = [area.code for area in content.children]
    yield _checked(("P30", "P01"), crooked_sums(facts, content.area.code, children))
    yield _checked(("P15", "P47"), unresolved_alternatives(pdf, facts))
    yield _checked(("P27", "P02", "P14", "P18", "P37"), absent_words(content, pages))
    for at, page in enumerate(pages, 1):
        yield _checked(WORDS, audit_words(page, content.statuses, f"halaman {at}", carried))
        yield _checked(
            ("P04", "P06"),
            (f"halaman {at}: {found}" for found in lonely_percents(flowing(page), content, facts)),
        )
    yield _checked(("P33",), audit_places("\n".join(pages), content))
    sheets = read_sheets(pdf)
    yield _checked(("P32",), (found for sheet in sheets for found in unseen_text(sheet)))
    yield _checked(("P32",), (found for sheet in sheets for found in overlapping_text(sheet)))
    yield _checked(("P31",), crooked_bars(content, sheets))
    yield _checked(("P31",), crooked_axis(content, sheets, pdf))
    yield _checked(("P31", "P02"), crooked_patches(content, sheets))
    yield _checked(("P32", "P36"), hidden_structures(pdf))
    yield _checked(("P36",), crooked_enclosures(pdf, facts, content))
    yield _checked(("P47",), untold_structures(pdf))
    yield _checked(("P43",), private_pages(pages, facts, content))
    yield _checked(("P43",), private_insides(pdf, content))


def _checked(properties: tuple[str, ...], found: Iterable[str]) -> Checked:
    return Checked(properties, tuple(found))
