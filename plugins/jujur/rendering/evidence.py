"""The facts that travel inside the PDF: exact figures, identity, evidence and what was printed (P15, P36).

``figures.json`` holds exact values as "num/den", so that another room, another program and another year can compare.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, astuple
from typing import Any

from jujur.domain.areas import Area
from jujur.domain.claims import Claim
from jujur.domain.enclosures import Enclosure
from jujur.domain.figures import Exact, Figure, GatedStatus
from jujur.domain.official import OfficialFigure
from jujur.domain.periods import to_text
from jujur.domain.reports import HeldRow, Incident, ReportContent, SilentArea, SourceFile
from jujur.domain.weeks import Week
from jujur.rendering.inks import Ink
from jujur.rendering.language import is_translating, spoken_language
from jujur.rendering.promises import properties_json

Json = dict[str, Any]
SCHEMA = "jujur/figures/1"
DIGESTED = ("schema", "identity", "areas", "figures", "statuses", "evidence")


def exact(value: Exact | None) -> str | None:
    """An exact value as "num/den"; None stays None."""
    return None if value is None else f"{value.numerator}/{value.denominator}"


def figure_json(figure: Figure) -> Json:
    """One figure with everything that makes it honest."""
    return {
        "name": figure.name,
        "area": figure.area_code,
        "label": figure.label,
        "unit": figure.unit,
        "value": exact(figure.value),
        "k": figure.k,
        "n": figure.n,
        "N": figure.N,
        "denominator": figure.denominator,
        "lower": exact(figure.lower),
        "upper": exact(figure.upper),
        "rows_digest": figure.rows_digest,
        "cut_off_at": to_text(figure.cut_off_at) if figure.cut_off_at else None,
        "status": figure.status.value,
    }


def body(content: ReportContent) -> Json:
    """What the printed digest is taken over: the same for the draft that officers judge and for the edition that they pass."""
    return {
        "schema": SCHEMA,
        "identity": _identity(content),
        "areas": [_area(area) for area in (content.area, *content.children)],
        "figures": {key: figure_json(content.figures[key]) for key in sorted(content.figures)},
        "statuses": [_status(status) for status in content.statuses],
        "evidence": {
            "held": [_held(row) for row in content.held],
            "silent": [_silent(area) for area in content.silent],
            "incidents": [_incident(incident) for incident in content.incidents],
            "sources": [_source(source) for source in content.sources],
            "claims": [_claim(claim) for claim in content.claims],
            **({"week": _week(content.week)} if content.week else {}),
            **_final(content),
        },
    }


def canonical(value: Json) -> bytes:
    """Canonical JSON (RFC 8785) for the values used here: strings, integers, booleans, null, lists and objects."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(content: ReportContent) -> str:
    """sha256 over the canonical body: printed on the page, since a file cannot print its own digest."""
    return hashlib.sha256(canonical(body(content))).hexdigest()


def facts_file(
    content: ReportContent,
    facts: Json,
    printed: list[Ink],
    furniture: list[Ink],
    spoken: list[Ink],
    enclosed: Sequence[Enclosure] = (),
) -> bytes:
    """The bytes of ``figures.json``, which names the sha256 of everything else that is ``enclosed``."""
    return canonical(
        body(content)
        | {
            "digest": digest(content),
            "enclosed": {one.name: one.sha256 for one in enclosed},
            "properties": properties_json(content),
            "facts": facts,
            "printed": [[ink.text, ink.fact] for ink in printed],
            "furniture": [[ink.text, ink.fact] for ink in furniture],
            "spoken": [[ink.text, ink.fact] for ink in spoken],
        }
        | ({"language": spoken_language()} if is_translating() else {})
    )


def _identity(content: ReportContent) -> Json:
    edition = content.edition
    return {
        "edition": edition.id,
        "number": edition.number,
        "kind": edition.kind,
        "area": edition.area_code,
        "revision": edition.revision,
        "period": [to_text(edition.period.starts_at), to_text(edition.period.ends_at)],
        "as_of": to_text(edition.as_of),
        "release_at": to_text(edition.release_at),
        "due_at": to_text(content.due_at),
        "code_version": edition.code_version,
        "config_digest": edition.config_digest,
        "frame_digest": edition.frame_digest,
        "ledger_head": edition.ledger_head,
        "former_head": edition.former_head,
        "timestamp": _timestamp(content),
        "status": content.status_label,
        "is_demonstration": content.is_demonstration,
        "coverage_threshold_percent": content.coverage_threshold_percent,
        "small_denominator": content.small_denominator,
        "voters_per_tps_limit": content.voters_per_tps_limit,
        **({"poll_minutes": list(astuple(content.polls))} if content.polls else {}),
        **({"enclosures": bound} if (bound := _bound(content)) else {}),
        **({"replaces": asdict(content.replaces)} if content.replaces else {}),
    }


def _bound(content: ReportContent) -> dict[str, str]:
    """The enclosed data that the printed digest vouches for (L41)."""
    return {one.name: one.sha256 for one in content.enclosures if one.is_bound}


def _timestamp(content: ReportContent) -> Json | None:
    stamp = content.timestamp
    if stamp is None:
        return None
    return {"authority": stamp.authority, "head": stamp.head, "stamped_at": to_text(stamp.stamped_at)}


def _area(area: Area) -> Json:
    return {"code": area.code, "name": area.name, "level": area.level}


def _status(status: GatedStatus) -> Json:
    return {
        "area": status.area_code,
        "status": status.status.value,
        "rule": status.rule,
        "reasons": list(status.reasons),
        "evidence": list(status.evidence),
    }


def _held(row: HeldRow) -> Json:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(row).items()}


def _silent(area: SilentArea) -> Json:
    return {
        "area": area.area.code,
        "kecamatan": area.kecamatan.code,
        "form": area.form_id,
        "expected": area.expected,
        "empty": list(area.empty_units),
        "absent": list(area.absent_units),
        "contact_role": area.contact_role,
    }


def _incident(incident: Incident) -> Json:
    return {
        "id": incident.id,
        "kecamatan": incident.kecamatan.code,
        "category": incident.category,
        "severity": incident.severity,
        "verification": incident.verification,
        "is_open": incident.is_open,
        "happened_at": to_text(incident.happened_at) if incident.happened_at else None,
        "row_id": incident.row_id,
    }


def _week(week: Week) -> Json:
    return {
        "forms": [
            [one.id, one.state, to_text(one.received_at) if one.received_at else None] for one in week.forms
        ],
        "stages": [[one.id, one.kecamatan.code, one.name, one.state] for one in week.stages],
        "allegations": [[one.id, one.kecamatan.code, one.shape, one.status] for one in week.allegations],
        "mistakes": [[one.what, one.subject, to_text(one.happened_at)] for one in week.mistakes],
    }


def _final(content: ReportContent) -> Json:
    """What only a final report has: published figures beside ours, and which rules recommended something about whom."""
    found: Json = {}
    if content.official is not None:
        found["official"] = [_official(one) for one in content.official]
    if content.recommendations is not None:
        found["recommendations"] = [[one.rule, one.area_code] for one in content.recommendations]
    return found


def _official(one: OfficialFigure) -> Json:
    return {
        "area": one.area_code,
        "indicator": one.indicator,
        "figure": one.figure,
        "value": one.value,
        "source": one.office,
        "document": one.document,
        "published_at": to_text(one.published_at),
        "entered_at": to_text(one.entered_at),
        "entries": one.entries,
        "is_explained": bool(one.explanation),
    }


def _claim(claim: Claim) -> Json:
    parts = [part if isinstance(part, str) else [part.key, part.part] for part in claim.parts]
    return {"id": claim.id, "area": claim.area_code, "parts": parts, "evidence": list(claim.evidence)}


def _source(source: SourceFile) -> Json:
    return {
        "submission": source.submission_id,
        "sha256": source.sha256,
        "kecamatan": source.kecamatan_code,
        "form": source.form_id,
        "received_at": to_text(source.received_at),
        "timeliness": source.timeliness,
        "rows": source.rows,
        "bins": dict(sorted(source.bins.items())),
    }
