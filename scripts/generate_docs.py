#!/usr/bin/env python3
"""Writes the generated pages of docs/ (DAGs, lies, rules, data dictionary, state machines) and the table of lies in README.md.

--check fails on a difference.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from docs_dictionary import dictionary_page
from docs_lies import lies_page, with_lies
from docs_rules import rule_page
from docs_sources import GENERATED, load_sources
from docs_states import state_page

PROJECT = Path(__file__).resolve().parents[1]


def dag_page() -> str:
    """The operator's manual of every DAG, from its docstring."""
    parts = ["# DAG\n", GENERATED["id"]]
    for path in sorted((PROJECT / "dags").glob("*.py")):
        manual = ast.get_docstring(ast.parse(path.read_text()))
        if manual is None:
            raise SystemExit(f"{path.name}: no docstring")
        parts.append(manual.replace("### ", "## ", 1).strip() + "\n")
    return "\n".join(parts)


def pages() -> dict[str, str]:
    """Every generated page by its path below the project."""
    sources = load_sources(PROJECT / "config" / "pagar-alam")
    return {
        "docs/DAGS.md": dag_page(),
        "docs/LIES.md": lies_page(PROJECT),
        "README.md": with_lies((PROJECT / "README.md").read_text(), PROJECT),
        "docs/state-machine.md": state_page(),
        "docs/ATURAN.md": rule_page(sources, "id"),
        "docs/RULES.md": rule_page(sources, "en"),
        "docs/KAMUS-DATA.md": dictionary_page(sources, "id"),
        "docs/DATA-DICTIONARY.md": dictionary_page(sources, "en"),
    }


def main() -> int:
    """Writes the pages, or with --check compares them."""
    made = pages()
    stale = [name for name, text in made.items() if _read(PROJECT / name) != text]
    if "--check" in sys.argv:
        for name in stale:
            print(f"{name} is out of date; run `make docs`", file=sys.stderr)
        return 1 if stale else 0
    for name in stale:
        (PROJECT / name).parent.mkdir(exist_ok=True)
        (PROJECT / name).write_text(made[name])
        print(f"wrote {name}")
    return 0


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
