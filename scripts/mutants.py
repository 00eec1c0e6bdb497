"""Mutation testing of the gates, bins and ledger code (`make mutants`): would a test notice if the checker itself were wrong?

mutmut knows sources below ``src/`` only and writes beside them, so it works on a copy of the checkout in which ``plugins`` is
called ``src``. What is mutated and by which tests it must be killed stands in pyproject.toml, [tool.mutmut]. Prints the score
and every survivor, and keeps both below var/mutants/. docs/MUTANTS.md judges the survivors; a survivor it does not name fails.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
COPIED = ("config", "docs", "plugins", "reports", "scripts", "sql", "tests", "pyproject.toml", "README.md")
PAGE = PROJECT / "docs" / "MUTANTS.md"
OUT = PROJECT / "var" / "mutants"
# mutmut's own exit codes; anything that is neither killed nor skipped is a survivor to judge.
KILLED, TIMED_OUT = (1, 3), (36, 24, -24, 152, 255)


def stage(folder: Path) -> None:
    """The copy of the checkout, with ``src`` instead of ``plugins``."""
    ignored = shutil.ignore_patterns("__pycache__", "var", "spreadsheets", "libreoffice")
    for name in COPIED:
        source, target = PROJECT / name, folder / ("src" if name == "plugins" else name)
        if source.is_dir():
            shutil.copytree(source, target, ignore=ignored)
        else:
            text = source.read_text(encoding="utf-8")
            target.write_text(
                text.replace('pythonpath = ["plugins", "."]', 'pythonpath = ["src", "."]'), encoding="utf-8"
            )


def results(folder: Path) -> Iterator[tuple[str, int | None]]:
    """Every mutant's name and exit code, as mutmut keeps them beside the mutated sources."""
    for meta in sorted((folder / "mutants" / "src").rglob("*.meta")):
        yield from json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"].items()


def plain(name: str) -> str:
    """A mutant's name as people read it: ``jujur.figures.claims.gate__mutmut_3``."""
    return re.sub(r"xǁ(\w+)ǁ", r"\1.", name).replace(".x_", ".")


# mutmut reads its configuration where it stands, so it is asked in the copy; once for all, for it is slow to start.
SHOW = """
import json, sys
from mutmut.mutation.diff_apply import get_diff_for_mutant
json.dump({name: get_diff_for_mutant(name) for name in json.load(sys.stdin)}, sys.stdout)
"""


def differences(folder: Path, names: list[str]) -> dict[str, str]:
    """What each mutant changed."""
    command = [sys.executable, "-c", SHOW]
    asked = json.dumps(names)
    shown = subprocess.run(command, cwd=folder, input=asked, capture_output=True, text=True, check=True)
    return {name: "\n".join(_changed(text)) for name, text in json.loads(shown.stdout).items()}


def _changed(text: str) -> list[str]:
    return [line for line in text.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def outcome(code: int) -> str:
    """What became of a mutant, from mutmut's exit code."""
    return "killed" if code in KILLED else "timed out" if code in TIMED_OUT else "survived"


def score(found: dict[str, int]) -> None:
    """Prints how many mutants of each module were killed, timed out and survived: the table of the page."""
    modules: dict[str, Counter[str]] = {}
    for name, code in found.items():
        modules.setdefault(name.rpartition(".")[0], Counter())[outcome(code)] += 1
    for module, counted in [*sorted(modules.items()), ("all", sum(modules.values(), Counter()))]:
        told = " | ".join(str(counted[kind]) for kind in ("killed", "timed out", "survived"))
        print(f"| {module} | {counted.total()} | {told} |")


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="jujur-mutants-"))
    try:
        stage(folder)
        # mutmut puts its mutated sources first; another checkout named here would come before them.
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        command = [sys.executable, "-m", "mutmut", "run", "--max-children", "1", *sys.argv[1:]]
        subprocess.run(command, cwd=folder, env=environment, check=False)
        found = {name: code for name, code in results(folder) if code is not None}
        if not found:
            print("No mutant was tested: the tests fail even without one, or nothing was selected.")
            return 1
        survivors = [name for name, code in found.items() if outcome(code) == "survived"]
        shown = differences(folder, survivors)
        OUT.mkdir(parents=True, exist_ok=True)
        text = "\n\n".join(f"{plain(name)}  (exit {found[name]})\n{shown[name]}" for name in survivors)
        (OUT / "survivors.txt").write_text(text + "\n", encoding="utf-8")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    score(found)
    known = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    unjudged = [plain(name) for name in survivors if f"`{plain(name)}`" not in known]
    print(f"survivors without a judgement: {len(unjudged)}")
    for name in unjudged:
        print(f"  {name}")
    return 1 if unjudged else 0


if __name__ == "__main__":
    raise SystemExit(main())
