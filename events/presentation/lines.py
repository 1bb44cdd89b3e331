"""An event as one entry of a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import dateformat
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.models import Attendance, Event, EventKind, RegistrationMode, State
from events.presentation import times
from events.presentation.times import When
from events.presentation.words import words_of
from projects.models import DatePrecision
from projects.presentation import wording
from projects.presentation.words import Words


@dataclass(frozen=True, slots=True)
class EventLine:
    """`large` and `small` are the leaf of a calendar beside the entry; `label` is "cancelled", "today" and the like."""

    title: Words
    summary: Words
    url: str
    kind: str
    when: When
    large: str
    small: str
    where: str
    label: str
    cancelled: bool
    example: bool
    registration: str


def for_lines(rows: QuerySet[Event]) -> QuerySet[Event]:
    """The events with what a line reads; one query more however many there are."""
    return rows.select_related("country").prefetch_related("texts")


def event_lines(rows: Iterable[Event], *, at: datetime) -> list[EventLine]:
    return [event_line(event, at=at) for event in rows]


def event_line(event: Event, *, at: datetime) -> EventLine:
    """The country must have been selected and the texts prefetched, or there are more queries."""
    cancelled = event.state == State.CANCELLED
    large, small = _leaf(event)
    return EventLine(
        title=words_of(event, "title"),
        summary=words_of(event, "summary"),
        url=event.get_absolute_url(),
        kind=capfirst(str(EventKind(event.kind).label)),
        when=times.when(event),
        large=large,
        small=small,
        where=where(event),
        label=_("cancelled") if cancelled else times.nearness(event, at=at),
        cancelled=cancelled,
        example=event.is_example,
        registration="" if cancelled else _registration(event, at=at),
    )


def where(event: Event) -> str:
    """Place and country in one phrase, with the way to take part; empty where nothing is known."""
    country = event.country.label(wording.language()) if event.country else ""
    place = ", ".join(part for part in (event.place, country) if part)
    if event.attendance == Attendance.ONLINE:
        return _("online")
    if event.attendance == Attendance.HYBRID:
        return _("%(place)s, and online") % {"place": place} if place else _("on site and online")
    return place


def _leaf(event: Event) -> tuple[str, str]:
    """The day and its month as on the leaf of a calendar; only as much as is known."""
    first, last = event.first_day, event.last_day
    if event.precision == DatePrecision.YEAR:
        return str(first.year), ""
    if event.precision == DatePrecision.MONTH:
        return dateformat.format(first, "M"), str(first.year)
    together = last and (first.year, first.month) == (last.year, last.month)
    number = f"{first.day}–{last.day}" if last and together else str(first.day)
    return number, dateformat.format(first, "M Y")


def _registration(event: Event, *, at: datetime) -> str:
    """Until when one can register, where there still is something to do."""
    last = times.deadline_text(event)
    if event.registration == RegistrationMode.NONE or not last or times.is_over(event, at=at):
        return ""
    if event.closes_at and at >= event.closes_at:
        return _("Registration is closed.")
    return _("Register until %(moment)s.") % {"moment": last}
