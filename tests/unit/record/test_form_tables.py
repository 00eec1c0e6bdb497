"""A form's table is made from the form: same names, same kinds, whatever the kind of election."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from jujur.domain.forms import Column, Form
from jujur.record.form_tables import COMMON, row_table
from jujur.settings.desk import load_desk
from jujur.settings.form_shapes import RESERVED_NAMES

PROJECT = Path(__file__).resolve().parents[3]

FORM = Form(
    id="contoh",
    version=1,
    title="Contoh",
    unit_level="tps",
    is_event=False,
    columns=(
        Column("kode_tps", "Kode", "code", is_key=True),
        Column("jumlah", "Jumlah", "count"),
        Column("jarak", "Jarak", "decimal"),
        Column("jam", "Jam", "time"),
    ),
    absent=("pengguna_gubernur",),
)


def test_names_kept_for_the_record_are_those_that_forms_may_not_use() -> None:
    assert set(COMMON) == RESERVED_NAMES


def test_counts_are_integers_and_all_else_is_text() -> None:
    table = row_table(FORM)
    assert table.name == "row_contoh"
    assert [column.name for column in table.columns][: len(COMMON)] == list(COMMON)
    kinds = {column.name: type(column.type) for column in table.columns if column.name not in COMMON}
    assert kinds == {
        "kode_tps": sa.Text,
        "jumlah": sa.Integer,
        "jarak": sa.Text,
        "jam": sa.Text,
        "pengguna_gubernur": sa.Integer,
    }


def test_a_form_column_named_like_a_common_one_makes_no_table() -> None:
    row_table.cache_clear()
    with pytest.raises(sa.exc.DuplicateColumnError):
        row_table(replace(FORM, columns=(*FORM.columns, Column("item_code", "Butir", "code"))))


def test_both_kinds_of_election_share_one_table(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(PROJECT / "config", tmp_path / "config")
    path = tmp_path / "config" / "pagar-alam" / "desk.yaml"
    path.write_text(path.read_text().replace("jenis: pemilu ", "jenis: pilkada "))
    pemilu = load_desk(PROJECT / "config" / "pagar-alam")
    pilkada = load_desk(path.parent)
    assert pemilu.election.kind != pilkada.election.kind
    for form_id, form in pemilu.forms.items():
        shapes = [
            {column.name: str(column.type) for column in row_table(item).columns}
            for item in (form, pilkada.forms[form_id])
        ]
        assert shapes[0] == shapes[1], form_id
