"""Thresholds of honesty.md, which a desk decides; hashed with the configuration and printed in the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
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
    after its end. A sender's clock may be ``clock_skew_limit_minutes`` ahead of ours before that is marked (P24).
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
    # Minutes of the day, WIB: stations are to open by the one, voting ends at the other.
    opening_minute: int
    closing_minute: int
    counting_extension_hours: int
    clock_skew_limit_minutes: int
    # Spot checks and flags (P44, P45).
    spot_check_percent: int
    flag_zero_units: int
    flag_streak_periods: int
    flag_copied_rows: int
    flag_copied_cells: int
    flag_bulk_files: int
    flag_bulk_teams: int
    flag_digit_count: int
    flag_digit_chi_square: int
    flag_outlier_deviations: int

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
    opening_minute: Annotated[int, Field(ge=240, le=720)]
    closing_minute: Annotated[int, Field(ge=660, le=1380)]
    counting_extension_hours: Annotated[int, Field(ge=0, le=72)]
    clock_skew_limit_minutes: Annotated[int, Field(ge=1, le=1440)]
    spot_check_percent: Annotated[int, Field(ge=5, le=100)]
    flag_zero_units: Annotated[int, Field(ge=1, le=1000)]
    flag_streak_periods: Annotated[int, Field(ge=2, le=100)]
    flag_copied_rows: Annotated[int, Field(ge=1, le=1000)]
    flag_copied_cells: Annotated[int, Field(ge=0, le=10)]
    flag_bulk_files: Annotated[int, Field(ge=2, le=1000)]
    flag_bulk_teams: Annotated[int, Field(ge=2, le=1000)]
    flag_digit_count: Annotated[int, Field(ge=50, le=100000)]
    flag_digit_chi_square: Annotated[int, Field(ge=4, le=1000)]
    flag_outlier_deviations: Annotated[int, Field(ge=2, le=10)]


def load_thresholds(desk_dir: Path, reader: ConfigReader) -> Thresholds:
    """The thresholds in ``desk_dir/thresholds.yaml``.

    :raises ConfigurationError: one is missing, unknown or out of bounds.
    """
    path = desk_dir / "thresholds.yaml"
    return Thresholds(**parse(_ThresholdsFile, reader.read_yaml(path), reader.name(path)).model_dump())


def frozen_thresholds(frozen: Mapping[str, int], configured: Thresholds) -> Thresholds:
    """Thresholds as they were frozen with a frame (P03).

    Only a threshold that did not exist yet when the frame was frozen is taken from the configuration: no rule knew it then.
    """
    return Thresholds(
        **{item.name: frozen.get(item.name, configured.value(item.name)) for item in fields(Thresholds)}
    )


def changed_thresholds(thresholds: Thresholds, changes: Mapping[str, int]) -> Thresholds:
    """``thresholds`` with ``changes`` by name, within the bounds of the file.

    :raises ConfigurationError: a name is unknown or a value out of bounds.
    """
    return Thresholds(
        **parse(_ThresholdsFile, {**asdict(thresholds), **changes}, "perubahan ambang").model_dump()
    )
