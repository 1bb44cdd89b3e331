"""The list of results, the same results on a map, and suggestions while typing."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from projects.presentation.results import address, picture, results_page
from projects.search import ProjectSearch, Query, clean_query, suggest


def search_of(request: HttpRequest) -> tuple[ProjectSearch, Query]:
    """The search an address asks for; NUL is refused with 400, anything else unknown is dropped and named."""
    language = get_language() or "en"
    query = clean_query(request.GET, language=language)
    return ProjectSearch(query, on=timezone.localdate(), language=language), query


@require_safe
@vary_on_headers("HX-Request")
def results(request: HttpRequest) -> HttpResponse:
    """Whole page, or only what changes when htmx asks for it."""
    search, query = search_of(request)
    context = results_page(search, query)
    request.canonical_query = query.urlencode()  # type: ignore[attr-defined]
    return render(request, "projects/_search.html" if swaps(request) else "projects/list.html", context)


@require_safe
def on_map(request: HttpRequest) -> HttpResponse:
    """The results counted by country on a map, with the list below."""
    search, query = search_of(request)
    context = results_page(search, query, route="projects:map") | picture(search, query)
    request.canonical_query = query.urlencode()  # type: ignore[attr-defined]
    return render(request, "projects/map.html", context)


def swaps(request: HttpRequest) -> bool:
    """Whether htmx wants the part to swap; when it restores history it needs the whole page."""
    return bool(request.htmx) and not request.htmx.history_restore_request  # type: ignore[attr-defined]


@require_safe
@vary_on_headers("Accept")
def suggestions(request: HttpRequest) -> HttpResponse:
    """What the words typed so far may mean: JSON for the search box, a page of links for everybody else."""
    query = clean_query(request.GET, language=get_language() or "en").q
    kinds = _kinds()
    found = [
        {
            "kind": item.kind,
            "kind_label": kinds.get(item.kind, ""),
            "label": item.label,
            "detail": item.detail,
            "url": item.url or address(reverse("projects:list"), item.query_string),
        }
        for item in suggest(query, language=get_language() or "en")
    ]
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse({"suggestions": found})
    context = {"query": query, "suggestions": found, "action": reverse("projects:list")}
    return render(request, "projects/suggest.html", context)


def _kinds() -> dict[str, str]:
    return {
        "project": _("project"),
        "theme": _("theme"),
        "organisation": _("organisation"),
        "programme": _("programme"),
        "region": _("region"),
        "word": _("search word"),
    }
