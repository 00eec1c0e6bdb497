"""The real day revised: late files, corrections and officers' acts, for tests of vintages.

Pages are stood in for by an empty one that carries the facts, so that a test of the record does not wait for the press; one
test prints and audits a revision for real.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from demo_inputs import identity_for
from tests.days import CUT_OFF, hand_in

from jujur.domain.audits import AuditResult
from jujur.domain.findings import Bin, Disposition
from jujur.forms.identity import Filled
from jujur.forms.workbook import write_workbook
from jujur.operations import judging, publish, template, vintages
from jujur.operations.desk import Desk, open_desk
from jujur.operations.initialise import shift_clock
from jujur.record import submissions as records
from jujur.rendering import evidence

VERIFIER, APPROVER = "petugas.verifikasi", "petugas.persetujuan"
REASON = "sudah diperiksa terhadap tanda terima kelima tim"
LATER = CUT_OFF + timedelta(hours=2)


def stand_in_pages(patch: pytest.MonkeyPatch) -> None:
    """Editions become one empty page with the facts; nothing is printed and nothing audited."""

    def facts_only(content: Any, _assets: Path) -> Any:
        facts = evidence.facts_file(content, {}, [], [], [])
        pdf = pikepdf.new()
        pdf.add_blank_page()
        pdf.attachments["figures.json"] = pikepdf.AttachedFileSpec(pdf, facts, filename="figures.json")
        out = BytesIO()
        pdf.save(out)
        return SimpleNamespace(pdf=out.getvalue())

    patch.setattr("jujur.rendering.render", facts_only)
    patch.setattr("jujur.auditing.examine", lambda *_: AuditResult({}))
    patch.setattr("jujur.operations.limited.with_own_inside", lambda audited, *_: audited)
    patch.setattr("jujur.auditing.audit_letter", lambda *_: [])


def come_out(edition_ids: Sequence[str]) -> None:
    """Everything from the figures to the published edition."""
    publish.compute_figures(edition_ids)
    for edition_id in edition_ids:
        publish.draft_edition(edition_id)
    come_out_of_draft(edition_ids)


def come_out_of_draft(edition_ids: Sequence[str]) -> None:
    """From the draft to the published edition."""
    publish.record_decision(edition_ids, "verify", VERIFIER, True, REASON)
    publish.record_decision(edition_ids, "approve", APPROVER, True, REASON)
    for edition_id in edition_ids:
        publish.finish_edition(edition_id)


def at(moment: datetime) -> None:
    """Moves the desk's clock to just after ``moment``: a shift is whole seconds, and may come out a little early."""
    with open_desk() as desk:
        shift_clock(desk, moment + timedelta(seconds=1), "uji")


def revise(moment: datetime = LATER, **options: Any) -> list[str]:
    """A published revision of the day as known a moment before ``moment``."""
    at(moment)
    ids = vintages.revise_slot(CUT_OFF, as_of=moment, **options)
    come_out(ids)
    return ids


def receive_late(folder: Path, name: str, content: bytes, team_id: str, moment: datetime) -> str:
    """One file received and judged at an instant; returns its id."""
    path = folder / name
    path.write_bytes(content)
    with open_desk() as desk:
        submission_id = hand_in(desk, path, team_id, moment)
        judging.judge_submissions(desk, [submission_id])
    return submission_id


def nil_report(desk: Desk, area_code: str) -> bytes:
    """The incident form of a kecamatan with nothing to report."""
    area, form = desk.config.gazetteer[area_code], desk.config.forms["kejadian"]
    lists = template.dropdowns(desk.config, form, area)
    return write_workbook(form, (), identity_for(desk.config, area), Filled(is_nil=True), lists)


def incident_report(desk: Desk, area_code: str, severity: str = "berat") -> bytes:
    """The incident form of a kecamatan with one open incident."""
    area, form = desk.config.gazetteer[area_code], desk.config.forms["kejadian"]
    lists = template.dropdowns(desk.config, form, area)
    row: Mapping[str, int | str] = {
        "waktu_kejadian": "14 Februari 2024 pukul 11.05",
        "kode_kelurahan": lists["kode_kelurahan"][0],
        "kategori": "pemungutan suara terhenti",
        "tingkat": severity,
        "uraian": "Rekaan: pemungutan suara terhenti karena hujan lebat.",
        "cara_diketahui": "disaksikan sendiri",
        "status_verifikasi": "terverifikasi",
        "tindak_lanjut": "Menunggu penjelasan.",
        "masih_terbuka": "ya",
    }
    return write_workbook(form, (), identity_for(desk.config, area), Filled(rows=[row]), lists)


def one_more_voter(desk: Desk, area_code: str) -> tuple[bytes, str]:
    """The stations' form of a kecamatan correcting what its team sent: one voter more in one station, whose code comes too."""
    area, form = desk.config.gazetteer[area_code], desk.config.forms["pungut_hitung"]
    names = [column.name for column in form.counts]
    with desk.database.reading() as session:
        used = used_rows(session, area_code)
        row = next(row for row in used if row["pemilih_dpt_j"] and row["pemilih_dpt_j"] < 290)
    typed = {name: row[name] for name in names if row[name] is not None}
    typed |= {"pemilih_dpt_j": typed["pemilih_dpt_j"] + 1, "pemilih_dpt_l": typed["pemilih_dpt_l"] + 1}
    unit = template.prefill(desk.config, form, [row["unit_code"]])
    filled = Filled(rows=[typed], supersedes=row["submission_id"])
    return write_workbook(form, unit, identity_for(desk.config, area), filled), row["unit_code"]


def used_rows(session: Any, area_code: str, as_of: datetime = LATER) -> list[dict[str, Any]]:
    """The rows behind the figures of an area."""
    from jujur.domain.periods import to_text

    rows = session.rows(
        "rows_used_pungut_hitung",
        form_id="pungut_hitung",
        period_start="2024-02-13T17:00:00.000000Z",
        as_of=to_text(as_of),
    )
    return [row for row in rows if row["area_code"].startswith(f"{area_code}.")]


def hold_by_officer(area_code: str, moment: datetime) -> str:
    """An officer holds one row that had been published; returns its unit."""
    with open_desk() as desk, desk.database.writing() as session:
        row = used_rows(session, area_code)[0]
        act = Disposition(
            row["submission_id"],
            row["row_id"],
            Bin.HELD,
            "angka tidak cocok dengan foto formulir",
            "petugas.data",
            moment,
        )
        records.add_dispositions(session, "pungut_hitung", [act])
        return str(row["unit_code"])
