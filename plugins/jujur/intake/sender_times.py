"""What workbooks say of the time at which they were last changed: claims of their senders' clocks (P24)."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from jujur.intake.limits import Limits
from jujur.intake.supervision import open_each

# It is asked before a file gets its receipt, which nothing in the file may keep waiting.
_LIMITS = Limits(seconds=3)


def claimed_times(contents: Sequence[bytes]) -> list[datetime | None]:
    """When each file was last changed by its own account, aware; None where it says nothing. Nothing here is trusted.

    Only the guarded child looks into a file, and only into archives: nothing else carries such a time.
    """
    asked = [index for index, content in enumerate(contents) if content.startswith(b"PK")]
    times: list[datetime | None] = [None] * len(contents)
    if not asked:
        return times
    with tempfile.TemporaryDirectory(prefix="jujur-") as folder:
        paths = [Path(folder) / str(index) for index in asked]
        for index, path in zip(asked, paths, strict=True):
            path.write_bytes(contents[index])
        with closing(open_each(paths, _LIMITS, question="modified")) as answers:
            for index, answer in zip(asked, answers, strict=True):
                times[index] = _instant(answer.get("modified"))
    return times


def _instant(text: object) -> datetime | None:
    """A child that a file has taken over may say anything: what is no instant is nothing."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
