"""What the events ask of the worker. Each event or row is done in a transaction of its own and may be done again."""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from events import erasing, files, registering, reminding
from events.models import HOLDING, Event, Place, Registration, State
from outbox.registry import duty


def overdue(*, at: datetime) -> "QuerySet[Registration]":
    """Offers whose time is over, of events that take place."""
    rows = Registration.objects.filter(place=Place.OFFERED, accept_until__lte=at, event__state=State.PUBLISHED)
    return rows.order_by("accept_until", "pk")


def with_free_places(*, at: datetime) -> "QuerySet[Event]":
    """Events at which somebody waits although a place is free: staff made more, or a door was interrupted."""
    waiting = Registration.objects.filter(event=OuterRef("pk"), place=Place.WAITING)
    events = Event.objects.filter(Exists(waiting), state=State.PUBLISHED, begins_at__gt=at)
    held = events.annotate(held=Count("registrations", filter=Q(registrations__place__in=HOLDING)))
    return held.filter(Q(capacity__isnull=True) | Q(held__lt=F("capacity"))).order_by("pk")


def offers_end() -> bool:
    return overdue(at=timezone.now()).exists()


def places_are_free() -> bool:
    return with_free_places(at=timezone.now()).exists()


@duty(every=timedelta(minutes=1), title=_("End offers of places that nobody took"), waiting=offers_end)
def lapse_offers() -> str:
    """The next person moves up in the same moment."""
    now = timezone.now()
    count = sum(registering.lapse(row, at=now) for row in overdue(at=now))
    return ngettext("%(count)d offer ended", "%(count)d offers ended", count) % {"count": count}


@duty(every=timedelta(minutes=1), title=_("Give free places to people who wait"), waiting=places_are_free)
def fill_places() -> str:
    """Where staff made more places; a place given back goes on at once."""
    count = sum(registering.fill(event) for event in with_free_places(at=timezone.now()))
    return ngettext("%(count)d place offered", "%(count)d places offered", count) % {"count": count}


@duty(every=timedelta(minutes=10), title=_("Remind people of events"))
def remind_people() -> str:
    """The days before that staff set, once."""
    now = timezone.now()
    count = sum(reminding.remind(event, at=now) for event in reminding.due(at=now))
    return ngettext("%(count)d person reminded", "%(count)d people reminded", count) % {"count": count}


@duty(nightly=2, title=_("Delete registrations nobody confirmed"))
def delete_unconfirmed() -> str:
    """The days are those that the e-mail names."""
    count = erasing.delete_unconfirmed(at=timezone.now())
    return ngettext("%(count)d deleted", "%(count)d deleted", count) % {"count": count}


@duty(nightly=2, title=_("Delete registrations of past events"))
def purge_past() -> str:
    """Names, addresses and answers go after the days in the site settings."""
    count = sum(erasing.purge(event) for event in erasing.to_purge(at=timezone.now()))
    return ngettext("%(count)d deleted", "%(count)d deleted", count) % {"count": count}


@duty(nightly=3, title=_("Compute the hours of coming events anew"))
def compute_hours() -> str:
    """Countries change their time: the stored instants follow the server's newest rules for the zone."""
    count = Event.objects.filter(over_at__gt=timezone.now() - timedelta(days=2)).update(zone=F("zone"))
    return ngettext("%(count)d event computed", "%(count)d events computed", count) % {"count": count}


@duty(nightly=3, title=_("Delete files of events that no event names"))
def remove_files() -> str:
    """What a crash or a form that was given up left behind; a day old, so that none being written is met."""
    count = files.remove_orphans(before=timezone.now() - timedelta(days=1))
    return ngettext("%(count)d file deleted", "%(count)d files deleted", count) % {"count": count}
