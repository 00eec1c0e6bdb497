"""Forms and their rules from ``config/forms`` and ``config/rules``, checked against each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jujur.domain.errors import ConfigurationError
from jujur.domain.findings import Rule, Severity
from jujur.domain.forms import Column, Form
from jujur.settings.config_files import ConfigReader
from jujur.settings.desk_files import ColumnEntry, FormFile, RuleEntry, RulesFile, parse
from jujur.settings.thresholds import Thresholds


def load_form(form_id: str, config_dir: Path, reader: ConfigReader) -> Form:
    """The form in ``config_dir/forms/<form_id>.yaml``.

    :raises ConfigurationError: malformed, or columns contradict each other.
    """
    path = config_dir / "forms" / f"{form_id}.yaml"
    where = reader.name(path)
    entry = parse(FormFile, reader.read_yaml(path), where)
    if entry.id != form_id:
        raise ConfigurationError(
            f"Berkas konfigurasi {where}: isian id harus {form_id}, ditemukan {entry.id}."
        )
    columns = tuple(_column(column, where) for column in entry.columns)
    _require_distinct([column.name for column in columns], where, "name")
    _require_distinct([f"{column.group} / {column.label}" for column in columns], where, "group dan label")
    if not entry.is_event and not any(column.is_key for column in columns):
        raise ConfigurationError(f"Berkas konfigurasi {where}: harus ada kolom dengan is_key.")
    return Form(
        entry.id,
        entry.version,
        entry.title,
        entry.unit_level,
        entry.is_event,
        columns,
        tuple(entry.instructions),
    )


def _column(entry: ColumnEntry, where: str) -> Column:
    if (entry.kind == "choice") != bool(entry.choices):
        raise ConfigurationError(
            f"Berkas konfigurasi {where}, kolom {entry.name}: choices untuk jenis choice, dan hanya itu."
        )
    values = entry.model_dump()
    return Column(**{**values, "choices": tuple(entry.choices), "aliases": tuple(entry.aliases)})


def load_rules(
    form: Form, config_dir: Path, reader: ConfigReader, thresholds: Thresholds
) -> tuple[tuple[Rule, ...], int]:
    """The rules of ``form`` in the order of the file, and the version of the file.

    ``columns: all_counts`` becomes the list of the form's count columns, so new ones are checked too.

    :raises ConfigurationError: malformed, a rule id twice, or an unknown column or threshold in a rule.
    """
    path = config_dir / "rules" / f"{form.id}.yaml"
    where = reader.name(path)
    content = parse(RulesFile, reader.read_yaml(path), where)
    if content.form != form.id:
        raise ConfigurationError(
            f"Berkas konfigurasi {where}: isian form harus {form.id}, ditemukan {content.form}."
        )
    _require_distinct([rule.id for rule in content.rules], where, "id")
    return tuple(_rule(entry, form, thresholds, where) for entry in content.rules), content.version


def _rule(entry: RuleEntry, form: Form, thresholds: Thresholds, where: str) -> Rule:
    terms = dict(entry.terms)
    if terms.get("columns") == "all_counts":
        terms["columns"] = [column.name for column in form.counts]
    known = {column.name for column in form.columns}
    place = f"Berkas konfigurasi {where}, aturan {entry.id}"
    for name in _named(terms, ("column", "columns", "parent", "total", "parts", "left", "right")):
        if name not in known:
            raise ConfigurationError(f"{place}: kolom {name!r} tidak ada di formulir {form.id}.")
    for name in _named(terms, ("threshold",)):
        if name not in Thresholds.__dataclass_fields__:
            raise ConfigurationError(f"{place}: ambang {name!r} tidak ada di thresholds.yaml.")
    for percent in _named(terms, ("plus_percent",)):
        # One truth for the reserve: the rule states it, the threshold is what the report prints.
        if percent not in (0, thresholds.reserve_ballots_percent):
            raise ConfigurationError(f"{place}: plus_percent {percent} berbeda dari reserve_ballots_percent.")
    severity = Severity(entry.severity)
    return Rule(entry.id, severity, entry.statement, entry.basis, entry.check, terms, entry.advice)


def _named(terms: Any, fields: tuple[str, ...]) -> Iterator[Any]:
    """Every value that stands under one of ``fields`` anywhere inside ``terms``."""
    if isinstance(terms, list):
        for item in terms:
            yield from _named(item, fields)
    if isinstance(terms, dict):
        for field, value in terms.items():
            if field in fields and not isinstance(value, dict):
                yield from value if isinstance(value, list) else [value]
            else:
                yield from _named(value, fields)


def _require_distinct(values: list[str], where: str, field: str) -> None:
    twice = sorted({value for value in values if values.count(value) > 1})
    if twice:
        raise ConfigurationError(f"Berkas konfigurasi {where}: {field} ganda: {', '.join(twice)}.")
