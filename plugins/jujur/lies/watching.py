"""How a world is looked at, as by an officer, a reader, an examiner: lines of text; errors are raised as they come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from jujur import auditing
from jujur.lies.registry import Watch, seen_by
from jujur.lies.town import CITY
from jujur.lies.world import APPROVER, INCIDENTS, MAIN, REASON, VERIFIER, World, wib
from jujur.operations import publish
from jujur.operations.desk import open_desk
from jujur.operations.known import compute_all
from jujur.operations.verify import edition_pdf, verify_ledger, verify_pdf
from jujur.record import submissions as records


@seen_by("pemeriksaan kiriman")
def judged(world: World) -> Iterator[str]:
    """What became of every row that says something, and what was found in it: "held 1672051001002: V08 …"."""
    with open_desk() as desk, desk.database.reading() as session:
        for row in session.rows("submissions"):
            submission_id = row["submission_id"]
            found = [
                f"{one['rule_id']} ({one['severity']}) {one['found']}"
                for one in session.rows("findings_of_submission", submission_id=submission_id)
            ]
            yield from found
            for form_id in (MAIN, INCIDENTS):
                for one in session.rows(f"dispositions_of_submission:{form_id}", submission_id=submission_id):
                    yield f"{one['bin']}: {one['reason']}"


def figures(*names: str) -> Watch:
    """Figures as they would be printed now, by key: "16.72.05/rows_duplicate = 3"."""

    def look(world: World) -> Iterator[str]:
        with open_desk() as desk, desk.database.reading() as session:
            slot = desk.config.calendar.publish_slots[0]
            known = compute_all(desk, session, slot, records.EVER)
        for name in names:
            figure = known[name]
            yield f"{name} = {'...' if figure.value is None else figure.k}"

    return Watch("angka", look)


def edition_id(area_code: str, day: int = 14) -> str:
    """The edition of an area in a day's only slot."""
    return f"202402{day}-1930-harian-{area_code}-r0"


def page(area_code: str = CITY, day: int = 14) -> Watch:
    """The pages of the draft that officers get to see, as one line; whatever stops it is raised."""

    def look(world: World) -> Iterator[str]:
        drafted(world, area_code, day)
        with open_desk() as desk:
            pdf = edition_pdf(desk, edition_id(area_code, day))
        yield " ".join(" ".join(auditing.read_text(pdf)).split())

    return Watch("pembaca halaman", look)


@seen_by("pembaca halaman")
def bulletin(world: World) -> Iterator[str]:
    """The pages of a take of voting day (page_lies.TAKE), as one line; whatever stops it is raised."""
    cut_off = wib(18, 45)
    world.to(cut_off + timedelta(seconds=5))
    ids = publish.freeze_editions(cut_off)
    publish.compute_figures(ids)
    publish.draft_edition(ids[0])
    with open_desk() as desk:
        pdf = edition_pdf(desk, ids[0])
    yield " ".join(" ".join(auditing.read_text(pdf)).split())


def drafted(world: World, area_code: str = CITY, day: int = 14) -> None:
    """Freezes, computes, renders and audits; the clock is moved past the cut-off first."""
    cut_off = wib(19, 30, day=day)
    with open_desk() as desk:
        is_early = desk.now() < cut_off
    if is_early:
        world.to(wib(19, 30, 5, day=day))
    ids = publish.freeze_editions(cut_off)
    publish.compute_figures(ids)
    publish.draft_edition(edition_id(area_code, day))


def published(world: World, area_code: str) -> None:
    """Drafted, agreed by both officers, and finished."""
    drafted(world, area_code)
    publish.record_decision([edition_id(area_code)], "verify", VERIFIER, True, REASON)
    publish.record_decision([edition_id(area_code)], "approve", APPROVER, True, REASON)
    publish.finish_edition(edition_id(area_code))


@seen_by("jujur ledger verify")
def anchored(world: World) -> Iterator[str]:
    """`jujur ledger verify` against the reports that somebody kept elsewhere."""
    yield f"utuh, {verify_ledger(world.kept)} peristiwa"


@seen_by("jujur ledger verify")
def ledger(world: World) -> Iterator[str]:
    """`jujur ledger verify`; a broken record is raised."""
    yield f"utuh, {verify_ledger()} peristiwa"


def verified(area_code: str) -> Watch:
    """`jujur check` of the published edition: one line for every difference."""

    def look(world: World) -> Iterator[str]:
        with open_desk() as desk:
            pdf = edition_pdf(desk, edition_id(area_code))
        yield from verify_pdf(pdf).differences

    return Watch("jujur check", look)


@seen_by("tidak ada")
def nothing_more(world: World) -> Iterator[str]:
    """Where telling the lie is itself refused."""
    return iter(())
