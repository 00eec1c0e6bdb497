"""Lies told on the way from template to page: the finished page is read back before it may leave (P15, P30–P33)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection

from jujur.domain.editions import Edition
from jujur.domain.figures import Figure
from jujur.domain.gates import ResultsGate
from jujur.lies import forgeries, redrawing
from jujur.lies.forger import Paper, rewritten
from jujur.lies.redrawing import planted, restyled
from jujur.lies.registry import Act, Lie, Told, Watch
from jujur.lies.stages import begin
from jujur.lies.watching import bulletin, page
from jujur.lies.world import World
from jujur.operations.known import is_withheld
from jujur.settings import places


def redrawn(change: Callable[[str], str]) -> Act:
    """The page is changed after the templates made it."""

    def act(world: World) -> None:
        def lying(honest: Callable[..., bytes]) -> Callable[..., bytes]:
            def press(html: str, *others: object, **named: object) -> bytes:
                changed = change(html)
                assert changed != html, "nothing was changed"
                return honest(changed, *others, **named)

            return press

        world.replace("jujur.rendering.edition:press", lying)

    return act


def in_template(name: str, *changes: tuple[str, str]) -> Act:
    """Somebody edits a template of the desk."""

    def act(world: World) -> None:
        retouch(world, name, *changes)

    return act


def retouch(world: World, name: str, *changes: tuple[str, str]) -> None:
    """Edits a template below ``reports/``, in a copy that this world works with. Raises AssertionError when it lacks the text."""
    folder = world.home.parent / "laporan"
    if not folder.exists():
        shutil.copytree(places.reports_dir(), folder)
        world.replace("jujur.settings.places:reports_dir", lambda _: lambda: folder)
    path = folder / name
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, f"{name}: {old}"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def on_paper(change: Callable[[Paper], None] | None) -> Act:
    """The finished file is opened in an editor before it is audited."""

    def act(world: World) -> None:
        world.replace(
            "jujur.rendering.edition:press",
            lambda honest: lambda *given, **named: rewritten(honest(*given, **named), change),
        )

    return act


def legal_hour(hour: str, then: Callable[[World], None]) -> Act:
    """A desk whose legal hour for results is this one; then everybody reports."""

    def act(world: World) -> None:
        path = world.config / "gates.yaml"
        text = path.read_text(encoding="utf-8")
        assert "2024-02-14 15.00" in text
        path.write_text(text.replace("2024-02-14 15.00", hour), encoding="utf-8")
        shutil.rmtree(world.home)
        begin(world)
        then(world)

    return act


def _results_too_early(world: World) -> None:
    world.everybody_reports()
    world.replace("jujur.operations.content:printable", lambda _: lambda gate, known, *others: known)
    world.replace("jujur.rendering.view:View.is_result_time", lambda _: property(lambda view: True))


def _results_in_time(world: World) -> None:
    world.everybody_reports()


# A bulletin of voting day that comes out long after the legal hour: votes do not belong into it even then.
TAKE = """\
  - jenis: hari_h
    masa: 2024-02-14.4
    formulir: [pungut_hitung, kejadian]
    mulai: "2024-02-14 14.00"
    selesai: "2024-02-14 16.00"
    batas_kirim: "2024-02-14 18.30"
    batas_data: "2024-02-14 18.45"
    rilis: "2024-02-14 19.00"
masa_laporan: []
"""
LOGISTICS = "<b>Logistik.</b>"


def _whatever_is_known(
    gate: ResultsGate, known: dict[str, Figure], edition: Edition, withheld: Collection[str]
) -> dict[str, Figure]:
    """What an edition may print, were it not for the votes: only the protected columns stay away."""
    return {key: one for key, one in known.items() if not is_withheld(one.name, withheld)}


def take(sentence: str, is_lying: bool) -> Act:
    """A desk with a take of voting day; everybody reports for it, and somebody writes a sentence into its template."""

    def act(world: World) -> None:
        path = world.config / "calendar.yaml"
        path.write_text(
            path.read_text(encoding="utf-8").replace("masa_laporan: []\n", TAKE), encoding="utf-8"
        )
        shutil.rmtree(world.home)
        begin(world)
        world.everybody_reports(period="2024-02-14.4")
        if is_lying:
            world.replace("jujur.operations.content:printable", lambda _: _whatever_is_known)
        retouch(world, "sections/take/opening.html.j2", (LOGISTICS, f"{sentence} {LOGISTICS}"))

    return act


HEAD, ATTENTION = "sections/head.html.j2", "sections/attention.html.j2"
TITLE = "<h1>{{ view.title }}</h1>"
CELLS, FOOT = "cells.html.j2", "furniture.html.j2"
NOTE = "Laporan ini dibaca bersama lampirannya."
PILL = "{{ status(one.status.value) }}"
COUNTED = '<span class="q">&nbsp;{{ fig(area.code, name, "n") }}/{{ fig(area.code, name, "N") }} TPS</span>'
# Styled, not wrapped: an inline element around a block splits its cell into three (P47).
ITALIC = COUNTED.replace('class="q"', 'class="q" style="font-style:italic"')
ALL_COUNTS = (
    "{% for area in view.rows %}{% for name in view.results %} {{ fig(area.code, name, 'n') }}/"
    "{{ fig(area.code, name, 'N') }} TPS{% endfor %}{% endfor %}"
)
SHARE = '{{ fraction(area, "turnout") }}'
BARE_SHARE = '{{ fig(area.code, "turnout", "percent") }}'
PROMISE = "Bukan hasil resmi; hasil resmi hanya oleh KPU. "
GRID, FINER = "#dfe5ea", "#d5dde4"
THICKER = ('stroke="#dfe5ea" stroke-width=".6"', 'stroke="#dfe5ea" stroke-width=".8"')
TYPED = (page(), r"ConfigurationError: .*angka dalam teks templat.*")
NOTED = ("kalimat yang jujur di tempat yang sama", redrawn(planted(NOTE)))
TOLD: Told = ("templat", "BLOCK", "dihitung")


def stopped(by: str) -> tuple[Watch, str]:
    """The draft that officers would get to see; the audit must stop it for breaking this promise."""
    return page(), rf"AuditFailed: [^:]*\b{by}\b.*"


def sentence(text: str) -> Act:
    """A sentence that somebody writes into the template of the head."""
    return in_template(HEAD, (TITLE, f"{TITLE}<p>{text}</p>"))


def counts_at_the_end(world: World) -> None:
    """Of how many TPS each sum is stands in a note behind everything else."""
    retouch(world, CELLS, (COUNTED, ""))
    note = f'<section style="break-before:page"><h2>Catatan</h2><p>{ALL_COUNTS}</p></section>'
    retouch(world, "edition.html.j2", ("</body>", f"{note}</body>"))


PAGE_LIES = (
    Lie(
        *("L12a", "batang sepertiga lebih panjang daripada angkanya", *TOLD),
        redrawn(redrawing.stretched),
        *("garis skala diberi warna lain", redrawn(restyled(GRID, FINER)), *stopped("P31")),
    ),
    Lie(
        *("L12b", "sumbu dipotong: batang tidak digambar dari nol", *TOLD),
        redrawn(redrawing.cut_axis),
        *("garis skala diberi warna lain", redrawn(restyled(GRID, FINER)), *stopped("P31")),
    ),
    Lie(
        *("L12c", "batang dipertinggi: luasnya melebihi angkanya", *TOLD),
        redrawn(redrawing.fattened),
        *("garis skala diberi warna lain", redrawn(restyled(GRID, FINER)), *stopped("P31")),
    ),
    Lie(
        *("L12d", "batang digeser dari garis nol", *TOLD),
        redrawn(redrawing.shifted),
        *("garis skala diberi warna lain", redrawn(restyled(GRID, FINER)), *stopped("P31")),
    ),
    Lie(
        *("L12e", "sumbu diperpendek: setiap batang tampak mencapai angka yang lebih besar", *TOLD),
        redrawn(redrawing.regraded),
        *("garis skala diberi tebal lain", redrawn(restyled(*THICKER)), *stopped("P31")),
    ),
    Lie(
        *("L12f", "sumbu kedua: garis dengan skala sendiri di atas batang", *TOLD),
        redrawn(redrawing.second_axis),
        *("garis skala diberi tebal lain", redrawn(restyled(*THICKER)), *stopped("P31")),
    ),
    Lie(
        *("L12g", "batang bertiga dimensi", *TOLD),
        redrawn(redrawing.in_depth),
        *("garis skala diberi tebal lain", redrawn(restyled(*THICKER)), *stopped("P31")),
    ),
    Lie(
        *("L12h", "cakram yang luasnya mengikuti kuadrat angkanya", *TOLD),
        redrawn(redrawing.icon),
        *("garis skala diberi tebal lain", redrawn(restyled(*THICKER)), *stopped("P31")),
    ),
    Lie(
        *("L13a", "TPS yang belum melapor tidak digambar", *TOLD),
        redrawn(redrawing.without_gap),
        *(
            "arsiran dengan warna garis lain",
            redrawn(restyled('stroke="#8b97a3" stroke-width=".7"', 'stroke="#7b8793" stroke-width=".7"')),
            *stopped("P31"),
        ),
    ),
    Lie(
        *("L13b", "TPS yang belum melapor digambar seperti yang melapor", *TOLD),
        redrawn(redrawing.filled_gap),
        *(
            "arsiran dengan warna garis lain",
            redrawn(restyled('stroke="#8b97a3" stroke-width=".7"', 'stroke="#7b8793" stroke-width=".7"')),
            *stopped("P31"),
        ),
    ),
    Lie(
        *("L14c", "“Situasi aman dan terkendali.” ditulis ke dalam templat", *TOLD),
        sentence("Situasi aman dan terkendali."),
        *("kalimat yang jujur ditulis ke dalam templat", sentence(NOTE), *stopped("P12")),
    ),
    Lie(
        *("L15c", "templat mencetak status kecamatan terbaik sebagai status kota", *TOLD),
        in_template("sections/conclusion.html.j2", (PILL, "{{ status(c.statuses[1].status.value) }}")),
        *(
            "templat ditulis ulang, statusnya sama",
            in_template(
                "sections/conclusion.html.j2", (PILL, "{{ status(c.statuses[loop.index0].status.value) }}")
            ),
        ),
        *stopped("P12"),
    ),
    Lie(
        *("L16c", "“Tidak ada insiden lain.” ditulis ke dalam templat", *TOLD),
        sentence("Tidak ada insiden lain."),
        *("kalimat yang jujur ditulis ke dalam templat", sentence(NOTE), *stopped("P12")),
    ),
    Lie(
        *("L17c", "templat melewatkan insiden berat di halaman pertama", *TOLD),
        in_template(ATTENTION, ("in view.severe %}", "in [] %}")),
        *(
            "templat ditulis ulang, insidennya sama",
            in_template(ATTENTION, ("in view.severe %}", "in view.severe | list %}")),
        ),
        *stopped("P18"),
    ),
    Lie(
        *("L17d", "bagian “Perlu perhatian segera” dipindah ke halaman akhir", *TOLD),
        redrawn(redrawing.attention_last),
        *(
            "bagian itu diberi jarak lain",
            redrawn(
                restyled('<section class="attention">', '<section class="attention" style="margin-top:2mm">')
            ),
        ),
        *stopped("P18"),
    ),
    Lie(
        *("L29a", "kalimat dari laporan daerah lain (“Kabupaten Kolaka”)", *TOLD),
        sentence("Menjaga ketertiban di wilayah Kabupaten Kolaka."),
        *(
            "kalimat tentang daerah sendiri",
            sentence("Menjaga ketertiban di wilayah Kota Pagar Alam."),
            *stopped("P33"),
        ),
    ),
    Lie(
        *("L29b", "isian templat tertinggal", *TOLD),
        redrawn(planted("Laporan {{ nama_wilayah }}.")),
        *(*NOTED, *stopped("P33")),
    ),
    Lie(
        *("L30a", "angka diketik ke dalam templat", *TOLD),
        sentence("Capaian 98,7 persen."),
        *(
            "angka yang berasal dari fakta",
            sentence('{{ fig(c.area.code, "tps_used") }} TPS dipakai.'),
            *TYPED,
        ),
    ),
    Lie(
        *("L30c", "bilangan dengan huruf", *TOLD),
        redrawn(planted("Sembilan puluh persen TPS melapor.")),
        *(*NOTED, *stopped("P15")),
    ),
    Lie(
        *("L30d", "dua angka tabel bertukar tempat", *TOLD),
        redrawn(redrawing.swapped),
        *(
            "kolom angka diberi tebal lain",
            redrawn(restyled("<td>", '<td style="font-weight:500">')),
            *stopped("P15"),
        ),
    ),
    Lie(
        *("L30e", "angka ditulis di atas halaman jadi sebelum diaudit", *TOLD),
        on_paper(forgeries.writing("Capaian 98,7 persen.")),
        *("naskah disimpan ulang dengan kemasan lain", on_paper(None), *stopped("P15")),
    ),
    Lie(
        *("L43a", "“Bukan hasil resmi” berwarna putih", *TOLD),
        in_template(
            "css/edition.css",
            ("font-weight:600;color:#12355b}\n.letterhead", "font-weight:600;color:#fff}\n.letterhead"),
        ),
        *(
            "“Bukan hasil resmi” berwarna lebih gelap",
            in_template(
                "css/edition.css",
                (
                    "font-weight:600;color:#12355b}\n.letterhead",
                    "font-weight:600;color:#0b2744}\n.letterhead",
                ),
            ),
        ),
        *stopped("P32"),
    ),
    Lie(
        *("L43b", "catatan dengan huruf terlalu kecil", *TOLD),
        redrawn(planted(NOTE, "font-size:4pt")),
        *(*NOTED, *stopped("P32")),
    ),
    Lie(
        *("L43c", "catatan yang hampir tembus pandang", *TOLD),
        redrawn(planted(NOTE, "opacity:.1")),
        *(*NOTED, *stopped("P32")),
    ),
    Lie(
        *("L43d", "catatan di luar halaman", *TOLD),
        redrawn(planted(NOTE, "position:absolute;left:-60mm")),
        *(*NOTED, *stopped("P32")),
    ),
    Lie(
        *("L43e", "keterangan ditutup kotak putih", *TOLD),
        redrawn(redrawing.covered),
        *(*NOTED, *stopped("P32")),
    ),
    Lie(
        *("L43f", "teks tak tampak, hanya untuk pembaca mesin", *TOLD),
        on_paper(forgeries.writing("Laporan ini dibaca bersama lampirannya.", mode=3)),
        *("naskah disimpan ulang dengan kemasan lain", on_paper(None), *stopped("P32")),
    ),
    Lie(
        *("L44a", "persen tanpa pecahannya", *TOLD),
        in_template(CELLS, (SHARE, BARE_SHARE)),
        *(
            "pecahan ditulis ulang",
            in_template(CELLS, (SHARE, "{{ fraction(area, 'turnout') }}")),
            *stopped("P04"),
        ),
    ),
    Lie(
        *("L44b", "n/N setiap jumlah dipindah ke catatan di halaman akhir", *TOLD),
        counts_at_the_end,
        *("n/N dengan huruf miring", in_template(CELLS, (COUNTED, ITALIC)), *stopped("P32")),
    ),
    Lie(
        *("L44c", "“Bukan hasil resmi” dihapus dari kaki halaman", *TOLD),
        in_template(FOOT, (PROMISE, "")),
        *(
            "kaki halaman dengan huruf miring",
            in_template(FOOT, (PROMISE, f"<i>{PROMISE}</i>")),
            *stopped("P27"),
        ),
    ),
    Lie(
        *("L47a", "prakiraan perolehan suara sebagai hasil pemantauan", *TOLD),
        sentence("Prakiraan perolehan suara."),
        *("kalimat yang jujur ditulis ke dalam templat", sentence(NOTE), *stopped("P19")),
    ),
    Lie(
        *(
            "L47d",
            "pengguna hak pilih dicetak dalam pengambilan hari pemungutan suara",
            "kode",
            "BLOCK",
            "sore",
        ),
        take('Sudah memilih: {{ fig(c.area.code, "sum_pengguna_total_j") }} orang.', is_lying=True),
        *(
            "banyaknya TPS yang menyebut surat suaranya, di tempat yang sama",
            take(
                'Yang menyebut: {{ fig(c.area.code, "sum_surat_suara_diterima", "n") }} TPS.', is_lying=False
            ),
        ),
        bulletin,
        stopped("P19")[1],
    ),
    Lie(
        *("L47b", "jumlah suara dicetak sebelum jam yang sah", "kode", "BLOCK", "sore"),
        legal_hour("2024-02-14 21.00", _results_too_early),
        *(
            "jumlah suara dicetak sesudah jam yang sah",
            legal_hour("2024-02-14 18.30", _results_in_time),
            *stopped("P19"),
        ),
    ),
)
