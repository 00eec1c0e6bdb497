"""Gated status (P12): what may be said about an area, from a fixed rule over figures, with its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from jujur.domain.areas import Area
from jujur.domain.figures import AreaStatus, Figure, GatedStatus
from jujur.domain.gates import GateRule

ORDER = (AreaStatus.KONDUSIF, AreaStatus.PERLU_PERHATIAN, AreaStatus.BELUM_DAPAT_DISIMPULKAN)
EARLY = "pengambilan sebelum pemungutan selesai"
_INCIDENTS = ("incident_forms", "incident_forms_fresh", "incidents_open_severe", "incident_rows_held")
# What is usable is counted in TPS, in a week in forms; the rule is the same one.
USABLE = ("tps_usable", "forms_usable")
EVIDENCE = ("timeliness", USABLE[0], *_INCIDENTS)


def gate(area: Area, figures: Mapping[str, Figure], rule: GateRule, is_early: bool = False) -> GatedStatus:
    """The status of one kecamatan under ``rule``; ``is_early`` for a take before voting has ended: then nothing is concluded.

    Not enough on time, fresh and passed, or no fresh incident form, means that nothing can be concluded. Enough, but a severe
    incident open or an incident row held, means attention. Only otherwise is the area calm. Reasons name no numbers; the
    evidence figures do. Raises KeyError when a figure of the evidence is missing: nothing is assumed (P46).
    """
    usable = USABLE[1] if f"{area.code}/{USABLE[1]}" in figures else USABLE[0]
    evidence = {name: figures[f"{area.code}/{name}"] for name in ("timeliness", usable, *_INCIDENTS)}
    unknown, attention = _unknown(evidence, rule), _attention(evidence, rule)
    if is_early:
        unknown.insert(0, EARLY)
    status = ORDER[2] if unknown else ORDER[1] if attention else ORDER[0]
    return GatedStatus(
        area.code,
        status,
        rule.name,
        (*unknown, *attention),
        tuple(figure.key for figure in evidence.values()),
    )


def _unknown(evidence: Mapping[str, Figure], rule: GateRule) -> list[str]:
    reasons = []
    is_week = USABLE[1] in evidence
    if _is_below(evidence["timeliness"], rule):
        reasons.append("cakupan tepat waktu di bawah ambang")
    elif _is_below(evidence[USABLE[is_week]], rule):
        reasons.append(f"{'formulir' if is_week else 'TPS'} tepat waktu, segar, dan lolos di bawah ambang")
    forms, fresh = evidence["incident_forms"], evidence["incident_forms_fresh"]
    if is_week and forms.N == 0:
        reasons.append("formulir insiden tidak ditagih untuk masa ini")
    elif forms.N == 0 or forms.n < forms.N:
        reasons.append("formulir insiden belum masuk")
    elif fresh.k < fresh.N:
        reasons.append("formulir insiden terlalu tua")
    return reasons


def _is_below(share: Figure, rule: GateRule) -> bool:
    """True below the threshold, and for an area of which nothing is expected: it cannot be concluded about either."""
    return share.value is None or share.value < Fraction(rule.coverage_percent, 100)


def _attention(evidence: Mapping[str, Figure], rule: GateRule) -> list[str]:
    reasons = []
    if evidence["incidents_open_severe"].k > rule.open_severe_limit:
        reasons.append("insiden berat masih terbuka")
    if evidence["incident_rows_held"].k > rule.held_incident_limit:
        reasons.append("ada baris insiden ditahan")
    return reasons


def gate_city(city: Area, kecamatan: Sequence[GatedStatus]) -> GatedStatus:
    """The status of the city is that of its worst kecamatan: one silent area vetoes all (L15)."""
    worst = max((status.status for status in kecamatan), key=ORDER.index)
    reasons = tuple(
        dict.fromkeys(reason for status in kecamatan if status.status is worst for reason in status.reasons)
    )
    evidence = tuple(key for status in kecamatan for key in status.evidence)
    return GatedStatus(city.code, worst, kecamatan[0].rule, reasons, evidence)
