"""A known table written the way teams write tables, with what a reader must make of every line of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from jujur.domain.areas import Places
from jujur.domain.forms import Column, Form
from jujur.settings import places as config_places
from jujur.settings.desk import load_desk

DESK = load_desk(config_places.config_dir() / "pagar-alam")
PLACES: Places = DESK.places
NAMES = {area.code: area.name for area in DESK.gazetteer.at_level("kelurahan")}
STATIONS = [area.code for area in DESK.gazetteer.at_level("tps")]
PARENTS = {area.code: area.parent_code or "" for area in DESK.gazetteer.at_level("tps")}

IDENTITY = (
    Column("kode_tps", "Kode TPS", "code", "Identitas TPS", is_key=True, is_prefilled=True),
    Column("kode_kelurahan", "Kode kelurahan", "code", "Identitas TPS", is_prefilled=True),
    Column("kelurahan", "Kelurahan", "text", "Identitas TPS", is_prefilled=True, names="kelurahan"),
    Column("tps", "TPS", "code", "Identitas TPS", is_prefilled=True, names="tps"),
)
GROUPS = ("Pemilih terdaftar", "Pengguna hak pilih", "Surat suara", "Logistik diterima")
LABELS = ("L", "P", "Jumlah")
HELD = object()
DECIMALS = (
    *(("81,2", "81.2"), (81.2, "81.2"), ("2.691,8", "2691.8"), ("2 691,8", "2691.8"), ("12.50", "12.5")),
    *((raw, HELD) for raw in ("1.234", "1,234", 1.234, "81,2%", {"f": "81.2"})),
)
DATES = (
    *((raw, "2024-02-14") for raw in ("14 Februari 2024", "Rabu, 14 Feb 2024", "14/02/2024", "2024-02-14")),
    ({"d": "2024-02-14T00:00:00"}, "2024-02-14"),
    *((raw, HELD) for raw in ("03/02/2024", 45336.0, "Kamis, 14 Februari 2024", "14/2/24")),
)
TIMES = (
    *((raw, "07:15") for raw in ("07.15", "pukul 07.15 WIB", {"t": "07:15:00"}, "7:15")),
    *((raw, HELD) for raw in (7.15, 0.302, "pagi", "25.00", "07.15 WITA")),
)
SPECIAL = {"decimal": DECIMALS, "date": DATES, "time": TIMES}


@dataclass
class Sheet:
    """One sheet in the making. ``expected`` has, by line number, the key and the values that may be accepted."""

    name: str
    rows: list[list[Any]] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    expected: dict[int, tuple[object, dict[str, object]]] = field(default_factory=dict)
    totals: dict[int, bool] = field(default_factory=dict)
    remarks: int = 0
    headers: int = 0
    numbered: int = 0

    def answer(self) -> dict[str, Any]:
        """The sheet as the opener answers it."""
        width = max(map(len, self.rows), default=0)
        rows = [[*row, *[""] * (width - len(row))] for row in self.rows]
        formulas = sum(isinstance(raw, dict) and "f" in raw for row in rows for raw in row)
        return {
            "name": self.name,
            "visible": True,
            "rows": rows,
            "hidden_rows": self.hidden,
            "hidden_columns": [],
            "formulas": formulas,
        }


@dataclass
class Case:
    """A form, and sheets that carry one table of it."""

    form: Form
    sheets: list[Sheet]


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """A form with station columns and one to three groups of counts, and sometimes a decimal, a day and a time."""
    groups = draw(st.lists(st.sampled_from(GROUPS), min_size=1, max_size=3, unique=True))
    columns = [
        Column(f"c{number}_{label.lower()}", label, "count", group)
        for number, group in enumerate(groups)
        for label in LABELS[: draw(st.integers(2, 3))]
    ]
    if draw(st.booleans()):
        columns.append(Column("persen", "Persen", "decimal", "Partisipasi"))
        columns.append(Column("hari", "Hari", "date", "Kapan"))
        columns.append(Column("jam", "Jam buka", "time", "Kapan"))
    return Form("uji", 1, "Uji", "tps", False, (*IDENTITY, *columns))


@st.composite
def counts(draw: st.DrawFn) -> tuple[object, object]:
    """A count as written, and what may be accepted."""
    value = draw(st.one_of(st.integers(0, 400), st.integers(1000, 2500)))
    grouped = f"{value // 1000}.{value % 1000:03}"
    plainly = [float(value), str(value), f" {value} "]
    if value >= 1000:
        plainly += [grouped, grouped.replace(".", " "), grouped.replace(".", "\u00a0")]
    doubtful: list[object] = [
        {"f": str(value)},
        f"±{value}",
        f"{value},5",
        float(value) + 0.5,
        {"e": "#REF!"},
    ]
    doubtful += [
        grouped.replace(".", ","),
        f"{value} orang",
        "nihil",
        "".join(chr(0xFF10 + int(d)) for d in str(value)),
    ]
    if draw(st.integers(0, 9)):
        return draw(st.sampled_from(plainly)), value
    return draw(st.sampled_from(doubtful)), HELD


@st.composite
def kelurahan_names(draw: st.DrawFn, code: str) -> tuple[str, bool]:
    """The name of a kelurahan as written, and whether it is exact."""
    name = NAMES[code]
    exact = [
        name,
        name.upper(),
        f"Kel. {name} ",
        f"Kelurahan {name.lower()}",
        name.replace(" ", "-"),
        name.replace(" ", ""),
    ]
    wrong = [name[:-2] + name[-1], f"{name} Baru", name.replace("a", "\u0430", 1).replace("o", "\u043e", 1)]
    if draw(st.integers(0, 5)):
        return draw(st.sampled_from(exact)), True
    return draw(st.sampled_from([text for text in wrong if text != name])), False


def _number(draw: st.DrawFn, code: str) -> object:
    number = int(code[-3:])
    return draw(
        st.sampled_from(
            [code[-3:], str(number), float(number), f"TPS {number}", f"TPS {number:03}", f"No. {number}"]
        )
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A form and its messy rendering: one sheet, or one a kelurahan."""
    form = draw(forms())
    stations = draw(st.lists(st.sampled_from(STATIONS), min_size=1, max_size=9, unique=True))
    stations.sort()
    mode = draw(st.sampled_from(["code", "both", "names", "tab", "title"]))
    if mode not in ("tab", "title"):
        return Case(form, [_sheet(draw, form, stations, mode, "Lembar1")])
    by_kelurahan: dict[str, list[str]] = {}
    for code in stations:
        by_kelurahan.setdefault(PARENTS[code], []).append(code)
    sheets = []
    for number, (kelurahan, codes) in enumerate(by_kelurahan.items()):
        tab = (
            draw(st.sampled_from([NAMES[kelurahan], f"Kel. {NAMES[kelurahan]}"]))
            if mode == "tab"
            else f"L{number}"
        )
        sheets.append(_sheet(draw, form, codes, mode, tab))
    return Case(form, sheets)


def _sheet(draw: st.DrawFn, form: Form, stations: list[str], mode: str, tab: str) -> Sheet:
    sheet = Sheet(tab)
    wanted = {
        "code": ["kode_tps"],
        "both": ["kode_tps", "kode_kelurahan", "kelurahan", "tps"],
        "names": ["kelurahan", "tps"],
    }.get(mode, ["tps"])
    data = [column for column in form.columns if not column.is_prefilled]
    columns = [None] * draw(st.integers(0, 1)) + [form.column(name) for name in wanted] + data
    sheet.rows += [["LAPORAN TPS"], ["Tim Pemantau"], []][: draw(st.integers(0, 3))]
    kelurahan = PARENTS[stations[0]]
    if mode == "title":
        said = draw(st.sampled_from(["Kelurahan: {}", "KELURAHAN {}", "Kel. {}"])).format(NAMES[kelurahan])
        sheet.rows += [draw(st.sampled_from([[said], ["Kelurahan", ":", NAMES[kelurahan]]])), []]
    header = _header(draw, columns)
    sheet.rows += header
    if draw(st.booleans()):
        style = draw(st.sampled_from(["{}", "({})"]))
        numbers = [style.format(number) for number in range(1, len(columns) + 1)]
        sheet.rows.append([float(n) for n in numbers] if style == "{}" and draw(st.booleans()) else numbers)
        sheet.numbered += 1
    since: list[dict[str, object]] = []
    every: list[dict[str, object]] = []
    for position, code in enumerate(stations):
        _noise(draw, sheet, header, position)
        values = _row(draw, sheet, columns, code, mode)
        since.append(values)
        every.append(values)
        if draw(st.integers(0, 4)) == 0:
            _total(draw, sheet, columns, since, "Jumlah Kel. " + NAMES[PARENTS[code]])
            since = []
    if draw(st.booleans()):
        _total(draw, sheet, columns, every, "TOTAL")
    for note in ["Catatan: data sementara", "Pagar Alam, 14 Februari 2024", "Ketua PPK"][
        : draw(st.integers(0, 3))
    ]:
        sheet.rows.append(["", *([""] * draw(st.integers(0, 3))), note])
        sheet.remarks += 1
    return sheet


def _header(draw: st.DrawFn, columns: list[Column | None]) -> list[list[Any]]:
    height = draw(st.integers(1, 3))
    rows: list[list[Any]] = [[""] * len(columns) for _ in range(height)]
    for index, column in enumerate(columns):
        if column is None or column.is_prefilled or height == 1:
            text = "No" if column is None else column.label
            if column is not None and height == 1 and not column.is_prefilled:
                text = f"{column.group} {column.label}"
            rows[0][index] = text.upper() if draw(st.booleans()) else text
            continue
        before = columns[index - 1] if index else None
        if before is None or before.group != column.group:
            rows[-2][index] = column.group
        if height == 3 and (before is None or before.is_prefilled):
            rows[0][index] = "DATA"
        rows[-1][index] = column.label
    return rows


def _noise(draw: st.DrawFn, sheet: Sheet, header: list[list[Any]], position: int) -> None:
    if draw(st.integers(0, 5)) == 0:
        sheet.rows.append([])
    if position and draw(st.integers(0, 9)) == 0:
        sheet.rows += [list(row) for row in header]
        sheet.headers += len(header)


def _row(
    draw: st.DrawFn, sheet: Sheet, columns: list[Column | None], code: str, mode: str
) -> dict[str, object]:
    written: list[object] = []
    values: dict[str, object] = {}
    key: object = code
    for column in columns:
        if column is None:
            written.append(float(len(sheet.expected) + 1))
        elif column.name == "kode_tps":
            written.append(draw(st.sampled_from([code, float(code), f"{code[:4]} {code[4:6]} {code[6:]}"])))
        elif column.name == "kode_kelurahan":
            written.append(PARENTS[code])
        elif column.name == "kelurahan":
            name, is_exact = draw(kelurahan_names(PARENTS[code]))
            written.append(name)
            key = HELD if mode == "names" and not is_exact else key
        elif column.name == "tps":
            written.append(_number(draw, code))
        else:
            special = SPECIAL.get(column.kind)
            raw, value = draw(st.sampled_from(special)) if special else draw(counts())
            written.append(raw)
            values[column.name] = value
    sheet.rows.append(written)
    number = len(sheet.rows)
    sheet.expected[number] = (key, values)
    if draw(st.integers(0, 9)) == 0:
        sheet.hidden.append(number - 1)
    return values


def _total(
    draw: st.DrawFn, sheet: Sheet, columns: list[Column | None], rows: list[dict[str, object]], label: str
) -> None:
    line: list[object] = []
    is_right = draw(st.booleans())
    for column in columns:
        if column is None or column.kind != "count":
            line.append("")
            continue
        total = sum(value for row in rows if isinstance(value := row[column.name], int))
        line.append(float(total + (not is_right)))
    line[0] = label
    if not rows:
        is_right = False
    sheet.rows.append(line)
    sheet.totals[len(sheet.rows)] = is_right
