#!/usr/bin/env python3
"""What a report of each kind costs, and what a country's worth of city editions would (issue of the report's look).

Alone it prints its own table. Every kind is a piece of the gallery: made and audited in one process, one warm-up, the median of
five, in processor seconds. Then daily city editions on two workers, each pinned to a core (two that wander gain nothing): from 20
the time of 60 is foretold and measured, and from those the 514 regencies and cities of the country; ``--all`` makes all 514.
Each of them is of another world, so that nothing but the templates can be kept.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT / "plugins"), str(PROJECT / "scripts"), str(PROJECT)]

RUNS = 5
CITIES, FORETOLD_FROM, MEASURED = 514, 20, 60
KINDS = {
    "harian, kota": "city draft",
    "harian, kecamatan": "kecamatan final",
    "mingguan, kota": "busy week",
    "mingguan, kecamatan": "busy week in a kecamatan",
    "hari pemungutan suara, kota": "a take before voting ends",
    "hari pemungutan suara, kecamatan": "a take after voting ended, of a kecamatan",
    "akhir, kota": "final report",
    "akhir, kecamatan": "final report of a kecamatan",
    "harian, kota, Inggris": "city draft, in English",
}


def timed(act: Callable[[], object]) -> float:
    """Median of the processor seconds of an act, after a warm-up."""
    act()
    spent = []
    for _ in range(RUNS):
        begin = time.process_time()
        act()
        spent.append(time.process_time() - begin)
    return statistics.median(spent)


def kinds() -> list[str]:
    """A row of the table for each kind."""
    from tests.golden.editions import ASSETS, ENGLISH, content, edition, language

    from jujur.auditing import examine, read_text
    from jujur.rendering import render

    rows = []
    for what, name in KINDS.items():
        about, spoken = content(name.removesuffix(ENGLISH)), language(name)
        pdf = edition(name).pdf
        pages = len(read_text(pdf))
        found = examine(pdf, about, spoken)
        if not found.is_passed:
            raise SystemExit(f"{name}: {found.discrepancies[:3]}")
        build = timed(lambda about=about, spoken=spoken: render(about, ASSETS, spoken))
        audit = timed(lambda pdf=pdf, about=about, spoken=spoken: examine(pdf, about, spoken))
        rows.append(
            f"| {what} | {pages} | {len(pdf) / 1024:.0f} | {build:.2f} | {pages / build:.1f} | {audit:.2f} |"
        )
    return rows


def make_cities(core: int, first: int, last: int) -> None:
    """The daily editions of cities ``first`` to ``last``, on one core, each of them written to disk."""
    os.sched_setaffinity(0, {core})
    from tests.golden.editions import ASSETS, content

    from jujur.rendering import render

    about = content("city draft")
    with tempfile.TemporaryDirectory(prefix="jujur-cities-") as folder:
        for at in range(first, last):
            own = replace(
                about, edition=replace(about.edition, id=f"{about.edition.id}-{at}", number=f"{at}/DESK")
            )
            (Path(folder) / f"{at}.pdf").write_bytes(render(own, ASSETS).pdf)


def on_two_workers(cities: int) -> float:
    """Seconds for so many editions, start of both workers included."""
    cores = sorted(os.sched_getaffinity(0))[:2]
    begin, bounds = time.perf_counter(), (0, cities // 2, cities)
    workers = [
        subprocess.Popen([sys.executable, __file__, str(core), str(first), str(last)])
        for core, first, last in zip(cores, bounds, bounds[1:], strict=False)
    ]
    if any(worker.wait() for worker in workers):
        raise SystemExit("a worker failed")
    return time.perf_counter() - begin


def cities(is_whole: bool) -> list[str]:
    """Foretold, measured, and foretold for the country."""
    start, few, more = on_two_workers(2), on_two_workers(FORETOLD_FROM), on_two_workers(MEASURED)
    each = (few - start) / (FORETOLD_FROM - 2)
    foretold, whole = few + each * (MEASURED - FORETOLD_FROM), more + each * (CITIES - MEASURED)
    rows = [
        f"| {FORETOLD_FROM} city editions on two pinned workers | {few:.1f} | start of both, and the first, {start:.1f} |",
        f"| {MEASURED} | {more:.1f} | foretold {foretold:.1f}: {more / foretold:.2f} of that |",
        f"| {CITIES}, foretold | {whole:.0f} | {CITIES / whole:.2f} editions/s |",
    ]
    if is_whole:
        made = on_two_workers(CITIES)
        rows.append(f"| {CITIES}, made | {made:.0f} | {made / whole:.2f} of what was foretold |")
    return rows


if __name__ == "__main__":
    if len(sys.argv) == 4:
        make_cities(*map(int, sys.argv[1:]))
    else:
        print("| kind | pages | KB | build, s | pages/s | audit, s |\n|---|---:|---:|---:|---:|---:|")
        print("\n".join(kinds()), flush=True)
        print("\n| what | seconds | |\n|---|---:|---|")
        print("\n".join(cities("--all" in sys.argv)))
