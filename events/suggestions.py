"""Events in the search box: found by their titles, their place and the country they take place in."""

from collections.abc import Iterator

from django.utils import timezone

from events.models import Event
from events.presentation import times
from events.presentation.lines import for_lines
from projects.search import Suggestion, also_suggest, begins


@also_suggest
def suggest_events(typed: list[str], language: str) -> Iterator[Suggestion]:
    """Public events of which every typed word begins a word: the next first, then the latest; two queries."""
    at = timezone.now()
    rows = list(for_lines(Event.objects.published()).order_by("-begins_at", "-pk"))
    coming = [row for row in reversed(rows) if not times.is_over(row, at=at)]
    for event in [*coming, *(row for row in rows if times.is_over(row, at=at))]:
        country = [event.country.label(language), event.country.label("en")] if event.country else []
        titles = [text.title for text in event.texts.all()]
        text = event.text_for(language)
        if text and begins(typed, " ".join([*titles, event.place, *country])):
            yield Suggestion("event", text.title, times.when(event).day, url=event.get_absolute_url())
