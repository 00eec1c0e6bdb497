"""A letter says no more than its edition: words, persons, places, numbers (P12, P15, P33, P43; L45)."""

import hashlib
from datetime import UTC, datetime

import pytest
from tests.golden.editions import ASSETS, WORLDS, content, edition

from jujur.auditing import altered_letter, audit_letter, audit_places
from jujur.delivery import Attachment, Letter, compose
from jujur.rendering import file_name, render_edition_message

CITY = "city draft"
LIES = {
    "Situasi aman": '"aman" tercetak',
    "Capaian 98,7 persen": "angka 98,7 tidak ada di edisinya",
    "Hubungi 0812-3456-7890": "data pribadi",
    "dari budi.santoso@example.org": "alamat surel seseorang",
    "Pelapor NIP 19850312 201001 1 003": "NIK atau NIP",
    "wilayah Kabupaten Kolaka": "Kabupaten Kolaka",
    "{{ isian }}": "isian templat",
}


def parts(name):
    message = render_edition_message(
        content(name), ASSETS, hashlib.sha256(edition(name).pdf).hexdigest(), "Camat"
    )
    return {
        "subjek surel": message.subject,
        "surel": message.text,
        "surel HTML": message.html,
        "nama berkas": file_name(content(name)),
    }


@pytest.mark.parametrize("name", WORLDS)
def test_an_honest_letter_may_go(name):
    assert audit_letter(parts(name), content(name), edition(name).pdf) == []


@pytest.mark.parametrize("where", ["subjek surel", "surel", "surel HTML", "nama berkas"])
@pytest.mark.parametrize(("lie", "alarm"), LIES.items())
def test_a_lie_in_any_part_of_a_letter_is_caught(lie, alarm, where):
    honest = parts(CITY)
    forged = honest | {where: f"{lie} {honest[where]}"}
    found = audit_letter(forged, content(CITY), edition(CITY).pdf)
    assert any(alarm in one and one.startswith(where) for one in found), found


def test_the_letter_of_another_edition_is_caught():
    assert any(
        "tidak ada di edisinya" in one
        for one in audit_letter(parts("nothing came"), content(CITY), edition(CITY).pdf)
    )


FOREIGN = {
    "menjaga keamanan di wilayah Kabupaten Kolaka": "Kabupaten Kolaka",
    "di kota medan dan sekitarnya": None,
    "Polres Medan menerima laporan": "Polres Medan",
    "KPU Malang": "KPU Malang",
    "Kecamatan Bakongan belum melapor": "Kecamatan Bakongan",
    "KECAMATAN Kluet Utara": "KECAMATAN Kluet Utara",
    "Provinsi Sulawesi Tenggara": "Provinsi Sulawesi Tenggara",
    "diteruskan kepada Wakil Bupati": "Wakil Bupati",
    "Provinsi Sumatera Selatan": None,
    "Kecamatan Pagar Alam Utara Tepat Waktu": None,
    "Kecamatan TPS Baris Kosong": None,
    "kepada Wali Kota Pagar Alam": None,
    "KPU Kota Pagar Alam": None,
}


@pytest.mark.parametrize(("text", "name"), FOREIGN.items())
def test_places_and_offices_of_another_region_are_caught_and_our_own_are_not(text, name):
    found = " ".join(audit_places(text, content(CITY)))
    assert (f"tercetak: {name} (P33)" in found) if name else found == ""


def test_the_office_that_is_written_to_may_bear_a_neighbours_name():
    office = "Komandan Kodim 0405/Lahat"
    letter = {"surel": f"Yth. {office}\nTerlampir laporan."}
    assert audit_letter(letter, content(CITY), edition(CITY).pdf, office) == []
    assert audit_letter(letter, content(CITY), edition(CITY).pdf)
    more = {"surel": f"Yth. {office}\nKeadaan di Lahat."}
    assert "Lahat" in " ".join(audit_letter(more, content(CITY), edition(CITY).pdf, office))


READER = "camat@pagaralam.example.org"
WRITTEN = Letter(
    *(
        "Desk",
        "desk@desk.example.org",
        READER,
        "Laporan harian",
        "Melapor: 262 TPS.\n",
        "<p>Melapor: 262 TPS.</p>",
    ),
    id="<1@desk.example.org>",
    written_at=datetime(2024, 2, 14, tzinfo=UTC),
    attachment=Attachment("Laporan.pdf", "application/pdf", b"%PDF-1.7"),
)
SAID = {"subject": WRITTEN.subject, "plain": WRITTEN.text, "html": WRITTEN.html}
FILES = [("Laporan.pdf", hashlib.sha256(b"%PDF-1.7").hexdigest())]


def enclose(message):
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="Lain.pdf")


def rename(message):
    part = next(message.iter_attachments())
    part.replace_header("Content-Disposition", 'attachment; filename="Situasi-aman.pdf"')


def readdress(message):
    message.replace_header("To", "orang@lain.example.org")


def retitle(message):
    message.replace_header("Subject", "Situasi aman")


def rewrite(part):
    return lambda message: message.get_body((part,)).set_content("Situasi aman", subtype=part)


CHANGED = {
    enclose: "lampiran surat bukan yang diaudit",
    rename: "lampiran surat bukan yang diaudit",
    readdress: "surat ditujukan kepada orang@lain.example.org",
    retitle: "subject surat bukan yang diaudit",
    rewrite("plain"): "plain surat bukan yang diaudit",
    rewrite("html"): "html surat bukan yang diaudit",
}


def test_a_message_as_it_was_audited_may_go():
    assert altered_letter(compose(WRITTEN), READER, SAID, FILES) == []


@pytest.mark.parametrize(("change", "alarm"), CHANGED.items())
def test_what_is_done_to_a_composed_message_is_caught(change, alarm):
    message = compose(WRITTEN)
    change(message)
    found = altered_letter(message, READER, SAID, FILES)
    assert len(found) == 1
    assert alarm in found[0]
