"""The way of a message to a centre: through the outbox, to an address that no page shows."""

from django.conf import settings

from centres import mails
from centres.mail_texts import NO_NAME, REPLY
from centres.models import Centre
from outbox import sending
from vocabulary.models import SiteSettings


def relay(centre: Centre, *, message: str, name: str, email: str, key: str) -> None:
    """Send it once for each `key`; `email` only when the person agreed. Raises TooManyMails."""
    language = _language(centre)
    with_address, without = REPLY[language]
    sending.send(
        mails.CONTACT,
        to=centre.contact_email,
        language=language,
        values={
            "site": SiteSettings.current().site_name,
            "centre": centre,
            "message": message,
            "name": name or NO_NAME[language],
            "reply": with_address.replace("{email}", email) if email else without,
        },
        topic=f"centres.centre:{centre.pk}",
        key=f"centres.contact:{key}",
        counted=True,
    )


def _language(centre: Centre) -> str:
    """The first language of the centre in which e-mails are written, else the portal's first."""
    known = {code for code, _name in settings.LANGUAGES}
    return next((code for code in centre.languages if code in known), settings.LANGUAGE_CODE)
