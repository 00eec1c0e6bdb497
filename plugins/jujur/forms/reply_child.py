"""The child process that writes replies: one JSON line in, one length and one workbook out, until the input ends.

An answer of length 0 means that this workbook could not be made this way. Rights are given up before the first byte from
outside is looked at.
"""

from __future__ import annotations

import json
import os
import resource
import struct
import sys
import warnings
from pathlib import Path
from typing import Any


def main() -> None:
    """Serve until stdin ends. ``argv``: the limits as JSON (see ``forms.reply_writer.WriterLimits``)."""
    limits = json.loads(sys.argv[-1])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits["file_bytes"], limits["file_bytes"]))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory_bytes"], limits["memory_bytes"]))
    # openpyxl would load numpy for number types that no workbook here has.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    warnings.simplefilter("ignore")
    # The way to the parent. What a library prints goes with the errors: one word of it would garble the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    for line in sys.stdin.buffer:
        _allow_seconds(limits["seconds"])
        content = _write(json.loads(line))
        if len(content) > limits["file_bytes"]:
            content = b""
        answers.write(struct.pack(">I", len(content)) + content)
        answers.flush()


def _write(request: dict[str, Any]) -> bytes:
    try:
        from jujur.forms.reply import from_plain
        from jujur.forms.reply_book import annotate, rebuild

        reply = from_plain(json.loads(Path(request["reply"]).read_bytes()))
        if request["act"] == "annotate":
            return annotate(Path(request["path"]).read_bytes(), reply)
        return rebuild(json.loads(Path(request["path"]).read_bytes()), reply)
    except (Exception, MemoryError):  # noqa: BLE001
        # Whatever a crafted file provokes in the library: this way does not work for it, the parent takes the next one.
        return b""


def _allow_seconds(seconds: int) -> None:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, resource.RLIM_INFINITY))
