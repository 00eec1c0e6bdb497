"""Published figures beside ours, and recommendations, as ink (honesty.md §3; P08, P19)."""

from __future__ import annotations

from jujur.domain.official import OfficialFigure
from jujur.domain.recommendations import FactPart, Recommendation
from jujur.rendering import spans
from jujur.rendering.annexes import Annexes
from jujur.rendering.inks import Ink
from jujur.rendering.language import Quoted, translate
from jujur.rendering.weeks import Weeks

Cell = tuple[Ink | str, ...]
INDICATOR_WORDS = {
    "jumlah_tps": "Jumlah TPS",
    "pemilih_dpt": "Pemilih terdaftar (DPT)",
    "pengguna_dpt": "Pengguna DPT",
    "pengguna_dptb": "Pengguna DPTb",
    "pengguna_dpk": "Pengguna DPK",
    "pengguna_hak_pilih": "Pengguna hak pilih",
    "suara_sah": "Suara sah",
    "suara_tidak_sah": "Suara tidak sah",
    "suara_total": "Total suara",
}


class Official(Annexes, Weeks):
    """Official figures and recommendations for the templates."""

    @property
    def is_compared(self) -> bool:
        """False for content older than the comparison with official figures."""
        return self._content.official is not None

    @property
    def is_recommending(self) -> bool:
        """False for content older than the recommendations."""
        return self._content.recommendations is not None

    @staticmethod
    def indicator_word(one: OfficialFigure) -> str:
        """What is compared, in words."""
        return INDICATOR_WORDS[one.indicator]

    def official_area(self, one: OfficialFigure) -> str:
        """The area that a published figure is about."""
        return self._area_name(one.area_code)

    def official_value(self, one: OfficialFigure) -> Ink:
        """The published figure."""
        return self._book.count(f"official/{one.id}/value", one.value, "angka resmi")

    def official_difference(self, one: OfficialFigure) -> Cell:
        """Official minus ours, exact; words where nothing of ours stands beside it."""
        ours = self._book.figure(one.area_code, one.figure)
        if ours.value is None or ours.n == 0:
            return ("tidak dapat dihitung",)
        change = one.value - int(ours.value)
        return (self._book.exact(f"official/{one.id}/difference", change, spans.signed(change)),)

    def official_document(self, one: OfficialFigure) -> Ink | str:
        """The form or document that the figure was published in."""
        return self._book.cited(one.document, f"official/{one.id}/document")

    def official_day(self, one: OfficialFigure) -> Ink:
        """The day of publication."""
        return self._book.when(f"official/{one.id}/published_at", one.published_at, "date")

    def official_explanation(self, one: OfficialFigure) -> Ink | str:
        """Why the two differ, as an officer wrote it."""
        ours = self._book.figure(one.area_code, one.figure)
        if not one.explanation:
            return "tidak ada selisih" if ours.n and ours.value == one.value else "belum dijelaskan"
        return self._book.cited(one.explanation, f"official/{one.id}/explanation")

    def official_entries(self, one: OfficialFigure) -> Ink | None:
        """How often the figure was entered, where more than once: a correction is not swapped in silence."""
        if one.entries == 1:
            return None
        return self._book.count(f"official/{one.id}/entries", one.entries, "catatan angka resmi ini")

    # Recommendations

    def recommendation_rule(self, one: Recommendation) -> Ink | str:
        """The id of the rule."""
        return self._book.quote(one.rule, f"recommendation/{one.id}/rule")

    def recommendation_area(self, one: Recommendation) -> str:
        """The area that it is about."""
        return self._area_name(one.area_code)

    def recommendation_office(self, one: Recommendation) -> Ink | str:
        """The office that is to act."""
        return self._book.quote(one.office, f"recommendation/{one.id}/office")

    @staticmethod
    def recommendation_advice(one: Recommendation) -> str:
        """What the office is to do."""
        return Quoted(translate(one.advice))

    def recommendation_because(self, one: Recommendation) -> Cell:
        """The facts that the rule fired on."""
        return tuple(
            self._fact(part) if isinstance(part, FactPart) else Quoted(translate(part))
            for part in one.because
        )

    def _fact(self, part: FactPart) -> Ink | str:
        if part.kind == "figure":
            area_code, _, name = part.fact.partition("/")
            return self._book.fig(area_code, name, part.part)
        if part.kind == "quote":
            return self._book.quote(part.text, part.fact)
        head, _, rest = part.fact.partition("/")
        # What other sections count too is counted there, so that no fact has two values.
        if head == "followup":
            return self.followup_count(rest.removeprefix("count/"))
        if head == "rules":
            return next(
                self.rule_use(rule) for rule in self._content.rules if part.fact == f"rules/{rule.id}/rows"
            )
        return self._book.count(part.fact, part.count, "selisih yang belum dijelaskan")
