"""The secret link with which a centre fills in its own column: made and ended by staff, read, handed in."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from centres import mails
from centres.models import Centre, ColumnLink, Need, Proposal, ProposalKind
from outbox import links, sending
from outbox.links import LinkBroken, LinkExpired
from vocabulary.models import SiteSettings

PURPOSE = "centres.column"
DAYS = 30
"""How long a link works unless staff choose otherwise."""
_LONGEST = 400
PERMISSION = "centres.add_columnlink"


class LinkEnded(LinkBroken):
    """It was a link of ours, and staff ended it."""


@dataclass(frozen=True)
class Entry:
    """What a centre says of one need."""

    need: Need
    answer: str
    level: str = ""
    url: str = ""
    text: str = ""


def invite(centre: Centre, *, by: User, email: str = "", language: str = "en", days: int = DAYS) -> ColumnLink:
    """Make a link and send it where an address is given. Raises ValidationError: `not_allowed`, `days`, an address."""
    if not by.has_perm(PERMISSION):
        raise ValidationError(_("You are not allowed to do this."), code="not_allowed")
    if not 1 <= days < _LONGEST:
        raise ValidationError(_("A link works for 1 to %(most)d days.") % {"most": _LONGEST - 1}, code="days")
    with transaction.atomic():
        link = ColumnLink(
            centre=centre,
            created_by=by,
            expires_at=timezone.now() + timedelta(days=days),
            email=email,
            language=language,
        )
        link.full_clean()
        link.save()
        if email:
            values = {"site": SiteSettings.current().site_name, "centre": centre, "days": days, "link": address(link)}
            sending.send(mails.COLUMN, to=email, language=language, values=values, topic=topic(link))
    return link


def end(link: ColumnLink, *, by: User) -> None:
    """End a link before its time; what was handed in with it stays."""
    if not by.has_perm(PERMISSION):
        raise ValidationError(_("You are not allowed to do this."), code="not_allowed")
    ColumnLink.objects.filter(pk=link.pk, ended_at=None).update(ended_at=timezone.now())


def address(link: ColumnLink) -> str:
    """The whole address, in the language of the link."""
    with translation.override(link.language):
        return settings.ORIGIN + reverse("centres:column", args=[links.make(PURPOSE, link.pk, link.nonce)])


def topic(link: ColumnLink) -> str:
    """Under which the outbox keeps what was sent about it."""
    return f"centres.columnlink:{link.pk}"


def find(token: str) -> ColumnLink:
    """The link a token stands for. Raises LinkExpired or LinkEnded for what was ours, else LinkBroken."""
    linked = links.read(PURPOSE, token, days=_LONGEST)
    link = ColumnLink.objects.filter(pk=linked.pk).select_related("centre__country").first()
    if link is None or link.nonce != linked.nonce or link.ended_at or not link.centre.is_public:
        raise LinkEnded
    if not link.works(at=timezone.now()):
        raise LinkExpired
    return link


def hand_in(
    link: ColumnLink, entries: Collection[Entry], *, said_by: str, language: str, dropped: Collection[Need] = ()
) -> int:
    """Put answers before staff, each in place of one that still waits; `dropped` ones are taken back.

    Sending the same again changes nothing. Returns how many wait now. Raises LinkExpired or LinkEnded.
    """
    with transaction.atomic():
        locked = ColumnLink.objects.select_for_update().get(pk=link.pk)
        if locked.ended_at:
            raise LinkEnded
        if not locked.works(at=timezone.now()):
            raise LinkExpired
        waiting = Proposal.objects.waiting().filter(link=locked)
        before = {row.need_id: row for row in waiting.select_for_update()}
        for entry in entries:
            fields = {"answer": entry.answer, "level": entry.level, "url": entry.url, "text": entry.text}
            fields |= {"said_by": said_by, "language": language}
            old = before.get(entry.need.pk)
            if old is None:
                old = Proposal(
                    kind=ProposalKind.SERVICE, key=uuid.uuid4(), centre=locked.centre, need=entry.need, link=locked
                )
            for name, value in fields.items():
                setattr(old, name, value)
            old.full_clean()
            old.save()
        waiting.filter(need__in=[need.pk for need in dropped]).delete()
        locked.answered_at = timezone.now()
        locked.save(update_fields=["answered_at"])
        return waiting.count()
