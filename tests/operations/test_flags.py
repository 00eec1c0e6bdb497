"""Flags of the desk: what honest data raises, what lies raise (L27, L28), and that no figure moves (P45)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from demo_inputs import identity_for, prefill_stations
from tests.days import CUT_OFF, DUE, receive_files, start_desk
from typer.testing import CliRunner

from jujur import auditing
from jujur.cli import app
from jujur.domain.figures import Figure
from jujur.domain.flags import Flag
from jujur.forms.identity import Filled
from jujur.forms.workbook import write_workbook
from jujur.operations import mark_content, template
from jujur.operations.desk import Desk, open_desk
from jujur.operations.initialise import shift_clock
from jujur.operations.known import compute_all
from jujur.operations.mark_content import flags_of_area, flags_of_period, limits_of

FORM, PERIOD = "pungut_hitung", "2024-02-14"
Typed = Mapping[str, int | str]


def flags_at(
    desk: Desk, as_of: Any = CUT_OFF, period_id: str = PERIOD, form_id: str = FORM
) -> tuple[Flag, ...]:
    period = desk.config.calendar.reporting_period(form_id, period_id)
    assert period is not None
    with desk.database.reading() as session:
        return flags_of_period(desk, session, period, as_of)


def figures_at(desk: Desk) -> dict[str, Figure]:
    with desk.database.reading() as session:
        return compute_all(desk, session, desk.config.calendar.slot_at(CUT_OFF.astimezone(UTC)), CUT_OFF)


def workbook(desk: Desk, folder: Path, area_code: str, rows: list[Typed], period_id: str = PERIOD) -> Path:
    """The TPS workbook of a kecamatan, its first rows filled in."""
    area = desk.config.gazetteer[area_code]
    units = prefill_stations(desk.config, area)
    identity = identity_for(desk.config, area)
    if period_id != PERIOD:
        period = desk.config.calendar.reporting_period(FORM, period_id)
        assert period is not None
        identity = template.identity_for(desk.config, area, period)
    filled = Filled(rows=[*rows, *[{}] * (len(units) - len(rows))])
    path = folder / f"{area_code} {period_id} {len(rows)}.xlsx"
    path.write_bytes(write_workbook(desk.config.forms[FORM], units, identity, filled))
    return path


def honest(number: int) -> Typed:
    """A station's day as it may well be; no two numbers give the same."""
    men, women = 80 + number * 3 % 31, 90 + number * 7 % 41
    users = men + women - 4
    return {
        "pemilih_dpt_l": men,
        "pemilih_dpt_p": women,
        "pemilih_dpt_j": men + women,
        "pengguna_total_j": users,
        "suara_sah": users - number % 6,
        "suara_tidak_sah": number % 6,
        "suara_total": users,
    }


ZEROS: Typed = dict.fromkeys(honest(0), 0)


@pytest.fixture
def evening(home: Path) -> Path:
    start_desk()
    with open_desk() as desk:
        shift_clock(desk, CUT_OFF + timedelta(seconds=5), "uji")
    return home


def receive_rows(folder: Path, sheets: Mapping[str, list[Typed]]) -> None:
    """One workbook a kecamatan, some minutes apart."""
    with open_desk() as desk:
        paths = {code: workbook(desk, folder, code, rows) for code, rows in sheets.items()}
    receive_files(
        [
            (path, f"tim.{code.replace('.', '-')}", DUE - timedelta(minutes=30 - 3 * number))
            for number, (code, path) in enumerate(paths.items())
        ]
    )


def test_the_real_day_raises_few_flags_and_only_for_far_values(day: Path) -> None:
    with open_desk() as desk:
        found = flags_at(desk)
        reported = figures_at(desk)["16.72/coverage"].k
    assert [(flag.kind, flag.area_code) for flag in found] == [
        ("outlier", "16.72.01"),
        ("outlier", "16.72.02"),
        ("outlier", "16.72.03"),
    ]
    assert reported == 262
    # About one reporting TPS in eight has any of its eighteen counts beyond three deviations.
    assert sum(flag.count for flag in found) == 31


def test_honest_sheets_raise_no_flag(evening: Path, tmp_path: Path) -> None:
    sheets = {
        "16.72.04": [honest(n) for n in range(40)],
        "16.72.05": [honest(100 + n * 3) for n in range(40)],
    }
    receive_rows(tmp_path, sheets)
    with open_desk() as desk:
        assert flags_at(desk) == ()
        assert figures_at(desk)["16.72/coverage"].k == 80


def test_a_copied_sheet_is_flagged_in_both_kecamatan(evening: Path, tmp_path: Path) -> None:
    """L27."""
    own = [honest(n) for n in range(20)]
    copied = [{**row, "suara_tidak_sah": int(row["suara_tidak_sah"]) + 0} for row in own[5:12]]
    receive_rows(tmp_path, {"16.72.04": own, "16.72.05": [*copied, *[honest(200 + n) for n in range(9)]]})
    with open_desk() as desk:
        found = flags_at(desk)
        assert [(flag.kind, flag.area_code, flag.count) for flag in found] == [
            ("copied_sheet", "16.72.04", 7),
            ("copied_sheet", "16.72.05", 7),
        ]
        # Neutral: the copies count like any other row, and are counted in the coverage.
        assert figures_at(desk)["16.72/coverage"].k == 36
        assert figures_at(desk)["16.72.05/sum_suara_sah"].k == sum(
            int(row["suara_sah"]) for row in [*copied, *[honest(200 + n) for n in range(9)]]
        )
        with desk.database.reading() as session:
            slot = desk.config.calendar.slot_at(CUT_OFF.astimezone(UTC))
            one = flags_of_area(
                desk, session, desk.config.gazetteer["16.72.05"], slot.starts_at, slot.ends_at, CUT_OFF
            )
    assert one == (found[1],)


def test_a_team_that_reports_zeros_everywhere(evening: Path, tmp_path: Path) -> None:
    """L28, within one period."""
    receive_rows(tmp_path, {"16.72.04": [ZEROS, ZEROS], "16.72.05": [ZEROS, ZEROS, ZEROS, honest(1)]})
    with open_desk() as desk:
        (flag,) = flags_at(desk)
        assert (flag.kind, flag.area_code, flag.count) == ("all_zero_streak", "16.72.05", 3)
        assert figures_at(desk)["16.72.05/filled_suara_sah"].k == 4


def test_streaks_run_over_the_takes_of_the_day_and_not_into_it(evening: Path, tmp_path: Path) -> None:
    """L28, period after period; and values that never change."""
    takes = [f"{PERIOD}.{number}" for number in (2, 3, 4)]
    with open_desk() as desk:
        files = []
        for number, take in enumerate(takes):
            period = desk.config.calendar.reporting_period(FORM, take)
            assert period is not None
            path = workbook(desk, tmp_path, "16.72.05", [ZEROS, honest(1), honest(2 + number)], take)
            files.append((path, "tim.16-72-05", period.ends_at + timedelta(minutes=5)))
    receive_files(files)
    with open_desk() as desk:
        now = desk.now()
        found = {
            take: [(flag.kind, flag.subject, flag.count) for flag in flags_at(desk, now, take)]
            for take in takes
        }
        assert found == {
            takes[0]: [],
            takes[1]: [],
            takes[2]: [
                ("all_zero_streak", "pungut_hitung/masa", 1),
                ("unchanged_values", "pungut_hitung", 1),
            ],
        }
        assert flags_at(desk, now) == ()


def test_nil_for_three_periods(evening: Path, tmp_path: Path) -> None:
    with open_desk() as desk:
        files = []
        area = desk.config.gazetteer["16.72.05"]
        form = desk.config.forms["kejadian"]
        shift_clock(desk, CUT_OFF + timedelta(days=2), "uji")
        for period_id in ("2024-02-13", "2024-02-14", "2024-02-15"):
            period = desk.config.calendar.reporting_period("kejadian", period_id)
            assert period is not None
            lists = template.dropdowns(desk.config, form, area)
            identity = template.identity_for(desk.config, area, period)
            path = tmp_path / f"{period_id}.xlsx"
            path.write_bytes(write_workbook(form, (), identity, Filled(is_nil=True), lists))
            files.append((path, "tim.16-72-05", period.due_at - timedelta(minutes=1)))
    receive_files(files)
    with open_desk() as desk:
        now = desk.now()
        assert flags_at(desk, now, "2024-02-14", "kejadian") == ()
        (flag,) = flags_at(desk, now, "2024-02-15", "kejadian")
        assert (flag.kind, flag.area_code, flag.subject) == ("all_zero_streak", "16.72.05", "kejadian/nil")


def test_many_files_in_one_minute(evening: Path, tmp_path: Path) -> None:
    with open_desk() as desk:
        files = []
        for number in range(5):
            path = workbook(desk, tmp_path, "16.72.05", [honest(n) for n in range(number + 1)])
            files.append((path, "tim.16-72-05", DUE - timedelta(seconds=60 - 10 * number)))
    receive_files(files)
    with open_desk() as desk:
        found = [(flag.kind, flag.area_code, flag.subject, flag.count) for flag in flags_at(desk)]
        assert found == [("bulk_sending", "16.72.05", "tim.16-72-05", 5)]
        # What came after an instant is not known at it.
        assert flags_at(desk, DUE - timedelta(seconds=21)) == ()


def test_no_figure_depends_on_a_flag(day: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The strictest limits flag nearly everything; every figure, and what it is made of, stays as it is."""
    strict = {
        "flag_zero_units": 1,
        "flag_copied_rows": 1,
        "flag_copied_cells": 10,
        "flag_digit_chi_square": 4,
        "flag_outlier_deviations": 2,
        "flag_bulk_teams": 2,
    }
    with open_desk() as desk:
        figures, flags = figures_at(desk), flags_at(desk)
        changed = replace(desk.config, thresholds=replace(desk.config.thresholds, **strict))
        other = replace(desk, config=changed)
        # The limits are those frozen with the frame, whatever the configuration says later (L49).
        assert flags_at(other) == flags
        monkeypatch.setattr(mark_content, "thresholds_known", lambda *_: changed.thresholds)
        assert len({row for flag in flags_at(other) for row in flag.rows}) > 2 * len(
            {row for flag in flags for row in flag.rows}
        )
        assert figures_at(other) == figures


def test_every_limit_is_a_threshold_of_the_desk(day: Path) -> None:
    with open_desk() as desk:
        limits, thresholds = limits_of(desk.config.thresholds), desk.config.thresholds
    assert limits.small_denominator == thresholds.small_denominator == 30
    assert (
        (limits.copied_rows, limits.bulk_files)
        == (thresholds.flag_copied_rows, thresholds.flag_bulk_files)
        == (3, 5)
    )


def test_texts_pass_the_gate_for_words_and_hold_no_numeral(evening: Path, tmp_path: Path) -> None:
    """Every kind of flag on every form's labels: neutral words only (P45, P12), numbers are printed by the report."""
    from jujur.figures.flags import SeenFile, SeenForm, SeenRow, bulk_sending, flags_of_form

    with open_desk() as desk:
        limits = limits_of(desk.config.thresholds)
        names = {area.code: area.name for area in desk.config.gazetteer.at_level("kecamatan")}
        forms = [form for form in desk.config.forms.values() if form.counts]
    texts: dict[str, set[str]] = {}
    for form in forms:
        width = len(form.counts)

        def row(number: int, area: str, *counts: int | None, width: int = width) -> SeenRow:
            filled = (*counts, *[None] * width)[:width]
            return SeenRow(f"r{number}", f"u{number}", area, f"tim {area}", (number, 1), filled)

        plain = [row(n, "16.72.01", *[20 + 5 * (n % 3)] * width) for n in range(60)]
        odd = [row(100, "16.72.01", *[9000] * width)]
        zeros = [row(200 + n, "16.72.02", *[0] * width) for n in range(3)]
        copied = [
            row(300 + n, area, *range(100 + 50 * n, 100 + 50 * n + width))
            for n in range(3)
            for area in ("16.72.03", "16.72.04")
        ]
        copied = [replace(item, row_id=f"c{number}") for number, item in enumerate(copied)]
        rows = [*plain, *odd, *zeros, *copied]
        labels = [column.group or column.label for column in form.counts]
        files = [SeenFile(f"k{n}", "tim.a", "16.72.05", DUE, True, True) for n in range(5)]
        others = [SeenFile(f"l{n}", f"tim.{n}", f"16.72.0{n}", DUE, True, True) for n in (1, 2, 3)]
        seen = SeenForm(form.id, rows, names, labels, [rows, rows], [files] * 3)
        for flag in [*flags_of_form(seen, limits), *bulk_sending([*files, *others], limits, names, "16.72")]:
            texts.setdefault(flag.kind, set()).add(flag.text)
    assert set(texts) == {
        "all_zero_streak",
        "copied_sheet",
        "bulk_sending",
        "digit_heaping",
        "unchanged_values",
        "outlier",
    }
    for text in set().union(*texts.values()):
        assert auditing.audit_words(text, (), "tanda") == []
        assert not any(letter.isdigit() for letter in text), text
        for word in ("curang", "palsu", "bohong", "manipulasi", "salah"):
            assert word not in text.casefold()


def test_the_command_lists_them(day: Path) -> None:
    run = CliRunner().invoke
    said = run(app, ["spot-check", "flags"])
    assert said.exit_code == 0
    assert len(said.output.splitlines()) == 3
    found = json.loads(run(app, ["spot-check", "flags", "--period", PERIOD, "--json"]).output)
    assert [(item["kind"], item["area_code"]) for item in found] == [
        ("outlier", f"16.72.0{n}") for n in (1, 2, 3)
    ]
    assert (
        run(app, ["spot-check", "flags", "--period", "2024-02-14.1"]).output == "Tidak ada tanda periksa.\n"
    )
    assert run(app, ["spot-check", "flags", "--period", "besok"]).exit_code == 1


def test_an_edition_carries_what_was_known_at_its_cut_off(day: Path) -> None:
    from jujur.operations import publish
    from jujur.operations.content import content_of
    from jujur.record import editions

    ids = publish.freeze_editions(CUT_OFF)
    publish.compute_figures(ids)
    with open_desk() as desk, desk.database.reading() as session:
        contents = [content_of(desk, session, editions.edition_by_id(session, id_), False) for id_ in ids[:2]]
    city, kecamatan = contents
    assert [flag.area_code for flag in city.flags] == ["16.72.01", "16.72.02", "16.72.03"]
    assert [flag.area_code for flag in kecamatan.flags] == ["16.72.01"]
    assert [item.area_code for item in city.spot_checks] == ["16.72", *(f"16.72.0{n}" for n in range(1, 6))]
    assert [(item.area_code, item.reporting, item.drawn) for item in kecamatan.spot_checks] == [
        ("16.72.01", 53, 0)
    ]
