"""A desk that plays its weekly reports, and workbooks of the weekly forms as teams send them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from jujur.domain.periods import WIB, to_text
from jujur.forms.identity import Filled
from jujur.forms.workbook import write_workbook
from jujur.operations import judging
from jujur.operations.desk import Desk, open_desk
from jujur.operations.initialise import enter_demonstration, initialise
from jujur.operations.receive import Arrival, receive_all
from jujur.operations.template import configured_units, identity_for, prefill
from jujur.settings.places import config_dir

KECAMATAN = ("01", "02", "03", "04", "05")
FORMS = ("tahapan", "netralitas", "tindak_lanjut", "kejadian")
Rows = Sequence[Mapping[str, int | str]]


def wib(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of February 2024."""
    return datetime(2024, 2, day, hour, minute, tzinfo=WIB)


CUT_OFF, NEXT_CUT_OFF = wib(12, 10, 30), wib(19, 10, 30)
SENT = wib(12, 9)


def weekly_desk(folder: Path) -> Path:
    """The configuration of a demonstration that plays its weekly reports instead of the voting day."""
    shutil.copytree(config_dir(), folder)
    calendar = folder / "pagar-alam" / "calendar.yaml"
    text = calendar.read_text()
    shown = 'terbitan_peragaan: ["2024-02-14 19.30"]'
    assert text.count(shown) == 1
    calendar.write_text(text.replace(shown, 'terbitan_peragaan: ["2024-02-12 10.30", "2024-02-19 10.30"]'))
    return folder / "pagar-alam"


def start_weekly_desk() -> None:
    """A new desk, its frames frozen on the eve of the first week."""
    with open_desk() as desk:
        enter_demonstration(desk)
    with open_desk() as desk:
        initialise(desk)


def send(
    form_id: str,
    rows: Rows = (),
    at: datetime = SENT,
    area: str = "05",
    period: str = "2024-W06",
    **said: Any,
) -> str:
    """One workbook of a team received and judged at an instant; no rows without ``is_nil`` say nothing. Gives its number."""
    with open_desk() as desk:
        content = _workbook(desk, form_id, f"16.72.{area}", period, rows, said)
        key = f"{form_id}|{area}|{period}|{to_text(at)}"
        arrival = Arrival(key, f"{form_id}.xlsx", content, f"tim.16-72-{area}@example.org", "cli")
        ((submission_id, is_new),) = receive_all(desk, [arrival], at)
        assert is_new
        assert judging.judge_submissions(desk, [submission_id]) == [submission_id]
    return submission_id


def _workbook(
    desk: Desk, form_id: str, area_code: str, period_id: str, rows: Rows, said: Mapping[str, Any]
) -> bytes:
    form, area = desk.config.forms[form_id], desk.config.gazetteer[area_code]
    period = desk.config.calendar.reporting_period(form_id, period_id)
    assert period is not None
    known = prefill(desk.config, form, configured_units(desk.config, form, area))
    return write_workbook(form, known, identity_for(desk.config, area, period), Filled(rows=rows, **said))


STAGE = {
    "tahap": "Masa kampanye",
    "tanggal_mulai": "2024-02-05",
    "status_tahap": "berjalan sesuai jadwal",
    "uraian": "Pemantauan kampanye",
}
OBSTRUCTED = {
    **STAGE,
    "status_tahap": "terhambat",
    "hambatan": "Jalan ke gudang putus",
    "tindak_lanjut": "Jalur pengganti disiapkan",
}
ALLEGATION = {
    "tanggal_kejadian": "2024-02-06",
    "tanggal_diketahui": "2024-02-07",
    "jenis_instansi": "sekolah",
    "bentuk_dugaan": "ikut kampanye",
    "dasar": "disiplin",
    "uraian": "Dugaan ikut kampanye",
    "sumber": "laporan",
    "status": "diterima",
    "diteruskan_ke": "Bawaslu",
}
ITEM = {
    "nomor_butir": "TL-01",
    "asal": "tahapan",
    "tanggal_asal": "2024-02-06",
    "uraian": "Meminta penjelasan tentang jadwal",
    "penanggung_jawab": "Sekretaris Kecamatan",
    "batas_waktu": "2024-02-20",
    "status": "berjalan",
}

CLOSED = {"status": "selesai", "tanggal_tutup": "2024-02-10", "alasan_penutupan": "Sudah dijelaskan"}


def send_a_week() -> None:
    """A week with everything in it: four kecamatan sent all, the fifth only two forms and one of them late."""
    for area in KECAMATAN[:4]:
        send("kejadian", is_nil=True, area=area)
        send("netralitas", is_nil=True, area=area) if area != "02" else send(
            "netralitas", [ALLEGATION], area=area
        )
        send("tahapan", [STAGE, OBSTRUCTED] if area == "03" else [STAGE], area=area)
    send("tindak_lanjut", [ITEM, {**ITEM, "nomor_butir": "TL-02", "batas_waktu": "2024-02-08"}], area="01")
    send("tindak_lanjut", [{**ITEM, **CLOSED}], area="02")
    send("tindak_lanjut", is_nil=True, area="03")
    send("tindak_lanjut", [ITEM], area="04")
    send("tahapan", [STAGE], area="05")
    send("netralitas", [{**ALLEGATION, "status": "kajian"}], area="05", at=wib(12, 10, 15))
