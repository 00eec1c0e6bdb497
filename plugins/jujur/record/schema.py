"""Bringing a database to the newest schema (Alembic; migrations live in ``sql/migrations``)."""

from __future__ import annotations

import logging

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from jujur.record.database import Database


def upgrade(database: Database) -> None:
    """Applies every migration that the database lacks. Safe to run again."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(database.sql_dir / "migrations"))
    # Looking first keeps every reader of a current record from queueing for the writers' lock.
    with database.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_heads()
    if set(current) == set(ScriptDirectory.from_config(config).get_heads()):
        return
    with database.engine.connect().execution_options(jujur_writes=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
