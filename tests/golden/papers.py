"""A notice, a limited report and a correcting revision for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.golden.report_world import digest_of, eventful

from jujur.domain.documents import KnownCoverage, Notice
from jujur.domain.reports import ReportContent
from jujur.domain.vintages import Predecessor

READERS = ("Wali Kota", "Sekretaris Daerah selaku ketua desk")


def notice(form: str = "bukan-terbit", failed: tuple[str, ...] = ()) -> Notice:
    """What is said instead of the edition in which everything happened."""
    about = eventful()
    coverage = tuple(
        KnownCoverage(
            area.name,
            about.figures[f"{area.code}/coverage"].k,
            about.figures[f"{area.code}/timeliness"].k,
            about.figures[f"{area.code}/tps_expected"].k,
        )
        for area in (*about.children, about.area)
    )
    return Notice(
        form="terbatas" if form == "terbatas" else "bukan-terbit",
        kind="harian",
        area_name="Kota Pagar Alam",
        letterhead=about.letterhead,
        period_starts_at=about.edition.period.starts_at,
        cut_off_at=about.edition.as_of,
        release_at=about.edition.release_at,
        reason="Gagal pada tahap penyusunan dan pemeriksaan laporan",
        coverage=coverage,
        next_kind="mingguan",
        next_release_at=about.edition.release_at + timedelta(days=5),
        is_demonstration=True,
        failed_properties=failed,
    )


def erratum() -> ReportContent:
    """A revision that corrects what its readers hold."""
    about = eventful()
    return replace(
        about,
        edition=replace(about.edition, revision=1),
        replaces=Predecessor("dulu", about.edition.number, 0, digest_of("dulu")),
    )
