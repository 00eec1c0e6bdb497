"""From bins and findings to marks on the sheets: which row, which cells, in which words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jujur.domain.findings import Bin
from jujur.domain.forms import Form
from jujur.domain.submissions import TablePlace
from jujur.forms.reply import REASON_HEADER, STATUS_HEADER, CellMark, RowMark, TableMarks, Tone
from jujur.intake import OpenedFile
from jujur.operations.reply_words import BIN_WORDS, BLANK_WORD, SEVERITY_WORDS

Answer = Mapping[str, Any]
Record = Mapping[str, Any]

_LONGEST_PART, _MOST_REASONS = 130, 4
_LONGEST_COMMENT = 400
_MOST_COLUMNS = 16_384
_EFFECTS = {"E": "menahan baris ini", "W": "catatan, baris tetap dihitung", "I": "untuk diketahui"}
_ORDER = {"E": 0, "W": 1, "I": 2}


def marks_of(answer: Answer, opened: OpenedFile, form: Form | None) -> tuple[TableMarks, ...]:
    """The marks of every table of a file; none for a table whose rows were not judged."""
    if form is None:
        return ()
    labels = _labels(form)
    bins = {_place(record["row_id"]): record for record in answer["dispositions"]}
    findings: dict[tuple[str, int], list[Record]] = defaultdict(list)
    for finding in answer["findings"]:
        if finding["sheet"] and finding["row_number"]:
            findings[finding["sheet"], finding["row_number"]].append(finding)
    tables = []
    for table, end in _with_ends(opened.tables):
        numbers = sorted(
            number
            for sheet, number in bins.keys() | findings.keys()
            if sheet == table.sheet and table.first < number <= end
        )
        rows = tuple(
            _row_mark(number, bins.get((table.sheet, number)), findings[table.sheet, number], table, labels)
            for number in numbers
        )
        column = _free_column(opened, table)
        if rows and column is not None:
            tables.append(TableMarks(table.sheet, table.head + 1, table.first + 1, column, rows))
    return tuple(tables)


def _with_ends(tables: Sequence[TablePlace]) -> Iterable[tuple[TablePlace, int]]:
    """Each table with the number of its last possible row: that of the sheet, or the one above the next table's header."""
    for table in tables:
        below = [other.head for other in tables if other.sheet == table.sheet and other.head > table.head]
        yield table, min(below, default=1_048_576)


def _place(row_id: str) -> tuple[str, int]:
    """Sheet and row number of ``sha256|sheet|row number``; the sheet's name may hold a bar."""
    rest, _, number = row_id.rpartition("|")
    return rest.partition("|")[2], int(number)


def _row_mark(
    number: int, record: Record | None, found: Sequence[Record], table: TablePlace, labels: Mapping[str, str]
) -> RowMark:
    found = sorted(found, key=lambda item: _ORDER.get(item["severity"], 3))
    reasons = [reason_of(finding) for finding in found[:_MOST_REASONS]]
    if len(found) > _MOST_REASONS:
        reasons.append(f"dan {len(found) - _MOST_REASONS} temuan lain; lihat lembar pertama.")
    if record is None:
        return RowMark(number, "Bukan baris laporan", "quiet", "\n".join(reasons))
    bin_ = Bin(record["bin"])
    if bin_ is not Bin.ACCEPTED and not set(record["reason"].split(", ")) <= {
        item["rule_id"] for item in found
    }:
        reasons.insert(0, _sentence(record["reason"]))
    is_live = bin_ in (Bin.ACCEPTED, Bin.HELD)
    is_blank = bin_ is Bin.ACCEPTED and not record["has_content"]
    return RowMark(
        number,
        BLANK_WORD if is_blank else BIN_WORDS[bin_],
        "quiet" if is_blank else _tone(bin_, found),
        "\n".join(reasons),
        tuple(_cell_marks(found, table, labels)) if is_live else (),
    )


def _tone(bin_: Bin, found: Sequence[Record]) -> Tone:
    if bin_ is Bin.HELD:
        return "held"
    if bin_ is not Bin.ACCEPTED:
        return "quiet"
    return "flagged" if any(item["severity"] == "W" for item in found) else "accepted"


def reason_of(finding: Record) -> str:
    """One finding as one line beside its row."""
    word = SEVERITY_WORDS.get(finding["severity"], finding["severity"])
    found, expected = _short(finding["found"]), _short(finding["expected"])
    return f"{word} {finding['rule_id']}: ditemukan {found}; seharusnya {expected}."


def _cell_marks(found: Sequence[Record], table: TablePlace, labels: Mapping[str, str]) -> Iterable[CellMark]:
    for finding in found:
        if finding["severity"] not in ("E", "W"):
            continue
        comment = (
            f"{finding['rule_id']}: {_EFFECTS[finding['severity']]}\n"
            f"Ditemukan: {finding['found'][:_LONGEST_COMMENT]}\n"
            f"Seharusnya: {finding['expected'][:_LONGEST_COMMENT]}\n{finding['advice']}"
        )
        for name in columns_named(finding["column_name"] or "", labels):
            for index in table.columns.get(name, ()):
                yield CellMark(index, finding["severity"], comment)


def _labels(form: Form) -> dict[str, str]:
    """The columns of a form by the words that findings use for them; words that fit two columns name none."""
    owners: dict[str, set[str]] = defaultdict(set)
    for column in form.columns:
        for words in (f"{column.group} {column.label}".strip(), column.label, column.name):
            owners[words].add(column.name)
    return {words: next(iter(names)) for words, names in owners.items() if len(names) == 1}


def columns_named(text: str, labels: Mapping[str, str]) -> list[str]:
    """The columns in "Suara Sah, Suara Tidak sah"; labels may themselves hold commas, so the longest known one wins."""
    parts, names, start = text.split(", "), [], 0
    while start < len(parts):
        for end in range(len(parts), start, -1):
            name = labels.get(", ".join(parts[start:end]))
            if name is not None:
                names.append(name)
                start = end
                break
        else:
            start += 1
    return names


def _free_column(opened: OpenedFile, table: TablePlace) -> int | None:
    """Where the two columns go: over those of an earlier reply, or into the first free pair right of the header."""
    rows: Sequence[Sequence[Any]] = next(
        sheet["rows"] for sheet in opened.sheets if sheet["name"] == table.sheet
    )
    header = rows[table.head : table.first]
    for row in header:
        if STATUS_HEADER in row:
            return list(row).index(STATUS_HEADER)
    used = {index for row in rows[table.head :] for index, raw in enumerate(row) if raw not in ("", None)}
    last = max((index for row in header for index, raw in enumerate(row) if raw not in ("", None)), default=0)
    column = last + 1
    while column in used or column + 1 in used:
        column += 1
    return column if column + 1 < _MOST_COLUMNS else None


def ours(opened: OpenedFile, tables: Iterable[TableMarks]) -> set[tuple[str, int]]:
    """The columns (sheet, index) that a reply may write into: those of its status and of an earlier reply."""
    places = {(table.sheet, table.status_column + offset) for table in tables for offset in (0, 1)}
    for sheet in opened.sheets:
        for row in sheet["rows"]:
            places |= {
                (sheet["name"], index)
                for index, raw in enumerate(row)
                if raw in (STATUS_HEADER, REASON_HEADER)
            }
    return places


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_PART else f"{text[: _LONGEST_PART - 1]}…"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."
