"""What differs between two versions of a frame and its terms, or between a frozen one and the configuration, in Indonesian."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from jujur.domain.frames import ExpectedReport
from jujur.domain.gates import SHARED_LIMITS
from jujur.domain.periods import WIB, from_text

# Enough to recognise which units are meant; the record has all of them.
SHOWN_UNITS = 5
_SAID_ELSEWHERE = {"id", "version", *SHARED_LIMITS}


def differences(
    before: Mapping[str, Any],
    reports_before: Sequence[ExpectedReport],
    after: Mapping[str, Any],
    reports_after: Sequence[ExpectedReport],
) -> list[str]:
    """One sentence for each thing that differs; terms are those of ``operations.framing``."""
    return [
        *_units(reports_before, reports_after),
        *_periods(before["periods"], after["periods"]),
        *_slots(before["slots"], after["slots"]),
        *_named("ambang", before["thresholds"], after["thresholds"]),
        *_named(
            "jam sah hasil", *(_results_gate(terms.get("results_gate") or {}) for terms in (before, after))
        ),
        *_named(
            "gerbang", *({item["id"]: _gate(item) for item in terms["gates"]} for terms in (before, after))
        ),
        *_named(
            "formulir",
            *({key: _form(item) for key, item in terms["forms"].items()} for terms in (before, after)),
        ),
        *_named("aturan", {"versi": before["rules_version"]}, {"versi": after["rules_version"]}),
    ]


def _units(before: Iterable[ExpectedReport], after: Iterable[ExpectedReport]) -> list[str]:
    was, now = _by_form(before), _by_form(after)
    said = []
    for form_id in sorted(was.keys() | now.keys()):
        for word, codes in (
            ("dikeluarkan", was[form_id] - now[form_id]),
            ("ditambahkan", now[form_id] - was[form_id]),
        ):
            if codes:
                said.append(f"formulir {form_id}: {len(codes)} unit {word} ({_list(codes)})")
    return said


def _by_form(reports: Iterable[ExpectedReport]) -> dict[str, set[str]]:
    units: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        units[report.form_id].add(report.unit_code)
    return units


def _list(codes: Collection[str]) -> str:
    shown = sorted(codes)[:SHOWN_UNITS]
    more = len(codes) - len(shown)
    return ", ".join(shown) + (f", dan {more} lain" if more else "")


def _periods(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[str]:
    was, now = ({item["id"]: item for item in items} for items in (before, after))
    said = [f"masa laporan {name} tidak ada lagi" for name in sorted(was.keys() - now.keys())]
    said += [f"masa laporan {name} baru" for name in sorted(now.keys() - was.keys())]
    for name in sorted(was.keys() & now.keys()):
        for field, words in (("starts_at", "mulai"), ("ends_at", "selesai"), ("due_at", "batas kirim")):
            if was[name][field] != now[name][field]:
                said.append(f"{words} {name}: {moment(was[name][field])} menjadi {moment(now[name][field])}")
    return said


def _slots(
    before: Sequence[Mapping[str, str]] | None, after: Sequence[Mapping[str, str]] | None
) -> list[str]:
    if before is None or after is None or list(before) == list(after):
        return []
    return [f"terbitan: {_slot_words(before)} menjadi {_slot_words(after)}"]


def _slot_words(slots: Sequence[Mapping[str, str]]) -> str:
    return (
        "; ".join(
            f"{slot['kind']} batas data {moment(slot['cut_off_at'])}, rilis {moment(slot['release_at'])}"
            for slot in slots
        )
        or "tidak ada"
    )


def _named(what: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [
        f"{what} {name}: {before.get(name, 'tidak ada')} menjadi {after.get(name, 'tidak ada')}"
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]


def _results_gate(gate: Mapping[str, str]) -> dict[str, str]:
    words = {
        "opens_at": "boleh sejak",
        "quiet_from": "masa tenang mulai",
        "quiet_until": "masa tenang selesai",
    }
    return {words[name]: moment(text) for name, text in gate.items() if name in words}


def _gate(gate: Mapping[str, Any]) -> str:
    """Version and the limits of its own; those that are thresholds are said there."""
    own = ", ".join(f"{name} {value}" for name, value in sorted(gate.items()) if name not in _SAID_ELSEWHERE)
    return f"versi {gate['version']} ({own})"


def _form(form: Mapping[str, Any]) -> str:
    return f"versi {form['version']} (sidik {form['digest'][:8]})"


def moment(text: str) -> str:
    """An instant of the record as people write it: "14-02-2024 19.00 WIB"."""
    return f"{from_text(text).astimezone(WIB):%d-%m-%Y %H.%M} WIB"
