"""The reminder before an event, once to each person with a place."""

from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from events import letters
from events.models import Event, Place, State
from outbox.models import Message
from vocabulary.models import SiteSettings

_SPARE = timedelta(hours=4)


def due(*, at: datetime) -> "QuerySet[Event]":
    """Published events whose reminder is due: the days before the event have begun, and it has not."""
    day = timedelta(days=1)
    events = Event.objects.filter(state=State.PUBLISHED, reminder_days__gt=0, begins_at__gt=at)
    return events.filter(begins_at__lte=at + F("reminder_days") * day).order_by("pk")


def remind(event: Event, *, at: datetime) -> int:
    """Remind those who got their place before the reminder was due; who got it later has just had an e-mail.

    Returns how many. Sent e-mails say who was reminded; so nobody is, once they may have been deleted again.
    """
    since = event.begins_at - timedelta(days=event.reminder_days)
    if at >= since + timedelta(days=SiteSettings.current().mail_retention_days) - _SPARE:
        return 0
    people = event.registrations.filter(place=Place.CONFIRMED, placed_at__lt=since).select_related("event__country")
    keys = {letters.reminder_key(person): person for person in people.prefetch_related("event__texts")}
    told = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    return sum(letters.reminder(person) for key, person in keys.items() if key not in told)
