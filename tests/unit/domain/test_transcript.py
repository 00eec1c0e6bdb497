"""An edition's content survives being written down, and says no more than its page (P35, P43)."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.golden.editions import WORLDS, content

from jujur.domain.acts import OfficerAct
from jujur.domain.transcript import from_plain, to_plain
from jujur.rendering.inside import carriable, content_file


@pytest.mark.parametrize("name", WORLDS)
def test_what_is_written_down_is_read_back_the_same(name: str) -> None:
    about = carriable(content(name))
    written = json.loads(json.dumps(to_plain(about)))
    assert from_plain(written, about.figures, about.enclosures) == about
    assert carriable(about) == about


@pytest.mark.parametrize(
    "broken",
    [
        {"figures": {}},
        {"tidak": "dikenal"},
        {"edition": None},
        {"due_at": 5},
        {"silent": [1]},
        {"statuses": [{"area_code": "16.72", "status": "LUAR BIASA"}]},
    ],
)
def test_what_is_no_content_is_refused(broken: dict[str, object]) -> None:
    about = content("city draft")
    with pytest.raises(ValueError, match=r"."):
        from_plain(to_plain(about) | broken, {}, ())


def test_nothing_travels_that_the_page_masks() -> None:
    about = content("everything happened")
    one = replace(about.incidents[0], description="Hubungi 0812-3456-7890, situasi aman terkendali.")
    act = about.acts[0]
    asked = OfficerAct(
        *(getattr(act, name) for name in ("id", "act", "subject_kind", "subject", "form_id")),
        *(getattr(act, name) for name in ("period_start", "kecamatan_code", "actor", "reason", "decided_at")),
        {"asked": {"set": {"uraian": "rahasia"}}},
    )
    decided = replace(about.decisions[0], decision=replace(about.decisions[0].decision, actor="budi.masuk"))
    carried = content_file(
        carriable(replace(about, incidents=(one,), acts=(asked,), decisions=(decided,)))
    ).content.decode()
    for word in ("0812", "aman terkendali", "rahasia", "budi.masuk"):
        assert word not in carried
    assert about.decisions[0].office in carried
