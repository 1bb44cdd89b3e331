"""E-mails about a submission: what fills their placeholders, and the doors that write them."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import translation
from django.utils.translation import gettext as _

from outbox import sending
from outbox.kinds import Kind
from outbox.models import Message, MessageState
from spotlight import links, mails, moments
from spotlight.models import Question, Submission
from vocabulary.models import SiteSettings


@dataclass(frozen=True)
class Letter:
    """What staff made of the e-mail that tells of their decision, and whether it leaves with the decision."""

    subject: str
    body: str
    send: bool


def values(submission: Submission, **more: object) -> dict[str, object]:
    """What every e-mail about a submission may name."""
    with translation.override(submission.mail_language):
        unnamed = _("your project")
    return {
        "site": SiteSettings.current().site_name,
        "project": submission.project_name or unnamed,
        "reference": submission.reference or "",
        **more,
    }


def own_link(submission: Submission) -> str:
    """The personal link, to be put into an e-mail."""
    return links.address(links.OWN, submission)


def copy_of_answers(submission: Submission) -> str:
    """What was handed in, in the language of the e-mail."""
    with translation.override(submission.mail_language):
        parts = [f"{Question(question).label}\n{answer}" for question, answer in submission.answers]
    return "\n\n".join(parts)


def page_address(submission: Submission) -> str:
    """The public page of its story, in the language of the e-mails."""
    with translation.override(submission.mail_language):
        return settings.ORIGIN + submission.story.get_absolute_url()


def draft_of(kind: Kind, submission: Submission, **more: object) -> tuple[str, str]:
    """Subject and body of a decision's e-mail, for staff to look at and change."""
    return sending.compose(
        kind, language=submission.mail_language, values=values(submission, link=own_link(submission), **more)
    )


def decide(
    kind: Kind, submission: Submission, letter: Letter | None, *, by: User, to: str = "", **more: object
) -> Message | None:
    """Hold the e-mail that tells of a decision, or send it when staff said so. None when there is no address."""
    address = to or submission.email
    if not address:
        return None
    subject, body = (letter.subject, letter.body) if letter else draft_of(kind, submission, **more)
    message = sending.hold(
        kind,
        to=address,
        language=submission.mail_language,
        subject=subject,
        body=body,
        topic=submission.topic,
        by=by,
    )
    return sending.release(message, by=by) if letter and letter.send else message


def discard_held(submission: Submission, *, by: User | None) -> int:
    """Decide that e-mails about it which still wait are not sent; returns how many."""
    waiting = Message.objects.about(submission.topic).held()
    return waiting.update(state=MessageState.DISCARDED, decided_at=moments.now(), decided_by=by)


def tell_second(submission: Submission) -> Message | None:
    """Send the link for sign-off to the second address."""
    return tell(
        mails.SIGN_OFF_PASSED,
        submission,
        to=submission.second_email,
        counted=True,
        link=links.address(links.SECOND, submission),
    )


def tell(
    kind: Kind,
    submission: Submission,
    *,
    to: str = "",
    key: str | None = None,
    counted: bool = False,
    **more: object,
) -> Message | None:
    """Send an e-mail that a person or the clock caused. None when there is no address or it was sent before.

    Nothing leaves by itself about an example of the demonstration.
    """
    address = to or submission.email
    if not address or submission.is_example:
        return None
    return sending.send(
        kind,
        to=address,
        language=submission.mail_language,
        values=values(submission, **more),
        topic=submission.topic,
        key=key,
        counted=counted,
    )
