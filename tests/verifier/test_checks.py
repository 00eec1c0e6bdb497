"""The checks of the verifier on small insides: changes, chain, signatures, spelling."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest

from jujur.domain.errors import JujurError
from jujur.verifier.chain import check_chain
from jujur.verifier.changes import check_changes
from jujur.verifier.findings import Check, Outcome
from jujur.verifier.inside import Attached, Inside
from jujur.verifier.pages import numerals, spell
from jujur.verifier.recount import Counted
from jujur.verifier.signatures import check_signatures

OLD_PDF = b"dulu %%EOF\n"
KEY = "16.72/rows_used"


def figure(k: int) -> dict[str, Any]:
    whole: dict[str, Any] = {"label": "Baris", "unit": "baris", "denominator": None, "rows_digest": "0" * 64}
    return whole | {"value": f"{k}/1", "k": k, "n": 9, "N": 9, "lower": None, "upper": None}


def told(k: int) -> str:
    """A figure as a change table tells it."""
    return json.dumps(figure(k) | {"value": k})


def table(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    names = ("key", "before", "after", "cause", "who", "changed_at")
    csv.writer(out, lineterminator="\n").writerows([names, *rows])
    return out.getvalue().encode()


def inside(
    figures: Mapping[str, int],
    changes: Sequence[Sequence[str]] = (),
    pdf: bytes = b"kini",
    digest: str = "d",
    **identity: Any,
) -> Inside:
    facts = {
        "identity": {"kind": "harian", "area": "16.72", **identity},
        "figures": {key: figure(k) for key, k in figures.items()},
        "statuses": [],
        "digest": digest,
    }
    attached = {"changes.csv": Attached("changes.csv", "", "/Source", table(changes))}
    return Inside(pdf, attached, facts, ())


FORMER = inside({KEY: 3}, pdf=OLD_PDF, edition="dulu")
REPLACES = {
    "edition_id": "dulu",
    "number": "001",
    "revision": 0,
    "sha256": hashlib.sha256(OLD_PDF).hexdigest(),
}
LINE = (KEY, told(3), told(4), "R1", "tim", "2024-02-14T12:00:00.000000Z")


def codes(check: Check) -> list[str]:
    return [one.code for one in check.findings]


@pytest.mark.parametrize(
    ("figures", "changes", "due"),
    [
        ({KEY: 4}, [LINE], []),
        ({KEY: 4}, [], ["change_untold"]),
        ({KEY: 3}, [LINE], ["change_stray"]),
        ({KEY: 5}, [LINE], ["change_other"]),
        ({KEY: 4}, [(KEY, told(2), *LINE[2:])], ["change_other"]),
        ({KEY: 4, "16.72/tps_late": 1}, [LINE], ["change_untold"]),
        ({}, [LINE], ["change_other"]),
    ],
)
def test_the_change_table_is_the_whole_difference(
    figures: Mapping[str, int], changes: Sequence[Sequence[str]], due: list[str]
) -> None:
    check = check_changes(inside(figures, changes, replaces=REPLACES), [FORMER])
    assert codes(check) == due
    assert check.outcome is (Outcome.FAILED if due else Outcome.PASSED)


def test_a_signed_copy_of_the_replaced_report_is_that_report() -> None:
    signed = inside({KEY: 3}, pdf=OLD_PDF + b"tanda tangan %%EOF\n", edition="dulu")
    now = inside({KEY: 4}, [LINE], replaces=REPLACES)
    assert codes(check_changes(now, [signed])) == []
    other = inside({KEY: 3}, pdf=b"lain %%EOF\n", edition="dulu")
    assert codes(check_changes(now, [other])) == ["former_other_bytes"]


def test_a_change_table_is_not_passed_without_the_report_it_starts_from() -> None:
    assert check_changes(inside({KEY: 4}, [LINE], replaces=REPLACES), []).outcome is Outcome.NOT_TESTED
    assert codes(check_changes(inside({KEY: 4}, [LINE]), [])) == ["change_stray"]


@pytest.mark.parametrize("figures", [{KEY: 5}, {}])
def test_the_new_side_of_the_table_needs_no_other_file(figures: Mapping[str, int]) -> None:
    check = check_changes(inside(figures, [LINE], replaces=REPLACES), [])
    assert codes(check) == ["change_unlike_report"]
    assert check.outcome is Outcome.FAILED


def issue(at: int, head: str, former: str, **more: Any) -> Inside:
    return inside(
        {}, as_of=f"2024-02-{at:02d}", ledger_head=head, former_head=former, edition=f"e{at}", **more
    )


def test_each_report_repeats_the_head_before_it() -> None:
    first, second, third = issue(1, "aa", ""), issue(2, "bb", "aa"), issue(3, "cc", "bb")
    assert check_chain(second, [first, third]).outcome is Outcome.PASSED
    assert check_chain(third, [first]).outcome is Outcome.NOT_TESTED  # the second was not handed over
    assert check_chain(first, [second]).outcome is Outcome.NOT_TESTED
    assert codes(check_chain(issue(3, "cc", ""), [first])) == ["former_head_missing"]
    assert codes(check_chain(issue(2, "bb", "cc"), [first, third])) == ["order_broken"]
    assert codes(check_chain(issue(2, "bb", "bb"), [first])) == ["order_broken"]


def test_other_areas_are_no_part_of_the_chain() -> None:
    other = issue(1, "aa", "", area="16.72.01")
    assert check_chain(issue(2, "bb", "aa"), [other]).outcome is Outcome.NOT_TESTED


@dataclass
class Told:
    act: str | None
    is_sound: bool = True
    is_trusted: bool | None = None
    signer: str = "Pemeriksa"
    problems: tuple[str, ...] = ()


BOTH = (Told("verify"), Told("approve"))


@pytest.mark.parametrize(
    ("states", "due"),
    [
        (BOTH, []),
        ((Told("verify", False, problems=("diubah",)), Told("approve")), ["signature_problem"]),
        ((Told("verify", is_trusted=False), Told("approve")), ["signature_problem"]),
        ((Told("verify"),), ["signature_count_approve"]),
        ((*BOTH, Told("approve")), ["signature_count_approve"]),
        ((Told(None),), ["signature_count_verify", "signature_count_approve"]),
        ((), ["bytes_added"]),
    ],
)
def test_both_officers_signed_and_every_signature_holds(states: Sequence[Told], due: list[str]) -> None:
    check = check_signatures(b"laporan+tambahan", 7, None, lambda _pdf, _trust: states)
    assert codes(check) == due


def test_signatures_that_cannot_be_read_do_not_pass() -> None:
    def refuse(_pdf: bytes, _trust: bytes | None) -> Sequence[Told]:
        raise JujurError("rusak")

    assert codes(check_signatures(b"laporan", 7, None, refuse)) == ["signatures_unreadable"]


def share(k: int, n: int) -> Counted:
    return Counted(Fraction(k, n), k, n, n, n)


@pytest.mark.parametrize(
    ("counted", "part", "language", "due"),
    [
        (share(1, 8), "percent", "id", "12,5 %"),
        (share(1, 1600), "percent", "id", "0,1 %"),
        (share(1, 2000), "percent", "id", "< 0,1 %"),
        (share(1999, 2000), "percent", "id", "> 99,9 %"),
        (share(3, 3), "percent", "id", "100,0 %"),
        (share(1, 8), "percent", "en", "12.5%"),
        (Counted(23456, 23456, 3, 5), "value", "id", "23.456"),
        (Counted(23456, 23456, 3, 5), "value", "en", "23,456"),
        (Counted(0, 0, 3, 5), "missing", "id", "2"),
        (Counted(None, 0, 0, 5), "value", "id", None),
        (share(1, 8), "value", "id", None),
    ],
)
def test_a_figure_has_one_spelling(counted: Counted, part: str, language: str, due: str | None) -> None:
    assert spell(counted, part, language) == due


def test_numerals_are_words_with_digits() -> None:
    assert numerals("TPS 012: 23.456 (53,0 %), s.d.16. Ya.") == ["012", "23.456", "53,0", "16"]
