"""The generated pages hold everything that config/ has, in both languages, and notice what is missing."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import docs_dictionary
import docs_lies
import pytest
from docs_rules import NUMBERS, rule_page
from docs_sources import Sources, load_sources

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def sources() -> Sources:
    return load_sources(PROJECT / "config" / "pagar-alam")


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_code_is_on_the_one_page(sources: Sources, language: str) -> None:
    page = rule_page(sources, language)  # type: ignore[arg-type]
    codes = set(re.findall(r"^\| \*\*([VKB][0-9]{2})\*\*", page, re.MULTILINE))
    wanted = set(NUMBERS) | {rule.id for rules in sources.rules.values() for rule in rules}
    assert codes == wanted | {rule.id for rule in sources.reader_rules}
    assert "| **V07** | pensiun |" in page or "| **V07** | retired |" in page


def test_every_statement_is_in_its_language(sources: Sources) -> None:
    pages = {language: rule_page(sources, language) for language in ("id", "en")}  # type: ignore[arg-type]
    for rule in (rule for rules in sources.rules.values() for rule in rules):
        assert rule.statement in pages["id"]
        assert rule.statement_en in pages["en"]
        assert rule.basis in pages["id"]
        assert rule.advice in pages["id"]


def test_a_rule_of_the_other_election_is_shown_with_its_name(sources: Sources) -> None:
    lines = {line for line in rule_page(sources, "en").splitlines() if line.startswith("| **V1")}
    assert {line.split(" | ")[3] for line in lines if line.startswith("| **V12**")} == {"Pilkada"}
    assert {line.split(" | ")[3] for line in lines if line.startswith("| **V15**")} == {"Pemilu", "Pilkada"}
    assert {line.split(" | ")[3] for line in lines if line.startswith("| **V14**")} == {"all"}


def test_a_case_with_a_severity_of_its_own_says_so(sources: Sources) -> None:
    page = rule_page(sources, "id")
    assert "| **V13** | E<br>W bila `tps` 901 ke atas |" in page
    assert "| **V17** | E<br>W: `pengguna_disabilitas_j`, `pemilih_disabilitas_j` |" in page


def test_a_number_that_vanished_stops_the_page(sources: Sources) -> None:
    rules = {form: tuple(r for r in all_ if r.id != "V09") for form, all_ in sources.rules.items()}
    with pytest.raises(SystemExit, match="V09"):
        rule_page(replace(sources, rules=rules), "id")


def test_every_column_has_a_line_with_its_label(sources: Sources) -> None:
    pages = {language: docs_dictionary.dictionary_page(sources, language) for language in ("id", "en")}  # type: ignore[arg-type]
    for form in sources.forms:
        assert f"## {form.title} (`{form.id}`, versi {form.version})" in pages["id"]
        assert f"## {form.title_en} (`{form.id}`, version {form.version})" in pages["en"]
        for column in form.columns:
            label, label_en = column.label.replace("|", "\\|"), column.label_en.replace("|", "\\|")
            assert f"| `{column.name}` | {column.group} | {label} |" in pages["id"]
            assert f"| `{column.name}` | {column.group_en} | {label_en} |" in pages["en"]


def test_the_type_is_that_of_the_table(sources: Sources) -> None:
    page = docs_dictionary.dictionary_page(sources, "en")
    assert re.search(r"^\| `suara_sah` \|.*\| `count` \| INTEGER \|", page, re.MULTILINE)
    assert re.search(r"^\| `jarak_km` \|.*\| `decimal` \| TEXT \|", page, re.MULTILINE)
    assert re.search(r"^\| `pengguna_gubernur` \|.*\| INTEGER \|.*Pilkada only", page, re.MULTILINE)


def test_a_common_column_without_a_meaning_stops_the_page(
    sources: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(docs_dictionary.COMMON_MEANINGS, "states")
    with pytest.raises(SystemExit, match="states"):
        docs_dictionary.dictionary_page(sources, "en")


def test_a_bar_in_a_word_does_not_break_a_table() -> None:
    from docs_sources import table

    assert table(["a"], [["x | y\nz"]]) == ["| a |", "|---|", "| x \\| y<br>z |", ""]


def test_a_lie_that_the_last_run_does_not_know_stops_the_page(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    kept = (PROJECT / "docs/lies.json").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "docs/lies.json").write_text("".join([kept[0], *kept[2:]]), encoding="utf-8")
    with pytest.raises(SystemExit, match="jujur lies --save"):
        docs_lies.told(tmp_path)


def test_a_readme_without_its_marks_stops_the_page() -> None:
    with pytest.raises(SystemExit, match=r"README\.md"):
        docs_lies.with_lies("# Jujur", PROJECT)


def test_a_lie_that_escapes_is_shown_as_such() -> None:
    lies = docs_lies.told(PROJECT)
    first = replace(lies[0], catchers=(), is_false_alarm=True)
    table = docs_lies._table([first, *lies[1:]], docs_lies._names(PROJECT))
    assert f"**{len(lies) - 1} of {len(lies)} lies caught, 1 false alarms" in table
    assert f"| {first.lie.number[:3]} | Late kecamatan silently dropped from totals | 1/2 |" in table
