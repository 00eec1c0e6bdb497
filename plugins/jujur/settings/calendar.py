"""The frozen calendar of a desk: when it reports and how often it collects.

Read by DAG files while they are parsed: yaml and stdlib only. The file is written in WIB (Asia/Jakarta);
values are UTC.
``JUJUR_RECEIVE_EVERY_SECONDS`` overrides the pace of collecting on a voting day; the demonstration sets it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args

from jujur.domain.editions import EditionKind
from jujur.domain.errors import ConfigurationError
from jujur.domain.periods import WIB, Period
from jujur.settings.config_files import ConfigReader, required
from jujur.settings.environment import whole_number


@dataclass(frozen=True, slots=True)
class Slot:
    """One edition to come. The period is half-open; all instants are aware and in UTC."""

    kind: EditionKind
    starts_at: datetime
    ends_at: datetime
    due_at: datetime
    cut_off_at: datetime
    release_at: datetime

    @property
    def period(self) -> Period:
        """What the edition is about."""
        return Period(self.starts_at, self.ends_at)


@dataclass(frozen=True, slots=True)
class Calendar:
    """All slots by cut-off, the voting days (WIB), and the seconds between two looks into the channels."""

    publish_slots: tuple[Slot, ...]
    voting_days: tuple[date, ...]
    receive_every_seconds: int
    receive_every_seconds_voting_day: int

    def slot_at(self, cut_off_at: datetime) -> Slot:
        """The slot with exactly this cut-off.

        :raises ConfigurationError: the calendar has none.
        """
        for slot in self.publish_slots:
            if slot.cut_off_at == cut_off_at:
                return slot
        raise ConfigurationError(f"Kalender tidak memuat batas data {cut_off_at.isoformat()}.")


def load_calendar(desk_dir: Path, reader: ConfigReader | None = None) -> Calendar:
    """The calendar in ``desk_dir/calendar.yaml``.

    :raises ConfigurationError: a field is missing, malformed, or the times contradict each other.
    """
    reader = reader or ConfigReader(desk_dir.parent)
    path = desk_dir / "calendar.yaml"
    content, where = reader.read_yaml(path), reader.name(path)
    slots = [
        _slot(entry, f"{where} terbitan ke-{n}")
        for n, entry in enumerate(required(content, "terbitan", list, where), 1)
    ]
    if len({slot.cut_off_at for slot in slots}) < len(slots):
        raise ConfigurationError(f"{where}, isian terbitan: dua terbitan mempunyai batas data yang sama.")
    days = required(content, "hari_pemungutan_suara", list, where)
    return Calendar(
        publish_slots=tuple(sorted(slots, key=lambda slot: slot.cut_off_at)),
        voting_days=tuple(sorted(_day(day, where) for day in days)),
        receive_every_seconds=_pace(content, "ambil_kiriman_setiap_detik", where),
        receive_every_seconds_voting_day=whole_number("JUJUR_RECEIVE_EVERY_SECONDS")
        or _pace(content, "ambil_kiriman_setiap_detik_hari_pemungutan", where),
    )


def _slot(entry: Any, where: str) -> Slot:
    if not isinstance(entry, dict):
        raise ConfigurationError(f"{where}: harus pasangan nama: nilai.")
    kind = required(entry, "jenis", str, where)
    if kind not in get_args(EditionKind):
        raise ConfigurationError(
            f"{where}, isian jenis: harus salah satu dari {', '.join(get_args(EditionKind))}."
        )
    names = ("mulai", "selesai", "batas_kirim", "batas_data", "rilis")
    times = [_instant(required(entry, name, str, where), f"{where}, isian {name}") for name in names]
    slot = Slot(kind, *times)
    if not (
        slot.starts_at < slot.ends_at and slot.starts_at < slot.due_at <= slot.cut_off_at <= slot.release_at
    ):
        raise ConfigurationError(
            f"{where}: urutan harus mulai < batas_kirim <= batas_data <= rilis dan mulai < selesai."
        )
    return slot


def _instant(text: str, where: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d %H.%M").replace(tzinfo=WIB).astimezone(UTC)
    except ValueError as error:
        raise ConfigurationError(f"{where}: {text!r} bukan waktu WIB berbentuk 2024-02-14 19.00.") from error


def _day(text: Any, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        message = f"{where}, isian hari_pemungutan_suara: {text!r} bukan tanggal berbentuk 2024-02-14."
        raise ConfigurationError(message) from error


def _pace(content: dict[str, Any], field: str, where: str) -> int:
    seconds: int = required(content, field, int, where)
    if seconds < 1:
        raise ConfigurationError(f"{where}, isian {field}: paling kecil 1 detik, ditemukan {seconds}.")
    return seconds
