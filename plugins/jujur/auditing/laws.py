"""Laws that the figures themselves obey, whatever is printed (P01, P02, P03, P05, P08, P25, P30)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jujur.auditing import weeks
from jujur.auditing.results import LOGISTICS, VOTES, is_take, may_print_results
from jujur.auditing.revisions import crooked_changes
from jujur.domain.figures import Figure
from jujur.domain.reports import ReportContent

PARTITIONS = {
    "tps_expected": ("tps_on_time", "tps_late", "tps_not_received"),
    "tps_not_received": ("tps_empty", "tps_absent"),
    "rows_received": ("rows_accepted", "rows_held", "rows_duplicate", "rows_superseded", "rows_out_of_scope"),
    "rows_accepted": ("rows_used", "rows_unused_empty"),
}
ADDITIVE = (
    "tps_expected",
    "tps_on_time",
    "tps_late",
    "tps_empty",
    "tps_absent",
    "tps_used",
    "rows_accepted",
    "rows_used",
)
SUMS = (
    *(
        f"sum_{name}_{sex}"
        for name in ("pemilih_dpt", "pengguna_dpt", "pengguna_dptb", "pengguna_dpk", "pengguna_total")
        for sex in "jlp"
    ),
    *("sum_suara_sah", "sum_suara_tidak_sah", "sum_suara_total"),
    *(f"sum_surat_suara_{name}" for name in ("diterima", "digunakan", "rusak", "tidak_digunakan")),
)
INCIDENT_STATES = ("incidents_verified", "incidents_refuted", "incidents_pending")
SHARES = ("coverage", "timeliness", "turnout")


def broken_laws(content: ReportContent) -> list[str]:
    """Sentences on every law that a figure breaks."""
    problems: list[str] = []
    for area in (content.area, *content.children):
        missing = [name for name in _required(content) if f"{area.code}/{name}" not in content.figures]
        problems += [f"angka {area.code}/{name} tidak ada" for name in missing]
    if problems:
        return problems
    for area in (content.area, *content.children):
        problems += _partitions(content, area.code)
        problems += _shares(content, area.code)
    return [
        *problems,
        *_totals(content),
        *_counts(content),
        *crooked_changes(content),
        *(weeks.week_laws(content) if content.week else ()),
    ]


def _sums(content: ReportContent) -> tuple[str, ...]:
    """The sums that the edition holds: no votes before the legal hour, of takes the logistics alone (P19)."""
    if content.week is not None:
        return ()
    if is_take(content):
        return (f"sum_{LOGISTICS}",)
    is_open = may_print_results(content)
    return tuple(name for name in SUMS if is_open or not name.startswith(VOTES))


def _required(content: ReportContent) -> Iterator[str]:
    partitions = _partitions_of(content)
    yield from {
        *partitions,
        *(part for parts in partitions.values() for part in parts),
        *_additive(content),
        *_sums(content),
        *_share_names(content),
    }


def _partitions_of(content: ReportContent) -> Mapping[str, tuple[str, ...]]:
    return PARTITIONS if content.week is None else weeks.PARTITIONS


def _additive(content: ReportContent) -> tuple[str, ...]:
    return ADDITIVE if content.week is None else weeks.ADDITIVE


def _share_names(content: ReportContent) -> tuple[str, ...]:
    if is_take(content):
        return SHARES[:2]
    return SHARES if content.week is None else weeks.SHARES


def _k(content: ReportContent, area: str, name: str) -> int:
    return content.figures[f"{area}/{name}"].k


def _partitions(content: ReportContent, area: str) -> Iterator[str]:
    for whole, parts in _partitions_of(content).items():
        total = sum(_k(content, area, part) for part in parts)
        if total != _k(content, area, whole):
            yield f"{area}: {whole} {_k(content, area, whole)} bukan jumlah bagiannya {total} (P01)"


def _shares(content: ReportContent, area: str) -> Iterator[str]:
    for name in _share_names(content):
        figure = content.figures[f"{area}/{name}"]
        if figure.value is not None and not 0 <= figure.value <= 1:
            yield f"{figure.key}: bagian {figure.value} di luar 0 sampai 1 (P05)"
        if figure.value is not None and figure.denominator and figure.value * figure.denominator != figure.k:
            yield f"{figure.key}: nilai bukan {figure.k}/{figure.denominator} (P04)"
        yield from _bounds(figure)
    expected = _k(content, area, content.unit_figure("expected"))
    on_time, late = content.unit_figure("on_time"), content.unit_figure("late")
    for name, k in (("coverage", (on_time, late)), ("timeliness", (on_time,))):
        figure = content.figures[f"{area}/{name}"]
        if figure.denominator != expected:
            yield f"{figure.key}: penyebut {figure.denominator} bukan kerangka {expected} (P03)"
        if figure.k != sum(_k(content, area, part) for part in k):
            yield f"{figure.key}: pembilang {figure.k} tidak cocok dengan rinciannya (P09)"


def _bounds(figure: Figure) -> Iterator[str]:
    if figure.value is not None and figure.lower is not None and figure.value < figure.lower:
        yield f"{figure.key}: nilai di bawah batas bawahnya (P08)"
    if figure.value is not None and figure.upper is not None and figure.value > figure.upper:
        yield f"{figure.key}: nilai di atas batas atasnya (P08)"


def _totals(content: ReportContent) -> Iterator[str]:
    if content.week is not None and not content.children:
        return
    for name in (*_additive(content), *_sums(content)):
        parts = sum(_k(content, area.code, name) for area in content.children)
        if parts != _k(content, content.area.code, name):
            yield f"{name}: jumlah rincian {parts} bukan {_k(content, content.area.code, name)} (P30)"
    for name in PARTITIONS["rows_received"]:
        parts = sum(_k(content, area.code, name) for area in content.children)
        if parts > _k(content, content.area.code, name):
            yield f"{name}: rincian {parts} melebihi jumlahnya {_k(content, content.area.code, name)} (P01)"


def _counts(content: ReportContent) -> Iterator[str]:
    code = content.area.code
    if len(content.held) != _k(content, code, "rows_held"):
        yield f"{len(content.held)} baris ditahan terdaftar, angkanya {_k(content, code, 'rows_held')} (P01)"
    reported = content.figures.get(f"{code}/incidents_reported")
    if reported is not None and reported.k != len(content.incidents):
        yield f"{len(content.incidents)} insiden terdaftar, angkanya {reported.k} (P17)"
    if len(content.acts) != content.manual_actions:
        yield f"{len(content.acts)} tindakan manual terdaftar, angkanya {content.manual_actions} (P42)"
    yield from _incidents(content)
    judged = [one.area_code for one in content.statuses]
    children = {area.code for area in content.children}
    is_whole = set(judged[1:]) == children if content.area.level == "kota" else set(judged[1:]) <= children
    if judged[:1] != [code] or not is_whole or len(set(judged)) != len(judged):
        yield "simpulan tidak memuat setiap wilayah tepat satu kali, wilayah sendiri lebih dahulu (P02)"


def _incidents(content: ReportContent) -> Iterator[str]:
    """Reported incidents are verified, refuted or not checked, each in exactly one state; the list says the same (P17, P30)."""
    for area in (content.area, *content.children):
        whole = content.figures.get(f"{area.code}/incidents_reported")
        if whole is None:
            continue
        parts = [_k(content, area.code, name) for name in INCIDENT_STATES]
        if sum(parts) != whole.k:
            yield f"{area.code}: {whole.k} insiden dilaporkan bukan jumlah keadaannya {sum(parts)} (P17, P30)"
        listed = [
            one
            for one in content.incidents
            if one.kecamatan.code == area.code or one.kecamatan.code.startswith(f"{area.code}.")
        ]
        verified = sum(one.verification == "terverifikasi" for one in listed)
        refuted = sum(one.verification == "tidak terbukti" for one in listed)
        if [verified, refuted, len(listed) - verified - refuted] != parts:
            yield f"{area.code}: daftar insiden dan angka keadaannya berbeda (P17)"
