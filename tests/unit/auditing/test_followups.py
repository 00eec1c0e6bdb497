"""No follow-up vanishes: open and overdue ones in every report that has the section, closed ones in the long forms."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

import pytest
from tests.golden.editions import ASSETS
from tests.golden.report_world import AREAS, AT, CITY, COMPLETE, annexed, world

from jujur.auditing import audit, read_text
from jujur.auditing.followups import lost_followups
from jujur.domain.periods import WIB
from jujur.domain.reports import FollowUp
from jujur.figures import recommend
from jujur.rendering import render

UTARA, TENGAH = AREAS["16.72.01"], AREAS["16.72.05"]


def item(area, code, due_at, state):
    return FollowUp(
        area, code, "Surat suara cadangan dikirim", "Kasi Pemerintahan", due_at, state, AT - timedelta(days=9)
    )


ITEMS = (
    item(UTARA, "TL-01", datetime(2024, 2, 20, tzinfo=WIB), "terbuka"),
    item(UTARA, "TL-02", datetime(2024, 2, 13, tzinfo=WIB), "lewat waktu"),
    item(UTARA, "TL-03", datetime(2024, 2, 14, tzinfo=WIB), "terbuka"),
    item(TENGAH, "TL-01", None, "ditutup"),
)


def about(kind="harian", items=ITEMS):
    base = world(CITY, COMPLETE, with_incidents=False, is_final=True)
    base = annexed(base, COMPLETE) if kind == "akhir" else base
    made = replace(base, edition=replace(base.edition, kind=kind), followups=items)
    return replace(made, recommendations=recommend(made)) if kind == "akhir" else made


@cache
def made(kind):
    return render(about(kind), ASSETS).pdf


@pytest.mark.parametrize(("kind", "rows"), [("harian", 3), ("akhir", 4)])
def test_every_item_of_the_kind_is_on_paper(kind, rows):
    whole = " ".join(" ".join(read_text(made(kind))).split())
    assert audit(made(kind), about(kind)) == []
    assert "2 terbuka, 1 lewat waktu, 1 ditutup" in whole
    assert whole.count("Surat suara cadangan dikirim") == rows


@pytest.mark.parametrize(
    "truth",
    [
        (*ITEMS, item(TENGAH, "TL-09", None, "terbuka")),
        (replace(ITEMS[0], code="TL-77"), *ITEMS[1:]),
        ITEMS[:-1],
        (ITEMS[0], replace(ITEMS[1], state="ditutup"), *ITEMS[2:]),
    ],
    ids=["an item left out", "another number", "a closed one not counted", "an overdue one called closed"],
)
def test_a_report_that_lost_an_item_is_seen(truth):
    assert list(lost_followups(about(items=truth), read_text(made("harian"))))


def test_an_overdue_item_cannot_be_called_open():
    rosy = (ITEMS[0], replace(ITEMS[1], state="terbuka"), *ITEMS[2:])
    pdf = render(about(items=rosy), ASSETS).pdf
    assert any("batas waktunya" in found for found in audit(pdf, about(items=rosy)))


def test_nothing_known_is_not_called_done():
    pdf = render(about(items=()), ASSETS).pdf
    assert audit(pdf, about(items=())) == []
    assert "tidak berarti semuanya selesai" in " ".join(" ".join(read_text(pdf)).split())
