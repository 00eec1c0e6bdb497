"""Lies beside the text of a page: structures that change what is seen, files nobody lists, persons in places nobody reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from tests.golden.editions import content, edition, forge

from jujur.auditing import audit, examine
from jujur.auditing.overlaps import overlapping_text
from jujur.auditing.privacy import private_in, private_insides
from jujur.auditing.structures import hidden_structures
from jujur.auditing.visibility import Sheet, Writing
from jujur.domain.properties import Outcome

CITY = "city draft"
NIK, PHONE = "1672011203850001", "0812-3456-7890"


def changed(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The honest edition after somebody worked on the finished file."""
    out = BytesIO()
    with pikepdf.open(BytesIO(edition(CITY).pdf)) as document:
        change(document)
        document.save(out)
    return out.getvalue()


def script(document: pikepdf.Pdf) -> None:
    action = document.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert('aman')")))
    document.Root.Names.JavaScript = Dictionary(Names=Array([String("x"), action]))


def layer(document: pikepdf.Pdf) -> None:
    document.pages[0].obj["/Layer"] = document.make_indirect(
        Dictionary(Type=Name.OCG, Name=String("catatan"))
    )


def picture(document: pikepdf.Pdf) -> None:
    image = document.make_stream(b"\0", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
    document.pages[0].obj["/Picture"] = image


def other_reading(document: pikepdf.Pdf) -> None:
    element = next(one for one in document.objects if isinstance(one, Dictionary) and one.get("/S") == Name.P)
    element.ActualText = String("tidak seperti yang tampak")


def note(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9])])


def stranger(document: pikepdf.Pdf) -> None:
    document.attachments["Laporan Lain.exe"] = pikepdf.AttachedFileSpec(document, b"MZ")


def unlisted(document: pikepdf.Pdf) -> None:
    document.pages[0].obj["/Kept"] = document.make_stream(b"rahasia", Type=Name.EmbeddedFile)


def cut_off(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.CropBox = Array([0, 400, 595, 842])


STRUCTURES = {
    script: "aksi /JavaScript",
    layer: "lapisan yang dapat disembunyikan",
    picture: "gambar bitmap",
    other_reading: "bacaan lain",
    note: "halaman 1 memuat anotasi",
    stranger: "bukan lampiran desk",
    unlisted: "PDF memuat 3 berkas, terdaftar 2",
    cut_off: "halaman 1 dipotong",
}


def in_title(document: pikepdf.Pdf) -> None:
    document.docinfo["/Keywords"] = f"NIK {NIK}"


def in_metadata(document: pikepdf.Pdf) -> None:
    with document.open_metadata() as metadata:
        metadata["dc:contributor"] = ["siti.aminah@example.org"]


def in_attachment(document: pikepdf.Pdf) -> None:
    document.attachments["data.csv"] = pikepdf.AttachedFileSpec(document, f"tps,hp {PHONE}\n".encode())


def in_description(document: pikepdf.Pdf) -> None:
    document.attachments["data.csv"] = pikepdf.AttachedFileSpec(document, b"x", description=f"dari {NIK}")


PRIVATE = {
    in_title: "properti /Keywords: nomor yang berbentuk NIK",
    in_metadata: "metadata XMP: alamat surel",
    in_attachment: "lampiran data.csv: nomor yang berbentuk nomor telepon",
    in_description: "nama lampiran data.csv: nomor yang berbentuk NIK",
}


@pytest.mark.parametrize(("lie", "alarm"), STRUCTURES.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_a_structure_that_changes_what_is_seen_is_caught(lie, alarm):
    assert any(alarm in found for found in hidden_structures(changed(lie)))


@pytest.mark.parametrize(("lie", "alarm"), PRIVATE.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_a_person_anywhere_in_the_file_is_caught(lie, alarm):
    assert any(alarm in found for found in private_insides(changed(lie), content(CITY)))


def test_saving_a_file_again_is_no_lie():
    same = changed(lambda document: None)
    assert hidden_structures(same) == []
    assert private_insides(same, content(CITY)) == []


def test_a_person_in_the_embedded_facts_is_caught_by_the_audit():
    facts = json.loads(edition(CITY).facts) | {"note": f"pelapor {NIK}"}
    pdf = forge(lambda html: html, facts=json.dumps(facts).encode())
    result = examine(pdf, content(CITY))
    assert result.properties["P43"] is Outcome.FAILED
    assert any("lampiran figures.json: nomor yang berbentuk NIK" in found for found in result.discrepancies)


@pytest.mark.parametrize(
    "text",
    [
        f"{'0812345678901234' * 4}|Sheet1|12",
        "1672011001001",
        "2024-02-14T09:00:00.000000Z",
        "31.512 · 08.00 WIB · 262/494",
        "desk@pagaralam.example.org",
    ],
)
def test_digests_unit_codes_instants_and_the_desk_itself_are_no_persons(text):
    assert list(private_in(text, "uji", frozenset({"desk@pagaralam.example.org"}))) == []


def test_text_upon_text_is_caught():
    over = '<p style="position:absolute;margin-top:-4mm">semua beres</p>'
    assert "saling menimpa" in " ".join(
        audit(forge(lambda html: html.replace('<p class="sub">', f'<p class="sub">{over}', 1)), content(CITY))
    )


def test_texts_that_only_touch_do_not_overlap():
    def sheet(*boxes):
        return Sheet(1, 595, 842, (), tuple(Writing(0, box, (0, 0, 0), 255, 9, 0) for box in boxes), None)

    assert overlapping_text(sheet((0, 0, 10, 10), (9.5, 0, 19, 10))) == []
    assert overlapping_text(sheet((0, 0, 10, 10), (8, 0, 18, 10))) != []
    assert overlapping_text(sheet((0, 0, 100, 10), (50, 9.5, 60, 10))) != []
    assert overlapping_text(sheet((0, 0, 100, 10), (0, 20, 100, 30))) == []


def test_a_changed_month_is_caught_although_every_digit_is_right():
    def lie(html):
        return html.replace("Rabu, 14 Februari 2024", "Rabu, 14 Maret 2024", 1)

    problems = audit(forge(lie), content(CITY))
    assert any("tanggal 14 Maret 2024 bukan tanggal fakta" in found for found in problems)
