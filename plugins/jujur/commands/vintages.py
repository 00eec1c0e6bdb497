"""``jujur revise``."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from jujur.commands.common import in_plain_words, instant, print_line


class _SlotFirst(TyperGroup):
    """``jujur revise "2024-02-14 19.30"`` is ``jujur revise slot "2024-02-14 19.30"``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        is_slot = bool(args) and not args[0].startswith("-") and args[0] not in self.commands
        return super().parse_args(ctx, ["slot", *args] if is_slot else args)


app = typer.Typer(
    cls=_SlotFirst,
    no_args_is_help=True,
    help="Revisi terbitan (jujur revise SLOT), daftar perubahan, ralat, syarat FINAL.",
)

SlotArgument = Annotated[str, typer.Argument(help="batas data slot (WIB), misalnya 2024-02-14 19.30")]
EditionArgument = Annotated[str, typer.Argument(help="id edisi")]


@app.command()
@in_plain_words
def slot(
    slot: SlotArgument,
    as_of: Annotated[
        str, typer.Option("--as-of", help="batas data revisi (WIB); kosong: sekarang menurut jam desk")
    ] = "",
    final: Annotated[bool, typer.Option("--final", help="FINAL; semua unit harus sudah ditutup")] = False,
    verified_by: Annotated[str, typer.Option(help="petugas yang memverifikasi")] = "",
    approved_by: Annotated[str, typer.Option(help="petugas yang menyetujui")] = "",
    reason: Annotated[str, typer.Option(help="alasan keputusan")] = "",
) -> None:
    """Revisi berikutnya dari satu slot yang sudah terbit: hanya wilayah yang berubah, dan kota. Tidak mengirim."""
    from jujur.operations import publish as publishing
    from jujur.operations import vintages

    ids = vintages.revise_slot(instant(slot), instant(as_of) if as_of else None, final)
    if not ids:
        typer.echo("Tidak ada angka atau simpulan yang berubah; tidak ada revisi.")
        return
    publishing.compute_figures(ids)
    for edition_id in ids:
        publishing.draft_edition(edition_id)
    for act, actor in (("verify", verified_by), ("approve", approved_by)):
        if actor:
            publishing.record_decision(ids, act, actor, True, reason)
    for edition_id in ids:
        is_agreed = bool(verified_by and approved_by)
        sha256 = publishing.finish_edition(edition_id) if is_agreed else publishing.draft_edition(edition_id)
        status = "terbit" if is_agreed else "rancangan"
        print_line({"edition": edition_id, "status": status, "sha256": sha256})


@app.command()
@in_plain_words
def changes(edition_id: EditionArgument) -> None:
    """Tabel perubahan sebuah revisi terhadap terbitan yang digantikannya; satu baris JSON setiap perubahan."""
    from jujur.operations import vintages

    for change in vintages.changes(edition_id):
        print_line(_plain(change))


@app.command()
@in_plain_words
def errata(edition_id: EditionArgument) -> None:
    """Siapa yang harus diberi tahu tentang kekeliruan sebuah edisi; satu baris JSON setiap penerima."""
    from jujur.operations import vintages

    for call in vintages.errata(edition_id):
        print_line(_plain(call))


@app.command("open")
@in_plain_words
def open_units(slot: SlotArgument) -> None:
    """Laporan wajib yang belum ditutup, penghalang status FINAL; satu baris JSON setiap unit."""
    from jujur.operations import vintages

    for unit in vintages.open_units(instant(slot)):
        print_line(_plain(unit))


@app.command()
@in_plain_words
def deliver(edition_id: EditionArgument) -> None:
    """Mengirim edisi yang terbit kepada penerimanya dan kepada semua yang dipanggil ralat."""
    from jujur.operations.deliver import deliver_edition

    typer.echo(f"{deliver_edition(edition_id)} surat terkirim.")


@app.command()
@in_plain_words
def missing() -> None:
    """Mengumumkan slot yang waktu rilisnya lewat tanpa laporan; aman diulang."""
    from jujur.domain.periods import WIB
    from jujur.operations import vintages

    for cut_off in vintages.announce_missing():
        typer.echo(f"Diumumkan tidak terbit: batas data {cut_off.astimezone(WIB):%d-%m-%Y %H.%M} WIB.")


def _plain(value: Any) -> dict[str, Any]:
    """A record as JSON values; instants as in the record."""
    from dataclasses import asdict
    from datetime import datetime

    from jujur.domain.periods import to_text

    return {
        name: to_text(item) if isinstance(item, datetime) else item for name, item in asdict(value).items()
    }
