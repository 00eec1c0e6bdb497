"""The stages of the small desk, each made from another by what people and the schedule do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from jujur.lies.post import with_post_office
from jujur.lies.registry import Stage
from jujur.lies.town import CITY, MIDDLE, NORTH
from jujur.lies.watching import edition_id, published
from jujur.lies.world import (
    AFTER,
    APPROVER,
    EVENING,
    INCIDENTS,
    REASON,
    SEVERE,
    VERIFIER,
    World,
    honest_rows,
    wib,
)
from jujur.operations import deliver, publish, seal, vintages
from jujur.operations.desk import open_desk
from jujur.operations.initialise import enter_demonstration, initialise

MIDDLE_ROWS = honest_rows(MIDDLE)


def begin(world: World) -> None:
    """Sets the desk up on the eve, its clock shifted for a demonstration."""
    with open_desk() as desk:
        enter_demonstration(desk)
    with open_desk() as desk:
        initialise(desk)


def _report(world: World) -> None:
    world.everybody_reports()
    world.to(AFTER)


def _count_half(world: World) -> None:
    """Half of Dempo Tengah is silent, one of its rows is held, and a severe incident is open: nothing may be said lightly."""
    first = {**MIDDLE_ROWS[0], "suara_sah": 150}
    world.everybody_reports(rows={MIDDLE: [first, *MIDDLE_ROWS[1:3], {}, {}, {}]}, incidents=[SEVERE])
    world.to(AFTER)
    publish.compute_figures(publish.freeze_editions(wib(19, 30)))


def _seal(world: World) -> None:
    seal.seal_edition(edition_id(MIDDLE))


def _issue_half(world: World) -> None:
    published(world, MIDDLE)
    _seal(world)


def _send(world: World) -> None:
    """All editions are out, and that of Dempo Tengah is in its reader's hands."""
    for area_code in (CITY, NORTH):
        published(world, area_code)
    with_post_office(world)
    deliver.deliver_edition(edition_id(MIDDLE))


def corrected(world: World) -> None:
    """A severe incident becomes known after the edition was sent; the revision that says so is out and signed."""
    late, correction = wib(20, 30), edition_id(MIDDLE).replace("-r0", "-r1")
    world.to(late)
    world.send(INCIDENTS, [SEVERE], at=late)
    world.to(late + timedelta(minutes=30))
    ids = vintages.revise_slot(wib(19, 30))
    publish.compute_figures(ids)
    publish.draft_edition(correction)
    publish.record_decision([correction], "verify", VERIFIER, True, REASON)
    publish.record_decision([correction], "approve", APPROVER, True, REASON)
    publish.finish_edition(correction)
    seal.seal_edition(correction)


# Each stage, from which it is made and how: the eve; the evening before anybody reported; all reported; published; half
# reported and computed; signed; that half signed too; sent; corrected.
PREPARED: dict[Stage, tuple[Stage | None, Callable[[World], None]]] = {
    "malam": (None, begin),
    "sore": ("malam", lambda world: world.to(EVENING)),
    "lengkap": ("sore", _report),
    "terbit": ("lengkap", lambda world: published(world, MIDDLE)),
    "dihitung": ("sore", _count_half),
    "bermeterai": ("terbit", _seal),
    "separuh": ("dihitung", _issue_half),
    "terkirim": ("bermeterai", _send),
    "diralat": ("terkirim", corrected),
}
