"""
### Menjaga kalender terbitan (`watch_calendar`)

**Mengapa.** Laporan yang diam-diam tidak terbit adalah kebohongan yang paling mudah: hari buruk tanpa laporan. Karena itu slot
yang waktu rilisnya lewat tanpa terbitan diumumkan sendiri kepada penerimanya, juga bila run penerbitannya tidak pernah dimulai.

**Kapan.** Setiap 15 menit waktu mesin; yang dibandingkan adalah jam desk dengan waktu rilis dalam
`config/<desk>/calendar.yaml`. Yang terlewat tidak dikejar: satu kali jalan melihat semua slot.

**Masukan.** Kalender beku dan catatan edisi. **Hasil.** Satu pemberitahuan "tidak terbit, karena …" untuk setiap penerima
yang wilayahnya belum mempunyai terbitan, dan peristiwa `report_not_published` di buku besar.

| tugas | arti | boleh diulang |
|---|---|---|
| `announce_missing` | cari slot tanpa terbitan lalu umumkan; surat yang belum sampai dicoba lagi | ya, tidak ada yang dua kali |

**Bila gagal.** Biasanya peladen surel tidak terjangkau: pulihkan; run berikutnya mengirim sisanya. Laporan yang kemudian
tetap terbit menyebut rencana dan keterlambatannya; pemberitahuan tidak ditarik.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import dag, task


@dag(
    schedule=timedelta(minutes=15),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(seconds=30)},
    tags=["jujur", "penerbitan"],
    doc_md=__doc__,
)
def watch_calendar() -> None:
    """Announce what should have been published."""

    @task
    def announce_missing() -> list[str]:
        """Cut-offs of the slots announced in this run."""
        from jujur.operations import vintages

        return [cut_off.isoformat() for cut_off in vintages.announce_missing()]

    announce_missing()


watch_calendar()
