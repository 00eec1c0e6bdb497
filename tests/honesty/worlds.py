"""A true world, and a reporting process that loses, delays, repeats, contradicts, mistypes, misdates and corrects what it tells.

The desk sees the files only; whoever holds the world and the plan knows the truth, without any code of the package.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from tests.honesty.small_desk import CITY, DUE, KECAMATAN, STATIONS, wib

# The same examples everywhere, none kept from earlier runs; a failing one is shown as found: to shrink a day takes minutes.
PROFILE = settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)

SIZE = sum(STATIONS)
ALL = frozenset(range(SIZE))
STRANGER = "orang.lain@example.org"
COLUMNS = {
    "pemilih_dpt_j": "dpt",
    "pengguna_dpt_j": "pengguna dpt",
    "pengguna_dptb_j": "pengguna dptb",
    "pengguna_dpk_j": "pengguna dpk",
    "pengguna_total_j": "total pengguna",
    "suara_sah": "suara sah",
    "suara_tidak_sah": "suara tidak sah",
    "suara_total": "suara total",
}
INCIDENT_HEAD = "waktu kejadian;kode kelurahan;kategori kejadian;tingkat kejadian;status verifikasi;masih terbuka;uraian kejadian"
SEVERITIES = ("ringan", "sedang", "berat")
STATES = ("dilaporkan", "terverifikasi", "tidak terbukti", "menunggu")


@dataclass(frozen=True)
class Station:
    """What truly happened at one station: voters on its list, who of them voted, who came besides, and the invalid votes."""

    registered: int
    voted: int
    moved: int
    special: int
    invalid: int

    def values(self) -> dict[str, int]:
        """The columns as an honest team copies them."""
        users = self.voted + self.moved + self.special
        return {
            "pemilih_dpt_j": self.registered,
            "pengguna_dpt_j": self.voted,
            "pengguna_dptb_j": self.moved,
            "pengguna_dpk_j": self.special,
            "pengguna_total_j": users,
            "suara_sah": users - self.invalid,
            "suara_tidak_sah": self.invalid,
            "suara_total": users,
        }


@dataclass(frozen=True)
class Incident:
    """One thing that happened in a kecamatan."""

    severity: str
    state: str
    is_open: bool
    minute: int

    def line(self, kelurahan: str, number: int) -> str:
        """The row of an incident form; no two incidents of a kecamatan read alike."""
        when = f"14 Februari 2024 pukul {7 + self.minute // 60:02d}.{self.minute % 60:02d}"
        is_open = "ya" if self.is_open else "tidak"
        return f"{when};{kelurahan};kekerasan;{self.severity};{self.state};{is_open};Kejadian ke {'I' * (number + 1)}"


@dataclass(frozen=True)
class District:
    """One kecamatan as it truly is."""

    stations: tuple[Station, ...]
    incidents: tuple[Incident, ...]


World = tuple[District, ...]

# What one file says: the truth, something else that no rule can tell from it, sums that cannot be, cells left out, the next day's
# date, a station of the neighbours, a station nobody knows.
Kind = Literal["true", "wrong", "typo", "partial", "other_day", "trespass", "unknown_unit"]


@dataclass(frozen=True)
class Sending:
    """One file about the stations of a kecamatan. ``minutes`` after 18.00; ``corrects``: which earlier file of the kecamatan."""

    kind: Kind
    stations: frozenset[int]
    minutes: int
    corrects: int | None = None
    is_stranger: bool = False
    # Other bytes for the same content: lines in another order.
    is_reversed: bool = False


@dataclass(frozen=True)
class IncidentSending:
    """One incident form: of the first so many incidents of the kecamatan; NIHIL if there are none."""

    count: int
    minutes: int


@dataclass(frozen=True)
class Telling:
    """Everything that one kecamatan sends on the day."""

    files: tuple[Sending, ...]
    incidents: tuple[IncidentSending, ...]


Plan = tuple[Telling, ...]


@dataclass(frozen=True)
class File:
    """A file on its way. ``key`` and ``corrects`` name files of this plan; the desk gives its own numbers later."""

    key: tuple[str, int, int]
    sender: str
    at: datetime
    lines: tuple[str, ...]
    period: str
    corrects: tuple[str, int, int] | None = None

    def content(self, numbers: Mapping[tuple[str, int, int], str]) -> bytes:
        """The bytes, with the number that the desk gave to the file that this one corrects."""
        head = [f"Masa laporan:;{self.period}"]
        if self.corrects is not None:
            head.append(f"Perbaikan atas kiriman nomor;{numbers[self.corrects]}")
        return "\n".join((*head, "", *self.lines)).encode()


def team_of(kecamatan: str) -> str:
    """The address of the team of a kecamatan."""
    return f"tim.{kecamatan.replace('.', '-')}@example.org"


def files_of(
    world: World, plan: Plan, stations: Mapping[str, Sequence[str]], labels: Sequence[str] = KECAMATAN
) -> list[File]:
    """The files in the order in which they arrive. ``stations``: the codes of each kecamatan; ``labels``: which is which."""
    files = [
        file
        for index, (district, telling) in enumerate(zip(world, plan, strict=True))
        for file in _of_district(
            district, telling, labels[index], labels[(index + 1) % len(labels)], stations
        )
    ]
    return sorted(files, key=lambda file: (file.at, file.key))


def _of_district(
    district: District, telling: Telling, code: str, neighbour: str, stations: Mapping[str, Sequence[str]]
) -> Iterator[File]:
    for number, sending in enumerate(telling.files):
        lines = list(_station_lines(district, sending, stations[code], stations[neighbour]))
        yield File(
            key=("tps", KECAMATAN.index(code), number),
            sender=STRANGER if sending.is_stranger else team_of(code),
            at=wib(14, 18) + timedelta(minutes=sending.minutes),
            lines=(_station_head(), *(reversed(lines) if sending.is_reversed else lines)),
            period="2024-02-15" if sending.kind == "other_day" else "2024-02-14",
            corrects=None if sending.corrects is None else ("tps", KECAMATAN.index(code), sending.corrects),
        )
    kelurahan = f"{code}.{stations[code][0][6:10]}"
    for number, form in enumerate(telling.incidents):
        told = [one.line(kelurahan, index) for index, one in enumerate(district.incidents[: form.count])]
        nil = () if told else ("Konfirmasi nihil;NIHIL",)
        yield File(
            key=("kejadian", KECAMATAN.index(code), number),
            sender=team_of(code),
            at=wib(14, 18) + timedelta(minutes=form.minutes),
            lines=(*nil, INCIDENT_HEAD, *told),
            period="2024-02-14",
        )


def _station_head() -> str:
    return ";".join(("kode_tps", "status tps", *COLUMNS.values()))


def _station_lines(
    district: District, sending: Sending, own: Sequence[str], neighbours: Sequence[str]
) -> Iterator[str]:
    for index in sorted(sending.stations):
        values: dict[str, int | str] = dict(district.stations[index].values())
        if sending.kind == "wrong":
            # A voter less, and a valid vote less: nothing in the row gives it away.
            for name in ("pengguna_dpt_j", "pengguna_total_j", "suara_sah", "suara_total"):
                values[name] = district.stations[index].values()[name] - 1
        elif sending.kind == "typo":
            values["suara_total"] = district.stations[index].values()["suara_total"] + 1
        elif sending.kind == "partial":
            values["pemilih_dpt_j"] = ""
        code = own[index]
        if sending.kind == "trespass":
            code = neighbours[index]
        elif sending.kind == "unknown_unit":
            code = f"{own[index][:10]}{900 + index}"
        yield ";".join((code, "selesai hitung", *(str(values[name]) for name in COLUMNS)))


@st.composite
def districts(draw: st.DrawFn) -> District:
    """A kecamatan; a station has at most as many voters as the threshold of the bounds allows, those besides included (0010)."""
    stations = []
    for _ in range(SIZE):
        registered = draw(st.integers(2, 290))
        voted = draw(st.integers(1, registered))
        moved, special = draw(st.integers(0, 5)), draw(st.integers(0, 5))
        # An invalid vote for at most every second user, so that one valid vote less is still a number.
        invalid = draw(st.integers(0, (voted - 1) // 2))
        stations.append(Station(registered, voted, moved, special, invalid))
    incident = st.builds(
        Incident, st.sampled_from(SEVERITIES), st.sampled_from(STATES), st.booleans(), st.integers(0, 600)
    )
    return District(tuple(stations), tuple(draw(st.lists(incident, max_size=2))))


WORLDS = st.tuples(*[districts()] * len(KECAMATAN))
SOME = st.frozensets(st.integers(0, SIZE - 1), min_size=1)
MOST = st.one_of(st.just(ALL), st.just(ALL), SOME)
# On time, late, or after the cut-off at 19.30.
ANY_TIME = st.one_of(st.integers(0, 60), st.integers(0, 60), st.integers(61, 90), st.integers(91, 120))
IN_TIME = st.integers(0, 80)

STORIES = (
    *("silent", "plain", "plain", "plain", "again", "in_parts", "conflict", "corrected", "restored"),
    *("typo", "mended", "partial", "other_day", "trespass", "unknown_unit", "stranger"),
)


@st.composite
def tellings(draw: st.DrawFn) -> Telling:
    """What a kecamatan sends, in which every untruth that no rule can see is contradicted or corrected before the cut-off."""
    told, some = draw(MOST), draw(SOME)
    truth = Sending("true", told, draw(ANY_TIME), is_reversed=draw(st.booleans()))
    early = Sending("true", told, draw(IN_TIME))
    story = draw(st.sampled_from(STORIES))
    wrong = Sending("wrong", (some & told) or told, early.minutes)
    files: tuple[Sending, ...] = {
        "silent": (),
        "plain": (truth,),
        "again": (truth, replace(truth, minutes=truth.minutes + 3, is_reversed=not truth.is_reversed)),
        "conflict": (early, replace(wrong, minutes=draw(IN_TIME))),
        "corrected": (wrong, replace(early, minutes=early.minutes + 2, corrects=0)),
        # Right, then corrected for the worse, then corrected back to the very same values.
        "restored": (
            early,
            replace(wrong, minutes=early.minutes + 2, corrects=0),
            replace(early, minutes=early.minutes + 4, corrects=1, is_reversed=True),
        ),
        "typo": (Sending("typo", told, early.minutes),),
        "mended": (
            Sending("typo", told, early.minutes),
            replace(early, minutes=early.minutes + 2, corrects=0),
        ),
        "partial": (Sending("partial", told, early.minutes),),
        "other_day": (Sending("other_day", told, early.minutes), *draw(st.sampled_from(((), (truth,))))),
        "trespass": (truth, Sending("trespass", some, draw(ANY_TIME))),
        "unknown_unit": (truth, Sending("unknown_unit", some, draw(ANY_TIME))),
        "stranger": (truth, Sending("wrong", some, draw(ANY_TIME), is_stranger=True)),
        "in_parts": (truth, Sending("true", some, draw(ANY_TIME))),
    }[story]
    forms = draw(
        st.sampled_from(
            (
                (),
                (IncidentSending(2, 5),),
                (IncidentSending(2, 5), IncidentSending(2, 50)),
                (IncidentSending(1, 5), IncidentSending(2, 50)),
                (IncidentSending(2, 70),),
                (IncidentSending(2, 100),),
            )
        )
    )
    return Telling(files, forms)


PLANS = st.tuples(*[tellings()] * len(KECAMATAN))
# Everything true, fresh and on time: only then is there a status to lose. Most kecamatan like this, the others as ever.
COMPLETE = Telling((Sending("true", ALL, 40),), (IncidentSending(2, 45),))
MOSTLY_COMPLETE = st.tuples(*[st.one_of(*[st.just(COMPLETE)] * 3, tellings())] * len(KECAMATAN))


@dataclass(frozen=True)
class Heard:
    """What the oracle counts from the files themselves: rows by kecamatan, and when each station was first spoken of."""

    rows: Mapping[str, int]
    first: Mapping[str, datetime]


def hear(files: Sequence[File], until: datetime, period: str = "2024-02-14") -> Heard:
    """Counts lines of text: no reader, no bins, no database."""
    rows = dict.fromkeys((CITY, *KECAMATAN), 0)
    first: dict[str, datetime] = {}
    for file in files:
        if file.key[0] != "tps" or file.at > until or file.period != period:
            continue
        own = KECAMATAN[file.key[1]]
        for line in file.lines:
            code = line.partition(";")[0]
            if not code.isdigit():
                continue
            place = f"{code[:2]}.{code[2:4]}.{code[4:6]}"
            rows[place] += 1
            rows[CITY] += 1
            is_own = file.sender == STRANGER or place == own
            if is_own and not code[10:].startswith("9"):
                first[code] = min(first.get(code, file.at), file.at)
    return Heard(rows, first)


def is_on_time(at: datetime) -> bool:
    """The due instant itself is in time."""
    return at <= DUE
