"""The only place that reads the process environment. Stdlib only: DAG files use it while they are parsed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Generic, TypeVar

from jujur.domain.errors import ConfigurationError

T = TypeVar("T")


def variable(name: str) -> str | None:
    """The environment variable ``name``, or None when it is unset or empty."""
    return os.environ.get(name, "").strip() or None


def whole_number(name: str, minimum: int = 1) -> int | None:
    """The environment variable ``name`` as an integer >= ``minimum``, or None when it is unset.

    :raises ConfigurationError: it is set to something else.
    """
    text = variable(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and int(text) >= minimum):
        raise ConfigurationError(
            f"Variabel lingkungan {name}={text!r} harus bilangan bulat paling kecil {minimum}."
        )
    return int(text)


class Overridden(Generic[T]):
    """While it is entered, the environment has these values (None: unset); gives ``what`` and puts everything back."""

    def __init__(self, values: Mapping[str, str | None], what: T) -> None:
        self._values, self._what = dict(values), what
        self._before: dict[str, str | None] = {}

    def __enter__(self) -> T:
        self._before = {name: os.environ.get(name) for name in self._values}
        _set(self._values)
        return self._what

    def __exit__(self, *_: object) -> None:
        _set(self._before)


def _set(values: Mapping[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
