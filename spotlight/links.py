"""The personal links of a submission, as whole addresses for e-mails, and the way back from a token to its row."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from outbox import links
from outbox.links import LinkBroken
from spotlight.models import State, Submission
from vocabulary.models import SiteSettings

DRAFT, OWN, SECOND, READ = "spotlight.draft", "spotlight.own", "spotlight.second", "spotlight.read"

OWN_DAYS = 730
"""How long the personal link of a story works; each e-mail brings a new one."""
SECOND_DAYS = 60
READ_DAYS = 30

_NAMES = {DRAFT: "spotlight:return", OWN: "spotlight:own", SECOND: "spotlight:second", READ: "spotlight:colleague"}


def days(purpose: str) -> int:
    """How many days a link of this purpose works."""
    if purpose == DRAFT:
        return SiteSettings.current().draft_days
    return {OWN: OWN_DAYS, SECOND: SECOND_DAYS, READ: READ_DAYS}[purpose]


def token(purpose: str, submission: Submission) -> str:
    """For SECOND the token also names the address it was sent to: passing sign-off on to another ends it."""
    detail = submission.second_email if purpose == SECOND else ""
    return links.make(purpose, submission.pk, submission.nonce, detail=links.digest(detail))


def path(purpose: str, submission: Submission) -> str:
    """The address without the host, in the language that is active."""
    return reverse(_NAMES[purpose], args=[token(purpose, submission)])


def address(purpose: str, submission: Submission) -> str:
    """The whole address, in the language of the submission's e-mails."""
    with translation.override(submission.mail_language):
        return settings.ORIGIN + path(purpose, submission)


def find(purpose: str, given: str) -> Submission:
    """The submission a token leads to. Raises LinkExpired or LinkBroken (also when it is gone or its links ended)."""
    linked = links.read(purpose, given, days=days(purpose))
    submission = Submission.objects.filter(pk=linked.pk).select_related("project", "picture").first()
    if submission is None or submission.nonce != linked.nonce:
        raise LinkBroken
    if purpose == SECOND and linked.detail != links.digest(submission.second_email):
        raise LinkBroken
    if (submission.state == State.DRAFT) != (purpose == DRAFT) and purpose != READ:
        raise LinkBroken
    return submission
