"""Takes of voting day for tests: what can be known at their hour and nothing else. Invented numbers on the real areas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from tests.golden.report_world import (
    AREAS,
    AT,
    CITY,
    Tally,
    digest_of,
    incident_coverage,
    incidents,
    opening_counts,
    statuses,
    with_promises,
    world,
)

from jujur.domain.figures import Figure
from jujur.domain.gates import is_vote_figure
from jujur.domain.periods import WIB, Period
from jujur.domain.reports import Accountable, HeldRow, Incident, IncidentCoverage, ReportContent, RuleUse
from jujur.domain.vintages import Comparison
from jujur.figures import claims_of
from jujur.figures.comparison import TOO_FEW
from jujur.figures.openings import COMPARED

TAKES = 5
HANDED_OUT = 236


@dataclass(frozen=True)
class Hours:
    """The hours of one take, as the calendar of the desk has them."""

    starts: time
    ends: time
    due: time
    cut_off: time
    release: time


HOURS = {
    2: Hours(time(7), time(10), time(10, 30), time(10, 40), time(11)),
    3: Hours(time(10), time(13), time(13, 30), time(13, 35), time(13, 45)),
}
Matched = Mapping[str, tuple[int, tuple[int, int, int, int], tuple[int, int, int, int]]]


@dataclass(frozen=True)
class Known:
    """What came by a take: rows, how the stations whose rows count opened, and what the take before knew of the same ones.

    ``matched``: by kecamatan, of how many stations both takes know; then on time, late, untimed and not yet, before and now.
    """

    tallies: Mapping[str, Tally]
    opened: Mapping[str, Mapping[str, int]]
    matched: Matched


# Two kecamatan report well, one is slow, one late, and one did not send anything.
MORNING = Known(
    {
        "16.72.01": Tally(139, 132, 0, 7, 0, 4, 0),
        "16.72.02": Tally(174, 166, 0, 8, 0, 3, 0),
        "16.72.03": Tally(83, 61, 0, 22, 0, 2, 83),
        "16.72.04": Tally(48, 0, 20, 28, 0, 1, 0),
        "16.72.05": Tally(expected=50, absent=50),
    },
    {
        "16.72.01": {"late": 16, "untimed": 2, "not_yet": 3},
        "16.72.02": {"late": 17, "not_yet": 2},
        "16.72.03": {"late": 2},
        "16.72.04": {"untimed": 1, "not_yet": 1},
    },
    {
        "16.72.01": (126, (105, 0, 2, 19), (105, 16, 2, 3)),
        "16.72.02": (160, (141, 1, 0, 18), (141, 17, 0, 2)),
        "16.72.03": (40, (38, 0, 0, 2), (38, 2, 0, 0)),
        "16.72.04": (17, (15, 0, 1, 1), (15, 0, 1, 1)),
        "16.72.05": (0, (0, 0, 0, 0), (0, 0, 0, 0)),
    },
)
# At the end of voting four kecamatan are above the threshold; the first has lost its light and many of its rows.
CLOSING = Known(
    {
        "16.72.01": Tally(139, 101, 4, 28, 6, 6, 0),
        "16.72.02": Tally(174, 168, 2, 4, 0, 2, 0),
        "16.72.03": Tally(83, 80, 0, 3, 0, 0, 0),
        "16.72.04": Tally(48, 44, 3, 0, 1, 0, 0),
        "16.72.05": Tally(50, 47, 0, 3, 0, 1, 50),
    },
    {
        "16.72.01": {"late": 14, "untimed": 2},
        "16.72.02": {"late": 19},
        "16.72.03": {"late": 3},
        "16.72.04": {"late": 1, "untimed": 1},
        "16.72.05": {"late": 6},
    },
    {
        "16.72.01": (92, (76, 12, 2, 2), (76, 14, 2, 0)),
        "16.72.02": (158, (139, 17, 0, 2), (139, 19, 0, 0)),
        "16.72.03": (57, (55, 2, 0, 0), (55, 2, 0, 0)),
        "16.72.04": (18, (16, 0, 1, 1), (16, 1, 1, 0)),
        "16.72.05": (0, (0, 0, 0, 0), (0, 0, 0, 0)),
    },
)
KNOWN = {2: MORNING, 3: CLOSING}
# Rules that rows of openings can break while nothing is counted yet.
RULES = {
    "K01": "Isian pilihan adalah salah satu kata yang disediakan",
    "K03": "Jam dan tanggal dapat dibaca",
    "K08": "TPS yang belum buka belum mempunyai pengguna hak pilih, suara, atau jam buka",
    "V01": "Kode TPS terdaftar dan berada di kelurahan yang tertulis",
    "V02": "Setiap isian jumlah adalah bilangan bulat nol atau lebih; kosong bukan nol",
    "V30": "TPS dibuka dahulu, lalu pemungutan selesai, lalu penghitungan selesai",
}
BROKEN = (("K08",), ("K03",), ("K08",), ("K03", "K08"), ("V30",))


def take(area_code: str = CITY, number: int = 2, known: Known | None = None) -> ReportContent:
    """One take of voting day, with the clock, the rows, the incidents and the former take that belong to its hour."""
    known = known or KNOWN[number]
    base = world(area_code, known.tallies, is_final=True)
    seen, states = _seen(area_code, number), _states(area_code, number)
    figures = {**base.figures, **opening_counts(base, known.tallies, known.opened)}
    figures |= {one.key: one for one in _forms(base, seen, states)}
    content = replace(base, figures=figures, incidents=seen, incident_coverage=states)
    return with_promises(
        replace(as_take(content, number), comparisons=tuple(_comparisons(content, known.matched)))
    )


def as_take(base: ReportContent, number: int = 2) -> ReportContent:
    """The content of a day as the take of this number: its clock, and nothing about how people voted."""
    hours = HOURS[number]
    release = _at(hours.release)
    cut_off, heard = _at(hours.cut_off), _at(hours.due) - timedelta(minutes=4)
    figures = dict(_without_votes(base))
    silent = _silent_areas(base)
    held = tuple(_held(base))
    edition = replace(
        base.edition,
        id=f"hari_h-{base.area.code}-20240214-{number}",
        kind="hari_h",
        period=Period(_at(hours.starts), _at(hours.ends)),
        as_of=cut_off,
        release_at=release,
        former_head=digest_of("ledger", number - 1),
    )
    made = replace(
        base,
        edition=edition,
        due_at=_at(hours.due),
        figures=figures,
        claims=claims_of((base.area, *base.children), figures, base.small_denominator),
        statuses=statuses(base.area, figures, is_early=number < 3),
        take=number,
        takes=TAKES,
        held=held,
        rules=tuple(
            RuleUse(rule, "E", text, sum(rule in row.rule_ids for row in held))
            for rule, text in RULES.items()
        ),
        sources=tuple(
            replace(
                one, received_at=heard if one.timeliness == "tepat waktu" else cut_off - timedelta(minutes=5)
            )
            for one in base.sources
        ),
        opening_gaps=tuple(
            replace(one, last_heard_at=None if one.kecamatan.code in silent else heard)
            for one in base.opening_gaps
        ),
        incident_coverage=tuple(
            replace(one, received_at=heard if one.received_at else None) for one in base.incident_coverage
        ),
        decisions=tuple(
            Accountable(one.office, replace(one.decision, decided_at=release - timedelta(minutes=minutes)))
            for one, minutes in zip(base.decisions, (6, 2), strict=False)
        ),
        # Forms of openings: nothing was counted anywhere by this hour.
        source_note="Sumber: formulir tim monitoring kecamatan.",
        clock_shifts=tuple(
            replace(one, desk_time=_at(hours.starts) - timedelta(hours=1)) for one in base.clock_shifts
        ),
    )
    return with_promises(made)


def _at(hour: time) -> datetime:
    return datetime.combine(AT.astimezone(WIB).date(), hour, WIB)


def _silent_areas(base: ReportContent) -> set[str]:
    """The kecamatan of which no row came."""
    sent = {one.kecamatan_code for one in base.sources}
    return {one.kecamatan.code for one in base.opening_gaps} - sent


def _without_votes(base: ReportContent) -> Iterator[tuple[str, Figure]]:
    """All figures but those of votes. Every station whose row counts says how many ballots it was handed."""
    for key, one in base.figures.items():
        used = base.figures[f"{one.area_code}/tps_used"].k
        if one.name == "sum_surat_suara_diterima":
            upper = HANDED_OUT * used if used == one.N else None
            sizes = {"value": HANDED_OUT * used, "k": HANDED_OUT * used, "n": used}
            yield key, replace(one, **sizes, lower=HANDED_OUT * used, upper=upper)
        elif one.name == "filled_surat_suara_diterima":
            yield key, replace(one, value=used, k=used, n=used)
        elif one.name.startswith("data_age_") and one.value is not None:
            age = 14 if one.name == "data_age_newest" else 168
            yield key, replace(one, value=age, k=age)
        elif not is_vote_figure(one.name):
            yield key, one


def _held(base: ReportContent) -> Iterator[HeldRow]:
    """The held rows of the stations that are listed as held; what a rule found in them is not told in a take."""
    at = 0
    for gap in base.opening_gaps:
        for name in gap.held_units:
            sha = digest_of("file", gap.kecamatan.code)
            label = f"{name} {gap.area.name}"
            broken = BROKEN[at % len(BROKEN)]
            yield HeldRow(
                f"{sha}|TPS|{at + 7}",
                gap.kecamatan.code,
                gap.area.code,
                label,
                sha,
                "TPS",
                at + 7,
                broken,
                (),
            )
            at += 1


def _seen(area_code: str, number: int) -> tuple[Incident, ...]:
    """The incidents as they are claimed by the hour of a take."""
    severe, light = incidents()
    found = (
        replace(
            severe,
            happened_at=_at(time(8, 40)),
            description="DEMONSTRASI. Surat suara kurang 40 lembar sehingga pemungutan suara terhenti; situasi aman terkendali.",
        ),
        replace(light, happened_at=_at(time(6, 20)), follow_up="Selesai pukul 06.45 WIB"),
    )
    if number == 3:
        dark = "DEMONSTRASI. Hujan lebat, listrik dan sinyal putus di tiga kelurahan; laporan tertunda."
        found += (
            replace(
                light,
                id="INS-003",
                kecamatan=AREAS["16.72.01"],
                place="Kelurahan Beringin Jaya",
                happened_at=_at(time(12, 10)),
                severity="sedang",
                verification="menunggu",
                description=dark,
                follow_up="Tim menunggu sambungan",
                is_open=True,
                row_id="ef|INSIDEN|8",
            ),
        )
    return tuple(one for one in found if one.kecamatan.code.startswith(area_code))


def _states(area_code: str, number: int) -> tuple[IncidentCoverage, ...]:
    """In the morning two forms are missing, at the end of voting none but one."""
    said = {2: ("melapor", "nihil", "melapor", "belum melapor", "belum melapor")}
    closing = ("melapor", "nihil", "melapor", "nihil", "belum melapor")
    states = said.get(number, closing)
    return tuple(
        replace(one, state=state, received_at=None if state == "belum melapor" else AT)
        for one, state in zip(incident_coverage(), states, strict=True)
        if one.kecamatan.code.startswith(area_code)
    )


def _forms(
    base: ReportContent, seen: tuple[Incident, ...], states: tuple[IncidentCoverage, ...]
) -> Iterator[Figure]:
    """The figures of incidents and their forms, of the own area and of each kecamatan."""
    for area in (base.area, *(one for one in base.children if one.level == "kecamatan")):
        mine = [one for one in seen if one.kecamatan.code.startswith(area.code)]
        heard = sum(
            one.state != "belum melapor" for one in states if one.kecamatan.code.startswith(area.code)
        )
        counts = {
            "incidents_reported": len(mine),
            "incidents_verified": sum(one.verification == "terverifikasi" for one in mine),
            "incidents_refuted": 0,
            "incidents_pending": sum(one.verification != "terverifikasi" for one in mine),
            "incidents_open_severe": sum(one.is_open and one.severity == "berat" for one in mine),
            "incident_forms": heard,
            "incident_forms_fresh": heard,
        }
        for name, k in counts.items():
            one = base.figures[f"{area.code}/{name}"]
            n = one.n if name == "incident_forms_fresh" else heard
            yield replace(one, value=k, k=k, n=n)


def _comparisons(base: ReportContent, known: Matched) -> Iterator[Comparison]:
    """Each count of openings against the take before, on the stations that both know."""
    areas = (base.area, *base.children) if base.area.level == "kota" else (base.area,)
    for area in areas:
        mine = [one for code, one in known.items() if code.startswith(area.code)]
        matched = sum(one[0] for one in mine)
        expected = base.figures[f"{area.code}/tps_expected"].k
        is_comparable = matched * 100 >= 90 * expected
        for at, (name, label) in enumerate(COMPARED.items()):
            before, after = sum(one[1][at] for one in mine), sum(one[2][at] for one in mine)
            values = (before, after, after - before) if is_comparable else (None, None, None)
            yield Comparison(
                f"{area.code}/sum_{name}",
                label,
                "e0",
                *values,
                matched,
                expected,
                is_comparable,
                "" if is_comparable else TOO_FEW,
            )
