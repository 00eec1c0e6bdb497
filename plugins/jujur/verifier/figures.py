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

# Columns about how people voted begin so; of these a take of voting day carries the ballots that were handed out, and no other.
COUNTED = ("pemilih_", "pengguna_", "suara_", "surat_suara_")
LOGISTICS = "surat_suara_diterima"
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
    findings = (*_method(inside), *_votes(inside), *_differences(inside.facts["figures"], again))
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


def _votes(inside: Inside) -> Iterator[Finding]:
    """A take of voting day carries nothing about how people voted, and only a take leaves columns out (P19).

    Takes made before they left columns out do not name any: those are held against their rows like all others.
    """
    method = inside.json(METHOD)
    if inside.identity["kind"] != "hari_h":
        yield from (Finding("columns_left_out", (name,)) for name in method.get("left_out", ()))
    elif "left_out" in method:
        header = inside.attached[DATA].content.partition(b"\n")[0].decode().split(",")
        names = {key.rpartition("/")[2] for key in inside.facts["figures"]} | {*header, *method["counts"]}
        yield from (Finding("votes_in_take", (name,)) for name in sorted(names) if _is_of_votes(name))


def _is_of_votes(name: str) -> bool:
    column = name.removeprefix("sum_").removeprefix("filled_")
    return name == "turnout" or (column.startswith(COUNTED) and column != LOGISTICS)


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
