"""The drop folder: complete files only, nothing followed, nothing moved."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from jujur.intake import take_from_inbox


def put(path: Path, content: bytes = b"x", modified: float = 1_000_000.0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (modified, modified))
    return path


def test_files_are_found_with_their_team(tmp_path: Path) -> None:
    put(tmp_path / "tim.2" / "b.xlsx")
    put(tmp_path / "tim.1" / "z.xlsx", b"four")
    put(tmp_path / "tersesat.xlsx")
    found = take_from_inbox(tmp_path)
    assert [(file.team_id, file.name) for file in found] == [
        ("", "tersesat.xlsx"),
        ("tim.1", "z.xlsx"),
        ("tim.2", "b.xlsx"),
    ]
    assert (found[1].size, found[1].modified_at) == (4, datetime.fromtimestamp(1_000_000, UTC))
    assert found[1].path.exists()


def test_partial_files_folders_and_links_are_left(tmp_path: Path) -> None:
    for name in (".a.xlsx", "~$a.xlsx", "a.xlsx.part"):
        put(tmp_path / "tim.1" / name)
    put(tmp_path / "tim.1" / "disalin.part" / "a.xlsx")
    put(tmp_path / ".tersembunyi" / "a.xlsx")
    elsewhere = put(tmp_path.parent / f"{tmp_path.name} di luar" / "a.xlsx").parent
    (tmp_path / "tim.1" / "tautan.xlsx").symlink_to("/etc/hostname")
    (tmp_path / "tim.1" / "tautan").symlink_to(elsewhere)
    (tmp_path / "tim.9").symlink_to(elsewhere)
    assert take_from_inbox(tmp_path) == []


def test_what_lies_in_a_folder_of_the_team_is_the_teams(tmp_path: Path) -> None:
    """Who drops a whole folder must not wait for an answer that never comes."""
    put(tmp_path / "tim.1" / "Laporan 14 Februari" / "sore" / "a.xlsx")
    put(tmp_path / "tim.1" / "b.xlsx")
    found = take_from_inbox(tmp_path)
    assert [(file.team_id, file.name) for file in found] == [("tim.1", "a.xlsx"), ("tim.1", "b.xlsx")]
    assert found[0].path.read_bytes() == b"x"


def test_a_file_still_being_written_waits(tmp_path: Path) -> None:
    put(tmp_path / "tim.1" / "a.xlsx", modified=1_000_000)
    edge = datetime.fromtimestamp(1_000_000, UTC)
    assert take_from_inbox(tmp_path, settled_before=edge) == []
    assert len(take_from_inbox(tmp_path, settled_before=edge + timedelta(seconds=1))) == 1


def test_no_folder_means_no_files(tmp_path: Path) -> None:
    assert take_from_inbox(tmp_path / "nowhere") == []
