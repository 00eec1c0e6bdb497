"""No place of another region on the page: the sentence about "Kabupaten Kolaka" that started this project (P33, L29)."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

from jujur.domain.reports import ReportContent

# Names that are also common Indonesian words or person's words; only recognised with "Kota" or "Kabupaten" before them.
COMMON = {
    *(
        "Batu",
        "Medan",
        "Malang",
        "Sorong",
        "Batang",
        "Buru",
        "Bima",
        "Bone",
        "Banjar",
        "Landak",
        "Agam",
        "Langsa",
        "Serang",
    ),
    *(
        "Sigi",
        "Palu",
        "Deli",
        "Nias",
        "Gowa",
        "Maros",
        "Barru",
        "Wajo",
        "Kerinci",
        "Bitung",
        "Kaur",
        "Pati",
        "Tegal",
        "Siak",
    ),
    *(
        "Lebak",
        "Padang",
        "Solok",
        "Sampang",
        "Belu",
        "Ende",
        "Alor",
        "Ngada",
        "Asmat",
        "Mappi",
        "Nduga",
        "Puncak",
        "Demak",
    ),
}


def audit_places(text: str, content: ReportContent) -> list[str]:
    """Sentences on every kabupaten or kota that this edition has no reason to name.

    Allowed are the areas of the edition and its letterhead's own city; quotations of incident reports may name neighbours.
    """
    plain = " ".join(text.split())
    for quotation in _quotations(content):
        plain = plain.replace(quotation, " · ")
    own = _own_names(content)
    problems = []
    for name in _foreign(plain):
        bare = name.split(" ", 1)[1] if name.startswith(("Kabupaten ", "Kota ")) else name
        if not any(name in mine or bare in mine for mine in own):
            problems.append(f"nama wilayah asing tercetak: {name} (P33)")
    return problems


def _own_names(content: ReportContent) -> set[str]:
    own = (content.area, *content.children, *((content.city,) if content.city else ()))
    names = {area.name for area in own}
    names |= {part.area.name for part in content.silent} | {part.kecamatan.name for part in content.silent}
    return (
        names
        | {one.kecamatan.name for one in content.incident_coverage}
        | {row.unit_label for row in content.held}
    )


def _quotations(content: ReportContent) -> set[str]:
    texts = {
        text
        for one in content.incidents
        for text in (one.place, one.description, one.follow_up, one.how_known)
    }
    return {" ".join(text.split()) for text in texts if text.strip()}


def _foreign(text: str) -> list[str]:
    found = re.findall(_pattern(), text)
    return sorted({" ".join(name.replace("Kab.", "Kabupaten").split()) for name in found})


@cache
def _pattern() -> re.Pattern[str]:
    """With its level every name counts, in any case; alone only a name that is not also a common word."""
    bare = sorted({name.split(" ", 1)[1] for name in _names()}, key=len, reverse=True)
    alone = [name for name in bare if name not in COMMON and len(name) > 3]
    levelled = rf"(?:Kabupaten|KABUPATEN|kabupaten|Kab\.|Kota|KOTA|kota) (?:{'|'.join(map(re.escape, bare))})"
    return re.compile(rf"(?<!\w)(?:{levelled}|{'|'.join(map(re.escape, alone))})(?!\w)")


@cache
def _names() -> tuple[str, ...]:
    table = files("jujur.auditing").joinpath("data", "kabupaten_kota.csv").read_text(encoding="utf-8")
    return tuple(row["nama"] for row in csv.DictReader(table.splitlines()))
