"""Receiving: bytes are kept first, then read, judged, entered, and answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from jujur import intake
from jujur.domain.errors import PublicationBlocked
from jujur.domain.periods import WIB, to_text
from jujur.domain.submissions import Channel, Submission, Team
from jujur.operations.desk import Desk, open_desk
from jujur.record import deliveries, ledger
from jujur.record import submissions as records

# A file that changed this recently may still be growing.
SETTLE = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file at the door: who brought it, over which channel, and what makes this arrival unlike any other."""

    key: str
    name: str
    data: bytes
    sender: str
    channel: Channel


def collect_inbox() -> list[str]:
    """Takes every complete file out of the drop folder; returns the submissions that somebody still has to judge or answer.

    A file leaves the folder only after its bytes and its receipt are safe, so a crash half-way loses nothing and counts
    nothing twice.
    """
    with open_desk() as desk:
        taken = []
        for arrived in intake.take_from_inbox(desk.home / "inbox", desk.real_now() - SETTLE):
            team = desk.config.team(arrived.team_id or "")
            sender = team.address if team else arrived.team_id or "folder masuk"
            key = f"inbox|{arrived.team_id}|{arrived.name}|{arrived.path.stat().st_mtime_ns}"
            arrival = Arrival(key, arrived.name, arrived.path.read_bytes(), sender, "inbox")
            submission_id, is_new = receive(desk, arrival, desk.now())
            _put_away(desk, arrived.path, submission_id)
            if is_new:
                taken.append(submission_id)
        # Whatever an interrupted run received but did not judge, or could not answer, is taken up again.
        with desk.database.reading() as session:
            waiting = records.unread(session, desk.now())
            unanswered = session.rows("unanswered_submissions", max_attempts=deliveries.MAX_ATTEMPTS)
        return sorted({*taken, *waiting, *(row["submission_id"] for row in unanswered)})


def receive(desk: Desk, arrival: Arrival, received_at: datetime) -> tuple[str, bool]:
    """Keeps the bytes and writes the receipt; returns the submission's id and whether it is a new one."""
    sha256 = desk.raw.put(arrival.data)
    team = team_of_sender(desk, arrival.sender)
    area_code = team.area_code if team else desk.config.gazetteer.city.code
    with desk.database.writing() as session:
        known = records.find_arrival(session, f"{arrival.key}|{sha256}")
        if known:
            return known, False
        seq = records.next_sequence(session)
        submission = Submission(
            id=f"K-{received_at.astimezone(WIB):%Y%m%d}-{seq:04d}",
            sha256=sha256,
            received_at=received_at,
            channel=arrival.channel,
            sender=arrival.sender,
            team_id=team.id if team else None,
            form_id=None,
            period=None,
            size=len(arrival.data),
            name_as_sent=arrival.name,
        )
        records.add_submission(session, submission, seq, f"{arrival.key}|{sha256}", area_code)
        ledger.append(
            session,
            received_at,
            "desk",
            "submission_received",
            {
                "submission": submission.id,
                "sha256": sha256,
                "size": submission.size,
                "channel": submission.channel,
                "team": submission.team_id,
                "received_at": to_text(received_at),
            },
        )
    return submission.id, True


def team_of_sender(desk: Desk, sender: str) -> Team | None:
    """The team that this address (or team id) belongs to, or None for a stranger."""
    return next((team for team in desk.config.teams if sender in (team.address, team.id)), None)


def validate_batch(submission_ids: Sequence[str]) -> list[str]:
    """Reads and judges submissions that nobody has judged yet; returns those that are judged now, in order of receipt."""
    # Great Expectations takes seconds to import, and most looks into the inbox find nothing to judge.
    from jujur.operations import judging

    with open_desk() as desk:
        return judging.judge_submissions(desk, submission_ids)


def reply_to_senders(submission_ids: Sequence[str]) -> int:
    """Answers the sender of each submission once; returns the number of messages the mail server took.

    One refused answer does not keep the others waiting; raises PublicationBlocked afterwards, naming all that failed.
    """
    from jujur.operations import answer

    sent, problems = 0, []
    with open_desk() as desk:
        for submission_id in submission_ids:
            try:
                sent += answer.answer_sender(desk, submission_id)
            except PublicationBlocked as blocked:
                problems.append(str(blocked))
    if problems:
        raise PublicationBlocked("; ".join(problems))
    return sent


def _put_away(desk: Desk, path: Path, submission_id: str) -> None:
    folder = desk.home / "taken"
    folder.mkdir(exist_ok=True)
    path.rename(folder / f"{submission_id}{path.suffix.lower()[:8]}")
