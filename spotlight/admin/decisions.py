"""What staff can decide about a submission: each decision with its form, its e-mail and its door."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outbox.kinds import Kind
from spotlight import corrections, curation, letters, mails, transitions
from spotlight.admin.decision_forms import (
    AddressForm,
    ChangesForm,
    MomentForm,
    NothingForm,
    OptionalReasonForm,
    ReasonForm,
    TypedForm,
    WithdrawalForm,
)
from spotlight.letters import Letter
from spotlight.models import State, StoryState, Submission, Verb
from spotlight.transitions import DECIDE

Door = Callable[[Submission, User, Mapping[str, Any], Letter | None], object]


def _always(submission: Submission) -> bool:
    return True


def _is_scheduled(submission: Submission) -> bool:
    return submission.story.state == StoryState.SCHEDULED


def _is_not_scheduled(submission: Submission) -> bool:
    return not _is_scheduled(submission)


def _waits_for_sign_off(submission: Submission) -> bool:
    return submission.state == State.APPROVED


def _has_correction(submission: Submission) -> bool:
    return submission.correction is not None


@dataclass(frozen=True, slots=True)
class Decision:
    """A button on the review page, and the page behind it. `verb` None: the door asks for something of its own."""

    name: str
    verb: Verb | None
    label: str | Promise
    hint: str | Promise
    done: str | Promise
    door: Door
    form: type[TypedForm] = NothingForm
    kind: Kind | None = None
    offered: Callable[[Submission], bool] = _always
    first: bool = False
    """Shown as the main button."""

    needs_ready: bool = False
    """Refused while something is missing for publication."""

    def permitted(self, user: User) -> bool:
        """Whether this person may ever decide this."""
        return transitions.may(self.verb, user) if self.verb else user.has_perm(DECIDE)

    def refusal(self, submission: Submission, user: User) -> str | None:
        """The sentence that says why it cannot be decided now; None when it can."""
        if self.verb and (refused := transitions.refusal(self.verb, submission.state, user)):
            return refused[1]
        if not self.offered(submission):
            return str(_("Nothing of the kind waits any more; somebody else was quicker."))
        return None

    def compose(self, submission: Submission, typed: Mapping[str, Any]) -> tuple[str, str]:
        """Subject and body of its e-mail, made of what was typed."""
        assert self.kind is not None
        return letters.draft_of(self.kind, submission, **self.form.for_letter(submission, typed))


def _request_changes(submission: Submission, by: User, typed: Mapping[str, Any], letter: Letter | None) -> None:
    curation.request_changes(submission, by=by, comments=ChangesForm.comments(typed), letter=letter)


def _approve(submission: Submission, by: User, typed: Mapping[str, Any], letter: Letter | None) -> None:
    curation.approve(submission, by=by, letter=letter)


def _pass_on(submission: Submission, by: User, typed: Mapping[str, Any], letter: Letter | None) -> None:
    curation.pass_sign_off(submission, to=typed["email"], by=by)


def _override(submission: Submission, by: User, typed: Mapping[str, Any], letter: Letter | None) -> None:
    curation.override_sign_off(submission, by=by, reason=typed["reason"])


def _reopen(submission: Submission, by: User, typed: Mapping[str, Any], letter: Letter | None) -> None:
    curation.reopen(submission, by=by, reason=typed["reason"])


def _publish(submission: Submission, by: User, typed: Mapping[str, Any], letter: Letter | None) -> None:
    curation.publish(submission, by=by, letter=letter)


def _schedule(submission: Submission, by: User, typed: Mapping[str, Any], letter: Letter | None) -> None:
    curation.schedule(submission, at=typed["at"], by=by)


def _unschedule(submission: Submission, by: User, typed: Mapping[str, Any], letter: Letter | None) -> None:
    curation.unschedule(submission, by=by)


def _decline(submission: Submission, by: User, typed: Mapping[str, Any], letter: Letter | None) -> None:
    curation.decline(submission, by=by, reason=typed["reason"], letter=letter)


def _withdraw(submission: Submission, by: User, typed: Mapping[str, Any], letter: Letter | None) -> None:
    curation.withdraw(submission, by=by, reason=typed["reason"], letter=letter)


def _accept(submission: Submission, by: User, typed: Mapping[str, Any], letter: Letter | None) -> None:
    corrections.accept(submission, by=by, letter=letter)


def _refuse(submission: Submission, by: User, typed: Mapping[str, Any], letter: Letter | None) -> None:
    corrections.refuse(submission, by=by, reason=typed["reason"], letter=letter)


DECISIONS: Mapping[str, Decision] = {
    decision.name: decision
    for decision in (
        Decision(
            "accept-correction",
            None,
            _("Accept the correction"),
            _("The page changes at once. The contributor wrote the words, so they count as signed off."),
            _("The correction is on the page."),
            _accept,
            kind=mails.CORRECTED,
            offered=_has_correction,
            first=True,
        ),
        Decision(
            "refuse-correction",
            None,
            _("Refuse the correction"),
            _("The page stays as it is; the contributor is told why."),
            _("The page stays as it is."),
            _refuse,
            form=ReasonForm,
            kind=mails.NOT_CORRECTED,
            offered=_has_correction,
        ),
        Decision(
            "publish",
            Verb.PUBLISH,
            _("Publish now"),
            _("The page is public at once, and the contributor is told."),
            _("The story is online."),
            _publish,
            kind=mails.PUBLISHED,
            first=True,
            needs_ready=True,
        ),
        Decision(
            "schedule",
            Verb.PUBLISH,
            _("Publish later"),
            _("The page goes online by itself at the moment you choose; the contributor is told then."),
            _("The story is scheduled."),
            _schedule,
            form=MomentForm,
            offered=_is_not_scheduled,
            needs_ready=True,
        ),
        Decision(
            "unschedule",
            Verb.PUBLISH,
            _("Cancel the schedule"),
            _("The story stays signed off and waits for you."),
            _("The story is no longer scheduled."),
            _unschedule,
            offered=_is_scheduled,
        ),
        Decision(
            "approve",
            Verb.APPROVE,
            _("Approve and ask for sign-off"),
            _("The person featured looks at the exact page and agrees to it, or says what should be different."),
            _("Approved: the person is asked to sign off the page."),
            _approve,
            kind=mails.SIGN_OFF,
            first=True,
            needs_ready=True,
        ),
        Decision(
            "request-changes",
            Verb.REQUEST_CHANGES,
            _("Ask for changes"),
            _("You comment on the answers; the team changes them and hands in again."),
            _("The team is asked for changes."),
            _request_changes,
            form=ChangesForm,
            kind=mails.CHANGES,
        ),
        Decision(
            "pass-sign-off",
            None,
            _("Ask somebody else to sign off"),
            _("A link to the page goes to another address at once; a link sent to another address before ends."),
            _("The page was sent to the other address."),
            _pass_on,
            form=AddressForm,
            offered=_waits_for_sign_off,
        ),
        Decision(
            "override",
            Verb.OVERRIDE,
            _("Go on without sign-off"),
            _("Only with a good reason, for example an agreement by telephone. The reason is kept in the history."),
            _("The story goes on without the sign-off."),
            _override,
            form=ReasonForm,
        ),
        Decision(
            "reopen",
            Verb.REOPEN,
            _("Take back to reading"),
            _("A sign-off given for the page is void, a schedule falls. Nobody is told."),
            _("The story is back among those to read."),
            _reopen,
            form=OptionalReasonForm,
        ),
        Decision(
            "decline",
            Verb.DECLINE,
            _("Decline"),
            _("The story is not published; the team is told why."),
            _("The story is declined."),
            _decline,
            form=ReasonForm,
            kind=mails.DECLINED,
        ),
        Decision(
            "withdraw",
            Verb.WITHDRAW,
            _("Withdraw"),
            _("Takes the story off every page at once, for good. Normally the contributor does this."),
            _("The story is withdrawn."),
            _withdraw,
            form=WithdrawalForm,
            kind=mails.WITHDRAWN,
        ),
    )
}


def possible(submission: Submission, user: User) -> list[Decision]:
    """The decisions this person can take now, in the order of their buttons."""
    return [
        decision
        for decision in DECISIONS.values()
        if decision.permitted(user) and decision.refusal(submission, user) is None
    ]
