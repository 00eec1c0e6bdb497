"""Where the rows of a file belong: which unit, which area, and whose they are to report."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from jujur.domain.forms import Form
from jujur.domain.submissions import PlacedRow, Reading, Row
from jujur.operations.desk import Desk
from jujur.operations.recognising import ReadSubmission
from jujur.record.content_digests import ContentDigests
from jujur.validation import FileToJudge, RowToJudge


def rows_to_judge(desk: Desk, form: Form, item: ReadSubmission, digests: ContentDigests) -> list[RowToJudge]:
    """The typed rows of one file, each with its place. ``digests`` are those of the form, for all files of a batch."""
    assert isinstance(item.reading, Reading)
    team = desk.config.team(item.submission.team_id or "")
    place = _Placer(desk, form, team.area_code if team else None, digests).place
    return [
        RowToJudge(
            submission_id=item.submission.id,
            file_name=item.submission.name_as_sent,
            team_id=item.submission.team_id,
            scope_code=team.area_code if team else None,
            received_at=item.submission.received_at,
            supersedes=item.lineage,
            placed=place(row),
        )
        for row in item.reading.rows
    ]


def place_row(desk: Desk, form: Form, team_area: str, row: Row) -> PlacedRow:
    """One row with its place, for a row that came in no file of a team. ``team_area``: the kecamatan it speaks for."""
    return _Placer(desk, form, team_area, ContentDigests(form)).place(row)


def files_to_judge(desk: Desk, batch: Sequence[ReadSubmission]) -> list[FileToJudge]:
    """The files of a batch, also those without any row."""
    return [
        FileToJudge(
            item.submission.id,
            item.submission.name_as_sent,
            team.area_code if (team := desk.config.team(item.submission.team_id or "")) else None,
            item.submission.received_at,
        )
        for item in batch
    ]


class _Placer:
    """Where the rows of one file belong. ``team_area`` is the kecamatan of the team that sent it."""

    def __init__(self, desk: Desk, form: Form, team_area: str | None, digests: ContentDigests) -> None:
        self._gazetteer = desk.config.gazetteer
        self._fallback = team_area or self._gazetteer.city.code
        self._is_event = form.is_event
        self._keys = [column.name for column in form.keys]
        self._digests = digests

    def place(self, row: Row) -> PlacedRow:
        """The row with its unit and areas."""
        item_code = None
        if self._is_event:
            item_code = next((row.text(name) for name in self._keys), None)
            named = row.text("kode_kelurahan") if "kode_kelurahan" in row.cells else None
            area, kecamatan = self._areas(named or "")
            unit = kecamatan
        else:
            # A unit we do not know stays in the record under what the sender wrote, in the sender's own area (L32).
            unit = row.text(self._keys[0]) or f"?{sha256(row.row_id.encode()).hexdigest()}"
            area, kecamatan = self._areas(unit)
        digest, has_content = self._digests.of(row)
        return PlacedRow(row, unit[:32], area, kecamatan, digest, has_content, item_code)

    def _areas(self, code: str) -> tuple[str, str]:
        """The kelurahan and the kecamatan of a code; the sender's own area for either that it does not have."""
        kelurahan = self._gazetteer.ancestor(code, "kelurahan")
        kecamatan = self._gazetteer.ancestor(kelurahan.code if kelurahan else code, "kecamatan")
        return (
            kelurahan.code if kelurahan else self._fallback,
            kecamatan.code if kecamatan else self._fallback,
        )


def parents(desk: Desk) -> dict[str, str]:
    """Every code of the reference with the code of its parent."""
    gazetteer = desk.config.gazetteer
    areas = [area for level in ("kelurahan", "tps") for area in gazetteer.at_level(level)]
    return {area.code: area.parent_code or "" for area in areas}
