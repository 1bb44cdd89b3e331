"""Who is to be told that an event does not take place, and who was told already."""

from datetime import timedelta

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from events import mails
from events.models import Audience, Event, Invitation, Registration, Reply, State
from outbox.models import Message
from vocabulary.models import SiteSettings


def people(event: Event) -> int:
    """How many the e-mail about a cancellation reaches: who registered, and who was invited and did not say no."""
    return _registered(event).count() + _invited(event).count()


def languages(event: Event) -> set[str]:
    """The languages in which they get their e-mails."""
    return {
        *_registered(event).values_list("language", flat=True),
        *_invited(event).values_list("language", flat=True),
    }


def untold(event: Event) -> int:
    """How many of them were not told yet; 0 unless `event` is among those of `with_untold`."""
    if not _of_concern().filter(pk=event.pk).exists():
        return 0
    waiting = _registered(event).filter(~_told("events.registration:")).count()
    return waiting + _invited(event).filter(~_told("events.invitation:")).count()


def with_untold() -> "QuerySet[Event]":
    """Cancelled events of which people do not know yet."""
    registered = Registration.objects.to_write_to(Audience.ALL).filter(event=OuterRef("pk"))
    invited = _open_invitations().filter(event=OuterRef("pk"))
    return _of_concern().filter(
        Exists(registered.filter(~_told("events.registration:"))) | Exists(invited.filter(~_told("events.invitation:")))
    )


def _of_concern() -> "QuerySet[Event]":
    """Cancelled, still to come, and so lately that the outbox has not forgotten whom it told."""
    now = timezone.now()
    since = now - timedelta(days=SiteSettings.current().mail_retention_days - 1)
    cancelled = Event.objects.filter(state=State.CANCELLED, is_example=False)
    return cancelled.filter(cancelled_at__gt=since, over_at__gt=now)


def _registered(event: Event) -> "QuerySet[Registration]":
    return event.registrations.to_write_to(Audience.ALL)


def _invited(event: Event) -> "QuerySet[Invitation]":
    return _open_invitations().filter(event=event)


def _open_invitations() -> "QuerySet[Invitation]":
    asked = Invitation.objects.filter(registration=None, sent_at__isnull=False)
    return asked.exclude(reply=Reply.NOT_COMING)


def _told(topic: str) -> Exists:
    """Whether the outbox keeps the e-mail about the cancellation to this row."""
    name = Concat(Value(topic), Cast(OuterRef("pk"), CharField()))
    return Exists(Message.objects.filter(kind=mails.EVENT_CANCELLED.name, topic=name))
