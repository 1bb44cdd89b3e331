"""The doors of the outbox. What a person or the clock triggers leaves at once; what tells a decision is held until a
member of staff sends it.

A message and the change it tells of are written in one transaction. The worker sends what lies in post-office's queue,
tries again when the mail server is down, and keeps what failed where staff see it.
"""

from collections.abc import Mapping
from datetime import datetime
from email.utils import formataddr

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from post_office import mail
from post_office.models import Email

from outbox import limits
from outbox.kinds import Kind
from outbox.limits import Rate
from outbox.models import MailText, Message, MessageState
from vocabulary.models import SiteSettings

DAILY = Rate(5, 86_400)
"""E-mails a stranger can cause to one address in a day."""


class TooManyMails(Exception):
    """This address has had its e-mails for today."""


def compose(kind: Kind, *, language: str, values: Mapping[str, object]) -> tuple[str, str]:
    """Subject and body as they would leave now, in `language` or else the portal's first language."""
    code = language if language in kind.texts else settings.LANGUAGE_CODE
    words = MailText.objects.filter(kind=kind.name, language=code).values_list("subject", "body").first()
    return kind.fill(*(words or kind.texts[code]), values)


def send(
    kind: Kind,
    *,
    to: str,
    language: str,
    values: Mapping[str, object],
    topic: str = "",
    key: str | None = None,
    counted: bool = False,
) -> Message | None:
    """Write an e-mail that leaves at once. With a `key` it is written once only, and None returned afterwards.

    `counted`: a stranger may have caused it; raises TooManyMails beyond DAILY for the address.
    """
    if counted and settings.RATE_LIMITS and not limits.hit("mail", to.strip().lower(), DAILY).allowed:
        raise TooManyMails
    subject, body = compose(kind, language=language, values=values)
    with transaction.atomic():
        message = _write(kind, to, language, subject, body, topic, key)
        if message is not None:
            _hand_over(message, by=None)
    return message


def hold(
    kind: Kind,
    *,
    to: str,
    language: str,
    subject: str,
    body: str,
    topic: str,
    by: User,
) -> Message:
    """Write an e-mail that tells of a decision; it leaves with `release`."""
    message = _write(kind, to, language, subject, body, topic, None, by=by)
    assert message is not None  # without a key there is always a row
    return message


def release(message: Message, *, by: User, subject: str = "", body: str = "") -> Message:
    """Send an e-mail that was held, with other words if given."""
    with transaction.atomic():
        held = _lock_held(message)
        held.subject, held.body = (subject or held.subject), (body or held.body)
        held.full_clean(exclude=["email", "key"])
        _hand_over(held, by=by)
    return held


def discard(message: Message, *, by: User) -> Message:
    """Decide that an e-mail that was held is not sent."""
    with transaction.atomic():
        held = _lock_held(message)
        held.state, held.decided_at, held.decided_by = MessageState.DISCARDED, timezone.now(), by
        held.save()
    return held


def forget_old(*, before: datetime) -> int:
    """Delete what was sent or discarded before that moment, here and in the queue; returns how many. A duty."""
    return _forget(Message.objects.old(before=before))


def forget_topic(topic: str) -> int:
    """Delete every e-mail about one thing, sent or not, here and in the queue; returns how many."""
    return _forget(Message.objects.about(topic))


def forget_address(address: str) -> int:
    """Delete every e-mail to an address, here and in the queue; returns how many."""
    return (
        _forget(Message.objects.filter(to__iexact=address))
        + (
            Email.objects.filter(to__iexact=address).delete()[0]  # what other parts of the portal sent there
        )
    )


def sender() -> str:
    """The From line, as staff set it."""
    site = SiteSettings.current()
    return formataddr((site.sender_name, site.sender_address)) if site.sender_address else settings.DEFAULT_FROM_EMAIL


def _forget(messages: "Message.objects.QuerySet") -> int:  # type: ignore[name-defined]
    with transaction.atomic():
        found = list(messages.values_list("pk", "email_id"))
        Message.objects.filter(pk__in=[pk for pk, _email in found]).delete()
        Email.objects.filter(pk__in=[email for _pk, email in found if email]).delete()
    return len(found)


def _write(
    kind: Kind,
    to: str,
    language: str,
    subject: str,
    body: str,
    topic: str,
    key: str | None,
    by: User | None = None,
) -> Message | None:
    validate_email(to)
    message = Message(
        kind=kind.name,
        language=language if language in kind.texts else settings.LANGUAGE_CODE,
        to=to,
        subject=subject,
        body=body,
        topic=topic,
        key=key,
        state=MessageState.HELD,
        created_by=by,
    )
    if key is None:
        message.save()
        return message
    made = Message.objects.bulk_create([message], ignore_conflicts=True)
    return Message.objects.filter(key=key, state=MessageState.HELD).first() if made else None


def _hand_over(message: Message, *, by: User | None) -> None:
    message.email = mail.send(message.to, sender(), subject=message.subject, message=message.body, priority="medium")
    message.state, message.decided_at, message.decided_by = MessageState.QUEUED, timezone.now(), by
    message.save()


def _lock_held(message: Message) -> Message:
    locked = Message.objects.select_for_update().get(pk=message.pk)
    if locked.state != MessageState.HELD:
        raise ValidationError(
            _("This e-mail was already dealt with: %(state)s.") % {"state": locked.get_state_display()},
            code="wrong_state",
        )
    return locked
