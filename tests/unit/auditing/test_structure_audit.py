"""The audit of attachments and of the structure that a screen reader follows: what is taken away is missed (P36, P47; L41)."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from tests.golden.editions import ASSETS, content, edition

from jujur.auditing import examine, read_facts
from jujur.auditing.enclosed import crooked_enclosures
from jujur.auditing.language import reading_in
from jujur.auditing.tagging import untold_structures
from jujur.domain.enclosures import Enclosure
from jujur.domain.properties import Outcome
from jujur.rendering import render

NAME = "kecamatan final"
DATA = Enclosure("data.csv", "Semua baris yang diketahui", "Source", b"form_id,row_id\n", True)


@pytest.fixture(scope="module")
def enclosing():
    return replace(content(NAME), enclosures=(DATA,))


@pytest.fixture(scope="module")
def pdf(enclosing):
    return render(enclosing, ASSETS).pdf


def changed(pdf, change):
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        change(document)
        document.save(out)
    return out.getvalue()


def elements(document, role):
    def below(node):
        for kid in node.get("/K", []):
            if isinstance(kid, pikepdf.Dictionary):
                yield kid
                yield from below(kid)

    return [one for one in below(document.Root.StructTreeRoot) if str(one.get("/S", "")) == role]


def with_bytes(document, name, content):
    held = document.attachments
    del held[name]
    held[name] = pikepdf.AttachedFileSpec(document, content, filename=name)
    held[name].obj["/AFRelationship"] = pikepdf.Name("/Source")
    document.Root.AF = pikepdf.Array([held[one].obj for one in held])


def dropped(document):
    held = document.attachments
    del held["data.csv"]


def unrelated(document):
    held = document.attachments
    held["data.csv"].obj["/AFRelationship"] = pikepdf.Name("/Supplement")


def added(document):
    held = document.attachments
    held["lain.csv"] = pikepdf.AttachedFileSpec(document, b"a\n", filename="lain.csv")


def test_an_honest_file_has_its_attachments_and_its_structure(pdf, enclosing):
    assert list(crooked_enclosures(pdf, read_facts(pdf), enclosing)) == []
    assert untold_structures(pdf) == []
    result = examine(pdf, enclosing)
    assert (result.properties["P36"], result.properties["P47"]) == (Outcome.PASSED, Outcome.PASSED)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (dropped, "lampiran data.csv tidak ada"),
        (unrelated, "seharusnya /Source"),
        (added, "'lain.csv' bukan bagian isi"),
        (lambda document: document.Root.__delitem__("/AF"), "lampiran data.csv berhubungan"),
        (lambda document: with_bytes(document, "data.csv", b"form_id\n"), "data.csv bukan yang disertakan"),
        (
            lambda document: with_bytes(document, "content.json", b"{}"),
            "sidik lain untuk lampiran content.json",
        ),
    ],
)
def test_an_attachment_that_is_not_as_it_was_made_is_seen(pdf, enclosing, change, words):
    forged = changed(pdf, change)
    found = list(crooked_enclosures(forged, read_facts(forged), enclosing))
    assert any(words in one for one in found), found
    assert "P36" in examine(forged, enclosing).failed


def no_scope(document):
    del elements(document, "/TH")[0].A["/Scope"]


def no_headers(document):
    del elements(document, "/TD")[-1].A["/Headers"]


def rows_only(document):
    for one in elements(document, "/TH"):
        one.A["/Scope"] = pikepdf.Name("/Row")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda document: document.Root.__setitem__("/Lang", "en"), "bahasa dokumen en"),
        (lambda document: document.Root.__delitem__("/MarkInfo"), "tidak bertanda struktur"),
        (lambda document: document.Root.__delitem__("/StructTreeRoot"), "tidak bertanda struktur"),
        (lambda document: document.Root.__delitem__("/ViewerPreferences"), "judul dokumen tidak ditampilkan"),
        (lambda document: document.docinfo.__setitem__("/Title", ""), "judul dokumen tidak ditampilkan"),
        (lambda document: document.pages[0].__delitem__("/Tabs"), "urutan baca"),
        (lambda document: elements(document, "/H1")[0].__setitem__("/S", pikepdf.Name("/H3")), "judul utama"),
        (lambda document: elements(document, "/H2")[0].__setitem__("/S", pikepdf.Name("/H3")), "melompat"),
        (
            lambda document: elements(document, "/Figure")[0].__delitem__("/Alt"),
            "1 gambar tanpa teks pengganti",
        ),
        (no_scope, "kepala tabel tanpa lingkup"),
        (no_headers, "sel tabel tidak menyebut"),
        (rows_only, "tabel tanpa kepala kolom"),
    ],
)
def test_what_is_taken_from_a_listener_is_seen(pdf, enclosing, change, words):
    forged = changed(pdf, change)
    found = untold_structures(forged)
    assert any(words in one for one in found), found
    assert "P47" in examine(forged, enclosing).failed


def test_an_english_copy_says_that_it_is_english():
    copy = edition("city draft, in English").pdf
    with reading_in("en"):
        assert untold_structures(copy) == []
    assert untold_structures(copy) == ["bahasa dokumen en, seharusnya id (P47)"]
