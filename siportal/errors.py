"""The error pages: in the site's look, in the language of the address, and without the database.

They are rendered without the request, so neither a broken context nor a database that is gone can break them; if even
the template fails, a few plain lines are left.
"""

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import add_never_cache_headers

logger = logging.getLogger(__name__)

_LAST_RESORT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Something went wrong</title></head>
<body><h1>Something went wrong on our side</h1>
<p>Your request could not be answered just now. Please try again in a minute.</p></body></html>
"""
DATABASE_GONE_RETRY = 10
"""Seconds after which a visitor may try again when the database does not answer."""


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "403.html", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, "403_csrf.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same words whether something is a draft or was never there."""
    return _page(request, "404.html", 404)


def too_large(request: HttpRequest) -> HttpResponse:
    return _page(request, "413.html", 413)


def too_many(request: HttpRequest, retry_after: int) -> HttpResponse:
    """429; `retry_after` is in seconds."""
    response = _page(request, "429.html", 429)
    response["Retry-After"] = str(retry_after)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 with a time to come back when the database is what failed."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        response = _page(request, "503.html", 503)
        response["Retry-After"] = str(DATABASE_GONE_RETRY)
        return response
    return _page(request, "500.html", 500)


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    try:
        with translation.override(_language(request)):
            html = str(render_to_string(template))
    except Exception:  # the last-resort answer must never fail itself
        logger.exception("The error page %s could not be rendered", template)
        html = _LAST_RESORT
    response = HttpResponse(html, status=status)
    add_never_cache_headers(response)
    return response


def _language(request: HttpRequest) -> str:
    """The language of the address, else the first known one of the visitor's browser."""
    return translation.get_language_from_path(request.path_info) or translation.get_language_from_request(request)
