"""The summary of one slot, as the demonstration writes it and tests read it."""

from __future__ import annotations

from typing import Any

from jujur.domain.editions import EditionStatus
from jujur.domain.periods import to_text
from jujur.operations.desk import Desk
from jujur.operations.inquire import rows_by_bin
from jujur.record import editions, ledger
from jujur.record.edition_seals import seals_of
from jujur.settings.calendar import Slot


def summarise(desk: Desk, slot: Slot) -> dict[str, Any]:
    """Files, rows by kecamatan and bin, every figure, the published editions, and the messages that were taken."""
    with desk.database.reading() as session:
        ids = [
            row["edition_id"]
            for row in session.rows("editions_of_slot", kind=slot.kind, as_of=to_text(slot.cut_off_at))
        ]
        figures: dict[str, Any] = {}
        published = []
        for edition_id in ids:
            for key, figure in editions.figures_of(session, edition_id).items():
                value = editions.exact_to_text(figure.value)
                figures[key] = {
                    "value": int(value) if value is not None and "/" not in value else value,
                    "k": figure.k,
                    "n": figure.n,
                    "N": figure.N,
                }
            sha256 = editions.statuses(session, edition_id).get(EditionStatus.PUBLISHED)
            edition, seals = editions.edition_by_id(session, edition_id), seals_of(session, edition_id)
            if sha256:
                published.append(
                    {
                        "area": edition.area_code,
                        "kind": edition.kind,
                        "revision": edition.revision,
                        "unsigned_sha256": sha256,
                        "signed_sha256": seals[-1].sha256 if seals else None,
                        "id": edition_id,
                    }
                )
        totals = {
            (row["subject_kind"], row["outcome"]): row["message_count"]
            for row in session.rows("delivery_totals")
        }
        return {
            "files": len(session.rows("submissions")),
            "rows": rows_by_bin(desk, session, to_text(slot.starts_at), to_text(slot.cut_off_at)),
            "figures": dict(sorted(figures.items())),
            "editions": published,
            "mails": {
                "recipients": totals.get(("edition", "accepted"), 0),
                "senders": totals.get(("receipt", "accepted"), 0),
            },
            "ledger_head": ledger.head(session),
        }
