"""The one way in which an edition of any kind comes out, as Airflow tasks: what the publishing DAGs share."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from airflow.sdk import TriggerRule, task
from airflow.sdk.exceptions import AirflowFailException

from jujur.orchestration.decision import OfficerDecision
from jujur.orchestration.failure import describe_failure
from jujur.orchestration.timetables import CalendarTimetable
from jujur.settings import calendar, places

if TYPE_CHECKING:
    from jujur.domain.editions import EditionKind


# What every publishing DAG is declared with; CalendarTimetable itself never skips a slot.
HABITS: dict[str, Any] = {
    "catchup": False,
    "max_active_runs": 1,
    "default_args": {"retries": 2, "retry_delay": timedelta(seconds=10)},
    "tags": ["jujur", "penerbitan"],
}


def schedule_of(kind: EditionKind) -> CalendarTimetable:
    """One run for each slot of a kind in the frozen calendar."""
    slots = calendar.load_calendar(places.desk_dir()).publish_slots
    return CalendarTimetable(slot.cut_off_at for slot in slots if slot.kind == kind)


def wire() -> None:
    """Freeze, compute, draft, verify, approve, finish, seal, deliver; or announce why not."""
    frozen = freeze()
    computed = compute(frozen)
    drafted = draft.expand(edition_id=computed)
    verify = OfficerDecision(task_id="verify", act="verify", edition_ids=computed)
    approve = OfficerDecision(task_id="approve", act="approve", edition_ids=verify.output)
    finished = finish.expand(edition_id=approve.output)
    drafted >> verify
    sealed = seal.expand(edition_id=finished)
    deliver.expand(edition_id=sealed)
    [frozen, computed, drafted, verify, approve, finished, sealed] >> announce()


@task
def freeze(data_interval_end: datetime | None = None) -> list[str]:
    """One edition an area, as of the cut-off."""
    from jujur.operations import publish

    if not data_interval_end or not (edition_ids := publish.freeze_editions(data_interval_end)):
        raise AirflowFailException("Tidak ada edisi untuk slot ini.")
    return edition_ids


@task
def compute(edition_ids: list[str]) -> list[str]:
    """Every figure of every edition."""
    from jujur.operations import publish

    publish.compute_figures(edition_ids)
    return edition_ids


@task
def draft(edition_id: str) -> str:
    """Render one edition and hold the finished PDF against its figures."""
    from jujur.operations import publish

    return publish.draft_edition(edition_id)


@task
def finish(edition_id: str) -> str:
    """The edition as it will be sent."""
    from jujur.operations import publish

    publish.finish_edition(edition_id)
    return edition_id


@task
def seal(edition_id: str) -> str:
    """Both officers' signatures."""
    from jujur.operations.seal import seal_edition

    seal_edition(edition_id)
    return edition_id


@task
def deliver(edition_id: str) -> None:
    """One message a recipient."""
    from jujur.operations import deliver

    deliver.deliver_edition(edition_id)


@task(trigger_rule=TriggerRule.ONE_FAILED)  # type: ignore[untyped-decorator]
def announce(**context: Any) -> None:
    """Tell the recipients that there is no report, and why."""
    from jujur.operations import publish

    publish.announce_not_published(context["data_interval_end"], describe_failure(context))
