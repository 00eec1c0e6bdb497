"""The terms of each shape of check, by the name that a rule gives in ``check:``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Generic, Self, TypeVar

from pydantic import BaseModel, Field, ValidationInfo, model_validator

from jujur.domain.forms import Form
from jujur.settings import rule_terms as terms
from jujur.settings.desk_files import Strict

CaseType = TypeVar("CaseType", bound=terms.Case)
Name = TypeVar("Name", bound=str)


class Cases(Strict, Generic[CaseType]):
    """A check that asks the same question of several sets of columns."""

    cases: Annotated[list[CaseType], Field(min_length=1)]


class Columns(Strict, Generic[Name]):
    """A check that asks the same question of several columns."""

    columns: Annotated[list[Name], Field(min_length=1)]


class KnownCode(Strict):
    """A code of the reference list, below the parent that is written beside it."""

    column: terms.Code
    parent: terms.Code | None = None


class KnownStation(Strict):
    """The number of a station that exists in the kelurahan beside it."""

    column: terms.Code
    parent: terms.Code


class InsidePeriod(Strict):
    """An instant inside the reporting period."""

    column: terms.Instant


class FromNumber(Strict):
    """The rows whose number is this or more."""

    column: terms.Code
    from_: Annotated[int, Field(alias="from", ge=0)]


class AtMostConstant(Cases[terms.ConstantCase]):
    """Upper limits, which some rows may exceed with a warning."""

    warning_when: FromNumber | None = None


class CarriedOn(Strict):
    """Every item whose ``status`` is none of ``closed`` comes again under its ``key``."""

    key: terms.AnyColumn
    status: terms.Choice
    closed: Annotated[list[str], Field(min_length=1)]

    @model_validator(mode="after")
    def _knows_the_choices(self, info: ValidationInfo) -> Self:
        terms.require_choices(info, self.status, self.closed)
        terms.require_key(info, self.key)
        return self


CHECKS: dict[str, type[BaseModel]] = {
    "known_code": KnownCode,
    "known_station": KnownStation,
    "whole_number": Columns[terms.Count],
    "typed": Columns[terms.Typed],
    "no_personal_data": Columns[terms.Text],
    "known_choice": Columns[terms.Choice],
    "filled": Columns[terms.AnyColumn],
    "unique_unit": Columns[terms.AnyColumn],
    "not_below_earlier": Columns[terms.Count],
    "inside_period": InsidePeriod,
    "sum": Cases[terms.SumCase],
    "equal": Cases[terms.EqualCase],
    "equal_within": Cases[terms.EqualWithinCase],
    "balance": Cases[terms.BalanceCase],
    "at_most": Cases[terms.AtMostCase],
    "at_most_constant": AtMostConstant,
    "equal_constant": Cases[terms.ConstantCase],
    "time_order": Cases[terms.OrderCase],
    "days_from_voting": Cases[terms.DaysCase],
    "instant_by": Cases[terms.InstantByCase],
    "required_when": Cases[terms.WhenCase],
    "blank_when": Cases[terms.WhenCase],
    "reference_count": Cases[terms.ReferenceCase],
    "roll_up": Cases[terms.OtherCase],
    "roll_up_parent": Cases[terms.ParentCase],
    "carried_on": CarriedOn,
}


def all_columns(form: Form, word: str) -> list[str]:
    """The columns of ``form`` that ``columns: <word>`` stands for, so that new ones are checked too; none for other words."""
    kinds = {"all_counts": ("count",), "all_typed": terms.TYPED_KINDS, "all_text": ("text",)}.get(word, ())
    return [
        column.name
        for column in form.columns
        if column.kind in kinds and not (column.kind == "text" and column.is_prefilled)
    ]


def named_forms(content: Mapping[str, Any]) -> set[str]:
    """The other forms that the terms of a rule name."""
    return {case["form"] for case in content.get("cases", ()) if "form" in case}
