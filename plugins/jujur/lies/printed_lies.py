"""Lies told by silence, age, small numbers and soft words: they are caught by what the reader finds on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from jujur.lies.registry import Act, Lie
from jujur.lies.town import MIDDLE, NORTH
from jujur.lies.watching import page
from jujur.lies.world import EVENING, MAIN, SEVERE, Values, World, honest_rows, station, wib

MINOR: Values = {**SEVERE, "tingkat": "ringan", "uraian": "Hujan di dekat TPS", "masih_terbuka": "tidak"}
MIDDLE_ROWS = honest_rows(MIDDLE)


def reports(
    but: str = "", rows: Mapping[str, Sequence[Values]] | None = None, incidents: Sequence[Values] = ()
) -> Act:
    """Everybody reports, except as said."""

    def act(world: World) -> None:
        world.everybody_reports(but, rows, incidents)

    return act


def middle(*first: Values) -> Act:
    """Everybody reports; the first stations of Dempo Tengah something else."""
    return reports(rows={MIDDLE: [*first, *MIDDLE_ROWS[len(first) :]]})


def _old(world: World) -> None:
    world.everybody_reports(at=wib(8))


def _forms_of_stations_only(world: World) -> None:
    for kecamatan in (NORTH, MIDDLE):
        world.send(MAIN, honest_rows(kecamatan), kecamatan)
    world.send("kejadian", (), NORTH, is_nil=True)


def _copied(world: World) -> None:
    world.everybody_reports(rows={MIDDLE: honest_rows(NORTH)}, at=EVENING + timedelta(minutes=2))


ZERO, REFUSED = station(0, 0, 0), {**MIDDLE_ROWS[0], "suara_sah": "tidak dapat diakses"}

PRINTED_LIES = (
    Lie(
        *("L01a", "kecamatan yang belum melapor hilang dari laporan", "masukan", "PRINT", "sore"),
        reports(but=MIDDLE),
        *("semua kecamatan melapor", reports()),
        *(page(), r"Dempo Tengah[^.]{0,60}belum melapor"),
    ),
    Lie(
        *("L06", "isian kosong dibaca sebagai “tidak berlaku” atau nol", "masukan", "PRINT", "sore"),
        middle({name: value for name, value in MIDDLE_ROWS[0].items() if name != "suara_sah"}),
        *("nol yang sungguh-sungguh ditulis", middle(ZERO)),
        *(page(MIDDLE), r"\b5/6 TPS"),
    ),
    Lie(
        *("L07", "akses yang ditolak dilaporkan sebagai tidak ada apa-apa", "masukan", "PRINT", "sore"),
        middle(REFUSED),
        *("nol yang sungguh-sungguh", middle(ZERO)),
        *(page(MIDDLE), r"\b5/6 TPS"),
    ),
    Lie(
        *("L11", "data lama disajikan sebagai keadaan terkini", "masukan", "PRINT", "sore"),
        _old,
        *("data sore untuk terbitan malam", reports()),
        *(page(MIDDLE), r"segar, dan lolos di bawah ambang|formulir insiden terlalu tua"),
    ),
    Lie(
        *("L14a", "serba aman dengan cakupan separuh", "masukan", "PRINT", "sore"),
        middle({}, {}, {}),
        *("cakupan penuh", reports()),
        *(page(MIDDLE), r"BELUM DAPAT DISIMPULKAN"),
    ),
    Lie(
        *("L15a", "rata-rata kota menutupi kecamatan yang diam", "masukan", "PRINT", "sore"),
        reports(but=MIDDLE),
        *("kedua kecamatan melapor", reports()),
        *(page(), r"Kota Pagar Alam BELUM DAPAT DISIMPULKAN"),
    ),
    Lie(
        *("L16a", "tidak ada laporan insiden dibaca sebagai tidak ada insiden", "masukan", "PRINT", "sore"),
        _forms_of_stations_only,
        *("semua kecamatan menyatakan NIHIL", reports()),
        *(page(), r"belum mengirim formulir \(1\) tidak diketahui"),
    ),
    Lie(
        *("L17a", "insiden berat tidak tampak di halaman pertama", "masukan", "PRINT", "sore"),
        reports(incidents=[SEVERE]),
        *("insiden ringan yang sudah selesai", reports(incidents=[MINOR])),
        *(page(), r"Perlu perhatian segera Insiden berat, masih terbuka"),
    ),
    Lie(
        *("L19a", "kabar yang belum diperiksa dihitung sebagai kenyataan", "masukan", "PRINT", "sore"),
        reports(incidents=[SEVERE]),
        *(
            "insiden yang sudah diperiksa",
            reports(incidents=[{**SEVERE, "status_verifikasi": "terverifikasi"}]),
        ),
        *(page(MIDDLE), r"0 terverifikasi, 0 tidak terbukti, 1 belum diperiksa"),
    ),
    Lie(
        *(
            "L21",
            "pembanding dipilih sendiri dalam kata-kata (“menurun sejak Selasa”)",
            "masukan",
            "PRINT",
            "sore",
        ),
        reports(incidents=[{**MINOR, "uraian": "Gangguan menurun sejak Selasa"}]),
        *("uraian tanpa kata pembanding", reports(incidents=[MINOR])),
        *(page(MIDDLE), r"\[…\] sejak|\[…\] sejak Selasa"),
    ),
    Lie(
        *("L27", "tim menyalin lembar tim lain", "masukan", "ALERT", "sore"),
        _copied,
        *("dua tim dengan angka sendiri-sendiri", reports()),
        *(page(), r"lembar serupa"),
    ),
    Lie(
        *("L28", "tim yang selalu melaporkan nol", "masukan", "ALERT", "sore"),
        middle(ZERO, ZERO, ZERO, ZERO),
        *("satu TPS dengan nol yang sungguh-sungguh", middle(ZERO)),
        *(page(MIDDLE), r"[^.]*semua hitungan nol[^.]*"),
    ),
)
