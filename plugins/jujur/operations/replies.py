"""The sender's own workbook as it goes back: reopened, marked in a child process, and read back before it leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jujur import intake
from jujur.domain.errors import UnreadableFile
from jujur.forms.reply import SUMMARY_SHEET, SUMMARY_TITLE, ChangeLine, FindingLine, Reply, Summary
from jujur.forms.reply_writer import ReplyWriter
from jujur.intake import OpenedFile
from jujur.operations import reply_words as words
from jujur.operations.desk import Desk
from jujur.operations.reply_marking import marks_of, ours

Answer = Mapping[str, Any]

# A sheet of a thousand findings is not read; the rows carry all of theirs.
_MOST_FINDINGS, _MOST_CHANGES = 300, 200
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_name(submission_id: str) -> str:
    """The name of the attached workbook: the number of the submission, and nothing that a sender wrote."""
    return f"hasil-pemeriksaan-{submission_id}.xlsx"


def reply_workbooks(desk: Desk, answers: Sequence[Answer]) -> Iterator[bytes | None]:
    """The workbook for each answer in order; None for a file that could not be opened.

    Every file that can be read gets one: the sender's own .xlsx marked; if that is not possible, the same sheets written anew;
    if they are too large for that, the first sheet alone.
    """
    files = [
        intake.FileToRead(
            answer["name"],
            answer["sha256"],
            desk.raw.get(answer["sha256"]),
            team.area_code if (team := desk.config.team(answer["team_id"] or "")) else None,
        )
        for answer in answers
    ]
    reopened = intake.reopen(files, desk.config.forms, places=desk.config.places)
    with ReplyWriter() as writer, intake.SheetOpener() as reader:
        for answer, file, opened in zip(answers, files, reopened, strict=True):
            assert isinstance(file.content, bytes)
            if isinstance(opened, UnreadableFile) or answer["outcome"] == "unreadable":
                yield None
            else:
                yield _workbook(desk, writer, reader, answer, file.content, opened)


def _workbook(
    desk: Desk,
    writer: ReplyWriter,
    reader: intake.SheetOpener,
    answer: Answer,
    content: bytes,
    opened: OpenedFile,
) -> bytes | None:
    form = desk.config.forms.get(answer["form_id"] or "")
    reply = Reply(_summary(desk, answer), marks_of(answer, opened, form))
    if b"xl/workbook.xml" in content:
        marked = writer.annotate(content, reply)
        if marked is not None and _keeps_values(opened, reader.open(marked), reply):
            return marked
    rebuilt = writer.rebuild(opened.sheets, reply)
    return rebuilt if rebuilt is not None else writer.rebuild((), Reply(reply.summary))


def _keeps_values(opened: OpenedFile, sheets: Sequence[Mapping[str, Any]] | None, reply: Reply) -> bool:
    """What would leave, read back: every cell as it came, but for our columns, the declared number and former formulas."""
    if sheets is None:
        return False
    after = {sheet["name"]: sheet["rows"] for sheet in sheets}
    own = ours(opened, reply.tables)
    for sheet in opened.sheets:
        name = sheet["name"]
        if name not in after:
            if not _is_earlier_summary(sheet):
                return False
            continue
        if not _same_rows(name, sheet["rows"], after[name], own, reply.summary.correction_number):
            return False
    return True


def _is_earlier_summary(sheet: Mapping[str, Any]) -> bool:
    """The first sheet of an earlier reply; the new one takes its place."""
    titles = [row[0] for row in sheet["rows"][:2] if row]
    return sheet["name"].startswith(SUMMARY_SHEET) and str(titles[-1] if titles else "").startswith(
        SUMMARY_TITLE
    )


def _same_rows(
    name: str,
    before: Sequence[Sequence[Any]],
    after: Sequence[Sequence[Any]],
    own: set[tuple[str, int]],
    number: str,
) -> bool:
    for row in range(max(len(before), len(after))):
        was = before[row] if row < len(before) else ()
        now = after[row] if row < len(after) else ()
        if was == now:
            continue
        for column in range(max(len(was), len(now))):
            old = was[column] if column < len(was) else ""
            new = now[column] if column < len(now) else ""
            is_formula = isinstance(new, str) and new.startswith("=")
            if old != new and not is_formula and new != number and (name, column) not in own:
                return False
    return True


def _summary(desk: Desk, answer: Answer) -> Summary:
    head = desk.config.letterhead
    bins = answer["bins"]
    tiles = [
        ("Baris dibaca", answer["rows"]),
        *((words.bin_label(answer, bin_), bins[bin_]) for bin_ in words.BIN_WORDS),
    ]
    findings, changes = answer["findings"], answer["changes"]
    return Summary(
        government=head.government,
        desk=head.desk,
        election=head.election,
        is_demonstration=answer["is_demonstration"],
        submission=answer["submission"],
        correction_number=answer["correction_number"],
        facts=tuple(_facts(answer)),
        tiles=tuple(tiles) if answer["outcome"] == "read" else (),
        verdict=words.verdict(answer),
        steps=words.steps(answer, "workbook") or ("Tidak ada yang perlu Anda kirim ulang.",),
        findings=tuple(_finding_line(item) for item in findings[:_MOST_FINDINGS]),
        findings_total=len(findings),
        corrected=answer["supersedes"] or "",
        changes=tuple(
            ChangeLine(item["unit"], item["column"], item["before"], item["after"])
            for item in changes[:_MOST_CHANGES]
        ),
        changes_total=len(changes),
    )


def _facts(answer: Answer) -> Iterator[tuple[str, str]]:
    received = words.moment(answer["received_at"])
    yield "Nomor kiriman", answer["submission"]
    yield "Nama berkas", "".join(letter for letter in answer["name"] if letter.isprintable())[:200]
    yield (
        "Diterima",
        f"{received[:1].upper()}{received[1:]}{' (terlambat, tetap dihitung)' if answer['is_late'] else ''}",
    )
    if answer["form"]:
        yield "Formulir", answer["form"]
    if answer["period"]:
        yield "Masa laporan", answer["period"]
    if answer["team"]:
        yield "Tim", answer["team"]
    if answer["supersedes"]:
        yield "Memperbaiki kiriman", answer["supersedes"]


def _finding_line(finding: Mapping[str, Any]) -> FindingLine:
    place = [f"lembar {finding['sheet']}"] if finding["sheet"] else []
    place += [f"baris {finding['row_number']}"] if finding["row_number"] else []
    return FindingLine(
        finding["rule_id"],
        finding["severity"],
        ", ".join(place) or "berkas",
        finding["column_name"] or "",
        finding["found"],
        finding["expected"],
        finding["advice"],
    )
