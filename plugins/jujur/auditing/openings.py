"""The opening of stations on paper: five counts that are the frame, bounds, and nobody without news left out (P01, P08, P10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from jujur.auditing.results import is_take
from jujur.auditing.spelling import spell_integer, unit_numbers
from jujur.domain.annexes import OpeningGap
from jujur.domain.areas import Area
from jujur.domain.reports import ReportContent

KINDS = ("hari_h", "akhir")
PARTS = ("opening_on_time", "opening_late", "opening_untimed", "opening_not_yet", "opening_unknown")
REASONS = ("absent", "empty", "held", "unstated")


def speaks_of_openings(content: ReportContent) -> bool:
    """True for an edition that must print the opening of stations."""
    return content.edition.kind in KINDS


def opening_texts(content: ReportContent) -> Iterator[tuple[str, str]]:
    """Fact and text of everything that the section may print beside its figures."""
    if content.polls is None:
        return
    for name, minute in (
        ("opening", content.polls.opening_minute),
        ("closing", content.polls.closing_minute),
    ):
        yield f"polls/{name}", f"{minute // 60:02d}.{minute % 60:02d} WIB"
    for area in (content.area, *content.children):
        for name in PARTS:
            figure = content.figures.get(f"{area.code}/{name}")
            if figure is not None:
                upper = figure.k + figure.N - figure.n
                yield f"opening/{area.code}/{name}/upper", spell_integer(upper)
        gaps = gaps_within(content, area)
        for reason in REASONS:
            yield f"gap/{area.code}/{reason}", spell_integer(sum(len(_units(one, reason)) for one in gaps))
        yield from ((f"gap/{area.code}/contact", one.contact_role) for one in gaps)


def opening_units(content: ReportContent) -> Iterator[tuple[str, list[str]]]:
    """Fact and station numbers of every list of stations without news."""
    for area in content.children:
        for reason in REASONS:
            names = [name for one in gaps_within(content, area) for name in _units(one, reason)]
            yield f"gap/{area.code}/{reason}/units", unit_numbers(names)


def opening_instants(content: ReportContent) -> Iterator[tuple[str, datetime]]:
    """Fact and instant of when each team was last heard of."""
    for area in (content.area, *content.children):
        for one in gaps_within(content, area)[:1]:
            if one.last_heard_at is not None:
                yield f"gap/{area.code}/heard", one.last_heard_at


def opening_must_show(content: ReportContent) -> Iterator[str]:
    """Each count of each area; of every area without full news the reasons, and in a kecamatan edition the stations.

    A take tells the reasons that its table of coverage does not tell already, and when each team was last heard of.
    """
    if not speaks_of_openings(content):
        return
    yield "polls/opening"
    for area in (content.area, *content.children):
        yield from (f"{area.code}/{name}#value" for name in PARTS)
    yield from _heard_must_show(content)
    for area in content.children:
        gaps = gaps_within(content, area)
        reasons = REASONS[2:] if is_take(content) else REASONS
        yield from (f"gap/{area.code}/{reason}" for reason in reasons if gaps)
        if content.area.level != "kota":
            yield from (
                f"gap/{area.code}/{reason}/units"
                for reason in REASONS
                if any(_units(one, reason) for one in gaps)
            )
    late = content.figures[f"{content.area.code}/opening_late"]
    if not late.is_complete:
        yield f"opening/{content.area.code}/opening_late/upper"


def _heard_must_show(content: ReportContent) -> Iterator[str]:
    """In a take: of each kecamatan with stations without news, when its team was last heard of (P10)."""
    if is_take(content):
        areas = content.children if content.area.level == "kota" else (content.area,)
        yield from (
            f"gap/{area.code}/heard#short"
            for area in areas
            if any(one.last_heard_at is not None for one in gaps_within(content, area)[:1])
        )


def crooked_openings(content: ReportContent) -> Iterator[str]:
    """Sentences on counts that are not the frame, do not add up, or leave out a station without news."""
    if not speaks_of_openings(content):
        return
    figures = content.figures
    if content.polls is None:
        yield "jam buka dan tutup TPS tidak diserahkan kepada penyaji laporan (P12)"
    for area in (content.area, *content.children):
        missing = [name for name in PARTS if f"{area.code}/{name}" not in figures]
        if missing:
            yield f"angka {area.code}/{missing[0]} tidak ada"
            return
        if any(figures[f"{area.code}/{name}"].k < 0 for name in PARTS):
            yield f"{area.code}: jumlah pembukaan TPS negatif (P05)"
        total = sum(figures[f"{area.code}/{name}"].k for name in PARTS)
        if total != figures[f"{area.code}/tps_expected"].k:
            yield f"{area.code}: pembukaan {total} TPS bukan kerangka wajib lapor (P01)"
        unknown = figures[f"{area.code}/opening_unknown"].k
        listed = sum(len(_units(one, reason)) for one in gaps_within(content, area) for reason in REASONS)
        if listed != unknown:
            yield f"{area.code}: {listed} TPS tanpa kabar terdaftar, angkanya {unknown} (P10)"
    yield from _untold(content)
    for name in PARTS:
        parts = sum(figures[f"{area.code}/{name}"].k for area in content.children)
        if parts != figures[f"{content.area.code}/{name}"].k:
            yield f"{name}: jumlah rincian {parts} bukan jumlahnya (P30)"


def _untold(content: ReportContent) -> Iterator[str]:
    """Sentences on stations that have not reported and are not listed as being without news, or the other way round (P10)."""
    for at, kind in enumerate(("absent", "empty")):
        silent = {
            (part.area.code, number)
            for part in content.silent
            for number in unit_numbers((part.absent_units, part.empty_units)[at])
        }
        listed = {
            (gap.area.code, number)
            for gap in content.opening_gaps
            for number in unit_numbers((gap.absent_units, gap.empty_units)[at])
        }
        for code, number in sorted(silent ^ listed):
            yield f"{code}: TPS {number} hanya ada di satu dari dua daftar yang belum memberi kabar ({kind}; P10)"


def gaps_within(content: ReportContent, area: Area) -> list[OpeningGap]:
    """The lists of stations without news of an area."""
    return [one for one in content.opening_gaps if f"{one.area.code}.".startswith(f"{area.code}.")]


def _units(gap: OpeningGap, reason: str) -> tuple[str, ...]:
    return {
        "absent": gap.absent_units,
        "empty": gap.empty_units,
        "held": gap.held_units,
        "unstated": gap.unstated_units,
    }[reason]
