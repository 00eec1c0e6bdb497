"""Two takes of voting day made for real: audited, verified from the file alone, and nothing about votes inside (P19, P36)."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests import revised_days as days
from tests.days import start_desk
from tests.operations.test_voting_takes import CITY, CLOSING, EARLY_BIRD, LATE, PLAYED, SECOND, TENGAH, send

from jujur import auditing, verifier
from jujur.domain.gates import is_vote_figure
from jujur.domain.transcript import to_plain
from jujur.operations import publish
from jujur.operations.content import content_of
from jujur.operations.desk import open_desk
from jujur.operations.enclosing import with_enclosures
from jujur.operations.verify import edition_pdf
from jujur.record import editions
from jujur.settings import places
from jujur.verifier.findings import Outcome

# Of one station, while others still vote: numbers that stand nowhere else on that day.
TOLD = {
    "pemilih_dpt_j": 297,
    "pengguna_dpt_j": 271,
    "pengguna_dptb_j": 0,
    "pengguna_dpk_j": 0,
    "pengguna_total_j": 271,
    "suara_sah": 263,
    "suara_tidak_sah": 8,
    "suara_total": 271,
    "surat_suara_diterima": 303,
}
# Its sums contradict each other: the row is held, and the reason quotes it everywhere but in a take.
CONTRADICTED = {"status_tps": "buka", "pengguna_dpt_j": 7555, "pemilih_dpt_j": 7466}
VOTES = ("297", "271", "263", "7555", "7466")


@pytest.fixture(autouse=True)
def voting_day(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk that plays every slot of its calendar."""
    shutil.copytree(places.config_dir(), tmp_path / "config")
    calendar = tmp_path / "config" / "pagar-alam" / "calendar.yaml"
    calendar.write_text(calendar.read_text().replace(PLAYED, "terbitan_peragaan: []"))
    monkeypatch.setenv("JUJUR_DESK", str(calendar.parent))
    monkeypatch.setenv("JUJUR_CODE_VERSION", "uji")
    start_desk()


def drafted(folder: Path, cut_off: datetime, stations: dict[int, dict[str, Any]]) -> dict[str, str]:
    """The drafts of a take, by area: every page printed and audited."""
    days.at(cut_off)
    send(folder, cut_off, stations)
    ids = {
        area: one for one in publish.freeze_editions(cut_off) for area in (CITY, TENGAH) if f"-{area}-" in one
    }
    publish.compute_figures(list(ids.values()))
    for one in ids.values():
        publish.draft_edition(one)
    return ids


def test_no_vote_travels_in_a_take_and_the_file_alone_verifies(tmp_path: Path) -> None:
    first = drafted(tmp_path, SECOND, {at: EARLY_BIRD | {"surat_suara_diterima": 230} for at in range(46)})
    days.come_out_of_draft(list(first.values()))
    noon = {at: EARLY_BIRD | {"surat_suara_diterima": 231} for at in range(46)}
    noon |= {46: LATE | TOLD, 47: CONTRADICTED}
    last = drafted(tmp_path, CLOSING, noon)
    with open_desk() as desk, desk.database.reading() as session:
        pdfs = {area: edition_pdf(desk, one) for area, one in last.items()}
        contents = {
            area: with_enclosures(
                desk, session, content_of(desk, session, editions.edition_by_id(session, one), False)
            )
            for area, one in last.items()
        }
    for area, pdf in pdfs.items():
        about = contents[area]
        assert auditing.audit(pdf, about) == []
        held = {one.name: one.content.decode() for one in about.enclosures}
        method = json.loads(held["method.json"])
        assert method["counts"] == ["surat_suara_diterima"]
        assert {"suara_sah", "pengguna_total_j", "pemilih_dpt_j", "surat_suara_rusak"} <= set(
            method["left_out"]
        )
        header = next(csv.reader(io.StringIO(held["data.csv"])))
        assert "surat_suara_diterima" in header
        assert not {*method["left_out"], *method["withheld"]} & set(header)
        told = "".join((*held.values(), json.dumps(to_plain(about), default=str), *auditing.read_text(pdf)))
        # Digests hold digits of their own: a number that travels stands for itself.
        assert [
            number
            for number in VOTES
            if f'"{number}"' in told or f",{number}," in told or f"({number})" in told
        ] == []
        assert not [key for key in about.figures if is_vote_figure(key.rpartition("/")[2])]
        assert {one.key.rpartition("/")[2][:11] for one in about.comparisons} == {"sum_opening"}
        assert about.figures[f"{TENGAH}/sum_surat_suara_diterima"].k == 46 * 231 + 303
        assert [row.reasons for row in about.held] == [()]
    reports = verifier.verify({f"{area}.pdf": pdf for area, pdf in pdfs.items()}, places.reports_dir())
    failed = [one for report in reports for one in report.checks if one.outcome is Outcome.FAILED]
    assert failed == []
