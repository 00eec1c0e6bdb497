"""A revision is the edition before it plus its change table, both ways, and every change has its cause (P25, P26; L04)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from jujur.domain.errors import PublicationBlocked
from jujur.domain.figures import AreaStatus, Figure, GatedStatus
from jujur.domain.vintages import Cause, Change, Comparison, Occurrence, Origin
from jujur.figures import causes, differences
from jujur.figures.standing import standing

AT = datetime(2024, 2, 14, 12, 30, tzinfo=UTC)
LATE = Origin(Cause.LATE, "tim", AT)
KECAMATAN = ("16.72.01", "16.72.02")


def figure(area: str, name: str, value: int | Fraction | None, n: int = 10) -> Figure:
    k = value if isinstance(value, int) else 3
    return Figure(name, area, name, "TPS", value, k, n, 20, rows_digest=f"{value}|{n}")


def said(**values: int | None) -> dict[str, str]:
    """What an edition says: figures of one kecamatan by name."""
    figures = [figure("16.72.01", name, value) for name, value in values.items()]
    return differences.printed({one.key: one for one in figures}, ())


def status(word: AreaStatus, *reasons: str) -> GatedStatus:
    return GatedStatus("16.72.01", word, "K-1", reasons, ())


printed = st.dictionaries(st.sampled_from([f"16.72/{name}" for name in "abcdef"]), st.integers(0, 3).map(str))


@given(printed, printed)
def test_the_table_is_the_whole_difference_and_leads_back(
    before: dict[str, str], after: dict[str, str]
) -> None:
    changes = differences.differences(before, after, lambda _: LATE)
    assert differences.apply(before, changes) == after
    assert differences.apply(after, differences.reverse(changes)) == before
    assert {one.key for one in changes} == {
        key for key in {*before, *after} if before.get(key) != after.get(key)
    }


@given(printed, printed, st.data())
def test_a_table_that_lacks_a_line_is_refused(
    before: dict[str, str], after: dict[str, str], data: st.DataObject
) -> None:
    changes = differences.differences(before, after, lambda _: LATE)
    if not changes:
        differences.refuse_incomplete(before, after, changes)
        return
    left_out = data.draw(st.sampled_from(changes))
    with pytest.raises(PublicationBlocked):
        differences.refuse_incomplete(before, after, [one for one in changes if one is not left_out])


def test_a_table_with_a_line_that_changes_nothing_is_refused() -> None:
    before = said(coverage=5)
    (key,) = before
    idle = Change(key, before[key], before[key], Cause.LATE, "tim", AT)
    with pytest.raises(PublicationBlocked, match="tidak berubah"):
        differences.apply(before, [idle])


def test_a_table_is_refused_by_an_edition_that_it_does_not_start_from() -> None:
    table = differences.differences(said(coverage=5), said(coverage=6), lambda _: LATE)
    with pytest.raises(PublicationBlocked, match="tidak cocok"):
        differences.apply(said(coverage=7), table)


@pytest.mark.parametrize(
    "part", ["label", "unit", "value", "k", "n", "N", "denominator", "lower", "upper", "rows_digest"]
)
def test_whatever_is_printed_about_a_figure_is_a_difference(part: str) -> None:
    one = figure("16.72", "coverage", Fraction(1, 3))
    other = replace(one, **{part: 7 if part in ["kn", "N", "denominator"] else "lain"})
    assert differences.printed({one.key: one}, ()) != differences.printed({one.key: other}, ())


def test_a_rational_that_is_whole_says_what_the_whole_number_says() -> None:
    """The record keeps 1/1 as 1; that is no change."""
    one, other = figure("16.72", "coverage", Fraction(4, 4)), figure("16.72", "coverage", 1)
    again = replace(one, value=1)
    assert differences.printed({one.key: one}, ()) == differences.printed({again.key: again}, ())
    assert other.value == one.value


def occurrence(
    cause: Cause, area: str = "16.72.01", form: str = "pungut_hitung", minutes: int = 0
) -> Occurrence:
    who = "petugas" if cause is Cause.ERROR else "tim"
    return Occurrence(area, form, Origin(cause, who, AT + timedelta(minutes=minutes)))


def origin(key: str, *happened: Occurrence, by_method: tuple[str, ...] = ()) -> Origin:
    return causes.origins(happened, by_method, AT, "kejadian", "pungut_hitung")(key)


@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        ([Cause.LATE], Cause.LATE),
        ([Cause.ROUTINE, Cause.LATE], Cause.ROUTINE),
        ([Cause.LATE, Cause.ERROR, Cause.ROUTINE], Cause.ERROR),
    ],
)
def test_the_gravest_cause_counts(happened: list[Cause], expected: Cause) -> None:
    assert origin("16.72.01/coverage", *map(occurrence, happened)).cause is expected


def test_a_method_is_graver_than_what_teams_send_and_lighter_than_an_error() -> None:
    key = "16.72.01/turnout"
    assert origin(key, occurrence(Cause.ROUTINE), by_method=(key,)).cause is Cause.METHOD
    assert origin(key, occurrence(Cause.ERROR), by_method=(key,)).cause is Cause.ERROR


def test_the_newest_instant_of_the_gravest_cause_is_told() -> None:
    found = origin(
        "16.72.01/coverage",
        occurrence(Cause.ROUTINE, minutes=5),
        occurrence(Cause.ROUTINE, minutes=9),
        occurrence(Cause.LATE, minutes=30),
    )
    assert found == Origin(Cause.ROUTINE, "tim", AT + timedelta(minutes=9))


@pytest.mark.parametrize(
    ("key", "area", "form", "is_cause"),
    [
        ("16.72/coverage", "16.72.01.1001", "pungut_hitung", True),
        ("16.72.01/coverage", "16.72.01.1001", "pungut_hitung", True),
        ("16.72.02/coverage", "16.72.01.1001", "pungut_hitung", False),
        ("16.72.01.1001/coverage", "16.72.01.1001", "pungut_hitung", True),
        ("16.72.01.1001/coverage", "16.72.01", "pungut_hitung", False),
        ("16.72.0/coverage", "16.72.01", "pungut_hitung", False),
        ("16.72/coverage", "16.72.01", "kejadian", False),
        ("16.72/incidents_reported", "16.72.01", "kejadian", True),
        ("16.72/incident_forms", "16.72.01", "pungut_hitung", False),
    ],
)
def test_only_what_happened_to_the_rows_behind_a_figure_is_its_cause(
    key: str, area: str, form: str, is_cause: bool
) -> None:
    happened = occurrence(Cause.LATE, area, form)
    if is_cause:
        assert origin(key, happened).cause is Cause.LATE
    else:
        with pytest.raises(PublicationBlocked, match="tanpa sebab"):
            origin(key, happened)


def test_a_status_has_both_forms_behind_it_and_time() -> None:
    assert origin("status/16.72", occurrence(Cause.ROUTINE, form="kejadian")).cause is Cause.ROUTINE
    assert origin("status/16.72") == Origin(Cause.LATE, "desk", AT)


def status_change(before: AreaStatus, after: AreaStatus, *reasons: str) -> tuple[Change, ...]:
    old, new = differences.printed({}, [status(before)]), differences.printed({}, [status(after, *reasons)])
    return differences.differences(old, new, lambda _: LATE)


def test_a_status_that_flips_is_substantial_and_other_reasons_are_not() -> None:
    """L39 begins here: what is not called substantial reaches nobody."""
    good, bad = AreaStatus.KONDUSIF, AreaStatus.PERLU_PERHATIAN
    assert differences.is_substantial(status_change(good, bad))
    assert differences.is_substantial(status_change(bad, good))
    told_more = status_change(bad, bad, "ada baris ditahan")
    assert told_more
    assert not differences.is_substantial(told_more)


def comparison(change: int | None) -> Comparison:
    return Comparison("16.72/turnout", "Partisipasi", "dulu", 5, 5, change, 40, 40, change is not None)


@pytest.mark.parametrize(
    ("before", "after", "is_flip"),
    [
        *((3, 1, False), (3, -1, True), (3, 0, True), (0, 0, False), (-2, None, True), (None, 4, False)),
        *((0, -1, True), (-3, 0, True), (-2, -1, False)),
    ],
)
def test_a_comparison_whose_sign_flips_is_substantial(
    before: int | None, after: int | None, is_flip: bool
) -> None:
    assert differences.is_substantial((), [comparison(before)], [comparison(after)]) is is_flip


def test_a_comparison_that_is_no_longer_there_has_lost_its_sign() -> None:
    assert differences.is_substantial((), [comparison(3)], [])


@pytest.mark.parametrize(
    ("is_final", "is_replacing", "found", "word"),
    [
        (False, False, [], "SEMENTARA"),
        (True, False, [], "FINAL"),
        (False, True, [Cause.LATE, Cause.METHOD], "DIREVISI"),
        (False, True, [Cause.LATE, Cause.ERROR], "KOREKSI"),
        (False, True, [], "DIREVISI"),
        (True, True, [Cause.ERROR], "FINAL · KOREKSI"),
    ],
)
def test_the_standing_of_an_edition(
    is_final: bool, is_replacing: bool, found: list[Cause], word: str
) -> None:
    changes = [Change("16.72/k", "1", "2", cause, "tim", AT) for cause in found]
    assert standing(is_final, is_replacing, changes) == word


class Vintages(RuleBasedStateMachine):
    """Random days of late files, corrections, errors and new methods between revisions: no revision hides anything (P25)."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, int] = {}
        self.happened: list[Occurrence] = []
        self.by_method: set[str] = set()
        self.editions: list[dict[str, str]] = []
        self.tables: list[tuple[Change, ...]] = []
        self.truth: dict[str, set[Cause]] = {}
        self.gravest: list[dict[str, Cause]] = []

    def _touch(self, area: str, value: int, cause: Cause) -> None:
        self.values[f"{area}/coverage"] = value
        self.truth.setdefault(f"{area}/coverage", set()).add(cause)
        self.truth.setdefault("16.72/coverage", set()).add(cause)
        if cause is Cause.METHOD:
            self.by_method |= {f"{area}/coverage", "16.72/coverage"}
        else:
            self.happened.append(occurrence(cause, area))

    @rule(area=st.sampled_from(KECAMATAN), value=st.integers(0, 4), cause=st.sampled_from(list(Cause)))
    def something_happens(self, area: str, value: int, cause: Cause) -> None:
        self._touch(area, value, cause)

    def _said(self) -> dict[str, str]:
        total = sum(self.values.values())
        figures = [figure(key.partition("/")[0], "coverage", value) for key, value in self.values.items()]
        city = figure("16.72", "coverage", total)
        word = AreaStatus.KONDUSIF if total > 4 else AreaStatus.PERLU_PERHATIAN
        return differences.printed(
            {one.key: one for one in [*figures, city]}, [GatedStatus("16.72", word, "K-1", (), ())]
        )

    @rule()
    def publish(self) -> None:
        now = self._said()
        if self.editions:
            find = causes.origins(self.happened, self.by_method, AT, "kejadian", "pungut_hitung")
            self.tables.append(differences.differences(self.editions[-1], now, find))
            order = causes.GRAVITY
            self.gravest.append({key: max(found, key=order.index) for key, found in self.truth.items()})
        self.editions.append(now)
        self.happened, self.by_method, self.truth = [], set(), {}

    @precondition(lambda self: len(self.editions) > 1)
    @rule()
    def a_change_behind_our_back_is_refused(self) -> None:
        find = causes.origins([], (), AT, "kejadian", "pungut_hitung")
        forged = {**self.editions[-1], "16.72/coverage": "{}"}
        with pytest.raises(PublicationBlocked):
            differences.differences(self.editions[-1], forged, find)

    @invariant()
    def the_first_issue_and_the_tables_give_the_newest(self) -> None:
        if not self.editions:
            return
        there = self.editions[0]
        for table in self.tables:
            there = differences.apply(there, table)
        assert there == self.editions[-1]
        back = self.editions[-1]
        for table in reversed(self.tables):
            back = differences.apply(back, differences.reverse(table))
        assert back == self.editions[0]

    @invariant()
    def every_figure_tells_its_gravest_cause(self) -> None:
        for table, gravest in zip(self.tables, self.gravest, strict=True):
            for change in table:
                if not change.key.startswith("status/"):
                    assert change.cause is gravest[change.key]


TestVintages = Vintages.TestCase
TestVintages.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
