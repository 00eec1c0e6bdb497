"""The one place that talks to a mail server."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from email.message import EmailMessage
from types import TracebackType
from typing import Literal
from urllib.parse import unquote, urlsplit

from jujur.domain.errors import JujurError


class MailUnreachable(JujurError):
    """No mail server answers; nothing was sent, and a later attempt may succeed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one message. ``uncertain``: the server fell silent after it had the whole message."""

    kind: Literal["accepted", "refused", "uncertain"]
    answer: str


class Mailer:
    """One connection to the mail server of ``smtp://[user:password@]host:port`` or ``smtps://``."""

    def __init__(self, url: str, timeout_seconds: float = 30) -> None:
        self._url = urlsplit(url)
        self._timeout = timeout_seconds
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Mailer:
        kind = smtplib.SMTP_SSL if self._url.scheme == "smtps" else smtplib.SMTP
        host, port = (
            self._url.hostname or "127.0.0.1",
            self._url.port or (465 if kind is smtplib.SMTP_SSL else 25),
        )
        try:
            self._server = kind(host, port, timeout=self._timeout)
            if kind is smtplib.SMTP and self._server.has_extn("starttls"):
                self._server.starttls()
            if self._url.username:
                self._server.login(unquote(self._url.username), unquote(self._url.password or ""))
        except (OSError, smtplib.SMTPException) as error:
            raise MailUnreachable(f"Peladen surel {host}:{port} tidak dapat dipakai: {error}") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            try:
                self._server.quit()
            except smtplib.SMTPException:
                # The messages are settled one by one already; a connection that is gone needs no farewell.
                self._server.close()

    def send(self, message: EmailMessage) -> Outcome:
        """Sends one message; never raises for what the server says about this one message."""
        if self._server is None:
            raise MailUnreachable("Belum tersambung ke peladen surel.")
        try:
            self._server.send_message(message)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
            return Outcome("refused", str(error)[:500])
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            return Outcome("uncertain", str(error)[:500])
        return Outcome("accepted", "250")
