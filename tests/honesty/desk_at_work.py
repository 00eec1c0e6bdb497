"""A small desk with its officers, a press that prints what a machine can read, and a mail server that sometimes refuses.

What the state machine does, and a scenario can do too: every method is one use case, with what was expected of it noted down.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Literal, Self

import pytest
from tests.honesty.small_desk import CITY, CUT_OFF, KECAMATAN, SmallDesk, at_the_desk, wib
from tests.honesty.worlds import COLUMNS, INCIDENT_HEAD, STRANGER, Incident, Station, team_of

from jujur import delivery
from jujur.domain.audits import AuditResult
from jujur.domain.editions import EditionStatus
from jujur.domain.errors import DecisionRefused, PublicationBlocked
from jujur.domain.findings import Bin
from jujur.domain.periods import to_text
from jujur.domain.reports import ReportContent
from jujur.operations import acts, deliver, publish, remaking, vintages
from jujur.operations.act_rows import held_rows, short_name
from jujur.operations.deciding import Outcome
from jujur.record import editions
from jujur.record.canonical import canonical_json
from jujur.rendering.edition import Rendered

REASON = "sudah ditanyakan kepada tim lewat koordinator kecamatan"
DATA, VERIFIER, APPROVER = "petugas.data", "petugas.verifikasi", "petugas.persetujuan"
Decision = Literal["release", "hold"]


class Mailbox:
    """In the place of the mail server: keeps what it takes, refuses while ``is_refusing``."""

    def __init__(self) -> None:
        self.is_refusing = False
        self.taken: list[EmailMessage] = []

    def __call__(self, _url: str) -> Self:
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_unused: object) -> None:
        return None

    def send(self, message: EmailMessage) -> delivery.Outcome:
        """The server's answer."""
        if self.is_refusing:
            return delivery.Outcome("refused", "450 coba lagi nanti")
        self.taken.append(message)
        return delivery.Outcome("accepted", "250 OK")

    def editions(self) -> Iterator[tuple[str, bytes]]:
        """Recipient and attached edition of every message taken."""
        for message in self.taken:
            for part in message.iter_attachments():
                content = part.get_content()
                assert isinstance(content, bytes)
                yield str(message["To"]), content


def press(content: ReportContent, _assets: Path) -> Rendered:
    """An edition that holds its statuses and its figures, and nothing for the eye: printing one takes seconds."""
    facts = {
        "edition": content.edition.id,
        "decisions": [item.decision.act for item in content.decisions],
        "statuses": [
            {
                "area": one.area_code,
                "status": one.status.value,
                "rule": one.rule,
                "reasons": list(one.reasons),
            }
            for one in content.statuses
        ],
        "figures": {key: [figure.k, figure.n, figure.N] for key, figure in content.figures.items()},
    }
    return Rendered(canonical_json(facts), "", b"")


@contextmanager
def working(desk: SmallDesk, mailbox: Mailbox) -> Iterator[None]:
    """The use cases of this desk, with this press and this mailbox."""
    with at_the_desk(desk), pytest.MonkeyPatch.context() as patch:
        patch.setattr("jujur.rendering.render", press)
        patch.setattr("jujur.auditing.read_facts", json.loads)
        # Reading a PDF back is for tests with PDFs.
        patch.setattr("jujur.auditing.examine", lambda *_: AuditResult({}))
        patch.setattr("jujur.operations.limited.with_own_inside", lambda audited, *_: audited)
        patch.setattr("jujur.auditing.audit_letter", lambda *_, **__: [])
        patch.setattr("jujur.auditing.altered_letter", lambda *_, **__: [])
        patch.setattr("jujur.delivery.Mailer", mailbox)
        yield


@dataclass
class DeskAtWork:
    """The desk, and how many rows of which kecamatan it must have."""

    desk: SmallDesk
    mailbox: Mailbox = field(default_factory=Mailbox)
    sent: list[tuple[bytes, str]] = field(default_factory=list)
    submissions: list[str] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.desk.to(wib(14, 18))

    @property
    def now(self) -> datetime:
        return self.desk.desk.now()

    def advance(self, minutes: float) -> None:
        """Time goes on."""
        self.desk.to(self.now + timedelta(minutes=minutes))

    def send(
        self,
        kecamatan: str,
        values: Mapping[int, int],
        corrects: int | None = None,
        is_stranger: bool = False,
        day: int = 14,
    ) -> None:
        """A file about stations of a kecamatan, by their place: versions with other values contradict each other.

        A negative value is one that cannot be, None an empty row.
        """
        own = self.desk.stations(kecamatan)
        lines = [f"Masa laporan:;2024-02-{day}"]
        if corrects is not None:
            lines.append(f"Perbaikan atas kiriman nomor;{self.submissions[corrects]}")
        lines += ["", ";".join(("kode_tps", "status tps", *COLUMNS.values()))]
        for place, value in sorted(values.items()):
            if value is None:
                lines.append(own[place] + ";" * (len(COLUMNS) + 1))
                continue
            told = Station(200, 100 + value, 1, 2, 3).values()
            if value < 0:
                told["suara_total"] += 1
            lines.append(";".join((own[place], "selesai hitung", *map(str, told.values()))))
        self._receive("\n".join(lines).encode(), STRANGER if is_stranger else team_of(kecamatan))

    def trespass(self, kecamatan: str) -> None:
        """A team reports a station of its neighbours."""
        neighbour = KECAMATAN[KECAMATAN.index(kecamatan) - 1]
        unit = self.desk.stations(neighbour)[0]
        told = ";".join(map(str, Station(200, 100, 0, 0, 0).values().values()))
        head = ";".join(("kode_tps", "status tps", *COLUMNS.values()))
        lines = f"Masa laporan:;2024-02-14\n\n{head}\n{unit};selesai hitung;{told}"
        self._receive(lines.encode(), team_of(kecamatan))

    def tell(self, kecamatan: str, incidents: tuple[Incident, ...]) -> None:
        """An incident form; NIHIL without any."""
        kelurahan = f"{kecamatan}.{self.desk.stations(kecamatan)[0][6:10]}"
        told = [one.line(kelurahan, number) for number, one in enumerate(incidents)]
        nil = [] if told else ["Konfirmasi nihil;NIHIL"]
        lines = ["Masa laporan:;2024-02-14", *nil, "", INCIDENT_HEAD, *told]
        self._receive("\n".join(lines).encode(), team_of(kecamatan))

    def send_again(self, which: int) -> None:
        """The very same bytes once more."""
        self._receive(*self.sent[which])

    def _receive(self, content: bytes, sender: str) -> None:
        self.advance(0.25)
        (submission_id,) = self.desk.receive([(content, sender, self.now)])
        self.desk.judge([submission_id])
        self.sent.append((content, sender))
        self.submissions.append(submission_id)
        for line in content.decode().splitlines():
            code = line.partition(";")[0]
            if len(code) == 13 and code.isdigit():
                self.rows[f"{code[:2]}.{code[2:4]}.{code[4:6]}"] += 1

    def row_names(self) -> list[tuple[str, Bin]]:
        """Every row about stations, as officers call it, with its bin now."""
        at = {"period_start": to_text(self.desk.slots[0].starts_at), "as_of": to_text(self.now)}
        with self.desk.desk.database.reading() as session:
            rows = session.rows(
                "known_rows:pungut_hitung", form_id="pungut_hitung", kecamatan_codes=[*KECAMATAN], **at
            )
        return [
            (short_name(row["submission_id"], row["sheet"], row["row_number"]), Bin(row["bin"]))
            for row in rows
        ]

    def row(self, submission: int, line: int) -> str:
        """What an officer calls a row of a submission, by its line below the head."""
        rows = [name for name, _ in self.row_names() if name.startswith(f"{self.submissions[submission]}/")]
        return sorted(rows, key=lambda name: int(name.rpartition("/")[2]))[line]

    def last_of(self, kecamatan: str) -> int | None:
        """The newest file of the team of a kecamatan."""
        found = [number for number, (_, sender) in enumerate(self.sent) if sender == team_of(kecamatan)]
        return found[-1] if found else None

    def contradictions(self) -> list[tuple[str, str]]:
        """Two held versions each of one station."""
        groups: dict[int, list[str]] = defaultdict(list)
        for row in held_rows(self.desk.desk):
            if row["form"] == "pungut_hitung":
                groups[row["group"]].append(str(row["row"]))
        return [(rows[0], rows[1]) for rows in groups.values() if len(rows) > 1]

    def decide(self, what: Decision, row: str) -> bool:
        """An officer releases or holds a row; False if that is refused."""
        self.advance(0.25)
        act = {"release": acts.release, "hold": acts.hold}[what]
        return self._acted(lambda: act(self.desk.desk, row, DATA, REASON)) is not None

    def merge(self, first: str, second: str) -> bool:
        """An officer makes one row of two versions, taking the second where they differ."""
        self.advance(0.25)
        take = dict.fromkeys(("pengguna_dpt_j", "pengguna_total_j", "suara_sah", "suara_total"), "2")
        return self._made(lambda: remaking.merge(self.desk.desk, first, second, take, DATA, REASON))

    def override(self, row: str, users: int) -> bool:
        """An officer sets what a station counted."""
        self.advance(0.25)
        told = Station(200, users, 1, 2, 3).values()
        values = {
            name: str(told[name])
            for name in ("pengguna_dpt_j", "pengguna_total_j", "suara_sah", "suara_total")
        }
        return self._made(lambda: remaking.override(self.desk.desk, row, values, DATA, REASON))

    def withdraw(self, name: str) -> bool:
        """An officer takes back a submission or an edition."""
        self.advance(0.25)
        return self._acted(lambda: acts.withdraw(self.desk.desk, name, DATA, REASON)) is not None

    def _acted(self, act: Any) -> Outcome | None:
        try:
            outcome: Outcome = act()
        except DecisionRefused as refusal:
            self.refused[str(refusal)] += 1
            return None
        return outcome

    def _made(self, act: Any) -> bool:
        outcome = self._acted(act)
        if outcome is not None and outcome.is_new:
            assert outcome.act.kecamatan_code is not None
            self.rows[outcome.act.kecamatan_code] += 1
        return outcome is not None

    def freeze(self) -> list[str]:
        """The first issue, or the next revision of it, at the cut-off or later; [] when there is none to make."""
        self.desk.to(CUT_OFF)
        if not self.edition_ids():
            return publish.freeze_editions(CUT_OFF)
        self.advance(0.25)
        try:
            return vintages.revise_slot(CUT_OFF)
        except PublicationBlocked as refusal:
            self.refused[str(refusal)] += 1
            return []

    def edition_ids(self) -> list[str]:
        """All editions, in the order in which they were frozen."""
        with self.desk.desk.database.reading() as session:
            found = session.connection.exec_driver_sql(
                "SELECT edition_id FROM edition_status WHERE status = 'dibekukan' ORDER BY seq"
            )
            return [row[0] for row in found]

    def waiting(self) -> list[str]:
        """Editions of which something may still become."""
        ended = {EditionStatus.PUBLISHED, EditionStatus.REJECTED, EditionStatus.WITHDRAWN}
        with self.desk.desk.database.reading() as session:
            return [one for one in self.edition_ids() if not ended & editions.statuses(session, one).keys()]

    def proceed(self, edition_ids: list[str], steps: int, is_agreed: bool = True) -> None:
        """So many of the steps that editions still have before them; the last decision among them is a refusal unless agreed."""
        for number in range(steps):
            self.advance(0.25)
            for edition_id in edition_ids:
                self._step(edition_id, is_agreed or number < steps - 1)

    def _step(self, edition_id: str, is_agreed: bool) -> None:
        with self.desk.desk.database.reading() as session:
            newest = list(editions.statuses(session, edition_id))[-1]
        try:
            if newest is EditionStatus.FROZEN:
                publish.compute_figures([edition_id])
            elif newest is EditionStatus.COMPUTED:
                publish.draft_edition(edition_id)
            elif newest is EditionStatus.DRAFTED:
                publish.record_decision([edition_id], "verify", VERIFIER, is_agreed, REASON)
            elif newest is EditionStatus.VERIFIED:
                publish.record_decision([edition_id], "approve", APPROVER, is_agreed, REASON)
            elif newest is EditionStatus.APPROVED:
                publish.finish_edition(edition_id)
        except DecisionRefused:
            # A refusal of an edition is recorded, and then told like this.
            if is_agreed:
                raise

    def publish(self) -> None:
        """Whatever there is to come out comes out, and goes to its readers."""
        self.freeze()
        waiting = self.waiting()
        self.proceed(waiting, len(EditionStatus))
        self.mailbox.is_refusing = False
        for edition_id in waiting:
            self.post(edition_id)

    def post(self, edition_id: str) -> None:
        """An edition goes to its readers, as far as the mail server and the record allow it."""
        self.advance(4)
        try:
            deliver.deliver_edition(edition_id)
        except PublicationBlocked as refusal:
            self.refused[str(refusal)] += 1

    def held(self) -> list[str]:
        """What waits for an officer."""
        return [str(row["row"]) for row in held_rows(self.desk.desk) if row["form"] == "pungut_hitung"]

    def expected_rows(self) -> dict[str, int]:
        """How many rows each area must have."""
        return {CITY: sum(self.rows.values()), **{code: self.rows[code] for code in KECAMATAN}}
