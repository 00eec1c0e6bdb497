"""No DAG or operator approves by itself: no default, no answer after a time, no approval by skipping (P38, L36, L37)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
FILES = sorted(
    [*(PROJECT / "dags").glob("*.py"), *(PROJECT / "plugins" / "jujur" / "orchestration").glob("*.py")]
)
# Operators of Airflow that end a rejection green, or answer for a person.
FORBIDDEN_NAMES = {"ApprovalOperator", "HITLBranchOperator", "HITLEntryOperator", "HITLTrigger"}
FORBIDDEN_ARGUMENTS = {"defaults", "default_option"}


def offences(source: str) -> Iterator[str]:
    """Every place that could take a decision for a person."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg in FORBIDDEN_ARGUMENTS:
            yield f"line {node.value.lineno}: {node.arg}="
        if isinstance(node, ast.Attribute | ast.Name):
            name = node.attr if isinstance(node, ast.Attribute) else node.id
            if name in FORBIDDEN_NAMES | FORBIDDEN_ARGUMENTS:
                yield f"line {node.lineno}: {name}"
        if isinstance(node, ast.alias) and node.name.rpartition(".")[2] in FORBIDDEN_NAMES:
            yield f"line {node.lineno}: {node.name}"
        if isinstance(node, ast.Constant) and node.value in FORBIDDEN_ARGUMENTS:
            yield f"line {node.lineno}: {node.value!r}"
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("record_decision"):
            agreed = [*node.args[3:4], *(item.value for item in node.keywords if item.arg == "is_agreed")]
            if any(isinstance(value, ast.Constant) for value in agreed):
                yield f"line {node.lineno}: a decision that is agreed in the code"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_dag_or_operator_answers_for_an_officer(path: Path) -> None:
    assert list(offences(path.read_text())) == []


def test_there_is_something_to_look_at() -> None:
    assert {"publish_daily_report.py", "decision.py"} <= {path.name for path in FILES}


@pytest.mark.parametrize(
    "source",
    [
        "HITLOperator(subject='x', options=['Setuju'], defaults=['Setuju'])",
        "kwargs['defaults'] = ['Setuju']",
        "operator.defaults = ['Setuju']",
        "from airflow.providers.standard.operators.hitl import ApprovalOperator",
        "hitl.ApprovalOperator(task_id='approve')",
        "publish.record_decision(ids, 'approve', 'petugas', True, 'alasan')",
        "record_decision(ids, act=act, actor=actor, is_agreed=True, reason=reason)",
    ],
)
def test_every_way_of_answering_by_itself_is_found(source: str) -> None:
    assert list(offences(source))


def test_the_question_has_no_default_and_time_only_fails_it() -> None:
    """What Airflow would do by itself when the time is over: fail, never take an option."""
    from jujur.orchestration.decision import OfficerDecision

    for act in ("verify", "approve"):
        question = OfficerDecision(task_id=act, act=act, edition_ids=["uji"])
        assert not question.defaults
        assert question.params["alasan"] is None
