"""The whole verification of reports, in the order in which a reader would ask."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from jujur.verifier.chain import check_chain
from jujur.verifier.changes import check_changes
from jujur.verifier.figures import check_figures, check_frame, recounted
from jujur.verifier.findings import Check, Finding, Report
from jujur.verifier.inside import Inside, Unreadable, open_report
from jujur.verifier.official import check_official
from jujur.verifier.pages import check_digests, check_pages
from jujur.verifier.rebuilding import rebuild
from jujur.verifier.recommendations import check_recommendations
from jujur.verifier.signatures import check_signatures
from jujur.verifier.statuses import check_statuses
from jujur.verifier.units import check_units


def verify(pdfs: Mapping[str, bytes], assets: Path, trust: bytes | None = None) -> tuple[Report, ...]:
    """Verifies each file, by name, with the others as its company: the edition it replaces, the head it repeats.

    ``assets`` are the templates, styles and fonts of the installed code; ``trust`` the certificates (PEM) that signers are held
    against, None to hold each signature against itself only. Nothing a file contains raises: what cannot be read is a finding.
    """
    opened: dict[str, Inside] = {}
    broken: dict[str, Finding] = {}
    for name, pdf in pdfs.items():
        try:
            opened[name] = open_report(pdf)
        except Unreadable as error:
            broken[name] = Finding(error.code, error.details)
    return tuple(
        _verified(name, opened[name], [one for key, one in opened.items() if key != name], assets, trust)
        if name in opened
        else _report(name, pdf, {}, [Check("read", (broken[name],))])
        for name, pdf in pdfs.items()
    )


def _verified(
    name: str, inside: Inside, others: Sequence[Inside], assets: Path, trust: bytes | None
) -> Report:
    checks = [Check("read", count=len(inside.pages)), _asked("digests", lambda: check_digests(inside))]
    checks.append(_asked("frame", lambda: check_frame(inside)))
    try:
        again = recounted(inside)
    except Unreadable as error:
        checks.append(Check("figures", (Finding(error.code, error.details),)))
    else:
        checks += [
            _asked("figures", lambda: check_figures(inside, again)),
            _asked("statuses", lambda: check_statuses(inside, again)),
            _asked("pages", lambda: check_pages(inside, again)),
        ]
        if inside.identity.get("kind") == "akhir":
            checks.append(_asked("official", lambda: check_official(inside, again)))
            checks.append(_asked("recommendations", lambda: check_recommendations(inside, again)))
    if inside.identity.get("kind") == "akhir":
        checks.append(_asked("units", lambda: check_units(inside)))
    checks.append(_asked("changes", lambda: check_changes(inside, others)))
    rebuilt = rebuild(inside, assets)
    checks.append(rebuilt.check)
    checks.append(check_signatures(inside.pdf, rebuilt.unsigned_len, trust))
    checks.append(_asked("chain", lambda: check_chain(inside, others)))
    return _report(name, inside.pdf, dict(inside.identity), checks)


def _asked(check_id: str, ask: Callable[[], Check]) -> Check:
    """The answer of a check; what is inside the file may have any shape, and a shape that does not fit is a finding (P46)."""
    try:
        return ask()
    except Unreadable as error:
        return Check(check_id, (Finding(error.code, error.details),))
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        return Check(check_id, (Finding("malformed", (f"{type(error).__name__}: {error}"[:200],)),))


def _report(name: str, pdf: bytes, identity: dict[str, object], checks: Sequence[Check]) -> Report:
    return Report(name, hashlib.sha256(pdf).hexdigest(), len(pdf), identity, tuple(checks))


def own_figures(pdf: bytes) -> tuple[Finding, ...]:
    """What the file's own rows and digests say against its attachments and figures (P36). Nothing it contains raises."""
    try:
        inside = open_report(pdf)
        again = recounted(inside)
    except Unreadable as error:
        return (Finding(error.code, error.details),)
    checks = (
        _asked("digests", lambda: check_digests(inside)),
        _asked("figures", lambda: check_figures(inside, again)),
    )
    return tuple(found for check in checks for found in check.findings)


def own_reprint(pdf: bytes, assets: Path) -> tuple[Finding, ...]:
    """What differs when an unsigned file is printed again from nothing but its inside; () for the same bytes (P35)."""
    try:
        inside = open_report(pdf)
    except Unreadable as error:
        return (Finding(error.code, error.details),)
    again = rebuild(inside, assets)
    if again.check.findings or again.built == pdf:
        return again.check.findings
    return (Finding("bytes_differ", (str(again.unsigned_len), str(inside.identity.get("code_version")))),)
