#!/usr/bin/env python3
"""What publishing one slot costs when the record holds one, ten and a hundred times as much history (P23, architecture §4).

Called by ``bench.py``; alone it prints its own table. History is the real day again, on other days before and after it: files,
rows, bins, findings, frames, editions, figures and ledger events, put in with statements. It need not verify; it must be there.
Publishing is freezing the cut-off, both calculators, entering the figures, and gathering what all six editions say; drafting
(rendering and auditing one edition) is measured apart. Medians of three, each on a fresh copy
of the record, the sizes taking turns.
"""

from __future__ import annotations

import gc
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT / "scripts"), str(PROJECT)]

SIZES = (1, 10, 100)
# One turn to warm up, then these.
RUNS = 4
# The real day, and the evening on which its period starts in UTC.
DAY, EVE = "2024-02-14", "2024-02-13"
TABLES = (
    "submission",
    "reading",
    "row_pungut_hitung",
    "row_kejadian",
    "disposition",
    "finding",
    "frame",
    "edition",
    "edition_status",
    "figure",
    "ledger",
)
NUMBERED = ("disposition", "finding", "edition_status")


def add_template_editions(desk: Any, slot: Any) -> None:
    """The six editions of the real day under ids that no publishing makes: what every day of history has copies of."""
    from jujur.domain.editions import Edition, EditionStatus
    from jujur.operations.known import compute_all, figures_of_area
    from jujur.record import editions

    with desk.database.writing() as session:
        everything = compute_all(desk, session, slot, slot.cut_off_at)
        for area in (desk.config.gazetteer.city, *desk.config.gazetteer.at_level("kecamatan")):
            edition = Edition(
                f"contoh-{area.code}", "000", "mingguan", area.code, slot.period, 0, slot.cut_off_at,
                slot.release_at, "bench", "0" * 64, "0" * 64, "0" * 64,
            )  # fmt: skip
            editions.add_edition(session, edition)
            editions.add_status(session, edition.id, EditionStatus.FROZEN, slot.cut_off_at)
            found = figures_of_area(desk, everything, area.code)
            editions.add_figures(session, edition.id, (replace(figure) for figure in found.values()))


def add_history(database: Any, copies: Iterable[int]) -> None:
    """One more day of everything for each number, which decides the date."""
    import sqlalchemy as sa

    names = {
        table: [column["name"] for column in sa.inspect(database.engine).get_columns(table)]
        for table in TABLES
    }
    with database.engine.connect().execution_options(jujur_writes=True) as connection, connection.begin():
        for number in copies:
            for table in TABLES:
                statement, values = copy_of_day(table, names[table], number)
                connection.execute(sa.text(statement), values)
    if database.engine.dialect.name == "postgresql":
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("ANALYZE"))


def copy_of_day(table: str, columns: list[str], number: int) -> tuple[str, dict[str, Any]]:
    """The statement that puts the rows of the real day in again, on a day that the desk itself has frozen nothing for."""
    away = timedelta(days=(number // 2 + 400) * (1 if number % 2 else -1))
    values = {
        "day": (date.fromisoformat(DAY) + away).isoformat(),
        "eve": (date.fromisoformat(EVE) + away).isoformat(),
        "mark": f"h{number:04d}",
        "number": number,
    }
    wanted = [name for name in columns if not (table in NUMBERED and name == "seq")]
    chosen = ", ".join(changed(table, name) for name in wanted)
    where = {
        "ledger": f"seq < {10**6} AND event <> 'clock_shifted'",
        "frame": f"period_start LIKE '{EVE}%'",
        "edition": "edition_id LIKE 'contoh-%'",
        "edition_status": "edition_id LIKE 'contoh-%'",
        "figure": "edition_id LIKE 'contoh-%'",
    }.get(table, "submission_id LIKE 'K-%'")
    used = {name: value for name, value in values.items() if f":{name}" in chosen}
    return f"INSERT INTO {table} ({', '.join(wanted)}) SELECT {chosen} FROM {table} WHERE {where}", used


def changed(table: str, name: str) -> str:
    """How a column differs in a copy."""
    if name in ("submission_id", "supersedes", "arrival_key", "edition_id"):
        return f":mark || {name}"
    if name in ("row_id", "prev", "hash"):
        return f":mark || SUBSTR({name}, 6)"
    if name == "seq":
        return f"seq + {10**6} * (:number + 1)"
    if name == "kind" and table == "edition":
        return "'harian'"
    if name == "payload":
        # A day's events name that day, and its terms have a digest of their own.
        dated = f"REPLACE(REPLACE({name}, '{DAY}', :day), '{EVE}', :eve)"
        return f'REPLACE({dated}, \'"terms":"\', \'"terms":"\' || :mark)'
    if name in ("at", "as_of", "period_start", "period_end") or name.endswith("_at"):
        return f"REPLACE(REPLACE({name}, '{DAY}', :day), '{EVE}', :eve)"
    return name


def publish_once(slot_at: Any) -> tuple[float, float, list[str]]:
    """Seconds and processor seconds for everything up to the content of all six editions, and their ids."""
    from jujur.operations import publish
    from jujur.operations.content import content_of
    from jujur.operations.desk import open_desk
    from jujur.record import editions

    # A whole collection of the garbage of the turns before falls into one turn or another, and always into the same size's.
    gc.collect()
    begin, worked = time.perf_counter(), time.process_time()
    ids = publish.freeze_editions(slot_at)
    publish.compute_figures(ids)
    with open_desk() as desk, desk.database.reading() as session:
        for edition_id in ids:
            content_of(desk, session, editions.edition_by_id(session, edition_id), with_decisions=False)
    return time.perf_counter() - begin, time.process_time() - worked, ids


def copy_record(url: str, name: str) -> str:
    """A copy of a record beside it, under this name, written to the disk before anything is timed; returns its URL."""
    base, _, old = url.rpartition("/")
    if url.startswith("sqlite"):
        copy = f"{base}/{name}".removeprefix("sqlite:///")
        shutil.copyfile(f"{base}/{old}".removeprefix("sqlite:///"), copy)
        with Path(copy).open("rb+") as file:
            os.fsync(file.fileno())
        return f"{base}/{name}"
    administer(base, f"CREATE DATABASE {name} TEMPLATE {old}")
    administer(base, "CHECKPOINT")
    return f"{base}/{name}"


def drop_record(url: str) -> None:
    """Removes a copy."""
    base, _, name = url.rpartition("/")
    if url.startswith("sqlite"):
        for ending in ("", "-wal", "-shm"):
            Path(url.removeprefix("sqlite:///") + ending).unlink(missing_ok=True)
    else:
        administer(base, f"DROP DATABASE {name}")


def administer(base: str, statement: str) -> None:
    """One statement on the PostgreSQL server itself."""
    import sqlalchemy as sa

    engine = sa.create_engine(f"{base}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(statement))
    engine.dispose()


def records_of_sizes(url: str) -> dict[int, str]:
    """A record of each size, made from the one that holds the day itself."""
    from tests.days import CUT_OFF

    from jujur.operations.desk import open_desk

    os.environ["JUJUR_DATABASE_URL"] = url
    with open_desk() as desk:
        add_template_editions(desk, desk.config.calendar.slot_at(CUT_OFF))
    made, there = {}, 0
    for size in SIZES:
        with open_desk() as desk:
            # The day itself is the first of its size.
            add_history(desk.database, range(there, size - 1))
            there = size - 1
            if desk.database.engine.dialect.name == "sqlite":
                with desk.database.engine.connect().execution_options(
                    isolation_level="AUTOCOMMIT"
                ) as connection:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        made[size] = copy_record(url, f"history_{size}")
    return made


def measure(url: str) -> list[dict[str, Any]]:
    """Seconds at each size, on one database; the sizes take turns, so that a slow minute of the machine hits all of them."""
    from tests.days import CUT_OFF

    from jujur.operations import publish

    records = records_of_sizes(url)
    seconds: dict[int, list[float]] = {size: [] for size in SIZES}
    worked: dict[int, list[float]] = {size: [] for size in SIZES}
    draft: dict[int, float] = {}
    for turn in range(RUNS + 1):
        for size in SIZES:
            os.environ["JUJUR_DATABASE_URL"] = fresh = copy_record(records[size], "one_copy")
            spent, processor, ids = publish_once(CUT_OFF)
            if turn == RUNS:
                begin = time.perf_counter()
                publish.draft_edition(ids[-1])
                draft[size] = time.perf_counter() - begin
            elif turn:
                # The first turn warms up.
                seconds[size].append(spent)
                worked[size].append(processor)
            drop_record(fresh)
    return [
        {
            "size": size,
            "publish": statistics.median(seconds[size]),
            "processor": statistics.median(worked[size]),
            "draft": draft[size],
        }
        for size in SIZES
    ]


def compare(folder: Path) -> list[tuple[str, float, float, str]]:
    """Rows for the table of ``bench.py``."""
    from demo_inputs import make_inputs
    from tests.days import receive_the_day
    from tests.postgres import running_postgres

    from jujur.settings import places
    from jujur.settings.desk import load_desk

    folder.mkdir(exist_ok=True)
    os.environ["JUJUR_CODE_VERSION"] = "bench"
    rows: list[tuple[str, float, float, str]] = []
    with running_postgres() as server:
        for backend in ("SQLite", "PostgreSQL"):
            home = folder / backend
            os.environ["JUJUR_HOME"] = str(home)
            os.environ["JUJUR_DATABASE_URL"] = f"sqlite:///{home}/record.sqlite"
            if backend == "PostgreSQL":
                import sqlalchemy as sa

                admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
                with admin.connect() as connection:
                    connection.execute(sa.text("CREATE DATABASE history"))
                admin.dispose()
                os.environ["JUJUR_DATABASE_URL"] = f"{server.rpartition('/')[0]}/history"
            url = os.environ["JUJUR_DATABASE_URL"]
            receive_the_day(make_inputs(folder / f"kiriman-{backend}", load_desk(places.desk_dir())))
            before: dict[str, Any] | None = None
            for found in measure(url):
                ratio = f"{found['processor']:.2f} of processor time here"
                if before:
                    spent, processor = (found[name] / before[name] for name in ("publish", "processor"))
                    ratio += f"; {spent:.2f} (processor {processor:.2f}) × the size before"
                rows.append((f"publishing, {found['size']} × history, {backend}", found["publish"], 0, ratio))
                rows.append(
                    (f"drafting one edition, {found['size']} × history, {backend}", found["draft"], 0, "")
                )
                before = found
    return rows


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="jujur-bench-") as name:
        for what, seconds, _, note in compare(Path(name)):
            print(f"| {what} | {seconds:.2f} | | {note} |", flush=True)
