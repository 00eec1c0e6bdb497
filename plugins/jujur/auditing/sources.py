"""Every text that a fact may be printed as, derived from the content alone (P15): the auditor's own key to the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from jujur.auditing.accounts import account_instants, account_texts
from jujur.auditing.annexes import annex_instants, annex_texts
from jujur.auditing.openings import opening_instants, opening_texts, opening_units
from jujur.auditing.promises import promise_texts
from jujur.auditing.spelling import (
    expand_units,
    spell_figure,
    spell_instant,
    spell_integer,
    spell_limit,
    unit_numbers,
)
from jujur.auditing.wording import PRIVATE, UNFILLED, hides_words, kept_words
from jujur.domain.reports import HeldRow, Incident, ReportContent, SilentArea

MASK = "[…]"
Texts = dict[str, set[str]]


class Sources:
    """Answers whether a printed text is what its fact says."""

    def __init__(
        self, content: ReportContent, facts: Mapping[str, Any], more: Iterable[tuple[str, str]] = ()
    ) -> None:
        self._figures = content.figures
        self._small = content.small_denominator
        self._texts: Texts = {}
        for fact, text in [
            *_quotations(content),
            *_instants(content),
            *_counts(content, facts),
            *_digests(content, facts),
            *account_texts(content),
            *promise_texts(content),
            *opening_texts(content),
            *annex_texts(content),
            *more,
        ]:
            self._texts.setdefault(fact, set()).update({_flat(text), masked(text)})
        self._units = dict(_units(content))

    def problem(self, text: str, fact: str) -> str | None:
        """What is wrong with a printed fact, or None."""
        shown = _flat(text)
        if "#" in fact and fact.rpartition("#")[0] in self._figures:
            return self._figure_problem(shown, *fact.rsplit("#", 1))
        if fact in self._units:
            is_same = sorted(expand_units(shown)) == self._units[fact]
            return None if is_same else f"daftar TPS {shown} tidak sama dengan {fact}"
        if fact not in self._texts:
            return f"{shown!r} dicetak atas nama fakta yang tidak dikenal: {fact}"
        return (
            None
            if shown in self._texts[fact]
            else f"{shown!r} dicetak untuk {fact}, seharusnya {sorted(self._texts[fact])}"
        )

    def _figure_problem(self, shown: str, key: str, part: str) -> str | None:
        figure = self._figures[key]
        if part.startswith("percent") and (figure.denominator or 0) < self._small:
            return f"persen {key} dicetak padahal penyebutnya di bawah {self._small} (P06)"
        right = spell_figure(figure, part)
        return None if shown == right else f"{key} ({part}) tercetak {shown}, seharusnya {right}"


def _flat(text: str) -> str:
    return " ".join(text.split())


def masked(text: str) -> str:
    """Judgement words, private data and what looks unfilled in other people's text is replaced by the mark (P12, P33, P43)."""
    words = rf"(?<!\w)(?:{'|'.join(kept_words())})(?!\w)|{'|'.join(PRIVATE)}"
    shown = re.sub(words, MASK, re.sub(UNFILLED, MASK, _flat(text)), flags=re.IGNORECASE)
    return MASK if hides_words(shown) else shown


def quoted_texts(content: ReportContent) -> Iterator[str]:
    """Everything that the edition may print in somebody's words: reports, rules, reasons, offices, the letterhead."""
    yield from (text for _, text in _quotations(content))
    yield from (text for _, text in account_texts(content))


def _quotations(content: ReportContent) -> Iterator[tuple[str, str]]:
    edition, head = content.edition, content.letterhead
    for name in ("government", "desk", "address", "election"):
        yield f"letterhead/{name}", getattr(head, name)
    yield from (("identity/number", edition.number), ("identity/revision", f"R{edition.revision}"))
    yield from (("identity/code_version", edition.code_version), ("source_note", content.source_note))
    if content.timestamp:
        yield "timestamp/authority", content.timestamp.authority
    if content.replaces:
        yield "replaces/number", content.replaces.number
        yield "replaces/revision", f"R{content.replaces.revision}"
    yield "policy/coverage_threshold", spell_limit(content.coverage_threshold_percent)
    for status in content.statuses:
        yield f"status/{status.area_code}/rule", status.rule
        yield from (
            (f"status/{status.area_code}/reason/{at}", reason) for at, reason in enumerate(status.reasons)
        )
    for rule in content.rules:
        yield from ((f"rule/{rule.id}/id", rule.id), (f"rule/{rule.id}/statement", rule.statement))
    for row in content.held:
        yield from _held(row)
    for one in content.incidents:
        yield from _incident(one)
    for part in content.silent:
        yield from ((f"contact/{code}", part.contact_role) for code in (part.area.code, part.kecamatan.code))
        yield f"contact/{part.kecamatan.code}/role", part.contact_role
    for person in content.decisions:
        yield f"decision/{person.decision.act}/office", person.office
        yield f"decision/{person.decision.act}/reason", person.decision.reason
    for at, shift in enumerate(content.clock_shifts):
        yield f"clock_shift/{at}/reason", shift.reason


def _held(row: HeldRow) -> Iterator[tuple[str, str]]:
    yield f"held/{row.row_id}/unit", row.unit_label
    yield f"held/{row.row_id}/file", row.file_sha256[:8]
    yield f"held/{row.row_id}/sheet", row.sheet
    yield f"held/{row.row_id}/row_number", str(row.row_number)
    yield from ((f"rule/{rule}/id", rule) for rule in row.rule_ids)
    yield from ((f"held/{row.row_id}/reason/{at}", reason) for at, reason in enumerate(row.reasons))


def _incident(one: Incident) -> Iterator[tuple[str, str]]:
    for name in ("id", "place", "description", "follow_up", "how_known", "category"):
        yield f"incident/{one.id}/{name}", getattr(one, name)


def _instants(content: ReportContent) -> Iterator[tuple[str, str]]:
    edition = content.edition
    known: list[tuple[str, datetime | None]] = [
        ("edition/as_of", edition.as_of),
        ("edition/release_at", edition.release_at),
        ("edition/period/start", edition.period.starts_at),
        ("due_at", content.due_at),
        ("timestamp/stamped_at", content.timestamp.stamped_at if content.timestamp else None),
    ]
    known += [(f"incident/{one.id}/happened_at", one.happened_at) for one in content.incidents]
    known += [
        (f"decision/{one.decision.act}/decided_at", one.decision.decided_at) for one in content.decisions
    ]
    for at, shift in enumerate(content.clock_shifts):
        known += [(f"clock_shift/{at}/real", shift.made_at_real), (f"clock_shift/{at}/desk", shift.desk_time)]
    known += account_instants(content)
    known += opening_instants(content)
    known += annex_instants(content)
    for fact, value in known:
        if value is not None:
            yield from ((f"{fact}#{style}", text) for style, text in spell_instant(value).items())


def _counts(content: ReportContent, facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    heard = sum(content.figures[f"{area.code}/coverage"].k > 0 for area in content.children)
    listed = {
        fact.split("/")[1]
        for _, fact in facts["printed"]
        if fact.startswith("held/") and fact.endswith("/row_number")
    }
    counts = {
        "children/expected": len(content.children),
        "children/heard": heard,
        "manual_actions": content.manual_actions,
        "sources": len(content.sources),
        "policy/voters_per_tps_limit": content.voters_per_tps_limit,
        "policy/small_denominator": content.small_denominator,
        "held/unprinted": len(content.held) - len(listed),
        "rules/kept": sum(rule.rows == 0 for rule in content.rules),
        **{f"rules/{rule.id}/rows": rule.rows for rule in content.rules},
    }
    for name in (
        "received",
        "accepted",
        "held",
        "duplicate",
        "superseded",
        "out_of_scope",
        "used",
        "unused_empty",
    ):
        placed = sum(content.figures[f"{area.code}/rows_{name}"].k for area in content.children)
        counts[f"unplaced/rows_{name}"] = content.figures[f"{content.area.code}/rows_{name}"].k - placed
    for part in content.silent:
        counts |= _silent(part)
    yield from ((fact, spell_integer(value)) for fact, value in counts.items())
    ticks = {
        fact for _, fact in [*facts["printed"], *facts["spoken"]] if fact.startswith("chart/coverage/tick/")
    }
    yield from ((fact, spell_integer(int(fact.rsplit("/", 1)[1]))) for fact in ticks)


def _silent(part: SilentArea) -> dict[str, int]:
    base, empty, absent = (
        f"silent/{part.form_id}/{part.area.code}",
        len(part.empty_units),
        len(part.absent_units),
    )
    return {
        f"{base}/all": empty + absent,
        f"{base}/empty": empty,
        f"{base}/absent": absent,
        f"{base}/expected": part.expected,
    }


def _digests(content: ReportContent, facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    edition = content.edition
    known = {"digest": str(facts.get("digest", "")), "identity/frame_digest": edition.frame_digest}
    known |= {"identity/config_digest": edition.config_digest, "identity/ledger_head": edition.ledger_head}
    known |= {"identity/former_head": edition.former_head}
    known |= {"replaces/sha256": content.replaces.sha256[:8]} if content.replaces else {}
    for fact, text in known.items():
        yield from ((f"{fact}:{at // 8}", text[at : at + 8]) for at in range(0, len(text), 8))


def _units(content: ReportContent) -> Iterator[tuple[str, list[str]]]:
    for part in content.silent:
        base = f"silent/{part.form_id}/{part.area.code}"
        yield f"{base}/empty/units", unit_numbers(part.empty_units)
        yield f"{base}/absent/units", unit_numbers(part.absent_units)
    yield from opening_units(content)
