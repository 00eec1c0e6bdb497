"""One clear sentence for a file that cannot be opened: its name as sent, what it is, what to do."""

from __future__ import annotations

_SEND = "kirim berkas formulir desk sebagai .xlsx"
_WORDS = {
    "empty": ("kosong", f"isi formulirnya, simpan, lalu {_SEND}"),
    "pdf": ("adalah dokumen PDF", _SEND),
    "picture": ("adalah gambar atau foto", f"ketik angkanya ke formulir, lalu {_SEND}"),
    "recording": ("adalah rekaman suara atau video", f"ketik angkanya ke formulir, lalu {_SEND}"),
    "link": ("hanya tautan, tanpa isinya", f"unduh berkasnya (Unduh sebagai Microsoft Excel), lalu {_SEND}"),
    "mail": ("adalah surel yang disimpan", f"simpan lampirannya, lalu {_SEND}"),
    "numbers": ("adalah berkas Apple Numbers", f"ekspor dari Numbers ke Excel, lalu {_SEND}"),
    "excel_lock": (
        "hanya tanda bahwa berkasnya sedang dibuka di Excel",
        "tutup Excel, lalu kirim berkasnya sendiri, yang namanya tidak diawali ~$",
    ),
    "office_lock": (
        "hanya tanda bahwa berkasnya sedang dibuka di LibreOffice",
        "tutup LibreOffice, lalu kirim berkasnya sendiri, yang namanya tidak diawali .~lock",
    ),
    "document": ("adalah dokumen teks, bukan lembar kerja", _SEND),
    "archive": ("adalah arsip, bukan lembar kerja", f"keluarkan isinya, lalu {_SEND}"),
    "html": (
        "adalah halaman web tanpa tabel isian",
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
    "binary_workbook": (
        "adalah buku kerja biner (.xlsb), yang sel galatnya tidak dapat dilihat",
        "buka di Excel, simpan sebagai .xlsx, lalu kirim lagi",
    ),
    "old_excel": (
        "berformat Excel 95 atau lebih lama",
        "buka di Excel atau LibreOffice, simpan sebagai .xlsx, lalu kirim lagi",
    ),
    "two_books": (
        "memuat dua buku kerja sekaligus (Excel 95 dan 97)",
        "buka di Excel atau LibreOffice, simpan sebagai .xlsx, lalu kirim lagi",
    ),
    "xml": (
        "adalah berkas XML, bukan lembar kerja yang dikenal",
        "buka di Excel, simpan sebagai .xlsx, lalu kirim lagi",
    ),
    "control": (
        "memuat karakter NUL di tengah teksnya",
        "buka di komputer Anda, simpan ulang sebagai .xlsx, lalu kirim lagi",
    ),
    "open_quote": (
        "memuat tanda kutip yang tidak ditutup, sehingga baris-baris di bawahnya tertelan",
        "betulkan atau simpan sebagai .xlsx, lalu kirim lagi",
    ),
    "no_table": ("adalah teks tanpa tabel", f"isi formulirnya, lalu {_SEND}"),
    "missing": ("tidak dapat dibaca dari tempat penyimpanan", "hubungi desk"),
}


def ragged(name: str, line: int, found: int, expected: int) -> str:
    """The sentence about a table whose values cannot be told apart: a line has more fields than the header has columns."""
    return (
        f'Berkas "{_printable(name)}" memuat baris {line} dengan {found} isian padahal judulnya {expected} kolom, '
        "barangkali karena koma di dalam angka; betulkan pemisahnya atau simpan sebagai .xlsx, lalu kirim lagi."
    )


def unreadable(name: str, code: str) -> str:
    """The sentence about the file called ``name``; control characters in the name are not passed on."""
    what, action = _WORDS.get(code, _WORDS["damaged"])
    return f'Berkas "{_printable(name)}" {what}; {action}.'


def _printable(name: str) -> str:
    return "".join(character for character in name if character.isprintable())[:120]
