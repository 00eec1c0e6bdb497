"""The wording gate: words that the data must carry before anybody may print them (P12, P14, P19; L14, L16, L45).

The same gate judges the PDF, the subject, body and file name of an email. It looks at words only; which areas passed the gate
is what ``statuses`` says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from jujur.domain.figures import AreaStatus, GatedStatus

NIL = "nihil (dinyatakan pengirim)"
# Phrases that name a gated word without claiming it.
INNOCENT = (
    re.escape(NIL),
    r"(?:syarat|gerbang|ambang|aturan)(?: status)? kondusif",
    r"(?:belum|tidak|bukan)(?: dapat(?: dinyatakan)?)? kondusif",
    r"(?:bukan|tidak) berarti (?:tidak ada (?:insiden|pelanggaran|kendala)|aman)",
)
# Only when every status is KONDUSIF.
_THINGS = r"(?:insiden|pelanggaran|kendala|masalah|gangguan|kejadian|hambatan)"
GATED = (
    r"kondusif\w*",
    r"aman",
    r"lancar",
    r"kelancaran",
    r"terkendali",
    r"tertib",
    rf"(?:tidak|tak|belum|tiada) (?:ada|terdapat|terjadi|ditemukan) (?:satu pun )?{_THINGS}",
    rf"(?:tanpa|nol|zero|bebas)(?: ada)? {_THINGS}",
)
# Never in this kind of edition: no gate for them exists yet (P19, P21, P23).
FORBIDDEN = (
    r"nihil",
    r"terkini",
    r"saat ini",
    r"seluruh wilayah",
    r"(?:meningkat|menurun)\w*",
    r"(?:peningkatan|penurunan)",
    r"membaik",
    r"memburuk",
    r"paslon",
    r"pasangan calon",
    r"perolehan suara",
    r"quick count",
    r"hitung cepat",
)
PRIVATE = (
    r"(?<!\w)(?:\+62[\s.-]?|0)8\d{1,2}[\s.-]?\d{3,4}[\s.-]?\d{3,5}(?!\w)",
    r"(?<!\w)\d{16}(?!\w)",
)
# A digest is no telephone number, whatever digits it happens to begin with: whole, or in eight groups of eight.
_DIGEST = re.compile(r"(?<!\w)(?:[0-9a-f]{64}|[0-9a-f]{8}(?:\s+[0-9a-f]{8}){7})(?!\w)")
_PLACEHOLDER = r"\{\{|\}\}|\{%|\bTODO\b|\bLorem\b|\bXX+\b|\bundefined\b|\bNaN\b|\bNone\b"


def audit_words(text: str, statuses: Sequence[GatedStatus], where: str) -> list[str]:
    """Indonesian sentences on every word that the statuses do not carry; [] when there is none.

    ``where`` names the text in the sentences: "halaman 1", "subjek surel". Without statuses nothing is open.
    """
    plain = _plain(text, statuses)
    passed = [one for one in statuses if one.status is AreaStatus.KONDUSIF]
    is_open = bool(statuses) and len(passed) == len(statuses)
    problems = [f'{where}: kata "{word}" tidak boleh dicetak' for word in _found(FORBIDDEN, plain)]
    if not is_open:
        plain = _without_marks(plain, len(passed))
        problems += [
            f'{where}: kata "{word}" tercetak padahal gerbangnya tertutup (P12)'
            for word in _found(GATED, plain)
        ]
    problems += [
        f"{where}: tampak data pribadi (P43)" for _ in re.findall("|".join(PRIVATE), _DIGEST.sub("#", plain))
    ]
    problems += [f"{where}: isian templat belum terisi: {word}" for word in re.findall(_PLACEHOLDER, plain)]
    return problems


def count_nil(text: str) -> int:
    """How often the text says that a sender confirmed to have nothing to report."""
    return " ".join(text.split()).casefold().count(NIL)


def _plain(text: str, statuses: Sequence[GatedStatus]) -> str:
    """One line, names of rules and innocent phrases taken out, file-name separators read as spaces."""
    plain = " ".join(re.sub(r"[_\-\u00ad\ufffe]+", " ", text).split())
    for rule in {" ".join(re.sub(r"[_\-]+", " ", one.rule).split()) for one in statuses if one.rule}:
        plain = re.sub(rf"(?<!\w){re.escape(rule)}(?!\w)", " · ", plain)
    return re.sub("|".join(INNOCENT), " · ", plain, flags=re.IGNORECASE)


def _without_marks(plain: str, passed: int) -> str:
    """Takes out as many status marks KONDUSIF, in capitals, as there are areas that passed."""
    return re.sub(rf"\b{AreaStatus.KONDUSIF.value}\b", " · ", plain, count=passed) if passed else plain


def _found(patterns: Sequence[str], text: str) -> list[str]:
    return [
        found.group(0)
        for found in re.finditer(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", text, re.IGNORECASE)
    ]
