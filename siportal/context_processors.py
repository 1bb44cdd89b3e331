"""What every page needs around its contents: navigation, languages, addresses of itself."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext

from vocabulary.models import SiteSettings


def page(request: HttpRequest) -> dict[str, Any]:
    """Return `site` and `page` for ``base.html``; nothing is computed or read before a template asks for it.

    The settings are read once per page. A new portal has none yet: its pages show the defaults and write nothing.
    """
    site = SimpleLazyObject(SiteSettings.current)
    return {"site": site, "page": SimpleLazyObject(lambda: frame(request, site.languages))}


def frame(request: HttpRequest, offered: list[str]) -> dict[str, Any]:
    """Return navigation, language links and the absolute addresses of this page.

    `offered` are the codes of the languages staff show. A view that knows a tidier query than the one asked for sets
    `request.canonical_query`; other queries (the search a profile was reached from) are no part of the address.
    """
    origin = f"{request.scheme}://{request.get_host()}"
    here = request.get_full_path()
    query = getattr(request, "canonical_query", "")
    itself = f"{request.path}?{query}" if query else request.path
    languages = [
        {"code": code, "name": name, "url": translate_url(here, code), "current": code == get_language()}
        for code, name in settings.LANGUAGES
        if code in offered
    ]
    alternates = [
        {"code": entry["code"], "url": f"{origin}{translate_url(itself, str(entry['code']))}"} for entry in languages
    ]
    default = translate_url(itself, settings.LANGUAGE_CODE)
    return {
        "origin": origin,
        "canonical": f"{origin}{itself}",
        "alternates": [*alternates, {"code": "x-default", "url": f"{origin}{default}"}],
        "languages": languages,
        "nav": _nav(request.path),
        "call": {"label": gettext("Tell your story"), "url": reverse("spotlight:start")},
        "footer": [
            {"label": gettext("About the data"), "url": reverse("about-data")},
            {"label": gettext("Accessibility statement"), "url": reverse("about-accessibility")},
            {"label": gettext("Privacy"), "url": reverse("about-privacy")},
            {"label": gettext("Imprint"), "url": reverse("about-imprint")},
        ],
    }


def _nav(path: str) -> list[dict[str, Any]]:
    """Return the main navigation; the longest matching address is the current one."""
    items = [
        (gettext("Projects"), reverse("projects:list")),
        (gettext("Map"), reverse("projects:map")),
        (gettext("Themes"), reverse("projects:themes")),
        (gettext("Stories"), reverse("spotlight:list")),
        (gettext("Centres"), reverse("centres:list")),
        (gettext("Events"), reverse("events:list")),
        (gettext("About"), reverse("about-data")),
    ]
    matching = [url for _label, url in items if path.startswith(url)]
    current = max(matching, key=len, default="")
    return [{"label": label, "url": url, "current": url == current, "exact": url == path} for label, url in items]
