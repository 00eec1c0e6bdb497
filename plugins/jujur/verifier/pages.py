"""What stands on paper against what is inside: digests, numerals, and how each figure is spelled (P15, P30)."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

from jujur.domain.languages import PREVAILING
from jujur.verifier.findings import Check, Finding
from jujur.verifier.inside import FACTS, NEEDED, Inside
from jujur.verifier.recount import Counted

BODY = ("schema", "identity", "areas", "figures", "statuses", "evidence")
SHARES = {"percent": "value", "percent_lower": "lower", "percent_upper": "upper"}
PRINTED = 16
WHOLE = ("value", "k", "n", "N", "denominator")


def check_digests(inside: Inside) -> Check:
    """Every attachment is the one that was bound, the data's digest is that of the data, and it stands on the page."""
    return Check("digests", tuple(_digest_findings(inside)), len(inside.attached))


def _digest_findings(inside: Inside) -> Iterator[Finding]:
    yield from (Finding("attachment_missing", (name,)) for name in NEEDED if name not in inside.attached)
    enclosed, bound = inside.facts.get("enclosed", {}), inside.identity.get("enclosures", {})
    for name, one in inside.attached.items():
        if name == FACTS:
            continue
        if name not in enclosed:
            yield Finding("attachment_strange", (name,))
        elif one.sha256 != enclosed[name] or one.sha256 != bound.get(name, one.sha256):
            yield Finding("attachment_swapped", (name, one.sha256[:16], str(enclosed[name])[:16]))
        if one.relationship not in ("/Source", "/Data", "/Supplement"):
            yield Finding("attachment_relation", (name, one.relationship))
    body = {name: inside.facts.get(name) for name in BODY}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    found, said = hashlib.sha256(text.encode()).hexdigest(), str(inside.facts["digest"])
    if found != said:
        yield Finding("digest_differs", (found[:16], said[:16]))
    paper = "".join("".join(inside.pages).split())
    if said not in paper:
        yield Finding("digest_not_printed", (said[:16],))
    for name in ("ledger_head", "frame_digest", "config_digest", "former_head"):
        # The page prints the first half of the longer kind of digest.
        whole = str(inside.identity.get(name) or "")
        if whole[:PRINTED] not in paper:
            yield Finding("identity_not_printed", (name, whole[:PRINTED]))


def check_pages(inside: Inside, again: Mapping[str, Counted]) -> Check:
    """Every numeral on paper is one of a printed fact, none is missing, and each figure is spelled as its value demands."""
    printed, furniture = inside.facts["printed"], inside.facts["furniture"]
    count = len(inside.pages)
    expected = Counter(number for text, _ in printed for number in numerals(text))
    for at in range(1, count + 1):
        expected.update(number for text, _ in furniture for number in numerals(text))
        expected.update((str(at), str(count)))
    found = Counter(number for page in inside.pages for number in numerals(page))
    findings = [
        *(Finding("numeral_strange", (number, str(times))) for number, times in (found - expected).items()),
        *(Finding("numeral_missing", (number, str(times))) for number, times in (expected - found).items()),
    ]
    language = str(inside.facts.get("language", PREVAILING))
    inks = [*printed, *furniture, *inside.facts.get("spoken", [])]
    findings += _misspelled(inks, again, language)
    return Check("pages", tuple(findings), sum(found.values()))


def _misspelled(inks: list[list[str]], again: Mapping[str, Counted], language: str) -> Iterator[Finding]:
    for text, fact in inks:
        key, _, part = fact.rpartition("#")
        if key in again:
            right = spell(again[key], part, language)
            if right is None or "".join(text.split()) != "".join(right.split()):
                yield Finding("misspelled", (key, part, text, right or "-"))


def spell(figure: Counted, part: str, language: str = "id") -> str | None:
    """A part of a figure as it must stand on paper; None where it may not stand there."""
    if part == "missing":
        return _grouped(figure.N - figure.n, language)
    value = getattr(figure, SHARES.get(part, part)) if part in (*SHARES, *WHOLE) else None
    if value is None:
        return None
    if part in SHARES:
        return _percent(Fraction(value), language)
    return _grouped(int(value), language) if Fraction(value).denominator == 1 else None


def _grouped(value: int, language: str) -> str:
    text = f"{value:,}"
    return text if language == "en" else text.replace(",", ".")


def _percent(share: Fraction, language: str) -> str:
    """One decimal, half to even from the exact value; never "100" for less than all nor "0" for more than none (P30)."""
    with localcontext(prec=60):
        exact = Decimal(share.numerator * 100) / Decimal(share.denominator)
        rounded = exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_EVEN)
    mark = "." if language == "en" else ","
    gap = "" if language == "en" else " "
    if rounded >= 100 and share < 1:
        return f"> 99{mark}9{gap}%"
    if rounded == 0 and share > 0:
        return f"< 0{mark}1{gap}%"
    whole, tenth = str(rounded).split(".")
    return f"{_grouped(int(whole), language)}{mark}{tenth}{gap}%"


def numerals(text: str) -> list[str]:
    """Words with a digit, a dot or comma inside them kept: "TPS 012: 23.456 (53,0 %)" has "012", "23.456" and "53,0"."""
    found, word = [], ""
    for at, letter in enumerate(text + " "):
        follower = text[at + 1] if at + 1 < len(text) else " "
        if letter.isalnum() or (letter in ".," and word and follower.isalnum()):
            word += letter
            continue
        if any(one.isnumeric() for one in word):
            found.append(_from_digit(word))
        word = ""
    return found


def _from_digit(word: str) -> str:
    """From the last dot or comma before the first digit on: "s.d.16" says 16."""
    first = next(at for at, letter in enumerate(word) if letter.isnumeric())
    return word[max(word.rfind(mark, 0, first) for mark in ".,") + 1 :]
