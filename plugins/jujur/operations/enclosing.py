"""What travels inside an edition besides its figures: rows, files, frame, method and provenance (P36).

No name, no free text: a row is its file, sheet and number; of what was typed only counts and choices are carried (P43). Before
the legal hour no column of results is, in a take of voting day no column of votes at all (P19).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from jujur.domain.enclosures import Enclosure
from jujur.domain.forms import Form
from jujur.domain.frames import FrameTerms
from jujur.domain.gates import TAKE, is_barred, left_out
from jujur.domain.periods import to_text
from jujur.domain.reports import ReportContent
from jujur.operations import week_enclosing
from jujur.operations.desk import Desk
from jujur.operations.framing import gate_rule_of, thresholds_of, versions_known
from jujur.operations.known import INCIDENT_FORM, MAIN_FORM, aged_at, fresh_since, main_forms_of, polls_of
from jujur.operations.provenance import provenance_of
from jujur.record.canonical import canonical_json
from jujur.record.database import Session
from jujur.record.form_rows import rows_of_period

ROW_COLUMNS = (
    *("form_id", "row_id", "submission_id", "file_sha256", "sheet", "row_number", "received_at", "bin"),
    *("unit_code", "area_code", "kecamatan_code", "has_content", "states"),
)
FILE_COLUMNS = (
    *("submission_id", "file_sha256", "form_id", "area_code", "received_at", "is_nil", "row_count"),
    "is_withdrawn",
)
FRAME_COLUMNS = (
    "form_id",
    "unit_code",
    "area_code",
    "kecamatan_code",
    "period_start",
    "period_end",
    "due_at",
)
# What says whether and when a station opened (figures.openings).
OPENING_COLUMNS = ("status_tps", "waktu_buka")
CHANGE_COLUMNS = ("key", "before", "after", "cause", "who", "changed_at")
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CODE = re.compile(r"[0-9.]+")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Scope:
    """Whose rows an edition carries, and as of when."""

    content: ReportContent
    terms: FrameTerms
    units: frozenset[str]

    def has(self, code: str | None) -> bool:
        return code is not None and f"{code}.".startswith(f"{self.content.area.code}.")


def with_enclosures(desk: Desk, session: Session, content: ReportContent) -> ReportContent:
    """``content`` with every file that makes it checkable without the record."""
    edition = content.edition
    starts_at = edition.period.starts_at
    terms = versions_known(session, starts_at, edition.as_of)[-1]
    frame = [
        row
        for row in session.rows("frame_reports", period_start=to_text(starts_at), frame_version=terms.version)
        if f"{row['area_code']}.".startswith(f"{content.area.code}.")
    ]
    scope = _Scope(content, terms, frozenset(row["unit_code"] for row in frame))
    readings = session.rows("plain_readings", period_start=to_text(starts_at))
    received = {row["submission_id"]: row["received_at"] for row in readings}
    forms = tuple(desk.config.forms[form_id] for form_id in (*main_forms_of(edition), INCIDENT_FORM))
    rows = [row for form in forms for row in _rows(session, form, scope, received)]
    method = _method(desk, scope)
    values = [*method["counts"], *OPENING_COLUMNS, *_choices(desk.config.forms[INCIDENT_FORM])]
    if edition.kind == "mingguan":
        method = week_enclosing.method_of_week(desk, method, edition.as_of)
        values = week_enclosing.values_of_week(forms)
        slot = desk.config.calendar.slot_of(edition)
        earlier = week_enclosing.item_rows(session, slot, edition.as_of, [scope.content.area.code])
        rows = [*(row for row in rows if row["form_id"] != week_enclosing.ITEMS), *earlier]
    bound = (
        _table("data.csv", "Semua baris yang diketahui", (*ROW_COLUMNS, *values), rows),
        _table(
            "files.csv", "Semua kiriman yang terbaca", FILE_COLUMNS, _files(session, scope, readings, rows)
        ),
        _table("frame.csv", "Kerangka wajib lapor", FRAME_COLUMNS, frame),
        _table("changes.csv", "Perubahan dari terbitan sebelumnya", CHANGE_COLUMNS, _changes(content)),
        Enclosure(
            "method.json", "Cara menghitung: kolom, batas, gerbang", "Source", canonical_json(method), True
        ),
    )
    told = provenance_of(content, terms, desk.config.rules_version, bound)
    provenance = Enclosure(
        "provenance.json", "Asal-usul (W3C PROV)", "Supplement", canonical_json(told), False
    )
    return replace(content, enclosures=(*bound, provenance))


def _rows(session: Session, form: Form, scope: _Scope, received: Mapping[str, str]) -> Iterable[Row]:
    """Every row of a form in the scope that had come by the cut-off, with its bin as known then."""
    edition = scope.content.edition
    at = {"period_start": to_text(edition.period.starts_at), "as_of": to_text(edition.as_of)}
    bins = {
        (row["submission_id"], row["row_id"]): row["bin"]
        for row in session.rows(f"rows_in_bins:{form.id}", **at)
    }
    for row in rows_of_period(session, form, edition.period.starts_at):
        key = (row["submission_id"], row["row_id"])
        is_ours = scope.has(row["area_code"]) or row["unit_code"] in scope.units
        if key in bins and key[0] in received and is_ours:
            yield {
                **row,
                "form_id": form.id,
                "file_sha256": row["row_id"].partition("|")[0],
                "received_at": received[key[0]],
                "bin": bins[key],
                "unit_code": row["unit_code"] if _CODE.fullmatch(row["unit_code"]) else "?",
                "has_content": int(row["has_content"]),
            }


def _files(session: Session, scope: _Scope, readings: Sequence[Row], rows: Sequence[Row]) -> Iterable[Row]:
    as_of = to_text(scope.content.edition.as_of)
    shas = {one.submission_id: one.sha256 for one in scope.content.sources}
    shas |= {row["submission_id"]: row["file_sha256"] for row in rows}
    withdrawn = {
        row["subject"] for row in session.rows("withdrawn_submissions") if row["decided_at"] <= as_of
    }
    carried = {row["submission_id"] for row in rows}
    forms = {*main_forms_of(scope.content.edition), INCIDENT_FORM}
    for one in readings:
        is_ours = scope.has(one["area_code"]) or one["submission_id"] in carried
        if is_ours and one["received_at"] <= as_of and one["form_id"] in forms:
            yield {
                **one,
                "file_sha256": shas.get(one["submission_id"], ""),
                "is_nil": int(bool(one["is_nil"])),
                "is_withdrawn": int(one["submission_id"] in withdrawn),
            }


def _changes(content: ReportContent) -> Iterable[Row]:
    for one in content.changes:
        yield {
            "key": one.key,
            "before": one.before,
            "after": one.after,
            "cause": one.cause.value,
            "who": one.who,
            "changed_at": to_text(one.changed_at),
        }


def _method(desk: Desk, scope: _Scope) -> dict[str, Any]:
    """Everything that a second pair of hands must know to find the same figures."""
    edition, terms = scope.content.edition, scope.terms
    slot, rule = desk.config.calendar.slot_of(edition), gate_rule_of(desk, terms)
    gate = scope.content.results_gate
    assert gate is not None
    main, incidents = desk.config.forms[MAIN_FORM], desk.config.forms[INCIDENT_FORM]
    return {
        "schema": "jujur/method/1",
        "forms": {"main": main.id, "incidents": incidents.id},
        "counts": [
            column.name
            for column in main.counts
            if not column.is_sensitive and not is_barred(f"sum_{column.name}", edition, gate)
        ],
        "withheld": list(main.withheld),
        "left_out": list(
            left_out((column.name for column in main.counts if not column.is_sensitive), edition)
        ),
        "cells": {form.id: [column.name for column in form.data_columns] for form in (main, incidents)},
        "are_results_open": edition.kind != TAKE and gate.is_open_for(edition),
        "voters_per_tps_limit": thresholds_of(desk, terms).voters_per_tps_limit,
        "opens_by": polls_of(desk, terms).opens_by,
        "closing_minute": polls_of(desk, terms).closing_minute,
        "as_of": to_text(edition.as_of),
        "opens_at": to_text(edition.period.starts_at),
        "aged_at": to_text(aged_at(slot, edition.as_of)),
        "fresh_since": to_text(fresh_since(rule, slot, edition.as_of)),
        "gate": asdict(rule),
        "frame": {"version": terms.version, "digest": terms.frame_digest, "terms_digest": terms.digest},
        "is_whole_frame": scope.content.area.level == "kota",
    }


def _choices(form: Form) -> list[str]:
    return [column.name for column in form.columns if column.kind == "choice"]


def _table(name: str, description: str, columns: Sequence[str], rows: Iterable[Row]) -> Enclosure:
    """A CSV file (RFC 4180, UTF-8, line feeds), rows in one order whatever order they were read in (P35)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(sorted([_cell(row.get(column)) for column in columns] for row in rows))
    return Enclosure(name, description, "Source", out.getvalue().encode(), True)


def _cell(value: object) -> str:
    """Text that no spreadsheet takes for a formula; what is not there is empty."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
