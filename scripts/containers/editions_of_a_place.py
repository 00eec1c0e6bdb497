"""What one place makes of the fixed editions of tests/golden, for check_bytes.sh.

    editions_of_a_place.py build FOLDER [--turned] [--zlib-ng]   PDFs and place.json into FOLDER
    editions_of_a_place.py rebuild FOLDER                        does this place's verifier make the same out of FOLDER's PDFs?
    editions_of_a_place.py compare FOLDER FOLDER…                one table; exit 1 unless all are the same once decompressed

``--turned``: everything that has no order is handed over the other way round. ``--zlib-ng``: another encoder than the
place's zlib.
"""

from __future__ import annotations

import ctypes
import getpass
import hashlib
import json
import locale
import os
import platform
import sys
import time
import zlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jujur.domain.reports import ReportContent

PROJECT = Path(__file__).resolve().parents[2]
ASSETS = PROJECT / "reports"
WORLDS = (
    "city draft",
    "city final, no demonstration",
    "late kecamatan",
    "kecamatan final",
    "everything happened",
    "letters of other scripts",
)


def build(folder: Path, is_turned: bool, has_other_zlib: bool) -> None:
    """The editions of this place, and what kind of place it is."""
    from tests.golden.editions import content

    from jujur.rendering import render
    from jujur.verifier.decompressed import decompressed

    locale.setlocale(locale.LC_ALL, "")
    coded_by = _use_zlib_ng() if has_other_zlib else f"zlib {zlib.ZLIB_RUNTIME_VERSION}"
    folder.mkdir(parents=True, exist_ok=True)
    editions = {}
    for at, name in enumerate(WORLDS):
        honest = content(name)
        pdf = render(_turned(honest) if is_turned else honest, ASSETS).pdf
        file = folder / f"{at + 1}.pdf"
        file.write_bytes(pdf)
        editions[name] = {
            "file": file.name,
            "size": len(pdf),
            "sha256": _digest(pdf),
            "decompressed": _digest(decompressed(pdf)),
        }
    place = _place() | {"zlib": coded_by, "order": "turned" if is_turned else "straight"}
    (folder / "place.json").write_text(json.dumps({"place": place, "editions": editions}, indent=1))


def rebuild(folder: Path) -> bool:
    """Whether this place's verifier rebuilds every PDF in the folder; says for each what `jujur verify` would say."""
    from jujur.verifier import words
    from jujur.verifier.findings import Outcome
    from jujur.verifier.inside import open_report
    from jujur.verifier.rebuilding import rebuild as again

    outcomes = []
    for file in sorted(folder.glob("*.pdf")):
        check = again(open_report(file.read_bytes()), ASSETS).check
        said = [*check.findings, *([check.note] if check.note else [])]
        told = " ".join(words.sentence(one, "id") for one in said) or "bitanya sama"
        print(f"         | {file.name}: {words.OUTCOMES[check.outcome][0]} {told}")
        outcomes.append(check.outcome)
    return bool(outcomes) and set(outcomes) == {Outcome.PASSED}


def compare(folders: list[Path]) -> bool:
    """Whether all places made the same, once decompressed; prints each place, and whether the bytes as they are agree too."""
    told: list[dict[str, Any]] = [json.loads((folder / "place.json").read_text()) for folder in folders]
    for folder, one in zip(folders, told, strict=True):
        print(
            f"         | {folder.name}: " + "; ".join(f"{key} {value}" for key, value in one["place"].items())
        )
    is_same = True
    for name in WORLDS:
        made = [one["editions"][name] for one in told]
        for folder, one in zip(folders, made, strict=True):
            print(
                f"         | {name:30s} {folder.name:10s} {one['size']:7d} bytes "
                f"sha256 {one['sha256'][:16]} decompressed {one['decompressed'][:16]}"
            )
        if len({one["decompressed"] for one in made}) > 1:
            print(f"         | {name}: DIFFERENT")
            is_same = False
        else:
            bytes_too = len({one["sha256"] for one in made}) == 1
            print(f"         | {name}: the same {'bytes' if bytes_too else 'once decompressed'}")
    return is_same


def _turned(content: ReportContent) -> ReportContent:
    figures = dict(reversed(content.figures.items()))
    return replace(content, figures=figures, boundaries=content.boundaries[::-1])


def _use_zlib_ng() -> str:
    """WeasyPrint's writer compresses with it from now on."""
    import pydyf
    from zlib_ng import zlib_ng

    pydyf.zlib = zlib_ng
    return f"zlib-ng {zlib_ng.ZLIBNG_VERSION}"


def _place() -> dict[str, str]:
    system = platform.freedesktop_os_release()
    return {
        "system": system["PRETTY_NAME"],
        "python": platform.python_version(),
        "pango": _says("libpango-1.0.so.0", "pango_version_string"),
        "harfbuzz": _says("libharfbuzz.so.0", "hb_version_string"),
        "locale": ".".join(part or "C" for part in locale.getlocale()),
        "zone": "/".join(time.tzname),
        "user": f"{os.getuid()} {getpass.getuser()}",
        "hash seed": os.environ.get("PYTHONHASHSEED", "random"),
        "folder": str(PROJECT),
    }


def _says(library: str, function: str) -> str:
    ask = getattr(ctypes.CDLL(library), function)
    ask.restype = ctypes.c_char_p
    return bytes(ask()).decode()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def main(action: str, *rest: str) -> int:
    """0 when nothing differs, 1 when something does, 2 when it was not asked as above."""
    folders = [Path(one) for one in rest if not one.startswith("--")]
    if action == "compare" and len(folders) > 1:
        return 0 if compare(folders) else 1
    if action == "rebuild" and len(folders) == 1:
        return 0 if rebuild(folders[0]) else 1
    if action == "build" and len(folders) == 1:
        build(folders[0], "--turned" in rest, "--zlib-ng" in rest)
        return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.path[:0] = [str(PROJECT), str(PROJECT / "plugins")]
    sys.exit(main(*sys.argv[1:] or [""]))
