"""What must hold whatever happened and whatever was reported of it (P01, P02, P08, P11, P13, P20, P25)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.honesty.desk_at_work import DeskAtWork, working
from tests.honesty.small_desk import (
    CITY,
    CUT_OFF,
    KECAMATAN,
    Bounds,
    Desks,
    SmallDesk,
    at_the_desk,
    judging_fast,
    wib,
)
from tests.honesty.worlds import (
    MOSTLY_COMPLETE,
    PLANS,
    PROFILE,
    SIZE,
    WORLDS,
    District,
    File,
    Incident,
    IncidentSending,
    Plan,
    Sending,
    Station,
    Telling,
    World,
    files_of,
    hear,
    is_on_time,
)

from jujur import figures as figures_room
from jujur.domain.figures import AreaStatus, Figure
from jujur.domain.findings import Bin
from jujur.figures.claims import ORDER
from jujur.operations import publish
from jujur.operations.comparing import comparisons_of
from jujur.operations.content import content_of
from jujur.record import editions

EXAMPLES = {"sqlite": 30, "postgresql": 3}
# Fewer units than that carry no comparison (P21).
MATCHED_PERCENT = 90
KINDS = pytest.mark.parametrize("kind", list(EXAMPLES))
pytestmark = pytest.mark.usefixtures("bounds")

Figures = Mapping[str, Figure]


def stations_of(desk: SmallDesk) -> dict[str, list[str]]:
    return {code: desk.stations(code) for code in KECAMATAN}


def play(desk: SmallDesk, files: Sequence[File], batches: int = 1) -> None:
    """Everything arrives and is judged, in so many batches; the clock then stands after the cut-off."""
    numbers: dict[tuple[str, int, int], str] = {}
    for file in files:
        (numbers[file.key],) = desk.receive([(file.content(numbers), file.sender, file.at)])
    ids = list(numbers.values())
    size = -(-len(ids) // batches) or 1
    for start in range(0, len(ids), size):
        desk.judge(ids[start : start + size])
    desk.to(CUT_OFF + timedelta(minutes=31))


@contextmanager
def played(
    desks: Desks, kind: str, world: World, plan: Plan, **how: Any
) -> Iterator[tuple[SmallDesk, list[File]]]:
    """A new desk after such a day."""
    with desks.new(kind) as desk:
        files = files_of(world, plan, stations_of(desk))
        play(desk, files, **how)
        yield desk, files


def some(kind: str, share: float = 1.0) -> settings:
    """How many examples a theorem gets on a kind of database."""
    return settings(PROFILE, max_examples=max(1, round(EXAMPLES[kind] * share)))


@KINDS
def test_every_row_received_lies_in_exactly_one_bin(desks: Desks, kind: str) -> None:
    """P01, for the city and each kecamatan, against a count of the lines that were sent."""

    @some(kind)
    @given(WORLDS, PLANS, st.sampled_from((0, 45, 91, 121)))
    def theorem(world: World, plan: Plan, minutes: int) -> None:
        as_of = wib(14, 18) + timedelta(minutes=minutes)
        with played(desks, kind, world, plan) as (desk, files):
            figures, heard = desk.figures(as_of=as_of), hear(files, as_of)
            for code, rows in heard.rows.items():
                assert figures[f"{code}/rows_received"].k == rows
                assert sum(figures[f"{code}/rows_{bin_.value}"].k for bin_ in Bin) == rows
                used = figures[f"{code}/rows_used"].k + figures[f"{code}/rows_unused_empty"].k
                assert used == figures[f"{code}/rows_accepted"].k
                units = desk.stations(code)
                first = [heard.first[unit] for unit in units if unit in heard.first]
                on_time = sum(is_on_time(at) for at in first)
                assert figures[f"{code}/tps_expected"].k == len(units)
                assert figures[f"{code}/tps_on_time"].k == on_time
                assert figures[f"{code}/tps_late"].k == len(first) - on_time
                assert figures[f"{code}/tps_not_received"].k == len(units) - len(first)
            # What was sent for the other day stands there, held, and nowhere else (L26).
            tomorrow = desk.figures(slot=1, as_of=wib(14, 23))
            for code, rows in hear(files, wib(14, 23), "2024-02-15").rows.items():
                held = tomorrow[f"{code}/rows_held"].k + tomorrow[f"{code}/rows_duplicate"].k
                assert tomorrow[f"{code}/rows_received"].k == held == rows

    theorem()


def truth(
    world: World, used: Mapping[str, bool], stations: Mapping[str, Sequence[str]], area: str
) -> dict[str, int]:
    """What the columns add up to at the stations of an area for which ``used`` holds."""
    total: dict[str, int] = {}
    for district, code in zip(world, KECAMATAN, strict=True):
        for station, unit in zip(district.stations, stations[code], strict=True):
            if used[unit] and f"{code}.{unit[6:10]}".startswith(area):
                for name, value in station.values().items():
                    total[name] = total.get(name, 0) + value
    return total


def turnout(total: Mapping[str, int]) -> Fraction:
    return Fraction(
        total["pengguna_total_j"],
        total["pemilih_dpt_j"] + total["pengguna_dptb_j"] + total["pengguna_dpk_j"],
    )


@KINDS
def test_the_truth_lies_inside_the_bounds(desks: Desks, kind: str) -> None:
    """P08, L05: whatever did not arrive or was held, no printed bound excludes what truly happened, and what counts is true."""

    @some(kind)
    @given(WORLDS, PLANS, st.sampled_from((CUT_OFF, wib(14, 20, 5))))
    def theorem(world: World, plan: Plan, as_of: datetime) -> None:
        with played(desks, kind, world, plan) as (desk, _):
            figures, stations = desk.figures(as_of=as_of), stations_of(desk)
            used = desk.units_used(as_of)
            everywhere = dict.fromkeys(used, True)
            for area in (CITY, *KECAMATAN, *desk.kelurahan()):
                whole, counted = truth(world, everywhere, stations, area), truth(world, used, stations, area)
                for name, value in whole.items():
                    figure = figures[f"{area}/sum_{name}"]
                    assert sum(unit in everywhere for unit in desk.stations(area)) == figure.N
                    if figure.value is None:
                        assert (figure.n, figure.lower) == (0, None)
                        continue
                    assert figure.lower is not None
                    assert figure.lower <= value
                    if figure.n == figures[f"{area}/tps_used"].k:
                        assert figure.value == counted[name]
                    if figure.n == figure.N:
                        assert figure.value == value
                share = figures[f"{area}/turnout"]
                if share.value is not None:
                    assert share.lower is not None
                    assert share.upper is not None
                    assert share.lower <= turnout(whole) <= share.upper
                    assert share.n < share.N or share.lower == share.value == share.upper == turnout(whole)
            for code, district in zip(KECAMATAN, world, strict=True):
                told = figures[f"{code}/incidents_reported"]
                assert told.lower == told.k <= len(district.incidents)
                severe = sum(_is_open_severe(one) for one in district.incidents)
                assert figures[f"{code}/incidents_open_severe"].k <= severe

    theorem()


def _is_open_severe(incident: Incident) -> bool:
    return incident.severity == "berat" and incident.is_open and incident.state != "tidak terbukti"


QUIET = (IncidentSending(0, 45),)
PLAIN = Telling((Sending("true", frozenset(range(SIZE)), 40),), QUIET)
NOTHING = Telling((), ())


@KINDS
def test_whoever_is_absent_all_five_are_there(desks: Desks, kind: str) -> None:
    """P02, P12, L01, L15: all 32 patterns of silence; never a row less, never calm where somebody is silent."""
    station = Station(registered=200, voted=150, moved=1, special=2, invalid=3)
    world = (District((station,) * SIZE, ()),) * len(KECAMATAN)
    for pattern in product((True, False), repeat=len(KECAMATAN)):
        plan = tuple(PLAIN if speaks else NOTHING for speaks in pattern)
        with played(desks, kind, world, plan) as (desk, _):
            figures = desk.figures()
            statuses = desk.statuses(figures)
            assert list(statuses) == [CITY, *KECAMATAN]
            silent = [code for code, speaks in zip(KECAMATAN, pattern, strict=True) if not speaks]
            for code, speaks in zip(KECAMATAN, pattern, strict=True):
                assert figures[f"{code}/tps_expected"].k == SIZE
                assert figures[f"{code}/tps_absent"].k == (0 if speaks else SIZE)
                assert (figures[f"{code}/sum_suara_sah"].value is None) is not speaks
                expected = AreaStatus.KONDUSIF if speaks else AreaStatus.BELUM_DAPAT_DISIMPULKAN
                assert statuses[code].status is expected
            city = AreaStatus.BELUM_DAPAT_DISIMPULKAN if silent else AreaStatus.KONDUSIF
            assert statuses[CITY].status is city
            assert figures[f"{CITY}/coverage"].k == SIZE * sum(pattern)
            assert figures[f"{CITY}/coverage"].denominator == SIZE * len(pattern)
            if kind == "sqlite":
                _check_content(desk, silent)


def _check_content(desk: SmallDesk, silent: Sequence[str]) -> None:
    with at_the_desk(desk):
        edition_ids = publish.freeze_editions(CUT_OFF)
        publish.compute_figures(edition_ids)
    with desk.desk.database.reading() as session:
        edition = editions.edition_by_id(session, edition_ids[0])
        content = content_of(desk.desk, session, edition, with_decisions=False)
    assert [area.code for area in content.children] == list(KECAMATAN)
    assert [one.area_code for one in content.statuses] == [CITY, *KECAMATAN]
    assert sorted({one.kecamatan.code for one in content.silent}) == sorted(silent)
    assert sum(one.expected for one in content.silent) == SIZE * len(silent)
    incidents = {one.area_code: one.id for one in content.claims if one.id.startswith("insiden")}
    assert {code for code, said in incidents.items() if said == "insiden_sebagian"} == {
        *silent,
        *([CITY] if silent else []),
    }


FLOW = ("rows_received", "rows_duplicate", "rows_out_of_scope")


@KINDS
def test_sending_everything_again_changes_nothing(desks: Desks, kind: str) -> None:
    """P11, L02: f(S + S) = f(S); only the flow of rows shows it, and all that came again is a duplicate or out of scope."""

    @some(kind, 0.75)
    @given(WORLDS, PLANS)
    def theorem(world: World, plan: Plan) -> None:
        with desks.new(kind) as desk:
            files = files_of(world, plan, stations_of(desk))
            numbers: dict[tuple[str, int, int], str] = {}
            for file in files:
                (numbers[file.key],) = desk.receive([(file.content(numbers), file.sender, file.at)])
            desk.judge(list(numbers.values()))
            as_of = wib(14, 21)
            once = desk.figures(as_of=as_of)
            again = desk.receive([(file.content(numbers), file.sender, wib(14, 20, 30)) for file in files])
            desk.judge(again)
            twice = desk.figures(as_of=as_of)
        assert once.keys() == twice.keys()
        for key, figure in once.items():
            if figure.name not in FLOW:
                assert twice[key] == figure
        for code in (CITY, *KECAMATAN):
            more = {name: twice[f"{code}/{name}"].k - once[f"{code}/{name}"].k for name in FLOW}
            assert more["rows_received"] == once[f"{code}/rows_received"].k
            assert more["rows_received"] == more["rows_duplicate"] + more["rows_out_of_scope"]

    theorem()


@KINDS
def test_kecamatan_are_only_labels(desks: Desks, kind: str) -> None:
    """P20: exchanging the labels of kecamatan exchanges exactly their figures and statuses, and changes nothing of the city's."""

    @some(kind, 0.5)
    @given(WORLDS, PLANS, st.permutations(KECAMATAN))
    def theorem(world: World, plan: Plan, labels: Sequence[str]) -> None:
        with played(desks, kind, world, plan) as (desk, _):
            figures, stations = desk.figures(), stations_of(desk)
            statuses = desk.statuses(figures)
        with desks.new(kind) as other:
            play(other, files_of(world, plan, stations, labels))
            exchanged = other.figures()
            said = other.statuses(exchanged)
        renamed = _names(labels, stations)
        assert {f"{renamed[one.area_code]}/{one.name}" for one in figures.values()} == set(exchanged)
        for figure in figures.values():
            area = renamed[figure.area_code]
            assert replace(figure, area_code=area, rows_digest="") == replace(
                exchanged[f"{area}/{figure.name}"], rows_digest=""
            )
        for code, status in statuses.items():
            other_status = said[renamed[code]]
            assert other_status.status is status.status
            assert set(other_status.reasons) == set(status.reasons)

    theorem()


def _names(labels: Sequence[str], stations: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The new code of every area, kelurahan by their order."""
    renamed = {CITY: CITY}
    for code, label in zip(KECAMATAN, labels, strict=True):
        renamed[code] = label
        for own, its in zip(stations[code], stations[label], strict=True):
            renamed[f"{code}.{own[6:10]}"] = f"{label}.{its[6:10]}"
    return renamed


@KINDS
def test_what_was_known_does_not_depend_on_batches(desks: Desks, kind: str) -> None:
    """P25: judged at once or in pieces, the same is known at the cut-off."""

    @some(kind, 0.4)
    @given(WORLDS, PLANS, st.integers(2, 6))
    def theorem(world: World, plan: Plan, batches: int) -> None:
        with played(desks, kind, world, plan) as (desk, _):
            at_once = desk.figures()
        with played(desks, kind, world, plan, batches=batches) as (desk, _):
            assert desk.figures() == at_once

    theorem()


# What a sentence admits: the later of a kind says that less is known.
WORDINGS = {
    "insiden": 0,
    "insiden_sebagian": 1,
    "umur": 0,
    "umur_tidak_ada": 1,
    "cakupan": 0,
    "cakupan_tanpa_persen": 0,
}


def refuse_better(desk: SmallDesk, before: Figures, after: Figures) -> None:
    """P13: in no area a better status, a higher coverage, a bolder sentence or narrower bounds."""
    said, now_said = desk.statuses(dict(before)), desk.statuses(dict(after))
    for code in (CITY, *KECAMATAN):
        assert ORDER.index(now_said[code].status) >= ORDER.index(said[code].status), code
        for name in (
            "coverage",
            "timeliness",
            "tps_usable",
            "tps_used",
            "incident_forms",
            "incident_forms_fresh",
        ):
            assert after[f"{code}/{name}"].k <= before[f"{code}/{name}"].k, name
        narrow, wide = before[f"{code}/turnout"], after[f"{code}/turnout"]
        if narrow.value is not None and wide.value is not None and wide.n < narrow.n:
            assert _width(wide) >= _width(narrow)
    rank, now_rank = _wording(desk, before), _wording(desk, after)
    assert all(now_rank[key] >= rank[key] for key in rank)


def _width(figure: Figure) -> Fraction:
    assert figure.lower is not None
    assert figure.upper is not None
    return Fraction(figure.upper) - Fraction(figure.lower)


def _wording(desk: SmallDesk, figures: Figures) -> dict[tuple[str, str], int]:
    gazetteer = desk.config.gazetteer
    claims = figures_room.claims_of((gazetteer.city, *gazetteer.at_level("kecamatan")), dict(figures), 30)
    return {(claim.area_code, claim.id.split("_")[0]): WORDINGS[claim.id] for claim in claims}


def refuse_improvement(
    desks: Desks, kind: str, better: tuple[World, Plan], worse: tuple[World, Plan]
) -> None:
    """Both days are played, and the worse one must not look better."""
    with played(desks, kind, *better) as (desk, _):
        before = desk.figures()
    with played(desks, kind, *worse) as (desk, _):
        refuse_better(desk, before, desk.figures())


@KINDS
def test_losing_a_report_never_looks_better(desks: Desks, kind: str) -> None:
    """P13: of one station, of the incidents of a kecamatan, or of everything that it sent."""

    @some(kind, 0.5)
    @given(WORLDS, MOSTLY_COMPLETE, st.integers(0, len(KECAMATAN) - 1), st.integers(-2, SIZE - 1))
    def theorem(world: World, plan: Plan, at: int, lost: int) -> None:
        refuse_improvement(desks, kind, (world, plan), (world, _put(plan, at, _without(plan[at], lost))))

    theorem()


def _without(telling: Telling, lost: int) -> Telling:
    """A kecamatan whose station ``lost`` never got through; -1: its incident forms, -2: nothing at all."""
    if lost == -2:
        return NOTHING
    if lost == -1:
        return replace(telling, incidents=())
    files = tuple(replace(sending, stations=sending.stations - {lost}) for sending in telling.files)
    return replace(telling, files=files)


def _put(items: tuple[Any, ...], at: int, item: Any) -> tuple[Any, ...]:
    return (*items[:at], item, *items[at + 1 :])


@KINDS
def test_one_more_incident_never_looks_better(desks: Desks, kind: str) -> None:
    """P13: an incident of any kind, told in every form of its kecamatan."""
    incidents = st.builds(
        Incident,
        st.sampled_from(("berat", "berat", "sedang")),
        st.sampled_from(("dilaporkan", "terverifikasi")),
        st.sampled_from((True, True, False)),
        st.just(601),
    )

    @some(kind, 0.35)
    @given(WORLDS, MOSTLY_COMPLETE, st.integers(0, len(KECAMATAN) - 1), incidents)
    def theorem(world: World, plan: Plan, at: int, incident: Incident) -> None:
        more = replace(world[at], incidents=(incident, *world[at].incidents))
        forms = tuple(replace(form, count=form.count + 1) for form in plan[at].incidents)
        worse = (_put(world, at, more), _put(plan, at, replace(plan[at], incidents=forms)))
        refuse_improvement(desks, kind, (world, plan), worse)

    theorem()


GRAVER: tuple[dict[str, Any], ...] = (
    {"severity": "berat"},
    {"severity": "berat", "is_open": True, "state": "dilaporkan"},
    {"severity": "berat", "is_open": True, "state": "terverifikasi"},
    {"is_open": True, "state": "menunggu"},
)


@KINDS
def test_a_graver_incident_never_looks_better(desks: Desks, kind: str) -> None:
    """P13, L18: the same incidents, one of them graver, still open, or not refuted."""

    @some(kind, 0.35)
    @given(WORLDS, MOSTLY_COMPLETE, st.integers(0, len(KECAMATAN) - 1), st.sampled_from(GRAVER))
    def theorem(world: World, plan: Plan, at: int, graver: dict[str, Any]) -> None:
        first, *others = world[at].incidents or (Incident("ringan", "dilaporkan", True, 602),)
        known = _put(world, at, replace(world[at], incidents=(first, *others)))
        worse = _put(world, at, replace(world[at], incidents=(replace(first, **graver), *others)))
        refuse_improvement(desks, kind, (known, plan), (worse, plan))

    theorem()


@KINDS
def test_older_data_never_look_better(desks: Desks, kind: str) -> None:
    """P13, P23: the same record, looked at later, when nothing new has come."""

    @some(kind, 0.5)
    @given(WORLDS, MOSTLY_COMPLETE, st.integers(40, 80), st.integers(1, 50))
    def theorem(world: World, plan: Plan, minutes: int, later: int) -> None:
        as_of = wib(14, 18) + timedelta(minutes=minutes)
        with desks.new(kind) as desk:
            play(desk, [file for file in files_of(world, plan, stations_of(desk)) if file.at <= as_of])
            before = desk.figures(as_of=as_of)
            refuse_better(desk, before, desk.figures(as_of=as_of + timedelta(minutes=later)))

    theorem()


@KINDS
def test_nothing_changed_where_only_other_stations_reported(desks: Desks, kind: str) -> None:
    """P21, L20: the same truth on both days, told by other stations; whatever is compared is 0 on those that told it twice."""
    everyone = frozenset(range(SIZE))
    told = st.lists(
        st.sampled_from((everyone, everyone, everyone - {0}, everyone - {4})),
        min_size=len(KECAMATAN),
        max_size=len(KECAMATAN),
    )

    @some(kind, 0.07)
    @example([everyone - {4}] + [everyone] * 4, [everyone] * 4 + [everyone - {0}])
    @given(told, told)
    def theorem(first: list[frozenset[int]], second: list[frozenset[int]]) -> None:
        with desks.new(kind) as desk:
            work = DeskAtWork(desk)
            with working(desk, work.mailbox):
                for day, places in ((14, first), (15, second)):
                    desk.to(wib(day, 18))
                    for number, (code, own) in enumerate(zip(KECAMATAN, places, strict=True)):
                        work.send(code, {place: 10 * number + place for place in own}, day=day)
                    if day == 14:
                        work.publish()
                desk.to(wib(15, 19, 30))
                edition_ids = publish.freeze_editions(wib(15, 19, 30))
                publish.compute_figures(edition_ids)
            with desk.desk.database.reading() as session:
                edition = editions.edition_by_id(session, edition_ids[0])
                compared, _ = comparisons_of(desk.desk, session, edition)
        matched = {code: len(a & b) for code, a, b in zip(KECAMATAN, first, second, strict=True)}
        assert {one.key.partition("/")[0] for one in compared} == {CITY, *KECAMATAN}
        for one in compared:
            area = one.key.partition("/")[0]
            if one.key.endswith("/sum_suara_sah"):
                assert one.matched == (sum(matched.values()) if area == CITY else matched[area])
                assert one.is_comparable == (one.matched * 100 >= MATCHED_PERCENT * one.N), one
            assert one.change == 0 if one.is_comparable else one.change is None, one

    theorem()


def test_the_short_cut_is_what_great_expectations_says(desks: Desks) -> None:
    """What all theorems are judged by, batch by batch beside the real suite; `Bounds` refuses any difference."""
    every = Bounds(every=1)

    @some("sqlite", 0.15)
    @given(WORLDS, PLANS)
    def theorem(world: World, plan: Plan) -> None:
        with judging_fast(every), played(desks, "sqlite", world, plan):
            pass

    theorem()
    assert every.compared == every.batches > 0
