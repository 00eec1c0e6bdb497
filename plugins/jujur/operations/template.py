"""Blank workbooks for teams: the right form, the expected units of one kecamatan, one reporting period."""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from jujur.domain.areas import Area, Level
from jujur.domain.errors import ConfigurationError, JujurError
from jujur.domain.forms import Column, Form
from jujur.domain.periods import from_text, to_text
from jujur.forms.dates import said_due, said_period
from jujur.forms.identity import Identity
from jujur.forms.workbook import write_workbook
from jujur.operations.desk import Desk
from jujur.operations.followups import open_items
from jujur.record import frames
from jujur.record.database import Session
from jujur.settings.calendar import ReportingPeriod
from jujur.settings.desk import DeskConfig

# A date further from the voting day than this is asked about: it is a slip of the year more often than not.
_AROUND = timedelta(days=365)
_FAULTS = {
    errno.EACCES: "tidak ada izin menulis di sana",
    errno.EPERM: "tidak ada izin menulis di sana",
    errno.EROFS: "tempat itu hanya dapat dibaca",
    errno.ENOSPC: "tempat penyimpanan penuh",
    errno.EISDIR: "itu folder, bukan berkas",
    errno.EEXIST: "sebagian jalurnya adalah berkas, bukan folder",
    errno.ENOTDIR: "sebagian jalurnya adalah berkas, bukan folder",
    errno.ENAMETOOLONG: "namanya terlalu panjang",
}
_LEVELS: dict[str, Level] = {
    "kode_kecamatan": "kecamatan",
    "kode_kelurahan": "kelurahan",
    "kode_tps": "tps",
}


@dataclass(frozen=True, slots=True)
class Blank:
    """One blank workbook and the name under which it is handed out."""

    file_name: str
    content: bytes


def blank_workbooks(desk: Desk, form_id: str, area_code: str, period_id: str) -> list[Blank]:
    """The blank workbook of a kecamatan; of the city: one for each of its kecamatan, by code.

    :raises JujurError: form, area or period is unknown, or the form is not asked for; the message lists what there is.
    """
    form, period = _asked_for(desk.config, form_id, period_id)
    area = desk.config.gazetteer.get(area_code)
    is_city = area is not None and area.level == "kota"
    wanted = desk.config.gazetteer.at_level("kecamatan") if is_city else (_kecamatan(desk.config, area_code),)
    with desk.database.reading() as session:
        return [_blank(desk, session, form, area, period) for area in wanted]


def blank_workbook(desk: Desk, form_id: str, area_code: str, period_id: str) -> Blank:
    """The blank workbook of one kecamatan; errors as :func:`blank_workbooks`."""
    form, period = _asked_for(desk.config, form_id, period_id)
    area = _kecamatan(desk.config, area_code)
    with desk.database.reading() as session:
        return _blank(desk, session, form, area, period)


def is_file_name(out: Path) -> bool:
    """True if ``out`` names the workbook itself, false if a folder for it.

    :raises JujurError: it names a file of another kind.
    """
    try:
        if out.is_dir():
            return False
    except OSError:
        # A path that cannot even be looked at; writing to it says why.
        pass
    if out.suffix.lower() in (".xls", ".xlsm", ".ods", ".csv"):
        raise JujurError(f"Buku kerja kosong selalu .xlsx, bukan {out.suffix}; ubah nama pada --out.")
    return out.suffix.lower() == ".xlsx"


def keep(blank: Blank, path: Path) -> None:
    """Write the workbook to ``path``. What lies there already may be what a team has filled in: it is never overwritten.

    :raises JujurError: another file is there, or the place cannot be written to.
    """
    try:
        if path.exists() and path.read_bytes() != blank.content:
            raise JujurError(
                f"{path} sudah ada dan isinya lain, jadi tidak ditimpa. Pindahkan dahulu, atau pakai --out."
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(blank.content)
    except OSError as error:
        raise JujurError(f"{path} tidak dapat ditulis: {_said(error)}.") from error


def _said(error: OSError) -> str:
    """Why a file could not be written; the system's own words where we have none."""
    return _FAULTS.get(error.errno or 0, error.strerror or "sebab tidak diketahui")


def identity_for(
    config: DeskConfig, area: Area, period: ReportingPeriod, due_at: datetime | None = None
) -> Identity:
    """What the workbook of ``area`` says about itself; ``due_at`` is the frozen due time where there is one."""
    voting_on = config.election.voting_on
    return Identity(
        desk_id=config.id,
        government=config.letterhead.government,
        desk_name=config.letterhead.desk,
        election=config.election.name,
        area_code=area.code,
        area_name=area.name,
        period=period.id,
        period_label=said_period(period.starts_at, period.ends_at),
        due_label=said_due(due_at or period.due_at),
        is_demonstration=config.is_demonstration,
        days=(voting_on - _AROUND, voting_on + _AROUND),
    )


def configured_units(config: DeskConfig, form: Form, area: Area) -> list[str]:
    """The units of a form inside a kecamatan, as the configuration has them, by code."""
    inside = config.gazetteer.at_level(form.unit_level)
    return [unit.code for unit in inside if config.gazetteer.ancestor(unit.code, "kecamatan") == area]


def prefill(config: DeskConfig, form: Form, units: Sequence[str]) -> list[dict[str, str]]:
    """The prefilled columns of every unit. A form of events has no rows of its own.

    :raises ConfigurationError: a unit is not an area of this desk, or nobody knows what to put into a prefilled column.
    """
    if form.is_event:
        return []
    columns = [column for column in form.columns if column.is_prefilled]
    return [{column.name: _known(config, column, code) for column in columns} for code in units]


def dropdowns(config: DeskConfig, form: Form, area: Area) -> dict[str, list[str]]:
    """Lists of columns that ask where something happened: the kelurahan of the kecamatan."""
    kelurahan = config.gazetteer.children(area.code)
    return {
        column.name: [
            f"{item.code} {item.name}" if column.kind == "code" else item.name for item in kelurahan
        ]
        for column in form.data_columns
        if column.names == "kelurahan"
    }


def _known(config: DeskConfig, column: Column, unit_code: str) -> str:
    """The name of the area that the column names; the code where it is called after a level (``_LEVELS``)."""
    level = column.names or _LEVELS.get(column.name)
    area = config.gazetteer.ancestor(unit_code, level) if level else None
    if area is None:
        raise ConfigurationError(f"Kolom {column.name} dari unit {unit_code} tidak dapat diisi lebih dahulu.")
    if not column.names:
        return area.code
    return area.name.removeprefix("TPS ")


def _blank(desk: Desk, session: Session, form: Form, area: Area, period: ReportingPeriod) -> Blank:
    units, due_at = _expected(desk, session, form, area, period)
    rows: list[Mapping[str, int | str]] = [*prefill(desk.config, form, units)]
    if form.is_event:
        carried = open_items(desk, session, form, period.starts_at, desk.now(), area.code)
        rows = [item.values for item in carried]
    identity = identity_for(desk.config, area, period, due_at)
    content = write_workbook(form, rows, identity, lists=dropdowns(desk.config, form, area))
    return Blank(f"{form.id}_{area.code}_{period.id}.xlsx", content)


def _expected(
    desk: Desk, session: Session, form: Form, area: Area, period: ReportingPeriod
) -> tuple[list[str], datetime]:
    """The expected units and their due time: of the frozen frame, or of the configuration where none is frozen yet."""
    frame = frames.frozen_frame(session, period.starts_at, desk.now())
    if frame is None:
        return configured_units(desk.config, form, area), period.due_at
    reports = session.rows(
        "frame_reports", period_start=to_text(period.starts_at), frame_version=frame.version
    )
    mine = [row for row in reports if row["form_id"] == form.id and row["kecamatan_code"] == area.code]
    if not mine:
        raise JujurError(
            f"Kerangka wajib lapor {period.id} yang sudah dibekukan tidak memuat formulir {form.id} "
            f"dari Kecamatan {area.name}."
        )
    return [row["unit_code"] for row in mine], from_text(mine[0]["due_at"])


def _asked_for(config: DeskConfig, form_id: str, period_id: str) -> tuple[Form, ReportingPeriod]:
    form = config.forms.get(form_id)
    if form is None:
        raise JujurError(f"Formulir “{form_id}” tidak dikenal. Yang ada: {', '.join(sorted(config.forms))}.")
    period = config.calendar.reporting_period(form_id, period_id)
    if period is None:
        others = [item for item in config.calendar.reporting_periods if item.id == period_id]
        known = [item.id for item in config.calendar.reporting_periods if form_id in item.forms]
        fault = (
            f"Formulir {form_id} tidak ditagih pada masa laporan {period_id} "
            f"(yang ditagih: {', '.join(sorted(others[0].forms))})."
            if others
            else f"Masa laporan “{period_id}” tidak dikenal."
        )
        raise JujurError(f"{fault} Masa laporan formulir {form_id}: {', '.join(known) or 'belum ada'}.")
    return form, period


def _kecamatan(config: DeskConfig, area_code: str) -> Area:
    area = config.gazetteer.get(area_code)
    if area is not None and area.level == "kecamatan":
        return area
    kecamatan = config.gazetteer.ancestor(area_code, "kecamatan") if area else None
    if area is not None and kecamatan is not None:
        raise JujurError(
            f"{area_code} adalah {area.name} ({area.level}); buku kerja dibuat untuk satu kecamatan. "
            f"Pakai --area {kecamatan.code} ({kecamatan.name})."
        )
    city = config.gazetteer.city
    listed = ", ".join(f"{item.code} {item.name}" for item in config.gazetteer.at_level("kecamatan"))
    raise JujurError(
        f"Wilayah “{area_code}” tidak dikenal. Kecamatan: {listed}; semuanya sekaligus: {city.code}."
    )
