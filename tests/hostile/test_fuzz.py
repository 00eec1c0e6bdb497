"""2,000 mutated files through the real child: each gets a reading or one sentence, and nobody else is hurt."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from scripts.demo_inputs import identity_for, prefill_stations
from scripts.fuzz import Mutant, mutants

from jujur import intake
from jujur.domain.errors import UnreadableFile
from jujur.domain.submissions import Reading
from jujur.forms.identity import Filled
from jujur.forms.workbook import write_workbook
from jujur.intake import supervision
from jujur.settings import places
from jujur.settings.desk import load_desk

DESK = load_desk(places.config_dir() / "pagar-alam")
COUNT, SEED, BATCH = 2_000, 20240214, 100


def own_workbook() -> bytes:
    area = DESK.gazetteer["16.72.05"]
    units = prefill_stations(DESK, area)[:3]
    return write_workbook(
        DESK.forms["pungut_hitung"], units, identity_for(DESK, area), Filled(rows=[{"suara_sah": 7}])
    )


OWN = own_workbook()


def read(batch: list[Mutant], honest: intake.FileToRead) -> list[Reading | UnreadableFile]:
    """The results of one batch; an honest file in the middle of it."""
    files = [
        intake.FileToRead(f"{mutant.name}.bin", f"{n:064}", mutant.content) for n, mutant in enumerate(batch)
    ]
    middle = len(files) // 2
    results = intake.read_batch([*files[:middle], honest, *files[middle:]], DESK.forms, places=DESK.places)
    opened = results.pop(middle)
    assert isinstance(opened, Reading)
    assert opened.rows[0].count("suara_sah") == 7
    return results


def test_mutated_files_hurt_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = list(mutants(COUNT, SEED, [("isian.xlsx", OWN)] * 4))
    honest = intake.FileToRead("isian.xlsx", "f" * 64, OWN)
    outcomes: Counter[str] = Counter()
    with (tmp_path / "errors").open("wb") as errors:
        monkeypatch.setattr(supervision, "child_errors", errors)
        for start in range(0, COUNT, BATCH):
            batch = made[start : start + BATCH]
            for mutant, result in zip(batch, read(batch, honest), strict=True):
                outcomes[kind(mutant, result)] += 1
    print(f"\n{COUNT} mutants: {dict(outcomes.most_common())}")
    said = (tmp_path / "errors").read_bytes()
    assert b"Traceback" not in said, said[:4_000]
    assert sum(outcomes.values()) == COUNT
    # If nothing were opened, or nothing refused, this test would test nothing.
    assert COUNT // 5 < outcomes["opened"] < COUNT * 4 // 5


def kind(mutant: Mutant, result: Reading | UnreadableFile) -> str:
    """What became of a mutant; an answer that no sender could use fails."""
    if isinstance(result, Reading):
        assert result.rows or result.notes or result.claims.is_nil or result.form_id, mutant[:2]
        return "opened"
    found = re.fullmatch(r'Berkas "[^"]+" ([^\n;]+); [^\n]+\.', str(result))
    assert found, (mutant[:2], str(result))
    return found[1]


def test_mutants_are_made_again_from_their_seed() -> None:
    assert list(mutants(60, 5)) == list(mutants(60, 5))
    assert len({mutant.content for mutant in mutants(60, 5)}) > 50
