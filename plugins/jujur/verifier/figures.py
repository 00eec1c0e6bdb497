"""Recomputed figures against those in the report, and the frame against the digest that was printed (P03, P34, P36)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from jujur.verifier.findings import Check, Finding
from jujur.verifier.inside import DATA, FILES, FRAME, METHOD, Inside, Unreadable
from jujur.verifier.recount import Counted, Exact, Tables, recount
from jujur.verifier.week import recount_week

PARTS = ("value", "k", "n", "N", "denominator", "lower", "upper")


def tables_of(inside: Inside) -> Tables:
    """The tables inside a report. Raises Unreadable when one is missing or broken."""
    levels = {area["code"]: area["level"] for area in inside.facts["areas"]}
    return Tables(inside.table(DATA), inside.table(FILES), inside.table(FRAME), inside.json(METHOD), levels)


def recounted(inside: Inside) -> dict[str, Counted]:
    """Every figure from the tables. Raises Unreadable when they do not hold what is needed."""
    tables = tables_of(inside)
    try:
        return recount_week(tables) if tables.method.get("kind") == "mingguan" else recount(tables)
    except (KeyError, ValueError, TypeError) as error:
        raise Unreadable("tables_incomplete", f"{type(error).__name__}: {error}") from None


def check_figures(inside: Inside, again: Mapping[str, Counted]) -> Check:
    """Each figure of the report is the one that its rows give, and there is no other."""
    findings = (*_method(inside), *_differences(inside.facts["figures"], again))
    return Check("figures", findings, len(again))


def _method(inside: Inside) -> Iterator[Finding]:
    """The method is that of this very edition: its cut-off, its period, its limits (L49)."""
    method, identity = inside.json(METHOD), inside.identity
    for name, due in (
        ("as_of", identity["as_of"]),
        ("opens_at", identity["period"][0]),
        ("voters_per_tps_limit", identity["voters_per_tps_limit"]),
    ):
        if method.get(name) != due:
            yield Finding("method_differs", (name, str(method.get(name)), str(due)))
    opening, closing = identity["poll_minutes"]
    hours = [f"{opening // 60:02d}:{opening % 60:02d}", closing]
    if (found := [method.get("opens_by"), method.get("closing_minute")]) != hours:
        yield Finding("method_differs", ("poll_minutes", str(found), str(hours)))
    gate = method["gate"]["coverage_percent"]
    if gate != identity["coverage_threshold_percent"]:
        threshold = str(identity["coverage_threshold_percent"])
        yield Finding("method_differs", ("coverage_percent", str(gate), threshold))


def _differences(carried: Mapping[str, Any], again: Mapping[str, Counted]) -> Iterator[Finding]:
    for key in sorted({*carried, *again}):
        if key not in again:
            yield Finding("figure_unknown", (key,))
        elif key not in carried:
            yield Finding("figure_missing", (key,))
        else:
            yield from _parts(key, carried[key], again[key])


def _parts(key: str, said: Mapping[str, Any], found: Counted) -> Iterator[Finding]:
    for part in PARTS:
        value: Exact | None = getattr(found, part)
        shown = _ratio(value) if part in ("value", "lower", "upper") else value
        if said.get(part) != shown:
            yield Finding("figure_differs", (key, part, _told(said.get(part)), _told(shown)))
    if said.get("rows_digest") != found.seal:
        yield Finding("figure_rows", (key,))


def _ratio(value: Exact | None) -> str | None:
    return None if value is None else f"{Fraction(value).numerator}/{Fraction(value).denominator}"


def _told(value: object) -> str:
    return "-" if value is None else str(value).removesuffix("/1")


def check_frame(inside: Inside) -> Check:
    """The frame of a whole city gives the digest that was frozen before the period opened; a part of it cannot."""
    method, said = inside.json(METHOD), inside.identity.get("frame_digest")
    if not method.get("is_whole_frame"):
        return Check("frame", is_tested=False, note=Finding("frame_is_part"))
    lines = sorted(
        [row[name] for name in ("form_id", "unit_code", "period_start", "period_end", "due_at")]
        for row in inside.table(FRAME)
    )
    text = json.dumps(lines, ensure_ascii=False, separators=(",", ":"))
    found = hashlib.sha256(text.encode()).hexdigest()
    differs = () if found == said else (Finding("frame_differs", (found[:16], str(said)[:16])),)
    return Check("frame", differs, len(lines))
