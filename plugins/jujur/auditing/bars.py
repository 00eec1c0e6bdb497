"""The lie factor of the coverage chart, from the rectangles of the finished PDF (P31; L12, L13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from jujur.auditing.visibility import Box, Shape, Sheet
from jujur.domain.areas import Area
from jujur.domain.reports import ReportContent

BAR_HEIGHT_PT = 10.68
TOLERANCE_PT = 0.45
LINE_PT = 0.485
COLOURS = {(31, 111, 139): "on_time", (18, 53, 91): "late"}
GAP_STROKE = (139, 151, 163)
LEAST, MOST = 0.95, 1.05


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars of an edition as they are painted: where they begin, and how many points stand for one unit."""

    sheet: Sheet
    bars: tuple[Shape, ...]
    start: float
    scale: float

    @property
    def box(self) -> Box:
        """What the bars cover."""
        return (
            self.start,
            min(bar.box[1] for bar in self.bars),
            max(bar.box[2] for bar in self.bars),
            max(bar.box[3] for bar in self.bars),
        )

    @property
    def orders(self) -> frozenset[int]:
        """The bars among the objects of their page."""
        return frozenset(bar.order for bar in self.bars)


def chart_of(content: ReportContent, sheets: Sequence[Sheet]) -> Chart | None:
    """The chart of the first page that has bars; None when there is none, or nobody is to report."""
    charts = _painted(sheets)
    return _measured(content, *charts[0]) if charts and _reporting(content) else None


def crooked_bars(content: ReportContent, sheets: Sequence[Sheet]) -> list[str]:
    """Sentences on bars that do not start at zero, are missing, or are longer or shorter than their numbers."""
    charts, expected = _painted(sheets), _reporting(content)
    rows = _rows(charts[0][1]) if charts else []
    if len(charts) > 1 or len(rows) != len(expected):
        return [f"diagram cakupan memuat {len(rows)} batang, seharusnya {len(expected)} (P31)"]
    if not expected:
        return []
    return list(_lies(content, expected, rows, _measured(content, *charts[0])))


def _painted(sheets: Sequence[Sheet]) -> list[tuple[Sheet, tuple[Shape, ...]]]:
    """Every page that has bars, and its bars."""
    pages = [(sheet, tuple(bar for shape in sheet.shapes if named(bar := _inner(shape)))) for sheet in sheets]
    return [(sheet, bars) for sheet, bars in pages if bars]


def _reporting(content: ReportContent) -> list[Area]:
    """The areas of the breakdown in which anybody is to report: each has a bar."""
    return [area for area in content.children if _expected(content, area)]


def _expected(content: ReportContent, area: Area) -> int:
    return content.figures[f"{area.code}/{content.unit_figure('expected')}"].k


def _measured(content: ReportContent, sheet: Sheet, bars: tuple[Shape, ...]) -> Chart:
    units = sum(_expected(content, area) for area in content.children)
    return Chart(sheet, bars, min(bar.box[0] for bar in bars), sum(bar.width for bar in bars) / units)


def _inner(shape: Shape) -> Shape:
    """The gap is outlined, and its box includes the line: take the line off again."""
    if shape.stroke != GAP_STROKE:
        return shape
    left, bottom, right, top = shape.box
    return replace(shape, box=(left + LINE_PT, bottom + LINE_PT, right - LINE_PT, top - LINE_PT))


def _rows(chart: Sequence[Shape]) -> list[list[Shape]]:
    """Bars by line, from top to bottom, each line from left to right."""
    rows: list[list[Shape]] = []
    for bar in sorted(chart, key=lambda bar: -bar.box[1]):
        if rows and abs(rows[-1][0].box[1] - bar.box[1]) < BAR_HEIGHT_PT / 2:
            rows[-1].append(bar)
        else:
            rows.append([bar])
    return [sorted(row, key=lambda bar: bar.box[0]) for row in rows]


def named(shape: Shape) -> str | None:
    """Which part of a bar a shape is, by its height and colour; None for anything else."""
    if abs(shape.height - BAR_HEIGHT_PT) > TOLERANCE_PT:
        return None
    if shape.fill in COLOURS:
        return COLOURS[shape.fill]
    return "not_received" if shape.stroke == GAP_STROKE else None


def _lies(
    content: ReportContent, areas: Sequence[Area], rows: Sequence[Sequence[Shape]], chart: Chart
) -> Iterator[str]:
    for area, row in zip(areas, rows, strict=True):
        if abs(row[0].box[0] - chart.start) > TOLERANCE_PT:
            yield f"batang {area.name} tidak mulai dari nol (P31)"
        counts = {
            name: content.figures[f"{area.code}/{content.unit_figure(name)}"].k
            for name in (*COLOURS.values(), "not_received")
        }
        if [named(bar) for bar in row] != [name for name, count in counts.items() if count]:
            yield f"batang {area.name} tidak terdiri atas bagian yang benar (P31)"
            continue
        for bar in row:
            truth = counts[named(bar) or ""] * chart.scale
            if not LEAST <= bar.width / truth <= MOST and abs(bar.width - truth) > 2 * TOLERANCE_PT:
                yield f"batang {area.name}: faktor dusta {bar.width / truth:.2f} (P31)"
