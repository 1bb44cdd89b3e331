"""The feed of stories (Atom, RFC 4287), which also says what was withdrawn (RFC 6721), so that harvesters drop it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from spotlight.cards import story_page, with_page
from spotlight.models import Story, StoryState
from vocabulary.models import SiteSettings

MOST = 50
TOMBSTONE_DAYS = 90
_CONTENT_TYPE = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Entry:
    """One story; languages are always said, a feed has no page around it."""

    id: str
    url: str
    title: str
    language: str
    summary: str
    author: str
    published: datetime
    updated: datetime
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A story that is no longer public."""

    id: str
    when: datetime


@require_safe
def stories(request: HttpRequest) -> HttpResponseBase:
    """Published stories, newest first, each in `?language=` (an interface language) or else in its original one."""
    wanted = request.GET.get("language", "")
    if "\0" in wanted or (wanted and wanted not in dict(settings.LANGUAGES)):
        return _refusal()
    origin = f"{request.scheme}://{request.get_host()}"
    entries = list(_entries(origin, wanted))
    gone = _gone(origin)
    with translation.override(wanted or settings.LANGUAGE_CODE):
        body = render_to_string("spotlight/feed.xml", _context(request, origin, wanted, entries, gone))
    response = HttpResponse(body, content_type=_CONTENT_TYPE)
    etag = f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response


def _refusal() -> HttpResponse:
    allowed = ", ".join(code for code, _name in settings.LANGUAGES)
    return HttpResponse(f"language must be one of: {allowed}\n", status=400, content_type="text/plain; charset=utf-8")


def _context(
    request: HttpRequest, origin: str, wanted: str, entries: list[Entry], gone: list[Tombstone]
) -> dict[str, object]:
    moments = [entry.updated for entry in entries] + [stone.when for stone in gone]
    return {
        "id": f"{_authority(origin)}:stories",
        "itself": f"{origin}{request.path}" + (f"?language={wanted}" if wanted else ""),
        "page": f"{origin}{reverse('spotlight:list')}",
        "site_name": SiteSettings.current().site_name,
        "updated": max(moments, default=datetime(2021, 1, 1, tzinfo=UTC)),
        "entries": entries,
        "gone": gone,
    }


def _entries(origin: str, wanted: str) -> Iterable[Entry]:
    found = with_page(Story.objects.published().filter(is_example=False))[:MOST]
    pages = dict(settings.LANGUAGES)
    for story in found:
        language = wanted or story.original_language
        with translation.override(language if language in pages else settings.LANGUAGE_CODE):
            shown = story_page(story, language)
            if shown is None or story.published_at is None:
                continue
            yield Entry(
                id=_identity(origin, story.pk),
                url=f"{origin}{shown.url}",
                title=shown.headline.text,
                language=shown.text_language or language,
                summary=shown.quote.text or shown.teaser.text,
                author=shown.about.name if shown.is_report or not shown.name else shown.name,
                published=story.published_at,
                updated=story.updated_at,
                categories=tuple(theme.label for theme in shown.about.themes),
            )


def _gone(origin: str) -> list[Tombstone]:
    """Stories withdrawn in the last TOMBSTONE_DAYS: their number only."""
    since = timezone.now() - timedelta(days=TOMBSTONE_DAYS)
    rows = Story.objects.filter(
        state=StoryState.ARCHIVED, published_at__isnull=False, archived_at__gte=since, is_example=False
    )
    return [
        Tombstone(_identity(origin, pk), when)
        for pk, when in rows.order_by("-archived_at").values_list("pk", "archived_at")
        if when is not None
    ]


def _identity(origin: str, number: int) -> str:
    """A name that survives a change of address."""
    return f"{_authority(origin)}:story-{number}"


def _authority(origin: str) -> str:
    return f"tag:{origin.partition('://')[2].partition(':')[0]},2026"
