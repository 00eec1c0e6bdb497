"""Rows that can still be changed before they are judged, and the world around them.

``settle`` and ``isolate`` are the oracle's own reading of the rules' terms; nothing here uses the code under test to decide
what is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

from tests.faults.sound import SOUND, VOTING

from jujur.domain.areas import Area
from jujur.domain.cells import BLANK, Cell, CellState, value_cell
from jujur.domain.findings import Bin, Rule
from jujur.domain.forms import Form
from jujur.domain.periods import day_period
from jujur.domain.submissions import KnownRow, PlacedRow, Row
from jujur.settings.desk import DeskConfig
from jujur.validation import EarlierValue, Judgement, Neighbours, OpenItem, RowToJudge, Total, judge
from jujur.validation.checks import Surroundings

AT = datetime(2024, 2, 14, 11, tzinfo=UTC)
CONDITIONS = ("required_when", "blank_when")


@dataclass
class Draft:
    """One row that is still being written. ``spare`` holds a sound value for every column, also for those left blank."""

    number: int
    area: Area
    kecamatan: str
    spare: Mapping[str, int | str]
    cells: dict[str, Cell]

    @property
    def row_id(self) -> str:
        return f"{'a' * 64}|Isian|{self.number}"

    @property
    def submission_id(self) -> str:
        return f"K-{self.kecamatan}"

    def value(self, name: str) -> int | str:
        value = self.cells[name].value
        assert value is not None, name
        return value

    def count(self, name: str) -> int:
        return int(self.value(name))

    def put(self, name: str, value: int | str | Cell) -> None:
        self.cells[name] = value if isinstance(value, Cell) else value_cell(value)

    def fill(self, *names: str) -> None:
        """Gives blank cells their sound value."""
        for name in names:
            if self.cells[name].value is None:
                self.put(name, self.spare[name])

    def is_blank(self, name: str) -> bool:
        return self.cells[name].state is CellState.TIDAK_DIISI


@dataclass
class World:
    """One form at one desk on voting day: rows, and what the record knows beside them."""

    desk: DeskConfig
    form: Form
    drafts: list[Draft]
    known: list[KnownRow] = field(default_factory=list)
    reference_counts: dict[tuple[str, str], int] = field(default_factory=dict)
    totals: dict[tuple[str, str, str], Total] = field(default_factory=dict)
    parent_values: dict[tuple[str, str, str], int] = field(default_factory=dict)
    unit_values: dict[tuple[str, str], dict[str, int | None]] = field(default_factory=dict)
    earlier: dict[tuple[str, str], EarlierValue] = field(default_factory=dict)
    open_items: dict[str, tuple[OpenItem, ...]] = field(default_factory=dict)
    quiet: frozenset[str] = frozenset()

    @property
    def rules(self) -> tuple[Rule, ...]:
        return self.desk.rules[self.form.id]

    def unit_code(self, draft: Draft) -> str:
        """As operations places rows: by the key, of events by the kecamatan."""
        if self.form.is_event:
            return draft.kecamatan
        return str(draft.cells[self.form.keys[0].name].value or "?")

    def completes_parent(self, draft: Draft) -> bool:
        """True for the last row of a kelurahan all of whose stations have reported everything."""
        siblings = [item for item in self.drafts if item.area.parent_code == draft.area.parent_code]
        return draft.area.parent_code in self.quiet and siblings[-1] is draft

    # --- the oracle's reading of conditions ------------------------------------------------

    def conditions(self, check: str) -> Iterator[tuple[Rule, Mapping[str, Any]]]:
        for rule in self.rules:
            if rule.check == check:
                for entry in rule.terms["cases"]:
                    yield rule, entry

    def settle(self, draft: Draft) -> None:
        """Fills what the row's answers demand and blanks what they rule out."""
        for _rule, entry in self.conditions("required_when"):
            if _holds(draft, entry["when"]):
                draft.fill(*entry["columns"])
        for _rule, entry in self.conditions("blank_when"):
            if _holds(draft, entry["when"]):
                for name in entry["columns"]:
                    draft.put(name, BLANK)

    def allow(self, draft: Draft, name: str) -> None:
        """Changes answers so that a value in this column is ruled out by none of them."""
        for _rule, entry in self.conditions("blank_when"):
            if name in entry["columns"] and _holds(draft, entry["when"]):
                (when,) = entry["when"]
                wrong = {
                    word
                    for _r, other in self.conditions("blank_when")
                    if name in other["columns"] and when in other["when"]
                    for word in _listed(other["when"][when])
                }
                choices = self.form.column(when).choices
                draft.put(when, next(word for word in choices if word not in wrong))
        self.settle(draft)

    def isolate(self, draft: Draft, changed: str, keep: tuple[str, ...]) -> None:
        """Takes away what else could be said about a changed cell: other operands, other forms, earlier periods."""
        for rule in self.rules:
            for names in operands(rule, self.form):
                if changed in names and not set(names) <= set(keep):
                    for name in set(names) - set(keep):
                        draft.put(name, BLANK)
        self.forget(draft, changed)

    def forget(self, draft: Draft, name: str) -> None:
        """Nothing else is known any more that a cell could be compared with."""
        unit = self.unit_code(draft)
        self.earlier.pop((unit, name), None)
        for rule, entry in [*self.conditions("roll_up"), *self.conditions("reference_count")]:
            if entry["column"] == name and rule.check == "roll_up":
                self.totals.pop((entry["form"], unit, entry["other"]), None)
            elif entry["column"] == name:
                self.reference_counts.pop((unit, entry["level"]), None)
        if self.form.is_event and self.form.column(name).is_key:
            items = self.open_items.get(draft.kecamatan, ())
            self.open_items[draft.kecamatan] = tuple(
                item for item in items if item.item_code != draft.value(name)
            )

    # --- judging ---------------------------------------------------------------------------

    def judged(self) -> Judgement:
        around = self.surroundings()
        return judge(
            self.form,
            self.rules,
            self.rows(),
            self.known,
            around.period,
            around.unit_parents,
            around.thresholds,
            around.neighbours,
            around.voting_on,
        )

    def rows(self) -> list[RowToJudge]:
        return [self._row(draft) for draft in self.drafts]

    def surroundings(self) -> Surroundings:
        gazetteer = self.desk.gazetteer
        areas = [area for level in ("kelurahan", "tps") for area in gazetteer.at_level(level)]
        neighbours = Neighbours(
            self.reference_counts,
            self.totals,
            self.parent_values,
            self.unit_values,
            self.earlier,
            self.open_items,
        )
        return Surroundings(
            period=day_period(VOTING),
            unit_parents={area.code: area.parent_code or "" for area in areas},
            thresholds=asdict(self.desk.thresholds),
            conflicts={},
            neighbours=neighbours,
            voting_on=VOTING,
        )

    def _row(self, draft: Draft) -> RowToJudge:
        row = Row(draft.row_id, "Isian", draft.number, draft.cells)
        keys = self.form.keys if self.form.is_event else ()
        item = str(draft.cells[keys[0].name].value) if keys and draft.cells[keys[0].name].value else None
        placed = PlacedRow(
            row,
            self.unit_code(draft),
            draft.area.code,
            draft.kecamatan,
            f"isi {draft.number}",
            True,
            item,
        )
        return RowToJudge(
            draft.submission_id, "laporan.xlsx", f"tim.{draft.kecamatan}", draft.kecamatan, AT, (), placed
        )

    def know_another(self, draft: Draft) -> KnownRow:
        """An accepted row of an earlier file with another content for the same unit or item."""
        row = self._row(draft).placed
        other = KnownRow(
            "K-LAMA",
            f"{'b' * 64}|Isian|{draft.number}",
            row.unit_code,
            "isi lain",
            True,
            "Isian",
            draft.number,
            "tim",
            Bin.ACCEPTED,
            row.item_code,
        )
        self.known.append(other)
        return other


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _holds(draft: Draft, when: Mapping[str, Any]) -> bool:
    return all(draft.cells[name].value in _listed(values) for name, values in when.items())


def operands(rule: Rule, form: Form) -> Iterator[tuple[str, ...]]:
    """The columns that are compared with each other, case by case; conditions are settled elsewhere."""
    if rule.check in CONDITIONS or "cases" not in rule.terms:
        return
    own = {column.name for column in form.columns}
    for entry in rule.terms["cases"]:
        fields = ("total", "parts", "left", "right", "plus", "minus", "first", "then")
        yield tuple(name for key in fields for name in _listed(entry.get(key, [])) if name in own)


def sound_world(desk: DeskConfig, form_id: str, rng: Random, rows: int) -> World:
    """A world in which everybody reported, nothing is missing and nothing is wrong."""
    form = desk.forms[form_id]
    level = "kelurahan" if form.is_event else form.unit_level
    areas = desk.gazetteer.at_level(level)  # type: ignore[arg-type]
    if form.is_event:
        areas = tuple(rng.choice(areas) for _ in range(rows))
    world = World(desk, form, [])
    for number, area in enumerate(areas, 9):
        values = SOUND[form_id](rng, area, form)
        spare = {column.name: values[column.name] for column in form.columns}
        kecamatan = desk.gazetteer.ancestor(area.code, "kecamatan")
        assert kecamatan is not None
        cells = {name: value_cell(value) for name, value in spare.items()}
        draft = Draft(number, area, kecamatan.code, spare, cells)
        world.settle(draft)
        world.drafts.append(draft)
    return world
