"""The door for reminders: one e-mail to the person whose turn it is."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from outbox.models import Message
from spotlight import letters, links, mails, moments, transitions
from spotlight.actors import CLOCK
from spotlight.models import State, Submission
from spotlight.steps import Actor, lock

AT_MOST = 3
"""Reminders the clock sends by itself; people may send more."""
_PAUSE = timedelta(hours=20)


def remind(submission: Submission, by: Actor) -> Submission:
    """Remind the team of changes asked for, or of the sign-off (the person it was passed to, if it was).

    Raises ValidationError when it is not their turn, or when an e-mail would be wrong now.
    """
    with transaction.atomic():
        locked = lock(submission)
        _allow(locked, by)
        locked.reminders, locked.reminded_at = locked.reminders + 1, moments.now()
        locked.save()
        if locked.state == State.CHANGES_REQUESTED:
            letters.tell(mails.REMIND_CHANGES, locked, link=letters.own_link(locked))
        elif locked.second_email:
            link = links.address(links.SECOND, locked)
            letters.tell(mails.REMIND_SIGN_OFF, locked, to=locked.second_email, link=link)
        else:
            letters.tell(mails.REMIND_SIGN_OFF, locked, link=letters.own_link(locked))
    return locked


def _allow(submission: Submission, by: Actor) -> None:
    if by is not CLOCK and not (isinstance(by, User) and by.has_perm(transitions.REVIEW)):
        raise ValidationError(_("You are not allowed to do this."), code="not_allowed")
    if submission.state not in (State.CHANGES_REQUESTED, State.APPROVED):
        raise ValidationError(_("It is not the team’s turn: there is nothing to remind of."), code="wrong_state")
    if submission.is_example:
        raise ValidationError(_("This is an example; no e-mail is sent."), code="example")
    if not submission.email and not (submission.state == State.APPROVED and submission.second_email):
        raise ValidationError(_("There is no e-mail address to remind."), code="no_address")
    if Message.objects.about(submission.topic).held().exists():
        raise ValidationError(
            _("The e-mail about the decision has not been sent yet. Send that one first."), code="mail_waits"
        )
    if submission.reminded_at and moments.now() - submission.reminded_at < _PAUSE:
        raise ValidationError(_("The team was reminded today already."), code="too_soon")
