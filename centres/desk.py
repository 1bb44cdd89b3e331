"""What waits of the competence centres: proposals to read, and centres that have a link and have not answered."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db.models import Count, Min
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from centres import proposing
from centres.models import Answer, ColumnLink, Proposal, ProposalKind
from outbox.waiting import Asked, Bulk, Found, Report, Row, Turn, waits


def accept(keys: Collection[int], by: User) -> Report:
    """Accept the selected proposals."""
    rows = Proposal.objects.waiting().filter(pk__in=keys).order_by("created_at", "pk")
    return proposing.accept_each(rows, by=by)


ACCEPT = Bulk(
    "accept",
    gettext_lazy("Accept"),
    proposing.PERMISSION,
    accept,
    lambda done: (
        ngettext("%(count)d proposal was accepted.", "%(count)d proposals were accepted.", done) % {"count": done}
    ),
)


@waits(
    "centres.proposals",
    label=gettext_lazy("Proposal for the centres"),
    turn=Turn.YOURS,
    permission=proposing.PERMISSION,
    bulk=[ACCEPT],
)
def proposals(asked: Asked) -> Found:
    waiting = Proposal.objects.waiting()
    counted = waiting.aggregate(count=Count("pk"), since=Min("created_at"))
    listed = waiting.select_related("centre", "need", "country", "link").prefetch_related("need__texts")
    rows = [
        Row(
            key=row.pk,
            title=_title(row),
            since=row.created_at,
            url=reverse("admin:centres_proposal_change", args=[row.pk]),
            act=_("Read"),
            flags=[_("by the centre itself")] if row.link else [],
            note=str(row.get_kind_display()),
        )
        for row in listed.order_by("created_at", "pk")[: asked.rows]
    ]
    url = f"{reverse('admin:centres_proposal_changelist')}?state=new"
    return Found(counted["count"], counted["since"], url, rows)


@waits(
    "centres.links",
    label=gettext_lazy("Link to a column, not answered yet"),
    turn=Turn.THEIRS,
    permission="centres.view_columnlink",
)
def links(asked: Asked) -> Found:
    """Since when each link is out and how long it still works; one that is over waits for nobody."""
    waiting = ColumnLink.objects.unanswered(at=asked.at)
    counted = waiting.aggregate(count=Count("pk"), since=Min("created_at"))
    rows = [
        Row(
            key=row.pk,
            title=f"{row.centre} · {row.centre.country.label()}" if row.centre.country else str(row.centre),
            since=row.created_at,
            url=reverse("admin:centres_columnlink_change", args=[row.pk]),
            act=_("Look at it"),
            whose=row.created_by.get_username(),
            flags=[] if row.email else [_("passed on by hand")],
            note=_("works until %(day)s") % {"day": date_format(localtime(row.expires_at), "DATE_FORMAT")},
        )
        for row in waiting.select_related("centre__country", "created_by").order_by("created_at", "pk")[: asked.rows]
    ]
    url = f"{reverse('admin:centres_columnlink_changelist')}?answered=waiting"
    return Found(counted["count"], counted["since"], url, rows)


def _title(row: Proposal) -> str:
    if row.kind == ProposalKind.SERVICE:
        said = {"centre": row.centre, "need": row.need}
        if row.answer == Answer.YES:
            return _("%(centre)s: %(need)s – yes") % said
        return _("%(centre)s: %(need)s – no") % said
    return f"{row.title} · {row.country.label()}" if row.country else row.title
