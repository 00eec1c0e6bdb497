"""What ``jujur spot-check`` shows: the state of a spot check, and the flags of the periods that have opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jujur.domain.errors import RecordError
from jujur.domain.flags import SpotCheck
from jujur.domain.periods import to_text
from jujur.operations import spot_check
from jujur.operations.desk import Desk
from jujur.operations.mark_content import as_plain, flags_of_period, spot_checks_of_area
from jujur.record import spot_checks

NOT_YET = "belum ada uji petik"


def view(desk: Desk, period_id: str, form_id: str) -> dict[str, Any]:
    """Commitment, draw, results and verification factors of one form and period, as plain JSON values.

    :raises RecordError: a draw was made that does not follow from the ledger (see ``spot_check.redo_draw``).
    """
    period, form = spot_check.period_and_form(desk, period_id, form_id)
    now = desk.now()
    with desk.database.reading() as session:
        city = desk.config.gazetteer.city
        commitment = spot_checks.commitments(session, period.id, now).get((period.id, form.id))
        is_drawn = (period.id, form.id) in spot_checks.draws(session, period.id, now)
        made = spot_check.redo_draw(desk, session, period.id, form.id) if is_drawn else None
        areas = spot_checks_of_area(desk, session, city, form, period.starts_at, now)
        results = spot_checks.results(session, form.id, period.starts_at, now)
    return {
        "period": period.id,
        "form": form.id,
        "committed_at": to_text(commitment.committed_at) if commitment else None,
        "seed_digest": commitment.seed_digest if commitment else None,
        "percent": commitment.percent if commitment else None,
        "algorithm": commitment.algorithm if commitment else None,
        "drawn_at": to_text(made.drawn_at) if made else None,
        "seed": made.seed.hex() if made else None,
        "as_of": to_text(made.as_of) if made else None,
        "sample": list(made.sample) if made else [],
        "areas": [_plain(item, desk.config.gazetteer[item.area_code].name) for item in areas],
        "results": results,
    }


def _plain(item: SpotCheck, name: str) -> dict[str, Any]:
    return {
        "area": item.area_code,
        "name": name,
        "reporting": item.reporting,
        "drawn": item.drawn,
        "checked": item.checked,
        "compared": item.compared,
        "differing": item.differing,
        "recounted": item.recounted,
        "reported": item.reported,
        "factor": None if item.factor is None else f"{item.factor.numerator}/{item.factor.denominator}",
        "columns": {
            column.name: {"units": column.units, "recounted": column.recounted, "reported": column.reported}
            for column in item.columns
        },
    }


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    """The view in words."""
    if found["seed_digest"] is None:
        yield f"Uji petik {found['form']} masa {found['period']} tidak pernah dijanjikan."
        return
    yield f"Benih dijanjikan {found['committed_at']}, sha256 {found['seed_digest']}, {found['percent']} %."
    if found["seed"] is None:
        yield f"Belum diundi: {NOT_YET}."
        return
    yield f"Diundi {found['drawn_at']} dengan benih {found['seed']}; undian diulang dan cocok."
    for area in found["areas"]:
        counts = f"terundi {area['drawn']} dari {area['reporting']} unit pelapor"
        yield f"{area['area']} {area['name']}: {counts}; {_factor(area)}."
    done = {row["unit_code"] for row in found["results"]}
    waiting = [unit for unit in found["sample"] if unit not in done]
    if waiting:
        yield f"Belum dihitung ulang: {', '.join(waiting)}."


def _factor(area: Mapping[str, Any]) -> str:
    if not area["checked"]:
        return NOT_YET
    if area["factor"] is None:
        return f"{area['checked']} dihitung ulang; faktor belum dapat dihitung"
    share = f"{area['recounted']}/{area['reported']}"
    return f"{area['checked']} dihitung ulang; faktor {share}; {area['differing']} dari {area['compared']} hitungan berbeda"


def flags(desk: Desk, period_id: str = "") -> list[dict[str, Any]]:
    """The flags known now about one period, or about all that have opened, with the period's id.

    :raises RecordError: the calendar has no such period.
    """
    now = desk.now()
    periods = [
        item
        for item in desk.config.calendar.reporting_periods
        if item.id == period_id or (not period_id and item.starts_at <= now)
    ]
    if period_id and not periods:
        raise RecordError(f"Masa laporan {period_id} tidak ada dalam kalender.")
    with desk.database.reading() as session:
        return [
            {"period": period.id, **as_plain(flag)}
            for period in periods
            for flag in flags_of_period(desk, session, period, now)
        ]
