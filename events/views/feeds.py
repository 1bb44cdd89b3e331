"""Calendars to subscribe to, the feed, and the calendar file of one event; they stand under no language.

`?language=` chooses an interface language. What is unknown is refused with 400 and a sentence, because a program that
follows an address would not notice that it gets something else.
"""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import calendars, filters
from events.models import Event, State
from events.models.event import EventQuerySet
from events.presentation import times
from events.presentation.lines import where
from events.presentation.words import words_of
from projects.presentation import wording
from vocabulary.models import SiteSettings

MOST = 200
"""Entries of a feed; of the calendar as well, which begins KEPT before today."""
KEPT = timedelta(days=366)
TOMBSTONE = timedelta(days=90)
"""How long the feed says that an event is no longer public."""
_TEXT = "text/plain; charset=utf-8"
_CALENDAR = "text/calendar; charset=utf-8"
_ATOM = "application/atom+xml; charset=utf-8"


class Refused(Exception):
    """What an address asks for and there is none of; the sentence says what is allowed."""


@require_safe
def event_file(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One event as a calendar file; 404 where its day is not known."""
    try:
        language = _language(request, allowed=())
    except Refused as refused:
        return _refusal(refused)
    event = _shown(Event.objects.published().filter(slug=slug)).first()
    if event is None:
        raise Http404
    with translation.override(language or _original(event)):
        entry = calendars.entry(event, origin=_origin(request))
        if entry is None:
            raise Http404
        body = calendars.calendar([entry], name=entry.title)
    response = _conditional(request, body, _CALENDAR)
    response["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    return response


@require_safe
def calendar(request: HttpRequest) -> HttpResponseBase:
    """The events of a theme, country or macro-region, or all, for a calendar that follows them."""
    try:
        language = _language(request, allowed=filters.FEED)
        rows = _asked(request)
    except Refused as refused:
        return _refusal(refused)
    rows = rows.filter(precision="day", over_at__gt=timezone.now() - KEPT).order_by("begins_at", "pk")
    with translation.override(language or settings.LANGUAGE_CODE):
        entries = [calendars.entry(event, origin=_origin(request)) for event in _shown(rows)[:MOST]]
        name = _("%(site)s: events") % {"site": SiteSettings.current().site_name}
        body = calendars.calendar(filter(None, entries), name=name, refresh=calendars.REFRESH)
    return _conditional(request, body, _CALENDAR)


@require_safe
def atom(request: HttpRequest) -> HttpResponseBase:
    """The events published last, with those that are no longer public."""
    try:
        language = _language(request, allowed=filters.FEED)
        rows = _asked(request)
    except Refused as refused:
        return _refusal(refused)
    found = list(_shown(rows.order_by("-published_at", "-pk"))[:MOST])
    with translation.override(language or settings.LANGUAGE_CODE):
        body = render_to_string("events/feed.xml", _feed(request, found)).encode()
    return _conditional(request, body, _ATOM)


def _feed(request: HttpRequest, found: list[Event]) -> dict[str, object]:
    origin = _origin(request)
    authority = f"tag:{request.get_host().partition(':')[0]},2026"
    gone = Event.objects.filter(
        state=State.ARCHIVED, archived_at__gte=timezone.now() - TOMBSTONE, is_example=False
    ).values_list("uid", "archived_at")
    entries = [
        {
            "id": f"urn:uuid:{event.uid}",
            "title": _title(event),
            "url": f"{origin}{event.get_absolute_url()}",
            "published": event.published_at,
            "updated": event.updated_at,
            "summary": "\n".join(filter(None, (times.when(event).text, where(event), words_of(event, "summary").text))),
            "language": words_of(event, "title").language or wording.language(),
            "categories": [theme.label(wording.language()) for theme in event.themes.all()],
        }
        for event in found
    ]
    moments: list[datetime] = [event.updated_at for event in found] + [when for _uid, when in gone if when]
    query = request.GET.urlencode()
    return {
        "id": f"{authority}:events" + (f":{query}" if query else ""),
        "itself": f"{origin}{request.get_full_path()}",
        "page": f"{origin}{reverse('events:list')}",
        "site_name": SiteSettings.current().site_name,
        "updated": max(moments, default=datetime(2021, 1, 1, tzinfo=timezone.get_default_timezone())),
        "entries": entries,
        "gone": [{"id": f"urn:uuid:{uid}", "when": when} for uid, when in gone],
    }


def _title(event: Event) -> str:
    title = words_of(event, "title").text
    return _("Cancelled: %(title)s") % {"title": title} if event.state == State.CANCELLED else title


def _language(request: HttpRequest, *, allowed: tuple[str, ...]) -> str:
    """The language asked for, or "". Raises Refused for it and for any parameter that is not `allowed`."""
    filters.refuse_nul(request.GET)
    for name in request.GET:
        if name not in (*allowed, "language"):
            known = ", ".join((*allowed, "language"))
            raise Refused(f"“{name[:60]}” is no parameter of this address; there are: {known}.")
        if len(request.GET.getlist(name)) > 1:
            raise Refused(f"“{name}” takes one value.")
    language = request.GET.get("language", "")
    codes = [code for code, _name in settings.LANGUAGES]
    if language and language not in codes:
        raise Refused(f"language must be one of: {', '.join(codes)}.")
    return language


def _asked(request: HttpRequest) -> EventQuerySet:
    """Public events, without examples, that fit. Raises Refused for a value no public event has."""
    chosen = {name: request.GET[name] for name in filters.FEED if request.GET.get(name)}
    if chosen:
        offered = filters.values()
        for name, value in chosen.items():
            if value not in offered[name]:
                raise Refused(f"No event has the {name} “{value[:60]}”; there are: {', '.join(offered[name])}.")
    rows: EventQuerySet = Event.objects.published().filter(filters.chosen_only(chosen), is_example=False)
    return rows


def _shown(rows: EventQuerySet) -> EventQuerySet:
    return rows.select_related("country").prefetch_related("texts", "themes__labels")


def _original(event: Event) -> str:
    codes = dict(settings.LANGUAGES)
    return event.original_language if event.original_language in codes else settings.LANGUAGE_CODE


def _origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _refusal(refused: Refused) -> HttpResponse:
    return HttpResponse(f"{refused}\n", status=400, content_type=_TEXT)


def _conditional(request: HttpRequest, body: bytes, content_type: str) -> HttpResponseBase:
    response = HttpResponse(body, content_type=content_type)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response
