"""The matrix of needs and services: page, table file, and what changed between two days."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from centres import matrix_query
from centres.comparing import compare as compare_days
from centres.presentation.board import board
from centres.presentation.changes import changes
from centres.table import table, written
from projects.presentation import wording
from projects.presentation.results import Choice, address


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The matrix; NUL is refused with 400, anything else unknown is dropped and named."""
    offered = matrix_query.macros()
    asked = matrix_query.clean(request.GET, offered)
    query = asked.urlencode()
    request.canonical_query = query  # type: ignore[attr-defined]
    context = board(asked.matrix()) | {
        "asked": asked,
        "notices": list(asked.dropped),
        "action": reverse("centres:matrix"),
        "macros": _choices(offered, asked.macro),
        "region": offered.get(asked.macro, ""),
        "day": wording.day(asked.on or timezone.localdate()),
        "file_url": address(reverse("centres:matrix-csv"), query),
        "compare_url": address(
            reverse("centres:matrix-compare"), urlencode({"macro": asked.macro} if asked.macro else {})
        ),
        "today": timezone.localdate().isoformat(),
    }
    return render(request, "centres/matrix.html", context)


@require_safe
def table_file(request: HttpRequest) -> HttpResponse:
    """The same matrix as CSV; what the address holds beside it is left out."""
    asked = matrix_query.clean(request.GET, matrix_query.macros())
    here = address(settings.ORIGIN + reverse("centres:matrix"), asked.urlencode())
    found = written(table(asked.matrix(), address=here))
    day = (asked.on or timezone.localdate()).isoformat()
    name = "-".join(filter(None, ("needs-and-services", asked.macro, day)))
    response = HttpResponse(found, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """What changed from one day to another."""
    offered = matrix_query.macros()
    asked = matrix_query.clean_compared(request.GET, offered)
    request.canonical_query = asked.urlencode()  # type: ignore[attr-defined]
    context: dict[str, Any] = changes(compare_days(asked.start, asked.end, macro=asked.macro)) | {
        "asked": asked,
        "notices": list(asked.dropped),
        "action": reverse("centres:matrix-compare"),
        "macros": _choices(offered, asked.macro),
        "region": offered.get(asked.macro, ""),
        "start": wording.day(asked.start),
        "end": wording.day(asked.end),
        "today": timezone.localdate().isoformat(),
        "matrix_url": address(reverse("centres:matrix"), urlencode({"macro": asked.macro} if asked.macro else {})),
    }
    return render(request, "centres/matrix_compare.html", context)


def _choices(offered: dict[str, str], chosen: str) -> list[Choice]:
    return [Choice(slug, label, slug == chosen) for slug, label in offered.items()]
