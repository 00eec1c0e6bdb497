"""Figures of KPU and Bawaslu: who may enter which, corrections as one more entry, and what was known when (P19)."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.days import start_desk
from typer.testing import CliRunner

from jujur.cli import app
from jujur.domain.errors import DecisionRefused, RecordError
from jujur.domain.official import OfficialFigure
from jujur.domain.periods import WIB
from jujur.operations import official
from jujur.operations.desk import open_desk
from jujur.operations.initialise import shift_clock
from jujur.operations.verify import verify_ledger
from jujur.record import official_figures

PERIOD, CITY = "2024-02-14", "16.72"
NOW = datetime(2024, 3, 6, 9, 0, tzinfo=WIB)
FORM = official.Publication("KPU", "Model D.HASIL KABKO-PPWP", date(2024, 3, 5))
WHY = "Angka KPU memuat TPS yang tidak melapor kepada desk."


@pytest.fixture
def desk_home(home: Path) -> Path:
    started(NOW)
    return home


def started(now: datetime) -> None:
    start_desk()
    with open_desk() as desk:
        shift_clock(desk, now, "uji")


def enter(**changes: Any) -> OfficialFigure | None:
    asked: dict[str, Any] = {
        "period_id": PERIOD,
        "area_code": CITY,
        "indicator": "pengguna_hak_pilih",
        "value": 105_214,
        "publication": FORM,
        "actor": "petugas.data",
        "explanation": "",
    }
    with open_desk() as desk:
        return official.add(desk, **(asked | changes))


def known(as_of: datetime) -> dict[str, OfficialFigure]:
    with open_desk() as desk, desk.database.reading() as session:
        period = desk.config.calendar.reporting_period("pungut_hitung", PERIOD)
        assert period is not None
        return official_figures.known(session, period.starts_at, as_of)


def test_an_entry_is_kept_told_to_the_ledger_and_never_changed(
    home: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On both databases; the explanation comes later as one more entry, and each instant knows its own."""
    monkeypatch.setenv("JUJUR_DATABASE_URL", database_url)
    started(NOW)
    first = enter()
    assert first is not None
    assert enter() is None
    with open_desk() as desk:
        shift_clock(desk, NOW + timedelta(days=1), "uji")
    second = enter(value=105_215, explanation=WHY)
    assert second is not None
    assert [(one.value, one.entries, one.explanation) for one in (first, second)] == [
        (105_214, 1, ""),
        (105_215, 2, WHY),
    ]
    with open_desk() as desk:
        listed = official.listed(desk, PERIOD)
        with desk.database.reading() as session:
            told = [
                json.loads(row["payload"]) for row in session.rows("ledger_events", event=official.ENTERED)
            ]
    assert verify_ledger() > 0
    assert [one.value for one in listed] == [105_214, 105_215]
    assert [(one["value"], one["office"], one["entry"]) for one in told] == [
        (105_214, "KPU", 1),
        (105_215, "KPU", 2),
    ]
    assert known(NOW + timedelta(hours=1)) == {first.id: first}
    assert known(NOW + timedelta(days=2)) == {second.id: second}
    assert known(NOW - timedelta(hours=1)) == {}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"indicator": "suara_paslon_1"}, "tidak pernah menurut calon atau partai"),
        ({"indicator": "sum_suara_sah"}, "tidak dapat dicatat"),
        ({"value": -1}, "tidak negatif"),
        ({"value": 2**31}, "tidak negatif"),
        ({"publication": official.Publication("BPS", FORM.document, FORM.published_on)}, "Sumber harus KPU"),
        ({"publication": official.Publication("KPU", "  ", FORM.published_on)}, "Nama formulir"),
        (
            {"publication": official.Publication("KPU", "Hasil Partai Anu", FORM.published_on)},
            "calon atau partai",
        ),
        ({"publication": official.Publication("KPU", FORM.document, date(2024, 3, 7))}, "belum tiba"),
        ({"explanation": "Beda sedikit saja."}, "antara 20"),
        ({"explanation": "Angka KPU memuat 2 TPS yang tidak melapor."}, "memuat bilangan “2”"),
        ({"explanation": "Angka KPU memuat dua TPS yang tidak melapor."}, "memuat bilangan “dua TPS”"),
        ({"explanation": "Dijelaskan oleh petugas di nomor 081234567890."}, "telepon"),
        ({"explanation": "Selisihnya wajar karena situasi aman terkendali."}, "tidak dapat dicetak"),
        ({"explanation": "Selisih itu berasal dari calon yang protes."}, "calon atau partai"),
        ({"actor": "petugas.verifikasi"}, "tidak berwenang"),
        ({"actor": ""}, "tidak berwenang"),
    ],
)
def test_what_may_not_be_entered_is_refused_and_leaves_nothing(
    desk_home: Path, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(DecisionRefused, match=said):
        enter(**changes)
    assert known(NOW + timedelta(days=9)) == {}


@pytest.mark.parametrize(
    "changes", [{"area_code": "16.71"}, {"area_code": "1672011001001"}, {"period_id": "2024-W06"}]
)
def test_an_unknown_area_station_or_period_is_refused(desk_home: Path, changes: dict[str, str]) -> None:
    with pytest.raises(RecordError):
        enter(**changes)


def test_no_votes_are_entered_before_the_legal_hour(home: Path) -> None:
    """P19: as nothing of the kind is printed then. What is no vote may be entered."""
    early = datetime(2024, 2, 14, 14, 59, tzinfo=WIB)
    started(early)
    paper = official.Publication("KPU", FORM.document, early.date())
    with pytest.raises(DecisionRefused, match=r"14-02-2024 15\.00 WIB"):
        enter(indicator="suara_sah", publication=paper)
    assert enter(indicator="pemilih_dpt", publication=paper) is not None
    with open_desk() as desk:
        shift_clock(desk, early + timedelta(minutes=1, seconds=1), "uji")
    assert enter(indicator="suara_sah", publication=paper) is not None


def test_the_command_enters_and_lists(desk_home: Path) -> None:
    runner = CliRunner()
    asked = ["official", "add", CITY, "suara_total", "105214", "--period", PERIOD, "--source", "KPU"]
    asked += ["--document", FORM.document, "--published", "2024-03-05", "--by", "petugas.data"]
    made = runner.invoke(app, asked)
    assert (made.exit_code, made.stdout) == (0, "Tercatat: 16.72 suara_total 105214, catatan ke-1.\n")
    assert "Sudah tercatat" in runner.invoke(app, asked).stdout
    for wrong, right in (("105.214", "105214"), ("5 Maret", "2024-03-05")):
        failed = runner.invoke(app, [wrong if one == right else one for one in asked])
        assert (failed.exit_code, failed.stdout) == (1, "")
        assert failed.stderr.startswith("Gagal: ")
    shown = [
        json.loads(line)
        for line in runner.invoke(app, ["official", "list", "--period", PERIOD]).stdout.splitlines()
    ]
    assert [(one["value"], one["published"], one["entry"]) for one in shown] == [(105_214, "2024-03-05", 1)]
