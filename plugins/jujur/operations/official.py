"""Figures that KPU or Bawaslu published, entered by an officer and quoted beside ours; nothing of ours is adjusted (P19)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from jujur import auditing
from jujur.domain.acts import MINIMUM_REASON
from jujur.domain.editions import Edition
from jujur.domain.errors import DecisionRefused, RecordError
from jujur.domain.gates import is_result
from jujur.domain.official import INDICATORS, OFFICES, OfficialFigure
from jujur.domain.periods import WIB, to_text
from jujur.domain.reports import ReportContent
from jujur.operations.deciding import refuse_backwards, refuse_unauthorised, refuse_unprintable
from jujur.operations.desk import Desk
from jujur.operations.framing import results_gate_of, versions_known
from jujur.operations.known import MAIN_FORM
from jujur.record import ledger, official_figures
from jujur.record.database import Session
from jujur.settings.calendar import ReportingPeriod

ENTERED = "official_figure_entered"
# What the record's integer columns hold.
LARGEST_VALUE = 2**31 - 1
SHORTEST_DOCUMENT, LONGEST_DOCUMENT, LONGEST_EXPLANATION = 5, 80, 300
LEVELS = ("kota", "kecamatan", "kelurahan")
# Results of candidates and parties are KPU's alone, also in the name of a document (P19).
_CONTENDERS = re.compile(
    r"(?<!\w)(?:calon|partai|parpol|paslon|caleg|capres|cawapres|kandidat)(?!\w)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published where: office, name of the form or document, and the day it came out."""

    office: str
    document: str
    published_on: date


def add(
    desk: Desk,
    period_id: str,
    area_code: str,
    indicator: str,
    value: int,
    publication: Publication,
    actor: str,
    explanation: str = "",
) -> OfficialFigure | None:
    """Enters a published figure; None when exactly this is the newest entry already. A correction is one more entry.

    :raises DecisionRefused: the officer may not, the indicator is none of those that may be quoted, the hour for results has
        not come, source, form or day is missing or impossible, or a text may not be printed (P12, P16, P19, P43).
    :raises RecordError: the calendar has no such period, or the desk no such area.
    """
    refuse_unauthorised(desk, actor)
    period = _period(desk, period_id)
    _refuse_impossible(desk, area_code, indicator, value)
    document, explanation = " ".join(publication.document.split()), " ".join(explanation.split())
    _refuse_texts(document, explanation)
    with desk.database.writing() as session:
        now = desk.now()
        refuse_backwards(session, now)
        _refuse_publication(publication, now)
        _refuse_early(desk, session, period, indicator, now)
        one = OfficialFigure(
            area_code=area_code,
            indicator=indicator,
            value=value,
            office=publication.office,
            document=document,
            published_at=_midnight(publication.published_on),
            explanation=explanation,
            entered_by=actor,
            entered_at=now,
            entries=1,
        )
        former = official_figures.known(session, period.starts_at, now).get(one.id)
        if former is not None:
            one = replace(one, entries=former.entries + 1)
            if replace(former, entered_at=now, entries=one.entries) == one:
                return None
        official_figures.add(session, period.starts_at, one)
        ledger.append(session, now, actor, ENTERED, _event(period, one))
    return one


def listed(desk: Desk, period_id: str) -> list[OfficialFigure]:
    """Every entry about a period, superseded ones too, oldest first. Raises RecordError for an unknown period."""
    period = _period(desk, period_id)
    with desk.database.reading() as session:
        return official_figures.entries(session, period.starts_at, desk.now())


def official_of(desk: Desk, session: Session, content: ReportContent) -> tuple[OfficialFigure, ...]:
    """What an edition may quote: known at its cut-off, about its areas, beside a figure that it may print itself (P19)."""
    edition, codes = content.edition, [area.code for area in (content.area, *content.children)]
    known = official_figures.known(session, edition.period.starts_at, edition.as_of).values()
    quotable = [one for one in known if f"{one.area_code}/{one.figure}" in content.figures]
    order = list(INDICATORS)
    return tuple(
        replace(one, entered_by=desk.config.office_of(one.entered_by))
        for one in sorted(
            quotable, key=lambda one: (codes.index(one.area_code), order.index(one.indicator), one.office)
        )
    )


def is_quoted_anew(desk: Desk, session: Session, former: Edition, as_of: datetime) -> bool:
    """True when a final report made at ``as_of`` quotes another published figure than ``former`` did."""
    if former.kind != "akhir":
        return False
    codes = {former.area_code, *(area.code for area in desk.config.gazetteer.children(former.area_code))}
    before, after = (
        [
            one
            for one in official_figures.known(session, former.period.starts_at, at).values()
            if one.area_code in codes
        ]
        for at in (former.as_of, as_of)
    )
    return before != after


def _period(desk: Desk, period_id: str) -> ReportingPeriod:
    period = desk.config.calendar.reporting_period(MAIN_FORM, period_id)
    if period is None:
        raise RecordError(f"Masa laporan {period_id} dengan formulir {MAIN_FORM} tidak ada dalam kalender.")
    return period


def _refuse_impossible(desk: Desk, area_code: str, indicator: str, value: int) -> None:
    area = desk.config.gazetteer.get(area_code)
    if area is None or area.level not in LEVELS:
        raise RecordError(f"Wilayah {area_code} bukan kota, kecamatan, atau kelurahan desk ini.")
    if indicator not in INDICATORS:
        raise DecisionRefused(
            f"Indikator {indicator} tidak dapat dicatat. Yang dapat: {', '.join(INDICATORS)}; "
            "tidak pernah menurut calon atau partai (P19)."
        )
    if not 0 <= value <= LARGEST_VALUE:
        raise DecisionRefused(f"Angka resmi {value} bukan bilangan bulat yang tidak negatif.")


def _refuse_texts(document: str, explanation: str) -> None:
    if not SHORTEST_DOCUMENT <= len(document) <= LONGEST_DOCUMENT:
        raise DecisionRefused(
            f"Nama formulir atau dokumen antara {SHORTEST_DOCUMENT} dan {LONGEST_DOCUMENT} huruf, misalnya "
            "“Model D.HASIL KABKO-PPWP” (P19)."
        )
    if explanation and not MINIMUM_REASON <= len(explanation) <= LONGEST_EXPLANATION:
        raise DecisionRefused(
            f"Penjelasan selisih antara {MINIMUM_REASON} dan {LONGEST_EXPLANATION} huruf, atau kosong sampai diketahui."
        )
    for text, what in ((document, "Nama dokumen"), (explanation, "Penjelasan")):
        refuse_unprintable(text, what)
        if found := _CONTENDERS.search(text):
            raise DecisionRefused(
                f"{what} menyebut “{found[0]}”; angka menurut calon atau partai hanya dari KPU (P19)."
            )
    numbers = [letter for letter in explanation if letter.isnumeric()] or auditing.number_words(explanation)
    if numbers:
        raise DecisionRefused(
            f"Penjelasan memuat bilangan “{numbers[0]}”; selisihnya dihitung sistem, penjelasan hanya kata (P16)."
        )


def _refuse_publication(publication: Publication, now: datetime) -> None:
    if publication.office not in OFFICES:
        raise DecisionRefused(f"Sumber harus {' atau '.join(OFFICES)}, bukan “{publication.office}” (P19).")
    if publication.published_on > now.astimezone(WIB).date():
        raise DecisionRefused(
            f"Tanggal pengumuman {publication.published_on:%d-%m-%Y} belum tiba menurut jam desk (P24)."
        )


def _refuse_early(
    desk: Desk, session: Session, period: ReportingPeriod, indicator: str, now: datetime
) -> None:
    if not is_result(INDICATORS[indicator]):
        return
    gate = results_gate_of(desk, versions_known(session, period.starts_at, now)[-1])
    if now < gate.opens_at or now in gate.quiet:
        raise DecisionRefused(
            f"Angka suara baru dapat dicatat sejak {gate.opens_at.astimezone(WIB):%d-%m-%Y %H.%M} WIB (P19)."
        )


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=WIB).astimezone(UTC)


def _event(period: ReportingPeriod, one: OfficialFigure) -> dict[str, object]:
    return {
        "period": period.id,
        "area": one.area_code,
        "indicator": one.indicator,
        "value": one.value,
        "office": one.office,
        "document": one.document,
        "published_at": to_text(one.published_at),
        "explanation": one.explanation,
        "entry": one.entries,
    }
