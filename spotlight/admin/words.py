"""How staff speak of a submission: in four words, and by whose turn it is."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spotlight.models import State, StoryState, Submission, Verb

STATES: dict[State, Promise] = {
    State.SUBMITTED: _("to read"),
    State.CHANGES_REQUESTED: _("with them: changes"),
    State.APPROVED: _("with them: sign-off"),
    State.SIGNED_OFF: _("ready"),
    State.PUBLISHED: _("live"),
    State.DECLINED: _("declined"),
    State.WITHDRAWN: _("withdrawn"),
}
"""Every state staff see, in the order of the work."""

DONE: dict[Verb, Promise] = {
    Verb.SUBMIT: _("submitted"),
    Verb.RESUBMIT: _("resubmitted"),
    Verb.REQUEST_CHANGES: _("changes requested"),
    Verb.APPROVE: _("approved"),
    Verb.SIGN_OFF: _("signed off"),
    Verb.OBJECT: _("something different asked for"),
    Verb.OVERRIDE: _("went on without sign-off"),
    Verb.REOPEN: _("taken back to reading"),
    Verb.PUBLISH: _("published"),
    Verb.DECLINE: _("declined"),
    Verb.WITHDRAW: _("withdrawn"),
}
"""A step in the history."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is (`ours`, `theirs`, `clock`, or `` for nobody's), and since when (the clock: until when)."""

    whose: str
    since: datetime | None

    @property
    def label(self) -> str | Promise:
        return {"ours": _("our turn"), "theirs": _("their turn"), "clock": _("scheduled")}.get(self.whose, "")


def turn_of(submission: Submission) -> Turn:
    """The rule of `our_turn` and `their_turn` for one loaded row (with its story)."""
    story = getattr(submission, "story", None)
    if submission.correction is not None:
        return Turn("ours", submission.correction_at)
    if story is not None and story.state == StoryState.SCHEDULED:
        return Turn("clock", story.scheduled_for)
    if submission.state in (State.SUBMITTED, State.SIGNED_OFF):
        return Turn("ours", submission.state_since)
    if submission.state in (State.CHANGES_REQUESTED, State.APPROVED):
        return Turn("theirs", submission.state_since)
    return Turn("", None)


def masked(address: str) -> str:
    """An e-mail address that can be recognised but not read: `a•••@e•••.org`."""
    name, at, host = address.partition("@")
    if not at:
        return ""
    ending = host.rpartition(".")[2]
    return f"{name[:1]}•••@{host[:1]}•••.{ending}"
