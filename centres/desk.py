"""What waits of the competence centres: proposals to read."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from centres import proposing
from centres.models import Answer, Proposal, ProposalKind
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


def _title(row: Proposal) -> str:
    if row.kind == ProposalKind.SERVICE:
        said = {"centre": row.centre, "need": row.need}
        if row.answer == Answer.YES:
            return _("%(centre)s: %(need)s – yes") % said
        return _("%(centre)s: %(need)s – no") % said
    return f"{row.title} · {row.country.label()}" if row.country else row.title
