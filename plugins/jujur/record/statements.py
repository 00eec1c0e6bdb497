"""SQL statements by name: one a file in ``sql/``, bound parameters only."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from sqlalchemy import String, TextClause, bindparam, text

from jujur.domain.errors import RecordError

# The table that a statement about the rows of any form names; see `statement`.
_ANY_FORM = re.compile(r"\brow_form\b")
# A parameter that stands for a list of values.
_LIST = re.compile(r"\bIN :([a-z_]+)")
_NAME = re.compile(r"(?P<file>[a-z][a-z0-9_]*)(?::(?P<form>[a-z][a-z0-9_]*))?")


@cache
def statement(sql_dir: Path, name: str) -> TextClause:
    """The statement kept in ``sql/<name>.sql``; ``known_rows:kesiapan`` is ``known_rows.sql`` about the rows of that form.

    Raises RecordError when there is no such file, or its table is not named when it must be.
    """
    found = _NAME.fullmatch(name)
    path = sql_dir / f"{found['file']}.sql" if found else sql_dir
    if not found or not path.is_file():
        raise RecordError(f"Pernyataan SQL {name} tidak ada di {sql_dir}.")
    content = path.read_text(encoding="utf-8")
    if (_ANY_FORM.search(content) is not None) != (found["form"] is not None):
        raise RecordError(
            f"Pernyataan SQL {name}: formulir harus disebut bila, dan hanya bila, memakai row_form."
        )
    clause = text(_ANY_FORM.sub(f"row_{found['form']}", content))
    return clause.bindparams(
        *(bindparam(name, expanding=True, type_=String()) for name in set(_LIST.findall(content)))
    )
