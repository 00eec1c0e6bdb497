"""Recommendations against rules of the auditor's own: none left out, none added, worded as agreed, on paper (P12, P15, P18)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jujur.auditing.language import english, expected, is_english
from jujur.auditing.official import tight, unexplained
from jujur.auditing.reading import flowing
from jujur.auditing.spelling import spell_figure, spell_integer
from jujur.domain.areas import Area
from jujur.domain.recommendations import Recommendation
from jujur.domain.reports import ReportContent

_DATA, _HEAD = "petugas data desk", "pimpinan desk"
_AUTHORITIES, _TEAM = "pimpinan desk bersama instansi yang berwenang", "tim kecamatan"
# Office, advice, and the facts behind it, by rule.
WORDING: dict[str, tuple[str, str, str]] = {
    "R-1": (
        _TEAM,
        "jelaskan tertulis mengapa TPS tidak melapor, dan siapkan pelapor pengganti untuk pemungutan berikutnya",
        "[tps_not_received#value] dari [tps_expected#value] TPS belum melapor",
    ),
    "R-2": (
        _DATA,
        "selesaikan baris yang masih ditahan bersama tim pengirimnya",
        "[rows_held#value] dari [rows_received#value] baris masih ditahan",
    ),
    "R-3": (
        _AUTHORITIES,
        "selesaikan insiden berat yang masih terbuka dan laporkan penyelesaiannya",
        "insiden berat yang masih terbuka: [incidents_open_severe#value]",
    ),
    "R-4": (
        _HEAD,
        "tagih formulir insiden yang belum masuk; keadaan kecamatannya tidak diketahui",
        "formulir insiden masuk dari [incident_forms#n] dari [incident_forms#N] kecamatan",
    ),
    "R-5": (
        _TEAM,
        "perbaiki jadwal pengiriman agar laporan masuk sebelum batas lapor",
        "[tps_late#value] dari [tps_expected#value] TPS melapor terlambat",
    ),
    "R-6": (
        _HEAD,
        "sampaikan kepada KPU daftar TPS yang dibuka terlambat atau belum dibuka, untuk dicari sebabnya",
        "menurut baris yang dipakai [opening_late#value] TPS dibuka terlambat dan [opening_not_yet#value] belum dibuka",
    ),
    "R-7": (
        _DATA,
        "hitung ulang TPS yang terundi dalam uji petik; sebelum itu faktor verifikasi tidak diketahui",
        "tidak satu pun dari [tps_used#value] TPS yang dipakai dihitung ulang",
    ),
    "R-8": (
        _HEAD,
        "selesaikan butir tindak lanjut yang lewat waktu, atau tutup dengan alasan",
        "[overdue] butir tindak lanjut lewat waktu",
    ),
    "R-9": (
        _DATA,
        "jelaskan kembali aturan ini kepada tim pengirim sebelum pelaporan berikutnya",
        "aturan nomor [broken] dilanggar [rows] baris, di urutan teratas",
    ),
    "R-10": (
        _DATA,
        "jelaskan selisih dengan angka resmi; angka desk tidak disesuaikan",
        "selisih dengan angka resmi yang belum dijelaskan: [unexplained]",
    ),
}
NO_RULE = "Tidak satu pun aturan rekomendasi terpenuhi oleh fakta laporan ini."
_SLOT = re.compile(r"\[(\w+)(?:#(\w+))?\]")


def recommendation_texts(content: ReportContent) -> Iterator[tuple[str, str]]:
    """Fact and text of the ids and offices of recommendations; their facts are those of other sections."""
    for one in content.recommendations or ():
        yield from (
            (f"recommendation/{one.id}/rule", one.rule),
            (f"recommendation/{one.id}/office", one.office),
        )


def recommendation_must_show(content: ReportContent) -> Iterator[str]:
    """Every recommendation by its rule."""
    yield from (f"recommendation/{one.id}/rule" for one in content.recommendations or ())


def crooked_recommendations(content: ReportContent, pages: Sequence[str]) -> Iterator[str]:
    """Sentences on recommendations that the facts do not call for, that are missing, reworded, or not on paper."""
    if content.recommendations is None:
        return
    flat = " ".join(flowing(page) for page in pages)
    due, said = (
        [f"{rule}/{area.code}" for rule, area in _due(content)],
        [one.id for one in content.recommendations],
    )
    if said != due:
        yield f"rekomendasi {said}, seharusnya {due} (P15)"
    if (expected(NO_RULE) in flat) == bool(due):
        yield f'"{NO_RULE}" tidak sesuai dengan fakta (P15)'
    whole, areas = tight(flat), {area.code: area for area in (content.area, *content.children)}
    for one in content.recommendations:
        area = areas.get(one.area_code)
        if one.rule not in WORDING or area is None:
            yield f"rekomendasi {one.id} tidak dikenal (P15)"
        elif one.office != _office(content, one.rule, area) or _worded(one) != WORDING[one.rule][1:]:
            yield f"rekomendasi {one.id} bukan kalimat terkendali (P12)"
        elif tight(_sentence(content, one.rule, area)) not in whole:
            yield f"rekomendasi {one.id} tidak tercetak sebagaimana mestinya (P12)"


def _due(content: ReportContent) -> Iterator[tuple[str, Area]]:
    """Which rules the facts call for, and about whom."""
    parts = content.children if content.area.level == "kota" else (content.area,)
    forms, used = (content.figures[f"{content.area.code}/{name}"] for name in ("incident_forms", "tps_used"))
    is_recounted = any(one.checked > 0 for one in content.spot_checks)
    for rule in WORDING:
        if rule in ("R-1", "R-2", "R-3", "R-5", "R-6"):
            yield from ((rule, area) for area in parts if _is_wanting(content, rule, area))
        elif (
            (rule == "R-4" and forms.n != forms.N)
            or (rule == "R-7" and used.k and not is_recounted)
            or (rule == "R-8" and _overdue(content))
            or (rule == "R-9" and _broken(content)[1])
            or (rule == "R-10" and unexplained(content))
        ):
            yield rule, content.area


def _is_wanting(content: ReportContent, rule: str, area: Area) -> bool:
    def k(name: str) -> int:
        return content.figures[f"{area.code}/{name}"].k

    if rule == "R-3":
        return content.figures[f"{area.code}/incident_forms"].n > 0 and k("incidents_open_severe") > 0
    if rule == "R-6":
        return k("opening_late") + k("opening_not_yet") > 0
    return k({"R-1": "tps_not_received", "R-2": "rows_held", "R-5": "tps_late"}[rule]) > 0


def _overdue(content: ReportContent) -> int:
    return len([one for one in content.followups if one.state == "lewat waktu"])


def _broken(content: ReportContent) -> tuple[str, int]:
    ordered = sorted(content.rules, key=lambda one: -one.rows)
    return (ordered[0].id, ordered[0].rows) if ordered else ("", 0)


def _office(content: ReportContent, rule: str, area: Area) -> str:
    office = WORDING[rule][0]
    roles = [one.role for one in content.contacts if one.kecamatan.code == area.code and one.role]
    return roles[0] if office == _TEAM and roles else office


def _worded(one: Recommendation) -> tuple[str, str]:
    """Advice and reason with the facts named instead of printed."""
    said = []
    for part in one.because:
        if isinstance(part, str):
            said.append(part)
        elif part.kind == "figure":
            area_code, _, name = part.fact.partition("/")
            said.append(f"[{name}#{part.part}]" if area_code == one.area_code else "?")
        else:
            said.append(f"[{_slot(part.fact)}]")
    return one.advice, "".join(said)


def _slot(fact: str) -> str:
    """What a fact that is no figure is called in the auditor's sentences."""
    known = {"followup/count/lewat waktu": "overdue", "official/unexplained": "unexplained"}
    head = fact.partition("/")[0]
    return known.get(fact) or {"rule": "broken", "rules": "rows"}.get(head, "?")


def _sentence(content: ReportContent, rule: str, area: Area) -> str:
    """The whole recommendation as it must read."""
    broken, rows = _broken(content)
    counts = {
        "overdue": spell_integer(_overdue(content)),
        "broken": broken,
        "rows": spell_integer(rows),
        "unexplained": spell_integer(len(unexplained(content))),
    }

    def number(slot: re.Match[str]) -> str:
        if slot[2] is None:
            return counts[slot[1]]
        return spell_figure(content.figures[f"{area.code}/{slot[1]}"], slot[2]) or "?"

    office, advice, because = _office(content, rule, area), *WORDING[rule][1:]
    if is_english():
        phrases = english("phrases")
        office = phrases.get(office, office)
        advice, because = phrases[f"{rule}/advice"], phrases[f"{rule}/because"]
    to, since = expected("kepada"), expected("Sebab")
    return f"{rule} {area.name}, {to} {office}: {advice}. {since}: {_SLOT.sub(number, because)}."
