"""What the self-account of an edition may print: acts, changes, comparisons, frames, marks (P03, P21, P25, P42, P44, P45)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from jujur.auditing.language import expected
from jujur.auditing.results import is_take
from jujur.auditing.spelling import spell_integer, spell_mean, spell_percent, spell_points, spell_signed
from jujur.domain.acts import OfficerAct
from jujur.domain.figures import Exact
from jujur.domain.reports import ReportContent
from jujur.domain.vintages import Change, Comparison

Texts = Iterator[tuple[str, str]]
SHARES = {"coverage", "timeliness", "turnout"}


def account_texts(content: ReportContent) -> Texts:
    """Fact and text of everything that this part of an edition may print, quotations unmasked."""
    for act in content.acts:
        yield from _act(act)
    for at, one in enumerate(content.refusals):
        yield from ((f"refusal/{at}/office", one.office), (f"refusal/{at}/reason", one.decision.reason))
    yield "changes", spell_integer(len(content.changes))
    for at, change in enumerate(content.changes):
        yield from change_texts(change, at)
    for comparison in content.comparisons:
        yield from _comparison(comparison)
    for at, broken in enumerate(content.breaks):
        yield from ((f"break/{at}/before", broken.before), (f"break/{at}/after", broken.after))
    yield from _history(content)
    yield from _frames(content)
    yield from _marks(content)
    if content.results_gate:
        yield "results/basis", content.results_gate.basis


def account_instants(content: ReportContent) -> Iterator[tuple[str, datetime]]:
    """Fact and instant of everything that this part of an edition may date."""
    yield from ((f"act/{act.id}/decided_at", act.decided_at) for act in content.acts)
    yield from (
        (f"refusal/{at}/decided_at", one.decision.decided_at) for at, one in enumerate(content.refusals)
    )
    yield from ((f"change/{at}/changed_at", one.changed_at) for at, one in enumerate(content.changes))
    yield from ((f"frame/{one.version}/frozen_at", one.frozen_at) for one in content.frame_versions)
    if content.frame_versions:
        yield "frame/first/frozen_at", content.frame_versions[0].frozen_at
    if content.results_gate:
        yield "results/opens_at", content.results_gate.opens_at


def account_must_show(content: ReportContent) -> Iterator[str]:
    """Facts that must be on paper: nothing that happened to an edition may be left out (P25, P38, P42)."""
    yield from (f"act/{act.id}/decided_at#short" for act in content.acts)
    yield from (f"refusal/{at}/decided_at#long" for at in range(len(content.refusals)))
    yield from (f"change/{at}/changed_at#short" for at in range(len(content.changes)))
    yield from (f"frame/{one.version}/frozen_at#long" for one in content.frame_versions[1:])
    yield from (f"comparison/{one.key}/matched" for one in _matched(content))
    yield from (f"comparison/{one.key}/change" for one in content.comparisons if one.is_comparable)
    yield from (f"history/{one.name}/slots" for one in content.history)
    yield from (f"spot/{one.area_code}/drawn" for one in content.spot_checks)
    yield from (f"flag/{at}/count" for at in range(len(content.flags)))
    yield "flags"
    later = content.frame_versions[1:]
    yield from (
        f"frame/{one.version}/{one.area_code}/{part}"
        for one in content.frame_coverage
        if later
        for part in ("expected", "reported", "on_time")
    )


def _matched(content: ReportContent) -> Iterator[Comparison]:
    """The comparisons whose matched units must be printed: a take's counts of one area rest on the same ones, printed once."""
    known: set[tuple[str, int, int]] = set()
    for one in content.comparisons:
        ground = (one.key.rpartition("/")[0], one.matched, one.N)
        if not is_take(content) or ground not in known:
            yield one
        known.add(ground)


def _act(act: OfficerAct) -> Texts:
    base, pieces = f"act/{act.id}", act.subject.split("|")
    is_row = act.subject_kind == "row" and len(pieces) > 1
    yield f"{base}/subject", " · ".join((pieces[1][:8], *pieces[2:])) if is_row else act.subject
    yield from ((f"{base}/office", act.actor), (f"{base}/reason", act.reason))
    for column, cell in (act.detail.get("cells") or {}).items():
        yield f"{base}/{column}/name", column
        for side in ("before", "after"):
            value = cell[side].get("value")
            yield (
                f"{base}/{column}/{side}",
                expected("tidak diisi") if value is None or value == "" else str(value),
            )


def change_texts(change: Change, at: int | str) -> Texts:
    """Fact and text of one line of a change table; ``at`` is its place, in this edition or in an earlier one."""
    yield f"change/{at}/cause", change.cause.value
    for side, text in (("before", change.before), ("after", change.after)):
        said: dict[str, Any] = json.loads(text) if text else {}
        if "label" in said:
            yield f"change/{at}/label", said["label"]
        for part in ("value", "k", "denominator", "n", "N"):
            value = said.get(part)
            if isinstance(value, int):
                yield f"change/{at}/{side}/{part}", spell_integer(value)


def _comparison(one: Comparison) -> Texts:
    base = f"comparison/{one.key}"
    yield from ((f"{base}/label", one.label), (f"{base}/obstacle", one.obstacle))
    yield from ((f"{base}/matched", spell_integer(one.matched)), (f"{base}/expected", spell_integer(one.N)))
    for side, value in (("before", one.before), ("after", one.after)):
        if isinstance(value, int):
            yield f"{base}/{side}", spell_integer(value)
        elif value is not None:
            yield f"{base}/{side}/ratio", _ratio(value)
            yield f"{base}/{side}/percent", spell_percent(value)
    if one.change is not None and one.is_comparable:
        is_share = one.key.rpartition("/")[2] in SHARES or not isinstance(one.change, int)
        text = spell_points(one.change) if is_share else spell_signed(int(one.change))
        yield f"{base}/change", text


def _history(content: ReportContent) -> Texts:
    for one in content.history:
        base, scale = f"history/{one.name}", 100 if one.name in SHARES else 1
        yield from ((f"{base}/label", one.label), (f"{base}/slots", spell_integer(one.slots)))
        yield f"{base}/bias", spell_mean(one.bias * scale, is_signed=True)
        yield f"{base}/mean_absolute", spell_mean(one.mean_absolute * scale, is_signed=False)


def _frames(content: ReportContent) -> Texts:
    for frame in content.frame_versions:
        base = f"frame/{frame.version}"
        yield from ((f"{base}/version", spell_integer(frame.version)), (f"{base}/reason", frame.reason))
        yield f"{base}/actor", frame.actor
    for one in content.frame_coverage:
        counts: Mapping[str, int] = {
            "expected": one.expected,
            "reported": one.reported,
            "on_time": one.on_time,
        }
        base = f"frame/{one.version}/{one.area_code}"
        yield from ((f"{base}/{name}", spell_integer(value)) for name, value in counts.items())


def _marks(content: ReportContent) -> Texts:
    yield "flags", spell_integer(len(content.flags))
    for at, flag in enumerate(content.flags):
        yield from ((f"flag/{at}/subject", flag.subject), (f"flag/{at}/text", flag.text))
        yield f"flag/{at}/count", spell_integer(flag.count)
    for one in content.spot_checks:
        counts = (one.reporting, one.drawn, one.checked, one.recounted, one.reported)
        for name, value in zip(
            ("reporting", "drawn", "checked", "recounted", "reported"), counts, strict=True
        ):
            yield f"spot/{one.area_code}/{name}", spell_integer(value)
        if one.factor is not None:
            yield f"spot/{one.area_code}/factor", _ratio(one.factor)


def _ratio(value: Exact) -> str:
    whole = Fraction(value)
    return f"{spell_integer(whole.numerator)}/{spell_integer(whole.denominator)}"
