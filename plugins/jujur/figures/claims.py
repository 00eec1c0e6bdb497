"""Gated status (P12): what may be said about an area, from a fixed rule over figures, with its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from jujur.domain.areas import Area
from jujur.domain.figures import AreaStatus, Figure, GatedStatus

RULE = "K-1"

ORDER = (AreaStatus.KONDUSIF, AreaStatus.PERLU_PERHATIAN, AreaStatus.BELUM_DAPAT_DISIMPULKAN)


def gate(area: Area, figures: Mapping[str, Figure], threshold_percent: int) -> GatedStatus:
    """The status of one kecamatan.

    Not enough on time, or no incident form, means nothing can be concluded. Enough, but a severe incident open or rows held,
    means attention. Only otherwise is the area calm. Reasons name no numbers; the evidence figures do.
    """
    unknown, attention = [], []
    on_time = figures[f"{area.code}/timeliness"]
    if on_time.value is None or on_time.value < Fraction(threshold_percent, 100):
        unknown.append("cakupan tepat waktu di bawah ambang")
    forms = figures[f"{area.code}/incident_forms"]
    if forms.n < forms.N:
        unknown.append("formulir insiden belum masuk")
    if figures[f"{area.code}/incidents_open_severe"].k > 0:
        attention.append("insiden berat masih terbuka")
    if figures[f"{area.code}/rows_held"].k > 0:
        attention.append("ada baris ditahan")
    status = ORDER[2] if unknown else ORDER[1] if attention else ORDER[0]
    evidence = tuple(
        f"{area.code}/{name}"
        for name in ("timeliness", "incident_forms", "incidents_open_severe", "rows_held")
    )
    return GatedStatus(area.code, status, RULE, tuple(unknown + attention), evidence)


def gate_city(city: Area, kecamatan: Sequence[GatedStatus]) -> GatedStatus:
    """The status of the city is that of its worst kecamatan: one silent area vetoes all (L15)."""
    worst = max((status.status for status in kecamatan), key=ORDER.index)
    reasons = tuple(
        dict.fromkeys(reason for status in kecamatan if status.status is worst for reason in status.reasons)
    )
    evidence = tuple(key for status in kecamatan for key in status.evidence)
    return GatedStatus(city.code, worst, RULE, reasons, evidence)
