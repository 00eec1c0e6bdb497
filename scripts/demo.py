#!/usr/bin/env python3
"""One honest reporting day, end to end, on real input: what `make demo` and `make up` run.

Everything happens the way production does it: a real scheduler picks workbooks up from the drop folder, two officers
answer through Airflow's REST API, a mail server takes the messages. This script only plays the people (teams that drop
files, officers that decide) and moves the desk's clock; it calls no task code.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT / "scripts")]
HOME = Path(os.environ.get("JUJUR_HOME") or PROJECT / "var" / "demo").resolve()
os.environ["JUJUR_HOME"] = str(HOME)
os.environ.setdefault("JUJUR_RECEIVE_EVERY_SECONDS", "5")

from demo_inputs import DemoFile, make_inputs  # noqa: E402
from services import Services, ServicesError  # noqa: E402

from jujur.domain.errors import JujurError  # noqa: E402
from jujur.operations import inquire, summary  # noqa: E402
from jujur.operations.desk import Desk, open_desk  # noqa: E402
from jujur.operations.initialise import enter_demonstration, initialise, shift_clock  # noqa: E402
from jujur.settings.calendar import Slot  # noqa: E402

RECEIVE, PUBLISH = "receive_submissions", "publish_daily_report"
VERIFIED = "Angka dan baris yang ditahan sudah diperiksa terhadap tanda terima kelima tim."
APPROVED = "Cakupan dan hal yang belum diketahui tercetak di halaman pertama; boleh terbit."
# How long before the cut-off the desk's clock is put: long enough for the scheduler to see the new time.
LEAD = timedelta(seconds=12)


class Stages:
    """Names and seconds of what happened so far."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._begin = time.monotonic()

    @contextmanager
    def stage(self, name: str, said: str) -> Iterator[None]:
        """Times one stage and says on one line what it does."""
        print(f"{time.monotonic() - self._begin:6.1f} s  {said}", flush=True)
        begin = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - begin, 1)

    @property
    def total(self) -> float:
        """Seconds since the beginning."""
        return round(time.monotonic() - self._begin, 1)


def prepare() -> tuple[Slot, list[DemoFile]]:
    """A new desk on the eve of its first period, all frames frozen, and the workbooks of voting day ready to be sent."""
    with open_desk() as desk:
        enter_demonstration(desk)
    with open_desk() as desk:
        initialise(desk)
        return desk.config.calendar.publish_slots[0], make_inputs(HOME / "kiriman", desk.config)


def move_clock(services: Services, desk_time: datetime, reason: str) -> None:
    """Puts the desk's clock forward; the ledger knows, and the schedule follows."""
    with open_desk() as desk:
        shift_clock(desk, desk_time, reason)
    for dag_id in (RECEIVE, PUBLISH):
        services.reparse(dag_id)


def drop(files: list[DemoFile]) -> None:
    """Puts workbooks into the drop folder as a file server does: complete files appear under their names at once."""
    for file in files:
        folder = HOME / "inbox" / file.team_id
        half = folder / f".{file.file_name}.part"
        shutil.copyfile(file.path, half)
        half.rename(folder / file.file_name)


def wait_received(services: Services, count: int, timeout: float) -> None:
    """Waits until the schedule has taken in, judged and answered that many files."""

    def is_done() -> bool:
        with open_desk() as desk:
            state = inquire.status(desk)
        judged = [item for item in state["submissions"] if item["outcome"]]
        answered = sum(
            row["message_count"]
            for row in state["messages"]
            if row["subject_kind"] == "receipt" and row["outcome"] == "accepted"
        )
        return len(judged) >= count and answered >= count

    services.wait_until(is_done, timeout, f"{count} kiriman diterima, diperiksa, dan dijawab")


def officers(desk: Desk) -> dict[str, str]:
    """Login name by act."""
    return {officer.act: officer.id for officer in desk.config.officers}


def run_day(services: Services, slot: Slot, files: list[DemoFile], stages: Stages) -> str:
    """The day itself; returns the state in which the publishing run ended."""
    early = [file for file in files if file.when == "on_time"]
    late = [file for file in files if file.when == "late"]
    with stages.stage("receive", f"18.40 WIB: {len(early)} berkas masuk ke folder tim"):
        move_clock(services, slot.due_at - timedelta(minutes=20), "peragaan: menjelang tenggat")
        drop(early)
        wait_received(services, len(early), 240)
    with stages.stage("receive_late", f"19.10 WIB: {len(late)} berkas terlambat"):
        move_clock(services, slot.due_at + timedelta(minutes=10), "peragaan: sesudah tenggat")
        drop(late)
        wait_received(services, len(files), 240)
    with open_desk() as desk:
        officer = officers(desk)
    with stages.stage(
        "draft", "19.30 WIB: batas data; jadwal memulai penerbitan, rancangan disusun dan diaudit"
    ):
        move_clock(services, slot.cut_off_at - LEAD, "peragaan: menjelang batas data")
        run_id = services.wait_for_new_run(PUBLISH, 60)
        services.wait_until(
            lambda: services.question(PUBLISH, run_id, "verify"), 180, "pertanyaan verifikasi"
        )
    with stages.stage("decide", f"{officer['verify']} memverifikasi, {officer['approve']} menyetujui"):
        services.answer(PUBLISH, run_id, "verify", "Setuju", VERIFIED, user=officer["verify"], timeout=300)
        services.answer(PUBLISH, run_id, "approve", "Setuju", APPROVED, user=officer["approve"], timeout=300)
    with stages.stage("publish", "PDF akhir disusun, diaudit, dan dikirim"):
        return services.wait_for_run(PUBLISH, run_id, 400)


def summarise(slot: Slot, stages: Stages) -> dict[str, Any]:
    """Writes the editions and ``summary.json`` to the demonstration's folder."""
    with open_desk() as desk:
        told = summary.summarise(desk, slot)
        folder = HOME / "editions"
        folder.mkdir(exist_ok=True)
        for edition in told["editions"]:
            path = folder / f"{edition.pop('id')}.pdf"
            path.write_bytes(desk.raw.get(edition["signed_sha256"]))
            edition["path"] = str(path)
    told["seconds"] = {**stages.seconds, "total": stages.total}
    (HOME / "summary.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    return told


def shortcomings(told: dict[str, Any], slot: Slot, files: list[DemoFile]) -> list[str]:
    """What should have happened and did not. Empty: all of it happened."""
    wrong = []
    with open_desk() as desk:
        areas = 1 + len(desk.config.gazetteer.at_level("kecamatan"))
        recipients = [recipient.address for recipient in desk.config.recipients]
    if len(told["editions"]) != areas:
        wrong.append(f"{len(told['editions'])} dari {areas} edisi terbit")
    if told["mails"]["recipients"] != len(recipients):
        wrong.append(f"{told['mails']['recipients']} dari {len(recipients)} penerima dikirimi")
    if told["mails"]["senders"] != len(files):
        wrong.append(f"{told['mails']['senders']} dari {len(files)} pengirim dijawab")
    issued = {edition["signed_sha256"] for edition in told["editions"]}
    for address in recipients:
        if len(received := attachments_of(address)) != 1 or not set(received) <= issued:
            wrong.append(f"{address} menerima {len(received)} lampiran")
    return wrong


def attachments_of(address: str) -> list[str]:
    """The sha256 of every PDF in the mailbox of an address."""
    import hashlib

    found = []
    for path in sorted((HOME / "mail" / address).glob("*.eml")):
        message = message_from_bytes(path.read_bytes(), policy=default)
        for part in message.iter_attachments():
            found.append(hashlib.sha256(part.get_payload(decode=True)).hexdigest())
    return found


def table(told: dict[str, Any], slot: Slot) -> str:
    """The short table at the end."""
    with open_desk() as desk:
        names = {area.code: area.name for area in desk.config.gazetteer.at_level("kecamatan")}
    lines = ["", f"{'Kecamatan':<22}{'diterima':>9}{'lolos':>7}{'ditahan':>9}{'ganda':>7}{'TPS melapor':>14}"]
    for code, bins in told["rows"].items():
        coverage = told["figures"][f"{code}/coverage"]
        lines.append(
            f"{names[code]:<22}{bins['received']:>9}{bins['accepted']:>7}{bins['held']:>9}{bins['duplicate']:>7}"
            f"{coverage['k']:>7} dari {coverage['N']}"
        )
    city = told["figures"]["16.72/coverage"]
    lines += [
        "",
        f"{told['files']} berkas diterima; {city['k']} dari {city['N']} TPS melapor.",
        f"{len(told['editions'])} edisi terbit, {told['mails']['recipients']} penerima dikirimi, "
        f"{told['mails']['senders']} pengirim dijawab.",
        f"Kepala buku besar {told['ledger_head'][:16]}…; {told['seconds']['total']} detik.",
        f"Laporan: {HOME / 'editions'}   Surat: {HOME / 'mail'}   Ringkasan: {HOME / 'summary.json'}",
    ]
    return "\n".join(lines)


def stay(services: Services) -> None:
    """Leaves everything running until Ctrl-C and says how to log in."""
    passwords = services.passwords()
    print(f"\nAirflow: {services.url}   Ctrl-C menghentikan semuanya.")
    print(f"Pemeriksaan kiriman (Data Docs): {services.url}/pemeriksaan/")
    for user, password in passwords.items():
        print(f"  {user:<24}{password}")
    print("Jam desk boleh digeser: JUJUR_HOME=" + str(HOME) + ' .venv/bin/jujur clock "2024-02-14 21.00"')
    while True:
        services.check_alive()
        time.sleep(1)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def main() -> int:
    """Runs the demonstration; 0 only if all of it happened."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--stay", action="store_true", help="leave the desk running with Airflow's page on :8080"
    )
    parser.add_argument("--port", type=int, default=None)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, _interrupt)
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    stages = Stages()
    port = options.port or (8080 if options.stay else None)
    environment = {"JUJUR_RECEIVE_EVERY_SECONDS": os.environ["JUJUR_RECEIVE_EVERY_SECONDS"]}
    try:
        with stages.stage(
            "prepare", "Desk disiapkan pada malam 4 Februari 2024; kerangka semua masa laporan dibekukan"
        ):
            slot, files = prepare()
        with Services(home=HOME, port=port, environment=environment) as services:
            stages.seconds["airflow"] = round(services.seconds["parsed"], 1)
            print(
                f"{stages.total:6.1f} s  Airflow berjalan ({services.seconds['parsed']:.0f} detik)",
                flush=True,
            )
            state = run_day(services, slot, files, stages)
            told = summarise(slot, stages)
            print(table(told, slot))
            wrong = shortcomings(told, slot, files)
            if state != "success":
                wrong.append(f"penerbitan berakhir dengan {state}")
            for line in wrong:
                print(f"TIDAK TERJADI: {line}", file=sys.stderr)
            if options.stay and not wrong:
                stay(services)
            return 1 if wrong else 0
    except KeyboardInterrupt:
        return 0 if options.stay else 130
    except (ServicesError, JujurError) as error:
        print(f"Gagal: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
