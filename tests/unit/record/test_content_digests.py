"""The digest of a row's content against RFC 8785's own implementation: what the record holds must not change its form."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from jujur.domain.cells import BLANK, Cell, CellState, value_cell
from jujur.domain.forms import Column, Form
from jujur.domain.submissions import Row
from jujur.record.content_digests import ContentDigests

NAMES = ("uraian", "jumlah", "kode", "Z1", "_b")
FORM = Form(
    "contoh",
    1,
    "Contoh",
    "tps",
    False,
    (
        Column("kode_tps", "Kode", "code", is_key=True, is_prefilled=True),
        *(Column(name, name, "text") for name in NAMES),
    ),
)
WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
FILLED = st.builds(value_cell, st.one_of(WORDS, st.integers(0, 10**12)))
WITHOUT_VALUE = st.sampled_from([state for state in CellState if state is not CellState.NILAI])
CELLS = st.one_of(
    FILLED,
    st.just(BLANK),
    st.builds(lambda state, raw: Cell(state, None, raw), WITHOUT_VALUE, WORDS),
)


def row(*cells: Cell) -> Row:
    """A row whose data columns hold ``cells``."""
    return Row("x|y|7", "y", 7, {"kode_tps": value_cell("1"), **dict(zip(NAMES, cells, strict=True))})


@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=4))
def test_the_digest_is_that_of_canonical_json(rows: list[tuple[Cell, ...]]) -> None:
    digests = ContentDigests(FORM)
    for cells in rows:
        content = {
            name: [cell.state.value, cell.value]
            + ([cell.raw.strip()] if cell.state is CellState.DITAHAN else [])
            for name, cell in zip(NAMES, cells, strict=True)
        }
        expected = hashlib.sha256(rfc8785.dumps(content)).hexdigest()
        has_content = any(cell.state is not CellState.TIDAK_DIISI for cell in cells)
        assert digests.of(row(*cells)) == (expected, has_content)


def test_prefilled_columns_say_nothing() -> None:
    digests = ContentDigests(FORM)
    one = row(*[BLANK] * 5)
    other = replace(one, cells={**one.cells, "kode_tps": value_cell("2")})
    assert digests.of(one) == digests.of(other)
    assert not digests.of(one)[1]


def test_values_are_forgotten_before_they_fill_the_memory() -> None:
    digests = ContentDigests(FORM)
    first = digests.of(row(value_cell("a"), BLANK, BLANK, BLANK, BLANK))
    for number in range(25_000):
        digests.of(row(BLANK, value_cell(number), BLANK, BLANK, BLANK))
    assert len(digests._values) <= 20_000
    assert digests.of(row(value_cell("a"), BLANK, BLANK, BLANK, BLANK)) == first
