"""PDF/A-3a and PDF/UA-1 in one file: what can be checked without an outside validator (P36, P47)."""

import shutil
import subprocess
from collections import Counter
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import Reference
from pyhanko.pdf_utils.reader import PdfFileReader
from tests.golden.editions import content, edition
from tests.screen_reader import marks_of, read_aloud

NAMES = ["city draft", "kecamatan final", "everything happened"]
PAINTS = {"Tj", "TJ", "Do", "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh"}


@pytest.fixture(params=NAMES)
def document(request):
    with pikepdf.open(BytesIO(edition(request.param).pdf)) as opened:
        yield opened


def elements(document, role=None):
    """The structure elements in the order of the tree, each with the one above it."""

    def below(node):
        for kid in node.get("/K", []):
            if isinstance(kid, pikepdf.Dictionary):
                yield kid, node
                yield from below(kid)

    return [pair for pair in below(document.Root.StructTreeRoot) if role in (None, str(pair[0].S))]


def attributes(element):
    return element.get("/A", {})


def test_the_file_says_what_it_is(document):
    metadata = document.Root.Metadata.read_bytes().decode()
    assert '<rdf:Description rdf:about="" pdfaid:part="3" pdfaid:conformance="A" />' in metadata
    assert metadata.count("<pdfuaid:part>1</pdfuaid:part>") == 1
    assert "http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>" in metadata
    assert str(document.Root.Lang) == "id"
    assert document.Root.MarkInfo.Marked is True
    assert document.Root.ViewerPreferences.DisplayDocTitle is True
    assert f'<rdf:li xml:lang="x-default">{document.docinfo["/Title"]}</rdf:li>' in metadata
    assert all(page.Tabs == "/S" for page in document.pages)


def test_colours_have_a_profile_and_nothing_runs(document):
    (intent,) = document.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert intent.DestOutputProfile.N == 3
    assert not {"/OpenAction", "/AA", "/AcroForm", "/OCProperties"} & set(document.Root.keys())
    assert "/Encrypt" not in document.trailer
    assert "/ID" in document.trailer


def test_every_attachment_says_how_it_belongs(document):
    names = {str(one.UF) for one in document.Root.AF}
    assert names == set(document.attachments)
    for one in document.Root.AF:
        assert one.AFRelationship in ("/Data", "/Source", "/Supplement")
        assert one.EF.F.Subtype not in ("", None)
        assert {"/ModDate", "/CheckSum"} <= set(one.EF.F.Params.keys())


def test_fonts_are_inside_and_have_letters(document):
    fonts = [
        item
        for item in document.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
    ]
    descriptors = [
        item for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/FontBBox" in item
    ]
    assert fonts
    assert descriptors
    assert all("/ToUnicode" in font for font in fonts if font.Subtype == "/Type0")
    assert all({"/FontFile2", "/FontFile3"} & set(one.keys()) for one in descriptors)


def test_everything_painted_is_told_or_set_apart(document):
    for page in document.pages:
        for operator, mark, is_artifact in marks_of(page):
            assert operator not in PAINTS or is_artifact or mark is not None, operator


def test_every_mark_has_one_place_in_the_tree(document):
    told = Counter()
    for element, _ in elements(document):
        told.update(
            (element.Pg.objgen, int(kid)) for kid in element.K if not isinstance(kid, pikepdf.Dictionary)
        )
    painted = {
        (page.objgen, mark)
        for page in document.pages
        for operator, mark, is_artifact in marks_of(page)
        if mark is not None and not is_artifact and operator in PAINTS
    }
    assert set(told.values()) == {1}
    # White space has a mark of its own in which nothing is painted.
    assert painted <= set(told)


def test_marks_lead_back_to_their_elements(document):
    inside = {element.objgen for element, _ in elements(document)}
    numbers = list(document.Root.StructTreeRoot.ParentTree.Nums)
    for page, owners in zip(numbers[::2], numbers[1::2], strict=True):
        for mark, owner in enumerate(owners):
            assert owner is None or owner.objgen in inside
            assert owner is None or owner.K[0] == mark
            assert owner is None or owner.Pg.StructParents == page


def test_furniture_is_not_read_out(document):
    said = "\n".join(read_aloud_of(document))
    assert "Halaman 1 dari" not in said
    assert "hasil resmi hanya oleh KPU. Data s.d." not in said


def read_aloud_of(document):
    stream = BytesIO()
    document.save(stream)
    return read_aloud(stream.getvalue())


def test_pictures_have_words_and_a_place_on_their_page(document):
    figures = [element for element, _ in elements(document, "/Figure")]
    assert len(figures) == 4
    for figure in figures:
        left, bottom, right, top = map(float, attributes(figure).BBox)
        assert str(figure.Alt).strip()
        assert 0 < left < right <= float(figure.Pg.MediaBox[2])
        assert 0 < bottom < top <= float(figure.Pg.MediaBox[3])
    emblem = attributes(figures[0]).BBox
    assert float(emblem[1]) > 700, "the emblem stands at the top of the page"


def test_cells_name_their_headers(document):
    for table, _ in elements(document, "/Table"):
        below = [kid for kid, _ in walk(table)]
        headers = {str(cell.ID): attributes(cell).Scope for cell in below if cell.S == "/TH"}
        assert set(headers.values()) <= {"/Row", "/Column"}
        assert "/Column" in headers.values()
        for cell in (kid for kid in below if kid.S == "/TD"):
            named = [str(one) for one in attributes(cell).Headers]
            assert "/Column" in [headers[one] for one in named]


def walk(node):
    for kid in node.K:
        if isinstance(kid, pikepdf.Dictionary):
            yield kid, node
            yield from walk(kid)


def test_rows_of_a_table_have_the_same_number_of_cells(document):
    for table, _ in elements(document, "/Table"):
        rows = [[kid for kid in row.K if kid.S in ("/TH", "/TD")] for row, _ in walk(table) if row.S == "/TR"]
        sizes = {sum(int(attributes(cell).get("/ColSpan", 1)) for cell in row) for row in rows}
        assert len(sizes) == 1


def test_headings_go_down_one_step_at_a_time(document):
    levels = [
        int(str(element.S)[2]) for element, _ in elements(document) if str(element.S) in ("/H1", "/H2", "/H3")
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_items_stand_in_lists(document):
    for item, above in elements(document, "/LI"):
        assert above.S == "/L"
        assert [str(kid.S) for kid in item.K] == ["/Lbl", "/LBody"]


@pytest.mark.parametrize("name", NAMES)
def test_qpdf_finds_no_fault(name, tmp_path):
    program = shutil.which("qpdf")
    assert program, "qpdf is missing: apt-get install qpdf"
    path = tmp_path / "edition.pdf"
    path.write_bytes(edition(name).pdf)
    checked = subprocess.run([program, "--check", path], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_words_of_the_pictures_are_those_of_the_areas():
    said = [line for line in read_aloud(edition("city draft").pdf) if line.startswith("Figure ")]
    for area in content("city draft").children:
        assert sum(area.name in line for line in said) == 2


@pytest.mark.parametrize("name", ["city draft", "kecamatan final"])
def test_every_object_stands_where_the_file_says(name):
    """A strict reader, which signs and verifies, finds each one at its own place; lenient readers hide a wrong index."""
    reader = PdfFileReader(BytesIO(edition(name).pdf), strict=True)
    for number in range(1, reader.trailer["/Size"]):
        reader.get_object(Reference(number, 0, reader))
