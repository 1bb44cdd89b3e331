"""When an event is, in words that claim no more than is known: "6 May 2022, 09:00–12:00 CEST (UTC+2)", "May 2023".

The label of a zone is computed from the zone and the day, so that no June can show CET.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import dateformat
from django.utils.translation import gettext as _

from events import moments
from events.models import Event, State
from events.moments import Clock
from projects.models import DatePrecision
from projects.presentation import wording

_LENGTH = {DatePrecision.DAY: 10, DatePrecision.MONTH: 7, DatePrecision.YEAR: 4}


@dataclass(frozen=True, slots=True)
class When:
    """Day and hours of an event; `hours` is empty where they are not known, `text` is both in one phrase.

    `begins` and `ends` are ISO 8601, cut to what is known; `ends` is empty where nobody said. `notes` are sentences.
    """

    day: str
    hours: str
    text: str
    begins: str
    ends: str
    notes: list[str]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The hours of an event on the clocks of other places; `here` where the event's own clock shows the same."""

    place: str
    hours: str
    offset: str
    here: bool


def when(event: Event) -> When:
    """The time of an event, as a clock in its own zone shows it."""
    start, end = moments.begins(event), moments.ends(event)
    day = days(event.first_day, event.last_day, event.precision)
    length = _LENGTH[DatePrecision(event.precision)]
    if start is None:
        last = event.last_day.isoformat()[:length] if event.last_day else ""
        return When(day, "", day, event.first_day.isoformat()[:length], last, _not_known(event))
    finish = end.moment if end else None
    hours = span(start.moment, finish, day=event.first_day)
    if event.last_day and not end:
        text = _("%(days)s, beginning %(hours)s") % {"days": day, "hours": hours}
    elif end and end.day != start.day:
        text = hours
    else:
        text = _("%(day)s, %(hours)s") % {"day": day, "hours": hours}
    return When(day, hours, text, _iso(start.moment), _iso(finish) if finish else "", _notes(start, end))


def span(start: datetime, end: datetime | None, *, day: date) -> str:
    """From when to when, with the zone: "09:00–12:00 CEST (UTC+2)". Days are named where they are not both `day`."""
    zone, last_zone = moments.zone_words(start), moments.zone_words(end) if end else ""
    words = {"start": _moment(start, day), "zone": zone}
    if end is None:
        # Translators: the hour at which something begins, with the zone: "from 09:00 CEST (UTC+2)".
        return _("from %(start)s %(zone)s") % words
    one_day = start.date() == end.date()
    words |= {"end": _moment(end, day if one_day else None), "last_zone": last_zone}
    if not one_day:
        words["start"] = _moment(start, None)
    if zone != last_zone:
        # Translators: the clocks change between both: "01:00 CET (UTC+1) – 04:00 CEST (UTC+2)".
        return _("%(start)s %(zone)s – %(end)s %(last_zone)s") % words
    if not one_day or start.date() != day:
        # Translators: two days with hours: "6 May 2022, 20:00 – 7 May 2022, 02:00 CEST (UTC+2)".
        return _("%(start)s – %(end)s %(zone)s") % words
    # Translators: hours with the zone: "09:00–12:00 CEST (UTC+2)".
    return _("%(start)s–%(end)s %(zone)s") % words


def days(first: date, last: date | None, precision: str) -> str:
    """ "6 May 2022", "6–8 May 2022", "30 April 2022 – 2 May 2022", "May 2023"."""
    if last is None:
        return wording.date_text(first, precision)
    if precision == DatePrecision.DAY and (first.year, first.month) == (last.year, last.month):
        # Translators: days of one month: "6–8 May 2022"; in German "%(first)s.–%(last)s. %(month)s".
        month = dateformat.format(first, "F Y")
        return _("%(first)s–%(last)s %(month)s") % {"first": first.day, "last": last.day, "month": month}
    return wording.date_range(first, precision, last, precision)


def moment_text(clock: Clock) -> str:
    """A single moment with its zone: "25 April 2022, 23:59 CEST"."""
    moment = clock.moment
    # Translators: a day, an hour and the short name of the zone: "25 April 2022, 23:59 CEST".
    return _("%(day)s, %(hour)s %(zone)s") % {
        "day": wording.day(clock.day),
        "hour": _hour(moment),
        "zone": moments.short_zone(moment),
    }


def deadline_text(event: Event) -> str:
    """The last minute in time for registering; empty where there is no deadline."""
    last = moments.deadline(event)
    return moment_text(last) if last else ""


def in_time(event: Event, *, at: datetime) -> bool:
    """Whether one could still register at that moment, as far as the deadline and the state go."""
    shut = event.state != State.PUBLISHED or is_over(event, at=at)
    return not shut and (event.closes_at is None or at < event.closes_at)


def is_over(event: Event, *, at: datetime) -> bool:
    """Whether it is past at that moment; what is not past is upcoming, so today is never both."""
    return bool(event.over_at <= at)


def nearness(event: Event, *, at: datetime) -> str:
    """ "now", "today" or "tomorrow" on the clock of the event's zone; empty otherwise, and where no day is known."""
    if is_over(event, at=at) or event.precision != DatePrecision.DAY:
        return ""
    today = at.astimezone(ZoneInfo(event.zone)).date()
    if event.begins_at <= at and (event.is_timed or event.first_day < today):
        return _("now")
    if event.first_day == today:
        return _("today")
    return _("tomorrow") if event.first_day == today + timedelta(days=1) else ""


def elsewhere(event: Event) -> list[Elsewhere]:
    """The hours on other clocks of Europe, from west to east; empty where the hour is not known."""
    start, end = moments.begins(event), moments.ends(event)
    if start is None:
        return []
    own = (start.moment.utcoffset(), end.moment.utcoffset() if end else None)
    rows, known = [], False
    for zone, place in _places():
        first = start.moment.astimezone(ZoneInfo(zone))
        last = end.moment.astimezone(ZoneInfo(zone)) if end else None
        same = (first.utcoffset(), last.utcoffset() if last else None) == own
        known = known or same
        rows.append(Elsewhere(place, _bare(first, last, event.first_day), _offsets(first, last), same))
    if known:
        return rows
    finish = end.moment if end else None
    hours = _bare(start.moment, finish, event.first_day)
    return [Elsewhere(event.get_zone_display(), hours, _offsets(start.moment, finish), True), *rows]


def _places() -> list[tuple[str, str]]:
    return [
        ("UTC", _("UTC, Reykjavík")),
        ("Europe/Lisbon", _("Lisbon, Dublin, London")),
        ("Europe/Berlin", _("Berlin, Brussels, Stockholm, Warsaw")),
        ("Europe/Helsinki", _("Helsinki, Vilnius, Athens, Kyiv")),
        ("Europe/Istanbul", _("Istanbul")),
    ]


def _bare(start: datetime, end: datetime | None, day: date) -> str:
    """The hours without a zone; with their days where these differ from the event's first."""
    if end is None:
        return _moment(start, day)
    if start.date() == end.date() == day:
        return _("%(start)s–%(end)s") % {"start": _hour(start), "end": _hour(end)}
    last = start.date() if start.date() == end.date() else None
    first = day if last else None
    return _("%(start)s – %(end)s") % {"start": _moment(start, first), "end": _moment(end, last)}


def _offsets(start: datetime, end: datetime | None) -> str:
    found = [moments.offset_words(each) for each in (start, end) if each]
    return " / ".join(dict.fromkeys(found))


def _moment(moment: datetime, day: date | None) -> str:
    """The hour alone on `day`, else with its own day."""
    if moment.date() == day:
        return _hour(moment)
    return _("%(day)s, %(hours)s") % {"day": wording.day(moment.date()), "hours": _hour(moment)}


def _hour(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def _not_known(event: Event) -> list[str]:
    return [
        {
            DatePrecision.DAY: _("The hour is not published."),
            DatePrecision.MONTH: _("Only the month is known."),
            DatePrecision.YEAR: _("Only the year is known."),
        }[DatePrecision(event.precision)]
    ]


def _notes(start: Clock, end: Clock | None) -> list[str]:
    found = []
    if end is None:
        found.append(_("When it ends is not published."))
    if start.is_twice or (end and end.is_twice):
        found.append(_("The clocks go back that night and show an hour twice; the later one is meant."))
    return found
