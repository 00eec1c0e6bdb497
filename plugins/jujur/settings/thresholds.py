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
    """Percentages are whole; ``voters_per_tps_limit`` is the DPT allowed at one TPS (V13)."""

    coverage_percent: int
    small_denominator: int
    voters_per_tps_limit: int
    reserve_ballots_percent: int
    data_age_limit_hours: int

    def value(self, name: str) -> int:
        """The threshold called ``name``, as rules name it."""
        value: int = getattr(self, name)
        return value


class _ThresholdsFile(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    coverage_percent: Annotated[int, Field(ge=1, le=100)]
    small_denominator: Annotated[int, Field(ge=1, le=1000)]
    voters_per_tps_limit: Annotated[int, Field(ge=1, le=2000)]
    reserve_ballots_percent: Annotated[int, Field(ge=0, le=100)]
    data_age_limit_hours: Annotated[int, Field(ge=1, le=8760)]


def load_thresholds(desk_dir: Path, reader: ConfigReader) -> Thresholds:
    """The thresholds in ``desk_dir/thresholds.yaml``.

    :raises ConfigurationError: one is missing, unknown or out of bounds.
    """
    path = desk_dir / "thresholds.yaml"
    return Thresholds(**parse(_ThresholdsFile, reader.read_yaml(path), reader.name(path)).model_dump())
