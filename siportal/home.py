"""The first page: the welcome, the search, and numbers computed from the directory."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from projects import directory
from projects.models import Project
from projects.presentation import wording
from projects.presentation.cards import Card, card
from projects.presentation.results import Choice, counted_links, picture
from projects.search import Facet, ProjectSearch, clean_query
from spotlight.cards import cards as story_cards
from spotlight.cards import with_words
from spotlight.models import Story

_FEW = 3
_THEMES = 12
_COUNTRIES = 10


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One search without any condition gives all the numbers, the choices and the newest profiles."""
    reader = wording.language()
    query = clean_query(QueryDict(), language=reader)
    search = ProjectSearch(query, on=timezone.localdate(), language=reader)
    facets = {facet.name: facet for facet in search.facets}
    action = reverse("projects:list")
    told = Story.objects.published().filter(is_example=False).order_by("-featured", "-published_at", "-pk")
    featured = list(Project.objects.published().featured().for_cards()[:_FEW])
    # What is featured above need not be shown once more.
    newest = [hit.project for hit in search.hits if hit.project not in featured][:_FEW]
    return render(
        request,
        "home.html",
        {
            "welcome": _welcome(search.of_total),
            "search_url": action,
            "suggest_url": reverse("projects:suggest"),
            "regions": _choices(facets.get("region")),
            "theme_options": _choices(facets.get("theme")),
            "periods": _choices(facets.get("period")),
            "figures": _figures(search, facets),
            "themes": _themes(facets.get("theme")),
            "themes_url": reverse("projects:themes"),
            "map_url": reverse("projects:map"),
            **picture(search, query),
            "top_countries": counted_links(_values(facets.get("region")), limit=_COUNTRIES, action=action),
            "stories": story_cards(with_words(told)[:_FEW], reader),
            "featured": [_card(project) for project in featured],
            "newest": [_card(project) for project in newest],
            "newest_url": f"{action}?sort=newest",
        },
    )


def _welcome(total: int) -> str:
    if not total:
        return _("This directory collects projects of social innovation from Europe’s regions. It is still empty.")
    return ngettext(
        "%(number)s project from Europe’s regions: what it did, for whom, with what result, and whom to ask.",
        "%(number)s projects from Europe’s regions: what they did, for whom, with what result, and whom to ask.",
        total,
    ) % {"number": wording.whole(total)}


def _figures(search: ProjectSearch, facets: dict[str, Facet]) -> list[dict[str, Any]]:
    projects, countries = search.of_total, len([code for code, count in search.country_counts.items() if count])
    organisations = directory.organisations_named()
    programmes = len([value for value in _values(facets.get("programme")) if value.count and value.value != "none"])
    return [
        {"value": projects, "label": ngettext("project", "projects", projects), "url": reverse("projects:list")},
        {"value": countries, "label": ngettext("country", "countries", countries), "url": reverse("projects:map")},
        {"value": programmes, "label": ngettext("programme", "programmes", programmes), "url": ""},
        {"value": organisations, "label": ngettext("named partner", "named partners", organisations), "url": ""},
    ]


def _values(facet: Facet | None) -> list[Any]:
    return list(facet.values) if facet else []


def _choices(facet: Facet | None) -> list[Choice]:
    """Values that lead to at least one project; regions only down to the country."""
    return [
        Choice(value.value, value.label)
        for value in _values(facet)
        if value.count and not value.depth and value.value != "none"
    ]


def _themes(facet: Facet | None) -> list[dict[str, Any]]:
    return counted_links(_values(facet), limit=_THEMES, action=reverse("projects:list"))


def _card(project: Project) -> Card:
    return card(project, on=timezone.localdate(), columns=4)
