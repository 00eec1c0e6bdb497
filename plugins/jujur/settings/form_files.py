"""Forms from ``config/forms``, as a desk's kind of election has them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from jujur.domain.errors import ConfigurationError
from jujur.domain.forms import Column, ElectionKind, Form
from jujur.settings.config_files import ConfigReader
from jujur.settings.desk_files import parse
from jujur.settings.form_shapes import ColumnEntry, FormFile


@dataclass(frozen=True, slots=True)
class LoadedForm:
    """A form with the columns that only the other kind of election has: the catalogue shows them, a desk does not."""

    form: Form
    other_columns: tuple[Column, ...]
    only_here: frozenset[str]
    election: ElectionKind

    def columns_of(self, election: ElectionKind | None) -> dict[str, Column]:
        """The columns of a kind of election by name; of None those that both kinds have."""
        own = {column.name: column for column in self.form.columns}
        if election == self.election:
            return own
        shared = {name: column for name, column in own.items() if name not in self.only_here}
        return shared if election is None else shared | {column.name: column for column in self.other_columns}


def form_ids(config_dir: Path) -> list[str]:
    """The forms that ``config_dir/forms`` describes, used by a desk or not."""
    return sorted(path.stem for path in (config_dir / "forms").glob("*.yaml"))


def load_form(form_id: str, config_dir: Path, reader: ConfigReader, election: ElectionKind) -> LoadedForm:
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
    _check(entry, where)
    own = tuple(_column(item, election) for item in entry.columns if item.pemilihan in (None, election))
    other = tuple(
        _column(item, item.pemilihan) for item in entry.columns if item.pemilihan not in (None, election)
    )
    form = Form(
        id=entry.id,
        version=entry.version,
        title=entry.title,
        unit_level=entry.unit_level,
        is_event=entry.is_event,
        columns=own,
        instructions=tuple(entry.instructions),
        title_en=entry.title_en,
        absent=tuple(column.name for column in other),
    )
    only_here = frozenset(item.name for item in entry.columns if item.pemilihan == election)
    return LoadedForm(form, other, only_here, election)


def _check(entry: FormFile, where: str) -> None:
    require_distinct([column.name for column in entry.columns], where, "name")
    for election in get_args(ElectionKind):
        headings = [
            f"{column.group} / {column.label}"
            for column in entry.columns
            if column.pemilihan in (None, election)
        ]
        require_distinct(headings, where, "group dan label")
    if not entry.is_event and not any(column.is_key for column in entry.columns):
        raise ConfigurationError(f"Berkas konfigurasi {where}: harus ada kolom dengan is_key.")


def _column(entry: ColumnEntry, election: ElectionKind | None) -> Column:
    values = entry.model_dump(exclude={"pemilihan", "choices", "aliases"})
    choices = entry.choices_for(election) if election else ()
    return Column(**values, choices=choices, aliases=tuple(entry.aliases))


def require_distinct(values: list[str], where: str, field: str) -> None:
    """Refuse values that stand twice under one field of a file.

    :raises ConfigurationError: names them.
    """
    twice = sorted({value for value in values if values.count(value) > 1})
    if twice:
        raise ConfigurationError(f"Berkas konfigurasi {where}: {field} ganda: {', '.join(twice)}.")
