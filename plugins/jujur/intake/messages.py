"""One clear sentence for a file that cannot be opened: its name as sent, what it is, what to do."""

from __future__ import annotations

_SEND = "kirim berkas formulir desk sebagai .xlsx"
_WORDS = {
    "empty": ("kosong", f"isi formulirnya, simpan, lalu {_SEND}"),
    "pdf": ("adalah dokumen PDF", _SEND),
    "picture": ("adalah gambar atau foto", f"ketik angkanya ke formulir, lalu {_SEND}"),
    "document": ("adalah dokumen teks, bukan lembar kerja", _SEND),
    "archive": ("adalah arsip, bukan lembar kerja", f"keluarkan isinya, lalu {_SEND}"),
    "html": (
        "adalah halaman web, bukan lembar kerja",
        f"unduh ulang atau simpan ulang dari Excel, lalu {_SEND}",
    ),
    "foreign": ("bukan lembar kerja yang dikenal", _SEND),
    "encrypted": ("terkunci kata sandi", "buka kuncinya, simpan tanpa kata sandi, lalu kirim lagi"),
    "damaged": ("rusak atau terpotong", "buka di komputer Anda, simpan ulang sebagai .xlsx, lalu kirim lagi"),
    "crashed": (
        "rusak sehingga tidak dapat dibuka dengan aman",
        "salin isinya ke formulir baru, lalu kirim lagi",
    ),
    "bomb": ("mengembang jauh melebihi batas saat dibuka", "salin isinya ke formulir baru, lalu kirim lagi"),
    "too_large": (
        "terlalu besar",
        "salin isinya ke formulir baru tanpa baris dan gambar tambahan, lalu kirim lagi",
    ),
    "too_slow": ("terlalu lama dibuka", "salin isinya ke formulir baru, lalu kirim lagi"),
    "error_cells": (
        "memuat sel galat (misalnya #DIV/0!)",
        "betulkan atau kosongkan sel itu, simpan sebagai .xlsx, kirim lagi",
    ),
    "missing": ("tidak dapat dibaca dari tempat penyimpanan", "hubungi desk"),
}


def unreadable(name: str, code: str) -> str:
    """The sentence about the file called ``name``; control characters in the name are not passed on."""
    what, action = _WORDS.get(code, _WORDS["damaged"])
    printable = "".join(character for character in name if character.isprintable())[:120]
    return f'Berkas "{printable}" {what}; {action}.'
