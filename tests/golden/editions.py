"""Rendered editions for tests, made once, and forgeries of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from tests.golden.report_world import (
    CITY,
    COMPLETE,
    DEMO,
    NOTHING,
    Tally,
    changes,
    digest_of,
    eventful,
    final_report,
    with_promises,
    world,
)
from tests.golden.takes import take
from tests.golden.weekly_world import CALM, SILENT, UNASKED, week_world

from jujur.domain.languages import PREVAILING, Language
from jujur.domain.reports import ReportContent
from jujur.domain.vintages import Predecessor
from jujur.rendering import Rendered, render
from jujur.rendering.inside import carriable, content_file
from jujur.rendering.language import speaking
from jujur.rendering.press import press
from jujur.rendering.templates import style_sheet

ASSETS = Path(__file__).parents[2] / "reports"
UTARA = "16.72.01"
# An edition of any world in English: its name with this behind it.
ENGLISH = ", in English"
CROWDED = DEMO | {UTARA: Tally(expected=139, on_time=100, empty=30, absent=9, held=60)}

WORLDS: dict[str, Callable[[], ReportContent]] = {
    "city draft": lambda: world(),
    "city final, no demonstration": lambda: world(is_final=True, is_demonstration=False),
    "kecamatan final": lambda: world(UTARA, is_final=True),
    "late kecamatan": lambda: world("16.72.04"),
    "nothing came": lambda: world(tallies=NOTHING, with_incidents=False),
    "nothing came from a kecamatan": lambda: world(UTARA, NOTHING, with_incidents=False),
    "all complete, gate open": lambda: world(
        tallies=COMPLETE, is_open=True, is_final=True, with_incidents=False
    ),
    "a complete kecamatan": lambda: world(UTARA, COMPLETE, is_open=True, is_final=True, with_incidents=False),
    "everything happened": lambda: eventful(),
    "everything happened in a kecamatan": lambda: eventful(UTARA),
    "city revision": lambda: revision(),
    "a take before voting ends": lambda: take(),
    "the closing take": lambda: take(number=3),
    "a take after voting ended, of a kecamatan": lambda: take(UTARA, 3),
    "final report": lambda: final_report(),
    "final report of a kecamatan": lambda: final_report(UTARA),
    "sixty held rows": lambda: world(UTARA, CROWDED),
    "busy week": lambda: week_world(),
    "busy week in a kecamatan": lambda: week_world(area_code="16.72.04"),
    "week in which nothing came": lambda: week_world(SILENT),
    "week without the incident form": lambda: week_world(UNASKED, is_final=False),
    "calm week": lambda: week_world(CALM),
    "letters of other scripts": lambda: foreign_letters(),
}
# What senders write and no font of reports/fonts has: a Cyrillic letter in a Latin word, pictures, Chinese.
FOREIGN = "TPS d\u0435kat \u2705 \u6f22\u5b57 masjid \U0001f600"


def revision() -> ReportContent:
    """A city edition that replaces another one and corrects it."""
    first = world(is_final=True)
    return with_promises(
        replace(
            first,
            edition=replace(first.edition, revision=1),
            status_label="DEMONSTRASI · KOREKSI",
            replaces=Predecessor("dulu", first.edition.number, 0, digest_of("dulu")),
            changes=changes(first),
            is_substantial=True,
        )
    )


def foreign_letters() -> ReportContent:
    """A city edition with an incident at a place written with letters of other scripts."""
    first = world()
    incident, *others = first.incidents
    return replace(first, incidents=(replace(incident, place=FOREIGN), *others))


@cache
def content(name: str) -> ReportContent:
    """The content of one world, whatever its language."""
    return WORLDS[name.removesuffix(ENGLISH)]()


@cache
def edition(name: str) -> Rendered:
    """The edition of one world."""
    return render(content(name.removesuffix(ENGLISH)), ASSETS, language(name))


def language(name: str) -> Language:
    """The language of an edition by its name."""
    return "en" if name.endswith(ENGLISH) else PREVAILING


def forge(change: Callable[[str], str], name: str = "city draft", facts: bytes | None = None) -> bytes:
    """The edition as if somebody had changed its HTML, or the facts, after the figures were bound."""
    honest, about = edition(name), content(name)
    changed = change(honest.html)
    assert changed != honest.html or facts is not None, "the forgery changed nothing"
    with speaking(language(name), ASSETS):
        css = style_sheet(ASSETS)
        enclosed = (*about.enclosures, content_file(carriable(about)))
    return press(changed, css, ASSETS, facts or honest.facts, about.edition.as_of, enclosed)


def forge_template(folder: Path, template: str, old: str, new: str, name: str = "city draft") -> bytes:
    """The edition as a changed template makes it: every number still has a fact, and yet the report lies."""
    shutil.copytree(ASSETS, folder, dirs_exist_ok=True)
    path = folder / template
    source = path.read_text(encoding="utf-8")
    assert old in source, "the template does not hold what is to be changed"
    path.write_text(source.replace(old, new), encoding="utf-8")
    return render(content(name), folder).pdf


__all__ = ["ASSETS", "CITY", "FOREIGN", "UTARA", "WORLDS", "content", "edition", "forge", "forge_template"]
