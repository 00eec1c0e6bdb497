"""Great Expectations' own page about a judged batch (Data Docs): what of a result is kept, and the page made from it later.

Nothing of a cell is kept. A case is a number per row (decision 0008), so a page shows rules, intervals and how far a row lies
outside, and of a row no more than where it stands. Making a page takes Great Expectations 0.2 s, and loading Great Expectations
takes seconds: judging keeps results only, and pages are made by a child process when somebody asks (:func:`main`).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from html import escape
from numbers import Real
from pathlib import Path
from typing import Any

# Enough to recognise what is wrong; the findings in the record are complete.
SAMPLES = 20

_POINT_IN_PERCENT = re.compile(r"(?<=[0-9])\.(?=[0-9]+%)")
_COUNTS = (
    "element_count",
    "missing_count",
    "missing_percent",
    "unexpected_count",
    "unexpected_percent",
    "unexpected_percent_nonmissing",
    "unexpected_percent_total",
)


def document_of(result: Any) -> dict[str, Any]:
    """What is kept of a suite's result: JSON, as large as the suite and not as the batch. Takes milliseconds."""
    return {"suite": result.suite_name, "outcomes": [_outcome(outcome) for outcome in result.results]}


def _outcome(outcome: Any) -> dict[str, Any]:
    config, numbers = outcome.expectation_config, outcome.result
    samples = list(numbers.get("partial_unexpected_list") or ())[:SAMPLES]
    return {
        "expectation": config.type,
        "case": str(config.kwargs.get("column", "")),
        "bounds": {name: _plain(config.kwargs.get(name)) for name in ("min_value", "max_value")},
        "rule": {name: str(value) for name, value in (config.meta or {}).items()},
        "is_met": bool(outcome.success),
        "numbers": {name: _plain(numbers[name]) for name in _COUNTS if name in numbers},
        "samples": [_plain(sample) for sample in samples],
    }


def _plain(value: Any) -> int | float | str | None:
    """A number of numpy or pandas as one that JSON knows; Great Expectations makes decimals of our whole bounds."""
    if value is None or isinstance(value, str):
        return value
    if not isinstance(value, Real):
        return str(value)
    number = float(value)
    return int(number) if number.is_integer() else number


def page(document: Mapping[str, Any], facts: Mapping[str, Any], assets: Path) -> str:
    """The HTML page of one document, complete in itself: no script, and nothing fetched from anywhere.

    ``facts`` is what ``reports/web/documentation.html`` prints above Great Expectations' own sections, one section a rule.
    """
    from great_expectations.render import RenderedTableContent
    from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer
    from great_expectations.render.view import DefaultJinjaPageView

    class View(DefaultJinjaPageView):  # type: ignore[misc]
        """Great Expectations' view inside a page of ours: its own page fetches styles and scripts from five other sites."""

        _template = "documentation.html"

        def _validate_document(self, document: Any) -> None:
            """Words are replaced in the JSON form of a page, which the view would refuse."""

    rendered = ValidationResultsPageRenderer().render(_suite_result(document))
    # The overview links to pages of a site that we do not build; its numbers stay.
    overview = rendered.sections[0]
    overview.content_blocks = [
        block for block in overview.content_blocks if isinstance(block, RenderedTableContent)
    ]
    words = json.loads((assets / "web" / "great_expectations.json").read_text(encoding="utf-8"))
    view = View(custom_views_directory=str(assets / "web"))
    return str(view.render(_translated(rendered.to_json_dict(), words), facts=facts))


def _suite_result(document: Mapping[str, Any]) -> Any:
    """The kept document as Great Expectations' own type again, with the rule in the place of the column."""
    from great_expectations.core import ExpectationSuiteValidationResult, ExpectationValidationResult
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    # What is not met is read first.
    outcomes = sorted(document["outcomes"], key=lambda outcome: bool(outcome["is_met"]))
    results = [
        ExpectationValidationResult(
            success=outcome["is_met"],
            expectation_config=ExpectationConfiguration(
                type=outcome["expectation"],
                kwargs={"column": _rule_title(outcome), **outcome["bounds"]},
                description=_literal(f"{outcome['case']}: {_interval(outcome['bounds'])}"),
            ),
            result={**outcome["numbers"], "partial_unexpected_list": outcome["samples"]},
            exception_info={
                "raised_exception": False,
                "exception_message": None,
                "exception_traceback": None,
            },
        )
        for outcome in outcomes
    ]
    met = sum(outcome["is_met"] for outcome in outcomes)
    return ExpectationSuiteValidationResult(
        success=met == len(outcomes),
        results=results,
        suite_name=document["suite"],
        statistics={
            "evaluated_expectations": len(outcomes),
            "successful_expectations": met,
            "unsuccessful_expectations": len(outcomes) - met,
            "success_percent": 100 * met / len(outcomes) if outcomes else None,
        },
        meta={},
    )


def _rule_title(outcome: Mapping[str, Any]) -> str:
    rule = outcome["rule"]
    name = f"{rule.get('rule', outcome['case'])} ({rule.get('severity', '?')})"
    return _literal(f"{name} · {rule['statement']}" if rule.get("statement") else name)


def _interval(bounds: Mapping[str, Any]) -> str:
    low, high = bounds["min_value"], bounds["max_value"]
    if low is not None and low == high:
        return f"angka harus tepat {low}"
    parts = [
        f"paling {word} {bound}" for word, bound in (("kecil", low), ("besar", high)) if bound is not None
    ]
    return f"angka harus {' dan '.join(parts)}" if parts else "angka apa pun"


def _literal(text: str) -> str:
    """Text for a heading or a description, which Great Expectations does not escape."""
    return escape(text)


def _translated(content: Any, words: Mapping[str, str]) -> Any:
    """Great Expectations' words and numbers in Indonesian; words that nobody has translated stay as they are."""
    if isinstance(content, dict):
        return {key: _translated(value, words) for key, value in content.items()}
    if isinstance(content, list):
        return [_translated(value, words) for value in content]
    if not isinstance(content, str):
        return content
    if content.endswith("% unexpected"):
        content = content.removesuffix("unexpected") + words["unexpected"]
    text = words.get(content.strip(), content)
    return _POINT_IN_PERCENT.sub(",", text)


def main() -> None:
    """The child process: assets and folder as arguments, a run's JSON on stdin; writes 0.html, 1.html … into the folder."""
    assets, folder = Path(sys.argv[2]), Path(sys.argv[3])
    for number, entry in enumerate(json.load(sys.stdin)["documents"]):
        if entry["document"] is not None:
            (folder / f"{number}.html").write_text(
                page(entry["document"], entry["facts"], assets), encoding="utf-8"
            )
