"""Sentences for findings and checks, in Indonesian and English: what was found, and what it means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from jujur.verifier.findings import Check, Finding, Outcome, Report

Language = Literal["id", "en"]
# How many findings of one check are spelled out; the rest are counted, and all are in the JSON.
SHOWN = 8

CHECKS: dict[str, tuple[str, str]] = {
    "read": ("Berkas terbaca", "File can be read"),
    "digests": ("Lampiran dan sidik data", "Attachments and data digest"),
    "frame": ("Kerangka wajib lapor", "Expected frame"),
    "figures": ("Angka dihitung ulang dari baris", "Figures recomputed from the rows"),
    "statuses": ("Simpulan ditarik ulang dari angka", "Statuses drawn again from the figures"),
    "official": ("Pembanding resmi", "Official figures beside ours"),
    "recommendations": ("Rekomendasi menurut aturan", "Recommendations by their rules"),
    "units": ("Rincian setiap TPS", "Every station in full"),
    "pages": ("Angka tercetak", "Printed numerals"),
    "changes": ("Tabel perubahan", "Change table"),
    "rebuild": ("Laporan dibangun ulang dari isinya", "Report rebuilt from its own inside"),
    "signatures": ("Tanda tangan", "Signatures"),
    "chain": ("Sambungan kepala buku besar", "Continuity of ledger heads"),
}
OUTCOMES: dict[Outcome, tuple[str, str]] = {
    Outcome.PASSED: ("LULUS", "PASSED"),
    Outcome.FAILED: ("GAGAL", "FAILED"),
    Outcome.NOT_TESTED: ("TIDAK DIUJI", "NOT TESTED"),
}
SENTENCES: dict[str, tuple[str, str]] = {
    "pdf_unreadable": ("Berkas bukan PDF yang utuh: {0}.", "The file is no intact PDF: {0}."),
    "attachment_missing": ("Lampiran {0} tidak ada.", "Attachment {0} is missing."),
    "attachment_unreadable": ("Lampiran {0} tidak terbaca: {1}.", "Attachment {0} cannot be read: {1}."),
    "attachment_strange": ("Lampiran {0} bukan bagian laporan ini.", "Attachment {0} is not part of this report."),
    "attachment_swapped": (
        "Lampiran {0} bukan yang diikat laporan: sidiknya {1}…, seharusnya {2}….",
        "Attachment {0} is not the one that the report binds: its digest is {1}…, it should be {2}….",
    ),
    "attachment_relation": ("Lampiran {0} berhubungan {1}.", "Attachment {0} has relationship {1}."),
    "facts_incomplete": ("figures.json tidak memuat {0}.", "figures.json lacks {0}."),
    "digest_differs": (
        "Sidik data di figures.json bukan sidik isinya: isinya {0}…, tertulis {1}….",
        "The digest in figures.json is not that of its content: {0}… against {1}….",
    ),
    "digest_not_printed": ("Sidik data {0}… tidak tercetak di halaman.", "The data digest {0}… is not printed."),
    "identity_not_printed": ("Sidik {0} {1}… tidak tercetak.", "The digest {0} {1}… is not printed."),
    "method_differs": (
        "method.json menyebut {0} {1}, laporannya {2}.",
        "method.json says {0} is {1}, the report {2}.",
    ),
    "frame_is_part": (
        "laporan kecamatan hanya membawa bagiannya sendiri dari kerangka; periksa pada laporan kota",
        "a kecamatan report carries only its own part of the frame; check the city's",
    ),
    "frame_differs": (
        "frame.csv memberi sidik {0}…, tetapi laporan mencetak {1}…: kerangkanya lain.",
        "frame.csv gives digest {0}…, the report prints {1}…: it is another frame.",
    ),
    "tables_incomplete": (
        "Tabel di dalam laporan tidak cukup untuk menghitung ulang: {0}.",
        "The tables inside do not suffice to recompute: {0}.",
    ),
    "malformed": ("Isi lampiran tidak berbentuk seperti seharusnya: {0}.", "An attachment is malformed: {0}."),
    "figure_unknown": (
        "Angka {0} dinyatakan, padahal tidak dapat dihitung dari baris.",
        "Figure {0} is stated, but cannot be computed from the rows.",
    ),
    "figure_missing": ("Angka {0} seharusnya ada, tetapi tidak dinyatakan.", "Figure {0} is due, but not stated."),
    "figure_differs": (
        "Angka {0} ({1}): laporan menyebut {2}, baris memberi {3}.",
        "Figure {0} ({1}): the report says {2}, the rows give {3}.",
    ),
    "figure_rows": (
        "Angka {0} tidak berasal dari baris yang disebutnya.",
        "Figure {0} does not come from the rows that it names.",
    ),
    "votes_in_take": (
        "Pengambilan hari pemungutan suara memuat {0}; angka suara tidak boleh ada di dalamnya.",
        "A take of voting day carries {0}; no figure of votes may be in it.",
    ),
    "columns_left_out": (
        "Lajur {0} ditinggalkan, padahal hanya pengambilan hari pemungutan suara boleh meninggalkan lajur.",
        "Column {0} is left out, though only a take of voting day may leave columns out.",
    ),
    "status_differs": (
        "Simpulan {0}: laporan menyebut {1}, angkanya memberi {2}.",
        "Status of {0}: the report says {1}, its figures give {2}.",
    ),
    "unit_missing": ("TPS {0} wajib lapor, tetapi tidak ada di rincian.", "Station {0} is expected, but not listed."),
    "unit_strange": ("TPS {0} ada di rincian, tetapi bukan wajib lapor.", "Station {0} is listed, but not expected."),
    "unit_differs": (
        "TPS {0} ({1}): rincian mencetak {2}, barisnya {3}.",
        "Station {0} ({1}): the table prints {2}, its row says {3}.",
    ),
    "older_final": (
        "laporan akhir ini dibuat sebelum bagian itu ada",
        "this final report was made before there was such a section",
    ),
    "official_strange": (
        "Angka resmi {0} bukan hitungan yang boleh dikutip di samping angka laporan ini.",
        "Official figure {0} is none that may be quoted beside the figures of this report.",
    ),
    "official_unsourced": (
        "Angka resmi {0} dikutip tanpa sumber, formulir, atau tanggal.",
        "Official figure {0} is quoted without source, form or date.",
    ),
    "official_differs": (
        "Angka resmi {0} ({1}): tercetak {2}, seharusnya {3}.",
        "Official figure {0} ({1}): printed {2}, should be {3}.",
    ),
    "recommendation_missing": (
        "Aturan {0} terpenuhi untuk {1}, tetapi rekomendasinya tidak ada.",
        "Rule {0} is met for {1}, but its recommendation is missing.",
    ),
    "recommendation_stray": (
        "Rekomendasi {0} untuk {1} tidak didukung angkanya.",
        "The recommendation of rule {0} for {1} is not borne out by the figures.",
    ),
    "recommendation_unprinted": (
        "Rekomendasi {0} untuk {1} tidak tercetak.",
        "The recommendation of rule {0} for {1} is not printed.",
    ),
    "numeral_strange": ("Angka {0} tercetak tanpa fakta ({1} kali).", "Numeral {0} is printed without a fact ({1}×)."),
    "numeral_missing": ("Angka {0} seharusnya tercetak ({1} kali lagi).", "Numeral {0} is not printed ({1}× due)."),
    "misspelled": (
        "Angka {0} ({1}) tercetak “{2}”, seharusnya “{3}”.",
        "Figure {0} ({1}) is printed “{2}”, should be “{3}”.",
    ),
    "first_issue": ("terbitan pertama, tidak ada yang berubah", "a first issue, nothing has changed"),
    "former_not_given": (
        "sertakan laporan yang digantikan, nomor {0} R{1}, untuk mengujinya",
        "hand over the report that it replaces, number {0} R{1}, to test it",
    ),
    "former_other_bytes": (
        "Laporan terdahulu yang diserahkan bukan yang digantikan: sidiknya {0}…, seharusnya {1}….",
        "The earlier report handed over is not the one replaced: digest {0}…, should be {1}….",
    ),
    "change_untold": ("{0} berubah tanpa disebut di tabel perubahan.", "{0} changed and is not in the change table."),
    "change_stray": ("Tabel perubahan menyebut {0}, padahal tidak berubah.", "The change table names {0}, unchanged."),
    "change_other": (
        "Tabel perubahan menyebut nilai lain untuk {0} daripada kedua laporan.",
        "The change table gives other values of {0} than the two reports.",
    ),
    "change_unlike_report": (
        "Tabel perubahan menyebut nilai baru untuk {0} yang bukan nilai laporan ini.",
        "The change table gives a new value of {0} that is not this report's.",
    ),
    "not_rebuilt": (
        "Laporan tidak dapat dicetak ulang dari isinya ({0}: {1}).",
        "The report cannot be printed again from its inside ({0}: {1}).",
    ),
    "same_uncompressed": (
        "sama sesudah dibuka kompresinya; zlib mesin ini lain daripada zlib pembuatnya",
        "the same once decompressed; this machine's zlib is not the maker's",
    ),
    "not_as_pressed": (
        "Berkas ini tidak berbentuk seperti yang ditulis pencetak laporan; program lain mengubah atau menyimpannya ulang.",
        "The file is not in the form that the report's press writes; another program changed it or saved it anew.",
    ),
    "bytes_differ": (
        "Cetak ulang berbeda mulai bita ke-{0}. Dibuat dengan kode versi {1}; bila yang terpasang lain, pasang versi itu "
        "dan periksa lagi.",
        "The rebuilt report differs from byte {0} on. It was made with code {1}; if another is installed, install that one "
        "and verify again.",
    ),
    "letters_other": (
        "Huruf {0} di dalam berkas bukan huruf cetak ulangnya: versi kode lain menulisnya, atau hurufnya diganti.",
        "The font {0} in the file is not that of the rebuilt report: another version of the code wrote it, or it was replaced.",
    ),
    "letters_of_machine": (
        "Huruf {0} di dalam berkas tidak ditulis oleh pencetak laporan, tetapi oleh Pango dan HarfBuzz suatu mesin seperti pada "
        "kode lama, atau hurufnya diganti. Laporan lama hanya dapat dibangun ulang dengan kodenya di rilis Debian pembuatnya.",
        "The font {0} in the file was not written by the report's press but by the Pango and HarfBuzz of some machine, as by "
        "older code, or it was replaced. An old report can only be rebuilt with its code on the Debian release that made it.",
    ),
    "page_count": ("Berkas berhalaman {0}, cetak ulangnya {1}.", "The file has {0} pages, the rebuilt one {1}."),
    "page_text": ("Halaman {0} berbeda dari cetak ulangnya.", "Page {0} is not as rebuilt."),
    "attachment_rebuilt": ("Lampiran {0} berbeda dari cetak ulangnya.", "Attachment {0} is not as rebuilt."),
    "bytes_added": (
        "Ada {0} bita sesudah laporan yang bukan tanda tangan.",
        "{0} bytes follow the report that are no signature.",
    ),
    "unsigned": ("berkas ini tidak bertanda tangan", "this file is not signed"),
    "signatures_unreadable": ("Tanda tangan tidak dapat diperiksa: {0}", "Signatures cannot be checked: {0}"),
    "signature_problem": ("Tanda tangan {0}: {1}.", "Signature of {0}: {1}."),
    "signature_count_verify": (
        "Tanda tangan pemeriksa ada {0}, seharusnya satu.",
        "There are {0} signatures of the verifier, should be one.",
    ),
    "signature_count_approve": (
        "Tanda tangan penyetuju ada {0}, seharusnya satu.",
        "There are {0} signatures of the approver, should be one.",
    ),
    "signed_by": ("ditandatangani oleh {0}", "signed by {0}"),
    "signed_by_unchecked": (
        "ditandatangani oleh {0}; siapa mereka tidak diperiksa (serahkan sertifikat desk dengan --trust)",
        "signed by {0}; who they are is not checked (hand over the desk's certificates with --trust)",
    ),
    "no_earlier": ("sertakan laporan sebelumnya untuk mengujinya", "hand over the report before it to test it"),
    "gap": (
        "laporan yang mencetak kepala {0}… tidak diserahkan",
        "the report that printed head {0}… was not handed over",
    ),
    "former_head_missing": (
        "Laporan ini tidak mengulang kepala laporan sebelumnya.",
        "This report does not repeat the head of the one before it.",
    ),
    "order_broken": (
        "Kepala yang diulang laporan ini baru tercetak sesudahnya.",
        "The head that this report repeats was printed only later.",
    ),
    "twin_differs": (
        "Ada dua laporan nomor {0} R{1} dengan data yang berbeda.",
        "There are two reports number {0} R{1} with different data.",
    ),
}  # fmt: skip


def sentence(finding: Finding, language: Language) -> str:
    """A finding in words."""
    return SENTENCES[finding.code][language == "en"].format(*finding.args)


def lines(report: Report, language: Language) -> Iterator[str]:
    """The whole verification of one report for a person, line by line."""
    is_english = language == "en"
    identity = report.identity
    number = f"{identity.get('number')} R{identity.get('revision')} · " if identity else ""
    yield f"{report.name}: {number}sha256 {report.sha256}"
    for check in report.checks:
        yield from _check(check, language)
    if report.is_honest:
        yield (
            "Hasil: tidak ada yang bertentangan di dalam laporan ini."
            if not is_english
            else "Result: nothing in this report contradicts itself."
        )
    else:
        yield (
            "Hasil: JANGAN PERCAYAI laporan ini sebelum hal di atas dijelaskan."
            if not is_english
            else "Result: DO NOT TRUST this report until the above is explained."
        )


def _check(check: Check, language: Language) -> Iterator[str]:
    side = language == "en"
    count = f" ({check.count})" if check.count else ""
    note = f"; {sentence(check.note, language)}" if check.note else ""
    yield f"  {OUTCOMES[check.outcome][side]:<12}{CHECKS[check.id][side]}{count}{note}"
    for finding in check.findings[:SHOWN]:
        yield f"              - {sentence(finding, language)}"
    more = len(check.findings) - SHOWN
    if more > 0:
        yield f"              - {f'and {more} more' if side else f'dan {more} hal lain'}"


def as_json(report: Report, language: Language) -> dict[str, object]:
    """The same for a machine; every finding with its code, its parts and its sentence."""
    return {
        "file": report.name,
        "sha256": report.sha256,
        "size": report.size,
        "edition": report.identity.get("edition"),
        "number": report.identity.get("number"),
        "revision": report.identity.get("revision"),
        "is_honest": report.is_honest,
        "checks": [
            {
                "id": check.id,
                "outcome": check.outcome.value,
                "count": check.count,
                "note": sentence(check.note, language) if check.note else None,
                "findings": [
                    {"code": one.code, "args": list(one.args), "sentence": sentence(one, language)}
                    for one in check.findings
                ],
            }
            for check in report.checks
        ],
    }
