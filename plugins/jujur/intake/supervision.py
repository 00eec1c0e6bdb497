"""The parent's side of the child process: start it, ask, wait no longer than allowed, bury it and start another."""

from __future__ import annotations

import json
import selectors
import struct
import subprocess
import sys
import time
from collections.abc import Generator, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jujur.intake.limits import Limits

_PACKAGES = str(Path(__file__).resolve().parents[2])
_START = "import sys; sys.path.insert(0, sys.argv[1]); from jujur.intake.opener.child import main; main()"

Answer = dict[str, Any]


class _Lost(Exception):
    """The child died or was killed; ``code`` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Child:
    """One child process. Isolated (``-I``), with an empty environment, in a session of its own."""

    def __init__(self, limits: Limits, start: str) -> None:
        self._limits = limits
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", start, _PACKAGES, json.dumps(asdict(limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8"},
            start_new_session=True,
            bufsize=0,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input, self._output = self._process.stdin, self._process.stdout
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._output, selectors.EVENT_READ)
        self.asked = 0

    def ask(self, path: Path) -> None:
        """Send one request; a child that is gone is noticed when its answer is awaited."""
        self.asked += 1
        with suppress(BrokenPipeError):
            self._input.write(json.dumps({"path": str(path)}).encode() + b"\n")

    def answer(self) -> Answer:
        """The next answer.

        :raises _Lost: the child died, took too long, or answers with more than it may.
        """
        until = time.monotonic() + self._limits.seconds
        (length,) = struct.unpack(">I", self._read(4, until))
        if length > self._limits.answer_bytes:
            raise _Lost("too_large")
        answer = json.loads(self._read(length, until))
        if not isinstance(answer, dict):
            raise _Lost("crashed")
        return answer

    def _read(self, size: int, until: float) -> bytes:
        parts, missing = [], size
        while missing:
            if not self._selector.select(timeout=max(0.0, until - time.monotonic())):
                raise _Lost("too_slow")
            part = self._output.read(min(missing, 1 << 20))
            if not part:
                raise _Lost("crashed")
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def close(self) -> None:
        """End the process at once and wait until it is gone."""
        self._selector.close()
        self._process.kill()
        self._process.wait()
        self._input.close()
        self._output.close()


def open_each(paths: Sequence[Path], limits: Limits, start: str = _START) -> Generator[Answer, None, None]:
    """The answer to each path in order: ``{"sheets": …}`` or ``{"refused": code}``.

    One child serves many files and already opens the next while the caller works on the last. A file that kills or
    hangs the child costs itself only: the rest go on in a new one. ``start`` is the child's program (tests).
    """
    child: _Child | None = None
    pending = False
    try:
        for index, path in enumerate(paths):
            child = child or _Child(limits, start)
            if not pending:
                child.ask(path)
            answer, child = _answer_or_retry(child, path, limits, start)
            pending = child is not None and index + 1 < len(paths)
            if child is not None and pending:
                child.ask(paths[index + 1])
            yield answer
    finally:
        if child is not None:
            child.close()


def _answer_or_retry(child: _Child, path: Path, limits: Limits, start: str) -> tuple[Answer, _Child | None]:
    """The answer about ``path``, and the child if it is still alive.

    A child that has served other files gets no blame passed on: the file is tried once more in a fresh one.
    """
    try:
        return child.answer(), child
    except _Lost as loss:
        is_first = child.asked == 1
        child.close()
        if is_first:
            return {"refused": loss.code}, None
    fresh = _Child(limits, start)
    fresh.ask(path)
    return _answer_or_retry(fresh, path, limits, start)
