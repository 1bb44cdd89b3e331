"""A search as its page shows it: facets, pills, results, ways out of an empty result."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from django.urls import reverse
from django.utils.translation import gettext as _

from projects import mapping
from projects.presentation import wording
from projects.presentation.cards import Card, card
from projects.search import Facet, FacetValue, Hit, ProjectSearch, Query, suggest_others
from vocabulary.labels import sort_key

SIZES = (10, 20, 50, 100)
_NEIGHBOURING_PAGES = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of a select."""

    value: str
    label: str
    selected: bool = False


class ValueLine(TypedDict):
    """A value of a facet; `url` leads to exactly those projects, or takes the value away when it is chosen."""

    value: str
    label: str
    count: int
    selected: bool
    url: str
    depth: int
    children: list["ValueLine"]


@dataclass(frozen=True, slots=True)
class FacetBox:
    """A facet; `hidden_reason` says why it is not offered."""

    name: str
    label: str
    hint: str
    hidden_reason: str
    values: list[ValueLine]


@dataclass(frozen=True, slots=True)
class PageLink:
    """An entry of the pager; a gap has no number."""

    number: int | None
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    number: int
    num_pages: int
    previous_url: str
    next_url: str
    pages: list[PageLink]


def results_page(search: ProjectSearch, query: Query, *, route: str = "projects:list") -> dict[str, Any]:
    """Everything the list, the map and the swapped part of both show of one search."""
    action = reverse(route)
    correction = search.correction
    return {
        "action": action,
        "query": query.q,
        "suggest_url": reverse("projects:suggest"),
        "facets": _facets(search, action),
        "total": search.total,
        "of_total": search.of_total,
        "chosen": sum(len(values) for values in query.facets.values()),
        "sorts": _sorts(query),
        "sizes": [Choice(str(size), wording.whole(size), size == query.size) for size in SIZES],
        "pills": _pills(search, query, action),
        "clear_url": action,
        "notices": [str(dropped.sentence) for dropped in query.dropped],
        "suggestion": correction
        and {
            "shown": correction.used,
            "asked": correction.asked,
            "insist_url": address(action, correction.query_string),
        },
        "others": suggest_others(query.q, language=wording.language()),
        "hits": cards(search, query),
        "pager": pager(search, query, action),
        "ways": [
            {"label": label, "url": address(action, query_string), "count": count}
            for label, query_string, count in search.relaxations
        ],
        "spellings": [{"word": word, "url": address(action, query_string)} for word, query_string in search.nearest],
        "map_url": address(reverse("projects:map"), query.urlencode(page=None, size=None, sort=None)),
        "list_url": address(reverse("projects:list"), query.urlencode(page=None)),
    }


def _pills(search: ProjectSearch, query: Query, action: str) -> list[dict[str, str]]:
    """What is chosen, the words first; each entry leads to the search without it."""
    labels = {facet.name: facet.label for facet in search.facets}
    pills = [(_("Words"), query.q, query.without("q").urlencode())] if query.q else []
    pills += [(labels[pill.facet], pill.label, pill.query_string) for pill in search.pills]
    return [
        {"facet": facet, "label": label, "remove_url": address(action, query_string)}
        for facet, label, query_string in pills
    ]


def address(path: str, query_string: str | None) -> str:
    """The path with a query, or alone where there is none."""
    return f"{path}?{query_string}" if query_string else path


def cards(search: ProjectSearch, query: Query, *, limit: int | None = None) -> list[Card]:
    """The results on this page; their links remember the search, so that the profile can lead to the next one."""
    remembered = "" if query.is_empty else query.urlencode(page=None, size=None)
    return [
        card(
            hit.project,
            hit.text,
            on=search.on,
            title_html=hit.title_html,
            excerpt_html=hit.excerpt_html,
            query_string=remembered,
            found_in=_found_in(hit),
        )
        for hit in search.hits[:limit]
    ]


def _found_in(hit: Hit) -> str:
    """Where the words stand, when the card does not show them marked."""
    if "<mark>" in hit.title_html + hit.excerpt_html or "acronym" in hit.matched_in:
        return ""
    labels = {
        "sections": _("text"),
        "theme": _("theme"),
        "programme": _("programme"),
        "country": _("country"),
        "partner": _("partner"),
        "place": _("place"),
        "translation": _("text in another language"),
    }
    places = [labels[name] for name in hit.matched_in if name in labels]
    return _("Found in: %(places)s") % {"places": ", ".join(places)} if places else ""


def _facets(search: ProjectSearch, action: str) -> list[FacetBox]:
    hints = facet_hints()
    return [facet_box(facet, action, hint=hints.get(facet.name, "")) for facet in search.facets]


def facet_box(facet: Facet, action: str, *, hint: str) -> FacetBox:
    """A facet with its values, those of a lower level inside their country."""
    values: list[ValueLine] = []
    for value in facet.values:
        line = _value_line(value, action)
        if value.depth and values:
            values[-1]["children"].append(line)
        else:
            values.append(line)
    hidden = "" if facet.shown else _("%(facet)s: stated for too few of these projects to choose by.")
    return FacetBox(
        name=facet.name,
        label=facet.label,
        hint=hint,
        hidden_reason=hidden and hidden % {"facet": facet.label},
        values=values,
    )


def _value_line(value: FacetValue, action: str) -> ValueLine:
    url = "" if value.query_string is None else address(action, value.query_string)
    return ValueLine(
        value=value.value,
        label=value.label,
        count=value.count,
        selected=value.selected,
        url=url,
        depth=value.depth,
        children=[],
    )


def facet_hints() -> dict[str, str]:
    """What choosing a value means, where the name of the facet does not say it."""
    return {
        "region": _("Where partners are, or where the sources say the project works."),
        "macro": _("Groups of countries with a common strategy; a project belongs through its programme’s area."),
        "status": _("Computed today from the dates that are published."),
    }


def _sorts(query: Query) -> list[Choice]:
    labels = {
        "relevance": _("Best match"),
        "newest": _("Newest first"),
        "title": _("Name"),
        "budget": _("Largest budget"),
    }
    offered = labels if query.q else {name: label for name, label in labels.items() if name != "relevance"}
    # The order that fits the search best is sent as nothing, so that it changes when words come or go.
    default = query.default_sort
    return [Choice("" if name == default else name, label, name == query.sort) for name, label in offered.items()]


def pager(search: ProjectSearch, query: Query, action: str) -> Pager:
    """Links to the first, the last and the neighbouring pages, with gaps between."""
    page = search.page

    def url(number: int | None) -> str:
        return "" if number is None else address(action, query.urlencode(page=number))

    near = range(page.number - _NEIGHBOURING_PAGES, page.number + _NEIGHBOURING_PAGES + 1)
    wanted = sorted({number for number in (1, *near, page.num_pages) if 1 <= number <= page.num_pages})
    links: list[PageLink] = []
    before = 0
    for number in wanted:
        if number > before + 1:
            links.append(PageLink(None, ""))
        links.append(PageLink(number, url(number), number == page.number))
        before = number
    return Pager(page.number, page.num_pages, url(page.previous), url(page.next), links)


def picture(search: ProjectSearch, query: Query) -> dict[str, Any]:
    """The map of a search with the sentence that says how much of it the map shows."""
    action = reverse("projects:map")
    counts = search.country_counts
    names = _country_labels(search, counts)
    unplaced = search.without_place
    return {
        "picture": mapping.draw(
            counts,
            urls={code: address(action, query.only("region", code).urlencode()) for code in counts},
            names=names,
            selected=[code for code in query.facets.get("region", ()) if code in counts],
        ),
        "map_sentence": _("%(placed)s on the map, %(unplaced)s without a place")
        % {"placed": wording.whole(search.total - unplaced), "unplaced": wording.whole(unplaced)},
    }


def _country_labels(search: ProjectSearch, counts: Mapping[str, int]) -> dict[str, str]:
    region = next((facet for facet in search.facets if facet.name == "region"), None)
    labels = {value.value: value.label for value in region.values} if region else {}
    return {code: labels.get(code) or wording.country_name(code) for code in counts}


def counted_links(values: Iterable[FacetValue], *, limit: int, action: str) -> list[dict[str, Any]]:
    """The most frequent values of a facet as links into the search."""
    real = [value for value in values if value.count and not value.depth and value.value != "none"]
    reader = wording.language()
    ordered = sorted(real, key=lambda value: (-value.count, sort_key(value.label, reader)))[:limit]
    return [
        {"label": value.label, "url": address(action, value.query_string), "count": value.count, "selected": False}
        for value in ordered
    ]
