"""What must hold of a desk at work after every step, whoever did what (P01, P25, P26, P37, P40, P41)."""

from __future__ import annotations

from itertools import pairwise

from tests.honesty.desk_at_work import DeskAtWork
from tests.honesty.small_desk import CITY, KECAMATAN

from jujur.domain.editions import Edition, EditionStatus
from jujur.domain.findings import Bin
from jujur.domain.transitions import Hand, edition_may_become, row_may_move
from jujur.figures import differences
from jujur.operations import replacing
from jujur.operations.known import compute_all
from jujur.operations.tracing import trace
from jujur.record import deliveries, editions, ledger, vintages
from jujur.record.canonical import sha256_hex
from jujur.record.database import Session
from jujur.record.verification import verify

Moved = tuple[Hand, Bin | None, Bin]
Became = tuple[EditionStatus | None, EditionStatus]


class Promises:
    """Checks one desk; what was checked once and cannot change any more is not checked again."""

    def __init__(self, work: DeskAtWork) -> None:
        self.work = work
        # What rows and editions were seen to do.
        self.moved: set[Moved] = set()
        self.became: set[Became] = set()
        self._head = ""
        self._published: dict[str, str] = {}

    def check(self) -> None:
        """All of them. Nothing to do where nothing was written since."""
        with self.work.desk.desk.database.reading() as session:
            head = ledger.head(session)
            if head == self._head:
                return
            self._head = head
            self._chain_holds(session)
            self._rows_are_conserved(session)
            self._rows_moved_as_allowed(session)
            found = [editions.edition_by_id(session, one) for one in self.work.edition_ids()]
            for edition in found:
                self._steps_were_allowed(session, edition)
                self._published_stays(session, edition)
                self._is_former_plus_changes(session, edition)
                self._errata_reach_all(session, edition)
                self._everyone_got_the_same(session, edition)
        self._no_orphans(found)

    def _chain_holds(self, session: Session) -> None:
        """P37."""
        verify(session, self.work.desk.desk.raw)

    def _rows_are_conserved(self, session: Session) -> None:
        """P01: as many rows as lines were sent and rows were made, each in one bin, for the city and every kecamatan."""
        figures = compute_all(self.work.desk.desk, session, self.work.desk.slots[0], self.work.now)
        for code, rows in self.work.expected_rows().items():
            assert figures[f"{code}/rows_received"].k == rows
            assert sum(figures[f"{code}/rows_{bin_.value}"].k for bin_ in Bin) == rows
            heard = [figures[f"{code}/tps_{name}"].k for name in ("on_time", "late", "not_received")]
            assert sum(heard) == figures[f"{code}/tps_expected"].k

    def _rows_moved_as_allowed(self, session: Session) -> None:
        query = "SELECT submission_id, row_id, bin, actor FROM disposition ORDER BY seq"
        bins: dict[tuple[str, str], Bin] = {}
        for submission_id, row_id, name, actor in session.connection.exec_driver_sql(query):
            before, after = bins.get((submission_id, row_id)), Bin(name)
            hand: Hand = "rules" if actor == "aturan" else "officer"
            bins[submission_id, row_id] = after
            if before is None:
                # A row that an officer made begins its life accepted.
                assert row_may_move(None, after, "rules")
                self.moved.add(("rules", None, after))
            elif before is not after:
                assert row_may_move(before, after, hand), (hand, before, after)
                self.moved.add((hand, before, after))

    def _steps_were_allowed(self, session: Session, edition: Edition) -> None:
        steps = list(editions.statuses(session, edition.id))
        for count, status in enumerate(steps):
            assert edition_may_become(steps[:count], status)
        self.became.update(pairwise((None, *steps)))

    def _published_stays(self, session: Session, edition: Edition) -> None:
        """P25, L40: figures and bytes of a published edition are those of the day on which it came out."""
        sha256 = editions.statuses(session, edition.id).get(EditionStatus.PUBLISHED)
        if sha256 is None:
            return
        said = str(sorted(differences.printed(editions.figures_of(session, edition.id), ()).items()))
        now = sha256_hex(f"{sha256} {said}".encode())
        assert self._published.setdefault(edition.id, now) == now
        assert sha256_hex(self.work.desk.desk.raw.get(sha256)) == sha256

    def _is_former_plus_changes(self, session: Session, edition: Edition) -> None:
        """P25: revision n + 1 is revision n plus its change table, in both directions."""
        former = replacing.predecessor(session, edition)
        figures = editions.figures_of(session, edition.id)
        if former is None or not figures:
            return
        desk = self.work.desk.desk
        before = replacing.said_before(desk, session, former)
        after = replacing.said_by(desk, session, edition, figures)
        changes = vintages.changes_of(session, edition.id)
        assert differences.apply(before, changes) == after
        assert differences.apply(after, differences.reverse(changes)) == before
        assert {change.key for change in changes} == {
            key for key in {*before, *after} if before.get(key) != after.get(key)
        }

    def _errata_reach_all(self, session: Session, edition: Edition) -> None:
        """P26, L39: a correction that flips a status goes at least to everyone who was sent an edition that it puts right."""
        former = replacing.predecessor(session, edition)
        if former is None or EditionStatus.PUBLISHED not in editions.statuses(session, edition.id):
            return
        flips = any(
            change.key.startswith(differences.STATUS)
            and (change.before or "").partition('"status":')[2]
            != (change.after or "").partition('"status":')[2]
            for change in vintages.changes_of(session, edition.id)
        )
        called = {call.recipient_id for call in vintages.errata_of(session, edition.id)}
        if flips:
            reached = {
                attempt.recipient_id
                for vintage in vintages.of_edition(session, edition)
                if vintage.revision < edition.revision
                for attempt in deliveries.attempts(session, "edition", vintage.edition_id)
                if attempt.outcome == "accepted"
            }
            # Who was reached by a later message to the same reader is told by that one.
            assert reached <= called
            assert EditionStatus.WITHDRAWN in editions.statuses(session, former.edition_id)
        readers = {one.id for one in replacing.readers_of(self.work.desk.desk, session, edition)}
        assert called <= readers

    def _everyone_got_the_same(self, session: Session, edition: Edition) -> None:
        """P40: the same bytes for everybody, the published ones, once."""
        attempts = deliveries.attempts(session, "edition", edition.id)
        if not attempts:
            return
        sha256 = editions.statuses(session, edition.id)[EditionStatus.PUBLISHED]
        assert {attempt.sha256 for attempt in attempts} == {sha256}
        taken = [attempt.address for attempt in attempts if attempt.outcome == "accepted"]
        assert len(taken) == len(set(taken))
        posted = sorted(to for to, content in self.work.mailbox.editions() if sha256_hex(content) == sha256)
        assert posted == sorted(taken)

    def _no_orphans(self, found: list[Edition]) -> None:
        """P41: a figure of the newest edition back to its rows and files, and one of the rows on to that edition."""
        desk = self.work.desk.desk
        with desk.database.reading() as session:
            computed = [one for one in found if editions.figures_of(session, one.id)]
        if not computed:
            return
        newest = computed[-1]
        names = ("sum_suara_sah", "tps_used", "rows_held", "rows_duplicate", "incidents_reported")
        name = names[len(self.work.sent) % len(names)]
        area = (CITY, *KECAMATAN)[len(self.work.sent) % 6] if newest.area_code == CITY else newest.area_code
        told = trace(desk, f"{area}/{name}", newest.id)
        assert told["digest_matches"], told
        files = {one["submission"]: one for one in told["files"]}
        assert {row["submission"] for row in told["rows"]} <= files.keys()
        for one in files.values():
            assert sha256_hex(desk.raw.get(one["sha256"])) == one["sha256"]
            assert one["submission"] in self.work.submissions or one["channel"] == "petugas"
        for row in told["rows"][:1]:
            assert newest.id in trace(desk, row["row_id"])["editions"]
