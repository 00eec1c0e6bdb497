"""Validation: rules as data become Great Expectations suites, suites become findings, findings decide each row's bin."""

from jujur.validation.bins import RowToJudge
from jujur.validation.carried import FileToJudge
from jujur.validation.judgement import Judgement, judge
from jujur.validation.neighbours import CarriedItems, EarlierValue, Needs, Neighbours, OpenItem, Total, needs
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
