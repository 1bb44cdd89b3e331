"""The personal links of registrations and invitations, and the way back from a token to its row."""

from typing import TypeVar

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from events.models import Invitation, Registration
from outbox import links
from outbox.links import LinkBroken, LinkExpired

__all__ = ["INVITED", "OWN", "LinkBroken", "LinkEnded", "LinkExpired"]

OWN, INVITED = "events.own", "events.invitation"
DAYS = 730
"""How long a link works; what it leads to is deleted earlier, with the retention days after the event."""

_NAMES = {OWN: "events:own", INVITED: "events:invitation"}
Row = TypeVar("Row", Registration, Invitation)


class LinkEnded(LinkBroken):
    """It was a link of ours; its row is gone, or a newer link took its place."""


def own_path(registration: Registration) -> str:
    """The address without the host, in the language that is active."""
    return reverse(_NAMES[OWN], args=[links.make(OWN, registration.pk, registration.nonce)])


def own(registration: Registration) -> str:
    """The whole address of the person's own page, in the language of their e-mails."""
    with translation.override(registration.language):
        return settings.ORIGIN + own_path(registration)


def invited_token(invitation: Invitation) -> str:
    """What names an invitation in addresses."""
    return links.make(INVITED, invitation.pk, invitation.nonce)


def invited(invitation: Invitation) -> str:
    """The whole address of the page that asks whether the invited person comes, in the language of the e-mail."""
    with translation.override(invitation.language):
        return settings.ORIGIN + reverse(_NAMES[INVITED], args=[invited_token(invitation)])


def find(token: str) -> Registration:
    """The registration a token of OWN leads to. Raises LinkExpired or LinkEnded for what was ours, else LinkBroken."""
    return _found(Registration, OWN, token)


def find_invited(token: str) -> Invitation:
    """The invitation a token of INVITED leads to. Raises as `find`."""
    return _found(Invitation, INVITED, token)


def _found(model: type[Row], purpose: str, token: str) -> Row:
    linked = links.read(purpose, token, days=DAYS)
    row = model._default_manager.filter(pk=linked.pk).select_related("event").first()
    if row is None or row.nonce != linked.nonce or not row.event.is_public:
        raise LinkEnded
    return row
