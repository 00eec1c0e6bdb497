"""Lies told in a finished file, after both officers signed it: whoever has a copy can find them (P35, P36, P39)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from jujur import rendering, sealing
from jujur.domain.reports import Accountable, ReportContent
from jujur.lies import forgeries
from jujur.lies.examining import OWN, audited_part, issued, the_file_alone, the_gate, the_record, the_seal
from jujur.lies.forger import Paper, extended, rewritten
from jujur.lies.post import with_post_office
from jujur.lies.registry import Act, Examined, Lie, Told
from jujur.lies.watching import nothing_more
from jujur.lies.world import World
from jujur.operations import deliver, seal_keys
from jujur.operations.content import content_of
from jujur.operations.desk import open_desk
from jujur.operations.enclosing import with_enclosures
from jujur.record import editions

ANYTHING = r".+"
USED = "16.72.05/rows_used"
Change = Callable[[Paper], None]


def after_signing(change: Change) -> Act:
    """A revision is added to the signed file."""

    def act(world: World) -> None:
        world.file = extended(issued(), change)

    return act


def bytes_of(forge: Callable[[bytes], bytes]) -> Act:
    """The signed file is changed as bytes."""

    def act(world: World) -> None:
        world.file = forge(issued())

    return act


def unsigned(change: Change) -> Act:
    """The edition as it was before signing is opened in an editor, changed and saved anew."""

    def act(world: World) -> None:
        world.file = rewritten(audited_part(), change)

    return act


def as_sent(world: World) -> None:
    """The file as its recipient takes it out of the letter."""
    with_post_office(world)
    deliver.deliver_edition(OWN)
    (attached,) = (part.get_content() for part in world.letters[0].iter_attachments())
    world.file = attached


def as_kept(world: World) -> None:
    """The file as it is kept; the second signature is itself a revision after the first."""
    world.file = issued()


def as_audited(world: World) -> None:
    """The part of the file that was audited, taken out of the signed one."""
    world.file = audited_part()


def signed_by(name: str, change: Change | None = None) -> Act:
    """The audited bytes, changed or not, signed with keys of a desk that calls itself so; "" takes the desk's own keys."""

    def act(world: World) -> None:
        pdf = extended(audited_part(), change) if change else audited_part()
        with open_desk() as desk, desk.database.reading() as session:
            edition = editions.edition_by_id(session, OWN)
            decisions = [
                Accountable(desk.config.office_of(one.actor), one)
                for one in editions.decisions_of(session, OWN)
            ]
            offices = {one.decision.act: [one.office] for one in decisions}
            keys = (
                sealing.make_keys(name, offices, desk.now())
                if name
                else seal_keys.keys_in_force(desk, session)
            )
            world.file = sealing.sign_edition(pdf, edition, decisions, keys, desk.now()).pdf

    return act


def printed_anew(change: Callable[[ReportContent], ReportContent]) -> Act:
    """Somebody who has the code prints the report himself, from a changed content: every digest in it fits."""

    def act(world: World) -> None:
        with open_desk() as desk, desk.database.reading() as session:
            content = content_of(desk, session, editions.edition_by_id(session, OWN), with_decisions=True)
            content = change(with_enclosures(desk, session, content))
            world.file = rendering.render(content, desk.assets).pdf

    return act


def more_rows(content: ReportContent) -> ReportContent:
    """One row more than there is."""
    figure = content.figures[USED]
    raised = replace(figure, k=figure.k + 1, value=figure.k + 1)
    return replace(content, figures={**content.figures, USED: raised})


def _raise_figure(facts: dict[str, Any]) -> None:
    facts["figures"][USED]["k"] += 1


def _a_row_less(text: bytes) -> bytes:
    return text.rstrip(b"\n").rpartition(b"\n")[0] + b"\n"


# A file cut, edited or saved: by whom it is examined.
UNSIGNED: Examined = (the_file_alone, ANYTHING, (the_record,))
BOTH: Examined = (the_seal, ANYTHING, (the_file_alone,))
WITH_GATE: Examined = (the_seal, ANYTHING, (the_file_alone, the_gate))
EVERYBODY: Examined = (the_seal, ANYTHING, (the_file_alone, the_record, the_gate))
SENT = ("berkas sebagaimana diterima lewat surat", as_sent)
KEPT = ("revisi sesudah tanda tangan pertama: tanda tangan kedua", as_kept)
TAKEN_OUT = ("naskah yang diaudit, dikeluarkan dari berkas bertanda tangan", as_audited)
FINISHED: Told = ("berkas", "BLOCK", "bermeterai")

FILE_LIES = (
    Lie(
        *("L30b", "bilangan ditambahkan pada halaman yang sudah jadi", *FINISHED),
        unsigned(forgeries.writing("Capaian 98,7 persen.")),
        *(*TAKEN_OUT, the_file_alone, ANYTHING),
    ),
    Lie(
        *("L41a", "kotak putih ditimpakan pada halaman 1 sesudah ditandatangani", *FINISHED),
        after_signing(forgeries.overlay),
        *(*SENT, *EVERYBODY),
    ),
    Lie(
        *("L41b", "halaman ditambahkan sesudah ditandatangani", *FINISHED),
        after_signing(forgeries.append_page),
        *(*KEPT, *WITH_GATE),
    ),
    Lie(
        *("L41c", "halaman terakhir dibuang sesudah ditandatangani", *FINISHED),
        after_signing(forgeries.drop_last_page),
        *(*KEPT, *BOTH),
    ),
    Lie(
        *("L41d", "lampiran data.csv ditukar sesudah ditandatangani", *FINISHED),
        after_signing(forgeries.attachment(_a_row_less)),
        *(*SENT, *WITH_GATE),
    ),
    Lie(
        *("L41e", "angka dalam figures.json dinaikkan", *FINISHED),
        unsigned(forgeries.figures(_raise_figure)),
        *(*TAKEN_OUT, the_file_alone, ANYTHING),
    ),
    Lie(
        *("L41f", "lampiran yang tidak terdaftar diselipkan", *FINISHED),
        after_signing(forgeries.add_attachment),
        *(*KEPT, *BOTH),
    ),
    Lie(
        *("L41g", "catatan “Situasi aman” ditempelkan pada halaman 1", *FINISHED),
        after_signing(forgeries.paste_note),
        *(*KEPT, *BOTH),
    ),
    Lie(
        *("L41h", "judul berkas diganti “Situasi aman”", *FINISHED),
        after_signing(forgeries.change_title),
        *(*KEPT, *BOTH),
    ),
    Lie(
        *("L41i", "satu bita dibalik", *FINISHED),
        bytes_of(forgeries.flip_byte),
        *(*SENT, *WITH_GATE),
    ),
    Lie(
        *("L41j", "berkas lain disembunyikan sesudah akhir PDF", *FINISHED),
        bytes_of(forgeries.append_bytes),
        *(*SENT, *WITH_GATE),
    ),
    Lie(
        *("L41k", "halaman ditimpa, lalu ditandatangani dengan kunci desk sendiri", *FINISHED),
        signed_by("", forgeries.overlay),
        *("naskah yang diaudit ditandatangani kembali dengan kunci desk", signed_by("")),
        *(nothing_more, r"SealRefused: .*"),
    ),
    Lie(
        *("L41l", "berkas bertanda tangan disimpan ulang oleh penyunting", *FINISHED),
        bytes_of(rewritten),
        *(*SENT, *WITH_GATE),
    ),
    Lie(
        *("L41m", "laporan dicetak ulang dengan angka lain, semua sidik cocok", *FINISHED),
        printed_anew(more_rows),
        *("laporan dicetak ulang dari isi yang sama", printed_anew(lambda content: content), *UNSIGNED),
    ),
    Lie(
        *("L42a", "gambar tanda tangan sebagai pengganti tanda tangan elektronik", *FINISHED),
        unsigned(forgeries.scanned_signature),
        *(*SENT, *BOTH),
    ),
    Lie(
        *("L42b", "kunci orang lain yang memakai nama desk", *FINISHED),
        signed_by("Desk Pemilu dan Pilkada Kota Pagar Alam"),
        *("kunci desk sendiri", signed_by(""), *BOTH),
    ),
    Lie(
        *("L42c", "salinan tanpa tanda tangan penyetuju", *FINISHED),
        bytes_of(forgeries.first_signature_only),
        *(*SENT, *BOTH),
    ),
)
