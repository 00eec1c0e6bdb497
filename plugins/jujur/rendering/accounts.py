"""What an edition owes its readers about itself: acts by hand, changes, comparisons, the frame, marks and spot checks.

P03, P21, P22, P25, P28, P42, P44, P45.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from jujur.domain.acts import OfficerAct
from jujur.domain.figures import Exact
from jujur.domain.flags import Flag, SpotCheck
from jujur.domain.frames import FrameTerms
from jujur.domain.reports import Accountable
from jujur.domain.vintages import Break, Cause, Change, Comparison, RevisionRecord
from jujur.rendering import anatomy, formats, spans
from jujur.rendering.inks import Ink
from jujur.rendering.language import Quoted, translate
from jujur.rendering.silence import Silence

Cell = tuple[Ink | str, ...]
ACT_WORDS = {
    "release": "melepas baris dari tahanan",
    "hold": "menahan baris",
    "merge": "menggabungkan baris",
    "override": "menetapkan nilai",
    "withdraw": "menarik kiriman atau terbitan",
    "excuse": "membebaskan unit dari wajib lapor",
}
CAUSE_WORDS = {
    Cause.LATE: "data terlambat",
    Cause.ROUTINE: "perbaikan pengirim",
    Cause.METHOD: "perubahan cara",
    Cause.ERROR: "kekeliruan desk",
}
# What a mark is about, in few words; the sentence itself stands in the kecamatan's edition.
FLAG_WORDS = {
    "clock_skew": "jam pengirim berbeda",
    "written_early": "ditulis sebelum masanya",
    "all_zero_streak": "nol berturut-turut",
    "copied_sheet": "lembar serupa",
    "bulk_sending": "kiriman sekaligus",
    "digit_heaping": "angka akhir yang menumpuk",
    "unchanged_values": "isi yang tidak berubah",
    "outlier": "hitungan yang jauh dari unit lain",
}
SHARES = ("coverage", "timeliness", "turnout")


class Accounts(Silence):
    """The self-account of an edition for the templates."""

    def act_word(self, act: OfficerAct) -> str:
        """What was done, in words."""
        return ACT_WORDS[act.act]

    def act_subject(self, act: OfficerAct) -> Ink | str:
        """What it was done to: file, sheet and row of a row; else the code as recorded."""
        parts = act.subject.split("|")
        label = (
            " · ".join([parts[1][:8], *parts[2:]])
            if act.subject_kind == "row" and len(parts) > 1
            else act.subject
        )
        return self._book.quote(label, f"act/{act.id}/subject")

    def act_cells(self, act: OfficerAct) -> list[Cell]:
        """For each value that the officer set: "tingkat diturunkan dari berat menjadi ringan" and the like (L18)."""
        cells = act.detail.get("cells") or {}
        return [tuple(self._act_cell(act, column, cells[column])) for column in sorted(cells)]

    def _act_cell(self, act: OfficerAct, column: str, cell: Any) -> Iterator[Ink | str]:
        sides = [_said(cell[side].get("value")) for side in ("before", "after")]
        yield self._book.quote(column, f"act/{act.id}/{column}/name")
        is_lowered = column == "tingkat" and _is_lowered(*sides)
        yield " diturunkan dari " if is_lowered else Quoted(translate(" dari ", "act"))
        yield self._book.cited(sides[0], f"act/{act.id}/{column}/before")
        yield " menjadi "
        yield self._book.cited(sides[1], f"act/{act.id}/{column}/after")

    def refused_step(self, one: Accountable) -> str:
        """At which step an office refused."""
        return "verifikasi" if one.decision.act == "verify" else "persetujuan"

    # Frame (P03)

    @property
    def later_frames(self) -> tuple[FrameTerms, ...]:
        """Every change of the frame or its terms after the first freezing."""
        return self._content.frame_versions[1:]

    @property
    def first_frame(self) -> FrameTerms | None:
        """The frame as it was first frozen, before the period opened."""
        return next(iter(self._content.frame_versions), None)

    def frame_version(self, version: int) -> Ink:
        """The number of a version."""
        return self._book.count(f"frame/{version}/version", version, "versi kerangka")

    @property
    def frame_rows(self) -> list[tuple[str, list[Cell]]]:
        """Coverage under each version: area, then "tepat waktu", "melapor" and "wajib lapor" per version."""
        known = {(one.area_code, one.version): one for one in self._content.frame_coverage}
        rows = []
        for area in (*self._content.children, self._content.area):
            cells: list[Cell] = []
            for frame in self._content.frame_versions:
                one = known.get((area.code, frame.version))
                base = f"frame/{frame.version}/{area.code}"
                cells.append(
                    ("-",)
                    if one is None
                    else (
                        self._book.count(f"{base}/reported", one.reported, "melapor"),
                        "/",
                        self._book.count(f"{base}/expected", one.expected, "wajib lapor"),
                        "; tepat waktu ",
                        self._book.count(f"{base}/on_time", one.on_time, "tepat waktu"),
                    )
                )
            rows.append((area.name, cells))
        return rows

    # Changes (P25, P26)

    def change_area(self, change: Change) -> str:
        """The area that a difference is about."""
        code = change.key.removeprefix("status/") if _is_status(change) else change.key.rpartition("/")[0]
        return self._area_name(code)

    @property
    def change_count(self) -> Ink:
        """How many differences there are to the revision before."""
        return self._book.count(
            "changes", len(self._content.changes), "perubahan terhadap terbitan sebelumnya"
        )

    def change_label(self, change: Change, at: int | str) -> Ink | str:
        """What changed: the label of the figure, or "Status"."""
        if _is_status(change):
            return "Status"
        said = json.loads(change.after or change.before or "{}")
        return self._book.quote(said["label"], f"change/{at}/label")

    def change_side(self, change: Change, at: int | str, side: str) -> Cell:
        """One side of a difference as it was or is printed; "tidak ada" where there is nothing."""
        text = change.before if side == "before" else change.after
        if text is None:
            return ("tidak ada",)
        said = json.loads(text)
        if _is_status(change):
            return (said["status"],)
        return tuple(self._figure_side(said, f"change/{at}/{side}"))

    def _figure_side(self, said: dict[str, Any], fact: str) -> Iterator[Ink | str]:
        if said.get("value") is None or (said["n"] == 0 and said["N"]):
            yield "…"
        elif said.get("denominator") is not None:
            yield self._book.count(f"{fact}/k", said["k"], "pembilang")
            yield "/"
            yield self._book.count(f"{fact}/denominator", said["denominator"], "penyebut")
        else:
            yield self._book.count(f"{fact}/value", int(said["value"]), "nilai")
        if said["n"] != said["N"]:
            yield " ("
            yield self._book.count(f"{fact}/n", said["n"], "unit di baliknya")
            yield "/"
            yield self._book.count(f"{fact}/N", said["N"], "unit wajib lapor")
            yield ")"

    def cause(self, change: Change, at: int | str) -> Cell:
        """The class of the cause and what it means."""
        return (self._book.quote(change.cause.value, f"change/{at}/cause"), " ", CAUSE_WORDS[change.cause])

    # Comparison (P21, P22) and history (P28)

    def comparison_value(self, one: Comparison, side: str) -> Cell:
        """A compared value: a count, or a percentage beside its fraction (P04, P06)."""
        value = one.before if side == "before" else one.after
        fact = f"comparison/{one.key}/{side}"
        if value is None:
            return ("…",)
        if isinstance(value, int):
            return (self._book.count(fact, value, "nilai pada unit sepadan"),)
        shown = self._book.exact(f"{fact}/ratio", value, spans.ratio(value))
        if value.denominator < self._content.small_denominator:
            return (shown,)
        return (self._book.exact(f"{fact}/percent", value, formats.percent(value)), " (", shown, ")")

    def comparison_change(self, one: Comparison) -> Cell:
        """The change with its sign; words where it may not be printed."""
        if not one.is_comparable or one.change is None:
            return ("tidak dapat dibandingkan",)
        fact, is_share = f"comparison/{one.key}/change", self._is_share(one.key)
        text = (
            spans.points(one.change)
            if is_share or not isinstance(one.change, int)
            else spans.signed(one.change)
        )
        return (self._book.exact(fact, one.change, text),)

    def comparison_matched(self, one: Comparison) -> Cell:
        """|M| of N."""
        base = f"comparison/{one.key}"
        matched = self._book.count(f"{base}/matched", one.matched, "unit sepadan")
        return (matched, " dari ", self._book.count(f"{base}/expected", one.N, "unit wajib lapor"))

    def comparison_area(self, one: Comparison) -> str:
        """The area that is compared."""
        return self._area_name(one.key.rpartition("/")[0])

    def break_side(self, one: Break, at: int, side: str) -> Ink | str:
        """What a definition was or is."""
        return self._book.quote(one.before if side == "before" else one.after, f"break/{at}/{side}")

    def history_mean(self, one: RevisionRecord, name: str) -> Cell:
        """Bias or mean absolute revision; of shares in percentage points."""
        value: Fraction = one.bias if name == "bias" else one.mean_absolute
        is_share, fact = one.name in SHARES, f"history/{one.name}/{name}"
        text = spans.mean(value * 100 if is_share else value, is_signed=name == "bias")
        return (self._book.exact(fact, value, text), " poin" if is_share else "")

    @staticmethod
    def _is_share(key: str) -> bool:
        return key.rpartition("/")[2] in SHARES

    # Marks and spot checks (P44, P45)

    def spot_count(self, one: SpotCheck, name: str) -> Ink:
        """One count of a spot check: "reporting", "drawn", "checked", "recounted", "reported"."""
        value: Exact = getattr(one, name)
        return self._book.count(f"spot/{one.area_code}/{name}", int(value), f"uji petik: {name}")

    SPOT = ("reporting", "drawn", "checked", "recounted", "reported")

    def spot_area(self, one: SpotCheck) -> str:
        """The area of a spot check."""
        return self._area_name(one.area_code)

    @property
    def total_flags(self) -> Ink:
        """How many marks there are."""
        return self._book.count("flags", len(self._content.flags), "tanda periksa")

    def spot_factor(self, one: SpotCheck) -> Ink | str:
        """The verification factor as an exact fraction; words while nothing is checked."""
        if one.factor is None:
            return "belum ada"
        return self._book.exact(f"spot/{one.area_code}/factor", one.factor, spans.ratio(Fraction(one.factor)))

    FLAGGED = FLAG_WORDS

    @property
    def has_brief_flags(self) -> bool:
        """True where marks are only counted by place: in a city's edition of a kind that has the section in short."""
        is_short = anatomy.length(self._content.edition.kind, "quality") == anatomy.SHORT
        return is_short and self._content.area.level != "kecamatan"

    @property
    def is_spot_checked(self) -> bool:
        """True when at least one unit was recounted."""
        return any(one.checked for one in self._content.spot_checks)

    def flag_count(self, flag: Flag, at: int) -> Ink:
        """How many rows or files a mark speaks of."""
        return self._book.count(f"flag/{at}/count", flag.count, "baris atau berkas yang ditandai")

    def flag_area(self, flag: Flag) -> str:
        """The area that a mark lies in."""
        return self._area_name(flag.area_code)

    def _area_name(self, code: str) -> str:
        known = {area.code: area.name for area in (self._content.area, *self._content.children)}
        return known.get(code, "wilayah lain")


def _is_status(change: Change) -> bool:
    return change.key.startswith("status/")


def _said(value: object) -> str:
    return translate("tidak diisi") if value in (None, "") else str(value)


def _is_lowered(before: str, after: str) -> bool:
    """True when a severity became a lighter one; an unknown severity weighs as much as the gravest (P13)."""
    weights = {"ringan": 0, "sedang": 1}
    return weights.get(after, 2) < weights.get(before, 2)
