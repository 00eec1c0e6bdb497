"""The book of facts: makes ink from figures, instants, counts, quotations and digests, and keeps what each one means (P15)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from jujur.domain.claims import FigurePart
from jujur.domain.errors import PublicationBlocked
from jujur.domain.figures import Exact, Figure
from jujur.domain.reports import ReportContent
from jujur.rendering import formats
from jujur.rendering.inks import Ink
from jujur.rendering.pen import Pen

NOT_RECEIVED = "..."
NOT_COMPUTABLE = "tidak dapat dihitung"
SHARE_PARTS = {"percent": "value", "percent_lower": "lower", "percent_upper": "upper"}


class Book(Pen):
    """All facts of one edition. Every method gives ink, or plain words where there is no digit to print."""

    def __init__(self, content: ReportContent, digest: str) -> None:
        super().__init__()
        self._content = content
        self._digest = digest
        self.unit_word = content.unit_word

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
        return Ink(formats.limit(value), "policy/coverage_threshold")

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
