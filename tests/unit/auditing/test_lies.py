"""The lie corpus of the page: every lie is injected and must be caught; its honest twin is in test_honest_twins."""

import json
import re
from functools import cache

import pytest
from tests.golden.editions import content, edition, forge, forge_template

from jujur.auditing import audit
from jujur.lies import redrawing

CITY = "city draft"


def caught(pdf, name=CITY):
    return " | ".join(audit(pdf, content(name)))


SENTENCES = {
    "Capaian 98,7 persen.": "98,7 tercetak tanpa fakta",
    "Situasi aman di semua kecamatan.": '"aman" tercetak padahal gerbangnya tertutup',
    "Kota dalam keadaan kondusif.": '"kondusif" tercetak padahal gerbangnya tertutup',
    "Status: KONDUSIF": '"KONDUSIF" tercetak padahal gerbangnya tertutup',
    "Tidak ada insiden yang terjadi.": '"Tidak ada insiden" tercetak padahal',
    "Laporan insiden: nihil.": '"nihil" tidak boleh dicetak',
    "Data terkini dari seluruh wilayah.": '"terkini" tidak boleh dicetak',
    "Partisipasi meningkat.": '"meningkat" tidak boleh dicetak',
    "Menjaga ketertiban di wilayah Kabupaten Kolaka.": "asing tercetak: Kabupaten Kolaka",
    "Petugas dari Konawe.": "asing tercetak: Konawe",
    "{{ isian }}": "isian templat",
    "Hubungi +62 812-3456-7890": "data pribadi",
    "Semua selesai pada hari Kamis.": "tanggal atau hari kamis tercetak 1 kali lebih",
    "Sejak Maret semua berjalan.": "tanggal atau hari maret tercetak",
    "Sembilan puluh persen TPS melapor.": 'bilangan dengan huruf "sembilan puluh"',
    "Sebagian besar TPS melapor.": 'bilangan dengan huruf "sebagian besar"',
    "Pekan ini lebih baik.": 'kata pembanding "lebih baik"',
    "Laporan tercepat se-Sumatera.": 'kata pembanding "tercepat"',
    "Tulis kepada budi.santoso@example.org": "alamat surel seseorang",
}
STYLES = {
    "color:#fff": "tak terlihat",
    "color:#999": "kontras",
    "font-size:4pt": "terlalu kecil",
    "opacity:.1": "P32",
    "position:absolute;left:-60mm": "di luar halaman",
}


@cache
def all_sentences():
    planted = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    return caught(forge(lambda html: html.replace("</h1>", f"</h1>{planted}", 1)))


@pytest.mark.parametrize(("sentence", "alarm"), SENTENCES.items())
def test_a_planted_sentence_is_caught(sentence, alarm):
    assert alarm in all_sentences()


@pytest.mark.parametrize(("style", "alarm"), STYLES.items())
def test_a_hidden_sentence_is_caught(style, alarm):
    assert alarm in caught(forge(redrawing.planted("catatan penting", style)))


def test_a_changed_number_is_caught():
    assert "tanpa fakta" in caught(
        forge(lambda html: html.replace(">49<", ">48<", 1).replace("49 baris", "48 baris", 1))
    )


REDRAWN = {
    redrawing.swapped: "urutan angka berubah",
    redrawing.stretched: "faktor dusta",
    redrawing.shifted: "tidak mulai dari nol",
    redrawing.cut_axis: "P31",
    redrawing.fattened: "P31",
    redrawing.without_gap: "P31",
    redrawing.filled_gap: "P31",
    redrawing.covered: "tertutup",
}


@pytest.mark.parametrize(("lie", "alarm"), REDRAWN.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_a_page_drawn_otherwise_is_caught(lie, alarm):
    assert alarm in caught(forge(lie))


def test_a_missing_band_is_caught():
    assert "SEMENTARA" in caught(forge(lambda html: re.sub(r'<p class="status">.*?</p>', "", html, count=1)))


def test_a_missing_footer_is_caught():
    assert "Bukan hasil resmi" in caught(
        forge(lambda html: re.sub(r"Bukan hasil resmi; hasil resmi hanya oleh KPU\.", "", html))
    )


def test_a_number_in_an_alternative_text_is_caught():
    assert "teks pengganti" in caught(
        forge(lambda html: html.replace("<title>Batang cakupan.", "<title>Batang cakupan 77.", 1))
    )


def test_changed_embedded_figures_are_caught():
    facts = json.loads(edition(CITY).facts)
    facts["figures"]["16.72/tps_late"]["k"] += 1
    forged = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    problems = caught(forge(lambda html: html, facts=forged))
    assert "16.72/tps_late di lampiran" in problems
    assert "sidik data" in problems


def test_changed_printed_list_is_caught():
    """A number on the page and in the list of printed facts, but not the figure's own."""
    facts = json.loads(edition(CITY).facts)
    at = next(at for at, ink in enumerate(facts["printed"]) if ink[1] == "16.72/tps_not_received#value")
    facts["printed"][at][0] = "132"
    forged = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert "tercetak 132, seharusnya 232" in caught(forge(lambda html: html, facts=forged))


def test_a_section_left_out_of_the_template_is_caught(tmp_path):
    shown = "{% include section %}"
    but_one = f"{{% if 'incidents' not in section %}}{shown}{{% endif %}}"
    pdf = forge_template(tmp_path, "edition.html.j2", shown, but_one)
    assert "wajib tampil tidak tercetak: 16.72/incidents_reported" in caught(pdf)


def test_a_dropped_kecamatan_is_caught(tmp_path):
    template = "sections/coverage.html.j2"
    pdf = forge_template(
        tmp_path,
        template,
        "{% for area in view.rows %}",
        "{% for area in view.rows if area.code[-1] != '5' %}",
    )
    assert "wajib tampil tidak tercetak: 16.72.05/tps_expected" in caught(pdf)


def test_a_percent_without_its_fraction_is_caught(tmp_path):
    honest = '{{ fraction(area, "timeliness") }}'
    bare = '{{ fig(area.code, "timeliness", "percent") }}'
    pdf = forge_template(tmp_path, "sections/coverage.html.j2", honest, bare)
    assert "P04" in caught(pdf)


def test_a_severe_incident_moved_from_page_one_is_caught(tmp_path):
    pdf = forge_template(
        tmp_path, "sections/attention.html.j2", "{% for one in view.severe %}", "{% for one in [] %}"
    )
    assert "INS-001 tidak ada di halaman 1" in caught(pdf)


def test_a_silent_kecamatan_moved_from_page_one_is_caught(tmp_path):
    template = "sections/attention.html.j2"
    pdf = forge_template(
        tmp_path, template, "{% for area in view.silent_children %}", "{% for area in [] %}", "nothing came"
    )
    assert "tidak melapor sama sekali" in caught(pdf, "nothing came")


def test_the_clock_shift_must_be_printed(tmp_path):
    template = "sections/honesty.html.j2"
    pdf = forge_template(tmp_path, template, "{% for shift in c.clock_shifts %}", "{% for shift in [] %}")
    assert "clock_shift/0/desk" in caught(pdf)
