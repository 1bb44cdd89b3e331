"""A search answered: totals, one page of results with what matched, facets, and ways out of an empty result."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import chain, islice

from django.db import DEFAULT_DB_ALIAS
from django.http import Http404
from django.utils.translation import gettext as _

from projects.models import Project
from projects.search import spelling, text
from projects.search.facets import Counting, Facet, facets, label_of
from projects.search.matches import Hit, load
from projects.search.query import Query
from projects.search.sync import Snapshot, current
from projects.search.words import SearchTerm, parse

RERANKED = 200
"""So many of the likeliest results are ranked by their words; the rest follows, head matches first, newest first."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of results; `previous` and `next` are page numbers."""

    number: int
    num_pages: int
    hits: list[Hit]
    previous: int | None
    next: int | None


@dataclass(frozen=True, slots=True)
class Pill:
    """A choice made, with the search without it."""

    facet: str
    label: str
    query_string: str


@dataclass(frozen=True, slots=True)
class Correction:
    """Other words were searched for than asked; `query_string` insists on the words as written."""

    asked: str
    used: str
    query_string: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The results before and after one (as slugs), its place counted from 1, and how many there are."""

    previous: str | None
    next: str | None
    position: int | None
    total: int


Relaxation = tuple[str, str, int]
"""(sentence, query string, count) of a search with one filter less."""


@dataclass(frozen=True)
class _Words:
    """What the text half said; `found` is None without words."""

    terms: Sequence[SearchTerm] = ()
    hits: text.Hits = field(default_factory=text.Hits)
    found: int | None = None
    used: str = ""
    nearest: Sequence[str] = ()


class ProjectSearch:
    """One search on the day `on`, for a reader of `language`. Everything is computed when first asked for."""

    def __init__(self, query: Query, *, on: date, language: str = "en", using: str = DEFAULT_DB_ALIAS) -> None:
        self.query = query
        self.on = on
        self.language = language
        self._using = using

    @cached_property
    def _snapshot(self) -> Snapshot:
        return current(self._using)

    @cached_property
    def _words(self) -> _Words:
        if not self.query.q:
            return _Words()
        terms = parse(self.query.q)
        hits = self._find(terms)
        public = self._snapshot.index.public
        if hits.anywhere & public:
            return _Words(terms, hits, hits.anywhere)
        help_ = spelling.correct(terms, using=self._using)
        if help_.terms:
            corrected = self._find(help_.terms)
            if corrected.anywhere & public:
                used = " ".join(f'"{term.raw}"' if term.is_phrase else term.raw for term in help_.terms)
                return _Words(help_.terms, corrected, corrected.anywhere, used)
        return _Words(terms, hits, 0, nearest=help_.nearest)

    def _find(self, terms: Sequence[SearchTerm]) -> text.Hits:
        snapshot = self._snapshot
        languages = snapshot.index.sets["language"].keys()
        return text.find(
            terms, vocabulary=snapshot.vocabulary, languages=languages, reader=self.language, using=self._using
        )

    @cached_property
    def _counting(self) -> Counting:
        return Counting(self.query, self._snapshot, found=self._words.found, on=self.on)

    @cached_property
    def total(self) -> int:
        """How many published projects match."""
        return self._counting.result.bit_count()

    @cached_property
    def of_total(self) -> int:
        """How many published projects there are."""
        return self._snapshot.index.public.bit_count()

    @cached_property
    def facets(self) -> list[Facet]:
        return facets(self._counting, self.language)

    @cached_property
    def correction(self) -> Correction | None:
        """The words searched for instead, where those asked for are found nowhere."""
        if not self._words.used:
            return None
        insisted = " ".join(f'"{term.raw}"' for term in parse(self.query.q))
        return Correction(self.query.q, self._words.used, self.query.with_("q", insisted).urlencode())

    @cached_property
    def nearest(self) -> list[tuple[str, str]]:
        """(word, query string) of the most similar words that would find something."""
        return [(word, self.query.with_("q", word).urlencode()) for word in self._words.nearest]

    @cached_property
    def relaxations(self) -> list[Relaxation]:
        """For an empty result: the same search with one facet, or the words, left out, and what it would find."""
        if self.total:
            return []
        found: list[Relaxation] = []
        for name, values in self.query.facets.items():
            labels = ", ".join(self._label(name, value) for value in values)
            sentence = _("Search without “%(filter)s”") % {"filter": labels}
            found.append((sentence, self.query.without(name).urlencode(), self._counting.without(name).bit_count()))
        if self.query.q and self.query.facets:
            wordless = Counting(replace(self.query, q=""), self._snapshot, found=None, on=self.on).result.bit_count()
            sentence = _("Search without the words “%(words)s”") % {"words": self.query.q}
            found.append((sentence, self.query.without("q").urlencode(), wordless))
        return found

    @cached_property
    def pills(self) -> list[Pill]:
        return [
            Pill(name, self._label(name, value), self.query.without(name, value).urlencode())
            for name, values in self.query.facets.items()
            for value in values
        ]

    def _label(self, facet: str, value: str) -> str:
        return label_of(self._snapshot.vocabulary, facet, value, self.language)

    @cached_property
    def country_counts(self) -> dict[str, int]:
        """Results by country (ISO code), each country with at least one."""
        result, sets = self._counting.result, self._snapshot.index.sets["region"]
        counts = {
            term.slug: (sets.get(term.key, 0) & result).bit_count() for term in self._snapshot.vocabulary.children(None)
        }
        return {code: count for code, count in counts.items() if count}

    @cached_property
    def without_place(self) -> int:
        """Results of which no country is known."""
        return (self._counting.result & ~self._snapshot.index.stated("region")).bit_count()

    @cached_property
    def numbers(self) -> list[int]:
        """The primary keys of all results, in order."""
        return list(self._in_order())

    def _in_order(self) -> Iterator[int]:
        index, result = self._snapshot.index, self._counting.result
        if self.query.sort == "title":
            return index.in_order(result, f"title-{self.language}")
        if self.query.sort == "relevance" and self._words.found is not None:
            return self._by_relevance()
        return index.in_order(result, "budget" if self.query.sort == "budget" else "newest")

    def _by_relevance(self) -> Iterator[int]:
        """Acronyms first, then the likeliest by rank, then the others: head matches before the rest, newest first."""
        named, first = self._likeliest
        return chain(named, first, islice(self._unranked(named), RERANKED, None))

    @cached_property
    def _likeliest(self) -> tuple[list[int], list[int]]:
        """Results by acronym, and the first of the others in the order of their rank."""
        result = self._counting.result
        named = [number for number in self._words.hits.acronyms if result >> number & 1]
        first = list(islice(self._unranked(named), RERANKED))
        if len(first) > 1:
            ranks = text.rank(first, self._words.hits.query, using=self._using)
            first.sort(key=lambda number: -ranks.get(number, 0.0))
        return named, first

    def _unranked(self, named: Sequence[int]) -> Iterator[int]:
        index, head = self._snapshot.index, self._words.hits.head
        rest = self._counting.result & ~text.bits_of(named)
        return chain(index.in_order(rest & head, "newest"), index.in_order(rest & ~head, "newest"))

    @cached_property
    def page(self) -> Page:
        """The page asked for; Http404 beyond the last one. A search without results has one empty page."""
        size, number = self.query.size, self.query.page
        pages = max(1, -(-self.total // size))
        if number > pages:
            raise Http404(_("There are only %(number)s pages of results.") % {"number": pages})
        numbers = list(islice(self._in_order(), (number - 1) * size, number * size))
        return Page(
            number,
            pages,
            self._load(numbers),
            previous=number - 1 if number > 1 else None,
            next=number + 1 if number < pages else None,
        )

    @cached_property
    def hits(self) -> list[Hit]:
        """The results on the page asked for."""
        return self.page.hits

    def _load(self, numbers: Sequence[int]) -> list[Hit]:
        words = self._words
        return load(numbers, language=self.language, terms=words.terms, hits=words.hits, using=self._using)

    def neighbours(self, project_id: int) -> Neighbours:
        """What stands before and after a project in this search."""
        numbers = self.numbers
        if project_id not in numbers:
            return Neighbours(None, None, None, len(numbers))
        place = numbers.index(project_id)
        before = numbers[place - 1] if place else None
        after = numbers[place + 1] if place + 1 < len(numbers) else None
        slugs: Mapping[int, str] = dict(
            Project.objects.using(self._using)
            .published()
            .filter(pk__in=[number for number in (before, after) if number is not None])
            .values_list("pk", "slug")
        )
        return Neighbours(
            slugs.get(before) if before is not None else None,
            slugs.get(after) if after is not None else None,
            place + 1,
            len(numbers),
        )
