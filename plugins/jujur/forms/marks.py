"""What a team may write where a value is expected: the words of honesty.md §1, as the reader knows them."""

from __future__ import annotations

from jujur.domain.forms import Form

# Offered at the end of every dropdown, and accepted without a question wherever a number or a date is expected.
WORDS = ("tidak berlaku", "tidak dapat diakses", "tidak tahu")
SIGNS = ("x", "#", "?", "-")


def legend(form: Form) -> tuple[tuple[str, str], ...]:
    """Every mark and what it means, for the guide."""
    return (
        ("0", "Jumlahnya memang nol."),
        ("(kosong)", "Belum diisi atau belum diketahui. Tidak pernah dihitung sebagai nol."),
        ("x  atau  tidak berlaku", "Pertanyaannya tidak berlaku untuk baris ini."),
        (
            "#  atau  tidak dapat diakses",
            "TPS, dokumen, atau keterangannya tidak dapat diakses, atau ditolak.",
        ),
        ("?  atau  tidak tahu", "Sudah ditanyakan, tetapi tidak diketahui."),
        ("NIHIL", _nil(form)),
    )


def _nil(form: Form) -> str:
    if form.is_event:
        return (
            "Tidak ada yang dilaporkan pada masa laporan ini. Pilih pada sel Konfirmasi NIHIL di atas tabel; "
            "lembar kosong tanpa NIHIL berarti BELUM MELAPOR."
        )
    return "Tidak dipakai pada formulir ini: bila jumlahnya memang nol, ketik 0."
