"""The Data Docs application: nobody sees held numbers without leave, and a browser is told to fetch and run nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI, HTTPException, Request

from jujur.domain.errors import JujurError
from jujur.operations import documentation_pages
from jujur.web.documents import documents_app

PAGE = "/20240214T070005000000Z-abcdef/0/"


def get(app: FastAPI, path: str, cookies: dict[str, str] | None = None) -> httpx.Response:
    """One request to the application; redirects are not followed."""

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://desk.test", cookies=cookies
        ) as client:
            return await client.get(path)

    return asyncio.run(ask())


Visit = Callable[[int, str], httpx.Response]


@pytest.fixture
def visit(home: Path) -> Visit:
    """A request whose login answers with this status; 200 lets it in."""

    def answer_of(answer: int, path: str) -> httpx.Response:
        def access() -> None:
            if answer != 200:
                raise HTTPException(answer, "rahasia dalam")

        app = documents_app(access, lambda request: f"/auth/login?next={request.url.path}")
        return get(app, path)

    return answer_of


@pytest.mark.parametrize("path", ["/", PAGE])
def test_a_stranger_is_sent_to_the_login_and_back(visit: Visit, path: str) -> None:
    answer = visit(401, path)
    assert answer.status_code == 302
    assert answer.headers["location"] == f"/auth/login?next={path}"
    assert answer.text == ""


@pytest.mark.parametrize("path", ["/", PAGE])
def test_an_account_without_leave_is_told_so(visit: Visit, path: str) -> None:
    answer = visit(403, path)
    assert answer.status_code == 403
    assert "tidak berhak" in answer.text
    assert "rahasia" not in answer.text


def test_every_path_asks_for_leave() -> None:
    """So that a page added later cannot be forgotten."""
    app = documents_app(lambda: None, lambda _request: "")
    paths = [route.path for route in app.routes]  # type: ignore[attr-defined]
    assert paths == ["/", "/{run}/{number}/"]
    assert len(app.router.dependencies) == 1


def test_an_empty_desk_has_an_index(visit: Visit) -> None:
    answer = visit(200, "/")
    assert answer.status_code == 200
    assert "Belum ada kiriman yang dinilai." in answer.text


@pytest.mark.parametrize(("login", "path"), [(200, "/"), (200, PAGE), (401, "/"), (403, "/"), (200, "/x")])
def test_every_answer_forbids_scripts_and_foreign_sites(visit: Visit, login: int, path: str) -> None:
    answer = visit(login, path)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline';")
    assert "script" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        PAGE,
        "/x/0/",
        "/20240214T070005000000Z-abcdef/-1/",
        "/20240214T070005000000Z-abcdef/a/",
        "/openapi.json",
    ],
)
def test_what_does_not_exist_is_not_found(visit: Visit, path: str) -> None:
    answer = visit(200, path)
    assert answer.status_code == 404
    assert "<html" in answer.text


def test_a_page_that_cannot_be_made_is_no_blank_page(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> str:
        raise JujurError("Halaman ini tidak dapat dibuat: sebab.")

    monkeypatch.setattr(documentation_pages, "document_page", broken)
    answer = visit(200, PAGE)
    assert answer.status_code == 503
    assert "tidak dapat dibuat: sebab." in answer.text


def test_the_login_sees_the_request(home: Path) -> None:
    """Airflow's dependency reads cookies: it must be handed the real request."""
    seen: list[str] = []

    def access(request: Request) -> None:
        seen.append(request.cookies["_token"])

    get(documents_app(access, lambda _request: ""), "/", {"_token": "abc"})
    assert seen == ["abc"]
