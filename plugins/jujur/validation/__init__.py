"""Validation: rules as data become Great Expectations suites, suites become findings, findings decide each row's bin."""

from jujur.validation.bins import RowToJudge
from jujur.validation.judgement import Judgement, judge

__all__ = ["Judgement", "RowToJudge", "judge"]
