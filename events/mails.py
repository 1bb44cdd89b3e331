"""The e-mails of the events: their placeholders. Their words stand in `events.mail_texts`."""

from django.utils.translation import gettext_lazy as _

from events.mail_texts import TEXTS
from outbox.kinds import Kind, Placeholder, declare

_PLACEHOLDERS = {
    "site": Placeholder(_("the name of this site"), "SI Portal"),
    "event": Placeholder(_("the title of the event"), "Meeting at the Lake"),
    "when": Placeholder(_("day, hours and time zone"), "6 May 2022, 09:00–12:00 CEST (UTC+2)"),
    "where": Placeholder(_("where it is and how to take part"), "Place: Lakeland, House at the Lake"),
    "calendar": Placeholder(_("the address of the calendar file"), "https://portal.example/events/lake.ics"),
    "link": Placeholder(_("the personal link"), "https://portal.example/en/events/registration/…/", needed=True),
    "page": Placeholder(_("the public page of the event"), "https://portal.example/en/events/lake/"),
    "days": Placeholder(_("how many days are left"), "3"),
    "place": Placeholder(_("the number on the waiting list"), "4", needed=True),
    "until": Placeholder(_("the last moment in time"), "5 May 2022, 12:00 CEST", needed=True),
    "reason": Placeholder(_("the reason"), "The ice on the lake is too thin.", needed=True),
    "summary": Placeholder(_("what the event is about, in a few sentences"), "We exchange what we have learnt."),
    "subject": Placeholder(_("the subject that staff wrote"), "Another room"),
    "question": Placeholder(_("what was written"), "Is there a lift?", needed=True, typed=True),
    "name": Placeholder(_("the name that was given"), "Ada Reed", typed=True),
    "reply": Placeholder(_("where an answer may go"), "Answer to: ada@example.org", needed=True),
    "message": Placeholder(_("the message that staff wrote"), "We meet in another room.", needed=True),
}


def _declare(name: str, title: object, *names: str, decision: bool = False) -> Kind:
    return declare(
        f"events.{name}",
        title=title,  # type: ignore[arg-type]
        placeholders={each: _PLACEHOLDERS[each] for each in ("site", "event", "when", *names)},
        texts=TEXTS[name],
        decision=decision,
    )


CONFIRM = _declare("confirm", _("Registration to be confirmed"), "days", "link")
ALREADY = _declare("already", _("Registered already"), "link")
REQUESTED = _declare("requested", _("Registration waits to be admitted"), "link")
PLACED = _declare("placed", _("Place confirmed"), "where", "calendar", "link")
WAITING = _declare("waiting", _("On the waiting list"), "place", "link")
OFFERED = _declare("offered", _("A place has become free"), "until", "link")
LAPSED = _declare("lapsed", _("An offered place was not taken"), "page", "link")
CANCELLED = _declare("cancelled", _("Registration cancelled"), "page", "link")
REFUSED = _declare("refused", _("Registration not admitted"), "reason", "link", decision=True)
REMINDER = _declare("reminder", _("Reminder before the event"), "where", "calendar", "link")
EVENT_CANCELLED = _declare("event_cancelled", _("The event does not take place"), "reason", "page", "link")
INVITATION = _declare("invitation", _("Invitation"), "where", "summary", "until", "page", "link")
INVITATION_REMINDER = _declare("invitation_reminder", _("Reminder of an invitation"), "until", "page", "link")
MESSAGE = _declare("message", _("Message to people of an event"), "subject", "message", "link")
CONTACT = _declare("contact", _("Question to a person to ask"), "question", "name", "reply")
