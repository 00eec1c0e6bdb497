"""
### Menerima kiriman (`receive_submissions`)

**Mengapa.** Setiap berkas yang dikirim tim pemantau disimpan, diperiksa, dan dijawab; tidak ada yang hilang atau diam.

**Kapan.** Berulang menurut `config/<desk>/calendar.yaml`: jeda biasa, dan jeda lebih pendek pada hari pemungutan
suara menurut jam desk. Yang terlewat tidak dikejar; satu kali jalan mengambil semua yang ada. Satu run pada satu saat.

**Masukan.** Folder kotak masuk di `JUJUR_HOME` (kanal lain menyusul).

**Hasil.** Berkas mentah dan baris dalam catatan, temuan per baris, jawaban kepada pengirim, dan aset `submissions`.

| tugas | arti | boleh diulang |
|---|---|---|
| `collect` | simpan berkas mentah dan catat kiriman; bila tidak ada yang perlu diperiksa atau dijawab, sisanya dilewati | ya |
| `validate` | periksa semua kiriman dalam satu kelompok, tiap baris masuk tepat satu wadah | ya |
| `reply` | kirim tanda terima dengan temuan tiap baris kepada pengirim | ya, tidak ada yang terkirim dua kali |

**Bila gagal.** Berkas mentah sudah aman sebelum dibuka. Baca log tugas yang merah dan perbaiki sebabnya; run berikutnya
mengambil lagi kiriman yang belum diperiksa atau belum dijawab, misalnya sesudah peladen surel mati.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import dag, task

from jujur.orchestration.assets import SUBMISSIONS
from jujur.orchestration.timetables import ReceivingTimetable
from jujur.settings import calendar, places

DESK_CALENDAR = calendar.load_calendar(places.desk_dir())


@dag(
    schedule=ReceivingTimetable(
        DESK_CALENDAR.receive_every_seconds,
        DESK_CALENDAR.receive_every_seconds_voting_day,
        DESK_CALENDAR.voting_days,
    ),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 3, "retry_delay": timedelta(seconds=10)},
    tags=["jujur", "penerimaan"],
    doc_md=__doc__,
)
def receive_submissions() -> None:
    """Collect, validate, reply."""

    @task.short_circuit
    def collect() -> list[str]:
        """Keep what lies in the inbox; ids of new submissions. Nothing new ends the run here."""
        from jujur.operations import receive

        return receive.collect_inbox()

    @task(outlets=[SUBMISSIONS])
    def validate(submission_ids: list[str]) -> list[str]:
        """Judge all submissions of this run as one batch."""
        from jujur.operations import receive

        return receive.validate_batch(submission_ids)

    @task
    def reply(submission_ids: list[str]) -> None:
        """Send each sender the receipt with what was found."""
        from jujur.operations import receive

        receive.reply_to_senders(submission_ids)

    reply(validate(collect()))


receive_submissions()
