"""The content of one edition, gathered from the record as known at its cut-off."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from jujur import figures
from jujur.domain.areas import Area
from jujur.domain.editions import Edition
from jujur.domain.frames import FrameTerms
from jujur.domain.gates import TAKE
from jujur.domain.periods import from_text, to_text
from jujur.domain.reports import (
    Accountable,
    HeldRow,
    Incident,
    IncidentCoverage,
    ReportContent,
    RuleUse,
    SilentArea,
    SourceFile,
)
from jujur.operations.act_content import acts_of, refusals_of
from jujur.operations.annex_content import with_annexes
from jujur.operations.desk import Desk, clock_shifts
from jujur.operations.followup_content import items_of_area
from jujur.operations.frame_view import coverage_by_version
from jujur.operations.framing import due_times, gate_rule_of, results_gate_of, thresholds_of, versions_known
from jujur.operations.known import INCIDENT_FORM, MAIN_FORM, gated, main_forms_of, polls_of, printable
from jujur.operations.mark_content import flags_of_area, spot_checks_of_area
from jujur.operations.opening_content import gaps_of_area
from jujur.operations.property_results import with_properties
from jujur.operations.vintage_content import with_vintage
from jujur.operations.week_content import KIND, rule_id, rules_of_week, week_of
from jujur.operations.withholding import KEPT, quotes_withheld, without_counts, words_of
from jujur.record import editions, timestamps
from jujur.record.database import Session

# How many of a held row's findings are spelled out; the city's readers need the kind, the kecamatan's the case.
SHOWN_REASONS = {"kota": 1, "kecamatan": 2}
# KPU's code of a TPS: province, kota, kecamatan, kelurahan, and the number of the TPS (domain.md §1).
_TPS = re.compile(r"[0-9]{13}")


def content_of(desk: Desk, session: Session, edition: Edition, with_decisions: bool) -> ReportContent:
    """Everything that an edition prints. Without decisions it is the draft that officers judge."""
    gazetteer, area = desk.config.gazetteer, desk.config.gazetteer[edition.area_code]
    slot, is_week = desk.config.calendar.slot_of(edition), edition.kind == KIND
    # In a week nothing is counted below the kecamatan.
    children = () if is_week and area.level == "kecamatan" else gazetteer.children(area.code)
    main_forms = main_forms_of(edition)
    versions = versions_known(session, slot.starts_at, edition.as_of)
    terms, limits = versions[-1], thresholds_of(desk, versions[-1])
    rule, results_gate = gate_rule_of(desk, terms), results_gate_of(desk, terms)
    recorded = editions.figures_of(session, edition.id)
    known = printable(results_gate, recorded, edition, desk.config.forms[MAIN_FORM].withheld)
    decisions = editions.decisions_of(session, edition.id) if with_decisions else []
    acts = acts_of(desk, session, edition)
    take, takes = desk.config.calendar.take_of(slot)
    at = {"period_start": to_text(slot.starts_at), "as_of": to_text(edition.as_of)}
    content = ReportContent(
        edition=edition,
        area=area,
        children=children,
        letterhead=desk.config.letterhead,
        boundaries=tuple(
            desk.config.boundaries[child.code] for child in children if child.code in desk.config.boundaries
        ),
        status_label="",
        is_demonstration=desk.config.is_demonstration,
        due_at=due_times(terms)[main_forms[0]],
        figures=known,
        statuses=gated(desk, known, edition, terms),
        polls=polls_of(desk, terms),
        held=tuple(row for form_id in main_forms for row in _held(desk, session, area, at, form_id, edition)),
        silent=() if is_week else tuple(_silent(desk, session, area, at, terms.version)),
        incidents=tuple(_incidents(desk, session, area, at)),
        incident_coverage=tuple(_incident_coverage(desk, session, area, at, terms.version)),
        sources=tuple(_sources(desk, session, area, terms, at)),
        rules=tuple((rules_of_week if is_week else _rules)(desk, session, area, at)),
        decisions=tuple(Accountable(desk.config.office_of(item.actor), item) for item in decisions),
        manual_actions=len(acts),
        acts=acts,
        refusals=refusals_of(desk, session, edition),
        clock_shifts=tuple(shift for shift, _ in clock_shifts(session) if shift.desk_time <= edition.as_of),
        coverage_threshold_percent=limits.coverage_percent,
        small_denominator=limits.small_denominator,
        voters_per_tps_limit=limits.voters_per_tps_limit,
        source_note=desk.config.source_note,
        city=gazetteer.city,
        frame_versions=tuple(replace(item, actor=desk.config.office_of(item.actor)) for item in versions),
        frame_coverage=()
        if is_week
        else coverage_by_version(
            session, MAIN_FORM, versions, [area.code, *(child.code for child in children)], edition.as_of
        ),
        timestamp=timestamps.timestamp_of_edition(session, edition.id),
        flags=flags_of_area(desk, session, area, slot.starts_at, slot.ends_at, edition.as_of),
        spot_checks=without_counts(
            edition,
            spot_checks_of_area(
                desk, session, area, desk.config.forms[MAIN_FORM], slot.starts_at, edition.as_of
            ),
        ),
        claims=figures.claims_of((area, *children), known, limits.small_denominator),
        results_gate=results_gate,
        gate_rule=rule,
        data_age_limit_hours=rule.data_age_limit_hours,
        followups=items_of_area(desk, session, area, edition),
        opening_gaps=gaps_of_area(desk, session, area, edition, terms),
        withheld=desk.config.forms[MAIN_FORM].withheld,
        take=take,
        takes=takes,
        week=week_of(desk, session, area, edition, terms) if is_week else None,
    )
    content = with_annexes(desk, session, with_vintage(desk, session, content))
    return with_properties(session, content, recorded)


def _inside(code: str | None, area: Area) -> bool:
    return code is not None and (code == area.code or code.startswith(f"{area.code}."))


def unit_label(desk: Desk, unit_code: str) -> str:
    """ "TPS 012 Sukorejo", or what the sender wrote when the unit is unknown."""
    unit = desk.config.gazetteer.get(unit_code)
    if unit is None:
        return "unit tidak dikenal" if unit_code.startswith("?") else f"unit tidak dikenal {unit_code}"
    parent = desk.config.gazetteer.get(unit.parent_code or "")
    return f"{unit.name} {parent.name}" if unit.level == "tps" and parent else unit.name


def _name(desk: Desk, unit_code: str) -> str:
    """The name of an expected unit, even of one that the configuration has lost since it was frozen with the frame (L23)."""
    unit = desk.config.gazetteer.get(unit_code)
    if unit is None and _TPS.fullmatch(unit_code):
        return f"TPS {unit_code[-3:]}"
    return unit.name if unit else unit_label(desk, unit_code)


def _held(
    desk: Desk, session: Session, area: Area, at: dict[str, str], form_id: str, edition: Edition
) -> Iterable[HeldRow]:
    rows = [row for row in session.rows(f"held_rows:{form_id}", **at) if _inside(row["kecamatan_code"], area)]
    is_week = form_id != MAIN_FORM
    hidden = words_of(desk.config.forms[form_id])
    for key, group in groupby(rows, key=lambda row: (row["submission_id"], row["row_id"])):
        found = list(group)
        first = found[0]
        kelurahan = desk.config.gazetteer.ancestor(first["area_code"], "kelurahan")
        yield HeldRow(
            row_id=key[1],
            kecamatan_code=first["kecamatan_code"],
            kelurahan_code=kelurahan.code if kelurahan else None,
            unit_label=f"{desk.config.gazetteer[first['kecamatan_code']].name}, {form_id.replace('_', ' ')}"
            if is_week
            else unit_label(desk, first["unit_code"]),
            file_sha256=first["sha256"],
            sheet=first["sheet"],
            row_number=first["row_number"],
            rule_ids=tuple(
                dict.fromkeys(
                    rule_id(form_id, row["rule_id"]) if is_week else row["rule_id"]
                    for row in found
                    if row["rule_id"]
                )
            ),
            # What a rule found quotes the row, and in a take rows of votes are not quoted: the rule says enough (P19).
            reasons=()
            if edition.kind == TAKE and first["rule_id"]
            else _reasons(found, SHOWN_REASONS[area.level], hidden),
        )


def _reasons(found: Sequence[Mapping[str, Any]], shown: int, hidden: frozenset[str]) -> tuple[str, ...]:
    """The first finding of each of the first rules, and how many more there are: a reader needs the kind, not the list.

    A row in which nothing was found is held for what its disposition says: an unknown sender, an early file, an officer's hold.
    """
    if found[0]["rule_id"] is None:
        return (found[0]["reason"],)
    first: dict[str, Mapping[str, Any]] = {}
    for row in found:
        first.setdefault(row["rule_id"], row)
    texts = [f"{row['found']}; seharusnya {row['expected']}" for row in list(first.values())[:shown]]
    said = [KEPT if quotes_withheld(text, hidden) else text for text in texts]
    more = len(found) - len(said)
    return (*said, f"dan {more} temuan lain pada baris ini") if more else tuple(said)


def _silent(
    desk: Desk, session: Session, area: Area, at: dict[str, str], frame_version: int
) -> Iterable[SilentArea]:
    gazetteer = desk.config.gazetteer
    units = session.rows("units_pungut_hitung", form_id=MAIN_FORM, frame_version=frame_version, **at)
    by_area: dict[str, list[Any]] = defaultdict(list)
    for row in units:
        if _inside(row["kecamatan_code"], area):
            by_area[row["area_code"]].append(row)
    for code in sorted(by_area):
        silent = [row for row in by_area[code] if row["first_content_at"] is None]
        kecamatan = gazetteer.ancestor(code, "kecamatan")
        if silent and kecamatan:
            team = desk.config.team_of_area(kecamatan.code)
            yield SilentArea(
                area=gazetteer[code],
                kecamatan=kecamatan,
                form_id=MAIN_FORM,
                expected=len(by_area[code]),
                empty_units=tuple(_name(desk, row["unit_code"]) for row in silent if row["row_count"]),
                absent_units=tuple(_name(desk, row["unit_code"]) for row in silent if not row["row_count"]),
                contact_role=team.contact_role if team else "",
            )


def _incidents(desk: Desk, session: Session, area: Area, at: dict[str, str]) -> Iterable[Incident]:
    rows = session.rows("incidents", **at)
    for number, row in enumerate(rows, start=1):
        if _inside(row["kecamatan_code"], area):
            place = desk.config.gazetteer.get(row["area_code"])
            where = place.name if place else ""
            yield Incident(
                id=f"I-{number:03d}",
                kecamatan=desk.config.gazetteer[row["kecamatan_code"]],
                place=f"TPS {row['tps']} {where}" if row["tps"] else where,
                happened_at=_instant(row["waktu_kejadian"]),
                category=row["kategori"] or "tidak disebut",
                severity=row["tingkat"] or "tidak disebut",
                how_known=row["cara_diketahui"] or "tidak disebut",
                verification=row["status_verifikasi"] or "menunggu",
                description=_sentence(row["uraian"]),
                follow_up=(row["tindak_lanjut"] or "belum ada").strip().rstrip("."),
                is_open=row["masih_terbuka"] != "tidak",
                row_id=row["row_id"],
            )


def _sentence(text: str | None) -> str:
    """What a sender wrote, ending in exactly one full stop."""
    return f"{text.strip().rstrip('.')}." if text and text.strip() else ""


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _incident_coverage(
    desk: Desk, session: Session, area: Area, at: dict[str, str], frame_version: int
) -> Iterable[IncidentCoverage]:
    for row in session.rows("units_kejadian", form_id=INCIDENT_FORM, frame_version=frame_version, **at):
        if _inside(row["unit_code"], area):
            heard = row["received_at"] is not None
            state = "melapor" if row["row_count"] else "nihil" if row["has_nil"] else "belum melapor"
            received = from_text(row["received_at"]) if heard else None
            yield IncidentCoverage(
                desk.config.gazetteer[row["unit_code"]], state if heard else "belum melapor", received
            )


def _sources(
    desk: Desk, session: Session, area: Area, terms: FrameTerms, at: dict[str, str]
) -> Iterable[SourceFile]:
    rows = [row for row in session.rows("sources", **at) if _inside(row["area_code"], area)]
    # A file of unknown form or period is held against the report's own due time.
    dues = due_times(terms)
    for submission_id, group in groupby(rows, key=lambda row: row["submission_id"]):
        found = list(group)
        first = found[0]
        team = desk.config.team(first["team_id"] or "")
        bins = {row["bin"]: row["row_count"] for row in found if row["bin"]}
        due = dues.get(first["form_id"] or "", dues.get(MAIN_FORM, max(dues.values())))
        yield SourceFile(
            submission_id=submission_id,
            sha256=first["sha256"],
            team=team.name if team else "pengirim tidak dikenal",
            kecamatan_code=first["area_code"],
            form_id=first["form_id"] or "",
            received_at=from_text(first["received_at"]),
            timeliness="tepat waktu" if from_text(first["received_at"]) <= due else "terlambat",
            rows=sum(bins.values()),
            bins=bins,
        )


def _rules(desk: Desk, session: Session, area: Area, at: dict[str, str]) -> Iterable[RuleUse]:
    # By rule alone: single cases of a rule may weigh less than the rule itself.
    broken: dict[str, int] = defaultdict(int)
    for row in session.rows(f"findings_by_rule:{MAIN_FORM}", **at):
        if _inside(row["kecamatan_code"], area):
            broken[row["rule_id"]] += row["row_count"]
    for rule in desk.config.rules[MAIN_FORM]:
        yield RuleUse(rule.id, rule.severity.value, rule.statement.rstrip("."), broken[rule.id])
