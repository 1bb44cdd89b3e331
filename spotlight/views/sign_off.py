"""To be written."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def own(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def second(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404
