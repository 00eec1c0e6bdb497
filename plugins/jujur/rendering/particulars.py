"""The small particulars of an edition as ink: revision, limits, counts of files and teams, row numbers."""

from __future__ import annotations

from jujur.domain.reports import HeldRow, ReportContent
from jujur.rendering.book import Book
from jujur.rendering.inks import Ink


class Particulars:
    """Single facts that the templates name."""

    def __init__(self, content: ReportContent, book: Book) -> None:
        self._content = content
        self._book = book

    @property
    def revision(self) -> Ink | str:
        """ "R0", "R1": which revision this is (P25)."""
        return self._book.quote(f"R{self._content.edition.revision}", "identity/revision")

    @property
    def replaced_revision(self) -> Ink | str:
        """ "R0": the revision that this one replaces; "" for a first issue (P25)."""
        former = self._content.replaces
        return self._book.quote(f"R{former.revision}", "replaces/revision") if former else ""

    @property
    def threshold(self) -> Ink:
        """The coverage threshold of the gate."""
        return self._book.threshold()

    @property
    def children_heard(self) -> Ink:
        """From how many areas of the breakdown at least one TPS is known."""
        heard = sum(1 for area in self._content.children if self._book.figure(area.code, "coverage").k > 0)
        return self._book.count("children/heard", heard, "wilayah dengan sekurangnya satu TPS melapor")

    @property
    def children_expected(self) -> Ink:
        """How many areas the breakdown has."""
        return self._book.count("children/expected", len(self._content.children), "wilayah dalam rincian")

    @property
    def manual_actions(self) -> Ink:
        """How many manual acts the ledger knows (P42)."""
        return self._book.count(
            "manual_actions", self._content.manual_actions, "tindakan manual tercatat di buku besar"
        )

    @property
    def source_count(self) -> Ink:
        """How many files the edition knows of."""
        return self._book.count("sources", len(self._content.sources), "berkas sumber")

    @property
    def voters_limit(self) -> Ink:
        """The most voters that a missing TPS may have, for the bounds of turnout (P08)."""
        return self._book.count(
            "policy/voters_per_tps_limit", self._content.voters_per_tps_limit, "batas pemilih per TPS"
        )

    @property
    def small_denominator(self) -> Ink:
        """Below this denominator no percentage is printed (P06)."""
        return self._book.count("policy/small_denominator", self._content.small_denominator, "penyebut kecil")

    def row_number(self, row: HeldRow) -> Ink | str:
        """The row in the sheet as sent; a number without separators."""
        return self._book.quote(str(row.row_number), f"held/{row.row_id}/row_number")
