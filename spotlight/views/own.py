"""To be written."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def overview(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def change_answers(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def correct(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def still_true(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def photograph(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def download(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def withdraw(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


def erase(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404
