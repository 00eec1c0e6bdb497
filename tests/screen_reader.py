"""Reads a tagged PDF the way a screen reader does: along the structure tree, pictures by their alternative text.

Needs only pikepdf; knows nothing of how the file was made. A new line of text is a new word; two texts on one line are not,
so that numbers that merely stand apart are heard as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf

BLOCKS = {"/H1", "/H2", "/H3", "/P", "/TR", "/LI", "/Caption", "/Figure"}
CELLS = {"/TH", "/TD"}


def read_aloud(pdf: bytes) -> list[str]:
    """One line a block: "H1 Laporan …", "TR a | b", "Figure …", in the order of the tree."""
    with pikepdf.open(BytesIO(pdf)) as document:
        texts = {page.objgen: _texts_by_mark(page) for page in document.pages}
        return [line for line in _lines(document.Root.StructTreeRoot, texts) if line]


def marks_of(page: pikepdf.Page) -> Iterator[tuple[str, int | None, bool]]:
    """What is painted on a page, as (operator, mark that it belongs to, is an artifact)."""
    stack: list[tuple[int | None, bool]] = [(None, False)]
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            mark = operands[1].get("/MCID") if name == "BDC" else None
            stack.append(
                (int(mark) if mark is not None else stack[-1][0], stack[-1][1] or operands[0] == "/Artifact")
            )
        elif name == "EMC":
            stack.pop()
        else:
            yield (name, *stack[-1])


def _lines(node: pikepdf.Object, texts: dict[tuple[int, int], dict[int, str]]) -> Iterator[str]:
    for kid in _kids(node):
        if not isinstance(kid, pikepdf.Dictionary):
            continue
        role = str(kid.S)
        if role == "/Figure":
            yield f"Figure {kid.Alt}"
        elif role == "/TR":
            cells = [_squeezed(_text(cell, texts)) for cell in _kids(kid) if str(cell.S) in CELLS]
            yield "TR " + " | ".join(cells)
        elif role in BLOCKS:
            yield f"{role[1:]} {_squeezed(_text(kid, texts))}".rstrip()
        elif role in ("/Span", "/NonStruct") and not _has_block(kid):
            yield _squeezed(_text(kid, texts))
        else:
            yield from _lines(kid, texts)


def _has_block(node: pikepdf.Object) -> bool:
    return any(
        isinstance(kid, pikepdf.Dictionary) and (str(kid.S) in BLOCKS or _has_block(kid))
        for kid in _kids(node)
    )


def _kids(node: pikepdf.Object) -> list[pikepdf.Object]:
    kids = node.get("/K", [])
    return list(kids) if isinstance(kids, (pikepdf.Array, list)) else [kids]


def _text(node: pikepdf.Object, texts: dict[tuple[int, int], dict[int, str]]) -> str:
    own = texts.get(node.Pg.objgen, {}) if "/Pg" in node else {}
    return "".join(
        _text(kid, texts) if isinstance(kid, pikepdf.Dictionary) else own.get(int(kid), "")
        for kid in _kids(node)
    )


def _squeezed(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").split())


def _texts_by_mark(page: pikepdf.Page) -> dict[int, str]:
    fonts = {name: _unicode_of(font) for name, font in page.Resources.get("/Font", {}).items()}
    texts: dict[int, str] = {}
    mark, font, depth, line, last = None, "", [], 0.0, None
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            depth.append(mark)
            mark = int(operands[1].MCID) if name == "BDC" and "/MCID" in operands[1] else mark
        elif name == "EMC":
            mark = depth.pop()
        elif name == "Tf":
            font = str(operands[0])
        elif name == "Tm":
            line = round(float(operands[5]), 1)
        elif name in ("Tj", "TJ") and mark is not None:
            said_on, last = last, line
            shown = operands[0] if name == "TJ" else [operands[0]]
            said = "".join(
                _decoded(bytes(part), fonts[font]) for part in shown if isinstance(part, pikepdf.String)
            )
            texts[mark] = texts.get(mark, "" if said_on == line else " ") + said
    return texts


def _decoded(codes: bytes, letters: dict[int, str]) -> str:
    return "".join(letters[int.from_bytes(codes[at : at + 2])] for at in range(0, len(codes), 2))


def _unicode_of(font: pikepdf.Object) -> dict[int, str]:
    """The letters of the glyphs, from the font's ``ToUnicode``."""
    cmap = font.ToUnicode.read_bytes().decode("ascii")
    return {
        int(code, 16): bytes.fromhex(text).decode("utf-16-be")
        for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL)
        for code, text in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block)
    }
