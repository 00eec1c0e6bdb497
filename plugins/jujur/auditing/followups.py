"""Follow-ups on the page: counts by state as counted here, and no open item may vanish (section 8 of the anatomy)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from jujur.auditing.language import expected
from jujur.auditing.reading import flowing
from jujur.auditing.sources import masked
from jujur.auditing.spelling import spell_instant, spell_integer
from jujur.domain.periods import WIB
from jujur.domain.reports import FollowUp, ReportContent

STATES = ("terbuka", "lewat waktu", "ditutup")
KINDS = ("harian", "mingguan", "akhir")
ALL_PRINTED = ("mingguan", "akhir")


def followup_texts(content: ReportContent) -> Iterator[tuple[str, str]]:
    """Fact and text of what the section may print."""
    counts = Counter(one.state for one in content.followups)
    yield from ((f"followup/count/{state}", spell_integer(counts[state])) for state in STATES)
    for one in content.followups:
        base = f"followup/{one.id}"
        yield from ((f"{base}/code", one.code), (f"{base}/task", one.task), (f"{base}/office", one.office))
        if one.due_at:
            yield from ((f"{base}/due_at#{style}", text) for style, text in spell_instant(one.due_at).items())


def lost_followups(content: ReportContent, pages: Sequence[str]) -> Iterator[str]:
    """Sentences on items that are not on paper, or stand there in another state than that of their due day."""
    if content.edition.kind not in KINDS:
        return
    whole = " ".join(flowing(page) for page in pages)
    counts = Counter(one.state for one in content.followups)
    said = ", ".join(f"{spell_integer(counts[state])} {expected(state)}" for state in STATES)
    if content.followups and f"{expected('Butir yang pernah dilaporkan:')} {said}." not in whole:
        yield "jumlah butir tindak lanjut tidak tercetak menurut keadaannya"
    for one in content.followups:
        if one.state != _state(one, content.edition.as_of):
            yield f"butir tindak lanjut {one.id}: keadaan {one.state} tidak sesuai dengan batas waktunya"
        must_show = one.state != "ditutup" or content.edition.kind in ALL_PRINTED
        if must_show and f"{one.kecamatan.name} {masked(one.code)}" not in whole:
            yield f"butir tindak lanjut {one.id} hilang dari laporan"


def _state(one: FollowUp, as_of: datetime) -> str:
    if one.state == "ditutup":
        return "ditutup"
    is_late = one.due_at is not None and one.due_at.astimezone(WIB).date() < as_of.astimezone(WIB).date()
    return "lewat waktu" if is_late else "terbuka"
