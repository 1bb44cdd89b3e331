"""To be written."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def overview(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def why(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def questions(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def detail(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def preview(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404
