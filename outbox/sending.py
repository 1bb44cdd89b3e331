"""The doors of the outbox. What a person or the clock triggers leaves at once; what tells a decision is held until a
member of staff sends it.

A message and the change it tells of are written in one transaction. The worker sends what lies in post-office's queue,
tries again when the mail server is down, and keeps what failed where staff see it.
"""

from collections.abc import Mapping
from datetime import datetime
from email.utils import make_msgid, parseaddr

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from post_office.models import PRIORITY, STATUS, Email

from outbox import limits
from outbox.kinds import LONGEST_SUBJECT, Kind
from outbox.limits import Rate
from outbox.models import MailText, Message, MessageState
from outbox.typed import one_line, plain
from vocabulary.models import SiteSettings

DAILY = Rate(5, 86_400)
"""E-mails a stranger can cause to one address in a day."""


class TooManyMails(Exception):
    """This address has had its e-mails for today."""


def compose(kind: Kind, *, language: str, values: Mapping[str, object]) -> tuple[str, str]:
    """Subject and body as they would leave now, in `language` or else the portal's first language."""
    code = language if language in kind.texts else settings.LANGUAGE_CODE
    words = MailText.objects.filter(kind=kind.name, language=code).values_list("subject", "body").first()
    if words is None or not kind.accepts(*words):  # staff wrote it for placeholders that no longer exist
        words = kind.texts[code]
    return kind.fill(*words, values)


def send(
    kind: Kind,
    *,
    to: str,
    language: str,
    values: Mapping[str, object],
    topic: str = "",
    key: str | None = None,
    counted: bool = False,
    words: tuple[str, str] | None = None,
) -> Message | None:
    """Write an e-mail that leaves at once. With a `key` it is written once only, and None returned afterwards.

    `words`: subject and body with placeholders that staff wrote for this occasion, in place of the kind's own.

    `counted`: a stranger may have caused it; raises TooManyMails beyond DAILY for the address.
    """
    if counted and settings.RATE_LIMITS and not limits.hit("mail", _mailbox(to), DAILY).allowed:
        raise TooManyMails
    subject, body = kind.fill(*words, values) if words else compose(kind, language=language, values=values)
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


def reword(message: Message, *, subject: str, body: str) -> Message:
    """Change the words of an e-mail that is held."""
    with transaction.atomic():
        held = _lock_held(message)
        _set_words(held, subject, body)
        held.save()
    return held


def release(message: Message, *, by: User, subject: str = "", body: str = "") -> Message:
    """Send an e-mail that was held, with other words if given."""
    with transaction.atomic():
        held = _lock_held(message)
        _set_words(held, subject or held.subject, body or held.body)
        _hand_over(held, by=by)
    return held


def discard(message: Message, *, by: User) -> Message:
    """Decide that an e-mail that was held is not sent."""
    with transaction.atomic():
        held = _lock_held(message)
        held.state, held.decided_at, held.decided_by = MessageState.DISCARDED, timezone.now(), by
        held.save()
    return held


def retry(message: Message, *, by: User) -> Message:
    """Put an e-mail that was given up back into the queue, with all its tries."""
    with transaction.atomic():
        locked = Message.objects.select_for_update().get(pk=message.pk)
        email = Email.objects.select_for_update().filter(pk=locked.email_id, status=STATUS.failed).first()
        if email is None:
            raise ValidationError(_("Only an e-mail that could not be sent can be tried again."), code="wrong_state")
        Email.objects.filter(pk=email.pk).update(status=STATUS.queued, scheduled_time=None, number_of_retries=None)
        locked.decided_at, locked.decided_by = timezone.now(), by
        locked.save()
    return locked


def send_test(text: MailText, kind: Kind, *, to: str, by: User) -> Message:
    """Send the words of one text with sample values, marked as a test."""
    subject, body = kind.fill(text.subject, text.body, kind.samples())
    with transaction.atomic():
        message = _write(kind, to, text.language, f"[Test] {subject}", body, f"outbox.mailtext:{text.pk}", None, by=by)
        assert message is not None  # without a key there is always a row
        _hand_over(message, by=by)
    return message


def forget_old(*, before: datetime) -> int:
    """Delete what was decided on before that moment, here and in the queue; returns how many. A duty.

    What is held or still tries to leave is not over yet. E-mails of other parts of the portal (a new password) go too.
    """
    others = Email.objects.filter(portal_message=None, created__lt=before)
    return _forget(Message.objects.over(before=before)) + _delete(others)


def forget_topic(topic: str) -> int:
    """Delete every e-mail about one thing, sent or not, here and in the queue; returns how many."""
    return _forget(Message.objects.about(topic))


def forget_address(address: str) -> int:
    """Delete every e-mail to an address, here and in the queue; returns how many."""
    others = Email.objects.filter(portal_message=None, to__iexact=address)  # what other parts of the portal sent there
    return _forget(Message.objects.filter(to__iexact=address)) + _delete(others)


def sender() -> str:
    """The From line, as staff set it."""
    site = SiteSettings.current()
    if not site.sender_address:
        return settings.DEFAULT_FROM_EMAIL
    name = one_line(site.sender_name, 80).replace("\\", "").replace('"', "'").replace("<", "(").replace(">", ")")
    line = f'"{name}" <{site.sender_address}>'
    return line if len(line) <= 254 else site.sender_address  # what the queue has room for


def _forget(messages: "QuerySet[Message]") -> int:
    with transaction.atomic():
        found = list(messages.select_for_update().values_list("pk", "email_id"))
        Message.objects.filter(pk__in=[pk for pk, _email in found]).delete()
        _delete(Email.objects.filter(pk__in=[email for _pk, email in found if email]))
    return len(found)


def _delete(emails: "QuerySet[Email]") -> int:
    """Locked first, so that the worker adds nothing to their logs meanwhile."""
    with transaction.atomic():
        found = list(emails.select_for_update(of=("self",)).values_list("pk", flat=True))
        Email.objects.filter(pk__in=found).delete()
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
    message = Message(
        kind=kind.name,
        language=language if language in kind.texts else settings.LANGUAGE_CODE,
        to=_address(to),
        topic=topic,
        key=key,
        state=MessageState.HELD,
        created_by=by,
    )
    _set_words(message, subject, body)
    if key is None:
        message.save()
        return message
    # One row per key, also when two come at once: the second waits for the first and then writes nothing.
    Message.objects.bulk_create([message], ignore_conflicts=True)
    return Message.objects.filter(key=key, state=MessageState.HELD).first()


def _address(to: str) -> str:
    """One address. A quoted one may hold commas, which the queue would read as several recipients."""
    validate_email(to)
    if '"' in to or "," in to:
        raise ValidationError(_("Write an e-mail address without quotation marks."), code="invalid")
    return to


def _mailbox(address: str) -> str:
    """What counts as one address: capitals and what follows a plus sign lead to the same person."""
    local, _at, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _set_words(message: Message, subject: str, body: str) -> None:
    """Raises ValidationError when there is nothing to say."""
    message.subject = one_line(subject, LONGEST_SUBJECT)
    message.body = f"{text}\n" if (text := plain(body).strip()) else ""
    message.full_clean(exclude=["email", "key", "created_by", "decided_by"])


def _hand_over(message: Message, *, by: User | None) -> None:
    """Into the queue as it is: post-office's own `send` would read the words as a template of Django."""
    line = sender()
    message.email = Email.objects.create(
        from_email=line,
        to=[message.to],
        subject=message.subject,
        message=message.body,
        priority=PRIORITY.medium,
        status=STATUS.queued,
        message_id=make_msgid(domain=parseaddr(line)[1].rpartition("@")[2]),
    )
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
