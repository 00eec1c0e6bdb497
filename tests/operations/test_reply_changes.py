"""What a correction changed: cell by cell, with states, and nothing else."""

from __future__ import annotations

from typing import Any

from jujur.domain.forms import Column, Form
from jujur.operations.changes import RowVersion, changes_of

COLUMNS = (
    Column("kode_tps", "Kode TPS", "code", is_key=True, is_prefilled=True),
    Column("sah", "Sah", "count"),
    Column("rusak", "Rusak", "count"),
)
STATIONS = Form("uji", 1, "Uji", "tps", False, COLUMNS)
EVENTS = Form("uji", 1, "Uji", "kecamatan", True, (Column("uraian", "Uraian", "text"),))
ITEMS = Form("uji", 1, "Uji", "kecamatan", True, (Column("butir", "Butir", "text", is_key=True), COLUMNS[1]))


def version(receipt: str, number: int, values: dict[str, Any], **more: Any) -> RowVersion:
    facts = {
        "unit_code": "001",
        "item_code": None,
        "has_content": True,
        "content_digest": repr(values),
        "states": {},
        **more,
    }
    return RowVersion(
        submission_id=receipt, row_id=f"{receipt}|{number}", row_number=number, values=values, **facts
    )


def shown(form: Form, before: list[RowVersion], after: list[RowVersion]) -> list[tuple[Any, ...]]:
    return [
        (item.row_id, item.earlier_row_id, item.column_name, item.before_value, item.after_value)
        for item in changes_of(form, before, after)
    ]


def test_only_the_cells_that_differ_are_told() -> None:
    before, after = version("A", 3, {"sah": 120, "rusak": 0}), version("B", 9, {"sah": 210, "rusak": 0})
    assert shown(STATIONS, [before], [after]) == [("B|9", "A|3", "sah", "120", "210")]


def test_blank_is_not_zero() -> None:
    before = version("A", 3, {"sah": None, "rusak": 1}, states={"sah": "TIDAK_DIISI"})
    (change,) = changes_of(STATIONS, [before], [version("B", 3, {"sah": 0, "rusak": 1})])
    assert (change.before_state, change.before_value) == ("TIDAK_DIISI", None)
    assert (change.after_state, change.after_value) == ("NILAI", "0")


def test_a_change_of_state_alone_is_a_change() -> None:
    before = version("A", 3, {"sah": None, "rusak": 1}, states={"sah": "DITAHAN"})
    after = version("B", 3, {"sah": None, "rusak": 1}, states={"sah": "TIDAK_DAPAT_DIAKSES"})
    (change,) = changes_of(STATIONS, [before], [after])
    assert (change.before_state, change.after_state) == ("DITAHAN", "TIDAK_DAPAT_DIAKSES")


def test_rows_belong_together_by_unit_wherever_they_stand() -> None:
    before = [version("A", n, {"sah": n, "rusak": 0}, unit_code=f"00{n}") for n in (1, 2)]
    after = [version("B", 9 - n, {"sah": n + 5 * (n == 2), "rusak": 0}, unit_code=f"00{n}") for n in (2, 1)]
    assert shown(STATIONS, before, after) == [("B|7", "A|2", "sah", "2", "7")]


def test_an_empty_row_changes_nothing_and_a_new_unit_is_no_change() -> None:
    before = version("A", 3, {"sah": 120, "rusak": 0})
    empty = version("B", 3, {"sah": None, "rusak": None}, has_content=False)
    other = version("B", 4, {"sah": 1, "rusak": 0}, unit_code="002")
    assert changes_of(STATIONS, [before], [empty, other]) == []


def test_items_belong_together_by_their_number() -> None:
    before = [version("A", n, {"butir": str(n), "sah": n}, item_code=str(n)) for n in (1, 2)]
    after = [version("B", 5 - n, {"butir": str(n), "sah": n * 10}, item_code=str(n)) for n in (2, 1)]
    assert [(row, old) for row, old, *_ in shown(ITEMS, before, after)] == [("B|3", "A|2"), ("B|4", "A|1")]


def test_the_same_event_on_another_line_is_no_change() -> None:
    before = [version("A", 3, {"uraian": "banjir"}), version("A", 4, {"uraian": "hujan"})]
    after = [version("B", 3, {"uraian": "hujan"}), version("B", 4, {"uraian": "banjir besar"})]
    assert shown(EVENTS, before, after) == [("B|4", "A|3", "uraian", "banjir", "banjir besar")]
    assert shown(EVENTS, before, [version("B", 8, {"uraian": "hujan"})]) == []
    corrected = [version("B", 3, {"uraian": "banjir besar"}), version("B", 4, {"uraian": "hujan"})]
    assert shown(EVENTS, before, corrected) == [("B|3", "A|3", "uraian", "banjir", "banjir besar")]
