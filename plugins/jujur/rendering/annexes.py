"""The annexes of a final report as ink: every station, who did not report, method, vintages (honesty.md §3; P10, P25, P28)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from jujur.domain.acts import OfficerAct
from jujur.domain.annexes import Contact, EditionLine, Headline, UnitLine
from jujur.domain.areas import Area
from jujur.domain.figures import Exact
from jujur.rendering import formats, spans
from jujur.rendering.inks import Ink
from jujur.rendering.methods import Methods

Cell = tuple[Ink | str, ...]
UNIT_COLUMNS = (
    ("pemilih_dpt_j", "DPT"),
    ("pengguna_total_j", "Peng\u00adguna"),
    ("suara_sah", "Sah"),
    ("suara_tidak_sah", "Tidak sah"),
    ("suara_total", "Total suara"),
    ("surat_suara_diterima", "Surat suara datang"),
    ("surat_suara_digunakan", "Surat suara dipakai"),
)
KIND_WORDS = {
    "harian": "harian",
    "mingguan": "mingguan",
    "hari_h": "hari pemungutan suara",
    "akhir": "akhir",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """All published revisions of one slot, oldest first: one triangle."""

    issues: tuple[EditionLine, ...]

    @property
    def first(self) -> EditionLine:
        """The issue that readers saw first."""
        return self.issues[0]


class Annexes(Methods):
    """The annexes for the templates."""

    # L2: every station

    @property
    def unit_columns(self) -> tuple[tuple[str, str], ...]:
        """Name and heading of the printed columns; those of votes only where the content holds them (P19)."""
        held = {name for one in self._content.units for name in (*one.values, *one.marks)}
        return tuple(column for column in UNIT_COLUMNS if column[0] in held)

    def units_of(self, area: Area) -> tuple[UnitLine, ...]:
        """The stations of an area of the breakdown, in official order."""
        return tuple(one for one in self._content.units if f"{one.area.code}.".startswith(f"{area.code}."))

    def unit_name(self, one: UnitLine) -> Ink | str:
        """ "TPS 012 Sukorejo"; in a kecamatan edition the kelurahan stands above."""
        is_city = self._content.area.level == "kota"
        return self._book.quote(
            f"{one.name} {one.area.name}" if is_city else one.name, f"unit/{one.code}/name"
        )

    def unit_received(self, one: UnitLine) -> Ink | str:
        """When something was first said about it."""
        return self._book.when(f"unit/{one.code}/first_at", one.first_at, "short") if one.first_at else "…"

    def unit_opened(self, one: UnitLine) -> Ink | str:
        """The claimed hour of opening."""
        if not one.opened:
            return "…"
        return self._book.quote(one.opened.replace(":", "."), f"unit/{one.code}/opened")

    def unit_cell(self, one: UnitLine, name: str) -> Ink | str:
        """The number of a station, or the mark that says why there is none (P07)."""
        if name in one.values:
            return self._book.count(f"unit/{one.code}/{name}", one.values[name], "angka satu TPS")
        return one.marks[name]

    # L1: who did not report, station by station

    @property
    def unused_units(self) -> tuple[UnitLine, ...]:
        """Stations without a row that counts: silent ones and held ones."""
        return tuple(one for one in self._content.units if one.use != "dipakai")

    @property
    def unused_count(self) -> Ink:
        """How many they are."""
        return self._book.count("units/unused", len(self.unused_units), "TPS tanpa baris yang dipakai")

    def unit_full_name(self, one: UnitLine) -> Ink | str:
        """Name and kelurahan."""
        return self._book.quote(f"{one.name} {one.area.name}", f"unit/{one.code}/full")

    def unit_contact(self, one: UnitLine) -> Contact | None:
        """Whom to ask about a station."""
        code = f"{one.area.code}."
        return next((it for it in self._content.contacts if code.startswith(f"{it.kecamatan.code}.")), None)

    def contact_role(self, contact: Contact) -> Ink | str:
        """The office that is asked."""
        return self._book.cited(contact.role, f"annex/contact/{contact.kecamatan.code}")

    def contact_heard(self, contact: Contact) -> Ink | str:
        """When its team was last heard of."""
        if contact.last_heard_at is None:
            return "belum pernah"
        return self._book.when(f"annex/heard/{contact.kecamatan.code}", contact.last_heard_at, "short")

    def closure_of(self, one: UnitLine) -> OfficerAct | None:
        """The act that excused a station, the newest one."""
        found = [act for act in self._content.acts if act.act == "excuse" and act.subject == one.code]
        return max(found, key=lambda act: act.decided_at, default=None)

    # Vintages and triangles

    @staticmethod
    def kind_word(one: EditionLine) -> str:
        """The kind of an edition in words."""
        return KIND_WORDS[one.kind]

    def vintage_number(self, one: EditionLine) -> Ink | str:
        """Number and revision."""
        return self._book.quote(f"{one.number} (R{one.revision})", f"vintage/{one.edition_id}/number")

    def vintage_revision(self, one: EditionLine) -> Ink | str:
        """ "R0"."""
        return self._book.quote(f"R{one.revision}", f"vintage/{one.edition_id}/revision")

    def vintage_digest(self, one: EditionLine) -> Cell:
        """The first half of a kind of digest of the published file."""
        return self._book.digest(f"vintage/{one.edition_id}/sha256", one.sha256, 16) if one.sha256 else ("-",)

    def vintage_count(self, one: EditionLine, what: str) -> Ink:
        """How many changes it made ("changes"), or how many readers had to be told that it was wrong ("misled")."""
        value = len(one.changes) if what == "changes" else one.misled
        return self._book.count(f"vintage/{one.edition_id}/{what}", value, f"terbitan: {what}")

    @property
    def changed_vintages(self) -> tuple[EditionLine, ...]:
        """Earlier editions that replaced another one with changes."""
        return tuple(one for one in self._content.vintages if one.changes)

    @property
    def triangles(self) -> tuple[Slot, ...]:
        """The published revisions of every slot, in the order of their release."""
        slots: dict[tuple[object, ...], list[EditionLine]] = {}
        for one in self._content.vintages:
            if one.headlines:
                slots.setdefault((one.release_at, one.kind, one.opens_at), []).append(one)
        return tuple(Slot(tuple(issues)) for issues in slots.values())

    @staticmethod
    def triangle_rows(slot: Slot) -> tuple[Headline, ...]:
        """The headline figures that the first issue printed."""
        return slot.first.headlines

    def triangle_cell(self, one: EditionLine, name: str) -> Cell:
        """What an issue printed of a headline figure: a count, or the fraction of a share."""
        found = next((it for it in one.headlines if it.name == name), None)
        return tuple(self._headline(found, f"vintage/{one.edition_id}/{name}")) if found else ("-",)

    def _headline(self, one: Headline, fact: str) -> Iterator[Ink | str]:
        if one.value is None or one.n == 0:
            yield "…"
        elif one.denominator is not None:
            yield self._book.count(f"{fact}/k", one.k, "pembilang")
            yield "/"
            yield self._book.count(f"{fact}/denominator", one.denominator, "penyebut")
        else:
            yield self._book.count(f"{fact}/value", int(one.value), "angka pokok")
            yield from self._behind(one, fact)

    def _behind(self, one: Headline, fact: str) -> Iterator[Ink | str]:
        """How many units stood behind a count, where not all did (P08)."""
        if one.n < one.N:
            yield " ("
            yield self._book.count(f"{fact}/n", one.n, "unit di balik angka")
            yield "/"
            yield self._book.count(f"{fact}/N", one.N, "unit wajib lapor")
            yield ")"

    def triangle_now(self, slot: Slot, name: str) -> Cell:
        """What this report says of the same period; "-" for a take, whose period is another one."""
        if not self._is_same_period(slot):
            return ("-",)
        figure = self._book.figure(self._content.area.code, name)
        if figure.value is None or figure.n == 0:
            return ("…",)
        if figure.denominator is None:
            fig = self._book.fig
            behind: Cell = (
                " (",
                fig(figure.area_code, name, "n"),
                "/",
                fig(figure.area_code, name, "N"),
                ")",
            )
            return (fig(figure.area_code, name), *(() if figure.is_complete else behind))
        parts = (self._book.fig(figure.area_code, name, part) for part in ("k", "denominator"))
        k, denominator = parts
        return (k, "/", denominator)

    def triangle_move(self, slot: Slot, name: str) -> Cell:
        """How far this report lies from the first issue; for a take, how far its newest issue does."""
        first, last = self._value(slot.first, name), self._last(slot, name)
        if first is None or last is None:
            return ("-",)
        change = last - first
        fact = f"triangle/{slot.first.edition_id}/{name}"
        is_share = any(one.name == name and one.denominator is not None for one in slot.first.headlines)
        text = spans.points(Fraction(change)) if is_share else spans.signed(int(change))
        return (self._book.exact(fact, change, text),)

    def _last(self, slot: Slot, name: str) -> Exact | None:
        if self._is_same_period(slot):
            figure = self._book.figure(self._content.area.code, name)
            return figure.value if figure.n else None
        return self._value(slot.issues[-1], name)

    @staticmethod
    def _value(one: EditionLine, name: str) -> Exact | None:
        return next((it.value for it in one.headlines if it.name == name and it.n), None)

    def _is_same_period(self, slot: Slot) -> bool:
        return slot.first.opens_at == self._content.edition.period.starts_at

    def annex_threshold(self, value: int, name: str) -> Ink | str:
        """A threshold as it was frozen."""
        return self._book.quote(formats.integer(value), f"method/threshold/{name}")
