"""The desk's web pages: HTML from the templates in ``reports/web/``, escaped, with nothing to fetch from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def web_page(assets: Path, name: str, values: Mapping[str, Any]) -> str:
    """The page ``reports/web/<name>.html`` with ``values`` in it."""
    environment = Environment(
        loader=FileSystemLoader(assets / "web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(f"{name}.html").render(values)
