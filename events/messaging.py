"""A message of staff to people of an event, and the word that an event does not take place; through the outbox."""

from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events import letters
from events.models import Audience, Event, PeopleMessage, Reply, State
from events.registering import PERMISSION


def send(event: Event, *, audience: Audience, subject: str, body: str, key: UUID, by: User) -> PeopleMessage:
    """Write to everybody of the audience; with the same `key` once only. Raises ValidationError.

    Codes: `not_allowed`; `not_public` for an event that the public does not see; `nobody` where there is nobody.
    """
    if not by.has_perm(PERMISSION):
        raise ValidationError(_("You are not allowed to do this."), code="not_allowed")
    with transaction.atomic():
        locked = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
        found = PeopleMessage.objects.filter(key=key).first()
        if found:
            return found
        if not locked.is_public:
            raise ValidationError(_("Only people of a public event are written to."), code="not_public")
        people = list(locked.registrations.to_write_to(audience))
        if not people:
            raise ValidationError(_("There is nobody to write to."), code="nobody")
        written = PeopleMessage(
            event=locked,
            audience=audience,
            subject=" ".join(subject.split()),
            body=body.strip(),
            key=key,
            sent_at=timezone.now(),
            sent_by=by,
            reached=len(people),
        )
        written.full_clean()
        written.save()
        for person in people:
            person.event = locked
            letters.message(person, written)
    return written


def tell_cancelled(event: Event) -> int:
    """Tell everybody who registered, or was invited and did not say no, that it does not take place; how many.

    Given to `events.publishing.cancel` as `tell`, so that the e-mails leave with the decision or not at all.
    """
    if event.state != State.CANCELLED:
        raise ValidationError(_("The event is not cancelled."), code="wrong_state")
    told = 0
    for person in event.registrations.to_write_to(Audience.ALL):
        person.event = event
        told += letters.event_cancelled(person)
    asked = event.invitations.filter(registration=None, sent_at__isnull=False).exclude(reply=Reply.NOT_COMING)
    for invitation in asked:
        invitation.event = event
        told += letters.event_cancelled_for_invited(invitation)
    return told
