"""The list of results, the same results on a map, and suggestions while typing."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
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
    """The results with the facets that narrow them."""
    search, query = search_of(request)
    return _page(request, "list.html", "_list_swap.html", query, results_page(search, query))


@require_safe
@vary_on_headers("HX-Request")
def on_map(request: HttpRequest) -> HttpResponse:
    """The results counted by country on a map, with the list below."""
    search, query = search_of(request)
    context = results_page(search, query, route="projects:map") | picture(search, query)
    return _page(request, "map.html", "_map_search.html", query, context)


def _page(request: HttpRequest, whole: str, part: str, query: Query, context: dict[str, Any]) -> HttpResponse:
    """The whole page, or the part that changes with the address to show for it, when htmx asks."""
    tidy = query.urlencode()
    htmx = request.htmx  # type: ignore[attr-defined]
    if htmx and not htmx.history_restore_request:
        response = render(request, f"projects/{part}", context)
        response["HX-Push-Url"] = address(context["action"], tidy)
        return response
    request.canonical_query = tidy  # type: ignore[attr-defined]
    return render(request, f"projects/{whole}", context)


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
        message = ngettext("%(number)s suggestion", "%(number)s suggestions", len(found)) % {"number": len(found)}
        return JsonResponse({"suggestions": found, "message": message})
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
        "centre": _("competence centre"),
        "event": _("event"),
    }
