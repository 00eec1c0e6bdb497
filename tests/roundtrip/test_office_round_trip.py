"""Template → filled in by a real LibreOffice → read: rows equal what was typed, for every form and file kind.

One LibreOffice serves all forms: it opens each blank workbook, prints it, types into a copy, saves that as .xlsx, .ods and
.xls, and opens the .xlsx once more to see what is left of dropdowns, limits and protection.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.days import start_desk
from tests.roundtrip import office
from tests.roundtrip.typing_plan import Expected, TypingPlan, seen

from jujur import intake
from jujur.domain.areas import Places
from jujur.domain.cells import CellState
from jujur.domain.forms import Form
from jujur.domain.submissions import Reading
from jujur.forms.identity import SUPERSEDES_LABEL
from jujur.operations import judging, template
from jujur.operations.desk import Desk, open_desk
from jujur.operations.receive import Arrival, receive_all
from jujur.record.form_rows import rows_of_submission
from jujur.settings import places
from jujur.settings.desk import load_desk

DESK = load_desk(places.config_dir() / "pagar-alam")
AREA = DESK.gazetteer["16.72.04"]
SHEET, NUMBER, TYPED = "Isian", "K-20240214-0003", 10
KINDS = ("xlsx", "ods", "xls")
# What a team sends, where it is not .xlsx.
SENT_AS = {"kejadian": "ods", "tahapan": "xls"}


@dataclass
class Trip:
    """One form on its way: what was typed, what LibreOffice said, what was read back from each kind of file."""

    form: Form
    period: str
    blank: Path
    expected: list[dict[str, Expected]]
    first_row: int
    job: office.Job
    answer: dict[str, Any] = field(default_factory=dict)
    again: dict[str, Any] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    pdf: Path = Path()


def setting_out(desk: Desk, form: Form, folder: Path) -> Trip:
    period = next(item.id for item in DESK.calendar.reporting_periods if form.id in item.forms)
    blank = template.blank_workbook(desk, form.id, AREA.code, period)
    path = folder / blank.file_name
    path.write_bytes(blank.content)
    first, question = table_of(path, form)
    units = template.prefill(DESK, form, template.configured_units(DESK, form, AREA))
    plan = TypingPlan(form, template.dropdowns(DESK, form, AREA))
    typing, expected = [(SHEET, *question, NUMBER)], []
    for number in range(TYPED if form.is_event else len(units)):
        words = plan.row(number) if number < TYPED else plan.blank()
        known = (
            {} if form.is_event else {name: (CellState.NILAI, text) for name, text in units[number].items()}
        )
        expected.append({**known, **{name: wanted for name, (_, wanted) in words.items()}})
        for index, column in enumerate(form.columns):
            text = words[column.name][0] if column.name in words else ""
            if text:
                typing.append((SHEET, first + number, index, text))
    looked = [(SHEET, first, index) for index in range(len(form.columns))]
    job = office.Job(path, typing, [path.with_suffix(f".saved.{kind}") for kind in KINDS], looked)
    return Trip(form, period, path, expected, first, job)


def table_of(path: Path, form: Form) -> tuple[int, tuple[int, int]]:
    """Where the table begins and where the number of a corrected submission goes, as openpyxl sees it; from 0."""
    import openpyxl

    sheet = openpyxl.load_workbook(path)[SHEET]
    labels = [column.label.replace("/ ", "/") for column in form.columns]
    rows = [[str(cell.value or "").replace("/ ", "/") for cell in row] for row in sheet.iter_rows()]
    header = next(number for number, row in enumerate(rows) if row == labels)
    question = next(number for number, row in enumerate(rows) if row[0].startswith(SUPERSEDES_LABEL))
    answer = next(cell.column for cell in sheet[question + 1][1:] if not cell.protection.locked)
    return header + 1, (question, answer - 1)


@pytest.fixture(scope="module")
def trips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Trip]:
    folder = tmp_path_factory.mktemp("kantor")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUJUR_HOME", str(folder / "home"))
        patch.setenv("JUJUR_CODE_VERSION", "uji")
        with open_desk() as desk:
            made = [setting_out(desk, form, folder) for form in DESK.forms.values()]
    for trip in made:
        trip.pdf = trip.blank.with_suffix(".pdf")
    blanks = [office.Job(trip.blank, [(SHEET, trip.first_row, 0, "salah")], [trip.pdf]) for trip in made]
    reopened = [office.Job(trip.job.saved[0], looked_at=trip.job.looked_at) for trip in made]
    answers = office.run([*blanks, *(trip.job for trip in made), *reopened], folder)
    for number, trip in enumerate(made):
        trip.answer = {**answers[len(made) + number], "locked": answers[number]["refused"]}
        trip.again = answers[2 * len(made) + number]
    saved = [(trip, path) for trip in made for path in trip.job.saved]
    files = [
        intake.FileToRead(path.name, hashlib.sha256(path.read_bytes()).hexdigest(), path) for _, path in saved
    ]
    for (trip, path), reading in zip(
        saved, intake.read_batch(files, DESK.forms, places=Places(DESK.gazetteer)), strict=True
    ):
        assert isinstance(reading, Reading), f"{path.name}: {reading}"
        trip.readings[path.suffix[1:]] = reading
    return {trip.form.id: trip for trip in made}


forms = pytest.mark.parametrize("form_id", sorted(DESK.forms))


def test_all_seven_forms_are_on_their_way() -> None:
    assert len(DESK.forms) == 7


@forms
def test_the_office_opens_the_blank_workbook_without_a_word(trips: dict[str, Trip], form_id: str) -> None:
    assert trips[form_id].answer["asked"] == []


@forms
@pytest.mark.parametrize("kind", KINDS)
def test_rows_equal_what_was_typed(trips: dict[str, Trip], form_id: str, kind: str) -> None:
    trip = trips[form_id]
    reading = trip.readings[kind]
    wanted = [row for row in trip.expected if not trip.form.is_event or any(map(filled, row.values()))]
    found = [{name: seen(cell) for name, cell in row.cells.items()} for row in reading.rows]
    differences = [
        (number, name, row.get(name), expected)
        for number, (row, expectation) in enumerate(zip(found, wanted, strict=False))
        for name, expected in expectation.items()
        if row.get(name) != expected
    ]
    assert differences == []
    assert len(found) == len(wanted)


def filled(expected: Expected) -> bool:
    return expected[0] is not CellState.TIDAK_DIISI


@forms
@pytest.mark.parametrize("kind", KINDS)
def test_identity_and_the_number_of_the_corrected_submission_survive(
    trips: dict[str, Trip], form_id: str, kind: str
) -> None:
    trip = trips[form_id]
    claims = trip.readings[kind].claims
    assert (claims.form_id, claims.form_version) == (form_id, trip.form.version)
    assert (claims.area_code, claims.period, claims.desk) == (AREA.code, trip.period, DESK.id)
    assert (claims.supersedes, claims.is_nil) == (NUMBER, False)


@forms
def test_every_kind_of_column_saw_values_marks_and_blanks(trips: dict[str, Trip], form_id: str) -> None:
    """The plan itself, so that a form without rows cannot pass."""
    cells = [cell for row in trips[form_id].expected for cell in row.values()]
    states = {state.value for state, _ in cells}
    assert states == {"NILAI", "TIDAK_DIISI", "TIDAK_BERLAKU", "TIDAK_DAPAT_DIAKSES", "TIDAK_TAHU"}


@forms
def test_structure_is_protected_and_entry_cells_are_not(trips: dict[str, Trip], form_id: str) -> None:
    trip = trips[form_id]
    assert all(trip.answer["protected"].values())
    assert trip.answer["visible"] == ["Petunjuk", SHEET]
    assert trip.answer["refused"] == [], "every cell of the plan can be typed into"
    if trip.form.columns[0].is_prefilled:
        assert trip.answer["locked"] == [[SHEET, trip.first_row, 0]], "a code cannot be overwritten"


@forms
def test_dropdowns_and_limits_are_there_after_the_office_saved_the_file(
    trips: dict[str, Trip], form_id: str
) -> None:
    trip = trips[form_id]
    assert trip.again["protected"] == trip.answer["protected"]
    lists = template.dropdowns(DESK, trip.form, AREA)
    for column, before, after in zip(
        trip.form.columns, trip.answer["looked"], trip.again["looked"], strict=True
    ):
        assert (after["type"], after["list"], after["alert"]) == (
            before["type"],
            before["list"],
            before["alert"],
        )
        assert after["message"] == before["message"]
        if column.choices or column.name in lists:
            assert (before["type"], before["list"], before["alert"]) == ("LIST", True, "WARNING")
        elif column.kind in ("count", "decimal", "date", "time") and not column.is_prefilled:
            assert (before["type"], before["alert"]) == ("CUSTOM", "WARNING")
            assert before["message"]


@forms
def test_the_blank_workbook_prints_on_a4_with_readable_letters(trips: dict[str, Trip], form_id: str) -> None:
    trip = trips[form_id]
    information = subprocess.run(
        ["pdfinfo", "-l", "99", trip.pdf], capture_output=True, text=True, check=True
    ).stdout
    sizes = [
        line.split("size:")[1]
        for line in information.splitlines()
        if line.startswith("Page") and " size:" in line
    ]
    assert sizes
    assert {
        tuple(sorted(round(float(word)) for word in size.split() if word[0].isdigit())) for size in sizes
    } == {(595, 842)}
    text = subprocess.run(
        ["pdftotext", "-layout", trip.pdf, "-"], capture_output=True, text=True, check=True
    ).stdout
    for word in (
        trip.form.title,
        "Cara mengisi",
        "tidak dapat diakses",
        "NIHIL",
        AREA.name,
        "Halaman 1 dari",
    ):
        assert word in text
    pages = text.split("\f")[:-1]
    table = [page for page in pages if "Petunjuk:" not in page]
    for column in (column for column in trip.form.columns if column.is_prefilled):
        assert all(column.label in page for page in table), "what names the row is on every page"


@pytest.fixture(scope="module")
def kept(trips: dict[str, Trip], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """What the record holds of each form after the whole of receiving and judging, in the order of the sheet."""
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUJUR_HOME", str(tmp_path_factory.mktemp("desk") / "home"))
        patch.setenv("JUJUR_CODE_VERSION", "uji")
        start_desk()
        with open_desk() as desk:
            for trip in trips.values():
                kind = SENT_AS.get(trip.form.id, "xlsx")
                path = next(path for path in trip.job.saved if path.suffix == f".{kind}")
                period = DESK.calendar.reporting_period(trip.form.id, trip.period)
                team = DESK.team_of_area(AREA.code)
                assert period is not None
                assert team is not None
                arrival = Arrival(path.name, path.name, path.read_bytes(), team.address, "cli")
                ((submission_id, _),) = receive_all(desk, [arrival], period.due_at - timedelta(minutes=5))
                assert judging.judge_submissions(desk, [submission_id]) == [submission_id]
                with desk.database.reading() as session:
                    found[trip.form.id] = rows_of_submission(session, trip.form, submission_id)
    return found


@forms
def test_what_was_typed_is_what_the_record_keeps(
    trips: dict[str, Trip], kept: dict[str, list[dict[str, Any]]], form_id: str
) -> None:
    form, stored = trips[form_id].form, kept[form_id]
    wanted = [row for row in trips[form_id].expected if not form.is_event or any(map(filled, row.values()))]
    assert len(stored) == len(wanted) > 0
    for entry, row in zip(stored, wanted, strict=True):
        states = json.loads(entry["states"])
        for name, (state, value) in row.items():
            assert (states.get(name, CellState.NILAI), entry[name]) == (state, value)
