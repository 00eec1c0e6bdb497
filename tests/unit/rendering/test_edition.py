"""What an edition shows, and that the same content gives the same bytes (P02, P06, P07, P10, P12, P27, P35, P47)."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from tests.golden.editions import ASSETS, UTARA, WORLDS, content, edition
from weasyprint.urls import FatalURLFetchingError

from jujur.auditing import read_text
from jujur.rendering import render
from jujur.rendering.boxes import FAMILY
from jujur.rendering.press import PackagedFiles

ROOT = Path(__file__).parents[3]
BUILD = """
import hashlib, os, sys
from dataclasses import replace
from pathlib import Path
sys.path[:0] = sys.argv[1:3]
from tests.golden.editions import content
from jujur.rendering import render
from jujur.rendering.boxes import FAMILY
honest = content("kecamatan final")
turned = replace(
    honest,
    figures=dict(reversed(honest.figures.items())),
    boundaries=honest.boundaries[::-1],
)
print(hashlib.sha256(render(turned, Path(sys.argv[3])).pdf).hexdigest())
"""


def text(name):
    return " ".join(" ".join(read_text(edition(name).pdf)).split())


@pytest.mark.parametrize(
    "extra",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LANG": "C", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/St_Johns", "LANG": "de_DE.UTF-8", "LC_ALL": "C.UTF-8"},
    ],
    ids=["east", "west"],
)
def test_bytes_are_the_same_in_another_process_place_language_and_order(extra, tmp_path):
    """Also from a copy of the templates, another home and working folder, and unordered things the other way round (P35)."""
    folder = tmp_path / "elsewhere with a space" / "reports"
    shutil.copytree(ASSETS, folder)
    made = subprocess.run(
        [sys.executable, "-c", BUILD, str(ROOT / "plugins"), str(ROOT), str(folder)],
        cwd=tmp_path,
        env=os.environ | {"HOME": str(tmp_path), "USER": "orang-lain"} | extra,
        capture_output=True,
        text=True,
        check=True,
    )
    assert made.stdout.strip() == hashlib.sha256(edition("kecamatan final").pdf).hexdigest()


@pytest.mark.parametrize("name", WORLDS)
def test_only_the_packaged_fonts_are_used(name):
    with pikepdf.open(BytesIO(edition(name).pdf)) as document:
        fonts = {
            str(item["/BaseFont"]).split("+")[-1]
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item
        }
    made = {FAMILY} if name == "letters of other scripts" else set()
    assert made <= fonts
    assert {font.split("-")[0] for font in fonts - made} == {"Inter", "JetBrainsMono"}


def test_the_file_is_tagged_and_declares_both_standards():
    with pikepdf.open(BytesIO(edition("city draft").pdf)) as document:
        metadata = bytes(document.Root.Metadata.read_bytes()).decode()
        assert str(document.Root.Lang) == "id"
        assert document.Root.MarkInfo.Marked
        assert str(document.attachments["figures.json"].relationship) == "/Data"
    assert "pdfuaid:part>1<" in metadata
    assert "pdfaid" in metadata


@pytest.mark.parametrize("name", ["city draft", "city final, no demonstration", "nothing came"])
def test_a_city_edition_has_three_pages(name):
    assert len(read_text(edition(name).pdf)) <= 3


def test_nothing_is_fetched_from_outside(tmp_path):
    for address in (
        "https://example.org/x.css",
        "file:///etc/passwd",
        f"{ASSETS.as_uri()}/../pyproject.toml",
        "data:text/css,p{}",
    ):
        with pytest.raises((FatalURLFetchingError, ValueError)):
            PackagedFiles(ASSETS).fetch(address)


def test_every_page_carries_the_status_and_the_disclaimer():
    for name, label in (
        ("city draft", "DEMONSTRASI · SEMENTARA"),
        ("city final, no demonstration", "SEMENTARA"),
    ):
        for page in read_text(edition(name).pdf):
            assert label in page
            assert "hasil resmi hanya oleh KPU" in page
    assert "DEMONSTRASI" not in text("city final, no demonstration").replace("DEMONSTRASI.", "")


def test_a_sum_of_nothing_is_a_mark_and_never_zero():
    """Two days that differ only in zero and unknown print different pages (P07)."""
    honest = content("city draft")
    key = "16.72.05/sum_suara_tidak_sah"
    zero = replace(honest, figures=honest.figures | {key: replace(honest.figures[key], value=0, k=0)})
    unknown = replace(honest, figures=honest.figures | {key: replace(honest.figures[key], value=0, k=0, n=0)})
    pages = [" ".join(read_text(render(one, ASSETS).pdf)) for one in (zero, unknown)]
    assert pages[0] != pages[1]
    assert "≥ 0" in pages[0]
    assert "… 0/494" in " ".join(pages[1].split())


def test_unknown_totals_are_not_computable():
    assert "tidak dapat dihitung" in text("nothing came")
    assert "≥" not in text("nothing came").replace("≥ sekurang-kurangnya", "").replace("≥ berarti", "")


def test_small_denominators_have_no_percent():
    printed = [fact for _, fact in json.loads(edition("kecamatan final").facts)["printed"]]
    kelurahan = [fact for fact in printed if fact.startswith(f"{UTARA}.") and "/coverage#percent" in fact]
    assert kelurahan == []
    assert f"{UTARA}/coverage#percent" in printed


def test_the_draft_says_that_decisions_are_awaited():
    assert text("city draft").count("menunggu keputusan") == 2
    assert "menunggu keputusan" not in text("kecamatan final")
    assert "Kepala Badan Kesbangpol" in text("kecamatan final")


def test_draft_and_final_print_the_same_digest():
    draft, final = (
        content("city draft"),
        replace(content("city draft"), decisions=content("kecamatan final").decisions),
    )
    assert (
        json.loads(edition("city draft").facts)["digest"] == json.loads(render(final, ASSETS).facts)["digest"]
    )
    assert draft.decisions == ()


def test_a_kecamatan_edition_lists_all_held_rows_and_all_silent_tps():
    seen = text("sixty held rows")
    about = content("sixty held rows")
    assert len(about.held) == 60
    assert all(row.unit_label in seen for row in about.held)
    assert "tidak dicetak di sini, semuanya ada di laporan kecamatan" not in seen
    assert text("city draft").count("tidak dicetak di sini, semuanya ada di laporan kecamatan") == 1


def held_shown(name):
    facts = json.loads(edition(name).facts)["printed"]
    shown = {
        fact.split("/")[1] for _, fact in facts if fact.startswith("held/") and fact.endswith("/row_number")
    }
    return [row.kecamatan_code for row in content(name).held if row.row_id in shown]


def test_a_city_edition_with_room_shows_held_rows_of_every_kecamatan():
    assert held_shown("everything happened") == [f"16.72.0{at}" for at in range(1, 6)]


def test_a_take_counts_held_rows_by_rule_and_names_their_stations_in_the_kecamatan():
    """What a row says is not quoted in a take (P19); whose row it is stands in the kecamatan's edition (P10)."""
    assert held_shown("a take before voting ends") == []
    name = "a take after voting ended, of a kecamatan"
    assert content(name).held
    assert all(row.unit_label in text(name) and not row.reasons for row in content(name).held)


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("a take before voting ends", 3),
        ("the closing take", 3),
        ("a take before voting ends, in English", 3),
        ("a take after voting ended, of a kecamatan", 4),
        ("a take after voting ended, of a kecamatan, in English", 4),
    ],
)
def test_a_bulletin_is_short(name, most):
    assert len(read_text(edition(name).pdf)) <= most


def test_the_daily_city_edition_counts_held_rows_and_says_where_they_are():
    """Three pages have no room for examples; every row is in the kecamatan's edition and in data.csv."""
    assert held_shown("city draft") == []
    assert "Baris dan alasannya: 49 tidak dicetak di sini" in text("city draft")


def test_judgements_of_senders_are_masked():
    assert "aman terkendali" not in text("city draft")
    assert "situasi […] […]" in text("city draft")


def test_an_open_gate_may_say_so():
    assert text("all complete, gate open").count("KONDUSIF") == 6


def test_rows_of_no_known_area_have_their_own_line():
    honest = content("city draft")
    more = {
        name: replace(
            honest.figures[f"16.72/{name}"],
            k=honest.figures[f"16.72/{name}"].k + 3,
            value=honest.figures[f"16.72/{name}"].k + 3,
        )
        for name in ("rows_received", "rows_out_of_scope")
    }
    changed = replace(
        honest, figures=honest.figures | {f"16.72/{name}": figure for name, figure in more.items()}
    )
    pages = " ".join(" ".join(read_text(render(changed, ASSETS).pdf)).split())
    assert "Tidak dikenal 3 0 0 0 0 3 0 0" in pages
