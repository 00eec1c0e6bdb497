"""
### Menerbitkan laporan harian (`publish_daily_report`)

**Mengapa.** Laporan berkala terbit pada waktunya, dari angka yang dibekukan pada batas waktu, dan hanya setelah dua
petugas yang berbeda menyetujuinya. Bila tidak terbit, penerima diberi tahu mengapa; tidak pernah diam.

**Kapan.** Sekali untuk setiap slot dalam `config/<desk>/calendar.yaml`, pada batas waktunya menurut jam desk. Slot yang
terlewat karena mesin mati tetap dijalankan, terlambat. *Logical date* run adalah batas waktu (`as_of`) edisi.

**Masukan.** Catatan pada batas waktu. **Hasil.** Satu PDF per kecamatan dan satu untuk kota, satu surat per penerima.

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

from datetime import datetime, timedelta
from typing import Any

from airflow.sdk import TriggerRule, dag, task
from airflow.sdk.exceptions import AirflowFailException

from jujur.orchestration.decision import OfficerDecision
from jujur.orchestration.failure import describe_failure
from jujur.orchestration.timetables import CalendarTimetable
from jujur.settings import calendar, places

SLOTS = calendar.load_calendar(places.desk_dir()).publish_slots


@dag(
    schedule=CalendarTimetable(slot.cut_off_at for slot in SLOTS if slot.kind == "harian"),
    catchup=False,  # CalendarTimetable itself never skips a slot
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(seconds=10)},
    tags=["jujur", "penerbitan"],
    doc_md=__doc__,
)
def publish_daily_report() -> None:
    """Freeze, compute, draft, verify, approve, finish, seal, deliver; or announce why not."""

    @task
    def freeze(data_interval_end: datetime | None = None) -> list[str]:
        """One edition an area, as of the cut-off."""
        from jujur.operations import publish

        if not data_interval_end or not (edition_ids := publish.freeze_editions(data_interval_end)):
            raise AirflowFailException("Tidak ada edisi untuk slot ini.")
        return edition_ids

    @task
    def compute(edition_ids: list[str]) -> list[str]:
        """Every figure of every edition."""
        from jujur.operations import publish

        publish.compute_figures(edition_ids)
        return edition_ids

    @task
    def draft(edition_id: str) -> str:
        """Render one edition and hold the finished PDF against its figures."""
        from jujur.operations import publish

        return publish.draft_edition(edition_id)

    @task
    def finish(edition_id: str) -> str:
        """The edition as it will be sent."""
        from jujur.operations import publish

        publish.finish_edition(edition_id)
        return edition_id

    @task
    def seal(edition_id: str) -> str:
        """Both officers' signatures."""
        from jujur.operations.seal import seal_edition

        seal_edition(edition_id)
        return edition_id

    @task
    def deliver(edition_id: str) -> None:
        """One message a recipient."""
        from jujur.operations import deliver

        deliver.deliver_edition(edition_id)

    @task(trigger_rule=TriggerRule.ONE_FAILED)
    def announce(**context: Any) -> None:
        """Tell the recipients that there is no report, and why."""
        from jujur.operations import publish

        publish.announce_not_published(context["data_interval_end"], describe_failure(context))

    frozen = freeze()
    computed = compute(frozen)
    drafted = draft.expand(edition_id=computed)
    verify = OfficerDecision(task_id="verify", act="verify", edition_ids=computed)
    approve = OfficerDecision(task_id="approve", act="approve", edition_ids=verify.output)
    finished = finish.expand(edition_id=approve.output)
    drafted >> verify
    sealed = seal.expand(edition_id=finished)
    deliver.expand(edition_id=sealed)
    [frozen, computed, drafted, verify, approve, finished, sealed] >> announce()


publish_daily_report()
