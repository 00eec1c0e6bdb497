#!/usr/bin/env python3
"""Starts and stops a real Airflow on this machine: scheduler, dag-processor, api-server, triggerer, and a mail server.

``airflow standalone`` leaves processes behind when it is stopped; this supervisor does not. Each service runs in a
session of its own, everything in those sessions is ended on ``stop()``, and ``stop()`` looks whether that is true.
It is used by ``make demo``, ``make up`` and the tests, and knows nothing of the desk but its officers' user names::

    with Services(home=Path("var/demo"), officers=["pemeriksa", "penyetuju"]) as airflow:
        run = airflow.wait_for_new_run("publish_daily_report", timeout=60)
        airflow.answer("publish_daily_report", run, "verify", "Setuju", reason, user="pemeriksa")
        assert airflow.wait_for_run("publish_daily_report", run, timeout=120) == "success"

From the shell: ``python scripts/services.py --home var/up --port 8080`` runs until Ctrl-C.
"""

from __future__ import annotations

import argparse
import atexit
import contextlib
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

import httpx
import psutil

PROJECT = Path(__file__).resolve().parents[1]
ADMIN = "admin"
AIRFLOW_SERVICES = {
    "api-server": ["api-server"],
    "scheduler": ["scheduler", "--skip-serve-logs"],
    "dag-processor": ["dag-processor"],
    "triggerer": ["triggerer", "--skip-serve-logs"],
}
HEALTH_KEYS = {"scheduler": "scheduler", "dag-processor": "dag_processor", "triggerer": "triggerer"}
STOP_GRACE_SECONDS = 10.0
IDLE_GRACE_SECONDS = 2.0
POLL_SECONDS = 0.25
# With Airflow's default of 5 s the triggerer dies of "database is locked" on a busy machine. The api-server must not
# wait long: it writes its audit log on the event loop, and while that waits for the lock, the request that holds the
# lock cannot finish; the whole server stands still until the wait is over.
SQLITE_WAIT_SECONDS = {"api-server": 2}
SQLITE_WAIT_SECONDS_OTHERS = 30
SERVER_ERROR_RETRIES = 6
RESTARTS = 3


class ServicesError(Exception):
    """A service did not come up, died, or something did not happen in the time given."""


@dataclass
class Service:
    """One process of ours with everything it started. ``session`` outlives the process that leads it."""

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    session: int = 0

    def start(self, environment: Mapping[str, str], working_directory: Path) -> None:
        """Start it in a new session, its output going to ``log``."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(environment),
                cwd=working_directory,
                start_new_session=True,
            )
        self.session = self.process.pid

    def is_alive(self) -> bool:
        """Whether the leading process still runs."""
        return self.process is not None and self.process.poll() is None

    def tail(self, lines: int = 25) -> str:
        """The end of its output, for an error message."""
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(line[:240] for line in text.splitlines()[-lines:])


@dataclass
class Services:
    """A running Airflow with its mail server.

    :param home: JUJUR_HOME; Airflow lives in ``home/airflow``, mail is filed in ``home/mail``.
    :param officers: user names that may answer questions, those of the desk's configuration if None; each gets a
        password, as ``admin`` does.
    :param port: of the api-server (UI and REST); a free one if None.
    :param environment: more environment for all services (JUJUR_DATABASE_URL, JUJUR_DESK, AIRFLOW__…).
    :param expected_dags: ``start()`` waits until these are parsed; all files of the dags folder if None.
    """

    home: Path
    officers: Sequence[str] | None = None
    port: int | None = None
    smtp_port: int | None = None
    project: Path = PROJECT
    dags_folder: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    expected_dags: Sequence[str] | None = None
    has_smtp: bool = True
    python: str = sys.executable
    start_timeout: float = 120.0

    def __post_init__(self) -> None:
        self.home = self.home.resolve()
        self.project = self.project.resolve()
        if self.officers is None:
            self.officers = officers_of_desk(self.project, self.environment)
        self.dags_folder = (self.dags_folder or self.project / "dags").resolve()
        self.airflow_home = self.home / "airflow"
        self.mail_directory = self.home / "mail"
        self.port = self.port or free_port()
        self.smtp_port = self.smtp_port or free_port()
        self.url = f"http://localhost:{self.port}"
        self.services: dict[str, Service] = {}
        self.killed: list[Service] = []
        self.ended: list[str] = []
        self.seconds: dict[str, float] = {}
        self._tokens: dict[str, str] = {}
        self._is_warm = False
        self._client = httpx.Client(base_url=self.url, timeout=30.0, trust_env=False)

    # --- life -------------------------------------------------------------------------------

    def __enter__(self) -> Services:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Prepare, start all services, and return when all are healthy and the DAGs are there."""
        begin = time.monotonic()
        atexit.register(self.stop)
        try:
            self._end_leftovers()
            self.prepare()
            self.seconds["prepare"] = time.monotonic() - begin
            for name in [*(["smtp"] if self.has_smtp else []), *AIRFLOW_SERVICES]:
                self._launch(name)
            self._wait_healthy()
            self.seconds["healthy"] = time.monotonic() - begin
            self._wait_parsed()
            self.seconds["parsed"] = time.monotonic() - begin
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End everything that was started: asked first, killed after a grace, and checked. Safe to call twice."""
        atexit.unregister(self.stop)
        self._client.close()
        sessions = self._sessions()
        end_sessions([service.session for service in self.killed], 0)
        # The scheduler waits for its running tasks, and those need the api-server: it goes first.
        if "scheduler" in self.services:
            end_sessions([self.services["scheduler"].session], STOP_GRACE_SECONDS, is_busy=has_running_task)
        end_sessions([service.session for service in self.services.values()], STOP_GRACE_SECONDS)
        for service in self.services.values():
            if service.process is not None:
                service.process.wait(timeout=5)
        self.services.clear()
        self.killed.clear()
        (self.airflow_home / "sessions.json").unlink(missing_ok=True)
        if left := processes_of(sessions):
            raise ServicesError(f"Processes remain after stop: {[process.pid for process in left]}")

    def kill_scheduler(self, is_whole_session: bool = False) -> None:
        """``kill -9`` the scheduler. Its workers live on as orphans unless the whole session is killed."""
        service = self.services.pop("scheduler")
        self.killed.append(service)
        assert service.process is not None
        if is_whole_session:
            end_sessions([service.session], 0)
        service.process.kill()
        service.process.wait(timeout=10)

    def restart_scheduler(self) -> None:
        """Start a scheduler again after :meth:`kill_scheduler` and wait until its loop runs."""
        self._launch("scheduler")
        begin = datetime.now(UTC)
        self.wait_until(lambda: self._heartbeat("scheduler") > begin, self.start_timeout, "scheduler is back")

    def processes(self) -> list[psutil.Process]:
        """All processes of all services, orphans of a killed scheduler included."""
        return processes_of(self._sessions())

    def check_alive(self) -> None:
        """Start a service again that ended by itself, as systemd would; ServicesError if it does so too often."""
        for service in list(self.services.values()):
            if service.is_alive():
                continue
            self.ended.append(service.name)
            if self.ended.count(service.name) > RESTARTS:
                raise ServicesError(f"{service.name} ended unexpectedly:\n{service.tail()}")
            print(f"{service.name} ended unexpectedly and is started again", file=sys.stderr)
            end_sessions([service.session], 0)
            self._launch(service.name)

    def _sessions(self) -> list[int]:
        return [service.session for service in (*self.services.values(), *self.killed)]

    def _launch(self, name: str) -> None:
        smtp = [str(Path(__file__).resolve()), "smtp", str(self.smtp_port), str(self.mail_directory)]
        command = smtp if name == "smtp" else ["-m", "airflow", *AIRFLOW_SERVICES[name]]
        service = Service(name, [self.python, *command], self.airflow_home / "services" / f"{name}.log")
        service.start(self.variables(name), self.project)
        self.services[name] = service
        (self.airflow_home / "sessions.json").write_text(json.dumps(self._sessions()))

    def _end_leftovers(self) -> None:
        """End what an earlier supervisor of this home left behind because it was killed itself."""
        record = self.airflow_home / "sessions.json"
        if record.exists():
            end_sessions(json.loads(record.read_text()), 2.0)
            record.unlink()

    # --- preparation ------------------------------------------------------------------------

    def prepare(self) -> None:
        """Folders, secrets and passwords (kept if they exist), database."""
        for folder in (self.airflow_home / "services", self.mail_directory):
            folder.mkdir(parents=True, exist_ok=True)
        self._kept(
            "secrets.json",
            {name: secrets.token_urlsafe(32) for name in ("jwt", "api")} | {"fernet": fernet_key()},
        )
        self._kept(
            "passwords.json", {user: secrets.token_urlsafe(12) for user in (*(self.officers or ()), ADMIN)}
        )
        self._migrate()

    def passwords(self) -> dict[str, str]:
        """User name → password; the file is readable by its owner only."""
        return dict(json.loads((self.airflow_home / "passwords.json").read_text()))

    def _kept(self, name: str, wanted: dict[str, str]) -> None:
        path = self.airflow_home / name
        known = json.loads(path.read_text()) if path.exists() else {}
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(json.dumps(wanted | known) + "\n")

    def _migrate(self) -> None:
        begin = time.monotonic()
        log = self.airflow_home / "services" / "migrate.log"
        with log.open("ab") as output:
            done = subprocess.run(
                [self.python, "-m", "airflow", "db", "migrate"],
                env=self.variables(),
                cwd=self.project,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=self.start_timeout,
                check=False,
            )
        if done.returncode:
            raise ServicesError(f"airflow db migrate failed:\n{log.read_text()[-3000:]}")
        self.seconds["migrate"] = time.monotonic() - begin

    def variables(self, name: str = "") -> dict[str, str]:
        """The whole environment of a service: the caller's AIRFLOW__… are dropped, ``environment`` wins."""
        kept = json.loads((self.airflow_home / "secrets.json").read_text())
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")}
        inherited.pop("PYTHONDONTWRITEBYTECODE", None)
        ours = {
            "AIRFLOW_HOME": str(self.airflow_home),
            "JUJUR_HOME": str(self.home),
            "JUJUR_SMTP_URL": f"smtp://127.0.0.1:{self.smtp_port}",
            "PYTHONUNBUFFERED": "1",
            "NO_COLOR": "1",
        }
        wait = SQLITE_WAIT_SECONDS.get(name, SQLITE_WAIT_SECONDS_OTHERS)
        database = {
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{self.airflow_home}/airflow.db?timeout={wait}"
        }
        return inherited | ours | database | self._airflow_settings(kept) | dict(self.environment)

    def _airflow_settings(self, kept: Mapping[str, str]) -> dict[str, str]:
        users = ",".join([f"{ADMIN}:admin", *(f"{officer}:user" for officer in self.officers or ())])
        settings = {
            "core.executor": "LocalExecutor",
            "core.parallelism": "4",
            "core.load_examples": "False",
            "core.dags_folder": str(self.dags_folder),
            "core.plugins_folder": str(self.project / "plugins"),
            "core.dags_are_paused_at_creation": "False",
            "core.fernet_key": kept["fernet"],
            "core.simple_auth_manager_users": users,
            "core.simple_auth_manager_passwords_file": str(self.airflow_home / "passwords.json"),
            "core.execution_api_server_url": f"{self.url}/execution/",
            "api.host": "127.0.0.1",
            "api.port": str(self.port),
            "api.base_url": self.url,
            "api.workers": "1",
            "api.secret_key": kept["api"],
            "api_auth.jwt_secret": kept["jwt"],
            "scheduler.scheduler_heartbeat_sec": "1",
            "scheduler.job_heartbeat_sec": "2",
            "scheduler.scheduler_idle_sleep_time": "0.3",
            "scheduler.scheduler_health_check_threshold": "10",
            "scheduler.orphaned_tasks_check_interval": "5",
            "scheduler.task_instance_heartbeat_timeout": "60",
            "scheduler.trigger_timeout_check_interval": "3",
            "triggerer.job_heartbeat_sec": "2",
            "dag_processor.min_file_process_interval": "20",
            "dag_processor.refresh_interval": "20",
            "dag_processor.parsing_processes": "1",
            "logging.logging_level": "INFO",
        }
        return {airflow_variable(name): value for name, value in settings.items()}

    # --- waiting ----------------------------------------------------------------------------

    def wait_until(self, is_met: Callable[[], Any], timeout: float, what: str) -> Any:
        """Ask ``is_met`` until it gives something true, and return that; ServicesError after ``timeout`` seconds."""
        deadline = time.monotonic() + timeout
        while True:
            self.check_alive()
            if met := is_met():
                return met
            if time.monotonic() > deadline:
                raise ServicesError(f"Not within {timeout:.0f} s: {what}")
            time.sleep(POLL_SECONDS)

    def _wait_healthy(self) -> None:
        def is_healthy() -> bool:
            health = self._health()
            if not self._is_execution_api_warm(health):
                return False
            return all((health.get(key) or {}).get("status") == "healthy" for key in HEALTH_KEYS.values())

        try:
            self.wait_until(is_healthy, self.start_timeout, "all services healthy")
        except ServicesError as error:
            tails = "\n".join(f"--- {service.name}\n{service.tail(8)}" for service in self.services.values())
            raise ServicesError(f"{error}\n{tails}") from error

    def _is_execution_api_warm(self, health: Mapping[str, Any]) -> bool:
        """The first call builds the API tasks talk to (3 s); better now than in the first task."""
        if health and not self._is_warm:
            with contextlib.suppress(httpx.TransportError):
                self._is_warm = self._client.get("/execution/health", timeout=30.0).is_success
        return self._is_warm

    def _health(self) -> dict[str, Any]:
        try:
            answer = self._client.get("/api/v2/monitor/health", timeout=5.0)
        except httpx.TransportError:
            return {}
        return dict(answer.json()) if answer.is_success else {}

    def _heartbeat(self, name: str) -> datetime:
        key = HEALTH_KEYS[name]
        told = (self._health().get(key) or {}).get(f"latest_{key}_heartbeat")
        return datetime.fromisoformat(told) if told else datetime.min.replace(tzinfo=UTC)

    def _wait_parsed(self) -> None:
        assert self.dags_folder is not None
        expected = self.expected_dags
        if expected is None:
            expected = [path.stem for path in self.dags_folder.glob("*.py")]

        def has_all() -> bool:
            if errors := self.get("/api/v2/importErrors")["import_errors"]:
                raise ServicesError(f"DAG import error: {errors[0]['filename']}\n{errors[0]['stack_trace']}")
            return set(expected) <= {dag["dag_id"] for dag in self.get("/api/v2/dags")["dags"]}

        self.wait_until(has_all, 60, f"DAGs {expected} parsed")

    # --- REST -------------------------------------------------------------------------------

    def token(self, user: str = ADMIN) -> str:
        """A bearer token of a user, by password, as the login page would get it."""
        if user not in self._tokens:
            login = {"username": user, "password": self.passwords()[user]}
            self._tokens[user] = str(
                self._checked(self._client.post("/auth/token", json=login))["access_token"]
            )
        return self._tokens[user]

    def get(self, path: str, user: str = ADMIN, **parameters: Any) -> Any:
        """GET a REST resource as a user."""
        return self._ask("GET", path, user, params=parameters)

    def send(self, method: str, path: str, body: Any = None, user: str = ADMIN) -> Any:
        """POST, PUT, PATCH or DELETE as a user; httpx.HTTPStatusError if refused."""
        return self._ask(method, path, user, json=body)

    def _ask(self, method: str, path: str, user: str, **content: Any) -> Any:
        """A server error (a locked SQLite, rolled back) is tried again; everything else is the caller's business."""
        for attempt in range(SERVER_ERROR_RETRIES):
            answer = self._client.request(method, path, headers=self._headers(user), **content)
            if not answer.is_server_error:
                break
            time.sleep(0.3 * (attempt + 1))
        return self._checked(answer)

    def _headers(self, user: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(user)}"}

    @staticmethod
    def _checked(answer: httpx.Response) -> Any:
        if answer.is_error:
            message = (
                f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {answer.text[:500]}"
            )
            raise httpx.HTTPStatusError(message, request=answer.request, response=answer)
        return answer.json() if answer.content else None

    def reparse(self, dag_id: str) -> None:
        """Have the DAG file parsed at once; needed after the desk's clock was shifted. Returns before it happens."""
        file_token = self.get(f"/api/v2/dags/{dag_id}")["file_token"]
        self.send("PUT", f"/api/v2/parseDagFile/{file_token}")

    def trigger(self, dag_id: str, **configuration: Any) -> str:
        """Start a run by hand; its run_id."""
        body = {"logical_date": None, "conf": configuration}
        return str(self.send("POST", f"/api/v2/dags/{dag_id}/dagRuns", body)["dag_run_id"])

    def runs(self, dag_id: str) -> list[dict[str, Any]]:
        """All runs, oldest first, as the REST API describes them."""
        found = self.get(f"/api/v2/dags/{dag_id}/dagRuns", order_by="run_after", limit=100)["dag_runs"]
        return list(found)

    def tasks(self, dag_id: str, run_id: str) -> list[dict[str, Any]]:
        """The task instances of a run as the REST API describes them."""
        path = f"/api/v2/dags/{dag_id}/dagRuns/{run_id}/taskInstances"
        return list(self.get(path, limit=100)["task_instances"])

    def wait_for_new_run(self, dag_id: str, timeout: float, but_not: Sequence[str] = ()) -> str:
        """The run_id of the first run that is not among ``but_not``."""

        def new_run() -> str | None:
            return next(
                (run["dag_run_id"] for run in self.runs(dag_id) if run["dag_run_id"] not in but_not), None
            )

        return str(self.wait_until(new_run, timeout, f"a run of {dag_id}"))

    def wait_for_run(self, dag_id: str, run_id: str, timeout: float) -> str:
        """Wait for the end of a run; ``success`` or ``failed``."""

        def end_state() -> str | None:
            state = self.get(f"/api/v2/dags/{dag_id}/dagRuns/{run_id}")["state"]
            return state if state in ("success", "failed") else None

        return str(self.wait_until(end_state, timeout, f"end of {dag_id} {run_id}"))

    def wait_for_task(
        self, dag_id: str, run_id: str, task_id: str, states: Sequence[str], timeout: float
    ) -> str:
        """Wait until a (not mapped) task is in one of the states; which one."""

        def state() -> str | None:
            found = next((ti["state"] for ti in self.tasks(dag_id, run_id) if ti["task_id"] == task_id), None)
            return found if found in states else None

        return str(self.wait_until(state, timeout, f"{dag_id}.{task_id} in {states}"))

    def question(self, dag_id: str, run_id: str, task_id: str) -> dict[str, Any] | None:
        """What an officer is asked, or None as long as the task has not asked."""
        path = f"/api/v2/dags/{dag_id}/dagRuns/{run_id}/taskInstances/{task_id}/-1/hitlDetails"
        answer = self._client.get(path, headers=self._headers(ADMIN))
        return None if answer.status_code == httpx.codes.NOT_FOUND else dict(self._checked(answer))

    def answer(
        self,
        dag_id: str,
        run_id: str,
        task_id: str,
        option: str,
        reason: str,
        *,
        user: str,
        timeout: float = 120,
    ) -> dict[str, Any]:
        """Wait for the question and answer it at once as ``user``; HTTPStatusError (403) if the user may not."""

        def is_asked() -> bool:
            if self.get(f"/api/v2/dags/{dag_id}/dagRuns/{run_id}")["state"] == "failed":
                raise ServicesError(f"{dag_id} {run_id} failed before {task_id} asked")
            return self.question(dag_id, run_id, task_id) is not None

        self.wait_until(is_asked, timeout, f"question {dag_id}.{task_id}")
        path = f"/api/v2/dags/{dag_id}/dagRuns/{run_id}/taskInstances/{task_id}/-1/hitlDetails"
        body = {"chosen_options": [option], "params_input": {"alasan": reason}}
        return dict(self.send("PATCH", path, body, user))

    def task_logs(self, dag_id: str) -> Iterator[tuple[Path, str]]:
        """The log files of a DAG's tasks."""
        for path in sorted((self.airflow_home / "logs").glob(f"dag_id={dag_id}/**/*.log")):
            yield path, path.read_text(errors="replace")


# --- processes --------------------------------------------------------------------------


def processes_of(sessions: Sequence[int]) -> list[psutil.Process]:
    """Running processes of these sessions (zombies excluded), whoever their parent is now."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, ProcessLookupError):
            if os.getsid(process.pid) in sessions and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def has_running_task(processes: Sequence[psutil.Process]) -> bool:
    """Whether a worker of the LocalExecutor is at work. An idle one may keep a stopping scheduler waiting for ever."""
    titles = []
    for process in processes:
        with contextlib.suppress(psutil.Error):
            titles.append(" ".join(process.cmdline()))
    return any(
        title.startswith("airflow worker -- LocalExecutor") and "<idle>" not in title for title in titles
    )


def end_sessions(
    sessions: Sequence[int],
    grace_seconds: float,
    is_busy: Callable[[Sequence[psutil.Process]], bool] | None = None,
) -> None:
    """SIGTERM to the leaders, SIGKILL to whatever is left after the grace.

    :param is_busy: if given, the grace is cut to two seconds as soon as the processes left have nothing to finish.
    """
    sessions = [session for session in sessions if session != os.getsid(0)]
    begin = time.monotonic()
    if grace_seconds:
        for session in sessions:
            with contextlib.suppress(ProcessLookupError):
                os.kill(session, signal.SIGTERM)
    while (waited := time.monotonic() - begin) < grace_seconds and (left := processes_of(sessions)):
        if is_busy is not None and waited > IDLE_GRACE_SECONDS and not is_busy(left):
            break
        time.sleep(0.1)
    last_chance = time.monotonic() + 5
    while (left := processes_of(sessions)) and time.monotonic() < last_chance:
        for process in left:
            with contextlib.suppress(psutil.Error):
                process.kill()
        time.sleep(0.05)


def officers_of_desk(project: Path, environment: Mapping[str, str]) -> list[str]:
    """User names of the officers, as ``config/<desk>/officers.yaml`` has them."""
    program = (
        "import json; from jujur.settings import officers, places; "
        "print(json.dumps([officer.id for officer in officers.load_officers(places.desk_dir())]))"
    )
    paths = {"PYTHONPATH": str(project / "plugins")}
    told = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | dict(environment) | paths,
        cwd=project,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if told.returncode:
        raise ServicesError(f"The officers of the desk cannot be read:\n{told.stderr[-2000:]}")
    return list(json.loads(told.stdout))


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fernet_key() -> str:
    """Key for Airflow's stored connections."""
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


def airflow_variable(name: str) -> str:
    """``core.executor`` → ``AIRFLOW__CORE__EXECUTOR``."""
    section, option = name.split(".")
    return f"AIRFLOW__{section.upper()}__{option.upper()}"


# --- mail -------------------------------------------------------------------------------


class MailFiler:
    """Handler of aiosmtpd: files a message once per envelope recipient as ``<folder>/<recipient>/<n>.eml``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:
        """Called for each message; the SMTP answer."""
        for recipient in envelope.rcpt_tos:
            self.file(recipient, envelope.content)
        return "250 OK"

    def file(self, recipient: str, content: bytes) -> Path:
        """Write under the next free number; a reader never sees half a file."""
        folder = self.folder / (re.sub(r"[^A-Za-z0-9@._+-]", "_", recipient).strip(".") or "_")
        folder.mkdir(parents=True, exist_ok=True)
        half = folder / f".{secrets.token_hex(8)}"
        half.write_bytes(content)
        number = sum(1 for _ in folder.glob("*.eml")) + 1
        while True:
            try:
                os.link(half, folder / f"{number}.eml")
                break
            except FileExistsError:
                number += 1
        half.unlink()
        return folder / f"{number}.eml"


def serve_mail(port: int, folder: Path) -> None:
    """Run the mail server until SIGTERM."""
    from aiosmtpd.controller import Controller

    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    controller = Controller(MailFiler(folder), hostname="127.0.0.1", port=port, data_size_limit=64 * 2**20)
    controller.start()
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    controller.stop()


# --- command line -----------------------------------------------------------------------


def main() -> int:
    """Run the services until SIGINT or SIGTERM; ``smtp PORT FOLDER`` is how the mail server starts itself."""
    if sys.argv[1:2] == ["smtp"]:
        serve_mail(int(sys.argv[2]), Path(sys.argv[3]))
        return 0
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--home", type=Path, default=PROJECT / "var", help="JUJUR_HOME")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--officer", action="append", help="user name of an officer; default: the desk's")
    parser.add_argument("--fresh", action="store_true", help="forget Airflow's database first")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, _interrupt)
    if options.fresh:
        shutil.rmtree(options.home / "airflow", ignore_errors=True)
    services = Services(home=options.home, officers=options.officer, port=options.port)
    try:
        services.start()
        print(
            f"Airflow: {services.url} — passwords in {services.airflow_home / 'passwords.json'}. Ctrl-C stops."
        )
        while True:
            services.check_alive()
            time.sleep(1)
    except KeyboardInterrupt:
        return 0
    finally:
        services.stop()


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
