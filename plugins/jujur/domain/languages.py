"""The languages of an edition: Indonesian, which prevails, and English, which is made from the same templates."""

from __future__ import annotations

from typing import Literal

Language = Literal["id", "en"]
# The language of the edition that officers judge, that is published and that goes by mail.
PREVAILING: Language = "id"
LANGUAGES: tuple[Language, ...] = ("id", "en")
