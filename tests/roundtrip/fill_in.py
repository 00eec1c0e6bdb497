"""Plays a team at LibreOffice: opens workbooks, types into cells, saves and prints. Run by the system's Python (python3-uno).

Usage: fill_in.py JOBS ANSWERS, both JSON. One headless LibreOffice of its own serves all jobs.
A job: {"open": path, "type": [[sheet, row, column, text], …], "save": [[path, filter], …], "look": [[sheet, row, column], …]}.
Its answer: {"asked": warnings that LibreOffice wanted to show, "refused": cells that could not be typed into,
"protected": …, "visible": names of sheets in sight, "looked": what the program offers at a cell}.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
import unohelper
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.task import XInteractionHandler
from com.sun.star.util.NumberFormat import TEXT

_SECONDS = 60


class Warned(unohelper.Base, XInteractionHandler):
    """Notes every question or warning that a person would have seen."""

    def __init__(self):
        self.asked = []

    def handle(self, request):
        self.asked.append(str(request.getRequest())[:500])


def prop(name, value):
    item = PropertyValue()
    item.Name, item.Value = name, value
    return item


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + _SECONDS
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def work(desktop, job):
    warned = Warned()
    opening = (prop("Hidden", True), prop("InteractionHandler", warned))
    book = desktop.loadComponentFromURL(Path(job["open"]).as_uri(), "_blank", 0, opening)
    try:
        sheets = book.getSheets()
        answer = {
            "asked": warned.asked,
            "refused": [place for *place, text in job.get("type", []) if not typed(book, *place, text)],
            "protected": {name: sheets.getByName(name).isProtected() for name in sheets.getElementNames()},
            "visible": [name for name in sheets.getElementNames() if sheets.getByName(name).IsVisible],
            "looked": [offered(cell_at(sheets, *place)) for place in job.get("look", [])],
        }
        for path, filter_name in job.get("save", []):
            book.storeToURL(Path(path).as_uri(), (prop("FilterName", filter_name),))
    finally:
        book.close(True)
    return answer


def cell_at(sheets, sheet, row, column):
    return sheets.getByName(sheet).getCellByPosition(column, row)


def typed(book, sheet, row, column, text):
    """Type ``text`` as at the keyboard: a cell formatted as text keeps the letters, any other takes what it understands.

    (Real key strokes, by the dispatcher, gave the same for every word of the plan, but crash LibreOffice 7.4 without a
    window as soon as a cell with a dropdown is left.) False if the cell is locked.
    """
    cell = cell_at(book.getSheets(), sheet, row, column)
    if cell.CellProtection.IsLocked and book.getSheets().getByName(sheet).isProtected():
        return False
    if book.getNumberFormats().getByKey(cell.NumberFormat).Type & TEXT:
        cell.setString(text)
    else:
        cell.setFormula(text)
    return True


def offered(cell):
    """The dropdown or limit at a cell."""
    rule = cell.Validation
    return {
        "type": rule.Type.value,
        "list": bool(rule.ShowList),
        "formula": rule.getFormula1(),
        "alert": rule.ErrorAlertStyle.value if rule.ShowErrorMessage else None,
        "message": rule.ErrorMessage,
        "text": cell.getString(),
    }


def main():
    jobs = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    pipe = f"jujur{time.time_ns()}"
    with tempfile.TemporaryDirectory(prefix="jujur-office-") as profile:
        office = subprocess.Popen(
            [
                "soffice",
                f"-env:UserInstallation={Path(profile).as_uri()}",
                *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
                f"--accept=pipe,name={pipe};urp",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            context = connect(pipe)
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            answers = [work(desktop, job) for job in jobs]
            Path(sys.argv[2]).write_text(json.dumps(answers), encoding="utf-8")
            desktop.terminate()
            office.wait(_SECONDS)
        finally:
            if office.poll() is None:
                office.kill()


if __name__ == "__main__":
    main()
