"""The pages of the last judging runs: an index that is made at once, and Great Expectations' pages, made by a child process.

Loading Great Expectations takes four seconds and 200 MB; a web server must not carry that. A page is made on its first request
and kept beside its run, with which it goes.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jujur.domain.errors import JujurError, RecordError
from jujur.operations.documentation import FOLDER, PAGES, RUNS
from jujur.rendering.web import web_page

CHILD_SECONDS = 120

_RUN = re.compile(r"[0-9]{8}T[0-9]{12}Z-[0-9a-f]{6}")
_PACKAGES = str(Path(__file__).resolve().parents[2])
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from jujur.validation.documentation import main; main()"
)
# However many people ask at once, one Great Expectations at a time.
_one_child = threading.Lock()


def index_page(home: Path, assets: Path) -> str:
    """The last runs, newest first."""
    files = sorted((home / FOLDER).glob("*.json"), reverse=True)[:RUNS]
    runs = [_listed(path) for path in files if _RUN.fullmatch(path.stem)]
    return web_page(assets, "index", {"runs": runs, "limit": RUNS})


def document_page(home: Path, assets: Path, run: str, number: int) -> str:
    """Great Expectations' page of one document.

    :raises RecordError: there is no such document, or no longer.
    :raises JujurError: it cannot be made.
    """
    source = home / FOLDER / f"{run}.json"
    if not _RUN.fullmatch(run) or not source.is_file():
        raise RecordError("Dokumen ini tidak ada, atau sudah dihapus karena ada yang lebih baru.")
    page = home / FOLDER / PAGES / run / f"{number}.html"
    if not page.is_file():
        with _one_child:
            if not page.parent.is_dir():
                _make_pages(source, page.parent, assets)
    if not page.is_file():
        raise RecordError("Dokumen ini tidak ada.")
    return page.read_text(encoding="utf-8")


def notice_page(assets: Path, title: str, sentence: str) -> str:
    """A page that says why there is none."""
    return web_page(assets, "notice", {"title": title, "sentence": sentence})


def _listed(path: Path) -> dict[str, Any]:
    """One run for the index; a file that cannot be read is shown as such."""
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
        documents = [_listed_document(path.stem, *numbered) for numbered in enumerate(run["documents"])]
    except (OSError, ValueError, LookupError) as fault:
        unread = {"judged_at": path.stem, "is_demonstration": False, "documents": []}
        return unread | {"fault": f"{type(fault).__name__}: {fault}"}
    return {
        **{name: run[name] for name in ("judged_at", "is_demonstration", "fault")},
        "documents": documents,
    }


def _listed_document(run: str, number: int, entry: Mapping[str, Any]) -> dict[str, Any]:
    facts, outcomes = entry["facts"], (entry["document"] or {"outcomes": []})["outcomes"]
    return {
        **{name: facts[name] for name in ("form_title", "period", "submission_count", "row_count")},
        "rules": [broken["rule"] for broken in facts["broken"]],
        "fault": entry["fault"],
        "case_count": len(outcomes),
        "unmet_count": sum(not outcome["is_met"] for outcome in outcomes),
        "link": f"{run}/{number}/" if entry["document"] is not None else "",
    }


def _make_pages(source: Path, folder: Path, assets: Path) -> None:
    """All pages of one run at once, complete or not at all."""
    folder.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".", dir=folder.parent) as drafts:
        command = [sys.executable, "-I", "-c", _START, _PACKAGES, str(assets), drafts]
        with source.open("rb") as run:
            done = subprocess.run(
                command,
                stdin=run,
                capture_output=True,
                env={"LANG": "C.UTF-8", "HOME": drafts},
                timeout=CHILD_SECONDS,
                check=False,
            )
        if done.returncode:
            last = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["tanpa keterangan"]
            raise JujurError(f"Halaman ini tidak dapat dibuat: {last[0][:300]}")
        made = Path(drafts) / "made"
        made.mkdir()
        for page in Path(drafts).glob("*.html"):
            shutil.move(page, made / page.name)
        made.rename(folder)
