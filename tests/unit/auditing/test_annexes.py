"""A final report prints every station, vintage and term; what is left out or does not add up is caught (P07, P25, P27)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.golden.editions import content, edition, forge_template

from jujur.auditing import audit, read_text
from jujur.auditing.annexes import crooked_annexes
from jujur.auditing.audit import absent_facts
from jujur.auditing.reading import read_facts
from jujur.domain.reports import ReportContent

FINAL = "final report of a kecamatan"


def test_an_honest_final_report_passes_and_prints_everything() -> None:
    assert audit(edition(FINAL).pdf, content(FINAL)) == []
    whole = " ".join(" ".join(read_text(edition(FINAL).pdf)).split())
    assert whole.count("TPS 001") >= len(content(FINAL).children)
    assert "belum ditutup" not in whole
    assert "TPS digabung menurut surat KPU." in whole
    assert "batas buka TPS, menit sejak tengah malam WIB 420" in whole
    assert "Dikutip dari pengumuman KPU atau Bawaslu dengan sumber, formulir, dan tanggalnya" in whole


def changed(number: int, **changes: Any) -> ReportContent:
    base = content(FINAL)
    units = list(base.units)
    units[number] = replace(units[number], **changes)
    return replace(base, units=tuple(units))


USED = next(at for at, one in enumerate(content(FINAL).units) if one.use == "dipakai")
SILENT = next(at for at, one in enumerate(content(FINAL).units) if one.use == "-")


@pytest.mark.parametrize(
    ("forged", "said"),
    [
        (replace(content(FINAL), units=content(FINAL).units[1:]), "rincian TPS memberi tps_expected"),
        (replace(content(FINAL), units=(*content(FINAL).units, content(FINAL).units[0])), "dua kali"),
        (changed(USED, fate="terlambat"), "tps_late"),
        (changed(USED, values=content(FINAL).units[USED].values | {"suara_sah": 999}), "jumlah suara_sah"),
        (changed(SILENT, values={"suara_sah": 0}), "tidak dipakai"),
        (changed(SILENT, marks=dict.fromkeys(content(FINAL).units[SILENT].marks, "-")), "tanda sel bukan …"),
        (changed(USED, marks={"suara_sah": "-"}), "sekaligus bertanda"),
        (replace(content(FINAL), acts=content(FINAL).acts[1:]), "belum ditutup (P27)"),
    ],
)
def test_a_table_of_stations_that_lies_is_caught(forged: ReportContent, said: str) -> None:
    assert list(crooked_annexes(content(FINAL))) == []
    assert any(said in found for found in crooked_annexes(forged))


def test_only_a_final_report_may_be_open_while_it_does_not_call_itself_final() -> None:
    base = content(FINAL)
    open_ = replace(base, acts=(), edition=replace(base.edition, is_final=False))
    assert list(crooked_annexes(open_)) == []


@pytest.mark.parametrize(
    ("section", "old", "new", "missed"),
    [
        ("units", "{{ view.unit_cell(one, name) }}", "-", "/suara_sah"),
        ("unreported", "{{ view.unit_full_name(one) }}", "TPS", "/full"),
        ("vintages", '{{ view.vintage_count(one, "misled") }}', "-", "/misled"),
        ("method", "{{ view.annex_threshold(value, name) }}", "-", "method/threshold/coverage_percent"),
    ],
)
def test_a_template_that_leaves_part_of_an_annex_out_is_caught(
    tmp_path: Path, section: str, old: str, new: str, missed: str
) -> None:
    pdf = forge_template(tmp_path, f"sections/{section}.html.j2", old, new, FINAL)
    assert any(missed in found for found in audit(pdf, content(FINAL)))


@pytest.mark.parametrize("part", ["vintages", "contacts", "frame_versions"])
def test_what_the_content_holds_and_the_page_does_not_is_missed(part: str) -> None:
    """The page of a content that lacks a part, held against the whole content."""
    base = content(FINAL)
    facts = read_facts(edition(FINAL).pdf)
    prefixes = {"vintages": "vintage/", "contacts": "annex/heard/", "frame_versions": "method/"}
    without = facts | {"printed": [ink for ink in facts["printed"] if not ink[1].startswith(prefixes[part])]}
    assert absent_facts(base, facts) == []
    heard = replace(base, contacts=tuple(replace(one, last_heard_at=base.due_at) for one in base.contacts))
    assert absent_facts(heard if part == "contacts" else base, without)
