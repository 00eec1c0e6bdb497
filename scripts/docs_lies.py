"""The page of lies (docs/LIES.md), from the registry of `jujur lies`."""

from __future__ import annotations

from docs_sources import GENERATED

INTRODUCTION = """\
Setiap baris adalah satu dusta dari [daftar dusta](design/honesty.md#4-the-lies-and-the-answer-to-each), diceritakan kepada desk
kecil yang jujur (dua kecamatan, masing-masing enam TPS), di samping kembarannya yang jujur: hal sah yang mirip. Yang menangkapnya
adalah pertahanan desk itu sendiri; tidak ada yang mengenal dusta menurut namanya. `jujur lies` menjalankan semuanya dan keluar 1
bila ada yang lolos atau ada alarm palsu.

Tingkat: **masukan** lewat kiriman atau tindakan orang, **catatan** di dalam basis data, cadangan, atau konfigurasi, **kode** oleh
fungsi yang diganti dengan yang berdusta. Jawaban: BLOCK tidak ada laporan biasa, HOLD baris ditahan dan dihitung, PRINT tercetak
bagi pembaca, ALERT diberi tanda atau diberitakan. “Alarm” adalah pola yang dicari dalam apa yang dilihat petugas atau pembaca.
"""


def lies_page() -> str:
    """A table of all lies with their level, the answer asked for, and their honest twins."""
    from jujur.lies import LIES

    lines = ["# Daftar dusta\n", GENERATED["id"], INTRODUCTION]
    lines.append("| No. | Dusta | Tingkat | Jawaban | Kembaran jujur | Alarm |\n|---|---|---|---|---|---|")
    for lie in LIES:
        alarm = lie.alarm.replace("|", "\\|")
        lines.append(
            f"| {lie.number} | {lie.title} | {lie.level} | {lie.response} | {lie.twin_title} | `{alarm}` |"
        )
    lines.append(f"\n{len(LIES)} dusta, {len({lie.number[:3] for lie in LIES})} nomor.\n")
    return "\n".join(lines)
