"""Invitations: whom to invite, the door that writes them down, sends and reminds, and the answer of the invited person.

A centre or member without an address is named to staff, so that they can write to it in another way.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.utils import parseaddr

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from centres.models import Centre, CentreKind, Network
from events import letters, registering, replies
from events.models import ALIVE, Event, Invitation, RegistrationMode, Reply, State
from events.registering import PERMISSION
from vocabulary.models import MacroRegion, Organisation


@dataclass(frozen=True)
class Guest:
    """Somebody to invite; `language` is that of the e-mail."""

    email: str
    name: str = ""
    centre: Centre | None = None
    organisation: Organisation | None = None
    language: str = settings.LANGUAGE_CODE


@dataclass
class Guests:
    """Whom a source brings: those with an address, and the names of those without."""

    found: list[Guest] = field(default_factory=list)
    without_address: list[str] = field(default_factory=list)


def of_macro_region(macro_region: MacroRegion, *, european: bool = True) -> Guests:
    """The published national centres of the macro-region's countries, and the European one."""
    asked = Q(country__in=macro_region.countries.all())
    if european:
        asked |= Q(kind=CentreKind.EUROPEAN)
    return _of_centres(Centre.objects.published().filter(asked).order_by("kind", "slug"))


def of_network(network: Network) -> Guests:
    """The members of a network, each through a published centre that it belongs to; others have no address here."""
    guests = Guests()
    for member in Organisation.objects.filter(network_rows__network=network).order_by("name", "pk").distinct():
        centre = Centre.objects.published().filter(organisations=member).exclude(contact_email="").first()
        if centre is None:
            guests.without_address.append(member.name)
        else:
            guests.found.append(Guest(centre.contact_email, member.name, centre, member, _language(centre)))
    return guests


def typed(text: str, *, language: str = settings.LANGUAGE_CODE) -> Guests:
    """Addresses that staff typed, one per line or between commas, with a name if they like: Ada Reed <ada@…>.

    Raises ValidationError (`invalid`) that names what is no address.
    """
    guests, wrong = Guests(), []
    for part in filter(None, (part.strip() for part in re.split(r"[\n,;]", text))):
        name, address = parseaddr(part)
        try:
            validate_email(address)
            guests.found.append(Guest(address, name[:200], language=language))
        except ValidationError:
            wrong.append(part)
    if wrong:
        raise ValidationError(
            _("This is no e-mail address: %(wrong)s.") % {"wrong": ", ".join(wrong[:5])}, code="invalid"
        )
    return guests


def invite(event: Event, guests: Iterable[Guest], *, by: User) -> list[Invitation]:
    """Write down whom to invite, each address once; returns the new ones, which are not sent yet."""
    _may(by)
    with transaction.atomic():
        locked = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
        known = {email.lower() for email in locked.invitations.values_list("email", flat=True)}
        made = []
        for guest in guests:
            if guest.email.lower() in known:
                continue
            known.add(guest.email.lower())
            row = Invitation(
                event=locked,
                email=guest.email,
                name=guest.name,
                centre=guest.centre,
                organisation=guest.organisation,
                language=guest.language,
                created_at=timezone.now(),
                created_by=by,
            )
            row.full_clean()
            row.save()
            made.append(row)
    return made


def send(invitation: Invitation, *, by: User, words: tuple[str, str] | None = None) -> Invitation:
    """Send an invitation, once; `words` are the subject and body that staff wrote for it in its language.

    Raises ValidationError: `not_public`, `over`, or `done` when it was sent before.
    """
    _may(by)
    with transaction.atomic():
        locked = _lock(invitation)
        if locked.sent_at:
            raise ValidationError(_("This invitation was sent already."), code="done")
        locked.sent_at = timezone.now()
        locked.save(update_fields=["sent_at"])
        letters.invitation(locked, words)
    return locked


def remind(invitation: Invitation, *, by: User) -> Invitation:
    """Send the one reminder. Raises ValidationError: as `send`, or `not_now` when there is nothing to remind of."""
    _may(by)
    with transaction.atomic():
        locked = _lock(invitation)
        if not locked.may_be_reminded(at=timezone.now()):
            raise ValidationError(
                _("There is one reminder, for invitations that were sent and are not answered."), code="not_now"
            )
        locked.reminded_at = timezone.now()
        locked.save(update_fields=["reminded_at"])
        letters.invitation_reminder(locked)
    return locked


def reply(invitation: Invitation, *, coming: bool) -> Invitation:
    """What the invited person answers. A yes only counts at once where there is no registration here; else it comes
    with the registration. A no gives back a place they have.
    """
    with transaction.atomic():
        event = Event.objects.select_for_update(of=("self",)).get(pk=invitation.event_id)
        locked = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        if event.state != State.PUBLISHED or timezone.now() >= event.over_at:
            raise ValidationError(_("This event takes no answers any more."), code="over")
        if coming and event.registration != RegistrationMode.HERE:
            replies.answer(locked, Reply.COMING)
        elif not coming:
            registration = locked.registration
            if registration is not None and registration.place in ALIVE:
                registering.cancel(registration)
                locked.refresh_from_db()
            replies.answer(locked, Reply.NOT_COMING)
    return locked


def _lock(invitation: Invitation) -> Invitation:
    """The invitation under its event's lock, if it may be written about now."""
    event = Event.objects.select_for_update(of=("self",)).get(pk=invitation.event_id)
    if event.state != State.PUBLISHED:
        raise ValidationError(_("Publish the event before you write to people about it."), code="not_public")
    if timezone.now() >= (event.closes_at or event.begins_at):
        raise ValidationError(_("It is too late: nobody can register any more."), code="over")
    locked = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    locked.event = event
    return locked


def _of_centres(rows: Iterable[Centre]) -> Guests:
    guests = Guests()
    for centre in rows:
        if centre.contact_email:
            guests.found.append(Guest(centre.contact_email, str(centre)[:200], centre, None, _language(centre)))
        else:
            guests.without_address.append(str(centre))
    return guests


def _language(centre: Centre) -> str:
    """The first language of the centre in which e-mails are written, else the portal's first."""
    known = {code for code, _name in settings.LANGUAGES}
    return next((code for code in centre.languages if code in known), settings.LANGUAGE_CODE)


def _may(by: User) -> None:
    if not by.has_perm(PERMISSION):
        raise ValidationError(_("You are not allowed to do this."), code="not_allowed")
