"""No text upon text: what is printed over something else can be read by a machine and by nobody else (P32; L43)."""

from __future__ import annotations

from collections.abc import Iterator

from jujur.auditing.visibility import Box, Sheet

# So much of the smaller text must lie under the other one; letters that only touch do not hide each other.
LEAST_SHARED = 0.1
THINNEST_PT = 0.01


def overlapping_text(sheet: Sheet) -> list[str]:
    """Sentences on texts of one page of which one covers a part of the other."""
    boxes = sorted((one.box for one in sheet.writings if _is_inked(one.box)), key=lambda box: box[1])
    count = sum(1 for _ in _pairs(boxes))
    return [f"halaman {sheet.number}: {count} pasang teks saling menimpa (P32)"] if count else []


def _is_inked(box: Box) -> bool:
    return box[2] - box[0] > THINNEST_PT and box[3] - box[1] > THINNEST_PT


def _pairs(boxes: list[Box]) -> Iterator[tuple[Box, Box]]:
    """Pairs that overlap; ``boxes`` from the lowest up, so that the search may end at the first one above."""
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            if other[1] >= one[3]:
                break
            if _shared(one, other) > LEAST_SHARED:
                yield one, other


def _shared(one: Box, other: Box) -> float:
    """The shared part of two boxes, of the smaller one."""
    width, height = (
        min(one[2], other[2]) - max(one[0], other[0]),
        min(one[3], other[3]) - max(one[1], other[1]),
    )
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / min(_area(one), _area(other))


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
