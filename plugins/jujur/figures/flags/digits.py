"""Last digits that gather at 0 and 5, as estimated and not counted figures do (P45)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from jujur.domain.flags import Flag
from jujur.figures.flags.seen import FlagLimits, SeenForm, SeenRow

# Of one digit, the last digit is the figure itself.
_FROM = 10
# One of five last digits is 0 or 5 where nothing gathers.
_ROUND_OF = 5


def digit_heaping(form: SeenForm, usual: Sequence[SeenRow], limits: FlagLimits) -> Iterator[Flag]:
    """Kecamatan whose counts end in 0 or 5 far more often than one time in five.

    With h of n counts, chi-square (one degree of freedom) is (5h - n)^2 / 4n; it is compared without dividing. Counts of one
    row hang together (totals and their parts), so the limit is well above the usual 3.84.
    """
    values: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in usual:
        values[row.kecamatan_code] += [
            (count, row.row_id) for count in row.counts if count is not None and count >= _FROM
        ]
    for code, found in sorted(values.items()):
        n, heaped = len(found), [row_id for count, row_id in found if count % 5 == 0]
        excess = _ROUND_OF * len(heaped) - n
        is_heaped = excess > 0 and excess * excess >= limits.digit_chi_square * (_ROUND_OF - 1) * n
        if n >= limits.digit_count and is_heaped:
            text = (
                f"Hitungan di {form.name(code)} lebih sering berakhir dengan angka bulat daripada yang lazim."
            )
            rows = tuple(sorted(set(heaped)))
            yield Flag("digit_heaping", code, form.form_id, text, rows, len(rows))
