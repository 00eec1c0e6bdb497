"""What a weekly edition prints that no other does: forms, stages, allegations, and the desk's own mistakes (honesty.md §3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from jujur.domain.areas import Area
from jujur.domain.editions import Edition
from jujur.domain.frames import FrameTerms
from jujur.domain.periods import WIB, from_text, to_text
from jujur.domain.reports import RuleUse
from jujur.domain.weeks import Allegation, FormState, Stage, Week
from jujur.figures.week_states import is_stage, stage_state
from jujur.operations.desk import Desk
from jujur.operations.mistakes import mistakes_of
from jujur.operations.week_known import WEEK_FORMS
from jujur.record.database import Session

KIND = "mingguan"
# The stages that a reader must hear of; the others are counted.
TROUBLED = ("stages_obstructed", "stages_delayed", "stages_unstated")
UNSAID = "tidak disebut"


def week_of(desk: Desk, session: Session, area: Area, edition: Edition, terms: FrameTerms) -> Week:
    """Everything of a week about an area, as known at the cut-off."""
    at = {"period_start": to_text(edition.period.starts_at), "as_of": to_text(edition.as_of)}
    return Week(
        forms=tuple(_forms(desk, session, area, at, terms)),
        stages=tuple(_stages(desk, session, area, at)),
        allegations=tuple(_allegations(desk, session, area, at)),
        mistakes=mistakes_of(session, area, edition.period.starts_at, edition.as_of),
    )


def _inside(code: str, area: Area) -> bool:
    return f"{code}.".startswith(f"{area.code}.")


def _forms(
    desk: Desk, session: Session, area: Area, at: Mapping[str, str], terms: FrameTerms
) -> Iterator[FormState]:
    found = []
    for order, form_id in enumerate(WEEK_FORMS.values()):
        rows = session.rows("units_kejadian", **at, form_id=form_id, frame_version=terms.version)
        found += [(row["unit_code"], order, form_id, row) for row in rows if _inside(row["unit_code"], area)]
    for code, _, form_id, row in sorted(found, key=lambda one: one[:2]):
        team = desk.config.team_of_area(code)
        is_heard = row["received_at"] is not None
        state = "melapor" if row["row_count"] else "nihil"
        yield FormState(
            kecamatan=desk.config.gazetteer[code],
            form_id=form_id,
            title=desk.config.forms[form_id].title,
            state=state if is_heard else "belum melapor",
            received_at=from_text(row["received_at"]) if is_heard else None,
            due_at=from_text(row["due_at"]),
            contact_role=team.contact_role if team else "",
        )


def _stages(desk: Desk, session: Session, area: Area, at: Mapping[str, str]) -> Iterator[Stage]:
    for number, row in enumerate(session.rows("week_stages", **at), start=1):
        is_told = is_stage(row) and stage_state(row) in TROUBLED
        if is_told and _inside(row["kecamatan_code"], area):
            yield Stage(
                id=f"T-{number:03d}",
                kecamatan=desk.config.gazetteer[row["kecamatan_code"]],
                name=row["tahap"] or UNSAID,
                state=row["status_tahap"] or UNSAID,
                began_at=_midnight(row["tanggal_mulai"]),
                obstacle=(row["hambatan"] or UNSAID).strip().rstrip("."),
                follow_up=(row["tindak_lanjut"] or UNSAID).strip().rstrip("."),
                is_held=row["bin"] == "held",
            )


def _allegations(desk: Desk, session: Session, area: Area, at: Mapping[str, str]) -> Iterator[Allegation]:
    for number, row in enumerate(session.rows("week_allegations", **at), start=1):
        if _inside(row["kecamatan_code"], area):
            yield Allegation(
                id=f"N-{number:03d}",
                kecamatan=desk.config.gazetteer[row["kecamatan_code"]],
                happened_at=_midnight(row["tanggal_kejadian"]),
                office_kind=row["jenis_instansi"] or UNSAID,
                shape=row["bentuk_dugaan"] or UNSAID,
                basis=row["dasar"] or UNSAID,
                source=row["sumber"] or UNSAID,
                status=row["status"] or UNSAID,
                passed_to=row["diteruskan_ke"] or UNSAID,
                is_held=row["bin"] == "held",
            )


def _midnight(day: str | None) -> datetime | None:
    return datetime.fromisoformat(day[:10]).replace(tzinfo=WIB) if day else None


def rule_id(form_id: str, rule: str) -> str:
    """The name of a rule where several forms are judged together: "K01 tindak lanjut"."""
    return f"{rule} {form_id.replace('_', ' ')}"


def rules_of_week(desk: Desk, session: Session, area: Area, at: Mapping[str, str]) -> Iterator[RuleUse]:
    """The rules of the weekly forms, and how many rows of the area broke each."""
    for form_id in WEEK_FORMS.values():
        broken: dict[str, int] = {}
        for row in session.rows(f"findings_by_rule:{form_id}", **at):
            if _inside(row["kecamatan_code"], area):
                broken[row["rule_id"]] = broken.get(row["rule_id"], 0) + row["row_count"]
        for rule in desk.config.rules[form_id]:
            yield RuleUse(
                rule_id(form_id, rule.id),
                rule.severity.value,
                rule.statement.rstrip("."),
                broken.get(rule.id, 0),
            )
