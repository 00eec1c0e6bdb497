"""The gate and its figures to the last field: each of these was once wrong in a mutant that no other test noticed (L55)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from hashlib import sha256

import pytest
from tests.golden.report_world import AREAS, CITY, COMPLETE, world

from jujur.domain.areas import Area, Gazetteer
from jujur.domain.claims import FigurePart
from jujur.domain.errors import PublicationBlocked
from jujur.domain.figures import AreaStatus, Figure, GatedStatus
from jujur.domain.gates import ResultsGate
from jujur.domain.periods import Period, to_text
from jujur.figures import AsKnown, GateRule, claims_of, gate, gate_city, gate_figures, say
from jujur.figures.claims import EVIDENCE
from jujur.figures.sentences import _not

TOWN = Area("16.72", "Kota", "kota", None)
NORTH, SOUTH = (Area(f"16.72.0{n}", f"Kecamatan {n}", "kecamatan", "16.72") for n in (1, 2))
WARD = Area("16.72.01.1001", "Kelurahan", "kelurahan", "16.72.01")
RULE = GateRule("K-1", 2, 90, 6, 0, 0)
AS_OF = datetime(2024, 2, 14, 12, 30, tzinfo=UTC)
DUE, OLDEST = AS_OF - timedelta(minutes=30), AS_OF - timedelta(hours=6)


def evidence(area: Area, **counts: int) -> dict[str, Figure]:
    """The figures of a calm kecamatan of ten TPS, except as said."""
    whole = {"timeliness": 10, "tps_usable": 10, "incident_forms": 1, "incident_forms_fresh": 1} | counts
    known = {}
    for name in EVIDENCE:
        k, expected = whole.get(name, 0), 10 if name in ("timeliness", "tps_usable") else 1
        n = k if name == "incident_forms" else expected
        known[f"{area.code}/{name}"] = Figure(
            name, area.code, name, "", Fraction(k, 10) if expected == 10 else k, k, n, expected
        )
    return known


def keys(area: Area) -> tuple[str, ...]:
    return tuple(f"{area.code}/{name}" for name in EVIDENCE)


def test_a_status_carries_its_rule_every_reason_and_its_evidence() -> None:
    attention = ("insiden berat masih terbuka", "ada baris insiden ditahan")
    busy = gate(NORTH, evidence(NORTH, incidents_open_severe=1, incident_rows_held=1), RULE)
    assert busy == GatedStatus("16.72.01", AreaStatus.PERLU_PERHATIAN, "K-1 versi 2", attention, keys(NORTH))
    silent = gate(SOUTH, evidence(SOUTH, timeliness=0, tps_usable=0, incident_forms=0), RULE)
    unknown = ("cakupan tepat waktu di bawah ambang", "formulir insiden belum masuk")
    assert silent.reasons == unknown
    old = gate(SOUTH, evidence(SOUTH, tps_usable=8, incident_forms_fresh=0), RULE)
    assert old.reasons == (
        "TPS tepat waktu, segar, dan lolos di bawah ambang",
        "formulir insiden terlalu tua",
    )
    worst = AreaStatus.BELUM_DAPAT_DISIMPULKAN
    assert gate_city(TOWN, [busy, silent]) == GatedStatus(
        "16.72", worst, "K-1 versi 2", unknown, (*keys(NORTH), *keys(SOUTH))
    )
    # One kecamatan alone is a city too, and reasons that several share are told once.
    assert gate_city(TOWN, [busy]).rule == "K-1 versi 2"
    assert gate_city(TOWN, [silent, replace(silent, area_code="16.72.09")]).reasons == unknown


def unit(code: str, received: datetime | None, is_used: int = 1, is_held: int = 0) -> dict[str, object]:
    return {
        "unit_code": code,
        "area_code": WARD.code,
        "first_content_at": to_text(received) if received else None,
        "due_at": to_text(DUE),
        "is_used": is_used,
        "is_held": is_held,
    }


def digest(*ids: str) -> str:
    return sha256("".join(f"{one}\n" for one in sorted(ids)).encode()).hexdigest()


def test_the_figures_of_the_gate_in_full() -> None:
    """The due instant and the age limit itself still count; one microsecond beyond either does not."""
    tick = timedelta(microseconds=1)
    moments = {"T1": DUE, "T2": DUE + tick, "T3": OLDEST, "T4": OLDEST - tick, "T5": None}
    form = {"unit_code": NORTH.code, "received_at": to_text(OLDEST)}
    stale = {"unit_code": SOUTH.code, "received_at": to_text(OLDEST - tick)}
    held = {"row_id": "baris", "bin": "held", "kecamatan_code": NORTH.code}
    known = AsKnown(
        units=[*(unit(code, at) for code, at in moments.items()), unit("T6", DUE, 1, 1), unit("T7", DUE, 0)],
        sums=(),
        bins=(),
        rows=(),
        rows_used=(),
        incidents=[held, {**held, "bin": "accepted"}],
        incident_units=[form, stale],
        fresh_since=to_text(OLDEST),
    )
    found = gate_figures(Gazetteer((TOWN, NORTH, SOUTH, WARD)), known, AS_OF, RULE)
    label = "TPS tepat waktu, segar, dan lolos pemeriksaan"
    assert found["16.72.01/tps_usable"] == Figure(
        *("tps_usable", "16.72.01", label, "TPS", Fraction(2, 7), 2, 7, 7, 7), rows_digest=digest("T1", "T3")
    )
    newest, oldest = found["16.72.01/data_age_newest"], found["16.72.01/data_age_oldest"]
    assert (newest.label, newest.unit) == ("Umur data termuda", "menit")
    assert (oldest.label, oldest.unit) == ("Umur data tertua", "menit")
    # Rounded down to whole minutes.
    assert [(one.value, one.k, one.n, one.N) for one in (newest, oldest)] == [
        (29, 29, 6, 7),
        (360, 360, 6, 7),
    ]
    heard = digest(*(f"T{number}" for number in (1, 2, 3, 4, 6, 7)))
    assert [newest.rows_digest, oldest.rows_digest] == [heard, heard]
    assert found["16.72/incident_forms_fresh"] == Figure(
        *("incident_forms_fresh", "16.72", "Formulir kejadian yang masih segar", "kecamatan", 1, 1, 2, 2),
        rows_digest=digest("16.72.01"),
    )
    assert found["16.72.01/incident_rows_held"] == Figure(
        *("incident_rows_held", "16.72.01", "Baris insiden ditahan", "baris", 1, 1, 1, 1),
        rows_digest=digest("baris"),
    )
    fresh = gate_figures(Gazetteer((TOWN, NORTH, SOUTH, WARD)), known, DUE + tick, RULE)
    assert fresh["16.72.01/data_age_newest"].value == 0
    nothing = found["16.72.02/data_age_newest"]
    assert (nothing.value, nothing.k, nothing.n, nothing.N) == (None, 0, 0, 0)
    assert found["16.72.02/tps_usable"].value is None
    assert {key.split("/")[0] for key in found} == {"16.72", "16.72.01", "16.72.02"}


BASE = world(tallies=COMPLETE, is_open=True, with_incidents=False)


def said_about(code: str, known: dict[str, Figure], small: int = 30) -> set[str]:
    return {claim.id for claim in claims_of((AREAS[code],), known, small)}


def test_a_percentage_is_said_from_the_smallest_denominator_on() -> None:
    denominator = BASE.figures[f"{CITY}/coverage"].denominator
    assert denominator is not None
    assert "cakupan" in said_about(CITY, dict(BASE.figures), denominator)
    assert "cakupan_tanpa_persen" in said_about(CITY, dict(BASE.figures), denominator + 1)
    known = dict(BASE.figures)
    known[f"{CITY}/coverage"] = replace(known[f"{CITY}/coverage"], denominator=None)
    assert "cakupan_tanpa_persen" in said_about(CITY, known, 1)


@pytest.mark.parametrize(("n", "sentence"), [(0, "umur_tidak_ada"), (1, "umur")])
def test_one_station_has_an_age_and_none_has_none(n: int, sentence: str) -> None:
    known = dict(BASE.figures)
    known[f"{CITY}/data_age_newest"] = replace(known[f"{CITY}/data_age_newest"], n=n)
    assert sentence in said_about(CITY, known)


def test_a_claim_names_its_area_and_every_figure_it_is_made_of() -> None:
    kecamatan = AREAS.children(CITY)[0]
    assert said_about(kecamatan.code, dict(BASE.figures))
    claim = say("umur", AREAS[CITY], dict(BASE.figures), 30)
    assert claim.area_code == CITY
    parts = [part for part in claim.parts if isinstance(part, FigurePart)]
    assert [part.part for part in parts] == ["value", "value"]
    assert claim.evidence == (f"{CITY}/data_age_newest", f"{CITY}/data_age_oldest")


def test_when_no_sentence_holds_the_edition_stops_and_says_for_which_kind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("jujur.figures.sentences.CATALOGUE", ())
    with pytest.raises(PublicationBlocked, match="untuk cakupan Kota"):
        said_about(CITY, dict(BASE.figures))


def test_the_contrary_of_a_condition_is_asked_with_the_same_words() -> None:
    asked: list[tuple[object, int]] = []

    def condition(known: object, small: int) -> bool:
        asked.append((known, small))
        return small > 10

    known = dict(BASE.figures)
    assert [_not(condition)(known, small) for small in (30, 3)] == [False, True]
    assert asked == [(known, 30), (known, 3)]


def test_the_hour_of_results_comes_back_from_the_terms_as_it_was_frozen() -> None:
    quiet = Period(datetime(2024, 2, 11, tzinfo=UTC), datetime(2024, 2, 14, tzinfo=UTC))
    ours = ResultsGate(AS_OF, quiet, "UU 7/2017 Pasal 449")
    assert ours.to_terms() == {
        "opens_at": to_text(AS_OF),
        "quiet_from": to_text(quiet.starts_at),
        "quiet_until": to_text(quiet.ends_at),
        "basis": "UU 7/2017 Pasal 449",
    }
    assert ResultsGate.from_terms(ours.to_terms()) == ours


def test_a_rule_takes_other_thresholds_and_keeps_the_rest() -> None:
    other = RULE.by({"coverage_percent": 80, "data_age_limit_hours": 12})
    assert other == GateRule("K-1", 2, 80, 12, 0, 0)
