"""E-mails to people who register: each function writes one, in the language of its person."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import translation

from events import links, mails
from events.models import Event, Invitation, PeopleMessage, Place, Registration
from events.presentation import in_mails, times
from events.presentation.words import words_of
from outbox import sending
from outbox.kinds import Kind
from outbox.models import Message
from vocabulary.models import SiteSettings

CONFIRM_DAYS = 3
"""How long a registration waits for its address to be confirmed; then it is deleted."""

MADE_UP = (".example", ".invalid", ".test", "@example.org", "@example.com", "@example.net", ".example.org")
"""Addresses that belong to nobody (RFC 2606); the people of an example event have such ones."""


def topic(registration: Registration) -> str:
    """Under which the outbox keeps what was sent about it."""
    return f"events.registration:{registration.pk}"


def invitation_topic(invitation: Invitation) -> str:
    """Under which the outbox keeps what was sent about it."""
    return f"events.invitation:{invitation.pk}"


def confirm(registration: Registration) -> None:
    """Ask for the confirmation of the address. Raises TooManyMails."""
    _tell(mails.CONFIRM, registration, counted=True, days=CONFIRM_DAYS)


def already(registration: Registration) -> None:
    """Somebody filled in the form with an address that is registered. Raises TooManyMails."""
    _tell(mails.ALREADY, registration, counted=True)


def requested(registration: Registration) -> None:
    """The organisers will decide."""
    _tell(mails.REQUESTED, registration)


def placed(registration: Registration) -> None:
    """A place, with where it is and the link for taking part online."""
    _tell(mails.PLACED, registration, **_for_coming(registration))


def waiting(registration: Registration) -> None:
    """The number on the waiting list."""
    in_line = registration.event.registrations.in_line().filter(line__lte=registration.line).count()
    _tell(mails.WAITING, registration, place=in_line)


def offered(registration: Registration) -> None:
    """A place became free, and until when it is kept."""
    assert registration.accept_until is not None  # a rule of the database
    _tell(mails.OFFERED, registration, until=_words(registration, _until))


def lapsed(registration: Registration) -> None:
    """The offer was not taken in time."""
    _tell(mails.LAPSED, registration, page=page(registration.event, registration.language))


def cancelled(registration: Registration) -> None:
    """The place was given back."""
    _tell(mails.CANCELLED, registration, page=page(registration.event, registration.language))


def refused(registration: Registration, *, by: User, send: bool) -> None:
    """Not admitted, and why. It leaves now when staff said so; else it waits on the desk."""
    if _belongs_to_nobody(registration):
        return
    said = _values(registration, reason=registration.reason)
    subject, body = sending.compose(mails.REFUSED, language=registration.language, values=said)
    message = sending.hold(
        mails.REFUSED,
        to=registration.email,
        language=registration.language,
        subject=subject,
        body=body,
        topic=topic(registration),
        by=by,
    )
    if send:
        sending.release(message, by=by)


def reminder(registration: Registration) -> bool:
    """Soon it begins; once for each beginning. False when that was sent before."""
    return bool(_tell(mails.REMINDER, registration, key=reminder_key(registration), **_for_coming(registration)))


def reminder_key(registration: Registration) -> str:
    """Under which the outbox keeps the reminder; another beginning is reminded of anew."""
    return f"events.reminder:{registration.pk}:{registration.event.begins_at:%Y%m%d%H%M}"


def event_cancelled(registration: Registration) -> bool:
    """The event does not take place; told once."""
    return bool(
        _tell(
            mails.EVENT_CANCELLED,
            registration,
            key=f"events.cancelled:{registration.pk}:{registration.event.sequence}",
            reason=registration.event.cancel_reason,
            page=page(registration.event, registration.language),
        )
    )


def message(registration: Registration, written: PeopleMessage) -> bool:
    """What staff wrote to people of the event; once for each message and person."""
    key = f"events.message:{written.key}:{registration.pk}"
    return bool(_tell(mails.MESSAGE, registration, key=key, subject=written.subject, message=written.body))


def event_cancelled_for_invited(invitation: Invitation) -> bool:
    """The same to somebody who was invited and has not registered; told once."""
    event = invitation.event
    said = _to_invited(invitation) | {"reason": event.cancel_reason}
    return bool(_invite(mails.EVENT_CANCELLED, invitation, said, key=f"cancelled:{event.sequence}"))


def invitation(invited: Invitation, words: tuple[str, str] | None = None) -> None:
    """Ask whether somebody comes; once. `words`: subject and body of staff, in which {link} stands for the link."""
    said = _to_invited(invited) | invited_about(invited.event, invited.language)
    _invite(mails.INVITATION, invited, said, key="first", words=words)


def invited_about(event: Event, language: str) -> dict[str, object]:
    """What an invitation says about the event, besides what every e-mail may name."""
    with translation.override(language):
        return {
            "where": in_mails.where(event, placed=False),
            "summary": str(words_of(event, "summary").text),
            "until": in_mails.answer_until(event),
            "page": page(event, language),
        }


def invitation_reminder(invited: Invitation) -> None:
    """Ask once more; once."""
    _invite(mails.INVITATION_REMINDER, invited, _to_invited(invited), key="reminder")


def page(event: Event, language: str) -> str:
    """The whole address of the public page, in that language."""
    with translation.override(language):
        return settings.ORIGIN + event.get_absolute_url()


def calendar(event: Event) -> str:
    """The whole address of the calendar file."""
    return settings.ORIGIN + reverse("ics", args=[event.slug])


def about(event: Event, language: str) -> dict[str, object]:
    """What every e-mail about the event may name."""
    text = event.text_for(language)
    with translation.override(language):
        return {
            "site": SiteSettings.current().site_name,
            "event": text.title if text else event.slug,
            "when": times.when(event).text,
        }


def _for_coming(registration: Registration) -> dict[str, Any]:
    return {
        "where": _words(registration, lambda row: in_mails.where(row.event, placed=row.place == Place.CONFIRMED)),
        "calendar": calendar(registration.event),
    }


def _until(registration: Registration) -> str:
    assert registration.accept_until is not None  # a rule of the database
    return in_mails.moment(registration.accept_until, registration.event.zone)


def _words(registration: Registration, said: Callable[[Registration], str]) -> str:
    with translation.override(registration.language):
        return said(registration)


def _values(registration: Registration, **more: object) -> dict[str, object]:
    return {**about(registration.event, registration.language), "link": links.own(registration), **more}


def _tell(
    kind: Kind, registration: Registration, *, key: str | None = None, counted: bool = False, **more: Any
) -> Message | None:
    if _belongs_to_nobody(registration):
        return None
    return sending.send(
        kind,
        to=registration.email,
        language=registration.language,
        values=_values(registration, **more),
        topic=topic(registration),
        key=key,
        counted=counted,
    )


def _to_invited(invited: Invitation) -> dict[str, object]:
    with translation.override(invited.language):
        until = in_mails.answer_until(invited.event)
    own = {"until": until, "page": page(invited.event, invited.language), "link": links.invited(invited)}
    return about(invited.event, invited.language) | own


def _invite(
    kind: Kind,
    invited: Invitation,
    said: dict[str, object],
    *,
    key: str,
    words: tuple[str, str] | None = None,
) -> Message | None:
    if invited.event.is_example and invited.email.lower().endswith(MADE_UP):
        return None
    return sending.send(
        kind,
        to=invited.email,
        language=invited.language,
        values=said,
        topic=invitation_topic(invited),
        key=f"events.invitation:{invited.pk}:{key}",
        words=words,
    )


def _belongs_to_nobody(registration: Registration) -> bool:
    """The made-up people of an example; whoever tries the example out with an address of their own gets e-mails."""
    return registration.event.is_example and registration.email.lower().endswith(MADE_UP)
