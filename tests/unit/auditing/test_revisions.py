"""What replaces another edition says so on its first page, and nobody can take that off (P25, P27)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.golden.editions import ASSETS, content, edition, forge

from jujur.auditing import audit, audit_words, read_markup, read_text
from jujur.auditing.revisions import crooked_changes
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


def with_line(at: int, **changed: object) -> list[str]:
    """What the audit says of the edition with another line in its change table."""
    about = content(NAME)
    lines = list(about.changes)
    lines[at] = replace(lines[at], **changed)  # type: ignore[arg-type]
    return list(crooked_changes(replace(about, changes=tuple(lines))))


def said(key: str) -> str:
    return f"tabel perubahan menyebut nilai lain untuk {key} daripada laporannya (P25)"


def test_the_change_table_leads_to_what_the_edition_says() -> None:
    assert list(crooked_changes(content(NAME))) == []


@pytest.mark.parametrize("at", range(5))
def test_another_new_value_than_the_editions_own_is_found(at: int) -> None:
    """A kinder number in the table than in the tables above it (L04)."""
    line = content(NAME).changes[at]
    assert line.after is not None
    for other in (
        line.before,
        None,
        line.after.replace('"rule":"K-1', '"rule":"K-0').replace('"N":', '"N":1'),
    ):
        assert said(line.key) in with_line(at, after=other) or other == line.after


def test_a_line_that_changes_nothing_is_found() -> None:
    line = content(NAME).changes[0]
    assert with_line(0, before=line.after) == [
        f"tabel perubahan memuat {line.key}, padahal tidak berubah (P25)"
    ]


def test_a_figure_that_the_edition_does_not_have_is_found() -> None:
    assert with_line(0, key="16.72/tidak_ada") == [said("16.72/tidak_ada")]
    assert with_line(4, key="status/99.99") == [said("status/99.99")]
    assert with_line(0, key="16.72/tidak_ada", after=None) == []


def test_a_change_table_needs_an_edition_that_it_starts_from() -> None:
    alone = replace(content(NAME), replaces=None)
    assert list(crooked_changes(alone)) == ["tabel perubahan tanpa terbitan yang digantikan (P25)"]


def test_the_audit_of_the_finished_edition_looks_at_it() -> None:
    about = content(NAME)
    kinder = replace(about.changes[1], after=about.changes[1].before)
    other = replace(about, changes=(about.changes[0], kinder, *about.changes[2:]))
    assert said(kinder.key) in audit(edition(NAME).pdf, other)
