"""Canonical JSON is RFC 8785: the standard's own examples, and one hash for one content (P37)."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jujur.record.canonical import canonical_json
from jujur.record.ledger import entry_hash

KEYS = st.text(st.characters(exclude_categories=("Cs",)), max_size=6)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), KEYS)
JSON = st.recursive(
    LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4))
)
PAYLOADS = st.dictionaries(KEYS, JSON, max_size=5)
EVENT = (7, "0" * 64, "2024-02-14T12:00:00.000000Z", "desk", "uji")

# RFC 8785, section 3.2.2, 3.2.3 and appendix B.
EXAMPLES = [
    (
        '{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],'
        ' "string": "\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/", "literals": [null, true, false]}',
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    ),
    (
        '{"\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",'
        ' "\\ud83d\\ude00": "Emoji: Grinning Face", "\\u0080": "Control", "\\u00f6": "Latin Small Letter O With Diaeresis"}',
        '{"\\r":"Carriage Return","1":"One","\x80":"Control","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign",'
        '"😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    ),
    (
        "[9007199254740991, -9007199254740991, 0.000001, 1e21, -0.0]",
        "[9007199254740991,-9007199254740991,0.000001,1e+21,0]",
    ),
]


@pytest.mark.parametrize(("given_text", "canonical"), EXAMPLES)
def test_the_examples_of_the_standard(given_text: str, canonical: str) -> None:
    assert canonical_json(json.loads(given_text)) == canonical.encode()


def reordered(value: Any, chance: random.Random) -> Any:
    """The same value, the keys of every object entered in another order."""
    if isinstance(value, dict):
        items = [(key, reordered(item, chance)) for key, item in value.items()]
        chance.shuffle(items)
        return dict(items)
    return [reordered(item, chance) for item in value] if isinstance(value, list) else value


@given(PAYLOADS, st.randoms(use_true_random=False))
def test_the_order_of_keys_never_changes_the_hash(payload: dict[str, Any], chance: random.Random) -> None:
    assert entry_hash(*EVENT, reordered(payload, chance)) == entry_hash(*EVENT, payload)


@given(PAYLOADS)
def test_what_was_written_is_read_and_written_alike(payload: dict[str, Any]) -> None:
    written = canonical_json(payload)
    assert json.loads(written) == payload
    assert canonical_json(json.loads(written)) == written


@given(PAYLOADS, PAYLOADS)
def test_another_content_has_another_hash(one: dict[str, Any], other: dict[str, Any]) -> None:
    is_same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (entry_hash(*EVENT, one) == entry_hash(*EVENT, other)) == is_same


@pytest.mark.parametrize("at", range(5))
def test_every_field_of_an_event_is_hashed(at: int) -> None:
    changed: list[Any] = list(EVENT)
    changed[at] = 8 if at == 0 else "x"
    assert entry_hash(*changed, {}) != entry_hash(*EVENT, {})
