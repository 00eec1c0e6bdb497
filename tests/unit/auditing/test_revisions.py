"""What replaces another edition says so on its first page, and nobody can take that off (P25, P27)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.golden.editions import ASSETS, content, edition, forge

from jujur.auditing import audit, audit_words, read_markup, read_text
from jujur.domain.reports import ReportContent
from jujur.domain.vintages import Predecessor
from jujur.rendering import file_name
from jujur.rendering.messages import render_edition_message

NAME = "city revision"


def former() -> Predecessor:
    found = content(NAME).replaces
    assert found is not None
    return found


def test_a_revision_says_which_it_is_and_what_it_replaces() -> None:
    first = " ".join(read_text(edition(NAME).pdf)[0].split())
    assert f"Menggantikan nomor {former().number} (R0), sidik {former().sha256[:8]}" in first
    assert f"{content(NAME).edition.number} (R1)" in first
    assert all("DEMONSTRASI · KOREKSI" in " ".join(page.split()) for page in read_text(edition(NAME).pdf))


def without_predecessor(html: str) -> str:
    start = html.index('<p class="sub">Menggantikan')
    return html[:start] + html[html.index("</p>", start) + 4 :]


def test_a_revision_that_hides_what_it_replaces_is_found() -> None:
    """L04, L40."""
    assert audit(forge(without_predecessor, NAME), content(NAME)) != []


@pytest.mark.parametrize(("old", "new"), [("KOREKSI", "SEMENTARA"), ("(R1)", "(R0)")])
def test_a_revision_that_passes_for_the_first_issue_is_found(old: str, new: str) -> None:
    def change(html: str) -> str:
        return html.replace(old, new)

    assert audit(forge(change, NAME), content(NAME)) != []


@pytest.mark.parametrize(
    "changed",
    [
        {"replaces": None},
        {"replaces": Predecessor("dulu", "lain/001", 0, "f" * 64)},
        {"replaces": Predecessor("lain", "", 0, "f" * 64)},
    ],
)
def test_an_edition_of_another_line_of_revisions_is_found(changed: dict[str, object]) -> None:
    other = replace(content(NAME), **changed)  # type: ignore[arg-type]
    assert any("digantikan" in line for line in audit(edition(NAME).pdf, other))


def letter(about: ReportContent) -> tuple[str, str, str]:
    message = render_edition_message(about, ASSETS, "a" * 64, "Wali Kota")
    return message.subject, message.text, message.html


def test_the_letter_of_a_revision_tells_its_reader_and_passes_the_gate() -> None:
    about = replace(content(NAME), is_substantial=True)
    subject, text, html = letter(about)
    assert subject.endswith("(R1)")
    assert "R1" in file_name(about)
    for body in (text, html):
        assert "RALAT." in body
        assert f"menggantikan nomor {former().number} (R0)" in body
        assert "ditarik" in body
    for words in (subject, text, read_markup(html)):
        assert audit_words(words, about.statuses, "surat") == []


def test_the_letter_of_a_first_issue_speaks_of_no_other() -> None:
    subject, text, html = letter(content("city draft"))
    assert "(R" not in subject
    assert "menggantikan" not in text + html
    assert "Angka sementara" in text


def test_a_letter_names_the_standing_of_its_figures() -> None:
    """P27: no letter calls final what may still move, nor provisional what was corrected."""
    for label, words in (("KOREKSI", "Angka dikoreksi"), ("FINAL · KOREKSI", "Angka dikoreksi")):
        assert words in letter(replace(content(NAME), status_label=label))[1]
    assert "Angka final" in letter(replace(content(NAME), status_label="FINAL"))[1]
