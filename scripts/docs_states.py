"""docs/state-machine.md: from which bin or status to which, drawn from the tables in ``jujur.domain.transitions``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from docs_sources import GENERATED, table

from jujur.domain.editions import EditionStatus
from jujur.domain.findings import Bin
from jujur.domain.transitions import (
    EDITION_TRANSITIONS,
    FIRST_BINS,
    FIRST_STATUSES,
    OFFICER_TRANSITIONS,
    RULE_TRANSITIONS,
)

BIN_MEANINGS = {
    Bin.ACCEPTED: "counts, if it has content",
    Bin.HELD: "breaks a rule, contradicts another version, came too early or from a stranger: waits for a person",
    Bin.DUPLICATE: "says what was said before, in force or replaced since",
    Bin.SUPERSEDED: "replaced by a correction, by content, or by an officer's act",
    Bin.OUT_OF_SCOPE: "about another team's area",
}
STATUS_MEANINGS = {
    EditionStatus.FROZEN: "what it is about is fixed: cut-off, frame, terms, code",
    EditionStatus.COMPUTED: "its figures are entered, found alike by both calculators, with the changes to the revision before",
    EditionStatus.DRAFTED: "the draft that officers judge passed its audit",
    EditionStatus.VERIFIED: "the first officer agreed",
    EditionStatus.APPROVED: "the second officer agreed",
    EditionStatus.REJECTED: "an officer refused it; a later revision may take its place",
    EditionStatus.PUBLISHED: "the final PDF passed its audit and is bound to its decisions",
    EditionStatus.WITHDRAWN: "kept and marked, sent no more: replaced by a substantial correction, or taken back by an officer",
}
_HANDS = {"rules": "rules", "officer": "an officer"}
_HEAD = """# States and steps

What can become of a received row and of an edition. Steps that are not drawn do not happen: the package refuses them, and the
state machine in `tests/honesty` sees no other and takes every one of these.
"""


def state_page() -> str:
    """The page, from the tables alone."""
    return (
        "\n".join(
            [
                _HEAD.replace("\n\n", f"\n\n{GENERATED['en']}\n", 1),
                "## The bin of a row\n",
                "Rules decide at receipt, officers by an act with a reason (P11, P38, P42). The newest disposition counts.\n",
                *_diagram(_row_steps()),
                *table(("bin", "stored as", "meaning"), _meanings(BIN_MEANINGS)),
                "## The life of an edition\n",
                "Each step is a row of its own and is taken once (P25, P38). That a slot has no report is announced by the event",
                "`report_not_published`, which is about the slot and ends no edition (P29).\n",
                *_diagram(_edition_steps()),
                *table(("status", "stored as", "meaning"), _meanings(STATUS_MEANINGS)),
            ]
        ).rstrip("\n")
        + "\n"
    )


def _row_steps() -> Iterator[tuple[str, str, str]]:
    for bin_ in sorted(FIRST_BINS):
        yield "[*]", bin_.value, _HANDS["rules"]
    for before in Bin:
        for after in sorted(RULE_TRANSITIONS[before] | OFFICER_TRANSITIONS[before]):
            hands = [
                name
                for name, steps in (
                    (_HANDS["rules"], RULE_TRANSITIONS),
                    (_HANDS["officer"], OFFICER_TRANSITIONS),
                )
                if after in steps[before]
            ]
            yield before.value, after.value, " or ".join(hands)
        if not RULE_TRANSITIONS[before] | OFFICER_TRANSITIONS[before]:
            yield before.value, "[*]", ""


def _edition_steps() -> Iterator[tuple[str, str, str]]:
    for status in sorted(FIRST_STATUSES):
        yield "[*]", status.name.lower(), ""
    for before, found in EDITION_TRANSITIONS.items():
        for after in sorted(found):
            yield before.name.lower(), after.name.lower(), ""
        if not found:
            yield before.name.lower(), "[*]", ""


def _diagram(steps: Iterator[tuple[str, str, str]]) -> list[str]:
    lines = [f"    {before} --> {after}{f': {hand}' if hand else ''}" for before, after, hand in steps]
    return ["```mermaid", "stateDiagram-v2", *lines, "```", ""]


def _meanings(meanings: Mapping[Bin, str] | Mapping[EditionStatus, str]) -> Iterator[tuple[str, str, str]]:
    state: StrEnum
    for state, meaning in meanings.items():
        yield state.name.lower(), f"`{state.value}`", meaning
