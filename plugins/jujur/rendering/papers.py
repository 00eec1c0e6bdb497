"""Papers of one or two pages beside the editions: notice, limited report, errata sheet (P26, P29, P46).

In another language they are made as editions are: the same templates by the catalogue, quotations as they were sent.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from jujur.domain.documents import Notice
from jujur.domain.languages import PREVAILING, Language
from jujur.domain.properties import PROPERTY_NAMES
from jujur.domain.reports import ReportContent
from jujur.rendering import charts, evidence, view
from jujur.rendering.book import Book
from jujur.rendering.edition import names_in
from jujur.rendering.inks import Drawing, Geometry, Ink, Printer, UnsourcedNumeral
from jujur.rendering.language import is_translating, normalised, speaking, spoken_language
from jujur.rendering.pen import Pen
from jujur.rendering.press import press
from jujur.rendering.reading import numerals, visible_text
from jujur.rendering.templates import environment, style_sheet

TITLES = {"bukan-terbit": "Laporan tidak terbit", "terbatas": "Laporan terbatas"}
KIND_WORDS = {
    "harian": "Laporan harian",
    "mingguan": "Laporan mingguan",
    "hari_h": "Laporan hari pemungutan suara",
    "akhir": "Laporan akhir",
}
NOTICE_SCHEMA, ERRATA_SCHEMA = "jujur/notice/1", "jujur/errata/1"
# Which section of the report a figure stands in, by the beginning of its name.
SECTIONS = (
    (("status",), "Simpulan keadaan"),
    (("incident",), "Insiden"),
    (("sum_", "filled_", "turnout", "cells"), "Hasil pemantauan"),
    (("stages", "coordination", "neutrality"), "Tahapan, koordinasi, dan netralitas"),
    (("followups",), "Tindak lanjut"),
    (("data_age",), "Mutu data"),
    (("",), "Cakupan dan alur data"),
)


def render_notice(notice: Notice, assets: Path, language: Language = PREVAILING) -> bytes:
    """The notice that a report does not come, or comes only in part, as a PDF of one page.

    Raises UnsourcedNumeral when a digit would be printed without a fact, and Untranslated when the catalogue lacks a text.
    """
    with speaking(language, assets, _names(notice)):
        return _notice(notice, assets)


def _names(notice: Notice) -> frozenset[str]:
    """What stays as it is in every language: areas and the letterhead."""
    head = notice.letterhead
    areas = (notice.area_name, *(one.area_name for one in notice.coverage))
    return frozenset(map(normalised, (*areas, head.government, head.desk, head.address)))


def _notice(notice: Notice, assets: Path) -> bytes:
    pen = Pen()
    words = {
        "title": TITLES[notice.form],
        "kind": KIND_WORDS[notice.kind],
        "next_kind": KIND_WORDS[notice.next_kind] if notice.next_kind else "",
        "promises": tuple(
            (pen.quote(one, f"failed/{one}"), PROPERTY_NAMES[one]) for one in notice.failed_properties
        ),
        "status": "DEMONSTRASI · TIDAK TERBIT" if notice.is_demonstration else "TIDAK TERBIT",
        "n": notice,
    }
    if notice.form == "terbatas":
        words["status"] = "DEMONSTRASI · TERBATAS" if notice.is_demonstration else "TERBATAS"
    html, printed, furniture = _paper("notice", pen, words, notice.letterhead.emblem_svg, notice, assets)
    facts = _facts(NOTICE_SCHEMA, pen, printed, furniture)
    return press(html, style_sheet(assets), assets, facts, notice.cut_off_at)


def render_errata(
    content: ReportContent, readers: tuple[str, ...], assets: Path, language: Language = PREVAILING
) -> bytes:
    """The errata sheet of a revision: old, new, cause, extent, sections, whether conclusions change, and who is told (P26).

    ``readers``: the roles of all who were sent the wrong edition. Raises ValueError for a first issue, which corrects nothing,
    and Untranslated when the catalogue of the language lacks a text.
    """
    if content.replaces is None:
        raise ValueError(f"edisi {content.edition.id} tidak menggantikan terbitan lain")
    with speaking(language, assets, names_in(content)):
        return _errata(content, readers, assets)


def _errata(content: ReportContent, readers: tuple[str, ...], assets: Path) -> bytes:
    book = Book(content, evidence.digest(content))
    shown = view.View(content, book)
    words = {
        "title": "Ralat",
        "status": content.status_label,
        "c": content,
        "view": shown,
        "readers": tuple(book.cited(role, f"reader/{at}") for at, role in enumerate(readers)),
        "reader_count": book.count("readers", len(readers), "penerima ralat"),
        "changed_sections": sections_of(content),
        "src": lambda *parts: "/".join(map(str, parts)),
    }
    html, printed, furniture = _paper("errata", book, words, content.letterhead.emblem_svg, content, assets)
    facts = _facts(ERRATA_SCHEMA, book, printed, furniture)
    return press(html, style_sheet(assets), assets, facts, content.edition.as_of)


def sections_of(content: ReportContent) -> tuple[str, ...]:
    """The sections of the report that the changes touch, in the order of the report."""
    found = {_section(change.key) for change in content.changes}
    order = (
        *("Simpulan keadaan", "Cakupan dan alur data", "Hasil pemantauan"),
        *("Tahapan, koordinasi, dan netralitas", "Insiden", "Tindak lanjut", "Mutu data"),
    )
    return tuple(name for name in order if name in found)


def _section(key: str) -> str:
    name = "status" if key.startswith("status/") else key.rpartition("/")[2]
    return next(section for beginnings, section in SECTIONS if name.startswith(beginnings))


def _paper(
    name: str, pen: Pen, words: dict[str, Any], emblem: str, about: Notice | ReportContent, assets: Path
) -> tuple[str, list[Ink], list[Ink]]:
    """The page, what it prints, and what its margin prints."""
    as_of = about.cut_off_at if isinstance(about, Notice) else about.edition.as_of
    words = words | {
        "letterhead": about.letterhead,
        "as_of": as_of,
        "emblem": charts.emblem(emblem, about.letterhead.government),
        "quote": pen.quote,
        "cited": pen.cited,
        "when": pen.when,
        "count": pen.count,
        "digest": pen.digest,
        "meta": {"as_of": Geometry(as_of.isoformat())},
    }
    margin, furniture = _make("papers/furniture.html.j2", words, assets)
    html, printed = _make(f"papers/{name}.html.j2", words | {"furniture": Drawing(margin)}, assets)
    _refuse_unsourced(html, [*printed, *furniture])
    return html, printed, furniture


def _make(template: str, words: dict[str, Any], assets: Path) -> tuple[str, list[Ink]]:
    printer = Printer()
    page = environment(assets, printer)
    page.globals.update(words)
    return page.get_template(template).render(), printer.printed


def _refuse_unsourced(html: str, printed: list[Ink]) -> None:
    visible = Counter(numerals(visible_text(html)))
    sourced = Counter(number for ink in printed for number in numerals(ink.text))
    if visible != sourced:
        raise UnsourcedNumeral(f"angka tanpa fakta pada lembar: {dict(visible - sourced)}")


def _facts(schema: str, pen: Pen, printed: list[Ink], furniture: list[Ink]) -> bytes:
    return evidence.canonical(
        {
            "schema": schema,
            "facts": pen.facts,
            "printed": [[ink.text, ink.fact] for ink in printed],
            "furniture": [[ink.text, ink.fact] for ink in furniture],
            "spoken": [],
        }
        | ({"language": spoken_language()} if is_translating() else {})
    )
