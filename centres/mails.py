"""The kinds of e-mail of the competence centres. Their words stand in `centres.mail_texts`."""

from django.utils.translation import gettext_lazy as _

from centres.mail_texts import TEXTS
from outbox.kinds import Placeholder, declare

_SITE = Placeholder(_("the name of this site"), "SI Portal")
_CENTRE = Placeholder(_("the name of the centre"), "Lakeland Centre for Social Innovation")

COLUMN = declare(
    "centres.column",
    title=_("Link to a column of the matrix"),
    placeholders={
        "site": _SITE,
        "centre": _CENTRE,
        "days": Placeholder(_("how many days are left"), "30"),
        "link": Placeholder(_("the personal link"), "https://portal.example/en/centres/column/…/", needed=True),
    },
    texts=TEXTS["column"],
)
CONTACT = declare(
    "centres.contact",
    title=_("Message for a centre"),
    placeholders={
        "site": _SITE,
        "centre": _CENTRE,
        "message": Placeholder(_("what was written"), "We look for a partner.", needed=True, typed=True),
        "name": Placeholder(_("the name that was given"), "Ada Reed", typed=True),
        "reply": Placeholder(_("where an answer may go"), "Answer to: ada@example.org", needed=True),
    },
    texts=TEXTS["contact"],
)
