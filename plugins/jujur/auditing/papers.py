"""The audit of notices, limited reports and errata sheets: the same readers, the same wording gate (P15, P26, P29, P32, P46)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pikepdf import PdfError
from pypdfium2 import PdfiumError

from jujur.auditing.accounts import account_instants, account_texts
from jujur.auditing.carried import carried_by
from jujur.auditing.language import expected, read_language, reading_in
from jujur.auditing.numerals import unresolved
from jujur.auditing.reading import flowing, read_facts, read_text
from jujur.auditing.sources import masked
from jujur.auditing.spelling import spell_instant, spell_integer
from jujur.auditing.structures import hidden_structures
from jujur.auditing.visibility import read_sheets, unseen_text
from jujur.auditing.wording import Carried, audit_words
from jujur.domain.documents import Notice
from jujur.domain.errors import AuditFailed
from jujur.domain.figures import GatedStatus
from jujur.domain.languages import PREVAILING, Language
from jujur.domain.reports import Letterhead, ReportContent

# At the foot of every page; in another language it also says which paper prevails.
OFFICIAL = "Bukan hasil resmi; hasil resmi hanya oleh KPU. Batas data"
TITLES = {"bukan-terbit": "Laporan tidak terbit", "terbatas": "Laporan terbatas"}
MARKS = {"bukan-terbit": "TIDAK TERBIT", "terbatas": "TERBATAS"}
KINDS = {
    "harian": "Laporan harian",
    "mingguan": "Laporan mingguan",
    "hari_h": "Laporan hari pemungutan suara",
    "akhir": "Laporan akhir",
}
# Heads of columns in their order: numbers under swapped heads would be lies.
OF_COVERAGE = ("Melapor", "Tepat waktu", "Wajib lapor")
OF_TIMES = ("Data diterima sampai", "Rencana terbit")
OF_CHANGES = ("Lama", "Yang benar")
Texts = Iterator[tuple[str, str]]


def audit_notice(pdf: bytes, notice: Notice, language: Language = PREVAILING) -> list[str]:
    """Discrepancies of a notice or limited report in ``language``, as Indonesian sentences; [] means honest."""
    with reading_in(language):
        return _audit_notice(pdf, notice)


def _audit_notice(pdf: bytes, notice: Notice) -> list[str]:
    needed = ["as_of#short", "release_at#short"]
    needed += [f"failed/{name}" for name in notice.failed_properties]
    needed += [
        f"coverage/{one.area_name}/{part}" for one in notice.coverage for part in ("reported", "expected")
    ]
    mark = MARKS[notice.form]
    words = [expected(TITLES[notice.form]), expected(KINDS[notice.kind])]
    words += [expected(f"DEMONSTRASI · {mark}" if notice.is_demonstration else mark)]
    words += [notice.area_name, masked(notice.reason)]
    words += [expected(KINDS[notice.next_kind])] if notice.next_kind else []
    words += [
        _heads(OF_TIMES),
        _heads(OF_COVERAGE) if notice.coverage else _heads(("Cakupan tidak dapat dihitung",)),
    ]
    return _audit(pdf, dict(_notice(notice)), needed, words, (), Carried())


def audit_errata(
    pdf: bytes, content: ReportContent, readers: Sequence[str], language: Language = PREVAILING
) -> list[str]:
    """Discrepancies of an errata sheet in ``language``: every change is on it, with its cause, and everyone who is told (P26)."""
    with reading_in(language):
        return _audit_errata(pdf, content, readers)


def _audit_errata(pdf: bytes, content: ReportContent, readers: Sequence[str]) -> list[str]:
    known = dict(_errata(content, readers))
    needed = [f"change/{at}/changed_at#short" for at in range(len(content.changes))]
    needed += ["changes", "readers", "replaces/number", "identity/number"]
    words = [expected(content.status_label), expected("Ralat"), *(masked(role) for role in readers)]
    words += [
        expected(
            "Simpulan, status, atau arah perbandingan berubah"
            if content.is_substantial
            else "Simpulan tidak berubah"
        ),
        expected("ditarik dan tetap disimpan" if content.is_substantial else "tetap tersimpan"),
    ]
    words += [_heads(OF_CHANGES)] if content.changes else []
    return _audit(pdf, known, needed, words, content.statuses, carried_by(content))


def _heads(names: Sequence[str]) -> str:
    """What stands side by side on the page, as it is read."""
    return " ".join(map(expected, names))


def _audit(
    pdf: bytes,
    known: Mapping[str, str],
    needed: Sequence[str],
    words: Sequence[str],
    statuses: Sequence[GatedStatus],
    carried: Carried,
) -> list[str]:
    try:
        facts, pages, sheets = read_facts(pdf), read_text(pdf), read_sheets(pdf)
    except (AuditFailed, PdfError, PdfiumError, ValueError, OSError) as error:
        return [f"PDF tidak dapat dibaca kembali: {error}"]
    problems = list(_inks(facts, known))
    if facts.get("language", PREVAILING) != read_language():
        problems.append("bahasa lembar di lampiran bukan bahasa yang diperiksa")
    printed = {fact for _, fact in facts["printed"]}
    problems += [f"fakta wajib tampil tidak tercetak: {fact}" for fact in needed if fact not in printed]
    problems += unresolved(pages, facts)
    flat = [flowing(page) for page in pages]
    whole = " ".join(flat)
    problems += [f'lembar tidak memuat "{wanted}"' for wanted in words if wanted not in whole]
    problems += [
        f"halaman {at}: tidak memuat catatan resmi"
        for at, page in enumerate(flat, 1)
        if expected(OFFICIAL) not in page
    ]
    for at, page in enumerate(pages, 1):
        problems += audit_words(page, statuses, f"halaman {at}", carried)
    for sheet in sheets:
        problems += unseen_text(sheet)
    return problems + hidden_structures(pdf)


def _inks(facts: Mapping[str, Any], known: Mapping[str, str]) -> Iterator[str]:
    for text, fact in [*facts["printed"], *facts["furniture"]]:
        shown = " ".join(text.split())
        if fact not in known:
            yield f"{shown!r} dicetak atas nama fakta yang tidak dikenal: {fact}"
        elif shown not in (" ".join(known[fact].split()), masked(known[fact])):
            yield f"{shown!r} dicetak untuk {fact}, seharusnya {known[fact]!r}"


def _letterhead(head: Letterhead) -> Texts:
    yield from ((f"letterhead/{name}", getattr(head, name)) for name in ("government", "desk", "address"))


def _notice(notice: Notice) -> Texts:
    yield from _letterhead(notice.letterhead)
    yield "reason", notice.reason
    yield from ((f"failed/{name}", name) for name in notice.failed_properties)
    for fact, value in (
        ("period/start", notice.period_starts_at),
        ("as_of", notice.cut_off_at),
        ("release_at", notice.release_at),
        ("next/release_at", notice.next_release_at),
    ):
        if value is not None:
            yield from ((f"{fact}#{style}", text) for style, text in spell_instant(value).items())
    for one in notice.coverage:
        for part in ("reported", "on_time", "expected"):
            yield f"coverage/{one.area_name}/{part}", spell_integer(getattr(one, part))


def _errata(content: ReportContent, readers: Sequence[str]) -> Texts:
    yield from _letterhead(content.letterhead)
    yield from account_texts(content)
    edition, former = content.edition, content.replaces
    yield from (("identity/number", edition.number), ("identity/revision", f"R{edition.revision}"))
    if former:
        yield from (("replaces/number", former.number), ("replaces/revision", f"R{former.revision}"))
        yield "replaces/sha256:0", former.sha256[:8]
    yield "readers", spell_integer(len(readers))
    yield from ((f"reader/{at}", role) for at, role in enumerate(readers))
    instants = [("edition/period/start", edition.period.starts_at), ("as_of", edition.as_of)]
    for fact, value in [*instants, *account_instants(content)]:
        yield from ((f"{fact}#{style}", text) for style, text in spell_instant(value).items())
