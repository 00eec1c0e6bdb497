"""Judgement words in other people's text are masked until the gate is open (P12, P16).

A team that writes "situasi aman terkendali" must neither make the report say so nor stop the report. The words are replaced
by a mark on paper, and a note says so. The list is the auditor's, kept a second time (a test compares the two), because a
word that is masked by one and refused by the other would stop the report.
"""

from __future__ import annotations

import re

from jujur.domain.languages import PREVAILING, Language
from jujur.rendering.disguises import readings, spaced_words
from jujur.rendering.judgements import ENGLISH

MASK = "[…]"
_THINGS = r"(?:insiden|pelanggaran|kendala|masalah|gangguan|kejadian|hambatan)"
JUDGEMENTS = (
    *(r"kondusif\w*", r"aman", r"lancar", r"kelancaran", r"terkendali", r"tertib"),
    rf"(?:tidak|tak|belum|tiada) (?:ada|terdapat|terjadi|ditemukan) (?:satu pun )?{_THINGS}",
    rf"(?:tanpa|nol|zero|bebas)(?: ada)? {_THINGS}",
    *(r"meningkat\w*", r"peningkatan", r"kenaikan", r"menurun\w*", r"penurunan", r"terkini", r"saat ini"),
    *(r"seluruh wilayah", r"(?<![.,])100 ?(?:%|persen)", r"nihil", r"membaik", r"memburuk"),
    *(r"paslon\w*", r"pasangan calon", r"capres", r"cawapres", r"caleg", r"kandidat"),
    *(r"nomor urut (?:pasangan|paslon|calon|partai|\d+)", r"(?:perolehan|raihan|raupan) (?:suara|kursi)"),
    *(r"suara (?:pasangan|paslon|calon|partai|kandidat)", r"unggul\w*", r"memenangkan", r"pemenang"),
    *(r"elektabilitas", r"(?:quick|real) ?count", r"hitung(?:an)? cepat", r"exit ?poll\w*"),
    *(r"(?:hasil|lembaga) survei", r"prakiraan (?:hasil|suara|perolehan)"),
)
PRIVATE = (
    r"(?<!\w)(?:\+62[\s.-]?|0)8\d{1,2}[\s.-]?\d{3,4}[\s.-]?\d{3,5}(?!\w)",
    r"(?<!\w)\d{16}(?!\w)",
)
# A sender who writes "{{" must not stop the report either (P33); as it is spelled, so that nobody's name is hit.
UNFILLED = r"\{\{|\}\}|\{%|\bTODO\b|\bLorem\b|\bXX+\b|\bundefined\b|\bNaN\b|\bNone\b"
_WORDS: dict[Language, tuple[str, ...]] = {"id": JUDGEMENTS, "en": (*JUDGEMENTS, *ENGLISH)}
_MASKED = {
    language: re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)|{'|'.join(PRIVATE)}", re.IGNORECASE)
    for language, words in _WORDS.items()
}
_HIDDEN = {
    language: re.compile("|".join(pattern.replace(" ", " ?") for pattern in words), re.IGNORECASE)
    for language, words in _WORDS.items()
}


def masked(text: str, language: Language = PREVAILING) -> str:
    """``text`` with judgement words, telephone numbers, NIK and what looks unfilled replaced by the mark (P12, P33, P43).

    An edition in English masks those of English too. Where such a word is only left in disguise, the whole text becomes the
    mark: what is hidden cannot be cut out by itself.
    """
    shown = _MASKED[language].sub(MASK, re.sub(UNFILLED, MASK, " ".join(text.split())))
    return MASK if _is_disguised(shown, language) else shown


def _is_disguised(text: str, language: Language) -> bool:
    open_words = any(_MASKED[language].search(reading) for reading in readings(text))
    return open_words or any(_HIDDEN[language].search(run) for run in spaced_words(text))
