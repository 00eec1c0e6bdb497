"""Figures as JSON with exact values, written and read independently of the room that renders (P15, P34)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from jujur.domain.figures import Exact, Figure, FigureStatus
from jujur.domain.periods import from_text, to_text

DIGESTED = ("schema", "identity", "areas", "figures", "statuses", "evidence")


def figure_to_json(figure: Figure) -> dict[str, Any]:
    """One figure; exact values as "num/den"."""
    return {
        "name": figure.name,
        "area": figure.area_code,
        "label": figure.label,
        "unit": figure.unit,
        "value": _ratio(figure.value),
        "k": figure.k,
        "n": figure.n,
        "N": figure.N,
        "denominator": figure.denominator,
        "lower": _ratio(figure.lower),
        "upper": _ratio(figure.upper),
        "rows_digest": figure.rows_digest,
        "cut_off_at": to_text(figure.cut_off_at) if figure.cut_off_at else None,
        "status": figure.status.value,
    }


def figures_from_json(facts: Mapping[str, Any]) -> dict[str, Figure]:
    """The figures of a ``figures.json``, by key. Raises KeyError or ValueError when it is not one."""
    return {key: _figure(entry) for key, entry in facts["figures"].items()}


def body_digest(facts: Mapping[str, Any]) -> str:
    """The digest that the page must print: sha256 over the canonical JSON of the digested parts of ``figures.json``."""
    body = {name: facts[name] for name in DIGESTED}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _figure(entry: Mapping[str, Any]) -> Figure:
    return Figure(
        name=entry["name"],
        area_code=entry["area"],
        label=entry["label"],
        unit=entry["unit"],
        value=_exact(entry["value"]),
        k=entry["k"],
        n=entry["n"],
        N=entry["N"],
        denominator=entry["denominator"],
        lower=_exact(entry["lower"]),
        upper=_exact(entry["upper"]),
        rows_digest=entry["rows_digest"],
        # Reports printed before figures carried these are still readable.
        cut_off_at=from_text(entry["cut_off_at"]) if entry.get("cut_off_at") else None,
        status=FigureStatus(entry.get("status", FigureStatus.SEMENTARA)),
    )


def _ratio(value: Exact | None) -> str | None:
    if value is None:
        return None
    whole = Fraction(value)
    return f"{whole.numerator}/{whole.denominator}"


def _exact(text: str | None) -> Exact | None:
    if text is None:
        return None
    value = Fraction(text)
    return value.numerator if value.denominator == 1 else value
