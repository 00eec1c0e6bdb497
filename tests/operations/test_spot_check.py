"""Spot checks: the commitment comes first, the draw follows from it, and recounts change no figure (P44)."""

from __future__ import annotations

import hashlib
import json
import stat
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.days import CUT_OFF, DUE, KECAMATAN, receive_files, start_desk
from typer.testing import CliRunner

from jujur.cli import app
from jujur.domain.errors import DecisionRefused, RecordError
from jujur.domain.flags import SpotCheck
from jujur.domain.periods import to_text
from jujur.operations import spot_check
from jujur.operations.desk import Desk, open_desk
from jujur.operations.initialise import enter_demonstration, initialise, shift_clock
from jujur.operations.known import compute_all
from jujur.operations.mark_content import spot_checks_of_area
from jujur.record import ledger, spot_checks

PERIOD, FORM = "2024-02-14", "pungut_hitung"
# Draws rows of both kecamatan that count (about one real row in six is held).
SEED = bytes(range(32))
NOTE = "Salinan C.HASIL, dihitung ulang di kantor kecamatan"


def seed_path(home: Path) -> Path:
    return spot_checks.seed_file(home, PERIOD, FORM)


def events(desk: Desk, name: str) -> list[dict[str, Any]]:
    with desk.database.reading() as session:
        return [json.loads(row["payload"]) for row in session.rows("ledger_events", event=name)]


def city_check(desk: Desk, as_of: Any = None) -> tuple[SpotCheck, ...]:
    period, form = spot_check.period_and_form(desk, PERIOD)
    with desk.database.reading() as session:
        city = desk.config.gazetteer.city
        return spot_checks_of_area(desk, session, city, form, period.starts_at, as_of or desk.now())


def test_a_desk_commits_to_digests_and_keeps_the_seeds_secret(home: Path) -> None:
    start_desk()
    with open_desk() as desk:
        committed = {
            (item["period"], form): digest
            for item in events(desk, "spot_check_committed")
            for form, digest in item["seeds"].items()
        }
        asked = {
            (period.id, form_id)
            for period in desk.config.calendar.reporting_periods
            for form_id in period.forms
            if form_id in ("pungut_hitung", "kesiapan", "rekapitulasi")
        }
        text = json.dumps([row.payload for row in _entries(desk)])
    assert set(committed) == asked
    files = list((home / "spot-check").iterdir())
    assert len(files) == len(asked) == len({path.read_text() for path in files})
    for path in files:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert path.read_text().strip() not in text
    digest = hashlib.sha256(bytes.fromhex(seed_path(home).read_text())).hexdigest()
    assert committed[PERIOD, FORM] == digest


def _entries(desk: Desk) -> list[ledger.LedgerEntry]:
    with desk.database.reading() as session:
        return ledger.entries(session)


def test_setting_up_again_keeps_every_seed(home: Path) -> None:
    start_desk()
    before = {path.name: path.read_text() for path in (home / "spot-check").iterdir()}
    with open_desk() as desk:
        assert initialise(desk) == []
        assert len(events(desk, "spot_check_committed")) == len({name.rsplit(".", 2)[0] for name in before})
    assert {path.name: path.read_text() for path in (home / "spot-check").iterdir()} == before


def test_a_seed_handed_in_is_the_one_committed_to(home: Path) -> None:
    seed = bytes(range(32))
    assert spot_checks.keep_seed(seed_path(home), seed) == seed
    assert spot_checks.keep_seed(seed_path(home), bytes(32)) == seed
    start_desk()
    with open_desk() as desk:
        (event,) = [item for item in events(desk, "spot_check_committed") if item["period"] == PERIOD]
    assert event["seeds"][FORM] == hashlib.sha256(seed).hexdigest()


@pytest.mark.parametrize("content", ["bukan benih", "00ff"])
def test_a_file_that_is_no_seed_is_refused_and_nothing_is_frozen_half(home: Path, content: str) -> None:
    seed_path(home).parent.mkdir(parents=True)
    seed_path(home).write_text(content)
    with open_desk() as desk:
        enter_demonstration(desk)
    with open_desk() as desk, pytest.raises(RecordError, match="Benih"):
        initialise(desk)
    with open_desk() as desk:
        assert events(desk, "frame_frozen") == []


@pytest.fixture
def received(home: Path, database_url: str, monkeypatch: pytest.MonkeyPatch, workbooks: list[Any]) -> Path:
    """Two teams' workbooks, received in time, on each of the two databases; a moment after the cut-off."""
    monkeypatch.setenv("JUJUR_DATABASE_URL", database_url)
    spot_checks.keep_seed(seed_path(home), SEED)
    start_desk()
    with open_desk() as desk:
        shift_clock(desk, CUT_OFF + timedelta(seconds=5), "uji")
    files = [item for item in workbooks if item.team_id in ("tim.16-72-04", "tim.16-72-05")]
    receive_files([(item.path, item.team_id, DUE - timedelta(minutes=9)) for item in files])
    return home


def counted(desk: Desk, sample: Iterable[str], prefix: str = "") -> dict[str, Any]:
    """The row of a drawn unit that counts; one that is held has nothing to be compared with."""
    period, _ = spot_check.period_and_form(desk, PERIOD)
    at = {"period_start": to_text(period.starts_at), "as_of": to_text(CUT_OFF)}
    with desk.database.reading() as session:
        rows = session.rows("rows_used_pungut_hitung", form_id=FORM, **at)
    return next(row for row in rows if row["unit_code"] in sample and row["unit_code"].startswith(prefix))


def test_from_commitment_to_factor(received: Path) -> None:
    with open_desk() as desk:
        slot = desk.config.calendar.slot_at(CUT_OFF.astimezone(UTC))
        with desk.database.reading() as session:
            figures = compute_all(desk, session, slot, CUT_OFF)
        before = city_check(desk)
        assert (before[0].reporting, before[0].drawn, before[0].checked, before[0].factor) == (58, 0, 0, None)
        made = spot_check.draw(desk, PERIOD)
        # 5 % of 20 and of 38 reporting units, rounded up.
        kecamatan = Counter(desk.config.gazetteer.ancestor(unit, "kecamatan").code for unit in made.sample)  # type: ignore[union-attr]
        assert kecamatan == {"16.72.04": 1, "16.72.05": 2}
        assert spot_check.draw(desk, PERIOD) == made
        assert len(events(desk, "spot_check_drawn")) == 1
        row = counted(desk, made.sample, "167205")
        unit = row["unit_code"]
        wrong = {"suara_sah": row["suara_sah"] - 10, "suara_tidak_sah": 99}
        spot_check.record_result(desk, unit, PERIOD, FORM, wrong, "petugas.data", NOTE)
        (again,) = spot_check.record_result(
            desk, unit, PERIOD, FORM, {"suara_tidak_sah": row["suara_tidak_sah"]}, "petugas.data", NOTE
        )
        assert (again.reported, again.recounted) == (row["suara_tidak_sah"],) * 2
        spot_check.record_result(
            desk, unit, PERIOD, FORM, {"surat_suara_rusak": 3}, "petugas.verifikasi", NOTE
        )
        city, *areas = city_check(desk)
        with desk.database.reading() as session:
            assert compute_all(desk, session, slot, CUT_OFF) == figures
            assert ledger.verify(session) > 0
            assert spot_check.redo_draw(desk, session, PERIOD) == made
    reported = row["suara_sah"] + row["suara_tidak_sah"]
    assert (city.recounted, city.reported, city.factor) == (
        reported - 10,
        reported,
        Fraction(reported - 10, reported),
    )
    # Nobody had reported spoiled ballots: recounted, but part of no factor.
    assert (city.reporting, city.drawn, city.checked, city.compared, city.differing) == (58, 3, 1, 2, 1)
    assert [(item.name, item.recounted - item.reported) for item in city.columns] == [
        ("suara_sah", -10),
        ("suara_tidak_sah", 0),
    ]
    assert [item.area_code for item in areas] == list(KECAMATAN)
    assert [item.checked for item in areas] == [0, 0, 0, 0, 1]
    assert areas[3].factor is None


def test_an_edition_of_the_cut_off_does_not_know_what_was_drawn_later(received: Path) -> None:
    with open_desk() as desk:
        spot_check.draw(desk, PERIOD)
        then, now = city_check(desk, CUT_OFF), city_check(desk)
        period, form = spot_check.period_and_form(desk, PERIOD)
        with desk.database.reading() as session:
            assert spot_checks.sample(session, form.id, period.starts_at, CUT_OFF) == ()
            assert len(spot_checks.sample(session, form.id, period.starts_at, desk.now())) == 3
    assert (then[0].drawn, now[0].drawn) == (0, 3)
    assert then[0].seed_digest == now[0].seed_digest


def test_a_correction_after_the_draw_does_not_mend_what_was_reported(received: Path, tmp_path: Path) -> None:
    from demo_inputs import identity_for, prefill_stations

    from jujur.forms.identity import Filled
    from jujur.forms.workbook import write_workbook

    with open_desk() as desk:
        made = spot_check.draw(desk, PERIOD)
        unit = counted(desk, made.sample, "167204")["unit_code"]
        area = desk.config.gazetteer["16.72.04"]
        units = prefill_stations(desk.config, area)
        values = {"suara_sah": 111, "suara_tidak_sah": 1, "suara_total": 112, "pengguna_total_j": 112}
        rows = [values if item["kode_tps"] == unit else {} for item in units]
        path = tmp_path / "perbaikan.xlsx"
        path.write_bytes(
            write_workbook(desk.config.forms[FORM], units, identity_for(desk.config, area), Filled(rows=rows))
        )
        at = desk.now()
    receive_files([(path, "tim.16-72-04", at)])
    with open_desk() as desk:
        (found,) = spot_check.record_result(
            desk, unit, PERIOD, FORM, {"suara_sah": 111}, "petugas.data", NOTE
        )
        assert found.reported not in (None, 111)


def stations(workbooks: list[Any]) -> Any:
    """The workbook of the TPS of Dempo Tengah."""
    return next(item for item in workbooks if item.team_id == "tim.16-72-05" and "TPS" in item.file_name)


def refusal(*arguments: Any) -> str:
    with open_desk() as desk, pytest.raises((RecordError, DecisionRefused)) as caught:
        spot_check.record_result(desk, *arguments)
    return str(caught.value)


def test_results_are_refused_where_they_prove_nothing(day: Path) -> None:
    with open_desk() as desk:
        made = spot_check.draw(desk, PERIOD)
        other = next(tps.code for tps in desk.config.tps if tps.code not in made.sample)
    unit, good = made.sample[0], {"suara_sah": 1}
    assert "tidak terundi" in refusal(other, PERIOD, FORM, good, "petugas.data", NOTE)
    assert "bukan petugas" in refusal(unit, PERIOD, FORM, good, "tim.16-72-01", NOTE)
    assert "paling sedikit 20 huruf" in refusal(unit, PERIOD, FORM, good, "petugas.data", "sudah dicek")
    assert "bukan hitungan dalam formulir" in refusal(
        unit, PERIOD, FORM, {"status_tps": 1}, "petugas.data", NOTE
    )
    assert "bukan hitungan" in refusal(unit, PERIOD, FORM, {"suara_sah": -1}, "petugas.data", NOTE)
    assert "bukan hitungan" in refusal(unit, PERIOD, FORM, {"suara_sah": 2**31}, "petugas.data", NOTE)
    assert "paling sedikit satu lajur" in refusal(unit, PERIOD, FORM, {}, "petugas.data", NOTE)
    assert "Sebutkan formulir" in refusal(unit, PERIOD, "kejadian", good, "petugas.data", NOTE)
    with open_desk() as desk:
        assert city_check(desk)[0].checked == 0


def test_whoever_sent_the_figures_does_not_check_them(home: Path, workbooks: list[Any]) -> None:
    start_desk()
    with open_desk() as desk:
        shift_clock(desk, CUT_OFF + timedelta(seconds=5), "uji")
    file = stations(workbooks)
    # The officer typed the team's paper in: he is the sender, whatever his office.
    receive_files([(file.path, "tim.16-72-05", DUE - timedelta(minutes=9)), (file.path, "petugas.data", DUE)])
    with open_desk() as desk:
        unit = spot_check.draw(desk, PERIOD).sample[0]
    assert "sendiri yang mengirim" in refusal(unit, PERIOD, FORM, {"suara_sah": 1}, "petugas.data", NOTE)
    with open_desk() as desk:
        assert spot_check.record_result(
            desk, unit, PERIOD, FORM, {"suara_sah": 1}, "petugas.verifikasi", NOTE
        )


def draw_refused() -> str:
    with open_desk() as desk, pytest.raises(RecordError) as caught:
        spot_check.draw(desk, PERIOD)
    with open_desk() as desk:
        assert events(desk, "spot_check_drawn") == []
    return str(caught.value)


def test_another_seed_than_the_one_committed_to_is_refused(day: Path) -> None:
    seed_path(day).write_text(bytes(range(32)).hex())
    assert "bukan yang dijanjikan" in draw_refused()


def test_a_lost_seed_cannot_be_replaced(day: Path) -> None:
    seed_path(day).unlink()
    with open_desk() as desk:
        initialise(desk)
    assert not seed_path(day).exists()
    assert "tidak ada" in draw_refused()


def test_nothing_is_drawn_before_the_cut_off(home: Path, workbooks: list[Any]) -> None:
    start_desk()
    with open_desk() as desk:
        shift_clock(desk, CUT_OFF - timedelta(minutes=5), "uji")
    receive_files([(stations(workbooks).path, "tim.16-72-05", DUE - timedelta(minutes=9))])
    assert "baru dapat dibuka sesudah 14-02-2024 19.30" in draw_refused()


def test_nobody_reported_so_there_is_nothing_to_draw(home: Path) -> None:
    start_desk()
    with open_desk() as desk:
        shift_clock(desk, CUT_OFF + timedelta(seconds=5), "uji")
    assert "Belum ada unit yang melapor" in draw_refused()


def commit_again(desk: Desk) -> None:
    """A commitment as it would be if somebody made it now, whatever the rules say."""
    with desk.database.writing() as session:
        period, _ = spot_check.period_and_form(desk, PERIOD)
        event = spot_check._commitment_event(desk, period, [FORM])
        ledger.append(session, desk.now(), "desk", spot_checks.COMMITTED, event)


def start_anew() -> None:
    """Not a copy of a desk that another test started."""
    with open_desk() as desk:
        enter_demonstration(desk)
    with open_desk() as desk:
        initialise(desk)


def without_commitments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jujur.operations.initialise.commit_seeds", lambda *_: [])


def test_no_commitment_no_draw(home: Path, workbooks: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        without_commitments(patch)
        start_anew()
    with open_desk() as desk:
        shift_clock(desk, CUT_OFF + timedelta(seconds=5), "uji")
    with open_desk() as desk:
        initialise(desk)
        # What has opened already is too late for a commitment, what is to come is not.
        assert [item["period"] for item in events(desk, "spot_check_committed")] == [
            "2024-02-15",
            "2024-02-16",
        ]
    receive_files([(stations(workbooks).path, "tim.16-72-05", DUE - timedelta(minutes=9))])
    assert "tidak pernah dijanjikan" in draw_refused()
    with open_desk() as desk:
        assert city_check(desk) == ()
        # A seed chosen when the figures are known binds nobody.
        commit_again(desk)
    assert "sesudah masanya dibuka atau sesudah kiriman pertama" in draw_refused()


def test_a_commitment_after_the_period_opened_binds_nobody(
    home: Path, workbooks: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing has come yet, but stations have opened: what they will report is no secret any more."""
    with monkeypatch.context() as patch:
        without_commitments(patch)
        start_anew()
    with open_desk() as desk:
        shift_clock(desk, DUE - timedelta(hours=9), "uji")
    with open_desk() as desk:
        commit_again(desk)
        shift_clock(desk, CUT_OFF + timedelta(seconds=5), "uji")
    receive_files([(stations(workbooks).path, "tim.16-72-05", DUE)])
    assert "sesudah masanya dibuka atau sesudah kiriman pertama" in draw_refused()


@pytest.mark.parametrize("later", [timedelta(0), timedelta(hours=1)])
def test_a_commitment_after_the_first_receipt_binds_nobody(
    home: Path, workbooks: list[Any], monkeypatch: pytest.MonkeyPatch, later: timedelta
) -> None:
    """Before the period opens, but with a file at hand: `init` makes none, and one made all the same is no good.

    Not even when the file's time of receipt was set ``later``: the ledger knows what came first.
    """
    with monkeypatch.context() as patch:
        without_commitments(patch)
        start_anew()
    with open_desk() as desk:
        at = desk.now() + later
    receive_files([(stations(workbooks).path, "tim.16-72-05", at)])
    with open_desk() as desk:
        done = initialise(desk)
        assert f"uji petik {PERIOD} tidak dijanjikan: sudah ada kiriman untuk masa itu" in done
        assert PERIOD not in {item["period"] for item in events(desk, "spot_check_committed")}
        commit_again(desk)
    with open_desk() as desk:
        shift_clock(desk, CUT_OFF + timedelta(seconds=5), "uji")
    receive_files([(item.path, item.team_id, DUE - timedelta(minutes=5)) for item in workbooks[1:3]])
    assert "sesudah masanya dibuka atau sesudah kiriman pertama" in draw_refused()


@pytest.mark.parametrize(
    ("lie", "named"),
    [
        (lambda event, unit: event.update(sample=[unit]), "hasil undian dalam buku besar"),
        (lambda event, unit: event.update(population=event["population"] - 1), "unit pelapor"),
        (lambda event, unit: event.update(seed=bytes(32).hex()), "bukan yang dijanjikan"),
        (lambda event, unit: event.update(as_of="2024-02-14T11:45:00.000000Z"), "waktu pengundian"),
    ],
)
def test_a_draw_that_does_not_follow_is_found(
    day: Path, lie: Any, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = ledger.append

    def lying(session: Any, at: Any, actor: str, event: str, payload: dict[str, Any]) -> Any:
        if event == spot_checks.DRAWN:
            lie(payload, "1672011001001")
        return real(session, at, actor, event, payload)

    with monkeypatch.context() as patch:
        patch.setattr(ledger, "append", lying)
        with open_desk() as desk:
            spot_check.draw(desk, PERIOD)
    with open_desk() as desk, desk.database.reading() as session, pytest.raises(RecordError, match=named):
        spot_check.redo_draw(desk, session, PERIOD)


def test_a_unit_slipped_into_the_table_is_found(day: Path) -> None:
    with open_desk() as desk:
        made = spot_check.draw(desk, PERIOD)
        period, form = spot_check.period_and_form(desk, PERIOD)
        extra = next(tps.code for tps in desk.config.tps if tps.code not in made.sample)
        with desk.database.writing() as session:
            spot_checks.add_sample(session, form.id, period.starts_at, [extra], "0" * 64, desk.now())
        with desk.database.reading() as session, pytest.raises(RecordError, match="dalam tabel"):
            spot_check.redo_draw(desk, session, PERIOD)


def test_the_command(day: Path) -> None:
    run = CliRunner().invoke
    said = run(app, ["spot-check", "show", PERIOD]).output
    assert "belum ada uji petik" in said
    drawn = run(app, ["spot-check", "draw", PERIOD]).output.splitlines()
    assert drawn[0] == "15 dari 262 unit pelapor terundi:"
    with open_desk() as desk:
        unit = counted(desk, drawn)["unit_code"]
    officer = ["--period", PERIOD, "--by", "petugas.data", "--note", NOTE]
    done = run(app, ["spot-check", "result", unit, "suara_sah=0", *officer])
    assert done.exit_code == 0
    assert done.output.endswith("dihitung ulang 0\n")
    for wrong in ("suara_sah", "suara_sah=dua", "suara_sah=-1", "suara_sah=²"):
        assert run(app, ["spot-check", "result", unit, wrong, *officer]).exit_code == 1
    assert run(app, ["spot-check", "result", unit, "suara_sah=1", "suara_sah=2", *officer]).exit_code == 1
    said = run(app, ["spot-check", "show", PERIOD]).output
    assert "undian diulang dan cocok" in said
    assert "1 dari 1 hitungan berbeda" in said
    assert unit not in said.partition("Belum dihitung ulang")[2]
    assert drawn[-1] in said
    view = json.loads(run(app, ["spot-check", "show", PERIOD, "--json"]).output)
    assert view["sample"] == drawn[1:]
    assert [item["factor"] for item in view["areas"] if item["checked"]] == ["0/1", "0/1"]
    assert run(app, ["spot-check", "show", "2024-13-01"]).exit_code == 1
