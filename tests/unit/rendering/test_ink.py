"""No digit reaches the page but as ink (P15, P16)."""

from dataclasses import replace

import pytest
from tests.golden.editions import ASSETS, content, forge_template

from jujur.domain.errors import ConfigurationError, PublicationBlocked
from jujur.rendering import UnsourcedNumeral, render
from jujur.rendering.charts import emblem
from jujur.rendering.inks import Ink, Printer
from jujur.rendering.lint import lint_css, lint_template
from jujur.rendering.templates import environment


@pytest.mark.parametrize("value", ["98,7 persen", 42, 3.5, None, "²", ["x"]])
def test_the_printer_refuses_what_is_not_words(value):
    with pytest.raises(UnsourcedNumeral):
        Printer()(value)


def test_the_printer_writes_down_every_ink():
    printer = Printer()
    assert printer(Ink("23.456", "a/b#value")) == "23.456"
    assert printer.printed == [Ink("23.456", "a/b#value")]


@pytest.mark.parametrize(
    "source",
    [
        "<p>Capaian 98,7 persen</p>",
        '<img alt="3 batang">',
        "{{ name | safe }}",
        "{{ one + two }}",
        "{{ names | length }}",
        "{% set box %}{{ name }}{% endset %}",
        "<p>&#49;</p>",
    ],
)
def test_the_lint_refuses(source):
    assert lint_template(source, environment(ASSETS, Printer()))


@pytest.mark.parametrize(
    "source", ['<rect width="16"/>', "<style>p{margin:2mm}</style>", "<h2>Cakupan</h2>", "{{ rows[0] }}"]
)
def test_the_lint_allows_what_no_reader_sees(source):
    assert lint_template(source, environment(ASSETS, Printer())) == []


def test_generated_content_may_not_hold_digits():
    assert lint_css('p::after{content:"98 %"}')
    assert lint_css('p::after{content:"Halaman " counter(page)}') == []


def test_all_templates_are_clean():
    made = environment(ASSETS, Printer())
    found = {
        path.name: lint_template(path.read_text(), made)
        for path in ASSETS.rglob("*.j2")
        if "email" not in path.parts
    }
    assert len(found) > 10
    assert not any(found.values()), found


def test_a_number_typed_into_a_template_stops_the_build(tmp_path):
    with pytest.raises(ConfigurationError, match="angka dalam teks"):
        forge_template(tmp_path, "sections/definitions.html.j2", "Pengertian", "Pengertian 2024")


def test_geometry_in_a_text_stops_the_build(tmp_path):
    with pytest.raises(UnsourcedNumeral):
        forge_template(tmp_path, "sections/coverage.html.j2", "<h2>Cakupan", "<h2>{{ chart.floor }} Cakupan")


def test_a_missing_figure_stops_the_build():
    honest = content("city draft")
    figures = {key: figure for key, figure in honest.figures.items() if key != "16.72.03/tps_late"}
    with pytest.raises(PublicationBlocked, match=r"16\.72\.03/tps_late"):
        render(replace(honest, figures=figures), ASSETS)


@pytest.mark.parametrize(
    "inner", ["<text>98</text>", "<script/>", '<image href="http://x/"/>', '<path onload="x"/>']
)
def test_an_emblem_may_only_draw(inner):
    with pytest.raises(ConfigurationError):
        emblem(f'<svg xmlns="http://www.w3.org/2000/svg">{inner}</svg>')


@pytest.mark.parametrize(
    ("attributes", "title"),
    [(' aria-label="Lambang kota &amp; desk"', "Lambang kota &amp; desk"), ("", "Kota Uji")],
)
def test_an_emblem_without_words_is_given_some(attributes, title):
    drawn = emblem(
        f'<svg xmlns="http://www.w3.org/2000/svg"{attributes}><path d="M0 0"/></svg>', "Kota Uji"
    ).markup
    assert f"{attributes}><title>{title}</title><path" in drawn
    assert emblem(drawn, "Kota Lain").markup == drawn
