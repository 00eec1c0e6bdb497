"""A week as ink: forms by kecamatan, counts that may be unknown, and the items that no other report has."""

from __future__ import annotations

from dataclasses import replace

from jujur.domain.areas import Area
from jujur.domain.errors import PublicationBlocked
from jujur.domain.reports import ReportContent
from jujur.domain.weeks import FormState, Mistake, Stage, Week
from jujur.rendering.book import Book
from jujur.rendering.followups import FollowUps
from jujur.rendering.inks import Ink
from jujur.rendering.masking import masked

STAGES = (
    *("stages_reported", "stages_not_started", "stages_on_schedule", "stages_obstructed", "stages_delayed"),
    *("stages_finished", "stages_unstated", "coordination_reported"),
)
NEUTRALITY = (
    *("neutrality_reported", "neutrality_pending", "neutrality_in_review", "neutrality_concluded"),
    "neutrality_stopped",
)
FOLLOWUPS = ("followups_reported", "followups_open", "followups_overdue", "followups_closed")
FORMS = ("forms_expected", "forms_on_time", "forms_late", "forms_not_received", "forms_nil", "forms_used")
# The part of the report that a figure of the week belongs to, by how its name begins.
PARTS = {"stages": "stages", "coordination": "stages", "neutrality": "neutrality", "followups": "followups"}


class Weeks(FollowUps):
    """The week for the templates."""

    WEEK_FORMS = FORMS
    WEEK_STAGES = STAGES
    WEEK_NEUTRALITY = NEUTRALITY
    WEEK_FOLLOWUPS = FOLLOWUPS

    def __init__(self, content: ReportContent, book: Book) -> None:
        super().__init__(content, book)
        self.unit = content.unit_word
        self.week = content.week or Week()

    def week_count(self, area: Area, name: str) -> Ink | str:
        """A count of one part of the week; a mark where no form of that part came: nothing said is not none (P07, P14).

        Items are carried from week to week, so that they are known without this week's form.
        """
        part = PARTS[name.partition("_")[0]]
        heard = self._book.figure(area.code, f"{part}_forms").n
        return self._book.fig(area.code, name) if heard or part == "followups" else "…"

    def form_of(self, area: Area, form_id: str) -> FormState:
        """The state of one form of one kecamatan; a missing one blocks publication instead of leaving a hole (P46)."""
        for one in self.week.forms:
            if (one.kecamatan.code, one.form_id) == (area.code, form_id):
                return one
        raise PublicationBlocked(f"formulir {form_id} {area.name} tidak diserahkan kepada penyaji laporan")

    @property
    def week_form_ids(self) -> tuple[str, ...]:
        """The forms of the week, in the order of the report."""
        return tuple(dict.fromkeys(one.form_id for one in self.week.forms))

    def form_title(self, form_id: str) -> str:
        """The title of a form as on its workbook."""
        return next(one.title for one in self.week.forms if one.form_id == form_id)

    @property
    def form_areas(self) -> tuple[Area, ...]:
        """The kecamatan that owe forms, in official order."""
        return tuple(dict.fromkeys(one.kecamatan for one in self.week.forms))

    @property
    def forms_absent(self) -> tuple[FormState, ...]:
        """The forms that did not come."""
        return tuple(one for one in self.week.forms if one.received_at is None)

    @property
    def forms_missed(self) -> tuple[FormState, ...]:
        """The forms that did not come from areas of which page one does not say that nothing came at all (P18)."""
        silent = {
            area.code for area in self._content.children if not self._book.figure(area.code, "coverage").k
        }
        return tuple(one for one in self.forms_absent if one.kecamatan.code not in silent)

    @property
    def overdue_areas(self) -> tuple[Area, ...]:
        """The kecamatan with items that are overdue, in official order (P18)."""
        late = {
            one.kecamatan.code: one.kecamatan for one in self._content.followups if one.state == "lewat waktu"
        }
        return tuple(late[code] for code in sorted(late))

    @property
    def stuck_stages(self) -> tuple[Stage, ...]:
        """Stages that are obstructed or delayed."""
        return tuple(one for one in self.week.stages if one.state in ("terhambat", "tertunda"))


def carriable_week(week: Week | None) -> Week | None:
    """A week with other people's words as they are printed (P36, P43)."""
    if week is None:
        return None
    return replace(
        week,
        forms=tuple(replace(one, contact_role=masked(one.contact_role)) for one in week.forms),
        stages=tuple(
            replace(
                one, obstacle=masked(one.obstacle), follow_up=masked(one.follow_up), name=masked(one.name)
            )
            for one in week.stages
        ),
        mistakes=tuple(_mistake(one) for one in week.mistakes),
    )


def _mistake(one: Mistake) -> Mistake:
    return replace(one, detail=masked(one.detail))
