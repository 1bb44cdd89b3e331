"""The page of one event."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from centres.models import Centre, Need, Network
from events import calendars
from events.models import Attendance, Event, EventKind, Place, Purpose, State
from events.presentation import programme, times
from events.presentation.action import call
from events.presentation.lines import EventLine, event_line, for_lines, where
from events.presentation.words import said, words_of
from projects.models import DatePrecision, Project
from projects.presentation import wording
from projects.presentation.wording import Link
from projects.presentation.words import Words
from vocabulary.labels import sort_key


@dataclass(frozen=True, slots=True)
class Group:
    """Own pages the event has to do with, under one heading."""

    heading: str
    links: list[Link]


@dataclass(frozen=True, slots=True)
class InSeries:
    """The series with the event's place in it and its neighbours there."""

    name: Words
    url: str
    number: int | None
    before: EventLine | None
    after: EventLine | None


def for_page(rows: QuerySet[Event]) -> QuerySet[Event]:
    """Events with everything their page reads."""
    return rows.select_related("country", "series").prefetch_related(
        "texts",
        "themes__labels",
        "regions",
        "macro_regions__labels",
        Prefetch("projects", Project.objects.published().prefetch_related("texts")),
        Prefetch("centres", Centre.objects.published()),
        Prefetch("networks", Network.objects.published()),
        Prefetch("needs", Need.objects.published().prefetch_related("texts")),
        "organiser_rows__organisation__country",
        "contacts",
        "files",
        "links",
        "sessions__speakers",
    )


def event_page(event: Event, *, at: datetime, origin: str) -> dict[str, Any]:
    """Everything the page shows at that moment; `origin` is scheme and host of the portal."""
    over = times.is_over(event, at=at)
    own = calendars.entry(event, origin=origin)
    materials = programme.materials(event)
    report = words_of(event, "report") if over else Words("", "")
    return {
        "trail": _trail(event, over=over),
        "event": _head(event, at=at),
        "over": over,
        "call": call(event, at=at),
        "elsewhere": [] if over else times.elsewhere(event),
        "summary": words_of(event, "summary"),
        "body": words_of(event, "body"),
        "report": report,
        "agenda": programme.agenda(event),
        "materials": materials,
        "has_more": over and bool(materials or report),
        "organisers": programme.organisers(event.organiser_rows.all()),
        "people": programme.people(event, event.contacts.all()),
        "participants": _participants(event),
        "series": in_series(event, at=at),
        "groups": _about(event),
        "together": _together(event),
        "remarks": event.remarks,
        "sources": wording.sources(event.source),
        "checked": wording.checked_text(event.checked_on),
        "ics_url": reverse("ics", args=[event.slug]) if own else "",
        "compose": calendars.compose_links(own) if own and not over and event.state == State.PUBLISHED else [],
        "forward_url": reverse("events:forward", args=[event.slug]),
    }


def _head(event: Event, *, at: datetime) -> dict[str, Any]:
    coming = event.state == State.PUBLISHED and not times.is_over(event, at=at)
    return {
        "title": words_of(event, "title"),
        "kind": capfirst(str(EventKind(event.kind).label)),
        "when": times.when(event),
        "nearness": times.nearness(event, at=at),
        "zone": event.get_zone_display(),
        "deadline": "" if event.state == State.CANCELLED else times.deadline_text(event),
        "in_time": times.in_time(event, at=at),
        "where": where(event),
        "address": event.address,
        "taking_part": _taking_part(event),
        "online_later": bool(event.online_url) and coming,
        "website": Link(wording.link_label(event.website), event.website) if event.website else None,
        "cancelled": event.state == State.CANCELLED,
        "example": event.is_example,
        "only_month": event.precision != DatePrecision.DAY,
    }


def _taking_part(event: Event) -> str:
    if event.attendance == Attendance.UNKNOWN:
        return ""
    return capfirst(str(Attendance(event.attendance).label))


def _trail(event: Event, *, over: bool) -> list[Link]:
    trail = [Link(_("Events"), reverse("events:list"))]
    return [*trail, Link(_("Past events"), reverse("events:past"))] if over else trail


def in_series(event: Event, *, at: datetime) -> InSeries | None:
    """The public neighbours in the series; two queries, or none without a series."""
    if event.series is None:
        return None
    rows = list(for_lines(Event.objects.published().filter(series=event.series).order_by("begins_at", "pk")))
    here = next((place for place, row in enumerate(rows) if row.pk == event.pk), None)
    before = rows[here - 1] if here else None
    after = rows[here + 1] if here is not None and here + 1 < len(rows) else None
    return InSeries(
        name=said(event.series.name, event.series.language),
        url=reverse("events:series", args=[event.series.slug]),
        number=event.number,
        before=event_line(before, at=at) if before else None,
        after=event_line(after, at=at) if after else None,
    )


def _participants(event: Event) -> list[tuple[str, str]] | None:
    """Name and organisation of those with a place who agreed to be listed; None where there is no public list."""
    if not event.lists_people:
        return None
    rows = event.registrations.filter(
        place=Place.CONFIRMED, consents__purpose=Purpose.LISTED, consents__withdrawn_at__isnull=True
    )
    reader = wording.language()
    found = rows.values_list("name", "organisation")
    return sorted(found, key=lambda person: sort_key(person[0], reader))


def _about(event: Event) -> list[Group]:
    """What the event is about; headings without anything under them are left out."""
    reader = wording.language()
    listed = reverse("events:list")
    themes = [Link(row.label(reader), reverse("projects:theme", args=[row.slug])) for row in event.themes.all()]
    countries = [Link(row.label(reader), f"{listed}?region={row.code}") for row in event.regions.all()]
    macros = [Link(row.label(reader), f"{listed}?macro={row.slug}") for row in event.macro_regions.all()]
    return _groups((_("Themes"), themes), (_("Countries it is about"), countries), (_("Macro-regions"), macros))


def _together(event: Event) -> list[Group]:
    """The published projects, centres, networks and needs it has to do with."""
    reader = wording.language()
    matrix = reverse("centres:matrix")
    projects = [Link(str(row), row.get_absolute_url()) for row in event.projects.all()]
    centres = [Link(str(row), row.get_absolute_url()) for row in event.centres.all()]
    networks = [Link(row.name, row.get_absolute_url()) for row in event.networks.all()]
    needs = [Link(row.label(reader), f"{matrix}#n-{row.slug}") for row in event.needs.all()]
    return _groups(
        (_("Projects"), projects),
        (_("Competence centres"), centres),
        (_("Networks"), networks),
        (_("Needs it identified"), needs),
    )


def _groups(*groups: tuple[str, list[Link]]) -> list[Group]:
    reader = wording.language()
    return [
        Group(heading, sorted(links, key=lambda link: sort_key(link.label, reader)))
        for heading, links in groups
        if links
    ]
