"""Numbers, dates and comparisons that stand in words: each belongs to a fact, or to a fixed phrase of the report (P15, P16, P21).

The numeral audit counts digits. A month, a "separuh" or a "lebih baik" has none, and says as much.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jujur.auditing.followups import followup_texts
from jujur.auditing.language import read_language
from jujur.auditing.official import official_texts
from jujur.auditing.reading import flowing
from jujur.auditing.sources import quoted_texts
from jujur.auditing.spelling import DAYS, ENGLISH_DAYS, ENGLISH_MONTHS, MONTHS, SHORT
from jujur.auditing.weeks import week_texts
from jujur.domain.reports import ReportContent

_ONES = r"(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)"
_COUNTED = (
    r"(?:belas|puluh|ratus|ribu|juta|persen|TPS|kecamatan|kelurahan|wilayah|insiden|baris|unit|orang|pemilih|laporan|"
    r"suara|kiriman|formulir|tim|pertiga|perempat)"
)
_NUMBER_WORDS = re.compile(
    rf"(?<!\w)(?:(?:ke)?{_ONES} {_COUNTED}|se(?:puluh|belas|ratus|ribu|tengah|paruh|pertiga|perempat)(?:nya)?|"
    r"(?:puluh|ratus|ribu|juta)an|mayoritas|sebagian (?:besar|kecil)|kebanyakan|"
    r"(?:hampir|nyaris) (?:semua|seluruh|tuntas|selesai|sempurna|lengkap))(?!\w)",
    re.IGNORECASE,
)
_COMPARING = re.compile(
    r"(?<!\w)(?:lebih (?:baik|buruk|tinggi|rendah|banyak|sedikit|cepat|lambat|besar|kecil|lengkap|aman|tertib)|"
    r"ter(?:baik|buruk|tinggi|rendah|banyak|sedikit|cepat|lengkap|besar|kecil)|"
    r"paling \w+|naik|turun|bertambah|berkurang|membesar|mengecil|melonjak|anjlok|merosot|melambung|"
    r"dibanding\w*|ketimbang|daripada|stabil|signifikan|drastis|kemajuan|kemunduran|kian \w+|makin \w+|semakin \w+)(?!\w)",
    re.IGNORECASE,
)
_ENGLISH_ONES = r"(?:one|two|three|four|five|six|seven|eight|nine|ten)"
_ENGLISH_COUNTED = (
    r"(?:hundred|thousand|million|percent|per cent|TPS|kecamatan|kelurahan|areas?|incidents?|rows?|units?|people|persons?|"
    r"voters?|reports?|votes?|submissions?|files?|forms?|teams?|thirds?|quarters?|stations?)"
)
_ENGLISH_NUMBERS = (
    rf"(?<!\w)(?:{_ENGLISH_ONES} {_ENGLISH_COUNTED}|half|twice|dozens?|hundreds|thousands|millions|(?:the )?majority|"
    r"a (?:third|quarter|minority)|most(?: of)?|many|few|several|(?:nearly|almost) (?:all|every|complete\w*|done|none))(?!\w)"
)
_ENGLISH_COMPARED = (
    r"(?<!\w)(?:better|worse|best|worst|higher|lower|highest|lowest|more|less|fewer|greater|faster|slower|quicker|"
    r"bigger|larger|smaller|biggest|largest|smallest|soar\w*|plung\w*|surg\w*|shrank|shrink\w*|gain\w*|compared|than|"
    r"stable|significant\w*|drastic\w*|progress|setbacks?|increasingly)(?!\w)"
)
# Fixed phrases of the templates that hold such a word and compare or count nothing, or the bounds that P08 asks for.
PHRASES = (
    *("tidak satu pun", "salah satu", "satu baris", "paling banyak", "paling sedikit", "dapat dibandingkan"),
)
ENGLISH_PHRASES = ("at most",)


@dataclass(frozen=True, slots=True)
class Words:
    """What says as much as a digit, in one language: dates, numbers in letters, comparisons; and phrases that say none of it."""

    dates: re.Pattern[str]
    phrase: re.Pattern[str]
    numbers: re.Pattern[str]
    compared: re.Pattern[str]
    fixed: re.Pattern[str]


def _words(
    days: Sequence[str],
    months: Sequence[str],
    numbers: re.Pattern[str],
    compared: re.Pattern[str],
    phrases: Sequence[str],
) -> Words:
    return Words(
        re.compile(rf"(?<!\w)(?:{'|'.join((*days, *months))})(?!\w)"),
        re.compile(rf"(?<!\w)\d{{1,2}} (?:{'|'.join(months)}) \d{{4}}(?!\w)"),
        numbers,
        compared,
        re.compile("|".join(rf"(?<!\w){phrase}(?!\w)" for phrase in phrases), re.IGNORECASE),
    )


_SHORT_ENGLISH = tuple(name[:3] for name in ENGLISH_MONTHS)
_WORDS = {
    "id": _words(DAYS, (*MONTHS, *SHORT), _NUMBER_WORDS, _COMPARING, PHRASES),
    # An English edition quotes Indonesian: the words of both count. "May" and "Mar" begin dates only before a year.
    "en": _words(
        (*DAYS, *ENGLISH_DAYS),
        tuple(dict.fromkeys((*ENGLISH_MONTHS, *_SHORT_ENGLISH, *MONTHS, *SHORT))),
        re.compile(f"{_NUMBER_WORDS.pattern}|{_ENGLISH_NUMBERS}", re.IGNORECASE),
        re.compile(f"{_COMPARING.pattern}|{_ENGLISH_COMPARED}", re.IGNORECASE),
        (*PHRASES, *ENGLISH_PHRASES),
    ),
}


def unsourced_words(pages: Sequence[str], facts: Mapping[str, Any], content: ReportContent) -> list[str]:
    """Sentences on dates, number words and comparisons that stand on the pages more often than in what the facts print.

    A word that somebody else's text holds (a description, a rule, a reason) may stand wherever that text is printed.
    """
    words = _WORDS[read_language()]
    texts = [flowing(page) for page in pages]
    sourced = [flowing(text) for text, _ in facts["printed"]]
    sourced += [flowing(text) for text, _ in facts["furniture"]] * len(pages)
    quoted = [flowing(text) for text in quoted_texts(content)]
    more = (*followup_texts(content), *week_texts(content), *official_texts(content))
    quoted += [flowing(text) for _, text in more]
    problems = [
        f"tanggal atau hari {word} tercetak {times} kali lebih dari faktanya (P15)"
        for word, times in _more(words.dates, texts, sourced, quoted)
    ]
    known = {found for text in (*sourced, *quoted) for found in words.phrase.findall(text)}
    problems += [
        f"tanggal {found} bukan tanggal fakta mana pun (P15)"
        for found in sorted({found for text in texts for found in words.phrase.findall(text)} - known)
    ]
    loose = [[words.fixed.sub(" · ", text) for text in part] for part in (texts, sourced, quoted)]
    problems += [
        f'bilangan dengan huruf "{word}" tercetak tanpa fakta (P15, P16)'
        for word, _ in _more(words.numbers, *loose)
    ]
    return problems + [
        f'kata pembanding "{word}" tercetak tanpa perbandingan (P16, P21)'
        for word, _ in _more(words.compared, *loose)
    ]


def number_words(text: str) -> list[str]:
    """Numbers that an Indonesian text says in letters, each once: a free text may say none (P16)."""
    return list(dict.fromkeys(found.group(0) for found in _NUMBER_WORDS.finditer(text)))


def _more(
    pattern: re.Pattern[str], texts: Sequence[str], sourced: Sequence[str], quoted: Sequence[str]
) -> list[tuple[str, int]]:
    """What stands more often in the texts than in the sourced ones, and in no quoted one."""
    seen, known, free = (
        Counter(found.casefold() for text in part for found in pattern.findall(text))
        for part in (texts, sourced, quoted)
    )
    return sorted((word, times) for word, times in (seen - known).items() if word not in free)
