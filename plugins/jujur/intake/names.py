"""Areas by what people call them. A name is accepted when it is exact or listed as another spelling; what is only similar
becomes a suggestion to the sender (L32).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from jujur.domain.areas import Area, Level, Places
from jujur.intake.lookalikes import has_lookalikes, latin_look
from jujur.intake.typed_cells import as_text
from jujur.intake.wording import compact, plain

_PREFIXES = {
    "kota": re.compile(r"(?:kota|pemerintah kota)\s+"),
    "kecamatan": re.compile(r"(?:kecamatan|kec)\s+"),
    "kelurahan": re.compile(r"(?:desa kelurahan|kelurahan desa|kelurahan|kel|desa|ds)\s+"),
}
_CODE = re.compile(r"([0-9][0-9. \u00a0-]*[0-9])(?:[\s:,-]+([^\W\d].*))?", re.ASCII | re.DOTALL)
# A hyphen is read as one after a word only: "TPS-3" is a number, "-3" is not.
_NUMBER = re.compile(
    r"(?:(?:(?:no|nomor)\b\.?\s*)?tps\b[\s.:-]*(?:(?:no|nomor)\b[\s.:-]*)?|(?:no|nomor)\b[\s.:-]*)?([0-9]{1,3})",
    re.ASCII,
)
_ALIKE = 70


@dataclass(frozen=True, slots=True)
class Named:
    """What a name or code in a cell means. ``codes`` are all areas that it names exactly; ``is_certain`` is False for a code
    whose dots are missing: other registers write other codes in the same digits (domain.md §1). ``meant`` is a suggestion.
    """

    codes: frozenset[str] = frozenset()
    by_code: bool = False
    is_certain: bool = True
    meant: Area | None = None
    has_lookalikes: bool = False

    @property
    def code(self) -> str | None:
        """The one area that is certainly named, or None."""
        return next(iter(self.codes)) if len(self.codes) == 1 and self.is_certain else None


class PlaceNames:
    """Finds the areas of one desk. Remembers what it was asked: a table repeats its kelurahan in every row."""

    def __init__(self, places: Places) -> None:
        self.gazetteer = places.gazetteer
        self._named: dict[str, dict[str, set[str]]] = {}
        self._undotted: dict[str, str] = {}
        for level in ("kota", "kecamatan", "kelurahan"):
            names = self._named.setdefault(level, {})
            for area in self.gazetteer.at_level(level):
                self._undotted[area.code.replace(".", "")] = area.code
                for spelling in (area.name, *places.aliases.get(area.code, ())):
                    names.setdefault(_key(spelling, level), set()).add(area.code)
        self.stations = {area.code: area.parent_code or "" for area in self.gazetteer.at_level("tps")}
        self._known: dict[tuple[str, Level, str | None], Named] = {}

    def look_up(self, raw: object, level: Level, within: str | None = None) -> Named:
        """The areas of ``level`` called ``raw``; if there are several, those below ``within``."""
        key = (as_text(raw), level, within)
        named = self._known.get(key)
        if named is None:
            if len(self._known) > 20_000:
                self._known.clear()
            named = self._known[key] = self._look_up(*key)
        return named

    def station(self, kelurahan: str, number: int) -> str | None:
        """The code of a TPS by its number in a kelurahan, or None if there is none."""
        code = f"{kelurahan.replace('.', '')}{number:03}"
        return code if self.stations.get(code) == kelurahan else None

    def station_code(self, text: str) -> str | None:
        """The code of a TPS written with dots, spaces or hyphens, or None if there is none."""
        digits = re.sub(r"[.\s-]", "", text)
        return digits if digits in self.stations else None

    def parent(self, code: str) -> str:
        """The code of the area above ``code``, "" if unknown."""
        area = self.gazetteer.get(code)
        return (area.parent_code or "") if area else ""

    def shown(self, code: str) -> str:
        """An area for people: name and code."""
        area = self.gazetteer.get(code)
        return f"{area.name} ({code})" if area else code

    def _look_up(self, text: str, level: Level, within: str | None) -> Named:
        coded = _CODE.fullmatch(text)
        if coded:
            return self._by_code(coded[1], coded[2], level)
        codes = self._exact(text, level)
        if within and len(codes) > 1:
            codes = {code for code in codes if code.startswith(within)}
        if codes:
            return Named(frozenset(codes), has_lookalikes=has_lookalikes(text))
        return Named(meant=self._nearest(text, level, within), has_lookalikes=has_lookalikes(text))

    def _by_code(self, written: str, name: str | None, level: Level) -> Named:
        parts = re.split(r"[.\s-]+", written)
        is_dotted = len(parts) > 1
        area = self.gazetteer.get(".".join(parts) if is_dotted else self._undotted.get(written, written))
        if area is None or area.level != level:
            return Named(by_code=True, meant=self._nearest(name, level, None) if name else None)
        agrees = name is None or area.code in self._exact(name, level)
        if not agrees and self._exact(name or "", level):
            return Named(by_code=True, is_certain=False, meant=area)
        return Named(frozenset({area.code}), True, is_dotted or (name is not None and agrees), area)

    def _exact(self, text: str, level: Level) -> set[str]:
        names = self._named.get(level, {})
        return names.get(compact(text)) or names.get(_key(text, level)) or set()

    def _nearest(self, text: str, level: Level, within: str | None) -> Area | None:
        """The area whose name looks most like ``text``. For a sentence to the sender, never for a figure."""
        from rapidfuzz import fuzz, process

        wanted = _key(latin_look(text), level)
        if not wanted:
            return None
        names = self._named.get(level, {})
        inside = [
            name for name, codes in names.items() if within and any(c.startswith(within) for c in codes)
        ]
        for choices in (inside, list(names)):
            found = process.extractOne(wanted, choices, scorer=fuzz.ratio, score_cutoff=_ALIKE)
            if found:
                return self.gazetteer.get(min(names[found[0]]))
        return None


def read_number(raw: object) -> int | None:
    """The number of a TPS in "1", "001", "TPS 1" or "TPS No. 001"; None for anything else, and for other scripts' digits."""
    if isinstance(raw, (bool, dict)):
        return None
    found = _NUMBER.fullmatch(as_text(raw).casefold())
    return int(found[1]) if found else None


def _key(text: str, level: Level | str) -> str:
    """``text`` for comparison, without the word for the level: "Kec. Dempo-Utara " becomes "dempoutara"."""
    words = plain(text)
    prefix = _PREFIXES[level].match(words) if level in _PREFIXES else None
    rest = words[prefix.end() :] if prefix else words
    return rest.replace(" ", "") or compact(text)
