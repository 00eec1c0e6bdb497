"""The whole day on a real Airflow with a real mail server: as `make demo` runs it, and with its scheduler killed twice."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import pikepdf
import psutil
import pytest
from tests.operations.test_real_day import BLANK, SIZE, breaks_a_rule, is_blank, number, real_rows

from jujur.auditing import read_text

PROJECT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.services, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """One run of the demonstration, exactly as the Makefile starts it."""
    home = tmp_path_factory.mktemp("demo") / "home"
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("JUJUR_", "AIRFLOW"))
    }
    done = subprocess.run(
        [sys.executable, str(PROJECT / "scripts" / "demo.py")],
        env={**environment, "JUJUR_HOME": str(home)},
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=800,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return {"home": home, "said": done.stdout, "summary": json.loads((home / "summary.json").read_text())}


def test_it_says_what_happened(demo: dict[str, Any]) -> None:
    summary = demo["summary"]
    assert set(summary) == {"files", "rows", "figures", "editions", "mails", "ledger_head", "seconds"}
    assert summary["files"] == 9
    assert summary["mails"] == {"recipients": 14, "senders": 9}
    assert [(item["area"], item["kind"], item["revision"]) for item in summary["editions"]] == [
        (code, "harian", 0) for code in ("16.72", *SIZE)
    ]
    assert "6 edisi terbit, 14 penerima dikirimi, 9 pengirim dijawab" in demo["said"]


def test_the_citys_report_has_three_pages(demo: dict[str, Any]) -> None:
    with pikepdf.open(demo["home"] / "editions" / "20240214-1930-harian-16.72-r0.pdf") as report:
        assert len(report.pages) == 3


def test_its_figures_equal_an_independent_count(demo: dict[str, Any]) -> None:
    rows, figures = real_rows(), demo["summary"]["figures"]
    assert len(rows) == figures["16.72/tps_expected"]["value"] == 494
    for code, size in SIZE.items():
        mine = [row for row in rows if row["kode_kecamatan"] == code]
        used = [row for row in mine if not breaks_a_rule(row) and not is_blank(row)]
        bins = demo["summary"]["rows"][code]
        assert len(mine) == size
        assert figures[f"{code}/tps_empty"]["value"] == BLANK[code]
        assert bins["held"] == sum(1 for row in mine if breaks_a_rule(row))
        assert bins["received"] == sum(value for name, value in bins.items() if name != "received")
        for name in ("pemilih_dpt_j", "pengguna_total_l", "pengguna_total_p", "suara_sah", "suara_tidak_sah"):
            figure = figures[f"{code}/sum_{name}"]
            assert figure["value"] == sum(number(row, name) or 0 for row in used)
            assert (figure["n"], figure["N"]) == (len(used), size)


def test_every_recipient_holds_the_published_bytes(demo: dict[str, Any]) -> None:
    published = {item["area"]: item["signed_sha256"] for item in demo["summary"]["editions"]}
    for item in demo["summary"]["editions"]:
        assert hashlib.sha256(Path(item["path"]).read_bytes()).hexdigest() == item["signed_sha256"]
    boxes = Counter(path.parent.name for path in (demo["home"] / "mail").glob("*/*.eml"))
    assert {count for address, count in boxes.items() if not address.startswith("tim.")} == {1}
    assert sum(boxes.values()) == 14 + 9
    assert len(published) == 6


def test_every_published_pdf_verifies_and_a_changed_one_does_not(
    demo: dict[str, Any], tmp_path: Path
) -> None:
    jujur = [sys.executable, "-m", "jujur.cli"]
    environment = {**os.environ, "JUJUR_HOME": str(demo["home"])}
    for item in demo["summary"]["editions"]:
        done = subprocess.run(
            [*jujur, "check", item["path"]], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    changed = tmp_path / "berubah.pdf"
    changed.write_bytes(Path(demo["summary"]["editions"][0]["path"]).read_bytes() + b" ")
    done = subprocess.run(
        [*jujur, "check", str(changed)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "BEDA" in done.stdout
    done = subprocess.run(
        [*jujur, "ledger", "verify"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0


def test_nothing_of_it_is_left_running(demo: dict[str, Any]) -> None:
    mine = []
    for process in psutil.process_iter(["environ", "cmdline"]):
        if (process.info["environ"] or {}).get("JUJUR_HOME") == str(demo["home"]):
            mine.append(process.info["cmdline"])
    assert mine == []


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty JUJUR_HOME, and nothing else of ours in the environment."""
    for name in [name for name in os.environ if name.startswith("JUJUR_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("JUJUR_HOME", str(folder))
    return folder


def test_killing_the_scheduler_loses_and_repeats_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`kill -9` while drafts are made, and again while editions are finished: published once, each mail sent once."""
    monkeypatch.setenv("JUJUR_RECEIVE_EVERY_SECONDS", "5")
    day = load_demo()
    slot, files = day.prepare()
    with day.Services(home=home, environment={"JUJUR_RECEIVE_EVERY_SECONDS": "5"}) as airflow:
        day.move_clock(airflow, slot.due_at, "uji")
        day.drop(files)
        day.wait_received(airflow, len(files), 180)
        day.move_clock(airflow, slot.cut_off_at - day.LEAD, "uji")
        run = airflow.wait_for_new_run(day.PUBLISH, 60)
        wait_until_running(airflow, day.PUBLISH, run, "draft")
        airflow.kill_scheduler()
        airflow.restart_scheduler()
        airflow.answer(
            day.PUBLISH, run, "verify", "Setuju", day.VERIFIED, user="petugas.verifikasi", timeout=300
        )
        airflow.answer(
            day.PUBLISH, run, "approve", "Setuju", day.APPROVED, user="petugas.persetujuan", timeout=300
        )
        wait_until_running(airflow, day.PUBLISH, run, "finish")
        airflow.kill_scheduler(is_whole_session=True)
        airflow.restart_scheduler()
        assert airflow.wait_for_run(day.PUBLISH, run, 400) == "success"
        assert [item["state"] for item in airflow.runs(day.PUBLISH)] == ["success"]
        check_documents_are_for_users_only(airflow)
    told = day.summarise(slot, day.Stages())
    assert day.shortcomings(told, slot, files) == []
    events = Counter(entry["event"] for entry in ledger_of(home))
    assert events["edition_published"] == events["edition_drafted"] == events["edition_sealed"] == 6
    assert events["editions_frozen"] == 1
    assert events["edition_delivered"] == 14
    assert events["decision_taken"] == 12
    boxes = Counter(path.parent.name for path in (home / "mail").glob("*/*.eml"))
    assert sum(boxes.values()) == 14 + 9
    assert {count for address, count in boxes.items() if not address.startswith("tim.")} == {1}


def test_a_refusal_publishes_nothing_and_everybody_is_told(home: Path) -> None:
    """L36: the verifier says no; the run is red, no edition leaves, and every recipient learns that and why."""
    day = load_demo()
    slot, _ = day.prepare()
    reason = "Lima tim belum mengirim apa pun; laporan ini belum layak terbit."
    with day.Services(home=home, environment={"JUJUR_RECEIVE_EVERY_SECONDS": "60"}) as airflow:
        day.move_clock(airflow, slot.cut_off_at - day.LEAD, "uji")
        run = airflow.wait_for_new_run(day.PUBLISH, 60)
        airflow.answer(day.PUBLISH, run, "verify", "Tolak", reason, user="petugas.verifikasi", timeout=300)
        assert airflow.wait_for_run(day.PUBLISH, run, 300) == "failed"
    told = day.summarise(slot, day.Stages())
    assert told["editions"] == []
    events = Counter(entry["event"] for entry in ledger_of(home))
    assert events["edition_published"] == events["edition_delivered"] == 0
    assert events["report_not_published"] == 1
    assert events["decision_taken"] == 6
    letters = sorted((home / "mail").glob("*/*.eml"))
    assert len(letters) == 14
    for path in letters:
        message = message_from_bytes(path.read_bytes(), policy=default)
        assert "TIDAK TERBIT" in message["Subject"]
        assert reason in " ".join(message.get_body(("plain",)).get_content().split())  # type: ignore[union-attr]
        (notice,) = message.iter_attachments()
        assert notice.get_content_type() == "application/pdf"
        pages = read_text(notice.get_content())
        assert len(pages) == 1
        assert reason in " ".join(pages[0].split())


def check_documents_are_for_users_only(airflow: Any) -> None:
    """Data Docs of the last runs: a stranger is sent to the login, a user finds the index and a page by Great Expectations."""
    address = f"{airflow.url}/pemeriksaan/"
    stranger = httpx.get(address)
    assert stranger.status_code == 302
    assert "/auth/login" in stranger.headers["location"]
    with httpx.Client(cookies={"_token": airflow.token()}, timeout=120) as user:
        index = user.get(address)
        assert index.status_code == 200
        page = re.search(r'href="([^"]+/\d+/)"', index.text)
        assert page is not None
        shown = user.get(urljoin(address, page[1]))
    assert shown.status_code == 200
    assert "Great Expectations" in shown.text


def load_demo() -> Any:
    """scripts/demo.py as a module that lives in the JUJUR_HOME of this test."""
    spec = importlib.util.spec_from_file_location(
        f"demo_{time.monotonic_ns()}", PROJECT / "scripts" / "demo.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def wait_until_running(airflow: Any, dag_id: str, run_id: str, task_id: str) -> None:
    """Until one of the mapped instances of a task is at work."""

    def is_running() -> bool:
        found = [item["state"] for item in airflow.tasks(dag_id, run_id) if item["task_id"] == task_id]
        return "running" in found

    airflow.wait_until(is_running, 180, f"{task_id} running")


def ledger_of(home: Path) -> list[dict[str, Any]]:
    from jujur.operations.desk import open_desk

    with open_desk() as desk, desk.database.reading() as session:
        assert desk.home == home
        return session.rows("ledger_entries")
