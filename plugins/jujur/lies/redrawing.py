"""What is done to a page between template and printing: each takes its HTML and changes one thing."""

from __future__ import annotations

import re
from collections.abc import Callable

BAR = r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="11" fill="#1f6f8b"/>'
GAP = r'<rect [^>]*fill="url\(#hatch\)"[^>]*/>'
GRID = r'<line x1="([\d.]+)" x2="[\d.]+"'
TICK = r'<text x="([\d.]+)" (y="[\d.]+" font-size="6.9")'
ORIGIN = 104.0
TITLE = "</h1>"
COVER = '<div style="position:absolute;background:#fff;width:90mm;height:60mm;z-index:9"></div>'


def planted(sentence: str, style: str = "") -> Callable[[str], str]:
    """A sentence below the title, in a style of its own."""
    paragraph = f'<p style="{style}">{sentence}</p>' if style else f"<p>{sentence}</p>"
    return lambda html: html.replace(TITLE, TITLE + paragraph, 1)


def covered(html: str) -> str:
    """A white box over what follows the title."""
    return html.replace(TITLE, TITLE + COVER, 1)


def restyled(old: str, new: str) -> Callable[[str], str]:
    """Something written otherwise, wherever it stands."""
    return lambda html: html.replace(old, new)


def stretched(html: str) -> str:
    """The first bar a third longer than its number."""
    return re.sub(BAR, lambda it: _bar(it, width=float(it[3]) * 1.3), html, count=1)


def cut_axis(html: str) -> str:
    """All bars without their first part, as if the axis began there."""
    return re.sub(BAR, lambda it: _bar(it, width=float(it[3]) * 0.3), html)


def fattened(html: str) -> str:
    """The first bar twice as high: its area says more than its number."""
    return re.sub(BAR, lambda it: it[0].replace('height="11"', 'height="22"'), html, count=1)


def shifted(html: str) -> str:
    """A bar that does not begin at zero."""
    return re.sub(BAR, lambda it: _bar(it, x=float(it[1]) - 22), html, count=1)


def regraded(html: str) -> str:
    """The axis drawn shorter than the bars: each seems to reach a higher number."""
    return re.sub(
        TICK,
        lambda it: f'<text x="{_nearer(it[1])}" {it[2]}',
        re.sub(GRID, lambda it: f'<line x1="{_nearer(it[1])}" x2="{_nearer(it[1])}"', html),
    )


def second_axis(html: str) -> str:
    """A line over the bars, on a scale of its own."""
    curve = '<polyline points="120,70 180,52 230,30 280,6" fill="none" stroke="#b45309" stroke-width="1.2"/>'
    return _over_the_bars(html, curve)


def in_depth(html: str) -> str:
    """Every bar with a side of its own, as if it were a beam."""
    return re.sub(BAR, lambda it: it[0] + _side(float(it[1]), float(it[2]), float(it[3])), html)


def icon(html: str) -> str:
    """A disc whose width follows a number, and so its area the square of it."""
    return _over_the_bars(html, '<circle cx="250" cy="40" r="18" fill="#1f6f8b"/>')


def without_gap(html: str) -> str:
    """The silent stations leave no gap."""
    return re.sub(GAP, "", html, count=1)


def filled_gap(html: str) -> str:
    """The silent stations drawn like those that reported."""
    return re.sub(
        GAP, lambda it: it[0].replace("url(#hatch)", "#1f6f8b").replace("#8b97a3", "#1f6f8b"), html, count=1
    )


def attention_last(html: str) -> str:
    """What needs attention moved behind everything else."""
    found = re.search(r'<section class="attention">.*?</section>', html, re.DOTALL)
    assert found is not None
    return html.replace(found[0], "").replace("</body>", found[0] + "</body>")


def swapped(html: str) -> str:
    """Two numbers of a table in each other's place."""
    rows = re.findall(r'<td class="n">(\d+)</td>', html)
    one, two = rows[0], next(row for row in rows if row != rows[0])
    at, to = html.index(f'<td class="n">{one}</td>'), html.index(f'<td class="n">{two}</td>')
    first, second = sorted([(at, one, two), (to, two, one)])
    changed = html[: second[0]] + html[second[0] :].replace(f">{second[1]}<", f">{second[2]}<", 1)
    return changed[: first[0]] + changed[first[0] :].replace(f">{first[1]}<", f">{first[2]}<", 1)


def _nearer(x: str) -> str:
    return f"{ORIGIN + (float(x) - ORIGIN) * 0.6:.3f}"


def _side(x: float, y: float, width: float) -> str:
    top = f"{x},{y} {x + 4},{y - 3} {x + width + 4},{y - 3} {x + width},{y}"
    return f'<polygon points="{top}" fill="#6fa3b5"/>'


def _over_the_bars(html: str, drawing: str) -> str:
    last = list(re.finditer(BAR, html))[-1]
    end = html.index("</svg>", last.end())
    return html[:end] + drawing + html[end:]


def _bar(found: re.Match[str], x: float | None = None, width: float | None = None) -> str:
    return (
        f'<rect x="{found[1] if x is None else f"{x:.3f}"}" y="{found[2]}" '
        f'width="{found[3] if width is None else f"{width:.3f}"}" height="11" fill="#1f6f8b"/>'
    )
