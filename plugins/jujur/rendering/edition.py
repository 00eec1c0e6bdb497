"""One edition from content to PDF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jujur.domain.languages import PREVAILING, Language
from jujur.domain.periods import WIB
from jujur.domain.reports import ReportContent
from jujur.domain.transcript import to_plain
from jujur.rendering import charts, evidence, formats, maps, view
from jujur.rendering.book import Book
from jujur.rendering.inks import Drawing, Geometry, Ink, Printer, UnsourcedNumeral
from jujur.rendering.inside import carriable, content_file
from jujur.rendering.language import is_translating, normalised, speaking, translate
from jujur.rendering.press import press
from jujur.rendering.reading import numerals, visible_text
from jujur.rendering.templates import environment, style_sheet

TEMPLATE = "edition.html.j2"
FURNITURE_TEMPLATE = "furniture.html.j2"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished edition. ``facts`` are the bytes of the ``figures.json`` inside the PDF."""

    pdf: bytes
    html: str
    facts: bytes


def render(content: ReportContent, assets: Path, language: Language = PREVAILING) -> Rendered:
    """The edition of ``content`` with the templates, styles and fonts below ``assets``.

    In another language it carries the same figures, rows and data digest; only words and the look of numbers differ. Raises
    UnsourcedNumeral when a digit would be printed without a fact, PublicationBlocked when a figure is missing, and Untranslated
    when the catalogue of the language lacks a text.
    """
    content = carriable(content)
    with speaking(language, assets, names_in(content)):
        return _printed(content, assets)


def _printed(content: ReportContent, assets: Path) -> Rendered:
    book = Book(content, evidence.digest(content))
    furniture_html, furniture = _make(FURNITURE_TEMPLATE, content, book, assets)
    html, body = _make(TEMPLATE, content, book, assets, furniture_html)
    enclosed = (*content.enclosures, content_file(content))
    facts = evidence.facts_file(content, book.facts, body.printed, furniture.printed, body.spoken, enclosed)
    pdf = press(html, style_sheet(assets), assets, facts, content.edition.as_of, enclosed)
    return Rendered(pdf, html, facts)


def names_in(content: ReportContent) -> frozenset[str]:
    """Whatever the content itself holds is a name or somebody's word, and stays as it is where the catalogue has no entry."""
    known = set(_texts(to_plain(content)))
    areas = (content.area, *content.children, *((content.city,) if content.city else ()))
    levelled = {prefix + area.name for area in areas for prefix in view.PREFIXES.values()}
    return frozenset(map(normalised, known | levelled))


def _texts(plain: object) -> Iterator[str]:
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, Mapping):
        for value in plain.values():
            yield from _texts(value)
    elif isinstance(plain, list):
        for value in plain:
            yield from _texts(value)


def _make(
    name: str, content: ReportContent, book: Book, assets: Path, furniture: str = ""
) -> tuple[str, Printer]:
    printer = Printer()
    page = environment(assets, printer)
    page.globals.update(_vocabulary(content, book))
    html = page.get_template(name).render(furniture=Drawing(furniture))
    _check_sources(html.replace(furniture, "") if furniture else html, printer.printed)
    return html, printer


def _check_sources(html: str, printed: list[Ink]) -> None:
    """The visible digits of the page are exactly the inks: also catches what reached the page through an attribute value."""
    visible = Counter(numerals(visible_text(html)))
    sourced = Counter(number for ink in printed for number in numerals(ink.text))
    if visible != sourced:
        raise UnsourcedNumeral(
            f"angka tanpa fakta {dict(visible - sourced)}; fakta tanpa angka {dict(sourced - visible)}"
        )


def _vocabulary(content: ReportContent, book: Book) -> dict[str, object]:
    return {
        "c": content,
        "view": view.View(content, book),
        "src": _source,
        "fig": book.fig,
        "count": book.count,
        "when": book.when,
        "quote": book.quote,
        "cited": book.cited,
        "digest": book.digest,
        "edition_digest": book.edition_digest,
        "claim": book.claim,
        "is_known": book.is_known,
        "is_bounded": book.is_bounded,
        "is_form_known": book.is_form_known,
        "is_share_printable": book.is_share_printable,
        "chart": charts.coverage(content, book),
        "map": maps.coverage_map(content, book, charts.height(content)),
        "emblem": charts.emblem(content.letterhead.emblem_svg, content.letterhead.government),
        "qr": charts.qr(
            f"jujur {content.edition.number} R{content.edition.revision} sha256 {evidence.digest(content)}"
        ),
        "meta": _meta(content),
        "is_translation": is_translating(),
        **{name: getattr(view, name) for name in ("CLASSES", "BALLOTS", "FLOW", "ACTS")},
    }


def _meta(content: ReportContent) -> dict[str, Geometry]:
    """What goes into the head of the document, which is not a page."""
    kind = translate(view.TITLES[content.edition.kind])
    title = f"{kind} {content.area.name}, {formats.instant(content.edition.as_of, 'long')}"
    as_of = content.edition.as_of.astimezone(WIB).isoformat()
    return {"title": Geometry(title), "as_of": Geometry(as_of)}


def _source(*parts: object) -> str:
    """The id of a fact from its parts: "held/<row id>/reason/0"."""
    return "/".join(map(str, parts))
