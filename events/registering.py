"""The doors of registration. Each locks the event first, so that places are given one after the other.

What a person or the clock does leaves an e-mail at once (`events.letters`); of what staff decide the person is told
with `tell`. `by` is None for the person themselves and for the clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from events import consents, letters, replies
from events.models import ALIVE, Event, Invitation, Place, Purpose, Question, Registration, RegistrationMode, State
from outbox.links import new_nonce
from vocabulary.models import Region

PERMISSION = "events.manage_people"

STEPS = {
    Place.UNCONFIRMED: {Place.REQUESTED, Place.WAITING, Place.CONFIRMED, Place.CANCELLED},
    Place.REQUESTED: {Place.CONFIRMED, Place.WAITING, Place.REFUSED, Place.CANCELLED},
    Place.WAITING: {Place.OFFERED, Place.CONFIRMED, Place.REFUSED, Place.CANCELLED},
    Place.OFFERED: {Place.CONFIRMED, Place.CANCELLED, Place.LAPSED, Place.REFUSED},
    Place.CONFIRMED: {Place.CANCELLED, Place.REFUSED},
    Place.CANCELLED: set(),
    Place.LAPSED: set(),
    Place.REFUSED: set(),
}
"""From where to where a registration goes; the database holds the same rule. Who comes back registers anew."""


class Door(Enum):
    """Whether one can register now, and if not, why."""

    OPEN = "open"
    WAITING_LIST = "waiting_list"
    FULL = "full"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    NOT_HERE = "not_here"


@dataclass(frozen=True)
class Details:
    """What a person says of themselves. `answers` holds the text for each question; several choices one per line.

    None for `answers` or `access_needs`: what is known of them stays.
    """

    name: str
    email: str
    organisation: str = ""
    country: Region | None = None
    access_needs: str | None = ""
    answers: Mapping[Question, str] | None = None


class Refused(ValidationError):
    """The door is shut; `code` is that of a `Door`, or `wrong_place`, or `too_late` for an offer."""


def closes_at(event: Event) -> datetime:
    """The first moment too late for registering: after the deadline, else when the event begins."""
    return min(event.closes_at or event.begins_at, event.over_at)


def door(event: Event, *, at: datetime) -> Door:
    """Whether one can register at that moment."""
    if event.registration != RegistrationMode.HERE or event.state not in (State.PUBLISHED, State.CANCELLED):
        return Door.NOT_HERE
    if event.state == State.CANCELLED:
        return Door.CANCELLED
    if at >= closes_at(event):
        return Door.CLOSED
    if event.admits or _free(event):
        return Door.OPEN
    return Door.WAITING_LIST if event.waiting_list else Door.FULL


def register(
    event: Event,
    details: Details,
    *,
    key: UUID,
    purposes: frozenset[Purpose],
    language: str,
    invitation: Invitation | None = None,
) -> Registration:
    """Take a registration and write to its address, which has to be confirmed. Raises Refused or TooManyMails.

    The same form sent twice, and an address that is registered already, give no second row; the answer to the visitor
    must be the same, because whether an address is registered is nobody's business.
    """
    with transaction.atomic():
        locked = _lock_event(event)
        found = Registration.objects.filter(key=key).first()
        if found:
            return found
        shut = door(locked, at=timezone.now())
        if shut not in (Door.OPEN, Door.WAITING_LIST):
            raise Refused(sentence(shut), code=shut.value)
        standing = locked.registrations.filter(email__iexact=details.email, place__in=ALIVE).first()
        if standing and standing.place != Place.UNCONFIRMED:
            letters.already(standing)
            return standing
        registration = standing or Registration(event=locked, created_at=timezone.now(), placed_at=timezone.now())
        # Whoever typed the address before may be somebody else: what they typed and the link they caused are void.
        registration.key, registration.language, registration.nonce = key, language, new_nonce()
        registration.created_at = timezone.now()
        _write_details(registration, details)
        consents.settle(registration, purposes, language=language, at=timezone.now())
        if invitation is not None:
            replies.begun(invitation, registration)
        letters.confirm(registration)
    return registration


def confirm(registration: Registration) -> Registration:
    """Confirm the address: the place in the line is given now. Done twice, it changes nothing the second time."""
    with transaction.atomic():
        event, locked = _lock(registration)
        if locked.place != Place.UNCONFIRMED:
            return locked
        now = timezone.now()
        if event.state != State.PUBLISHED or now >= event.over_at:
            shut = Door.CANCELLED if event.state == State.CANCELLED else Door.CLOSED
            raise Refused(sentence(shut), code=shut.value)
        if not event.admits and not event.waiting_list and not _free(event):
            raise Refused(sentence(Door.FULL), code=Door.FULL.value)
        locked.confirmed_at, locked.line = now, _next_in_line(event)
        if event.admits:
            _move(locked, Place.REQUESTED)
            letters.requested(locked)
        else:
            _seat(event, locked)
        replies.registered(locked)
    return locked


def accept(registration: Registration, *, by: User | None = None) -> Registration:
    """Take an offered place, in time; afterwards it goes to the next person at once."""
    with transaction.atomic():
        event, locked = _lock(registration)
        _may(by)
        if locked.place == Place.CONFIRMED:
            return locked
        if locked.place != Place.OFFERED or event.state != State.PUBLISHED:
            raise _wrong(locked)
        now = timezone.now()
        in_time = locked.accept_until is not None and now < locked.accept_until
        if in_time:
            _move(locked, Place.CONFIRMED)
            letters.placed(locked)
    if not in_time:
        lapse(locked, at=now)
        raise Refused(_("The time for accepting this place is over; it went to the next person."), code="too_late")
    return locked


def cancel(registration: Registration, *, by: User | None = None, tell: bool = True) -> Registration:
    """Give the place back, or leave the line; the next person moves up at once. Once it is over, only staff can."""
    with transaction.atomic():
        event, locked = _lock(registration)
        _may(by)
        if locked.place == Place.CANCELLED:
            return locked
        if locked.place not in ALIVE:
            raise _wrong(locked)
        if by is None and timezone.now() >= event.over_at:
            raise Refused(_("The event is over."), code=Door.CLOSED.value)
        told = tell and locked.place != Place.UNCONFIRMED
        _move(locked, Place.CANCELLED)
        replies.left(locked)
        if told:
            letters.cancelled(locked)
        fill(event)
    return locked


def change(
    registration: Registration, details: Details, *, purposes: frozenset[Purpose] | None, by: User | None = None
) -> Registration:
    """Change what the person said; the e-mail address stays, because it was confirmed.

    `purposes` None: what the person agreed to stays, as it does when staff mend a name.
    """
    with transaction.atomic():
        _event, locked = _lock(registration)
        _may(by)
        if locked.place not in ALIVE:
            raise _wrong(locked)
        _write_details(locked, details, keep_email=True)
        if purposes is not None:
            consents.settle(locked, purposes, language=locked.language, at=timezone.now())
    return locked


def admit(registration: Registration, *, by: User, tell: bool = True) -> Registration:
    """Admit a person who asked; they get a place, or wait when there is none.

    Somebody on the waiting list gets a free place out of turn; Refused when there is none.
    """
    with transaction.atomic():
        event, locked = _lock(registration)
        _may(by, needed=True)
        if locked.place not in (Place.REQUESTED, Place.WAITING) or event.state != State.PUBLISHED:
            raise _wrong(locked)
        if locked.place == Place.REQUESTED:
            _seat(event, locked, tell=tell)
        elif not _free(event):
            raise Refused(_("There is no free place."), code=Door.FULL.value)
        else:
            _move(locked, Place.CONFIRMED)
            if tell:
                letters.placed(locked)
    return locked


def refuse(registration: Registration, *, reason: str, by: User, tell: bool = True) -> Registration:
    """Do not admit a person, or take the place back; the next person moves up. `reason` goes into the e-mail, which
    waits on the desk when it is not to be sent with the decision.
    """
    if not reason.strip():
        raise ValidationError(_("Give a reason; the person reads it."), code="no_reason")
    with transaction.atomic():
        event, locked = _lock(registration)
        _may(by, needed=True)
        if locked.place not in ALIVE or locked.place == Place.UNCONFIRMED:
            raise _wrong(locked)
        locked.reason = reason.strip()
        _move(locked, Place.REFUSED)
        letters.refused(locked, by=by, send=tell)
        fill(event)
    return locked


def add_by_hand(
    event: Event, details: Details, *, key: UUID, language: str, by: User, tell: bool = True
) -> Registration:
    """Register somebody who wrote or called, also after the deadline; they get a place, or wait when there is none.

    Where the address waits to be confirmed, this takes its place.
    """
    with transaction.atomic():
        locked = _lock_event(event)
        _may(by, needed=True)
        found = Registration.objects.filter(key=key).first()
        if found:
            return found
        if locked.state != State.PUBLISHED or locked.registration != RegistrationMode.HERE:
            raise Refused(sentence(Door.NOT_HERE), code=Door.NOT_HERE.value)
        standing = locked.registrations.filter(email__iexact=details.email, place__in=ALIVE).first()
        if standing and standing.place != Place.UNCONFIRMED:
            raise ValidationError(_("This address is already registered for the event."), code="unique")
        now = timezone.now()
        registration = standing or Registration(event=locked, created_at=now, placed_at=now)
        registration.key, registration.language, registration.by_staff = key, language, by
        registration.nonce = new_nonce()
        _write_details(registration, details)
        registration.confirmed_at, registration.line = now, _next_in_line(locked)
        _seat(locked, registration, tell=tell and now < locked.over_at)
        replies.registered(registration)
    return registration


def fill(event: Event) -> int:
    """Offer free places to those who wait, in the order of arrival; returns how many. The event is locked by the caller
    or here."""
    offered = 0
    with transaction.atomic():
        locked = _lock_event(event)
        now = timezone.now()
        if locked.state != State.PUBLISHED or now >= locked.begins_at:
            return 0
        while _free(locked) and (following := locked.registrations.in_line().first()):
            following.accept_until = min(now + timedelta(hours=locked.accept_hours), locked.begins_at)
            _move(following, Place.OFFERED, until=following.accept_until)
            letters.offered(following)
            offered += 1
    return offered


def lapse(registration: Registration, *, at: datetime) -> bool:
    """End an offer whose time is over; the next person moves up. False when it was accepted meanwhile, and for an event
    that does not take place.
    """
    with transaction.atomic():
        event, locked = _lock(registration)
        if locked.place != Place.OFFERED or not locked.accept_until or locked.accept_until > at:
            return False
        if event.state != State.PUBLISHED:
            return False
        _move(locked, Place.LAPSED)
        if at < event.begins_at:  # nobody registers or moves up any more once it has begun
            letters.lapsed(locked)
        fill(event)
    return True


def place_in_line(registration: Registration) -> int | None:
    """1 for the next to move up; None for those who do not wait."""
    if registration.place != Place.WAITING:
        return None
    return registration.event.registrations.in_line().filter(line__lte=registration.line).count()


def _seat(event: Event, registration: Registration, *, tell: bool = True) -> None:
    """A place if one is free and nobody waits for it, else the end of the line."""
    if _free(event) and not event.registrations.in_line().exists():
        _move(registration, Place.CONFIRMED)
        if tell:
            letters.placed(registration)
        return
    if not event.waiting_list and not registration.by_staff_id and not event.admits:
        raise Refused(sentence(Door.FULL), code=Door.FULL.value)
    _move(registration, Place.WAITING)
    if tell:
        letters.waiting(registration)


def _free(event: Event) -> bool:
    return event.capacity is None or event.registrations.holding().count() < event.capacity


def _next_in_line(event: Event) -> int:
    return (event.registrations.aggregate(last=Max("line"))["last"] or 0) + 1


def _move(registration: Registration, place: Place, *, until: datetime | None = None) -> None:
    registration.place, registration.placed_at, registration.accept_until = place, timezone.now(), until
    registration.save()


def _write_details(registration: Registration, details: Details, *, keep_email: bool = False) -> None:
    registration.name, registration.organisation = details.name, details.organisation
    registration.country = details.country
    if details.access_needs is not None:
        registration.access_needs = details.access_needs
    if not keep_email:
        registration.email = details.email
    registration.save()
    if details.answers is not None:
        registration.answers.all().delete()
        registration.answers.bulk_create(
            registration.answers.model(registration=registration, question=question, text=text)
            for question, text in details.answers.items()
            if text
        )


def _lock_event(event: Event) -> Event:
    return Event.objects.select_for_update(of=("self",)).get(pk=event.pk)


def _lock(registration: Registration) -> tuple[Event, Registration]:
    """The event first, always: two doors that take the locks in different orders would wait for each other."""
    event = Event.objects.select_for_update(of=("self",)).get(pk=registration.event_id)
    locked = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
    locked.event = event
    return event, locked


def _may(by: User | None, *, needed: bool = False) -> None:
    if (needed and by is None) or (by is not None and not by.has_perm(PERMISSION)):
        raise ValidationError(_("You are not allowed to do this."), code="not_allowed")


def _wrong(registration: Registration) -> Refused:
    return Refused(
        _("This is not possible now; the registration is: %(place)s.") % {"place": registration.get_place_display()},
        code="wrong_place",
    )


def sentence(shut: Door) -> str:
    """Why a door is shut, in the reader's language."""
    return {
        Door.FULL: _("All places are taken, and there is no waiting list."),
        Door.CLOSED: _("Registration is closed."),
        Door.CANCELLED: _("The event is cancelled."),
    }.get(shut, _("There is no registration for this event here."))
