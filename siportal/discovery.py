"""What machines ask for first: robots.txt, security.txt, favicons, and the sitemap.

The sitemap is an index of files of at most SITEMAP_BLOCK profiles each, cut by id: a file is one read of the primary
key however large the directory is, and a profile never moves from one file to another.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypedDict

from django.conf import settings
from django.db.models import DateTimeField, Exists, F, Max, OuterRef, QuerySet, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from centres.models import Centre, CentreOrganisation, Consortium, ConsortiumMember, Network, NetworkMember
from events.models import Event, Organiser, Series
from projects.models import Partnership, Project
from spotlight.models import Story
from vocabulary.models import Organisation, Region, SiteSettings, Theme

SITEMAP_BLOCK = 2_000
"""Ids a sitemap file covers; times the languages it stays far below the 50,000 addresses the format allows."""
SECURITY_TXT_DAYS = 180
PAGES = (
    "home",
    "projects:list",
    "projects:map",
    "projects:themes",
    "spotlight:list",
    "spotlight:why",
    "spotlight:questions",
    "centres:list",
    "centres:matrix",
    "centres:consortia",
    "centres:networks",
    "events:list",
    "events:past",
    "about-data",
    "about-accessibility",
    "about-privacy",
    "about-imprint",
)


def _profiles() -> QuerySet[Project]:
    return Project.objects.published()


def _organisations() -> QuerySet[Organisation]:
    """Those with a public project, centre, consortium, network or event; any other has no page."""
    here = {"organisation": OuterRef("pk")}
    return Organisation.objects.filter(
        Exists(Partnership.objects.filter(**here, project__in=Project.objects.published()))
        | Exists(CentreOrganisation.objects.filter(**here, centre__in=Centre.objects.published()))
        | Exists(ConsortiumMember.objects.filter(**here, consortium__in=Consortium.objects.published()))
        | Exists(NetworkMember.objects.filter(**here, network__in=Network.objects.published()))
        | Exists(Organiser.objects.filter(**here, event__in=Event.objects.published()))
    )


def _stories() -> QuerySet[Story]:
    """Real ones: an example is not offered to search engines."""
    return Story.objects.published().filter(is_example=False)


def _events() -> QuerySet[Event]:
    """Real ones, as with the stories."""
    return Event.objects.published().filter(is_example=False)


SECTIONS: dict[str, tuple[str, Callable[[], "QuerySet[Any]"]]] = {
    "projects": ("projects:detail", _profiles),
    "organisations": ("projects:organisation", _organisations),
    "stories": ("spotlight:story", _stories),
    "centres": ("centres:detail", Centre.objects.published),
    "consortia": ("centres:consortium", Consortium.objects.published),
    "networks": ("centres:network", Network.objects.published),
    "events": ("events:detail", _events),
}
"""Section -> name of the page's address, what of it is public."""
_CHANGED: dict[str, F | Value] = {
    "projects": F("updated_at"),
    "organisations": Value(None, output_field=DateTimeField()),
    "stories": F("updated_at"),
    "centres": F("updated_at"),
    "consortia": F("updated_at"),
    "networks": F("updated_at"),
    "events": F("updated_at"),
}
_LAST_BLOCK = 2**63 // SITEMAP_BLOCK - 1


class Entry(TypedDict):
    """One address of the sitemap with its other languages."""

    address: str
    alternates: list[tuple[str, str]]
    changed: datetime | None


@require_safe
@cache_control(max_age=3600, public=True)
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read every public page; combinations of filters are endless and left out."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /staff/",
        *(f"Disallow: /{code}/projects/suggest/" for code, _name in settings.LANGUAGES),
        *(f"Disallow: /{code}/projects/?" for code, _name in settings.LANGUAGES),
        *(f"Disallow: /{code}/spotlight/?" for code, _name in settings.LANGUAGES),
        *(f"Disallow: /{code}/centres/?" for code, _name in settings.LANGUAGES),
        *(f"Disallow: /{code}/events/?" for code, _name in settings.LANGUAGES),
        *(f"Disallow: /{code}/events/past/?" for code, _name in settings.LANGUAGES),
        f"Sitemap: {_origin(request)}{reverse('sitemap')}",
    ]
    return _text("\n".join(lines) + "\n")


@require_safe
@cache_control(max_age=3600, public=True)
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116. Who has set no contact in the site settings is reached through the imprint, which says so."""
    origin = _origin(request)
    contact = SiteSettings.load().contact_url or f"{origin}{_in(settings.LANGUAGE_CODE, 'about-imprint')}"
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=SECURITY_TXT_DAYS)
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {origin}{reverse('security-txt')}",
    ]
    return _text("\n".join(lines) + "\n")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index: one file of pages, and each block of ids in which something is public."""
    origin = _origin(request)
    files: list[tuple[str, datetime | None]] = [(f"{origin}{reverse('sitemap-pages')}", None)]
    for section, (_name, public) in SECTIONS.items():
        blocks = public().order_by().values(block=F("pk") / SITEMAP_BLOCK).annotate(changed=Max(_CHANGED[section]))
        files += [
            (f"{origin}{reverse('sitemap-block', args=[section, row['block']])}", row["changed"])
            for row in blocks.order_by("block")
        ]
    return _xml(request, "sitemap/index.xml", {"files": files})


@require_safe
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    """Fixed pages, a page for each theme, one for each country with a centre, and one for each series of events."""
    entries = [each for name in PAGES for each in _entries(request, name)]
    for slug in Theme.objects.order_by("pk").values_list("slug", flat=True):
        entries += _entries(request, "projects:theme", slug)
    countries = Region.objects.filter(centres__in=Centre.objects.published()).distinct().order_by("code")
    for code in countries.values_list("code", flat=True):
        entries += _entries(request, "centres:country", code)
    for slug in Series.objects.filter(events__in=_events()).distinct().order_by("slug").values_list("slug", flat=True):
        entries += _entries(request, "events:series", slug)
    return _xml(request, "sitemap/file.xml", {"entries": entries})


@require_safe
def sitemap_block(request: HttpRequest, section: str, block: int) -> HttpResponse:
    """What is public in one block of ids."""
    if section not in SECTIONS or block > _LAST_BLOCK:
        raise Http404
    name, public = SECTIONS[section]
    first = block * SITEMAP_BLOCK
    rows = public().filter(pk__gte=first, pk__lt=first + SITEMAP_BLOCK).order_by("pk")
    entries = []
    for slug, changed in rows.values_list("slug", _CHANGED[section]):
        entries += _entries(request, name, slug, changed=changed)
    if not entries:
        raise Http404
    return _xml(request, "sitemap/file.xml", {"entries": entries})


class Favicon(RedirectView):
    """Browsers ask for /favicon.ico whatever the page says."""

    def get_redirect_url(self, *args: object, **kwargs: object) -> str:
        return static("img/favicon.svg")


def _entries(request: HttpRequest, name: str, *args: str, changed: datetime | None = None) -> list[Entry]:
    """The page in each language; every one names all of them."""
    origin = _origin(request)
    addresses = [(code, f"{origin}{_in(code, name, *args)}") for code, _name in settings.LANGUAGES]
    default = next(address for code, address in addresses if code == settings.LANGUAGE_CODE)
    alternates = [*addresses, ("x-default", default)]
    return [Entry(address=address, alternates=alternates, changed=changed) for _code, address in addresses]


def _in(language: str, name: str, *args: str) -> str:
    with translation.override(language):
        return reverse(name, args=args)


def _origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _text(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _xml(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    return render(request, template, context, content_type="application/xml; charset=utf-8")
