"""The list of promises P01–P48 of one edition as ink (P48), and how long each section is."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from jujur.domain.properties import PROPERTY_NAMES, Basis, Outcome, PropertyResult
from jujur.domain.reports import ReportContent
from jujur.rendering import anatomy
from jujur.rendering.accounts import Accounts
from jujur.rendering.inks import Ink

HEADINGS = {
    Outcome.PASSED: "Lulus",
    Outcome.FAILED: "Gagal",
    Outcome.UNTESTED: "Tidak diuji",
    Outcome.NOT_APPLICABLE: "Tidak berlaku",
}
BASES = {
    Basis.PAGES: "audit halaman jadi",
    Basis.RECORD: "pemeriksaan catatan",
    Basis.TRIAL: "percobaan atas data terbitan ini",
    Basis.REPRINT: "cetak ulang dari isi berkas ini",
    Basis.AFTER_PRINT: "sesudah cetak: jujur verify",
    Basis.AFTER_SENDING: "sesudah kirim: jujur check",
    Basis.NOBODY: "-",
}


@dataclass(frozen=True, slots=True)
class PromiseGroup:
    """The promises with one outcome: a heading, how many, and their numbers."""

    heading: str
    count: Ink
    ids: tuple[Ink | str, ...]


def properties_json(content: ReportContent) -> list[list[str]]:
    """The list as it travels in ``figures.json``: number, outcome, who tested."""
    return [[one.id, one.outcome.value, one.basis.value] for one in content.properties]


def properties_digest(content: ReportContent) -> str:
    """sha256 over the list, printed beside it: the list of another edition, or an edited one, does not fit (P48)."""
    text = json.dumps(properties_json(content), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class Promises(Accounts):
    """The promises for the templates."""

    @property
    def sections(self) -> tuple[str, ...]:
        """The templates of the sections of this kind, in order."""
        return anatomy.WEEK if self._content.week else anatomy.sections(self._content.edition.kind)

    def is_full(self, section: str) -> bool:
        """False where this kind has the section in short."""
        return anatomy.length(self._content.edition.kind, section) == anatomy.FULL

    @property
    def take(self) -> tuple[Ink, Ink] | None:
        """Which of how many takes of the day a voting-day bulletin is; None for other kinds."""
        if not self._content.take:
            return None
        return (
            self._book.count("take", self._content.take, "pengambilan ke"),
            self._book.count("takes", self._content.takes, "pengambilan pada hari ini"),
        )

    @property
    def promise_groups(self) -> tuple[PromiseGroup, ...]:
        """All promises by outcome; an outcome that no promise has is printed with its zero (P48)."""
        return tuple(self._group(outcome) for outcome in Outcome)

    def _group(self, outcome: Outcome) -> PromiseGroup:
        found = [one for one in self._content.properties if one.outcome is outcome]
        return PromiseGroup(
            HEADINGS[outcome], self.promise_count(outcome.value), tuple(self.promise_id(one) for one in found)
        )

    def promise_count(self, outcome: str) -> Ink:
        """How many promises have an outcome."""
        found = sum(one.outcome.value == outcome for one in self._content.properties)
        return self._book.count(f"property/count/{outcome}", found, f"janji yang {outcome}")

    def promise_id(self, one: PropertyResult) -> Ink | str:
        """The number of a promise, as a fact that names its outcome."""
        return self._book.quote(one.id, f"property/{one.id}/{one.outcome.value}")

    @staticmethod
    def promise_name(one: PropertyResult) -> str:
        """What was promised, in a few words."""
        return PROPERTY_NAMES[one.id]

    @staticmethod
    def promise_basis(one: PropertyResult) -> str:
        """Who tested it, or when and by which command it can be tested."""
        return BASES[one.basis]

    @property
    def has_later_tests(self) -> bool:
        """True when something in the list can only be tested on the finished or the sent file."""
        return any(one.basis in (Basis.AFTER_PRINT, Basis.AFTER_SENDING) for one in self._content.properties)

    @property
    def promise_digest(self) -> tuple[Ink | str, ...]:
        """The digest of the list, its first sixteen digits."""
        return self._book.digest("properties/digest", properties_digest(self._content), 16)
