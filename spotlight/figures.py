"""Numbers of the published directory for the page that says why to fund; each names the search that yields it."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.models import AmountPrecision, Project
from projects.presentation import wording
from projects.presentation.results import counted_links
from projects.search import ProjectSearch, clean_query
from spotlight.models import Story, StoryKind

MOST_ANSWERS = 24
_THEMES, _COUNTRIES, _PERIODS = 12, 10, 6


def answered_why() -> "QuerySet[Story]":
    """Published stories in which people answer themselves; no reports, no examples, featured ones first."""
    return (
        Story.objects.published().filter(kind=StoryKind.ANSWERS, is_example=False).order_by("-featured", *_NEWEST_FIRST)
    )


_NEWEST_FIRST = ("-published_at", "-pk")


def of_directory(language: str) -> dict[str, Any]:
    """Totals, EU funding, and how many projects there are per theme, country and funding period."""
    search = ProjectSearch(clean_query(QueryDict(), language=language), on=timezone.localdate(), language=language)
    facets = {facet.name: facet.values for facet in search.facets}
    action = reverse("projects:list")
    countries = len([code for code, count in search.country_counts.items() if count])
    return {
        "totals": [
            {
                "value": wording.whole(search.of_total),
                "label": ngettext("project in the directory", "projects in the directory", search.of_total),
                "url": action,
            },
            {
                "value": wording.whole(countries),
                "label": ngettext("country on the map", "countries on the map", countries),
                "url": reverse("projects:map"),
            },
        ],
        "funding": _funding(search.of_total),
        "themes": counted_links(facets.get("theme", []), limit=_THEMES, action=action),
        "countries": counted_links(facets.get("region", []), limit=_COUNTRIES, action=action),
        "periods": counted_links(facets.get("period", []), limit=_PERIODS, action=action),
    }


def _funding(total: int) -> dict[str, str] | None:
    """The EU funding of the projects that state it, and how many do; None when nobody does."""
    stated = Project.objects.published().filter(eu_funding__isnull=False)
    sums = stated.aggregate(amount=Sum("eu_funding"), projects=Count("pk"))
    amount: Decimal | None = sums["amount"]
    money = wording.money(amount, AmountPrecision.EXACT)
    if money is None:
        return None
    return {
        "value": money.short,
        "label": _("of EU funding, added up over the %(stated)s of %(total)s projects that state it")
        % {"stated": wording.whole(sums["projects"]), "total": wording.whole(total)},
        "url": f"{reverse('projects:list')}?sort=budget",
    }
