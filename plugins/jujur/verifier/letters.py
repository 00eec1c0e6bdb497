"""The fonts inside a report: a font that is not the press's own could draw a 7 as a 1, under the same text (P35, 0052)."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping

import pikepdf

from jujur.verifier.findings import Finding
from jujur.verifier.inside import Unreadable


def other_letters(own: bytes, built: bytes) -> Iterator[Finding]:
    """What is to be told of the fonts of a file that are not those of its rebuild. Raises Unreadable for what cannot be read."""
    held, due = fonts(own), fonts(built)
    strange = ", ".join(
        sorted(name.split("+")[-1] for name, program in held.items() if due.get(name) != program)
    )
    if strange:
        ours = all(name.startswith(f"{_tag(program)}+") for name, program in held.items())
        yield Finding("letters_other" if ours else "letters_of_machine", (strange,))


def fonts(pdf: bytes) -> Mapping[str, bytes]:
    """The programs of all fonts in a file by name. Raises Unreadable."""
    found = {}
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            for one in document.objects:
                if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor":
                    files = [one[key] for key in ("/FontFile", "/FontFile2", "/FontFile3") if key in one]
                    found[str(one.FontName).lstrip("/")] = b"".join(file.read_bytes() for file in files)
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable("pdf_unreadable", str(error)) from None
    return found


def _tag(program: bytes) -> str:
    """How the press marks a font: six letters after the digest of its program (docs/VERIFY.md)."""
    return "".join(chr(ord("A") + byte % 26) for byte in hashlib.sha256(program).digest()[:6])
