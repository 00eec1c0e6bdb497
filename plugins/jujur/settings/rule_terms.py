"""What each shape of check may say (``terms:`` of a rule): shape, columns, forms and thresholds, held against what exists.

A misspelt operand would otherwise be a rule that never finds anything. The shapes themselves are evaluated in ``validation``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from jujur.domain.forms import Column, ElectionKind
from jujur.settings.desk_files import Strict
from jujur.settings.form_files import LoadedForm
from jujur.settings.thresholds import Thresholds

TYPED_KINDS = ("decimal", "date", "time", "instant")
_ON_THE_CLOCK = ("time", "instant", "date")
_LEVELS = ("kecamatan", "kelurahan", "tps")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a rule may name: the columns of its form and of the others, for its kind of election, and the thresholds."""

    loaded: LoadedForm
    others: Mapping[str, LoadedForm]
    thresholds: Thresholds
    election: ElectionKind | None

    @property
    def columns(self) -> dict[str, Column]:
        """The columns that the rule's own form has wherever the rule is evaluated."""
        return self.loaded.columns_of(self.election)


def _ground(info: ValidationInfo) -> Ground:
    assert isinstance(info.context, Ground)
    return info.context


def _column(*kinds: str) -> AfterValidator:
    def check(name: str, info: ValidationInfo) -> str:
        return _of_kind(_ground(info).columns, name, kinds, _ground(info).loaded.form.id)

    return AfterValidator(check)


def _of_kind(columns: Mapping[str, Column], name: str, kinds: tuple[str, ...], form_id: str) -> str:
    if name not in columns:
        raise ValueError(f"kolom {name!r} tidak ada di formulir {form_id}")
    if kinds and columns[name].kind not in kinds:
        raise ValueError(f"kolom {name!r} harus berjenis {' atau '.join(kinds)}")
    return name


def _threshold(name: str | int | None) -> str | int | None:
    if isinstance(name, str) and name not in Thresholds.__dataclass_fields__:
        raise ValueError(f"ambang {name!r} tidak ada di thresholds.yaml")
    return name


def _reserve(threshold: str) -> Callable[[int, ValidationInfo], int]:
    # One truth for the reserve: the rule states it, the threshold is what the report prints.
    def check(share: int, info: ValidationInfo) -> int:
        if share not in (0, _ground(info).thresholds.value(threshold)):
            raise ValueError(f"berbeda dari {threshold}")
        return share

    return check


def _moment(text: str, info: ValidationInfo) -> str:
    if _TIME.fullmatch(text):
        return text
    return _of_kind(_ground(info).columns, text, _ON_THE_CLOCK, _ground(info).loaded.form.id)


AnyColumn = Annotated[str, _column()]
Count = Annotated[str, _column("count")]
Code = Annotated[str, _column("code")]
Instant = Annotated[str, _column("instant")]
Date = Annotated[str, _column("date")]
Choice = Annotated[str, _column("choice")]
Text = Annotated[str, _column("text")]
Typed = Annotated[str, _column(*TYPED_KINDS)]
Counts = Annotated[list[Count], Field(min_length=1)]
AnyColumns = Annotated[list[AnyColumn], Field(min_length=1)]
Threshold = Annotated[str, AfterValidator(_threshold)]
NumberOrThreshold = Annotated[int | str, AfterValidator(_threshold)]
Bound = Annotated[int | str | None, AfterValidator(_threshold)]
Moment = Annotated[str, AfterValidator(_moment)]
Percent = Annotated[int, AfterValidator(_reserve("reserve_ballots_percent"))]
Permille = Annotated[int, AfterValidator(_reserve("reserve_ballots_permille_pilkada"))]


class Case(Strict):
    """One case of a rule; its own severity wins over the rule's."""

    severity: Literal["E", "W", "I"] | None = None


class SumCase(Case):
    """``total`` equals the sum of ``parts``."""

    total: Count
    parts: Counts


class EqualCase(Case):
    """``left`` equals ``right``."""

    left: Count
    right: Count


class AtMostCase(Case):
    """``left`` does not exceed the sum of ``right`` plus a share of it, rounded up."""

    left: Count
    right: Counts
    plus_percent: Percent = 0
    plus_permille: Permille = 0


class EqualWithinCase(AtMostCase):
    """The same, as an equation that allows a difference."""

    tolerance: NumberOrThreshold


class BalanceCase(Case):
    """``total`` equals everything added minus everything taken away."""

    total: Count
    plus: Counts
    minus: Counts


class ConstantCase(Case):
    """``left`` against a threshold."""

    left: Count
    threshold: Threshold


class OrderCase(Case):
    """``then`` is not before ``first``; each is a column or a time of day."""

    first: Moment
    then: Moment

    @model_validator(mode="after")
    def _are_comparable(self, info: ValidationInfo) -> Self:
        columns = _ground(info).columns
        kinds = [columns[name].kind for name in (self.first, self.then) if name in columns]
        if not kinds or ("date" in kinds and kinds != ["date", "date"]):
            raise ValueError("first dan then harus sama-sama tanggal, atau jam dengan jam")
        return self


class DaysCase(Case):
    """Days from the voting day to ``column``, between two bounds."""

    column: Date
    low: Bound
    high: Bound


class InstantByCase(Case):
    """``column`` lies no more than so many hours after the end of the voting day."""

    column: Instant
    hours_after_day: NumberOrThreshold


class WhenCase(Case):
    """``columns`` are filled, or blank, when every column of ``when`` has one of its values."""

    when: Annotated[dict[Choice, str | list[str]], Field(min_length=1)]
    columns: AnyColumns

    @model_validator(mode="after")
    def _knows_the_choices(self, info: ValidationInfo) -> Self:
        for name, values in self.when.items():
            require_choices(info, name, [values] if isinstance(values, str) else values)
        return self


def require_choices(info: ValidationInfo, name: str, values: list[str]) -> None:
    """Refuse values that the column ``name`` does not offer. Raises ValueError, for pydantic."""
    strangers = sorted(set(values) - set(_ground(info).columns[name].choices))
    if strangers or not values:
        raise ValueError(f"kolom {name!r} tidak mempunyai pilihan {strangers}")


def require_key(info: ValidationInfo, name: str) -> None:
    """Refuse a column that does not name the item. Raises ValueError, for pydantic."""
    if not _ground(info).columns[name].is_key:
        raise ValueError(f"kolom {name!r} bukan kolom kunci (is_key)")


class ReferenceCase(Case):
    """``column`` equals the number of areas of ``level`` below the unit."""

    column: Count
    level: Literal["kelurahan", "tps"]

    @model_validator(mode="after")
    def _is_below(self, info: ValidationInfo) -> Self:
        _require_below(self.level, _ground(info).loaded.form.unit_level)
        return self


def _require_below(lower: str, upper: str) -> None:
    if _LEVELS.index(lower) <= _LEVELS.index(upper):
        raise ValueError(f"{lower} tidak di bawah {upper}")


class OtherCase(Case):
    """``column`` of this form against ``other`` of another ``form``."""

    column: Count
    form: str
    other: str

    @model_validator(mode="after")
    def _exists(self, info: ValidationInfo) -> Self:
        ground = _ground(info)
        loaded = ground.others.get(self.form)
        if loaded is None:
            raise ValueError(f"formulir {self.form!r} tidak ada")
        _of_kind(loaded.columns_of(ground.election), self.other, ("count",), self.form)
        self._check_levels(ground.loaded.form.unit_level, loaded.form.unit_level)
        return self

    def _check_levels(self, own: str, other: str) -> None:
        _require_below(other, own)


class ParentCase(OtherCase):
    """The same, seen from below."""

    def _check_levels(self, own: str, other: str) -> None:
        _require_below(own, other)
