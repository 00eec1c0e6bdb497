"""The seven forms: what they hold, in whose words, and that a wrong definition is refused."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable

import pytest

from jujur.domain.errors import ConfigurationError
from jujur.domain.forms import Form
from jujur.intake.wording import plain
from jujur.settings import places
from jujur.settings.desk import DeskConfig

SEVEN = {
    "tahapan": ("kecamatan", True, []),
    "kesiapan": ("tps", False, ["kode_tps"]),
    "pungut_hitung": ("tps", False, ["kode_tps"]),
    "rekapitulasi": ("kelurahan", False, ["kode_kelurahan"]),
    "kejadian": ("kecamatan", True, []),
    "netralitas": ("kecamatan", True, []),
    "tindak_lanjut": ("kecamatan", True, ["nomor_butir"]),
}


def vocabulary(name: str) -> list[dict[str, str]]:
    with (places.config_dir() / "kosakata" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_desk_has_seven_forms_with_their_units_and_keys(desk: DeskConfig) -> None:
    found = {
        form.id: (form.unit_level, form.is_event, [column.name for column in form.keys])
        for form in desk.forms.values()
    }
    assert found == SEVEN


def test_every_form_is_worded_in_both_languages(desk: DeskConfig) -> None:
    for form in desk.forms.values():
        assert form.title
        assert form.title_en
        assert form.instructions
        for column in form.columns:
            assert column.label_en, f"{form.id}.{column.name}"
            assert bool(column.group) == bool(column.group_en), f"{form.id}.{column.name}"


@pytest.mark.parametrize("form_id", ["kesiapan", "pungut_hitung"])
def test_station_forms_come_with_their_stations(desk: DeskConfig, form_id: str) -> None:
    form = desk.forms[form_id]
    prefilled = [column.name for column in form.columns if column.is_prefilled]
    assert prefilled == ["kode_tps", "kode_kelurahan", "kelurahan", "tps"]
    assert (form.column("kelurahan").names, form.column("tps").names) == ("kelurahan", "tps")


def test_the_forms_ask_for_every_kind_of_value(desk: DeskConfig) -> None:
    kinds = {column.kind for form in desk.forms.values() for column in form.columns}
    assert kinds == {"code", "count", "decimal", "date", "time", "text", "choice", "instant"}


def test_risk_indicators_are_the_published_ones(desk: DeskConfig) -> None:
    form = desk.forms["kesiapan"]
    indicators = vocabulary("tps_rawan_indikator")
    assert len(indicators) == 22
    for entry in indicators:
        column = form.column(entry["kode"].lower())
        assert (column.label, column.choices) == (entry["indikator"], ("ya", "tidak"))
        assert column.group.lower() == f"kerawanan: {entry['variabel'].lower()}"


def test_siwaslu_problems_are_the_published_ones(desk: DeskConfig) -> None:
    problems = tuple(f"{entry['kode']} {entry['masalah']}" for entry in vocabulary("siwaslu_19_masalah"))
    assert len(problems) == 19
    assert desk.forms["kejadian"].column("masalah_siwaslu").choices == problems


def test_stages_are_those_of_the_kind_of_election(desk: DeskConfig, pilkada: DeskConfig) -> None:
    # A legal limit and an actual date are in the list of dates, but are no stages.
    no_stage = {
        "Batas akhir PSU (10 hari setelah hari pemungutan)",
        "Pleno rekapitulasi KPU Kota Pagar Alam (aktual)",
    }
    for config, election in ((desk, "pemilu_2024"), (pilkada, "pilkada_2024")):
        stages = [item["tahap"] for item in vocabulary("tahapan") if item["pemilihan"] == election]
        choices = config.forms["tahapan"].column("tahap").choices
        assert list(choices) == [stage for stage in stages if stage not in no_stage]


def test_columns_of_the_other_election_are_absent(desk: DeskConfig, pilkada: DeskConfig) -> None:
    pemilu_only = ("pengguna_dpr", "pengguna_dpd", "pengguna_dprd_provinsi", "pengguna_dprd_kota")
    assert desk.election.kind == "pemilu"
    assert desk.forms["pungut_hitung"].absent == ("pengguna_gubernur",)
    assert [column.name for column in desk.other_columns["pungut_hitung"]] == ["pengguna_gubernur"]
    assert pilkada.forms["pungut_hitung"].absent == pemilu_only
    names = {column.name for column in pilkada.forms["pungut_hitung"].columns}
    assert "pengguna_gubernur" in names
    assert not names & set(pemilu_only)


def test_first_columns_of_the_voting_day_form_did_not_move(desk: DeskConfig) -> None:
    form = desk.forms["pungut_hitung"]
    assert form.version == 2
    names = [column.name for column in form.columns]
    assert names[4] == "status_tps"
    assert names[27] == "surat_suara_tidak_digunakan"
    assert names[28] == "pemilih_disabilitas_j"


def spellings(form: Form) -> dict[str, set[str]]:
    """Every spelling that stands for a column by itself, as the reader compares them."""
    owners: dict[str, set[str]] = defaultdict(set)
    for column in form.columns:
        for text in (column.name, f"{column.group} {column.label}", *column.aliases):
            owners[plain(text)].add(column.name)
    return owners


def test_no_spelling_of_a_header_fits_two_columns(desk: DeskConfig, pilkada: DeskConfig) -> None:
    for config in (desk, pilkada):
        for form in config.forms.values():
            twice = {word: sorted(names) for word, names in spellings(form).items() if len(names) > 1}
            assert twice == {}, form.id


def test_a_label_alone_never_means_another_column(desk: DeskConfig) -> None:
    for form in desk.forms.values():
        owners = spellings(form)
        labels = defaultdict(set)
        for column in form.columns:
            labels[plain(column.label)].add(column.name)
        for word, names in labels.items():
            if len(names) == 1:
                assert owners.get(word, names) == names, f"{form.id}: {word}"


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("kejadian", "name: uraian,", "name: item_code,", r"kejadian\.yaml.*item_code.*dipakai catatan"),
        ("kejadian", "name: uraian,", "name: states,", r"kejadian\.yaml.*states.*dipakai catatan"),
        ("kejadian", "label_en: Severity, ", "", r"kejadian\.yaml.*label_en wajib diisi"),
        ("kejadian", "title_en: Incidents\n", "", r"kejadian\.yaml.*title_en wajib diisi"),
        ("kejadian", ", group_en: Handling", "", r"kejadian\.yaml.*tindak_lanjut.*group_en"),
        ("kejadian", ", choices: [ya, tidak]", "", r"kejadian\.yaml.*masih_terbuka.*choices"),
        ("pungut_hitung", "pemilihan: pemilu,", "pemilihan: pilpres,", r"pungut_hitung\.yaml.*pemilihan"),
        ("pungut_hitung", "name: waktu_buka,", "name: waktu_buka, pemilihan: pemilu,", r"waktu_buka.*count"),
        ("tahapan", "      pilkada:", "      pilkades:", r"tahapan\.yaml.*choices"),
        ("tahapan", "kind: date", "kind: tanggal", r"tahapan\.yaml.*kind"),
        ("kesiapan", "label: Rusak,", "label: Kurang,", r"kesiapan\.yaml.*group dan label ganda"),
        ("kesiapan", "is_key: true, ", "", r"kesiapan\.yaml.*is_key"),
        ("kesiapan", "names: tps,", "names: kota,", r"kesiapan\.yaml.*names"),
    ],
)
def test_wrong_form_is_told_with_file_and_field(
    load: Callable[..., DeskConfig], file: str, old: str, new: str, told: str
) -> None:
    with pytest.raises(ConfigurationError, match=told):
        load(f"forms/{file}.yaml", old, new)
