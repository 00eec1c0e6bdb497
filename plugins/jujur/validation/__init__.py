"""Validation: rules as data become Great Expectations suites, suites become findings, findings decide each row's bin.

Great Expectations takes seconds to import. What is named here is imported when it is first asked for, so that who only needs the
bins (:mod:`jujur.validation.bins`) does not wait for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jujur.validation.bins import RowToJudge
    from jujur.validation.carried import FileToJudge
    from jujur.validation.judgement import Judgement, judge
    from jujur.validation.neighbours import (
        CarriedItems,
        EarlierValue,
        Needs,
        Neighbours,
        OpenItem,
        Total,
        needs,
    )
    from jujur.validation.receipts import ReceiptTerms, hold_by_receipt

__all__ = [
    "CarriedItems",
    "EarlierValue",
    "FileToJudge",
    "Judgement",
    "Needs",
    "Neighbours",
    "OpenItem",
    "ReceiptTerms",
    "RowToJudge",
    "Total",
    "hold_by_receipt",
    "judge",
    "needs",
]
_HOMES = {
    **dict.fromkeys(
        ("CarriedItems", "EarlierValue", "Needs", "Neighbours", "OpenItem", "Total", "needs"), "neighbours"
    ),
    **dict.fromkeys(("Judgement", "judge"), "judgement"),
    **dict.fromkeys(("ReceiptTerms", "hold_by_receipt"), "receipts"),
    "RowToJudge": "bins",
    "FileToJudge": "carried",
}


def __getattr__(name: str) -> object:
    """Whatever is named in ``__all__``, from the module that has it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
