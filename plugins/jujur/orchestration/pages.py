"""The officers' pages inside Airflow's api-server: behind its login, and built on the first request only.

Airflow loads its plugin in every process, and only the api-server has use for FastAPI: nothing heavy at the top.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

PREFIX = "/pemeriksaan"
NAME = "Pemeriksaan kiriman"
# Whoever may see the DAG that judges submissions may see what it judged.
DAG_ID = "receive_submissions"

_Message = MutableMapping[str, Any]


class DocumentPages:
    """An ASGI application that makes the real one when it is first asked."""

    def __init__(self) -> None:
        self._app: Callable[..., Awaitable[None]] | None = None

    async def __call__(
        self,
        scope: _Message,
        receive: Callable[[], Awaitable[_Message]],
        send: Callable[[_Message], Awaitable[None]],
    ) -> None:
        """Serves one request."""
        if self._app is None:
            # The imports take a second or two, during which the api-server must go on answering.
            self._app = await asyncio.to_thread(_build)
        await self._app(scope, receive, send)


def _build() -> Callable[..., Awaitable[None]]:
    from airflow.api_fastapi.core_api.security import requires_access_dag

    from jujur.web.documents import documents_app

    return documents_app(requires_access_dag("GET", param_dag_id=DAG_ID), _login_url)


def _login_url(request: Any) -> str:
    from airflow.api_fastapi.app import get_auth_manager

    return str(get_auth_manager().get_url_login(next_url=str(request.url)))


def menu_entry() -> dict[str, str]:
    """The link in Airflow's menu, below whatever path Airflow itself is served at."""
    from airflow.configuration import conf

    base = urlsplit(conf.get("api", "base_url", fallback="")).path.rstrip("/")
    return {"name": NAME, "href": f"{base}{PREFIX}/", "destination": "nav", "category": "browse"}
