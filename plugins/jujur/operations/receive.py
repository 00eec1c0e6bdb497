"""Receiving: bytes are kept first, then read, judged, entered, and answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from jujur import intake
from jujur.domain.periods import WIB, to_text
from jujur.domain.submissions import Channel, Submission, Team
from jujur.forms.identity import CREATED
from jujur.operations.desk import Desk, open_desk
from jujur.record import deliveries, ledger
from jujur.record import submissions as records
from jujur.record.database import Session

# A file that changed this recently may still be growing.
SETTLE = timedelta(seconds=2)
# So many files are received in one transaction; more would only hold more bytes in memory.
ARRIVALS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file at the door: who brought it, over which channel, and what makes this arrival unlike any other.

    ``claimed_at`` is what the channel says of the sender's clock, such as the date of an e-mail; it outweighs what the file says.
    """

    key: str
    name: str
    data: bytes
    sender: str
    channel: Channel
    claimed_at: datetime | None = None


def collect_inbox() -> list[str]:
    """Takes every complete file out of the drop folder; returns the submissions that somebody still has to judge or answer.

    A file leaves the folder only after its bytes and its receipt are safe, so a crash half-way loses nothing and counts
    nothing twice.
    """
    with open_desk() as desk:
        arrived = intake.take_from_inbox(desk.home / "inbox", desk.real_now() - SETTLE)
        taken = []
        for start in range(0, len(arrived), ARRIVALS_AT_ONCE):
            some = arrived[start : start + ARRIVALS_AT_ONCE]
            receipts = receive_all(desk, [_arrival(desk, file) for file in some], desk.now())
            for file, (submission_id, is_new) in zip(some, receipts, strict=True):
                _put_away(desk, file.path, submission_id)
                if is_new:
                    taken.append(submission_id)
        # Whatever an interrupted run received but did not judge, or could not answer, is taken up again.
        with desk.database.reading() as session:
            waiting = records.unread(session, desk.now())
            unanswered = session.rows("unanswered_submissions", max_attempts=deliveries.MAX_ATTEMPTS)
        return sorted({*taken, *waiting, *(row["submission_id"] for row in unanswered)})


def _arrival(desk: Desk, file: intake.ArrivedFile) -> Arrival:
    team = desk.config.team(file.team_id)
    sender = team.address if team else file.team_id or "folder masuk"
    key = f"inbox|{file.team_id}|{file.name}|{file.path.stat().st_mtime_ns}"
    return Arrival(key, file.name, file.path.read_bytes(), sender, "inbox")


def receive(desk: Desk, arrival: Arrival, received_at: datetime) -> tuple[str, bool]:
    """Keeps the bytes and writes the receipt; returns the submission's id and whether it is a new one."""
    (receipt,) = receive_all(desk, [arrival], received_at)
    return receipt


def receive_all(desk: Desk, arrivals: Sequence[Arrival], received_at: datetime) -> list[tuple[str, bool]]:
    """Like :func:`receive` for files that came together: all bytes are safe before one transaction writes all receipts."""
    digests = [desk.raw.put(arrival.data) for arrival in arrivals]
    claims = _claims(arrivals)
    with desk.database.writing() as session:
        return [
            _enter(desk, session, arrival, sha256, received_at, claimed_at)
            for arrival, sha256, claimed_at in zip(arrivals, digests, claims, strict=True)
        ]


def _claims(arrivals: Sequence[Arrival]) -> list[datetime | None]:
    """What the senders' clocks said of each file (P24). The date in a blank workbook is ours, and says nothing of theirs."""
    said = intake.claimed_times([arrival.data for arrival in arrivals])
    return [
        arrival.claimed_at or (None if claimed == CREATED else claimed)
        for arrival, claimed in zip(arrivals, said, strict=True)
    ]


def _enter(
    desk: Desk,
    session: Session,
    arrival: Arrival,
    sha256: str,
    received_at: datetime,
    claimed_at: datetime | None,
) -> tuple[str, bool]:
    known = records.find_arrival(session, f"{arrival.key}|{sha256}")
    if known:
        return known, False
    team = team_of_sender(desk, arrival.sender)
    area_code = team.area_code if team else desk.config.gazetteer.city.code
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
        claimed_at=claimed_at,
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
            "claimed_at": to_text(claimed_at) if claimed_at else None,
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

    with open_desk() as desk:
        return answer.answer_senders(desk, submission_ids)


def _put_away(desk: Desk, path: Path, submission_id: str) -> None:
    folder = desk.home / "taken"
    folder.mkdir(exist_ok=True)
    path.rename(folder / f"{submission_id}{path.suffix.lower()[:8]}")
