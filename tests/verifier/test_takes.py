"""What `jujur verify` says of a take of voting day that holds votes, and of another kind that leaves them out (P19)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from jujur.verifier.figures import check_figures
from jujur.verifier.inside import Attached, Inside
from jujur.verifier.recount import Tables, recount

IDENTITY = {
    "as_of": "2024-02-14T03:40:00.000000Z",
    "period": ["2024-02-14T00:00:00.000000Z", "2024-02-14T03:00:00.000000Z"],
    "voters_per_tps_limit": 300,
    "poll_minutes": [420, 780],
    "coverage_threshold_percent": 90,
}
METHOD = {
    "as_of": IDENTITY["as_of"],
    "opens_at": "2024-02-14T00:00:00.000000Z",
    "voters_per_tps_limit": 300,
    "opens_by": "07:00",
    "closing_minute": 780,
    "gate": {"coverage_percent": 90},
    "counts": ["surat_suara_diterima"],
}
LEFT = {"left_out": ["suara_sah", "pengguna_total_j"]}


def inside(
    kind: str, method: Mapping[str, Any], figures: tuple[str, ...] = (), header: str = "row_id"
) -> Inside:
    facts = {"identity": {**IDENTITY, "kind": kind}, "figures": {key: {} for key in figures}}
    files = {"method.json": json.dumps({**METHOD, **method}), "data.csv": f"{header}\n"}
    attached = {name: Attached(name, "", "/Source", text.encode()) for name, text in files.items()}
    return Inside(b"", attached, facts, ())


def found(inside_: Inside, code: str) -> list[str]:
    return [one.args[0] for one in check_figures(inside_, {}).findings if one.code == code]


@pytest.mark.parametrize(
    ("method", "figures", "header", "due"),
    [
        (LEFT, ("16.72/sum_surat_suara_diterima", "16.72/tps_used"), "row_id,surat_suara_diterima", []),
        (LEFT, ("16.72/turnout",), "row_id", ["turnout"]),
        (LEFT, ("16.72/filled_pemilih_dpt_j",), "row_id", ["filled_pemilih_dpt_j"]),
        (LEFT, (), "row_id,suara_sah", ["suara_sah"]),
        ({**LEFT, "counts": ["surat_suara_rusak"]}, (), "row_id", ["surat_suara_rusak"]),
        # Made before takes left columns out: held against its rows like all others.
        ({}, ("16.72/turnout",), "row_id,suara_sah", []),
    ],
)
def test_a_take_that_holds_votes_is_found(
    method: Mapping[str, Any], figures: tuple[str, ...], header: str, due: list[str]
) -> None:
    assert found(inside("hari_h", method, figures, header), "votes_in_take") == due


@pytest.mark.parametrize(
    ("kind", "left_out", "due"),
    [("harian", ["suara_sah"], ["suara_sah"]), ("harian", [], []), ("hari_h", ["suara_sah"], [])],
)
def test_only_a_take_may_leave_columns_out(kind: str, left_out: list[str], due: list[str]) -> None:
    assert found(inside(kind, {"left_out": left_out}), "columns_left_out") == due


@pytest.mark.parametrize(("method", "has_turnout"), [(LEFT, False), ({"left_out": []}, True), ({}, True)])
def test_turnout_is_recounted_where_its_columns_are(method: Mapping[str, Any], has_turnout: bool) -> None:
    """An edition older than the name of what is left out is recounted as before."""
    more = {
        "forms": {"main": "pungut_hitung", "incidents": "kejadian"},
        "cells": {"pungut_hitung": [], "kejadian": []},
        "fresh_since": IDENTITY["as_of"],
        "aged_at": IDENTITY["as_of"],
    }
    again = recount(Tables((), (), (), {**METHOD, **more, **method}, {"16.72": "kota"}))
    assert ("16.72/turnout" in again) is has_turnout
    assert "16.72/sum_surat_suara_diterima" in again
