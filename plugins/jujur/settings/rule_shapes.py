"""The shape of the files of rules (``config/rules/*.yaml``), as pydantic models."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from jujur.domain.forms import ElectionKind
from jujur.settings.check_shapes import CHECKS
from jujur.settings.desk_files import Name, Strict, Text

# Every code that the reader may use; the file must hold exactly these, so that no note goes out without words.
READER_CODES = (
    "UNKNOWN_FORM",
    "OTHER_FORM",
    "UNKNOWN_COLUMN",
    "MISSING_COLUMN",
    "DOUBLE_COLUMN",
    "SUBTOTAL",
    "SUBTOTAL_DIFFERS",
    "SUBTOTAL_UNCHECKED",
    "REPEATED_HEADER",
    "REMARKS",
    "FORMULAS",
    "HIDDEN_ROW",
    "HIDDEN_COLUMN",
    "HIDDEN_SHEET",
    "NIL_WITH_ROWS",
    "GROUPED_NUMBER",
    "NAME_RESOLVED",
    "NAME_SUGGESTED",
    "LOOKALIKE",
    "SHEET_AS_AREA",
    "COLUMN_NUMBERS",
    "OTHER_DESK",
    "OLD_VERSION",
    "REPLY_COLUMNS",
    "NO_SUCH_CORRECTION",
    "UNKNOWN_PERIOD",
    "PERIOD_ASSUMED",
    "BEFORE_PERIOD",
    "NOT_EXPECTED",
    "AFTER_RECEIPT",
)
# What the time of receipt and the frame say about rows; these hold a row, and no desk may decide otherwise (P24, L26).
HOLDING_CODES = ("BEFORE_PERIOD", "NOT_EXPECTED", "AFTER_RECEIPT")


def _reader_code(code: str) -> str:
    if code not in READER_CODES:
        raise ValueError("bukan kode yang dipakai pembaca")
    return code


class RuleEntry(Strict):
    """One rule; see :class:`jujur.domain.findings.Rule`. ``pemilihan``: the kind of election at which alone it is evaluated."""

    id: Annotated[str, StringConstraints(pattern=r"^[VK]\d{2}$")]
    severity: Literal["E", "W", "I"]
    pemilihan: ElectionKind | None = None
    statement: Text
    statement_en: Text
    basis: Text
    check: Name
    terms: dict[str, Any]
    advice: Text

    @model_validator(mode="after")
    def _has_a_known_check(self) -> Self:
        if self.check not in CHECKS:
            raise ValueError(f"aturan {self.id}: bentuk pemeriksaan {self.check!r} tidak dikenal")
        return self


class RulesFile(Strict):
    """``rules/<form>.yaml``."""

    form: Name
    version: Annotated[int, Field(ge=1)]
    rules: Annotated[list[RuleEntry], Field(min_length=1)]


class ReaderEntry(Strict):
    """One thing that the reader may notice about a file."""

    id: Annotated[str, StringConstraints(pattern=r"^B\d{2}$")]
    code: Annotated[str, AfterValidator(_reader_code)]
    severity: Literal["E", "W", "I"]
    statement: Text
    statement_en: Text
    advice: Text

    @model_validator(mode="after")
    def _holds_only_what_must_be_held(self) -> Self:
        if (self.severity == "E") != (self.code in HOLDING_CODES):
            must = "harus E" if self.code in HOLDING_CODES else "harus W atau I"
            raise ValueError(f"catatan {self.id}: severity {must}")
        return self


class ReaderFile(Strict):
    """``rules/pembaca.yaml``."""

    version: Annotated[int, Field(ge=1)]
    rules: Annotated[list[ReaderEntry], Field(min_length=1)]


class RetiredEntry(Strict):
    """A number that is no longer used, and why."""

    id: Annotated[str, StringConstraints(pattern=r"^[VK]\d{2}$")]
    statement: Text
    statement_en: Text
    reason: Text
    reason_en: Text


class RetiredFile(Strict):
    """``rules/pensiun.yaml``."""

    version: Annotated[int, Field(ge=1)]
    rules: list[RetiredEntry]
