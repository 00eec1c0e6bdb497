"""Great Expectations Data Docs of the last judging runs, as a small FastAPI application that something else mounts.

What they show includes held numbers, so every page asks ``access`` first. A page needs no script and fetches nothing, and the
browser is told to refuse both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request, status
from fastapi import Path as PathParameter
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from jujur.domain.errors import JujurError, RecordError
from jujur.operations import documentation_pages
from jujur.settings import places

HEADERS = {
    # Great Expectations' own markup carries style attributes.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
NO_ACCESS = (
    "Akun ini tidak berhak melihat pemeriksaan kiriman, atau sesinya tidak berlaku lagi. Muat ulang halaman ini untuk masuk "
    "lagi; bila tetap tidak dapat, mintalah kepada administrator desk."
)


def documents_app(access: Callable[..., Any], login_url: Callable[[Request], str]) -> FastAPI:
    """The application.

    :param access: a FastAPI dependency that raises HTTPException 401 for a stranger and 403 for an account that may not look.
    :param login_url: where a stranger is sent, from where the login brings back to the request's page.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(access)])

    @app.get("/")
    def index() -> Response:
        return _html(documentation_pages.index_page(places.home(), places.reports_dir()))

    @app.get("/{run}/{number}/")
    def document(run: str, number: Annotated[int, PathParameter(ge=0, le=9999)]) -> Response:
        return _html(documentation_pages.document_page(places.home(), places.reports_dir(), run, number))

    @app.exception_handler(HTTPException)
    def refused(request: Request, refusal: HTTPException) -> Response:
        if refusal.status_code == status.HTTP_401_UNAUTHORIZED:
            return RedirectResponse(login_url(request), status.HTTP_302_FOUND, headers=HEADERS)
        sentence = NO_ACCESS if refusal.status_code == status.HTTP_403_FORBIDDEN else str(refusal.detail)
        return _notice("Tidak dapat dibuka", sentence, refusal.status_code)

    @app.exception_handler(RequestValidationError)
    def malformed(_request: Request, _fault: RequestValidationError) -> Response:
        return _notice("Tidak ada", "Alamat ini tidak dikenal.", status.HTTP_404_NOT_FOUND)

    @app.exception_handler(RecordError)
    def unknown(_request: Request, fault: RecordError) -> Response:
        return _notice("Tidak ada", str(fault), status.HTTP_404_NOT_FOUND)

    @app.exception_handler(JujurError)
    def unmade(_request: Request, fault: JujurError) -> Response:
        return _notice("Tidak dapat dibuat", str(fault), status.HTTP_503_SERVICE_UNAVAILABLE)

    return app


def _html(page: str, code: int = status.HTTP_200_OK) -> Response:
    return HTMLResponse(page, code, headers=HEADERS)


def _notice(title: str, sentence: str, code: int) -> Response:
    return _html(documentation_pages.notice_page(places.reports_dir(), title, sentence), code)
