"""One digest over all figures of an edition: what both calculators agreed on (P34)."""

from __future__ import annotations

from collections.abc import Mapping

from jujur.domain.figures import Figure
from jujur.domain.periods import to_text
from jujur.record import editions
from jujur.record.canonical import canonical_json, sha256_hex


def figures_digest(figures: Mapping[str, Figure]) -> str:
    """The sha256 over all figures of an edition, exact values as text."""
    return sha256_hex(
        canonical_json(
            [
                [
                    key,
                    editions.exact_to_text(figure.value),
                    figure.k,
                    figure.n,
                    figure.N,
                    figure.denominator,
                    editions.exact_to_text(figure.lower),
                    editions.exact_to_text(figure.upper),
                    figure.rows_digest,
                    to_text(figure.cut_off_at) if figure.cut_off_at else None,
                    figure.status.value,
                ]
                for key, figure in sorted(figures.items())
            ]
        )
    )
