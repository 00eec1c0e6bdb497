"""What must be on the page: every area, every bin, every unknown; bad news on page one (P02, P08, P10, P15, P18, P27)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jujur.auditing.accounts import account_must_show
from jujur.auditing.annexes import annex_must_show
from jujur.auditing.language import expected
from jujur.auditing.official import official_must_show
from jujur.auditing.openings import opening_must_show
from jujur.auditing.promises import promise_must_show
from jujur.auditing.reading import flowing
from jujur.auditing.recommendations import recommendation_must_show
from jujur.auditing.results import LOGISTICS, is_take, may_print_results
from jujur.auditing.sources import masked
from jujur.auditing.weeks import week_must_show
from jujur.auditing.wording import NIL, count_nil
from jujur.domain.reports import Incident, ReportContent

OFFICIAL = "Bukan hasil resmi; hasil resmi hanya oleh KPU"
EVERYWHERE = (
    *("tps_expected", "tps_on_time", "tps_late", "tps_empty", "tps_absent", "tps_used"),
    *(
        "rows_received",
        "rows_accepted",
        "rows_held",
        "rows_duplicate",
        "rows_superseded",
        "rows_out_of_scope",
    ),
    *("rows_used", "rows_unused_empty"),
)
SUMS = (
    "sum_pemilih_dpt_j",
    "sum_pengguna_total_j",
    "sum_suara_sah",
    "sum_suara_tidak_sah",
    "sum_suara_total",
)
CLASSES = tuple(
    f"sum_{name}_{sex}" for name in ("pengguna_dpt", "pengguna_dptb", "pengguna_dpk") for sex in "jlp"
)
INCIDENTS = ("incidents_reported", "incidents_verified", "incidents_refuted", "incidents_pending")
# So many hexadecimal digits of a ledger head are printed.
PRINTED_DIGITS = 16
NOT_STAMPED = "belum bercap waktu"
# How far around the number of an incident its particulars may stand, in characters.
BEFORE, AFTER = 80, 900
LIGHT = {"ringan", "sedang", "rendah"}


def absent_facts(content: ReportContent, facts: Mapping[str, Any]) -> list[str]:
    """Must-show facts that were not printed."""
    printed = {fact for _, fact in facts["printed"]}
    needed = set(_must_show(content))
    return [f"fakta wajib tampil tidak tercetak: {fact}" for fact in sorted(needed - printed)]


def _must_show(content: ReportContent) -> Iterator[str]:
    own = content.area.code
    yield from _of_days(content) if content.week is None else week_must_show(content)
    for status in content.statuses:
        yield from _evidence(content, status.area_code)
    yield f"{own}/{content.unit_figure('not_received')}#value"
    if content.week is None or content.figures[f"{own}/incident_forms"].N:
        yield from (f"{own}/{name}#value" for name in INCIDENTS)
    yield from (f"{own}/incident_forms#{part}" for part in ("n", "N"))
    yield from ("edition/as_of#long", "edition/release_at#short", "due_at#short", "manual_actions")
    yield from _chain(content)
    if content.replaces:
        yield from ("replaces/number", "replaces/revision")
    for at in range(len(content.clock_shifts)):
        yield f"clock_shift/{at}/desk#short"
    yield from account_must_show(content)
    yield from promise_must_show(content)
    yield from opening_must_show(content)
    yield from annex_must_show(content)
    yield from official_must_show(content)
    yield from recommendation_must_show(content)
    yield from _silent(content)


def _of_days(content: ReportContent) -> Iterator[str]:
    """What reports of a day print of every area: its TPS, its rows, its sums."""
    for area in (content.area, *content.children):
        yield from (f"{area.code}/{name}#value" for name in EVERYWHERE)
        yield from (f"{area.code}/coverage#{part}" for part in ("k", "denominator"))
        yield f"{area.code}/timeliness#k"
        for name in _sums(content):
            yield from _sum(content, f"{area.code}/{name}")
    if is_take(content):
        yield from _sum(content, f"{content.area.code}/sum_{LOGISTICS}")
        return
    for name in CLASSES:
        yield from _sum(content, f"{content.area.code}/{name}")


def _sums(content: ReportContent) -> tuple[str, ...]:
    """The sums of every area: in a take none, before the legal hour no votes (P19)."""
    if is_take(content):
        return ()
    return SUMS if may_print_results(content) else SUMS[:2]


def _silent(content: ReportContent) -> Iterator[str]:
    """How many units of each area are silent; in a kecamatan edition each of them by number (P10)."""
    for part in content.silent:
        base = f"silent/{part.form_id}/{part.area.code}"
        yield f"{base}/all"
        # A take lists them once, with the stations whose rows say nothing of their opening (opening_must_show).
        if content.area.level != "kota" and not is_take(content):
            yield from (
                f"{base}/{kind}/units"
                for kind, units in (("empty", part.empty_units), ("absent", part.absent_units))
                if units
            )


def _evidence(content: ReportContent, area_code: str) -> Iterator[str]:
    """What a status rests on stands beside it (P12); open severe incidents only where a form came (P14)."""
    yield from (f"{area_code}/{content.unit_figure('usable')}#{part}" for part in ("k", "denominator"))
    yield from (f"{area_code}/incident_forms#{part}" for part in ("n", "N"))
    if content.figures[f"{area_code}/incident_forms"].n:
        yield f"{area_code}/incidents_open_severe#value"


def _chain(content: ReportContent) -> Iterator[str]:
    """The head of the ledger, the one that the issue before printed, and the time an authority gave (P37)."""
    for name, head in (
        ("ledger_head", content.edition.ledger_head),
        ("former_head", content.edition.former_head),
    ):
        groups = (head[at : at + 8] for at in range(0, PRINTED_DIGITS, 8))
        yield from (
            f"identity/{name}:{at}" for at, group in enumerate(groups) if any(map(str.isdigit, group))
        )
    if content.timestamp:
        yield "timestamp/stamped_at#short"


def _sum(content: ReportContent, key: str) -> Iterator[str]:
    figure = content.figures[key]
    yield from (f"{key}#n", f"{key}#N")
    if figure.n:
        yield f"{key}#value"


def absent_words(content: ReportContent, pages: Sequence[str]) -> list[str]:
    """Words that every page, or page one, must carry."""
    flat = [flowing(page) for page in pages]
    whole = " ".join(flat)
    problems = [
        f'halaman {at}: tidak memuat "{words}"'
        for at, page in enumerate(flat, 1)
        for words in (expected(content.status_label), expected(OFFICIAL))
        if words not in page
    ]
    if (expected(NOT_STAMPED) in whole) != (content.timestamp is None):
        problems.append(f'"{NOT_STAMPED}" tidak sesuai dengan catatan (P37)')
    names = {area.name for area in (content.area, *content.children)}
    problems += [f"wilayah {name} tidak tampak (P02)" for name in sorted(names) if name not in whole]
    for status in {one.status.value for one in content.statuses}:
        wanted = sum(one.status.value == status for one in content.statuses)
        if whole.count(expected(status)) < wanted:
            problems.append(
                f"status {status} seharusnya tampak {wanted} kali, tampak {whole.count(expected(status))} kali"
            )
    problems += _page_one(content, flat[0] if flat else "")
    return [*problems, *_nil(content, whole)]


def _page_one(content: ReportContent, first: str) -> Iterator[str]:
    for one in content.incidents:
        if one.is_open and one.severity.casefold() not in LIGHT and one.verification != "tidak terbukti":
            yield from _told(one, first)
    for area in content.children:
        if (
            content.figures[f"{area.code}/coverage"].k == 0
            and f"{area.name}{expected(f': tidak satu pun {content.unit_word} melapor')}" not in first
        ):
            yield f"{area.name} tidak melapor sama sekali dan itu tidak ada di halaman 1 (P18)"
    if expected("Kotak Kejujuran").casefold() not in first.casefold():
        yield "Kotak Kejujuran tidak ada di halaman 1"


def _told(one: Incident, first: str) -> Iterator[str]:
    """At least number, kecamatan, place, category and state of an open severe incident stand together on page one (P18; L17)."""
    at = first.find(one.id)
    if at < 0:
        yield f"insiden berat terbuka {one.id} tidak ada di halaman 1 (P18)"
        return
    near = first[max(0, at - BEFORE) : at + AFTER]
    for words in (one.kecamatan.name, masked(one.place), masked(one.category), expected(one.verification)):
        if words not in near:
            yield f"halaman 1: {words!r} tidak ada di dekat insiden {one.id} (P18)"


def _nil(content: ReportContent, whole: str) -> Iterator[str]:
    confirmed = sum(one.state == "nihil" for one in content.incident_coverage)
    if count_nil(whole) != confirmed:
        yield f'"{NIL}" tampak {count_nil(whole)} kali, dinyatakan oleh {confirmed} pengirim (P14)'
