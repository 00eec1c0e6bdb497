"""What the generated pages are made of: every form and every rule of ``config/``, whichever kind of election has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal

from jujur.domain.findings import Rule
from jujur.settings.config_files import ConfigReader
from jujur.settings.desk import DeskConfig, load_desk
from jujur.settings.desk_files import DeskFile, parse
from jujur.settings.form_shapes import FormFile
from jujur.settings.rule_shapes import RuleEntry, RulesFile
from jujur.settings.thresholds import Thresholds

Language = Literal["id", "en"]
GENERATED = {
    "id": "<!-- Dibuat oleh `make docs`; jangan disunting. -->\n",
    "en": "<!-- Made by `make docs`; do not edit. -->\n",
}
ELECTIONS = {"pemilu": "Pemilu", "pilkada": "Pilkada"}


@dataclass(frozen=True)
class Sources:
    """The desk, its forms in its own order, and the rules of each as their files have them."""

    desk: DeskConfig
    forms: tuple[FormFile, ...]
    rules: dict[str, tuple[RuleEntry, ...]]

    @property
    def reader_rules(self) -> list[Rule]:
        """The reader's notes, by number."""
        return sorted(self.desk.reader_rules.values(), key=lambda rule: rule.id)

    def form_title(self, form_id: str, language: Language) -> str:
        """The title of a form."""
        form = next(form for form in self.forms if form.id == form_id)
        return form.title if language == "id" else form.title_en

    def thresholds(self) -> dict[str, int]:
        """The desk's thresholds by name."""
        return {item.name: getattr(self.desk.thresholds, item.name) for item in fields(Thresholds)}


def load_sources(desk_dir: Path) -> Sources:
    """Loads the desk, which checks every file, and then the files themselves: they know what only another election has."""
    desk = load_desk(desk_dir)
    reader = ConfigReader(desk_dir.parent)
    form_ids = parse(DeskFile, reader.read_yaml(desk_dir / "desk.yaml"), "desk.yaml").formulir
    forms, rules = [], {}
    for form_id in form_ids:
        form_path, rule_path = (desk_dir.parent / kind / f"{form_id}.yaml" for kind in ("forms", "rules"))
        forms.append(parse(FormFile, reader.read_yaml(form_path), reader.name(form_path)))
        rules[form_id] = tuple(parse(RulesFile, reader.read_yaml(rule_path), reader.name(rule_path)).rules)
    return Sources(desk, tuple(forms), rules)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table; a cell's line breaks become ``<br>``."""
    lines = ["| " + " | ".join(headings) + " |", "|" + "---|" * len(headings)]
    for row in rows:
        cells = (cell.strip().replace("|", "\\|").replace("\n", "<br>") for cell in row)
        lines.append("| " + " | ".join(cells) + " |")
    return [*lines, ""]
