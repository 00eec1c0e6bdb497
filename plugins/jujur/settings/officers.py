"""The data officers of a desk. Read while DAG files are parsed (who may approve): yaml and stdlib only."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

from jujur.domain.editions import Duty, Officer
from jujur.domain.errors import ConfigurationError
from jujur.settings.config_files import ConfigReader, required


def load_officers(desk_dir: Path, reader: ConfigReader | None = None) -> tuple[Officer, ...]:
    """The officers in ``desk_dir/officers.yaml``, in the order of the file.

    :raises ConfigurationError: an id is used twice, so that one person could do two acts (P38, L37), or
        nobody may verify, approve or decide about rows.
    """
    reader = reader or ConfigReader(desk_dir.parent)
    path = desk_dir / "officers.yaml"
    content, where = reader.read_yaml(path), reader.name(path)
    officers = tuple(
        _officer(entry, f"{where} petugas ke-{n}")
        for n, entry in enumerate(required(content, "petugas", list, where), 1)
    )
    if len({officer.id for officer in officers}) < len(officers):
        raise ConfigurationError(
            f"{where}, isian petugas: satu id dipakai dua kali; petugas data, pemeriksa dan penyetuju harus berbeda."
        )
    for act in get_args(Duty):
        if not any(officer.act == act for officer in officers):
            raise ConfigurationError(f"{where}, isian petugas: tidak ada petugas dengan wewenang {act}.")
    return officers


def _officer(entry: Any, where: str) -> Officer:
    if not isinstance(entry, dict):
        raise ConfigurationError(f"{where}: harus pasangan nama: nilai.")
    act = required(entry, "wewenang", str, where)
    if act not in get_args(Duty):
        raise ConfigurationError(
            f"{where}, isian wewenang: harus salah satu dari {', '.join(get_args(Duty))}."
        )
    return Officer(
        required(entry, "id", str, where), act, required(entry, "jabatan", str, where), _address(entry, where)
    )


def _address(entry: dict[str, Any], where: str) -> str:
    """The officer's own e-mail address; optional, but without it an officer who also sends is not recognised (P38)."""
    address = required(entry, "alamat", str, where) if "alamat" in entry else ""
    if address and "@" not in address:
        raise ConfigurationError(f"{where}, isian alamat: {address} bukan alamat surel.")
    return address
