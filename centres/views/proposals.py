"""To be written."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def need(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def service(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def centre(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def thanks(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def contact(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404
