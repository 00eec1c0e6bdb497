"""A week against the week before it, on the kecamatan whose form came in both (P21, P22)."""

from __future__ import annotations

from collections.abc import Mapping

from jujur.domain.areas import Area
from jujur.domain.editions import Edition
from jujur.domain.figures import Figure
from jujur.domain.vintages import Comparison
from jujur.figures import comparison
from jujur.figures.week_states import (
    FOLLOWUP_LABELS,
    FOLLOWUPS,
    NEUTRALITY,
    NEUTRALITY_LABELS,
    STAGE_LABELS,
    STAGES,
)
from jujur.operations.desk import Desk
from jujur.record import editions
from jujur.record.database import Session

# What is compared, by the part whose form must have come in both weeks.
COMPARED = {
    STAGES: ("stages_obstructed", "stages_delayed"),
    NEUTRALITY: ("neutrality_reported",),
    FOLLOWUPS: ("followups_open", "followups_overdue"),
}
LABELS = STAGE_LABELS | NEUTRALITY_LABELS | FOLLOWUP_LABELS


def compare_weeks(
    desk: Desk,
    session: Session,
    edition: Edition,
    earlier: Edition | None,
    obstacle: str,
    limits: comparison.Limits,
) -> tuple[Comparison, ...]:
    """The change of what is COMPARED, each side as its own edition said it; ``obstacle`` forbids all of it."""
    own = desk.config.gazetteer[edition.area_code]
    is_city = own.level == "kota"
    kecamatan = desk.config.gazetteer.at_level("kecamatan") if is_city else (own,)
    areas = (own, *kecamatan) if is_city else (own,)
    baseline = comparison.Baseline(
        edition_id=earlier.id if earlier else "",
        before=_values(editions.figures_of(session, earlier.id), kecamatan) if earlier else {},
        after=_values(editions.figures_of(session, edition.id), kecamatan),
        expected={area.code: area.code for area in kecamatan},
        obstacle=obstacle,
    )
    columns = {name: LABELS[name] for names in COMPARED.values() for name in names}
    return comparison.compare_counts(areas, columns, baseline, limits)


def _values(figures: Mapping[str, Figure], kecamatan: tuple[Area, ...]) -> dict[str, comparison.Values]:
    """What each kecamatan's form said; None where it did not come."""
    return {
        area.code: {
            name: figures[f"{area.code}/{name}"].k if figures[f"{area.code}/{part}_forms"].n else None
            for part, names in COMPARED.items()
            for name in names
        }
        for area in kecamatan
    }
