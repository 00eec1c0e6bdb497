"""From the bytes of a text file to its text: UTF-8, UTF-16 with or without a mark, or the code page of Windows in the West."""

from __future__ import annotations

import re

from jujur.intake.opener.refusal import Refusal

_DECLARED = re.compile(rb"<meta[^>]*?charset=[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
# Beyond this share of characters that cp1252 does not have, it is no Western text.
_FEW = 0.1


def decode(content: bytes) -> str:
    """The text; characters that no encoding explains become "\N{REPLACEMENT CHARACTER}", so that they match nothing.

    :raises Refusal: it is no text: control characters, or mostly unexplained ones.
    """
    return _checked(_decoded(content))


def _decoded(content: bytes) -> str:
    try:
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return content.decode("utf-16")
        head = content[:4096]
        if head.count(0) > len(head) // 4:
            # UTF-16 without a mark: the zero bytes of Latin letters stand at odd places in little-endian text.
            return content.decode("utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be")
    except UnicodeDecodeError as error:
        raise Refusal("foreign") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode(_declared(content), "replace")


def _declared(content: bytes) -> str:
    """The encoding that a web page names for itself, if it is one of the common single-byte ones."""
    found = _DECLARED.search(content[:4096])
    name = found[1].decode().lower() if found else ""
    return name if re.fullmatch(r"windows-125\d|iso-8859-\d{1,2}", name) else "cp1252"


def _checked(text: str) -> str:
    found = set(text)
    if any("\0" < character < " " and character not in "\t\r\n\f" for character in found):
        raise Refusal("foreign")
    if "\0" in found:
        raise Refusal("control")
    if text.count("\N{REPLACEMENT CHARACTER}") > _FEW * len(text):
        raise Refusal("foreign")
    return text
