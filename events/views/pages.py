"""What the public reads of the events: what is coming, the archive, a series, an event, and passing it on."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events import filters, sharing
from events.models import Event, Series, State
from events.presentation.lines import event_line
from events.presentation.listing import listing, series_page
from events.presentation.page import event_page, for_page


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What is not over yet, the next first; anything unknown in the address is dropped and named."""
    return _list(request, past=False)


@require_safe
def past(request: HttpRequest) -> HttpResponse:
    """The archive, the latest first."""
    return _list(request, past=True)


def _list(request: HttpRequest, *, past: bool) -> HttpResponse:
    offered = filters.values()
    query = filters.clean(request.GET, offered)
    request.canonical_query = query.urlencode()  # type: ignore[attr-defined]
    return render(request, "events/list.html", listing(query, offered, at=timezone.now(), past=past))


@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """Events that follow each other; a series without a public event has no page."""
    context = series_page(get_object_or_404(Series, slug=slug), at=timezone.now())
    if context is None:
        raise Http404
    return render(request, "events/series.html", context)


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """An event; a cancelled one says so, an archived one answers 410."""
    event = for_page(Event.objects.published()).filter(slug=slug).first()
    if event is None:
        return _gone(request, slug)
    origin = f"{request.scheme}://{request.get_host()}"
    url = f"{origin}{event.get_absolute_url()}"
    context = event_page(event, at=timezone.now(), origin=origin) | {
        "description": sharing.description(event),
        "indexed": sharing.is_indexed(event),
        "json_ld": sharing.data(event, url=url) if sharing.is_indexed(event) else "",
    }
    return render(request, "events/detail.html", context)


@require_safe
def forward(request: HttpRequest, slug: str) -> HttpResponse:
    """Pass an event on: a letter to copy, plain links, and the card that other networks show."""
    event = Event.objects.published().select_related("country").prefetch_related("texts").filter(slug=slug).first()
    if event is None:
        return _gone(request, slug)
    url = request.build_absolute_uri(event.get_absolute_url())
    now = timezone.now()
    subject, letter = sharing.letter(event, url=url, at=now)
    context = {
        "line": event_line(event, at=now),
        "subject": subject,
        "letter": letter,
        "ways": sharing.ways(event, url=url, at=now),
        "share_url": url,
        "host": request.get_host(),
        "description": sharing.description(event),
    }
    return render(request, "events/forward.html", context)


def _gone(request: HttpRequest, slug: str) -> HttpResponse:
    """What stands at the address of something that is not public: 410 with its name once archived, else nothing."""
    row = Event.objects.filter(slug=slug, state=State.ARCHIVED).first()
    if row is None:
        raise Http404
    return render(request, "410.html", {"name": str(row)}, status=410)
