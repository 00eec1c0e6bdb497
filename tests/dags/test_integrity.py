"""What every DAG file of ours has in common. All offences are collected before the test fails."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from airflow.sdk import TriggerRule

PROJECT = Path(__file__).resolve().parents[2]
FILES = sorted((PROJECT / "dags").glob("*.py"))
MAX_FILE_LINES = 120
MAX_TASK_LINES = 6
LIGHT = (
    "__future__",
    "airflow.sdk",
    "jujur.orchestration",
    "jujur.settings",
    "datetime",
    "typing",
    "collections",
)


@pytest.fixture(scope="module")
def dags() -> dict[str, Any]:
    from airflow.dag_processing.dagbag import DagBag

    bag = DagBag(dag_folder=str(PROJECT / "dags"))
    assert not bag.import_errors, bag.import_errors
    return dict(bag.dags)


def is_mapped(task: Any) -> bool:
    return bool(getattr(task, "is_mapped", False))


def file_offences(path: Path) -> list[str]:
    """Length, heavy imports, and the length of task functions (docstring and empty lines not counted)."""
    source = path.read_text()
    tree = ast.parse(source)
    found = []
    if (count := len(source.splitlines())) > MAX_FILE_LINES:
        found.append(f"{path.name}: {count} lines")
    if not (isinstance(tree.body[0], ast.Expr) and ast.get_docstring(tree)):
        found.append(f"{path.name}: does not begin with a docstring")
    for node in tree.body:
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        found += [f"{path.name}: top-level import of {name}" for name in names if not name.startswith(LIGHT)]
    lines = source.splitlines()
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and any(
            "task" in ast.unparse(d) for d in function.decorator_list
        ):
            start = function.body[1 if ast.get_docstring(function) else 0].lineno - 1
            body = [line for line in lines[start : function.end_lineno] if line.strip()]
            if len(body) > MAX_TASK_LINES:
                found.append(f"{path.name}: task {function.name} has {len(body)} lines")
    return found


def dag_offences(dag: Any) -> list[str]:
    """Manual, tags, retries, and questions that answer themselves."""
    found = []
    if Path(dag.fileloc).stem != dag.dag_id:
        found.append(f"{dag.dag_id}: lives in {Path(dag.fileloc).name}")
    if len(dag.doc_md or "") < 500:
        found.append(f"{dag.dag_id}: doc_md is no manual")
    if "jujur" not in dag.tags:
        found.append(f"{dag.dag_id}: has no tag 'jujur'")
    if dag.catchup or dag.max_active_runs != 1:
        found.append(f"{dag.dag_id}: catchup={dag.catchup}, max_active_runs={dag.max_active_runs}")
    for task in dag.tasks:
        if not task.retries or task.retries < 2:
            found.append(f"{dag.dag_id}.{task.task_id}: retries={task.retries}")
        if task.task_type == "OfficerDecision":
            found += question_offences(f"{dag.dag_id}.{task.task_id}", task)
    return found


def question_offences(name: str, task: Any) -> list[str]:
    """No default, an end to waiting, and an own try for a lost race."""
    found = []
    if task.defaults:
        found.append(f"{name}: answers itself with {task.defaults}")
    if not task.response_timeout or task.response_timeout > timedelta(days=2):
        found.append(f"{name}: waits {task.response_timeout}")
    if task.multiple or task.options != ["Setuju", "Tolak"]:
        found.append(f"{name}: options {task.options}")
    return found


def test_every_dag_file_reads_as_a_table_of_contents() -> None:
    assert FILES
    offences = [offence for path in FILES for offence in file_offences(path)]
    assert not offences, "\n".join(offences)


def test_every_dag_keeps_the_habits(dags: dict[str, Any]) -> None:
    offences = [offence for dag in dags.values() for offence in dag_offences(dag)]
    assert not offences, "\n".join(offences)


def test_each_file_holds_the_dag_of_its_name(dags: dict[str, Any]) -> None:
    assert set(dags) == {path.stem for path in FILES}


def test_nothing_is_sent_before_two_officers_have_agreed(dags: dict[str, Any]) -> None:
    """On the way to any delivery lie the audit, both decisions, and only tasks that must all have succeeded."""
    offences = []
    senders = [(dag, task) for dag in dags.values() for task in dag.tasks if task.task_id == "deliver"]
    assert senders
    for dag, sender in senders:
        before = {task.task_id: task for task in sender.get_flat_relatives(upstream=True)}
        acts = {task.act for task in before.values() if task.task_type == "OfficerDecision"}
        if acts != {"verify", "approve"} or "draft" not in before:
            offences.append(f"{dag.dag_id}: before deliver only {sorted(before)}")
        lenient = [
            t.task_id
            for t in (*before.values(), sender)
            if TriggerRule(t.trigger_rule) != TriggerRule.ALL_SUCCESS
        ]
        offences += [f"{dag.dag_id}.{task_id}: runs although something failed" for task_id in lenient]
    assert not offences, "\n".join(offences)


def test_a_failure_anywhere_before_sending_is_announced_and_leaves_the_run_red(dags: dict[str, Any]) -> None:
    for dag in dags.values():
        if "announce" not in dag.task_ids:
            continue
        announce = dag.get_task("announce")
        silent = set(dag.task_ids) - {"announce", "deliver"} - announce.upstream_task_ids
        assert not silent, f"{dag.dag_id}: the failure of {silent} is announced to nobody"
        assert TriggerRule(announce.trigger_rule) == TriggerRule.ONE_FAILED
        assert "deliver" in {task.task_id for task in dag.leaves}, "a leaf that cannot run makes the run red"
