"""Events as calendar entries (RFC 5545): no hour that the source lacks, no alarm, the zone's rules with every file.

An entry keeps its UID for ever; SEQUENCE grows by itself when time, place or state change. Events known by month or
year only have no entry. The hour that a clock shows twice is written in UTC: the standard takes a local hour for the
first of both, and here the later one is meant.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

import icalendar
from django.utils.translation import gettext as _

from events import moments
from events.models import Event, State
from events.moments import Clock
from events.presentation import times
from events.presentation.lines import where
from events.presentation.words import words_of
from projects.models import DatePrecision
from projects.presentation import wording
from projects.presentation.wording import Link

PRODUCT = "-//SI Portal//Events//EN"
REFRESH = timedelta(hours=12)
"""How often a calendar that follows a feed may look again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event with a day. `start` and `end` are dates where the hour is not known; `end` then is the day after.

    `end` is None where nobody said when it ends.
    """

    event: Event
    title: str
    description: str
    place: str
    url: str
    start: date | datetime
    end: date | datetime | None

    @property
    def is_timed(self) -> bool:
        return isinstance(self.start, datetime)


def entry(event: Event, *, origin: str) -> Entry | None:
    """The event in the reader's language; None where the day is not known."""
    if event.precision != DatePrecision.DAY:
        return None
    url = f"{origin}{event.get_absolute_url()}"
    start, end = moments.begins(event), moments.ends(event)
    last: date | datetime | None = _instant(end) if end else None
    if start is None:
        last = (event.last_day or event.first_day) + timedelta(days=1)
    return Entry(
        event=event,
        title=words_of(event, "title").text,
        description="\n\n".join(filter(None, _description(event, url))),
        place=", ".join(filter(None, (where(event), " ".join(event.address.split())))),
        url=url,
        start=_instant(start) if start else event.first_day,
        end=last,
    )


def _instant(clock: Clock) -> datetime:
    return clock.moment.astimezone(UTC) if clock.is_twice else clock.moment.replace(fold=0)


def _description(event: Event, url: str) -> list[str]:
    cancelled = _("Cancelled: %(reason)s") % {"reason": event.cancel_reason} if event.state == State.CANCELLED else ""
    when = times.when(event)
    return [cancelled, words_of(event, "summary").text, when.text, " ".join(when.notes), url]


def calendar(entries: Iterable[Entry], *, name: str, refresh: timedelta | None = None) -> bytes:
    """A calendar file; `refresh` for one that others follow."""
    made = icalendar.Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", name)
    made.add("x-wr-calname", name)
    if refresh:
        made.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
    listed = list(entries)
    for zone, years in sorted(_zones(listed).items()):
        made.add_component(timezone(zone, min(years) - 1, max(years) + 1))
    for each in listed:
        made.add_component(_component(each))
    return bytes(made.to_ical())


def _component(shown: Entry) -> icalendar.Event:
    event, made = shown.event, icalendar.Event()
    made.add("uid", f"{event.uid}@si-portal")
    made.add("sequence", event.sequence)
    made.add("dtstamp", event.updated_at.astimezone(UTC).replace(microsecond=0))
    made.add("last-modified", event.updated_at.astimezone(UTC).replace(microsecond=0))
    made.add("summary", shown.title)
    made.add("dtstart", shown.start)
    if shown.end:
        made.add("dtend", shown.end)
    made.add("status", "CANCELLED" if event.state == State.CANCELLED else "CONFIRMED")
    # A day whose hours nobody knows blocks no time.
    made.add("transp", "OPAQUE" if shown.is_timed else "TRANSPARENT")
    made.add("description", shown.description)
    if shown.place:
        made.add("location", shown.place)
    made.add("url", shown.url)
    reader = wording.language()
    if labels := [theme.label(reader) for theme in event.themes.all()]:
        made.add("categories", labels)
    return made


def _zones(entries: Iterable[Entry]) -> dict[str, set[int]]:
    """Zone -> the years it is needed for."""
    found: dict[str, set[int]] = {}
    for each in entries:
        for moment in (each.start, each.end):
            if isinstance(moment, datetime) and isinstance(moment.tzinfo, ZoneInfo) and moment.tzinfo.key != "UTC":
                found.setdefault(moment.tzinfo.key, set()).add(moment.year)
    return found


@lru_cache(maxsize=256)
def timezone(name: str, first_year: int, last_year: int) -> icalendar.Timezone:
    """The rules of a zone over these years, change by change.

    Made here, because icalendar 7.3 writes the beginning of summer time an hour late (03:00 of the time before it).
    """
    zone = ZoneInfo(name)
    made = icalendar.Timezone()
    made.add("tzid", name)
    begin = datetime(first_year, 1, 1, tzinfo=UTC)
    for change in [begin, *_changes(zone, first_year, last_year)]:
        before = (change - timedelta(seconds=1)).astimezone(zone) if change != begin else change.astimezone(zone)
        after = change.astimezone(zone)
        part = icalendar.TimezoneDaylight() if after.dst() else icalendar.TimezoneStandard()
        offset = before.utcoffset() or timedelta()
        part.add("dtstart", (change + offset).replace(tzinfo=None))
        part.add("tzoffsetfrom", offset)
        part.add("tzoffsetto", after.utcoffset() or timedelta())
        part.add("tzname", after.tzname() or name)
        made.add_component(part)
    return made


def _changes(zone: ZoneInfo, first_year: int, last_year: int) -> list[datetime]:
    """The instants at which the zone's clocks change, to the second."""

    def shown(moment: datetime) -> tuple[timedelta | None, str | None]:
        local = moment.astimezone(zone)
        return local.utcoffset(), local.tzname()

    found, day = [], datetime(first_year, 1, 1, tzinfo=UTC)
    while day.year <= last_year:
        following = day + timedelta(days=1)
        if shown(day) != shown(following):
            low, high = day, following
            while high - low > timedelta(seconds=1):
                middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
                low, high = (middle, high) if shown(middle) == shown(low) else (low, middle)
            found.append(high)
        day = following
    return found


def compose_links(shown: Entry) -> list[Link]:
    """Addresses that open a filled-in entry in the calendars of Google and Microsoft: no script, no counting."""
    words = {"quote_via": quote}
    google = {
        "action": "TEMPLATE",
        "text": shown.title,
        "dates": f"{_google(shown.start)}/{_google(shown.end or shown.start)}",
        "details": shown.description,
        "location": shown.place,
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": shown.title,
        "startdt": _outlook(shown.start),
        "enddt": _outlook(shown.end or shown.start),
        "body": shown.description,
        "location": shown.place,
    }
    if not shown.is_timed:
        outlook["allday"] = "true"
    compose = f"calendar/0/deeplink/compose?{urlencode(outlook, **words)}"  # type: ignore[arg-type]
    return [
        Link("Google", f"https://calendar.google.com/calendar/render?{urlencode(google, **words)}"),  # type: ignore[arg-type]
        Link("Outlook.com", f"https://outlook.live.com/{compose}"),
        Link("Microsoft 365", f"https://outlook.office.com/{compose}"),
    ]


def _google(moment: date | datetime) -> str:
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return moment.strftime("%Y%m%d")


def _outlook(moment: date | datetime) -> str:
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return moment.isoformat()
