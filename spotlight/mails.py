"""The e-mails of the Spotlight: their placeholders. Their words stand in `spotlight.mail_texts`."""

from django.utils.translation import gettext_lazy as _

from outbox.kinds import Kind, Placeholder, declare
from spotlight.mail_texts import TEXTS

_PLACEHOLDERS = {
    "project": Placeholder(_("the name of the project"), "Neighbours at the Lake", typed=True),
    "reference": Placeholder(_("the reference of the story"), "SI-7KQ4M2"),
    "site": Placeholder(_("the name of this site"), "SI Portal"),
    "link": Placeholder(_("the personal link"), "https://portal.example/en/spotlight/own/…/", needed=True),
    "days": Placeholder(_("how many days are left"), "14"),
    "answers": Placeholder(_("what was handed in"), "The first question\nThe answer to it.", typed=True),
    "comments": Placeholder(_("what staff ask for"), "The second question\nHow many took part?", needed=True),
    "reason": Placeholder(_("the reason"), "It is about another subject."),
    "page": Placeholder(_("the public page of the story"), "https://portal.example/en/spotlight/…/", needed=True),
    "links": Placeholder(_("one personal link for each story"), "SI-7KQ4M2: https://portal.example/…/", needed=True),
}


def _declare(name: str, title: object, *names: str, decision: bool = False) -> Kind:
    return declare(
        f"spotlight.{name}",
        title=title,  # type: ignore[arg-type]
        placeholders={each: _PLACEHOLDERS[each] for each in ("site", *names)},
        texts=TEXTS[name],
        decision=decision,
    )


DRAFT_SAVED = _declare("draft_saved", _("Link to an unfinished story"), "project", "days", "link")
DRAFT_ENDS = _declare("draft_ends", _("An unfinished story will be deleted"), "project", "days", "link")
LINKS = _declare("links", _("Lost links sent again"), "links")
RECEIPT = _declare("receipt", _("Receipt"), "project", "reference", "answers", "link")
CHANGES = _declare("changes", _("Changes requested"), "project", "reference", "comments", "link", decision=True)
SIGN_OFF = _declare("sign_off", _("Request to sign off"), "project", "reference", "link", decision=True)
SIGN_OFF_PASSED = _declare("sign_off_passed", _("Sign-off passed to another person"), "project", "link")
PUBLISHED = _declare("published", _("Published"), "project", "reference", "page", "link", decision=True)
DECLINED = _declare("declined", _("Declined"), "project", "reference", "reason", "link", decision=True)
WITHDRAWN = _declare("withdrawn", _("Withdrawal confirmed"), "project", "reference", "link")
REMIND_CHANGES = _declare("remind_changes", _("Reminder: changes"), "project", "reference", "link")
REMIND_SIGN_OFF = _declare("remind_sign_off", _("Reminder: sign-off"), "project", "reference", "link")
STILL_TRUE = _declare("still_true", _("Still true after a year?"), "project", "page", "link")
CORRECTED = _declare("corrected", _("Correction made"), "project", "page", "link", decision=True)
NOT_CORRECTED = _declare("not_corrected", _("Correction not made"), "project", "reason", "link", decision=True)
