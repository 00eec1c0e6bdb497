"""Numbers that name a person do not belong into a report (P43): NIK, NIP and telephone numbers in free text."""

from __future__ import annotations

import re

_DIGIT = re.compile(r"\d")
# NIK and KK have 16 digits, NIP 18; people write them in one run or in these groups. Digits of any script count.
_IDENTITY = re.compile(
    r"(?<!\d)(?:\d{16}(?:\d\d)?|\d{6}[ .-]\d{6}[ .-]\d{4}|\d{4}(?:[ .-]\d{4}){3}|\d{8} \d{6} \d \d{3})(?!\d)"
)
# A mobile number (08…, +62 8…) in one run or in groups of three and more, so that a date or a time is none; or any number that
# is announced as one to call.
_TELEPHONE = re.compile(
    r"(?<!\d)(?:\+?62[ .-]?|0)8\d{1,3}(?:[ .-]?\d{3,5}){2,3}(?!\d)"
    r"|\b(?:telp|telepon|tlp|hp|wa|whatsapp)\b\.?\s*:?\s*[+(]?\d(?:[ .()-]{0,2}\d){5,}",
    re.IGNORECASE,
)


def personal_data(text: str) -> str | None:
    """What kind of personal number stands in ``text``, or None."""
    if not _DIGIT.search(text):
        return None
    if _IDENTITY.search(text):
        return "nomor yang berbentuk NIK atau NIP"
    return "nomor yang berbentuk nomor telepon" if _TELEPHONE.search(text) else None
