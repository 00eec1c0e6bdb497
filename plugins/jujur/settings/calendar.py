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

from jujur.domain.editions import Edition, EditionKind
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
class ReportingPeriod:
    """A span for which teams owe certain forms, by ``due_at``. ``id`` is what the workbook says: 2024-W06, 2024-02-14.3.

    Half-open; all instants are aware and in UTC. One form has no two periods with the same start.
    """

    id: str
    forms: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    due_at: datetime

    @property
    def period(self) -> Period:
        """What the submitted rows are about."""
        return Period(self.starts_at, self.ends_at)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Slots by cut-off, reporting periods by start, voting days (WIB), and the seconds between two looks into the channels."""

    publish_slots: tuple[Slot, ...]
    reporting_periods: tuple[ReportingPeriod, ...]
    voting_days: tuple[date, ...]
    receive_every_seconds: int
    receive_every_seconds_voting_day: int
    # Kind and cut-off of every slot, also of those that a demonstration does not play.
    cut_offs: tuple[tuple[EditionKind, datetime], ...] = ()

    @property
    def starts_at(self) -> datetime:
        """When the first of all periods opens."""
        return min(period.starts_at for period in self.reporting_periods)

    def reporting_period(self, form_id: str, period_id: str) -> ReportingPeriod | None:
        """The period called ``period_id`` if it asks for this form."""
        return next(
            (item for item in self.reporting_periods if item.id == period_id and form_id in item.forms), None
        )

    def reporting_period_at(self, form_id: str, instant: datetime) -> ReportingPeriod | None:
        """The one period of this form that is open or still due at ``instant``, for a file that does not say its period.

        A day outweighs the takes inside it. None where two periods are possible, such as last week's that is still due and
        this week's: which one is meant is for the sender to say.
        """
        found = [
            item
            for item in self.reporting_periods
            if form_id in item.forms and item.starts_at <= instant < max(item.ends_at, item.due_at)
        ]
        longest = max(found, key=lambda item: item.ends_at - item.starts_at, default=None)
        if longest is None:
            return None
        is_only = all(
            longest.starts_at <= item.starts_at and item.ends_at <= longest.ends_at for item in found
        )
        return longest if is_only else None

    def reporting_period_of(self, form_id: str, starts_at: datetime) -> ReportingPeriod | None:
        """The period of this form that starts at ``starts_at``."""
        return next(
            (
                item
                for item in self.reporting_periods
                if item.starts_at == starts_at and form_id in item.forms
            ),
            None,
        )

    def slot_at(self, cut_off_at: datetime) -> Slot:
        """The slot with exactly this cut-off.

        :raises ConfigurationError: the calendar has none.
        """
        for slot in self.publish_slots:
            if slot.cut_off_at == cut_off_at:
                return slot
        raise ConfigurationError(f"Kalender tidak memuat batas data {cut_off_at.isoformat()}.")

    def take_of(self, slot: Slot) -> tuple[int, int]:
        """Which of how many takes of its day a voting-day slot is; zeros for other kinds.

        Counted over all takes of the calendar, also those that a demonstration does not play.
        """
        takes = sorted(
            at
            for kind, at in self.cut_offs
            if kind == slot.kind == "hari_h" and _same_day(at, slot.cut_off_at)
        )
        return (takes.index(slot.cut_off_at) + 1, len(takes)) if takes else (0, 0)

    def slot_of(self, edition: Edition) -> Slot:
        """The slot that an edition belongs to: its first issue and every revision, whose own cut-offs are later ones.

        :raises ConfigurationError: the calendar has none.
        """
        for slot in self.publish_slots:
            if (slot.kind, slot.period, slot.release_at) == (
                edition.kind,
                edition.period,
                edition.release_at,
            ):
                return slot
        raise ConfigurationError(f"Kalender tidak memuat terbitan {edition.id}.")


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
    shown = _shown(content, slots, where) if _is_demonstration(desk_dir, reader) else slots
    return Calendar(
        publish_slots=tuple(sorted(shown, key=lambda slot: slot.cut_off_at)),
        reporting_periods=_reporting_periods(content, slots, where),
        voting_days=tuple(sorted(_day(day, where) for day in days)),
        receive_every_seconds=_pace(content, "ambil_kiriman_setiap_detik", where),
        receive_every_seconds_voting_day=whole_number("JUJUR_RECEIVE_EVERY_SECONDS")
        or _pace(content, "ambil_kiriman_setiap_detik_hari_pemungutan", where),
        cut_offs=tuple((slot.kind, slot.cut_off_at) for slot in slots),
    )


def _is_demonstration(desk_dir: Path, reader: ConfigReader) -> bool:
    path = desk_dir / "desk.yaml"
    return path.is_file() and reader.read_yaml(path).get("mode") == "demonstrasi"


def _shown(content: dict[str, Any], slots: list[Slot], where: str) -> list[Slot]:
    """The slots that a demonstration plays, by cut-off (``terbitan_peragaan``); all of them where none is named.

    The periods of all slots stay: a demonstration's frames are those of the desk.
    """
    place = f"{where}, isian terbitan_peragaan"
    wanted = [_instant(str(text), place) for text in content.get("terbitan_peragaan", ())]
    unknown = set(wanted) - {slot.cut_off_at for slot in slots}
    if unknown:
        raise ConfigurationError(f"{place}: tidak ada terbitan dengan batas data {min(unknown).isoformat()}.")
    return [slot for slot in slots if slot.cut_off_at in wanted] if wanted else slots


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


def _reporting_periods(content: dict[str, Any], slots: list[Slot], where: str) -> tuple[ReportingPeriod, ...]:
    """Those of ``masa_laporan``, and one a slot: ``formulir`` says what its report is made of, ``masa`` what it is called.

    A slot with ``formulir: []`` asks for nothing new: it reports once more on a period that another slot has (akhir).
    """
    entries = required(content, "terbitan", list, where)
    periods = [
        ReportingPeriod(
            str(entry.get("masa") or slot.period.day.isoformat()),
            _forms(entry, where),
            slot.starts_at,
            slot.ends_at,
            slot.due_at,
        )
        for slot, entry in zip(slots, entries, strict=True)
        if entry.get("formulir") != []
    ]
    owed = {period.period for period in periods}
    if orphan := next((slot for slot in slots if slot.period not in owed), None):
        raise ConfigurationError(
            f"{where}: terbitan {orphan.kind} dengan batas data {orphan.cut_off_at.isoformat()} tidak menagih formulir, dan "
            "tidak ada terbitan lain tentang masa yang sama."
        )
    for number, entry in enumerate(content.get("masa_laporan", ()), 1):
        place = f"{where} masa_laporan ke-{number}"
        if not isinstance(entry, dict):
            raise ConfigurationError(f"{place}: harus pasangan nama: nilai.")
        times = [
            _instant(required(entry, name, str, place), f"{place}, isian {name}")
            for name in ("mulai", "selesai", "batas_kirim")
        ]
        if not times[0] < times[1] or times[2] <= times[0]:
            raise ConfigurationError(f"{place}: urutan harus mulai < selesai dan mulai < batas_kirim.")
        periods.append(ReportingPeriod(required(entry, "id", str, place), _forms(entry, place), *times))
    for what, keys in (
        ("id", [item.id for item in periods]),
        ("formulir dan mulai", [(form, item.starts_at) for item in periods for form in item.forms]),
    ):
        if len(set(keys)) < len(keys):
            raise ConfigurationError(f"{where}: dua masa laporan mempunyai {what} yang sama.")
    _refuse_overlaps(periods, where)
    return tuple(sorted(periods, key=lambda item: (item.starts_at, item.id)))


def _refuse_overlaps(periods: list[ReportingPeriod], where: str) -> None:
    """No instant in two takes of one form, nor in two days: periods of one form are apart, or takes inside a longer one (P24)."""
    for form in sorted({form for period in periods for form in period.forms}):
        owed = sorted(
            (item for item in periods if form in item.forms),
            key=lambda item: (item.starts_at, -item.ends_at.timestamp()),
        )
        whole: list[ReportingPeriod] = []
        takes: list[ReportingPeriod] = []
        for item in owed:
            is_take = bool(whole) and item.ends_at <= whole[-1].ends_at
            former = takes if is_take else whole
            if former and item.starts_at < former[-1].ends_at:
                raise ConfigurationError(
                    f"{where}: masa laporan {former[-1].id} dan {item.id} bertumpang tindih pada formulir {form}; satu saat "
                    "tidak boleh berada di dua masa."
                )
            former.append(item)


def _forms(entry: dict[str, Any], where: str) -> tuple[str, ...]:
    forms = required(entry, "formulir", list, where)
    if not forms or not all(isinstance(form, str) for form in forms):
        raise ConfigurationError(f"{where}, isian formulir: harus daftar nama formulir.")
    return tuple(forms)


def _same_day(one: datetime, other: datetime) -> bool:
    return one.astimezone(WIB).date() == other.astimezone(WIB).date()


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
