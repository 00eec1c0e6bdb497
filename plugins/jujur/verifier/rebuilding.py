"""Making the report again from its own inside, and comparing bytes (P35)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from jujur.domain.errors import JujurError
from jujur.domain.figures import Exact, Figure, FigureStatus
from jujur.domain.languages import LANGUAGES, PREVAILING
from jujur.domain.periods import from_text
from jujur.domain.transcript import from_plain
from jujur.verifier.decompressed import NotAsPressed, decompressed
from jujur.verifier.findings import Check, Finding
from jujur.verifier.inside import CONTENT, Inside, Unreadable, open_report
from jujur.verifier.letters import other_letters

END = b"%%EOF"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A report made again: its bytes, and how many of the file's own they stand for; ``built`` None when it could not be made."""

    built: bytes | None
    unsigned_len: int
    check: Check


def rebuild(inside: Inside, assets: Path) -> Rebuilt:
    """Prints the report again with the installed code and compares: equal bytes, or equal once decompressed (decompressed.py).

    What follows the first build in the file is for the signatures to answer for.
    """
    try:
        built = _printed_again(inside, assets)
    except (JujurError, Unreadable, KeyError, TypeError, ValueError) as error:
        finding = Finding("not_rebuilt", (type(error).__name__, str(error)[:200]))
        return Rebuilt(None, len(inside.pdf), Check("rebuild", (finding,)))
    if inside.pdf.startswith(built):
        return Rebuilt(built, len(built), Check("rebuild", count=len(built)))
    own = inside.pdf[: _first_end(inside.pdf)]
    form = decompressed(built)
    strange: tuple[Finding, ...] = ()
    try:
        if decompressed(own, len(form)) == form:
            check = Check("rebuild", count=len(own), note=Finding("same_uncompressed"))
            return Rebuilt(built, len(own), check)
    except NotAsPressed as error:
        strange = (Finding("not_as_pressed", (str(error),)),)
    version = str(inside.identity.get("code_version"))
    differ = Finding("bytes_differ", (str(_first_difference(own, built)), version))
    findings = (*_where(own, built), *strange, differ)
    return Rebuilt(built, len(own), Check("rebuild", findings))


def _printed_again(inside: Inside, assets: Path) -> bytes:
    # Rendering takes seconds to import, and only this check needs it.
    from jujur.rendering import render

    figures = {key: _figure(one) for key, one in inside.facts["figures"].items()}
    written = inside.json(CONTENT)
    content = from_plain(written["content"], figures, inside.enclosures())
    language = written.get("language", PREVAILING)
    if language not in LANGUAGES:
        raise ValueError(f"bahasa tidak dikenal / unknown language: {language}")
    return render(content, assets, language).pdf


def _figure(one: dict[str, Any]) -> Figure:
    return Figure(
        name=one["name"],
        area_code=one["area"],
        label=one["label"],
        unit=one["unit"],
        value=_exact(one["value"]),
        k=one["k"],
        n=one["n"],
        N=one["N"],
        denominator=one["denominator"],
        lower=_exact(one["lower"]),
        upper=_exact(one["upper"]),
        rows_digest=one["rows_digest"],
        cut_off_at=from_text(one["cut_off_at"]) if one["cut_off_at"] else None,
        status=FigureStatus(one["status"]),
    )


def _exact(text: str | None) -> Exact | None:
    if text is None:
        return None
    value = Fraction(text)
    return value.numerator if value.denominator == 1 else value


def _first_end(pdf: bytes) -> int:
    """Where the first revision ends: after its end-of-file mark and line end."""
    at = pdf.find(END)
    if at < 0:
        return len(pdf)
    end = at + len(END)
    return end + len(pdf[end : end + 2]) - len(pdf[end : end + 2].lstrip(b"\r\n"))


def _first_difference(one: bytes, other: bytes) -> int:
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _where(own: bytes, built: bytes) -> Iterator[Finding]:
    """What a reader can be told about the difference: pages, fonts and attachments."""
    try:
        first, second = open_report(own), open_report(built)
        letters = list(other_letters(own, built))
    except Unreadable as error:
        yield Finding(error.code, error.details)
        return
    if len(first.pages) != len(second.pages):
        yield Finding("page_count", (str(len(first.pages)), str(len(second.pages))))
    for at, (a, b) in enumerate(zip(first.pages, second.pages, strict=False), 1):
        if a != b:
            yield Finding("page_text", (str(at),))
    yield from letters
    for name in sorted({*first.attached, *second.attached}):
        one, other = first.attached.get(name), second.attached.get(name)
        if one is None or other is None or one.content != other.content:
            yield Finding("attachment_rebuilt", (name,))
