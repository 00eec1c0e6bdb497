"""Many files within a minute (P45)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta

from jujur.domain.flags import Flag
from jujur.figures.flags.seen import ELSEWHERE, FlagLimits, SeenFile

MINUTE = timedelta(minutes=1)


def bulk_sending(
    files: Sequence[SeenFile], limits: FlagLimits, names: Mapping[str, str], city_code: str
) -> Iterator[Flag]:
    """Minutes in which one team sent ``bulk_files`` files, or ``bulk_teams`` teams sent theirs.

    Teams are compared on channels only that stamp every file by itself: a folder that is looked into now and then gives all that
    lies in it one time of receipt, whoever brought it and when.
    """
    by_team: dict[tuple[str, str], list[SeenFile]] = defaultdict(list)
    for file in files:
        if file.team_id is not None:
            by_team[file.area_code, file.team_id].append(file)
    for (code, team), sent in sorted(by_team.items()):
        found = _dense(sent, lambda file: file.submission_id, limits.bulk_files)
        if found:
            text = f"Banyak berkas dari tim {names.get(code, ELSEWHERE)} diterima hampir bersamaan."
            yield Flag("bulk_sending", code, team, text, found, len(found))
    alone = [file for file in files if file.is_stamped_alone and file.team_id is not None]
    found = _dense(alone, lambda file: str(file.team_id), limits.bulk_teams)
    if found:
        text = "Berkas dari beberapa tim diterima hampir bersamaan."
        yield Flag("bulk_sending", city_code, "tim", text, found, len(found))


def _dense(files: Sequence[SeenFile], what: Callable[[SeenFile], str], least: int) -> tuple[str, ...]:
    """The files of every minute, ``[t, t + 1 minute)`` from some receipt on, with at least so many different things in it."""
    ordered = sorted(files, key=lambda file: (file.received_at, file.submission_id))
    found: set[str] = set()
    end = 0
    for start, first in enumerate(ordered):
        while end < len(ordered) and ordered[end].received_at < first.received_at + MINUTE:
            end += 1
        minute = ordered[start:end]
        if len({what(file) for file in minute}) >= least:
            found.update(file.submission_id for file in minute)
    return tuple(sorted(found))
