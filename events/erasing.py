"""Erasure: everything that names a person of an event goes, wherever the portal wrote it down.

It reaches the registration with its answers and consents, the invitation, e-mails waiting and sent, and the admin's
log. Backups expire by themselves.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from events import letters, registering
from events.models import Event, Invitation, PeopleMessage, Place, Registration
from outbox import sending
from outbox.models import Message
from vocabulary.models import SiteSettings


def erase(registration: Registration) -> None:
    """Erase a person from an event, at once; the place they held goes to the next one."""
    with transaction.atomic():
        event = Event.objects.select_for_update(of=("self",)).get(pk=registration.event_id)
        _delete(event.registrations.filter(pk=registration.pk))
        asked = Q(registration=registration.pk) | Q(email__iexact=registration.email)
        _delete_invitations(event.invitations.filter(asked))
        registering.fill(event)


def erase_address(address: str) -> int:
    """Erase an e-mail address from all events; returns how many registrations and invitations it had."""
    with transaction.atomic():
        rows = list(Registration.objects.filter(email__iexact=address).select_related("event").order_by("event", "pk"))
        for registration in rows:
            erase(registration)
        count = _delete_invitations(Invitation.objects.filter(email__iexact=address))
        sending.forget_address(address)
    return len(rows) + count


def delete_unconfirmed(*, at: datetime) -> int:
    """Delete registrations whose address nobody confirmed in time; returns how many."""
    before = at - timedelta(days=letters.CONFIRM_DAYS)
    return _each_event(
        Registration.objects.filter(place=Place.UNCONFIRMED, created_at__lt=before),
        lambda event: _delete(event.registrations.filter(place=Place.UNCONFIRMED, created_at__lt=before)),
    )


def to_purge(*, at: datetime) -> "QuerySet[Event]":
    """Events whose days after the event are over and that still hold people."""
    kept = timedelta(days=SiteSettings.current().event_days)
    held = [Exists(model.objects.filter(event=OuterRef("pk"))) for model in (Registration, Invitation, PeopleMessage)]
    return Event.objects.filter(held[0] | held[1] | held[2], over_at__lte=at - kept)


def purge(event: Event) -> int:
    """Delete everybody who registered for an event or was invited, and what was written to them; returns how many."""
    with transaction.atomic():
        locked = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
        count = _delete(locked.registrations.all()) + _delete_invitations(locked.invitations.all())
        _blank(PeopleMessage, locked.people_messages.values_list("pk", flat=True))
        locked.people_messages.all().delete()
        Event.objects.filter(pk=locked.pk).update(purged_at=timezone.now())
    return count


def _each_event(rows: "QuerySet[Registration]", act: Callable[[Event], int]) -> int:
    count = 0
    for number in rows.order_by("event").values_list("event", flat=True).distinct():
        with transaction.atomic():
            count += act(Event.objects.select_for_update(of=("self",)).get(pk=number))
    return count


def _delete(rows: "QuerySet[Registration]") -> int:
    numbers = list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
    topics = [letters.topic(Registration(pk=number)) for number in numbers]
    _forget(topics)
    _blank(Registration, numbers)
    Registration.objects.filter(pk__in=numbers).delete()
    return len(numbers)


def _delete_invitations(rows: "QuerySet[Invitation]") -> int:
    numbers = list(rows.values_list("pk", flat=True))
    _forget([letters.invitation_topic(Invitation(pk=number)) for number in numbers])
    _blank(Invitation, numbers)
    Invitation.objects.filter(pk__in=numbers).delete()
    return len(numbers)


def _forget(topics: Iterable[str]) -> None:
    for topic in topics:
        _blank(Message, Message.objects.about(topic).values_list("pk", flat=True))
        sending.forget_topic(topic)


def _blank(model: type[models.Model], numbers: Iterable[int]) -> None:
    """The admin's log keeps who did something and when, but not to whom."""
    LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=[str(number) for number in numbers]
    ).update(object_repr="–", change_message="")
