"""An officer's decision about editions, asked for on Airflow's "required actions" page.

The officer chooses *Setuju* or *Tolak* and writes a reason; only users named for the act may answer, there is no
default, and no answer in time is a failure. Either answer is recorded under the name of the person who gave it; a refusal
then fails the task, so that the run ends red and the "not published" notice goes out.

**The fast click.** Airflow 3.3 parks a waiting task in ``awaiting_input``; an answer sets it to ``scheduled`` at once. If
that happens before the scheduler has seen the parking process end, the scheduler takes the two for a contradiction
("finished with state success, but the task instance's state attribute is queued") and fails the try, although the
answer is safe in ``hitl_detail`` (the row follows the task into its next try). The operator of Airflow would then ask
again and *erase* the answer. Ours retries, and a retry first lets :class:`StoredAnswer` read what is stored: an answer
is used as it was given, and only if there is none the officer is asked again. Which try it is does not tell: the workload
that the failed try had left in the executor's queue may still start, and then calls itself the first try once more. So
putting the question is written into the ledger first, and only the execution that wrote it may put a question over an answer.
A task that a person clears starts afresh and does ask again.

**The click that nobody hears.** On SQLite, which has no row locks, an answer that crosses the parking can also be stored
without waking the task. So a task never parks for the whole time allowed, but in growing pauses; at the end of each,
Airflow itself looks for a stored answer.

A retry may record a decision that was already recorded; ``operations.publish.record_decision`` is idempotent.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NoReturn, cast
from uuid import UUID

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Param
from airflow.sdk.exceptions import AirflowFailException, AirflowRuntimeError, TaskAwaitingInput
from airflow.sdk.execution_time.hitl import HITLUser, get_hitl_detail_content_detail
from airflow.sdk.timezone import utcnow
from airflow.triggers.base import BaseTrigger, TriggerEvent
from asgiref.sync import sync_to_async

if TYPE_CHECKING:
    from airflow.sdk import Context, XComArg

    from jujur.domain.editions import Act

AGREE = "Setuju"
REFUSE = "Tolak"
REASON = "alasan"
REASON_MIN_LENGTH = 20

RECOVERY_TRIES = 5
RECOVERY_DELAY = timedelta(seconds=2)
SETTLE_SECONDS = 3.0
"""How long the scheduler is given to see a process end before its task may become ready again."""

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 10.0, 600.0
"""How long the task parks before it looks whether it missed an answer; twice as long each time."""

SUBJECTS = {"verify": "Verifikasi edisi sebelum terbit", "approve": "Persetujuan edisi untuk diterbitkan"}


class StoredAnswer(BaseTrigger):  # type: ignore[misc]
    """Waits a moment, then tells once whether an answer to the task's question is already stored."""

    def __init__(self, ti_id: str, settle_seconds: float = SETTLE_SECONDS) -> None:
        super().__init__()
        self.ti_id = ti_id
        self.settle_seconds = settle_seconds

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """Import path and arguments, as the triggerer wants them."""
        path = f"{type(self).__module__}.{type(self).__qualname__}"
        return path, {"ti_id": self.ti_id, "settle_seconds": self.settle_seconds}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Yield one event: the answer in the shape of HITLOperator's, or ``{"is_unanswered": True, "is_asked": …}``."""
        await asyncio.sleep(self.settle_seconds)
        yield TriggerEvent(await sync_to_async(self.read)())

    def read(self) -> dict[str, Any]:
        """Ask Airflow's execution API; ``is_asked`` is False where the question was never put."""
        try:
            detail = get_hitl_detail_content_detail(ti_id=UUID(self.ti_id))
        except AirflowRuntimeError:
            return {"is_unanswered": True, "is_asked": False}
        user = detail.responded_by_user
        if not detail.response_received or user is None:
            return {"is_unanswered": True, "is_asked": True}
        return {
            "chosen_options": list(detail.chosen_options or []),
            "params_input": detail.params_input or {},
            "responded_at": detail.responded_at,
            "responded_by_user": {"id": user.id, "name": user.name},
        }


class OfficerDecision(HITLOperator):  # type: ignore[misc]
    """Ask the officers of an act about editions, record the answer, and return the ids of agreed editions.

    :param act: ``verify`` or ``approve``; says which officers may answer.
    :param edition_ids: the editions decided about (a list, or the output of an earlier task).
    :param response_timeout: no answer within it fails the task for good.
    """

    template_fields = (*HITLOperator.template_fields, "edition_ids")

    def __init__(
        self,
        *,
        act: Act,
        edition_ids: Sequence[str] | XComArg,
        response_timeout: timedelta = timedelta(hours=12),
        **kwargs: Any,
    ) -> None:
        reason = Param(
            None,
            type=["null", "string"],
            minLength=REASON_MIN_LENGTH,
            title="Alasan",
            description=f"Alasan keputusan, paling sedikit {REASON_MIN_LENGTH} huruf; dicatat atas nama Anda.",
        )
        kwargs |= {
            "retries": RECOVERY_TRIES,
            "retry_delay": RECOVERY_DELAY,
            "retry_exponential_backoff": False,
        }
        super().__init__(
            subject=SUBJECTS[act],
            options=[AGREE, REFUSE],
            params={REASON: reason},
            response_timeout=response_timeout,
            **kwargs,
        )
        self.act = act
        self.waiting_time = response_timeout
        self.edition_ids = cast("Sequence[str]", edition_ids)  # rendered before execute

    def execute(self, context: Context) -> None:
        """Ask; or, if an earlier execution asked already, look first for the answer it may have had."""
        ti = context["task_instance"]
        if is_first_try(ti.try_number, ti.max_tries, self.retries):
            asking = f"{ti.dag_id}/{ti.run_id}/{ti.task_id}/{ti.map_index}/{ti.max_tries}"
            if self.is_newly_asked(asking):
                self.ask(context)
        self.defer(trigger=StoredAnswer(ti_id=str(ti.id)), method_name="execute_complete")

    def ask(self, context: Context) -> NoReturn:
        """Put the question to the officers of this act and park; never returns."""
        self.assigned_users = self.officers()
        if not self.assigned_users:
            raise AirflowFailException(f"Tidak ada petugas untuk tahap '{self.act}' dalam konfigurasi desk.")
        self.body = self.describe()
        with contextlib.suppress(TaskAwaitingInput):
            super().execute(context)
        self.wait_for_answer()

    def wait_for_answer(self) -> NoReturn:
        """Park for the whole time allowed."""
        # How long a person may take is a matter of this machine's time, which Airflow waits by; no figure depends on it.
        park(utcnow() + self.waiting_time, FIRST_PAUSE_SECONDS)

    def execute_complete(
        self, context: Context, event: dict[str, Any], deadline: str = "", pause_seconds: float = 0.0
    ) -> list[str]:
        """Take an answer: record it and go on, or fail on refusal; ask again if there is no usable one."""
        if "error" in event:
            self.wait_on(deadline, pause_seconds)
        if event.get("is_unanswered"):
            # Putting a question again erases an answer that comes at the same time.
            if event.get("is_asked"):
                self.wait_for_answer()
            self.ask(context)
        reason = str((event["params_input"] or {}).get(REASON) or "").strip()
        if len(reason) < REASON_MIN_LENGTH:
            self.log.warning("Alasan %r terlalu pendek; petugas ditanya lagi.", reason)
            self.ask(context)
        actor, is_agreed = str(event["responded_by_user"]["id"]), event["chosen_options"] == [AGREE]
        self.record(actor, is_agreed, reason)
        if not is_agreed:
            raise AirflowFailException(f"Ditolak oleh {actor}: {reason}")
        return list(self.edition_ids)

    def wait_on(self, deadline: str, pause_seconds: float) -> NoReturn:
        """A pause is over and no answer is there: park again, or fail when the officers' time is up."""
        # The machine's time again: see wait_for_answer().
        if not deadline or utcnow() >= datetime.fromisoformat(deadline):
            raise AirflowFailException(f"Tidak ada keputusan dalam batas waktu ({self.waiting_time}).")
        park(datetime.fromisoformat(deadline), min(2 * pause_seconds, LONGEST_PAUSE_SECONDS))

    def is_newly_asked(self, asking: str) -> bool:
        """Writes down that this question is put now; False when an earlier execution of the same try already did."""
        from jujur.operations import asking as questions

        return questions.note_question(list(self.edition_ids), self.act, asking)

    def officers(self) -> list[HITLUser]:
        """Those who may answer, as the desk's configuration names them now."""
        from jujur.settings import officers, places

        known = officers.load_officers(places.desk_dir())
        return [HITLUser(id=officer.id, name=officer.office) for officer in known if officer.act == self.act]

    def describe(self) -> str:
        """What the officer reads before deciding (Markdown)."""
        from jujur.operations import publish

        return publish.describe_for_decision(list(self.edition_ids))

    def record(self, actor: str, is_agreed: bool, reason: str) -> None:
        """Write the decision into the record; a decision that does not count is final, not to be retried."""
        from jujur.domain.errors import DecisionRefused
        from jujur.operations import publish

        try:
            publish.record_decision(list(self.edition_ids), self.act, actor, is_agreed, reason)
        except DecisionRefused as refused:
            raise AirflowFailException(str(refused)) from refused


def park(deadline: datetime, pause_seconds: float) -> NoReturn:
    """Wait for an answer, for ``pause_seconds`` or until ``deadline``, whichever comes first."""
    # The machine's time again: see OfficerDecision.wait_for_answer().
    pause = min(timedelta(seconds=pause_seconds), max(deadline - utcnow(), timedelta()))
    kwargs = {"deadline": deadline.isoformat(), "pause_seconds": pause_seconds}
    raise TaskAwaitingInput(method_name="execute_complete", kwargs=kwargs, timeout=pause)


def is_first_try(try_number: int, max_tries: int, retries: int | None) -> bool:
    """Whether a task starts afresh: its very first try, or the first one after a person has cleared it.

    Clearing sets ``max_tries`` to the tries so far plus ``retries``; recovering leaves it alone.
    """
    return try_number <= max_tries - (retries or 0) + 1
