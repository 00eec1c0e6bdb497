"""
### Menerbitkan laporan akhir (`publish_final_report`)

**Mengapa.** Laporan akhir menyatakan angka FINAL. Ia hanya dapat dibekukan bila setiap unit wajib lapor sudah ditutup atau
dibebaskan dengan alasan (`jujur revise open`, `jujur decide excuse`); sebelum itu slotnya diumumkan tidak terbit.

**Kapan.** Sekali untuk setiap slot berjenis `akhir` dalam `config/<desk>/calendar.yaml`,
pada batas datanya menurut jam desk. *Logical date* run adalah batas waktu (`as_of`) edisi.

**Masukan.** Catatan sebagaimana diketahui pada batas waktu. **Hasil.** Satu PDF per kecamatan dan satu untuk kota,
terkirim satu surat per penerima.

| tugas | arti | boleh diulang |
|---|---|---|
| `freeze` | bekukan satu edisi per wilayah pada batas waktu | ya |
| `compute` | hitung semua angka dari catatan | ya |
| `draft` | susun PDF, lalu baca kembali dan cocokkan setiap angka | ya |
| `verify`, `approve` | keputusan petugas di halaman *Required Actions*; jawaban dicatat atas nama penjawab | ya, ditanya lagi |
| `finish` | PDF akhir dengan nama jabatan pemutus | ya |
| `seal` | tanda tangan pemeriksa dan penyetuju di akhir berkas, atau kembali dari penanda tangan luar | ya |
| `deliver` | kirim | ya, tidak ada yang terkirim dua kali |
| `announce` | bila salah satu di atas gagal atau ditolak: kirim "tidak terbit, karena …"; run tetap merah | ya |

**Bila gagal.** Sampai `seal`: belum ada yang terkirim, dan pemberitahuan sudah keluar. Perbaiki sebabnya, lalu *Clear*
tugas yang merah beserta hilirnya. `deliver` merah: sebagian mungkin sudah sampai; *Clear* mengirim sisanya saja.
"""

from __future__ import annotations

from airflow.sdk import dag

from jujur.orchestration import publishing


@dag(schedule=publishing.schedule_of("akhir"), doc_md=__doc__, **publishing.HABITS)
def publish_final_report() -> None:
    """Freeze, compute, draft, verify, approve, finish, seal, deliver; or announce why not."""
    publishing.wire()


publish_final_report()
