"""What is sent is signed by both officers' keys, by their decisions in the record, over the audited bytes (P38, P39)."""

from __future__ import annotations

import hashlib
import json
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest
from tests.days import CUT_OFF, start_desk
from tests.golden import seals
from tests.tsa import Authority
from typer.testing import CliRunner

from jujur.cli import app
from jujur.domain.editions import EditionStatus
from jujur.domain.errors import DecisionRefused, LedgerBroken, PublicationBlocked, SealRefused
from jujur.domain.signatures import seal_problems
from jujur.operations import deliver, publish, seal, seal_keys, verify
from jujur.operations.desk import Desk, open_desk
from jujur.operations.initialise import initialise, shift_clock
from jujur.record import edition_seals, editions, ledger
from jujur.sealing import verify_signatures

TENGAH = "20240214-1930-harian-16.72.05-r0"
REASON = "sudah diperiksa terhadap tanda terima kelima tim"


@pytest.fixture(scope="module")
def frozen_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk that received nothing, with an edition drafted; what it says does not matter here. Copy it, do not change it."""
    folder = tmp_path_factory.mktemp("sealing") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUJUR_HOME", str(folder))
        patch.setenv("JUJUR_CODE_VERSION", "uji")
        start_desk()
        with open_desk() as desk:
            shift_clock(desk, CUT_OFF, "uji")
        publish.freeze_editions(CUT_OFF)
        with open_desk() as desk:
            enter(desk, EditionStatus.COMPUTED, EditionStatus.DRAFTED)
    return folder


def enter(desk: Desk, *steps: EditionStatus) -> None:
    """Takes steps without the work behind them, with the small report as the edition's bytes."""
    sha256 = desk.raw.put(seals.unsigned())
    with desk.database.writing() as session:
        for step in steps:
            editions.add_status(session, TENGAH, step, desk.now(), sha256)


@pytest.fixture
def frozen(frozen_day: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "JUJUR_TSA_URL",
        "JUJUR_TSA_CERT",
        "JUJUR_SEAL_KEYS",
        "JUJUR_SEAL_HANDOVER",
        "JUJUR_SEAL_CERT",
    ):
        monkeypatch.delenv(name, raising=False)
    shutil.copytree(frozen_day, home)
    return home


@pytest.fixture
def published(frozen: Path) -> Path:
    publish.record_decision([TENGAH], "verify", "petugas.verifikasi", True, REASON)
    publish.record_decision([TENGAH], "approve", "petugas.persetujuan", True, REASON)
    with open_desk() as desk:
        enter(desk, EditionStatus.PUBLISHED)
    return frozen


def events(name: str) -> list[dict[str, Any]]:
    with open_desk() as desk, desk.database.reading() as session:
        return [dict(one.payload) for one in ledger.entries(session) if one.event == name]


def sealed_bytes() -> bytes:
    with open_desk() as desk:
        return verify.edition_pdf(desk, TENGAH)


def problems_of(pdf: bytes) -> list[str]:
    with open_desk() as desk, desk.database.reading() as session:
        return seal.seal_differences(desk, session, TENGAH, pdf)


def test_a_published_edition_is_sealed_once_over_the_audited_bytes(published: Path) -> None:
    sha256 = seal.seal_edition(TENGAH)
    assert seal.seal_edition(TENGAH) == sha256
    pdf, (told,) = sealed_bytes(), events("edition_sealed")
    assert pdf.startswith(seals.unsigned())
    assert (told["sha256"], told["size"]) == (hashlib.sha256(pdf).hexdigest(), len(pdf))
    assert (told["unsigned_sha256"], told["unsigned_len"]) == (
        hashlib.sha256(seals.unsigned()).hexdigest(),
        len(seals.unsigned()),
    )
    assert [(one["act"], one["level"]) for one in told["signatures"]] == [
        ("verify", "B-B"),
        ("approve", "B-B"),
    ]
    assert [one["signer"] for one in told["signatures"]] == [
        "Koordinator Data dan Verifikasi",
        "Sekretaris Desk Pemilu dan Pilkada",
    ]
    assert problems_of(pdf) == []
    # The audited bytes stay what was declared published.
    with open_desk() as desk, desk.database.reading() as session:
        assert editions.statuses(session, TENGAH)[EditionStatus.PUBLISHED] == told["unsigned_sha256"]
    assert verify.verify_ledger() > 0


def test_a_copy_that_is_not_recorded_or_not_ours_is_named(published: Path) -> None:
    seal.seal_edition(TENGAH)
    assert problems_of(seals.sealed()) == ["salinan bertanda tangan ini tidak tercatat"]
    assert problems_of(sealed_bytes() + b"\n") == ["salinan bertanda tangan ini tidak tercatat"]


def test_a_signed_copy_that_vanished_is_found(published: Path) -> None:
    sha256 = seal.seal_edition(TENGAH)
    (published / "raw" / sha256[:2] / sha256).unlink()
    with pytest.raises(LedgerBroken, match=sha256):
        verify.verify_ledger()


def test_without_decisions_nothing_is_signed(frozen: Path) -> None:
    with pytest.raises(PublicationBlocked, match="belum terbit"):
        seal.seal_edition(TENGAH)
    publish.record_decision([TENGAH], "verify", "petugas.verifikasi", True, REASON)
    with open_desk() as desk:
        # Somebody writes the steps past the decision that is missing.
        enter(desk, EditionStatus.APPROVED, EditionStatus.PUBLISHED)
    with pytest.raises(DecisionRefused, match="approve"):
        seal.seal_edition(TENGAH)
    assert events("edition_sealed") == []


def test_nothing_leaves_unsigned(published: Path, mail: Any) -> None:
    with pytest.raises(PublicationBlocked, match="belum ditandatangani"):
        deliver.deliver_edition(TENGAH)
    assert mail.messages == []


def test_a_withdrawn_edition_is_signed_no_more(published: Path) -> None:
    with open_desk() as desk:
        enter(desk, EditionStatus.WITHDRAWN)
    with pytest.raises(PublicationBlocked, match="ditarik"):
        seal.seal_edition(TENGAH)


def test_keys_are_made_once_private_and_entered(frozen: Path) -> None:
    with open_desk() as desk:
        assert not any("kunci" in line for line in initialise(desk))
        with desk.database.reading() as session:
            keys = seal_keys.keys_in_force(desk, session)
    (made,) = events("seal_keys_made")
    assert made["certificates"] == {act: key.fingerprint for act, key in keys.items()}
    files = sorted((frozen / "keys").glob("*/*"))
    assert [path.name for path in files] == [
        "approve.key",
        "approve.pem",
        "otoritas.pem",
        "verify.key",
        "verify.pem",
    ]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files if path.suffix == ".key"} == {0o600}


def test_keys_that_others_can_read_or_that_were_put_in_their_place_sign_nothing(published: Path) -> None:
    (place,) = (published / "keys").iterdir()
    (place / "verify.key").chmod(0o644)
    with pytest.raises(SealRefused, match="terbuka bagi pengguna lain"):
        seal.seal_edition(TENGAH)
    strange = seals.desk_keys()["verify"]
    (place / "verify.key").chmod(0o600)
    (place / "verify.key").write_bytes(strange.private)
    with pytest.raises(SealRefused, match="bukan pasangan"):
        seal.seal_edition(TENGAH)
    (place / "verify.pem").write_bytes(strange.certificate)
    with pytest.raises(SealRefused, match="bukan yang tercatat"):
        seal.seal_edition(TENGAH)
    (place / "verify.key").unlink()
    with pytest.raises(SealRefused, match="tidak terbaca"):
        seal.seal_edition(TENGAH)
    assert events("edition_sealed") == []


def test_new_keys_destroy_the_old_ones_and_old_signatures_still_hold(published: Path) -> None:
    seal.seal_edition(TENGAH)
    with open_desk() as desk:
        with pytest.raises(SealRefused, match="Alasan"):
            seal_keys.renew_keys(desk, "hilang")
        authority = seal_keys.renew_keys(desk, "laptop yang menyimpan kunci hilang")
    assert [path.parent.name for path in sorted((published / "keys").glob("*/*.key"))] == [authority[:16]] * 2
    assert problems_of(sealed_bytes()) == []


def test_a_timestamp_authority_makes_it_b_t(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority(tmp_path / "tsa")
    with authority.serving() as url:
        monkeypatch.setenv("JUJUR_TSA_URL", url)
        monkeypatch.setenv("JUJUR_TSA_CERT", str(authority.ca))
        seal.seal_edition(TENGAH)
    (told,) = events("edition_sealed")
    assert [(one["level"], one["note"]) for one in told["signatures"]] == [("B-T", ""), ("B-T", "")]
    pdf = sealed_bytes()
    assert problems_of(pdf) == []
    with open_desk() as desk, desk.database.reading() as session:
        trust = seal_keys.trusted_authorities(desk, session)
    states = verify_signatures(pdf, trust, authority.ca.read_bytes())
    assert seal_problems(states) == []
    assert all(state.stamped_at is not None for state in states)
    # Held against another authority, the stamps are worth nothing, and neither is the seal.
    stranger = Authority(tmp_path / "stranger")
    found = seal_problems(verify_signatures(pdf, trust, stranger.ca.read_bytes()))
    assert all("cap waktu tanda tangan tidak sah" in line for line in found)
    assert len(found) == 2


@pytest.mark.parametrize("answer", ["nobody", "rubbish", "stranger"])
def test_an_authority_that_does_not_stamp_holds_nothing_back_and_is_told(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    pinned, other = Authority(tmp_path / "tsa"), Authority(tmp_path / "other")
    monkeypatch.setenv("JUJUR_TSA_CERT", str(pinned.ca))
    serving = other.serving() if answer == "stranger" else pinned.serving(b"rubbish")
    with serving as url:
        monkeypatch.setenv("JUJUR_TSA_URL", "http://127.0.0.1:1/cap" if answer == "nobody" else url)
        seal.seal_edition(TENGAH)
    (told,) = events("edition_sealed")
    assert [one["level"] for one in told["signatures"]] == ["B-B", "B-B"]
    assert all(one["note"] for one in told["signatures"])
    assert problems_of(sealed_bytes()) == []


def run(*command: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(command))
    return done.exit_code, done.output


def test_an_edition_goes_to_a_certified_signer_outside_and_comes_back(
    published: Path, tmp_path: Path
) -> None:
    code, said = run("seal", "export", TENGAH, str(tmp_path / "keluar"))
    assert code == 0, said
    handed = tmp_path / "keluar" / f"{TENGAH}.pdf"
    assert handed.read_bytes() == seals.unsigned()
    sha256 = hashlib.sha256(seals.unsigned()).hexdigest()
    assert (tmp_path / "keluar" / f"{TENGAH}.pdf.sha256").read_text() == f"{sha256}  {TENGAH}.pdf\n"
    instruction = (tmp_path / "keluar" / f"{TENGAH}.txt").read_text()
    assert sha256 in instruction
    assert f"jujur seal import {TENGAH}" in instruction
    back, trust = tmp_path / "kembali.pdf", tmp_path / "luar.pem"
    trust.write_bytes(seals.trust("Penanda tangan luar"))
    back.write_bytes(seals.signed(handed.read_bytes(), "Penanda tangan luar"))
    command = ("seal", "import", TENGAH, str(back), "--trust", str(trust))
    code, said = run(*command)
    assert code == 0, said
    assert run(*command) == (code, said)
    (told,) = events("edition_sealed")
    assert told["sealer"] == "luar"
    assert told["sha256"] == hashlib.sha256(back.read_bytes()).hexdigest()
    assert sealed_bytes() == back.read_bytes()
    assert problems_of(back.read_bytes()) == []
    # What is sealed already is not sealed again by the desk's own keys.
    assert seal.seal_edition(TENGAH) == told["sha256"]


@pytest.mark.parametrize(
    ("forge", "said"),
    [
        (lambda pdf: pdf, "tidak bertanda tangan"),
        (lambda pdf: seals.signed(pdf, "Orang lain"), "tidak dikenal"),
        (
            lambda pdf: seals.rewritten(seals.signed(pdf, "Penanda tangan luar")),
            "tidak berawal dengan bita edisi ini",
        ),
        (
            lambda pdf: seals.extended(seals.signed(pdf, "Penanda tangan luar"), seals.overlay),
            "isi halaman 1 diubah",
        ),
    ],
)
def test_what_comes_back_is_refused_unless_it_is_ours_and_sound(
    published: Path, tmp_path: Path, forge: Any, said: str
) -> None:
    back, trust = tmp_path / "kembali.pdf", tmp_path / "luar.pem"
    trust.write_bytes(seals.trust("Penanda tangan luar"))
    back.write_bytes(forge(seals.unsigned()))
    code, told = run("seal", "import", TENGAH, str(back), "--trust", str(trust))
    assert code == 1
    assert said in told
    assert events("edition_sealed") == []


def test_an_import_without_certificates_is_refused(published: Path, tmp_path: Path) -> None:
    back = tmp_path / "kembali.pdf"
    back.write_bytes(seals.sealed())
    code, told = run("seal", "import", TENGAH, str(back))
    assert code == 1
    assert "--trust" in told


def test_the_seal_step_waits_for_the_outside_signer(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, trust = tmp_path / "serah", tmp_path / "luar.pem"
    trust.write_bytes(seals.trust("Penanda tangan luar"))
    monkeypatch.setenv("JUJUR_SEAL_HANDOVER", str(folder))
    monkeypatch.setenv("JUJUR_SEAL_CERT", str(trust))
    for _ in range(2):
        with pytest.raises(PublicationBlocked, match="menunggu tanda tangan tersertifikasi"):
            seal.seal_edition(TENGAH)
    handed = (folder / f"{TENGAH}.pdf").read_bytes()
    (folder / f"{TENGAH}.signed.pdf").write_bytes(seals.signed(handed, "Penanda tangan luar"))
    seal.seal_edition(TENGAH)
    (told,) = events("edition_sealed")
    assert told["sealer"] == "luar"


def test_everybody_gets_the_bytes_that_were_sent_first(published: Path, tmp_path: Path) -> None:
    first = seal.seal_edition(TENGAH)
    with open_desk() as desk:
        again = seals.signed(seals.unsigned(), "Penanda tangan luar")
        second = seal.import_edition(desk, TENGAH, again, seals.trust("Penanda tangan luar"))
        with desk.database.reading() as session:
            assert [one.sha256 for one in edition_seals.seals_of(session, TENGAH)] == [first, second]
            assert seal.seal_in_force(session, TENGAH).sha256 == second
            assert seal.seal_in_force(session, TENGAH, first).sha256 == first


def test_keys_are_told_at_the_terminal(frozen: Path) -> None:
    code, said = run("seal", "keys")
    assert code == 0, said
    assert "Koordinator Data dan Verifikasi" in said
    assert events("seal_keys_made")[0]["authority"] in said
    assert len(events("seal_keys_made")) == 1
    code, said = run("seal", "keys", "--renew", "--reason", "kunci lama pernah disalin orang lain")
    assert code == 0, said
    assert json.dumps(events("seal_keys_made")[-1]["authority"]).strip('"') in said
    assert len(events("seal_keys_made")) == 2
