"""The only place that reads the process environment. Stdlib only: DAG files use it while they are parsed."""

from __future__ import annotations

import os

from jujur.domain.errors import ConfigurationError


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
