"""The words of messages: subject, plain text and HTML from the templates in ``reports/email/``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from jujur.domain.periods import WIB
from jujur.domain.reports import Letterhead, ReportContent

# What a letter says about the figures, by the standing printed on the pages (P27).
STANDINGS = {
    "SEMENTARA": "Angka sementara",
    "DIREVISI": "Angka direvisi",
    "KOREKSI": "Angka dikoreksi",
    "FINAL": "Angka final",
}
# What only the letter of a weekly report counts.
WEEK_COUNTS = ("followups_open", "followups_overdue", "followups_closed")


@dataclass(frozen=True, slots=True)
class Message:
    """What one message says, the same in both forms."""

    subject: str
    text: str
    html: str


def _environment(assets: Path, is_html: bool) -> Environment:
    # Plain text has no markup to escape; the HTML side of every message is escaped.
    environment = Environment(
        loader=FileSystemLoader(assets / "email"),
        autoescape=is_html,  # noqa: S701
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = wib_day
    environment.filters["clock"] = wib_clock
    return environment


def wib_day(instant: datetime) -> str:
    """ "Rabu, 14 Februari 2024", in WIB."""
    return str(format_date(instant.astimezone(WIB), "EEEE, d MMMM y", locale="id_ID"))


def wib_clock(instant: datetime) -> str:
    """ "19.30 WIB"."""
    return f"{instant.astimezone(WIB):%H.%M} WIB"


def _write(assets: Path, name: str, values: Mapping[str, Any]) -> Message:
    text_side, html_side = _environment(assets, is_html=False), _environment(assets, is_html=True)
    subject = text_side.get_template(f"{name}.subject.txt").render(values)
    return Message(
        subject=" ".join(subject.split()),
        text=text_side.get_template(f"{name}.txt").render(values),
        html=html_side.get_template(f"{name}.html").render(values),
    )


def render_edition_message(content: ReportContent, assets: Path, sha256: str, role: str) -> Message:
    """The letter that goes with an edition: coverage first, what is not known second, the status last."""
    code = content.area.code
    values = {
        "content": content,
        "role": role,
        "sha256": sha256,
        "count": {
            name: content.figures[f"{code}/{name}"].k
            for name in (
                "coverage",
                *(content.unit_figure(name) for name in ("expected", "on_time", "late", "not_received")),
                "rows_held",
                "incidents_open_severe",
                "incidents_reported",
                *(WEEK_COUNTS if content.week else ()),
            )
        },
        "forms": content.figures[f"{code}/incident_forms"],
        "status": content.statuses[0],
        "letterhead": content.letterhead,
        "revision_mark": f" (R{content.edition.revision})" if content.edition.revision else "",
        "standing": STANDINGS[content.status_label.rpartition(" · ")[2]],
        "replaces": _replacing(content),
    }
    return _write(assets, "week" if content.week else "edition", values)


def _replacing(content: ReportContent) -> str:
    """Which edition a revision replaces, and what the reader is to do with the one at hand; "" for a first issue (P25, P26)."""
    former = content.replaces
    if former is None:
        return ""
    sentence = (
        f"Laporan ini menggantikan nomor {former.number} (R{former.revision}), sidik {former.sha256[:8]}, "
        f"dengan {len(content.changes)} perubahan; penyebab masing-masing tercatat."
    )
    if content.is_substantial:
        sentence += " Simpulan atau arah perbandingannya berubah; terbitan sebelumnya ditarik dan jangan dipakai lagi."
    return sentence


def render_receipt_message(letterhead: Letterhead, assets: Path, answer: Mapping[str, Any]) -> Message:
    """The receipt for a sender; ``answer`` as :func:`jujur.operations.answer.describe` gives it."""
    return _write(assets, "receipt", {**answer, "letterhead": letterhead})


def render_notice_message(
    letterhead: Letterhead, assets: Path, cut_off_at: datetime, reason: str, is_demonstration: bool
) -> Message:
    """The notice that a report does not come, and why (P29)."""
    values = {
        "letterhead": letterhead,
        "cut_off_at": cut_off_at,
        "reason": reason,
        "is_demonstration": is_demonstration,
    }
    return _write(assets, "notice", values)


def file_name(content: ReportContent) -> str:
    """The name of the attached PDF: kind, area, day and revision; nothing that could be a claim (L45)."""
    area = content.area.name.replace(" ", "-")
    prefix = "DEMONSTRASI-" if content.is_demonstration else ""
    kind = content.edition.kind.replace("_", "-")
    return f"{prefix}Laporan-{kind}-{area}-{content.edition.period.day.isoformat()}-R{content.edition.revision}.pdf"
