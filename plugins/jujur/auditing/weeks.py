"""What a weekly report must and may print, and the laws that its figures obey (P01, P02, P10, P17, P30)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from jujur.auditing.language import expected
from jujur.auditing.reading import flowing
from jujur.auditing.sources import masked
from jujur.auditing.spelling import spell_instant
from jujur.domain.reports import ReportContent
from jujur.domain.weeks import MISTAKES, Week

UNITS = ("forms_expected", "forms_on_time", "forms_late", "forms_not_received", "forms_nil", "forms_used")
ROWS = (
    *(
        "rows_received",
        "rows_accepted",
        "rows_held",
        "rows_duplicate",
        "rows_superseded",
        "rows_out_of_scope",
    ),
    *("rows_used", "rows_unused_empty"),
)
STAGES = tuple(
    f"stages_{name}"
    for name in ("not_started", "on_schedule", "obstructed", "delayed", "finished", "unstated")
)
HANDLED = tuple(f"neutrality_{name}" for name in ("pending", "in_review", "concluded", "stopped"))
ITEMS = ("followups_open", "followups_overdue", "followups_closed")
PARTITIONS = {
    "forms_expected": ("forms_on_time", "forms_late", "forms_not_received"),
    "rows_received": ROWS[1:6],
    "rows_accepted": ("rows_used", "rows_unused_empty"),
    "stages_reported": STAGES,
    "neutrality_reported": HANDLED,
    "followups_reported": ITEMS,
}
ADDITIVE = tuple(
    dict.fromkeys(
        (*UNITS, *ROWS, *PARTITIONS, *STAGES, *HANDLED, *ITEMS, "coordination_reported", "forms_held")
    )
)
SHARES = ("coverage", "timeliness", "forms_usable")
_FORMS = {"stages": "stages_forms", "coordination": "stages_forms", "neutrality": "neutrality_forms"}
STATES = {"stages_obstructed": "terhambat", "stages_delayed": "tertunda"}
LISTED_STATES = ("belum dimulai", "berjalan sesuai jadwal", "selesai")
NOTHING_WRONG = "Sejak pekan dimulai tidak tercatat"


def week_laws(content: ReportContent) -> Iterator[str]:
    """Sentences on lists that do not say what the figures say: forms, troubled stages, allegations, items (P01, P17)."""
    week = content.week or Week()
    for area in (content.area, *content.children):
        yield from _listed(content, week, area.code)
    owed = {(one.kecamatan.code, one.form_id) for one in week.forms}
    if len(owed) != len(week.forms) or len(owed) != _k(content, content.area.code, "forms_expected"):
        yield "daftar formulir tidak memuat setiap formulir wajib lapor tepat satu kali (P02)"
    for wrong in week.mistakes:
        if wrong.what not in MISTAKES:
            yield f"kekeliruan {wrong.id} berjenis {wrong.what!r}, yang tidak dikenal (P26)"


def _listed(content: ReportContent, week: Week, code: str) -> Iterator[str]:
    def here(area_code: str) -> bool:
        return f"{area_code}.".startswith(f"{code}.")

    forms = [one for one in week.forms if here(one.kecamatan.code)]
    stages = Counter(one.state for one in week.stages if here(one.kecamatan.code))
    items = Counter(one.state for one in content.followups if here(one.kecamatan.code))
    counted = {
        "forms_late": sum(one.timeliness == "terlambat" for one in forms),
        "forms_on_time": sum(one.timeliness == "tepat waktu" for one in forms),
        "forms_not_received": sum(one.received_at is None for one in forms),
        **{name: stages[state] for name, state in STATES.items()},
        "stages_unstated": sum(stages.values()) - sum(stages[state] for state in STATES.values()),
        "neutrality_reported": sum(here(one.kecamatan.code) for one in week.allegations),
        "followups_open": items["terbuka"],
        "followups_overdue": items["lewat waktu"],
        "followups_closed": items["ditutup"],
    }
    for name, count in counted.items():
        if count != _k(content, code, name):
            yield f"{code}: {count} terdaftar, angka {name} {_k(content, code, name)} (P01, P17)"


def _k(content: ReportContent, area_code: str, name: str) -> int:
    return content.figures[f"{area_code}/{name}"].k


def week_must_show(content: ReportContent) -> Iterator[str]:
    """The facts that must be on paper: every area with every state of each thing, every form, every mistake."""
    week, own = content.week or Week(), content.area.code
    for area in (content.area, *content.children):
        yield from (f"{area.code}/{name}#value" for name in (*UNITS, *ROWS))
        yield from (
            f"{area.code}/{name}#{part}"
            for name in ("coverage", "timeliness")
            for part in ("k", "denominator")
        )
        for name in ("stages_reported", *STAGES, "coordination_reported", "neutrality_reported", *HANDLED):
            forms = content.figures[f"{area.code}/{_FORMS[name.partition('_')[0]]}"]
            yield from (f"{area.code}/{name}#value",) if forms.n else ()
        yield from (f"{area.code}/{name}#value" for name in ("followups_reported", *ITEMS))
    yield from (
        f"{own}/{part}_forms#{side}" for part in ("stages", "neutrality", "followups") for side in "nN"
    )
    for one in week.forms:
        if one.received_at is not None:
            yield f"form/{one.id}/received_at#short"
    yield from (f"stage/{one.id}/id" for one in week.stages)
    yield from (f"allegation/{one.id}/id" for one in week.allegations)
    yield from (f"mistake/{one.id}/happened_at#short" for one in week.mistakes)


def week_texts(content: ReportContent) -> Iterator[tuple[str, str]]:
    """Fact and text of everything that only a weekly report may print."""
    week = content.week or Week()
    for form in week.forms:
        yield f"form/{form.kecamatan.code}/contact_role", form.contact_role
        yield from _instant(f"form/{form.id}/received_at", form.received_at)
    for stage in week.stages:
        for name in ("id", "name", "obstacle", "follow_up"):
            yield f"stage/{stage.id}/{name}", getattr(stage, name)
        yield from _instant(f"stage/{stage.id}/began_at", stage.began_at)
    for one in week.allegations:
        for name in ("id", "office_kind", "shape", "basis", "source", "status", "passed_to"):
            yield f"allegation/{one.id}/{name}", getattr(one, name)
        yield from _instant(f"allegation/{one.id}/happened_at", one.happened_at)
    for wrong in week.mistakes:
        yield from (
            (f"mistake/{wrong.id}/subject", wrong.subject),
            (f"mistake/{wrong.id}/detail", wrong.detail),
        )
        yield from _instant(f"mistake/{wrong.id}/happened_at", wrong.happened_at)


def _instant(fact: str, at: datetime | None) -> Iterator[tuple[str, str]]:
    if at is not None:
        yield from ((f"{fact}#{style}", text) for style, text in spell_instant(at).items())


def lost_from_week(content: ReportContent, pages: Sequence[str]) -> Iterator[str]:
    """Sentences on what stands in the content and not on paper, digits or not: forms, troubled stages, allegations, mistakes."""
    if content.week is None:
        return
    week, flat = content.week, [flowing(page) for page in pages]
    whole, first = " ".join(flat), flat[0] if flat else ""
    absent = [one for one in week.forms if one.received_at is None]
    silence = expected("belum melapor")
    if whole.count(silence) < len(absent):
        yield f"{len(absent)} formulir belum melapor, tercetak {whole.count(silence)} (P10)"
    # Of an area from which nothing came at all page one says so, which is another check.
    silent = {area.code for area in content.children if not _k(content, area.code, "coverage")}
    for one in absent:
        if one.kecamatan.code not in silent and f"{one.kecamatan.name} ({one.title})" not in first:
            yield f"formulir {one.id} belum masuk dan itu tidak ada di halaman 1 (P18)"
    for stage in week.stages:
        if (
            stage.state in STATES.values()
            and f"{stage.kecamatan.name} ({stage.id}, {expected(stage.state)})" not in first
        ):
            yield f"tahap {stage.id} {stage.state} dan itu tidak ada di halaman 1 (P18)"
        if masked(stage.obstacle) not in whole:
            yield f"hambatan tahap {stage.id} hilang dari laporan (P15)"
    for allegation in week.allegations:
        if f"{masked(allegation.source)}; {masked(allegation.status)}" not in whole:
            yield f"keadaan dugaan {allegation.id} hilang dari laporan (P17)"
    is_clean = expected(NOTHING_WRONG) in whole
    if expected("Yang salah pekan ini") not in whole or is_clean != (not week.mistakes):
        yield "bagian Yang salah pekan ini tidak sesuai dengan catatan (P26)"
    for wrong in week.mistakes:
        if expected(wrong.what) not in whole or masked(wrong.detail) not in whole:
            yield f"kekeliruan {wrong.id} ({wrong.what}) hilang dari laporan (P26)"
