"""Thresholds of honesty.md, which a desk decides; hashed with the configuration and printed in the report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from jujur.settings.config_files import ConfigReader
from jujur.settings.desk_files import parse


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Percentages are whole; what each means stands beside its value in ``thresholds.yaml``.

    ``voters_per_tps_limit`` is the DPT allowed at one TPS (V13). Of the reserve of ballots, one is for a Pemilu in per cent,
    the other for a Pilkada in per mille. ``psu_days_limit`` counts days after voting day, ``counting_extension_hours`` hours
    after its end.
    """

    coverage_percent: int
    matched_percent: int
    small_denominator: int
    voters_per_tps_limit: int
    reserve_ballots_percent: int
    data_age_limit_hours: int
    reserve_ballots_permille_pilkada: int
    reserve_ballots_tolerance: int
    election_users_tolerance: int
    boxes_per_tps: int
    linmas_per_tps: int
    kpps_per_tps: int
    psu_days_limit: int
    counting_extension_hours: int

    def value(self, name: str) -> int:
        """The threshold called ``name``, as rules name it."""
        value: int = getattr(self, name)
        return value


class _ThresholdsFile(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    coverage_percent: Annotated[int, Field(ge=1, le=100)]
    matched_percent: Annotated[int, Field(ge=1, le=100)]
    small_denominator: Annotated[int, Field(ge=1, le=1000)]
    voters_per_tps_limit: Annotated[int, Field(ge=1, le=2000)]
    reserve_ballots_percent: Annotated[int, Field(ge=0, le=100)]
    data_age_limit_hours: Annotated[int, Field(ge=1, le=8760)]
    reserve_ballots_permille_pilkada: Annotated[int, Field(ge=0, le=1000)]
    reserve_ballots_tolerance: Annotated[int, Field(ge=0, le=100)]
    election_users_tolerance: Annotated[int, Field(ge=0, le=100)]
    boxes_per_tps: Annotated[int, Field(ge=1, le=10)]
    linmas_per_tps: Annotated[int, Field(ge=0, le=20)]
    kpps_per_tps: Annotated[int, Field(ge=1, le=20)]
    psu_days_limit: Annotated[int, Field(ge=1, le=365)]
    counting_extension_hours: Annotated[int, Field(ge=0, le=72)]


def load_thresholds(desk_dir: Path, reader: ConfigReader) -> Thresholds:
    """The thresholds in ``desk_dir/thresholds.yaml``.

    :raises ConfigurationError: one is missing, unknown or out of bounds.
    """
    path = desk_dir / "thresholds.yaml"
    return Thresholds(**parse(_ThresholdsFile, reader.read_yaml(path), reader.name(path)).model_dump())
