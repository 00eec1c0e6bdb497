"""The list of promises on the page against the checks that were really run (P48, L50)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jujur.auditing.language import expected
from jujur.auditing.reading import flowing
from jujur.auditing.spelling import spell_integer
from jujur.domain.properties import Basis, Outcome, complete
from jujur.domain.reports import ReportContent

# The promises that this audit holds the finished pages against, and where; only these may be called passed by it.
CHECKED: Mapping[str, str] = {
    "P01": "laws",
    "P02": "presence",
    "P04": "percents",
    "P05": "laws",
    "P06": "percents",
    "P08": "laws",
    "P09": "laws",
    "P10": "presence",
    "P12": "wording",
    "P14": "claims",
    "P15": "sources",
    "P16": "sources",
    "P17": "laws",
    "P18": "presence",
    "P19": "results",
    "P23": "wording",
    "P27": "presence",
    "P30": "laws",
    "P31": "bars",
    "P32": "visibility",
    "P33": "places",
    "P36": "enclosed",
    "P42": "presence",
    "P43": "wording",
    "P45": "presence",
    "P47": "tagging",
    "P48": "promises",
}
HEADINGS = {
    Outcome.PASSED: "Lulus",
    Outcome.FAILED: "Gagal",
    Outcome.UNTESTED: "Tidak diuji",
    Outcome.NOT_APPLICABLE: "Tidak berlaku",
}
LATER = "Tanda tangan diuji sesudah cetak dengan jujur verify, pengiriman sesudah kirim dengan jujur check."
PRINTED_DIGITS = 16
_ID = re.compile(r"P\d\d")


def promise_texts(content: ReportContent) -> Iterator[tuple[str, str]]:
    """Fact and text of what the list may print: a number only under the outcome that the promise has."""
    for one in content.properties:
        yield f"property/{one.id}/{one.outcome.value}", one.id
    for outcome in Outcome:
        count = sum(one.outcome is outcome for one in content.properties)
        yield f"property/count/{outcome.value}", spell_integer(count)
    if content.take:
        yield from (("take", spell_integer(content.take)), ("takes", spell_integer(content.takes)))
    digest = _digest(content)[:PRINTED_DIGITS]
    yield from ((f"properties/digest:{at // 8}", digest[at : at + 8]) for at in range(0, PRINTED_DIGITS, 8))


def promise_must_show(content: ReportContent) -> Iterator[str]:
    """Every promise and every count must be on paper."""
    yield from (f"property/{one.id}/{one.outcome.value}" for one in content.properties)
    yield from (f"property/count/{outcome.value}" for outcome in Outcome)
    yield from ("take", "takes") if content.take else ()


def broken_promises(content: ReportContent, pages: Sequence[str], facts: Mapping[str, Any]) -> Iterator[str]:
    """Sentences on a list that is incomplete, claims a check that nobody made, or stands otherwise on the page."""
    if not complete(content.properties):
        yield "daftar uji kejujuran tidak memuat setiap janji tepat satu kali (P48)"
        return
    for one in content.properties:
        if one.outcome is Outcome.FAILED:
            yield f"janji {one.id} gagal; laporan biasa tidak boleh terbit ({one.id}, P46)"
        if one.basis is Basis.PAGES and one.id not in CHECKED:
            yield f"janji {one.id} disebut diuji pada halaman, padahal audit ini tidak mengujinya (P48, L50)"
        is_claimed = one.outcome in (Outcome.PASSED, Outcome.FAILED)
        if is_claimed != one.basis.is_test:
            yield f"janji {one.id}: hasil {one.outcome.value} tidak sesuai dengan pengujinya (P48)"
    if facts.get("properties") != _listed(content):
        yield "daftar uji kejujuran di lampiran berbeda dari hasil uji (P48)"
    yield from _on_page(content, " ".join(flowing(page) for page in pages))


def _on_page(content: ReportContent, whole: str) -> Iterator[str]:
    for outcome, heading in HEADINGS.items():
        ids = [one.id for one in content.properties if one.outcome is outcome]
        found = re.search(rf"{expected(heading)} \((\d+)\): ([P\d, -]+)\.", whole)
        if found is None or int(found[1]) != len(ids) or _ID.findall(found[2]) != ids:
            yield f"daftar janji yang {outcome.value} tidak tercetak sebagaimana hasil ujinya (P48)"
    is_later = any(one.basis in (Basis.AFTER_PRINT, Basis.AFTER_SENDING) for one in content.properties)
    if is_later != (expected(LATER) in whole):
        yield "kapan yang belum diuji dapat diuji tidak tercetak sebagaimana daftarnya (P48)"


def _listed(content: ReportContent) -> list[list[str]]:
    return [[one.id, one.outcome.value, one.basis.value] for one in content.properties]


def _digest(content: ReportContent) -> str:
    text = json.dumps(_listed(content), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
