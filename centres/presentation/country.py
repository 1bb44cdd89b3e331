"""Who helps in a country: its centres with what they offer, or the European one where none is known."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from centres.models import Centre, CentreKind, Consortium
from centres.presentation.lines import CentreLine, centre_line
from centres.presentation.offers import Offers, offers
from centres.presentation.words import best
from projects.presentation import wording
from projects.presentation.cards import Card
from projects.presentation.profile import search_url
from projects.presentation.results import cards
from projects.presentation.wording import Link
from projects.presentation.words import Words
from projects.search import ProjectSearch, Query
from vocabulary.models import Region

_PROJECTS = 3


@dataclass(frozen=True, slots=True)
class Helper:
    """A centre with everything the first screen says about it."""

    line: CentreLine
    text: Words
    offers: Offers


@dataclass(frozen=True, slots=True)
class ProjectsThere:
    """Published projects of a country: how many, where to find them, and the newest ones."""

    total: int
    url: str
    newest: list[Card]


def country_page(country: Region) -> dict[str, Any]:
    """Everything the page of a country shows."""
    reader = wording.language()
    rows = Centre.objects.published().select_related("country").prefetch_related("consortia", "texts").order_by("slug")
    here = list(rows.filter(country=country))
    answering = here or list(rows.filter(kind=CentreKind.EUROPEAN))
    given = offers(answering)
    consortia = Consortium.objects.published().filter(country_rows__country=country)
    return {
        "trail": [Link(_("Competence centres"), reverse("centres:list"))],
        "country": country.label(reader),
        "code": country.code,
        "known": bool(here),
        "helpers": [
            Helper(centre_line(centre), best(centre.texts.all(), "description"), given[centre.pk])
            for centre in answering
        ],
        "consortia": [
            Link(each.acronym, each.get_absolute_url())
            for each in consortia.distinct().order_by("generation", "acronym")
        ],
        "projects": projects_there(country),
        "tell_url": f"{reverse('centres:tell-us')}?country={country.code}",
        "matrix_url": reverse("centres:matrix"),
        "networks_url": reverse("centres:networks"),
    }


def projects_there(country: Region) -> ProjectsThere:
    """What the search finds for the country, so that the number here is the number there."""
    query = Query(facets={"region": (country.code,)})
    search = ProjectSearch(query, on=timezone.localdate(), language=wording.language())
    newest = cards(search, query, limit=_PROJECTS) if search.total else []
    return ProjectsThere(search.total, search_url(region=country.code), newest)
