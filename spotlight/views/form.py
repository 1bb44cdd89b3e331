"""To be written."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def start(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def find_project(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def own_photograph(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def received(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def step(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404
