"""What holds for every request and every answer, errors included; the first middlewares of the chain.

Order in `settings.MIDDLEWARE`: `know_visitor`, `guard_answers`, Django's SecurityMiddleware, CSPMiddleware,
`refuse_malformed`, then whitenoise and the rest. So a static file and a refusal carry the same headers as a page.
"""

import ipaddress
import re
from collections.abc import Callable
from typing import TypeVar

from csp.constants import HEADER as CSP_HEADER
from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

from siportal import errors

View = Callable[[HttpRequest], HttpResponseBase]
Response = TypeVar("Response", bound=HttpResponseBase)

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
"""Everything else, TRACE among them, answers 405. Each view narrows this to what it knows."""

MAX_BODY = 120_000_000
"""Bytes of one request; above the largest file any form takes. Forms say in words what they take."""

_DEBUG_PAGES = (404, 500)
"""While developing these are Django's own pages, which carry their styles in them."""

_NUL = re.compile(r"\x00|%00")

# What pages of ours never use, so nothing that slips into one can.
_FEATURES = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _FEATURES),
}


def know_visitor(get_response: View) -> View:
    """Put the visitor's own address and scheme into the request, and let nobody make them up.

    Only a proxy whose address stands in `settings.PROXIES` is believed: then the last address of X-Forwarded-For that
    is no such proxy is the visitor, and X-Forwarded-Proto says whether they came by https. From anybody else those
    headers mean nothing. In both cases they are gone afterwards: whoever comes later reads REMOTE_ADDR.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        meta = request.META
        if _is_proxy(meta.get("REMOTE_ADDR", "")):
            forwarded = [part.strip() for part in meta.get("HTTP_X_FORWARDED_FOR", "").split(",")]
            visitor = next((part for part in reversed(forwarded) if part and not _is_proxy(part)), "")
            if _is_address(visitor):
                meta["REMOTE_ADDR"] = visitor
            if meta.get("HTTP_X_FORWARDED_PROTO", "").strip().lower() == "https":
                meta["wsgi.url_scheme"] = "https"
        for name in [name for name in meta if name.startswith("HTTP_X_FORWARDED") or name == "HTTP_FORWARDED"]:
            del meta[name]
        return get_response(request)

    return middleware


def guard_answers(get_response: View) -> View:
    """Give every answer the headers of `HEADERS` and a content security policy, unless its view set its own."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not (settings.DEBUG and response.status_code in _DEBUG_PAGES):
            response.headers.setdefault(CSP_HEADER, build_policy())
        return response

    return middleware


def refuse_malformed(get_response: View) -> View:
    """Refuse what no page of ours can mean, before anything of it is read.

    Methods nobody needs (405), bodies larger than MAX_BODY (413), and the NUL character in path, query or cookies
    (400), which no database takes.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS, "Method not allowed\n", content_type="text/plain; charset=utf-8")
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or len(length) > 12 or int(length) > MAX_BODY:
            return errors.too_large(request)
        if "\0" in request.path_info or _NUL.search(request.META.get("QUERY_STRING", "")) or _nul_in_cookies(request):
            raise BadRequest("NUL character in the request")
        return get_response(request)

    return middleware


def _nul_in_cookies(request: HttpRequest) -> bool:
    """Cookie values may be quoted, and then hold any character by its octal number."""
    return "\\" in request.META.get("HTTP_COOKIE", "") and any("\0" in value for value in request.COOKIES.values())


def sandboxed(response: Response) -> Response:
    """Mark an answer that shows somebody's file: whatever it holds, a browser runs nothing of it."""
    response[CSP_HEADER] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_proxy(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return any(address in network for network in settings.PROXIES)
