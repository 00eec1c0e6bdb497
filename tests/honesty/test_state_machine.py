"""A desk at work, in any order of steps: what must hold holds after each of them, and the document says what can happen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.honesty.desk_at_work import DeskAtWork, working
from tests.honesty.promises import Promises
from tests.honesty.small_desk import KECAMATAN, Desks
from tests.honesty.worlds import PROFILE, SIZE, Incident
from tests.small_record import forging

from jujur.domain.errors import LedgerBroken
from jujur.domain.transitions import (
    EDITION_TRANSITIONS,
    FIRST_BINS,
    FIRST_STATUSES,
    OFFICER_TRANSITIONS,
    ROW_TRANSITIONS,
    RULE_TRANSITIONS,
)
from jujur.record.verification import verify
from jujur.settings.places import project_root

pytestmark = pytest.mark.usefixtures("bounds")

# Two kecamatan and few stations: versions of one station must meet, or nothing can contradict.
BUSY = KECAMATAN[:2]
PLACES = st.integers(0, SIZE - 1)
TOLD = st.dictionaries(PLACES, st.integers(-1, 2), min_size=1)

# What somebody with the rights of the database's owner might do, each in one statement.
FORGERIES = {
    "a count": "UPDATE row_pungut_hitung SET suara_sah = suara_sah + 1 WHERE row_number = 4",
    "an incident's severity": "UPDATE row_kejadian SET tingkat = 'ringan' WHERE tingkat = 'berat'",
    "a bin": "UPDATE disposition SET bin = 'accepted' WHERE bin = 'held'",
    "a bin of its own": "INSERT INTO disposition (submission_id, row_id, form_id, bin, reason, actor, decided_at) "
    "SELECT submission_id, row_id, form_id, 'accepted', reason, actor, decided_at FROM disposition WHERE bin = 'held'",
    "a disposition gone": "DELETE FROM disposition WHERE seq = (SELECT MAX(seq) FROM disposition)",
    "a receipt moved": "UPDATE submission SET received_at = '2024-02-14T09:00:00.000000Z' WHERE seq = 1",
    "a finding gone": "DELETE FROM finding WHERE seq = (SELECT MIN(seq) FROM finding WHERE severity = 'E')",
    "the last event gone": "DELETE FROM ledger WHERE seq = (SELECT MAX(seq) FROM ledger)",
    "an event by somebody else": "UPDATE ledger SET actor = 'orang.lain' WHERE seq = 2",
    "a figure": "UPDATE figure SET k = k + 1 WHERE name = 'tps_on_time'",
    "a due time": "UPDATE frame SET due_at = '2024-02-14T12:30:00.000000Z'",
    "a reason": "UPDATE officer_act SET reason = 'alasan lain yang cukup panjang'",
    "a change gone": "DELETE FROM edition_change",
    "a call gone": "DELETE FROM errata_call",
    "a step gone": "DELETE FROM edition_status WHERE status = 'ditolak'",
    "a delivery": "UPDATE delivery SET address = 'lain@example.org'",
}


class DeskMachine(RuleBasedStateMachine):
    """Teams send, officers decide, editions come out, and now and then somebody opens the database by hand."""

    def __init__(self, desks: Desks, kind: str) -> None:
        super().__init__()
        self.stack = ExitStack()
        desk = self.stack.enter_context(desks.new(kind))
        self.work = DeskAtWork(desk)
        self.stack.enter_context(working(desk, self.work.mailbox))
        self.promises = Promises(self.work)

    def teardown(self) -> None:
        self.stack.close()

    @initialize(told=TOLD)
    def a_first_report(self, told: dict[int, int]) -> None:
        self.work.send(BUSY[0], told)

    @rule(
        kecamatan=st.sampled_from(BUSY), told=TOLD, is_stranger=st.sampled_from((False, False, False, True))
    )
    def receive(self, kecamatan: str, told: dict[int, int], is_stranger: bool) -> None:
        self.work.send(kecamatan, told, is_stranger=is_stranger)

    @rule(kecamatan=st.sampled_from(BUSY))
    def trespass(self, kecamatan: str) -> None:
        self.work.trespass(kecamatan)

    @rule(
        kecamatan=st.sampled_from(KECAMATAN),
        incidents=st.lists(
            st.builds(
                Incident,
                st.sampled_from(("ringan", "berat")),
                st.just("dilaporkan"),
                st.booleans(),
                st.integers(0, 9),
            ),
            max_size=2,
        ),
    )
    def tell_incidents(self, kecamatan: str, incidents: list[Incident]) -> None:
        self.work.tell(kecamatan, tuple(incidents))

    @rule(which=st.integers(0, 99))
    def send_again(self, which: int) -> None:
        self.work.send_again(which % len(self.work.sent))

    @rule(which=st.integers(0, 99), kecamatan=st.sampled_from(BUSY), told=TOLD)
    def correct(self, which: int, kecamatan: str, told: dict[int, int]) -> None:
        self.work.send(kecamatan, told, corrects=which % len(self.work.submissions))

    @rule(which=st.integers(0, 99), what=st.sampled_from(("release", "hold")))
    def decide(self, which: int, what: Any) -> None:
        rows = self.work.row_names()
        self.work.decide(what, rows[which % len(rows)][0])

    @rule(which=st.integers(0, 99))
    def release_what_waits(self, which: int) -> None:
        if held := self.work.held():
            self.work.decide("release", held[which % len(held)])

    @rule(which=st.integers(0, 99))
    def merge(self, which: int) -> None:
        if pairs := self.work.contradictions():
            self.work.merge(*pairs[which % len(pairs)])

    @rule(which=st.integers(0, 99), users=st.integers(50, 60))
    def override(self, which: int, users: int) -> None:
        rows = self.work.row_names()
        self.work.override(rows[which % len(rows)][0], users)

    @rule(which=st.integers(0, 99))
    def withdraw(self, which: int) -> None:
        self.work.withdraw(self.work.submissions[which % len(self.work.submissions)])

    @rule(minutes=st.sampled_from((1, 20, 90)))
    def advance_clock(self, minutes: int) -> None:
        self.work.advance(minutes)

    @rule(steps=st.sampled_from((5, 5, 5, 1, 3)), is_agreed=st.sampled_from((True, True, True, False)))
    def publish(self, steps: int, is_agreed: bool) -> None:
        self.work.freeze()
        self.work.proceed(self.work.waiting(), steps, is_agreed)

    @rule()
    def publish_and_post(self) -> None:
        self.work.publish()

    @rule(kecamatan=st.sampled_from(BUSY), told=TOLD)
    def correct_what_is_out(self, kecamatan: str, told: dict[int, int]) -> None:
        self.work.publish()
        self.work.send(kecamatan, told, corrects=self.work.last_of(kecamatan))
        self.work.publish()

    @precondition(lambda self: self.work.edition_ids())
    @rule(which=st.integers(0, 99), is_refusing=st.booleans())
    def post(self, which: int, is_refusing: bool) -> None:
        found = self.work.edition_ids()
        self.work.mailbox.is_refusing = is_refusing
        self.work.post(found[which % len(found)])

    @precondition(lambda self: self.work.edition_ids())
    @rule(which=st.integers(0, 99))
    def withdraw_edition(self, which: int) -> None:
        found = self.work.edition_ids()
        self.work.withdraw(found[which % len(found)])

    @rule(how=st.sampled_from(sorted(FORGERIES)))
    def tamper(self, how: str) -> None:
        """P37, L04, L25, L48: whoever opens the database by hand is found, and what was done is taken back."""
        raw = self.work.desk.desk.raw
        with forging(self.work.desk.desk.database) as (connection, session):
            if connection.exec_driver_sql(FORGERIES[how]).rowcount:
                with pytest.raises(LedgerBroken):
                    verify(session, raw)

    @invariant()
    def promises_hold(self) -> None:
        self.promises.check()


STEPS = {"sqlite": (6, 18), "postgresql": (2, 10)}


@pytest.mark.parametrize("kind", list(STEPS))
def test_promises_hold_after_every_step(desks: Desks, kind: str) -> None:
    examples, steps = STEPS[kind]
    run_state_machine_as_test(
        lambda: DeskMachine(desks, kind),
        settings=settings(PROFILE, max_examples=examples, stateful_step_count=steps),
    )


def test_every_documented_step_can_be_taken(desks: Desks) -> None:
    """The tables of `domain.transitions`, and so docs/state-machine.md: nothing in them is mere paper."""
    with desks.new("sqlite") as desk:
        work = DeskAtWork(desk)
        with working(desk, work.mailbox):
            promises = Promises(work)
            for step in every_step(work):
                step()
                promises.check()
    assert promises.moved == {
        *(("rules", None, bin_) for bin_ in FIRST_BINS),
        *(("rules", before, after) for before, found in RULE_TRANSITIONS.items() for after in found),
        *(("officer", before, after) for before, found in OFFICER_TRANSITIONS.items() for after in found),
    }
    assert promises.became == {
        *((None, status) for status in FIRST_STATUSES),
        *((before, after) for before, found in EDITION_TRANSITIONS.items() for after in found),
    }


def test_the_document_draws_exactly_these_steps() -> None:
    """docs/state-machine.md against the tables that the package obeys."""
    page = (project_root() / "docs" / "state-machine.md").read_text()
    drawn = [set(re.findall(r"^    (\S+) --> (\w+)", part, re.MULTILINE)) for part in page.split("## ")[1:]]
    assert drawn == [
        {
            *(("[*]", bin_.value) for bin_ in FIRST_BINS),
            *((before.value, after.value) for before, found in ROW_TRANSITIONS.items() for after in found),
        },
        {
            *(("[*]", status.name.lower()) for status in FIRST_STATUSES),
            *((a.name.lower(), b.name.lower()) for a, found in EDITION_TRANSITIONS.items() for b in found),
        },
    ]


def every_step(work: DeskAtWork) -> Iterator[Callable[[], object]]:
    """A day in which everything happens that may happen to a row or an edition."""
    area, other = BUSY
    yield lambda: work.send(area, {0: 0, 1: 0, 2: -1, 3: 0, 4: 0})
    yield lambda: work.send_again(0)
    yield lambda: work.trespass(other)
    # Empty: superseded as soon as it comes.
    yield lambda: work.send(area, {0: None})
    yield lambda: work.send(area, {0: 1})
    yield lambda: work.send(area, {1: 1}, corrects=0)
    yield lambda: work.send(area, {2: 0}, corrects=0)
    yield lambda: work.decide("release", work.row(0, 0))
    yield lambda: work.decide("hold", work.row(0, 3))
    yield lambda: work.decide("hold", work.row(1, 4))
    yield lambda: work.decide("hold", work.row(0, 1))
    yield lambda: work.override(work.row(0, 4), 55)
    yield lambda: work.publish()
    yield lambda: work.withdraw(work.edition_ids()[0])
    for steps in (4, 5):
        yield lambda: work.send(other, {0: len(work.sent)}, corrects=work.last_of(other))
        yield lambda: work.freeze()
        yield lambda steps=steps: work.proceed(work.waiting(), steps - 1, is_agreed=False)
