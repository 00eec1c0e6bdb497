"""Another zlib gives other bytes of the same report, and nothing else passes as the same (P35)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from tests.golden.editions import ASSETS, content, edition
from tests.verifier.forging import coded_anew, edited

from jujur.rendering import render
from jujur.verifier.decompressed import NotAsPressed, decompressed
from jujur.verifier.findings import Finding, Outcome
from jujur.verifier.inside import open_report
from jujur.verifier.rebuilding import rebuild
from jujur.verifier.words import sentence

WORLD = "nothing came from a kecamatan"


@pytest.fixture(scope="module")
def honest() -> bytes:
    return edition(WORLD).pdf


@pytest.fixture(scope="module")
def elsewhere() -> bytes:
    """The same edition from a machine whose zlib codes differently."""
    with pytest.MonkeyPatch.context() as patch:
        other = SimpleNamespace(compressobj=lambda level: zlib.compressobj(1), compress=zlib.compress)
        patch.setattr("pydyf.zlib", other)
        return render(content(WORLD), ASSETS).pdf


def test_another_zlib_gives_other_bytes_of_the_same_report(honest: bytes, elsewhere: bytes) -> None:
    assert elsewhere != honest
    assert len(elsewhere) != len(honest)
    assert decompressed(elsewhere) == decompressed(honest)


def test_the_rebuild_passes_and_says_why_the_bytes_differ(elsewhere: bytes) -> None:
    check = rebuild(open_report(elsewhere), ASSETS).check
    assert check.outcome is Outcome.PASSED
    assert check.note == Finding("same_uncompressed")
    assert "sama sesudah dibuka kompresinya" in sentence(check.note, "id")


def test_what_signers_add_is_told_apart_from_the_build_of_another_zlib(elsewhere: bytes) -> None:
    """What follows the first revision is for the signatures to answer for, whoever's zlib made it."""
    added = b"%signed\n" + elsewhere[elsewhere.rindex(b"startxref\n") :]
    rebuilt = rebuild(open_report(elsewhere + added), ASSETS)
    assert rebuilt.check.note == Finding("same_uncompressed")
    assert rebuilt.unsigned_len == len(elsewhere)


def test_equal_bytes_need_no_such_note(honest: bytes) -> None:
    assert rebuild(open_report(honest), ASSETS).check.note is None


def test_the_form_is_longer_than_the_file_and_has_its_text_in_the_open(honest: bytes) -> None:
    form = decompressed(honest)
    assert len(form) > 2 * len(honest)
    assert edition(WORLD).facts in form
    with pytest.raises(NotAsPressed):
        decompressed(honest, len(form) // 2)


def _one_digit(position: int, text: bytes) -> bytes:
    """In the first page's drawing, a number moves by a little."""
    if b" Tf" not in text or b"BT" not in text:
        return text
    at = text.index(b"BT")
    return text[:at] + text[at:].replace(b"0", b"1", 1)


def _exchanged(places: dict[int, int]) -> dict[int, int]:
    first, second = sorted(places)[:2]
    return places | {first: places[second], second: places[first]}


def _exchanged_within(position: int, content: bytes) -> bytes:
    """Two objects that share a stream, exchanged in the table: its entries are six bytes here."""
    entries = [content[at : at + 6] for at in range(0, len(content), 6)]
    shared = [at for at, entry in enumerate(entries) if entry[:1] == b"\x02"]
    if not content.startswith(b"\x00\x00\x00\x00\xff\xff"):
        return content
    first, second = shared[:2]
    entries[first], entries[second] = entries[second], entries[first]
    return b"".join(entries)


def _smaller(pdf: bytes) -> bytes:
    """The table says that it knows one object less than it does."""
    found = re.search(rb"/Size ([0-9]+)/Root", pdf)
    assert found is not None
    return pdf.replace(b" %s]/W" % found[1], b" %d]/W" % (int(found[1]) - 1)).replace(
        found[0], b"/Size %d/Root" % (int(found[1]) - 1)
    )


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "a digit of a drawing": lambda pdf: coded_anew(pdf, change=_one_digit),
    "two objects exchanged in the table": lambda pdf: coded_anew(pdf, point=_exchanged),
    "two objects of a stream exchanged": lambda pdf: coded_anew(pdf, change=_exchanged_within),
    "a table that says it is smaller": _smaller,
    "bytes before the end of the last stream": lambda pdf: b"\nkondusif\nendstream".join(
        pdf.rsplit(b"\nendstream", 1)
    ),
    "bytes after the end of a stream's code": lambda pdf: coded_anew(
        pdf, code=lambda text: zlib.compress(text, 1) + b"kondusif"
    ),
    "code that does not end": lambda pdf: coded_anew(pdf, code=lambda text: zlib.compress(text, 1)[:-2]),
    "a comment between objects": lambda pdf: coded_anew(
        pdf.replace(b"\nendobj\n", b"\nendobj\n%kondusif\n", 1)
    ),
    "a comment before the end": lambda pdf: pdf.replace(b"\nstartxref\n", b"\n%kondusif\nstartxref\n"),
    "another version of PDF": lambda pdf: pdf.replace(b"%PDF-1.7", b"%PDF-1.4"),
    "an entry of a dictionary": lambda pdf: pdf.replace(b"/N 3/", b"/N 1/", 1),
    "another pointer to the table": lambda pdf: pdf.replace(b"startxref\n", b"startxref\n1"),
    "two identities": lambda pdf: pdf.replace(b"/ID [(", b"/ID [(kondusif"),
    "saved anew by another program": lambda pdf: edited(pdf, lambda document: None),
    "cut short": lambda pdf: pdf[: len(pdf) // 2],
    "no PDF": lambda pdf: b"kondusif",
}


def _same(one: bytes, other: bytes) -> bool:
    try:
        return decompressed(one) == decompressed(other)
    except NotAsPressed:
        return False


def test_coding_anew_alone_is_no_change(honest: bytes) -> None:
    again = coded_anew(honest)
    assert again != honest
    assert _same(again, honest)


@pytest.mark.parametrize("lie", CHANGES)
def test_nothing_but_the_compression_may_differ(honest: bytes, lie: str) -> None:
    changed = CHANGES[lie](honest)
    assert changed != honest, "the forgery changed nothing"
    assert not _same(changed, honest)


def test_a_file_saved_anew_is_refused_and_the_reader_is_told(honest: bytes) -> None:
    check = rebuild(open_report(edited(honest, lambda document: None)), ASSETS).check
    assert check.outcome is Outcome.FAILED
    told = " ".join(sentence(one, "id") for one in check.findings)
    assert "program lain mengubah atau menyimpannya ulang" in told
