"""A finished edition against its own inside, and what was sent of it against what was allowed to be sent (P35, P36, P40, P46)."""

from dataclasses import replace

import pytest
from tests.published_days import TENGAH

from jujur import rendering
from jujur.domain.audits import AuditResult
from jujur.domain.editions import EditionStatus
from jujur.domain.errors import AuditFailed
from jujur.domain.properties import Basis, Outcome
from jujur.operations import limited, sent
from jujur.operations.content import content_of
from jujur.operations.desk import open_desk
from jujur.operations.enclosing import with_enclosures
from jujur.operations.own_inside import with_own_inside
from jujur.operations.verify import verify_pdf
from jujur.record import audits, deliveries, editions

NOTHING = AuditResult({})


@pytest.fixture
def at_work(published):
    with open_desk() as desk:
        yield desk


def bytes_of(desk, status=EditionStatus.PUBLISHED):
    with desk.database.reading() as session:
        return desk.raw.get(editions.statuses(session, TENGAH)[status])


def made(desk, with_decisions=True):
    with desk.database.reading() as session:
        edition = editions.edition_by_id(session, TENGAH)
        return with_enclosures(desk, session, content_of(desk, session, edition, with_decisions))


def test_a_published_edition_was_printed_again_and_its_draft_was_not(at_work):
    said = {one.id: one for one in made(at_work).properties}
    assert (said["P35"].outcome, said["P35"].basis) == (Outcome.PASSED, Basis.REPRINT)
    draft = {one.id: one for one in made(at_work, with_decisions=False).properties}
    assert (draft["P35"].outcome, draft["P35"].basis) == (Outcome.UNTESTED, Basis.AFTER_PRINT)
    assert [one.id for one in said.values() if one.outcome is Outcome.UNTESTED] == ["P39", "P40", "P46"]
    with at_work.database.reading() as session:
        kept = {one.step: one.result.properties for one in audits.of_edition(session, TENGAH)}
    assert kept[EditionStatus.PUBLISHED.value]["P35"] is Outcome.PASSED
    assert kept[EditionStatus.DRAFTED.value].get("P35") is not Outcome.PASSED
    assert all(one["P36"] is Outcome.PASSED for one in kept.values())


def test_what_is_not_what_its_inside_gives_is_seen(at_work):
    pdf = bytes_of(at_work)
    assert with_own_inside(NOTHING, pdf, at_work.assets, is_reprinted=True).is_passed
    longer = with_own_inside(NOTHING, pdf + b"%", at_work.assets, is_reprinted=True)
    assert longer.failed == ("P35",)
    told = made(at_work)
    fewer = replace(told, enclosures=tuple(one for one in told.enclosures if one.name != "files.csv"))
    bare = rendering.render(fewer, at_work.assets).pdf
    assert with_own_inside(NOTHING, bare, at_work.assets, is_reprinted=False).failed == ("P36",)
    assert with_own_inside(NOTHING, b"bukan PDF", at_work.assets, is_reprinted=True).failed == ("P35", "P36")


def test_rows_that_give_other_figures_than_the_printed_ones_are_seen(at_work):
    told = made(at_work)

    def without_a_row(one):
        return replace(one, content=b"\n".join(one.content.split(b"\n")[:-2]) + b"\n")

    enclosures = tuple(without_a_row(one) if one.name == "data.csv" else one for one in told.enclosures)
    pdf = rendering.render(replace(told, enclosures=enclosures), at_work.assets).pdf
    assert with_own_inside(NOTHING, pdf, at_work.assets, is_reprinted=False).failed == ("P36",)


def test_an_edition_that_is_printed_otherwise_the_second_time_is_not_kept(at_work, monkeypatch):
    told, pdf = made(at_work), bytes_of(at_work)
    other = rendering.render(replace(told, manual_actions=told.manual_actions + 7), at_work.assets)
    monkeypatch.setattr(rendering, "render", lambda *_: other)
    with pytest.raises(AuditFailed) as refused:
        limited.audited(at_work, told, EditionStatus.PUBLISHED, pdf)
    assert refused.value.failed == ("P35",)


def claimed(desk, recipient, sha256):
    now = desk.now()
    attempt = deliveries.Attempt(
        f"uji-{recipient}", recipient, f"{recipient}@uji", 1, f"<{recipient}@uji>", sha256, now, None, None
    )
    with desk.database.writing() as session:
        deliveries.claim(session, "edition", TENGAH, attempt)


def differences(desk):
    with desk.database.reading() as session:
        return list(sent.sending_differences(session, TENGAH))


def test_two_readers_who_got_different_bytes_are_seen(at_work):
    pdf = bytes_of(at_work)
    with at_work.database.reading() as session:
        sha256 = editions.statuses(session, TENGAH)[EditionStatus.PUBLISHED]
    assert differences(at_work) == []
    claimed(at_work, "a", sha256)
    claimed(at_work, "b", sha256)
    assert differences(at_work) == []
    claimed(at_work, "c", "ab" * 32)
    found = differences(at_work)
    assert len(found) == 2
    assert "Penerima c dikirimi bita yang bukan terbitan ini (P46)" in found[0]
    assert "(P40)" in found[1]
    assert set(found) <= set(verify_pdf(pdf).differences)


def test_an_edition_sent_without_an_audit_is_seen(at_work, monkeypatch):
    with at_work.database.reading() as session:
        claimed_sha256 = editions.statuses(session, TENGAH)[EditionStatus.PUBLISHED]
    claimed(at_work, "a", claimed_sha256)
    monkeypatch.setattr(audits, "is_passed", lambda *_: False)
    assert "tidak tercatat lulus audit (P46)" in differences(at_work)[0]
