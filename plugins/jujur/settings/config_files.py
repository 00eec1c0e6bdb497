"""Reading of YAML and CSV below ``config/``. Every file read is remembered: the digest covers what was used.

YAML here knows text, whole numbers without leading zeros, ``true``/``false`` and ``null``; nothing else is
guessed. So the area code 16.72 stays text, "001" keeps its zeros, and 19.00 is not a number.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from jujur.domain.errors import ConfigurationError

if TYPE_CHECKING:
    from yaml import SafeLoader
else:
    try:
        # The same loader in C, some ten times faster; PyYAML has it wherever it was built with it.
        from yaml import CSafeLoader as SafeLoader
    except ImportError:
        from yaml import SafeLoader


class _PlainLoader(SafeLoader):
    """SafeLoader without floats, dates, sexagesimals and ``yes``/``no``; a key given twice is an error."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = sorted({str(key) for key in keys if keys.count(key) > 1})
        if twice:
            raise yaml.constructor.ConstructorError(
                None, None, f"isian ganda: {', '.join(twice)}", node.start_mark
            )
        return super().construct_mapping(node, deep)


for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", list("tf")),
    ("tag:yaml.org,2002:int", r"^-?(?:0|[1-9][0-9]*)$", list("-0123456789")),
    ("tag:yaml.org,2002:null", r"^(?:null|~|)$", ["n", "~", ""]),
):
    _PlainLoader.add_implicit_resolver(_tag, re.compile(_pattern), _first)


class ConfigReader:
    """Reads files of one configuration and remembers them. Files are named relative to ``root``."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._digests: dict[str, str] = {}

    def name(self, path: Path) -> str:
        """The name under which ``path`` appears in messages and in the digest."""
        return path.relative_to(self._root).as_posix() if path.is_relative_to(self._root) else path.name

    def fault(self, path: Path, message: str) -> ConfigurationError:
        """The error to raise about ``path``; ``message`` is Indonesian and names the field."""
        return ConfigurationError(f"Berkas konfigurasi {self.name(path)}: {message}")

    def read_text(self, path: Path) -> str:
        """The file's text.

        :raises ConfigurationError: it is missing or not UTF-8.
        """
        try:
            content = path.read_bytes()
            self._digests[self.name(path)] = hashlib.sha256(content).hexdigest()
            return content.decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise self.fault(path, f"tidak terbaca: {error}.") from error

    def read_yaml(self, path: Path) -> dict[str, Any]:
        """The mapping at the top of a YAML file.

        :raises ConfigurationError: not YAML, or not a mapping.
        """
        try:
            loader = _PlainLoader(self.read_text(path))
            content = loader.get_single_data()
        except yaml.YAMLError as error:
            raise self.fault(path, f"bukan YAML yang sah: {error}") from error
        if not isinstance(content, dict):
            raise self.fault(path, "harus berisi pasangan nama: nilai.")
        return content

    def read_csv(self, path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
        """The rows of a CSV file with exactly these columns, all as text.

        :raises ConfigurationError: other columns, or a row of another length.
        """
        reader = csv.DictReader(io.StringIO(self.read_text(path)), strict=True)
        if tuple(reader.fieldnames or ()) != columns:
            raise ConfigurationError(
                f"Berkas konfigurasi {self.name(path)}: kolom harus {', '.join(columns)}."
            )
        rows = list(reader)
        for number, row in enumerate(rows, start=2):
            if None in row or None in row.values():
                raise self.fault(path, f"baris {number}: jumlah kolom salah.")
        return rows

    def digest(self, prefix: str = "") -> str:
        """sha256 over name and content of the files read whose name begins with ``prefix``, by name."""
        used = sorted(item for item in self._digests.items() if item[0].startswith(prefix))
        lines = (f"{name}\0{digest}\n" for name, digest in used)
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def required(section: Mapping[str, Any], field: str, kind: type, where: str) -> Any:
    """The value of ``field``, which must be there and of ``kind``; ``where`` names the place for the message.

    :raises ConfigurationError: missing or of another kind.
    """
    value = section.get(field)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        expected = {str: "teks", int: "bilangan bulat", list: "daftar"}[kind]
        raise ConfigurationError(f"{where}, isian {field}: harus {expected}, ditemukan {value!r}.")
    return value
