"""The child process: one JSON line in (a path and a question), one length and one JSON text out, until the input ends.

It gives up the right to memory, time, files and core dumps before it looks at the first byte from outside.
"""

from __future__ import annotations

import json
import os
import resource
import struct
import sys
from pathlib import Path
from typing import Any, BinaryIO

from jujur.intake.limits import Limits

# No honest report comes near it, and what is smaller costs the parent little whatever is in it.
_LARGE = 1 << 20


def main() -> None:
    """Serve until stdin ends. ``argv``: the limits as JSON."""
    limits = Limits(**json.loads(sys.argv[-1]))
    _give_up_rights(limits)
    answers = _keep_for_answers()
    for line in sys.stdin.buffer:
        _allow_seconds(limits.seconds)
        request = json.loads(line)
        answer = _answer(request["path"], request["question"], limits)
        text = _encoded(answer, limits)
        _send(answers, text if len(text) <= limits.answer_bytes else b'{"refused":"too_large"}')


def _answer(path: str, question: str, limits: Limits) -> dict[str, Any]:
    from jujur.intake.opener.refusal import Refusal

    try:
        with Path(path).open("rb") as stream:
            content = stream.read(limits.file_bytes + 1)
        return _modified(content, limits) if question == "modified" else _sheets(content, limits)
    except Refusal as refusal:
        return {"refused": refusal.code}
    except MemoryError:
        return {"refused": "too_large"}
    except BaseException:  # noqa: BLE001
        # Whatever a crafted file provokes in a parser, a panic of Rust included: to us the file is damaged.
        return {"refused": "damaged"}


def _sheets(content: bytes, limits: Limits) -> dict[str, Any]:
    from jujur.intake.opener.sheets import read_sheets

    return {"sheets": read_sheets(content, limits)}


def _modified(content: bytes, limits: Limits) -> dict[str, Any]:
    from jujur.intake.opener.properties import modified_at

    return {"modified": modified_at(content, limits)}


def _encoded(answer: dict[str, Any], limits: Limits) -> bytes:
    if "sheets" not in answer:
        return json.dumps(answer).encode()
    from jujur.intake.opener.sheets import shorten, to_json

    def encode() -> bytes:
        return json.dumps(answer, default=to_json, allow_nan=False, separators=(",", ":")).encode()

    try:
        text = encode()
        if len(text) <= _LARGE:
            return text
        shorten(answer["sheets"], limits.text_chars)
        return encode()
    except (ValueError, TypeError, MemoryError):
        return b'{"refused":"damaged"}'


def _send(stream: BinaryIO, text: bytes) -> None:
    stream.write(struct.pack(">I", len(text)) + text)
    stream.flush()


def _keep_for_answers() -> BinaryIO:
    """The way to the parent. What a parser prints goes with the errors: one word of it would garble the answers."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _give_up_rights(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))


def _allow_seconds(seconds: int) -> None:
    """CPU seconds for the next file. The parent's clock bounds the wall time."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, resource.RLIM_INFINITY))
