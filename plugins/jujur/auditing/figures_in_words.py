"""Numbers, dates and comparisons that stand in words: each belongs to a fact, or to a fixed phrase of the report (P15, P16, P21).

The numeral audit counts digits. A month, a "separuh" or a "lebih baik" has none, and says as much.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from jujur.auditing.followups import followup_texts
from jujur.auditing.reading import flowing
from jujur.auditing.sources import quoted_texts
from jujur.auditing.spelling import DAYS, MONTHS, SHORT
from jujur.auditing.weeks import week_texts
from jujur.domain.reports import ReportContent

_DATES = re.compile(rf"(?<!\w)(?:{'|'.join((*DAYS, *MONTHS, *SHORT))})(?!\w)")
_PHRASE = re.compile(rf"(?<!\w)\d{{1,2}} (?:{'|'.join((*MONTHS, *SHORT))}) \d{{4}}(?!\w)")
_ONES = r"(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)"
_COUNTED = (
    r"(?:belas|puluh|ratus|ribu|juta|persen|TPS|kecamatan|kelurahan|wilayah|insiden|baris|unit|orang|pemilih|laporan|"
    r"suara|kiriman|formulir|tim|pertiga|perempat)"
)
_NUMBERS = re.compile(
    rf"(?<!\w)(?:(?:ke)?{_ONES} {_COUNTED}|se(?:puluh|belas|ratus|ribu|tengah|paruh|pertiga|perempat)(?:nya)?|"
    r"(?:puluh|ratus|ribu|juta)an|mayoritas|sebagian (?:besar|kecil)|kebanyakan|"
    r"(?:hampir|nyaris) (?:semua|seluruh|tuntas|selesai|sempurna|lengkap))(?!\w)",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"(?<!\w)(?:lebih (?:baik|buruk|tinggi|rendah|banyak|sedikit|cepat|lambat|besar|kecil|lengkap|aman|tertib)|"
    r"ter(?:baik|buruk|tinggi|rendah|banyak|sedikit|cepat|lengkap|besar|kecil)|"
    r"paling \w+|naik|turun|bertambah|berkurang|membesar|mengecil|melonjak|anjlok|merosot|melambung|"
    r"dibanding\w*|ketimbang|daripada|stabil|signifikan|drastis|kemajuan|kemunduran|kian \w+|makin \w+|semakin \w+)(?!\w)",
    re.IGNORECASE,
)
# Fixed phrases of the templates that hold such a word and compare or count nothing, or the bounds that P08 asks for.
PHRASES = (
    *("tidak satu pun", "salah satu", "satu baris", "paling banyak", "paling sedikit", "dapat dibandingkan"),
)
_FIXED = re.compile("|".join(rf"(?<!\w){phrase}(?!\w)" for phrase in PHRASES), re.IGNORECASE)


def unsourced_words(pages: Sequence[str], facts: Mapping[str, Any], content: ReportContent) -> list[str]:
    """Sentences on dates, number words and comparisons that stand on the pages more often than in what the facts print.

    A word that somebody else's text holds (a description, a rule, a reason) may stand wherever that text is printed.
    """
    texts = [flowing(page) for page in pages]
    sourced = [flowing(text) for text, _ in facts["printed"]]
    sourced += [flowing(text) for text, _ in facts["furniture"]] * len(pages)
    quoted = [flowing(text) for text in quoted_texts(content)]
    quoted += [flowing(text) for _, text in (*followup_texts(content), *week_texts(content))]
    problems = [
        f"tanggal atau hari {word} tercetak {times} kali lebih dari faktanya (P15)"
        for word, times in _more(_DATES, texts, sourced, quoted)
    ]
    known = {found for text in (*sourced, *quoted) for found in _PHRASE.findall(text)}
    problems += [
        f"tanggal {found} bukan tanggal fakta mana pun (P15)"
        for found in sorted({found for text in texts for found in _PHRASE.findall(text)} - known)
    ]
    loose = [[_FIXED.sub(" · ", text) for text in part] for part in (texts, sourced, quoted)]
    problems += [
        f'bilangan dengan huruf "{word}" tercetak tanpa fakta (P15, P16)'
        for word, _ in _more(_NUMBERS, *loose)
    ]
    return problems + [
        f'kata pembanding "{word}" tercetak tanpa perbandingan (P16, P21)'
        for word, _ in _more(_COMPARED, *loose)
    ]


def _more(
    pattern: re.Pattern[str], texts: Sequence[str], sourced: Sequence[str], quoted: Sequence[str]
) -> list[tuple[str, int]]:
    """What stands more often in the texts than in the sourced ones, and in no quoted one."""
    seen, known, free = (
        Counter(found.casefold() for text in part for found in pattern.findall(text))
        for part in (texts, sourced, quoted)
    )
    return sorted((word, times) for word, times in (seen - known).items() if word not in free)
