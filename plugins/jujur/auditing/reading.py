"""Reading a finished PDF with readers that did not write it."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2

from jujur.domain.errors import AuditFailed

FACTS_NAME = "figures.json"


def read_facts(pdf: bytes) -> dict[str, Any]:
    """The ``figures.json`` inside the PDF. Raises AuditFailed when there is none, it is not JSON, or the file is no PDF."""
    try:
        # Held in variables: a chained access crashes (architecture.md §7).
        with pikepdf.open(BytesIO(pdf)) as document:
            attachments = document.attachments
            if FACTS_NAME not in attachments:
                raise AuditFailed(f"PDF tidak memuat lampiran {FACTS_NAME}")
            specification = attachments[FACTS_NAME]
            stored = specification.get_file()
            text = stored.read_bytes()
    except pikepdf.PdfError as error:
        raise AuditFailed(f"berkas bukan PDF yang terbaca: {error}") from None
    try:
        facts = json.loads(text)
    except ValueError as error:
        raise AuditFailed(f"lampiran {FACTS_NAME} bukan JSON: {error}") from None
    if not isinstance(facts, dict):
        raise AuditFailed(f"lampiran {FACTS_NAME} bukan objek JSON")
    return facts


def read_attached(pdf: bytes, name: str) -> str:
    """The text of an attachment; "" where there is none."""
    with pikepdf.open(BytesIO(pdf)) as document:
        attachments = document.attachments
        if name not in attachments:
            return ""
        specification = attachments[name]
        stored = specification.get_file()
        return str(stored.read_bytes().decode("utf-8", errors="replace"))


def read_text(pdf: bytes) -> list[str]:
    """The text of every page in the order in which it is painted."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_page_text(document[at]) for at in range(len(document))]
    finally:
        document.close()


def _page_text(page: pypdfium2.PdfPage) -> str:
    text: str = page.get_textpage().get_text_range()
    return text.replace("\r\n", "\n")


def flowing(text: str) -> str:
    """Page text with all white space, also unbreakable, as single spaces."""
    return " ".join(text.replace("\u00ad", "").replace("\ufffe", "").split())
