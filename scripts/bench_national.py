#!/usr/bin/env python3
"""One national voting day: 820,161 TPS rows added up to 7,285 kecamatan, 514 cities and regencies and 38 provinces.

Called by ``bench.py``; alone it prints its own table. The rows are invented (only the codes of the areas are real); the record,
its indexes and the statements are those of every desk: ``figures_pungut_hitung.sql``, ``bins.sql``, and
``units_pungut_hitung.sql`` with its units counted a kecamatan. What comes out is held against what was put in, for every area of
every level, or the bench stops.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT / "scripts"), str(PROJECT), str(PROJECT / "plugins")]

STATIONS = 820_161
STARTS, ENDS = "2024-02-13T17:00:00.000000Z", "2024-02-14T17:00:00.000000Z"
DUE, CUT_OFF, RECEIVED = (
    "2024-02-14T12:00:00.000000Z",
    "2024-02-14T12:30:00.000000Z",
    "2024-02-14T11:00:00.000000Z",
)
FROZEN = "2024-02-12T11:00:00.000000Z"
NOTHING = "0" * 64
FORM = "pungut_hitung"
COUNTS = (
    "pemilih_dpt_j",
    "pengguna_dpt_j",
    "pengguna_dptb_j",
    "pengguna_dpk_j",
    "pengguna_total_j",
    "suara_sah",
    "suara_tidak_sah",
    "suara_total",
)
COLUMNS = {
    "submission": "submission_id seq arrival_key sha256 received_at channel sender area_code size name_as_sent",
    "reading": "submission_id outcome message form_id form_version period_start is_nil row_count rules_version read_at",
    "frame": "frame_version form_id period_start unit_code period_end area_code kecamatan_code due_at frozen_at frame_digest",
    "row_pungut_hitung": "submission_id row_id sheet row_number unit_code area_code kecamatan_code period_start "
    f"content_digest has_content states {' '.join(COUNTS)}",
    "disposition": "submission_id row_id form_id bin reason actor decided_at",
}
Truth = dict[str, Counter[str]]


def kecamatan() -> list[str]:
    """The codes of all kecamatan."""
    lines = (PROJECT / "scripts" / "data" / "kode_kecamatan.txt").read_text().splitlines()
    return [line for line in lines if not line.startswith("#")]


def sizes() -> list[tuple[str, int]]:
    """How many TPS each kecamatan has: as even as whole numbers allow."""
    codes = kecamatan()
    each, more = divmod(STATIONS, len(codes))
    return [(code, each + (number < more)) for number, code in enumerate(codes)]


def station(number: int) -> tuple[str, list[int]]:
    """The fate of a TPS (silent, held, accepted or superseded and sent again) and what it reports."""
    fate = "silent" if number % 10 == 9 else "held" if number % 23 == 7 else "accepted"
    voters = 120 + number * 7 % 181
    own, moved, late = voters * (60 + number % 36) // 100, number % 4, number % 3
    users = own + moved + late
    spoiled = number % 9
    return fate, [voters, own, moved, late, users, users - spoiled, spoiled, users]


def tables() -> dict[str, Iterator[tuple[Any, ...]]]:
    """The rows of every table, one after another, never all at once."""

    def each() -> Iterator[tuple[str, str, int, int]]:
        number = 0
        for order, (code, size) in enumerate(sizes()):
            for position in range(1, size + 1):
                yield f"N-{order:05d}", code, position, number
                number += 1

    def unit(code: str, position: int) -> str:
        return f"{code.replace('.', '')}{position:05d}"

    places = list(enumerate(sizes()))
    return {
        "submission": (
            (f"N-{at:05d}", at + 1, f"n{at}", NOTHING, RECEIVED, "inbox", "uji", code, 1, "uji.xlsx")
            for at, (code, _) in places
        ),
        "reading": (
            (f"N-{at:05d}", "read", "", FORM, 1, STARTS, 0, size, NOTHING, RECEIVED) for at, (_, size) in places
        ),
        "frame": (
            (1, FORM, STARTS, unit(code, position), ENDS, code, code, DUE, FROZEN, NOTHING)
            for _, code, position, _ in each()
        ),
        "row_pungut_hitung": (
            (file, f"{file}|Isian|{position}", "Isian", position, unit(code, position), code, code, STARTS, NOTHING, 1, "{}",
             *station(number)[1])
            for file, code, position, number in each()
            if station(number)[0] != "silent"
        ),
        "disposition": (
            (file, f"{file}|Isian|{position}", FORM, station(number)[0], "uji", "uji", RECEIVED)
            for file, code, position, number in each()
            if station(number)[0] != "silent"
        ),
    }  # fmt: skip


def truth() -> Truth:
    """What must come out, by area of every level, counted while nothing but this file is looked at."""
    found: Truth = defaultdict(Counter)
    number = 0
    for code, size in sizes():
        own = found[code]
        for _ in range(size):
            fate, values = station(number)
            number += 1
            own["N"] += 1
            own[fate] += 1
            if fate == "accepted":
                own["n"] += 1
                own.update(dict(zip(COUNTS, values, strict=True)))
    return rolled_up(found)


def rolled_up(own: Truth) -> Truth:
    """Adds kecamatan up to cities and regencies, and those to provinces: whole numbers only (L51)."""
    found: Truth = defaultdict(Counter, {code: Counter(counts) for code, counts in own.items()})
    for code, counts in own.items():
        for above in (code[:5], code[:2]):
            found[above].update(counts)
    return found


def load(database: Any) -> None:
    """Puts everything in: COPY on PostgreSQL, one prepared statement a table on SQLite."""
    connection = database.engine.raw_connection()
    try:
        for table, rows in tables().items():
            names = COLUMNS[table].split()
            cursor = connection.cursor()
            if database.engine.dialect.name == "postgresql":
                with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                cursor.execute("BEGIN")
                marks = ", ".join("?" * len(names))
                cursor.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)
                cursor.execute("COMMIT")
            cursor.close()
        connection.commit()
    finally:
        connection.close()
    if database.engine.dialect.name == "postgresql":
        import sqlalchemy as sa

        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as analysing:
            analysing.execute(sa.text("ANALYZE"))


def aggregate(database: Any) -> Truth:
    """What the record says of every area: k, n and N of every sum, and the rows by bin."""
    import sqlalchemy as sa

    from jujur.record.statements import statement

    at = {"period_start": STARTS, "as_of": CUT_OFF}
    found: Truth = defaultdict(Counter)
    with database.reading() as session:
        for row in session.rows("figures_pungut_hitung", **at):
            own = found[row["area_code"]]
            own["n"] = row["rows_used"]
            for name in COUNTS:
                own[name] = int(row[f"sum_{name}"])
        for row in session.rows(f"bins:{FORM}", **at):
            found[row["area_code"]][row["bin"]] += row["row_count"]
        units = re.sub(r"\nORDER BY [^\n]*\n$", "", statement(database.sql_dir, "units_pungut_hitung").text)
        counted = sa.text(
            "SELECT area_code, COUNT(*) AS expected, SUM(CASE WHEN first_content_at IS NULL THEN 1 ELSE 0 END) AS silent "
            f"FROM ({units}) AS units GROUP BY area_code"
        )
        for row in session.connection.execute(
            counted, {**at, "form_id": FORM, "frame_version": 1}
        ).mappings():
            found[row["area_code"]]["N"] = row["expected"]
            found[row["area_code"]]["silent"] = int(row["silent"])
    return rolled_up(found)


def size_of(database: Any) -> float:
    """MB of the record on disk."""
    import sqlalchemy as sa

    if database.engine.dialect.name == "sqlite":
        return (
            sum(path.stat().st_size for path in Path(database.engine.url.database).parent.iterdir()) / 2**20
        )
    with database.engine.connect() as connection:
        return (
            float(connection.execute(sa.text("SELECT pg_database_size(current_database())")).scalar_one())
            / 2**20
        )


def child(url: str) -> None:
    """Measures on one database and prints what it found."""
    from jujur.record import schema
    from jujur.record.database import Database
    from jujur.settings import places

    database = Database(url, places.sql_dir())
    schema.upgrade(database)
    begin = time.perf_counter()
    load(database)
    loaded = time.perf_counter()
    found = aggregate(database)
    done = time.perf_counter()
    expected = truth()
    wrong = [code for code in expected if +expected[code] != +found[code]]
    levels = Counter(len(code) for code in found)
    if wrong or levels != {2: 38, 5: 514, 8: 7285}:
        raise SystemExit(f"{len(wrong)} areas are wrong, {wrong[:3]}, levels {dict(levels)}")
    print(
        json.dumps(
            {
                "load": loaded - begin,
                "aggregate": done - loaded,
                "disk_mb": size_of(database),
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "rows": sum(found[code]["n"] for code in found if len(code) == 2),
            }
        )
    )
    database.close()


def measured(url: str) -> dict[str, Any]:
    """One database, in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "plugins")}
    done = subprocess.run(
        [sys.executable, __file__, "--child", url],
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
        env=environment,
    )
    if done.returncode:
        raise SystemExit(f"{done.stdout[-1000:]}{done.stderr[-3000:]}")
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


def compare(folder: Path) -> list[tuple[str, float, float, str]]:
    """Rows for the table of ``bench.py``."""
    from tests.postgres import running_postgres

    folder.mkdir(exist_ok=True)
    rows: list[tuple[str, float, float, str]] = []
    with running_postgres() as server:
        for backend, url in (("SQLite", f"sqlite:///{folder}/national.sqlite"), ("PostgreSQL", server)):
            told = measured(url)
            rows.append(
                (f"{STATIONS:,} TPS of a national day loaded, {backend}", told["load"], told["peak_mb"],
                 f"{told['disk_mb']:.0f} MB on disk")
            )  # fmt: skip
            rows.append(
                (f"added up to 7,285 / 514 / 38 with k, n, N, {backend}", told["aggregate"], told["peak_mb"],
                 f"{told['rows']:,} rows in use")
            )  # fmt: skip
    return rows


def print_rows(rows: Iterable[tuple[str, float, float, str]]) -> None:
    """The table of this bench alone."""
    for what, seconds, peak, note in rows:
        print(f"| {what} | {seconds:.1f} | {peak:.0f} | {note} |", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2])
    else:
        with tempfile.TemporaryDirectory(prefix="jujur-bench-") as name:
            print_rows(compare(Path(name)))
