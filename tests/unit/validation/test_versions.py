"""Which submission corrects which, and what an earlier row said (P11)."""

from __future__ import annotations

from jujur.domain.findings import Bin
from jujur.domain.submissions import KnownRow
from jujur.validation.versions import Version, ancestors, known_version


def test_a_correction_of_a_correction_corrects_both() -> None:
    corrects = {"D": "C", "C": "B", "B": "A", "X": "Y"}
    assert ancestors("D", corrects) == ("C", "B", "A")
    assert ancestors("B", corrects) == ("A",)
    assert ancestors("A", corrects) == ()
    assert ancestors("X", corrects) == ("Y",)


def test_submissions_that_correct_each_other_in_a_circle_come_to_an_end() -> None:
    """Nobody can send such a thing through the desk; a record that holds one must not hang the judgement."""
    assert ancestors("A", {"A": "A"}) == ("A",)
    assert ancestors("A", {"A": "B", "B": "A"}) == ("B", "A")
    assert ancestors("A", {"A": "B", "B": "C", "C": "B"}) == ("B", "C")


def test_an_earlier_row_is_known_with_everything_it_said() -> None:
    row = KnownRow(
        "K-1", "K-1|Isian|7", "TPS1", "sidik", False, "Isian", 7, "T-1", Bin.HELD, "butir-3", "K-0"
    )
    version = known_version(row)
    assert version == Version(
        submission_id="K-1",
        row_id="K-1|Isian|7",
        digest="sidik",
        has_content=False,
        sheet="Isian",
        row_number=7,
        unit_code="TPS1",
        item_code="butir-3",
        was=Bin.HELD,
    )
    assert version.key == ("K-1", "K-1|Isian|7")
