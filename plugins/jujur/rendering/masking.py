"""Judgement words in other people's text are masked until the gate is open (P12, P16).

A team that writes "situasi aman terkendali" must neither make the report say so nor stop the report. The words are replaced
by a mark on paper, and a note says so. The list is the auditor's, kept a second time (a test compares the two), because a
word that is masked by one and refused by the other would stop the report.
"""

from __future__ import annotations

import re

MASK = "[…]"
_THINGS = r"(?:insiden|pelanggaran|kendala|masalah|gangguan|kejadian|hambatan)"
JUDGEMENTS = (
    *(r"kondusif\w*", r"aman", r"lancar", r"kelancaran", r"terkendali", r"tertib"),
    rf"(?:tidak|tak|belum|tiada) (?:ada|terdapat|terjadi|ditemukan) (?:satu pun )?{_THINGS}",
    rf"(?:tanpa|nol|zero|bebas)(?: ada)? {_THINGS}",
    *(r"nihil", r"terkini", r"saat ini", r"seluruh wilayah", r"(?:meningkat|menurun)\w*"),
    *(r"(?:peningkatan|penurunan)", r"membaik", r"memburuk"),
    *(r"paslon", r"pasangan calon", r"perolehan suara", r"quick count", r"hitung cepat"),
)
PRIVATE = (
    r"(?<!\w)(?:\+62[\s.-]?|0)8\d{1,2}[\s.-]?\d{3,4}[\s.-]?\d{3,5}(?!\w)",
    r"(?<!\w)\d{16}(?!\w)",
)
_MASKED = re.compile(rf"(?<!\w)(?:{'|'.join(JUDGEMENTS)})(?!\w)|{'|'.join(PRIVATE)}", re.IGNORECASE)


def masked(text: str) -> str:
    """``text`` with judgement words, telephone numbers and NIK replaced by the mark (P12, P43)."""
    return _MASKED.sub(MASK, " ".join(text.split()))
