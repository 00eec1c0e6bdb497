"""Editions, their figures, decisions and deliveries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction

from jujur.domain.editions import Edition, EditionStatus, HumanDecision
from jujur.domain.errors import RecordError
from jujur.domain.figures import Exact, Figure, FigureStatus
from jujur.domain.periods import Period, from_text, to_text
from jujur.domain.transitions import edition_may_become
from jujur.record.database import Session


def exact_to_text(value: Exact | None) -> str | None:
    """An exact number as ``"n"`` or ``"n/d"``; None stays None."""
    return None if value is None else str(value)


def exact_from_text(text: str | None) -> Exact | None:
    """The number written by :func:`exact_to_text`."""
    if text is None:
        return None
    return Fraction(text) if "/" in text else int(text)


def add_edition(session: Session, edition: Edition) -> None:
    """Adds an edition at the moment its cut-off is frozen; it repeats the head of the one issued before it (P37)."""
    session.run(
        "insert_edition",
        edition_id=edition.id,
        number=edition.number,
        kind=edition.kind,
        area_code=edition.area_code,
        period_start=to_text(edition.period.starts_at),
        period_end=to_text(edition.period.ends_at),
        revision=edition.revision,
        as_of=to_text(edition.as_of),
        release_at=to_text(edition.release_at),
        code_version=edition.code_version,
        config_digest=edition.config_digest,
        frame_digest=edition.frame_digest,
        ledger_head=edition.ledger_head,
        frame_version=edition.frame_version,
        terms_digest=edition.terms_digest,
        former_head=edition.former_head or former_head(session, edition.kind, edition.area_code),
        is_final=int(edition.is_final),
    )


def former_head(session: Session, kind: str, area_code: str) -> str:
    """The ledger head printed in the newest issued edition of a kind and area; "" before the first."""
    row = session.row("former_head", kind=kind, area_code=area_code)
    return str(row["ledger_head"]) if row else ""


def edition_by_id(session: Session, edition_id: str) -> Edition:
    """One edition. Raises RecordError if there is none of this id."""
    row = session.row("edition_by_id", edition_id=edition_id)
    if row is None:
        raise RecordError(f"Edisi {edition_id} tidak dikenal.")
    return Edition(
        id=row["edition_id"],
        number=row["number"],
        kind=row["kind"],
        area_code=row["area_code"],
        period=Period(from_text(row["period_start"]), from_text(row["period_end"])),
        revision=row["revision"],
        as_of=from_text(row["as_of"]),
        release_at=from_text(row["release_at"]),
        code_version=row["code_version"],
        config_digest=row["config_digest"],
        frame_digest=row["frame_digest"],
        ledger_head=row["ledger_head"],
        frame_version=row["frame_version"] or 1,
        terms_digest=row["terms_digest"] or "",
        former_head=row["former_head"] or "",
        is_final=bool(row["is_final"]),
    )


def add_status(
    session: Session,
    edition_id: str,
    status: EditionStatus,
    at: datetime,
    sha256: str | None = None,
    detail: str = "",
) -> None:
    """Adds a step in the life of an edition. Raises RecordError if it does not follow from those already taken."""
    taken = statuses(session, edition_id)
    if not edition_may_become(taken, status):
        newest = list(taken)[-1].value if taken else "belum ada"
        raise RecordError(
            f"Edisi {edition_id} tidak dapat menjadi {status.value}: keadaannya sekarang {newest}."
        )
    session.run(
        "insert_edition_status",
        edition_id=edition_id,
        status=status.value,
        at=to_text(at),
        sha256=sha256,
        detail=detail,
    )


def statuses(session: Session, edition_id: str) -> dict[EditionStatus, str | None]:
    """The steps an edition has taken, in order, with the sha256 each was bound to."""
    rows = session.rows("edition_statuses", edition_id=edition_id)
    return {EditionStatus(row["status"]): row["sha256"] for row in rows}


def detail_of(session: Session, edition_id: str, status: EditionStatus) -> str:
    """What was entered beside a step of an edition; "" where nothing was, or the step has not been taken."""
    rows = session.rows("edition_statuses", edition_id=edition_id)
    return next((str(row["detail"] or "") for row in rows if row["status"] == status.value), "")


def add_figures(session: Session, edition_id: str, figures: Iterable[Figure]) -> None:
    """Adds the figures of an edition."""
    session.run_many(
        "insert_figure",
        [
            {
                "edition_id": edition_id,
                "figure_key": figure.key,
                "area_code": figure.area_code,
                "name": figure.name,
                "label": figure.label,
                "unit": figure.unit,
                "value": exact_to_text(figure.value),
                "k": figure.k,
                "n": figure.n,
                "n_expected": figure.N,
                "denominator": figure.denominator,
                "lower_bound": exact_to_text(figure.lower),
                "upper_bound": exact_to_text(figure.upper),
                "rows_digest": figure.rows_digest,
                "cut_off_at": to_text(figure.cut_off_at) if figure.cut_off_at else None,
                "status": figure.status.value,
            }
            for figure in figures
        ],
    )


def figures_of(session: Session, edition_id: str) -> dict[str, Figure]:
    """The figures of an edition by key."""
    figures = (
        Figure(
            name=row["name"],
            area_code=row["area_code"],
            label=row["label"],
            unit=row["unit"],
            value=exact_from_text(row["value"]),
            k=row["k"],
            n=row["n"],
            N=row["n_expected"],
            denominator=row["denominator"],
            lower=exact_from_text(row["lower_bound"]),
            upper=exact_from_text(row["upper_bound"]),
            rows_digest=row["rows_digest"],
            cut_off_at=from_text(row["cut_off_at"]) if row["cut_off_at"] else None,
            status=FigureStatus(row["status"] or FigureStatus.SEMENTARA),
        )
        for row in session.rows("figures_of_edition", edition_id=edition_id)
    )
    return {figure.key: figure for figure in figures}


def add_decision(session: Session, edition_id: str, decision: HumanDecision) -> None:
    """Adds an officer's decision; one act an edition, one act a person (P38)."""
    session.run(
        "insert_decision",
        edition_id=edition_id,
        act=decision.act,
        actor=decision.actor,
        is_agreed=int(decision.is_agreed),
        reason=decision.reason,
        decided_at=to_text(decision.decided_at),
    )


def decisions_of(session: Session, edition_id: str) -> list[HumanDecision]:
    """The decisions about an edition, in the order in which they were taken."""
    return [
        HumanDecision(
            row["act"], row["actor"], bool(row["is_agreed"]), row["reason"], from_text(row["decided_at"])
        )
        for row in session.rows("decisions_of_edition", edition_id=edition_id)
    ]
