"""The ``jujur`` command: the same use cases as the DAGs, for a person at a terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from jujur.commands import decide, frame, ledger, lies, official, seal, spot_check, usage, verify, vintages
from jujur.commands.common import in_plain_words, instant, print_line
from jujur.domain.errors import JujurError
from jujur.domain.periods import WIB

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Jujur: laporan desk pemilu yang dapat diperiksa."
)
app.add_typer(decide.app, name="decide")
app.add_typer(frame.app, name="frame")
app.add_typer(ledger.app, name="ledger")
app.command("lies")(lies.lies)
app.add_typer(official.app, name="official")
app.add_typer(seal.app, name="seal")
app.add_typer(spot_check.app, name="spot-check")
app.add_typer(vintages.app, name="revise")
app.command("verify")(verify.verify)
app.command("check")(verify.check)


@app.command()
@in_plain_words
def init() -> None:
    """Menyiapkan catatan desk dan membekukan kerangka wajib lapor."""
    from jujur.operations.desk import open_desk
    from jujur.operations.initialise import enter_demonstration, initialise

    with open_desk() as desk:
        shifted = enter_demonstration(desk)
    with open_desk() as desk:
        done = initialise(desk)
    for line in [*shifted, *done] or ["Sudah siap; tidak ada yang perlu dilakukan."]:
        typer.echo(line)


@app.command()
@in_plain_words
def clock(
    desk_time: Annotated[str, typer.Argument(help="waktu desk yang baru (WIB), misalnya 2024-02-14 18.30")],
    reason: Annotated[str, typer.Option(help="alasan; tercetak pada laporan")] = "peragaan",
) -> None:
    """Menggeser jam desk (hanya demonstrasi); pergeseran tercatat dan tercetak."""
    from jujur.operations.desk import open_desk
    from jujur.operations.initialise import shift_clock

    with open_desk() as desk:
        shift_clock(desk, instant(desk_time), reason)
    typer.echo(f"Jam desk sekarang {instant(desk_time).astimezone(WIB):%d-%m-%Y %H.%M} WIB.")


@app.command()
@in_plain_words
def template(
    form: Annotated[str, typer.Option("--form", help="formulir, misalnya pungut_hitung")],
    area: Annotated[str, typer.Option("--area", help="kode kecamatan; kode kota untuk semua kecamatan")],
    period: Annotated[str, typer.Option("--period", help="masa laporan, misalnya 2024-02-14")],
    out: Annotated[
        Path | None, typer.Option("--out", help="berkas .xlsx atau folder tujuan; kosong: folder ini")
    ] = None,
) -> None:
    """Membuat buku kerja kosong untuk tim; untuk kota, satu buku kerja setiap kecamatan."""
    from jujur.operations.desk import open_desk
    from jujur.operations.template import blank_workbooks, is_file_name, keep

    names_file = out is not None and is_file_name(out)
    with open_desk() as desk:
        blanks = blank_workbooks(desk, form, area, period)
        is_city = area == desk.config.gazetteer.city.code
    is_file = not is_city and names_file
    folder = out or (Path(f"{form}_{area}_{period}") if is_city else Path())
    for blank in blanks:
        path = folder if is_file else folder / blank.file_name
        keep(blank, path)
        typer.echo(f"Buku kerja kosong ditulis ke {path}")


@app.command()
@in_plain_words
def receive(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="berkas kiriman")],
    sender: Annotated[str, typer.Option("--from", help="alamat pengirim")] = "",
    at: Annotated[str, typer.Option("--at", help="waktu terima (WIB); hanya demonstrasi")] = "",
) -> None:
    """Menerima berkas; satu baris JSON untuk setiap berkas."""
    from jujur.operations import judging
    from jujur.operations.answer import told
    from jujur.operations.desk import open_desk
    from jujur.operations.receive import Arrival
    from jujur.operations.receive import receive as take_in

    with open_desk() as desk:
        if at and not desk.config.is_demonstration:
            raise JujurError("Waktu terima ditentukan jam peladen; --at hanya untuk desk demonstrasi.")
        received_at = instant(at) if at else desk.now()
        taken = []
        for path in files:
            stamp = path.stat().st_mtime_ns
            key = f"cli|{sender}|{path.absolute()}|{stamp}|{received_at.isoformat()}"
            submission_id, _ = take_in(
                desk, Arrival(key, path.name, path.read_bytes(), sender, "cli"), received_at
            )
            taken.append((path, submission_id))
        judging.judge_submissions(desk, [submission_id for _, submission_id in taken])
        with desk.database.reading() as session:
            for path, submission_id in taken:
                print_line(
                    {"file": str(path), "submission": submission_id, **told(desk, session, submission_id)}
                )


@app.command()
@in_plain_words
def status() -> None:
    """Keadaan desk: jam, kiriman, edisi, surat."""
    from jujur.operations import inquire
    from jujur.operations.desk import open_desk

    with open_desk() as desk:
        typer.echo(json.dumps(inquire.status(desk), ensure_ascii=False, indent=1))


@app.command()
@in_plain_words
def publish(
    slot: Annotated[
        str, typer.Argument(help="batas data (WIB), misalnya 2024-02-14 19.30; kosong: yang terakhir lewat")
    ] = "",
    verified_by: Annotated[str, typer.Option(help="petugas yang memverifikasi")] = "",
    approved_by: Annotated[str, typer.Option(help="petugas yang menyetujui")] = "",
    reason: Annotated[str, typer.Option(help="alasan keputusan")] = "",
) -> None:
    """Menghitung, merancang, dan (bila kedua keputusan diberikan) menerbitkan dan menandatangani semua edisi satu slot."""
    from jujur.operations import publish as publishing
    from jujur.operations.desk import open_desk
    from jujur.operations.seal import seal_edition

    with open_desk() as desk:
        past = [
            item.cut_off_at for item in desk.config.calendar.publish_slots if item.cut_off_at <= desk.now()
        ]
        if not slot and not past:
            raise JujurError(
                "Belum ada batas data yang lewat pada jam desk; lihat `jujur status` dan kalender."
            )
        slot_at = instant(slot) if slot else past[-1]
    ids = publishing.freeze_editions(slot_at)
    publishing.compute_figures(ids)
    for edition_id in ids:
        publishing.draft_edition(edition_id)
    for act, actor in (("verify", verified_by), ("approve", approved_by)):
        if actor:
            publishing.record_decision(ids, act, actor, True, reason)
    for edition_id in ids:
        is_final = bool(verified_by and approved_by)
        sha256 = publishing.finish_edition(edition_id) if is_final else publishing.draft_edition(edition_id)
        if is_final:
            sha256 = seal_edition(edition_id)
        print_line({"edition": edition_id, "status": "terbit" if is_final else "rancangan", "sha256": sha256})


@app.command()
@in_plain_words
def show(
    edition_id: Annotated[str, typer.Argument(help="id edisi")],
    out: Annotated[Path | None, typer.Option(help="tempat menyimpan PDF")] = None,
) -> None:
    """Menyimpan PDF sebuah edisi (salinan bertanda tangan, yang terbit, atau rancangannya)."""
    from jujur.operations.desk import open_desk
    from jujur.operations.verify import edition_pdf

    target = out or Path(f"{edition_id}.pdf")
    with open_desk() as desk:
        target.write_bytes(edition_pdf(desk, edition_id))
    typer.echo(str(target))


@app.command()
@in_plain_words
def translate(
    edition_id: Annotated[str, typer.Argument(help="id edisi yang sudah terbit")],
    out: Annotated[Path | None, typer.Option(help="tempat menyimpan PDF")] = None,
) -> None:
    """Menulis edisi berbahasa Inggris dari terbitan yang ada, setelah diaudit; yang berlaku tetap yang berbahasa Indonesia."""
    from jujur.operations import translating
    from jujur.operations.desk import open_desk

    target = out or Path(f"{edition_id}-en.pdf")
    with open_desk() as desk:
        target.write_bytes(translating.translate_edition(desk, edition_id, "en"))
        typer.echo(str(target))
        if sheet := translating.translate_errata(desk, edition_id, "en"):
            beside = target.with_name(f"{target.stem}-ralat.pdf")
            beside.write_bytes(sheet)
            typer.echo(str(beside))


@app.command()
@in_plain_words
def trace(
    subject: Annotated[str, typer.Argument(help="angka (16.72.01/sum_suara_sah) atau id baris")],
    edition: Annotated[str, typer.Option(help="id edisi; kosong: edisi terakhir")] = "",
) -> None:
    """Menelusuri angka ke baris, berkas dan pengirim, atau baris ke angka dan edisi yang memakainya."""
    from jujur.operations import tracing
    from jujur.operations.desk import open_desk

    with open_desk() as desk:
        typer.echo(json.dumps(tracing.trace(desk, subject, edition or None), ensure_ascii=False, indent=1))


def main() -> None:
    """Entry point."""
    usage.run(app, "jujur")


if __name__ == "__main__":
    main()
