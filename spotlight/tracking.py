"""Where a story stands, in words for the people who sent it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from outbox.models import Message, MessageState
from projects.presentation import wording
from spotlight import mails, waiting_time
from spotlight.models import ActorKind, Comment, State, Step, Story, Submission, Verb
from vocabulary.models import SiteSettings


@dataclass(frozen=True, slots=True)
class Standing:
    """Where it stands, whose turn it is (`ours`, `yours`, `theirs` or empty), and what comes next.

    `told` is the e-mail that brought a bad decision; `asked` what the page asks for elsewhere already.
    """

    title: str
    turn: str
    next: str
    told: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """One step on the way."""

    what: str
    who: str
    at: datetime
    day: str
    said: str


def standing(submission: Submission) -> Standing:
    """The words for its state."""
    return _STANDING[State(submission.state)](submission)


def timeline(submission: Submission) -> list[Happening]:
    """What happened so far, the latest first."""
    return [_happening(step) for step in submission.steps.order_by("-at", "-pk")]


def asked_for(submission: Submission) -> list[Comment]:
    """What staff want changed, while it is the team's turn to change it."""
    if submission.state != State.CHANGES_REQUESTED:
        return []
    return list(submission.comments.filter(round=submission.round).exclude(by=None))


def queue(submission: Submission) -> dict[str, int | None] | None:
    """How many are read before it, and the usual days to publication; None when it is read already."""
    if submission.state != State.SUBMITTED:
        return None
    return {"ahead": waiting_time.ahead_of(submission), "usual_days": waiting_time.usual_days()}


def _happening(step: Step) -> Happening:
    what = {
        Verb.SUBMIT: _("Handed in"),
        Verb.RESUBMIT: _("Handed in again"),
        Verb.REQUEST_CHANGES: _("Changes requested"),
        Verb.APPROVE: _("Page ready to be signed off"),
        Verb.SIGN_OFF: _("Page signed off"),
        Verb.OBJECT: _("Something else wanted on the page"),
        Verb.OVERRIDE: _("Page approved without sign-off"),
        Verb.REOPEN: _("Taken back to reading"),
        Verb.PUBLISH: _("Published"),
        Verb.DECLINE: _("Not to be published"),
        Verb.WITHDRAW: _("Withdrawn"),
    }
    who = {
        ActorKind.STAFF: _("by the editors"),
        ActorKind.CONTRIBUTOR: _("by you"),
        ActorKind.SECOND: _("by the person asked to sign off"),
        ActorKind.CLOCK: _("at the time that was set"),
    }
    at = timezone.localtime(step.at)
    return Happening(what[Verb(step.verb)], who[ActorKind(step.actor)], at, wording.day(at), step.said)


def _submitted(submission: Submission) -> Standing:
    return Standing(
        _("We are reading your story"),
        "ours",
        _(
            "If something is unclear, we write to you. Otherwise we prepare the page and ask you to agree to it. "
            "Nothing is published before that."
        ),
    )


def _changes_requested(submission: Submission) -> Standing:
    return Standing(_("We have a question about your story"), "yours", _("Change your answers and hand them in again."))


def _approved(submission: Submission) -> Standing:
    after = _("As soon as the page is signed off, we publish it.")
    if submission.second_email:
        return Standing(_("The page waits for the person you named"), "theirs", after)
    return Standing(_("The page waits for your agreement"), "yours", after)


def _signed_off(submission: Submission) -> Standing:
    story = Story.objects.filter(submission=submission).first()
    if story is not None and story.scheduled_for:
        day = wording.day(timezone.localtime(story.scheduled_for))
        return Standing(_("Your story is ready"), "", _("It will be published on %(day)s.") % {"day": day})
    return Standing(_("Your story is ready"), "ours", _("We publish it and tell you when it is online."))


def _published(submission: Submission) -> Standing:
    after = _("You can correct it or withdraw it at any time. After a year we ask whether it is still true.")
    return Standing(_("Your story is online"), "ours" if submission.correction else "", after)


def _declined(submission: Submission) -> Standing:
    told = Message.objects.about(submission.topic).filter(kind=mails.DECLINED.name, state=MessageState.QUEUED).first()
    return Standing(_("We do not publish your story"), "", _deleted_on(submission), told.body if told else "")


def _withdrawn(submission: Submission) -> Standing:
    return Standing(_("Your story is withdrawn"), "", _deleted_on(submission))


def _deleted_on(submission: Submission) -> str:
    end = submission.state_since + timedelta(days=SiteSettings.current().declined_days)
    day = wording.day(timezone.localtime(end))
    return _("What we hold about it is deleted on %(day)s. You can erase it at once.") % {"day": day}


_STANDING = {
    State.SUBMITTED: _submitted,
    State.CHANGES_REQUESTED: _changes_requested,
    State.APPROVED: _approved,
    State.SIGNED_OFF: _signed_off,
    State.PUBLISHED: _published,
    State.DECLINED: _declined,
    State.WITHDRAWN: _withdrawn,
}
