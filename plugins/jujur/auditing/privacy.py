"""No number or address of a person anywhere in the file: page, attachments, properties, XMP, names (P43; L54)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

import pikepdf

from jujur.domain.personal_data import personal_data
from jujur.domain.reports import ReportContent

# What UU 27/2022 protects as health data: columns about it are named so in every form of this project.
PROTECTED = "disabilitas"
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Digests and row ids made of them are no numbers of persons, whatever digits stand in them.
_DIGEST = re.compile(r"(?<![0-9a-zA-Z])[0-9a-f]{32,}(?![0-9a-zA-Z])")
# A TPS code has 13 digits; an instant has a T; neither is a number of a person.
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?")


def private_insides(pdf: bytes, content: ReportContent) -> list[str]:
    """Sentences on personal data in whatever a PDF carries beside its pages."""
    own = own_addresses(content)
    with pikepdf.open(BytesIO(pdf)) as document:
        attached = list(_attached(document))
        texts = [*attached, *_described(document)]
    found = [found for where, text in texts for found in private_in(text, where, own)]
    return found + list(small_cells(content, dict(attached)))


def small_cells(content: ReportContent, attached: Mapping[str, str]) -> Iterator[str]:
    """Sentences on counts of persons by what the law protects most, anywhere in the file (P43, ADR 0049).

    ``attached`` is the text of each attachment by "lampiran <name>". A column counts as protected when the content says so, and
    always when its name says what it counts: who sets the flag off does not set the promise off.
    """
    keys = {
        *content.figures,
        *(one.key for one in content.comparisons),
        *(one.key for one in content.changes),
    }
    keys |= {change.key for line in content.vintages for change in line.changes}
    keys |= {f"{one.code}/{name}" for one in content.units for name in (*one.values, *one.marks)}
    yield from (
        f"angka {key} menghitung orang menurut disabilitas (P43)"
        for key in sorted(keys)
        if _is_protected(key, content)
    )
    header = attached.get("lampiran data.csv", "").partition("\n")[0].split(",")
    yield from (
        f"lampiran data.csv memuat lajur {name} (P43)" for name in header if _is_protected(name, content)
    )


def _is_protected(key: str, content: ReportContent) -> bool:
    name = key.rpartition("/")[2].removeprefix("sum_").removeprefix("filled_")
    return name in content.withheld or PROTECTED in name


def private_pages(pages: Sequence[str], facts: Mapping[str, Any], content: ReportContent) -> list[str]:
    """Sentences on personal data on paper: addresses anywhere; numbers fact by fact, as neighbouring cells are not one."""
    own = own_addresses(content)
    inks = [*facts["printed"], *facts["furniture"], *facts["spoken"]]
    found = [one for text, fact in inks for one in private_in(text, f"tercetak untuk {fact}", own)]
    return found + [
        f"halaman {at}: alamat surel seseorang (P43)"
        for at, page in enumerate(pages, 1)
        if _foreign(page, own)
    ]


def private_in(text: str, where: str, own: frozenset[str] = frozenset()) -> Iterator[str]:
    """What of a person stands in a text; ``own`` are addresses of the desk, which it may print."""
    plain = _INSTANT.sub(" ", _DIGEST.sub(" ", text))
    if kind := personal_data(plain):
        yield f"{where}: {kind} (P43)"
    if _foreign(plain, own):
        yield f"{where}: alamat surel seseorang (P43)"


def _foreign(text: str, own: frozenset[str]) -> bool:
    return any(found.casefold() not in own for found in _EMAIL.findall(text))


def own_addresses(content: ReportContent) -> frozenset[str]:
    """The e-mail addresses of the letterhead: the desk's own."""
    head = content.letterhead
    texts = (head.government, head.desk, head.address)
    return frozenset(found.casefold() for text in texts for found in _EMAIL.findall(text))


def _attached(document: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    # Each held in a variable: a chained access crashes (architecture.md §7).
    attachments = document.attachments
    for name in list(attachments):
        specification = attachments[name]
        stored = specification.get_file()
        data = stored.read_bytes()
        yield f"lampiran {name}", data.decode("utf-8", errors="replace")
        yield f"nama lampiran {name}", f"{name} {specification.description}"


def _described(document: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    for key in document.docinfo:
        # Dates of the file are digits in a row: D:20240214160000+07'00'.
        if key not in ("/CreationDate", "/ModDate"):
            yield f"properti {key}", str(document.docinfo[key])
    if "/Metadata" in document.Root:
        yield "metadata XMP", document.Root.Metadata.read_bytes().decode("utf-8", errors="replace")
