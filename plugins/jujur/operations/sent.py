"""What was sent of an edition, against what it was allowed to send: audited bytes, the same for everybody (P40, P46).

None of this can be printed in the edition itself: it is printed before it is sent.
"""

from __future__ import annotations

from collections.abc import Iterator

from jujur.domain.editions import EditionStatus
from jujur.operations import self_tests
from jujur.record import audits, deliveries, editions
from jujur.record.database import Session
from jujur.record.edition_seals import seals_of


def sending_differences(session: Session, edition_id: str) -> Iterator[str]:
    """Sentences on bytes that were sent without a passed audit, or that are not those that everybody else was sent."""
    sent = [one for one in deliveries.attempts(session, "edition", edition_id) if one.sha256]
    if not sent:
        return
    published = editions.statuses(session, edition_id).get(EditionStatus.PUBLISHED) or ""
    # Of an edition from before there were such tests, no audit may be on record, and it cannot be sent again.
    is_due = self_tests.recorded(session, edition_id) is not None
    if is_due and not audits.is_passed(session, edition_id, published):
        yield f"Edisi {edition_id} dikirim, padahal bitanya tidak tercatat lulus audit (P46)."
    allowed = {published} | {
        one.sha256 for one in seals_of(session, edition_id) if one.unsigned_sha256 == published
    }
    for one in sent:
        if one.sha256 not in allowed:
            yield f"Penerima {one.recipient_id} dikirimi bita yang bukan terbitan ini (P46)."
    if len({one.sha256 for one in sent}) > 1:
        yield f"Penerima edisi {edition_id} tidak semuanya dikirimi bita yang sama (P40)."
