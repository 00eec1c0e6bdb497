"""Sound rows of the seven forms, written from what the forms mean (domain.md §4) and not from the rules that judge them.

Every column gets a value; which of them stay blank is decided afterwards (drafts.py).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from jujur.domain.areas import Area
from jujur.domain.forms import Form

Values = dict[str, int | str]
VOTING = date(2024, 2, 14)


def _voters_and_users(rng: Random, stations: int, permille: int) -> Values:
    """Voters, users, votes and ballots of one station, or of several added up; ``permille`` of the ballots are a reserve."""
    # (Over a whole kelurahan more users than DPT would be worth an I of V16.)
    if stations == 1 and rng.random() < 0.15:
        return _to_the_brim(rng, permille)
    men = [rng.randint(90, 130) for _ in range(stations)]
    women = [rng.randint(90, 130) for _ in range(stations)]
    dpt_l, dpt_p = sum(men), sum(women)
    reserve = sum(math.ceil(Fraction((a + b) * permille, 1000)) for a, b in zip(men, women, strict=True))
    used_l, used_p = dpt_l - rng.randint(10, 30) * stations, dpt_p - rng.randint(10, 30) * stations
    dptb, dpk = (rng.randint(0, 3), rng.randint(0, 3)), (rng.randint(0, 2), rng.randint(0, 2))
    registered, spoiled = sum(dptb) + rng.randint(0, 3), rng.randint(0, 2)
    return _written_out(rng, (dpt_l, dpt_p), (used_l, used_p), dptb, dpk, registered, reserve, spoiled)


def _to_the_brim(rng: Random, permille: int) -> Values:
    """A station as full as the rules allow: 299 or 300 voters, all of whom came, and the whole reserve used up."""
    men, women = 150, rng.randint(149, 150)
    reserve = math.ceil(Fraction((men + women) * permille, 1000))
    dptb = (reserve // 2, 0)
    dpt = (men, women)
    return _written_out(rng, dpt, dpt, dptb, (0, reserve - dptb[0]), dptb[0], reserve, 0)


def _written_out(
    rng: Random,
    dpt: tuple[int, int],
    used: tuple[int, int],
    dptb: tuple[int, int],
    dpk: tuple[int, int],
    registered: int,
    reserve: int,
    spoiled: int,
) -> Values:
    (dpt_l, dpt_p), (used_l, used_p) = dpt, used
    total_l, total_p = used_l + dptb[0] + dpk[0], used_p + dptb[1] + dpk[1]
    total, received = total_l + total_p, dpt_l + dpt_p + reserve
    invalid = rng.randint(0, 9)
    return {
        "pemilih_dpt_l": dpt_l,
        "pemilih_dpt_p": dpt_p,
        "pemilih_dpt_j": dpt_l + dpt_p,
        "pemilih_dptb_j": registered,
        "pengguna_dpt_l": used_l,
        "pengguna_dpt_p": used_p,
        "pengguna_dpt_j": used_l + used_p,
        "pengguna_dptb_l": dptb[0],
        "pengguna_dptb_p": dptb[1],
        "pengguna_dptb_j": sum(dptb),
        "pengguna_dpk_l": dpk[0],
        "pengguna_dpk_p": dpk[1],
        "pengguna_dpk_j": sum(dpk),
        "pengguna_total_l": total_l,
        "pengguna_total_p": total_p,
        "pengguna_total_j": total,
        "suara_sah": total - invalid,
        "suara_tidak_sah": invalid,
        "suara_total": total,
        "surat_suara_diterima": received,
        "surat_suara_digunakan": total,
        "surat_suara_rusak": spoiled,
        "surat_suara_tidak_digunakan": received - total - spoiled,
    }


def _reserve(form: Form) -> int:
    """Reserve ballots: two per cent in Pemilu, two and a half in Pilkada (which alone elects a governor)."""
    return 25 if any(column.name == "pengguna_gubernur" for column in form.columns) else 20


def _clock(rng: Random, first: str, last: str) -> str:
    start, end = (int(text[:2]) * 60 + int(text[3:]) for text in (first, last))
    minutes = rng.randint(start, end)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _day(rng: Random, first: int, last: int) -> str:
    """A day counted from the voting day."""
    return (VOTING + timedelta(days=rng.randint(first, last))).isoformat()


def _station(area: Area) -> Values:
    return {
        "kode_tps": area.code,
        "kode_kelurahan": area.parent_code or "",
        "kelurahan": "Sukorejo",
        "tps": area.code[-3:],
    }


def pungut_hitung(rng: Random, area: Area, form: Form) -> Values:
    numbers = _voters_and_users(rng, 1, _reserve(form))
    total = int(numbers["pengguna_total_j"])
    disabled = (rng.randint(0, 2), rng.randint(0, 2))
    contests = ("dpr", "dpd", "dprd_provinsi", "dprd_kota", "gubernur")
    return {
        **_station(area),
        **numbers,
        **{f"pengguna_{contest}": total - rng.randint(0, 3) for contest in contests},
        "status_tps": "selesai hitung",
        "pemilih_disabilitas_j": sum(disabled) + rng.randint(0, 2),
        "pengguna_disabilitas_l": disabled[0],
        "pengguna_disabilitas_p": disabled[1],
        "pengguna_disabilitas_j": sum(disabled),
        "waktu_buka": _clock(rng, "06:30", "07:00"),
        "waktu_tutup": _clock(rng, "13:00", "13:30"),
        "waktu_mulai_hitung": _clock(rng, "13:30", "14:30"),
        "waktu_selesai_hitung": f"2024-02-14T{_clock(rng, '16:00', '23:59')}:00+07:00",
        "waktu_dptb_pertama": _clock(rng, "11:00", "12:59"),
        "waktu_dpk_pertama": _clock(rng, "12:00", "12:59"),
    }


def kesiapan(rng: Random, area: Area, form: Form) -> Values:
    recorded, spoiled, missing = rng.randint(1000, 1400), rng.randint(0, 5), rng.randint(0, 5)
    replaced = rng.randint(0, 5)
    return {
        **_choices(rng, form),
        **_station(area),
        "tanggal_tps_siap": _day(rng, -5, -1),
        "jarak_km": f"{rng.randint(0, 30)}.{rng.randint(1, 9)}",
        "jumlah_kpps": 7,
        "jumlah_linmas": 2,
        "jumlah_pengawas_tps": 1,
        "tanggal_logistik_tiba": _day(rng, -3, -1),
        "kotak_suara": 5,
        "bilik_suara": 4,
        "tinta_botol": 2,
        "surat_suara_tercatat": recorded,
        "surat_suara_rusak": spoiled,
        "surat_suara_kurang": missing,
        "surat_suara_pengganti": replaced,
        "surat_suara_siap": recorded - spoiled - missing + replaced,
        "catatan": "dua meja dipinjam dari sekolah, 14-02-2024 pukul 06.30",
    }


def rekapitulasi(rng: Random, area: Area, form: Form) -> Values:
    stations = rng.randint(6, 20)
    numbers = _voters_and_users(rng, stations, 20)
    return {
        **_choices(rng, form),
        **numbers,
        "kode_kelurahan": area.code,
        "kelurahan": area.name,
        "tanggal_selesai": _day(rng, 1, 9),
        "jumlah_tps": stations,
        "tps_buka": stations,
        "tps_selesai_pungut": stations - 1,
        "tps_selesai_hitung": stations - 2,
        "tps_sudah_rekap": stations - 3,
        "psu_jumlah_tps": 1,
        "psu_tanggal": _day(rng, 1, 10),
        "keberatan_jumlah": 1,
        "keberatan_uraian": "saksi meminta penghitungan diulang",
        "catatan": "pleno dilanjutkan besok",
    }


def _event(rng: Random, area: Area, form: Form) -> Values:
    """What all forms of events share: choices, texts without anybody's number, and a kelurahan of the reference."""
    return {
        **_choices(rng, form),
        **{
            column.name: f"uraian singkat {rng.randint(1, 99)}, tanggal 14-02-2024 pukul 07.15"
            for column in form.columns
            if column.kind == "text"
        },
        **{column.name: rng.randint(0, 9) for column in form.counts},
        "kode_kelurahan": area.code,
    }


def tahapan(rng: Random, area: Area, form: Form) -> Values:
    return {
        **_event(rng, area, form),
        "tanggal_mulai": _day(rng, -9, -5),
        "tanggal_selesai": _day(rng, -5, -1),
        "koordinasi_tanggal": _day(rng, -9, -1),
    }


def kejadian(rng: Random, area: Area, form: Form) -> Values:
    return {
        **_event(rng, area, form),
        "waktu_kejadian": f"2024-02-14T{_clock(rng, '00:00', '23:59')}:00+07:00",
        "tps": "001",
    }


def netralitas(rng: Random, area: Area, form: Form) -> Values:
    return {
        **_event(rng, area, form),
        "tanggal_kejadian": _day(rng, -9, -6),
        "jam_kejadian": _clock(rng, "08:00", "20:00"),
        "tanggal_diketahui": _day(rng, -6, -1),
    }


def tindak_lanjut(rng: Random, area: Area, form: Form) -> Values:
    values = {
        **_event(rng, area, form),
        "nomor_butir": f"TL-{rng.getrandbits(40)}",
        "tanggal_asal": _day(rng, -9, -6),
        "batas_waktu": _day(rng, 1, 5),
        "tanggal_tutup": _day(rng, -5, -1),
    }
    del values["kode_kelurahan"]
    return values


def _choices(rng: Random, form: Form) -> Values:
    return {column.name: rng.choice(column.choices) for column in form.columns if column.kind == "choice"}


SOUND: dict[str, Callable[[Random, Area, Form], Values]] = {
    make.__name__: make
    for make in (pungut_hitung, kesiapan, rekapitulasi, tahapan, kejadian, netralitas, tindak_lanjut)
}
