"""SQL statements by name: one a file in ``sql/``, bound parameters only."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import TextClause, text

from jujur.domain.errors import RecordError


@cache
def statement(sql_dir: Path, name: str) -> TextClause:
    """The statement kept in ``sql/<name>.sql``. Raises RecordError when there is no such file."""
    path = sql_dir / f"{name}.sql"
    if not path.is_file():
        raise RecordError(f"Pernyataan SQL {name} tidak ada di {sql_dir}.")
    return text(path.read_text(encoding="utf-8"))
