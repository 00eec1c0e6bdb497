"""Which of the promises P01–P48 this very edition keeps: checks, trials, and what the finished bytes will be held against (P48).

A promise that nobody tests is printed as "tidak diuji", never as passed (L50), with the time at which it can be tested where
there is one. What the audit checks is called passed before it ran, and so is printing again, because an edition that fails
either does not exist: no PDF is kept whose audit found anything (P46).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from jujur.domain.editions import EditionStatus
from jujur.domain.figures import Figure
from jujur.domain.periods import to_text
from jujur.domain.properties import PROPERTY_NAMES, Basis, Outcome, PropertyResult
from jujur.domain.reports import ReportContent
from jujur.operations import self_tests
from jujur.operations.figure_digest import figures_digest
from jujur.record import editions
from jujur.record.database import Session

Check = Callable[[ReportContent], Outcome]
# What only a finished file, or one that was sent, can show: `jujur verify` and `jujur check` do (ADR 0054).
LATER: Mapping[str, Basis] = {
    "P35": Basis.AFTER_PRINT,
    "P39": Basis.AFTER_PRINT,
    "P40": Basis.AFTER_SENDING,
    "P46": Basis.AFTER_SENDING,
}
REPRINTED = "P35"
# What the audit also checks since there are tests beside the figures; an edition from before lists it as it did then.
_SINCE = frozenset({"P36", "P47"})


def with_properties(session: Session, content: ReportContent, figures: Mapping[str, Figure]) -> ReportContent:
    """``content`` with all results. ``figures``: all of the edition's figures in the record, votes included.

    Both calculators agreed on the figures whose digest the edition's step "dihitung" is bound to (P34).
    """
    from jujur import auditing

    computed = editions.statuses(session, content.edition.id).get(EditionStatus.COMPUTED)
    known = {name: check(content) for name, check in RECORD_CHECKS.items()}
    known["P34"] = _kept(computed == figures_digest(figures))
    tested = self_tests.recorded(session, content.edition.id)
    if tested is None:
        known["P44"] = _was_spot_checked(content)
        return replace(content, properties=results(known, auditing.CHECKED.keys() - _SINCE, later={}))
    known |= tested
    if is_reprinted(content):
        known[REPRINTED] = Outcome.PASSED
    return replace(content, properties=results(known, auditing.CHECKED))


def is_reprinted(content: ReportContent) -> bool:
    """True for an edition that both officers passed: it is printed a second time before it is kept (P35). A draft is not."""
    return {one.decision.act for one in content.decisions if one.decision.is_agreed} == {"verify", "approve"}


def results(
    known: Mapping[str, Outcome], audited: Collection[str], later: Mapping[str, Basis] = LATER
) -> tuple[PropertyResult, ...]:
    """One result for every promise, in order; a check of the record or a trial outweighs what the audit will say.

    ``later``: when what is untested can be tested.
    """
    return tuple(
        _result(name, known.get(name), name in audited, later.get(name, Basis.NOBODY))
        for name in PROPERTY_NAMES
    )


def _result(name: str, known: Outcome | None, is_audited: bool, later: Basis) -> PropertyResult:
    if known in (Outcome.PASSED, Outcome.FAILED):
        basis = Basis.REPRINT if name == REPRINTED else self_tests.BASES.get(name, Basis.RECORD)
        return PropertyResult(name, known, basis)
    if known is not None and known is not Outcome.UNTESTED:
        return PropertyResult(name, known)
    if known is None and is_audited:
        return PropertyResult(name, Outcome.PASSED, Basis.PAGES)
    return PropertyResult(name, Outcome.UNTESTED, later)


def _kept(is_kept: bool) -> Outcome:
    return Outcome.PASSED if is_kept else Outcome.FAILED


def _frame_is_older(content: ReportContent) -> Outcome:
    """The first frame was frozen before the period opened, and the edition's denominators are those of the one in force (P03)."""
    if not content.frame_versions:
        return Outcome.FAILED
    first, last = content.frame_versions[0], content.frame_versions[-1]
    is_older = first.frozen_at < content.edition.period.starts_at
    return _kept(is_older and last.frame_digest == content.edition.frame_digest)


def _is_matched(content: ReportContent) -> Outcome:
    """No change is printed without matched units (P21)."""
    if not content.comparisons:
        return Outcome.NOT_APPLICABLE
    return _kept(all(one.change is None or one.matched for one in content.comparisons if one.is_comparable))


def _is_broken_visibly(content: ReportContent) -> Outcome:
    """Across a break of the definition nothing is compared (P22)."""
    definitions = [one for one in content.breaks if one.what in ("formulir", "aturan")]
    if not content.comparisons and not content.breaks:
        return Outcome.NOT_APPLICABLE
    return _kept(not (definitions and any(one.is_comparable for one in content.comparisons)))


def _is_received_in_time(content: ReportContent) -> Outcome:
    """Nothing is in the edition that the server received after its cut-off (P24)."""
    return _kept(all(one.received_at <= content.edition.as_of for one in content.sources))


def _is_explained(content: ReportContent) -> Outcome:
    """A revision names what it replaces; that its table is the whole difference was tested when it was gathered (P25)."""
    if not content.edition.revision:
        return Outcome.NOT_APPLICABLE
    return _kept(content.replaces is not None)


def _readers_are_called(content: ReportContent) -> Outcome:
    """Whom an error reached is known only when the edition is out (P26)."""
    return Outcome.UNTESTED if content.is_substantial else Outcome.NOT_APPLICABLE


def _has_history(content: ReportContent) -> Outcome:
    """Revisions are reported over at least one slot each (P28)."""
    return _kept(all(one.slots > 0 for one in content.history)) if content.history else Outcome.NOT_APPLICABLE


def _is_on_calendar(content: ReportContent) -> Outcome:
    """The planned release is the one that was frozen with the frame (P29, L24)."""
    slots = content.frame_versions[-1].terms.get("slots") if content.frame_versions else None
    if slots is None:
        return Outcome.UNTESTED
    return _kept(to_text(content.edition.release_at) in {slot["release_at"] for slot in slots})


def _hands_differ(content: ReportContent) -> Outcome:
    """Two different officers agreed; a draft has no decisions yet (P38)."""
    agreed = {one.decision.act: one.decision.actor for one in content.decisions if one.decision.is_agreed}
    if not content.decisions:
        return Outcome.UNTESTED
    return _kept(set(agreed) == {"verify", "approve"} and agreed["verify"] != agreed["approve"])


def _is_spot_checked(content: ReportContent) -> Outcome:
    """The seed was committed to before the period opened and before the first file of it; then units were recounted (P44).

    Where none was recounted, as the page then says, there is nothing of which it could be said.
    """
    opens_at = min((content.edition.period.starts_at, *(one.received_at for one in content.sources)))
    if any(one.committed_at >= opens_at for one in content.spot_checks):
        return Outcome.FAILED
    return Outcome.PASSED if any(one.checked for one in content.spot_checks) else Outcome.NOT_APPLICABLE


def _was_spot_checked(content: ReportContent) -> Outcome:
    """How P44 was told before the order of seed and receipts was looked at."""
    return Outcome.PASSED if any(one.checked for one in content.spot_checks) else Outcome.UNTESTED


RECORD_CHECKS: Mapping[str, Check] = {
    "P03": _frame_is_older,
    "P21": _is_matched,
    "P22": _is_broken_visibly,
    "P24": _is_received_in_time,
    "P25": _is_explained,
    "P26": _readers_are_called,
    "P28": _has_history,
    "P29": _is_on_calendar,
    "P38": _hands_differ,
    "P44": _is_spot_checked,
}
