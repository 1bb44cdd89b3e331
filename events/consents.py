"""What people who register are asked to agree to, each purpose apart, and the record of it."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from events.models import Purpose, Registration, RegistrationConsent

VERSION = "2026-11"
"""Changes whenever a word below or its translation changes; a test holds the words of each version."""

TEXTS = {
    Purpose.DATA: _(
        "I agree that the organisers use what I enter here to prepare and hold this event, and to write to me about "
        "it. It is deleted after the event, on the day the privacy page names; with the link in any e-mail about the "
        "event I can change or delete it earlier."
    ),
    Purpose.LISTED: _(
        "Show my name and organisation in the list of participants on the public page of this event. I can withdraw "
        "this at any time with the link in any e-mail about the event."
    ),
    Purpose.CONTACT: _(
        "You may write to me about later events. I can withdraw this at any time with the link in any e-mail about "
        "the event."
    ),
}


def record(registration: Registration, purposes: Iterable[Purpose], *, language: str, at: datetime) -> None:
    """Write down what is agreed to now, word for word in the `language` shown; what stands already is left alone."""
    given = set(standing(registration))
    with translation.override(language):
        for purpose in sorted(set(purposes) - given):
            RegistrationConsent.objects.create(
                registration=registration,
                purpose=purpose,
                text=str(TEXTS[purpose]),
                version=VERSION,
                language=language,
                given_at=at,
            )


def settle(registration: Registration, purposes: Iterable[Purpose], *, language: str, at: datetime) -> None:
    """Make `purposes` the ones agreed to, besides the use of the data: record new ones, withdraw the others."""
    wanted = set(purposes) | {Purpose.DATA}
    record(registration, wanted, language=language, at=at)
    others = registration.consents.filter(withdrawn_at__isnull=True).exclude(purpose__in=wanted)
    others.update(withdrawn_at=at)


def standing(registration: Registration) -> list[Purpose]:
    """The purposes agreed to and not withdrawn."""
    rows = registration.consents.filter(withdrawn_at__isnull=True)
    return [Purpose(purpose) for purpose in rows.values_list("purpose", flat=True)]
