"""To be written."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def page(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def table_file(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def compare(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404
