"""Every figure leads to its rows, files and senders, and every row to its figures, with no orphan either way (P41)."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.days import CUT_OFF, KECAMATAN

from jujur.domain.errors import RecordError
from jujur.operations import publish
from jujur.operations.desk import open_desk
from jujur.operations.tracing import trace
from jujur.record import editions

CITY = "20240214-1930-harian-16.72-r0"


@pytest.fixture(scope="module")
def computed_day(received_day: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("computed") / "home"
    shutil.copytree(received_day, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUJUR_HOME", str(folder))
        patch.setenv("JUJUR_CODE_VERSION", "uji")
        publish.compute_figures(publish.freeze_editions(CUT_OFF))
    return folder


@pytest.fixture
def computed(computed_day: Path, home: Path) -> Path:
    shutil.copytree(computed_day, home)
    return home


def counted_by_hand(told: dict[str, Any]) -> int | None:
    """What the traced rows and units add up to; None where a figure counts cells or weighs one against the other."""
    name = told["figure"].partition("/")[2]
    if name.startswith("sum_"):
        return sum(row["value"] for row in told["rows"])
    if name.startswith(("cells_", "incident_cells_")) or name == "turnout":
        return None
    if name.startswith("data_age_"):
        # An age counts minutes; what stands behind it are the units that have one.
        assert len(told["units"]) == told["n"]
        return None
    return len(told["units"] if told["digest_of"] == "kode unit" else told["rows"])


def test_every_figure_of_an_area_resolves_and_its_digest_can_be_made_again(computed: Path) -> None:
    with open_desk() as desk, desk.database.reading() as session:
        stored = editions.figures_of(session, CITY)
        keys = [key for key in stored if key.startswith("16.72.02/")]
        assert len(keys) > 100
        for key in keys:
            told = trace(desk, key, CITY)
            assert told["digest_matches"], key
            assert told["digest_again"] == stored[key].rows_digest
            counted = counted_by_hand(told)
            assert counted is None or counted == told["k"], key
            files = {item["submission"] for item in told["files"]}
            assert {row["submission"] for row in told["rows"]} <= files
            assert all(item["received_at"] <= told["cut_off_at"] and item["sha256"] for item in told["files"])
            # Something counted that has a row has a file; only units that sent nothing at all have none.
            assert files or told["k"] == 0 or key.endswith(("/tps_absent", "/cells_ditahan")), key


def test_any_figure_and_any_of_its_rows_lead_to_each_other(computed: Path) -> None:
    chance = random.Random(20240214)
    with open_desk() as desk:
        with desk.database.reading() as session:
            stored = editions.figures_of(session, CITY)
        for key in chance.sample(sorted(stored), 25):
            told = trace(desk, key, CITY)
            if not told["rows"]:
                continue
            row = chance.choice(told["rows"])
            back = trace(desk, row["row_id"])
            assert key in back["figures"][CITY], (key, row)
            assert CITY in back["editions"]
            assert row["submission"] in {item["submission"] for item in back["files"]}
            other = chance.choice(back["figures"][CITY])
            again = trace(desk, other, CITY)
            assert row["row_id"] in {item["row_id"] for item in again["rows"]}, (other, row)


def test_every_received_row_is_in_a_figure_with_its_bin(computed: Path) -> None:
    with open_desk() as desk:
        told = trace(desk, "16.72/rows_received")
        by_bin = {
            name: trace(desk, f"16.72/rows_{name}")
            for name in ("accepted", "held", "duplicate", "superseded", "out_of_scope")
        }
    where = {(row["submission"], row["row_id"]): row["bin"] for row in told["rows"]}
    assert len(where) == len(told["rows"]) == told["k"] == 494 + 83
    for name, part in by_bin.items():
        rows = {(row["submission"], row["row_id"]) for row in part["rows"]}
        assert rows == {key for key, bin_ in where.items() if bin_ == name}
    twice = {row["row_id"] for row in by_bin["duplicate"]["rows"]}
    assert len(by_bin["duplicate"]["rows"]) == 83
    assert twice <= {row["row_id"] for row in told["rows"]}


def test_a_silent_team_and_one_with_nothing_to_report_resolve_too(computed: Path) -> None:
    with open_desk() as desk:
        forms = {code: trace(desk, f"{code}/incident_forms", CITY) for code in KECAMATAN}
        heard = {code for code, told in forms.items() if told["k"]}
        assert len(heard) == 3
        for code, told in forms.items():
            assert told["units"] == ([code] if code in heard else [])
            assert len(told["files"]) == (1 if code in heard else 0)
        # A form that says NIHIL stands behind "has reported" without a row.
        assert [len(forms[code]["rows"]) for code in sorted(heard)] == [1, 1, 0]


def test_a_figure_changed_in_the_record_no_longer_matches(computed: Path) -> None:
    import sqlite3

    record = sqlite3.connect(computed / "jujur.sqlite")
    record.execute("DROP TRIGGER figure_no_update")
    record.execute("UPDATE figure SET rows_digest = ? WHERE figure_key = '16.72.01/tps_late'", ("0" * 64,))
    record.commit()
    record.close()
    with open_desk() as desk:
        assert not trace(desk, "16.72.01/tps_late", CITY)["digest_matches"]
        assert trace(desk, "16.72.01/tps_empty", CITY)["digest_matches"]


def test_what_is_unknown_is_said_so(computed: Path) -> None:
    with open_desk() as desk:
        for subject, edition in (
            ("16.72/tidak_ada", None),
            ("16.72/coverage", "bukan-edisi"),
            ("f" * 64 + "|Isian|1", None),
        ):
            with pytest.raises(RecordError):
                trace(desk, subject, edition)
