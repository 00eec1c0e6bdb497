"""Areas and TPS from ``areas.csv`` and ``tps.csv``: official codes, as text; no join on names (L32).

``aliases.csv`` has other spellings of names that are certain, for a reader who must find a code that a sender left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import cast

from jujur.domain.areas import Area, Gazetteer, Level, Places
from jujur.settings.config_files import ConfigReader
from jujur.settings.desk_files import Kind

_PARENT: dict[str, str | None] = {"kota": None, "kecamatan": "kota", "kelurahan": "kecamatan"}


@dataclass(frozen=True, slots=True)
class PollingStation:
    """A TPS: KPU's 13 digits, its number within the kelurahan ("001"; from 901 special places), its kind."""

    code: str
    kelurahan_code: str
    number: str
    kind: Kind


def load_gazetteer(desk_dir: Path, reader: ConfigReader) -> tuple[Gazetteer, tuple[PollingStation, ...]]:
    """All areas including the TPS (level ``tps``), and the TPS with what an area does not carry.

    :raises ConfigurationError: a code twice, a parent of the wrong level, a TPS code against its kelurahan.
    """
    areas = _areas(desk_dir / "areas.csv", reader)
    stations = _stations(desk_dir / "tps.csv", reader, areas)
    everything = [
        *areas.values(),
        *(Area(tps.code, f"TPS {tps.number}", "tps", tps.kelurahan_code) for tps in stations),
    ]
    return Gazetteer(everything), stations


def _areas(path: Path, reader: ConfigReader) -> dict[str, Area]:
    areas: dict[str, Area] = {}
    rows = reader.read_csv(path, ("kode", "nama", "tingkat", "kode_induk"))
    for row in rows:
        if row["tingkat"] not in _PARENT or row["kode"] in areas or not row["nama"]:
            raise reader.fault(path, f"kode {row['kode']}: ganda, tanpa nama, atau tingkat salah.")
        areas[row["kode"]] = Area(
            row["kode"], row["nama"], cast(Level, row["tingkat"]), row["kode_induk"] or None
        )
    for area in areas.values():
        parent = areas.get(area.parent_code) if area.parent_code else None
        if (parent.level if parent else None) != _PARENT[area.level]:
            raise reader.fault(path, f"kode {area.code}: kode_induk {area.parent_code} salah.")
    if sum(area.level == "kota" for area in areas.values()) != 1:
        raise reader.fault(path, "harus ada tepat satu kota.")
    return areas


def _stations(path: Path, reader: ConfigReader, areas: dict[str, Area]) -> tuple[PollingStation, ...]:
    stations: dict[str, PollingStation] = {}
    for row in reader.read_csv(path, ("kode_tps", "kode_kelurahan", "nomor_tps", "jenis")):
        code, kelurahan = row["kode_tps"], areas.get(row["kode_kelurahan"])
        is_sound = (
            code not in stations
            and kelurahan is not None
            and kelurahan.level == "kelurahan"
            and code == kelurahan.code.replace(".", "") + row["nomor_tps"]
            and len(row["nomor_tps"]) == 3
            and row["jenis"] in ("reguler", "khusus")
        )
        if not is_sound:
            raise reader.fault(path, f"kode_tps {code}: ganda atau bertentangan dengan kelurahannya.")
        stations[code] = PollingStation(
            code, row["kode_kelurahan"], row["nomor_tps"], cast(Kind, row["jenis"])
        )
    return tuple(sorted(stations.values(), key=lambda tps: tps.code))


def load_places(desk_dir: Path, reader: ConfigReader, gazetteer: Gazetteer) -> Places:
    """The areas with the other spellings of their names in ``desk_dir/aliases.csv``.

    :raises ConfigurationError: an unknown code or a TPS, no spelling, or one that fits two areas of one level and parent.
    """
    path = desk_dir / "aliases.csv"
    aliases: dict[str, list[str]] = defaultdict(list)
    for row in reader.read_csv(path, ("kode", "ejaan")):
        area = gazetteer.get(row["kode"])
        if area is None or area.level == "tps" or not _words(row["ejaan"]):
            raise reader.fault(path, f"kode {row['kode']}: tidak dikenal, sebuah TPS, atau tanpa ejaan.")
        aliases[area.code].append(row["ejaan"])
    owners: dict[tuple[str, str, str], str] = {}
    for area, spelling in _spellings(gazetteer, aliases):
        key = (area.level, area.parent_code or "", _words(spelling))
        if key in owners:
            raise reader.fault(path, f"ejaan {spelling!r} ganda: {owners[key]} dan {area.code}.")
        owners[key] = area.code
    return Places(gazetteer, MappingProxyType({code: tuple(found) for code, found in aliases.items()}))


def _spellings(gazetteer: Gazetteer, aliases: dict[str, list[str]]) -> Iterator[tuple[Area, str]]:
    levels: tuple[Level, ...] = ("kota", "kecamatan", "kelurahan")
    for level in levels:
        for area in gazetteer.at_level(level):
            yield from ((area, spelling) for spelling in (area.name, *aliases.get(area.code, ())))


def _words(spelling: str) -> str:
    """A spelling as a reader compares it: case, spacing and punctuation do not count."""
    return " ".join(re.findall(r"\w+", spelling.casefold()))
