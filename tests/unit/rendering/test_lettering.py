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
from jujur.rendering.boxes import FAMILY, box_font, lacking
from jujur.rendering.lettering import PackagedFonts
from jujur.rendering.typefaces import Typeface, tag, typeface, typefaces

EDITIONS = ["city draft", "kecamatan final", "everything happened", "letters of other scripts"]
BUNDLED_FACES = {face.name: face for face in typefaces(ASSETS / "fonts")}
STRANGE = "".join(sorted(letter for letter in set(FOREIGN) if not letter.isascii()))
# The font that is made for the edition with letters of other scripts stands beside the bundled ones.
FACES = BUNDLED_FACES | {FAMILY: typeface(box_font(STRANGE))}
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
        used = {str(font.BaseFont).split("+")[1] for font, _, _ in fonts}
        assert used == set(FACES if name == "letters of other scripts" else BUNDLED_FACES)
        assert len(fonts) == len(used)
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
                assert width == bundled["hmtx"][bundled.getGlyphName(number)][0]
                assert outline(program, number) == outline(bundled, number)


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
    assert FOREIGN in " ".join(" ".join(read_text(pdf)).split())
    with pikepdf.open(BytesIO(pdf)) as opened:
        ((font, program),) = [
            (font, program)
            for font, _, program in composite_fonts(opened)
            if str(font.BaseFont).endswith(f"+{FAMILY}")
        ]
        drawn = {letter: outline(program, number) for number, letter in letters_of(font).items()}
    assert set(drawn) - {" "} == set(STRANGE)
    assert all([step for step, _ in drawn[letter]].count("closePath") == 2 for letter in STRANGE)


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Kecamatan Pagar Alam, 1.234,5 % \u00b7 \u201c\u2026\u201d", ""),
        ("d\u0435sa", "\u0435"),
        ("e\u0301 menjadi \u00e9", ""),
        ("g\u0301", "\u01f5"),
        ("q\u0301", "\u0301"),
        ("\u2764\ufe0f\u200d\u00ad\u2003\t\n", "\u2764"),
        ("\U0001f600\u6f22\u0435\u6f22", "\u0435\u6f22\U0001f600"),
    ],
)
def test_lacking_is_what_would_be_drawn_and_is_in_no_font(text, letters):
    assert lacking(text, BUNDLED_FACES.values()) == letters


def test_a_font_of_boxes_has_these_letters_and_white_space_and_always_the_same_bytes():
    font = TTFont(BytesIO(box_font(STRANGE)))
    assert set(font.getBestCmap()) == {*map(ord, STRANGE), 0x20, 0xA0, 0x202F}
    for letter in STRANGE:
        assert outline(font, font.getGlyphID(font.getBestCmap()[ord(letter)]))
    assert outline(font, font.getGlyphID(font.getBestCmap()[0x20])) == []
    assert box_font(STRANGE) == box_font(STRANGE) != box_font(STRANGE[1:])
    assert font["head"].created == font["head"].modified == 2082844800


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
    cut = TTFont(BytesIO(face.only(kept)))
    assert cut["maxp"].numGlyphs == len(face.widths)
    parts = set()
    if "glyf" in bundled:
        glyphs = bundled["glyf"]
        names = {
            part for number in kept for part in glyphs[bundled.getGlyphName(number)].getComponentNames(glyphs)
        }
        assert not any(glyphs[name].isComposite() for name in names), "parts of parts would be lost"
        parts = {bundled.getGlyphID(name) for name in names}
    for number in range(len(face.widths)):
        is_kept = number in {0, *kept, *parts}
        assert outline(cut, number) == (outline(bundled, number) if is_kept else [])
    assert {cut.getGlyphID(name) for name in cut.getBestCmap().values()} <= kept
    assert not {"GSUB", "GPOS", "GDEF"} & set(cut.keys())


def test_the_same_letters_give_the_same_program_and_tag_and_others_another(face):
    one, again, other = face.only({3, 4}), face.only([4, 3]), face.only({3})
    assert one == again != other
    assert tag(one) != tag(other)
    assert re.fullmatch("[A-Z]{6}", tag(one))
