"""The exception tree.

JujurError                 everything this package raises on purpose; the message is for a person, in Indonesian
├── ConfigurationError     a file under config/ or an environment variable is unusable
├── UnreadableFile         a submitted file cannot be opened safely; the raw bytes are kept all the same
├── RecordError            the record refuses: append-only broken, chain broken, unknown id
│   └── LedgerBroken       the hash chain does not hold; names the first broken link
├── TimestampRefused       no valid timestamp could be had, or a kept one does not verify (RFC 3161)
├── SealRefused            an edition cannot be signed, or what came back signed is not ours (P39)
├── PublicationBlocked     a blocking property failed (P46): no edition leaves the machine
│   ├── CalculatorsDisagree  two independent calculations of the same rows differ (P34)
│   └── AuditFailed        the finished PDF or email does not agree with the figures
└── DecisionRefused        a human decision is missing, negative, or given by the wrong person (P38)
"""

from __future__ import annotations


class JujurError(Exception):
    """Base of all errors raised on purpose. ``str(error)`` is a sentence a data officer can act on."""


class ConfigurationError(JujurError):
    """A configuration file or environment variable is missing or contradicts itself."""


class UnreadableFile(JujurError):
    """A submitted file could not be opened; its bytes are kept and the sender is told what to do."""


class RecordError(JujurError):
    """The record refuses an operation or does not know what is asked for."""


class LedgerBroken(RecordError):
    """The hash chain of the ledger does not hold (P37)."""


class TimestampRefused(JujurError):
    """No timestamp could be had of the authority, or one does not verify against its pinned certificates (P37)."""


class SealRefused(JujurError):
    """Keys are missing or not the recorded ones, or a signed file is not our edition with sound signatures (P39)."""


class PublicationBlocked(JujurError):
    """A blocking property failed; nothing is published (P46)."""


class CalculatorsDisagree(PublicationBlocked):
    """Two calculations of the same rows, which share no code, differ (P34). ``differences`` names every one."""

    def __init__(self, message: str, differences: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.differences = differences


class AuditFailed(PublicationBlocked):
    """A finished PDF or email was read back and disagrees with its figures (P15). ``failed`` names the properties."""

    def __init__(
        self, message: str, discrepancies: tuple[str, ...] = (), failed: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message)
        self.discrepancies = discrepancies
        self.failed = failed


class DecisionRefused(JujurError):
    """A decision is missing, negative, or made by somebody who may not make it (P38)."""
