"""The catalogue of rules: one page a language, every code that a sender or a reader may meet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docs_sources import ELECTIONS, GENERATED, Language, Sources, table

from jujur.settings.rule_shapes import RuleEntry

# domain.md §4: none of these may be missing, and none come that is not described there.
NUMBERS = [f"V{number:02d}" for number in range(1, 34)]

WORDS: dict[Language, dict[str, str]] = {
    "id": {
        "title": "Katalog aturan",
        "intro": "Semua kode yang dapat muncul dalam jawaban kepada pengirim dan dalam laporan. Versi aturan: "
        "`{version}`; desk `{desk}`, {election}.",
        "levels": "Tingkat: **E** menahan baris; **W** diterbitkan dengan tanda; **I** hanya untuk pengirim. Aturan "
        "yang isiannya kosong tidak dinilai: kosong bukan nol. Aturan dengan nama pemilihan hanya dinilai "
        "pada pemilihan itu. Kode yang sama dapat berlaku pada beberapa formulir, dengan bunyi "
        "masing-masing.",
        "other": "[English](RULES.md)",
        "V": "Aturan V: isi laporan (desain: [domain.md §4](design/domain.md))",
        "K": "Aturan K: kelengkapan dan kosakata formulir desk ini",
        "B": "Catatan B: pembaca berkas",
        "B_intro": "Yang terlihat saat berkas dibaca, sebelum aturan formulir dinilai.",
        "code": "kode",
        "severity": "tingkat",
        "forms": "formulir",
        "election": "pemilihan",
        "statement": "aturan",
        "reader_statement": "yang seharusnya",
        "basis": "dasar",
        "advice": "yang dilakukan pengirim",
        "retired": "pensiun",
        "retired_reason": "Nomor ini tidak dinilai lagi dan tidak dipakai untuk aturan lain.",
        "all": "semua",
        "when": "bila",
        "thresholds": "Ambang yang dipakai aturan",
        "thresholds_intro": "Diputuskan desk dalam `config/{desk}/thresholds.yaml`, yang juga memuat artinya.",
        "threshold": "ambang",
        "value": "nilai",
        "used": "aturan",
        "and_up": "ke atas",
    },
    "en": {
        "title": "Catalogue of rules",
        "intro": "Every code that may appear in an answer to a sender or in a report. Version of the rules: "
        "`{version}`; desk `{desk}`, {election}.",
        "levels": "Severity: **E** holds the row; **W** is published with a flag; **I** is for the sender only. A rule "
        "whose operands are blank is not evaluated: blank is not zero. A rule with the name of an election "
        "is evaluated in that election only. One code may apply to several forms, each with its own "
        "statement. Bases name Indonesian sources and advice is what the sender reads, so both stay in "
        "Indonesian.",
        "other": "[Bahasa Indonesia](ATURAN.md)",
        "V": "Rules V: what a report says (design: [domain.md §4](design/domain.md))",
        "K": "Rules K: completeness and vocabulary of this desk's forms",
        "B": "Notes B: the reader of files",
        "B_intro": "What is seen while a file is read, before the rules of a form are evaluated.",
        "code": "code",
        "severity": "severity",
        "forms": "forms",
        "election": "election",
        "statement": "rule",
        "reader_statement": "what should be",
        "basis": "basis (Indonesian)",
        "advice": "what the sender does (Indonesian)",
        "retired": "retired",
        "retired_reason": "This number is no longer evaluated and is given to no other rule.",
        "all": "all",
        "when": "where",
        "thresholds": "Thresholds that rules use",
        "thresholds_intro": "Decided by the desk in `config/{desk}/thresholds.yaml`, which also says what they mean.",
        "threshold": "threshold",
        "value": "value",
        "used": "rules",
        "and_up": "and above",
    },
}


def rule_page(sources: Sources, language: Language) -> str:
    """Every rule with its code, severity, forms, statement, basis and advice.

    :raises SystemExit: a number of domain.md is missing or unknown.
    """
    words, desk = WORDS[language], sources.desk
    _check_numbers(sources)
    facts = {"version": desk.rules_version, "desk": desk.id, "election": desk.election.name}
    lines = [f"# {words['title']}\n", GENERATED[language], words["other"] + "\n"]
    lines += [words["intro"].format(**facts) + "\n", words["levels"] + "\n"]
    for family in "VK":
        lines += [f"## {words[family]}\n", *_family(sources, language, family)]
    lines += [f"## {words['B']}\n", words["B_intro"] + "\n", *_reader(sources, language)]
    lines += [f"## {words['thresholds']}\n", words["thresholds_intro"].format(**facts) + "\n"]
    return "\n".join([*lines, *_thresholds(sources, language)])


def _check_numbers(sources: Sources) -> None:
    used = {rule.id for rules in sources.rules.values() for rule in rules}
    known = used | {rule.id for rule in sources.desk.retired_rules}
    missing = sorted(set(NUMBERS) - known)
    unknown = sorted(number for number in known if number.startswith("V") and number not in NUMBERS)
    if missing or unknown:
        raise SystemExit(f"config/rules: missing {missing}, not in domain.md {unknown}")


def _family(sources: Sources, language: Language, family: str) -> list[str]:
    """Rules that say the same of several forms share a line."""
    words = WORDS[language]
    merged: dict[tuple[str, ...], list[str]] = {}
    for form_id, rules in sources.rules.items():
        for rule in rules:
            if rule.id.startswith(family):
                statement = rule.statement if language == "id" else rule.statement_en
                election = ELECTIONS[rule.pemilihan] if rule.pemilihan else words["all"]
                line = (rule.id, _severities(rule, words), election, statement, rule.basis, rule.advice)
                merged.setdefault(line, []).append(f"`{form_id}`")
    rows = [
        (f"**{code}**", severity, "\n".join(forms), election, statement, basis, advice)
        for (code, severity, election, statement, basis, advice), forms in merged.items()
    ]
    rows += [
        (f"**{rule.id}**", words["retired"], "–", "–", *_retired(rule, language), words["retired_reason"])
        for rule in sources.desk.retired_rules
        if rule.id.startswith(family)
    ]
    names = ("code", "severity", "forms", "election", "statement", "basis", "advice")
    # Stable: lines of one code stay in the order of the forms.
    return table([words[name] for name in names], sorted(rows, key=lambda row: row[0]))


def _retired(rule: Any, language: Language) -> tuple[str, str]:
    if language == "id":
        return f"~~{rule.statement}~~", rule.reason
    return f"~~{rule.statement_en}~~", rule.reason_en


def _severities(rule: RuleEntry, words: dict[str, str]) -> str:
    """The rule's severity, and of the cases that have another, which columns they ask about."""
    severities = [rule.severity]
    for case in rule.terms.get("cases", []):
        if case.get("severity", rule.severity) != rule.severity:
            columns = ", ".join(f"`{name}`" for name in _columns(case))
            severities.append(f"{case['severity']}: {columns}")
    if limit := rule.terms.get("warning_when"):
        severities.append(f"W {words['when']} `{limit['column']}` {limit['from']} {words['and_up']}")
    return "\n".join(severities)


def _columns(case: dict[str, Any]) -> Iterator[str]:
    """The columns that a case names, the one it is about first."""
    for field in ("column", "total", "left", "first", "then", "columns", "parts", "right"):
        value = case.get(field, [])
        yield from (name for name in ([value] if isinstance(value, str) else value) if not name[:1].isdigit())


def _reader(sources: Sources, language: Language) -> list[str]:
    words = WORDS[language]
    names = ("code", "severity", "reader_statement", "advice")
    rows = [
        (
            f"**{rule.id}**\n`{rule.check}`",
            rule.severity.value,
            rule.statement if language == "id" else rule.statement_en,
            rule.advice,
        )
        for rule in sources.reader_rules
    ]
    return table([words[name] for name in names], rows)


def _thresholds(sources: Sources, language: Language) -> list[str]:
    words = WORDS[language]
    users = {
        name: sorted(
            {rule.id for rules in sources.rules.values() for rule in rules if _mentions(rule.terms, name)}
        )
        for name in sources.thresholds()
    }
    rows = [
        (f"`{name}`", str(value), ", ".join(users[name]))
        for name, value in sources.thresholds().items()
        if users[name]
    ]
    return table([words[name] for name in ("threshold", "value", "used")], rows)


def _mentions(terms: Any, name: str) -> bool:
    """Whether the terms name a threshold, or state the reserve of ballots, which must agree with one (settings.rule_terms)."""
    stated = {"reserve_ballots_percent": "plus_percent", "reserve_ballots_permille_pilkada": "plus_permille"}
    said = re.search(rf"'{stated.get(name, name)}': [1-9]|'{name}'", repr(terms))
    return said is not None
