"""The agenda of an event, its files and links, and the people behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.text import capfirst

from events import moments
from events.models import Contact, Event, FileKind, Organiser, OrganiserRole, Session
from events.moments import Clock
from events.presentation.words import said
from projects.presentation import wording
from projects.presentation.words import Words


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the agenda; `hours` carry a zone only where it is not that of the day's table."""

    hours: str
    begins: str
    title: Words
    text: Words
    room: str
    speakers: list[tuple[str, str]]
    is_break: bool


@dataclass(frozen=True, slots=True)
class Day:
    """The agenda of one day: a table whose caption names the day and the zone of its hours."""

    day: str
    zone: str
    lines: list[Line]
    has_rooms: bool
    has_speakers: bool


@dataclass(frozen=True, slots=True)
class Material:
    """A file to download, or a link elsewhere; `type` and `size` are empty for a link, `host` for a file."""

    title: Words
    url: str
    kind: str
    type: str
    size: str
    host: str


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation that holds the event."""

    name: str
    url: str
    role: str
    country: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to ask; `url` is the form that writes to them, empty where there is no address."""

    name: str
    organisation: str
    url: str


def agenda(event: Event) -> list[Day]:
    """The agenda by day; the sessions and speakers must have been prefetched, or there are more queries."""
    days: dict[date, list[Session]] = {}
    for session in sorted(event.sessions.all(), key=lambda each: (each.day, each.start_time, each.pk)):
        days.setdefault(session.day, []).append(session)
    return [_day(event, day, sessions) for day, sessions in days.items()]


def _day(event: Event, day: date, sessions: list[Session]) -> Day:
    zone = moments.zone_words(Clock(day, sessions[0].start_time, event.zone).moment)
    lines = [_line(event, session, zone) for session in sessions]
    return Day(
        day=wording.day(day),
        zone=zone,
        lines=lines,
        has_rooms=any(line.room for line in lines),
        has_speakers=any(line.speakers for line in lines),
    )


def _line(event: Event, session: Session, zone: str) -> Line:
    begins = _moment(event, session.day, session.start_time)
    hours = f"{begins:%H:%M}"
    if session.end_time:
        hours = f"{hours}–{session.end_time:%H:%M}"
    own = moments.zone_words(begins)
    return Line(
        hours=hours if own == zone else f"{hours} {own}",
        begins=begins.isoformat(timespec="minutes"),
        title=said(session.title, session.language),
        text=said(session.text, session.language),
        room=session.room,
        speakers=[(speaker.name, speaker.role) for speaker in session.speakers.all()],
        is_break=session.is_break,
    )


def _moment(event: Event, day: date, at: time) -> datetime:
    return Clock(day, at, event.zone).moment


def materials(event: Event) -> list[Material]:
    """Files first, then links, each in the order in which they were added."""
    files = [
        Material(
            title=said(row.title, row.language),
            url=reverse("event-file", args=[row.key, row.name]),
            kind=capfirst(str(FileKind(row.kind).label)),
            type=row.ending.upper(),
            size=filesizeformat(row.size),
            host="",
        )
        for row in event.files.all()
    ]
    links = [
        Material(
            title=said(row.title, row.language),
            url=row.url,
            kind=capfirst(str(FileKind(row.kind).label)),
            type="",
            size="",
            host=wording.host(row.url),
        )
        for row in event.links.all()
    ]
    return [*files, *links]


def organisers(rows: Iterable[Organiser]) -> list[Body]:
    """Those who hold the event, organisers first; a role is named where it is another one."""
    order = list(OrganiserRole)
    reader = wording.language()
    return [
        Body(
            name=row.organisation.name,
            url=row.organisation.get_absolute_url(),
            role="" if row.role == OrganiserRole.ORGANISER else str(OrganiserRole(row.role).label),
            country=row.organisation.country.label(reader) if row.organisation.country else "",
        )
        for row in sorted(rows, key=lambda row: (order.index(OrganiserRole(row.role)), row.pk))
    ]


def people(event: Event, rows: Iterable[Contact]) -> list[Person]:
    """The people to ask, without their addresses."""
    return [
        Person(row.name, row.organisation, reverse("events:contact", args=[event.slug, row.pk]) if row.email else "")
        for row in rows
    ]
