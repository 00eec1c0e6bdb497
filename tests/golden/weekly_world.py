"""Weeks for tests, from plain rows through the first calculator: small, invented, consistent by construction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.golden.report_world import AREAS, CITY, digest_of, statuses, with_promises, world

from jujur.domain.figures import Figure
from jujur.domain.forms import Form
from jujur.domain.periods import WIB, Period, to_text
from jujur.domain.reports import FollowUp, HeldRow, IncidentCoverage, ReportContent, SourceFile
from jujur.domain.weeks import Allegation, FormState, Mistake, Stage, Week
from jujur.figures import AsKnown, WeekKnown, claims_of, compute_week
from jujur.settings.desk import load_desk

OPENS = datetime(2024, 2, 5, tzinfo=WIB)
DUE = datetime(2024, 2, 12, 10, tzinfo=WIB)
AT = DUE + timedelta(minutes=30)
TODAY = "2024-02-12"
KECAMATAN = tuple(area.code for area in AREAS.at_level("kecamatan"))
PARTS = {"stages": "tahapan", "neutrality": "netralitas", "followups": "tindak_lanjut"}
CONFIG = load_desk(Path(__file__).parents[2] / "config" / "pagar-alam")
FORMS: Mapping[str, Form] = {part: CONFIG.forms[form_id] for part, form_id in PARTS.items()}
INCIDENT_FORM = CONFIG.forms["kejadian"]
CLOSED = frozenset({"selesai", "dihentikan"})
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Sent:
    """One form of one kecamatan: its rows, when it came, whether it says that there is nothing. ``week`` 0 is this one."""

    part: str
    kecamatan: str
    rows: Sequence[Row] = ()
    at: datetime = DUE - timedelta(hours=1)
    is_nil: bool = False
    week: int = 0


@dataclass(frozen=True)
class Story:
    """Everything that came about a week and, of items, about the weeks before it. ``with_incidents``: the form is asked for."""

    sent: Sequence[Sent]
    with_incidents: bool = True
    mistakes: tuple[Mistake, ...] = ()
    silent_incidents: Collection[str] = field(default=())


def period_start(week: int) -> str:
    return to_text(OPENS + timedelta(weeks=week))


def placed(story: Story) -> list[dict[str, Any]]:
    """Every row as the queries give it, in the order of receipt."""
    rows = []
    for number, one in enumerate(story.sent, start=1):
        for at, row in enumerate(one.rows, start=1):
            rows.append(
                {
                    **dict.fromkeys(column.name for column in FORMS[one.part].columns),
                    "submission_id": f"U-{number:03d}",
                    "submission_seq": number,
                    "row_id": f"{digest_of(number)}|Isian|{at}",
                    "row_number": at,
                    "unit_code": one.kecamatan,
                    "area_code": one.kecamatan,
                    "kecamatan_code": one.kecamatan,
                    "period_start": period_start(one.week),
                    "received_at": to_text(one.at),
                    "item_code": row.get("nomor_butir"),
                    "has_content": 1,
                    "states": "{}",
                    "bin": "accepted",
                    "part": one.part,
                    **row,
                }
            )
    return rows


def units(story: Story, part: str, codes: Collection[str] = KECAMATAN) -> list[dict[str, Any]]:
    """The owed forms of a part, and what came."""
    found = []
    for code in codes:
        came = [one for one in story.sent if (one.part, one.kecamatan, one.week) == (part, code, 0)]
        heard = [one for one in came if one.is_nil or one.rows]
        found.append(
            {
                "unit_code": code,
                "due_at": to_text(DUE),
                "received_at": min((to_text(one.at) for one in heard), default=None),
                "has_nil": int(any(one.is_nil for one in heard)),
                "row_count": sum(len(one.rows) for one in heard),
            }
        )
    return found


def incident_units(story: Story) -> list[dict[str, Any]]:
    """Every kecamatan confirmed that nothing happened, but the silent ones."""
    if not story.with_incidents:
        return []
    return [
        {
            "unit_code": code,
            "due_at": to_text(DUE),
            "received_at": None if code in story.silent_incidents else to_text(DUE - timedelta(hours=1)),
            "has_nil": int(code not in story.silent_incidents),
            "row_count": 0,
        }
        for code in KECAMATAN
    ]


def known(story: Story) -> WeekKnown:
    """The story as the first calculator is handed it."""
    rows = placed(story)
    own = [row for row in rows if row["period_start"] == period_start(0)]
    stands = [row for row in own if row["bin"] in ("accepted", "held")]
    return WeekKnown(
        units={part: units(story, part) for part in PARTS},
        rows={part: [row for row in own if row["part"] == part] for part in PARTS},
        stages=[row for row in stands if row["part"] == "stages"],
        allegations=[row for row in stands if row["part"] == "neutrality"],
        items=sorted(
            (row for row in rows if row["part"] == "followups"),
            key=lambda row: (row["period_start"], row["submission_seq"], row["row_number"]),
        ),
        incidents=AsKnown((), (), (), (), (), (), incident_units(story)),
        opens_at=period_start(0),
        fresh_since=to_text(AT - timedelta(hours=24)),
        today=TODAY,
        closed=CLOSED,
    )


def figures_of(story: Story) -> dict[str, Figure]:
    """All figures of the city and every kecamatan."""
    return compute_week(AREAS, FORMS, INCIDENT_FORM, known(story), AT, AT)


STAGE = {"tahap": "Masa kampanye", "status_tahap": "berjalan sesuai jadwal", "tanggal_mulai": "2024-02-05"}
STUCK = STAGE | {"status_tahap": "terhambat", "hambatan": "Jalan ke gudang putus"}
MET = {"koordinasi_pihak": "Polri", "koordinasi_bentuk": "rapat", "koordinasi_tanggal": "2024-02-08"}
ALLEGED = {
    "tanggal_kejadian": "2024-02-06",
    "jenis_instansi": "sekolah",
    "bentuk_dugaan": "ikut kampanye",
    "dasar": "disiplin",
    "sumber": "laporan",
    "status": "diterima",
    "diteruskan_ke": "Bawaslu",
}


def item(code: str, status: str = "berjalan", due: str = "2024-02-20", **more: Any) -> dict[str, Any]:
    """One row about an item."""
    return {
        "nomor_butir": code,
        "status": status,
        "batas_waktu": due,
        "uraian": "Menjelaskan jadwal",
        "penanggung_jawab": "Sekretaris Kecamatan",
        **more,
    }


def nil(part: str, code: str) -> Sent:
    return Sent(part, code, is_nil=True)


BUSY = Story(
    sent=(
        Sent("followups", KECAMATAN[0], [item("TL-01"), item("TL-02", due="2024-02-08")], week=-1, at=OPENS),
        *(Sent("stages", code, [STAGE]) for code in KECAMATAN[:2]),
        Sent("stages", KECAMATAN[2], [STAGE, STUCK, MET]),
        Sent(
            "stages",
            KECAMATAN[3],
            [STAGE | {"status_tahap": None, "bin": "held"}],
            at=DUE + timedelta(minutes=10),
        ),
        *(nil("neutrality", code) for code in KECAMATAN[:3]),
        Sent(
            "neutrality",
            KECAMATAN[3],
            [ALLEGED, ALLEGED | {"status": "kajian"}, ALLEGED | {"status": "diteruskan"}],
        ),
        Sent("followups", KECAMATAN[0], [item("TL-01", "selesai")]),
        nil("followups", KECAMATAN[1]),
        Sent("followups", KECAMATAN[3], [item("TL-01")]),
    ),
    mistakes=(
        Mistake(
            "1",
            "terbitan diperbaiki",
            "003/DESK/II/2024 (R1)",
            AT - timedelta(days=2),
            "menggantikan terbitan sebelumnya",
        ),
        Mistake("2", "audit gagal", "004/DESK/II/2024 (R0)", AT - timedelta(days=1), "janji P15"),
    ),
    silent_incidents=KECAMATAN[4:],
)
CALM = Story(
    sent=tuple(
        one
        for code in KECAMATAN
        for one in (Sent("stages", code, [STAGE]), nil("neutrality", code), nil("followups", code))
    )
)
SILENT = Story(sent=(), silent_incidents=KECAMATAN)
UNASKED = replace(BUSY, with_incidents=False, mistakes=())


def week_world(story: Story = BUSY, area_code: str = CITY, is_final: bool = True) -> ReportContent:
    """A weekly edition that tells a story."""
    base, area = world(CITY, with_incidents=False, is_final=is_final), AREAS[area_code]
    children = AREAS.children(area_code) if area.level == "kota" else ()
    everything = figures_of(story)
    codes = {area_code, *(child.code for child in children)}
    figures = {key: one for key, one in everything.items() if one.area_code in codes}
    here = [code for code in KECAMATAN if f"{code}.".startswith(f"{area_code}.")]
    return with_promises(
        replace(
            base,
            edition=replace(
                base.edition,
                id=f"mingguan-{area_code}",
                number=f"200.2.1/006/DESK/{area_code}/2024",
                kind="mingguan",
                area_code=area_code,
                period=Period(OPENS, OPENS + timedelta(weeks=1)),
                as_of=AT,
                release_at=AT + timedelta(minutes=90),
            ),
            area=area,
            children=children,
            boundaries=base.boundaries if children else (),
            due_at=DUE,
            figures=figures,
            statuses=statuses(area, figures),
            held=tuple(_held(story, here)),
            silent=(),
            incidents=(),
            incident_coverage=tuple(_incident_coverage(story, here)),
            sources=tuple(_sources(story, here)),
            rules=(),
            claims=claims_of((area, *children), figures, base.small_denominator),
            followups=tuple(_items(story, here)),
            week=Week(
                tuple(_forms(story, here)),
                tuple(_stages(story, here)),
                tuple(_allegations(story, here)),
                story.mistakes,
            ),
        )
    )


def _forms(story: Story, codes: Sequence[str]) -> list[FormState]:
    found = []
    for code in codes:
        for part, form in FORMS.items():
            (unit,) = units(story, part, [code])
            at = unit["received_at"]
            state = "belum melapor" if at is None else "melapor" if unit["row_count"] else "nihil"
            received = datetime.fromisoformat(at) if at else None
            found.append(
                FormState(AREAS[code], form.id, form.title, state, received, DUE, "Kasi Pemerintahan")
            )
    return found


def _standing(story: Story, part: str, codes: Sequence[str]) -> list[dict[str, Any]]:
    rows = [row for row in placed(story) if row["part"] == part and row["period_start"] == period_start(0)]
    return [row for row in rows if row["kecamatan_code"] in codes and row["bin"] in ("accepted", "held")]


def _midnight(day: str | None) -> datetime | None:
    return datetime.fromisoformat(day).replace(tzinfo=WIB) if day else None


def _stages(story: Story, codes: Sequence[str]) -> list[Stage]:
    return [
        Stage(
            f"T-{number:03d}",
            AREAS[row["kecamatan_code"]],
            row["tahap"] or "tidak disebut",
            row["status_tahap"] or "tidak disebut",
            _midnight(row["tanggal_mulai"]),
            row["hambatan"] or "tidak disebut",
            row["tindak_lanjut"] or "tidak disebut",
            row["bin"] == "held",
        )
        for number, row in enumerate(_standing(story, "stages", codes), start=1)
        if row["status_tahap"] not in ("belum dimulai", "berjalan sesuai jadwal", "selesai") and row["tahap"]
    ]


def _allegations(story: Story, codes: Sequence[str]) -> list[Allegation]:
    names = ("jenis_instansi", "bentuk_dugaan", "dasar", "sumber", "status", "diteruskan_ke")
    return [
        Allegation(
            f"N-{number:03d}",
            AREAS[row["kecamatan_code"]],
            _midnight(row["tanggal_kejadian"]),
            *(row[name] or "tidak disebut" for name in names),
            row["bin"] == "held",
        )
        for number, row in enumerate(_standing(story, "neutrality", codes), start=1)
    ]


def _items(story: Story, codes: Sequence[str]) -> list[FollowUp]:
    last = {
        (row["kecamatan_code"], row["item_code"]): row
        for row in known(story).items
        if row["bin"] == "accepted" and row["kecamatan_code"] in codes
    }
    return [
        FollowUp(
            AREAS[code],
            name,
            row["uraian"],
            row["penanggung_jawab"],
            _midnight(row["batas_waktu"]),
            "ditutup"
            if row["status"] in CLOSED
            else "lewat waktu"
            if row["batas_waktu"] < TODAY
            else "terbuka",
            OPENS,
        )
        for (code, name), row in sorted(last.items())
    ]


def _held(story: Story, codes: Sequence[str]) -> list[HeldRow]:
    return [
        HeldRow(
            row["row_id"],
            row["kecamatan_code"],
            None,
            f"{AREAS[row['kecamatan_code']].name}, {PARTS[row['part']].replace('_', ' ')}",
            row["row_id"].partition("|")[0],
            "Isian",
            row["row_number"],
            ("K02 tahapan",),
            ("keadaan tidak diisi; seharusnya diisi",),
        )
        for row in placed(story)
        if row["bin"] == "held" and row["kecamatan_code"] in codes and row["period_start"] == period_start(0)
    ]


def _sources(story: Story, codes: Sequence[str]) -> list[SourceFile]:
    return [
        SourceFile(
            f"U-{number:03d}",
            digest_of(number),
            f"tim-{one.kecamatan[-2:]}",
            one.kecamatan,
            PARTS[one.part],
            one.at,
            "tepat waktu" if one.at <= DUE else "terlambat",
            len(one.rows),
            {"accepted": len(one.rows)},
        )
        for number, one in enumerate(story.sent, start=1)
        if one.kecamatan in codes and one.week == 0
    ]


def _incident_coverage(story: Story, codes: Sequence[str]) -> list[IncidentCoverage]:
    return [
        IncidentCoverage(
            AREAS[row["unit_code"]],
            "nihil" if row["has_nil"] else "belum melapor",
            AT if row["has_nil"] else None,
        )
        for row in incident_units(story)
        if row["unit_code"] in codes
    ]
