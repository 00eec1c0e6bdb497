"""The sheet "Petunjuk": what to do, what the colours and marks mean, when and how to send."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from jujur.domain.forms import Form
from jujur.forms.identity import Identity
from jujur.forms.palette import Palette

# What a team may type where a value is expected. The words of honesty.md §1; the reader knows the same ones.
_MARKS = (
    ("0", "Jumlahnya memang nol."),
    ("(kosong)", "Belum diisi. Tidak pernah dihitung sebagai nol."),
    ("x", "Tidak berlaku untuk baris ini."),
    ("#", "Tidak dapat diakses atau ditolak."),
    ("?", "Sudah ditanyakan, tetapi tidak diketahui."),
)


def write_guide_sheet(sheet: Worksheet, form: Form, identity: Identity, palette: Palette) -> None:
    """Fill ``sheet``; it prints on one A4 page."""
    sheet.set_column(0, 0, 11)
    sheet.set_column(1, 1, 87)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, f"{identity.government} · {identity.desk_name}", palette["government"])
    sheet.write_string(1, 0, f"Petunjuk: {form.title}", palette["title"])
    sheet.write_string(2, 0, _addressed(identity), palette["election"])
    row = 4
    row = _section(sheet, row, "Cara mengisi", palette)
    for number, instruction in enumerate(form.instructions, start=1):
        row = _line(sheet, row, f"{number}.", instruction, palette)
    row = _section(sheet, row + 1, "Cara mengirim", palette)
    for number, instruction in enumerate(_sending(identity), start=1):
        row = _line(sheet, row, f"{number}.", instruction, palette)
    row = _section(sheet, row + 1, "Arti warna dan tanda", palette)
    row = _legend(sheet, row, palette)
    _notes(sheet, row + 1, form, palette)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.set_margins(left=0.6, right=0.6, top=0.6, bottom=0.6)
    sheet.protect()


def _addressed(identity: Identity) -> str:
    band = "DEMONSTRASI · " if identity.is_demonstration else ""
    return f"{band}{identity.election} · Kecamatan {identity.area_name} · {identity.period_label}"


def _sending(identity: Identity) -> tuple[str, ...]:
    return (
        f"Kirim berkas ini, tanpa mengubah susunannya, paling lambat {identity.due_label}.",
        "Desk membalas dengan tanda terima yang memuat nomor kiriman dan baris yang perlu diperbaiki.",
        'Untuk memperbaiki: betulkan berkas yang sama, isi "Perbaikan atas kiriman nomor", kirim lagi.',
        "Kirim juga bila baru sebagian terisi; laporan desk menyebut apa yang belum diterima.",
    )


def _section(sheet: Worksheet, row: int, title: str, palette: Palette) -> int:
    sheet.write_string(row, 0, title, palette["heading"])
    sheet.write_blank(row, 1, None, palette["heading"])
    return row + 1


def _line(sheet: Worksheet, row: int, number: str, text: str, palette: Palette) -> int:
    sheet.write_string(row, 0, number, palette["plain"])
    sheet.write_string(row, 1, text, palette["plain"])
    sheet.set_row(row, 15 if len(text) < 104 else 29)
    return row + 1


def _legend(sheet: Worksheet, row: int, palette: Palette) -> int:
    sheet.write_string(row, 0, "kuning", palette["sample_input"])
    sheet.write_string(row, 1, "Sel yang diisi tim.", palette["meaning"])
    sheet.write_string(row + 1, 0, "abu-abu", palette["sample_fixed"])
    sheet.write_string(row + 1, 1, "Sel yang sudah terisi dan terkunci.", palette["meaning"])
    for offset, (mark, meaning) in enumerate(_MARKS, start=2):
        sheet.write_string(row + offset, 0, mark, palette["mark"])
        sheet.write_string(row + offset, 1, meaning, palette["meaning"])
    return row + 2 + len(_MARKS)


def _notes(sheet: Worksheet, row: int, form: Form, palette: Palette) -> None:
    noted = [column for column in form.columns if column.note]
    if noted:
        row = _section(sheet, row, "Keterangan kolom", palette)
    for column in noted:
        sheet.write_string(row, 0, "", palette["plain"])
        sheet.write_string(row, 1, f"{column.group}, {column.label}: {column.note}.", palette["plain"])
        row += 1
