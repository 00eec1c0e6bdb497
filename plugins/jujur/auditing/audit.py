"""The audit of a finished PDF against the content that it was made from (P15, P46). Every check runs; nothing is assumed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pikepdf import PdfError
from pypdfium2 import PdfiumError

from jujur.auditing.bars import crooked_bars
from jujur.auditing.carried import carried_by
from jujur.auditing.claims import crooked_claims
from jujur.auditing.exchange import body_digest, figure_to_json
from jujur.auditing.followups import followup_texts, lost_followups
from jujur.auditing.laws import broken_laws
from jujur.auditing.numerals import unresolved
from jujur.auditing.patches import crooked_patches
from jujur.auditing.percents import lonely_percents
from jujur.auditing.places import audit_places
from jujur.auditing.presence import absent_facts, absent_words
from jujur.auditing.promises import broken_promises
from jujur.auditing.reading import flowing, hidden_structures, read_facts, read_text
from jujur.auditing.results import early_results
from jujur.auditing.sources import Sources
from jujur.auditing.spoken import unresolved_alternatives
from jujur.auditing.standing import crooked_statuses
from jujur.auditing.visibility import read_sheets, unseen_text
from jujur.auditing.wording import audit_words
from jujur.domain.errors import AuditFailed
from jujur.domain.reports import ReportContent


def audit(pdf: bytes, content: ReportContent) -> list[str]:
    """Discrepancies between page, embedded facts and content, as Indonesian sentences; [] means honest.

    A PDF that cannot be read at all is one discrepancy, never an exception: the caller must not mistake a crash for a pass.
    """
    try:
        facts = read_facts(pdf)
        pages = read_text(pdf)
        missing = {"figures", "printed", "furniture", "spoken", "digest"} - set(facts)
        if missing:
            return [f"figures.json tidak memuat {', '.join(sorted(missing))}"]
    except (AuditFailed, PdfError, PdfiumError, ValueError, OSError) as error:
        return [f"PDF tidak dapat dibaca kembali: {error}"]
    if laws := broken_laws(content):
        return laws
    return _facts(facts, content) + _pages(pdf, pages, facts, content)


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


def _pages(pdf: bytes, pages: list[str], facts: dict[str, Any], content: ReportContent) -> list[str]:
    sources, carried = Sources(content, facts, followup_texts(content)), carried_by(content)
    inks = [*facts["printed"], *facts["furniture"], *facts["spoken"]]
    problems = [found for text, fact in inks if (found := sources.problem(text, fact))]
    problems += early_results(content, facts)
    problems += crooked_statuses(content)
    problems += absent_facts(content, facts)
    problems += crooked_claims(content, pages)
    problems += lost_followups(content, pages)
    problems += broken_promises(content, pages, facts)
    problems += unresolved(pages, facts)
    problems += unresolved_alternatives(pdf, facts)
    problems += absent_words(content, pages)
    for at, page in enumerate(pages, 1):
        problems += audit_words(page, content.statuses, f"halaman {at}", carried)
        problems += [f"halaman {at}: {found}" for found in lonely_percents(flowing(page), content, facts)]
    problems += audit_places("\n".join(pages), content)
    sheets = read_sheets(pdf)
    for sheet in sheets:
        problems += unseen_text(sheet)
    return (
        problems + crooked_bars(content, sheets) + crooked_patches(content, sheets) + hidden_structures(pdf)
    )
