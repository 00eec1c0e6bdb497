"""Counts far from those of the other units of the kecamatan (P45)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from jujur.domain.flags import Flag
from jujur.figures.flags.seen import FlagLimits, SeenForm, SeenRow


def outliers(form: SeenForm, usual: Sequence[SeenRow], limits: FlagLimits) -> Iterator[Flag]:
    """Rows with a count more than ``outlier_deviations`` standard deviations from the mean of its kecamatan.

    Mean and (sample) deviation are those of the usual rows, at least ``small_denominator`` of them; every row is held against
    them. Exact: |x - S/n| > d·s is compared as (nx - S)^2 (n - 1) > d^2 n (nQ - S^2), with S the sum and Q the sum of squares.
    """
    base: dict[str, list[SeenRow]] = defaultdict(list)
    for row in usual:
        base[row.kecamatan_code].append(row)
    far: dict[str, dict[int, set[str]]] = defaultdict(dict)
    for code, rows in base.items():
        own = [row for row in form.rows if row.kecamatan_code == code]
        for position in range(len(rows[0].counts)):
            values = [count for row in rows if (count := row.counts[position]) is not None]
            if len(values) >= limits.small_denominator:
                found = _far(own, position, values, limits.outlier_deviations)
                if found:
                    far[code][position] = found
    for code, by_position in sorted(far.items()):
        ids = tuple(sorted(set().union(*by_position.values())))
        what = "; ".join(dict.fromkeys(form.labels[position] for position in by_position))
        text = f"Ada hitungan di {form.name(code)} yang jauh dari unit lain di kecamatan itu: {what}."
        yield Flag("outlier", code, form.form_id, text, ids, len(ids))


def _far(rows: Sequence[SeenRow], position: int, values: Sequence[int], deviations: int) -> set[str]:
    n, total, squares = len(values), sum(values), sum(value * value for value in values)
    limit = deviations * deviations * n * (n * squares - total * total)
    return {
        row.row_id
        for row in rows
        if (count := row.counts[position]) is not None and (n * count - total) ** 2 * (n - 1) > limit
    }
