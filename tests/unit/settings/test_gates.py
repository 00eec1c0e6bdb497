"""gates.yaml: a gate that cannot be opened by a typing mistake (P12, P19, L49)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from jujur.domain.errors import ConfigurationError
from jujur.domain.gates import GateRule
from jujur.settings.desk import DeskConfig

FILE = "pagar-alam/gates.yaml"


def test_the_desk_has_a_rule_and_a_legal_hour(desk: DeskConfig) -> None:
    assert desk.gate_rule == GateRule("K-1", 3, 90, 24, 0, 0)
    gate = desk.results_gate
    assert gate.opens_at == datetime(2024, 2, 14, 8, 0, tzinfo=UTC)
    assert (gate.quiet.starts_at, gate.quiet.ends_at) == (
        datetime(2024, 2, 10, 17, tzinfo=UTC),
        datetime(2024, 2, 13, 17, tzinfo=UTC),
    )
    assert "Pasal 449" in gate.basis


def test_coverage_and_age_are_those_of_the_thresholds(load: Callable[..., DeskConfig]) -> None:
    changed = load("pagar-alam/thresholds.yaml", "coverage_percent: 90", "coverage_percent: 95")
    assert changed.gate_rule.coverage_percent == 95


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("insiden_berat_terbuka_paling_banyak: 0", "insiden_berat_terbuka_paling_banyak: 1"),
        ("baris_insiden_ditahan_paling_banyak: 0", "baris_insiden_ditahan_paling_banyak: -1"),
        ("aturan: K-1", "aturan: bebas"),
        ("versi: 3", "versi: 0"),
        ('boleh_sejak: "2024-02-14 15.00"', 'boleh_sejak: "2024-02-14 25.00"'),
        ('boleh_sejak: "2024-02-14 15.00"', 'boleh_sejak: "2024-02-13 15.00"'),
        ('masa_tenang_selesai: "2024-02-14 00.00"', 'masa_tenang_selesai: "2024-02-10 00.00"'),
        ("  dasar: UU 7/2017 Pasal 449", "  dasar_hukum: UU 7/2017 Pasal 449"),
    ],
)
def test_an_unsound_gate_is_refused(load: Callable[..., DeskConfig], old: str, new: str) -> None:
    with pytest.raises(ConfigurationError, match=r"gates\.yaml"):
        load(FILE, old, new)


def test_another_gate_is_another_configuration(load: Callable[..., DeskConfig], desk: DeskConfig) -> None:
    assert load(FILE, "versi: 3", "versi: 4").config_digest != desk.config_digest
