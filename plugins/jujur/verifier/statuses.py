"""The gated statuses again, from the recomputed figures and the rule frozen with the frame (P12, L14, L15)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from typing import Any

from jujur.verifier.findings import Check, Finding
from jujur.verifier.inside import METHOD, Inside
from jujur.verifier.recount import Counted

WIB = timezone(timedelta(hours=7))
CALM, ATTENTION, UNKNOWN = "KONDUSIF", "PERLU PERHATIAN", "BELUM DAPAT DISIMPULKAN"
WORSE = (CALM, ATTENTION, UNKNOWN)


def check_statuses(inside: Inside, again: Mapping[str, Counted]) -> Check:
    """Each status is what its figures allow; a city's is that of its worst kecamatan."""
    gate = inside.json(METHOD).get("gate", {})
    levels = {area["code"]: area["level"] for area in inside.facts["areas"]}
    said = {one["area"]: one["status"] for one in inside.facts["statuses"]}
    is_early = _is_early(inside.identity, inside.json(METHOD))
    try:
        due = {
            code: UNKNOWN if is_early else _status(code, again, gate)
            for code, level in levels.items()
            if level == "kecamatan"
        }
    except KeyError as error:
        return Check("statuses", (Finding("tables_incomplete", (str(error),)),))
    for code in (code for code, level in levels.items() if level == "kota"):
        due[code] = max(due.values(), key=WORSE.index, default=UNKNOWN)
    return Check("statuses", tuple(_differences(said, due)), len(due))


def _is_early(identity: Mapping[str, Any], method: Mapping[str, Any]) -> bool:
    """True for a take of voting day that ends before voting does: no status may be drawn from it."""
    if identity["kind"] != "hari_h":
        return False
    starts, ends = (datetime.fromisoformat(text).astimezone(WIB) for text in identity["period"])
    voting_ends = datetime(starts.year, starts.month, starts.day, tzinfo=WIB) + timedelta(
        minutes=method["closing_minute"]
    )
    return ends < voting_ends


def _differences(said: Mapping[str, str], due: Mapping[str, str]) -> Iterator[Finding]:
    for code in sorted({*said, *due}):
        if said.get(code) != due.get(code):
            yield Finding("status_differs", (code, said.get(code, "-"), due.get(code, "-")))


def _status(code: str, again: Mapping[str, Counted], gate: Mapping[str, Any]) -> str:
    def figure(name: str) -> Counted:
        return again[f"{code}/{name}"]

    least = Fraction(gate["coverage_percent"], 100)
    usable = "forms_usable" if f"{code}/forms_usable" in again else "tps_usable"
    shares = (figure("timeliness").value, figure(usable).value)
    forms, fresh = figure("incident_forms"), figure("incident_forms_fresh")
    is_enough = all(share is not None and share >= least for share in shares)
    is_heard = forms.N > 0 and forms.n == forms.N and fresh.k == fresh.N
    if not (is_enough and is_heard):
        return UNKNOWN
    is_quiet = (
        figure("incidents_open_severe").k <= gate["open_severe_limit"]
        and figure("incident_rows_held").k <= gate["held_incident_limit"]
    )
    return CALM if is_quiet else ATTENTION
