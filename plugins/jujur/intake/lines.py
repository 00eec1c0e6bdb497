"""What a line below a header is: a row, a total, the header once more, the numbers of the columns, or a remark.

Every line that is not blank gets exactly one kind (P01); in doubt it is a row, which is then held for lack of a unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from jujur.domain.cells import CellState
from jujur.domain.forms import Form
from jujur.intake.columns import CellReader
from jujur.intake.header_paths import RawRow
from jujur.intake.header_words import STRICT
from jujur.intake.headers import Header, repeats_header
from jujur.intake.names import PlaceNames, read_number
from jujur.intake.typed_cells import MARKS, as_text, is_blank
from jujur.intake.wording import plain

Kind = Literal["row", "remark", "nil", "SUBTOTAL", "REPEATED_HEADER", "COLUMN_NUMBERS"]

_CODE_LIKE = re.compile(r"[0-9][0-9. ]*", re.ASCII)
_DOTTED = re.compile(r"[0-9]{2}(?:\.[0-9]+)+\s.*", re.ASCII | re.DOTALL)
_TOTAL = re.compile(r"(?:sub ?|grand ?)?(?:jumlah|total|jml)\b.*")
_BARE_TOTAL = re.compile(
    r"(?:sub ?|grand ?)?(?:jumlah|total|jml)(?: (?:total|keseluruhan|seluruhnya|semua|akhir|umum|sementara)"
    r"| (?:kel|kelurahan|kec|kecamatan|desa|kota)\b.*)?"
)
_COLUMN_NUMBER = re.compile(r"[(\[]?([0-9]{1,3})[)\].]?(?: ?=.*)?[)\]]?", re.ASCII)
_REMARK = re.compile(
    r"(?:catatan|keterangan|ket|nb|sumber|mengetahui|menyetujui|yang melapor\w*|pelapor|dibuat|disusun|diperiksa|ketua"
    r"|sekretaris|camat|lurah|nip|ttd|tanda tangan|koordinator|petugas|operator|demikian|contoh)\b.*"
)
# Says that there is nothing to report, in other words than the one that confirms it.
_NOTHING = re.compile(
    r"(?:nihil|tidak ada|tdk ada|belum ada|tak ada|aman|kondusif|lancar)(?: (?:kejadian|laporan|dugaan|pelanggaran|temuan"
    r"|hal|masalah|menonjol|terkendali|kondusif|lancar|nihil|aman|dan|yang|dilaporkan|apa apa|khusus))*"
)
_FEWEST_NUMBERS = 3
_MOST_LETTERS = 6


class LineJudge:
    """Judges the lines below one header."""

    def __init__(self, form: Form, header: Header, cells: CellReader, names: PlaceNames | None) -> None:
        self._form, self._header, self._cells, self._names = form, header, cells, names
        columns = [(form.column(name), index) for name, found in header.columns.items() for index in found]
        self._keys = [index for column, index in columns if column.is_key]
        self._numbers = [index for column, index in columns if column.names == "tps"]
        self._numbers += [header.areas["tps"]] if "tps" in header.areas else []
        self._kelurahan = [index for column, index in columns if column.names == "kelurahan"]
        self._figures = [index for column, index in columns if column.kind in STRICT]
        self._choices = [(column, index) for column, index in columns if column.kind == "choice"]
        self._columns = {index: column for column, index in columns}
        data = [index for column, index in columns if not column.is_prefilled and not column.is_key]
        # Left of everything that a team fills in, a text names what the line is about.
        self._left = min(data, default=0)

    def kind(self, raw: RawRow, is_first: bool) -> Kind:
        """The kind of a line. ``is_first`` says that nothing but blanks stands between it and the header."""
        if is_first and self._are_column_numbers(raw):
            return "COLUMN_NUMBERS"
        if self._form.is_event:
            return self._event_kind(raw)
        if self.has_code(raw):
            return "row"
        if repeats_header(self._header, raw):
            return "REPEATED_HEADER"
        if self._is_total(raw):
            return "SUBTOTAL"
        return "row" if self._has_unit(raw) or self._has_figures(raw) else "remark"

    def _event_kind(self, raw: RawRow) -> Kind:
        if repeats_header(self._header, raw):
            return "REPEATED_HEADER"
        shown = [(index, value) for index, value in enumerate(raw) if not is_blank(value)]
        words = [plain(as_text(value)) for _, value in shown]
        if words == ["nihil"]:
            return "nil"
        filled = [index for index, _ in shown if index in self._columns]
        if not filled:
            return "remark"
        if all(not word or _NOTHING.fullmatch(word) for word in words):
            # "Tidak ada kejadian" is no incident, and NIHIL is for the sender to confirm: told, counted as neither.
            return "remark"
        first = self._columns[filled[0]]
        is_lone = len(filled) == 1 and first.kind in (*STRICT, "choice", "code")
        if (is_lone or _REMARK.fullmatch(words[0]) or _BARE_TOTAL.fullmatch(words[0])) and not self._is_typed(
            raw, filled
        ):
            # One word where a time or a choice should be tells of no event; told to the sender all the same.
            return "remark"
        return "row"

    def _is_typed(self, raw: RawRow, indices: Sequence[int]) -> bool:
        """True if something that is not free text can be read."""
        return any(
            column.kind not in ("text", "code")
            and self._cells.read(column, raw[index]).state is CellState.NILAI
            for index in indices
            if (column := self._columns[index])
        )

    def has_code(self, raw: RawRow) -> bool:
        """True if the line has the code of a unit, or something that was meant as one."""
        for index in self._keys:
            if index < len(raw) and raw[index] != "":
                value = raw[index]
                text = value.strip() if type(value) is str else as_text(value)
                if _CODE_LIKE.fullmatch(text) or _DOTTED.fullmatch(text):
                    return True
        return False

    def _has_unit(self, raw: RawRow) -> bool:
        """True if the line names a unit: a number of a TPS, or where units are kelurahan, a name that we know."""
        if self._form.unit_level == "tps":
            return any(index < len(raw) and read_number(raw[index]) is not None for index in self._numbers)
        places = [*self._keys, *self._kelurahan, *_listed(self._header.areas.get("kelurahan"))]
        return self._names is not None and any(
            bool(self._names.look_up(raw[index], "kelurahan").codes)
            for index in places
            if index < len(raw) and not is_blank(raw[index])
        )

    def _has_figures(self, raw: RawRow) -> bool:
        if any(_is_figure(raw[index]) for index in self._figures if index < len(raw)):
            return True
        return any(
            self._cells.read(column, raw[index]).state is CellState.NILAI
            for column, index in self._choices
            if index < len(raw) and not is_blank(raw[index])
        )

    def _is_total(self, raw: RawRow) -> bool:
        labels = [
            index
            for index, value in enumerate(raw)
            if isinstance(value, str)
            and value
            and (_TOTAL if index < self._left else _BARE_TOTAL).fullmatch(plain(value))
        ]
        if not labels or not any(
            _is_figure(raw[index]) for index in self._figures if index < len(raw) and index not in labels
        ):
            return False
        # A row that is about a unit keeps its remark "jumlah …" in a column on the right.
        return labels[0] < self._left or not self._has_unit(raw)

    def _are_column_numbers(self, raw: RawRow) -> bool:
        """1, 2, 3 … or (1), (2), (3) … below the header, nearly one a column."""
        shown = [as_text(value) for value in raw if not is_blank(value)]
        numbers = [found[1] for text in shown if (found := _COLUMN_NUMBER.fullmatch(text))]
        enough = max(_FEWEST_NUMBERS, 3 * len(self._columns) // 4)
        if len(numbers) != len(shown) or len(numbers) < enough:
            return False
        return all(int(after) == int(before) + 1 for before, after in pairwise(numbers))


def is_harmless_remark(raw: RawRow) -> bool:
    """True for notes and signatures; any other line between rows may begin another kelurahan's part."""
    first = next((plain(as_text(value)) for value in raw if not is_blank(value)), "")
    return _REMARK.fullmatch(first) is not None


def _is_figure(raw: object) -> bool:
    """A number, a fault, a mark, or digits; not "Pagar Alam, 14 Februari 2024", which is a signature's place."""
    if not isinstance(raw, str):
        return raw is not None
    if not raw or is_blank(raw):
        return False
    letters = sum(letter.isalpha() for letter in raw)
    has_digit = any(letter.isdigit() for letter in raw)
    return raw.strip().casefold() in MARKS or (has_digit and letters <= _MOST_LETTERS)


def _listed(index: int | None) -> list[int]:
    return [] if index is None else [index]
