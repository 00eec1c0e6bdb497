"""The promises P01–P48 as one edition reports on them: passed, failed, not tested, not applicable (P48, L50)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of one promise in one edition. There is no fifth word, and silence is not one of them."""

    PASSED = "lulus"
    FAILED = "gagal"
    UNTESTED = "tidak diuji"
    NOT_APPLICABLE = "tidak berlaku"


class Basis(StrEnum):
    """Who tested, or when somebody can: what is untested at print time may have a time at which it is tested.

    The audit of the finished pages; a check of what the record holds; a trial on the edition's own rows; printing it again from
    its own inside. Of what only a finished or a sent file can show: after printing, after sending. Nobody.
    """

    PAGES = "halaman"
    RECORD = "catatan"
    TRIAL = "percobaan"
    REPRINT = "cetak ulang"
    AFTER_PRINT = "sesudah cetak"
    AFTER_SENDING = "sesudah kirim"
    NOBODY = "-"

    @property
    def is_test(self) -> bool:
        """True for one that has tested; a time in the future is no test."""
        return self in (Basis.PAGES, Basis.RECORD, Basis.TRIAL, Basis.REPRINT)


@dataclass(frozen=True, slots=True)
class PropertyResult:
    """One promise of one edition. ``id`` is "P01" to "P48"."""

    id: str
    outcome: Outcome
    basis: Basis = Basis.NOBODY


# Names as they are printed; no digits, no judgement words.
PROPERTY_NAMES: dict[str, str] = {
    f"P{number:02d}": name
    for number, name in enumerate(
        (
            "Kekekalan baris",
            "Semua wilayah selalu hadir",
            "Penyebut dari kerangka beku",
            "Tiada persen tanpa pecahan",
            "Batas persen",
            "Penyebut kecil tanpa persen",
            "Nol bukan kosong",
            "Rentang ketidaklengkapan",
            "Ketepatan waktu terpisah",
            "Daftar yang belum lapor",
            "Anti-ganda",
            "Gerbang simpulan",
            "Monoton",
            "Tiada laporan bukan tiada kejadian",
            "Buku fakta",
            "Narasi terikat",
            "Laporan dan terverifikasi terpisah",
            "Kabar buruk di depan",
            "Bukan hasil resmi",
            "Simetri antarwilayah",
            "Pembanding sepadan",
            "Putus deret",
            "Segar atau berlabel",
            "Waktu jujur",
            "Tak ada timpa diam-diam",
            "Ralat sampai ke pembaca",
            "Sementara sampai final",
            "Rekam jejak revisi",
            "Terbit tepat jadwal",
            "Jumlah cocok",
            "Faktor dusta gambar",
            "Yang terlihat = yang terbaca",
            "Tak ada kebocoran templat",
            "Dua mesin hitung",
            "Dapat dibangun ulang",
            "Memuat sumbernya",
            "Rantai buku besar",
            "Tiga tangan",
            "Tanda tangan menutup semua",
            "Siapa menerima",
            "Kueri asal-usul",
            "Tindakan manual tercatat",
            "Privasi",
            "Uji petik",
            "Tanda periksa",
            "Gagal tertutup",
            "Dapat dibaca semua",
            "Janji terukur",
        ),
        1,
    )
}


def complete(results: tuple[PropertyResult, ...]) -> bool:
    """True when every promise has exactly one result, in order: none can be left out of the list (L50)."""
    return tuple(one.id for one in results) == tuple(PROPERTY_NAMES)
