"""Lost links, sent again to the address they belong to, and to nobody else."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from outbox import limits, sending
from outbox.kinds import without_links
from spotlight import links, mails
from spotlight.erasing import address_topic
from spotlight.models import State, Submission
from vocabulary.models import SiteSettings

_MOST = 50


def send(address: str, *, language: str) -> None:
    """Send one link for each story of the address. An unknown address costs the same and gets nothing.

    Raises TooManyMails for known and unknown ones alike, once the address had its e-mails for the day.
    """
    lines = _lines(address, language)
    if lines:
        sending.send(
            mails.LINKS,
            to=address,
            language=language,
            values={"site": SiteSettings.current().site_name, "links": "\n".join(lines)},
            topic=address_topic(address),
            counted=True,
        )
    elif settings.RATE_LIMITS and not limits.hit("mail", address.strip().lower(), sending.DAILY).allowed:
        raise sending.TooManyMails


def _lines(address: str, language: str) -> list[str]:
    own = Submission.objects.filter(email__iexact=address, is_example=False).select_related("project")
    asked = Submission.objects.filter(second_email__iexact=address, state=State.APPROVED, is_example=False)
    with translation.override(language):
        return [
            *(_line(row, links.DRAFT if row.state == State.DRAFT else links.OWN) for row in own[:_MOST]),
            *(_line(row, links.SECOND) for row in asked.select_related("project")[:_MOST]),
        ]


def _line(submission: Submission, purpose: str) -> str:
    """A project's name may come from a visitor; no mail program may find an address in it."""
    name = without_links(" ".join(submission.project_name.split())) or _("Unfinished story")
    known = f"{submission.reference}, {name}" if submission.reference else name
    return f"{known}:\n{settings.ORIGIN}{links.path(purpose, submission)}\n"
