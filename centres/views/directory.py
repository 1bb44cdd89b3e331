"""To be written."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def overview(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def country(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def consortia(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def consortium(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def networks(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def network(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def detail(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404
