"""Which sections an edition of each kind has, in which order and at what length (honesty.md §3). One set of templates for all."""

from __future__ import annotations

from jujur.domain.editions import EditionKind

FULL, SHORT = "penuh", "ringkas"
KINDS: tuple[EditionKind, ...] = ("harian", "mingguan", "hari_h", "akhir")
# Section, then its length in each of KINDS; "" leaves it out. The order is the anatomy's and nobody edits it (P18).
ANATOMY: tuple[tuple[str, tuple[str, str, str, str]], ...] = (
    ("head", (FULL, FULL, FULL, FULL)),
    ("honesty", (FULL, FULL, FULL, FULL)),
    ("attention", (FULL, FULL, FULL, FULL)),
    ("conclusion", (FULL, FULL, FULL, FULL)),
    ("coverage", (FULL, FULL, FULL, FULL)),
    ("frame", (FULL, FULL, FULL, FULL)),
    # A take counts openings and logistics; how people voted is for the reports of the day (P19).
    ("opening", ("", "", "", FULL)),
    ("take/opening", ("", "", FULL, "")),
    ("results", (FULL, FULL, "", FULL)),
    ("incidents", (FULL, FULL, FULL, FULL)),
    ("comparison", (FULL, FULL, "", FULL)),
    ("take/stability", ("", "", FULL, "")),
    ("changes", (FULL, FULL, FULL, FULL)),
    ("vintages", ("", "", "", FULL)),
    ("official", ("", "", "", FULL)),
    ("followups", (SHORT, FULL, "", FULL)),
    ("held", (FULL, FULL, "", FULL)),
    ("silent", (FULL, FULL, "", FULL)),
    ("take/silent", ("", "", FULL, "")),
    ("quality", (SHORT, FULL, SHORT, FULL)),
    ("recommendations", ("", "", "", FULL)),
    ("manual", (FULL, FULL, FULL, FULL)),
    ("accountability", (FULL, FULL, FULL, FULL)),
    ("properties", (SHORT, FULL, SHORT, FULL)),
    ("definitions", (SHORT, FULL, SHORT, FULL)),
    ("method", ("", "", "", FULL)),
    ("unreported", ("", "", "", FULL)),
    ("units", ("", "", "", FULL)),
)

# A weekly report of the weekly forms: the same order, with sections of its own wherever TPS would be counted.
WEEK = tuple(
    f"sections/{name}.html.j2"
    for name in (
        *(
            "head",
            "week/honesty",
            "week/attention",
            "week/conclusion",
            "week/coverage",
            "frame",
            "week/stages",
        ),
        *("week/neutrality", "week/incidents", "week/comparison", "changes", "week/followups", "followups"),
        *("week/mistakes", "week/forms", "week/held", "quality", "manual", "accountability", "properties"),
        "week/definitions",
    )
)


def sections(kind: EditionKind) -> tuple[str, ...]:
    """The template names of the sections of a kind, in order."""
    return tuple(f"sections/{name}.html.j2" for name, _ in ANATOMY if length(kind, name))


def length(kind: EditionKind, section: str) -> str:
    """ "penuh", "ringkas", or "" where a kind does not have the section. Raises KeyError for an unknown section."""
    return dict(ANATOMY)[section][KINDS.index(kind)]
