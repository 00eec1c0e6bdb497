"""The whole configuration of one desk as one validated, frozen value, with one digest over all its files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from jujur.domain.areas import Gazetteer, Places
from jujur.domain.boundaries import Boundary
from jujur.domain.editions import Officer, Recipient
from jujur.domain.errors import ConfigurationError
from jujur.domain.findings import Rule
from jujur.domain.forms import Column, ElectionKind, Form
from jujur.domain.gates import GateRule, ResultsGate
from jujur.domain.reports import Letterhead
from jujur.domain.submissions import Team
from jujur.settings.boundaries import load_boundaries
from jujur.settings.calendar import Calendar, load_calendar
from jujur.settings.config_files import ConfigReader
from jujur.settings.desk_files import DeskFile, Mode, RecipientsFile, TeamsFile, parse
from jujur.settings.form_files import LoadedForm, form_ids, load_form
from jujur.settings.gates import load_gates
from jujur.settings.gazetteer import PollingStation, load_gazetteer, load_places
from jujur.settings.officers import load_officers
from jujur.settings.rule_files import (
    LoadedRules,
    RetiredRule,
    load_reader_rules,
    load_retired_rules,
    load_rules,
)
from jujur.settings.thresholds import Thresholds, load_thresholds

# Names that can never receive mail (RFC 2606, RFC 6761): the only ones that a demonstration may write to.
_NOWHERE = ("example", "test", "invalid", "localhost")


@dataclass(frozen=True, slots=True)
class Election:
    """The election that the desk follows; its kind decides which columns and rules there are."""

    id: str
    name: str
    voting_on: date
    kind: ElectionKind


@dataclass(frozen=True, slots=True)
class DeskConfig:
    """Everything that a desk decides. ``rules`` is keyed by form id like ``forms``, ``reader_rules`` by the reader's code.

    ``other_rules`` and ``other_columns`` are what this desk does not use, because its election is of another kind; by form id,
    for the catalogue. ``retired_rules`` are numbers no longer in use.
    """

    id: str
    mode: Mode
    letterhead: Letterhead
    sender_address: str
    election: Election
    source_note: str
    gazetteer: Gazetteer
    places: Places
    boundaries: Mapping[str, Boundary]
    tps: tuple[PollingStation, ...]
    calendar: Calendar
    officers: tuple[Officer, ...]
    teams: tuple[Team, ...]
    recipients: tuple[Recipient, ...]
    thresholds: Thresholds
    gate_rule: GateRule
    results_gate: ResultsGate
    forms: Mapping[str, Form]
    rules: Mapping[str, tuple[Rule, ...]]
    reader_rules: Mapping[str, Rule]
    other_columns: Mapping[str, tuple[Column, ...]]
    other_rules: Mapping[str, tuple[Rule, ...]]
    retired_rules: tuple[RetiredRule, ...]
    rules_version: str
    config_digest: str

    @property
    def is_demonstration(self) -> bool:
        """True when nothing of this desk may leave without the band DEMONSTRASI."""
        return self.mode == "demonstrasi"

    def office_of(self, officer_id: str) -> str:
        """What is printed for an officer: the office, or the login name of one who is no longer configured."""
        return next((officer.office for officer in self.officers if officer.id == officer_id), officer_id)

    def team(self, team_id: str) -> Team | None:
        """The team with this id."""
        return next((team for team in self.teams if team.id == team_id), None)

    def team_of_area(self, area_code: str) -> Team | None:
        """The team that answers for this kecamatan."""
        return next((team for team in self.teams if team.area_code == area_code), None)


def load_desk(desk_dir: Path) -> DeskConfig:
    """The desk described in ``desk_dir``, with forms and rules from the folders beside it.

    :raises ConfigurationError: names the file and the field.
    """
    reader = ConfigReader(desk_dir.parent)
    path = desk_dir / "desk.yaml"
    desk = parse(DeskFile, reader.read_yaml(path), reader.name(path))
    gazetteer, tps = load_gazetteer(desk_dir, reader)
    thresholds = load_thresholds(desk_dir, reader)
    gate_rule, results_gate = load_gates(desk_dir, reader, thresholds)
    forms, ruled = _forms_and_rules(desk, desk_dir.parent, reader, thresholds)
    election = desk.pemilihan
    config = DeskConfig(
        id=desk_dir.name,
        mode=desk.mode,
        letterhead=_letterhead(desk, desk_dir, reader),
        sender_address=desk.kop.surel,
        election=Election(election.id, election.nama, election.hari_pemungutan_suara, election.jenis),
        source_note=desk.catatan_sumber,
        gazetteer=gazetteer,
        places=load_places(desk_dir, reader, gazetteer),
        boundaries=load_boundaries(desk_dir, reader, gazetteer),
        tps=tps,
        calendar=load_calendar(desk_dir, reader),
        officers=load_officers(desk_dir, reader),
        teams=_teams(desk_dir, reader),
        recipients=_recipients(desk_dir, reader),
        thresholds=thresholds,
        gate_rule=gate_rule,
        results_gate=results_gate,
        forms=MappingProxyType({key: item.form for key, item in forms.items()}),
        rules=MappingProxyType({key: item.rules for key, item in ruled.items()}),
        reader_rules=MappingProxyType(load_reader_rules(desk_dir.parent, reader)),
        other_columns=MappingProxyType({key: item.other_columns for key, item in forms.items()}),
        other_rules=MappingProxyType({key: item.other_rules for key, item in ruled.items()}),
        retired_rules=load_retired_rules(desk_dir.parent, reader, _numbers(ruled.values())),
        rules_version=_rules_version(ruled.values(), reader),
        config_digest=reader.digest(),
    )
    _check(config)
    return config


def _forms_and_rules(
    desk: DeskFile, config_dir: Path, reader: ConfigReader, thresholds: Thresholds
) -> tuple[dict[str, LoadedForm], dict[str, LoadedRules]]:
    """The desk's forms and their rules. Rules are held against every form there is, whether this desk uses it or not."""
    _require_unique(desk.formulir, "desk.yaml", "formulir")
    every = {
        form_id: load_form(form_id, config_dir, reader, desk.pemilihan.jenis)
        for form_id in sorted({*form_ids(config_dir), *desk.formulir})
    }
    forms = {form_id: every[form_id] for form_id in sorted(desk.formulir)}
    ruled = {
        form_id: load_rules(loaded, every, forms, config_dir, reader, thresholds)
        for form_id, loaded in forms.items()
    }
    return forms, ruled


def _numbers(ruled: Iterable[LoadedRules]) -> set[str]:
    return {rule.id for item in ruled for rule in (*item.rules, *item.other_rules)}


def _letterhead(desk: DeskFile, desk_dir: Path, reader: ConfigReader) -> Letterhead:
    emblem = reader.read_text(desk_dir / desk.kop.lambang)
    return Letterhead(desk.kop.pemerintah, desk.kop.desk, desk.kop.alamat, desk.pemilihan.nama, emblem)


def _teams(desk_dir: Path, reader: ConfigReader) -> tuple[Team, ...]:
    path = desk_dir / "teams.yaml"
    entries = parse(TeamsFile, reader.read_yaml(path), reader.name(path)).tim
    return tuple(
        Team(team.id, team.kode_wilayah, team.nama, team.alamat, team.narahubung) for team in entries
    )


def _recipients(desk_dir: Path, reader: ConfigReader) -> tuple[Recipient, ...]:
    path = desk_dir / "recipients.yaml"
    entries = parse(RecipientsFile, reader.read_yaml(path), reader.name(path)).penerima
    return tuple(Recipient(entry.id, entry.jabatan, entry.alamat, entry.kode_wilayah) for entry in entries)


def _rules_version(ruled: Iterable[LoadedRules], reader: ConfigReader) -> str:
    """E.g. ``aturan12-3fa4b2c1``: the versions of the files added up, and what they say: a changed rule is a new version.

    The record keeps at most 64 letters of it.
    """
    return f"aturan{sum(item.version for item in ruled)}-{reader.digest('rules/')[:8]}"


def _check(config: DeskConfig) -> None:
    """Hold the files against each other.

    :raises ConfigurationError: they contradict each other.
    """
    kecamatan = {area.code for area in config.gazetteer.at_level("kecamatan")}
    _require(
        {team.area_code for team in config.teams} == kecamatan,
        "teams.yaml",
        "kode_wilayah",
        "setiap kecamatan perlu tim",
    )
    editions = kecamatan | {config.gazetteer.city.code}
    strangers = sorted({entry.area_code for entry in config.recipients} - editions)
    _require(not strangers, "recipients.yaml", "kode_wilayah", f"tidak ada terbitan {strangers}")
    asked = {form_id for period in config.calendar.reporting_periods for form_id in period.forms}
    unknown = sorted(asked - config.forms.keys())
    _require(not unknown, "calendar.yaml", "formulir", f"{unknown} tidak ada dalam desk.yaml, isian formulir")
    _require_unique((team.id for team in config.teams), "teams.yaml", "tim.id")
    _require_unique((team.area_code for team in config.teams), "teams.yaml", "tim.kode_wilayah")
    _require_unique((entry.id for entry in config.recipients), "recipients.yaml", "penerima.id")
    if config.is_demonstration:
        teams, readers = (
            (team.address for team in config.teams),
            (entry.address for entry in config.recipients),
        )
        officers = (officer.address for officer in config.officers if officer.address)
        for address in (config.sender_address, *teams, *readers, *officers):
            files = "desk.yaml, teams.yaml, recipients.yaml, officers.yaml"
            fault = f"{address} bukan alamat demonstrasi"
            _require(_is_nowhere(address), files, "surel atau alamat", fault)


def _is_nowhere(address: str) -> bool:
    labels = address.rpartition("@")[2].split(".")
    return labels[-1] in _NOWHERE or (
        len(labels) > 1 and labels[-2] == "example" and labels[-1] in ("org", "com", "net")
    )


def _require_unique(values: Iterable[str], file: str, field: str) -> None:
    found = list(values)
    _require(len(found) == len(set(found)), file, field, "tidak boleh ganda")


def _require(is_sound: bool, file: str, field: str, message: str) -> None:
    if not is_sound:
        raise ConfigurationError(f"Berkas konfigurasi {file}, isian {field}: {message}.")
