"""What is coming, and the archive, as their pages show them; and the events of a series."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import EmptyPage, Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from events.filters import LABELS, Query, find
from events.models import Event, Series
from events.presentation.lines import event_lines, for_lines
from events.presentation.words import said
from projects.presentation.results import Choice, PageLink, Pager, address
from projects.presentation.wording import Link

PAGE, ORPHANS = 20, 4
"""Entries of a page; so few more stand on the last one instead of a page of their own."""
_NEIGHBOURING_PAGES = 2


@dataclass(frozen=True, slots=True)
class Box:
    """One select of the form."""

    name: str
    label: str
    choices: list[Choice]


def listing(query: Query, offered: Mapping[str, Mapping[str, str]], *, at: datetime, past: bool) -> dict[str, Any]:
    """What a list shows of a query at that moment; Http404 for a page beyond the last one."""
    action, other = (reverse(f"events:{name}") for name in (("past", "list") if past else ("list", "past")))
    shown = Event.objects.published()
    rows = shown.past(at=at) if past else shown.upcoming(at=at)
    paginator = Paginator(for_lines(find(rows, query)), PAGE, orphans=ORPHANS)
    try:
        page = paginator.page(query.page)
    except EmptyPage:
        raise Http404 from None
    return {
        "past": past,
        "action": action,
        "notices": list(query.dropped),
        "q": query.q,
        "boxes": _boxes(query, offered),
        "pills": _pills(query, offered, action),
        "total": paginator.count,
        "lines": event_lines(page.object_list, at=at),
        "pager": _pager(query, paginator.num_pages, action),
        "other_url": address(other, query.urlencode(page=1)),
        "others": find(shown.upcoming(at=at) if past else shown.past(at=at), query).count(),
        "filtered": not query.is_empty,
        **feed_addresses(query.values),
    }


def feed_addresses(chosen: Mapping[str, str]) -> dict[str, str]:
    """The calendar to subscribe to and the feed, as far as they can be narrowed to what is chosen."""
    narrowed = Query(values={name: value for name, value in chosen.items() if name in ("theme", "region", "macro")})
    return {
        "calendar_url": address(reverse("feed-events-ics"), narrowed.urlencode()),
        "feed_url": address(reverse("feed-events"), narrowed.urlencode()),
    }


def series_page(row: Series, *, at: datetime) -> dict[str, Any] | None:
    """The public events of a series in their order; None where there is none."""
    events = list(for_lines(Event.objects.published().filter(series=row).order_by("begins_at", "pk")))
    if not events:
        return None
    return {
        "trail": [Link(_("Events"), reverse("events:list"))],
        "name": said(row.name, row.language),
        "lines": event_lines(events, at=at),
        "total": len(events),
    }


def _boxes(query: Query, offered: Mapping[str, Mapping[str, str]]) -> list[Box]:
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


def _pills(query: Query, offered: Mapping[str, Mapping[str, str]], action: str) -> list[dict[str, str]]:
    chosen = [("q", _("Words"), query.q)] if query.q else []
    chosen += [(name, str(LABELS[name]), offered[name][value]) for name, value in query.values.items()]
    return [
        {"facet": facet, "label": label, "remove_url": address(action, query.without(name).urlencode())}
        for name, facet, label in chosen
    ]


def _pager(query: Query, pages: int, action: str) -> Pager:
    def url(number: int) -> str:
        return address(action, query.urlencode(page=number)) if 1 <= number <= pages else ""

    near = range(query.page - _NEIGHBOURING_PAGES, query.page + _NEIGHBOURING_PAGES + 1)
    links: list[PageLink] = []
    before = 0
    for number in sorted({number for number in (1, *near, pages) if 1 <= number <= pages}):
        if number > before + 1:
            links.append(PageLink(None, ""))
        links.append(PageLink(number, url(number), number == query.page))
        before = number
    return Pager(query.page, pages, url(query.page - 1), url(query.page + 1), links)
