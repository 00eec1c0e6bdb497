"""The book of facts: makes ink from figures, instants, counts, quotations and digests, and keeps what each one means (P15)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from jujur.domain.claims import FigurePart
from jujur.domain.errors import PublicationBlocked
from jujur.domain.figures import Exact, Figure
from jujur.domain.periods import to_text
from jujur.domain.reports import ReportContent
from jujur.rendering import formats
from jujur.rendering.inks import Ink, has_digit
from jujur.rendering.masking import masked

NOT_RECEIVED = "..."
NOT_COMPUTABLE = "tidak dapat dihitung"
SHARE_PARTS = {"percent": "value", "percent_lower": "lower", "percent_upper": "upper"}


class Book:
    """All facts of one edition. Every method gives ink, or plain words where there is no digit to print."""

    def __init__(self, content: ReportContent, digest: str) -> None:
        self._content = content
        self._digest = digest
        self.facts: dict[str, dict[str, Any]] = {}

    def figure(self, area_code: str, name: str) -> Figure:
        """The figure; a missing one blocks publication instead of leaving a hole (P46)."""
        try:
            return self._content.figures[f"{area_code}/{name}"]
        except KeyError:
            raise PublicationBlocked(
                f"angka {area_code}/{name} tidak diserahkan kepada penyaji laporan"
            ) from None

    def fig(self, area_code: str, name: str, part: str = "value") -> Ink | str:
        """One part of a figure. Unknown is a mark or words, never a zero (P07)."""
        figure = self.figure(area_code, name)
        if part in SHARE_PARTS:
            return self._percent(figure, part)
        value = self._part(figure, part)
        if value is None:
            return NOT_RECEIVED if figure.denominator is None else NOT_COMPUTABLE
        if not isinstance(value, int) and value.denominator != 1:
            raise PublicationBlocked(f"angka {figure.key} bukan bilangan bulat")
        return Ink(formats.integer(int(value)), f"{figure.key}#{part}")

    def is_share_printable(self, area_code: str, name: str) -> bool:
        """False for denominators below the limit (P06) and for shares of nothing."""
        figure = self.figure(area_code, name)
        return figure.value is not None and (figure.denominator or 0) >= self._content.small_denominator

    def is_known(self, area_code: str, name: str) -> bool:
        """True when at least one unit stands behind the figure: a sum over no unit is unknown, not zero (P07)."""
        figure = self.figure(area_code, name)
        return figure.value is not None and figure.n > 0

    def is_form_known(self, area_code: str) -> bool:
        """True when at least one incident form stands behind an area: without any, incidents are unknown, not zero (P07, P14)."""
        return self.figure(area_code, "incident_forms").n > 0

    def is_bounded(self, area_code: str, name: str) -> bool:
        """True while units are missing: then bounds or "sekurang-kurangnya" belong beside the figure (P08)."""
        return not self.figure(area_code, name).is_complete

    def count(self, fact: str, value: int, meaning: str) -> Ink:
        """A count of things in the content that is not a figure: teams, printed rows, clock shifts."""
        self._note(fact, {"kind": "count", "value": value, "meaning": meaning})
        return Ink(formats.integer(value), fact)

    def exact(self, fact: str, value: Exact, text: str) -> Ink:
        """An exact value that is no figure of its own (a change, an average, a factor), as ``text``."""
        self._note(fact, {"kind": "exact", "value": f"{value.numerator}/{value.denominator}"})
        return Ink(text, fact)

    def claim(self, kind: str, area_code: str) -> tuple[Ink | str, ...]:
        """The controlled sentence of a kind about an area; a missing one blocks publication instead of leaving a hole (P46)."""
        found = [
            one
            for one in self._content.claims
            if one.area_code == area_code and (one.id == kind or one.id.startswith(f"{kind}_"))
        ]
        if len(found) != 1:
            raise PublicationBlocked(
                f"kalimat {kind} tentang {area_code} ada {len(found)} kali, seharusnya satu"
            )
        return tuple(part if isinstance(part, str) else self._claimed(part) for part in found[0].parts)

    def _claimed(self, part: FigurePart) -> Ink | str:
        area_code, _, name = part.key.partition("/")
        return self.fig(area_code, name, part.part)

    def threshold(self) -> Ink:
        """The coverage threshold of the gate; a limit, not a share, so it has no fraction beside it (P04, P12)."""
        value = self._content.coverage_threshold_percent
        self._note("policy/coverage_threshold", {"kind": "threshold", "value": value})
        return Ink(f"{formats.integer(value)}{formats.NBSP}%", "policy/coverage_threshold")

    def when(self, fact: str, value: datetime, style: str = "long") -> Ink:
        """An instant in WIB."""
        self._note(fact, {"kind": "instant", "value": to_text(value)})
        return Ink(formats.instant(value, style), f"{fact}#{style}")

    def quote(self, text: str, source: str) -> Ink | str:
        """A name, code, rule or reason as the desk wrote it."""
        return self._cite(text, source) if has_digit(text) else text

    def cited(self, text: str, source: str) -> Ink | str:
        """Somebody else's free text, judgement words and private data masked (P12, P16, P43)."""
        return self.quote(masked(text), source)

    def digest(self, fact: str, hexadecimal: str, length: int | None = None) -> tuple[Ink | str, ...]:
        """A digest as groups of eight, each a fact of its own position, so that a swapped group is seen."""
        groups = formats.digest(hexadecimal[:length]).split(" ")
        return tuple(
            self._cite(group, f"{fact}:{at}") if has_digit(group) else group
            for at, group in enumerate(groups)
        )

    def edition_digest(self) -> tuple[Ink | str, ...]:
        """The digest of data and figures that the page prints."""
        return self.digest("digest", self._digest)

    def units(self, codes: Sequence[str], source: str) -> Ink | str:
        """TPS numbers, runs as ranges."""
        if not codes:
            return "-"
        self._note(source, {"kind": "units", "value": sorted(codes)})
        return Ink(formats.units(codes), source)

    def _percent(self, figure: Figure, part: str) -> Ink | str:
        value = self._part(figure, SHARE_PARTS[part])
        if value is None or not self.is_share_printable(figure.area_code, figure.name):
            raise PublicationBlocked(f"persen {figure.key} tidak boleh dicetak (P06)")
        return Ink(formats.percent(Fraction(value)), f"{figure.key}#{part}")

    @staticmethod
    def _part(figure: Figure, part: str) -> Exact | None:
        if part == "missing":
            return figure.N - figure.n
        if (
            part == "value"
            and figure.n == 0
            and figure.denominator is None
            and figure.name.startswith("sum_")
        ):
            return None
        value: Exact | None = getattr(figure, part)
        return value

    def _cite(self, text: str, source: str) -> Ink:
        self._note(source, {"kind": "quote", "text": text})
        return Ink(text, source)

    def _note(self, fact: str, meaning: dict[str, Any]) -> None:
        known = self.facts.setdefault(fact, meaning)
        if known != meaning:
            raise PublicationBlocked(f"fakta {fact} hendak dicetak dengan dua arti: {known} dan {meaning}")
