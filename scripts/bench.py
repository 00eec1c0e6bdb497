#!/usr/bin/env python3
"""Speed and memory, each as a ratio to what a user would otherwise use, measured side by side in one run.

Every measurement runs in a process of its own (imports are not timed, except where "whole process" says so), once to
warm up and five times for the median; what is compared takes turns, so that a slow minute of the machine hits both.
Large batches (``bench_batch.py``) are not warmed up: three times for the median, the largest once.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
RUNS = 5
sys.path[:0] = [str(PROJECT / "scripts"), str(PROJECT)]


# --- what is measured (each runs in a child) --------------------------------------------


def prepared_day(folder: Path) -> tuple[list[Any], Path]:
    """The demonstration's workbooks, and a desk on the evening of voting day that has received nothing yet."""
    from demo_inputs import make_inputs

    from jujur.settings import places
    from jujur.settings.desk import load_desk

    home = folder / "home"
    os.environ["JUJUR_HOME"] = str(home)
    os.environ["JUJUR_CODE_VERSION"] = "bench"
    from tests.days import start_desk

    start_desk()
    books = [
        file
        for file in make_inputs(folder / "kiriman", load_desk(places.desk_dir()))
        if file.file_name.startswith("Laporan")
    ]
    return books, home


def receive_five(folder: Path) -> Callable[[], None]:
    """Hash, keep, open, type, validate and store the five workbooks, each time into a fresh record."""
    import great_expectations  # noqa: F401  (imported before the clock starts, as in a running worker)
    import pandas  # noqa: F401
    from tests.days import receive_files, timed

    books, home = prepared_day(folder)
    number = 0

    def work() -> None:
        nonlocal number
        number += 1
        fresh = folder / f"home{number}"
        os.environ["JUJUR_HOME"] = str(fresh)
        receive_files(timed(books))

    for copy in range(1, RUNS + 2):
        shutil.copytree(home, folder / f"home{copy}")
    return work


def pandas_read_five(folder: Path) -> Callable[[], None]:
    """Only reading: what a script of one's own would begin with."""
    import pandas as pd

    books, _ = prepared_day(folder)
    return lambda: [pd.read_excel(book.path, sheet_name=None, engine="openpyxl") for book in books] and None


def city_content() -> tuple[Any, Path]:
    """The city edition of the real day, as it would be printed."""
    from tests.days import CUT_OFF

    from jujur.operations import publish
    from jujur.operations.content import content_of
    from jujur.operations.desk import open_desk
    from jujur.record import editions

    ids = publish.freeze_editions(CUT_OFF)
    publish.compute_figures(ids)
    with open_desk() as desk, desk.database.reading() as session:
        return content_of(
            desk, session, editions.edition_by_id(session, ids[0]), with_decisions=False
        ), desk.assets


def received_day(folder: Path) -> None:
    """The whole real day in a record, up to the cut-off."""
    from demo_inputs import make_inputs

    from jujur.settings import places
    from jujur.settings.desk import load_desk

    os.environ["JUJUR_HOME"] = str(folder / "home")
    os.environ["JUJUR_CODE_VERSION"] = "bench"
    from tests.days import receive_the_day

    receive_the_day(make_inputs(folder / "kiriman", load_desk(places.desk_dir())))


def render_city(folder: Path) -> Callable[[], None]:
    """The city edition, from content to PDF bytes."""
    from jujur import rendering

    received_day(folder)
    content, assets = city_content()
    keep = rendering.render(content, assets)
    (folder / "city.pdf").write_bytes(keep.pdf)
    (folder / "city.html").write_text(keep.html)
    return lambda: rendering.render(content, assets) and None


def audit_city(folder: Path) -> Callable[[], None]:
    """Reading the finished city edition back and holding it against its figures."""
    from jujur import auditing, rendering

    received_day(folder)
    content, assets = city_content()
    pdf = rendering.render(content, assets).pdf

    def work() -> None:
        if auditing.audit(pdf, content):
            raise SystemExit("the audit found something")

    return work


CHILDREN = {work.__name__: work for work in (receive_five, pandas_read_five, render_city, audit_city)}


def child(name: str, folder: Path) -> None:
    """Runs one measurement and prints its seconds and its peak memory."""
    import resource

    work = CHILDREN[name](folder)
    work()
    seconds = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mb": peak}))


# --- the comparison ---------------------------------------------------------------------


def measure(name: str, folder: Path) -> dict[str, Any]:
    """One measurement in a process of its own."""
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, __file__, "--child", name, str(folder)],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{name}: {done.stdout[-1000:]}{done.stderr[-3000:]}")
    told = json.loads(done.stdout.strip().splitlines()[-1])
    return {"median": statistics.median(told["seconds"]), **told}


def chromium_print(html: Path, out: Path) -> tuple[float, float]:
    """Seconds and peak MB (all its processes) of headless Chromium printing a page."""
    import psutil

    profile = tempfile.mkdtemp(prefix="jujur-chromium-")
    command = [
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        f"--user-data-dir={profile}",
        "--no-pdf-header-footer",
        f"--print-to-pdf={out}",
        html.as_uri(),
    ]
    begin, peak = time.perf_counter(), 0.0
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        watched = psutil.Process(process.pid)
        while process.poll() is None and time.perf_counter() - begin < 120:
            try:
                family = [watched, *watched.children(recursive=True)]
                peak = max(peak, sum(item.memory_info().rss for item in family) / 2**20)
            except psutil.Error:
                continue  # a process of the family ended between listing and asking
            time.sleep(0.02)
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(profile, ignore_errors=True)
    if not out.exists():
        raise SystemExit("chromium printed nothing")
    return time.perf_counter() - begin, peak


def pages_of(pdf: Path) -> int:
    """How many pages a PDF has."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def main() -> int:
    """Measures everything and prints one table."""
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], Path(sys.argv[3]))
        return 0
    import bench_history
    import bench_national
    from bench_batch import compare

    with tempfile.TemporaryDirectory(prefix="jujur-bench-") as name:
        folder = Path(name)
        ours = measure("receive_five", folder / "a")
        theirs = measure("pandas_read_five", folder / "b")
        render = measure("render_city", folder / "c")
        audit = measure("audit_city", folder / "d")
        pages = pages_of(folder / "c" / "city.pdf")
        size = (folder / "c" / "city.pdf").stat().st_size / 1024
        # The page finds its fonts beside the templates.
        html = PROJECT / "reports" / ".bench-city.html"
        try:
            html.write_text((folder / "c" / "city.html").read_text())
            chromium_print(html, folder / "chromium.pdf")
            prints = [chromium_print(html, folder / "chromium.pdf") for _ in range(RUNS)]
        finally:
            html.unlink(missing_ok=True)
        chrome = statistics.median(seconds for seconds, _ in prints)
        chrome_mb = statistics.median(peak for _, peak in prints)
        batches = compare(folder / "batches")
        history = bench_history.compare(folder / "history")
        national = bench_national.compare(folder / "national")
    rows = [
        ("receive, validate, store five workbooks (494 rows)", ours["median"], ours["peak_mb"], ""),
        ("pandas.read_excel(openpyxl), reading alone", theirs["median"], theirs["peak_mb"], ""),
        ("ratio", ours["median"] / theirs["median"], ours["peak_mb"] / theirs["peak_mb"], "ours / theirs"),
        (
            f"city edition to PDF ({pages} pages, {size:.0f} KB)",
            render["median"],
            render["peak_mb"],
            f"{pages / render['median']:.1f} pages/s",
        ),
        ("headless Chromium, same HTML, whole process", chrome, chrome_mb, f"{pages / chrome:.1f} pages/s"),
        ("ratio", render["median"] / chrome, render["peak_mb"] / chrome_mb, "ours / theirs"),
        ("audit of the finished city edition", audit["median"], audit["peak_mb"], ""),
        *batches,
        *history,
        *national,
    ]
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; median of {RUNS}\n"
    )
    print("| what | seconds | peak MB | |\n|---|---:|---:|---|")
    for what, seconds, peak, note in rows:
        print(
            f"| {what} | {seconds:.2f} | {peak:.2f} | {note} |"
            if what == "ratio"
            else f"| {what} | {seconds:.2f} | {peak:.0f} | {note} |"
        )
    (PROJECT / "var").mkdir(exist_ok=True)
    (PROJECT / "var" / "bench.json").write_text(
        json.dumps(
            {"rows": [dict(zip(("what", "seconds", "peak_mb", "note"), row, strict=True)) for row in rows]},
            indent=1,
        )
    )
    print(flush=True)
    # Reports by kind, and a country of them: tables of their own.
    return subprocess.run(
        [sys.executable, str(PROJECT / "scripts" / "bench_editions.py")], check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
