"""What lies outside the database gives a rebuilt record away: printed heads, PDFs, timestamps, a note (P37, L40, L48)."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.days import CUT_OFF, start_desk
from tests.tsa import Authority
from typer.testing import CliRunner

from jujur import auditing
from jujur.cli import app
from jujur.domain.editions import EditionStatus
from jujur.domain.errors import ConfigurationError, LedgerBroken
from jujur.domain.timestamps import TimestampState
from jujur.operations import publish, stamping, verify
from jujur.operations.desk import open_desk
from jujur.operations.initialise import shift_clock
from jujur.record import editions, ledger, timestamps
from jujur.settings import places

TENGAH = "20240214-1930-harian-16.72.05-r0"
REVISED = "20240214-1930-harian-16.72.05-r1"
REASON = "sudah diperiksa terhadap tanda terima kelima tim"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "one")


@pytest.fixture(scope="module")
def issued_day(received_day: Path, authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One edition issued over a stamped head, and a revision of it drafted where no authority was configured."""
    folder = tmp_path_factory.mktemp("issued") / "home"
    shutil.copytree(received_day, folder)
    with pytest.MonkeyPatch.context() as patch, authority.serving() as url:
        patch.setenv("JUJUR_HOME", str(folder))
        patch.setenv("JUJUR_CODE_VERSION", "uji")
        patch.setenv("JUJUR_TSA_URL", url)
        patch.setenv("JUJUR_TSA_CERT", str(authority.ca))
        publish.compute_figures(publish.freeze_editions(CUT_OFF))
        publish.draft_edition(TENGAH)
        publish.record_decision([TENGAH], "verify", "petugas.verifikasi", True, REASON)
        publish.record_decision([TENGAH], "approve", "petugas.persetujuan", True, REASON)
        publish.finish_edition(TENGAH)
        add_revision()
        publish.compute_figures([REVISED])
        publish.draft_edition(REVISED)
    return folder


@pytest.fixture
def issued(issued_day: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("JUJUR_TSA_URL", raising=False)
    monkeypatch.delenv("JUJUR_TSA_CERT", raising=False)
    shutil.copytree(issued_day, home)
    return home


@pytest.fixture
def frozen(home: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An empty desk with frozen editions."""
    for name in ("JUJUR_TSA_URL", "JUJUR_TSA_CERT"):
        monkeypatch.delenv(name, raising=False)
    start_desk()
    with open_desk() as desk:
        shift_clock(desk, CUT_OFF + timedelta(seconds=1), "uji")
    return publish.freeze_editions(CUT_OFF)


def add_revision(**changed: str) -> None:
    """Freezes a revision of the edition, the way any edition is frozen."""
    with open_desk() as desk, desk.database.writing() as session:
        first = editions.edition_by_id(session, TENGAH)
        revision = replace(first, id=REVISED, revision=1, ledger_head=ledger.head(session), former_head="")
        editions.add_edition(session, replace(revision, **changed))  # type: ignore[arg-type]
        editions.add_status(session, REVISED, EditionStatus.FROZEN, desk.now())


def pdf_of(edition_id: str) -> bytes:
    with open_desk() as desk:
        return verify.edition_pdf(desk, edition_id)


def events_of(kind: str) -> list[ledger.LedgerEntry]:
    with open_desk() as desk, desk.database.reading() as session:
        return [entry for entry in ledger.entries(session) if entry.event == kind]


def test_the_honest_record_holds_with_all_its_anchors(issued: Path, tmp_path: Path) -> None:
    first, revised = pdf_of(TENGAH), pdf_of(REVISED)
    head = auditing.read_facts(first)["identity"]["ledger_head"]
    newest = verify.ledger_head()
    assert verify.verify_ledger({"a": first, "b": revised}, [head[:16], newest.hash]) == newest.seq
    assert verify.verify_ledger(since=20) == newest.seq
    report = tmp_path / "laporan.pdf"
    report.write_bytes(revised)
    printed = f"{head[:8]} {head[8:16].upper()}"
    done = CliRunner().invoke(app, ["ledger", "verify", str(report), "--expect", printed])
    assert (done.exit_code, done.output) == (0, f"Buku besar utuh: {newest.seq} peristiwa.\n")
    line = CliRunner().invoke(app, ["ledger", "head"]).output
    assert line.startswith(f"urutan {newest.seq}  kepala {newest.hash}  14-02-2024 19.3")
    assert CliRunner().invoke(app, ["ledger", "verify", "--expect", newest.hash[:15]]).exit_code == 1


def test_an_edition_repeats_the_head_of_the_one_before(issued: Path) -> None:
    first, revised = (auditing.read_facts(pdf_of(one)) for one in (TENGAH, REVISED))
    assert first["identity"]["former_head"] == ""
    assert revised["identity"]["former_head"] == first["identity"]["ledger_head"] != ""
    assert any(fact == "identity/former_head:0" for _, fact in revised["printed"])
    page = " ".join(" ".join(auditing.read_text(pdf_of(TENGAH))).split())
    assert "belum ada terbitan sebelumnya" in page
    assert "bercap waktu" in page
    assert "belum bercap waktu" not in page
    assert "belum bercap waktu" in " ".join(" ".join(auditing.read_text(pdf_of(REVISED))).split())


def test_an_edition_that_repeats_another_head_is_found(issued: Path, home: Path) -> None:
    with open_desk() as desk, desk.database.writing() as session:
        first = editions.edition_by_id(session, TENGAH)
        forged = replace(first, id=REVISED[:-1] + "2", revision=2, former_head="f" * 64)
        editions.add_edition(session, replace(forged, ledger_head=ledger.head(session)))
    with pytest.raises(LedgerBroken, match=f"mengulang kepala {'f' * 16}"):
        verify.verify_ledger()


def test_an_edition_that_prints_an_unknown_head_is_found(frozen: list[str]) -> None:
    add_revision(ledger_head="f" * 64)
    with pytest.raises(LedgerBroken, match=f"terpotong: kepala {'f' * 16}"):
        verify.verify_ledger()


def test_a_deleted_or_changed_report_is_found(issued: Path) -> None:
    sha256 = events_of("edition_published")[0].payload["sha256"]
    path = issued / "raw" / sha256[:2] / sha256
    kept = path.read_bytes()
    path.write_bytes(kept[:-1])
    with pytest.raises(LedgerBroken, match=f"{sha256} telah berubah"):
        verify.verify_ledger()
    path.unlink()
    with pytest.raises(LedgerBroken, match=f"{sha256} tidak ada"):
        verify.verify_ledger()
    path.write_bytes(kept)
    assert verify.verify_ledger() > 0


def test_a_deleted_submission_is_found(issued: Path) -> None:
    entry = events_of("submission_received")[0]
    sha256 = entry.payload["sha256"]
    (issued / "raw" / sha256[:2] / sha256).unlink()
    with pytest.raises(LedgerBroken, match=f"urutan {entry.seq} menyebut berkas"):
        verify.verify_ledger()


def rebuild(home: Path) -> None:
    """The whole record made anew without anything that was received; only the kept files stay."""
    raw = home.parent / "raw"
    shutil.move(home / "raw", raw)
    shutil.rmtree(home)
    start_desk()
    with open_desk() as desk:
        shift_clock(desk, CUT_OFF + timedelta(seconds=1), "uji")
    publish.freeze_editions(CUT_OFF)
    assert verify.verify_ledger() > 0  # in itself it is perfect
    shutil.copytree(raw, home / "raw", dirs_exist_ok=True)


def forget_what_was_kept(home: Path) -> None:
    """Removes every kept file of the former record; those that the new one names itself stay."""
    with open_desk() as desk, desk.database.reading() as session:
        named = {str(entry.payload["sha256"]) for entry in ledger.entries(session) if "size" in entry.payload}
    for path in [path for path in (home / "raw").rglob("*") if path.is_file() and path.name not in named]:
        path.unlink()


def test_a_record_made_anew_does_not_know_its_reports(issued: Path) -> None:
    first, noted = pdf_of(TENGAH), verify.ledger_head().hash
    rebuild(issued)
    with pytest.raises(LedgerBroken, match="di simpanan"):
        verify.verify_ledger()
    forget_what_was_kept(issued)
    assert verify.verify_ledger() > 0
    with pytest.raises(LedgerBroken, match=r"laporan\.pdf mencetak kepala"):
        verify.verify_ledger({"laporan.pdf": first})
    with pytest.raises(LedgerBroken, match="disusun ulang"):
        verify.verify_ledger(expected=[noted])


def test_a_report_of_an_edition_that_nobody_knows_is_told(issued: Path, home: Path) -> None:
    revised = pdf_of(REVISED)
    rebuild(issued)
    forget_what_was_kept(issued)
    with pytest.raises(LedgerBroken, match="tidak dikenal catatan ini"):
        verify.verify_ledger({"laporan.pdf": revised})
    for other in (b"", b"%PDF-1.7 nothing"):
        with pytest.raises(LedgerBroken, match="bukan laporan desk"):
            verify.verify_ledger({"lain.pdf": other})


def test_a_head_is_stamped_once_and_the_token_is_checked(
    issued: Path, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (stamped,) = events_of("head_stamped")
    with open_desk() as desk, desk.database.reading() as session:
        ((state, token),) = timestamps.tokens(session)
        assert timestamps.timestamp_of_edition(session, TENGAH) == state
        assert timestamps.timestamp_of_edition(session, REVISED) is None
        assert state.head == stamped.payload["head"] == editions.edition_by_id(session, TENGAH).ledger_head
    assert authority.verifies(token, state.head.encode())
    monkeypatch.setenv("JUJUR_TSA_URL", "http://127.0.0.1:9/")
    monkeypatch.setenv("JUJUR_TSA_CERT", str(authority.ca))
    assert verify.verify_ledger() > 0
    # Asked again, nothing happens: the head has its timestamp, and the figures of the revision are computed.
    with open_desk() as desk:
        stamping.stamp_editions(desk, [TENGAH, REVISED])
    assert events_of("head_not_stamped") == []
    monkeypatch.setenv("JUJUR_TSA_CERT", str(Authority(tmp_path / "other").ca))
    with pytest.raises(LedgerBroken, match="tidak berlaku"):
        verify.verify_ledger()


@pytest.mark.parametrize(("seq", "head"), [(3, "f" * 64), (3, None)])
def test_a_timestamp_of_another_head_is_found(frozen: list[str], seq: int, head: str | None) -> None:
    with open_desk() as desk, desk.database.writing() as session:
        newest = ledger.newest(session)
        state = TimestampState(seq, head or newest.hash, "tsa.contoh", desk.now())
        timestamps.add_token(session, state, b"x")
    with pytest.raises(LedgerBroken, match=r"dicap waktu oleh tsa\.contoh"):
        verify.verify_ledger()


def test_a_timestamp_that_tells_another_time_is_found(
    frozen: list[str], authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jujur.sealing import request_timestamp

    with open_desk() as desk, desk.database.writing() as session, authority.serving() as url:
        newest = ledger.newest(session)
        stamp = request_timestamp(url, newest.hash, authority.ca.read_bytes())
        earlier = stamp.stamped_at - timedelta(hours=1)
        timestamps.add_token(session, TimestampState(newest.seq, newest.hash, "tsa", earlier), stamp.token)
    assert verify.verify_ledger() > 0  # without the authority's certificate nothing can be said of the token
    monkeypatch.setenv("JUJUR_TSA_URL", "http://127.0.0.1:9/")
    monkeypatch.setenv("JUJUR_TSA_CERT", str(authority.ca))
    with pytest.raises(LedgerBroken, match="waktu lain"):
        verify.verify_ledger()


def test_an_authority_out_of_reach_holds_nothing_back(
    frozen: list[str], authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUJUR_TSA_URL", "http://127.0.0.1:9/")
    monkeypatch.setenv("JUJUR_TSA_CERT", str(authority.ca))
    assert publish.freeze_editions(CUT_OFF) == frozen
    (told,) = events_of("head_not_stamped")
    assert "tidak terjangkau" in told.payload["reason"]
    with authority.serving() as url:
        monkeypatch.setenv("JUJUR_TSA_URL", url)
        publish.freeze_editions(CUT_OFF)
    (stamped,) = events_of("head_stamped")
    assert (stamped.payload["authority"], stamped.payload["head"]) == ("127.0.0.1", told.payload["head"])
    assert verify.verify_ledger() > 0


def test_a_timestamp_that_came_too_late_is_not_printed(frozen: list[str], authority: Authority) -> None:
    publish.compute_figures(frozen)
    with open_desk() as desk, desk.database.writing() as session:
        head = editions.edition_by_id(session, frozen[0]).ledger_head
        row = session.row("ledger_seq_of_hash", hash=head)
        assert row is not None
        timestamps.add_token(session, TimestampState(row["seq"], head, "tsa", desk.now()), b"x")
    with open_desk() as desk, desk.database.reading() as session:
        assert timestamps.timestamp_of_edition(session, frozen[0]) is None


def test_half_a_configured_authority_is_refused(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("JUJUR_TSA_URL", "JUJUR_TSA_CERT"):
        monkeypatch.delenv(name, raising=False)
    assert places.timestamp_authority() is None
    whole = {"JUJUR_TSA_URL": "https://tsa.contoh/", "JUJUR_TSA_CERT": str(authority.ca)}
    for missing in (
        {"JUJUR_TSA_URL": ""},
        {"JUJUR_TSA_CERT": ""},
        {"JUJUR_TSA_URL": "ftp://tsa.contoh"},
        {"JUJUR_TSA_CERT": str(tmp_path / "none.pem")},
    ):
        for name, value in (whole | missing).items():
            monkeypatch.setenv(name, value)
        with pytest.raises(ConfigurationError, match="JUJUR_TSA"):
            places.timestamp_authority()


def test_rows_from_before_there_were_seals_are_sealed_as_found(tmp_path: Path) -> None:
    from alembic import command
    from alembic.config import Config
    from tests.small_record import AT, forging, row_of, tables_of

    from jujur.record import schema
    from jujur.record.database import Database

    database = Database(f"sqlite:///{tmp_path}/jujur.sqlite", places.sql_dir())
    config = Config()
    config.set_main_option("script_location", str(database.sql_dir / "migrations"))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        connection.execute(text("INSERT INTO area VALUES ('16', 'Lama', 'provinsi', NULL, '2024')"))
        body = {"seq": 1, "prev": ledger.GENESIS, "at": "2024", "actor": "desk", "event": "lama"}
        digest = ledger.entry_hash(**body, payload={})  # type: ignore[arg-type]
        connection.execute(
            text("INSERT INTO ledger VALUES (1, :prev, :hash, :at, :actor, :event, '{}')"),
            body | {"hash": digest},
        )
    schema.upgrade(database)
    with database.reading() as session, pytest.raises(LedgerBroken, match="jujur init"):
        ledger.verify(session)
    area = tables_of(database)["area"]
    with database.writing() as session:
        ledger.append(session, AT, "desk", "baru", {})
        session.insert_many(area, [row_of(area, 2, {})])
    with database.reading() as session:
        assert [entry.event for entry in ledger.entries(session)][1:] == [
            "baru",
            "legacy_sealed",
            "transaction_sealed",
        ]
        assert ledger.verify(session) == 4
        assert ledger.verify(session, since=1) == 4
    with forging(database) as (connection, session):
        connection.exec_driver_sql("UPDATE area SET name = 'Baru' WHERE code = '16'")
        with pytest.raises(LedgerBroken, match=r"baris lama.*isi tabel area"):
            ledger.verify(session)
    database.close()
