"""What a sender is told to do, in the same words in the mail and in the workbook that goes with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from jujur import rendering
from jujur.domain.findings import Bin

BIN_WORDS = {
    Bin.ACCEPTED: "Diterima",
    Bin.HELD: "Ditahan",
    Bin.DUPLICATE: "Sama dengan yang sudah diterima",
    Bin.SUPERSEDED: "Digantikan",
    Bin.OUT_OF_SCOPE: "Di luar wilayah",
}
# An accepted row in which nobody wrote anything: its unit is still expected to report.
BLANK_WORD = "Kosong, belum melapor"
SEVERITY_WORDS = {"E": "Ditahan", "W": "Catatan", "I": "Info"}

# The correction of a correction names its own line; between two lines only the wrong one's number decides (decision 0007).
_CONFLICT = "V29"
_SETTLING = (
    "Baris dengan V29 berbeda dari baris atau kiriman lain, yang disebut pada alasannya, dan keduanya ditahan. Bila itu "
    "kiriman lain: ganti nomor pada sel “Perbaikan atas kiriman nomor” dengan nomor kiriman yang KELIRU, biarkan isi yang "
    "benar, lalu kirim; atau beri tahu desk."
)

# Where the words stand: in the workbook itself, in a mail with the workbook attached, in a mail without one.
Place = Literal["workbook", "mail", "alone"]

_SOURCES = {"pungut_hitung": "C.HASIL", "rekapitulasi": "formulir D.HASIL"}
_REPLY_BOOK = {"workbook": "berkas ini", "mail": "berkas balasan yang terlampir"}


def bin_label(answer: Mapping[str, Any], bin_: Bin) -> str:
    """The bin's name; that of the accepted says how many of them are blank."""
    if bin_ is Bin.ACCEPTED and answer["blank"]:
        return f"{BIN_WORDS[bin_]} ({answer['blank']} kosong, belum melapor)"
    return BIN_WORDS[bin_]


def moment(instant: datetime) -> str:
    """ "pukul 19.30 WIB, Rabu, 14 Februari 2024"."""
    return f"pukul {rendering.wib_clock(instant)}, {rendering.wib_day(instant)}"


def deadline(answer: Mapping[str, Any]) -> str:
    """Until when a correction counts for the coming report, judged from when this file came."""
    cut_off_at, due_at, received_at = answer["cut_off_at"], answer["due_at"], answer["received_at"]
    if cut_off_at and received_at < cut_off_at:
        return f"sebelum {moment(cut_off_at)}"
    if cut_off_at:
        return "secepatnya; batas data laporan ini sudah lewat, jadi perbaikan masuk revisi berikutnya"
    if due_at and received_at < due_at:
        return f"paling lambat {moment(due_at)}"
    return "secepatnya; kiriman sesudah tenggat dicatat terlambat, tetapi tetap dihitung"


def verdict(answer: Mapping[str, Any]) -> str:
    """What became of the file, in one sentence."""
    bins, rows = answer["bins"], answer["rows"]
    if answer["outcome"] == "unreadable":
        return str(answer["message"])
    if answer["outcome"] == "unknown_form":
        return "Formulir pada berkas ini tidak dikenal; belum ada baris yang diperiksa."
    if answer["outcome"] == "unknown_period":
        return (
            "Masa laporan berkas ini tidak dapat dipastikan atau tidak ada dalam kalender desk; "
            "belum ada baris yang diperiksa."
        )
    if answer["is_nil"] and not rows:
        return "NIHIL Anda dicatat: tidak ada yang Anda laporkan untuk masa ini."
    if not rows and answer["is_event"]:
        return "Tidak ada baris isian dan tidak ada konfirmasi NIHIL; Anda masih tercatat BELUM MELAPOR."
    if not rows:
        return "Tidak ada baris isian pada berkas ini; Anda masih tercatat BELUM MELAPOR."
    if bins[Bin.HELD]:
        return f"{bins[Bin.HELD]} dari {rows} baris ditahan dan belum dihitung."
    if bins[Bin.DUPLICATE] == rows:
        return "Semua baris sama dengan yang sudah diterima; tidak ada yang dihitung dua kali."
    blank = answer["blank"]
    still = f", {blank} baris masih kosong dan tercatat belum melapor" if blank else ""
    outside = bins[Bin.OUT_OF_SCOPE]
    strange = f", {outside} baris di luar wilayah tim Anda dan tidak dihitung" if outside else ""
    return f"{bins[Bin.ACCEPTED] - blank} dari {rows} baris diterima{still}{strange}; tidak ada yang ditahan."


def steps(answer: Mapping[str, Any], place: Place) -> tuple[str, ...]:
    """What to do, in order; empty when nothing is to be done."""
    if answer["outcome"] == "unreadable":
        return ()
    if answer["outcome"] == "unknown_form":
        return ("Salin isinya ke formulir yang disediakan desk tanpa mengubah judul kolom, lalu kirim.",)
    if answer["outcome"] == "unknown_period":
        return ("Ambil formulir untuk masa laporan yang benar, salin isinya ke sana, lalu kirim.",)
    told = []
    is_wrong = any(finding["severity"] == "E" for finding in answer["findings"])
    if answer["team_id"] is None:
        told.append(
            "Alamat Anda tidak terdaftar sebagai tim pemantau: baris ditahan sampai petugas desk memeriksanya. "
            "Bila Anda anggota tim, kirim ulang dari alamat tim yang terdaftar."
        )
    if answer["outcome"] == "read" and not answer["rows"] and not answer["is_nil"]:
        told.append(_reporting_anything(answer))
    if answer["bins"][Bin.HELD] and (is_wrong or answer["team_id"] is not None):
        told += _correcting(answer, place)
        told += [_SETTLING] if any(item["rule_id"] == _CONFLICT for item in answer["findings"]) else []
    elif any(finding["severity"] == "W" for finding in answer["findings"]):
        told.append(
            f"Lihat catatan pada daftar temuan dan sel jingga. Bila ada yang salah, betulkan {_how(answer, place)}, "
            f"lalu kirim {deadline(answer)}."
        )
    if answer["blank"]:
        told.append(
            f"Baris yang kosong masih ditunggu: isi {_how(answer, place)} begitu angkanya ada, lalu kirim {deadline(answer)}."
        )
    if answer["bins"][Bin.OUT_OF_SCOPE]:
        told.append(
            "Baris di luar wilayah tim tidak dihitung. Periksa apakah Anda memakai formulir kecamatan Anda sendiri; "
            "bila wilayah tim Anda keliru dicatat, beri tahu desk."
        )
    return tuple(told)


def _reporting_anything(answer: Mapping[str, Any]) -> str:
    filled = f"isi barisnya, lalu kirim {deadline(answer)}."
    if not answer["is_event"]:
        return f"Formulirnya belum diisi: {filled}"
    return f"Bila memang tidak ada yang dilaporkan, pilih NIHIL pada sel konfirmasi di bawah judul; bila ada, {filled}"


def _correcting(answer: Mapping[str, Any], place: Place) -> list[str]:
    source = _SOURCES.get(answer["form_id"], "catatan sumbernya")
    if place == "workbook":
        number = f"Sel “Perbaikan atas kiriman nomor” sudah kami isi {answer['correction_number']}; biarkan terisi."
    else:
        number = ""
    return [
        f"Periksa baris yang ditahan terhadap {source}; alasannya tertulis di setiap baris.",
        f"Bila ada yang salah salin: betulkan {_how(answer, place)}. {number}".strip(),
        f"Kirim balik {deadline(answer)}.",
        f"Bila {source} memang tertulis begitu, jangan ubah angkanya; beri tahu desk.",
    ]


def _how(answer: Mapping[str, Any], place: Place) -> str:
    if place in _REPLY_BOOK:
        return f"langsung di {_REPLY_BOOK[place]}"
    return f"berkas yang sama dan isi sel “Perbaikan atas kiriman nomor” dengan {answer['correction_number']}"
