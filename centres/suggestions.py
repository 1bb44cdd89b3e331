"""Competence centres in the search box: found by their names, their host, and the country they work in."""

from collections.abc import Iterator

from centres.models import Centre
from centres.presentation.lines import by_country
from projects.search import Suggestion, also_suggest, begins


@also_suggest
def suggest_centres(typed: list[str], language: str) -> Iterator[Suggestion]:
    """Published centres of which every typed word begins a word, by country; one query."""
    for centre in sorted(Centre.objects.published().select_related("country"), key=by_country):
        country = centre.country
        where = [country.label(language), country.label("en")] if country else []
        if begins(typed, " ".join([centre.name, centre.name_en, centre.host_stated, *where])):
            name = str(centre) if language == "en" else centre.name or centre.name_en
            detail = where[0] if where and where[0] not in name else ""
            yield Suggestion("centre", name, detail, url=centre.get_absolute_url())
