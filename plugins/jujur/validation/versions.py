"""What was said about a unit or an item, and which submission corrects which (P11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jujur.domain.findings import Bin
from jujur.domain.submissions import KnownRow


@dataclass(frozen=True, slots=True)
class Version:
    """One thing said about a unit or an item: by an earlier row, or by one of this batch."""

    submission_id: str
    row_id: str
    digest: str
    has_content: bool
    sheet: str
    row_number: int
    unit_code: str
    item_code: str | None
    was: Bin | None

    @property
    def key(self) -> tuple[str, str]:
        """What identifies the row that said it."""
        return (self.submission_id, self.row_id)


def ancestors(submission_id: str, corrects: Mapping[str, str]) -> tuple[str, ...]:
    """What a submission corrects, then what that one corrected, as far as their rows are known."""
    chain: list[str] = []
    while (earlier := corrects.get(submission_id)) and earlier not in chain:
        chain.append(earlier)
        submission_id = earlier
    return tuple(chain)


def known_version(row: KnownRow) -> Version:
    """What an earlier row said."""
    return Version(
        row.submission_id,
        row.row_id,
        row.content_digest,
        row.has_content,
        row.sheet,
        row.row_number,
        row.unit_code,
        row.item_code,
        row.bin,
    )
