"""One violation at a time: for each shape of check, how a sound row is made to break exactly that case and no other.

A violation that cannot but break another rule too says so in ``entails``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from tests.faults.drafts import Draft, World
from tests.faults.sound import VOTING

from jujur.domain.cells import BLANK, Cell, CellState
from jujur.domain.findings import Rule
from jujur.domain.forms import Form
from jujur.domain.periods import WIB
from jujur.validation import EarlierValue, OpenItem, Total

Place = tuple[str, tuple[str, ...]]  # a rule id and the columns that its finding names
Apply = Callable[[World, Draft, Random], None]


@dataclass(frozen=True)
class Injection:
    """One way to break one case of one rule. ``about`` says whose finding it is: the row's, or the file's."""

    rule: Rule
    columns: tuple[str, ...]
    apply: Apply
    severity: str
    fits: Callable[[World, Draft], bool] = lambda _world, draft: not is_special(draft)
    entails: tuple[Place, ...] = ()
    about: str = "row"
    manner: str = ""

    @property
    def name(self) -> str:
        return f"{self.rule.id}/{self.rule.check}{self.manner}: {', '.join(self.columns)}"


def injections(form: Form, rules: tuple[Rule, ...]) -> list[Injection]:
    """Every case of every rule of a form. Raises KeyError for a shape that nobody knows how to break."""
    return [item for rule in rules for item in BREAKERS[rule.check](rule, form)]


def is_special(draft: Draft) -> bool:
    """A TPS at a special place (901 and up), which some rules judge more softly."""
    return draft.area.level == "tps" and draft.area.code[-3:] >= "900"


def _case(
    rule: Rule, entry: Mapping[str, Any], columns: tuple[str, ...], apply: Apply, **more: Any
) -> Injection:
    return Injection(rule, columns, apply, str(entry.get("severity", rule.severity)), **more)


def _cell(rule: Rule, name: str, apply: Apply, **more: Any) -> Injection:
    return Injection(rule, (name,), apply, str(rule.severity), **more)


def _names(value: Any) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else (value,)


def _ready(world: World, draft: Draft, names: tuple[str, ...]) -> None:
    for name in names:
        world.allow(draft, name)
    draft.fill(*names)


def _change(names: tuple[str, ...], wrong: Callable[[World, Draft, Random], int | str]) -> Apply:
    """Puts a wrong value into the first of ``names``, with the others in place and nothing else to compare it with."""

    def apply(world: World, draft: Draft, rng: Random) -> None:
        _ready(world, draft, names)
        world.isolate(draft, names[0], names)
        draft.put(names[0], wrong(world, draft, rng))

    return apply


# --- counts ----------------------------------------------------------------------------------


def _misread(rng: Random, value: int, ceiling: int | None) -> int:
    """As people and scanners misread: some units off, or a blank box read as a leading 7 or 8."""
    if ceiling is None and rng.random() < 0.3:
        return value + rng.choice((700, 800))
    off = rng.randint(1, 9)
    return value - off if value >= off else value + off


def _ceiling(world: World, name: str) -> int | None:
    limits = [
        world.desk.thresholds.value(entry["threshold"])
        for rule in world.rules
        if rule.check == "at_most_constant"
        for entry in rule.terms["cases"]
        if entry["left"] == name
    ]
    return min(limits, default=None)


def sums(rule: Rule, _form: Form) -> Iterator[Injection]:
    for entry in rule.terms["cases"]:
        names = (entry.get("total") or entry["left"], *_names(entry.get("parts") or entry["right"]))
        yield _case(
            rule,
            entry,
            names,
            _change(
                names,
                lambda world, draft, rng, name=names[0]: _misread(
                    rng, draft.count(name), _ceiling(world, name)
                ),
            ),
        )


def _extra(entry: Mapping[str, Any], whole: int) -> int:
    permille = entry.get("plus_percent", 0) * 10 + entry.get("plus_permille", 0)
    return sum(1 for _ in range(0, whole * permille, 1000))  # counts begun thousands: rounding up


def bounds(rule: Rule, _form: Form) -> Iterator[Injection]:
    for entry in rule.terms["cases"]:
        names = (entry["left"], *_names(entry["right"]))

        def above(_world: World, draft: Draft, rng: Random, names: Any = names, entry: Any = entry) -> int:
            whole = sum(draft.count(name) for name in names[1:])
            return whole + _extra(entry, whole) + rng.choice((1, 1, 2, 30))

        yield _case(rule, entry, names, _change(names, above))


def near_equalities(rule: Rule, _form: Form) -> Iterator[Injection]:
    for entry in rule.terms["cases"]:
        names = (entry["left"], *_names(entry["right"]))

        def beside(world: World, draft: Draft, rng: Random, names: Any = names, entry: Any = entry) -> int:
            whole = sum(draft.count(name) for name in names[1:])
            off = _number(world, entry["tolerance"]) + rng.choice((1, 2, 20))
            return whole + _extra(entry, whole) + rng.choice((-off, off))

        yield _case(rule, entry, names, _change(names, beside))


def _number(world: World, value: int | str) -> int:
    return world.desk.thresholds.value(value) if isinstance(value, str) else value


def balances(rule: Rule, _form: Form) -> Iterator[Injection]:
    for entry in rule.terms["cases"]:
        names = (entry["total"], *entry["plus"], *entry["minus"])
        wrong = _change(names, lambda _w, draft, rng, name=names[0]: _misread(rng, draft.count(name), None))
        yield _case(rule, entry, names, wrong)


def upper_limits(rule: Rule, _form: Form) -> Iterator[Injection]:
    for entry in rule.terms["cases"]:
        name = entry["left"]

        def above(world: World, _draft: Draft, rng: Random, entry: Any = entry) -> int:
            return _number(world, entry["threshold"]) + rng.choice((1, 5, 700))

        change = _change((name,), above)
        yield _case(rule, entry, (name,), change)
        if "warning_when" in rule.terms:
            special = {"fits": lambda _world, draft: is_special(draft), "manner": " khusus"}
            yield replace(_case(rule, entry, (name,), change, **special), severity="W")


def fixed_counts(rule: Rule, _form: Form) -> Iterator[Injection]:
    for entry in rule.terms["cases"]:
        change = _change(
            (entry["left"],),
            lambda world, _d, rng, entry=entry: max(
                0, _number(world, entry["threshold"]) + rng.choice((-1, 1))
            ),
        )
        yield _case(rule, entry, (entry["left"],), change)


# --- cells -----------------------------------------------------------------------------------


def _hold(name: str, raw: str) -> Apply:
    def apply(world: World, draft: Draft, _rng: Random) -> None:
        world.allow(draft, name)
        world.forget(draft, name)
        draft.put(name, Cell(CellState.DITAHAN, None, raw))

    return apply


def unreadable_cells(rule: Rule, _form: Form) -> Iterator[Injection]:
    for name in rule.terms["columns"]:
        yield _cell(rule, name, _hold(name, "±dua ratus"))


def other_choices(rule: Rule, _form: Form) -> Iterator[Injection]:
    for name in rule.terms["columns"]:
        yield _cell(rule, name, _hold(name, "entahlah"))


def empty_cells(rule: Rule, _form: Form) -> Iterator[Injection]:
    for name in rule.terms["columns"]:

        def apply(world: World, draft: Draft, _rng: Random, name: str = name) -> None:
            world.forget(draft, name)
            draft.put(name, BLANK)

        yield _cell(rule, name, apply)


def demanded_cells(rule: Rule, _form: Form) -> Iterator[Injection]:
    for entry in rule.terms["cases"]:
        for name in entry["columns"]:

            def apply(world: World, draft: Draft, rng: Random, name: str = name, entry: Any = entry) -> None:
                _answer(world, draft, rng, entry)
                draft.put(name, BLANK)

            yield replace(_cell(rule, name, apply), severity=str(entry.get("severity", rule.severity)))


def unwanted_cells(rule: Rule, _form: Form) -> Iterator[Injection]:
    for entry in rule.terms["cases"]:
        for name in entry["columns"]:

            def apply(world: World, draft: Draft, rng: Random, name: str = name, entry: Any = entry) -> None:
                _answer(world, draft, rng, entry)
                world.isolate(draft, name, (name,))
                draft.put(name, draft.spare[name])

            yield replace(_cell(rule, name, apply), severity=str(entry.get("severity", rule.severity)))


def _answer(world: World, draft: Draft, rng: Random, entry: Mapping[str, Any]) -> None:
    for column, values in entry["when"].items():
        draft.put(column, rng.choice(_names(values)))
    world.settle(draft)


def personal_data(rule: Rule, _form: Form) -> Iterator[Injection]:
    # Invented numbers that have the shape of an identity number and of telephone numbers.
    for name in rule.terms["columns"]:

        def apply(world: World, draft: Draft, rng: Random, name: str = name) -> None:
            world.allow(draft, name)
            number = rng.choice(
                ("1234567890123456", "123456 010190 0001", "0812-0000-0000", "+62 812 0000 0000")
            )
            draft.put(name, f"pelapor {number} menunggu")

        yield _cell(rule, name, apply)


# --- codes and versions ----------------------------------------------------------------------


def unknown_codes(rule: Rule, form: Form) -> Iterator[Injection]:
    column, parent = rule.terms["column"], rule.terms.get("parent")
    columns = (column, parent) if parent else (column,)
    unknown = {"tps": "1672019999999"}.get(form.unit_level, "16.72.99.1001")

    def misspell(world: World, draft: Draft, _rng: Random) -> None:
        world.forget(draft, column)
        draft.put(column, unknown[: -len(str(draft.number))] + str(draft.number))

    yield Injection(rule, columns, misspell, str(rule.severity), manner=" tidak dikenal")
    if parent:

        def misplace(_world: World, draft: Draft, _rng: Random) -> None:
            draft.put(parent, "16.72.01.1002" if draft.value(parent) != "16.72.01.1002" else "16.72.01.1001")

        yield Injection(rule, columns, misplace, str(rule.severity), manner=" induk lain")


def unknown_stations(rule: Rule, _form: Form) -> Iterator[Injection]:
    column, parent = rule.terms["column"], rule.terms["parent"]
    numbers = ("999", "000", "depan lapangan")
    yield Injection(
        rule,
        (column, parent),
        lambda _world, draft, rng: draft.put(column, rng.choice(numbers)),
        str(rule.severity),
    )


def contradictions(rule: Rule, _form: Form) -> Iterator[Injection]:
    """Both versions are held, so the earlier one gets a finding as well: see ``Expected`` in the test."""
    yield Injection(
        rule,
        tuple(rule.terms["columns"]),
        lambda world, draft, _rng: world.know_another(draft) and None,
        str(rule.severity),
        about="both versions",
    )


# --- dates and times -------------------------------------------------------------------------


def outside_period(rule: Rule, _form: Form) -> Iterator[Injection]:
    name = rule.terms["column"]
    wrong = ("2024-02-13T23:59:00+07:00", "2024-02-15T00:00:00+07:00", "2023-02-14T07:15:00+07:00")
    yield _cell(rule, name, _change((name,), lambda _w, _d, rng: rng.choice(wrong)))
    yield _cell(rule, name, _hold(name, "kemarin pagi"), manner=" tidak terbaca")


# Voting cannot end before it began without ending before 13.00, because it began by 07.00.
_ENTAILED: dict[Place, tuple[Place, ...]] = {
    ("V30", ("waktu_tutup", "waktu_buka")): (("V22", ("waktu_tutup",)),)
}


def disorders(rule: Rule, form: Form) -> Iterator[Injection]:
    own = {column.name: column for column in form.columns}
    for entry in rule.terms["cases"]:
        first, then = str(entry["first"]), str(entry["then"])
        columns = tuple(name for name in (then, first) if name in own)
        if then in own:
            kind, sign, bound = own[then].kind, -1, first
        else:
            kind, sign, bound = own[first].kind, 1, then

        def shifted(
            _w: World, draft: Draft, rng: Random, bound: str = bound, kind: str = kind, sign: int = sign
        ) -> str:
            at = _moment(str(draft.value(bound)) if bound in draft.cells else bound)
            off = (
                timedelta(days=rng.randint(1, 9)) if kind == "date" else timedelta(minutes=rng.randint(1, 9))
            )
            return _written(at + sign * off, kind)

        yield _case(
            rule, entry, columns, _change(columns, shifted), entails=_ENTAILED.get((rule.id, columns), ())
        )


def _moment(text: str) -> datetime:
    if len(text) == len("07:00"):
        text = f"{VOTING.isoformat()}T{text}"
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=WIB)


def _written(moment: datetime, kind: str) -> str:
    local = moment.astimezone(WIB)
    return {"date": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}"}.get(kind) or local.isoformat()


def wrong_days(rule: Rule, _form: Form) -> Iterator[Injection]:
    for entry in rule.terms["cases"]:
        for end, sign in (("low", -1), ("high", 1)):
            if entry.get(end) is None:
                continue

            def beyond(world: World, _d: Draft, rng: Random, end: Any = entry[end], sign: int = sign) -> str:
                return (VOTING + timedelta(days=_number(world, end) + sign * rng.randint(1, 9))).isoformat()

            names = (entry["column"],)
            yield _case(rule, entry, names, _change(names, beyond), manner=f" {end}")


def late_instants(rule: Rule, _form: Form) -> Iterator[Injection]:
    for entry in rule.terms["cases"]:
        names = (entry["column"],)

        def late(world: World, _d: Draft, rng: Random, entry: Any = entry) -> str:
            hours = 24 + _number(world, entry["hours_after_day"])
            return _written(_moment("00:00") + timedelta(hours=hours, minutes=rng.randint(1, 90)), "instant")

        yield _case(rule, entry, names, _change(names, late))


# --- other forms, other units, other periods ------------------------------------------------------


def wrong_reference(rule: Rule, _form: Form) -> Iterator[Injection]:
    for entry in rule.terms["cases"]:

        def apply(world: World, draft: Draft, rng: Random, entry: Any = entry) -> None:
            world.reference_counts[world.unit_code(draft), entry["level"]] += rng.choice((-1, 1))

        yield _case(rule, entry, (entry["column"],), apply)


def wrong_totals(rule: Rule, _form: Form) -> Iterator[Injection]:
    for entry in rule.terms["cases"]:

        def apply(world: World, draft: Draft, rng: Random, entry: Any = entry) -> None:
            n, own = draft.count("jumlah_tps"), draft.count(entry["column"])
            key = (entry["form"], world.unit_code(draft), entry["other"])
            world.totals[key] = Total(n, n, own + rng.choice((-1, 1, 800)))

        yield _case(rule, entry, (entry["column"],), apply)


def wrong_parents(rule: Rule, _form: Form) -> Iterator[Injection]:
    for entry in rule.terms["cases"]:

        def apply(world: World, draft: Draft, rng: Random, entry: Any = entry) -> None:
            world.parent_values[entry["form"], str(draft.area.parent_code), entry["other"]] += rng.choice(
                (-1, 1)
            )

        yield _case(
            rule,
            entry,
            (entry["column"],),
            apply,
            fits=lambda world, draft: world.completes_parent(draft),
        )


def falling_series(rule: Rule, _form: Form) -> Iterator[Injection]:
    for name in rule.terms["columns"]:

        def apply(world: World, draft: Draft, rng: Random, name: str = name) -> None:
            unit = world.unit_code(draft)
            world.earlier[unit, name] = EarlierValue(draft.count(name) + rng.choice((1, 40)), "2024-02-14.3")

        yield _cell(rule, name, apply)


def forgotten_items(rule: Rule, _form: Form) -> Iterator[Injection]:
    def apply(world: World, draft: Draft, _rng: Random) -> None:
        items = world.open_items.get(draft.kecamatan, ())
        world.open_items[draft.kecamatan] = (*items, OpenItem("TL-LAMA", "perbaikan jembatan"))

    yield Injection(
        rule,
        (rule.terms["key"],),
        apply,
        str(rule.severity),
        fits=lambda world, draft: all(
            item.item_code != "TL-LAMA" for item in world.open_items.get(draft.kecamatan, ())
        ),
        about="file",
    )


BREAKERS: dict[str, Callable[[Rule, Form], Iterator[Injection]]] = {
    "sum": sums,
    "equal": sums,
    "at_most": bounds,
    "equal_within": near_equalities,
    "balance": balances,
    "at_most_constant": upper_limits,
    "equal_constant": fixed_counts,
    "whole_number": unreadable_cells,
    "typed": unreadable_cells,
    "known_choice": other_choices,
    "filled": empty_cells,
    "required_when": demanded_cells,
    "blank_when": unwanted_cells,
    "no_personal_data": personal_data,
    "known_code": unknown_codes,
    "known_station": unknown_stations,
    "unique_unit": contradictions,
    "inside_period": outside_period,
    "time_order": disorders,
    "days_from_voting": wrong_days,
    "instant_by": late_instants,
    "reference_count": wrong_reference,
    "roll_up": wrong_totals,
    "roll_up_parent": wrong_parents,
    "not_below_earlier": falling_series,
    "carried_on": forgotten_items,
}
