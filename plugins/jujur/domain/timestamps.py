"""What an outside authority said about when a ledger head existed (RFC 3161, P37)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TimestampState:
    """A timestamp of a ledger head: ``authority`` is the host that gave it, ``stamped_at`` the time that it vouches for."""

    ledger_seq: int
    head: str
    authority: str
    stamped_at: datetime
