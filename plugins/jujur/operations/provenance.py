"""Where an edition comes from, as W3C PROV-JSON: inputs, code, configuration, and people by role (P36, P41)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jujur.domain.enclosures import Enclosure
from jujur.domain.frames import FrameTerms
from jujur.domain.periods import to_text
from jujur.domain.reports import ReportContent

_ACTS = {"verify": "verifikasi", "approve": "persetujuan"}


def provenance_of(
    content: ReportContent, terms: FrameTerms, rules_version: str, enclosed: Sequence[Enclosure]
) -> dict[str, Any]:
    """One PROV document: the edition, what it was derived from, the run that made it, and who answers for it.

    Files are named by their sha256, people by office, instants are in UTC. What is not known is not there.
    """
    edition = content.edition
    report, run = f"jujur:edition/{edition.id}", f"jujur:run/{edition.id}"
    files = {f"jujur:file/{one.sha256}": one for one in content.sources}
    tables = {f"jujur:enclosed/{one.name}": one for one in enclosed}
    frame = f"jujur:frame/{terms.frame_digest}"
    decisions = content.decisions
    entities: dict[str, Any] = {
        report: {
            "prov:type": "jujur:edition",
            "jujur:number": edition.number,
            "jujur:revision": edition.revision,
            "jujur:asOf": to_text(edition.as_of),
            "jujur:ledgerHead": edition.ledger_head,
            "jujur:formerLedgerHead": edition.former_head,
        },
        frame: {
            "prov:type": "jujur:frame",
            "jujur:version": terms.version,
            "jujur:termsDigest": terms.digest,
            "jujur:frozenAt": to_text(terms.frozen_at),
        },
        **{
            name: {"prov:type": "jujur:file", "jujur:sha256": one.sha256, "jujur:form": one.form_id}
            for name, one in files.items()
        },
        **{name: {"prov:type": "jujur:table", "jujur:sha256": one.sha256} for name, one in tables.items()},
    }
    return {
        "prefix": {"prov": "http://www.w3.org/ns/prov#", "jujur": "urn:jujur:"},
        "entity": entities,
        "activity": {
            run: {
                "jujur:codeVersion": edition.code_version,
                "jujur:configDigest": edition.config_digest,
                "jujur:rulesVersion": rules_version,
            }
        },
        "agent": {
            f"jujur:office/{office}": {"prov:type": "prov:Person", "jujur:office": office}
            for office in sorted({one.office for one in decisions})
        },
        "used": {
            f"_:used/{at}": {"prov:activity": run, "prov:entity": name}
            for at, name in enumerate((frame, *sorted(files)))
        },
        "wasGeneratedBy": {
            f"_:made/{at}": {"prov:entity": name, "prov:activity": run}
            for at, name in enumerate((report, *sorted(tables)))
        },
        "wasDerivedFrom": {
            f"_:from/{at}": {"prov:generatedEntity": report, "prov:usedEntity": name}
            for at, name in enumerate((frame, *sorted(files)))
        },
        "wasAttributedTo": {
            f"_:answers/{_ACTS[one.decision.act]}": {
                "prov:entity": report,
                "prov:agent": f"jujur:office/{one.office}",
                "jujur:role": _ACTS[one.decision.act],
                "jujur:isAgreed": one.decision.is_agreed,
                "jujur:decidedAt": to_text(one.decision.decided_at),
            }
            for one in decisions
        },
    }
