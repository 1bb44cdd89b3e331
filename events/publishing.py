"""The doors through which events become public, are cancelled and leave again."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import HOLDING, Event, Place, RegistrationMode, State

PERMISSION = "events.publish_event"


class NotReady(ValidationError):
    """Something is missing before the public may see it; `messages` says what."""


def missing(event: Event) -> list[str]:
    """Sentences that say what is lacking for the public; empty when ready."""
    found = []
    if not event.texts.filter(language=event.original_language).exists():
        found.append(_("Write the title in the original language of the event."))
    if event.registration != RegistrationMode.HERE and not event.source.strip():
        found.append(_("Name a source, unless people register for the event here."))
    if event.registration == RegistrationMode.HERE and not event.contacts.exclude(email="").exists():
        found.append(_("Name a person to ask, with an e-mail address, for those who register."))
    return found


def publish(event: Event, *, by: User) -> Event:
    """Show a draft to the public."""
    with transaction.atomic():
        locked = _lock(event, by, State.DRAFT)
        if sentences := missing(locked):
            raise NotReady([ValidationError(sentence, code="not_ready") for sentence in sentences])
        locked.published_at, locked.published_by = timezone.now(), by
        return _write(locked, State.PUBLISHED, by)


def withdraw(event: Event, *, by: User) -> Event:
    """Take something published by mistake back to draft, while nobody has registered; its page answers 404."""
    with transaction.atomic():
        locked = _lock(event, by, State.PUBLISHED)
        _refuse_with_people(locked)
        locked.published_at = locked.published_by = None
        return _write(locked, State.DRAFT, by)


def cancel(event: Event, *, reason: str, by: User, tell: Callable[[Event], object] | None = None) -> Event:
    """Say that the event does not take place; its page stays and says so. `reason` is public.

    `tell` writes to the people in the same transaction (`events.messaging`). Nobody can register any more.
    """
    if not reason.strip():
        raise ValidationError(_("Give the reason; everybody reads it on the page."), code="no_reason")
    with transaction.atomic():
        locked = _lock(event, by, State.PUBLISHED)
        locked.cancelled_at, locked.cancelled_by, locked.cancel_reason = timezone.now(), by, reason.strip()
        done = _write(locked, State.CANCELLED, by)
        if tell:
            tell(done)
    return done


def archive(event: Event, *, by: User) -> Event:
    """Take an event off the site for good; its page answers 410. One to which people will come is cancelled first."""
    with transaction.atomic():
        locked = _lock(event, by, State.PUBLISHED, State.CANCELLED)
        if locked.state == State.PUBLISHED and locked.over_at > timezone.now():
            _refuse_with_people(locked)
        locked.archived_at, locked.archived_by = timezone.now(), by
        return _write(locked, State.ARCHIVED, by)


def restore(event: Event, *, by: User) -> Event:
    """Show something archived again, as it was: published, or cancelled."""
    with transaction.atomic():
        locked = _lock(event, by, State.ARCHIVED)
        locked.archived_at = locked.archived_by = None
        return _write(locked, State.CANCELLED if locked.cancelled_at else State.PUBLISHED, by)


def _refuse_with_people(event: Event) -> None:
    if event.registrations.filter(place__in=(Place.REQUESTED, Place.WAITING, *HOLDING)).exists():
        raise ValidationError(
            _("People have registered: cancel the event instead, so that they are told."), code="has_people"
        )


def _lock(event: Event, by: User, *allowed: State) -> Event:
    if not by.has_perm(PERMISSION):
        raise ValidationError(_("You are not allowed to do this."), code="not_allowed")
    locked = Event.objects.select_for_update().get(pk=event.pk)
    if locked.state not in allowed:
        raise ValidationError(
            _("“%(name)s” is %(state)s; this step is not possible now.")
            % {"name": locked, "state": State(locked.state).label},
            code="wrong_state",
        )
    return locked


def _write(event: Event, state: State, by: User) -> Event:
    event.state = state
    event._history_user = by  # type: ignore[attr-defined]  # simple-history reads it when it records the change
    event.save()
    return event
