"""One headless LibreOffice for many workbooks; what it did with each."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "xls": "MS Excel 97", "pdf": "calc_pdf_Export"}
# The Python that Debian's python3-uno belongs to; ours in .venv does not see it.
SYSTEM_PYTHON = "/usr/bin/python3"
_FILL_IN = Path(__file__).parent / "fill_in.py"


@dataclass
class Job:
    """One workbook to open. Rows and columns count from 0, as LibreOffice counts them."""

    opened: Path
    typing: list[tuple[str, int, int, str]] = field(default_factory=list)
    saved: list[Path] = field(default_factory=list)
    looked_at: list[tuple[str, int, int]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "open": str(self.opened),
            "type": self.typing,
            "save": [[str(path), FILTERS[path.suffix[1:]]] for path in self.saved],
            "look": self.looked_at,
        }


def run(jobs: list[Job], folder: Path) -> list[dict[str, Any]]:
    """What LibreOffice answers, job by job."""
    missing = "apt-get install -y --no-install-recommends libreoffice-calc-nogui python3-uno fonts-liberation"
    assert shutil.which("soffice"), f"LibreOffice is not installed: {missing}"
    asked, answered = folder / "jobs.json", folder / "answers.json"
    asked.write_text(json.dumps([job.as_json() for job in jobs]), encoding="utf-8")
    done = subprocess.run(
        [SYSTEM_PYTHON, str(_FILL_IN), str(asked), str(answered)], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, f"{done.stderr}\n(missing packages? {missing})"
    answers: list[dict[str, Any]] = json.loads(answered.read_text(encoding="utf-8"))
    return answers
