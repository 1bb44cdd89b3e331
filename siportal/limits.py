"""How often one visitor may ask for the pages that cost something; beyond it, 429 with a time to come back.

Generous on purpose: a person, even a whole office behind one address, never meets these. Sign-in is counted by
allauth, in the database's cache, so for all processes together.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from outbox import limits
from outbox.limits import Rate
from siportal import errors

RATES = {
    "projects:list": Rate(240, 60),
    "projects:map": Rate(240, 60),
    "projects:suggest": Rate(600, 60),
    "centres:matrix": Rate(240, 60),
    "centres:matrix-csv": Rate(60, 60),
    "centres:matrix-compare": Rate(120, 60),
    "spotlight:list": Rate(240, 60),
    "spotlight:find-project": Rate(600, 60),
}
"""Requests per seconds, by the name of the address."""


class LimitVisitors:
    """Counts before the view runs. `SI_RATE_LIMITS=0` switches it off, for measurements."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        rate = RATES.get(name) if settings.RATE_LIMITS else None
        if rate is None:
            return None
        verdict = limits.hit(name, request.META.get("REMOTE_ADDR", ""), rate)
        return None if verdict.allowed else errors.too_many(request, verdict.retry_after)
