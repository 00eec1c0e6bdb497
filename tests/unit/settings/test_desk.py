"""The desk's configuration: what it says, and that a wrong one is refused with file and field."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from jujur.domain.editions import Edition
from jujur.domain.errors import ConfigurationError
from jujur.settings import places
from jujur.settings.calendar import load_calendar
from jujur.settings.desk import DeskConfig, load_desk


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of ``config/`` that a test may damage; returns the desk's folder."""
    shutil.copytree(places.config_dir(), tmp_path / "config")
    return tmp_path / "config" / "pagar-alam"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_city_has_five_kecamatan_35_kelurahan_494_tps() -> None:
    desk = load_desk(places.config_dir() / "pagar-alam")
    counts = {
        level: len(desk.gazetteer.at_level(level)) for level in ("kota", "kecamatan", "kelurahan", "tps")
    }
    assert counts == {"kota": 1, "kecamatan": 5, "kelurahan": 35, "tps": 494}
    kecamatan = Counter(desk.gazetteer[tps.kelurahan_code].parent_code for tps in desk.tps)
    assert kecamatan == {"16.72.01": 139, "16.72.02": 174, "16.72.03": 83, "16.72.04": 48, "16.72.05": 50}
    assert [tps.code for tps in desk.tps if tps.kind == "khusus"] == ["1672011016901"]
    assert desk.gazetteer["1672011001001"].parent_code == "16.72.01.1001"


def test_slot_times_are_wib_read_as_utc() -> None:
    (slot,) = load_calendar(places.config_dir() / "pagar-alam").publish_slots
    assert slot.starts_at == datetime(2024, 2, 13, 17, tzinfo=UTC)
    assert slot.due_at == datetime(2024, 2, 14, 12, tzinfo=UTC)
    assert (slot.cut_off_at - slot.due_at).total_seconds() == 1800
    assert slot.period.day == date(2024, 2, 14)


def test_calendar_finds_a_slot_by_its_cut_off_only() -> None:
    calendar = load_calendar(places.config_dir() / "pagar-alam")
    (slot,) = calendar.publish_slots
    assert calendar.slot_at(slot.cut_off_at) == slot
    with pytest.raises(ConfigurationError):
        calendar.slot_at(slot.due_at)


def test_an_edition_of_any_revision_has_the_slot_of_its_first_issue() -> None:
    calendar = load_calendar(places.config_dir() / "pagar-alam")
    (slot,) = calendar.publish_slots
    revision = Edition(
        "r2",
        "1",
        slot.kind,
        "16.72",
        slot.period,
        2,
        slot.cut_off_at + timedelta(days=1),
        slot.release_at,
        "",
        "",
        "",
        "",
    )
    assert calendar.slot_of(revision) == slot
    with pytest.raises(ConfigurationError):
        calendar.slot_of(replace(revision, kind="akhir"))


def test_pace_of_the_voting_day_can_be_overridden(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = places.config_dir() / "pagar-alam"
    monkeypatch.delenv("JUJUR_RECEIVE_EVERY_SECONDS", raising=False)
    assert load_calendar(folder).receive_every_seconds_voting_day == 60
    monkeypatch.setenv("JUJUR_RECEIVE_EVERY_SECONDS", "10")
    assert load_calendar(folder).receive_every_seconds_voting_day == 10
    assert load_calendar(folder).receive_every_seconds == 300


def test_digest_changes_with_any_file_that_is_used(copy: Path) -> None:
    digests = {load_desk(copy).config_digest}
    used = [*copy.glob("*.yaml"), *copy.glob("*.csv"), copy / "emblem.svg", *copy.parent.glob("*/*.yaml")]
    for path in sorted(set(used)):
        before = path.read_bytes()
        path.write_bytes(before + b"\n")
        try:
            digests.add(load_desk(copy).config_digest)
        finally:
            path.write_bytes(before)
    assert len(digests) == len(set(used)) + 1


def test_digest_does_not_depend_on_the_place(copy: Path) -> None:
    assert load_desk(copy).config_digest == load_desk(places.config_dir() / "pagar-alam").config_digest


def test_changed_rule_is_a_new_rules_version(copy: Path) -> None:
    before = load_desk(copy).rules_version
    change(copy.parent / "rules" / "pungut_hitung.yaml", "severity: W", "severity: E")
    assert load_desk(copy).rules_version != before


def test_numbers_of_areas_stay_text(copy: Path) -> None:
    change(copy / "recipients.yaml", 'kode_wilayah: "16.72"', "kode_wilayah: 16.72")
    assert load_desk(copy).recipients[0].area_code == "16.72"


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("desk.yaml", "mode: demonstrasi", "mode: percobaan", r"desk\.yaml.*isian mode"),
        ("desk.yaml", "mode: demonstrasi\n", "", r"desk\.yaml.*isian mode wajib diisi"),
        (
            "thresholds.yaml",
            "coverage_percent: 90",
            "coverage_percent: 190",
            r"thresholds\.yaml.*coverage_percent",
        ),
        ("thresholds.yaml", "coverage_percent", "coverage_persen", r"coverage_persen tidak dikenal"),
        ("thresholds.yaml", "reserve_ballots_percent: 2", "reserve_ballots_percent: 3", r"V11.*plus_percent"),
        ("calendar.yaml", "2024-02-14 19.30", "2024-02-14 20.30", r"calendar\.yaml.*batas_data <= rilis"),
        ("calendar.yaml", '"2024-02-14 19.00"', "19:00", r"calendar\.yaml.*batas_kirim"),
        ("officers.yaml", "petugas.persetujuan", "petugas.verifikasi", r"officers\.yaml.*dua kali"),
        (
            "officers.yaml",
            "wewenang: approve",
            "wewenang: verify",
            r"tidak ada petugas dengan wewenang approve",
        ),
        ("officers.yaml", "petugas.data@", "petugas.data.", r"officers\.yaml.*bukan alamat surel"),
        ("officers.yaml", "pagaralam.example.org", "pagaralamkota.go.id", r"bukan alamat demonstrasi"),
        ("teams.yaml", "kode_wilayah: 16.72.05", "kode_wilayah: 16.72.04", r"teams\.yaml.*setiap kecamatan"),
        ("teams.yaml", "tim.16-72-01@example.org", "tim@pagaralamkota.go.id", r"bukan alamat demonstrasi"),
        (
            "recipients.yaml",
            "kode_wilayah: 16.72.05",
            "kode_wilayah: 16.74.05",
            r"recipients\.yaml.*16\.74\.05",
        ),
        (
            "tps.csv",
            "1672011001002,16.72.01.1001,002",
            "1672011001002,16.72.01.1002,002",
            r"tps\.csv.*1672011001002",
        ),
        ("areas.csv", "kelurahan,16.72.01", "kelurahan,16.72", r"areas\.csv"),
        ("../forms/kejadian.yaml", "name: tps", "name: uraian", r"kejadian\.yaml.*name ganda: uraian"),
        ("../rules/kejadian.yaml", "column: waktu_kejadian", "column: waktu", r"V28.*'waktu'"),
        ("../rules/pungut_hitung.yaml", "threshold: voters", "threshold: vooters", r"V13.*vooters"),
        ("desk.yaml", "mode: demonstrasi", "mode: demonstrasi\nmode: resmi", r"isian ganda: mode"),
        ("desk.yaml", "jenis: pemilu ", "jenis: pilpres ", r"desk\.yaml.*pemilihan\.jenis.*pemilu"),
        (
            "desk.yaml",
            "hari_pemungutan_suara: 2024-02-14",
            "hari_pemungutan_suara: 14-02-2024",
            r"berbentuk 2024",
        ),
        ("desk.yaml", "  - kejadian", "  - kejadian\n  - kejadian", r"desk\.yaml.*formulir.*ganda"),
        ("desk.yaml", "  - kejadian", "  - kejadiann", r"forms/kejadiann\.yaml"),
        ("thresholds.yaml", "boxes_per_tps: 5", "boxes_per_tps: 0", r"thresholds\.yaml.*boxes_per_tps"),
    ],
)
def test_wrong_configuration_is_told_with_file_and_field(
    copy: Path, file: str, old: str, new: str, told: str
) -> None:
    change(copy / file, old, new)
    with pytest.raises(ConfigurationError, match=told):
        load_desk(copy)


def test_official_mode_may_write_to_official_addresses(copy: Path) -> None:
    change(copy / "desk.yaml", "mode: demonstrasi", "mode: resmi")
    change(copy / "teams.yaml", "tim.16-72-01@example.org", "tim@pagaralamkota.go.id")
    assert not load_desk(copy).is_demonstration


def test_no_form_asks_for_votes_of_a_candidate_or_a_name_of_a_person() -> None:
    desk = load_desk(places.config_dir() / "pagar-alam")
    words = " ".join(
        f"{column.name} {column.label}" for form in desk.forms.values() for column in form.columns
    ).lower()
    assert not any(word in words for word in ("paslon", "calon", "partai", "nama pelaku", "nik", "saksi "))


def test_an_officer_needs_no_address(load: Callable[..., DeskConfig]) -> None:
    address = ", alamat: petugas.data@pagaralam.example.org"
    officers = load("pagar-alam/officers.yaml", address, "").officers
    assert [officer.address for officer in officers if officer.act == "data"] == [""]
    assert all(officer.address for officer in officers if officer.act != "data")
