"""`jujur translate` of a correction writes its sheet beside it: told in the small desk, which has a corrected evening."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from typer.testing import CliRunner

from jujur.auditing import read_facts, read_text
from jujur.cli import app
from jujur.lies import LIES, trial
from jujur.lies.registry import Watch
from jujur.lies.town import MIDDLE
from jujur.lies.watching import edition_id
from jujur.lies.world import World

CORRECTION = edition_id(MIDDLE).replace("-r0", "-r1")


def test_the_sheet_of_a_correction_is_translated_beside_it(tmp_path: Path) -> None:
    said: list[str] = []

    def translated(world: World) -> Iterator[str]:
        for edition, name in ((CORRECTION, "ralat"), (edition_id(MIDDLE), "pertama")):
            done = CliRunner().invoke(app, ["translate", edition, "--out", str(tmp_path / f"{name}.pdf")])
            said.append(done.output)
            yield f"{name} {done.exit_code}"

    corrected = next(lie for lie in LIES if lie.stage == "diralat")
    watch = Watch("pembaca", translated)
    told = replace(corrected, tell=lambda world: None, alarm=r"\w+ \d+", watch=watch, others=())
    seen = trial.Theatre(tmp_path / "desk").caught(told)
    assert [one.line for one in seen] == ["ralat 0", "pertama 1"]
    copy, sheet = tmp_path / "ralat.pdf", tmp_path / "ralat-ralat.pdf"
    assert said[0].split() == [str(copy), str(sheet)]
    assert read_facts(copy.read_bytes())["language"] == "en"
    words = " ".join(" ".join(read_text(sheet.read_bytes())).split())
    assert "Errata" in words
    assert "the Indonesian paper prevails" in words
    # What was withdrawn is not spread in another language.
    assert not (tmp_path / "pertama.pdf").exists()
