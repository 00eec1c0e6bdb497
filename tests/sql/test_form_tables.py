"""After the migrations, the tables in the database are those that the forms describe, and nothing in them can be changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from jujur.record.database import Database
from jujur.record.form_tables import row_table
from jujur.record.schema import upgrade
from jujur.settings.desk import DeskConfig, load_desk
from jujur.settings.places import config_dir, sql_dir

NEW = ("row_tahapan", "row_kesiapan", "row_rekapitulasi", "row_netralitas", "row_tindak_lanjut", "row_change")
CHANGE = {
    "submission_id": "K-2",
    "row_id": "b|Isian|9",
    "earlier_submission_id": "K-1",
    "earlier_row_id": "a|Isian|9",
    "form_id": "kesiapan",
    "unit_code": "1672011001001",
    "column_name": "jumlah_kpps",
    "before_state": "TIDAK_DIISI",
    "after_state": "NILAI",
    "after_value": "7",
    "changed_at": "2024-02-14T12:00:00.000000Z",
}


@pytest.fixture(scope="module")
def desk() -> DeskConfig:
    return load_desk(config_dir() / "pagar-alam")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url, sql_dir())
    upgrade(database)
    yield database
    database.close()


def shape(columns: list[dict[str, object]]) -> dict[str, tuple[str, bool]]:
    """Name, type as both databases write it, and whether it may be empty."""
    return {str(item["name"]): (str(item["type"]), bool(item["nullable"])) for item in columns}


def test_every_forms_table_has_exactly_the_columns_of_the_form(database: Database, desk: DeskConfig) -> None:
    inspector = sa.inspect(database.engine)
    for form in desk.forms.values():
        table = row_table(form)
        described = {column.name: (str(column.type), bool(column.nullable)) for column in table.columns}
        assert shape(inspector.get_columns(table.name)) == described, form.id
        keys = inspector.get_pk_constraint(table.name)["constrained_columns"]
        assert keys == [column.name for column in table.primary_key]


def test_no_form_has_a_table_without_a_definition(database: Database, desk: DeskConfig) -> None:
    tables = {name for name in sa.inspect(database.engine).get_table_names() if name.startswith("row_")}
    assert tables == {f"row_{form_id}" for form_id in desk.forms} | {"row_change"}


@pytest.mark.parametrize("table", NEW)
def test_rows_of_the_new_tables_stay_as_they_were_written(
    database: Database, desk: DeskConfig, table: str
) -> None:
    values = CHANGE if table == "row_change" else row_values(desk, table)
    names = ", ".join(values)
    with database.engine.begin() as connection:
        connection.execute(
            sa.text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in values)})"),
            values,
        )
    for statement in (f"UPDATE {table} SET row_id = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), database.engine.begin() as connection:
            connection.execute(sa.text(statement))
    with database.engine.connect() as connection:
        assert connection.execute(sa.text(f"SELECT row_id FROM {table}")).scalars().all() == [
            values["row_id"]
        ]


def row_values(desk: DeskConfig, table: str) -> dict[str, object]:
    """A row with only what every row must have."""
    columns = row_table(desk.forms[table.removeprefix("row_")]).columns
    return {
        column.name: 1 if isinstance(column.type, sa.Integer) else "x"
        for column in columns
        if not column.nullable
    }


def test_old_rows_survive_the_new_columns(database_url: str, desk: DeskConfig) -> None:
    from alembic import command
    from alembic.config import Config

    database = Database(database_url, sql_dir())
    config = Config()
    config.set_main_option("script_location", str(database.sql_dir / "migrations"))
    values = row_values(desk, "row_pungut_hitung") | {"pengguna_total_j": 208}
    with database.engine.connect().execution_options(jujur_writes=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            sa.text(
                f"INSERT INTO row_pungut_hitung ({', '.join(values)}) "
                f"VALUES ({', '.join(f':{name}' for name in values)})"
            ),
            values,
        )
    upgrade(database)
    with database.reading() as session:
        (row,) = session.select(sa.select(row_table(desk.forms["pungut_hitung"])))
    assert row["pengguna_total_j"] == 208
    assert row["pengguna_dpr"] is None
    assert row["item_code"] is None
    database.close()
