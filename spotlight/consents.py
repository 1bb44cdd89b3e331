"""What people are asked to agree to, each purpose apart, and the record of it."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from spotlight.models import Consent, Purpose, Submission

VERSION = "2026-11"
"""Changes whenever a word below or its translation changes; a test holds the words of each version."""

TEXTS = {
    Purpose.STORY: _(
        "I agree that this portal publishes my answers, with the name and role I gave, on the internet, "
        "and that others may quote them with their source. I can withdraw this at any time with the link in any "
        "e-mail about this story; the story then leaves the site at once."
    ),
    Purpose.PHOTOGRAPH: _(
        "I agree that this portal publishes the photograph I handed in, with its credit and description. I may give "
        "it away for this, and the people who can be recognised in it agree. I can withdraw this at any time with the "
        "link in any e-mail about this story."
    ),
    Purpose.CONTACT: _(
        "You may write to me about other activities of this portal, for example workshops. I can withdraw this at "
        "any time with the link in any e-mail about this story."
    ),
}


def record(submission: Submission, purposes: Iterable[Purpose], *, language: str, at: datetime) -> None:
    """Write down what was agreed to now, word for word in the `language` shown; what stands already is left alone."""
    given = set(standing(submission))
    with translation.override(language):
        for purpose in sorted(set(purposes) - given):
            Consent.objects.create(
                submission=submission,
                purpose=purpose,
                text=str(TEXTS[purpose]),
                version=VERSION,
                language=language,
                given_at=at,
            )


def standing(submission: Submission) -> list[Purpose]:
    """The purposes agreed to and not withdrawn."""
    rows = Consent.objects.filter(submission=submission, withdrawn_at__isnull=True)
    return [Purpose(purpose) for purpose in rows.values_list("purpose", flat=True)]


def withdraw(submission: Submission, purposes: Iterable[Purpose], *, at: datetime) -> None:
    """Write down that these consents are withdrawn."""
    Consent.objects.filter(submission=submission, purpose__in=list(purposes), withdrawn_at__isnull=True).update(
        withdrawn_at=at
    )
