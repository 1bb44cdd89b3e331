"""The list of stories as its page shows it: filters, what is chosen, and the pages."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from projects.presentation.results import PageLink, Pager, address
from spotlight.filters import FACETS, VIDEO, StoryList

_NEIGHBOURING_PAGES = 2


def page(stories: StoryList) -> dict[str, Any]:
    """Everything on the page but the cards themselves."""
    action, asked = reverse("spotlight:list"), stories.asked
    names = _names()
    return {
        "action": action,
        "filters": [{"name": name, "label": names[name], "options": stories.options(name)} for name in FACETS],
        "video": {"count": stories.with_video, "selected": VIDEO in asked.chosen},
        "total": len(stories.found),
        "of_total": len(stories.facts),
        "notices": list(asked.dropped),
        "pills": [
            {
                "facet": names[name],
                "label": stories.label(name),
                "remove_url": address(action, asked.urlencode(without=name)),
            }
            for name in asked.chosen
        ],
        "clear_url": action,
        "pager": _pager(stories, action),
        "filtered": bool(asked.chosen),
    }


def _names() -> dict[str, str]:
    return {
        "theme": _("Theme"),
        "region": _("Country"),
        "programme": _("Programme"),
        "language": _("Language of the story"),
        VIDEO: _("Film"),
    }


def _pager(stories: StoryList, action: str) -> Pager:
    here, last = stories.asked.page, stories.pages

    def url(number: int) -> str:
        return address(action, stories.asked.urlencode(page=number)) if 1 <= number <= last else ""

    near = range(here - _NEIGHBOURING_PAGES, here + _NEIGHBOURING_PAGES + 1)
    links: list[PageLink] = []
    before = 0
    for number in sorted({number for number in (1, *near, last) if 1 <= number <= last}):
        if number > before + 1:
            links.append(PageLink(None, ""))
        links.append(PageLink(number, url(number), number == here))
        before = number
    return Pager(here, last, url(here - 1), url(here + 1), links)
