"""Who has not reported, by kecamatan and contact role, in official order (P10)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from jujur.domain.areas import Area
from jujur.domain.reports import SilentArea
from jujur.rendering.inks import Ink
from jujur.rendering.particulars import Particulars


@dataclass(frozen=True, slots=True)
class SilentGroup:
    """The silent units of one kecamatan (in the city edition) and whom to ask."""

    kecamatan: Area
    parts: tuple[SilentArea, ...]
    contact_role: str


class Silence(Particulars):
    """The silent units for the templates."""

    @property
    def silent_groups(self) -> tuple[SilentGroup, ...]:
        """Silent units by kecamatan and contact role, in official order (P10)."""
        groups: dict[tuple[str, str], list[SilentArea]] = defaultdict(list)
        for part in self._content.silent:
            groups[part.kecamatan.code, part.contact_role].append(part)
        ordered = (groups[key] for key in sorted(groups))
        return tuple(
            SilentGroup(parts[0].kecamatan, tuple(parts), parts[0].contact_role) for parts in ordered
        )

    def silent_count(self, part: SilentArea, kind: str = "all") -> Ink:
        """How many units of an area are silent: in all, with an empty row, or without a row."""
        sizes = {"empty": len(part.empty_units), "absent": len(part.absent_units)}
        sizes["all"] = sizes["empty"] + sizes["absent"]
        return self._book.count(
            f"silent/{part.form_id}/{part.area.code}/{kind}", sizes[kind], "unit tanpa kabar"
        )

    def silent_expected(self, part: SilentArea) -> Ink:
        """How many units of an area were to report."""
        return self._book.count(
            f"silent/{part.form_id}/{part.area.code}/expected", part.expected, "unit wajib lapor"
        )

    def silent_units(self, part: SilentArea, kind: str) -> Ink | str:
        """The numbers of the silent TPS."""
        codes = part.empty_units if kind == "empty" else part.absent_units
        return self._book.units(codes, f"silent/{part.form_id}/{part.area.code}/{kind}/units")

    def contact(self, area: Area) -> str:
        """Whom to ask about an area; empty when the content names nobody."""
        found = (
            part.contact_role
            for part in self._content.silent
            if area.code in (part.area.code, part.kecamatan.code)
        )
        return next(found, "")
