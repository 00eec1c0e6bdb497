"""Judgement words of English, which an English edition masks in other people's text beside the Indonesian ones (P12, P16, P19).

The list is the auditor's (``auditing/data/wording_en.json``), kept a second time; a test compares the two.
"""

from __future__ import annotations

_THINGS = (
    r"(?:incidents?|violations?|problems?|disruptions?|disturbances?|obstacles?|issues?|complaints?|events?)"
)
ENGLISH = (
    *(r"calm\w*", r"peaceful\w*", r"conducive", r"safe(?:ly|ty)?", r"secure\w*", r"orderly", r"smooth\w*"),
    *(r"under control", r"trouble free"),
    rf"(?:no|not a single|not any|never any|zero) (?:\w+ )?{_THINGS}",
    rf"(?:without|free (?:of|from)|devoid of)(?: any)? {_THINGS}",
    rf"{_THINGS} free",
    r"nothing (?:\w+ )?(?:happened|occurred|to report|reported)",
    *(r"increas\w*", r"ris(?:e|es|en|ing)", r"rose", r"grow\w*", r"grew", r"climb\w*"),
    *(r"decreas\w*", r"declin\w*", r"fall(?:s|en|ing)?", r"fell", r"dropp\w*", r"drops?"),
    *(r"latest", r"up to date", r"current(?:ly)?", r"right now", r"at (?:present|the moment)"),
    r"(?:whole|entire) (?:area|region|city|country|territory)",
    r"(?<![.,])100 ?(?:%|percent|per cent)",
    *(r"nil", r"improv\w*", r"worsen\w*", r"deteriorat\w*"),
    *(r"candidates?", r"candidacy", r"running mates?", r"presidential pairs?", r"ballot number\w*"),
    *(r"vote shares?", r"votes? (?:for|won by) \w+", r"seats? won", r"(?:votes?|seats?) gained"),
    *(r"winn(?:er|ers|ing)", r"w[io]n", r"wins", r"leading (?:the )?(?:count|votes?|race)", r"electability"),
    *(r"(?:quick|real) ?counts?", r"exit ?poll\w*", r"survey (?:results?|institutes?)"),
    r"(?:projected|predicted|estimated) (?:results?|votes?|winners?)",
)
