"""The shape of the files that describe a desk, as pydantic models.

Fields are in Indonesian where people of the desk write them. Everything is strict: a number is not text, and
an unknown field is an error, so a misspelt threshold cannot be ignored in silence.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from jujur.domain.errors import ConfigurationError

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Code = Annotated[str, StringConstraints(pattern=r"^\d{2}(\.\d{2}){1,2}(\.\d{4})?$")]
Address = Annotated[str, StringConstraints(pattern=r"^[a-z0-9._+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$")]
Day = Annotated[
    date, BeforeValidator(lambda text: date.fromisoformat(text) if isinstance(text, str) else text)
]
Mode = Literal["demonstrasi", "resmi"]
Kind = Literal["reguler", "khusus"]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class LetterheadEntry(_Strict):
    """The head of every letter and report."""

    pemerintah: Text
    desk: Text
    alamat: Text
    lambang: Text
    surel: Address


class ElectionEntry(_Strict):
    """The election that the desk follows."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]
    nama: Text
    hari_pemungutan_suara: Day


class DeskFile(_Strict):
    """``desk.yaml``."""

    mode: Mode
    kop: LetterheadEntry
    pemilihan: ElectionEntry
    catatan_sumber: Text
    formulir: Annotated[list[Name], Field(min_length=1)]


class TeamEntry(_Strict):
    """One monitoring team."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
    kode_wilayah: Code
    nama: Text
    alamat: Address
    narahubung: Text


class TeamsFile(_Strict):
    """``teams.yaml``."""

    tim: Annotated[list[TeamEntry], Field(min_length=1)]


class RecipientEntry(_Strict):
    """One reader by role."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
    jabatan: Text
    alamat: Address
    kode_wilayah: Code


class RecipientsFile(_Strict):
    """``recipients.yaml``."""

    penerima: Annotated[list[RecipientEntry], Field(min_length=1)]


class ColumnEntry(_Strict):
    """One column of a form; see :class:`jujur.domain.forms.Column`."""

    name: Name
    label: Text
    kind: Literal["code", "count", "text", "choice", "instant"]
    group: str = ""
    is_key: bool = False
    is_prefilled: bool = False
    choices: list[Text] = []
    aliases: list[Text] = []
    note: str = ""


class FormFile(_Strict):
    """``forms/<id>.yaml``."""

    id: Name
    version: Annotated[int, Field(ge=1)]
    title: Text
    unit_level: Literal["tps", "kelurahan", "kecamatan"]
    is_event: bool
    instructions: list[Text] = []
    columns: Annotated[list[ColumnEntry], Field(min_length=1)]


class RuleEntry(_Strict):
    """One rule; see :class:`jujur.domain.findings.Rule`."""

    id: Annotated[str, StringConstraints(pattern=r"^[VK]\d{2}$")]
    severity: Literal["E", "W", "I"]
    statement: Text
    basis: Text
    check: Name
    terms: dict[str, Any]
    advice: Text


class RulesFile(_Strict):
    """``rules/<form>.yaml``."""

    form: Name
    version: Annotated[int, Field(ge=1)]
    rules: Annotated[list[RuleEntry], Field(min_length=1)]


Model = TypeVar("Model", bound=BaseModel)

_WORDS = {
    "missing": "wajib diisi",
    "extra_forbidden": "tidak dikenal",
    "string_type": "harus berupa teks",
    "string_too_short": "tidak boleh kosong",
    "string_pattern_mismatch": "bentuknya tidak sah",
    "int_type": "harus bilangan bulat",
    "bool_type": "harus true atau false",
    "list_type": "harus berupa daftar",
    "dict_type": "harus pasangan nama: nilai",
    "model_type": "harus pasangan nama: nilai",
    "too_short": "tidak boleh kosong",
    "date_type": "harus tanggal berbentuk 2024-02-14",
    "value_error": "harus tanggal berbentuk 2024-02-14",
}


def parse(model: type[Model], content: Any, where: str) -> Model:
    """``content`` as ``model``; ``where`` names the file.

    :raises ConfigurationError: names file, field, what was found and expected, for every fault in the file.
    """
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults = "; ".join(_fault(dict(detail)) for detail in error.errors())
        raise ConfigurationError(f"Berkas konfigurasi {where}: {faults}.") from error


def _fault(detail: dict[str, Any]) -> str:
    field = ".".join(str(step + 1 if isinstance(step, int) else step) for step in detail["loc"])
    expected = _WORDS.get(detail["type"], "")
    context = detail.get("ctx", {})
    if detail["type"] == "literal_error":
        expected = f"harus salah satu dari {context['expected'].replace(' or ', ' atau ')}"
    elif "ge" in context or "le" in context:
        expected = "di luar batas yang diizinkan"
    found = (
        "" if detail["type"] in ("missing", "extra_forbidden") else f" (ditemukan {detail['input']!r:.60})"
    )
    return f"isian {field} {expected or 'tidak sah'}{found}"
