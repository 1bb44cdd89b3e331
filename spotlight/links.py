"""The personal links of a submission, as whole addresses for e-mails, and the way back from a token to its row."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from outbox import links
from outbox.links import LinkBroken, LinkExpired
from spotlight.models import State, Submission
from vocabulary.models import SiteSettings

DRAFT, OWN, SECOND, READ = "spotlight.draft", "spotlight.own", "spotlight.second", "spotlight.read"
PHOTOGRAPH = "spotlight.photograph"
"""Of an image on a personal page, which the public may not see (yet)."""

OWN_DAYS = 730
"""How long the personal link of a story works; each e-mail brings a new one."""
SECOND_DAYS = 60
READ_DAYS = 30
_DRAFT_AT_MOST = 400
"""A draft's link lives as long as the draft, which every change prolongs; nobody writes on one for over a year."""


_NAMES = {
    DRAFT: "spotlight:return",
    OWN: "spotlight:own",
    SECOND: "spotlight:second",
    READ: "spotlight:colleague",
    PHOTOGRAPH: "spotlight:photograph",
}


class LinkEnded(LinkBroken):
    """It was a link of ours; its story is gone, or the link was ended."""


class HandedIn(LinkEnded):
    """The draft that it led to was handed in."""


def days(purpose: str) -> int:
    """How many days a link of this purpose works; that of a draft, counted from its last change."""
    if purpose == DRAFT:
        return SiteSettings.current().draft_days
    return {OWN: OWN_DAYS, SECOND: SECOND_DAYS, READ: READ_DAYS, PHOTOGRAPH: 1}[purpose]


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
    """The submission a token leads to. Raises LinkExpired, LinkEnded or HandedIn for what was ours, else LinkBroken."""
    linked = links.read(purpose, given, days=_DRAFT_AT_MOST if purpose == DRAFT else days(purpose))
    submission = Submission.objects.filter(pk=linked.pk).select_related("project", "picture").first()
    if submission is None or submission.nonce != linked.nonce:
        raise LinkEnded
    if purpose == SECOND and linked.detail != links.digest(submission.second_email):
        raise LinkEnded
    if purpose == DRAFT and submission.state != State.DRAFT:
        raise HandedIn
    if purpose == DRAFT and submission.touched_at < timezone.now() - timedelta(days=days(DRAFT)):
        raise LinkExpired
    if purpose in (OWN, SECOND) and submission.state == State.DRAFT:
        raise LinkEnded
    return submission
