"""Follow-ups as ink: counts by state, and each item that is not closed (section 8 of the anatomy)."""

from __future__ import annotations

from jujur.domain.reports import FollowUp
from jujur.rendering.inks import Ink
from jujur.rendering.promises import Promises

STATES = ("terbuka", "lewat waktu", "ditutup")


class FollowUps(Promises):
    """The follow-ups for the templates."""

    STATES = STATES

    @property
    def followups(self) -> tuple[FollowUp, ...]:
        """The items that are printed: all of them in the long form, in the short one those that are not closed."""
        is_full = self.is_full("followups")
        return tuple(one for one in self._content.followups if is_full or one.state != "ditutup")

    def followup_count(self, state: str) -> Ink:
        """How many items are in a state."""
        found = sum(one.state == state for one in self._content.followups)
        return self._book.count(f"followup/count/{state}", found, f"butir tindak lanjut {state}")
