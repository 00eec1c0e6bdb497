"""What stands in the gallery: kinds of reports, areas and worlds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.golden.editions import ASSETS, edition
from tests.golden.papers import READERS, erratum, notice

from jujur.rendering import render_errata, render_notice

DAILY, VOTING, FINAL = "Laporan harian", "Hari pemungutan suara", "Laporan akhir"
PAPERS = "Pemberitahuan, laporan terbatas, ralat"


@dataclass(frozen=True, slots=True)
class Piece:
    """One PDF of the gallery: its file name, heading, title, what its world is, and how it is made."""

    name: str
    group: str
    title: str
    about: str
    make: Callable[[], bytes]


def _edition(name: str, group: str, title: str, world: str, about: str) -> Piece:
    return Piece(name, group, title, about, lambda: edition(world).pdf)


PIECES: tuple[Piece, ...] = (
    _edition("harian-kota-lengkap", DAILY, "Kota, lengkap", "all complete, gate open", "every station reported on time"),
    _edition("harian-kecamatan-lengkap", DAILY, "Kecamatan, lengkap", "a complete kecamatan", "every station reported on time"),
    _edition("harian-kota-separuh", DAILY, "Kota, separuh diam", "city draft", "a draft; half of the stations are silent or held"),
    _edition("harian-kota-inggris", DAILY, "Kota, dalam bahasa Inggris", "city draft, in English", "the draft above as a copy in English"),
    _edition("harian-kecamatan-separuh", DAILY, "Kecamatan, separuh diam", "kecamatan final", "approved; half of the stations are silent or held"),
    _edition("harian-kota-diam", DAILY, "Kota, semua diam", "nothing came", "nobody reported anything"),
    _edition("harian-kecamatan-diam", DAILY, "Kecamatan, semua diam", "nothing came from a kecamatan", "nobody reported anything"),
    _edition("harian-kecamatan-terlambat", DAILY, "Kecamatan, terlambat", "late kecamatan", "whatever came, came late"),
    _edition("harian-kecamatan-berselisih", DAILY, "Kecamatan, berselisih", "sixty held rows", "versions and sums that contradict each other: sixty rows held"),
    _edition("harian-kota-koreksi", DAILY, "Kota, koreksi", "city revision", "a revision that replaces a published edition"),
    Piece("bukan-terbit", PAPERS, "Pemberitahuan bukan-terbit", "a slot without a report, and why", lambda: render_notice(notice(), ASSETS)),
    Piece("laporan-terbatas", PAPERS, "Laporan terbatas", "names the properties that failed, and prints no result", lambda: render_notice(notice("terbatas", ("P15", "P31")), ASSETS)),
    Piece("ralat", PAPERS, "Ralat", "old, new, cause and extent, to exactly those who were misled", lambda: render_errata(erratum(), READERS, ASSETS)),
)
