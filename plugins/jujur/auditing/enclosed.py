"""The attachments of a finished edition against what it was made from: all of them, these very bytes, and no other (P36)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import pikepdf

from jujur.auditing.reading import FACTS_NAME
from jujur.domain.reports import ReportContent

CONTENT_NAME = "content.json"
# What each attachment is to the report (ISO 32000-2, AFRelationship).
_RELATIONSHIPS = {FACTS_NAME: "/Data", CONTENT_NAME: "/Source"}


def crooked_enclosures(pdf: bytes, facts: Mapping[str, Any], content: ReportContent) -> Iterator[str]:
    """Sentences on an attachment that is missing, strange, of other bytes, or whose relationship is missing or another."""
    due = {one.name: one for one in content.enclosures}
    named: Mapping[str, str] = facts.get("enclosed", {})
    with pikepdf.open(BytesIO(pdf)) as document:
        # Held in variables: a chained access crashes (architecture.md §7).
        held = document.attachments
        associated = {str(one.get("/UF", "")) for one in document.Root.get("/AF", [])}
        found = set(held)
        yield from (f"lampiran {name} tidak ada (P36)" for name in sorted({*due, *_RELATIONSHIPS} - found))
        for name in sorted(found):
            if name not in due and name not in _RELATIONSHIPS:
                yield f"lampiran {name!r} bukan bagian isi terbitan ini (P36)"
                continue
            specification = held[name]
            stored = specification.get_file()
            digest = hashlib.sha256(stored.read_bytes()).hexdigest()
            relationship = str(specification.obj.get("/AFRelationship", ""))
            if name in due and digest != due[name].sha256:
                yield f"lampiran {name} bukan yang disertakan pada isi terbitan ini (P36)"
            if name != FACTS_NAME and digest != named.get(name):
                yield f"{FACTS_NAME} menyebut sidik lain untuk lampiran {name} (P36)"
            right = f"/{due[name].relationship}" if name in due else _RELATIONSHIPS[name]
            if relationship != right or name not in associated:
                yield f"lampiran {name} berhubungan {relationship or 'tanpa nama'}, seharusnya {right} (P36)"
    yield from (
        f"{FACTS_NAME} menyebut lampiran {name} yang tidak ada (P36)" for name in sorted(set(named) - found)
    )
