"""What a tired officer is told to do: every file that leaves something undone gets a step, and the right one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from jujur.domain.findings import Bin
from jujur.domain.periods import WIB
from jujur.operations.reply_words import steps, verdict


def told(**facts: Any) -> dict[str, Any]:
    answer = {
        "outcome": "read",
        "message": "",
        "form_id": "kejadian",
        "is_event": True,
        "is_nil": False,
        "rows": 0,
        "blank": 0,
        "bins": {bin_.value: 0 for bin_ in Bin} | facts.pop("bins", {}),
        "findings": [],
        "team_id": "tim",
        "correction_number": "K-20240214-0001",
        "received_at": datetime(2024, 2, 14, 18, tzinfo=WIB),
        "due_at": datetime(2024, 2, 14, 19, tzinfo=WIB),
        "cut_off_at": None,
    }
    return answer | facts


def test_an_empty_form_of_events_asks_for_rows_or_for_nihil() -> None:
    answer = told()
    assert "BELUM MELAPOR" in verdict(answer)
    (step,) = steps(answer, "mail")
    assert "pilih NIHIL" in step
    assert "paling lambat pukul 19.00 WIB" in step
    assert steps(told(is_nil=True), "mail") == ()


def test_an_empty_table_of_stations_does_not_ask_for_nihil() -> None:
    (step,) = steps(told(is_event=False), "mail")
    assert "NIHIL" not in step
    assert "isi barisnya" in step


def test_blank_rows_are_asked_for() -> None:
    (step,) = steps(told(is_event=False, rows=50, blank=46, bins={"accepted": 50}), "mail")
    assert step.startswith("Baris yang kosong masih ditunggu")


def test_a_file_of_another_kecamatan_says_so_in_its_first_sentence() -> None:
    answer = told(is_event=False, rows=50, bins={"out_of_scope": 50})
    assert "50 baris di luar wilayah tim Anda dan tidak dihitung" in verdict(answer)
    assert "formulir kecamatan Anda sendiri" in steps(answer, "mail")[0]


@pytest.mark.parametrize(("findings", "count"), [([], 1), ([{"severity": "E", "rule_id": "V08"}], 5)])
def test_an_unknown_sender_is_not_asked_to_correct_rows_that_are_right(findings: Any, count: int) -> None:
    answer = told(is_event=False, rows=5, bins={"held": 5}, team_id=None, findings=findings)
    assert len(steps(answer, "mail")) == count
    assert "alamat tim yang terdaftar" in steps(answer, "mail")[0]
