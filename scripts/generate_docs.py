#!/usr/bin/env python3
"""Writes docs/DAGS.md and docs/ATURAN.md from the DAG files and the rules; with --check, fails on a difference."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from jujur.settings.desk import DeskConfig, load_desk

PROJECT = Path(__file__).resolve().parents[1]
GENERATED = "<!-- Dibuat oleh `make docs`; jangan disunting. -->\n"
LEVELS = {"E": "menahan baris", "W": "diterbitkan dengan tanda", "I": "hanya untuk pengirim"}


def dag_page() -> str:
    """The operator's manual of every DAG, from its docstring."""
    parts = ["# DAG\n", GENERATED]
    for path in sorted((PROJECT / "dags").glob("*.py")):
        manual = ast.get_docstring(ast.parse(path.read_text()))
        if manual is None:
            raise SystemExit(f"{path.name}: no docstring")
        parts.append(manual.replace("### ", "## ", 1).strip() + "\n")
    return "\n".join(parts)


def rule_page(desk: DeskConfig) -> str:
    """Every rule with its code, level, statement, basis, what to do and how it is checked."""
    lines = [
        "# Katalog aturan\n",
        GENERATED,
        f"Versi aturan: `{desk.rules_version}`. Tingkat: "
        + "; ".join(f"**{level}** {meaning}" for level, meaning in LEVELS.items())
        + ". Aturan yang isiannya kosong tidak dinilai: kosong bukan nol.\n",
    ]
    for form_id, rules in desk.rules.items():
        lines += [
            f"## {desk.forms[form_id].title} (`{form_id}`)\n",
            "| kode | tingkat | aturan | dasar | yang dilakukan pengirim |",
            "|---|---|---|---|---|",
        ]
        for rule in sorted(rules, key=lambda rule: rule.id):
            cells = (rule.id, rule.severity.value, rule.statement, rule.basis, rule.advice)
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        lines.append("")
    lines += [
        "## Pembaca berkas\n",
        "| kode | tingkat | arti |",
        "|---|---|---|",
        "| B01 | I | catatan pembaca: lajur tidak dikenal, tanda yang dibaca khusus, atau isian di luar tabel |",
        "",
        "V07 pensiun: memerlukan suara peserta pemilu, yang tidak dibawa sistem ini.",
        "",
    ]
    return "\n".join(lines)


def main() -> int:
    """Writes the pages, or with --check compares them."""
    desk = load_desk(PROJECT / "config" / "pagar-alam")
    pages = {"docs/DAGS.md": dag_page(), "docs/ATURAN.md": rule_page(desk)}
    stale = [name for name, text in pages.items() if _read(PROJECT / name) != text]
    if "--check" in sys.argv:
        for name in stale:
            print(f"{name} is out of date; run `make docs`", file=sys.stderr)
        return 1 if stale else 0
    for name in stale:
        (PROJECT / name).parent.mkdir(exist_ok=True)
        (PROJECT / name).write_text(pages[name])
        print(f"wrote {name}")
    return 0


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
