"""Writing reply workbooks in a child process: what a crafted file does to the library, it does to the child."""

from __future__ import annotations

import json
import selectors
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from jujur.forms.reply import Reply, to_plain

_PACKAGES = str(Path(__file__).resolve().parents[2])
_START = "import sys; sys.path.insert(0, sys.argv[1]); from jujur.forms.reply_child import main; main()"
_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class WriterLimits:
    """What one reply may cost; ``file_bytes`` bounds the workbook that comes out, and what the child may put on disk."""

    seconds: int = 20
    memory_bytes: int = 512 * _MB
    file_bytes: int = 64 * _MB


class ReplyWriter:
    """One child for many replies, started when it is first needed. Use as a context manager.

    A reply that kills or hangs the child costs itself only: None is returned, and the next one gets a new child.
    """

    def __init__(self, limits: WriterLimits | None = None) -> None:
        self._limits = limits or WriterLimits()
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = 0

    def __enter__(self) -> ReplyWriter:
        self._folder = tempfile.TemporaryDirectory(prefix="jujur-")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bury()
        self._folder.cleanup()

    def annotate(self, content: bytes, reply: Reply) -> bytes | None:
        """The sender's .xlsx, marked; None when it cannot be edited within the limits."""
        return self._ask("annotate", content, reply)

    def rebuild(self, sheets: Sequence[Mapping[str, Any]], reply: Reply) -> bytes | None:
        """A new workbook with the same sheets, marked; None when it would go beyond the limits."""
        return self._ask("rebuild", json.dumps(sheets).encode(), reply)

    def _ask(self, act: str, content: bytes, reply: Reply) -> bytes | None:
        folder = Path(self._folder.name)
        path, plan = folder / "isi", folder / "balasan"
        path.write_bytes(content)
        plan.write_text(json.dumps(to_plain(reply)), encoding="utf-8")
        request = json.dumps({"act": act, "path": str(path), "reply": str(plan)}).encode() + b"\n"
        answer = self._exchange(request)
        if not answer and self._asked > 1:
            # A child that has served others may have run out of memory because of them: a fresh one decides.
            self._bury()
            answer = self._exchange(request)
        return answer or None

    def _exchange(self, request: bytes) -> bytes | None:
        process = self._child()
        self._asked += 1
        assert process.stdin is not None
        with suppress(BrokenPipeError):
            process.stdin.write(request)
        answer = self._answer(process)
        if answer is None:
            self._bury()
        return answer

    def _child(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._asked = 0
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", _START, _PACKAGES, json.dumps(asdict(self._limits))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # The library writes sheets to temporary files; they die with our folder.
                env={"LANG": "C.UTF-8", "TMPDIR": self._folder.name},
                start_new_session=True,
                bufsize=0,
            )
        return self._process

    def _answer(self, process: subprocess.Popen[bytes]) -> bytes | None:
        """The next answer; None when the child died, took too long, or answers with more than it may."""
        until = time.monotonic() + self._limits.seconds
        head = _read(process, 4, until)
        if head is None:
            return None
        (length,) = struct.unpack(">I", head)
        return _read(process, length, until) if length <= self._limits.file_bytes else None

    def _bury(self) -> None:
        if self._process is None:
            return
        process, self._process = self._process, None
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def _read(process: subprocess.Popen[bytes], size: int, until: float) -> bytes | None:
    assert process.stdout is not None
    parts, missing = [], size
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while missing:
            if not selector.select(timeout=max(0.0, until - time.monotonic())):
                return None
            part = process.stdout.read(min(missing, 1 << 20))
            if not part:
                return None
            parts.append(part)
            missing -= len(part)
    return b"".join(parts)
