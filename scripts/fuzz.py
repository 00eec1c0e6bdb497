"""Mutated workbooks for the reader: ``python scripts/fuzz.py [COUNT] [SEED]`` reads them and says what became of them.

Seeded and deterministic: the number of a mutant and the seed make it again.
"""

from __future__ import annotations

import io
import lzma
import random
import re
import struct
import sys
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).resolve().parents[1] / "tests" / "data" / "spreadsheets"
# Small ones of every kind that is read, so that thousands are quickly done.
SEEDS = (
    "generated/id_formula_injection.xlsx",
    "generated/id_hidden_sheet_row_col.xlsx",
    "generated/xlsx_named.xls",
    "generated/id_formula_no_cache.xlsx",
    "generated/id_sheet_per_kecamatan.xlsx",
    "tablib/ragged.ods",
    "messytables_horror/ods_formats.ods",
    "messytables_horror/simple.ods",
    "tablib/errors.xls",
    "tablib/dates.xls",
    "messytables_horror/simple.xls",
    "messytables_horror/span_rich.xls",
    "generated/id_semicolon_utf8bom.csv",
    "generated/id_tab_utf16le_nobom.csv",
    "generated/id_dup_rows.csv",
    "messytables_horror/rowcolspan.html",
    "messytables_horror/complex.html",
)

Mutator = Callable[[random.Random, bytes], bytes]


class Mutant(NamedTuple):
    """One file: which seed it came from, how it was changed, and its bytes."""

    name: str
    change: str
    content: bytes


def mutants(count: int, seed: int, extra: Sequence[tuple[str, bytes]] = ()) -> Iterator[Mutant]:
    """``count`` mutants of the seeds and of ``extra`` (name, content), in turn."""
    sources = [(name.replace("/", "-"), (DATA / name).read_bytes()) for name in SEEDS] + list(extra)
    for number in range(count):
        chance = random.Random(f"{seed}-{number}")
        name, content = sources[number % len(sources)]
        changes = []
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            mutator = chance.choice(_mutators_for(content))
            changes.append(mutator.__name__)
            content = mutator(chance, content)
        yield Mutant(f"{number}-{name}", "+".join(changes), content)


def _mutators_for(content: bytes) -> tuple[Mutator, ...]:
    if content.startswith(b"PK"):
        return BYTES + ZIPPED * 2 if _is_zip(content) else BYTES
    return BYTES if content.startswith(b"\xd0\xcf\x11\xe0") else BYTES + MARKUP


def _is_zip(content: bytes) -> bool:
    try:
        return bool(zipfile.ZipFile(io.BytesIO(content)).infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error):
        return False


# --- bytes -----------------------------------------------------------------------------------------------------------


def flip(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content or b"x")
    for _ in range(chance.choice((1, 2, 8, 64))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def truncate(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def insert(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content) + 1)
    return (
        content[:at]
        + chance.choice((b"\0", b"\xff" * 16, b'"', b";", b"<", b"\r", chance.randbytes(40)))
        + content[at:]
    )


def cut(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + content[at + chance.choice((1, 4, 100, 2_000)) :]


def repeat(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content) + 1)
    part = content[at : at + chance.choice((8, 512, 4_096))]
    return content[:at] + part * chance.choice((2, 3, 50)) + content[at:]


def number(chance: random.Random, content: bytes) -> bytes:
    """A field of two or four bytes becomes a number that nobody expects."""
    value = chance.choice((0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFF))
    field = struct.pack("<I", value)[: chance.choice((2, 4))]
    at = chance.randrange(max(1, len(content) - 4))
    return content[:at] + field + content[at + len(field) :]


# --- markup and text -------------------------------------------------------------------------------------------------

_ODD = (
    b"",
    b"-1",
    b"0",
    b"4294967296",
    b"1e400",
    b"9" * 40,
    b"XFE1048577",
    b"AAAAAAA1",
    b"\xc3\x28",
    b"&x;",
    b"a" * 70_000,
)
_PIECES = (
    b"<!DOCTYPE x [<!ENTITY a \"0123456789\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>",
    b"<!--", b"<![CDATA[", b"]]>", b"&#0;", b"&lt", b"<row hidden='1'>", b"<f>1+1</f>", b'<c t="e"><v>#REF!</v></c>',
    b"<table:table-row table:number-rows-repeated='1048576'>", b"<table><tr><td colspan=99999 rowspan=99999>x",
    b"<div style='display:none'>", b"<script>", b"sep=,\n", b'"', b"\xef\xbb\xbf",
)  # fmt: skip


def attribute(chance: random.Random, content: bytes) -> bytes:
    found = list(re.finditer(rb"=([\"'])([^\"'<>]*)\1", content))
    if not found:
        return insert(chance, content)
    match = chance.choice(found)
    return content[: match.start(2)] + chance.choice(_ODD) + content[match.end(2) :]


def text(chance: random.Random, content: bytes) -> bytes:
    found = list(re.finditer(rb">([^<>]+)<", content)) or list(re.finditer(rb"(\d+)", content))
    if not found:
        return insert(chance, content)
    match = chance.choice(found)
    return content[: match.start(1)] + chance.choice(_ODD) + content[match.end(1) :]


def element(chance: random.Random, content: bytes) -> bytes:
    """A tag is removed or doubled."""
    found = list(re.finditer(rb"<[^<>]*>", content))
    if not found:
        return cut(chance, content)
    match = chance.choice(found)
    return content[: match.start()] + match[0] * chance.choice((0, 2, 3)) + content[match.end() :]


def piece(chance: random.Random, content: bytes) -> bytes:
    found = [match.end() for match in re.finditer(rb">|\n", content)] or [len(content)]
    at = chance.choice(found)
    return content[:at] + chance.choice(_PIECES) + content[at:]


def nesting(chance: random.Random, content: bytes) -> bytes:
    at = chance.choice([match.end() for match in re.finditer(rb">", content)] or [0])
    tag = chance.choice((b"g", b"table", b"c", b"row", b"table:table"))
    return content[:at] + b"<%s>" % tag * chance.choice((200, 20_000)) + content[at:]


def encoding(chance: random.Random, content: bytes) -> bytes:
    if chance.random() < 0.5:
        return content.replace(b"UTF-8", chance.choice((b"UTF-16", b"UTF-7", b"cp1252", b"x")))
    return content.decode("utf-8", "replace").encode(
        chance.choice(("utf-16", "utf-16-le", "utf-32", "cp1252")), "replace"
    )


# --- zip members -----------------------------------------------------------------------------------------------------


_UNREADABLE = (
    zipfile.BadZipFile, NotImplementedError, ValueError, RuntimeError, OSError, EOFError, zlib.error, lzma.LZMAError,
)  # fmt: skip


def _members(content: bytes) -> list[tuple[str, bytes]]:
    """The members that can still be read."""
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            with suppress(*_UNREADABLE):
                found.append((member.filename, archive.read(member)))
    return found


def _packed(members: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    import warnings

    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", method) as archive:
        warnings.simplefilter("ignore")  # doubled names are meant
        for name, content in members:
            # Of a fixed day: the same mutant must be made again whatever the clock says.
            archive.writestr(zipfile.ZipInfo(name, (2024, 2, 14, 0, 0, 0)), content, method)
    return stream.getvalue()


def _with_member(chance: random.Random, content: bytes, mutator: Mutator) -> bytes:
    members = _members(content)
    if not members:
        return content
    at = chance.randrange(len(members))
    members[at] = (members[at][0], mutator(chance, members[at][1]))
    return _packed(members)


def member_bytes(chance: random.Random, content: bytes) -> bytes:
    return _with_member(chance, content, chance.choice(BYTES))


def member_markup(chance: random.Random, content: bytes) -> bytes:
    return _with_member(chance, content, chance.choice(MARKUP))


def sheet_markup(chance: random.Random, content: bytes) -> bytes:
    """As above, in one of the parts that hold cells."""
    members = _members(content)
    cells = [
        n
        for n, (name, _) in enumerate(members)
        if re.search(r"sheet\d|sharedStr|content\.xml|workbook\.xml", name)
    ]
    if not cells:
        return member_markup(chance, content)
    at = chance.choice(cells)
    members[at] = (members[at][0], chance.choice(MARKUP)(chance, members[at][1]))
    return _packed(members)


def swap(chance: random.Random, content: bytes) -> bytes:
    members = _members(content)
    if len(members) > 1:
        a, b = chance.sample(range(len(members)), 2)
        members[a], members[b] = (members[a][0], members[b][1]), (members[b][0], members[a][1])
    return _packed(members)


def double(chance: random.Random, content: bytes) -> bytes:
    members = _members(content)
    return _packed([*members, *chance.choices(members, k=chance.choice((1, 3)))]) if members else content


def drop(chance: random.Random, content: bytes) -> bytes:
    members = _members(content)
    if members:
        members.pop(chance.randrange(len(members)))
    return _packed(members)


def rename(chance: random.Random, content: bytes) -> bytes:
    members = _members(content)
    if members:
        at = chance.randrange(len(members))
        name = members[at][0]
        members[at] = (
            chance.choice((name.upper(), "../" + name, name + "\0", "/" + name, "é" + name)),
            members[at][1],
        )
    return _packed(members)


def recompress(chance: random.Random, content: bytes) -> bytes:
    return _packed(
        _members(content), chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
    )


def lying_sizes(chance: random.Random, content: bytes) -> bytes:
    """The directory says another size, checksum, method or flag than the member has."""
    changed = bytearray(content)
    places = [match.start() for match in re.finditer(rb"PK\x01\x02", content)]
    if places:
        at = chance.choice(places) + chance.choice((8, 10, 16, 20, 24, 28, 42))
        changed[at : at + 4] = struct.pack(
            "<I", chance.choice((0, 1, 1_000, 1 << 24, 0x7FFFFFFF, 0xFFFFFFFF))
        )
    return bytes(changed)


def growing(chance: random.Random, content: bytes) -> bytes:
    """A member that unpacks to megabytes, while the directory says a few bytes."""
    members = _members(content)
    if not members:
        return content
    at = chance.randrange(len(members))
    name, inner = members[at]
    middle = len(inner) // 2
    members[at] = (name, inner[:middle] + b" " * chance.choice((1 << 20, 30 << 20)) + inner[middle:])
    packed = bytearray(_packed(members))
    if chance.random() < 0.7:
        place = [match.start() for match in re.finditer(rb"PK\x01\x02", packed)][at]
        packed[place + 24 : place + 28] = struct.pack("<I", 1_000)
    return bytes(packed)


BYTES: tuple[Mutator, ...] = (flip, truncate, insert, cut, repeat, number)
MARKUP: tuple[Mutator, ...] = (attribute, text, element, piece, nesting, encoding)
ZIPPED: tuple[Mutator, ...] = (
    member_bytes, member_markup, sheet_markup, sheet_markup, swap, double, drop, rename, recompress, lying_sizes, growing,
)  # fmt: skip


def main(count: int, seed: int) -> None:
    """Read them and print the outcomes."""
    from jujur import intake
    from jujur.domain.errors import UnreadableFile
    from jujur.settings import places
    from jujur.settings.desk import load_desk

    forms = load_desk(places.config_dir() / "pagar-alam").forms
    made = list(mutants(count, seed))
    files = [
        intake.FileToRead(mutant.name, f"{number:064}", mutant.content) for number, mutant in enumerate(made)
    ]
    outcomes: Counter[str] = Counter()
    for start in range(0, len(files), 100):
        for result in intake.read_batch(files[start : start + 100], forms):
            refused = str(result).split('" ', 1)[-1] if isinstance(result, UnreadableFile) else "opened"
            outcomes[refused] += 1
    for words, times in outcomes.most_common():
        print(f"{times:6}  {words}")


if __name__ == "__main__":
    main(*[int(word) for word in (sys.argv[1:] + ["2000", "1"][len(sys.argv) - 1 :])])
