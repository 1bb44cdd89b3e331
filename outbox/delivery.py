"""Empties post-office's queue, one e-mail after another, so that a mail server that is down, slow or refusing loses
nothing.

What happens to an e-mail is written down before the next one is touched: a worker that is killed sends the one e-mail
it had in hand a second time at most, with the same Message-ID, by which mail systems know the copy. The try is
counted before it is made, so that an e-mail on which the worker dies cannot keep the others waiting.
"""

import smtplib
from dataclasses import dataclass
from datetime import timedelta

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from post_office.models import STATUS, Email, Log
from post_office.settings import get_backend

AT_ONCE = 50
"""E-mails sent in one go; then other duties have their turn."""

WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60)] + [timedelta(hours=3)] * 38
"""How long an e-mail waits after each try that failed for a passing reason: five days in all, then it is given up."""

TRIES_AFTER_NO = 3
"""Tries of an e-mail that the server refuses for good (5xx): some servers mean “later” when they say “never”."""

LEASE = timedelta(minutes=10)
"""After this an e-mail in whose middle the worker was killed is sent again; longer than any try takes."""


class MailServerAway(Exception):
    """The mail server cannot be reached. Nothing was lost: everything waits in the queue."""


@dataclass
class Delivered:
    """How many were sent, will be tried again, and were given up."""

    sent: int = 0
    again: int = 0
    given_up: int = 0

    def __str__(self) -> str:
        return f"{self.sent} sent, {self.again} to be tried again, {self.given_up} given up"


def waiting() -> QuerySet[Email]:
    """What may be sent now, the oldest of the most urgent first."""
    now = timezone.now()
    return Email.objects.filter(
        Q(scheduled_time__isnull=True) | Q(scheduled_time__lte=now),
        Q(expires_at__isnull=True) | Q(expires_at__gt=now),
        status__in=[STATUS.queued, STATUS.requeued],
    ).order_by("-priority", "pk")


def deliver() -> Delivered:
    """Send what waits, AT_ONCE at most. Raises MailServerAway when the server does not answer.

    One process at a time: the worker's duty holds the lock.
    """
    done = Delivered()
    server = _Server()
    try:
        while done.sent + done.again + done.given_up < AT_ONCE and (email := waiting().first()):
            _claim(email)
            _send(email, server, done)
    finally:
        server.hang_up()
    return done


class _Server:
    """The connection of one run; `broken` counts the e-mails in whose middle it broke, one after another."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None
        self.broken = 0

    def reach(self) -> BaseEmailBackend:
        if self._connection is None:
            self._connection = get_connection(get_backend())
            self._connection.open()
        return self._connection

    def hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        conversation = getattr(connection, "connection", None)
        try:
            connection.close()
        except OSError:  # it went away first, and Django has let go of it without closing
            if conversation is not None:
                conversation.close()


def _claim(email: Email) -> None:
    tries = Coalesce(F("number_of_retries"), 0) + 1
    Email.objects.filter(pk=email.pk).update(scheduled_time=timezone.now() + LEASE, number_of_retries=tries)
    email.number_of_retries = (email.number_of_retries or 0) + 1


def _send(email: Email, server: _Server, done: Delivered) -> None:
    try:
        message = email.prepare_email_message()
        message.message()  # what cannot be put into words fails here, before anybody is troubled
    except Exception as error:
        _write(email, STATUS.failed, error)
        done.given_up += 1
        return
    try:
        connection = server.reach()
    except Exception as error:
        _put_back(email, error)
        raise MailServerAway from error
    try:
        connection.send_messages([message])
    except Exception as error:
        _keep(email, error, done)
        _note_break(error, server)
        return
    server.broken = 0
    _write(email, STATUS.sent)
    done.sent += 1


def _keep(email: Email, error: Exception, done: Delivered) -> None:
    """Try again later, or give up when it was refused for good or the days are over."""
    tries = email.number_of_retries or 1
    if tries > len(WAITS) or (_for_good(error) and tries >= TRIES_AFTER_NO):
        _write(email, STATUS.failed, error)
        done.given_up += 1
    else:
        _write(email, STATUS.requeued, error, wait=WAITS[tries - 1])
        done.again += 1


def _note_break(error: Exception, server: _Server) -> None:
    """A server that breaks off or falls silent may mean this e-mail; when the next one fails as well, it means us."""
    if not _broke(error):
        server.broken = 0
        return
    server.hang_up()
    server.broken += 1
    if server.broken > 1:
        raise MailServerAway from error


def _codes(error: Exception) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _said in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []


def _broke(error: Exception) -> bool:
    """Whether the conversation ended: it broke off, fell silent, or was closed by the server (421)."""
    if isinstance(error, smtplib.SMTPServerDisconnected) or 421 in _codes(error):
        return True
    return isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException)


def _for_good(error: Exception) -> bool:
    """Whether this recipient or this text cannot be sent at all; a refused sender or password is ours to mend."""
    if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
        return all(500 <= code < 600 for code in _codes(error))
    return isinstance(error, smtplib.SMTPNotSupportedError) or not isinstance(error, OSError)


def _put_back(email: Email, error: Exception) -> None:
    """The try does not count: it was not the e-mail's fault."""
    tries = F("number_of_retries") - 1
    Email.objects.filter(pk=email.pk).update(
        status=STATUS.requeued, scheduled_time=timezone.now(), number_of_retries=tries
    )
    _log(email, error)


def _write(email: Email, status: int, error: Exception | None = None, *, wait: timedelta | None = None) -> None:
    now = timezone.now()
    Email.objects.filter(pk=email.pk).update(
        status=status, scheduled_time=now + wait if wait else None, last_updated=now
    )
    if error is not None:
        _log(email, error)


def _log(email: Email, error: Exception) -> None:
    """Only what was said last is kept: a server that is away for days would fill the table."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said = "; ".join(f"{code} {_text(words)}" for code, words in error.recipients.values())
    elif isinstance(error, smtplib.SMTPResponseException):
        said = f"{error.smtp_code} {_text(error.smtp_error)}"
    else:
        said = str(error)
    Log.objects.filter(email=email.pk).delete()
    with transaction.atomic():
        # Whoever erases the e-mail locks it as well: it is gone, or its log goes with it.
        if Email.objects.select_for_update().filter(pk=email.pk).exists():
            Log.objects.create(
                email=email,
                status=STATUS.failed,
                exception_type=type(error).__name__,
                message=said.replace("\0", "")[:1000],
            )


def _text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words
