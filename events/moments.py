"""Honest time: what a clock in the event's zone shows, and which instant that is. Nothing here knows a request.

In the hour a clock shows twice the later one is meant (standard time), as PostgreSQL does; see `events.models.clock`.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import pgettext

if TYPE_CHECKING:
    from events.models import Event

LAST_MINUTE = time(23, 59)


@dataclass(frozen=True, slots=True)
class Clock:
    """A day and an hour as a clock in a zone shows them."""

    day: date
    at: time
    zone: str

    @property
    def moment(self) -> datetime:
        """The instant, with the zone's offset at that time."""
        return datetime.combine(self.day, self.at, ZoneInfo(self.zone)).replace(fold=1)

    @property
    def exists(self) -> bool:
        """Whether the clock ever shows it; in spring an hour is skipped."""
        utc = self.moment.astimezone(ZoneInfo("UTC"))
        return utc.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None) == self.moment.replace(tzinfo=None)

    @property
    def is_twice(self) -> bool:
        """Whether the clock shows it twice; in autumn an hour comes again."""
        return self.exists and self.moment.replace(fold=0).utcoffset() != self.moment.utcoffset()


def begins(event: "Event") -> Clock | None:
    """When it begins; None where the hour is not known."""
    return Clock(event.first_day, event.start_time, event.zone) if event.start_time is not None else None


def ends(event: "Event") -> Clock | None:
    """When it ends; None where nobody said."""
    if event.end_time is None:
        return None
    return Clock(event.last_day or event.first_day, event.end_time, event.zone)


def deadline(event: "Event") -> Clock | None:
    """The last minute in time for registering."""
    if event.deadline_day is None:
        return None
    return Clock(event.deadline_day, event.deadline_time or LAST_MINUTE, event.zone)


def offset_words(moment: datetime) -> str:
    """UTC+2, UTC−3:30 or UTC, of an aware moment."""
    offset = moment.utcoffset() or timedelta()
    minutes = round(offset.total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "\N{MINUS SIGN}"
    return f"UTC{sign}{hours}:{rest:02}" if rest else f"UTC{sign}{hours}"


def zone_words(moment: datetime) -> str:
    """CEST (UTC+2): the short name of the zone's time at that moment, where it has one, and its offset."""
    name = moment.tzname() or ""
    offset = offset_words(moment)
    if not name or name == offset or name[0] in "+-":
        return offset
    return f"{_short_name(name)} ({offset})"


def short_zone(moment: datetime) -> str:
    """CEST, or UTC+3 where the zone's time has no short name."""
    name = moment.tzname() or ""
    return _short_name(name) if name and name[0] not in "+-" else offset_words(moment)


def _short_name(name: str) -> str:
    known = {
        "CET": pgettext("time zone", "CET"),
        "CEST": pgettext("time zone", "CEST"),
        "EET": pgettext("time zone", "EET"),
        "EEST": pgettext("time zone", "EEST"),
        "WET": pgettext("time zone", "WET"),
        "WEST": pgettext("time zone", "WEST"),
    }
    return known.get(name, name)
