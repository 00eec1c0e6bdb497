"""Why a figure became another one: the gravest of what happened to the rows behind it (P25)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime

from jujur.domain.errors import PublicationBlocked
from jujur.domain.vintages import Cause, Occurrence, Origin
from jujur.figures.differences import STATUS

# From the most harmless to the gravest.
GRAVITY = (Cause.LATE, Cause.ROUTINE, Cause.METHOD, Cause.ERROR)
INCIDENTS = "incident"
# Figures that may change although nothing came and nobody acted: a due date passes.
BY_TIME = ("followups_",)


def origins(
    occurrences: Sequence[Occurrence],
    by_method: Collection[str],
    method_at: datetime,
    incident_form: str,
    main_form: str,
    *more_forms: str,
) -> Callable[[str], Origin]:
    """A function from the key of a changed figure or status to its origin.

    ``occurrences``: what happened to rows between the two cut-offs. ``by_method``: the keys that the method of the new edition
    turns into something else even on what was known before; such a change dates from ``method_at``. Of several
    ``more_forms`` are what a weekly report is made of besides its first form. Of several
    causes the gravest counts, and of that one its newest instant. The function raises PublicationBlocked for a figure about
    which nothing happened: a change without a cause is a change behind our back (L04, L25).
    """

    def origin_of(key: str) -> Origin:
        found = [
            one.origin for one in occurrences if _concerns(one, key, incident_form, {main_form, *more_forms})
        ]
        if key in by_method:
            found.append(Origin(Cause.METHOD, "desk", method_at))
        if not found and (key.startswith(STATUS) or key.rpartition("/")[2].startswith(BY_TIME)):
            # Time alone may take a status away: data that nobody renewed grew old (P23). An item may become overdue.
            found = [Origin(Cause.LATE, "desk", method_at)]
        if not found:
            raise PublicationBlocked(f"Angka {key} berubah tanpa sebab yang tercatat; periksa catatan (P25).")
        return gravest(found)

    return origin_of


def gravest(found: Iterable[Origin]) -> Origin:
    """The gravest of some origins, and the newest of those; who: an officer's or the desk's act before a team's."""
    return max(found, key=lambda one: (GRAVITY.index(one.cause), one.changed_at, one.who))


def _concerns(occurrence: Occurrence, key: str, incident_form: str, main_forms: set[str]) -> bool:
    if key.startswith(STATUS):
        area, forms = key.removeprefix(STATUS), {incident_form, *main_forms}
    else:
        area, _, name = key.partition("/")
        forms = {incident_form} if name.startswith(INCIDENTS) else main_forms
    is_inside = occurrence.area_code == area or occurrence.area_code.startswith(f"{area}.")
    return is_inside and occurrence.form_id in forms
