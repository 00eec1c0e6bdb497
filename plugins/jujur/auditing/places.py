"""No place or office of another region on the page: the sentence about "Kabupaten Kolaka" that began this project (P33, L29)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from jujur.auditing.language import is_english
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
# From this number on the second part of a Kemendagri code is a kota.
FIRST_KOTA = 71
_BUPATI = re.compile(r"(?<!\w)(?:Wakil )?(?:Bupati|BUPATI)(?!\w)")
_WALI_KOTA = re.compile(r"(?<!\w)(?:Wakil )?(?:Wali ?[Kk]ota|WALI ?KOTA)(?!\w)")
_NAME = r"[A-Z][\w'’-]*"
_LEVEL = re.compile(
    rf"(?<!\w)([Kk]ecamatan|KECAMATAN|Kec\.|[Pp]rovinsi|PROVINSI|Prov\.) ({_NAME}(?: {_NAME}){{0,3}})"
)
# In English the word for the level stands after the name: "Kolaka Regency", "the Regent of Kolaka".
_ENGLISH_LEVEL = re.compile(
    rf"(?<!\w)((?:{_NAME} ){{1,3}})(Regency|City|District|Subdistrict|Province)(?!\w)"
)
_REGENT = re.compile(r"(?<!\w)(?:Vice |Deputy )?(?:Regent|REGENT)s?(?!\w)")
_MAYOR = re.compile(r"(?<!\w)(?:Vice |Deputy )?(?:Mayor|MAYOR)s?(?!\w)")
_LED = re.compile(r"^(?:Kabupaten|Kota) ")
# Offices that carry the name of their area: "Polres Kolaka", "KPU Malang", also where the name alone is a common word.
OFFICES = (
    *(
        "Polres",
        "Polresta",
        "Polrestabes",
        "Kodim",
        "Kejari",
        "Kejaksaan Negeri",
        "Pengadilan Negeri",
        "KPU",
        "KPUD",
    ),
    *("Bawaslu", "Panwaslu", "DPRD", "Pemkab", "Pemkot", "Kesbangpol"),
)


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
        bare = _LED.sub("", name)
        if not any(name in mine or bare in mine for mine in own):
            problems.append(f"nama wilayah asing tercetak: {name} (P33)")
    problems += [
        f"nama wilayah asing tercetak: {name} (P33)"
        for name in _strangers(plain, own | _own_province(content))
    ]
    if is_english():
        problems += [f"nama wilayah asing tercetak: {name} (P33)" for name in _english_strangers(plain, own)]
    return problems + [
        f"jabatan asing tercetak: {found} (P33)" for found in _foreign_offices(plain, content.area.code)
    ]


def _english_strangers(text: str, own: set[str]) -> list[str]:
    """Areas of somebody else with the English word for their level behind the name, common words too."""
    known = {name.split(" ", 1)[1] for name in _names()} | _country(True) | _country(False)
    found = set()
    for words, level in _ENGLISH_LEVEL.findall(text):
        pieces = words.split()
        names = [" ".join(pieces[start:]) for start in range(len(pieces))]
        name = next((one for one in names if one in known), "")
        if name and not any(name in mine for mine in own):
            found.add(f"{name} {level}")
    return sorted(found)


def _strangers(text: str, own: set[str]) -> list[str]:
    """Kecamatan and provinces of somebody else: the word for the level, then a name of the country's list that is not ours."""
    mine = {name.casefold() for name in own}
    found = set()
    for level, words in _LEVEL.findall(text):
        if any(words.casefold().startswith(name) for name in mine):
            continue
        known = _country(level.casefold().startswith("prov"))
        pieces = words.split()
        names = (" ".join(pieces[:size]) for size in range(len(pieces), 0, -1))
        found |= {f"{level} {name}" for name in [next((one for one in names if one in known), "")] if name}
    return sorted(found)


def _foreign_offices(text: str, code: str) -> list[str]:
    """A kota has no bupati and a kabupaten no wali kota: codes from 71 on are kota (Kemendagri)."""
    parts = code.split(".")
    is_kota = len(parts) < 2 or int(parts[1]) >= FIRST_KOTA
    patterns = [_BUPATI if is_kota else _WALI_KOTA]
    patterns += [_REGENT if is_kota else _MAYOR] if is_english() else []
    return sorted({found for pattern in patterns for found in re.findall(pattern, text)})


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
    levels = "|".join(("Kabupaten", "KABUPATEN", "kabupaten", r"Kab\.", "Kota", "KOTA", "kota", *OFFICES))
    levelled = rf"(?:{levels}) (?:{'|'.join(map(re.escape, bare))})"
    return re.compile(rf"(?<!\w)(?:{levelled}|{'|'.join(map(re.escape, alone))})(?!\w)")


def _own_province(content: ReportContent) -> set[str]:
    code = content.area.code.partition(".")[0]
    return {row["nama"] for row in _table("provinsi.csv") if row["kode"] == code}


@cache
def _country(is_province: bool) -> frozenset[str]:
    return frozenset(row["nama"] for row in _table("provinsi.csv" if is_province else "kecamatan.csv"))


@cache
def _names() -> tuple[str, ...]:
    return tuple(row["nama"] for row in _table("kabupaten_kota.csv"))


def _table(name: str) -> Iterator[dict[str, str]]:
    text = files("jujur.auditing").joinpath("data", name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())
