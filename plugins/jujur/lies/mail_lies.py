"""Lies told in letters, about who gets one, and about what was sent before (P12, P26, P40)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any

from jujur.lies.examining import OWN, issued, the_readers, the_seal
from jujur.lies.forger import extended
from jujur.lies.forgeries import overlay
from jujur.lies.page_lies import in_template
from jujur.lies.post import with_post_office
from jujur.lies.registry import Act, Examined, Lie, Told, seen_by
from jujur.lies.stages import corrected
from jujur.lies.town import CITY
from jujur.lies.watching import edition_id, ledger, published
from jujur.lies.world import REASON, World
from jujur.operations import acts, deliver, seal
from jujur.operations.desk import open_desk
from jujur.record.canonical import sha256_hex

SUBJECT, TEXT, HTML = "email/edition.subject.txt", "email/edition.txt", "email/edition.html"
GREETING = "Yth. {{ role }}"
AUDITED = r"AuditFailed: Surat pengantar tidak lulus audit: .*"
REFUSED = r"PublicationBlocked: .*tidak dikirim.*"
UNTOLD = r"PublicationBlocked: Ralat .* tidak akan sampai kepada camat-16-72-05.*"
NEXT = OWN.replace("-r0", "-r1")
SWEET = "Situasi aman. "


@seen_by("gerbang terbit dan kirim")
def sending(world: World) -> Iterator[str]:
    """Sending the edition of Dempo Tengah; what stops it is raised."""
    with_post_office(world)
    deliver.deliver_edition(OWN)
    return iter(())


@seen_by("gerbang terbit dan kirim")
def sending_to_the_city(world: World) -> Iterator[str]:
    """Sending the city's edition, which has nine readers."""
    with_post_office(world)
    deliver.deliver_edition(edition_id(CITY))
    return iter(())


def bent(target: str, lie: Callable[[Any], Any], before: Act = lambda world: None) -> Act:
    """A function on the way to the mailbox begins to lie."""

    def act(world: World) -> None:
        before(world)
        world.replace(target, lie)

    return act


def city_issued(world: World) -> None:
    """The city's edition is out and signed too."""
    published(world, CITY)
    seal.seal_edition(edition_id(CITY))


def another_file(honest: Callable[..., EmailMessage]) -> Callable[..., EmailMessage]:
    """One reader's letter carries another file than everybody else's."""

    def compose(letter: Any) -> EmailMessage:
        message = honest(letter)
        if letter.recipient.startswith("kapolres"):
            swap(message)
        return message

    return compose


def other_subject(honest: Callable[..., EmailMessage]) -> Callable[..., EmailMessage]:
    """The subject becomes another one after it was audited."""

    def compose(letter: Any) -> EmailMessage:
        message = honest(letter)
        message.replace_header("Subject", f"{SWEET}{letter.subject}")
        return message

    return compose


def swap(message: EmailMessage) -> None:
    """Puts a page with a white box over it in the place of the attachment."""
    part = next(iter(message.iter_attachments()))
    forged = extended(part.get_content(), overlay)
    name = part.get_filename()
    part.set_content(forged, maintype="application", subtype="pdf", filename=name)


def kept(honest: Any) -> Any:
    """A function that was rewritten and does the same."""
    return lambda *given, **named: honest(*given, **named)


def on_its_way(change: Callable[[EmailMessage], None]) -> Act:
    """Letters are sent, and something is done to them before they arrive; the reader has the attachment in hand."""

    def act(world: World) -> None:
        sending.look(world)
        for letter in world.letters:
            change(letter)
        (part,) = world.letters[0].iter_attachments()
        world.file = part.get_content()

    return act


def stored(change: Callable[[bytes], bytes]) -> Act:
    """The stored file is written again, under the digest that it had."""

    def act(world: World) -> None:
        pdf = issued()
        (path,) = (world.home / "raw").rglob(sha256_hex(pdf))
        path.write_bytes(change(pdf))

    return act


def housekeeping(pattern: Callable[[], str]) -> Act:
    """Somebody tidies the store of files up."""

    def act(world: World) -> None:
        (world.home / "raw" / "00").mkdir(exist_ok=True)
        (world.home / "raw" / "00" / "sisa.part").write_bytes(b"")
        found = list((world.home / "raw").rglob(pattern()))
        assert found, "nothing was tidied up"
        for path in found:
            path.unlink()

    return act


def issued_digest() -> str:
    """The name of the sent file in the store."""
    return sha256_hex(issued())


def withdrawn(world: World) -> None:
    """A data officer withdraws the edition, with a reason; its bytes stay."""
    with open_desk() as desk:
        acts.withdraw(desk, OWN, "petugas.data", REASON)


def forgotten(world: World) -> None:
    """The withdrawal is taken out of the record again."""
    withdrawn(world)
    world.edit("DELETE FROM edition_status WHERE status = 'ditarik'")


def shortened(world: World) -> None:
    """The reader whom the error reached is no longer on the list of recipients."""
    path = world.config / "recipients.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^.*id: camat-16-72-05.*\n", "", text), encoding="utf-8")


def only_configured(honest: Any) -> Any:
    """Recipients of a correction by today's list alone."""

    def readers_of(desk: Any, session: Any, edition: Any) -> list[Any]:
        return [one for one in desk.config.recipients if one.area_code == edition.area_code]

    return readers_of


def nobody_called(world: World) -> None:
    """The error is said to have reached nobody when the revision comes out."""
    shortened(world)
    world.replace("jujur.operations.replacing:_reached", lambda _: lambda *given: {})
    corrected(world)


@seen_by("aturan ralat")
def correcting(world: World) -> Iterator[str]:
    """Sending the correction: who gets it."""
    with_post_office(world)
    deliver.deliver_edition(NEXT)
    for letter in world.letters:
        body = letter.get_body(("plain",))
        yield f"{letter['To']}: {' '.join(body.get_content().split()) if body else ''}"


TOLD: Told = ("surat", "BLOCK", "separuh")
PLAIN = "Laporan terlampir. "
DIFFERENT = rf"{REFUSED}|.*sidik dalam surat bukan.*|.*berkas yang berbeda.*"
COMPARED: Examined = (sending_to_the_city, DIFFERENT, (the_readers,))
ARRIVED: Examined = (the_readers, r".+", (the_seal,))


def opening(name: str, before: str, words: str) -> Act:
    """Words put before something in a letter's template."""
    return in_template(name, (before, f"{words}{before}"))


START = '{{ "[DEMONSTRASI] " if content.is_demonstration }}'

MAIL_LIES = (
    Lie(
        *("L29c", "surat dengan kalimat daerah lain (“Kabupaten Kolaka”)", *TOLD),
        opening(TEXT, GREETING, "Untuk wilayah Kabupaten Kolaka. "),
        *("surat dengan nama daerah sendiri", opening(TEXT, GREETING, "Untuk wilayah Kota Pagar Alam. ")),
        *(sending, AUDITED),
    ),
    Lie(
        *("L30f", "angka diketik ke dalam surat", *TOLD),
        opening(TEXT, GREETING, "Capaian 98,7 persen. "),
        *("kalimat tanpa angka", opening(TEXT, GREETING, PLAIN)),
        *(sending, AUDITED),
    ),
    Lie(
        *("L38a", "satu penerima diberi berkas lain", "surat", "BLOCK", "separuh"),
        bent("jujur.delivery:compose", another_file, city_issued),
        *(
            "semua penerima diberi berkas yang sama",
            bent("jujur.delivery:compose", kept, city_issued),
            *COMPARED,
        ),
    ),
    Lie(
        *("L38b", "berkas di simpanan diganti sebelum dikirim", "surat", "BLOCK", "bermeterai"),
        stored(lambda pdf: extended(pdf, overlay)),
        *("berkas di simpanan ditulis kembali, sama", stored(lambda pdf: pdf)),
        *(sending, r"RecordError: .*telah berubah.*"),
    ),
    Lie(
        *("L38c", "lampiran ditukar di jalan, sesudah dikirim", "surat", "ALERT", "bermeterai"),
        on_its_way(swap),
        *("surat sampai sebagaimana dikirim", on_its_way(lambda letter: None), *ARRIVED),
    ),
    Lie(
        *(
            "L39a",
            "penerima berkas yang salah dihapus dari daftar sebelum ralat",
            "surat",
            "PRINT",
            "diralat",
        ),
        shortened,
        *("daftar penerima tetap", lambda world: None),
        *(correcting, r"camat\.16-72-05@\S+ .*Penerima terbitan terdahulu.*"),
    ),
    Lie(
        *("L39b", "ralat hanya menurut daftar penerima hari ini", "surat", "BLOCK", "diralat"),
        bent("jujur.operations.replacing:readers_of", only_configured, shortened),
        *(
            "ralat menurut daftar yang masih lengkap",
            bent("jujur.operations.replacing:readers_of", only_configured),
        ),
        *(correcting, UNTOLD),
    ),
    Lie(
        *("L39c", "ralat tidak memanggil siapa pun", "surat", "BLOCK", "terkirim"),
        nobody_called,
        *("ralat memanggil semua yang menerima terbitan yang salah", corrected),
        *(correcting, UNTOLD),
    ),
    Lie(
        *("L40a", "berkas terbitan lama dihapus dari simpanan", "catatan", "BLOCK", "terkirim"),
        housekeeping(issued_digest),
        *("sisa berkas sementara dihapus", housekeeping(lambda: "*.part")),
        *(ledger, r"LedgerBroken: .*tidak ada di simpanan.*"),
    ),
    Lie(
        *("L40b", "tanda “ditarik” pada terbitan lama dihapus", "catatan", "BLOCK", "terkirim"),
        forgotten,
        *("terbitan ditarik oleh petugas dengan alasan", withdrawn),
        *(ledger, r"LedgerBroken: .*edition_status.*"),
    ),
    Lie(
        *("L45a", "subjek surat “Situasi aman” di atas laporan yang hati-hati", *TOLD),
        opening(SUBJECT, START, SWEET),
        *("subjek yang jujur", opening(SUBJECT, START, PLAIN), sending, AUDITED),
    ),
    Lie(
        *("L45b", "isi surat “Situasi aman”", *TOLD),
        opening(TEXT, GREETING, SWEET),
        *("isi surat yang jujur", opening(TEXT, GREETING, PLAIN), sending, AUDITED),
    ),
    Lie(
        *("L45c", "hanya bentuk HTML surat yang berbunyi “Situasi aman”", *TOLD),
        opening(HTML, GREETING, SWEET),
        *("bentuk HTML yang jujur", opening(HTML, GREETING, PLAIN), sending, AUDITED),
    ),
    Lie(
        *("L45d", "nama berkas “Situasi-aman.pdf”", *TOLD),
        bent("jujur.rendering:file_name", lambda honest: lambda *given: f"Situasi-aman-{honest(*given)}"),
        *(
            "nama berkas yang jujur",
            bent("jujur.rendering:file_name", lambda honest: lambda *given: f"Salinan-{honest(*given)}"),
        ),
        *(sending, AUDITED),
    ),
    Lie(
        *("L45e", "subjek diganti sesudah diaudit", *TOLD),
        bent("jujur.delivery:compose", other_subject),
        *("surat disusun ulang, sama bunyinya", bent("jujur.delivery:compose", kept), sending, REFUSED),
    ),
    Lie(
        *("L47c", "subjek surat tentang perolehan suara", *TOLD),
        opening(SUBJECT, START, "Prakiraan perolehan suara. "),
        *("subjek yang jujur", opening(SUBJECT, START, PLAIN), sending, AUDITED),
    ),
)
