"""What the tests of the search share."""

from datetime import date

from django.http import QueryDict

from projects.search import ProjectSearch, clean_query

TODAY = date(2026, 6, 1)


def search(query: str = "", language: str = "en") -> ProjectSearch:
    """The search an address asks for, on a fixed day."""
    return ProjectSearch(clean_query(QueryDict(query), language=language), on=TODAY, language=language)


def found(query: str = "", language: str = "en") -> list[str]:
    """The acronyms on the page asked for, in order."""
    return [hit.project.acronym for hit in search(query, language).hits]


def counts(query: str, facet: str) -> dict[str, int]:
    """Value → number of one facet, zeros left out."""
    values = next(one for one in search(query).facets if one.name == facet).values
    return {value.value: value.count for value in values if value.count}
