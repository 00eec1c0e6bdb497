"""Words for a run that did not reach its end, for the notice that goes out instead of a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

STEPS = {
    "freeze": "pembekuan data pada batas waktu",
    "compute": "penghitungan angka",
    "draft": "penyusunan dan pemeriksaan laporan",
    "verify": "verifikasi oleh petugas",
    "approve": "persetujuan oleh petugas",
    "finish": "penyelesaian edisi",
    "deliver": "pengiriman",
}


def failed_steps(states: Mapping[str, str | None]) -> list[str]:
    """Names of the steps that failed themselves, in the order of the run.

    ``states`` maps task ids as Airflow gives them (mapped ones as ``draft_0``) to their states; tasks that were not
    even started because an earlier one failed (``upstream_failed``) are left out.
    """
    failed = {task_id for task_id, state in states.items() if state == "failed"}
    return [name for step, name in STEPS.items() if any(_is_of(task_id, step) for task_id in failed)]


def _is_of(task_id: str, step: str) -> bool:
    return task_id == step or (task_id.startswith(f"{step}_") and task_id.removeprefix(f"{step}_").isdigit())


def describe_failure(context: Mapping[str, Any]) -> str:
    """Why this run publishes nothing, as one Indonesian clause: "gagal pada tahap …"."""
    ti = context["task_instance"]
    states = ti.get_task_states(dag_id=ti.dag_id, run_ids=[ti.run_id]).get(ti.run_id, {})
    return f"gagal pada tahap {' dan '.join(failed_steps(states)) or 'yang tidak dikenal'}"
