"""Alternative texts of pictures carry numbers too: they must be the facts' (P15, P47)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pikepdf

from jujur.auditing.numerals import numerals


def unresolved_alternatives(pdf: bytes, facts: Mapping[str, Any]) -> list[str]:
    """Numerals in alternative texts without a fact, and the other way round."""
    found: Counter[str] = Counter()
    with pikepdf.open(BytesIO(pdf)) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and "/Alt" in item:
                found.update(numerals(str(item["/Alt"])))
    expected = Counter(number for text, _ in facts["spoken"] for number in numerals(text))
    if found == expected:
        return []
    return [
        f"teks pengganti gambar tidak sesuai fakta: lebih {dict(found - expected)}, kurang {dict(expected - found)}"
    ]
