"""How a story describes itself to search engines, and plain links by which a reader passes it on.

The links are addresses and nothing else: no script, no picture of another host, no counting.
"""

from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from projects.jsonld import data_block
from projects.presentation import wording
from projects.presentation.wording import Link
from spotlight.cards import StoryPage

_DESCRIPTION = 300


def description(shown: StoryPage) -> str:
    """One or two sentences for a search engine's result."""
    return " ".join((shown.teaser.text or shown.quote.text or shown.headline.text).split())[:_DESCRIPTION]


def ways(shown: StoryPage, *, url: str, site_name: str) -> list[Link]:
    """Where a reader may pass the story on."""
    headline = shown.headline.text
    mail = urlencode({"subject": f"{headline} · {site_name}", "body": url}, quote_via=quote)
    post = urlencode({"text": f"{headline} {url}"}, quote_via=quote)
    return [
        Link(_("By e-mail"), f"mailto:?{mail}"),
        Link("Bluesky", f"https://bsky.app/intent/compose?{post}"),
        Link("LinkedIn", f"https://www.linkedin.com/sharing/share-offsite/?{urlencode({'url': url})}"),
        Link("Facebook", f"https://www.facebook.com/sharer/sharer.php?{urlencode({'u': url})}"),
    ]


def data(request: HttpRequest, shown: StoryPage, *, url: str, site_name: str) -> SafeString:
    """The story as `schema.org/Article`, with a `Quotation` in it only where somebody was really quoted.

    The photograph is left out, here and in the tags for other networks: their copies outlive a withdrawal.
    """
    story, language = shown.story, shown.text_language or wording.language()
    publisher = {"@type": "Organization", "name": site_name, "url": request.build_absolute_uri(reverse("home"))}
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "headline": shown.headline.text,
        "description": description(shown),
        "inLanguage": language,
        "publisher": publisher,
        "dateModified": story.updated_at.isoformat(timespec="seconds"),
        "about": _about(request, shown),
        "author": publisher if shown.is_report else _speaker(shown),
    }
    if story.published_at:
        found["datePublished"] = story.published_at.isoformat(timespec="seconds")
    if shown.quote:
        found["hasPart"] = {
            "@type": "Quotation",
            "text": shown.quote.text[1:-1],
            "inLanguage": language,
            "creator": _speaker(shown),
        }
    return data_block(found)


def _speaker(shown: StoryPage) -> dict[str, str]:
    if not shown.name:
        return {"@type": "Organization", "name": shown.about.name}
    return {"@type": "Person", "name": shown.name} | ({"jobTitle": shown.role.text} if shown.role else {})


def _about(request: HttpRequest, shown: StoryPage) -> dict[str, str]:
    named = {"@type": "ResearchProject", "name": shown.about.name}
    return named | ({"url": request.build_absolute_uri(shown.about.url)} if shown.about.url else {})
