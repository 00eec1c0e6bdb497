"""The area that a whole sheet is about: named by a line above or between tables, or by the sheet's tab."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from jujur.domain.areas import Level
from jujur.intake.header_paths import RawRow
from jujur.intake.names import Named, PlaceNames
from jujur.intake.typed_cells import as_text, is_blank

_STATED = re.compile(
    r"(?:(?:untuk|di|nama|wilayah)\s+)?(?P<level>kecamatan|kec|desa\s*/\s*kelurahan|kelurahan\s*/\s*desa|kelurahan|kel|desa)\b"
    r"\.?\s*[:=]?\s*(?P<name>.*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class SheetAreas:
    """What a sheet says of itself, as the codes that it certainly means.

    ``kelurahan`` comes from a line of the sheet (``is_stated``) or from its tab. ``doubt`` is what it says when that is no
    name we know, and ``meant`` what it may have meant: rows that rely on it cannot be placed.
    """

    kecamatan: str | None = None
    kelurahan: str | None = None
    is_stated: bool = False
    text: str = ""
    doubt: str = ""
    meant: Named | None = None


def areas_of_sheet(names: PlaceNames, tab: str, above: Sequence[RawRow], within: str | None) -> SheetAreas:
    """The areas named by the tab and by the lines above the table. ``within`` is the sender's kecamatan."""
    areas = SheetAreas()
    for line in above:
        areas = stated_in(names, line, areas, within) or areas
    by_tab = _by_tab(names, tab, areas.kecamatan or within)
    if areas.kelurahan and by_tab.kelurahan and areas.kelurahan != by_tab.kelurahan:
        return replace(areas, kelurahan=None, doubt=f"lembar {tab}, tetapi judulnya {areas.text}")
    if areas.kelurahan or areas.doubt:
        return areas
    kecamatan = areas.kecamatan or by_tab.kecamatan
    if by_tab.kelurahan and areas.kecamatan and names.parent(by_tab.kelurahan) != areas.kecamatan:
        return replace(areas, doubt=f"lembar {tab}, tetapi judulnya {names.shown(areas.kecamatan)}")
    return replace(by_tab, kecamatan=kecamatan)


def stated_in(names: PlaceNames, line: RawRow, before: SheetAreas, within: str | None) -> SheetAreas | None:
    """The areas after a line like "Kelurahan: Sukorejo" or "KEC. DEMPO UTARA", or None if it says nothing of areas."""
    areas: SheetAreas | None = None
    cells = [as_text(raw) for raw in line if not is_blank(raw)]
    for index, cell in enumerate(cells):
        for part in re.split(r"[,;|\n]", cell):
            found = _STATED.fullmatch(part.strip())
            if found is None:
                continue
            answer = next((text.lstrip(":= ") for text in cells[index + 1 :] if text.strip(":= ")), "")
            name = found["name"].strip() or answer
            level: Level = "kecamatan" if found["level"].casefold().startswith("kec") else "kelurahan"
            areas = _after(names, level, name, areas or before, within)
    return areas


def _after(names: PlaceNames, level: Level, name: str, before: SheetAreas, within: str | None) -> SheetAreas:
    """What is known once a line has named an area of ``level``: a new kecamatan makes the old kelurahan void."""
    if not name:
        return before
    if level == "kecamatan":
        named = names.look_up(name, level)
        if named.code == before.kecamatan and named.code:
            return before
        doubt = "" if named.code else name
        return SheetAreas(named.code, doubt=doubt, meant=named if doubt else None)
    named = names.look_up(name, level, before.kecamatan or within)
    code = named.code
    if code and before.kecamatan and names.parent(code) != before.kecamatan:
        code = None
    return SheetAreas(
        before.kecamatan, code, code is not None, name, "" if code else name, None if code else named
    )


def _by_tab(names: PlaceNames, tab: str, within: str | None) -> SheetAreas:
    named = names.look_up(tab, "kelurahan", within)
    kelurahan, kecamatan = named.code, names.look_up(tab, "kecamatan").code
    if kelurahan and kecamatan:
        return SheetAreas()
    if not kelurahan and not kecamatan and (named.meant or len(named.codes) > 1):
        # Rows that rely on such a tab are held either way; so the sender learns which name is meant.
        return SheetAreas(doubt=f"lembar {tab}", meant=named)
    return SheetAreas(kecamatan, kelurahan, False, tab)
