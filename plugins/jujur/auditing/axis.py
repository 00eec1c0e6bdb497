"""One axis from zero under the coverage chart, and nothing beside bars that could pass for data (P31; L12).

Bars are held against each other in ``bars``; here they are held against the numbers of the axis, read back from the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pypdfium2

from jujur.auditing.bars import TOLERANCE_PT, Chart, chart_of, named
from jujur.auditing.visibility import WHITE, Box, Shape, Sheet
from jujur.domain.reports import ReportContent

LABEL_PT, LABEL_SIDE_PT, LINE_PT = 13.0, 12.0, 2.0
# Half of what a reader can tell apart on a phone: numbers of the axis are set around their line by whole glyphs.
ASIDE_PT = 1.0


def crooked_axis(content: ReportContent, sheets: Sequence[Sheet], pdf: bytes) -> list[str]:
    """Sentences on an axis whose numbers do not stand where the bars say, and on shapes that are neither bar nor grid."""
    chart = chart_of(content, sheets)
    if chart is None:
        return []
    lines = sorted(
        (shape for shape in chart.sheet.shapes if _runs_along(shape, chart)),
        key=lambda line: line.box[0],
    )
    if len(lines) < 2:
        return ["diagram cakupan tidak bersumbu (P31)"]
    return [*_numbers(lines, chart, pdf), *_strangers(lines, chart)]


def _runs_along(shape: Shape, chart: Chart) -> bool:
    """A line along all bars, whatever its colour."""
    _, bottom, _, top = chart.box
    if shape.stroke is None or shape.order in chart.orders or shape.box[0] < chart.start - LINE_PT:
        return False
    return (
        shape.width < LINE_PT and shape.box[1] <= bottom + TOLERANCE_PT and shape.box[3] >= top - TOLERANCE_PT
    )


def _numbers(lines: Sequence[Shape], chart: Chart, pdf: bytes) -> Iterator[str]:
    """The number under every line, held against the place of the line; the first is zero, where the bars begin."""
    values = _labels([_below(line) for line in lines], chart.sheet.number, pdf)
    if values[0] != 0:
        yield "sumbu diagram cakupan tidak mulai dari nol (P31)"
    for line, value in zip(lines, values, strict=True):
        middle = (line.box[0] + line.box[2]) / 2
        if value is None or abs(chart.start + value * chart.scale - middle) > ASIDE_PT:
            yield f"angka sumbu diagram cakupan tidak pada tempatnya: {'-' if value is None else value} (P31)"


def _below(line: Shape) -> Box:
    middle = (line.box[0] + line.box[2]) / 2
    return middle - LABEL_SIDE_PT, line.box[1] - LABEL_PT, middle + LABEL_SIDE_PT, line.box[1]


def _labels(places: Sequence[Box], page: int, pdf: bytes) -> list[int | None]:
    """The whole number that stands in each place; None for anything else."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = document[page - 1].get_textpage()
        return [_whole(text.get_text_bounded(*place)) for place in places]
    finally:
        document.close()


def _whole(text: str) -> int | None:
    found = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})*|\d+", text.strip())
    return int(re.sub(r"[.,]", "", found[0])) if found else None


def _strangers(lines: Sequence[Shape], chart: Chart) -> Iterator[str]:
    """Whatever is drawn over the plot and is no bar, no line of the grid, and no plate under the number of a gap."""
    left, right = chart.start, max(line.box[2] for line in lines)
    bottom, top = min(line.box[1] for line in lines), max(line.box[3] for line in lines)
    gaps = [bar.box for bar in chart.bars if named(bar) == "not_received"]
    for shape in chart.sheet.shapes:
        inside = (
            shape.box[0] < right - TOLERANCE_PT
            and shape.box[2] > left + TOLERANCE_PT
            and shape.box[1] < top - TOLERANCE_PT
            and shape.box[3] > bottom + TOLERANCE_PT
        )
        if not inside or shape in lines or shape.order in chart.orders:
            continue
        if (
            shape.fill != WHITE
            or shape.stroke is not None
            or not any(_within(shape.box, gap) for gap in gaps)
        ):
            yield "diagram cakupan memuat gambar yang bukan batang atau sumbu (P31)"


def _within(box: Box, outer: Box) -> bool:
    return (
        box[0] > outer[0]
        and box[2] < outer[2]
        and box[1] >= outer[1] - TOLERANCE_PT
        and box[3] <= outer[3] + TOLERANCE_PT
    )
