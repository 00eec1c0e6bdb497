"""What is done to a finished PDF: each takes the file apart with the forger's own tool and changes one thing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from jujur.lies.forger import Paper, made_stream

BOX = b"q 1 1 1 rg 40 600 500 200 re f Q"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
SCAN = b"q 120 0 0 40 400 60 cm /Pindaian Do Q"


def overlay(paper: Paper) -> None:
    """Paints a white box over page 1."""
    _paint(paper, BOX)


def writing(
    text: str, at: tuple[int, int] = (60, 560), size: float = 9, colour: str = "0 0 0", mode: int = 0
) -> Callable[[Paper], None]:
    """Writes a line on page 1; ``mode`` 3 is invisible."""

    def change(paper: Paper) -> None:
        font = paper.add(FONT)
        resources = paper.target(paper.body(paper.pages[0]), "Resources")
        paper.edit(paper.target(paper.body(resources), "Font"), rb"<<", b"<</Palsu %d 0 R" % font)
        spelled = text.encode("cp1252").replace(b"(", rb"\(").replace(b")", rb"\)")
        painted = f"q {colour} rg BT /Palsu {size} Tf {mode} Tr {at[0]} {at[1]} Td (".encode()
        _paint(paper, painted + spelled + b") Tj ET Q")

    return change


def append_page(paper: Paper) -> None:
    """Adds page 1 once more at the end."""
    copy = paper.add(re.sub(rb"/StructParents \d+", b"", paper.body(paper.pages[0])))
    _set_pages(paper, [*paper.pages, copy])


def drop_last_page(paper: Paper) -> None:
    """Takes the last page away."""
    _set_pages(paper, paper.pages[:-1])


def attachment(change: Callable[[bytes], bytes], name: str = "data.csv") -> Callable[[Paper], None]:
    """Puts another file under the name of an attachment."""

    def swap(paper: Paper) -> None:
        number = paper.target(paper.body(_specification(paper, name)), "F")
        before = paper.stream(number)
        after = change(before)
        assert after != before, f"{name}: the forgery changed nothing"
        paper.put(number, made_stream(after, b"/Type/EmbeddedFile/Subtype/text#2Fcsv"))

    return swap


def figures(change: Callable[[dict[str, Any]], None]) -> Callable[[Paper], None]:
    """Changes the embedded figures as an object."""

    def on_bytes(text: bytes) -> bytes:
        facts = json.loads(text)
        change(facts)
        return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    return attachment(on_bytes, "figures.json")


def add_attachment(paper: Paper) -> None:
    """Attaches a file that nobody lists."""
    stored = paper.add(made_stream(b"kondusif", b"/Type/EmbeddedFile"))
    specification = b"<</Type/Filespec/F(zz.txt)/UF(zz.txt)/EF<</F %d 0 R>>/AFRelationship/Data>>"
    number = paper.add(specification % stored)
    names = next(one for one in paper.numbers() if paper.body(one).startswith(b"<</Names"))
    paper.edit(names, rb"\]", b" (zz.txt) %d 0 R]" % number)


def paste_note(paper: Paper) -> None:
    """A remark over page 1."""
    note = paper.add(
        b"<</Type/Annot/Subtype/FreeText/Rect[40 600 540 800]/Contents(Situasi aman)/DA(/Helv 12 Tf)>>"
    )
    page = paper.pages[0]
    if b"/Annots" in paper.body(page):
        paper.edit(page, rb"/Annots\s*\[", b"/Annots[%d 0 R " % note)
    else:
        paper.edit(page, rb"<<", b"<</Annots[%d 0 R]" % note)


def change_title(paper: Paper) -> None:
    """Another title, which readers show as the name of the window."""
    paper.edit(paper.info, rb"/Title\s*(?:\((?:\\.|[^\\)])*\)|<[0-9a-fA-F]*>)", b"/Title(Situasi aman)")


def scanned_signature(paper: Paper) -> None:
    """The picture of a signature, as if that were one."""
    about = b"/Type/XObject/Subtype/Image/Width 8/Height 2/ColorSpace/DeviceGray/BitsPerComponent 1"
    picture = paper.add(made_stream(b"\x5a\xa5", about))
    resources = paper.target(paper.body(paper.pages[0]), "Resources")
    body = paper.body(resources)
    found = re.search(rb"/XObject (\d+) 0 R", body)
    if found:
        paper.edit(int(found[1]), rb"<<", b"<</Pindaian %d 0 R" % picture)
    elif b"/XObject" in body:
        paper.edit(resources, rb"/XObject\s*<<", b"/XObject<</Pindaian %d 0 R" % picture)
    else:
        paper.edit(resources, rb"<<", b"<</XObject<</Pindaian %d 0 R>>" % picture)
    _paint(paper, SCAN)


def flip_byte(pdf: bytes) -> bytes:
    """One bit of the first stream."""
    at = pdf.index(b"stream") + 40
    return pdf[:at] + bytes((pdf[at] ^ 1,)) + pdf[at + 1 :]


def append_bytes(pdf: bytes) -> bytes:
    """Something after the end of the file."""
    return pdf + b"PK\x03\x04" + b"\0" * 40


def first_signature_only(pdf: bytes) -> bytes:
    """Cut back to the end of the first signature's revision."""
    ends = [found.end() for found in re.finditer(rb"%%EOF\n?", pdf)]
    return pdf[: ends[-2]]


def _paint(paper: Paper, painted: bytes) -> None:
    page, stream = paper.pages[0], paper.add(made_stream(painted))
    body = paper.body(page)
    found = re.search(rb"/Contents\s*(?:\[([^\]]*)\]|(\d+ 0 R))", body)
    assert found is not None
    old = found[1] or found[2]
    paper.edit(page, re.escape(found[0]), b"/Contents[%s %d 0 R]" % (old, stream))


def _set_pages(paper: Paper, pages: list[int]) -> None:
    tree = paper.tree
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    paper.edit(tree, rb"/Kids\s*\[[^\]]*\]", b"/Kids[%s]" % kids)
    paper.edit(tree, rb"/Count \d+", b"/Count %d" % len(pages))


def _specification(paper: Paper, name: str) -> int:
    wanted = b"(%s)" % name.encode()
    return next(
        number
        for number in paper.numbers()
        if b"/Filespec" in (body := paper.body(number))[:60] and wanted in body
    )
