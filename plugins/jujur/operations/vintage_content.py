"""What an edition says about other editions: what it replaces, compares with, and how far first issues moved (P21-P29)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from jujur.domain.editions import Edition
from jujur.domain.reports import ReportContent
from jujur.domain.vintages import Comparison, RevisionRecord
from jujur.figures import differences, history
from jujur.figures.standing import standing
from jujur.operations.comparing import comparisons_of
from jujur.operations.desk import Desk
from jujur.operations.replacing import predecessor, said_before
from jujur.operations.withholding import may_tell
from jujur.record import editions, vintages
from jujur.record.database import Session


def with_vintage(desk: Desk, session: Session, content: ReportContent) -> ReportContent:
    """``content`` with its standing, change table, comparisons and revision history.

    Raises PublicationBlocked when the change table is not the whole difference to the edition it replaces (P25).
    """
    edition = content.edition
    former = predecessor(session, edition)
    changes = vintages.changes_of(session, edition.id)
    comparisons, breaks = comparisons_of(desk, session, edition)
    earlier: tuple[Comparison, ...] = ()
    is_substantial = False
    if former is not None:
        differences.refuse_incomplete(
            said_before(desk, session, former),
            differences.printed(content.figures, content.statuses),
            changes,
        )
        earlier, _ = comparisons_of(desk, session, editions.edition_by_id(session, former.edition_id))
        is_substantial = differences.is_substantial(changes, earlier, comparisons)
    word = standing(edition.is_final, former is not None, changes)
    return replace(
        content,
        status_label=f"DEMONSTRASI · {word}" if desk.config.is_demonstration else word,
        replaces=former,
        changes=changes,
        is_substantial=is_substantial,
        comparisons=comparisons,
        breaks=breaks,
        history=history_of(session, edition, content),
        released_late_by=_late_by(content),
    )


def history_of(session: Session, edition: Edition, content: ReportContent) -> tuple[RevisionRecord, ...]:
    """The record of revisions of the edition's own area, over all slots of its kind that were revised when it was frozen.

    A revision counts itself as the newest of its slot.
    """
    known_by = vintages.frozen_at(session, edition.id)
    own = (edition.period.starts_at, edition.period.ends_at, edition.release_at)
    pairs: list[history.Pair] = []
    for ids in vintages.published_before(session, edition, known_by):
        first = editions.edition_by_id(session, ids[0])
        is_own = (first.period.starts_at, first.period.ends_at, first.release_at) == own
        if is_own and first.revision < edition.revision:
            newest = content.figures
        elif len(ids) > 1 and not is_own:
            newest = editions.figures_of(session, ids[-1])
        else:
            continue
        issued = editions.figures_of(session, first.id)
        keys = [f"{edition.area_code}/{name}" for name in history.HEADLINES if may_tell(edition, name)]
        pairs += [(issued[key], newest[key]) for key in keys if key in issued and key in newest]
    return history.revision_history(pairs)


def _late_by(content: ReportContent) -> timedelta | None:
    """How long after its planned release the last officer agreed to a first issue (P29)."""
    agreed = [one.decision.decided_at for one in content.decisions if one.decision.is_agreed]
    if content.edition.revision or len(agreed) < 2:
        return None
    late = max(agreed) - content.edition.release_at
    return late if late > timedelta(0) else None
