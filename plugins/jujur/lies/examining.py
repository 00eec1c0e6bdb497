"""How a file in somebody's hands is examined: its seal, the file alone, the record, and the gate of delivery."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from jujur import sealing, verifier
from jujur.domain.errors import SealRefused
from jujur.domain.signatures import seal_problems
from jujur.lies.post import with_post_office
from jujur.lies.registry import seen_by
from jujur.lies.town import MIDDLE
from jujur.lies.watching import edition_id
from jujur.lies.world import World
from jujur.operations import deliver
from jujur.operations.desk import open_desk
from jujur.operations.verify import edition_pdf, verify_pdf
from jujur.record.canonical import sha256_hex
from jujur.record.edition_seals import seals_of
from jujur.settings import places
from jujur.verifier import words
from jujur.verifier.findings import Outcome

OWN = edition_id(MIDDLE)


def issued() -> bytes:
    """The signed edition of Dempo Tengah, as it is sent."""
    with open_desk() as desk:
        return edition_pdf(desk, OWN)


def audited_part() -> bytes:
    """What was audited, before anybody signed it."""
    return sealing.unsigned_part(issued())


def authority() -> bytes:
    """The certificate that the desk has published, by which everybody may hold its signers."""
    with open_desk() as desk, desk.database.reading() as session:
        return desk.raw.get(seals_of(session, OWN)[-1].trust_sha256)


@seen_by("meterai")
def the_seal(world: World) -> Iterator[str]:
    """Why the file does not carry the desk's seal."""
    try:
        yield from seal_problems(sealing.verify_signatures(world.file, authority()))
    except SealRefused as error:
        yield str(error)


@seen_by("jujur verify")
def the_file_alone(world: World) -> Iterator[str]:
    """`jujur verify` with the desk's certificate: one line for every finding. Nothing but the file is asked."""
    print_once(world)
    (report,) = verifier.verify({"laporan.pdf": world.file}, places.reports_dir(), authority())
    for check in report.checks:
        if check.outcome is Outcome.FAILED:
            yield from (f"{check.id}: {words.sentence(one, 'id')}" for one in check.findings)


@seen_by("jujur check")
def the_record(world: World) -> Iterator[str]:
    """`jujur check`: one line for every difference to the record."""
    yield from verify_pdf(world.file).differences


@seen_by("gerbang terbit dan kirim")
def the_gate(world: World) -> Iterator[str]:
    """Somebody sees to it that this file is sent in the place of the signed edition; what stops it is raised."""
    with_post_office(world)
    with open_desk() as desk:
        sha256 = desk.raw.put(world.file)

    def swapped(honest: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *given, **named: replace(honest(*given, **named), sha256=sha256)

    world.replace("jujur.operations.deliver:seal_in_force", swapped)
    deliver.deliver_edition(OWN)
    return iter(())


@seen_by("penerima surat")
def the_readers(world: World) -> Iterator[str]:
    """What a careful reader finds in the letters: a digest that is not that of the attachment, letters that differ."""
    attached = set()
    for letter in world.letters:
        body = letter.get_body(("plain",))
        text = body.get_content() if body else ""
        for part in letter.iter_attachments():
            content = part.get_content()
            if str(part.get_filename()).startswith("Ralat"):
                continue
            attached.add(content)
            if sha256_hex(content) not in re.sub(r"\s", "", text):
                yield f"{letter['To']}: sidik dalam surat bukan sidik lampirannya"
    if len(attached) > 1:
        yield f"{len(attached)} berkas yang berbeda dikirim"


_PRINTED: dict[str, Any] = {}


def print_once(world: World) -> None:
    """The same content is the same bytes (P35): in one run of the command it is printed once, not for every examination."""

    def remembering(honest: Callable[..., Any]) -> Callable[..., Any]:
        def render(*given: Any, **named: Any) -> Any:
            key = repr((given, sorted(named.items())))
            if key not in _PRINTED:
                _PRINTED[key] = honest(*given, **named)
            return _PRINTED[key]

        return render

    world.replace("jujur.rendering:render", remembering)
