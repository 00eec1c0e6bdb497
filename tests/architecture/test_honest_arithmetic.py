"""What would lie by itself is not written at all: filled-in zeros, tolerated failures, averages of rates (L05, L34, L51)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
MODULES = sorted((PROJECT / "plugins").rglob("*.py"))
STATEMENTS = sorted((PROJECT / "sql").glob("*.sql"))
# Sums and groupings that make a number of nothing, unless told otherwise by the option beside them.
NEEDS = {"sum": "min_count", "prod": "min_count", "groupby": "dropna", "merge": "validate"}
FORBIDDEN_OPTIONS = ("mostly", "catch_exceptions")
AVERAGES = re.compile(r"\b(AVG|TOTAL)\s*\(", re.IGNORECASE)
FILLED_IN = re.compile(r"COALESCE\(\s*(?:SUM|r\.|k\.)", re.IGNORECASE)


def dishonest(tree: ast.AST) -> Iterator[str]:
    """Each dishonest call of a module, as "line: what"."""
    knows_pandas = any(
        (
            isinstance(node, ast.Import | ast.ImportFrom)
            and any((alias.name or "").split(".")[0] in ("pandas", "numpy") for alias in node.names)
        )
        or (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("pandas", "numpy"))
        for node in ast.walk(tree)
    )
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        options = {keyword.arg for keyword in node.keywords}
        yield from (f"{node.lineno}: {name}=" for name in FORBIDDEN_OPTIONS if name in options)
        if isinstance(node.func, ast.Attribute):
            called = node.func.attr
            if called in ("fillna", "fill_null", "nan_to_num"):
                yield f"{node.lineno}: .{called}()"
            if knows_pandas and called == "mean":
                yield f"{node.lineno}: .mean() of what may be rates"
            if knows_pandas and called in NEEDS and NEEDS[called] not in options:
                yield f"{node.lineno}: .{called}() without {NEEDS[called]}="


@pytest.mark.parametrize(
    "lie",
    [
        "frame.fillna(0)",
        "import pandas as pd\nframe['a'].sum()",
        "from pandas import DataFrame\nframe.groupby('area').size()",
        "import pandas\nframe.merge(other, on='kode')",
        "validator.expect(column='a', mostly=0.95)",
        "context.run(catch_exceptions=True)",
        "import pandas\nrates.mean()",
    ],
)
def test_the_lint_sees_each_lie(lie: str) -> None:
    assert list(dishonest(ast.parse(lie)))


@pytest.mark.parametrize(
    "honest",
    [
        "import pandas as pd\nframe['a'].sum(min_count=1)",
        "sum(row.k for row in rows)",
        "import pandas as pd\nframe.merge(other, validate='one_to_one')",
        "validator.expect(column='a')",
    ],
)
def test_the_lint_lets_honest_code_pass(honest: str) -> None:
    assert not list(dishonest(ast.parse(honest)))


def test_no_module_makes_a_number_of_nothing() -> None:
    assert len(MODULES) > 200
    found = {
        str(path.relative_to(PROJECT)): problems
        for path in MODULES
        if (problems := list(dishonest(ast.parse(path.read_text(encoding="utf-8")))))
    }
    assert not found


def body(path: Path) -> str:
    return "\n".join(line for line in path.read_text().splitlines() if not line.lstrip().startswith("--"))


def test_no_statement_averages_or_fills_in() -> None:
    assert len(STATEMENTS) > 50
    assert AVERAGES.search("SELECT avg (share)")
    assert FILLED_IN.search("SELECT COALESCE(SUM(r.suara_sah), 0)")
    found = {path.name for path in STATEMENTS if AVERAGES.search(body(path)) or FILLED_IN.search(body(path))}
    assert not found
