"""The rules of recommendations: when each fires, to whom it speaks, what it recommends, and because of which facts.

Every rule is about something that is missing, late, open or broken, so that no rosy sentence can arise. A rule fires or it does
not; nobody chooses. Where none fires the report says just that. The auditor and `jujur verify` have rules of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from string import Formatter
from typing import Literal

from jujur.domain.areas import Area
from jujur.domain.figures import Figure
from jujur.domain.official import OfficialFigure
from jujur.domain.recommendations import FactPart, Recommendation
from jujur.domain.reports import ReportContent

OVERDUE = "lewat waktu"
DATA_OFFICER, HEAD = "petugas data desk", "pimpinan desk"
HEAD_AND_AUTHORITIES = "pimpinan desk bersama instansi yang berwenang"
# Asked in the name of the office that reports for the kecamatan.
TEAM = "tim kecamatan"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``scope``: once for the report's own area, or for each kecamatan. ``because`` has ``{figure:part}`` places.

    ``fires`` gets the content and the area.
    """

    id: str
    scope: Literal["own", "kecamatan"]
    office: str
    advice: str
    because: str
    fires: Callable[[ReportContent, Area], bool]


def _figure(content: ReportContent, area: Area, name: str) -> Figure:
    return content.figures[f"{area.code}/{name}"]


def _some(*names: str) -> Callable[[ReportContent, Area], bool]:
    return lambda content, area: any(_figure(content, area, name).k > 0 for name in names)


def _is_severe_open(content: ReportContent, area: Area) -> bool:
    return _figure(content, area, "incident_forms").n > 0 and _some("incidents_open_severe")(content, area)


def _lacks_forms(content: ReportContent, area: Area) -> bool:
    forms = _figure(content, area, "incident_forms")
    return forms.n < forms.N


def _is_unchecked(content: ReportContent, area: Area) -> bool:
    is_checked = any(one.checked for one in content.spot_checks)
    return not is_checked and _figure(content, area, "tps_used").k > 0


def unexplained(content: ReportContent) -> list[OfficialFigure]:
    """Published figures that differ from ours, or stand beside nothing of ours, without an explanation."""
    return [one for one in content.official or () if not one.explanation and _differs(content, one)]


def _differs(content: ReportContent, one: OfficialFigure) -> bool:
    ours = content.figures[f"{one.area_code}/{one.figure}"]
    return not ours.n or ours.value != one.value


def _overdue(content: ReportContent) -> int:
    return sum(one.state == OVERDUE for one in content.followups)


def _most_broken(content: ReportContent) -> tuple[str, int]:
    """Id and number of rows of the rule that rows broke most often; of several the first in the order of the rules."""
    rule = max(content.rules, key=lambda one: one.rows, default=None)
    return (rule.id, rule.rows) if rule else ("", 0)


RULES = (
    Rule(
        "R-1",
        "kecamatan",
        TEAM,
        "jelaskan tertulis mengapa TPS tidak melapor, dan siapkan pelapor pengganti untuk pemungutan berikutnya",
        "{tps_not_received:value} dari {tps_expected:value} TPS belum melapor",
        _some("tps_not_received"),
    ),
    Rule(
        "R-2",
        "kecamatan",
        DATA_OFFICER,
        "selesaikan baris yang masih ditahan bersama tim pengirimnya",
        "{rows_held:value} dari {rows_received:value} baris masih ditahan",
        _some("rows_held"),
    ),
    Rule(
        "R-3",
        "kecamatan",
        HEAD_AND_AUTHORITIES,
        "selesaikan insiden berat yang masih terbuka dan laporkan penyelesaiannya",
        "insiden berat yang masih terbuka: {incidents_open_severe:value}",
        _is_severe_open,
    ),
    Rule(
        "R-4",
        "own",
        HEAD,
        "tagih formulir insiden yang belum masuk; keadaan kecamatannya tidak diketahui",
        "formulir insiden masuk dari {incident_forms:n} dari {incident_forms:N} kecamatan",
        _lacks_forms,
    ),
    Rule(
        "R-5",
        "kecamatan",
        TEAM,
        "perbaiki jadwal pengiriman agar laporan masuk sebelum batas lapor",
        "{tps_late:value} dari {tps_expected:value} TPS melapor terlambat",
        _some("tps_late"),
    ),
    Rule(
        "R-6",
        "kecamatan",
        HEAD,
        "sampaikan kepada KPU daftar TPS yang dibuka terlambat atau belum dibuka, untuk dicari sebabnya",
        "menurut baris yang dipakai {opening_late:value} TPS dibuka terlambat dan {opening_not_yet:value} belum dibuka",
        _some("opening_late", "opening_not_yet"),
    ),
    Rule(
        "R-7",
        "own",
        DATA_OFFICER,
        "hitung ulang TPS yang terundi dalam uji petik; sebelum itu faktor verifikasi tidak diketahui",
        "tidak satu pun dari {tps_used:value} TPS yang dipakai dihitung ulang",
        _is_unchecked,
    ),
    Rule(
        "R-8",
        "own",
        HEAD,
        "selesaikan butir tindak lanjut yang lewat waktu, atau tutup dengan alasan",
        "{overdue:count} butir tindak lanjut lewat waktu",
        lambda content, _: _overdue(content) > 0,
    ),
    Rule(
        "R-9",
        "own",
        DATA_OFFICER,
        "jelaskan kembali aturan ini kepada tim pengirim sebelum pelaporan berikutnya",
        "aturan nomor {rule:quote} dilanggar {rule:count} baris, di urutan teratas",
        lambda content, _: _most_broken(content)[1] > 0,
    ),
    Rule(
        "R-10",
        "own",
        DATA_OFFICER,
        "jelaskan selisih dengan angka resmi; angka desk tidak disesuaikan",
        "selisih dengan angka resmi yang belum dijelaskan: {unexplained:count}",
        lambda content, _: bool(unexplained(content)),
    ),
)


def recommend(content: ReportContent) -> tuple[Recommendation, ...]:
    """What the rules recommend, by rule and official code. Raises KeyError for a missing figure (P46)."""
    return tuple(_recommended(content))


def _recommended(content: ReportContent) -> Iterator[Recommendation]:
    is_city = content.area.level == "kota"
    for rule in RULES:
        areas = content.children if rule.scope == "kecamatan" and is_city else (content.area,)
        for area in areas:
            if rule.fires(content, area):
                office = _team(content, area) if rule.office == TEAM else rule.office
                because = tuple(_parts(content, area, rule.because))
                yield Recommendation(rule.id, area.code, office, rule.advice, because)


def _team(content: ReportContent, area: Area) -> str:
    """The office of the team of a kecamatan; the fixed word where the configuration names none."""
    return next((one.role for one in content.contacts if one.kecamatan.code == area.code and one.role), TEAM)


def _parts(content: ReportContent, area: Area, text: str) -> Iterator[str | FactPart]:
    for words, name, part, _ in Formatter().parse(text):
        if words:
            yield words
        if name is not None:
            yield _fact(content, name, part) or FactPart("figure", f"{area.code}/{name}", part or "value")


def _fact(content: ReportContent, name: str, part: str | None) -> FactPart | None:
    """The facts that are no figures: they are those that other sections print too."""
    broken, rows = _most_broken(content)
    found = {
        ("overdue", "count"): FactPart("count", f"followup/count/{OVERDUE}", count=_overdue(content)),
        ("rule", "quote"): FactPart("quote", f"rule/{broken}/id", text=broken),
        ("rule", "count"): FactPart("count", f"rules/{broken}/rows", count=rows),
        ("unexplained", "count"): FactPart("count", "official/unexplained", count=len(unexplained(content))),
    }
    return found.get((name, part or ""))
