"""How each column is filled in, in one sentence: the same for the guide, for the hint at a cell and for its question."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from jujur.domain.forms import Column, Form

_KINDS = {
    "count": ("Bilangan bulat tanpa titik atau koma", "208"),
    "decimal": ("Angka, boleh dengan koma", "12,5"),
    "date": ("Tanggal", "14 Februari 2024"),
    "time": ("Jam (WIB)", "07.15"),
    "instant": ("Tanggal dan jam (WIB)", "14 Februari 2024 pukul 07.15"),
    "text": ("Teks", ""),
    "code": ("Teks pendek", ""),
}
# A longer list is seen in the dropdown, not in the guide.
_LONGEST_LIST = 200


def explain(column: Column, entries: Sequence[str] = ()) -> str:
    """What to put into ``column``; ``entries`` are the words of its dropdown."""
    if column.is_prefilled:
        return "Sudah terisi; jangan diubah."
    return " ".join(
        f"{sentence.rstrip('.')}." for sentence in (_task(column, entries), column.note) if sentence
    )


def _task(column: Column, entries: Sequence[str]) -> str:
    if entries:
        listed = " / ".join(entries)
        is_short = column.kind == "choice" and len(listed) <= _LONGEST_LIST
        return f"Pilih: {listed}" if is_short else f"Pilih dari daftar ({len(entries)} pilihan)"
    said, example = _KINDS[column.kind]
    return said if not example or "contoh" in column.note.casefold() else f"{said}; contoh: {example}"


def explain_all(form: Form, lists: dict[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Column names and explanations in the order of the form; neighbours of one group that say the same share a line."""
    told = [(column, explain(column, lists.get(column.name, ()))) for column in form.columns]
    lines = []
    for (group, text), members in groupby(told, key=lambda pair: (pair[0].group, pair[1])):
        labels = ", ".join(column.label for column, _ in members)
        lines.append((labels if labels == group or not group else f"{group}: {labels}", text))
    return lines
