"""Cases become one Great Expectations suite, run once over a whole batch of files of one form.

Never ``mostly`` below 1 and never an exception taken for a pass (L34): an expectation that could not be evaluated stops
the batch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import great_expectations as gx
import numpy as np
import pandas as pd
from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults

from jujur.domain.errors import JujurError
from jujur.validation.checks import Case
from jujur.validation.table import Numbers

# Receives the suite's name and Great Expectations' own ExpectationSuiteValidationResult (``.to_json_dict()``).
KeepResult = Callable[[str, Any], None]


def build_suite(name: str, cases: Sequence[Case]) -> gx.ExpectationSuite:
    """The suite that demands every case's number to lie in its interval; blank numbers are not evaluated.

    Named after the form. An expectation's ``meta`` holds ``rule`` (its id), ``severity`` and ``statement``.
    """
    return gx.ExpectationSuite(
        name,
        expectations=[
            gx.expectations.ExpectColumnValuesToBeBetween(
                column=case.key,
                min_value=case.low,
                max_value=case.high,
                meta={
                    "rule": case.rule.id,
                    "severity": case.severity.value,
                    "statement": case.rule.statement,
                },
            )
            for case in cases
        ],
    )


def broken_rows(
    name: str,
    cases: Sequence[Case],
    numbers: Mapping[str, Numbers],
    keep_result: KeepResult | None = None,
) -> dict[str, list[int]]:
    """Runs the suite; returns for each broken case the positions of the rows that break it.

    ``numbers`` holds one column a case, all of the same length, NaN where the case cannot be evaluated. A float column is what
    Great Expectations compares in one step; anything else it asks value by value. ``keep_result`` is not called when no case
    can be evaluated, because then there is no result.
    """
    # A column without a single number has nothing to evaluate, and Great Expectations would compare an empty column.
    evaluable = [case for case in cases if not np.isnan(numbers[case.key]).all()]
    if not evaluable:
        return {}
    frame = pd.DataFrame({case.key: numbers[case.key] for case in evaluable})
    result = _validate(build_suite(name, evaluable), frame)
    broken: dict[str, list[int]] = {}
    for outcome in result.results:
        _refuse_exception(outcome)
        _refuse_tolerance(outcome)
        if not outcome.success:
            key = outcome.expectation_config.kwargs["column"]
            broken[key] = [int(position) for position in outcome.result["unexpected_index_list"]]
    if keep_result:
        keep_result(name, result)
    return broken


def _validate(suite: gx.ExpectationSuite, frame: pd.DataFrame) -> Any:
    # In memory, and without the documentation site that the default makes in a new temporary folder for every run.
    stores = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
    context = gx.get_context(
        mode="ephemeral", project_config=DataContextConfig(store_backend_defaults=stores)
    )
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("kiriman").add_dataframe_asset("batch")
    batch = asset.add_batch_definition_whole_dataframe("semua").get_batch({"dataframe": frame})
    return batch.validate(suite, result_format={"result_format": "COMPLETE"})


def _refuse_exception(outcome: Any) -> None:
    info = outcome.exception_info
    if info.get("raised_exception", False) or any(
        isinstance(value, dict) and value.get("raised_exception") for value in info.values()
    ):
        raise JujurError(
            f"Pemeriksaan {outcome.expectation_config.kwargs.get('column')} tidak dapat dijalankan: {info}"
        )


def _refuse_tolerance(outcome: Any) -> None:
    """An expectation that passes although values were unexpected was told to look away."""
    if outcome.success and outcome.result.get("unexpected_count"):
        raise JujurError(
            f"Pemeriksaan {outcome.expectation_config.kwargs.get('column')} lulus, padahal "
            f"{outcome.result['unexpected_count']} nilai melanggarnya; tidak ada pelanggaran yang boleh dimaklumi."
        )
