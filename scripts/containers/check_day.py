#!/usr/bin/env python3
"""One reporting day on the services of docker-compose.yml: ``check_day.py URL PASSWORDS COMPOSE…``.

Plays the people from outside, as ``scripts/demo.py`` does on one machine: teams drop the demonstration's workbooks into the
inbox, two officers answer through the REST API. Everything else is done by the scheduler and the Celery workers, on
PostgreSQL. Standard library only, for a host that has nothing but Docker. Exit 0 only if all of it happened.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

RECEIVE, PUBLISH = "receive_submissions", "publish_daily_report"
AREAS, RECIPIENTS, FILES = 6, 14, 9
OFFICERS = {"verify": "petugas.verifikasi", "approve": "petugas.persetujuan"}
REASON = "Pemeriksaan penempatan di peladen: angka dicocokkan dengan tanda terima."

# Runs inside the "outside" service of compose.check.yml: makes the workbooks, and drops those of one time of day as a file
# server does, so that complete files appear at once under their names.
DROP = """
import shutil, sys
from pathlib import Path
sys.path.insert(0, "/check/scripts")
from demo_inputs import make_inputs
from jujur.settings import places
from jujur.settings.desk import load_desk
for file in make_inputs(Path("/tmp/kiriman"), load_desk(places.desk_dir())):
    if file.when == sys.argv[1]:
        folder = places.inbox_dir() / file.team_id
        half = folder / f".{file.file_name}.part"
        shutil.copyfile(file.path, half)
        half.rename(folder / file.file_name)
        print(file.team_id, file.file_name)
"""


class CheckError(Exception):
    """Something did not happen."""


class Site:
    """Airflow's REST API, one user at a time, and commands inside the services."""

    def __init__(self, url: str, passwords: dict[str, str], compose: Sequence[str]) -> None:
        self.url = url
        self.passwords = passwords
        self.compose = list(compose)
        self.tokens: dict[str, str] = {}
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def ask(self, method: str, path: str, body: Any = None, user: str = "admin") -> Any:
        """JSON answer to a request of a user."""
        if user not in self.tokens:
            login = {"username": user, "password": self.passwords[user]}
            self.tokens[user] = self._call("POST", "/auth/token", login, None)["access_token"]
        return self._call(method, path, body, self.tokens[user])

    def _call(self, method: str, path: str, body: Any, token: str | None) -> Any:
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, headers=headers, method=method)
        with self._opener.open(request, timeout=60) as answer:
            content = answer.read()
        return json.loads(content) if content else None

    def run(self, service: str, *command: str, given: str = "") -> str:
        """Standard output of a command inside a service."""
        done = subprocess.run(
            [*self.compose, "exec", "-T", service, *command],
            input=given,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        if done.returncode:
            raise CheckError(f"{service}: {' '.join(command)}\n{done.stdout[-1500:]}{done.stderr[-1500:]}")
        return done.stdout

    def sql(self, statement: str) -> str:
        """One answer of the record's PostgreSQL."""
        return self.run("postgres", "psql", "-U", "postgres", "-d", "jujur", "-tAc", statement).strip()

    def move_clock(self, desk_time: str) -> None:
        """Puts the desk's clock forward and has the schedule read again."""
        self.run("worker", "jujur", "clock", desk_time)
        for dag_id in (RECEIVE, PUBLISH):
            token = self.ask("GET", f"/api/v2/dags/{dag_id}")["file_token"]
            self.ask("PUT", f"/api/v2/parseDagFile/{token}")

    def drop(self, when: str) -> int:
        """Number of files that the teams have sent."""
        return len(self.run("outside", "python", "-", when, given=DROP).splitlines())


def wait_for(what: str, seconds: float, is_met: Callable[[], Any]) -> Any:
    """What ``is_met`` gives as soon as it is true."""
    deadline = time.monotonic() + seconds
    while not (met := is_met()):
        if time.monotonic() > deadline:
            raise CheckError(f"not within {seconds:.0f} s: {what}")
        time.sleep(2)
    return met


def receive(site: Site, begin: float) -> None:
    """All workbooks reach the record and are answered."""
    site.move_clock("2024-02-14 18.40")
    dropped = site.drop("on_time")
    say(begin, f"{dropped} workbooks dropped into the inbox at 18.40 of the desk's clock")
    answered = "SELECT COUNT(*) FROM delivery AS d JOIN delivery_outcome AS o USING (delivery_id)"
    answered += " WHERE d.subject_kind = 'receipt' AND o.outcome = 'accepted'"
    wait_for(
        "on-time files answered", 180, lambda: int(site.sql("SELECT COUNT(*) FROM submission")) == dropped
    )
    wait_for("on-time files answered", 180, lambda: int(site.sql(answered)) == dropped)
    site.move_clock("2024-02-14 19.10")
    dropped += site.drop("late")
    wait_for("late file answered", 180, lambda: int(site.sql(answered)) == dropped)
    require(dropped == FILES, f"{dropped} files were dropped, not {FILES}")
    rows = site.sql("SELECT COUNT(*) FROM row_pungut_hitung")
    stations = site.sql("SELECT COUNT(DISTINCT kode_tps) FROM row_pungut_hitung")
    say(begin, f"{dropped} files in PostgreSQL: {rows} rows of {stations} TPS; every sender answered")
    require(stations == "494", f"{stations} TPS, not 494")
    worker = {site.run(name, "hostname").strip() for name in ("worker",)}
    ran_on = {task["hostname"] for task in succeeded(site, RECEIVE)}
    require(bool(ran_on) and ran_on <= worker, f"tasks ran on {ran_on}, the worker is {worker}")
    say(begin, f"the tasks ran on the Celery worker {', '.join(ran_on)}")


def succeeded(site: Site, dag_id: str) -> list[dict[str, Any]]:
    """Task instances of a DAG that ended well, of any run."""
    path = f"/api/v2/dags/{dag_id}/dagRuns/~/taskInstances?state=success&limit=100"
    return list(site.ask("GET", path)["task_instances"])


def publish(site: Site, begin: float) -> None:
    """The schedule publishes, two officers decide, recipients get their PDF."""
    site.move_clock("2024-02-14 19.29")
    runs = f"/api/v2/dags/{PUBLISH}/dagRuns"
    run_id = wait_for("a publishing run", 180, lambda: first_run(site, runs))
    say(begin, f"the schedule started {run_id}")
    for act, officer in OFFICERS.items():
        path = f"{runs}/{run_id}/taskInstances/{act}/-1/hitlDetails"
        wait_for(f"question {act}", 300, lambda path=path: is_asked(site, path))
        site.ask(
            "PATCH", path, {"chosen_options": ["Setuju"], "params_input": {"alasan": REASON}}, user=officer
        )
        say(begin, f"{act}: {officer} agreed")
    state = wait_for("end of the run", 300, lambda: ended(site, f"{runs}/{run_id}"))
    require(state == "success", f"the publishing run ended as {state}")
    told = json.loads(site.run("worker", "jujur", "status"))
    issued = [edition for edition in told["editions"] if edition["status"] != "draft"]
    sent = {item["subject_kind"]: item["message_count"] for item in told["messages"]}
    filed = site.run("outside", "sh", "-c", "ls /var/lib/jujur/mail/new | wc -l").strip()
    say(begin, f"{len(issued)} editions, messages {sent}, {filed} mails at the server")
    require(len(issued) == AREAS, f"{len(issued)} editions, not {AREAS}")
    require(int(filed) == FILES + RECIPIENTS, f"{filed} mails, not {FILES} + {RECIPIENTS}")
    say(begin, site.run("worker", "jujur", "ledger", "verify").strip())
    for edition in issued:
        target = f"/tmp/{edition['edition_id']}.pdf"
        site.run("worker", "jujur", "show", edition["edition_id"], "--out", target)
        site.run("worker", "jujur", "verify", target)
    say(begin, f"{len(issued)} PDFs verified against the record")


def first_run(site: Site, runs: str) -> str | None:
    """The id of the only run, or None."""
    return next((str(run["dag_run_id"]) for run in site.ask("GET", runs)["dag_runs"]), None)


def is_asked(site: Site, path: str) -> bool:
    """Whether an officer has been asked."""
    try:
        site.ask("GET", path)
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return False
        raise
    return True


def ended(site: Site, path: str) -> str | None:
    """The state of a run that has ended."""
    state = str(site.ask("GET", path)["state"])
    return state if state in ("success", "failed") else None


def require(is_so: bool, otherwise: str) -> None:
    """CheckError unless it is so."""
    if not is_so:
        raise CheckError(otherwise)


def say(begin: float, text: str) -> None:
    """One line with the seconds since the beginning."""
    print(f"         | {time.monotonic() - begin:5.0f} s  {text}", flush=True)


def main() -> int:
    """0 if the whole day happened."""
    url, passwords, *compose = sys.argv[1:]
    known = dict(line.split() for line in Path(passwords).read_text().splitlines())
    site, begin = Site(url, known, compose), time.monotonic()
    try:
        receive(site, begin)
        publish(site, begin)
    except (CheckError, OSError) as error:
        print(f"         | FAILED: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
