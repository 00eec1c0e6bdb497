"""The content of an edition as plain JSON values and back: what makes a report re-makeable from its own inside (P35, P36).

Every type that :class:`~jujur.domain.reports.ReportContent` is made of is written by its shape, so a new field needs nothing
here. Instants are fixed-width UTC text, spans whole microseconds, rationals "numerator/denominator".
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from jujur.domain.enclosures import Enclosure
from jujur.domain.figures import Figure
from jujur.domain.periods import from_text, to_text
from jujur.domain.reports import ReportContent

# Carried by files of their own.
_ELSEWHERE = ("figures", "enclosures")


def to_plain(content: ReportContent) -> dict[str, Any]:
    """Everything but the figures and the enclosures, which are files of their own."""
    return {
        field.name: _plain(getattr(content, field.name))
        for field in fields(content)
        if field.name not in _ELSEWHERE
    }


def from_plain(
    plain: Mapping[str, Any], figures: Mapping[str, Figure], enclosures: Sequence[Enclosure]
) -> ReportContent:
    """The content that :func:`to_plain` wrote. Raises ValueError for anything that is no such content."""
    given = {"figures": dict(figures), "enclosures": tuple(enclosures)}
    if not isinstance(plain, Mapping) or plain.keys() & given.keys():
        raise ValueError("bukan isi laporan")
    content: ReportContent = _dataclass(ReportContent, plain, given)
    return content


def _plain(value: object) -> Any:
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, datetime):
        return to_text(value)
    if isinstance(value, timedelta):
        return value // timedelta(microseconds=1)
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no plain form")


@lru_cache(maxsize=256)
def _hints(shape: type) -> dict[str, Any]:
    return get_type_hints(shape)


def _dataclass(shape: Any, plain: object, given: Mapping[str, Any] | None = None) -> Any:
    if not isinstance(plain, Mapping):
        raise ValueError(f"{shape.__name__} bukan objek")
    known, hints = {field.name for field in fields(shape)}, _hints(shape)
    if strange := plain.keys() - known:
        raise ValueError(f"{shape.__name__} memuat {', '.join(sorted(strange))}")
    try:
        return shape(**{name: _value(hints[name], item) for name, item in plain.items()}, **(given or {}))
    except TypeError as error:
        raise ValueError(f"{shape.__name__}: {error}") from None


def _value(shape: Any, plain: object) -> Any:
    origin = get_origin(shape)
    if shape is Any or origin is Literal:
        return plain
    if origin in (Union, types.UnionType):
        return _one_of(get_args(shape), plain)
    if origin is tuple and isinstance(plain, list):
        return tuple(_value(part, item) for part, item in _pairs(get_args(shape), plain))
    if origin is not None and isinstance(plain, Mapping):
        return {key: _value(get_args(shape)[1], item) for key, item in plain.items()}
    if origin is not None:
        raise ValueError(f"{plain!r} bukan {shape}")
    return _single(shape, plain)


def _pairs(parts: tuple[Any, ...], plain: list[Any]) -> Iterable[tuple[Any, Any]]:
    """Each item of a tuple with its shape: one shape for all (``tuple[str, ...]``), or one each."""
    if parts[1:] == (...,):
        return [(parts[0], item) for item in plain]
    return zip(parts, plain, strict=True)


def _single(shape: Any, plain: object) -> Any:
    if is_dataclass(shape):
        return _dataclass(shape, plain)
    if isinstance(plain, str) and shape in _FROM_TEXT:
        return _FROM_TEXT[shape](plain)
    if shape is timedelta and isinstance(plain, int):
        return timedelta(microseconds=plain)
    if issubclass(shape, Enum):
        return shape(plain)
    if type(plain) is not shape:
        raise ValueError(f"{plain!r} bukan {shape.__name__}")
    return plain


_FROM_TEXT: dict[Any, Any] = {datetime: from_text, Fraction: Fraction}


def _one_of(shapes: tuple[Any, ...], plain: object) -> Any:
    """A union is told apart by what JSON says: null, an integer, text, or an object."""
    if plain is None and type(None) in shapes:
        return None
    for shape in shapes:
        is_text = shape in (str, datetime, Fraction) or (isinstance(shape, type) and issubclass(shape, Enum))
        is_whole = shape in (int, bool, float, timedelta)
        is_object = is_dataclass(shape) or get_origin(shape) is not None
        fits = (
            (isinstance(plain, str) and is_text)
            or (isinstance(plain, int | float) and is_whole)
            or (isinstance(plain, Mapping | list) and is_object)
        )
        if fits:
            return _value(shape, plain)
    raise ValueError(f"{plain!r} tidak dikenal")
