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
from typing import IO, Any, Literal, Self

from jujur.intake.limits import Limits

_PACKAGES = str(Path(__file__).resolve().parents[2])
_START = "import sys; sys.path.insert(0, sys.argv[1]); from jujur.intake.opener.child import main; main()"

_SHEET = {"name", "visible", "rows", "hidden_rows", "hidden_columns", "formulas"}

Answer = dict[str, Any]
# What the child is asked about a file: what is in it, or only when it was last changed.
Question = Literal["sheets", "modified"]

# Where the child's complaints go; a test listens to them.
child_errors: IO[bytes] | int = subprocess.DEVNULL


class _Lost(Exception):
    """The child died or was killed; ``code`` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Child:
    """One child process. Isolated (``-I``), with an empty environment, in a session of its own."""

    def __init__(self, limits: Limits, start: str, question: Question = "sheets") -> None:
        self._limits, self._start, self._question = limits, start, question
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", start, _PACKAGES, json.dumps(asdict(limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=child_errors,
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

    def fresh(self) -> _Child:
        """Another child like this one."""
        return _Child(self._limits, self._start, self._question)

    def ask(self, path: Path) -> None:
        """Send one request; a child that is gone is noticed when its answer is awaited."""
        self.asked += 1
        with suppress(BrokenPipeError):
            self._input.write(json.dumps({"path": str(path), "question": self._question}).encode() + b"\n")

    def answer(self) -> Answer:
        """The next answer.

        :raises _Lost: the child died, took too long, or answers with more than it may.
        """
        until = time.monotonic() + self._limits.seconds
        (length,) = struct.unpack(">I", self._read(4, until))
        if length > self._limits.answer_bytes:
            raise _Lost("too_large")
        text = self._read(length, until)
        try:
            answer = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise _Lost("crashed") from error
        if not _is_answer(answer):
            raise _Lost("crashed")
        return dict(answer)

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


def _is_answer(answer: object) -> bool:
    """True for what an honest child says. One that a file has taken over may say anything, and is believed nothing else."""
    if not isinstance(answer, dict):
        return False
    if isinstance(answer.get("refused"), str) or isinstance(answer.get("modified", 0), str | None):
        return True
    sheets = answer.get("sheets")
    return isinstance(sheets, list) and all(
        isinstance(sheet, dict) and sheet.keys() >= _SHEET for sheet in sheets
    )


def open_each(
    paths: Sequence[Path], limits: Limits, start: str = _START, question: Question = "sheets"
) -> Generator[Answer, None, None]:
    """The answer to each path in order: ``{"sheets": …}`` (or what else is asked) or ``{"refused": code}``.

    One child serves many files and already opens the next while the caller works on the last. A file that kills or
    hangs the child costs itself only: the rest go on in a new one. ``start`` is the child's program (tests).
    """
    child: _Child | None = None
    pending = False
    try:
        for index, path in enumerate(paths):
            child = child or _Child(limits, start, question)
            if not pending:
                child.ask(path)
            answer, child = _answer_or_retry(child, path)
            pending = child is not None and index + 1 < len(paths)
            if child is not None and pending:
                child.ask(paths[index + 1])
            yield answer
    finally:
        if child is not None:
            child.close()


class Opener:
    """One child for files that come one at a time, started when it is first needed. Use as a context manager."""

    def __init__(self, limits: Limits, start: str = _START) -> None:
        self._limits, self._start = limits, start
        self._child: _Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_unused: object) -> None:
        if self._child is not None:
            self._child.close()

    def open(self, path: Path) -> Answer:
        """The answer to ``path``, as :func:`open_each` gives it."""
        child = self._child or _Child(self._limits, self._start)
        child.ask(path)
        answer, self._child = _answer_or_retry(child, path)
        return answer


def _answer_or_retry(child: _Child, path: Path) -> tuple[Answer, _Child | None]:
    """The answer about ``path``, and the child if it is still alive.

    A child that has served other files may have died of those: the file is tried once more in a fresh one. Slowness is a
    file's own, because its time begins when it is asked for; trying again would cost the batch the same once more.
    """
    try:
        return child.answer(), child
    except _Lost as loss:
        is_first = child.asked == 1
        child.close()
        if is_first or loss.code == "too_slow":
            return {"refused": loss.code}, None
    fresh = child.fresh()
    fresh.ask(path)
    return _answer_or_retry(fresh, path)
