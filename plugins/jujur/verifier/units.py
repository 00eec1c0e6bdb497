"""The full table of a final report against its rows: every expected station is there, every number is its row's (P01, P07)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jujur.verifier.findings import Check, Finding
from jujur.verifier.inside import DATA, FILES, FRAME, METHOD, Inside, Row

UNIT = "unit/"


def check_units(inside: Inside) -> Check:
    """Of a final report; the other kinds print no table of stations, theirs is the attached one."""
    main = inside.json(METHOD)["forms"]["main"]
    silenced = {one["submission_id"] for one in inside.table(FILES) if one["is_withdrawn"] == "1"}
    used = {
        row["unit_code"]: row
        for row in inside.table(DATA)
        if row["form_id"] == main and row["bin"] == "accepted" and row["has_content"] == "1"
        if row["submission_id"] not in silenced
    }
    expected = {row["unit_code"] for row in inside.table(FRAME) if row["form_id"] == main}
    printed = {
        tuple(fact.removeprefix(UNIT).split("/", 1)): text
        for text, fact in inside.facts["printed"]
        if fact.startswith(UNIT)
    }
    return Check("units", tuple(_findings(expected, used, printed)), len(expected))


def _findings(
    expected: set[str], used: Mapping[str, Row], printed: Mapping[tuple[str, ...], str]
) -> Iterator[Finding]:
    shown = {code for code, name in printed if name == "name"}
    yield from (Finding("unit_missing", (code,)) for code in sorted(expected - shown))
    yield from (Finding("unit_strange", (code,)) for code in sorted(shown - expected))
    columns = {name for _, name in printed} - {"name", "full", "opened", "first_at#short"}
    for code in sorted(shown & expected):
        row = used.get(code, {})
        due = {name: row.get(name, "") for name in columns} | {"opened": row.get("waktu_buka", "")}
        for name, value in sorted(due.items()):
            said = printed.get((code, name), "").replace(".", "").replace(",", "")
            if said != value.replace(":", ""):
                yield Finding("unit_differs", (code, name, said or "-", value or "-"))
