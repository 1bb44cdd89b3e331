"""The directory of centres as its page shows it: choices, map, list by country, countries without a known centre."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.paginator import EmptyPage, Paginator
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centres.filters import LABELS, Query, find
from centres.models import Centre, CentreKind, Consortium
from centres.presentation.lines import CentreLine, by_country, centre_line, country_url
from projects import mapping
from projects.mapping import MapPicture
from projects.presentation import wording
from projects.presentation.results import Choice, PageLink, Pager, address
from projects.presentation.wording import Link
from vocabulary.labels import sort_key
from vocabulary.models import Region

PAGE = 40
"""National centres on one page: more than there are Member States."""


@dataclass(frozen=True, slots=True)
class Box:
    """One select of the form."""

    name: str
    label: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Country:
    """A country with its centres."""

    label: str
    url: str
    centres: list[CentreLine] = field(default_factory=list)


def directory(query: Query, offered: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """What the list shows of a query; Http404 for a page beyond the last one."""
    action = reverse("centres:list")
    found = list(find(query).select_related("country").prefetch_related("consortia"))
    national = sorted((centre for centre in found if centre.kind == CentreKind.NATIONAL), key=by_country)
    paginator = Paginator(national, PAGE)
    try:
        shown = paginator.page(query.page).object_list
    except EmptyPage:
        raise Http404 from None
    return {
        "action": action,
        "notices": list(query.dropped),
        "boxes": boxes(query, offered),
        "pills": [
            {
                "facet": str(LABELS[name]),
                "label": offered[name][value],
                "remove_url": address(action, query.without(name).urlencode()),
            }
            for name, value in query.values.items()
        ],
        "total": len(national),
        "countries": _grouped(shown),
        "european": [centre_line(centre) for centre in found if centre.kind == CentreKind.EUROPEAN],
        "pager": _pager(query, paginator.num_pages, action),
        "picture": _map(national),
        "unknown": _without_centre(query),
    }


def boxes(query: Query, offered: Mapping[str, Mapping[str, str]]) -> list[Box]:
    """The form; a parameter without any value to offer is left out."""
    return [
        Box(
            name,
            str(label),
            [Choice(value, text, value == query.values.get(name)) for value, text in offered[name].items()],
        )
        for name, label in LABELS.items()
        if offered[name]
    ]


def _grouped(centres: Any) -> list[Country]:
    countries: dict[str, Country] = {}
    for centre in centres:
        line = centre_line(centre)
        countries.setdefault(line.country_url, Country(line.country, line.country_url)).centres.append(line)
    return list(countries.values())


def _map(centres: list[Centre]) -> MapPicture:
    countries = {centre.country.code: centre.country for centre in centres if centre.country}
    reader = wording.language()
    picture = mapping.draw(
        Counter(centre.country.code for centre in centres if centre.country),
        urls={code: country_url(country) for code, country in countries.items()},
        names={code: country.label(reader) for code, country in countries.items()},
        title=_("Map of Europe: competence centres by country"),
        say=_counted,
    )
    return replace(picture, legend=[replace(step, label=_step(step.label)) for step in picture.legend])


def _step(numbers: str) -> str:
    few = 1 if numbers == wording.whole(1) else 2
    return ngettext("%(shown)s national centre", "%(shown)s national centres", few) % {"shown": numbers}


def _counted(name: str, count: int) -> str:
    return ngettext(
        "%(country)s: %(number)s competence centre", "%(country)s: %(number)s competence centres", count
    ) % {"country": name, "number": wording.whole(count)}


def _without_centre(query: Query) -> list[Link]:
    """Countries of the macro-region, or of any macro-region or consortium, in which no centre is known.

    Empty where something else is asked for: a centre that does not fit would be missing from the list as well.
    """
    if set(query.values) - {"macro"}:
        return []
    wanted = Q(macro_regions__isnull=False) | Q(consortia__in=Consortium.objects.published())
    if macro := query.values.get("macro"):
        wanted = Q(macro_regions__slug=macro)
    known = Centre.objects.published().filter(kind=CentreKind.NATIONAL)
    reader = wording.language()
    rows = Region.objects.filter(wanted, level=0).exclude(pk__in=known.values("country")).distinct()
    found = [Link(row.label(reader), country_url(row)) for row in rows]
    return sorted(found, key=lambda link: sort_key(link.label, reader))


def _pager(query: Query, pages: int, action: str) -> Pager:
    def url(number: int) -> str:
        return address(action, query.urlencode(page=number)) if 1 <= number <= pages else ""

    links = [PageLink(number, url(number), number == query.page) for number in range(1, pages + 1)]
    return Pager(query.page, pages, url(query.page - 1), url(query.page + 1), links)
