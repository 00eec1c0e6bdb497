"""Real editions of the real day, made once, for whoever checks them from the file alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.days import CUT_OFF

from jujur.domain.languages import PREVAILING, Language
from jujur.domain.reports import ReportContent
from jujur.domain.transcript import to_plain
from jujur.operations import publish, verify
from jujur.operations.content import content_of
from jujur.operations.desk import open_desk
from jujur.operations.enclosing import with_enclosures
from jujur.record import editions
from jujur.rendering import Rendered, edition
from jujur.rendering.evidence import canonical

CITY = "20240214-1930-harian-16.72-r0"
TENGAH = "20240214-1930-harian-16.72.05-r0"
REASON = "sudah diperiksa terhadap tanda terima kelima tim"


@pytest.fixture(scope="session")
def issued(received_day: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """The day's home with the city drafted and Dempo Tengah published, and both files."""
    folder = tmp_path_factory.mktemp("issued") / "home"
    shutil.copytree(received_day, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUJUR_HOME", str(folder))
        patch.setenv("JUJUR_CODE_VERSION", "uji")
        publish.compute_figures(publish.freeze_editions(CUT_OFF))
        for edition_id in (CITY, TENGAH):
            publish.draft_edition(edition_id)
        publish.record_decision([TENGAH], "verify", "petugas.verifikasi", True, REASON)
        publish.record_decision([TENGAH], "approve", "petugas.persetujuan", True, REASON)
        publish.finish_edition(TENGAH)
        with open_desk() as desk:
            return folder, {name: verify.edition_pdf(desk, name) for name in (CITY, TENGAH)}


@pytest.fixture(scope="session")
def printed() -> dict[bytes, Rendered]:
    """What was printed before, by its content."""
    return {}


@pytest.fixture(autouse=True)
def printing_once(printed: dict[bytes, Rendered], monkeypatch: pytest.MonkeyPatch) -> None:
    """The same content is the same bytes (P35): most forgeries leave it alone, and need not be printed again each time."""

    def cached(content: ReportContent, assets: Path, language: Language = PREVAILING) -> Rendered:
        key = canonical({"content": to_plain(content), "figures": repr(sorted(content.figures.items()))})
        key += language.encode()
        key += b"".join((one.name + one.description).encode() + one.content for one in content.enclosures)
        if key not in printed:
            printed[key] = edition.render(content, assets, language)
        return printed[key]

    monkeypatch.setattr("jujur.rendering.render", cached)


@pytest.fixture(scope="session")
def pdfs(issued: tuple[Path, dict[str, bytes]]) -> dict[str, bytes]:
    """The files, by edition."""
    return issued[1]


@pytest.fixture(scope="session")
def tengah_content(issued: tuple[Path, dict[str, bytes]]) -> ReportContent:
    """What the edition of Dempo Tengah was made from."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUJUR_HOME", str(issued[0]))
        patch.setenv("JUJUR_CODE_VERSION", "uji")
        with open_desk() as desk, desk.database.reading() as session:
            content = content_of(desk, session, editions.edition_by_id(session, TENGAH), True)
            return with_enclosures(desk, session, content)
