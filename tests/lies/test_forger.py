"""The forger's tool writes files that other readers open, and changes nothing but what it is told to."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from tests.golden import seals

from jujur.auditing import read_text
from jujur.lies import forgeries
from jujur.lies.forger import Paper, extended, rewritten


def same(paper: Paper) -> None:
    """Changes nothing."""


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def test_a_revision_leaves_the_bytes_before_it_alone() -> None:
    pdf = extended(seals.sealed(), forgeries.overlay)
    assert pdf.startswith(seals.sealed())
    assert Paper(pdf).pages == Paper(seals.unsigned()).pages
    with opened(pdf) as document:
        contents = document.pages[0].obj.Contents
        assert bytes(contents[len(contents) - 1].read_bytes()) == forgeries.BOX


@pytest.mark.parametrize("pdf", [seals.unsigned, seals.sealed], ids=["unsigned", "sealed"])
def test_a_file_saved_anew_says_the_same(pdf: Callable[[], bytes]) -> None:
    again = rewritten(pdf())
    assert again != pdf()
    assert read_text(again) == read_text(pdf())
    with opened(again) as new, opened(pdf()) as old:
        assert not new.check_pdf_syntax()
        names = list(old.attachments)
        assert list(new.attachments) == names
        for name in names:
            before, after = old.attachments[name], new.attachments[name]
            assert after.get_file().read_bytes() == before.get_file().read_bytes()


@pytest.mark.parametrize("how", [extended, rewritten])
def test_what_is_written_is_read_by_others(how: Callable[..., bytes]) -> None:
    pages = read_text(how(seals.unsigned(), forgeries.writing("Situasi aman 98,7", (60, 300))))
    assert "Situasi aman 98,7" in pages[0]
    assert len(read_text(how(seals.unsigned(), forgeries.append_page))) == len(pages) + 1
    assert len(read_text(how(seals.unsigned(), forgeries.drop_last_page))) == len(pages) - 1


def test_attachments_are_swapped_and_added() -> None:
    with opened(extended(seals.unsigned(), seals.swap_attachment)) as document:
        held = document.attachments["figures.json"]
        assert held.get_file().read_bytes() == b'{"figures": {}}'
    with opened(extended(seals.unsigned(), forgeries.add_attachment)) as document:
        assert "zz.txt" in list(document.attachments)


def test_a_forgery_that_finds_nothing_to_change_fails() -> None:
    with pytest.raises(AssertionError, match="changed nothing"):
        extended(seals.unsigned(), forgeries.attachment(lambda text: text, "figures.json"))
    with pytest.raises(ValueError, match="Tidak"):
        Paper(seals.unsigned()).edit(1, b"/Tidak", b"")
