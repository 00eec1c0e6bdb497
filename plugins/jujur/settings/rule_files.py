"""Rules from ``config/rules``: of the forms, of the reader, and the numbers that are no longer used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from jujur.domain.errors import ConfigurationError
from jujur.domain.findings import Rule, Severity
from jujur.settings.check_shapes import CHECKS, all_columns, named_forms
from jujur.settings.config_files import ConfigReader
from jujur.settings.desk_files import parse
from jujur.settings.form_files import LoadedForm, require_distinct
from jujur.settings.rule_shapes import READER_CODES, ReaderFile, RetiredFile, RuleEntry, RulesFile
from jujur.settings.rule_terms import Ground
from jujur.settings.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class RetiredRule:
    """A rule that is no longer evaluated; its number is never given to another."""

    id: str
    statement: str
    statement_en: str
    reason: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class LoadedRules:
    """The rules of one form in the order of the file: those of the desk's kind of election, and those it does not use."""

    rules: tuple[Rule, ...]
    other_rules: tuple[Rule, ...]
    version: int


def load_rules(
    loaded: LoadedForm,
    every_form: Mapping[str, LoadedForm],
    used_forms: Iterable[str],
    config_dir: Path,
    reader: ConfigReader,
    thresholds: Thresholds,
) -> LoadedRules:
    """The rules of one form. A rule that names a form the desk does not use is not evaluated, like one of the other election.

    A rule number may stand twice in a file, for two kinds of check or of election (V20, V15).

    :raises ConfigurationError: malformed, a rule twice, or an unknown column, form or threshold in a rule.
    """
    form_id = loaded.form.id
    path = config_dir / "rules" / f"{form_id}.yaml"
    where = reader.name(path)
    content = parse(RulesFile, reader.read_yaml(path), where)
    if content.form != form_id:
        raise ConfigurationError(
            f"Berkas konfigurasi {where}: isian form harus {form_id}, ditemukan {content.form}."
        )
    names = [f"{rule.id} ({rule.check}, {rule.pemilihan or 'semua pemilihan'})" for rule in content.rules]
    require_distinct(names, where, "id")
    used = set(used_forms)
    own: list[Rule] = []
    other: list[Rule] = []
    for entry in content.rules:
        ground = Ground(loaded, every_form, thresholds, entry.pemilihan)
        is_own = entry.pemilihan in (None, loaded.election) and named_forms(entry.terms) <= used
        (own if is_own else other).append(_rule(entry, ground, where))
    return LoadedRules(tuple(own), tuple(other), content.version)


def _rule(entry: RuleEntry, ground: Ground, where: str) -> Rule:
    terms = dict(entry.terms)
    word = terms.get("columns")
    if isinstance(word, str):
        terms["columns"] = all_columns(ground.loaded.form, word)
    checked = dict(terms)
    if isinstance(word, str):
        # A column of the desk's own kind of election is among them, though a rule of both kinds may not name it.
        checked["columns"] = [name for name in terms["columns"] if name in ground.columns]
    parse(CHECKS[entry.check], checked, f"{where}, aturan {entry.id}", ground)
    return Rule(
        id=entry.id,
        severity=Severity(entry.severity),
        statement=entry.statement,
        basis=entry.basis,
        check=entry.check,
        terms=terms,
        advice=entry.advice,
        statement_en=entry.statement_en,
    )


def load_reader_rules(config_dir: Path, reader: ConfigReader) -> dict[str, Rule]:
    """What the reader may notice, by code.

    :raises ConfigurationError: malformed, or a code is missing, unknown or given twice.
    """
    path = config_dir / "rules" / "pembaca.yaml"
    where = reader.name(path)
    entries = parse(ReaderFile, reader.read_yaml(path), where).rules
    require_distinct([entry.id for entry in entries], where, "id")
    require_distinct([entry.code for entry in entries], where, "code")
    missing = sorted(set(READER_CODES) - {entry.code for entry in entries})
    if missing:
        raise ConfigurationError(f"Berkas konfigurasi {where}: code {', '.join(missing)} tidak ada.")
    return {
        entry.code: Rule(
            entry.id,
            Severity(entry.severity),
            entry.statement,
            "Pembacaan berkas",
            entry.code,
            {},
            entry.advice,
            entry.statement_en,
        )
        for entry in entries
    }


def load_retired_rules(
    config_dir: Path, reader: ConfigReader, used: Iterable[str]
) -> tuple[RetiredRule, ...]:
    """The numbers that are no longer used.

    :raises ConfigurationError: malformed, or a number is in use.
    """
    path = config_dir / "rules" / "pensiun.yaml"
    where = reader.name(path)
    entries = parse(RetiredFile, reader.read_yaml(path), where).rules
    require_distinct([entry.id for entry in entries], where, "id")
    revived = sorted({entry.id for entry in entries} & set(used))
    if revived:
        raise ConfigurationError(f"Berkas konfigurasi {where}: nomor {', '.join(revived)} masih dipakai.")
    return tuple(RetiredRule(**entry.model_dump()) for entry in entries)
