"""``jujur lies``."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jujur.commands.common import in_plain_words, print_line
from jujur.domain.errors import JujurError

if TYPE_CHECKING:
    from jujur.lies.registry import Lie, Verdict


@in_plain_words
def lies(
    only: Annotated[str, typer.Option("--only", help="nomor dusta, misalnya L01,L05; kosong: semua")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="satu baris JSON untuk setiap dusta")] = False,
    save: Annotated[
        Path | None, typer.Option("--save", dir_okay=False, help="simpan hasilnya, untuk tabel di README")
    ] = None,
) -> None:
    """Menceritakan setiap dusta kepada desk kecil yang jujur; keluar 1 bila ada yang lolos atau alarm palsu."""
    from jujur.lies import try_all

    started, verdicts = time.monotonic(), []
    for verdict in try_all(_chosen(only)):
        verdicts.append(verdict)
        if as_json:
            print_line(_plain(verdict))
        else:
            typer.echo("\n".join(_told(verdict)))
    caught = sum(bool(verdict.caught_by) for verdict in verdicts)
    false_alarms = sum(bool(verdict.false_alarm) for verdict in verdicts)
    seconds = time.monotonic() - started
    if as_json:
        print_line({"caught": caught, "told": len(verdicts), "false_alarms": false_alarms})
    else:
        typer.echo(f"{seconds:.0f} detik")
        typer.echo(f"tertangkap {caught}/{len(verdicts)}, alarm palsu {false_alarms}")
    if save:
        save.write_text(outcome_text(verdicts), encoding="utf-8")
    if caught < len(verdicts) or false_alarms:
        raise typer.Exit(1)


def outcome_text(verdicts: list[Verdict]) -> str:
    """What came of each lie, one line each, without anything that differs from one run to the next."""
    lines = (
        json.dumps(
            {
                "number": one.lie.number,
                "catchers": list(one.catchers),
                "false_alarm": bool(one.false_alarm),
            },
            ensure_ascii=False,
        )
        for one in verdicts
    )
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _chosen(only: str) -> list[Lie]:
    """The lies asked for, "L01" with all its ways. Raises JujurError for a number that nobody knows."""
    from jujur.lies import LIES

    wanted = [name.strip() for name in only.split(",") if name.strip()]
    found = [lie for lie in LIES if not wanted or lie.number in wanted or lie.number[:3] in wanted]
    unknown = [name for name in wanted if not any(name in (lie.number, lie.number[:3]) for lie in LIES)]
    if unknown:
        raise JujurError(f"Dusta {', '.join(unknown)} tidak ada dalam daftar; lihat docs/LIES.md.")
    return found


def _told(verdict: Verdict) -> Iterator[str]:
    lie = verdict.lie
    yield f"{lie.number:5} {lie.level:8} {lie.response:6} {lie.title}"
    by = ", ".join(verdict.catchers)
    yield f"      {f'tertangkap ({by}): {verdict.caught_by}' if verdict.caught_by else 'LOLOS'}"
    alarm = f"ALARM PALSU: {verdict.false_alarm}" if verdict.false_alarm else "tidak ada alarm"
    yield f"      kembarannya ({lie.twin_title}): {alarm}"


def _plain(verdict: Verdict) -> dict[str, object]:
    lie = verdict.lie
    return {
        "number": lie.number,
        "title": lie.title,
        "level": lie.level,
        "response": lie.response,
        "caught_by": verdict.caught_by,
        "catchers": verdict.catchers,
        "twin": lie.twin_title,
        "false_alarm": verdict.false_alarm,
        "seconds": round(verdict.seconds, 1),
    }
