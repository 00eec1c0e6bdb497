"""What stands in the gallery: kinds of reports, areas and worlds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.golden.editions import ASSETS, edition
from tests.golden.papers import READERS, erratum, notice

from jujur.domain.languages import PREVAILING, Language
from jujur.rendering import render_errata, render_notice

DAILY, WEEKLY, FINAL = "Laporan harian", "Laporan mingguan", "Laporan akhir"
VOTING = "Hari pemungutan suara"
ENGLISH = "Dalam bahasa Inggris"
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


def _notice(
    form: str = "bukan-terbit", failed: tuple[str, ...] = (), language: Language = PREVAILING
) -> bytes:
    return render_notice(notice(form, failed), ASSETS, language)


CALM, HALF = "every station reported on time", "half of the stations are silent or held"

PIECES: tuple[Piece, ...] = (
    _edition("harian-kota-lengkap", DAILY, "Kota, lengkap", "all complete, gate open", CALM),
    _edition("harian-kecamatan-lengkap", DAILY, "Kecamatan, lengkap", "a complete kecamatan", CALM),
    _edition("harian-kota-separuh", DAILY, "Kota, separuh diam", "city draft", f"a draft; {HALF}"),
    _edition(
        "harian-kecamatan-separuh", DAILY, "Kecamatan, separuh diam", "kecamatan final", f"approved; {HALF}"
    ),
    _edition("harian-kota-diam", DAILY, "Kota, semua diam", "nothing came", "nobody reported anything"),
    _edition(
        "harian-kecamatan-diam",
        DAILY,
        "Kecamatan, semua diam",
        "nothing came from a kecamatan",
        "nobody reported anything",
    ),
    _edition(
        "harian-kecamatan-terlambat",
        DAILY,
        "Kecamatan, terlambat",
        "late kecamatan",
        "whatever came, came late",
    ),
    _edition(
        "harian-kecamatan-berselisih",
        DAILY,
        "Kecamatan, berselisih",
        "sixty held rows",
        "versions and sums that contradict each other: sixty rows held",
    ),
    _edition(
        "harian-kota-koreksi", DAILY, "Kota, koreksi", "city revision", "a revision that replaces an edition"
    ),
    _edition("mingguan-kota", WEEKLY, "Kota", "busy week", "stages, allegations, follow-ups, mistakes"),
    _edition(
        "mingguan-kecamatan", WEEKLY, "Kecamatan", "busy week in a kecamatan", "the same, of one kecamatan"
    ),
    _edition(
        "mingguan-kota-tenang", WEEKLY, "Kota, tenang", "calm week", "everybody reported, nothing happened"
    ),
    _edition(
        "mingguan-kota-diam",
        WEEKLY,
        "Kota, semua diam",
        "week in which nothing came",
        "nobody reported anything",
    ),
    _edition(
        "hari-h-kota",
        VOTING,
        "Kota, pengambilan kedua",
        "a take before voting ends",
        "people still vote: how stations opened since the take before, and no conclusion",
    ),
    _edition(
        "hari-h-kota-penutup",
        VOTING,
        "Kota, pengambilan penutup",
        "the closing take",
        "voting has ended: the gate decides, kecamatan by kecamatan",
    ),
    _edition(
        "hari-h-kecamatan",
        VOTING,
        "Kecamatan, pengambilan penutup",
        "a take after voting ended, of a kecamatan",
        "the same, of one kecamatan: who is without news, station by station",
    ),
    _edition("akhir-kota", FINAL, "Kota", "final report", "every station, every edition, every definition"),
    _edition(
        "akhir-kecamatan", FINAL, "Kecamatan", "final report of a kecamatan", "the same, of one kecamatan"
    ),
    *(
        _edition(
            name, ENGLISH, title, f"{world}, in English", "a copy in English; the Indonesian edition prevails"
        )
        for name, title, world in (
            ("harian-kota-inggris", "Harian, kota", "city draft"),
            ("harian-kecamatan-inggris", "Harian, kecamatan", "kecamatan final"),
            ("mingguan-kota-inggris", "Mingguan, kota", "busy week"),
            ("mingguan-kecamatan-inggris", "Mingguan, kecamatan", "busy week in a kecamatan"),
            ("hari-h-kota-inggris", "Hari pemungutan suara, kota", "a take before voting ends"),
            ("akhir-kecamatan-inggris", "Akhir, kecamatan", "final report of a kecamatan"),
        )
    ),
    Piece(
        "bukan-terbit-inggris",
        ENGLISH,
        "Pemberitahuan bukan-terbit",
        "a slot without a report, and why, in English; the Indonesian paper prevails",
        lambda: _notice(language="en"),
    ),
    Piece(
        "laporan-terbatas-inggris",
        ENGLISH,
        "Laporan terbatas",
        "names the properties that failed, in English; the Indonesian paper prevails",
        lambda: _notice("terbatas", ("P15", "P31"), "en"),
    ),
    Piece(
        "ralat-inggris",
        ENGLISH,
        "Ralat",
        "old, new, cause and extent, in English; the Indonesian paper prevails",
        lambda: render_errata(erratum(), READERS, ASSETS, "en"),
    ),
    Piece("bukan-terbit", PAPERS, "Pemberitahuan bukan-terbit", "a slot without a report, and why", _notice),
    Piece(
        "laporan-terbatas",
        PAPERS,
        "Laporan terbatas",
        "names the properties that failed, and prints no result",
        lambda: _notice("terbatas", ("P15", "P31")),
    ),
    Piece(
        "ralat",
        PAPERS,
        "Ralat",
        "old, new, cause and extent, to exactly those who were misled",
        lambda: render_errata(erratum(), READERS, ASSETS),
    ),
)
