"""Facets: what can be chosen, how many results each choice would show, and how the choices combine."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from projects.filters import ProjectFilter
from projects.models import InnovationKind, Status
from projects.search.query import FACETS, NONE, Query
from projects.search.sync import Snapshot
from projects.search.vocabulary import Term, Vocabulary
from vocabulary.labels import sort_key
from vocabulary.models import Strand

WHOLE_TREE = 60
"""Up to so many regions the whole tree is shown; beyond, a country's regions appear when it is chosen."""

SHARE = 5
"""A facet is shown when at least one in so many results states it."""

_CHOICES: dict[str, Any] = {"strand": Strand.choices, "status": Status.choices, "kind": InnovationKind.choices}
# Long lists: values that would find nothing are left out.
_LONG = {"region", "programme"}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A choice. `count`: results with this value under all other facets. `query_string`: the search for exactly those,
    or, where selected, the search without it; None where it would find nothing. `depth`: level below a country."""

    value: str
    label: str
    count: int
    selected: bool
    depth: int
    query_string: str | None


@dataclass(frozen=True, slots=True)
class Facet:
    """A group of choices. `not_stated`: results that say nothing of it; None for the status, which is always known."""

    name: str
    label: str
    values: list[FacetValue]
    not_stated: int | None
    shown: bool


class Counting:
    """The bit sets of one search: text and every facet, combined as OR inside and AND across."""

    def __init__(self, query: Query, snapshot: Snapshot, *, found: int | None, on: date) -> None:
        self.query = query
        self.index = snapshot.index
        self.vocabulary = snapshot.vocabulary
        self.on = on
        self.base = self.index.public if found is None else found & self.index.public
        self.chosen = {name: self._chosen(name) for name in query.facets}
        self.result = self.without(None)

    def without(self, facet: str | None) -> int:
        """The results if `facet` had no choice."""
        bits = self.base
        for name, chosen in self.chosen.items():
            if name != facet:
                bits &= chosen
        return bits

    def bits(self, facet: str, value: str) -> int:
        """All public projects with a value of a facet."""
        if value == NONE and facet != "status":
            return self.index.public & ~self.index.stated(facet)
        key: Any = value if facet in _CHOICES else self.vocabulary.keys[facet].get(value)
        return self.index.values(facet, self.on).get(key, 0)

    def _chosen(self, facet: str) -> int:
        bits = 0
        for value in self.query.facets[facet]:
            bits |= self.bits(facet, value)
        return bits


class _Links:
    """Query strings of the choices of one facet; most of each is the same, so it is written once."""

    def __init__(self, query: Query, facet: str) -> None:
        self.facet = facet
        self.query = query
        self.selected = query.facets.get(facet, ())
        self.before, self.after = query.around(facet)

    def value(self, value: str, label: str, count: int, depth: int = 0) -> FacetValue:
        selected = value in self.selected
        if selected:
            link: str | None = self.query.without(self.facet, value).urlencode()
        else:
            choice = urlencode({self.facet: value})
            link = "&".join(part for part in (self.before, choice, self.after) if part) if count else None
        return FacetValue(value, label, count, selected, depth, link)


def facets(counting: Counting, language: str) -> list[Facet]:
    """Every facet of a search, in the order the page shows them."""
    return [_facet(name, counting, language) for name in FACETS]


def _facet(name: str, counting: Counting, language: str) -> Facet:
    selected = counting.query.facets.get(name, ())
    base = counting.without(name) if selected else counting.result
    unstated = (base & ~counting.index.stated(name)).bit_count() if name != "status" else None
    links = _Links(counting.query, name)
    values = list(_values(links, counting, base, language))
    if unstated or NONE in selected:
        values.append(links.value(NONE, _("not stated"), unstated or 0))
    of = base.bit_count()
    stated = of - (unstated or 0)
    shown = bool(selected) or stated * SHARE >= of
    return Facet(name, str(ProjectFilter.base_filters[name].label), values, unstated, shown)


def _values(links: _Links, counting: Counting, base: int, language: str) -> Iterator[FacetValue]:
    name = links.facet
    sets = counting.index.values(name, counting.on)
    if name in _CHOICES:
        for value, label in _CHOICES[name]:
            yield links.value(value, str(label), (sets.get(value, 0) & base).bit_count())
        return
    for term in _terms(name, counting, base, language):
        count = (sets.get(term.key, 0) & base).bit_count()
        if count or term.slug in links.selected or name not in _LONG:
            label = term.label(language)
            if term.names_period:
                label = f"{label} ({term.names_period})"
            yield links.value(term.slug, label, count, term.level)


def _terms(name: str, counting: Counting, base: int, language: str) -> Iterator[Term]:
    vocabulary = counting.vocabulary
    if name == "region":
        yield from _regions(counting, base, language)
    elif name == "period":
        yield from vocabulary.terms[name].values()
    else:
        sets = counting.index.sets[name]
        found = vocabulary.terms[name].values()
        chosen = counting.query.facets.get(name, ())
        known = (t for t in found if name not in _LONG or t.key in sets or t.slug in chosen)
        yield from sorted(known, key=lambda term: (sort_key(term.label(language), language), term.names_period))


def _regions(counting: Counting, base: int, language: str) -> Iterator[Term]:
    """Countries by name, under each its regions by code: all of them, or only below what is chosen."""
    vocabulary, sets = counting.vocabulary, counting.index.sets["region"]
    codes = counting.query.facets.get("region", ())
    chosen = {vocabulary.keys["region"][code] for code in codes if code in vocabulary.keys["region"]}
    opened = set(chosen)
    for key in chosen:
        opened |= set(_above(key, vocabulary.terms["region"]))
    whole = sum(bool(bits & base) for bits in sets.values()) <= WHOLE_TREE if len(sets) <= 10 * WHOLE_TREE else False

    def below(term: Term) -> Iterator[Term]:
        yield term
        if whole or term.key in opened:
            for child in vocabulary.children(term.key):
                if child.key in sets or child.key in opened:
                    yield from below(child)

    countries = [term for term in vocabulary.children(None) if term.key in sets or term.key in opened]
    for country in sorted(countries, key=lambda term: sort_key(term.label(language), language)):
        yield from below(country)


def _above(key: int, regions: Mapping[int, Term]) -> Iterator[int]:
    parent = regions[key].parent
    while parent is not None:
        yield parent
        parent = regions[parent].parent


def label_of(vocabulary: Vocabulary, facet: str, value: str, language: str) -> str:
    """The name of a value as a reader of `language` sees it."""
    if value == NONE and facet != "status":
        return _("%(facet)s: not stated") % {"facet": ProjectFilter.base_filters[facet].label}
    if facet in _CHOICES:
        return str(dict(_CHOICES[facet])[value])
    key = vocabulary.keys[facet].get(value)
    return vocabulary.terms[facet][key].label(language) if key is not None else value
