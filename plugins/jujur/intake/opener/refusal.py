"""Why a file is not opened. The code travels from the child to the parent, which has the words for it."""

from __future__ import annotations


class Refusal(Exception):
    """The file is not opened; ``code`` says why (see ``intake.messages``)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
