"""Taking out what is inside a PDF, with readers that did not write it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdfium2

from jujur.domain.enclosures import Enclosure, Relationship

FACTS, CONTENT, METHOD = "figures.json", "content.json", "method.json"
DATA, FILES, FRAME, CHANGES = "data.csv", "files.csv", "frame.csv", "changes.csv"
PROVENANCE = "provenance.json"
NEEDED = (CHANGES, CONTENT, DATA, FACTS, FILES, FRAME, METHOD, PROVENANCE)
_RELATIONSHIPS: dict[str, Relationship] = {
    "/Source": "Source",
    "/Data": "Data",
    "/Supplement": "Supplement",
}
Row = Mapping[str, str]


class Unreadable(Exception):
    """The file cannot be read as a report. ``code`` and ``args`` as in Finding."""

    def __init__(self, code: str, *args: str) -> None:
        super().__init__(code, *args)
        self.code, self.details = code, args


@dataclass(frozen=True, slots=True)
class Attached:
    """One attachment as it stands in the file."""

    name: str
    description: str
    relationship: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The digest of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Inside:
    """Everything that a report carries. ``pages`` is the text of each page as it is painted."""

    pdf: bytes
    attached: Mapping[str, Attached]
    facts: Mapping[str, Any]
    pages: tuple[str, ...]

    @property
    def identity(self) -> Mapping[str, Any]:
        """What the report says of itself."""
        identity: Mapping[str, Any] = self.facts["identity"]
        return identity

    def table(self, name: str) -> list[Row]:
        """The rows of a CSV attachment. Raises Unreadable when it is none."""
        try:
            text = self.attached[name].content.decode("utf-8")
            rows: list[Row] = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
        except (KeyError, UnicodeDecodeError, csv.Error) as error:
            raise Unreadable("attachment_unreadable", name, str(error)) from None
        if any(None in row or None in row.values() for row in rows):
            raise Unreadable("attachment_unreadable", name, "jumlah kolom / column count")
        return rows

    def json(self, name: str) -> Mapping[str, Any]:
        """A JSON attachment that is an object. Raises Unreadable when it is none."""
        if name not in self.attached:
            raise Unreadable("attachment_missing", name)
        return _object(name, self.attached[name].content)

    def enclosures(self) -> tuple[Enclosure, ...]:
        """What was handed to the press beside the figures and the content, as it was handed."""
        bound = self.identity.get("enclosures", {})
        return tuple(
            Enclosure(
                one.name,
                one.description,
                _RELATIONSHIPS.get(one.relationship, "Source"),
                one.content,
                one.name in bound,
            )
            for one in self.attached.values()
            if one.name not in (FACTS, CONTENT)
        )


def open_report(pdf: bytes) -> Inside:
    """The inside of a report. Raises Unreadable for anything that is no PDF of this desk's kind."""
    attached = _attachments(pdf)
    if FACTS not in attached:
        raise Unreadable("attachment_missing", FACTS)
    facts = _object(FACTS, attached[FACTS].content)
    missing = sorted(
        {"identity", "areas", "figures", "statuses", "digest", "printed", "furniture"} - set(facts)
    )
    if missing:
        raise Unreadable("facts_incomplete", ", ".join(missing))
    return Inside(pdf, attached, facts, _pages(pdf))


def _object(name: str, content: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(content)
    except ValueError as error:
        raise Unreadable("attachment_unreadable", name, str(error)) from None
    if not isinstance(value, dict):
        raise Unreadable("attachment_unreadable", name, "bukan objek JSON / not a JSON object")
    return value


def _attachments(pdf: bytes) -> dict[str, Attached]:
    try:
        # Held in variables: a chained access crashes (architecture.md §7).
        with pikepdf.open(io.BytesIO(pdf)) as document:
            held = document.attachments
            found = {}
            for name in sorted(held):
                specification = held[name]
                stored = specification.get_file()
                content = stored.read_bytes()
                relation = specification.obj.get("/AFRelationship", pikepdf.Name("/Unspecified"))
                found[name] = Attached(name, str(specification.description), str(relation), content)
            return found
    except (pikepdf.PdfError, ValueError, KeyError, TypeError) as error:
        raise Unreadable("pdf_unreadable", str(error)) from None


def _pages(pdf: bytes) -> tuple[str, ...]:
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("pdf_unreadable", str(error)) from None
    try:
        texts = [document[at].get_textpage().get_text_range() for at in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise Unreadable("pdf_unreadable", str(error)) from None
    finally:
        document.close()
    return tuple(" ".join(text.replace("\u00ad", "").replace("\ufffe", "").split()) for text in texts)
