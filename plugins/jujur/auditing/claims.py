"""Controlled sentences against a list of the auditor's own: wording, precondition, on paper or not (P12, P14; L16)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from jujur.auditing.language import english, is_english
from jujur.auditing.reading import flowing
from jujur.auditing.spelling import spell_figure
from jujur.domain.areas import Area
from jujur.domain.claims import Claim
from jujur.domain.figures import Figure
from jujur.domain.reports import ReportContent

_REPORTED = "[coverage#k] dari [coverage#denominator] TPS wajib lapor telah melapor"
_OF_THEM = (
    "; [tps_late#value] di antaranya terlambat, [tps_not_received#value] belum melapor, [rows_held#value] baris "
    "ditahan karena tidak lolos pemeriksaan."
)
_INCIDENTS = (
    "[incidents_reported#value] insiden dilaporkan oleh [incident_forms#n] dari [incident_forms#N] kecamatan: "
    "[incidents_verified#value] terverifikasi, [incidents_refuted#value] tidak terbukti, [incidents_pending#value] "
    "belum diperiksa."
)
_FORMS = "[coverage#k] dari [coverage#denominator] formulir wajib lapor telah masuk"
_OF_FORMS = (
    "; [forms_late#value] di antaranya terlambat, [forms_not_received#value] belum masuk, [rows_held#value] baris "
    "ditahan karena tidak lolos pemeriksaan."
)
WORDING = {
    "cakupan": f"{_REPORTED} ([coverage#percent]){_OF_THEM}",
    "cakupan_tanpa_persen": _REPORTED + _OF_THEM,
    "insiden": _INCIDENTS,
    "insiden_sebagian": f"{_INCIDENTS} Keadaan di kecamatan yang belum mengirim formulir ([incident_forms#missing]) "
    "tidak diketahui.",
    "umur": "Pada batas data, kiriman TPS termuda berumur [data_age_newest#value] menit, tertua "
    "[data_age_oldest#value] menit.",
    "cakupan_formulir": f"{_FORMS} ([coverage#percent]){_OF_FORMS}",
    "cakupan_formulir_tanpa_persen": _FORMS + _OF_FORMS,
    "insiden_tidak_ditagih": "Formulir kejadian tidak ditagih untuk masa ini; insiden dalam masa ini dimuat dalam laporan "
    "harian, bukan di sini.",
    "umur_formulir": "Pada batas data, formulir termuda berumur [data_age_newest#value] menit, tertua "
    "[data_age_oldest#value] menit.",
    "umur_formulir_tidak_ada": "Belum ada formulir yang umurnya dapat dihitung.",
    "umur_tidak_ada": "Belum ada kiriman TPS yang umurnya dapat dihitung.",
}
_SLOT = re.compile(r"\[(\w+)#(\w+)\]")


def crooked_claims(content: ReportContent, pages: Sequence[str]) -> list[str]:
    """Sentences on claims that are missing, said twice, worded otherwise, not carried by the figures, or not on paper."""
    whole = " ".join(flowing(page) for page in pages)
    problems = [problem for claim in content.claims for problem in _judge(claim, content)]
    for area in (content.area, *content.children):
        if area.level not in ("kota", "kecamatan"):
            continue
        due = _due(content, area)
        said = sorted(claim.id for claim in content.claims if claim.area_code == area.code)
        if said != sorted(due):
            problems.append(f"{area.name}: kalimat {said}, seharusnya {sorted(due)} (P12, P14)")
        for claim_id in due if area == content.area else ():
            if _spelled(claim_id, area.code, content.figures) not in whole:
                problems.append(
                    f"{area.name}: kalimat {claim_id} tidak tercetak sebagaimana mestinya (P12, P14)"
                )
    return problems


def _judge(claim: Claim, content: ReportContent) -> Iterator[str]:
    words = "".join(
        part if isinstance(part, str) else f"[{part.key.partition('/')[2]}#{part.part}]"
        for part in claim.parts
    )
    strangers = [
        part.key
        for part in claim.parts
        if not isinstance(part, str) and part.key.partition("/")[0] != claim.area_code
    ]
    if words != WORDING.get(claim.id) or strangers:
        yield f"{claim.area_code}: kalimat {claim.id} bukan kalimat terkendali (P12)"


def _due(content: ReportContent, area: Area) -> list[str]:
    """Which sentences the figures of an area call for."""

    def figure(name: str) -> Figure:
        return content.figures[f"{area.code}/{name}"]

    coverage, forms = figure("coverage"), figure("incident_forms")
    has_percent = coverage.value is not None and (coverage.denominator or 0) >= content.small_denominator
    if content.week is not None:
        incidents = "insiden" if forms.n == forms.N else "insiden_sebagian"
        return [
            "cakupan_formulir" if has_percent else "cakupan_formulir_tanpa_persen",
            incidents if forms.N else "insiden_tidak_ditagih",
            "umur_formulir" if figure("data_age_newest").n else "umur_formulir_tidak_ada",
        ]
    return [
        "cakupan" if has_percent else "cakupan_tanpa_persen",
        "insiden" if forms.n == forms.N else "insiden_sebagian",
        "umur" if figure("data_age_newest").n else "umur_tidak_ada",
    ]


def _spelled(claim_id: str, area_code: str, figures: Mapping[str, Figure]) -> str:
    def number(slot: re.Match[str]) -> str:
        return spell_figure(figures[f"{area_code}/{slot[1]}"], slot[2]) or "?"

    return _SLOT.sub(number, english("phrases")[claim_id] if is_english() else WORDING[claim_id])
