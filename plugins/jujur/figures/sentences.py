"""The catalogue of controlled sentences: what may be said, when, and with which qualifier (honesty.md §3; P04, P12, P14).

A sentence is words with placeholders ``{figure:part}``. It is said only if its precondition holds, and of each kind exactly one
sentence holds, so that a qualifier cannot be left out by choosing another sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter

from jujur.domain.areas import Area
from jujur.domain.claims import Claim, FigurePart
from jujur.domain.errors import PublicationBlocked
from jujur.domain.figures import Figure

Named = Mapping[str, Figure]
Condition = Callable[[Named, int], bool]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of one kind. ``is_sayable`` gets the area's figures by name and the smallest denominator of a percentage."""

    id: str
    kind: str
    text: str
    is_sayable: Condition


def _has_percent(known: Named, small: int) -> bool:
    return known["coverage"].value is not None and (known["coverage"].denominator or 0) >= small


def _forms_complete(known: Named, small: int) -> bool:
    return known["incident_forms"].n == known["incident_forms"].N


def _not(condition: Condition) -> Condition:
    return lambda known, small: not condition(known, small)


def _has_data(known: Named, small: int) -> bool:
    return known["data_age_newest"].n > 0


_REST = (
    "; {tps_late:value} di antaranya terlambat, {tps_not_received:value} belum melapor, "
    "{rows_held:value} baris ditahan karena tidak lolos pemeriksaan."
)
_REPORTED = "{coverage:k} dari {coverage:denominator} TPS wajib lapor telah melapor"
_INCIDENTS = (
    "{incidents_reported:value} insiden dilaporkan oleh {incident_forms:n} dari {incident_forms:N} kecamatan: "
    "{incidents_verified:value} terverifikasi, {incidents_refuted:value} tidak terbukti, "
    "{incidents_pending:value} belum diperiksa."
)
_UNKNOWN = " Keadaan di kecamatan yang belum mengirim formulir ({incident_forms:missing}) tidak diketahui."
CATALOGUE = (
    Sentence("cakupan", "cakupan", _REPORTED + " ({coverage:percent})" + _REST, _has_percent),
    Sentence("cakupan_tanpa_persen", "cakupan", _REPORTED + _REST, _not(_has_percent)),
    Sentence("insiden", "insiden", _INCIDENTS, _forms_complete),
    Sentence("insiden_sebagian", "insiden", _INCIDENTS + _UNKNOWN, _not(_forms_complete)),
    Sentence(
        "umur",
        "umur",
        "Pada batas data, kiriman TPS termuda berumur {data_age_newest:value} menit, tertua {data_age_oldest:value} menit.",
        _has_data,
    ),
    Sentence("umur_tidak_ada", "umur", "Belum ada kiriman TPS yang umurnya dapat dihitung.", _not(_has_data)),
)
_FORMS = "{coverage:k} dari {coverage:denominator} formulir wajib lapor telah masuk"
_FORMS_REST = (
    "; {forms_late:value} di antaranya terlambat, {forms_not_received:value} belum masuk, "
    "{rows_held:value} baris ditahan karena tidak lolos pemeriksaan."
)
# In a week the unit is one form of one kecamatan, and the incident form may not be asked for.
OF_A_WEEK = (
    Sentence("cakupan_formulir", "cakupan", f"{_FORMS} ({{coverage:percent}}){_FORMS_REST}", _has_percent),
    Sentence("cakupan_formulir_tanpa_persen", "cakupan", _FORMS + _FORMS_REST, _not(_has_percent)),
    Sentence(
        "insiden",
        "insiden",
        _INCIDENTS,
        lambda known, small: 0 < known["incident_forms"].N == known["incident_forms"].n,
    ),
    Sentence("insiden_sebagian", "insiden", _INCIDENTS + _UNKNOWN, _not(_forms_complete)),
    Sentence(
        "insiden_tidak_ditagih",
        "insiden",
        "Formulir kejadian tidak ditagih untuk masa ini; insiden dalam masa ini dimuat dalam laporan harian, bukan di sini.",
        lambda known, small: known["incident_forms"].N == 0,
    ),
    Sentence(
        "umur_formulir",
        "umur",
        "Pada batas data, formulir termuda berumur {data_age_newest:value} menit, tertua {data_age_oldest:value} menit.",
        _has_data,
    ),
    Sentence(
        "umur_formulir_tidak_ada", "umur", "Belum ada formulir yang umurnya dapat dihitung.", _not(_has_data)
    ),
)
BY_ID = {sentence.id: sentence for sentence in (*OF_A_WEEK, *CATALOGUE)}
KINDS = tuple(dict.fromkeys(sentence.kind for sentence in CATALOGUE))


def say(sentence_id: str, area: Area, figures: Mapping[str, Figure], small_denominator: int) -> Claim:
    """The sentence about an area. Raises PublicationBlocked when there is none of this name or its precondition fails."""
    sentence = BY_ID.get(sentence_id)
    named = {figure.name: figure for figure in figures.values() if figure.area_code == area.code}
    if sentence is None or not sentence.is_sayable(named, small_denominator):
        raise PublicationBlocked(f"kalimat {sentence_id} tidak boleh dikatakan tentang {area.name} (P12)")
    parts = tuple(_parts(sentence.text, area))
    return Claim(
        sentence_id, area.code, parts, tuple(part.key for part in parts if isinstance(part, FigurePart))
    )


def claims_of(
    areas: Sequence[Area], figures: Mapping[str, Figure], small_denominator: int
) -> tuple[Claim, ...]:
    """The one sentence of every kind that holds, for each area that has incident forms (a kota, a kecamatan)."""
    return tuple(
        say(_sayable(kind, area, figures, small_denominator), area, figures, small_denominator)
        for area in areas
        if area.level in ("kota", "kecamatan")
        for kind in KINDS
    )


def _sayable(kind: str, area: Area, figures: Mapping[str, Figure], small: int) -> str:
    named = {figure.name: figure for figure in figures.values() if figure.area_code == area.code}
    catalogue = OF_A_WEEK if "forms_expected" in named else CATALOGUE
    held = [one.id for one in catalogue if one.kind == kind and one.is_sayable(named, small)]
    if len(held) != 1:
        raise PublicationBlocked(
            f"untuk {kind} {area.name} berlaku {held}; seharusnya tepat satu kalimat (P12)"
        )
    return held[0]


def _parts(text: str, area: Area) -> Iterator[str | FigurePart]:
    for words, name, part, _ in Formatter().parse(text):
        if words:
            yield words
        if name:
            yield FigurePart(f"{area.code}/{name}", part or "value")
