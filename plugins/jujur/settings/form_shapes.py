"""The shape of a form's file (``config/forms/<id>.yaml``), as pydantic models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from jujur.domain.forms import ColumnKind, ElectionKind
from jujur.settings.desk_files import Name, Strict, Text

# The record keeps these beside the columns of every form (record/form_tables.py; a test holds the two together).
RESERVED_NAMES = frozenset(
    {
        "submission_id",
        "row_id",
        "sheet",
        "row_number",
        "unit_code",
        "area_code",
        "kecamatan_code",
        "period_start",
        "content_digest",
        "has_content",
        "states",
        "item_code",
        "sealed_in",
    }
)

Choices = list[Text]


class ColumnEntry(Strict):
    """One column of a form; see :class:`jujur.domain.forms.Column`.

    ``pemilihan`` is the kind of election that alone has the column. ``choices`` may differ by the kind of election.
    """

    name: Name
    label: Text
    label_en: Text
    kind: ColumnKind
    pemilihan: ElectionKind | None = None
    group: str = ""
    group_en: str = ""
    is_key: bool = False
    is_prefilled: bool = False
    choices: Choices | dict[ElectionKind, Choices] = Field(default_factory=list)
    aliases: list[Text] = Field(default_factory=list)
    note: str = ""
    names: Literal["", "kecamatan", "kelurahan", "tps"] = ""
    is_sensitive: bool = False

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        for is_wrong, fault in self._faults():
            if is_wrong:
                raise ValueError(f"kolom {self.name}: {fault}")
        return self

    def _faults(self) -> Iterator[tuple[bool, str]]:
        yield self.name in RESERVED_NAMES, "nama ini dipakai catatan untuk setiap baris"
        yield (self.kind == "choice") != bool(self.choices), "choices untuk jenis choice, dan hanya itu"
        yield (
            bool(self.group) != bool(self.group_en),
            "group dan group_en ditulis keduanya atau tidak sama sekali",
        )
        # The record's table has the column at every desk, and knows of an absent one only its name.
        yield (
            self.pemilihan is not None and (self.kind != "count" or self.is_key or self.is_prefilled),
            "pemilihan hanya untuk kolom jumlah (count) yang diisi tim",
        )
        yield (
            isinstance(self.choices, dict) and set(self.choices) != {"pemilu", "pilkada"},
            "choices menurut pemilihan harus memuat pemilu dan pilkada",
        )

    def choices_for(self, election: ElectionKind) -> tuple[str, ...]:
        """The words offered at a desk that follows this kind of election."""
        return tuple(self.choices[election] if isinstance(self.choices, dict) else self.choices)


class FormFile(Strict):
    """``forms/<id>.yaml``."""

    id: Name
    version: Annotated[int, Field(ge=1)]
    title: Text
    title_en: Text
    unit_level: Literal["tps", "kelurahan", "kecamatan"]
    is_event: bool
    instructions: list[Text] = Field(default_factory=list)
    columns: Annotated[list[ColumnEntry], Field(min_length=1)]
