"""A search as an address says it: cleaned, with what had to be dropped, and able to say its own canonical address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext as _

from projects.filters import ProjectFilter
from projects.models import InnovationKind, Project, Status
from projects.search.folding import words
from projects.search.sync import current, remembered
from projects.search.vocabulary import Vocabulary
from projects.search.words import MOST_WORDS, parse
from vocabulary.models import Strand

FACETS = ("region", "macro", "theme", "period", "programme", "strand", "status", "target", "kind")
SORTS = ("relevance", "newest", "title", "budget")
SIZES = (10, 20, 50, 100)
DEFAULT_SIZE = 20
LONGEST = 200
"""Characters of search text that are read."""

NONE = "none"
"""The value of a facet that means: not stated."""

CLOSED = {"strand": Strand.values, "status": Status.values, "kind": InnovationKind.values}
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Dropped:
    """A parameter or value that was left out, with a sentence that says so."""

    parameter: str
    value: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Query:
    """A cleaned search. `facets` holds only facets with a choice; `page` counts from 1."""

    q: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "newest"
    page: int = 1
    size: int = DEFAULT_SIZE
    dropped: tuple[Dropped, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for: neither words nor facets."""
        return not self.q and not self.facets

    @property
    def default_sort(self) -> str:
        return "relevance" if self.q else "newest"

    def with_(self, name: str, value: str | Iterable[str]) -> "Query":
        """The query with one more value of a facet, or with other words (`q`) or sort; from the first page."""
        if name in FACETS:
            new = (value,) if isinstance(value, str) else tuple(value)
            return self._choose(name, tuple(dict.fromkeys((*self.facets.get(name, ()), *new))))
        return self._set(**{name: value})

    def only(self, name: str, value: str) -> "Query":
        """The query with this one value in place of all others of the facet."""
        return self._choose(name, (value,))

    def without(self, name: str, value: str | None = None) -> "Query":
        """The query without one value of a facet, or without the whole facet or `q`; from the first page."""
        if name in FACETS:
            kept = tuple(one for one in self.facets.get(name, ()) if value is not None and one != value)
            return self._choose(name, kept)
        return self._set(**{name: None})

    def urlencode(self, **changes: Any) -> str:
        """The canonical query string without "?": fixed order, defaults left out. A changed filter leads to page 1.

        `changes`: page, size, sort, q, or a facet with its values; None takes a parameter away.
        """
        return urlencode((self._set(**changes) if changes else self)._pairs())

    def around(self, facet: str) -> tuple[str, str]:
        """The query string, from page 1, before and after the place of a facet; each may be empty."""
        pairs = replace(self, page=1)._pairs()
        here = FACETS.index(facet)
        ahead = {"q", *FACETS[:here]}
        before = [pair for pair in pairs if pair[0] in ahead]
        after = [pair for pair in pairs if pair[0] not in ahead and pair[0] != facet]
        return urlencode(before), urlencode(after)

    def _pairs(self) -> list[tuple[str, str]]:
        pairs = [("q", self.q)] if self.q else []
        pairs += [(name, value) for name in FACETS for value in self.facets.get(name, ())]
        if self.sort != self.default_sort:
            pairs.append(("sort", self.sort))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        if self.size != DEFAULT_SIZE:
            pairs.append(("size", str(self.size)))
        return pairs

    def _choose(self, name: str, values: tuple[str, ...]) -> "Query":
        facets = {key: kept for key, kept in self.facets.items() if key != name}
        if values:
            facets[name] = values
        return replace(self, facets=facets, page=1)

    def _set(self, **changes: Any) -> "Query":
        query = self
        for name in FACETS:
            if name in changes:
                values = changes[name]
                chosen = (values,) if isinstance(values, str) else tuple(values or ())
                query = query._choose(name, chosen)
        if "q" in changes:
            text = changes["q"] or ""
            sort = query.sort
            if sort == query.default_sort or (sort == "relevance" and not text):
                sort = "relevance" if text else "newest"
            query = replace(query, q=text, sort=sort, page=1)
        if "sort" in changes:
            query = replace(query, sort=changes["sort"] or query.default_sort, page=1)
        if "size" in changes:
            query = replace(query, size=int(changes["size"] or DEFAULT_SIZE), page=1)
        if "page" in changes:
            query = replace(query, page=int(changes["page"] or 1))
        return query


def clean_query(querydict: QueryDict, *, language: str) -> Query:
    """What an address asks for. Unknown parameters and values are named in `dropped`; NUL raises BadRequest (400)."""
    if any("\0" in text for name, values in querydict.lists() for text in (name, *map(str, values))):
        raise BadRequest("NUL in a query")
    form = ProjectFilter(querydict, queryset=Project.objects.none()).form
    form.is_valid()  # reads only: every field takes anything
    given: dict[str, Any] = form.cleaned_data
    dropped = [
        Dropped(
            name, querydict.get(name) or "", _("“%(name)s” is not a filter of this search.") % {"name": _short(name)}
        )
        for name in querydict
        if name not in form.fields
    ]
    q = _clean_text(given["q"] or "", dropped)
    facets = _clean_facets(given, dropped)
    sort = _clean_sort(given["sort"] or "", q, dropped)
    return Query(
        q=q,
        facets=facets,
        sort=sort,
        page=_clean_number("page", given["page"], 1, dropped),
        size=_clean_number("size", given["size"], DEFAULT_SIZE, dropped),
        dropped=tuple(dropped),
    )


def _clean_text(text: str, dropped: list[Dropped]) -> str:
    text = " ".join(text.encode("utf-8", "replace").decode().split())
    if len(text) > LONGEST:
        text = text[:LONGEST].rstrip()
        sentence = _("Only the first %(number)s characters of the search text are used.") % {"number": LONGEST}
        dropped.append(Dropped("q", text, sentence))
    if not text:
        return ""
    terms = parse(text)
    if not any(term.words and not term.negative for term in terms):
        sentence = _("“%(text)s” holds no word to search for.") % {"text": _short(text)}
        dropped.append(Dropped("q", text, sentence))
        return ""
    if len(words(text)) > MOST_WORDS:
        sentence = _("Only the first %(number)s words are searched for.") % {"number": MOST_WORDS}
        dropped.append(Dropped("q", text, sentence))
    return text


def _clean_facets(given: Mapping[str, Any], dropped: list[Dropped]) -> dict[str, tuple[str, ...]]:
    facets = {}
    # The search itself looks again; only what looks unknown is worth a statement here.
    vocabulary = remembered()
    if not all(_exists(vocabulary, name, value) for name in FACETS for value in given[name]):
        vocabulary = current().vocabulary
    for name in FACETS:
        values = []
        for value in given[name]:
            if _exists(vocabulary, name, value):
                values.append(value)
                continue
            label = str(ProjectFilter.base_filters[name].label)
            sentence = _("%(facet)s has no value “%(value)s”.") % {"facet": label, "value": _short(value)}
            dropped.append(Dropped(name, value, sentence))
        if values:
            facets[name] = tuple(values)
    return facets


def _exists(vocabulary: Vocabulary, facet: str, value: str) -> bool:
    if value == NONE:
        return facet != "status"
    return value in CLOSED[facet] if facet in CLOSED else value in vocabulary.keys.get(facet, {})


def _clean_sort(sort: str, q: str, dropped: list[Dropped]) -> str:
    default = "relevance" if q else "newest"
    if not sort:
        return default
    if sort not in SORTS:
        sentence = _("Results cannot be sorted by “%(value)s”.") % {"value": _short(sort)}
        dropped.append(Dropped("sort", sort, sentence))
        return default
    return default if sort == "relevance" and not q else sort


def _clean_number(name: str, value: str | None, default: int, dropped: list[Dropped]) -> int:
    if not value:
        return default
    plain = value.isascii() and value.isdigit()
    number = int(value[:12]) if plain else 0  # beyond any last page, however long it is
    if name == "size" and number not in SIZES:
        sizes = ", ".join(map(str, SIZES))
        sentence = _("A page shows %(sizes)s results, not “%(value)s”.") % {"sizes": sizes, "value": _short(value)}
    elif number < 1:
        sentence = _("“%(value)s” is not the number of a page.") % {"value": _short(value)}
    else:
        return number
    dropped.append(Dropped(name, value, sentence))
    return default


def _short(text: str) -> str:
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
