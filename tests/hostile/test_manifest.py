"""Every difficult and hostile file gets the outcome that its line in MANIFEST.csv asks for, all in one run of the real reader.

``shapes.csv`` says what an opened file must deliver: worksheets, and of the first one the rows and cells that are not blank
and its last cell. The numbers of the workbooks were once held against LibreOffice 7.4's own (its CSV of the same file); they
agree but for one formula with an empty result in ``large.xlsx``, which is no blank to us.
"""

from __future__ import annotations

import csv
import hashlib
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from jujur import intake
from jujur.domain.cells import CellState
from jujur.domain.errors import UnreadableFile
from jujur.domain.findings import Bin
from jujur.domain.forms import Column, Form
from jujur.domain.periods import day_period
from jujur.domain.submissions import PlacedRow, Reading, Row
from jujur.intake import supervision
from jujur.settings import places
from jujur.settings.desk import load_desk
from jujur.validation import RowToJudge, judge

DESK = load_desk(places.config_dir() / "pagar-alam")
HERE = Path(__file__).parent
DATA = HERE.parent / "data" / "spreadsheets"
MB = 1024 * 1024

# What our generated files report, so that their rows are really read and not only opened.
REPORT = Form(
    "laporan",
    1,
    "Laporan uji",
    "tps",
    False,
    (
        Column("kode_tps", "Kode TPS", "code", is_key=True, is_prefilled=True),
        Column("kecamatan", "Kecamatan", "text", is_prefilled=True, names="kecamatan"),
        Column(
            "kelurahan",
            "Kelurahan",
            "text",
            is_prefilled=True,
            aliases=("Kelurahan/Desa",),
            names="kelurahan",
        ),
        Column("tps", "TPS", "code", is_prefilled=True, names="tps"),
        Column("dpt_l", "DPT L", "count"),
        Column("dpt_p", "DPT P", "count"),
        Column("dpt", "DPT", "count", aliases=("Jumlah DPT", "DPT JUMLAH")),
        Column("suara_sah", "Suara Sah", "count"),
        Column("suara_tidak_sah", "Suara Tidak Sah", "count"),
        Column("partisipasi", "Partisipasi", "decimal", aliases=("Partisipasi (%)",)),
        Column("tanggal", "Tanggal", "date", aliases=("Tanggal Laporan",)),
        Column("petugas", "Petugas", "text"),
        Column("no_hp", "No HP", "text"),
    ),
)

# Where the manifest asks for what would be wrong, and what happens instead.
DEVIATIONS = {
    # Nothing can be parsed in a file of no bytes, and the sender must hear that it came empty.
    "messytables_horror/simple.unknown": "reject",
}


@dataclass(slots=True)
class Outcome:
    """One file: what the child answered and what the reader made of it."""

    path: str
    result: Reading | UnreadableFile
    answer: dict[str, Any]

    @property
    def reading(self) -> Reading:
        assert isinstance(self.result, Reading), str(self.result)
        return self.result

    @property
    def rows(self) -> tuple[Row, ...]:
        return self.reading.rows

    def codes(self) -> set[str]:
        return {note.code for note in self.reading.notes}

    def held(self, name: str) -> list[str]:
        """What stands in the held cells of a column."""
        cells = [row.cells[name] for row in self.rows]
        return [cell.raw for cell in cells if cell.state is CellState.DITAHAN]

    def values(self, name: str) -> list[int | str | None]:
        return [row.value(name) for row in self.rows]


@dataclass(slots=True)
class Watch:
    """What the children did while the files were read."""

    lost: list[str] = field(default_factory=list)
    peak_kb: int = 0
    asked: list[str] = field(default_factory=list)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)

    def look_at(self, process_id: int) -> None:
        """The most memory that the child has ever held; a dead one tells nothing, but its limit held it."""
        status = Path(f"/proc/{process_id}/status").read_text()
        found = re.search(r"VmHWM:\s*(\d+) kB", status)
        self.peak_kb = max(self.peak_kb, int(found[1]) if found else 0)


@dataclass(slots=True)
class Run:
    """The one run."""

    outcomes: dict[str, Outcome]
    watch: Watch


def manifest() -> list[dict[str, str]]:
    with (DATA / "MANIFEST.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def shapes() -> dict[str, dict[str, str]]:
    with (HERE / "shapes.csv").open(encoding="utf-8", newline="") as lines:
        return {line["path"]: line for line in csv.DictReader(lines)}


MANIFEST, SHAPES = manifest(), shapes()


def content_of(path: str) -> bytes | Path:
    if path != "generated/one_line_3MB.csv":
        return DATA / path
    line = b'Kecamatan;Catatan\nDempo Utara;"' + b"x" * 3_000_000 + b'"\n'
    assert (
        hashlib.sha256(line).hexdigest() == "6a30222fd8484e53d79f4a042a02b90f11bed46d7f916b3b9ed8415b7eadbf1b"
    )
    return line


@pytest.fixture(scope="module")
def run() -> Run:
    watch = Watch()
    ask, answer = supervision._Child.ask, supervision._Child.answer

    def asked(child: supervision._Child, path: Path) -> None:
        watch.asked.append(str(path))
        ask(child, path)

    def answered(child: supervision._Child) -> dict[str, Any]:
        try:
            found = answer(child)
        except supervision._Lost as loss:
            watch.lost.append(f"{watch.asked[0]}: {loss.code}")
            raise
        finally:
            watch.look_at(child._process.pid)
        watch.answers[watch.asked.pop(0)] = found
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(supervision._Child, "ask", asked)
        patch.setattr(supervision._Child, "answer", answered)
        paths = [line["path"] for line in MANIFEST]
        files = [
            intake.FileToRead(path, f"{number:064}", content_of(path)) for number, path in enumerate(paths)
        ]
        results = intake.read_batch(files, {**DESK.forms, REPORT.id: REPORT}, places=DESK.places)
    outcomes = {
        path: Outcome(path, result, found)
        for path, result, found in zip(paths, results, watch.answers.values(), strict=True)
    }
    return Run(outcomes, watch)


# --- what each phrase of the manifest means --------------------------------------------------------------------------


def is_refused(outcome: Outcome) -> None:
    """One sentence: which file, what it is, what to do."""
    assert isinstance(outcome.result, UnreadableFile)
    sentence = str(outcome.result)
    assert re.fullmatch(r'Berkas "[^"]+" [^\n]+; [^\n]+\.', sentence), sentence
    assert sentence.startswith(f'Berkas "{outcome.path}" ')


def is_opened(outcome: Outcome) -> None:
    """Every sheet, row and cell arrived; a table of no form of ours is said to be one."""
    shape = SHAPES[outcome.path]
    sheets = outcome.answer["sheets"]
    rows = [[cell for cell in row if cell != ""] for row in sheets[0]["rows"]]
    filled = [row for row in rows if row]
    last = shown(filled[-1][-1]) if filled else ""
    found = (len(sheets), len(filled), sum(map(len, filled)), last)
    assert found == (int(shape["sheets"]), int(shape["rows"]), int(shape["cells"]), shape["last"])
    if outcome.reading.form_id is None:
        assert "UNKNOWN_FORM" in outcome.codes()


def shown(cell: object) -> str:
    return str(next(iter(cell.values())) if isinstance(cell, dict) else cell)


def is_read(rows: int) -> Callable[[Outcome], None]:
    def check(outcome: Outcome) -> None:
        is_opened(outcome)
        assert (outcome.reading.form_id, len(outcome.rows)) == (REPORT.id, rows)

    return check


def has_row_errors(outcome: Outcome) -> None:
    """The table is read, what cannot be read is held, and no wrong number is taken."""
    is_opened(outcome)
    assert outcome.reading.form_id == REPORT.id
    ROW_ERRORS[outcome.path](outcome)


def has_warning(outcome: Outcome) -> None:
    is_opened(outcome)
    assert outcome.reading.form_id == REPORT.id
    WARNINGS[outcome.path](outcome)


def shows_visible_sheet_only(outcome: Outcome) -> None:
    is_read(12)(outcome)
    assert {row.sheet for row in outcome.rows} == {"Laporan"}
    # The hidden sheet says 108 men and 116 women of the first TPS.
    assert (outcome.rows[0].count("dpt_l"), outcome.rows[0].count("dpt_p")) == (110, 99)
    notes = {(note.code, note.sheet, note.row_number, note.column) for note in outcome.reading.notes}
    assert ("HIDDEN_SHEET", "Laporan (2)", None, None) in notes
    assert ("HIDDEN_ROW", "Laporan", 5, None) in notes
    assert ("HIDDEN_COLUMN", "Laporan", 1, "Suara Tidak Sah") in notes


def has_no_row_that_counts(outcome: Outcome) -> None:
    """Full-width and Arabic digits: Python's int() takes them, we do not."""
    is_read(2)(outcome)
    assert outcome.values("dpt") == outcome.values("kode_tps") == [None, None]
    assert outcome.held("dpt") == ["２１０", "٢٠٠"]


def is_opened_or_says_why(outcome: Outcome) -> None:
    """The kecamatan stands in the tab only; neither JUMLAH nor a row without kelurahan may count."""
    is_opened(outcome)
    assert [sheet["name"] for sheet in outcome.answer["sheets"]] == ["Dempo Utara", "Dempo Selatan", "JUMLAH"]
    assert all(row.value("kode_tps") is None for row in outcome.rows)


def is_text(outcome: Outcome) -> None:
    """Formulas of a text file are text, letter by letter."""
    is_opened(outcome)
    cells = [cell for row in outcome.answer["sheets"][0]["rows"] for cell in row]
    assert all(isinstance(cell, str) for cell in cells)
    # Quotes, separators and blanks at the start belong to the notation, not to the fields.
    bare = {ord(letter): None for letter in '"|;, \n'}
    lines = (DATA / outcome.path).read_text()
    assert "".join(cells).translate(bare) == lines.translate(bare)


def is_refused_unopened(outcome: Outcome) -> None:
    """The zip's directory says it all: the words are those of a bomb, and no child unpacked it."""
    is_refused(outcome)
    assert outcome.answer == {"refused": "bomb"}


def reads_all_rows(outcome: Outcome) -> None:
    """The dimension tag is wrong (the manifest says A1, the file AMJ1048576); the rows tell how many there are."""
    is_opened(outcome)
    with zipfile.ZipFile(DATA / outcome.path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert '<dimension ref="A1:AMJ1048576"' in xml
    numbers = [int(number) for number in re.findall(r'<c r="[A-Z]+(\d+)"[^>]*><v>', xml)]
    assert len(outcome.answer["sheets"][0]["rows"]) == max(numbers) == 4


def ignores_blanks(outcome: Outcome) -> None:
    is_read(12)(outcome)
    assert len(outcome.answer["sheets"][0]["rows"]) == 13
    assert {len(row) for row in outcome.answer["sheets"][0]["rows"]} == {13}


def is_read_if_it_is_a_report(outcome: Outcome) -> None:
    is_opened(outcome)
    if outcome.path in READ:
        READ[outcome.path](outcome)


EXPECTATIONS: dict[str, Callable[[Outcome], None]] = {
    "reject": is_refused,
    "reject in a child process": is_refused,
    "reject before inflating": is_refused_unopened,
    "reject or strip with warning": is_refused,
    "reject row": has_no_row_that_counts,
    "parse": is_read_if_it_is_a_report,
    "parse by content": is_read_if_it_is_a_report,
    "parse by content or reject": is_read_if_it_is_a_report,
    "parse or reject naming the encoding": is_read_if_it_is_a_report,
    "parse (detect UTF-16)": is_opened,
    "parse all rows": reads_all_rows,
    "parse fast, ignore blanks": ignores_blanks,
    "parse as text; escape on export": is_text,
    "parse visible sheet; warn on hidden": shows_visible_sheet_only,
    "parse sheets (JUMLAH excluded) or reject": is_opened_or_says_why,
    "parse-with-row-errors": has_row_errors,
    "parse-with-row-errors; escape on export": has_row_errors,
    "parse-with-warning": has_warning,
}


# --- what is in the single files -------------------------------------------------------------------------------------


def every_style_of_a_number(outcome: Outcome) -> None:
    assert len(outcome.rows) == 13
    assert outcome.values("tps") == [f"{number:03}" for number in range(1, 14)]
    assert outcome.values("suara_sah") == [1001] * 13
    # Thirteen ways to write 1234, and "-" for none: the same number, or held, and nothing else.
    assert set(outcome.values("dpt")) == {1234, None}
    assert {"1,234", "l.234", "1.2345", "1.234 orang"} <= set(outcome.held("dpt"))
    assert set(outcome.values("tanggal")) == {"2024-02-14", None}
    assert {"45336", "02/14/2024"} <= set(outcome.held("tanggal"))
    assert set(outcome.values("partisipasi")) == {None}
    assert {"GROUPED_NUMBER", "NAME_RESOLVED", "REMARKS"} <= outcome.codes()


def formulas_are_held(outcome: Outcome) -> None:
    assert len(outcome.rows) == 14
    spoilt = outcome.rows[12]
    counts = ("dpt_l", "dpt_p", "dpt", "suara_sah", "suara_tidak_sah", "partisipasi")
    assert {name: spoilt.cells[name].state for name in counts} == dict.fromkeys(counts, CellState.DITAHAN)
    assert [spoilt.cells[name].raw for name in counts[1:]] == ["+1+cmd|x", "-2", "@SUM(1)", "=1+1", "=1+1"]
    # A plausible value beside a formula that fetches it from elsewhere.
    assert "120" in outcome.rows[13].cells["dpt_l"].raw
    assert (outcome.rows[13].cells["dpt_l"].state, "FORMULAS" in outcome.codes()) == (CellState.DITAHAN, True)


def formulas_without_value_are_held(outcome: Outcome) -> None:
    assert [cell.state for cell in (row.cells["dpt"] for row in outcome.rows)] == [CellState.DITAHAN] * 12
    assert outcome.values("dpt_l")[:2] == [110, 131]


def impossible_values_are_held(outcome: Outcome) -> None:
    assert len(outcome.rows) == 6
    assert (outcome.held("suara_sah"), outcome.held("dpt_l")) == (["nan"], ["inf", "1e+18"])
    assert (outcome.held("suara_tidak_sah"), outcome.held("dpt")) == (["TRUE"], ["1e+18"])
    # "-3" and "1e3" name no TPS.
    assert [row.value("kode_tps") is None for row in outcome.rows] == [False, False, True, True, False, False]


def a_lookalike_is_told(outcome: Outcome) -> None:
    lines = [note.row_number for note in outcome.reading.notes if note.code == "LOOKALIKE"]
    assert (len(outcome.rows), lines) == (2, [2])


def a_second_header_is_no_row(outcome: Outcome) -> None:
    lines = [note.row_number for note in outcome.reading.notes if note.code == "REPEATED_HEADER"]
    assert (len(outcome.rows), lines) == (12, [6])


def a_double_row_counts_once(outcome: Outcome) -> None:
    assert len(outcome.rows) == 13
    assert outcome.rows[2].cells == outcome.rows[12].cells
    at = datetime(2024, 2, 14, 11, tzinfo=UTC)
    new = [
        RowToJudge(
            "K-1",
            "ganda.csv",
            "tim",
            None,
            at,
            None,
            PlacedRow(row, str(row.value("kode_tps")), "", "", repr(sorted(row.cells.items())), True),
        )
        for row in outcome.rows
    ]
    period = day_period(datetime(2024, 2, 14).date())
    judgement = judge(REPORT, [], new, [], period, {}, {})
    bins = {item.row_id: item.bin for item in judgement.dispositions}
    assert [bins[row.row_id] for row in outcome.rows] == [Bin.ACCEPTED] * 12 + [Bin.DUPLICATE]


def zero_width_letters_do_not_hide_a_header(outcome: Outcome) -> None:
    is_read(1)(outcome)
    assert outcome.values("dpt") == [210]


def a_two_row_header_is_read_by_content(outcome: Outcome) -> None:
    is_read(6)(outcome)
    assert outcome.values("dpt_l") == [100, 101, 102] * 2
    assert outcome.values("dpt") == [None] * 6


def plain_report(outcome: Outcome) -> None:
    is_read(12)(outcome)
    assert (sum(map(int, outcome.values("dpt"))), outcome.held("dpt")) == (2556, [])  # type: ignore[arg-type]
    assert outcome.values("no_hp")[0] == "081200000000"


READ = {
    "generated/id_laporan_ok.xlsx": plain_report,
    "generated/zero_width_headers.csv": zero_width_letters_do_not_hide_a_header,
    "generated/xlsx_named.xls": a_two_row_header_is_read_by_content,
    "generated/csv_named.xls": every_style_of_a_number,
    "generated/id_tab_utf16le_nobom.csv": every_style_of_a_number,
}
ROW_ERRORS = {
    "generated/id_semicolon_utf8bom.csv": every_style_of_a_number,
    "generated/id_formula_injection.xlsx": formulas_are_held,
    "generated/id_formula_no_cache.xlsx": formulas_without_value_are_held,
    "generated/impossible_values.csv": impossible_values_are_held,
}
WARNINGS = {
    "generated/homoglyph_kecamatan.csv": a_lookalike_is_told,
    "generated/id_header_twice.csv": a_second_header_is_no_row,
    "generated/id_dup_rows.csv": a_double_row_counts_once,
}


# --- the tests -------------------------------------------------------------------------------------------------------


def test_every_stored_file_has_its_line() -> None:
    stored = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*") if path.is_file()}
    listed = {line["path"] for line in MANIFEST}
    assert stored - {"MANIFEST.csv", "ORIGIN.md"} == listed - {"generated/one_line_3MB.csv"}
    assert len(listed) == 93


def test_every_phrase_has_a_meaning() -> None:
    assert {line["expect"] for line in MANIFEST} == set(EXPECTATIONS)


@pytest.mark.parametrize("line", MANIFEST, ids=lambda line: line["path"])
def test_a_file_gets_the_outcome_it_asks_for(run: Run, line: dict[str, str]) -> None:
    phrase = DEVIATIONS.get(line["path"], line["expect"])
    EXPECTATIONS[phrase](run.outcomes[line["path"]])


def test_nothing_crashes_hangs_or_grows(run: Run, record_property: Callable[[str, object], None]) -> None:
    refused = sum(isinstance(outcome.result, UnreadableFile) for outcome in run.outcomes.values())
    lost = run.watch.lost
    hangs = [loss for loss in lost if loss.endswith("too_slow")]
    peak = run.watch.peak_kb // 1024
    record_property("files", len(run.outcomes))
    print(
        f"\n{len(run.outcomes)} files: {len(run.outcomes) - refused} opened, {refused} refused; "
        f"crashes {len(lost) - len(hangs)}, hangs {len(hangs)}, peak memory of the child {peak} MB"
    )
    assert (len(lost) - len(hangs), len(hangs)) == (0, 0), lost
    assert 10 < peak <= 512


def test_the_sheets_of_kecamatan_are_held_without_kelurahan() -> None:
    """Read as the report form alone, not one of its rows can be placed; those of JUMLAH neither."""
    content = DATA / "generated" / "id_sheet_per_kecamatan.xlsx"
    (result,) = intake.read_batch(
        [intake.FileToRead("a.xlsx", "0" * 64, content)], {REPORT.id: REPORT}, places=DESK.places
    )
    assert isinstance(result, Reading)
    assert {row.value("kode_tps") for row in result.rows} <= {None}
    assert result.rows or result.form_id is None


def test_a_slipped_field_is_told_with_line_found_and_expected(run: Run) -> None:
    said = str(run.outcomes["generated/id_comma_decimal_comma_unquoted.csv"].result)
    assert "baris 2 dengan 4 isian padahal judulnya 3 kolom" in said
