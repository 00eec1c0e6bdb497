"""When a workbook was last changed, as the clock of whoever changed it says. Read in the limited child only."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime, tzinfo

from jujur.domain.periods import WIB
from jujur.intake.limits import Limits
from jujur.intake.opener.sniffing import kind_of

# A few lines of XML in any honest file; a search needs no parser that it could turn against us.
_MOST_BYTES = 1 << 16
_PLACES: dict[str, tuple[str, re.Pattern[bytes], tzinfo]] = {
    # OOXML writes UTC, with or without a Z; OpenDocument writes the clock on the wall, which here is that of WIB.
    "xlsx": ("docProps/core.xml", re.compile(rb"<dcterms:modified\b[^>]{0,200}>([^<]{1,40})<"), UTC),
    "ods": ("meta.xml", re.compile(rb"<dc:date>([^<]{1,40})<"), WIB),
}
# Outside of it no clock was ever set; the zero of some is 1980.
_YEARS = range(1981, 9000)


def modified_at(content: bytes, limits: Limits) -> str | None:
    """The claimed instant as ISO 8601 in UTC; None where the file says none or nothing that can be one.

    :raises Refusal: the file is none that could be opened.
    """
    place = _PLACES.get(kind_of(content, limits))
    if place is None:
        return None
    member, pattern, zone = place
    archive = zipfile.ZipFile(io.BytesIO(content))
    if member not in archive.namelist() or archive.getinfo(member).file_size > _MOST_BYTES:
        return None
    found = pattern.search(archive.read(member))
    return _instant(found[1].decode("ascii", "replace").strip(), zone) if found else None


def _instant(text: str, zone: tzinfo) -> str | None:
    # LibreOffice writes nanoseconds; no clock here is that good.
    text = re.sub(r"(\.\d{6})\d+", r"\1", text)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.year not in _YEARS:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.astimezone(UTC).isoformat()
