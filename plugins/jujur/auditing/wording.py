"""The wording gate: words that the data must carry before anybody may print them (P12, P14, P19; L14, L16, L45).

The same gate judges the PDF, the subject, body and file name of an email. It looks at words only; which areas passed the gate
is what ``statuses`` says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from jujur.auditing.disguises import guises, spaced_out
from jujur.auditing.language import english, expected, is_english
from jujur.domain.figures import AreaStatus, GatedStatus

NIL = "nihil (dinyatakan pengirim)"
# Phrases that name a gated word without claiming it.
INNOCENT = (
    r"nihil \(dinyatakan pengirim\)",
    r"(?:syarat|gerbang|ambang|aturan)(?: status)? kondusif",
    r"(?:belum|tidak|bukan)(?: dapat(?: dinyatakan)?)? kondusif",
    r"(?:bukan|tidak) berarti (?:tidak ada (?:insiden|pelanggaran|kendala)|aman)",
)
_THINGS = r"(?:insiden|pelanggaran|kendala|masalah|gangguan|kejadian|hambatan)"
# Only when every status is KONDUSIF.
CALM = (r"kondusif\w*", r"aman", r"lancar", r"kelancaran", r"terkendali", r"tertib")
# Only when every status is KONDUSIF, every unit reported, and nothing was (P14).
NOTHING = (
    rf"(?:tidak|tak|belum|tiada) (?:ada|terdapat|terjadi|ditemukan) (?:satu pun )?{_THINGS}",
    rf"(?:tanpa|nol|zero|bebas)(?: ada)? {_THINGS}",
)
GATED = (*CALM, *NOTHING)
# Only with a comparison on matched units that went this way (P21).
RISING = (r"meningkat\w*", r"peningkatan", r"kenaikan")
FALLING = (r"menurun\w*", r"penurunan")
# Only while all data is within its age limit (P23), and only when nobody is silent.
FRESH = (r"terkini", r"saat ini")
WHOLE = (r"seluruh wilayah", r"(?<![.,])100 ?(?:%|persen)")
# Never: a confirmed nil has its own fixed words (P14), nothing is better or worse (P21).
NIL_WORDS, JUDGING = (r"nihil",), (r"membaik", r"memburuk")
# Never: results of candidates or parties are KPU's alone (P19).
RESULTS = (
    *(r"paslon\w*", r"pasangan calon", r"capres", r"cawapres", r"caleg", r"kandidat"),
    r"nomor urut (?:pasangan|paslon|calon|partai|\d+)",
    r"(?:perolehan|raihan|raupan) (?:suara|kursi)",
    r"suara (?:pasangan|paslon|calon|partai|kandidat)",
    *(r"unggul\w*", r"memenangkan", r"pemenang", r"elektabilitas"),
    *(r"(?:quick|real) ?count", r"hitung(?:an)? cepat", r"exit ?poll\w*"),
    r"(?:hasil|lembaga) survei",
    r"prakiraan (?:hasil|suara|perolehan)",
)
NEVER = (("P14", NIL_WORDS, "nil"), ("P21", JUDGING, "judging"), ("P19", RESULTS, "results"))
FORBIDDEN = (*RISING, *FALLING, *FRESH, *WHOLE, *NIL_WORDS, *JUDGING, *RESULTS)
PRIVATE = (
    r"(?<!\w)(?:\+62[\s.-]?|0)8\d{1,2}[\s.-]?\d{3,4}[\s.-]?\d{3,5}(?!\w)",
    r"(?<!\w)\d{16}(?!\w)",
)
# A digest is no telephone number, whatever digits it happens to begin with: whole, or in eight groups of eight.
_DIGEST = re.compile(r"(?<!\w)(?:[0-9a-f]{64}|[0-9a-f]{8}(?:\s+[0-9a-f]{8}){7})(?!\w)")
# What a template leaves behind when nobody filled it in, as it is spelled there (P33).
UNFILLED = r"\{\{|\}\}|\{%|\bTODO\b|\bLorem\b|\bXX+\b|\bundefined\b|\bNaN\b|\bNone\b"


@dataclass(frozen=True, slots=True)
class Carried:
    """What the figures of an edition carry beyond its statuses; nothing by default.

    ``marks`` are the status marks KONDUSIF that stand in its change table beside those of the statuses themselves.
    """

    is_nothing: bool = False
    is_rising: bool = False
    is_falling: bool = False
    is_fresh: bool = False
    is_whole: bool = False
    marks: int = 0

    @property
    def closed(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The words that stay closed whatever the statuses are, each group with the promise that it would break."""
        gates = (
            (self.is_rising, "P21", RISING, "rising"),
            (self.is_falling, "P21", FALLING, "falling"),
            (self.is_fresh, "P23", FRESH, "fresh"),
            (self.is_whole, "P12", WHOLE, "whole"),
        )
        shut = [(promise, words, gate) for is_open, promise, words, gate in gates if not is_open]
        return tuple((promise, (*words, *_english(gate))) for promise, words, gate in (*NEVER, *shut))


def audit_words(
    text: str, statuses: Sequence[GatedStatus], where: str, carried: Carried | None = None
) -> list[str]:
    """Indonesian sentences on every word that the statuses and figures do not carry; [] when there is none.

    ``where`` names the text in the sentences: "halaman 1", "subjek surel". Without statuses nothing is open. Words in disguise
    are read as what they look like.
    """
    carried = carried or Carried()
    passed = [one for one in statuses if one.status is AreaStatus.KONDUSIF]
    is_open = bool(statuses) and len(passed) == len(statuses)
    gated = () if is_open else (*CALM, *_english("calm"))
    gated += () if is_open and carried.is_nothing else (*NOTHING, *_english("nothing"))
    marks = 0 if is_open else len(passed) + carried.marks
    plain = _plain(text, statuses)
    closed = carried.closed
    shut = [pattern for _, group in closed for pattern in group]
    problems = [
        f'{where}: kata "{word}" tidak boleh dicetak ({_broken(word, closed)})'
        for word in _read(shut, plain, 0)
    ]
    problems += [
        f'{where}: kata "{word}" tercetak padahal gerbangnya tertutup (P12)'
        for word in _read(gated, plain, marks)
    ]
    problems += [
        f"{where}: tampak data pribadi (P43)"
        for _ in re.findall("|".join(PRIVATE), _DIGEST.sub("#", _visible(plain)))
    ]
    problems += [f"{where}: isian templat belum terisi: {word} (P33)" for word in re.findall(UNFILLED, plain)]
    return problems


def count_nil(text: str) -> int:
    """How often the text says that a sender confirmed to have nothing to report."""
    return " ".join(text.split()).casefold().count(expected(NIL))


def hides_words(text: str) -> bool:
    """True when a text, read in any of its guises, says a word that some gate keeps."""
    return bool(_read(kept_words(), text, 0))


def kept_words() -> tuple[str, ...]:
    """Every word that some gate keeps; in an English edition those of both languages."""
    gates = ("calm", "nothing", "rising", "falling", "fresh", "whole", "nil", "judging", "results")
    return (*GATED, *FORBIDDEN, *(word for gate in gates for word in _english(gate)))


def _english(gate: str) -> tuple[str, ...]:
    """The English words of a gate while an English edition is read; what it quotes is Indonesian, so those hold too."""
    return tuple(english("wording")[gate]) if is_english() else ()


def _plain(text: str, statuses: Sequence[GatedStatus]) -> str:
    """One line, names of rules and innocent phrases taken out, file-name separators read as spaces."""
    flat = " ".join(text.split())
    for rule in {one.rule for one in statuses if one.rule}:
        spelled = r"[\s_\-]+".join(map(re.escape, re.split(r"[\s_\-]+", rule)))
        flat = re.sub(rf"(?<!\w){spelled}(?!\w)", " · ", flat)
    innocent = "|".join(phrase.replace(" ", r"[\s_\-]+") for phrase in (*_english("innocent"), *INNOCENT))
    return re.sub(innocent, " · ", flat, flags=re.IGNORECASE)


def _visible(text: str) -> str:
    """Without invisible characters; file-name separators read as spaces."""
    seen = "".join(letter for letter in text if unicodedata.category(letter) not in ("Cf", "Cn"))
    return " ".join(re.sub(r"[_\-]+", " ", seen).split())


def _read(patterns: Sequence[str], text: str, marks: int) -> list[str]:
    """The words of ``patterns`` in any guise of ``text``, each once; ``marks`` status marks in capitals are taken out first."""
    plain = re.sub(rf"\b{expected(AreaStatus.KONDUSIF.value)}\b", " · ", text, count=marks) if marks else text
    found = list(dict.fromkeys(_found(patterns, plain)))
    tight = "|".join(pattern.replace(" ", " ?") for pattern in patterns)
    hidden = [word for guise in guises(plain) for word in _found(patterns, guise)]
    hidden += [word[0] for run in spaced_out(plain) for word in re.finditer(tight, run) if tight]
    known = {word.casefold() for word in found}
    return found + [word for word in dict.fromkeys(hidden) if word not in known]


def _broken(word: str, closed: Sequence[tuple[str, Sequence[str]]]) -> str:
    """The promise that keeps a word; a word that was spelled apart or run together is read as its pattern without spaces."""
    for promise, group in closed:
        if re.fullmatch("|".join(group).replace(" ", " ?"), word, re.IGNORECASE):
            return promise
    return "P16"


def _found(patterns: Sequence[str], text: str) -> list[str]:
    if not patterns:
        return []
    return [
        found.group(0)
        for found in re.finditer(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", text, re.IGNORECASE)
    ]
