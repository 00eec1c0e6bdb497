"""What people and reports are shown of a frame: its versions, what each changed, and coverage by the first and the newest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from jujur.domain.errors import RecordError
from jujur.domain.frames import FrameCoverage, FrameTerms
from jujur.domain.periods import to_text
from jujur.operations.desk import Desk
from jujur.operations.frame_changes import period_called
from jujur.operations.frame_differences import differences, moment
from jujur.operations.framing import versions_known
from jujur.record import frames
from jujur.record.database import Session


def coverage_by_version(
    session: Session, form_id: str, versions: Sequence[FrameTerms], area_codes: Sequence[str], as_of: datetime
) -> tuple[FrameCoverage, ...]:
    """Coverage of each area under the first version and the one in force, as known at ``as_of``; by version and code."""
    found = []
    for terms in dict.fromkeys((versions[0].version, versions[-1].version)):
        tallies = {code: [0, 0, 0] for code in sorted(area_codes)}
        for row in session.rows(
            "units_pungut_hitung",
            form_id=form_id,
            period_start=to_text(versions[0].period_start),
            as_of=to_text(as_of),
            frame_version=terms,
        ):
            first_at = row["first_content_at"]
            for code, tally in tallies.items():
                if f"{row['area_code']}.".startswith(f"{code}."):
                    tally[0] += 1
                    tally[1] += first_at is not None
                    tally[2] += first_at is not None and first_at <= row["due_at"]
        found += [FrameCoverage(terms, code, *tally) for code, tally in tallies.items()]
    return tuple(found)


def describe_frame(desk: Desk, period_id: str) -> dict[str, Any]:
    """Everything about the frame of a period as it is known now: versions, digests, changes, in plain JSON values.

    Raises DecisionRefused for an unknown period and RecordError for one without a sound frame.
    """
    period, now = period_called(desk, period_id), desk.now()
    with desk.database.reading() as session:
        versions = versions_known(session, period.starts_at, now)
        owed = next((item for item in versions[-1].terms["periods"] if item["id"] == period_id), None)
        if owed is None:
            raise RecordError(f"Masa laporan {period_id} tidak ada dalam kerangka yang dibekukan.")
        described: list[dict[str, Any]] = []
        former: tuple[FrameTerms, list[Any]] | None = None
        for terms in versions:
            reports = frames.reports_of(session, period.starts_at, terms.version)
            described.append(
                {
                    "version": terms.version,
                    "frozen_at": to_text(terms.frozen_at),
                    "actor": terms.actor,
                    "office": desk.config.office_of(terms.actor),
                    "reason": terms.reason,
                    "frame_digest": terms.frame_digest,
                    "is_intact": frames.frame_digest(reports) == terms.frame_digest,
                    "terms_digest": terms.digest,
                    "reports": {
                        form_id: sum(report.form_id == form_id for report in reports)
                        for form_id in owed["forms"]
                    },
                    "changes": differences(former[0].terms, former[1], terms.terms, reports)
                    if former
                    else [],
                }
            )
            former = (terms, reports)
        coverage = _coverage(desk, session, owed["forms"], versions, now)
    return {
        "period": period_id,
        "starts_at": owed["starts_at"],
        "ends_at": owed["ends_at"],
        "due_at": owed["due_at"],
        "terms": dict(versions[-1].terms),
        "versions": described,
        "coverage": coverage,
    }


def _coverage(
    desk: Desk, session: Session, form_ids: Sequence[str], versions: Sequence[FrameTerms], as_of: datetime
) -> list[dict[str, Any]]:
    if "pungut_hitung" not in form_ids:
        return []
    codes = [area.code for area in desk.config.gazetteer.at_level("kecamatan")]
    return [
        {
            "version": item.version,
            "kecamatan": item.area_code,
            "expected": item.expected,
            "reported": item.reported,
            "on_time": item.on_time,
        }
        for item in coverage_by_version(session, "pungut_hitung", versions, codes, as_of)
    ]


def frame_words(described: dict[str, Any]) -> list[str]:
    """:func:`describe_frame` as Indonesian lines for a terminal."""
    lines = [
        f"Kerangka wajib lapor {described['period']}: {moment(described['starts_at'])} sampai sebelum "
        f"{moment(described['ends_at'])}, batas kirim {moment(described['due_at'])}"
    ]
    for version in described["versions"]:
        owed = ", ".join(f"{form_id} {count}" for form_id, count in version["reports"].items())
        lines.append(
            f"Versi {version['version']}, dibekukan {moment(version['frozen_at'])} oleh {version['office']}: {owed}"
        )
        lines.append(f"  sidik kerangka {version['frame_digest']}")
        lines.append(f"  sidik ketentuan {version['terms_digest']}")
        if not version["is_intact"]:
            lines.append("  PERINGATAN: daftar laporan wajib tidak cocok dengan sidik kerangka")
        lines += [f"  berubah: {change}" for change in version["changes"]]
        if version["reason"]:
            lines.append(f"  alasan: {version['reason']}")
    if len(described["versions"]) == 1:
        lines.append("Tidak pernah diubah sesudah dibekukan.")
    for item in described["coverage"]:
        lines.append(
            f"Cakupan menurut versi {item['version']}, {item['kecamatan']}: {item['reported']} dari {item['expected']} "
            f"melapor, {item['on_time']} tepat waktu"
        )
    return lines
