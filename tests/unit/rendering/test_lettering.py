"""Nothing of a font inside a report comes from Pango, from HarfBuzz or from the machine's own fonts (P35, P36; decision 0052)."""

import re
import shutil
from io import BytesIO

import pikepdf
import pytest
import weasyprint.pdf.fonts
import weasyprint.pdf.stream
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from tests.golden.editions import ASSETS, FOREIGN, content, edition
from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import ffi, fontconfig

from jujur.auditing import read_text
from jujur.domain.errors import ConfigurationError
from jujur.rendering import render
from jujur.rendering.lettering import PackagedFonts
from jujur.rendering.typefaces import Typeface, tag, typefaces

EDITIONS = ["city draft", "kecamatan final", "everything happened", "letters of other scripts"]
FACES = {face.name: face for face in typefaces(ASSETS / "fonts")}
BUNDLED = {name: TTFont(BytesIO(face.program)) for name, face in FACES.items()}
SYSTEM = 0


def composite_fonts(pdf):
    """The fonts of a file: dictionary, that below it, and the program."""
    for font in pdf.objects:
        if isinstance(font, pikepdf.Dictionary) and font.get("/Subtype") == "/Type0":
            (below,) = font.DescendantFonts
            descriptor = below.FontDescriptor
            file = descriptor.get("/FontFile3", descriptor.get("/FontFile2"))
            yield font, below, TTFont(BytesIO(file.read_bytes()))


def letters_of(font):
    """Letter by glyph, as the font tells a reader who copies the text."""
    mapped = font.ToUnicode.read_bytes().split(b"endcodespacerange")[1]
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]+)>\n", mapped)
    return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}


def widths_of(below):
    found = {}
    entries = list(below.W)
    for first, widths in zip(entries[::2], entries[1::2], strict=True):
        found |= {int(first) + at: width for at, width in enumerate(widths)}
    return found


def outline(font, number):
    glyphs = font.getGlyphSet()
    pen = DecomposingRecordingPen(glyphs)
    glyphs[font.getGlyphName(number)].draw(pen)
    return pen.value


def shown(pdf):
    """Glyph numbers by name of the font, as pages draw them."""
    found = {}
    for page in pdf.pages:
        font = None
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                font = str(operands[0])
            elif str(operator) in ("Tj", "TJ"):
                texts = operands[0] if str(operator) == "TJ" else operands
                codes = b"".join(bytes(text) for text in texts if isinstance(text, pikepdf.String))
                pairs = zip(codes[::2], codes[1::2], strict=True)
                found.setdefault(font, set()).update(high << 8 | low for high, low in pairs)
    return found


@pytest.mark.parametrize("name", EDITIONS)
def test_names_metrics_and_outlines_are_those_of_the_bundled_files(name):
    with pikepdf.open(BytesIO(edition(name).pdf)) as pdf:
        fonts = list(composite_fonts(pdf))
        assert len(fonts) == len(FACES)
        for font, below, program in fonts:
            face = FACES[str(font.BaseFont).split("+")[1]]
            bundled, units = BUNDLED[face.name], BUNDLED[face.name]["head"].unitsPerEm
            descriptor = below.FontDescriptor
            raw = descriptor.get("/FontFile3", descriptor.get("/FontFile2")).read_bytes()
            assert font.BaseFont == below.BaseFont == descriptor.FontName == f"/{tag(raw)}+{face.name}"
            assert str(descriptor.FontFamily) in face.name.replace("Mono", " Mono")
            assert descriptor.Ascent == round(bundled["hhea"].ascent * 1000 / units)
            assert descriptor.Descent == round(bundled["hhea"].descent * 1000 / units)
            letters, widths = letters_of(font), widths_of(below)
            assert set(letters) == set(widths)
            for number in letters:
                width = program["hmtx"][program.getGlyphName(number)][0]
                assert abs(width * 1000 / units - widths[number]) <= 0.5
                if number < len(face.widths):
                    assert outline(program, number) == outline(bundled, number)
                    assert width == bundled["hmtx"][bundled.getGlyphName(number)][0]


@pytest.mark.parametrize("name", EDITIONS)
def test_pages_draw_glyphs_that_are_inside_and_never_notdef(name):
    with pikepdf.open(BytesIO(edition(name).pdf)) as pdf:
        resources = {key: value.objgen for key, value in pdf.pages[0].Resources.Font.items()}
        inside = {font.objgen: (font, program) for font, _, program in composite_fonts(pdf)}
        drawn = shown(pdf)
        assert set(drawn) == set(resources)
        for key, numbers in drawn.items():
            font, program = inside[resources[key]]
            assert font.Encoding == "/Identity-H"
            assert numbers == set(letters_of(font))
            assert 0 not in numbers
            assert max(numbers) < program["maxp"].numGlyphs


def test_bytes_are_the_same_whatever_pango_and_harfbuzz_say(monkeypatch):
    """As another release of both would: other descriptions, names, metrics and order of the tables, another subsetter."""
    honest = edition("city draft").pdf
    describe, begin = weasyprint.pdf.stream.get_pango_font_key, Font.__init__

    def described_by_size(pango_font):
        key, description, size = describe(pango_font)
        return (key, size), description, size

    def called_otherwise(self, *arguments):
        begin(self, *arguments)
        self.hash, self.name, self.family = "ABCDEF", b"/ABCDEF+Inter-tnum", "Inter @tnum=1"
        self.ascent, self.descent, self.flags = self.ascent + 1, self.descent - 1, 64

    def refuse(*_):
        raise AssertionError("a font is cut down with HarfBuzz")

    monkeypatch.setattr(weasyprint.pdf.stream, "get_pango_font_key", described_by_size)
    monkeypatch.setattr(Font, "__init__", called_otherwise)
    monkeypatch.setattr(Font, "subset", refuse)
    assert render(content("city draft"), ASSETS).pdf == honest


def test_the_fonts_of_the_machine_are_unknown():
    fonts = PackagedFonts()
    assert fontconfig.FcConfigGetFonts(fonts._config, SYSTEM) == ffi.NULL


def test_a_letter_that_our_fonts_lack_is_a_box_that_keeps_its_letter():
    pdf = edition("letters of other scripts").pdf
    foreign = {letter for letter in FOREIGN if not letter.isascii()}
    assert FOREIGN in " ".join(" ".join(read_text(pdf)).split())
    with pikepdf.open(BytesIO(pdf)) as opened:
        boxes = {
            letters_of(font)[number]: outline(program, number)
            for font, below, program in composite_fonts(opened)
            for number in letters_of(font)
            if number >= len(FACES[str(font.BaseFont).split("+")[1]].widths)
        }
    assert set(boxes) == foreign
    for drawn in boxes.values():
        assert [step for step, _ in drawn].count("closePath") == 2


def test_a_font_from_elsewhere_stops_the_build(tmp_path):
    shutil.copytree(ASSETS, tmp_path / "reports")
    (tmp_path / "reports/fonts/Inter-Bold.otf").rename(tmp_path / "reports/Inter-Bold.otf")
    sheet = tmp_path / "reports/css/edition.css"
    sheet.write_text(sheet.read_text().replace("../fonts/Inter-Bold.otf", "../Inter-Bold.otf"))
    with pytest.raises(ConfigurationError, match="reports/fonts"):
        render(content("city draft"), tmp_path / "reports")


@pytest.fixture(params=FACES.values(), ids=FACES)
def face(request) -> Typeface:
    return request.param


def test_a_font_cut_down_keeps_numbers_and_outlines_and_nothing_else(face):
    bundled = BUNDLED[face.name]
    kept = {number for number in range(1, len(face.widths)) if number % 3 == 0}
    cut = TTFont(BytesIO(face.only(kept, {})))
    assert cut["maxp"].numGlyphs == len(face.widths)
    parts = set()
    if "glyf" in bundled:
        glyphs = bundled["glyf"]
        names = {
            part for number in kept for part in glyphs[bundled.getGlyphName(number)].getComponentNames(glyphs)
        }
        assert names
        assert not any(glyphs[name].isComposite() for name in names), "parts of parts would be lost"
        parts = {bundled.getGlyphID(name) for name in names}
    for number in range(len(face.widths)):
        is_kept = number in {0, *kept, *parts}
        assert outline(cut, number) == (outline(bundled, number) if is_kept else [])
    assert {cut.getGlyphID(name) for name in cut.getBestCmap().values()} <= kept
    assert not {"GSUB", "GPOS", "GDEF"} & set(cut.keys())


def test_boxes_follow_the_glyphs_of_the_file_and_have_their_widths(face):
    first = len(face.widths)
    with_boxes = TTFont(BytesIO(face.only({5}, {first: 600, first + 1: 1000})))
    units = with_boxes["head"].unitsPerEm
    assert with_boxes["maxp"].numGlyphs == first + 2
    for number, width in ((first, 600), (first + 1, 1000)):
        assert with_boxes["hmtx"][with_boxes.getGlyphName(number)][0] == round(width * units / 1000)
        assert len(outline(with_boxes, number)) == 10
    assert outline(with_boxes, 5) == outline(BUNDLED[face.name], 5)


def test_the_same_letters_give_the_same_program_and_tag_and_others_another(face):
    one, again, other = face.only({5, 6}, {}), face.only([6, 5], {}), face.only({5}, {})
    assert one == again != other
    assert tag(one) != tag(other)
    assert re.fullmatch("[A-Z]{6}", tag(one))
