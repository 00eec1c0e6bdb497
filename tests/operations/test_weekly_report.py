"""A weekly report from workbooks of the weekly forms to a verified edition, and what the next one tells of it (honesty.md §3)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.golden.editions import ASSETS
from tests.revised_days import APPROVER, REASON, VERIFIER, come_out, stand_in_pages
from tests.weeks import (
    CLOSED,
    CUT_OFF,
    FORMS,
    ITEM,
    NEXT_CUT_OFF,
    OBSTRUCTED,
    STAGE,
    send,
    send_a_week,
    start_weekly_desk,
    weekly_desk,
    wib,
)

from jujur import figures
from jujur.auditing import audit, audit_letter, read_text
from jujur.domain.editions import EditionStatus
from jujur.domain.figures import AreaStatus, Figure
from jujur.domain.reports import ReportContent
from jujur.operations import acts, agreement, known, papers, publish, seal, tracing, verify, vintages
from jujur.operations.content import content_of
from jujur.operations.desk import open_desk
from jujur.operations.enclosing import with_enclosures
from jujur.operations.initialise import shift_clock
from jujur.record import editions
from jujur.rendering import render, render_edition_message
from jujur.verifier import verify as verify_files
from jujur.verifier.findings import Outcome

CITY = "20240205-1030-mingguan-16.72-r0"
TENGAH = "20240205-1030-mingguan-16.72.05-r0"
AT = {"period_start": "2024-02-04T17:00:00.000000Z", "as_of": "2024-02-13T00:00:00.000000Z"}
NEXT_CITY = "20240212-1030-mingguan-16.72-r0"


def settle(patch: pytest.MonkeyPatch, folder: Path) -> None:
    for name in ("JUJUR_DATABASE_URL", "JUJUR_RAW_URL", "JUJUR_SMTP_URL"):
        patch.delenv(name, raising=False)
    patch.setenv("JUJUR_HOME", str(folder / "home"))
    patch.setenv("JUJUR_DESK", str(folder / "config" / "pagar-alam"))
    patch.setenv("JUJUR_CODE_VERSION", "uji")


@pytest.fixture(scope="module")
def received_week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home and its configuration, with one week received. Copy it, do not change it."""
    folder = tmp_path_factory.mktemp("week")
    with pytest.MonkeyPatch.context() as patch:
        settle(patch, folder)
        weekly_desk(folder / "config")
        start_weekly_desk()
        send_a_week()
    return folder


@pytest.fixture(scope="module")
def published_week(received_week: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The week with two of its editions printed, agreed, published and sealed."""
    folder = shutil.copytree(received_week, tmp_path_factory.mktemp("published") / "week")
    with pytest.MonkeyPatch.context() as patch:
        settle(patch, folder)
        set_clock(CUT_OFF)
        publish.compute_figures(publish.freeze_editions(CUT_OFF))
        for edition_id in (CITY, TENGAH):
            publish.draft_edition(edition_id)
        publish.record_decision([CITY, TENGAH], "verify", VERIFIER, True, REASON)
        publish.record_decision([CITY, TENGAH], "approve", APPROVER, True, REASON)
        for edition_id in (CITY, TENGAH):
            publish.finish_edition(edition_id)
            seal.seal_edition(edition_id)
    return folder


@pytest.fixture
def week(received_week: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return moved(received_week, tmp_path, monkeypatch)


@pytest.fixture
def published(published_week: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return moved(published_week, tmp_path, monkeypatch)


def moved(folder: Path, tmp_path: Path, patch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(folder, tmp_path / "week")
    settle(patch, tmp_path / "week")
    return tmp_path / "week"


def set_clock(at: object) -> None:
    with open_desk() as desk:
        shift_clock(desk, at, "uji")


def content(edition_id: str) -> ReportContent:
    with open_desk() as desk, desk.database.reading() as session:
        edition = editions.edition_by_id(session, edition_id)
        return with_enclosures(desk, session, content_of(desk, session, edition, with_decisions=True))


def pdf_of(edition_id: str) -> bytes:
    with open_desk() as desk:
        return verify.edition_pdf(desk, edition_id)


def computed(at: object = CUT_OFF) -> dict[str, Figure]:
    """All figures of a week, on which both calculators agree."""
    with open_desk() as desk, desk.database.reading() as session:
        slot = desk.config.calendar.slot_at(at)
        first = known.compute_all(desk, session, slot, at)
        assert figures.disagreements(first, agreement.second_opinion(desk, session, slot, at)) == []
        return first


EXPECTED = {
    "forms_expected": 15,
    "forms_on_time": 13,
    "forms_late": 1,
    "forms_not_received": 1,
    "forms_nil": 4,
    "stages_reported": 6,
    "stages_on_schedule": 5,
    "stages_obstructed": 1,
    "neutrality_reported": 2,
    "neutrality_pending": 1,
    "neutrality_in_review": 1,
    "followups_reported": 4,
    "followups_open": 2,
    "followups_overdue": 1,
    "followups_closed": 1,
    "incident_forms": 4,
}


def test_both_calculators_find_the_figures_of_a_week(week: Path) -> None:
    found = computed()
    assert {name: found[f"16.72/{name}"].k for name in EXPECTED} == EXPECTED
    stages, items = found["16.72/stages_reported"], found["16.72/followups_open"]
    assert ((stages.n, stages.N), (items.n, items.N)) == ((5, 5), (4, 5))


def test_a_week_is_published_and_verified_from_its_own_inside(published: Path) -> None:
    pdfs = {one: pdf_of(one) for one in (CITY, TENGAH)}
    reports = verify_files(pdfs, ASSETS)
    assert [check for report in reports for check in report.checks if check.findings] == []
    for report in reports:
        outcomes = {check.id: check.outcome for check in report.checks}
        asked = ("figures", "statuses", "pages", "rebuild", "signatures")
        assert {name: outcomes[name] for name in asked} == dict.fromkeys(asked, Outcome.PASSED)


def test_the_verifier_sees_a_figure_of_a_week_that_its_rows_do_not_give(published: Path) -> None:
    from jujur.verifier.figures import check_figures, recounted
    from jujur.verifier.inside import open_report

    inside = open_report(pdf_of(CITY))
    again = recounted(inside)
    assert not check_figures(inside, again).findings
    for name in ("followups_overdue", "stages_obstructed", "neutrality_pending", "forms_late"):
        told = json.loads(json.dumps(inside.facts["figures"][f"16.72/{name}"]))
        inside.facts["figures"][f"16.72/{name}"]["k"] = told["k"] + 1
        assert [one.args[0] for one in check_figures(inside, again).findings] == [f"16.72/{name}"]
        inside.facts["figures"][f"16.72/{name}"] = told


def test_what_a_week_owes_its_readers_is_on_paper(published: Path) -> None:
    pages = [" ".join(page.split()) for page in read_text(pdf_of(CITY))]
    whole = " ".join(pages)
    assert "14 dari 15 formulir wajib lapor telah masuk; 1 di antaranya terlambat, 1 belum masuk" in pages[0]
    assert "Formulir belum masuk: Dempo Tengah (Tindak Lanjut dan Strategi)" in pages[0]
    assert "Tindak lanjut lewat waktu: Pagar Alam Utara 1 butir" in pages[0]
    assert "Dempo Utara (T-004, terhambat)" in pages[0]
    assert "Pagar Alam Utara TL-02 Meminta penjelasan tentang jadwal" in whole
    assert "Yang salah pekan ini Sejak pekan dimulai tidak tercatat" in whole
    assert "TPS wajib lapor" not in whole


def test_the_conclusion_of_a_week_is_that_of_the_gate(published: Path) -> None:
    said = {one.area_code: (one.status, one.reasons) for one in content(CITY).statuses}
    assert said["16.72.01"] == (AreaStatus.KONDUSIF, ())
    reasons = ("cakupan tepat waktu di bawah ambang", "formulir insiden belum masuk")
    assert said["16.72.05"] == (AreaStatus.BELUM_DAPAT_DISIMPULKAN, reasons)
    assert said["16.72"][0] is AreaStatus.BELUM_DAPAT_DISIMPULKAN


def test_the_letter_of_a_week_counts_forms(published: Path) -> None:
    about = content(CITY)
    letter = render_edition_message(about, ASSETS, "0" * 64, "Wali Kota")
    parts = {"subjek surel": letter.subject, "isi surel": letter.text, "isi surel HTML": letter.html}
    pdf = render(about, ASSETS).pdf
    told = [one for one in audit_letter(parts, about, pdf) if "0" * 64 not in one]
    assert told == []
    assert "14 dari 15 formulir masuk" in letter.subject
    assert "1 butir lewat waktu, 2 terbuka, 1 ditutup" in letter.text
    assert "TPS" not in letter.subject + letter.text


@pytest.fixture
def out(week: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The week with all its editions out, pages stood in for; gives back the press."""
    with monkeypatch.context() as patch:
        stand_in_pages(patch)
        set_clock(CUT_OFF)
        come_out(publish.freeze_editions(CUT_OFF))
        yield patch.undo


def test_the_next_week_tells_what_went_wrong_and_compares_on_matched_kecamatan(
    out: Callable[[], None],
) -> None:
    late = send("tindak_lanjut", [ITEM], at=wib(12, 11), area="05")
    assert late
    set_clock(wib(12, 11, 30))
    revised = vintages.revise_slot(CUT_OFF)
    assert [one.rpartition("-r")[0] for one in revised] == [CITY[:-3], TENGAH[:-3]]
    come_out(revised)
    hold_a_published_row()
    for area in ("01", "02", "03", "04", "05"):
        rows = [STAGE, OBSTRUCTED] if area in ("01", "03") else [STAGE]
        send("tahapan", rows, at=wib(19, 9), area=area, period="2024-W07")
    send("tindak_lanjut", [{**ITEM, "status": "berjalan"}], at=wib(19, 9), area="01", period="2024-W07")
    set_clock(NEXT_CUT_OFF)
    publish.compute_figures(publish.freeze_editions(NEXT_CUT_OFF))
    out()
    about = content(NEXT_CITY)
    pdf = render(about, ASSETS).pdf
    assert audit(pdf, about) == []
    assert about.week is not None
    told = {(one.what, one.subject) for one in about.week.mistakes}
    assert ("baris ditahan sesudah terbit", "1 baris formulir tahapan") in told
    assert {what for what, _ in told} == {"terbitan diperbaiki", "baris ditahan sesudah terbit"}
    compared = {one.key: one for one in about.comparisons}
    stuck = compared["16.72/stages_obstructed"]
    assert (stuck.before, stuck.after, stuck.change, stuck.matched, stuck.N) == (1, 2, 1, 5, 5)
    assert not compared["16.72/neutrality_reported"].is_comparable
    assert compared["16.72/neutrality_reported"].matched == 0
    # Nothing was said of TL-02, of 02, 04 and 05: what was open stays, what was due is overdue by now.
    assert [one.state for one in about.followups] == [
        "terbuka",
        "lewat waktu",
        "ditutup",
        "terbuka",
        "terbuka",
    ]
    reasons = {reason for one in about.statuses for reason in one.reasons}
    assert "formulir insiden tidak ditagih untuk masa ini" in reasons


def hold_a_published_row() -> None:
    with open_desk() as desk:
        with desk.database.reading() as session:
            at = {"period_start": "2024-02-04T17:00:00.000000Z", "as_of": "2024-02-13T00:00:00.000000Z"}
            row = next(
                one for one in session.rows("week_stages", **at) if one["kecamatan_code"] == "16.72.04"
            )
        officer = next(one.id for one in desk.config.officers if one.act == "data")
        acts.hold(
            desk,
            f"{row['submission_id']}|{row['row_id']}",
            officer,
            "Perlu dicocokkan dengan surat kecamatan.",
        )


def standing_items() -> dict[str, int]:
    found = computed(NEXT_CUT_OFF)
    return {key: one.k for key, one in found.items() if key.endswith(("followups_open", "followups_overdue"))}


def test_a_lost_follow_up_report_never_lowers_what_is_open_or_overdue(week: Path) -> None:
    """What was known stands until it is closed: without the next report as much is unsettled as before, or more (P13)."""
    lost = standing_items()
    assert (lost["16.72.01/followups_open"], lost["16.72.01/followups_overdue"]) == (1, 1)
    assert (lost["16.72.04/followups_open"], lost["16.72/followups_overdue"]) == (1, 1)
    reports = {
        "01": [ITEM, {**ITEM, "nomor_butir": "TL-02", "batas_waktu": "2024-02-25"}],
        "04": [{**ITEM, **CLOSED}],
    }
    for area, rows in reports.items():
        send("tindak_lanjut", rows, at=wib(19, 9), area=area, period="2024-W07")
    now = standing_items()
    assert (now["16.72.01/followups_open"], now["16.72.01/followups_overdue"]) == (2, 0)
    assert (now["16.72.04/followups_open"], now["16.72/followups_open"]) == (0, 2)
    for code in ("16.72", *(f"16.72.0{n}" for n in range(1, 6))):
        names = (f"{code}/followups_overdue", f"{code}/followups_open")
        assert sum(lost[name] for name in names) >= sum(now[name] for name in names)
        assert lost[names[0]] >= now[names[0]]


def test_a_draft_of_a_week_is_described_to_officers_in_forms(week: Path) -> None:
    set_clock(CUT_OFF)
    ids = publish.freeze_editions(CUT_OFF)
    publish.compute_figures(ids)
    publish.draft_edition(TENGAH)
    said = publish.describe_for_decision([TENGAH])
    assert "Melapor 2 dari 3 formulir, terlambat 1, belum melapor 1" in said
    with open_desk() as desk, desk.database.reading() as session:
        assert EditionStatus.DRAFTED in editions.statuses(session, TENGAH)


def test_every_figure_of_a_week_leads_to_its_rows_and_back(week: Path) -> None:
    """Both directions of the question about origin, for every figure of the city and for one row of each form (P41)."""
    set_clock(CUT_OFF)
    publish.compute_figures(publish.freeze_editions(CUT_OFF))
    with open_desk() as desk:
        with desk.database.reading() as session:
            keys = [key for key in editions.figures_of(session, CITY) if key.startswith("16.72/")]
            rows = [session.rows(f"rows_in_bins:{form}", **AT)[0] for form in FORMS[:3]]
        assert len(keys) > 50
        told = {key: tracing.trace(desk, key, CITY) for key in keys}
        assert [key for key, one in told.items() if not one["digest_matches"]] == []
        assert len(told["16.72/forms_nil"]["files"]) == 4
        for row in rows:
            used = tracing.trace(desk, row["row_id"])["figures"][CITY]
            assert {"16.72/rows_used", "16.72/coverage", "16.72/cells_nilai"} <= set(used)


def test_a_week_without_a_report_tells_how_many_forms_came(week: Path) -> None:
    with open_desk() as desk, desk.database.reading() as session:
        slot = desk.config.calendar.slot_at(CUT_OFF)
        notice = papers.notice_of(desk, session, slot, "16.72", "petugas berhalangan")
        part = papers.notice_of(desk, session, slot, "16.72.05", "petugas berhalangan")
        assert papers.notice_pdf(desk, notice) is not None
    known = [(one.area_name, one.reported, one.on_time, one.expected) for one in notice.coverage]
    assert known[-2:] == [("Dempo Tengah", 2, 1, 3), ("Kota Pagar Alam", 14, 13, 15)]
    assert len(part.coverage) == 1


def test_a_week_is_counted_alike_on_postgresql(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(monkeypatch, tmp_path)
    weekly_desk(tmp_path / "config")
    monkeypatch.setenv("JUJUR_DATABASE_URL", postgres_url)
    start_weekly_desk()
    send_a_week()
    found = computed()
    assert {name: found[f"16.72/{name}"].k for name in EXPECTED} == EXPECTED
    set_clock(CUT_OFF)
    publish.compute_figures(publish.freeze_editions(CUT_OFF))
    about = content(CITY)
    assert about.week is not None
    assert [one.id for one in about.week.stages] == ["T-004"]
    assert {one.status for one in about.week.allegations} == {"diterima", "kajian"}
    assert about.week.mistakes == ()
