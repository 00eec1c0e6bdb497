"""What the record already knows that a rule may compare a row with, and which of it the rules of a form ask for.

Plain mappings, filled by whoever may look into the record. What is not in a mapping is not known, and a rule that needs it is not
evaluated: nothing here ever stands for zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jujur.domain.findings import Rule

ROLL_UP_PARENT = "roll_up_parent"


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of one column over the accepted rows of the ``n`` frame units below a unit; ``k`` of them have a value."""

    k: int
    n: int
    value: int

    @property
    def is_complete(self) -> bool:
        """True when every unit of the frame below has a value; only then may anything be compared with the sum."""
        return self.k == self.n and self.n > 0


@dataclass(frozen=True, slots=True)
class EarlierValue:
    """What the same unit reported in the newest earlier period of the same day."""

    value: int
    period_id: str


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An item that was still open when its kecamatan last reported; ``description`` is what the sender is reminded with."""

    item_code: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """All of it as known before the batch, rows of the batch itself not counted.

    - ``reference_counts[unit, level]``: how many areas of ``level`` the reference has below ``unit`` (V20).
    - ``totals[form, unit, column]``: over the accepted rows of another form below ``unit``, same period (V20, seen from above).
    - ``parent_values[form, unit, column]``: the accepted value of the parent ``unit`` in its own ``form`` (V20, seen from below).
    - ``unit_values[parent, column]``: for each parent in ``parent_values``, every frame unit of the judged form below it with its
      accepted value, None where it has none yet. Accepted rows of the batch take the place of what stands here.
    - ``earlier[unit, column]``: the newest accepted value in an earlier period of the same day (V21).
    - ``open_items[kecamatan]``: the items open at the end of its newest earlier period.
    """

    reference_counts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    totals: Mapping[tuple[str, str, str], Total] = field(default_factory=dict)
    parent_values: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    unit_values: Mapping[tuple[str, str], Mapping[str, int | None]] = field(default_factory=dict)
    earlier: Mapping[tuple[str, str], EarlierValue] = field(default_factory=dict)
    open_items: Mapping[str, Sequence[OpenItem]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CarriedItems:
    """How items are carried from report to report: the column of the item's number, that of its status, and what closes it."""

    key: str
    status: str
    closed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Needs:
    """What :class:`Neighbours` must hold for a form's rules. Forms and columns are named as in the configuration.

    - ``reference_levels``: levels of ``reference_counts``.
    - ``totals``: (other form, its column) of ``totals``.
    - ``parents``: (parent form, its column, own column): the first two name ``parent_values``, the third ``unit_values``.
    - ``earlier``: own columns of ``earlier``.
    - ``carried``: how to tell which items are open, None when the form carries none.
    """

    reference_levels: frozenset[str] = frozenset()
    totals: frozenset[tuple[str, str]] = frozenset()
    parents: frozenset[tuple[str, str, str]] = frozenset()
    earlier: frozenset[str] = frozenset()
    carried: CarriedItems | None = None


def needs(rules: Sequence[Rule]) -> Needs:
    """What the rules of one form want to know of other forms, periods and the reference."""
    carried = next((carried_items(rule) for rule in rules if rule.check == "carried_on"), None)
    return Needs(
        reference_levels=frozenset(case["level"] for case in _cases(rules, "reference_count")),
        totals=frozenset((case["form"], case["other"]) for case in _cases(rules, "roll_up")),
        parents=frozenset(
            (case["form"], case["other"], case["column"]) for case in _cases(rules, ROLL_UP_PARENT)
        ),
        earlier=frozenset(
            name for rule in rules if rule.check == "not_below_earlier" for name in rule.terms["columns"]
        ),
        carried=carried,
    )


def carried_items(rule: Rule) -> CarriedItems:
    """The terms of a ``carried_on`` rule."""
    return CarriedItems(rule.terms["key"], rule.terms["status"], tuple(rule.terms["closed"]))


def _cases(rules: Sequence[Rule], check: str) -> Iterator[Mapping[str, Any]]:
    for rule in rules:
        if rule.check == check:
            yield from rule.terms["cases"]
