"""Lies told in the database file, the configuration or the stored files, behind the record's back."""

from __future__ import annotations

import shutil

from jujur.lies.registry import Act, Lie
from jujur.lies.town import MIDDLE, set_number
from jujur.lies.watching import anchored, drafted, edition_id, ledger, page, published, verified
from jujur.lies.world import DATA_OFFICER, PERIOD, REASON, World, honest_rows, wib
from jujur.operations.act_rows import short_name
from jujur.operations.desk import open_desk
from jujur.operations.frame_changes import FrameChange, change_frame
from jujur.operations.remaking import override
from jujur.operations.verify import edition_pdf


def edit(statement: str) -> Act:
    """One statement behind the record's back."""

    def act(world: World) -> None:
        world.edit(statement)

    return act


def change(what: FrameChange) -> Act:
    """A data officer's change of the frame, while Dempo Tengah is silent."""

    def act(world: World) -> None:
        world.everybody_reports(but=MIDDLE)
        with open_desk() as desk:
            change_frame(desk, PERIOD, what, DATA_OFFICER, REASON)

    return act


def silent_and(statement: str) -> Act:
    """Dempo Tengah is silent, and somebody edits the record before the report is made."""

    def act(world: World) -> None:
        world.everybody_reports(but=MIDDLE)
        world.edit(statement)

    return act


def _overridden(world: World) -> None:
    world.to(wib(19, 31))
    with open_desk() as desk:
        override(desk, row_name(world), {"suara_sah": "137", "suara_tidak_sah": "1"}, DATA_OFFICER, REASON)


def row_name(world: World) -> str:
    """The first station of Dempo Tengah as an officer calls it."""
    ((submission_id, sheet, number),) = world.ask(
        "SELECT submission_id, sheet, row_number FROM row_pungut_hitung WHERE kecamatan_code = ? "
        "ORDER BY submission_id, row_number LIMIT 1",
        MIDDLE,
    )
    return short_name(submission_id, sheet, number)


def _cut_after_freezing(world: World) -> None:
    drafted(world, MIDDLE)
    world.edit("DELETE FROM ledger WHERE seq > (SELECT max(seq) - 12 FROM ledger)")


def _only_drafted(world: World) -> None:
    drafted(world, MIDDLE)


def _keep(world: World) -> None:
    with open_desk() as desk:
        world.kept["disimpan camat.pdf"] = edition_pdf(desk, edition_id(MIDDLE))


def _restored(world: World) -> None:
    backup = world.home.parent / "cadangan"
    shutil.copytree(world.home, backup)
    _published_and_kept(world)
    shutil.rmtree(world.home)
    shutil.copytree(backup, world.home)


def _published_and_kept(world: World) -> None:
    published(world, MIDDLE)
    _keep(world)


def _other_threshold(world: World) -> None:
    world.everybody_reports(rows={MIDDLE: [{}, {}, {}, *honest_rows(MIDDLE)[3:]]})
    set_number(world.config / "thresholds.yaml", "coverage_percent", 40)


def _later_due(world: World) -> None:
    path = world.config / "calendar.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('batas_kirim: "2024-02-14 19.00"', 'batas_kirim: "2024-02-14 19.20"'), encoding="utf-8"
    )
    _late(world)


def _late(world: World) -> None:
    world.to(wib(19, 10))
    world.everybody_reports(at=wib(19, 10))


def _on_time(world: World) -> None:
    world.everybody_reports()


RECORD_LIES = (
    Lie(
        *("L04a", "baris ditimpa di dalam basis data", "catatan", "BLOCK", "lengkap"),
        edit("UPDATE row_pungut_hitung SET suara_sah = suara_sah + 1 WHERE suara_sah > 0"),
        *("petugas menetapkan nilai lain dengan alasan", _overridden),
        *(ledger, r"LedgerBroken: .*row_pungut_hitung.*"),
    ),
    Lie(
        *("L04b", "baris yang terbit ditimpa, lalu PDF diperiksa", "catatan", "BLOCK", "terbit"),
        edit("UPDATE row_pungut_hitung SET suara_sah = suara_sah + 1 WHERE suara_sah > 0"),
        *("PDF terbit diperiksa kembali", lambda world: None),
        *(verified(MIDDLE), r"Angka 16\.72\.05/sum_suara_sah .*"),
    ),
    Lie(
        *("L23a", "TPS yang diam dihapus dari kerangka", "catatan", "BLOCK", "sore"),
        silent_and("DELETE FROM frame WHERE form_id = 'pungut_hitung' AND unit_code = '1672051001002'"),
        *("perubahan kerangka yang diputuskan dan dicetak", change(FrameChange(drop=("1672051001002",)))),
        *(page(), r"(RecordError|PublicationBlocked|LedgerBroken): .*"),
    ),
    Lie(
        *("L24a", "batas lapor dimundurkan dalam basis data", "catatan", "BLOCK", "sore"),
        silent_and(
            "UPDATE frame SET due_at = '2024-02-14T12:20:00.000000Z' WHERE due_at = '2024-02-14T12:00:00.000000Z'"
        ),
        *("batas lapor diubah dengan keputusan", change(FrameChange(due_at=wib(19, 20)))),
        *(page(), r"(RecordError|PublicationBlocked|LedgerBroken): .*"),
    ),
    Lie(
        *("L24b", "batas lapor dimundurkan dalam kalender sesudah dibekukan", "catatan", "PRINT", "sore"),
        _later_due,
        *("kiriman tepat waktu", _on_time),
        *(page(MIDDLE), r"\b6 di antaranya terlambat|PublicationBlocked: .*"),
    ),
    Lie(
        *("L48a", "ekor buku besar dipotong", "catatan", "BLOCK", "lengkap"),
        _cut_after_freezing,
        *("buku besar yang bertambah", _only_drafted),
        *(ledger, r"LedgerBroken: .*"),
    ),
    Lie(
        *("L48b", "catatan diganti cadangan lama sesudah terbit", "catatan", "BLOCK", "lengkap"),
        _restored,
        *("laporan terbit dan disimpan di luar", _published_and_kept),
        *(anchored, r"LedgerBroken: .*"),
    ),
    Lie(
        *("L49a", "ambang diturunkan sesudah data terlihat", "catatan", "PRINT", "sore"),
        _other_threshold,
        *("cakupan penuh di bawah ambang semula", _on_time),
        *(page(MIDDLE), r"BELUM DAPAT DISIMPULKAN|.*ambang coverage_percent.*"),
    ),
    Lie(
        *("L49b", "ambang yang dibekukan ditimpa dalam basis data", "catatan", "BLOCK", "sore"),
        silent_and(
            "UPDATE frame_terms SET terms = replace(terms, '\"coverage_percent\":90', '\"coverage_percent\":10')"
        ),
        *("ambang diubah dengan keputusan", change(FrameChange(thresholds={"coverage_percent": 85}))),
        *(page(), r"(RecordError|PublicationBlocked|LedgerBroken): .*"),
    ),
)
