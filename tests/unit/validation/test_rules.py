"""Rules of the voting-day form find their own violations, say where, and nothing else (domain.md §4).

That every rule of every form does so is tested in tests/faults.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from jujur.domain.cells import BLANK, Cell, CellState, value_cell
from jujur.domain.findings import Bin, Severity
from jujur.domain.forms import Form
from jujur.domain.periods import day_period
from jujur.domain.submissions import PlacedRow, Row
from jujur.settings.desk import DeskConfig, load_desk
from jujur.validation import Judgement, RowToJudge, judge

PROJECT = Path(__file__).resolve().parents[3]
PERIOD = day_period(datetime(2024, 2, 14).date())
AT = datetime(2024, 2, 14, 11, tzinfo=UTC)
UNIT, KELURAHAN = "1672011001001", "16.72.01.1001"

HONEST: dict[str, int | str] = {
    "kode_tps": UNIT,
    "kode_kelurahan": KELURAHAN,
    "kelurahan": "Sukorejo",
    "tps": "001",
    "status_tps": "selesai hitung",
    "pemilih_dpt_l": 117,
    "pemilih_dpt_p": 115,
    "pemilih_dpt_j": 232,
    "pemilih_dptb_j": 3,
    "pengguna_dpt_l": 104,
    "pengguna_dpt_p": 102,
    "pengguna_dpt_j": 206,
    "pengguna_dptb_l": 1,
    "pengguna_dptb_p": 0,
    "pengguna_dptb_j": 1,
    "pengguna_dpk_l": 0,
    "pengguna_dpk_p": 1,
    "pengguna_dpk_j": 1,
    "pengguna_total_l": 105,
    "pengguna_total_p": 103,
    "pengguna_total_j": 208,
    "suara_sah": 203,
    "suara_tidak_sah": 5,
    "suara_total": 208,
    "surat_suara_diterima": 237,
    "surat_suara_digunakan": 208,
    "surat_suara_rusak": 0,
    "surat_suara_tidak_digunakan": 29,
}


@pytest.fixture(scope="module")
def desk() -> DeskConfig:
    return load_desk(PROJECT / "config" / "pagar-alam")


def typed(form: Form, values: dict[str, Any], number: int = 9) -> Row:
    """A row of the form; columns that are not given stay blank."""
    given = {column.name: values.get(column.name) for column in form.columns}
    cells = {
        name: value if isinstance(value, Cell) else BLANK if value is None else value_cell(value)
        for name, value in given.items()
    }
    return Row(f"{'a' * 64}|Isian|{number}", "Isian", number, cells)


def judged(desk: DeskConfig, changes: dict[str, Any], **more: Any) -> Judgement:
    form = desk.forms["pungut_hitung"]
    row = typed(form, {**HONEST, **changes})
    unit = row.text("kode_tps") or "?"
    placed = PlacedRow(row, unit, KELURAHAN, "16.72.01", "digest", True)
    new = RowToJudge("K-1", "laporan.xlsx", "tim.16-72-01", "16.72.01", AT, None, placed)
    parents = {
        area.code: area.parent_code or ""
        for level in ("kelurahan", "tps")
        for area in desk.gazetteer.at_level(level)  # type: ignore[arg-type]
    }
    return judge(form, desk.rules[form.id], [new], [], PERIOD, parents, asdict(desk.thresholds), **more)


def broken(judgement: Judgement) -> set[str]:
    return {finding.rule_id for _, finding in judgement.findings}


def test_an_honest_row_breaks_nothing(desk: DeskConfig) -> None:
    judgement = judged(desk, {})
    assert broken(judgement) == set()
    assert [item.bin for item in judgement.dispositions] == [Bin.ACCEPTED]


def test_a_row_with_gaps_breaks_nothing(desk: DeskConfig) -> None:
    gaps = {
        name: None
        for name in HONEST
        if name not in ("kode_tps", "kode_kelurahan", "kelurahan", "tps", "suara_sah")
    }
    assert broken(judged(desk, gaps)) == set()


VIOLATIONS: list[tuple[str, dict[str, Any]]] = [
    ("V01", {"kode_tps": "1672011001999"}),
    ("V01", {"kode_kelurahan": "16.72.01.1002"}),
    ("V02", {"surat_suara_rusak": Cell(CellState.DITAHAN, None, "dua"), "surat_suara_tidak_digunakan": None}),
    ("V03", {"pemilih_dpt_l": 118}),
    ("V04", {"pengguna_dpk_l": 1, "pengguna_dpk_p": 0}),
    ("V05", {"pemilih_dpt_l": 103, "pemilih_dpt_p": 129}),
    ("V06", {"pemilih_dptb_j": 0}),
    ("V08", {"suara_tidak_sah": 6}),
    ("V09", {"suara_sah": 202, "suara_total": 207, "surat_suara_digunakan": None}),
    ("V10", {"surat_suara_tidak_digunakan": 28}),
    ("V13", {"pemilih_dpt_l": 186, "pemilih_dpt_j": 301, "surat_suara_diterima": None}),
    (
        "V14",
        {
            "surat_suara_diterima": 207,
            "surat_suara_digunakan": None,
            "surat_suara_tidak_digunakan": None,
            "pemilih_dpt_j": None,
        },
    ),
    (
        "V15",
        {
            "pemilih_dpt_l": 104,
            "pemilih_dpt_p": 102,
            "pemilih_dpt_j": 206,
            "pemilih_dptb_j": None,
            "pengguna_dptb_l": 5,
            "pengguna_dptb_j": 5,
            "pengguna_total_l": 109,
            "pengguna_total_j": 212,
            "suara_sah": 207,
            "suara_total": 212,
            "surat_suara_digunakan": 212,
            "surat_suara_diterima": None,
        },
    ),
]


@pytest.mark.parametrize(
    ("rule_id", "changes"), VIOLATIONS, ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(VIOLATIONS)]
)
def test_each_violation_is_found_by_its_rule_alone(
    desk: DeskConfig, rule_id: str, changes: dict[str, Any]
) -> None:
    judgement = judged(desk, changes)
    assert broken(judgement) == {rule_id}
    (disposition,) = judgement.dispositions
    severity = next(rule.severity for rule in desk.rules["pungut_hitung"] if rule.id == rule_id)
    assert disposition.bin is (Bin.HELD if severity is Severity.ERROR else Bin.ACCEPTED)
    finding = judgement.findings[0][1]
    assert (finding.file_name, finding.sheet, finding.row_number) == ("laporan.xlsx", "Isian", 9)
    for part in (finding.column, finding.found, finding.expected, finding.advice):
        assert part
    assert finding.sentence().startswith("berkas laporan.xlsx, lembar Isian, baris 9, kolom ")


def test_a_special_tps_over_the_limit_is_flagged_not_held(desk: DeskConfig) -> None:
    special = {"kode_tps": "1672011016901", "kode_kelurahan": "16.72.01.1016", "tps": "901"}
    judgement = judged(
        desk, {**special, "pemilih_dpt_l": 186, "pemilih_dpt_j": 301, "surat_suara_diterima": None}
    )
    assert [(finding.rule_id, finding.severity) for _, finding in judgement.findings] == [
        ("V13", Severity.WARNING)
    ]
    assert judgement.dispositions[0].bin is Bin.ACCEPTED


def test_the_message_shows_the_arithmetic(desk: DeskConfig) -> None:
    finding = judged(desk, {"pemilih_dpt_l": 118}).findings[0][1]
    assert finding.found == "Pemilih dalam DPT: Jumlah 232"
    assert finding.expected == "L + P = 118 + 115 = 233"


def test_an_expectation_that_raises_is_never_a_pass(
    desk: DeskConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jujur.domain.errors import JujurError
    from jujur.validation import suites

    config = SimpleNamespace(kwargs={"column": "V03"})
    outcome = SimpleNamespace(
        exception_info={"raised_exception": True}, success=True, expectation_config=config
    )
    monkeypatch.setattr(suites, "_validate", lambda *_: SimpleNamespace(results=[outcome]))
    with pytest.raises(JujurError, match="V03"):
        judged(desk, {})


def test_the_raw_result_is_handed_out_for_documentation(desk: DeskConfig) -> None:
    kept: list[tuple[str, Any]] = []
    judged(desk, {"pemilih_dpt_l": 118}, keep_result=lambda name, result: kept.append((name, result)))
    ((name, result),) = kept
    told = json.loads(json.dumps(result.to_json_dict()))
    assert name == "pungut_hitung"
    assert told["success"] is False
    (failed,) = [item["expectation_config"] for item in told["results"] if not item["success"]]
    rule = next(rule for rule in desk.rules["pungut_hitung"] if rule.id == "V03")
    assert failed["meta"] == {"rule": "V03", "severity": "E", "statement": rule.statement}
