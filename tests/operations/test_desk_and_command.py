"""The desk's clock, and the command as a person types it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.days import DUE, start_desk

from jujur.domain.errors import ConfigurationError, RecordError
from jujur.operations.desk import clock_shifts, open_desk
from jujur.operations.initialise import initialise, shift_clock
from jujur.settings import clock, places

PROJECT = Path(__file__).resolve().parents[2]


def official(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of the configuration in which the desk is official."""
    shutil.copytree(PROJECT / "config", tmp_path / "config")
    desk = tmp_path / "config" / "pagar-alam" / "desk.yaml"
    desk.write_text(desk.read_text().replace("mode: demonstrasi", "mode: resmi"))
    monkeypatch.setenv("JUJUR_DESK", str(desk.parent))


def test_a_shift_is_an_event_and_moves_the_desk(home: Path) -> None:
    start_desk()
    with open_desk() as desk:
        shift_clock(desk, DUE, "uji")
    with open_desk() as desk, desk.database.reading() as session:
        assert abs(desk.now() - DUE) < timedelta(minutes=1)
        assert [shift.reason for shift, _ in clock_shifts(session)][-1] == "uji"


def test_the_clock_never_goes_back(home: Path) -> None:
    start_desk()
    with open_desk() as desk:
        shift_clock(desk, DUE, "uji")
    with open_desk() as desk, pytest.raises(RecordError, match="mundur"):
        shift_clock(desk, DUE - timedelta(hours=1), "uji")


def test_a_clock_that_the_ledger_does_not_know_stops_the_desk(home: Path) -> None:
    start_desk()
    clock.write_shift(places.home(), timedelta(days=-1000))
    with pytest.raises(ConfigurationError, match="buku besar"), open_desk():
        pass


def test_an_official_desk_has_no_shifted_clock(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    official(tmp_path, monkeypatch)
    with open_desk() as desk:
        assert not desk.config.is_demonstration
        with pytest.raises(ConfigurationError, match="demonstrasi"):
            shift_clock(desk, DUE, "uji")
    clock.write_shift(places.home(), timedelta(days=-1000))
    with pytest.raises(ConfigurationError, match="resmi"), open_desk():
        pass


def test_a_frame_cannot_be_frozen_once_its_period_is_open(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    official(tmp_path, monkeypatch)
    with open_desk() as desk, pytest.raises(RecordError, match="P03"):
        initialise(desk)


def jujur(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "jujur.cli", *words],
        env={**os.environ, "JUJUR_HOME": str(home), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_command_receives_and_answers_in_one_line_a_file(
    home: Path, workbooks: list[Any], tmp_path: Path
) -> None:
    assert "499 laporan wajib" in jujur(home, "init").stdout
    assert "Sudah siap" in jujur(home, "init").stdout
    broken = tmp_path / "foto.xlsx"
    broken.write_bytes(b"\x89PNG\r\n")
    path = next(
        file.path for file in workbooks if file.team_id == "tim.16-72-05" and "Laporan" in file.file_name
    )
    done = jujur(
        home,
        "receive",
        str(path),
        str(broken),
        "--from",
        "tim.16-72-05@example.org",
        "--at",
        "2024-02-14 18.30",
    )
    assert done.returncode == 0, done.stderr
    good, bad = (json.loads(line) for line in done.stdout.strip().splitlines())
    assert set(good) == {"file", "sha256", "submission", "outcome", "rows", "findings", "reply"}
    assert good["rows"] == {
        "received": 50,
        "accepted": 40,
        "held": 10,
        "duplicate": 0,
        "superseded": 0,
        "out_of_scope": 0,
        "blank": 12,
    }
    assert {"rule_id", "sheet", "row_number", "column_name", "found", "expected"} <= set(good["findings"][0])
    assert good["reply"]["to"] == "tim.16-72-05@example.org"
    assert bad["outcome"] == "unreadable"
    assert "foto.xlsx" in bad["reply"]["text"]


def test_mistakes_get_a_sentence_not_a_traceback(home: Path) -> None:
    jujur(home, "init")
    for words in (
        ("trace", "16.72/tidak_ada"),
        ("publish",),
        ("clock", "besok sore"),
        ("show", "tidak-ada"),
        ("publish", "2024-02-14 19.30"),
    ):
        done = jujur(home, *words)
        assert done.returncode == 1, words
        assert done.stderr.startswith("Gagal: "), done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("receive", "tidak ada.xlsx"), "Berkas “tidak ada.xlsx” tidak ada; periksa nama dan foldernya."),
        (("receive", "/tmp"), "“/tmp” adalah folder; sebutkan berkasnya satu per satu."),
        (("receive",), "Isian FILES wajib diisi."),
        (("template", "--area", "16.72"), "Pilihan --form wajib diisi."),
        (("template", "--form"), "Pilihan --form belum diikuti isinya."),
        (("template", "--fom", "x"), "Pilihan --fom tidak dikenal. Mungkin maksud Anda --form"),
        (("teplate",), "Perintah “teplate” tidak dikenal."),
        (("status", "desk", "kita"), "Isian “desk kita” berlebih; tulis nama yang memuat spasi dalam tanda kutip."),
    ],
)  # fmt: skip
def test_a_slip_at_the_terminal_is_answered_in_indonesian(
    home: Path, words: tuple[str, ...], sentence: str
) -> None:
    done = jujur(home, *words)
    assert done.returncode == 2
    assert done.stderr.startswith(f"Gagal: {sentence}"), done.stderr
    assert re.fullmatch(r"Gagal: [^\n]+ Bantuan: jujur[a-z ]* --help\n", done.stderr), done.stderr


def test_a_command_keeps_its_own_answer(home: Path) -> None:
    assert (jujur(home, "--help").returncode, jujur(home, "status").returncode) == (0, 0)
    alone = jujur(home, "decide")
    assert (alone.returncode, alone.stderr) == (2, "")
    assert "Usage: jujur decide" in alone.stdout


def test_a_figure_and_a_row_lead_to_each_other(day: Path) -> None:
    from tests.days import CUT_OFF

    from jujur.operations import publish

    publish.compute_figures(publish.freeze_editions(CUT_OFF))
    told = json.loads(jujur(day, "trace", "16.72.05/sum_suara_sah").stdout)
    assert sum(row["value"] for row in told["rows"]) == int(told["value"])
    assert len(told["rows"]) == told["n"]
    assert {item["team"] for item in told["files"]} == {"Tim Pemantau Kecamatan Dempo Tengah"}
    back = json.loads(jujur(day, "trace", told["rows"][0]["row_id"]).stdout)
    assert sorted(item.split("-")[3] for item in back["editions"]) == ["16.72", "16.72.05"]
    assert back["files"] == told["files"]
