"""A letter says no more than its edition: words, persons, places, numbers (P12, P15, P33, P43; L45)."""

import hashlib

import pytest
from tests.golden.editions import ASSETS, WORLDS, content, edition

from jujur.auditing import audit_letter, audit_places
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
