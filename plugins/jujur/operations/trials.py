"""Trials on the very rows of an edition: something is changed, everything is counted again, and what follows is looked at.

A world of invented rows says nothing about this edition; its own rows do (P07, P11, P13, P20, P48). Nothing of a trial is kept
but its outcome. Which row, file or kecamatan is changed follows from the edition's own figures, so that nobody can choose it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from jujur.domain.cells import CellState
from jujur.domain.figures import AreaStatus
from jujur.domain.findings import Bin
from jujur.domain.periods import from_text, to_text
from jujur.domain.properties import Outcome
from jujur.domain.submissions import PlacedRow
from jujur.domain.submissions import Row as TypedRow
from jujur.figures.second import PlainForm
from jujur.figures.second_week import PlainWeek
from jujur.operations.trial_ground import (
    Counts,
    Ground,
    Plain,
    Row,
    bins_of,
    counted,
    forms_of,
    gated,
    is_within,
    kecamatan_of,
    key_of,
    period_of,
    with_forms,
    with_period,
)

TRIAL = "percobaan"
# What a row that is sent again may change: it was received, and it is a duplicate. Nothing else (P11).
_OF_REPEATS = ("rows_received", "rows_duplicate")
_BEST_FIRST = tuple(AreaStatus)
_AFTER_ALL = 10**9


def tried(ground: Ground) -> dict[str, Outcome]:
    """The outcome of every trial by its property: PASSED, FAILED, or NOT_APPLICABLE where there is nothing to try it on."""
    base = counted(ground.plain)
    return {name: trial(ground, base) for name, trial in TRIALS.items()}


def _kept(is_kept: bool) -> Outcome:
    return Outcome.PASSED if is_kept else Outcome.FAILED


def zero_is_no_blank(ground: Ground, base: Counts) -> Outcome:
    """The same rows but for one cell, once zero and once blank, give different figures (P07).

    In a week, whose forms hold no counts: one form, once said to be NIHIL and once not sent at all.
    """
    if isinstance(ground.plain, PlainWeek):
        return _nil_is_no_silence(ground, ground.plain)
    here = ground.area.code
    used = [row for row in ground.rows_in_use(ground.plain.main) if is_within(row["area_code"], here)]
    if not used:
        return Outcome.NOT_APPLICABLE
    row, column = ground.choose(used), ground.choose(ground.plain.main.counts)
    zero = counted(_with_cell(ground.plain, row, column, 0))
    blank = counted(_with_cell(ground.plain, row, column, None))
    filled = f"{ground.area.code}/filled_{column}"
    # Exactly one station more has said something; what it said adds nothing to the sum.
    return _kept(
        zero[filled].k == blank[filled].k + 1
        and zero[f"{ground.area.code}/sum_{column}"].k == blank[f"{ground.area.code}/sum_{column}"].k
        and zero[f"{ground.area.code}/cells_tidak_diisi"] != blank[f"{ground.area.code}/cells_tidak_diisi"]
    )


def _with_cell(plain: Plain, chosen: Row, column: str, value: int | None) -> Plain:
    states = json.loads(chosen["states"])
    states.pop(column, None)
    if value is None:
        states[column] = CellState.TIDAK_DIISI.value
    changed = {**chosen, column: value, "states": json.dumps(states, sort_keys=True)}

    def change(form: PlainForm) -> PlainForm:
        return replace(form, rows=[changed if row is chosen else row for row in form.rows])

    return with_forms(plain, change)


def _nil_is_no_silence(ground: Ground, week: PlainWeek) -> Outcome:
    form, code = (
        ground.choose(forms_of(week)[:-1]),
        ground.choose(kecamatan_of(ground.gazetteer, ground.area)),
    )
    silent = [
        one for one in week.period.readings if not (one["form_id"] == form.id and one["area_code"] == code)
    ]
    nil = _reading(f"{TRIAL}/nihil", form.id, code, ground.as_of, rows=0)
    said = counted(with_period(week, readings=[*silent, nil]))
    unsaid = counted(with_period(week, readings=silent))
    is_owed = any(one["form_id"] == form.id and one["unit_code"] == code for one in week.period.expected)
    if not is_owed:
        return Outcome.NOT_APPLICABLE
    names = (f"{ground.area.code}/coverage", f"{ground.area.code}/forms_nil")
    return _kept(all(said[name].k == unsaid[name].k + 1 for name in names))


def _reading(submission_id: str, form_id: str, area_code: str, at: str, rows: int) -> dict[str, Any]:
    return {
        "submission_id": submission_id,
        "submission_seq": _AFTER_ALL,
        "area_code": area_code,
        "received_at": at,
        "form_id": form_id,
        "is_nil": int(not rows),
        "row_count": rows,
    }


def repeats_change_nothing(ground: Ground, base: Counts) -> Outcome:
    """Every file whose rows are used comes once more at the cut-off, and is put beside what is known by the rules of receipt.

    All its rows must be duplicates, and no figure may move but those of rows received and of duplicates (P11).
    """
    again, sent = ground.plain, list[Row]()
    for form in forms_of(ground.plain):
        used = ground.rows_in_use(form)
        again = _received_again(ground, again, form, used)
        if form.id != period_of(ground.plain).incidents.id:
            sent += used
    if again is ground.plain:
        return Outcome.NOT_APPLICABLE
    found = counted(again)
    for key, before in base.items():
        code, _, name = key.partition("/")
        more = sum(is_within(row["area_code"], code) for row in sent) if name in _OF_REPEATS else 0
        if found[key].k != before.k + more or (not more and found[key] != before):
            return Outcome.FAILED
    return _kept(found.keys() == base.keys())


def _received_again(ground: Ground, plain: Plain, form: PlainForm, used: list[Row]) -> Plain:
    if not used:
        return plain
    # Pure, but its room imports Great Expectations when it is asked for more.
    from jujur.validation.bins import RowToJudge, place

    at = from_text(ground.as_of)
    copies = [{**row, "submission_id": f"{TRIAL}/{row['submission_id']}"} for row in used]
    to_judge = [
        RowToJudge(
            row["submission_id"],
            TRIAL,
            f"{TRIAL} {row['kecamatan_code']}",
            row["kecamatan_code"],
            at,
            (),
            _placed(row),
        )
        for row in copies
    ]
    placement = place(to_judge, ground.known[form.id], ground.forms[form.id].is_event)
    # What is put into no bin would be judged by its content, which was accepted before.
    bins = {one.key: placement.settled.get(one.key, (Bin.ACCEPTED, ""))[0] for one in to_judge}
    bins |= {move.version.key: move.bin for move in placement.moves}
    dispositions = [
        {
            "seq": _AFTER_ALL + number,
            "submission_id": submission_id,
            "row_id": row_id,
            "bin": bin_.value,
            "decided_at": ground.as_of,
        }
        for number, ((submission_id, row_id), bin_) in enumerate(bins.items())
    ]
    return _with_rows(plain, form.id, copies, dispositions, ground.as_of)


def _placed(row: Row) -> PlacedRow:
    typed = TypedRow(row["row_id"], row["sheet"], row["row_number"], {})
    return PlacedRow(
        typed,
        row["unit_code"],
        row["area_code"],
        row["kecamatan_code"],
        row["content_digest"],
        bool(row["has_content"]),
        row["item_code"],
    )


def _with_rows(
    plain: Plain, form_id: str, rows: list[dict[str, Any]], dispositions: list[dict[str, Any]], at: str
) -> Plain:
    """The same with files that came at ``at``: their rows, bins and readings; one sent again is of the area that it was of."""
    known = {f"{TRIAL}/{one['submission_id']}": one["area_code"] for one in period_of(plain).readings}
    files = {row["submission_id"]: known.get(row["submission_id"], row["kecamatan_code"]) for row in rows}

    def change(form: PlainForm) -> PlainForm:
        if form.id != form_id:
            return form
        return replace(
            form,
            rows=[*form.rows, *rows],
            dispositions=[*form.dispositions, *dispositions],
            received={**form.received, **dict.fromkeys(files, at)},
        )

    readings = [_reading(name, form_id, code, at, rows=1) for name, code in files.items()]
    plain = with_period(with_forms(plain, change), readings=[*period_of(plain).readings, *readings])
    if isinstance(plain, PlainWeek):
        return replace(plain, order={**plain.order, **dict.fromkeys(files, _AFTER_ALL)})
    return plain


def bad_news_never_helps(ground: Ground, base: Counts) -> Outcome:
    """One file less, one severe open incident more, all data too old: no status and no coverage gets better by any (P13)."""
    kecamatan = kecamatan_of(ground.gazetteer, ground.area)
    for changed in _worse(ground, ground.choose(kecamatan)):
        found = counted(changed)
        before, after = gated(ground, base, kecamatan), gated(ground, found, kecamatan)
        if any(_rank(after[code].status) < _rank(before[code].status) for code in before):
            return Outcome.FAILED
        shares = [key for key in base if key.partition("/")[2] in ("coverage", "timeliness")]
        if any(found[key].k > base[key].k or found[key].N != base[key].N for key in shares):
            return Outcome.FAILED
    return Outcome.PASSED


def _rank(status: AreaStatus) -> int:
    return _BEST_FIRST.index(status)


def _worse(ground: Ground, kecamatan: str) -> Iterator[Plain]:
    if (chosen := _file_to_lose(ground)) is not None:
        yield _without(ground.plain, chosen)
    incident = {
        **dict.fromkeys(("item_code", "tps"), None),
        **{
            "submission_id": f"{TRIAL}/insiden",
            "row_id": f"{TRIAL}|insiden|1",
            "states": "{}",
            "has_content": 1,
        },
        **{"unit_code": kecamatan, "area_code": kecamatan, "kecamatan_code": kecamatan},
        **{"tingkat": "berat", "masih_terbuka": "ya", "status_verifikasi": "menunggu"},
        "period_start": period_of(ground.plain).opens_at,
    }
    accepted = {"seq": _AFTER_ALL, "bin": Bin.ACCEPTED.value, "decided_at": ground.as_of}
    disposition = {**accepted, "submission_id": incident["submission_id"], "row_id": incident["row_id"]}
    form_id = period_of(ground.plain).incidents.id
    worse = _with_rows(ground.plain, form_id, [incident], [disposition], ground.as_of)
    # The incident alone: that its kecamatan was heard by it would be good news.
    yield with_period(worse, readings=period_of(ground.plain).readings)
    later = to_text(from_text(ground.as_of) + timedelta(minutes=1))
    yield with_period(ground.plain, fresh_since=later)


def _file_to_lose(ground: Ground) -> str | None:
    """A file of no incidents. With it good news only is lost: what is held of it does not stand against another file."""
    speakers: dict[tuple[str, str], set[str]] = {}
    held: set[tuple[str, tuple[str, str]]] = set()
    for form in forms_of(ground.plain)[:-1]:
        bins = bins_of(form, ground.as_of)
        for row in form.rows:
            unit = (form.id, row["kecamatan_code" if isinstance(ground.plain, PlainWeek) else "unit_code"])
            speakers.setdefault(unit, set()).add(row["submission_id"])
            if bins.get(key_of(row)) == Bin.HELD.value:
                held.add((row["submission_id"], unit))
    contested = {name for name, unit in held if len(speakers[unit]) > 1}
    said = {row["submission_id"] for form in forms_of(ground.plain)[:-1] for row in ground.rows_in_use(form)}
    nil = {
        one["submission_id"]
        for one in period_of(ground.plain).readings
        if one["is_nil"]
        and is_within(one["area_code"], ground.area.code)
        and one["received_at"] <= ground.as_of
    }
    found = sorted((said | nil) - contested)
    return ground.choose(found) if found else None


def _without(plain: Plain, submission_id: str) -> Plain:
    def change(form: PlainForm) -> PlainForm:
        return replace(form, rows=[row for row in form.rows if row["submission_id"] != submission_id])

    readings = [one for one in period_of(plain).readings if one["submission_id"] != submission_id]
    return with_period(with_forms(plain, change), readings=readings)


def labels_change_nothing(ground: Ground, base: Counts) -> Outcome:
    """Two kecamatan change their codes, in frame and rows: their figures and statuses change places, and nothing else (P20)."""
    all_codes = [one.code for one in ground.gazetteer.at_level("kecamatan")]
    if len(all_codes) < 2:
        return Outcome.NOT_APPLICABLE
    first = ground.choose(kecamatan_of(ground.gazetteer, ground.area))
    second = ground.choose([code for code in all_codes if code != first])

    def swapped(code: str) -> str:
        for old, new in ((first, second), (second, first)):
            if is_within(code, old):
                return new + code[len(old) :]
        return code

    found = counted(_relabelled(ground.plain, swapped))
    for key, before in base.items():
        code, _, name = key.partition("/")
        # The digest is over codes where kecamatan are counted, and those have changed.
        if found[f"{swapped(code)}/{name}"]._replace(rows_digest="") != before._replace(rows_digest=""):
            return Outcome.FAILED
    kecamatan = kecamatan_of(ground.gazetteer, ground.area)
    before_swap = gated(ground, base, kecamatan)
    after = gated(ground, found, [swapped(code) for code in kecamatan])
    is_same = all(
        (after[swapped(code)].status, after[swapped(code)].rule, set(after[swapped(code)].reasons))
        == (one.status, one.rule, set(one.reasons))
        for code, one in before_swap.items()
    )
    return _kept(is_same and len(found) == len(base))


def _relabelled(plain: Plain, swapped: Callable[[str], str]) -> Plain:
    names = ("area_code", "kecamatan_code", "unit_code")

    def relabel(row: Row) -> Row:
        return {**row, **{name: swapped(row[name]) for name in names if row.get(name)}}

    period = period_of(plain)
    plain = with_period(
        plain,
        areas={swapped(code): level for code, level in period.areas.items()},
        expected=[relabel(row) for row in period.expected],
        readings=[relabel(row) for row in period.readings],
    )
    return with_forms(plain, lambda form: replace(form, rows=[relabel(row) for row in form.rows]))


TRIALS: Mapping[str, Callable[[Ground, Counts], Outcome]] = {
    "P07": zero_is_no_blank,
    "P11": repeats_change_nothing,
    "P13": bad_news_never_helps,
    "P20": labels_change_nothing,
}
