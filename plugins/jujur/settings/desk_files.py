"""The shape of the files that describe a desk, as pydantic models.

Fields are in Indonesian where people of the desk write them. Everything is strict: a number is not text, and
an unknown field is an error, so a misspelt threshold cannot be ignored in silence.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from jujur.domain.errors import ConfigurationError
from jujur.domain.forms import ElectionKind


def _day(text: Any) -> Any:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else text
    except ValueError as error:
        raise ValueError("harus tanggal berbentuk 2024-02-14") from error


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Code = Annotated[str, StringConstraints(pattern=r"^\d{2}(\.\d{2}){1,2}(\.\d{4})?$")]
Address = Annotated[str, StringConstraints(pattern=r"^[a-z0-9._+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$")]
Day = Annotated[date, BeforeValidator(_day)]
Mode = Literal["demonstrasi", "resmi"]
Kind = Literal["reguler", "khusus"]


class Strict(BaseModel):
    """Nothing is converted, nothing unknown is passed over."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class LetterheadEntry(Strict):
    """The head of every letter and report."""

    pemerintah: Text
    desk: Text
    alamat: Text
    lambang: Text
    surel: Address


class ElectionEntry(Strict):
    """The election that the desk follows."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]
    jenis: ElectionKind
    nama: Text
    hari_pemungutan_suara: Day


class DeskFile(Strict):
    """``desk.yaml``."""

    mode: Mode
    kop: LetterheadEntry
    pemilihan: ElectionEntry
    catatan_sumber: Text
    formulir: Annotated[list[Name], Field(min_length=1)]


class TeamEntry(Strict):
    """One monitoring team."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
    kode_wilayah: Code
    nama: Text
    alamat: Address
    narahubung: Text


class TeamsFile(Strict):
    """``teams.yaml``."""

    tim: Annotated[list[TeamEntry], Field(min_length=1)]


class RecipientEntry(Strict):
    """One reader by role."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
    jabatan: Text
    alamat: Address
    kode_wilayah: Code


class RecipientsFile(Strict):
    """``recipients.yaml``."""

    penerima: Annotated[list[RecipientEntry], Field(min_length=1)]


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
}


def parse(model: type[Model], content: Any, where: str, context: Any = None) -> Model:
    """``content`` as ``model``; ``where`` names the file, ``context`` is for validators that look beyond the content.

    :raises ConfigurationError: names file, field, what was found and expected, for every fault in the file.
    """
    try:
        return model.model_validate(content, context=context)
    except ValidationError as error:
        faults = "; ".join(_fault(dict(detail)) for detail in error.errors())
        raise ConfigurationError(f"Berkas konfigurasi {where}: {faults}.") from error


def _fault(detail: dict[str, Any]) -> str:
    field = ".".join(str(step + 1 if isinstance(step, int) else step) for step in detail["loc"])
    expected = _WORDS.get(detail["type"], "")
    context = detail.get("ctx", {})
    if detail["type"] == "literal_error":
        expected = f"harus salah satu dari {context['expected'].replace(' or ', ' atau ')}"
    elif detail["type"] == "value_error":
        expected = str(context["error"])
    elif "ge" in context or "le" in context:
        expected = "di luar batas yang diizinkan"
    found = (
        "" if detail["type"] in ("missing", "extra_forbidden") else f" (ditemukan {detail['input']!r:.60})"
    )
    return f"isian {field} {expected or 'tidak sah'}{found}"
