"""The way of a message to a person to ask: through the outbox, to an address that no page shows."""

from events import letters, mails
from events.models import Contact
from outbox import sending

_REPLY = {
    "en": ("Answer to: {email}", "The person left no e-mail address; an answer is not possible."),
    "de": ("Antwort an: {email}", "Die Person hat keine E-Mail-Adresse angegeben; eine Antwort ist nicht möglich."),
    "sv": ("Svara till: {email}", "Personen har inte lämnat någon e-postadress; det går inte att svara."),
}
"""The line about an answer, with an address that the person agreed to pass on, or without one."""
_NO_NAME = {"en": "not given", "de": "nicht angegeben", "sv": "ej angivet"}


def topic(contact: Contact) -> str:
    """Under which the outbox keeps what was sent to this person about the event."""
    return f"events.contact:{contact.pk}"


def relay(contact: Contact, *, message: str, name: str, email: str, key: str) -> None:
    """Send it once for each `key`; `email` only when the person agreed. Raises TooManyMails.

    The made-up people of an example get nothing.
    """
    if contact.event.is_example and contact.email.lower().endswith(letters.MADE_UP):
        return
    with_address, without = _REPLY[contact.language]
    sending.send(
        mails.CONTACT,
        to=contact.email,
        language=contact.language,
        values={
            **letters.about(contact.event, contact.language),
            "question": message,
            "name": name or _NO_NAME[contact.language],
            "reply": with_address.replace("{email}", email) if email else without,
        },
        topic=topic(contact),
        key=f"events.contact:{key}",
        counted=True,
    )
