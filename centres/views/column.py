"""To be written."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def fill_in(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404
