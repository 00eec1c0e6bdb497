"""The same figures in the sheets of two teams (P45, L27). Who wrote them first is not said: nobody knows from the figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from jujur.domain.flags import Flag
from jujur.figures.flags.seen import FlagLimits, SeenForm, SeenRow

# What two rows have in common is telling when it holds at least so many different counts of two digits or more: fewer coincide
# by chance (a sum often does), and what is the same everywhere by regulation (seven KPPS, five boxes) says nothing.
_TELLING_VALUES, _TELLING_FROM = 4, 10

Pair = tuple[SeenRow, SeenRow]
Counts = Sequence[int | None]


def copied_sheets(form: SeenForm, limits: FlagLimits) -> Iterator[Flag]:
    """Two kecamatan of different teams with at least ``copied_rows`` rows that are equal or differ in ``copied_cells`` counts.

    One flag for each of the two, so that each kecamatan's own report says it.
    """
    alike: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one, other in _alike(form.rows, limits.copied_cells):
        for own, theirs in ((one, other), (other, one)):
            alike[own.kecamatan_code, theirs.kecamatan_code].add(own.row_id)
    for (own_code, their_code), rows in sorted(alike.items()):
        if own_code != their_code and max(len(rows), len(alike[their_code, own_code])) >= limits.copied_rows:
            names = f"{form.name(own_code)} sama atau hampir sama dengan baris di {form.name(their_code)}"
            text = f"Beberapa baris di {names}, padahal timnya berbeda."
            subject = f"{form.form_id}/{their_code}"
            yield Flag("copied_sheet", own_code, subject, text, tuple(sorted(rows)), len(rows))


def later_copies(rows: Sequence[SeenRow], cells: int) -> frozenset[str]:
    """The ids of rows that another team's earlier row already said, but for at most ``cells`` counts."""
    return frozenset(max(pair, key=lambda row: row.arrival).row_id for pair in _alike(rows, cells))


def _alike(rows: Sequence[SeenRow], cells: int) -> Iterator[Pair]:
    """Pairs of rows of different teams that differ in at most ``cells`` counts and have something telling in common.

    Counts are dealt into ``cells`` + 1 hands: rows that differ in fewer places than there are hands agree in at least one hand
    as a whole, so only those need to be compared.
    """
    hands = cells + 1
    buckets: dict[tuple[object, ...], list[SeenRow]] = defaultdict(list)
    for row in sorted((row for row in rows if _is_telling(row.counts)), key=lambda row: row.arrival):
        for hand in range(hands):
            buckets[hand, *row.counts[hand::hands]].append(row)
    seen: set[tuple[str, str]] = set()
    for bucket in buckets.values():
        for one, other in combinations(bucket, 2):
            key = (one.row_id, other.row_id)
            if one.team_id != other.team_id and key not in seen:
                seen.add(key)
                if _are_alike(one.counts, other.counts, cells):
                    yield one, other


def _are_alike(one: Counts, other: Counts, cells: int) -> bool:
    same = [mine for mine, theirs in zip(one, other, strict=True) if mine == theirs]
    return len(one) - len(same) <= cells and _is_telling(same)


def _is_telling(counts: Iterable[int | None]) -> bool:
    return len({count for count in counts if count is not None and count >= _TELLING_FROM}) >= _TELLING_VALUES
