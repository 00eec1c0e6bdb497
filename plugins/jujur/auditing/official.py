"""Published figures beside ours: quoted in full or not at all, and nothing of ours moved (P15, P19)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jujur.auditing.language import expected
from jujur.auditing.reading import flowing
from jujur.auditing.sources import masked
from jujur.auditing.spelling import spell_instant, spell_integer, spell_signed
from jujur.domain.official import OfficialFigure
from jujur.domain.reports import ReportContent

# The auditor's own list of who may be quoted, and beside what of ours.
OFFICES = ("KPU", "Bawaslu")
COUNTED = {
    "jumlah_tps": "tps_expected",
    "pemilih_dpt": "sum_pemilih_dpt_j",
    "pengguna_dpt": "sum_pengguna_dpt_j",
    "pengguna_dptb": "sum_pengguna_dptb_j",
    "pengguna_dpk": "sum_pengguna_dpk_j",
    "pengguna_hak_pilih": "sum_pengguna_total_j",
    "suara_sah": "sum_suara_sah",
    "suara_tidak_sah": "sum_suara_tidak_sah",
    "suara_total": "sum_suara_total",
}
ONLY_KPU, NONE_YET = "Hasil resmi hanya oleh KPU.", "Belum ada angka resmi KPU atau Bawaslu"
SAME, UNEXPLAINED = "tidak ada selisih", "belum dijelaskan"


def official_texts(content: ReportContent) -> Iterator[tuple[str, str]]:
    """Fact and text of everything that may be printed of published figures."""
    for one in content.official or ():
        base = f"official/{one.id}"
        yield from ((f"{base}/value", spell_integer(one.value)), (f"{base}/office", one.office))
        yield from ((f"{base}/document", one.document), (f"{base}/explanation", one.explanation))
        yield f"{base}/entries", spell_integer(one.entries)
        days = spell_instant(one.published_at)
        yield from ((f"{base}/published_at#{style}", text) for style, text in days.items())
        if (difference := _difference(content, one)) is not None:
            yield f"{base}/difference", spell_signed(difference)
    yield "official/unexplained", spell_integer(len(unexplained(content)))


def official_must_show(content: ReportContent) -> Iterator[str]:
    """Both sides, their difference, the day, and that an entry replaced another one."""
    for one in content.official or ():
        base = f"official/{one.id}"
        yield from (f"{base}/value", f"{base}/published_at#date")
        if _difference(content, one) is not None:
            yield f"{base}/difference"
        if one.entries > 1:
            yield f"{base}/entries"


def crooked_official(content: ReportContent, pages: Sequence[str]) -> Iterator[str]:
    """Sentences on quotations that may not be, and on those without source, form, time, or the sentence that goes with them."""
    if content.official is None:
        return
    flat = " ".join(flowing(page) for page in pages)
    if expected(ONLY_KPU) not in flat:
        yield f'pembanding resmi tanpa kalimat "{ONLY_KPU}" (P19)'
    if (expected(NONE_YET) in flat) != (not content.official):
        yield f'"{NONE_YET}" tidak sesuai dengan catatan (P19)'
    whole = tight(flat)
    for one in content.official:
        yield from _unquotable(content, one)
        yield from _unsaid(content, one, whole)


def unexplained(content: ReportContent) -> list[OfficialFigure]:
    """Published figures that are not ours, and nobody has said why."""
    return [one for one in content.official or () if not one.explanation and _difference(content, one) != 0]


def _unquotable(content: ReportContent, one: OfficialFigure) -> Iterator[str]:
    areas = {area.code for area in (content.area, *content.children)}
    if one.office not in OFFICES or one.indicator not in COUNTED or one.area_code not in areas:
        yield f"angka resmi {one.id} bukan hitungan KPU atau Bawaslu yang boleh dikutip (P19)"
    if one.value < 0 or not one.document.strip():
        yield f"angka resmi {one.id} tanpa formulir atau nilainya tidak mungkin (P19)"
    if not one.published_at <= one.entered_at <= content.edition.as_of:
        yield f"angka resmi {one.id} belum diketahui pada batas data (P19)"


def _unsaid(content: ReportContent, one: OfficialFigure, whole: str) -> Iterator[str]:
    day = spell_instant(one.published_at)["date"]
    if tight(f"{one.office}, {masked(one.document)}, {day}") not in whole:
        yield f"angka resmi {one.id} tercetak tanpa sumber, formulir, dan tanggal yang berdampingan (P19)"
    said = masked(one.explanation) or expected(SAME if _difference(content, one) == 0 else UNEXPLAINED)
    if tight(said) not in whole:
        yield f"penjelasan selisih angka resmi {one.id} tidak tercetak (P19)"


def _difference(content: ReportContent, one: OfficialFigure) -> int | None:
    """Official minus ours; None where nothing of ours is known."""
    ours = content.figures.get(f"{one.area_code}/{COUNTED.get(one.indicator, '')}")
    return one.value - int(ours.value) if ours is not None and ours.n and ours.value is not None else None


def tight(text: str) -> str:
    """Without white space and hyphens: a line may break at either."""
    return re.sub(r"[\s\-\u00ad\u2010\ufffe]+", "", text)
