"""Files that are no workbook and can be called by their name: a photo, a link, what Excel leaves beside an open file.

Only what stands at the very beginning decides, and for texts the whole file: a table may hold any of these words.
"""

from __future__ import annotations

import re

_HEAD, _LONGEST_LINK, _LONGEST_LOCK = 16_384, 4_096, 400
_STRANGERS = tuple(
    (re.compile(pattern, re.DOTALL), code)
    for pattern, code in (
        (rb"%PDF", "pdf"),
        (rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|RIFF.{4}WEBP|BM.{4}\0{4}", "picture"),
        (rb".{4}ftyp(?:heic|heix|hevc|mif1|msf1|avif)", "picture"),
        (rb".{4}ftyp|OggS\0|ID3[\x02-\x04]\0|RIFF.{4}(?:WAVE|AVI )|\x1aE\xdf\xa3|#!AMR", "recording"),
        (rb"\{\\rtf", "document"),
        (rb"\x1f\x8b|Rar!|7z\xbc\xaf", "archive"),
        (rb"L\0\0\0\x01\x14\x02\0", "link"),
        (rb"\x78\x9f\x3e\x22", "mail"),
        # A web archive: what Excel writes as "single file web page".
        (rb"MIME-Version:", "html"),
        # The first lines of a mail, with lines that go on below; not one line that begins so.
        (
            rb"(?:From|To|Date|Subject|Received|Return-Path|Delivered-To|Message-ID|DKIM-Signature|X-[\w-]+): [^\r\n]*"
            rb"(?:\r?\n[ \t][^\r\n]*)*(?:\r?\n[A-Z][\w-]*: [^\r\n]*(?:\r?\n[ \t][^\r\n]*)*){2}",
            "mail",
        ),
    )
)
_LINKS = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        rb"\s*\[InternetShortcut\]\s*\r?\n.*",
        rb'\s*\{[^{}]*(?:"doc_id"|"https://docs\.google\.com/)[^{}]*\}\s*',
        rb"\s*https?://\S+\s*",
    )
)
# [MS-XLSX] says nothing of it: the length of the name, the name in 54 bytes, and again in UTF-16.
_EXCEL_LOCK = re.compile(rb"[\x01-\x36][^\0]{54}[\x01-\x36]\0.{104,108}", re.DOTALL)
_OFFICE_LOCK = re.compile(rb"[^,\r\n]*,[^,\r\n]*,[^,\r\n]*,\d\d\.\d\d\.\d{4} \d\d:\d\d,file:[^\r\n]*;\s*")


def stranger(content: bytes) -> str | None:
    """The code of the sentence for a file that is known to be no workbook; None for all others."""
    if len(content) <= _LONGEST_LOCK:
        if _EXCEL_LOCK.fullmatch(content):
            return "excel_lock"
        if _OFFICE_LOCK.fullmatch(content):
            return "office_lock"
    if len(content) <= _LONGEST_LINK and any(link.fullmatch(content) for link in _LINKS):
        return "link"
    head = content[:_HEAD]
    return next((code for pattern, code in _STRANGERS if pattern.match(head)), None)
