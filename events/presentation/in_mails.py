"""Moments and the way to an event as plain lines, for e-mails and personal pages; in the language that is active."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from events import moments
from events.models import Attendance, Event
from events.presentation import times
from projects.presentation import wording


def moment(at: datetime, zone: str) -> str:
    """5 May 2022, 12:00 CEST: an instant as a clock in the zone shows it."""
    local = at.astimezone(ZoneInfo(zone))
    return _("%(day)s, %(hour)s %(zone)s") % {
        "day": wording.day(local.date()),
        "hour": f"{local:%H:%M}",
        "zone": moments.short_zone(local),
    }


def answer_until(event: Event) -> str:
    """The last moment in time for an answer: the deadline, else the beginning, else the first day."""
    until = moments.deadline(event) or moments.begins(event)
    return times.moment_text(until) if until else wording.date_text(event.first_day, event.precision)


def where(event: Event, *, placed: bool) -> str:
    """Place and way, one line each; the link for taking part online only for people with a place."""
    country = event.country.label(wording.language()) if event.country else ""
    place = ", ".join(part for part in (event.place, country) if part)
    lines = []
    if place:
        lines.append(_("Place: %(place)s") % {"place": place})
    if event.address:
        lines.append(_("How to get there: %(way)s") % {"way": event.address.strip()})
    if placed and event.online_url:
        lines.append(_("To take part online: %(link)s") % {"link": event.online_url})
    elif event.attendance in (Attendance.ONLINE, Attendance.HYBRID):
        lines.append(
            _("You get the link for taking part online before the event.")
            if placed
            else _("You can take part online; people with a place get the link.")
        )
    return "\n".join(lines) or _("The place is not known yet.")
