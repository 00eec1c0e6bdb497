"""What senders' clocks say, held against ours: marks only, no figure ever depends on them (P24, P45, L25, L26)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

from jujur.domain.flags import Flag, FlagKind
from jujur.domain.periods import from_text
from jujur.domain.submissions import Submission


def clock_skew(
    submissions: Iterable[Submission], limit: timedelta, area_by_team: Mapping[str, str]
) -> list[Flag]:
    """One mark for each team whose clock was more than ``limit`` ahead of ours when its file came (P24).

    A clock that is behind cannot be told from a file that lay for a while, so it is not marked. ``area_by_team`` gives the area
    that each team answers for; files of strangers are left out, since no area has to answer for them. ``rows`` are the ids of
    the submissions.
    """

    def is_ahead(item: Submission) -> bool:
        return item.claimed_at is not None and item.claimed_at - item.received_at > limit

    text = "jam pada berkas lebih maju daripada waktu terima menurut jam peladen"
    return _flags("clock_skew", text, submissions, is_ahead, area_by_team)


def written_early(submissions: Iterable[Submission], area_by_team: Mapping[str, str]) -> list[Flag]:
    """One mark for each team with a file that, by its own clock, was last changed before its period opened (L26).

    What a clock claims proves nothing, so the rows stay where they are; what was *received* before its period opened is held.
    ``area_by_team`` and ``rows`` are as in :func:`clock_skew`.
    """

    def is_early(item: Submission) -> bool:
        return (
            item.claimed_at is not None
            and item.period is not None
            and not item.is_nil
            and item.claimed_at < from_text(item.period)
        )

    text = "menurut jam pada berkas, isiannya disimpan sebelum masa laporan dibuka"
    return _flags("written_early", text, submissions, is_early, area_by_team)


def _flags(
    kind: FlagKind,
    text: str,
    submissions: Iterable[Submission],
    is_marked: Callable[[Submission], bool],
    area_by_team: Mapping[str, str],
) -> list[Flag]:
    marked: dict[str, list[str]] = defaultdict(list)
    for item in submissions:
        if item.team_id is not None and item.team_id in area_by_team and is_marked(item):
            marked[item.team_id].append(item.id)
    return [
        Flag(kind, area_by_team[team_id], team_id, text, tuple(sorted(ids)), len(ids))
        for team_id, ids in sorted(marked.items())
    ]
