"""Which unit a row is about: by its code; without one by exact names; never by a name that is only similar (L32)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from jujur.domain.cells import Cell, CellState, value_cell
from jujur.domain.forms import Form
from jujur.intake.names import Named, PlaceNames, read_number
from jujur.intake.sheet_areas import SheetAreas
from jujur.intake.typed_cells import as_text, held, is_blank

Problem = Literal["NAME_SUGGESTED", "LOOKALIKE"]
_NONE = Named()


@dataclass(frozen=True, slots=True)
class Written:
    """What a row says of its place: the typed key, and the raw cells of code, name and number columns ("" if there is none)."""

    key: Cell
    kelurahan_code: object = ""
    kecamatan: object = ""
    kelurahan: object = ""
    tps: object = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """The key as a cell, and how it was found. ``problem`` is the code of a note for the sender about this row."""

    key: Cell
    by_name: bool = False
    by_sheet: bool = False
    problem: Problem | None = None
    found: str = ""
    expected: str = ""


class UnitFinder:
    """Finds the units of the rows of one form that has a unit per row."""

    def __init__(self, form: Form, names: PlaceNames) -> None:
        self._is_station = form.unit_level == "tps"
        self._names = names

    def find(self, written: Written, sheet: SheetAreas, within: str | None) -> Unit:
        """The unit of a row in a sheet about ``sheet``, sent by the team of kecamatan ``within``."""
        code = self._code_of(written)
        if code is not None:
            return self._by_code(code, written, sheet)
        if written.key.value is not None and not self._is_station:
            named = self._names.look_up(written.key.raw, "kelurahan")
            if named.by_code and named.meant:
                return self._unnamed(written, named)
        if written.key.state is CellState.DITAHAN or _is_number(written.key.raw):
            # A code that is none of ours stays as written: a rule of the form speaks of it.
            return Unit(written.key)
        kelurahan = self._kelurahan(written, sheet, within)
        if isinstance(kelurahan, Unit):
            return kelurahan
        kelurahan_code, by_sheet = kelurahan
        if not self._is_station:
            return self._resolved(kelurahan_code, written, by_sheet)
        number = read_number(written.tps)
        station = self._names.station(kelurahan_code, number) if number is not None else None
        if station is None or written.key.state is CellState.NILAI:
            shown = self._names.shown(kelurahan_code)
            return _held(written, f"nomor TPS yang terdaftar di {shown}, atau kode TPS 13 angka")
        return self._resolved(station, written, by_sheet)

    def _code_of(self, written: Written) -> str | None:
        """The unit's code if the key certainly is one, whatever its dots and spaces."""
        text = written.key.value
        if not isinstance(text, str):
            return None
        if self._is_station:
            return text if text in self._names.stations else self._names.station_code(text)
        named = self._names.look_up(written.key.raw, "kelurahan")
        if named.by_code and named.code is None and named.codes:
            # Without dots a code is certain only together with the name.
            by_name = self._names.look_up(written.kelurahan, "kelurahan").codes
            return next(iter(named.codes & by_name), None)
        return named.code if named.by_code else None

    def _by_code(self, code: str, written: Written, sheet: SheetAreas) -> Unit:
        """Code and names must not contradict each other; a name that we do not know contradicts nothing."""
        names = self._names
        kelurahan = names.stations[code] if self._is_station else code
        is_same = not self._is_station or written.tps == code[-3:]
        number = None if is_same else read_number(written.tps)
        named = names.look_up(written.kelurahan, "kelurahan") if written.kelurahan else _NONE
        kecamatan = names.look_up(written.kecamatan, "kecamatan") if written.kecamatan else _NONE
        if (
            (named.codes and kelurahan not in named.codes)
            or (number is not None and number != int(code[-3:]))
            or (kecamatan.codes and names.parent(kelurahan) not in kecamatan.codes)
        ):
            return _held(written, f"kode dan nama yang sama; {written.key.raw} adalah {self._shown(code)}")
        if sheet.is_stated and sheet.kelurahan != kelurahan:
            return _held(written, f"kode dari kelurahan yang tertulis di lembar: {sheet.text}")
        is_as_written = written.key.value == code
        key = written.key if is_as_written else value_cell(code, written.key.raw)
        if named.has_lookalikes or kecamatan.has_lookalikes:
            return Unit(key, False, False, "LOOKALIKE", _place_text(written), "huruf Latin biasa")
        return Unit(key, by_name=not is_as_written)

    def _kelurahan(self, written: Written, sheet: SheetAreas, within: str | None) -> tuple[str, bool] | Unit:
        """The kelurahan that the row names, or else its sheet; with True if it was the sheet. A Unit if it cannot be told."""
        names = self._names
        kecamatan = (
            names.look_up(written.kecamatan, "kecamatan") if not is_blank(written.kecamatan) else _NONE
        )
        if not is_blank(written.kecamatan) and kecamatan.code is None:
            return self._unnamed(written, kecamatan)
        narrow = kecamatan.code or sheet.kecamatan
        texts = [written.kelurahan_code, written.kelurahan]
        texts += [] if self._is_station or written.key.value is None else [written.key.raw]
        given = [names.look_up(raw, "kelurahan", narrow or within) for raw in texts if not is_blank(raw)]
        codes = {code for named in given for code in named.codes}
        unclear = next((named for named in given if named.code is None), None)
        # A code without dots is fine beside the name that it belongs to.
        is_backed = unclear is not None and unclear.by_code and any(named.code for named in given)
        if unclear is not None and not (is_backed and unclear.codes):
            return self._unnamed(written, unclear)
        if not given:
            return self._of_sheet(written, sheet)
        code = next(iter(codes))
        if len(codes) > 1 or (narrow and names.parent(code) != narrow):
            return _held(written, "kode dan nama dari satu kelurahan di kecamatan yang tertulis")
        if sheet.is_stated and sheet.kelurahan != code:
            return _held(written, f"kelurahan yang tertulis di lembar: {sheet.text}")
        return code, False

    def _of_sheet(self, written: Written, sheet: SheetAreas) -> tuple[str, bool] | Unit:
        if sheet.kelurahan:
            return sheet.kelurahan, True
        if sheet.doubt:
            return self._unnamed(written, sheet.meant or _NONE, sheet.doubt)
        if is_blank(written.tps) and is_blank(written.key.raw) and is_blank(written.kecamatan):
            return Unit(written.key)
        return _held(written, "kode TPS, atau nama kelurahan dan nomor TPS")

    def _unnamed(self, written: Written, named: Named, text: str = "") -> Unit:
        if named.meant:
            expected = f"mungkin maksud Anda: {self._names.shown(named.meant.code)}"
        elif len(named.codes) > 1:
            expected = "salah satu dari: " + ", ".join(
                self._names.shown(code) for code in sorted(named.codes)
            )
        else:
            expected = "nama atau kode dari daftar wilayah"
        problem: Problem = "LOOKALIKE" if named.has_lookalikes else "NAME_SUGGESTED"
        return _held(written, expected, problem, text)

    def _resolved(self, code: str, written: Written, by_sheet: bool) -> Unit:
        return Unit(
            value_cell(code, written.key.raw or _place_text(written)),
            by_name=True,
            by_sheet=by_sheet,
            found=_place_text(written),
            expected=code,
        )

    def _shown(self, code: str) -> str:
        if not self._is_station:
            return self._names.shown(code)
        return f"TPS {code[-3:]} {self._names.shown(self._names.stations[code])}"


def _held(written: Written, expected: str, problem: Problem = "NAME_SUGGESTED", text: str = "") -> Unit:
    found = " | ".join(part for part in (text, _place_text(written)) if part)
    key = held(written.key.raw or found)
    return Unit(key, problem=problem, found=found, expected=expected)


def _place_text(written: Written) -> str:
    """What the row says of its place, as the sender wrote it."""
    cells = (written.key.raw, written.kelurahan_code, written.kelurahan, written.tps, written.kecamatan)
    return ", ".join(as_text(raw) for raw in cells if not is_blank(raw))[:200]


def _is_number(text: str) -> bool:
    return text.isascii() and text.replace(".", "").replace(" ", "").replace("-", "").isdigit()
