"""The sealing room: what others vouch for. Timestamps of ledger heads by an authority outside the desk (RFC 3161, P37)."""

from jujur.sealing.timestamps import Timestamp, read_timestamp, request_timestamp

__all__ = ["Timestamp", "read_timestamp", "request_timestamp"]
