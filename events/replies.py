"""What comes of an invitation when the invited person registers, or cancels. Called under the event's lock."""

from django.utils import timezone

from events.models import ALIVE, Invitation, Place, Registration, Reply


def begun(invitation: Invitation, registration: Registration) -> None:
    """Somebody filled in the form from this invitation; once they confirm, they are coming."""
    locked = Invitation.objects.select_for_update(of=("self",)).filter(pk=invitation.pk, event=registration.event_id)
    if Invitation.objects.filter(registration=registration).exists():
        return
    free = locked.exclude(registration__place__in=[place for place in ALIVE if place != Place.UNCONFIRMED]).first()
    if free is not None:
        free.registration = registration
        free.save(update_fields=["registration"])


def registered(registration: Registration) -> None:
    """Who registers is coming: by the invitation's own link, or with the address that was invited."""
    rows = Invitation.objects.select_for_update(of=("self",)).filter(event=registration.event_id)
    own = rows.filter(registration=registration).first()
    others = rows.filter(email__iexact=registration.email).exclude(registration__place__in=ALIVE)
    if invitation := own or others.first():
        invitation.registration = registration
        answer(invitation, Reply.COMING)


def left(registration: Registration) -> None:
    """Who cancels is not coming."""
    invitation = Invitation.objects.select_for_update().filter(registration=registration).first()
    if invitation is not None:
        answer(invitation, Reply.NOT_COMING)


def answer(invitation: Invitation, reply: Reply) -> None:
    """Write the answer down, with its moment."""
    if invitation.reply != reply:
        invitation.reply, invitation.replied_at = reply, timezone.now()
    invitation.save(update_fields=["reply", "replied_at", "registration"])
