"""Lies told by officers: deciding alone, around a refusal, without a word, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from jujur.domain.errors import DecisionRefused
from jujur.lies.post import with_post_office
from jujur.lies.printed_lies import reports
from jujur.lies.registry import Act, Lie, seen_by
from jujur.lies.town import CITY, KECAMATAN, MIDDLE
from jujur.lies.watching import drafted, edition_id, nothing_more, page, published
from jujur.lies.world import DATA_OFFICER, REASON, SEVERE, VERIFIER, World, wib
from jujur.operations import publish, vintages
from jujur.operations.act_rows import short_name
from jujur.operations.desk import open_desk
from jujur.operations.remaking import override

OWN = edition_id(MIDDLE)


def _decide(act: str, actor: str, is_agreed: bool = True) -> None:
    publish.record_decision([OWN], act, actor, is_agreed, REASON)


def _finish_after_rejection(world: World) -> None:
    drafted(world, MIDDLE)
    try:
        _decide("verify", VERIFIER, False)
    except DecisionRefused:
        # The run is green all the same: the next step is called as if nothing had happened.
        publish.finish_edition(OWN)


def _agreed_by_both(world: World) -> None:
    published(world, MIDDLE)


def _alone(world: World) -> None:
    drafted(world, MIDDLE)
    _decide("verify", VERIFIER)
    _decide("approve", VERIFIER)


def _by_default(world: World) -> None:
    drafted(world, MIDDLE)
    _decide("verify", VERIFIER)
    publish.finish_edition(OWN)


def _severity(before: str, after: str) -> Act:
    """An officer sets another severity of an incident that was reported."""

    def act(world: World) -> None:
        reports(incidents=[{**SEVERE, "tingkat": before}])(world)
        world.to(wib(18, 30))
        ((submission_id, sheet, number),) = world.ask(
            "SELECT submission_id, sheet, row_number FROM row_kejadian WHERE tingkat IS NOT NULL"
        )
        with open_desk() as desk:
            name = short_name(submission_id, sheet, number)
            override(desk, name, {"tingkat": after}, DATA_OFFICER, REASON)

    return act


def _say_nothing(world: World) -> None:
    with_post_office(world)
    drafted(world, MIDDLE)
    world.to(wib(20) + timedelta(minutes=5))


def _publish_everything(world: World) -> None:
    with_post_office(world)
    for area_code in (CITY, *KECAMATAN):
        published(world, area_code)
    world.to(wib(20) + timedelta(minutes=5))


@seen_by("pengawas kalender")
def missing(world: World) -> Iterator[str]:
    """The watch on the calendar: what it told the readers, from the ledger."""
    vintages.announce_missing()
    for (payload,) in world.ask("SELECT payload FROM ledger WHERE event = 'report_not_published'"):
        yield f"TIDAK TERBIT: {payload}"


PEOPLE_LIES = (
    Lie(
        *("L18", "tingkat insiden diturunkan menjelang terbit", "masukan", "PRINT", "sore"),
        _severity("berat", "ringan"),
        *("tingkat insiden dinaikkan sesudah diperiksa", _severity("ringan", "sedang")),
        *(page(MIDDLE), r"tingkat diturunkan dari berat menjadi ringan"),
    ),
    Lie(
        *("L36", "ditolak pemeriksa, tetapi tetap diterbitkan", "masukan", "BLOCK", "lengkap"),
        _finish_after_rejection,
        *("disetujui kedua petugas", _agreed_by_both),
        *(nothing_more, r"DecisionRefused: .*"),
    ),
    Lie(
        *("L37a", "satu orang memeriksa dan menyetujui", "masukan", "BLOCK", "lengkap"),
        _alone,
        *("dua orang memutuskan", _agreed_by_both),
        *(nothing_more, r"DecisionRefused: .*"),
    ),
    Lie(
        *("L37b", "terbit tanpa menunggu persetujuan", "kode", "BLOCK", "lengkap"),
        _by_default,
        *("terbit sesudah persetujuan", _agreed_by_both),
        *(nothing_more, r"DecisionRefused: .*"),
    ),
    Lie(
        *("L46", "laporan tidak diterbitkan begitu saja", "masukan", "ALERT", "lengkap"),
        _say_nothing,
        *("semua edisi terbit pada waktunya", _publish_everything),
        *(missing, r"TIDAK TERBIT: .*"),
    ),
)
