"""How an event describes itself to search engines and to networks, and plain links by which a reader passes it on.

The links are addresses and nothing else: no script, no picture of another host, no counting.
"""

from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from events.models import Attendance, Event, State
from events.presentation import times
from events.presentation.lines import where
from events.presentation.words import words_of
from projects.jsonld import data_block
from projects.presentation import wording
from projects.presentation.wording import Link

_DESCRIPTION = 300
_MODES = {
    Attendance.IN_PERSON: "OfflineEventAttendanceMode",
    Attendance.ONLINE: "OnlineEventAttendanceMode",
    Attendance.HYBRID: "MixedEventAttendanceMode",
}


def description(event: Event) -> str:
    """When, where and what in a sentence or two, for a search engine's result and a preview card."""
    cancelled = _("Cancelled.") if event.state == State.CANCELLED else ""
    parts = (cancelled, times.when(event).text, where(event), " ".join(words_of(event, "summary").text.split()))
    return " · ".join(filter(None, parts))[:_DESCRIPTION]


def letter(event: Event, *, url: str, at: datetime) -> tuple[str, str]:
    """Subject and text of an e-mail to a colleague, to be changed before it leaves."""
    title, when = words_of(event, "title").text, times.when(event).text
    lines = [title, when, where(event)]
    if (last := times.deadline_text(event)) and times.in_time(event, at=at):
        lines.append(_("Register until %(moment)s.") % {"moment": last})
    return title, "\n".join([_("This may interest you:"), "", *filter(None, lines), "", url])


def ways(event: Event, *, url: str, at: datetime) -> list[Link]:
    """Where a reader may pass the event on."""
    subject, text = letter(event, url=url, at=at)
    title = words_of(event, "title").text
    mail = urlencode({"subject": subject, "body": text.replace("\n", "\r\n")}, quote_via=quote)
    return [
        Link(_("By e-mail"), f"mailto:?{mail}"),
        Link("Bluesky", f"https://bsky.app/intent/compose?{urlencode({'text': f'{title} {url}'}, quote_via=quote)}"),
        Link("LinkedIn", f"https://www.linkedin.com/sharing/share-offsite/?{urlencode({'url': url})}"),
        Link("Facebook", f"https://www.facebook.com/sharer/sharer.php?{urlencode({'u': url})}"),
    ]


def data(event: Event, *, url: str) -> SafeString:
    """The event as `schema.org/Event`, with nothing the page does not say; the link for taking part is not told."""
    title, when = words_of(event, "title"), times.when(event)
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": url,
        "url": url,
        "name": title.text,
        "inLanguage": title.language or wording.language(),
        "startDate": when.begins,
        "eventStatus": f"https://schema.org/Event{'Cancelled' if event.state == State.CANCELLED else 'Scheduled'}",
    }
    mode = _MODES.get(Attendance(event.attendance))
    optional = {
        "endDate": when.ends,
        "description": words_of(event, "summary").text,
        "eventAttendanceMode": f"https://schema.org/{mode}" if mode else "",
        "location": _locations(event, url),
        "organizer": [{"@type": "Organization", "name": row.organisation.name} for row in event.organiser_rows.all()],
        "maximumAttendeeCapacity": event.capacity,
    }
    return data_block(found | {name: value for name, value in optional.items() if value})


def _locations(event: Event, url: str) -> list[dict[str, Any]]:
    """The place, as far as it is known, and this page for those who take part online."""
    found: list[dict[str, Any]] = []
    if event.place or event.country:
        place: dict[str, Any] = {"@type": "Place", "name": event.place or event.country.name}  # type: ignore[union-attr]
        if event.country:
            place["address"] = {"@type": "PostalAddress", "addressCountry": event.country.code}
        found.append(place)
    if event.attendance in (Attendance.ONLINE, Attendance.HYBRID):
        found.append({"@type": "VirtualLocation", "url": url})
    return found


def is_indexed(event: Event) -> bool:
    """Whether search engines may list it: an example is not for them."""
    return not event.is_example
