"""Intake: what arrived, opened safely and typed cell by cell. Sole reader of workbooks (architecture.md §3).

Names are loaded when they are first used: the child that opens files imports this package and must stay small.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jujur.intake.inbox import ArrivedFile, take_from_inbox
    from jujur.intake.limits import Limits
    from jujur.intake.reading import FileToRead, read_batch, read_submission
    from jujur.intake.reopening import OpenedFile, SheetOpener, open_sheets, reopen
    from jujur.intake.sender_times import claimed_times
    from jujur.intake.typed_cells import type_cell

__all__ = [
    "ArrivedFile",
    "FileToRead",
    "Limits",
    "OpenedFile",
    "SheetOpener",
    "claimed_times",
    "open_sheets",
    "read_batch",
    "read_submission",
    "reopen",
    "take_from_inbox",
    "type_cell",
]

_HOMES = {
    "ArrivedFile": "inbox",
    "FileToRead": "reading",
    "Limits": "limits",
    "OpenedFile": "reopening",
    "SheetOpener": "reopening",
    "claimed_times": "sender_times",
    "open_sheets": "reopening",
    "read_batch": "reading",
    "read_submission": "reading",
    "reopen": "reopening",
    "take_from_inbox": "inbox",
    "type_cell": "typed_cells",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
