"""What a submitted file may cost. Stdlib only: the child that opens files imports this too."""

from __future__ import annotations

from dataclasses import dataclass

_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one file (issue A: 20 s and 512 MB). A kecamatan's workbook has about 100 KB and 300 rows.

    ``cells`` also bounds the parent's work: a table made to be laborious takes it about 40 s a million cells.

    ``member_bytes`` and ``unzipped_bytes`` bound what a zip directory says about one member and about all of them. Of a text
    longer than ``text_chars`` only the beginning leaves the child, as a fault, when the answer is large: the parent, which no
    limit ends, reads every letter several times.
    """

    seconds: int = 20
    memory_bytes: int = 512 * _MB
    file_bytes: int = 20 * _MB
    members: int = 2_000
    member_bytes: int = 24 * _MB
    unzipped_bytes: int = 64 * _MB
    sheets: int = 100
    cells: int = 400_000
    field_chars: int = 100_000
    text_chars: int = 5_000
    answer_bytes: int = 32 * _MB
