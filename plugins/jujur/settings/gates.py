"""``gates.yaml``: the gate of the statuses and the legal hour of results (P12, P19)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from jujur.domain.gates import GateRule, ResultsGate
from jujur.domain.periods import WIB, Period
from jujur.settings.config_files import ConfigReader
from jujur.settings.desk_files import Strict, Text, parse
from jujur.settings.thresholds import Thresholds

RuleId = Annotated[str, StringConstraints(pattern=r"^[A-Z]-[0-9]+$")]
Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2} \d{2}\.\d{2}$")]
Limit = Annotated[int, Field(ge=0, le=0)]


class _StatusEntry(Strict):
    """Limits above zero would let a severe incident pass in silence: the shape itself refuses them (P12)."""

    aturan: RuleId
    versi: Annotated[int, Field(ge=1)]
    insiden_berat_terbuka_paling_banyak: Limit
    baris_insiden_ditahan_paling_banyak: Limit


class _ResultsEntry(Strict):
    boleh_sejak: Moment
    masa_tenang_mulai: Moment
    masa_tenang_selesai: Moment
    dasar: Text


class _GatesFile(Strict):
    status: _StatusEntry
    hasil_pemungutan: _ResultsEntry


def load_gates(desk_dir: Path, reader: ConfigReader, thresholds: Thresholds) -> tuple[GateRule, ResultsGate]:
    """The gates in ``desk_dir/gates.yaml``; coverage and age of data are those of ``thresholds``.

    :raises ConfigurationError: a field is missing, unknown or unsound.
    """
    path = desk_dir / "gates.yaml"
    file = parse(_GatesFile, reader.read_yaml(path), reader.name(path))
    status, results = file.status, file.hasil_pemungutan
    rule = GateRule(
        id=status.aturan,
        version=status.versi,
        coverage_percent=thresholds.coverage_percent,
        data_age_limit_hours=thresholds.data_age_limit_hours,
        open_severe_limit=status.insiden_berat_terbuka_paling_banyak,
        held_incident_limit=status.baris_insiden_ditahan_paling_banyak,
    )
    moments = (results.boleh_sejak, results.masa_tenang_mulai, results.masa_tenang_selesai)
    try:
        opens_at, starts_at, ends_at = (_moment(text) for text in moments)
        quiet = Period(starts_at, ends_at)
    except ValueError:
        raise reader.fault(
            path, f"isian hasil_pemungutan: waktu tidak sah atau terbalik, ditemukan {moments}."
        ) from None
    if opens_at < ends_at:
        raise reader.fault(
            path, "isian hasil_pemungutan.boleh_sejak: tidak boleh sebelum masa tenang selesai."
        )
    return rule, ResultsGate(opens_at, quiet, results.dasar)


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H.%M").replace(tzinfo=WIB)
