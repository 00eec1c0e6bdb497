"""Two calculators that share no code: they agree on any rows, and whatever one of them gets wrong stops the edition (P34)."""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Iterator
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.days import CUT_OFF, DUE, start_desk
from tests.plain_rows import OPENINGS, PlainRow, put, slot_of, trying

from jujur import figures
from jujur.domain.acts import OfficerAct
from jujur.domain.cells import CellState
from jujur.domain.errors import CalculatorsDisagree, PublicationBlocked
from jujur.domain.figures import FigureStatus
from jujur.domain.findings import Bin
from jujur.operations import agreement, known, publish
from jujur.operations.desk import Desk, open_desk
from jujur.record import acts as record_acts
from jujur.record import editions, ledger
from jujur.record.database import Session

TPS = [f"167201100100{n}" for n in range(1, 4)]


@pytest.fixture(scope="module")
def empty_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk that has received nothing; tests put rows in and take them back."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("JUJUR_DATABASE_URL", "JUJUR_RAW_URL", "JUJUR_DESK"):
            patch.delenv(name, raising=False)
        patch.setenv("JUJUR_HOME", str(tmp_path_factory.mktemp("empty") / "home"))
        patch.setenv("JUJUR_CODE_VERSION", "uji")
        start_desk()
        with open_desk() as desk:
            yield desk


def stations(desk: Desk) -> list[str]:
    return [area.code for area in desk.config.gazetteer.at_level("tps")]


COUNTS = ("pengguna_total_j", "pemilih_dpt_j", "pengguna_dptb_j", "pengguna_dpk_j", "suara_sah")
BLANKS = (
    CellState.TIDAK_DIISI,
    CellState.TIDAK_BERLAKU,
    CellState.TIDAK_DAPAT_DIAKSES,
    CellState.TIDAK_TAHU,
    CellState.DITAHAN,
    CellState.DIRAHASIAKAN,
)
said = st.one_of(st.integers(0, 300), st.sampled_from(BLANKS))
minutes = st.integers(-60, 90).map(lambda n: timedelta(minutes=n))
# Now and then a file that came before its period opened, or a day and more before the cut-off.
arrivals = st.one_of(minutes, st.sampled_from([-timedelta(hours=19, minutes=1), -timedelta(hours=25)]))
# When an officer withdrew a file, after it came; mostly never.
withdrawals = st.sampled_from([None, None, None, timedelta(), timedelta(minutes=45)])
# The first bin comes with the receipt (docs/decisions/0006), others later.
later = st.lists(
    st.tuples(st.sampled_from(list(Bin)), st.integers(0, 90).map(lambda n: timedelta(minutes=n))), max_size=2
)
bins = st.tuples(st.sampled_from(list(Bin)), later).map(lambda both: [(both[0], timedelta()), *both[1]])


@st.composite
def received(
    draw: st.DrawFn,
) -> list[tuple[timedelta, timedelta | None, list[tuple[int, dict[str, Any], Any, str | None]]]]:
    """Submissions of rows about few units, so that units are reported twice, late, conflicting and withdrawn."""
    rows = st.tuples(
        st.integers(0, 40),
        st.builds(operator.or_, st.dictionaries(st.sampled_from(COUNTS), said), OPENINGS),
        bins,
        st.sampled_from([None, None, None, "16.72.01", "16.72"]),
    )
    return draw(st.lists(st.tuples(arrivals, withdrawals, st.lists(rows, max_size=6)), max_size=4))


@given(
    received(),
    st.lists(st.tuples(arrivals, withdrawals, st.integers(1, 5), st.booleans(), bins), max_size=4),
    minutes,
)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_they_agree_on_whatever_was_received(
    empty_desk: Desk, files: Any, events: Any, cut: timedelta
) -> None:
    desk, codes = empty_desk, stations(empty_desk)
    main, incident = desk.config.forms["pungut_hitung"], desk.config.forms["kejadian"]
    as_of, number = DUE + cut, 0
    with trying(desk) as session:
        for late, withdrawn, rows in files:
            number += 1
            plain = []
            for which, cells, decided, area in rows:
                # Nobody votes who is not on a list: what rules hold, the arithmetic refuses (P05).
                held = dict(cells)
                if isinstance(held.get("pemilih_dpt_j"), int):
                    held["pemilih_dpt_j"] += 300
                plain.append(PlainRow(codes[which * 12], held, decided, area))
            put(desk, session, number, main, plain, at=DUE + late)
            withdraw(session, number, late, withdrawn)
        for late, withdrawn, kecamatan, is_nil, decided in events:
            number += 1
            code = f"16.72.{kecamatan:02d}"
            found = [] if is_nil else [PlainRow(code, {"tingkat": "berat"}, decided, code)]
            put(desk, session, number, incident, found, area=code, at=DUE + late, is_nil=is_nil)
            withdraw(session, number, late, withdrawn)
        try:
            first = known.compute_all(desk, session, slot_of(desk), as_of)
        except PublicationBlocked as error:
            if "terhitung dua kali" not in str(error):
                raise
            return  # one TPS twice (P11): there is no answer to agree on
        again = agreement.second_opinion(desk, session, slot_of(desk), as_of)
        assert figures.disagreements(first, again) == []
        assert {figure.cut_off_at for figure in first.values()} == {as_of}
        assert_conserved(desk, first)


def withdraw(session: Session, number: int, late: timedelta, after: timedelta | None) -> None:
    """An officer takes a file back, so long after it came; nothing where there is no such time."""
    if after is not None:
        reason = "tim meminta kirimannya ditarik kembali"
        at = DUE + late + after
        record_acts.add_act(
            session,
            OfficerAct(
                f"T-{number:04d}",
                "withdraw",
                "submission",
                f"U-{number:04d}",
                None,
                None,
                None,
                "uji",
                reason,
                at,
            ),
        )


def assert_conserved(desk: Desk, found: Any) -> None:
    """Every row in one bin, every unit in one fate, in the city and each kecamatan; kelurahan never hold more (P01, P02)."""
    for area in (desk.config.gazetteer.city, *desk.config.gazetteer.at_level("kecamatan")):

        def k(name: str, code: str = area.code) -> int:
            return int(found[f"{code}/{name}"].k)

        assert k("rows_received") == sum(k(f"rows_{bin_.value}") for bin_ in Bin)
        assert k("rows_accepted") == k("rows_used") + k("rows_unused_empty")
        assert k("tps_expected") == sum(k(f"tps_{fate}") for fate in ("on_time", "late", "empty", "absent"))
        below = [child.code for child in desk.config.gazetteer.children(area.code)]
        assert sum(k("tps_expected", code) for code in below) == k("tps_expected")
        assert sum(k("rows_used", code) for code in below) <= k("rows_used")
        # A rate is one sum over another, never the mean of rates (L51).
        for name in ("coverage", "turnout"):
            whole = found[f"{area.code}/{name}"]
            parts = [found[f"{code}/{name}"] for code in below]
            if sum(k("rows_received", code) for code in below) == k("rows_received") and whole.denominator:
                assert whole.value == Fraction(
                    sum(part.k for part in parts), sum(part.denominator or 0 for part in parts)
                )


@pytest.mark.parametrize("absent", range(32))
def test_all_units_are_there_whoever_is_silent(empty_desk: Desk, absent: int) -> None:
    desk = empty_desk
    form = desk.config.forms["pungut_hitung"]
    kecamatan = desk.config.gazetteer.at_level("kecamatan")
    with trying(desk) as session:
        for number, area in enumerate(kecamatan):
            if not absent >> number & 1:
                unit = next(
                    code
                    for code in stations(desk)
                    if desk.config.gazetteer.ancestor(code, "kecamatan") == area
                )
                put(desk, session, number, form, [PlainRow(unit, {"suara_sah": 0})], area=area.code)
        found = agreement.agreed_figures(desk, session, slot_of(desk), CUT_OFF)
    assert sum(found[f"{area.code}/tps_expected"].k for area in kecamatan) == 494
    assert len({key.split("/")[0] for key in found}) == 1 + 5 + 35
    for number, area in enumerate(kecamatan):
        is_absent = bool(absent >> number & 1)
        total = found[f"{area.code}/sum_suara_sah"]
        assert (total.value, total.n) == ((None, 0) if is_absent else (0, 1))
        assert found[f"{area.code}/coverage"].k == (0 if is_absent else 1)


@pytest.mark.parametrize(
    ("after", "fate"),
    [(-1, "on_time"), (0, "on_time"), (1, "late")],
    ids=["before", "at the instant", "after"],
)
def test_the_due_instant_itself_is_in_time(empty_desk: Desk, after: int, fate: str) -> None:
    desk = empty_desk
    form = desk.config.forms["pungut_hitung"]
    with trying(desk) as session:
        at = DUE + timedelta(microseconds=after)
        put(desk, session, 1, form, [PlainRow(stations(desk)[0], {"suara_sah": 1})], at=at)
        found = agreement.agreed_figures(desk, session, slot_of(desk), CUT_OFF)
    assert {name: found[f"16.72/tps_{name}"].k for name in ("on_time", "late")} == {
        "on_time": int(fate == "on_time"),
        "late": int(fate == "late"),
    }


# --- what the first calculator may be made to get wrong, and the lie that it would be ------------------------------


@pytest.mark.parametrize(("hour", "kind"), [("07:00", "on_time"), ("07:01", "late")])
def test_the_opening_hour_itself_is_in_time(empty_desk: Desk, hour: str, kind: str) -> None:
    """By both calculators: a station opened at the very minute is on time, a minute later it is late."""
    form = empty_desk.config.forms["pungut_hitung"]
    with trying(empty_desk) as session:
        put(empty_desk, session, 1, form, [PlainRow(TPS[0], {"waktu_buka": hour})])
        first = known.compute_all(empty_desk, session, slot_of(empty_desk), CUT_OFF)
        again = agreement.second_opinion(empty_desk, session, slot_of(empty_desk), CUT_OFF)
    assert first[f"16.72/opening_{kind}"].k == 1
    assert figures.disagreements(first, again) == []


def lose(kecamatan: str) -> Callable[[Any], Any]:
    """L01: a silent area is left out of what is counted."""

    def change(rows: Any) -> Any:
        return [row for row in rows if row["kecamatan_code"] != kecamatan]

    return change


def twice(rows: Any) -> Any:
    """L02, L33: a join brings every row of one area twice."""
    return [*rows, *(row for row in rows if row["area_code"].startswith("16.72.05"))]


def fill_in(rows: Any) -> Any:
    """L05: what nobody filled in is taken for nought."""
    return [{name: 0 if value is None else value for name, value in row.items()} for row in rows]


def count_filled(rows: Any) -> Any:
    """L05: and is then counted as reported."""
    return [
        {name: row["rows_used"] if name.startswith("filled_") else value for name, value in row.items()}
        for row in rows
    ]


def add_one(rows: Any) -> Any:
    first, *rest = rows
    return [{**first, "sum_suara_sah": first["sum_suara_sah"] + 1}, *rest]


def unhold(rows: Any) -> Any:
    """L31: held rows vanish between the bins."""
    return [row for row in rows if row["bin"] != "held"]


def on_time(rows: Any) -> Any:
    return [{**row, "due_at": "9999-12-31T00:00:00.000000Z"} for row in rows]


def without_first(rows: Any) -> Any:
    return rows[1:]


LIES = [
    ("units_pungut_hitung", lose("16.72.04"), "L01"),
    ("units_pungut_hitung", on_time, "L24"),
    ("rows_used_pungut_hitung", twice, "L33"),
    ("rows_used_pungut_hitung", fill_in, "L05"),
    ("rows_used_pungut_hitung", without_first, "L31"),
    ("figures_pungut_hitung", count_filled, "L05"),
    ("figures_pungut_hitung", add_one, "L30"),
    ("figures_pungut_hitung", without_first, "L01"),
    ("bins:pungut_hitung", unhold, "L31"),
    ("rows_in_bins:pungut_hitung", unhold, "L31"),
    ("rows_in_bins:pungut_hitung", twice, "L02"),
    ("incidents", without_first, "L31"),
    ("units_kejadian", without_first, "L01"),
]


@pytest.mark.parametrize(
    ("query", "lie", "number"), LIES, ids=[f"{query}-{lie.__name__}-{number}" for query, lie, number in LIES]
)
def test_whatever_the_first_gets_wrong_stops_the_edition(
    day: Path, monkeypatch: pytest.MonkeyPatch, query: str, lie: Callable[[Any], Any], number: str
) -> None:
    from jujur.record.database import Session

    ids = publish.freeze_editions(CUT_OFF)
    honest = Session.rows

    def rows(self: Session, name: str, **parameters: Any) -> Any:
        found = honest(self, name, **parameters)
        if name != query:
            return found
        told = lie(found)
        assert told != found
        return told

    monkeypatch.setattr(Session, "rows", rows)
    with pytest.raises(PublicationBlocked, match=r"P01|P05|P11|P34"):
        publish.compute_figures(ids)
    monkeypatch.setattr(Session, "rows", honest)
    with open_desk() as desk, desk.database.reading() as session:
        assert all(editions.figures_of(session, edition_id) == {} for edition_id in ids)


def test_a_disagreement_is_told_by_figure_and_kept_in_the_ledger(
    day: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = publish.freeze_editions(CUT_OFF)
    right = agreement.second_opinion

    def wrong(*known: Any) -> Any:
        found = right(*known)
        found["16.72.05/turnout"] = found["16.72.05/turnout"]._replace(k=0)
        found["16.72/tps_late"] = found["16.72/tps_late"]._replace(rows_digest="f" * 64)
        del found["16.72/coverage"]
        return found

    monkeypatch.setattr(agreement, "second_opinion", wrong)
    with pytest.raises(CalculatorsDisagree, match=r"16\.72\.05/turnout \(k\)") as caught:
        publish.compute_figures(ids)
    assert len(caught.value.differences) == 3
    assert "16.72/coverage: hanya dihitung oleh mesin pertama" in caught.value.differences
    with open_desk() as desk, desk.database.reading() as session:
        told = [entry for entry in ledger.entries(session) if entry.event == "calculators_disagree"]
        assert editions.figures_of(session, ids[0]) == {}
        ledger.verify(session)
    assert [(entry.payload["editions"], entry.payload["differences"]) for entry in told] == [(ids, 3)]
    monkeypatch.setattr(agreement, "second_opinion", right)
    publish.compute_figures(ids)


def test_figures_carry_their_cut_off_and_status_into_the_file(
    day: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jujur import auditing
    from jujur.operations.content import content_of
    from jujur.operations.replacing import Revision
    from jujur.rendering import evidence

    ids = publish.freeze_editions(CUT_OFF)
    monkeypatch.setattr(Revision, "figure_standing", lambda *_: "DIREVISI")
    publish.compute_figures(ids)
    with open_desk() as desk, desk.database.reading() as session:
        stored = editions.figures_of(session, ids[5])
        content = content_of(desk, session, editions.edition_by_id(session, ids[5]), with_decisions=False)
    assert {(figure.cut_off_at, figure.status) for figure in stored.values()} == {
        (CUT_OFF, FigureStatus.DIREVISI)
    }
    body = json.loads(evidence.canonical(evidence.body(content)))
    assert {(item["cut_off_at"], item["status"]) for item in body["figures"].values()} == {
        ("2024-02-14T12:30:00.000000Z", "DIREVISI")
    }
    printed = {
        key: figure for key, figure in stored.items() if not known.is_withheld(figure.name, content.withheld)
    }
    assert len(printed) < len(stored)
    assert auditing.figures_from_json(body) == printed
    changed = {**stored, "x": next(iter(stored.values()))}
    assert publish.figures_digest(changed) != publish.figures_digest(stored)
