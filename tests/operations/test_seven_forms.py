"""The seven forms through the whole of receiving: their tables, and the rules that look at other forms and periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.days import start_desk

from jujur.domain.periods import WIB, to_text
from jujur.forms.identity import Filled
from jujur.forms.workbook import write_workbook
from jujur.operations import judging
from jujur.operations.desk import open_desk
from jujur.operations.followups import open_items
from jujur.operations.initialise import shift_clock
from jujur.operations.receive import Arrival, receive_all
from jujur.operations.template import blank_workbook, configured_units, identity_for, prefill
from jujur.record.form_rows import stored_rows
from jujur.record.submissions import EVER

AREA = "16.72.05"  # Dempo Tengah: five kelurahan, fifty TPS
Values = Mapping[str, int | str]
Send = Callable[..., str]


def wib(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 2, day, hour, minute, tzinfo=WIB)


def workbook(form_id: str, period_id: str, rows: Sequence[Values], **said: Any) -> bytes:
    with open_desk() as desk:
        form, area = desk.config.forms[form_id], desk.config.gazetteer[AREA]
        period = desk.config.calendar.reporting_period(form_id, period_id)
        assert period is not None
        known = prefill(desk.config, form, configured_units(desk.config, form, area))
        identity = identity_for(desk.config, area, period)
        return write_workbook(form, known, identity, Filled(rows=rows, **said))


@pytest.fixture
def send(home: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Send:
    """Sends one workbook of the team of Dempo Tengah at an instant and has it judged; gives the submission's number."""
    monkeypatch.setenv("JUJUR_DATABASE_URL", database_url)
    start_desk()

    def sending(
        form_id: str, period_id: str, rows: Sequence[Values], at: datetime, team: str = "05", **said: Any
    ) -> str:
        content = workbook(form_id, period_id, rows, **said)
        with open_desk() as desk:
            arrival = Arrival(to_text(at), f"{form_id}.xlsx", content, f"tim.16-72-{team}@example.org", "cli")
            ((submission_id, is_new),) = receive_all(desk, [arrival], at)
            assert is_new
            assert judging.judge_submissions(desk, [submission_id]) == [submission_id]
        return submission_id

    return sending


def bins(submission_id: str) -> dict[str, int]:
    with open_desk() as desk, desk.database.reading() as session:
        reading = session.row("reading_by_id", submission_id=submission_id)
        assert reading is not None
        rows = session.rows(f"dispositions_of_submission:{reading['form_id']}", submission_id=submission_id)
    return dict(Counter(row["bin"] for row in rows))


def findings(submission_id: str, rule_id: str) -> list[dict[str, Any]]:
    with open_desk() as desk, desk.database.reading() as session:
        rows = session.rows("findings_of_submission", submission_id=submission_id)
        return [dict(row) for row in rows if row["rule_id"] == rule_id]


STATION = {"status_tps": "selesai hitung", "pemilih_dpt_j": 200, "suara_total": 150, "pengguna_total_j": 150}
FOLLOW_UP = {
    "uraian": "Meminta penjelasan tentang surat suara yang tertukar",
    "penanggung_jawab": "Sekretaris Desk",
    "status": "berjalan",
}

SAMPLES: dict[str, tuple[str, Values, datetime]] = {
    "tahapan": ("2024-W06", {"uraian": "Rapat koordinasi", "koordinasi_tanggal": "2024-02-07"}, wib(8, 9)),
    "kesiapan": ("2024-02-13", {"kesiapan_tps": "siap", "jarak_km": "12.5", "r01": "ya"}, wib(13, 18)),
    "pungut_hitung": ("2024-02-14", STATION, wib(14, 18)),
    "rekapitulasi": ("2024-02-15", {"tps_selesai_hitung": 3, "psu_ada": "tidak"}, wib(15, 12)),
    "kejadian": ("2024-02-14", {"kategori": "lainnya", "uraian": "Hujan lebat"}, wib(14, 12)),
    "netralitas": ("2024-W06", {"tanggal_kejadian": "2024-02-06", "uraian": "Dugaan"}, wib(8, 9)),
    "tindak_lanjut": ("2024-W06", {"nomor_butir": "TL-001", **FOLLOW_UP}, wib(8, 9)),
}


def test_every_form_has_a_sample(home: Path) -> None:
    with open_desk() as desk:
        assert SAMPLES.keys() == desk.config.forms.keys()


@pytest.mark.parametrize("form_id", sorted(SAMPLES))
def test_a_row_of_every_form_is_kept_as_it_was_typed(send: Send, form_id: str) -> None:
    period_id, values, at = SAMPLES[form_id]
    submission_id = send(form_id, period_id, [values], at)
    with open_desk() as desk, desk.database.reading() as session:
        form = desk.config.forms[form_id]
        known = session.rows(
            f"known_rows:{form_id}",
            form_id=form_id,
            period_start=to_text(
                next(
                    item.starts_at
                    for item in desk.config.calendar.reporting_periods
                    if item.id == period_id and form_id in item.forms
                )
            ),
            kecamatan_codes=[AREA],
            as_of=to_text(EVER),
        )
        filled = [row for row in known if row["has_content"]]
        stored = stored_rows(session, form, [(row["submission_id"], row["row_id"]) for row in filled])
    assert [row["submission_id"] for row in filled] == [submission_id]
    assert len(known) == (1 if form.is_event else len(workbook_units(form_id)))
    assert {name: stored[0][name] for name in values} == dict(values)


def workbook_units(form_id: str) -> list[str]:
    with open_desk() as desk:
        return configured_units(desk.config, desk.config.forms[form_id], desk.config.gazetteer[AREA])


def stations_of_first_kelurahan() -> int:
    with open_desk() as desk:
        first = desk.config.gazetteer.children(AREA)[0]
        return len(desk.config.gazetteer.children(first.code))


def test_a_kelurahan_is_held_against_the_sum_of_its_stations(send: Send) -> None:
    count = stations_of_first_kelurahan()
    send("pungut_hitung", "2024-02-14", [STATION] * count, wib(14, 18))
    # A take is not a result, although it begins after the day does.
    send("pungut_hitung", "2024-02-14.5", [{"pengguna_total_j": 1, "suara_total": 1}], wib(14, 19))
    right = {"jumlah_tps": count, "pemilih_dpt_j": 200 * count, "suara_total": 150 * count}
    wrong = {**right, "suara_total": 150 * count + 1}
    # The second kelurahan's stations said nothing: there is no sum to hold it against.
    unknown = {"suara_total": 7}
    submission_id = send("rekapitulasi", "2024-02-15", [wrong, unknown], wib(15, 12))
    (found,) = findings(submission_id, "V20")
    assert str(150 * count) in found["expected"]
    assert (found["severity"], bins(submission_id)["held"]) == ("E", 1)
    again = send("rekapitulasi", "2024-02-16", [right], wib(16, 12))
    assert findings(again, "V20") == []
    assert bins(again) == {"accepted": 5}


def test_the_number_of_stations_is_that_of_the_reference(send: Send) -> None:
    submission_id = send(
        "rekapitulasi", "2024-02-15", [{"jumlah_tps": stations_of_first_kelurahan() + 1}], wib(15, 12)
    )
    (found,) = findings(submission_id, "V20")
    assert found["severity"] == "E"


def test_the_last_station_of_a_kelurahan_is_held_against_what_the_kelurahan_said(send: Send) -> None:
    count = stations_of_first_kelurahan()
    send("rekapitulasi", "2024-02-15", [{"suara_total": 150 * count}], wib(15, 12))
    incomplete = send("pungut_hitung", "2024-02-14", [STATION] * (count - 1), wib(15, 13))
    assert findings(incomplete, "V20") == []
    last: list[Values] = [{}] * (count - 1) + [{**STATION, "suara_total": 149, "pengguna_total_j": 149}]
    completing = send("pungut_hitung", "2024-02-14", last, wib(15, 14))
    (found,) = findings(completing, "V20")
    assert (found["severity"], bins(completing)["accepted"]) == ("W", 1)


def test_a_cumulative_figure_does_not_fall_within_the_day(send: Send) -> None:
    send("pungut_hitung", "2024-02-14.2", [{"pengguna_total_j": 80}], wib(14, 10, 5))
    send("pungut_hitung", "2024-02-14.3", [{"pengguna_total_j": 120}], wib(14, 13, 5))
    fallen = send("pungut_hitung", "2024-02-14.4", [{"pengguna_total_j": 90}], wib(14, 16, 5))
    (found,) = findings(fallen, "V21")
    assert "120" in found["expected"]
    assert bins(fallen)["held"] == 1
    # Takes contradict neither each other nor the day's report.
    assert findings(send("pungut_hitung", "2024-02-14", [STATION], wib(14, 18)), "V29") == []


def test_an_item_is_carried_until_it_is_closed_with_a_reason(send: Send) -> None:
    rows = [{"nomor_butir": f"TL-00{number}", **FOLLOW_UP} for number in (1, 2)]
    send("tindak_lanjut", "2024-W06", rows, wib(8, 9))
    with open_desk() as desk:
        shift_clock(desk, wib(12, 8), "uji")
    with open_desk() as desk:
        carried = blank_workbook(desk, "tindak_lanjut", AREA, "2024-W07").content
        rule = next(rule for rule in desk.config.rules["tindak_lanjut"] if rule.check == "carried_on")
    assert carried[:2] == b"PK"
    assert all(text in shared_strings(carried) for text in ("TL-001", "TL-002", FOLLOW_UP["uraian"]))

    closed = {
        **rows[0],
        "status": "selesai",
        "tanggal_tutup": "2024-02-12",
        "alasan_penutupan": "Penjelasan KPU diterima dan dicatat.",
    }
    forgetting = send("tindak_lanjut", "2024-W07", [closed], wib(13, 9))
    (found,) = findings(forgetting, rule.id)
    assert "TL-002" in found["found"]
    assert bins(forgetting) == {"accepted": 1}
    with open_desk() as desk, desk.database.reading() as session:
        form = desk.config.forms["tindak_lanjut"]
        still = open_items(desk, session, form, wib(19, 0), EVER, AREA)
    # Left out is not closed.
    assert [item.item_code for item in still] == ["TL-002"]


def test_a_closed_item_without_reason_is_held(send: Send) -> None:
    closed = {"nomor_butir": "TL-009", **FOLLOW_UP, "status": "selesai", "tanggal_tutup": "2024-02-12"}
    assert bins(send("tindak_lanjut", "2024-W06", [closed], wib(8, 9))) == {"held": 1}


def test_nihil_does_not_close_what_is_open(send: Send) -> None:
    send("tindak_lanjut", "2024-W06", [{"nomor_butir": "TL-001", **FOLLOW_UP}], wib(8, 9))
    nil = send("tindak_lanjut", "2024-W07", [], wib(13, 9), is_nil=True)
    with open_desk() as desk:
        rule = next(rule for rule in desk.config.rules["tindak_lanjut"] if rule.check == "carried_on")
    assert len(findings(nil, rule.id)) == 1


def test_two_versions_of_one_item_contradict_each_other(send: Send) -> None:
    item = {"nomor_butir": "TL-001", **FOLLOW_UP}
    first = send("tindak_lanjut", "2024-W06", [item], wib(8, 9))
    second = send("tindak_lanjut", "2024-W06", [{**item, "status": "baru"}], wib(8, 10))
    assert (bins(first), bins(second)) == ({"held": 1}, {"held": 1})
    third = send("tindak_lanjut", "2024-W06", [{**item, "status": "baru"}], wib(8, 11))
    assert bins(third) == {"duplicate": 1}


def test_a_correction_records_what_it_changed(send: Send) -> None:
    first = send("pungut_hitung", "2024-02-14", [STATION], wib(14, 17))
    second = send(
        "pungut_hitung", "2024-02-14", [{**STATION, "pemilih_dpt_j": 210}], wib(14, 18), supersedes=first
    )
    assert (bins(first)["superseded"], bins(second)["accepted"]) == (1, 1)
    with open_desk() as desk, desk.database.reading() as session:
        (change,) = session.rows("changes_of_submission", submission_id=second)
    told = ("column_name", "before_value", "after_value", "earlier_submission_id")
    assert [change[name] for name in told] == ["pemilih_dpt_j", "200", "210", first]


def test_nobody_corrects_what_another_team_sent(send: Send) -> None:
    incident = {"kategori": "lainnya", "uraian": "Hujan lebat", "kode_kelurahan": "16.72.05.1001"}
    first = send("kejadian", "2024-02-14", [incident], wib(14, 12))
    nicer = {**incident, "uraian": "Gerimis"}
    second = send("kejadian", "2024-02-14", [nicer], wib(14, 13), team="04", supersedes=first)
    assert (bins(first), bins(second)) == ({"accepted": 1}, {"out_of_scope": 1})
    with open_desk() as desk, desk.database.reading() as session:
        assert session.rows("changes_of_submission", submission_id=second) == []


def shared_strings(content: bytes) -> str:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/sharedStrings.xml").decode()
