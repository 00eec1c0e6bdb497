"""Every spelling by which a form's columns are known, and the few words that mean the same in every sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jujur.domain.forms import Column, Form
from jujur.intake.wording import plain

# Under a heading of somebody else's these are not known by their label alone: "DPT" below "Pengguna" is not the number
# of voters.
STRICT = frozenset({"count", "decimal", "date", "time", "instant"})

# Columns that say where a row belongs, also in tables of forms that have no such column.
AREA_WORDS = {
    "kecamatan": "kecamatan",
    "nama kecamatan": "kecamatan",
    "kec": "kecamatan",
    "kelurahan": "kelurahan",
    "nama kelurahan": "kelurahan",
    "kel": "kelurahan",
    "desa kelurahan": "kelurahan",
    "kelurahan desa": "kelurahan",
    "tps": "tps",
    "no tps": "tps",
    "nomor tps": "tps",
}

# What the reply to a sender adds to the right of the sender's own table.
REPLY_WORDS = frozenset({"status pemeriksaan", "alasan pemeriksaan"})
REPLY_SHEET = "hasil pemeriksaan"

_NEUTRAL = frozenset(
    re.findall(r"\w+", "data rincian jumlah daftar hasil laporan isian kolom dan per i ii iii iv v a b c d e")
)
# "Jenis kelamin" between "Pemilih DPT" and "L" says nothing that "L" does not.
_SAYING_NOTHING = frozenset({"jenis kelamin", "menurut jenis kelamin", "kelamin", "gender"})
_QUESTIONS = frozenset(
    re.findall(
        r"\w+", "kecamatan kelurahan desa kota kabupaten provinsi tanggal hari periode masa batas tim nama"
    )
)


class ColumnWords:
    """The spellings of one form's columns. A spelling that fits two columns is known for none.

    ``parts`` are the words, and runs of words, that these spellings consist of.
    """

    def __init__(self, form: Form) -> None:
        words = [(word, column) for column in form.columns for word in sorted(_spellings(column))]
        owners: dict[str, set[str]] = {}
        for word, column in words:
            owners.setdefault(word, set()).add(column.name)
        self._columns = {word: column for word, column in words if len(owners[word]) == 1}
        self._own = {
            column.name: frozenset(" ".join(_spellings(column)).split()) | _NEUTRAL for column in form.columns
        }
        self.parts = frozenset(part for word in owners for part in _runs(word)) | AREA_WORDS.keys()

    def find(self, path: Sequence[str]) -> Column | None:
        """The column below the headings ``path[:-1]`` called ``path[-1]``."""
        parts = [part for part in map(plain, path) if part not in _SAYING_NOTHING]
        parts = [part for index, part in enumerate(parts) if index == 0 or part != parts[index - 1]]
        for start in range(len(parts)):
            column = self._columns.get(" ".join(parts[start:]))
            if column is not None:
                return column if column.kind not in STRICT or self.fits(parts[:start], column) else None
        return None

    def fits(self, headings: Sequence[str], column: Column) -> bool:
        """True if nothing in ``headings`` is foreign to ``column``: "Data pemilih" is fine, "Pemilu lalu" is not."""
        own = self._own[column.name]
        return all(word in own for heading in headings for word in plain(heading).split())


def _spellings(column: Column) -> set[str]:
    words = (column.name, column.label, f"{column.group} {column.label}", *column.aliases)
    return {plain(word) for word in words}


def _runs(word: str) -> set[str]:
    parts = word.split()
    return {
        " ".join(parts[start:end]) for start in range(len(parts)) for end in range(start + 1, len(parts) + 1)
    }


def is_statement(texts: Sequence[str]) -> bool:
    """True for a line that says something of the whole sheet, like "Kecamatan: Dempo Utara"."""
    first = next((text for text in texts if text), "")
    words = plain(first).split()
    return ":" in first or (bool(words) and words[0] in _QUESTIONS and not re.search(r"[,;]", first))
