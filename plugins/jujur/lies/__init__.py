"""The corpus of lies (`jujur lies`): each told to a small honest desk whose own defences must notice (honesty.md §4).

Nothing of the product knows this room, and no defence knows a lie by name.
"""

from jujur.lies.corpus import LIES
from jujur.lies.registry import Lie, Verdict
from jujur.lies.trial import try_all

__all__ = ["LIES", "Lie", "Verdict", "try_all"]
