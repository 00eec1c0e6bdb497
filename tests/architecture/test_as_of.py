"""Every read that a figure or a report comes from takes ``as_of`` and sees what was known then (P23, P24, P25)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jujur.settings.places import sql_dir

PACKAGE = Path(__file__).resolve().parents[2] / "plugins" / "jujur"
# What grows while a period is being reported, so that reading it "now" is another answer every minute.
GROWING = re.compile(
    r"\b(?:FROM|JOIN)\s+(row_\w+|disposition|submission|reading|finding|officer_act|frame|frame_terms)\b"
)
# Reads that ask about one thing that cannot change any more, or about the present on purpose.
EXCEPTIONS = {
    "act_count": "the next number to give out",
    "acts_of_subject": "whether an officer decides something anew now",
    "changes_of_submission": "what one correction changed; written once with it, for the reply to its sender",
    "dispositions_of_submission": "the reply to a sender says where the rows are now",
    "findings_of_submission": "the reply to a sender says what was found by now",
    "first_receipt_of_period": "whether a commitment still comes first, asked when it is made",
    "frame_reports": "one version of a frame, which never changes; the version is found as of an instant",
    "frame_terms_of_version": "one version of a frame's terms, which never changes; the version is found as of an instant",
    "frame_unit": "whether a unit owes a form now, asked when it is excused",
    "held_now": "what waits for a person now",
    "newest_submission_seq": "the next number to give out",
    "plain_dispositions": "the second calculator finds for itself what was known at the cut-off (P34)",
    "plain_readings": "the second calculator finds for itself what had come by the cut-off (P34)",
    "reading_by_id": "what one file turned out to be; written once",
    "senders_of_unit": "who may not recount a unit: whoever ever sent something about it",
    "submission_by_arrival": "whether an arrival was taken in already",
    "submission_by_id": "one receipt; written once",
    "submission_digests": "which files senders ever sent, so that none of them passes for an edition",
    "submissions": "the status page: where the desk stands now",
    "submissions_by_id": "receipts by their numbers; written once",
    "submissions_by_row": "tracing a row to every file that ever brought it (P41)",
    "twins_of_submission": "the reply to a sender names the number that a correction must name now",
    "unanswered_submissions": "who still waits for a reply now",
    "withdrawn_submissions": "the second calculator finds for itself which were withdrawn by the cut-off (P34)",
}
# Where figures and contents of editions are read.
READERS = (
    "operations/known.py",
    "operations/content.py",
    "operations/frame_view.py",
    "operations/framing.py",
)
# Among those: one version of a frame, asked for after it was found as of an instant.
READ_BY_VERSION = {"frame_reports"}


def body(path: Path) -> str:
    return "\n".join(line for line in path.read_text().splitlines() if not line.lstrip().startswith("--"))


def growing_reads() -> dict[str, str]:
    return {
        path.stem: body(path)
        for path in sorted(sql_dir().glob("*.sql"))
        if not path.stem.startswith(("insert_", "claim_", "lock_")) and GROWING.search(body(path))
    }


def test_every_growing_read_takes_as_of_or_says_why_not() -> None:
    reads = growing_reads()
    assert len(reads) > 20
    without = {name for name, text in reads.items() if ":as_of" not in text}
    assert sorted(without - EXCEPTIONS.keys()) == []
    # An exception that is none any more, or is gone, must leave the list.
    assert sorted(EXCEPTIONS.keys() - without) == []


@pytest.mark.parametrize("name", READERS)
def test_figures_and_contents_never_read_the_present(name: str) -> None:
    asked = set(re.findall(r"\.rows?\(\s*f?\"([a-z_]+)", (PACKAGE / name).read_text()))
    assert sorted((asked & EXCEPTIONS.keys()) - READ_BY_VERSION) == []


@pytest.mark.parametrize("name", READERS)
def test_figures_and_contents_never_look_at_the_clock(name: str) -> None:
    text = (PACKAGE / name).read_text()
    assert "real_now" not in text
    # What people are shown of a frame is the one thing that is about now.
    assert ("desk.now()" in text) is (name == "operations/frame_view.py")


@pytest.mark.parametrize(
    ("table", "instant"),
    [
        ("disposition", "decided_at"),
        ("submission", "received_at"),
        ("finding", "found_at"),
        ("frame_terms", "frozen_at"),
    ],
)
def test_as_of_bounds_the_instant_at_which_a_row_was_known(table: str, instant: str) -> None:
    """A statement that takes ``as_of`` bounds with it, of the tables that it names, the instants that order them."""
    bounded = 0
    for name, text in growing_reads().items():
        if re.search(rf"\b(?:FROM|JOIN)\s+{table}\b", text) and ":as_of" in text:
            known = re.findall(r"(decided_at|received_at|found_at|frozen_at|read_at) <= :as_of", text)
            assert known, name
            bounded += instant in known
    assert bounded > 0
