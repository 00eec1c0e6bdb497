"""HTML to PDF: PDF/A-3a and PDF/UA-1, tagged, deterministic bytes, nothing fetched from anywhere (P35, P36, P47)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

import weasyprint
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from jujur.domain.enclosures import Enclosure
from jujur.rendering.accessible import make_accessible
from jujur.rendering.boxes import FAMILY, box_font, lacking
from jujur.rendering.language import found
from jujur.rendering.lettering import OwnFonts, PackagedFonts
from jujur.rendering.typefaces import typeface, typefaces

FACTS_NAME = "figures.json"
BOXES = "fonts/made-for-this-report.ttf"
FACTS_DESCRIPTION = "Angka eksak, fakta tercetak, dan bukti"


class PackagedFiles(URLFetcher):  # type: ignore[misc]
    """Serves files below one folder; any other address stops the build (architecture.md §7)."""

    def __init__(self, folder: Path, made: Mapping[str, bytes] = MappingProxyType({})) -> None:
        """``made``: what is served beside the files, by its path below the folder."""
        super().__init__(allowed_protocols=("file",), allow_redirects=False, fail_on_errors=True)
        self._folder = folder.resolve()
        self._made = {self._folder / path: content for path, content in made.items()}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The bytes of a packaged file; raises FatalURLFetchingError for any other address."""
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        if parts.scheme == "file" and path in self._made:
            return URLFetcherResponse(url, body=self._made[path])
        if parts.scheme != "file" or not path.is_relative_to(self._folder) or not path.is_file():
            raise FatalURLFetchingError(f"alamat di luar berkas kemasan ditolak: {url}")
        return URLFetcherResponse(url, body=path.read_bytes())


def press(
    html: str,
    css: str,
    assets: Path,
    facts: bytes,
    as_of: datetime,
    enclosures: Sequence[Enclosure] = (),
) -> bytes:
    """The finished PDF, with ``facts`` and ``enclosures`` attached. The same input gives the same bytes in any process (P35)."""
    enclosed = (*enclosures, Enclosure(FACTS_NAME, FACTS_DESCRIPTION, "Data", facts, False))
    with _font_files() as fonts:
        return _print(html, css, assets, enclosed, as_of, fonts)


@contextmanager
def _font_files() -> Iterator[PackagedFonts]:
    """WeasyPrint removes its folder of fonts when the object is collected; a task process that just ends never does that."""
    fonts = PackagedFonts()
    try:
        yield fonts
    finally:
        fonts.__del__()


def _print(
    html: str,
    css: str,
    assets: Path,
    enclosed: Sequence[Enclosure],
    as_of: datetime,
    fonts: PackagedFonts,
) -> bytes:
    faces = typefaces(assets / "fonts")
    boxes = box_font(letters) if (letters := lacking(html, faces)) else b""
    fetcher = PackagedFiles(assets, {BOXES: boxes} if boxes else {})
    base = assets.resolve().as_uri() + "/"
    if boxes:
        faces.append(typeface(boxes))
        css += f"@font-face{{font-family:{FAMILY};src:url(../{BOXES})}}"
    sheet = weasyprint.CSS(string=css, base_url=f"{base}css/", url_fetcher=fetcher, font_config=fonts)
    # By name: the name tree of a PDF is sorted, and readers look names up by halving it.
    attachments = [
        weasyprint.Attachment(
            file_obj=io.BytesIO(one.content),
            name=one.name,
            description=found(one.description) or one.description,
            created=as_of,
            modified=as_of,
            relationship=one.relationship,
        )
        for one in sorted(enclosed, key=lambda one: one.name)
    ]
    source = weasyprint.HTML(string=html, base_url=base, url_fetcher=fetcher, media_type="print")
    options = {"attachments": attachments, "pdf_variant": "pdf/a-3a", "pdf_tags": True}
    document = source.render(stylesheets=[sheet], font_config=fonts, **options)
    document.fonts = OwnFonts(faces)
    pdf = document.write_pdf(finisher=make_accessible, **options)
    assert isinstance(pdf, bytes)
    return pdf
