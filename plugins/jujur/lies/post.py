"""A post office that takes every letter and sends none, in the place of the mail server."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Self

from jujur import delivery
from jujur.lies.world import World


class PostOffice:
    """What `delivery.Mailer` is for the use cases; ``letters`` are those it took."""

    def __init__(self, letters: list[EmailMessage]) -> None:
        self.letters = letters

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is open."""

    def send(self, message: EmailMessage) -> delivery.Outcome:
        """Takes a letter."""
        self.letters.append(message)
        return delivery.Outcome("accepted", "250")


def with_post_office(world: World) -> None:
    """From now on letters go no further than ``world.letters``."""
    world.replace("jujur.delivery:Mailer", lambda _: lambda url: PostOffice(world.letters))
