"""The door that makes the next event of a series out of the last one."""

from datetime import date, timedelta

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from events.models import Event, EventText, RegistrationMode, Series, State
from vocabulary.latin import propose_slug

KEPT = (
    *("kind", "original_language", "zone", "start_time", "end_time", "attendance", "country", "place", "address"),
    *("website", "registration", "registration_url", "capacity", "waiting_list", "admits", "accept_hours"),
    *("asks_access", "lists_people", "reminder_days"),
)
"""What the next event most likely shares with the last; staff look at all of it before they publish."""

MANY = ("themes", "regions", "macro_regions", "projects", "centres", "networks")


def copy(event: Event, *, first_day: date, title: str, series_name: str = "", by: User) -> Event:
    """A draft with the same facts on another day, the next number of the same series.

    Without a series one is made named `series_name`, in which `event` is the first. Agenda, files, report, links,
    sources and people stay behind: they belong to the event that was. The deadline moves along.
    """
    if not by.has_perm("events.add_event"):
        raise ValidationError(_("You are not allowed to do this."), code="not_allowed")
    if not event.start_time and event.registration == RegistrationMode.HERE:
        raise ValidationError(_("The event has no hour."), code="no_hour")
    with transaction.atomic():
        source = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
        series = source.series or _begin_series(source, series_name, by)
        made = Event(
            **{name: getattr(source, name) for name in KEPT},
            slug=propose_slug(Event, title),
            first_day=first_day,
            last_day=first_day + (source.last_day - source.first_day) if source.last_day else None,
            deadline_day=first_day + (source.deadline_day - source.first_day) if source.deadline_day else None,
            deadline_time=source.deadline_time,
            series=series,
            number=(series.events.aggregate(last=Max("number"))["last"] or 0) + 1,
            state=State.DRAFT,
        )
        made._history_user = by  # type: ignore[attr-defined]  # simple-history reads it when it records the change
        made.full_clean()
        made.save()
        for name in MANY:
            getattr(made, name).set(getattr(source, name).all())
        _copy_rows(source, made, title)
    return made


def _copy_rows(source: Event, made: Event, title: str) -> None:
    original = source.text_for(source.original_language)
    words = {"summary": original.summary, "body": original.body} if original else {}
    EventText.objects.create(event=made, language=made.original_language, title=title, **words)
    for manager in (source.organiser_rows, source.contacts, source.questions):
        for row in manager.all():
            row.pk, row.event = None, made
            row._state.adding = True
            row.save()


def _begin_series(event: Event, name: str, by: User) -> Series:
    """The series an event begins that had none."""
    if not name.strip():
        raise ValidationError({"series_name": _("Give the series a name; both events will belong to it.")})
    series = Series.objects.create(name=name.strip(), slug=propose_slug(Series, name), language=event.original_language)
    event.series, event.number = series, 1
    event._history_user = by  # type: ignore[attr-defined]  # simple-history reads it when it records the change
    event.save()
    return series


def proposed_day(event: Event) -> date:
    """A first guess for the next one: a year later, on the same day of the week."""
    return event.first_day + timedelta(days=364)


def proposed_title(event: Event) -> str:
    """The title of the last one, to be changed."""
    text = event.text_for(event.original_language)
    return text.title if text else slugify(event.slug)
