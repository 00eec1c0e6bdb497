"""What a workbook says about itself: the hidden identity sheet and the cells above the table. Claimed, never trusted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from jujur.domain.submissions import Claims
from jujur.intake.header_words import REPLY_SHEET
from jujur.intake.typed_cells import as_text, is_blank
from jujur.intake.wording import plain

IDENTITY_SHEET = "_identitas"

# The words that the blank workbook prints (forms.entry_sheet); a test holds the two rooms together.
_SUPERSEDES = "perbaikan atas kiriman nomor"
_NIL = "konfirmasi nihil"
_AREA = "kecamatan"
_PERIOD = re.compile(r"\s*masa\s+laporan\b[\s:]*(.*)", re.IGNORECASE | re.DOTALL)
_CODE = re.compile(r"\d{2}(?:\.\d{2}){2}")

# The rows above which a sheet may say whose and of when it is; a longer cell says something else.
_HEAD, _LONGEST = 30, 200

Sheet = Mapping[str, Any]


def read_claims(sheets: Sequence[Sheet]) -> Claims:
    """The claims of a workbook; None where it says nothing."""
    stated = _identity(sheets)
    visible = _visible(sheets)
    version = stated.get("versi", "")
    area = _CODE.match(stated.get("kode wilayah") or visible.get(_AREA, ""))
    return Claims(
        form_id=stated.get("formulir") or None,
        form_version=int(version) if version.isascii() and version.isdigit() else None,
        area_code=area[0] if area else None,
        period=stated.get("masa laporan") or None,
        desk=stated.get("desk") or None,
        supersedes=visible.get(_SUPERSEDES) or None,
        is_nil=plain(visible.get(_NIL, "")) == "nihil",
        period_words=_period_words(sheets),
    )


def _identity(sheets: Sequence[Sheet]) -> dict[str, str]:
    rows: list[list[Any]] = next(
        (sheet["rows"] for sheet in sheets if sheet["name"].casefold() == IDENTITY_SHEET), []
    )
    return {plain(as_text(row[0])): as_text(row[1]) for row in rows if len(row) > 1}


def _visible(sheets: Sequence[Sheet]) -> dict[str, str]:
    """The first answer found right of each question, in the head of the visible sheets."""
    answers: dict[str, str] = {}
    for sheet in sheets:
        is_own = sheet["visible"] and plain(sheet["name"]) != REPLY_SHEET
        for row in sheet["rows"][:_HEAD] if is_own else ():
            question = next((index for index, raw in enumerate(row) if not is_blank(raw)), None)
            if question is None or not isinstance(row[question], str):
                continue
            asked = plain(row[question])
            for known in (_SUPERSEDES, _NIL, _AREA):
                if asked == known or (known != _AREA and asked.startswith(known)):
                    answer = next((as_text(raw) for raw in row[question + 1 :] if not is_blank(raw)), "")
                    answers.setdefault(known, answer)
    return answers


def _period_words(sheets: Sequence[Sheet]) -> tuple[str, ...]:
    """What the visible sheets say their period is: "Masa laporan: …" in one cell, or its answer right of it in a row's first."""
    said: dict[str, str] = {}
    for sheet in sheets:
        is_own = sheet["visible"] and plain(sheet["name"]) != REPLY_SHEET
        for row in sheet["rows"][:_HEAD] if is_own else ():
            filled = [as_text(raw) for raw in row if not is_blank(raw)]
            for index, text in enumerate(filled):
                found = _PERIOD.fullmatch(text[:_LONGEST])
                if found is not None:
                    beside = filled[1] if index == 0 and len(filled) > 1 else ""
                    words = " ".join((found[1] or beside).split())
                    said.setdefault(plain(words), words)
    return tuple(words for key, words in said.items() if key)
