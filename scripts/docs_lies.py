"""The page of lies (docs/LIES.md) and the table in README.md, from the registry of `jujur lies` and from its last whole run."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docs_sources import GENERATED

if TYPE_CHECKING:
    from jujur.lies import Lie

OUTCOMES = "docs/lies.json"
START, END = "<!-- lies: made by `make docs` -->", "<!-- /lies -->"
INTRODUCTION = """\
Setiap baris adalah satu dusta dari [daftar dusta](design/honesty.md#4-the-lies-and-the-answer-to-each), diceritakan kepada desk
kecil yang jujur (dua kecamatan, masing-masing enam TPS), di samping kembarannya yang jujur: hal sah yang mirip. Yang menangkapnya
adalah pertahanan desk itu sendiri; tidak ada yang mengenal dusta menurut namanya. `jujur lies` menjalankan semuanya dan keluar 1
bila ada yang lolos atau ada alarm palsu. Siapa yang menangkap berasal dari [hasil jalan terakhir](lies.json).

Tingkat: **masukan** lewat kiriman atau tindakan orang, **catatan** di dalam basis data, cadangan, atau konfigurasi, **kode** oleh
fungsi yang diganti dengan yang berdusta, **templat** di antara templat dan halaman jadi, **berkas** di dalam PDF sesudah terbit,
**surat** di dalam surat atau daftar penerima. Jawaban: BLOCK tidak ada laporan biasa, HOLD baris ditahan dan dihitung, PRINT
tercetak bagi pembaca, ALERT diberi tanda atau diberitakan. “Alarm” adalah pola yang dicari dalam apa yang dilihat petugas,
pembaca, atau pemeriksa.
"""
# Who catches, in the language of README.md.
CATCHERS = {
    "angka": "the figures",
    "aturan ralat": "the errata rule",
    "aturan tiga tangan": "three hands",
    "audit": "the audit before it leaves",
    "buku besar": "the ledger",
    "catatan": "the record",
    "dua penghitung": "two calculators",
    "gerbang terbit dan kirim": "the gate of publishing and sending",
    "jujur check": "`jujur check`",
    "jujur ledger verify": "`jujur ledger verify`",
    "jujur verify": "`jujur verify`",
    "meterai": "the seal",
    "pembaca halaman": "the reader of the page",
    "pemeriksa aturan": "the rule checker itself",
    "pemeriksaan kiriman": "the rules on what arrives",
    "pemeriksaan templat": "the lint of templates",
    "pencetak (angka tanpa fakta)": "the printer (no fact, no digit)",
    "penerima surat": "the recipient (digest in the letter)",
    "pengawas kalender": "the watch on the calendar",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A lie of the registry with what came of it in the last whole run."""

    lie: Lie
    catchers: tuple[str, ...]
    is_false_alarm: bool


def told(project: Path) -> list[Told]:
    """Every lie with its outcome. Stops when the run does not know exactly the lies of the registry."""
    from jujur.lies import LIES

    kept = json.loads((project / OUTCOMES).read_text(encoding="utf-8"))
    outcomes = {one["number"]: one for one in kept}
    if list(outcomes) != [lie.number for lie in LIES]:
        raise SystemExit(f"{OUTCOMES} is out of date; run `jujur lies --save {OUTCOMES}`")
    return [
        Told(lie, tuple(outcomes[lie.number]["catchers"]), outcomes[lie.number]["false_alarm"])
        for lie in LIES
    ]


def lies_page(project: Path) -> str:
    """A table of all lies with their level, the answer asked for, who catches them, and their honest twins."""
    all_told = told(project)
    lines = ["# Daftar dusta\n", GENERATED["id"], INTRODUCTION]
    lines.append(
        "| No. | Dusta | Tingkat | Jawaban | Ditangkap oleh | Kembaran jujur | Alarm |\n|---|---|---|---|---|---|---|"
    )
    for one in all_told:
        lie, alarm = one.lie, one.lie.alarm.replace("|", "\\|")
        by = ", ".join(one.catchers) or "**LOLOS**"
        lines.append(
            f"| {lie.number} | {lie.title} | {lie.level} | {lie.response} | {by} | {lie.twin_title} | `{alarm}` |"
        )
    numbers = {one.lie.number[:3] for one in all_told}
    caught, alarms = _totals(all_told)
    lines.append(
        f"\n{len(all_told)} dusta, {len(numbers)} nomor: tertangkap {caught}/{len(all_told)}, alarm palsu {alarms}.\n"
    )
    return "\n".join(lines)


def with_lies(readme: str, project: Path) -> str:
    """README.md with its table of lies made anew. Stops when the marks are missing, or a catcher has no English name."""
    before, start, rest = readme.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise SystemExit(f"README.md has no {START} … {END}")
    return f"{before}{START}\n{_table(told(project), _names(project))}{END}{after}"


def _table(all_told: Sequence[Told], names: dict[str, str]) -> str:
    caught, alarms = _totals(all_told)
    lines = [
        f"**{caught} of {len(all_told)} lies caught, {alarms} false alarms on {len(all_told)} honest twins.**\n",
        "| lie | what is done | ways caught | by |\n|---|---|---|---|",
    ]
    for number in dict.fromkeys(one.lie.number[:3] for one in all_told):
        ways = [one for one in all_told if one.lie.number.startswith(number)]
        by = dict.fromkeys(CATCHERS[name] for one in ways for name in one.catchers)
        share = f"{_totals(ways)[0]}/{len(ways)}"
        lines.append(f"| {number} | {names[number]} | {share} | {', '.join(by)} |")
    return "\n".join(lines) + "\n"


def _totals(ways: Sequence[Told]) -> tuple[int, int]:
    return sum(bool(one.catchers) for one in ways), sum(one.is_false_alarm for one in ways)


def _names(project: Path) -> dict[str, str]:
    """The lies by number as honesty.md calls them."""
    page = (project / "docs/design/honesty.md").read_text(encoding="utf-8")
    return dict(re.findall(r"(?m)^\| (L\d\d) \| (.+?) \| ", page))
