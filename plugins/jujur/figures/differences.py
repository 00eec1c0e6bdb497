"""The difference between two revisions of one edition: complete, exact, and good in both directions (P25, P26)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from jujur.domain.errors import PublicationBlocked
from jujur.domain.figures import Exact, Figure, GatedStatus
from jujur.domain.vintages import Change, Comparison, Origin

# Key of a figure, or "status/<area code>", to canonical JSON of everything that is said about it.
Printed = Mapping[str, str]

STATUS = "status/"
# What is printed about a figure. Its cut-off and standing are the edition's own, not a difference between two figures.
PARTS = ("label", "unit", "value", "k", "n", "N", "denominator", "lower", "upper", "rows_digest")


def printed(figures: Mapping[str, Figure], statuses: Iterable[GatedStatus]) -> dict[str, str]:
    """Everything that an edition says in figures and statuses, by key."""
    said = {
        key: canonical({part: _plain(getattr(figure, part)) for part in PARTS})
        for key, figure in figures.items()
    }
    said |= {
        f"{STATUS}{one.area_code}": status_line(one.status.value, one.rule, one.reasons) for one in statuses
    }
    return said


def status_line(status: str, rule: str, reasons: Sequence[str]) -> str:
    """What is said of a gated status, as canonical JSON."""
    return canonical({"status": status, "rule": rule, "reasons": list(reasons)})


def canonical(value: Mapping[str, Any]) -> str:
    """Canonical JSON (RFC 8785) for the values used here: strings, integers, null, and lists of strings."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _plain(value: Exact | str | None) -> int | str | None:
    """A whole number stays one, a rational is "numerator/denominator"."""
    if value is None or isinstance(value, int | str):
        return value
    if value.denominator == 1:
        return value.numerator
    return f"{value.numerator}/{value.denominator}"


def differences(before: Printed, after: Printed, origin_of: Callable[[str], Origin]) -> tuple[Change, ...]:
    """Every key about which the two say something else, in the order of keys, and nothing besides.

    ``origin_of`` gives the cause of a difference by its key.
    """
    changes = []
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        if old != new:
            origin = origin_of(key)
            changes.append(Change(key, old, new, origin.cause, origin.who, origin.changed_at))
    return tuple(changes)


def apply(before: Printed, changes: Iterable[Change]) -> dict[str, str]:
    """What an edition says after its change table.

    Raises PublicationBlocked when the table does not start from ``before``, or holds a line that changes nothing.
    """
    said = dict(before)
    for change in changes:
        if said.get(change.key) != change.before:
            raise PublicationBlocked(
                f"Tabel perubahan tidak cocok dengan terbitan sebelumnya pada {change.key} (P25)."
            )
        if change.before == change.after:
            raise PublicationBlocked(f"Tabel perubahan memuat {change.key} yang tidak berubah (P25).")
        if change.after is None:
            del said[change.key]
        else:
            said[change.key] = change.after
    return said


def reverse(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The table that leads back to the revision before."""
    return tuple(
        Change(one.key, one.after, one.before, one.cause, one.who, one.changed_at) for one in changes
    )


def refuse_incomplete(before: Printed, after: Printed, changes: Sequence[Change]) -> None:
    """The table is the whole difference, there and back; else PublicationBlocked (P25, L04)."""
    if apply(before, changes) != dict(after) or apply(after, reverse(changes)) != dict(before):
        raise PublicationBlocked(
            "Tabel perubahan tidak memuat seluruh perbedaan dengan terbitan sebelumnya (P25)."
        )


def is_substantial(
    changes: Iterable[Change], before: Iterable[Comparison] = (), after: Iterable[Comparison] = ()
) -> bool:
    """True when a gated status, or the sign of a printed comparison, is another one than before (P26).

    A comparison that may no longer be printed has lost its sign: its readers were told something that does not hold.
    """
    if any(_status_of(one.before) != _status_of(one.after) for one in changes if one.key.startswith(STATUS)):
        return True
    now = {one.key: sign(one) for one in after}
    return any(sign(one) is not None and sign(one) != now.get(one.key) for one in before)


def sign(comparison: Comparison) -> int | None:
    """-1, 0 or 1; None where no change may be printed."""
    if not comparison.is_comparable or comparison.change is None:
        return None
    return (comparison.change > 0) - (comparison.change < 0)


def _status_of(line: str | None) -> str | None:
    return None if line is None else str(json.loads(line)["status"])
