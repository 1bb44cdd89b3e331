"""What waits of the events: people to admit, cancellations nobody was told of, invitations without an answer."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events import bulk, inviting, publishing, registering, telling
from events.models import Invitation, Place, Registration, Reply, State
from events.presentation import times
from outbox.waiting import Asked, Bulk, Found, Report, Row, Turn, each, waits


def admit(keys: Collection[int], by: User) -> Report:
    """Admit the selected people, in the order of arrival; a refusal names the number in it, not the person."""
    return bulk.admit(Registration.objects.filter(pk__in=keys, place=Place.REQUESTED), by=by)


def remind(keys: Collection[int], by: User) -> Report:
    """Send the one reminder of each selected invitation."""
    rows = Invitation.objects.filter(pk__in=keys).select_related("centre", "organisation")
    return each(rows, lambda row: inviting.remind(row, by=by))


ADMIT = Bulk(
    "admit",
    gettext_lazy("Admit"),
    registering.PERMISSION,
    admit,
    lambda done: ngettext("%(count)d person was admitted.", "%(count)d people were admitted.", done) % {"count": done},
)
REMIND = Bulk(
    "remind_invited",
    gettext_lazy("Remind of the invitation"),
    registering.PERMISSION,
    remind,
    lambda done: ngettext("%(count)d reminder was sent.", "%(count)d reminders were sent.", done) % {"count": done},
)


@waits(
    "events.requests",
    label=gettext_lazy("People to admit to an event"),
    turn=Turn.YOURS,
    permission=registering.PERMISSION,
    bulk=[ADMIT],
)
def requests(asked: Asked) -> Found:
    waiting = Registration.objects.filter(place=Place.REQUESTED, event__state=State.PUBLISHED)
    counted = waiting.aggregate(count=Count("pk"), since=Min("placed_at"))
    rows = [
        Row(
            key=row.pk,
            title=row.name,
            since=row.placed_at,
            url=reverse("admin:events_registration_change", args=[row.pk]),
            act=_("Look and decide"),
            note=_("%(event)s, %(when)s") % {"event": row.event, "when": times.when(row.event).day},
        )
        for row in waiting.select_related("event")
        .prefetch_related("event__texts")
        .order_by("placed_at", "pk")[: asked.rows]
    ]
    url = f"{reverse('admin:events_registration_changelist')}?place=to_decide"
    return Found(counted["count"], counted["since"], url, rows)


@waits(
    "events.untold",
    label=gettext_lazy("Cancelled, and people were not told"),
    turn=Turn.YOURS,
    permission=publishing.PERMISSION,
)
def untold(asked: Asked) -> Found:
    events = telling.with_untold()
    rows = [
        Row(
            key=event.pk,
            title=str(event),
            since=event.cancelled_at,
            url=reverse("admin:events_event_change", args=[event.pk]),
            act=_("Tell them"),
            note=times.when(event).day,
        )
        for event in events.prefetch_related("texts").order_by("cancelled_at", "pk")[: asked.rows]
    ]
    counted = events.aggregate(count=Count("pk"), since=Min("cancelled_at"))
    url = f"{reverse('admin:events_event_changelist')}?told=not"
    return Found(counted["count"], counted["since"], url, rows)


@waits(
    "events.invitations",
    label=gettext_lazy("Invitations without an answer"),
    turn=Turn.THEIRS,
    permission=registering.PERMISSION,
    bulk=[REMIND],
)
def invitations(asked: Asked) -> Found:
    waiting = Invitation.objects.filter(
        reply=Reply.NONE, sent_at__isnull=False, event__state=State.PUBLISHED, event__begins_at__gt=asked.at
    )
    counted = waiting.aggregate(count=Count("pk"), since=Min("sent_at"))
    listed = waiting.select_related("event", "centre", "organisation").prefetch_related("event__texts")
    url = reverse("admin:events_invitation_changelist")
    rows = [
        Row(
            key=row.pk,
            title=str(row),
            since=row.sent_at,
            url=f"{url}?reply=open&event={row.event_id}",
            act=_("Look at it"),
            flags=[_("reminded")] if row.reminded_at else [],
            note=str(row.event),
        )
        for row in listed.order_by("sent_at", "pk")[: asked.rows]
    ]
    return Found(counted["count"], counted["since"], f"{url}?reply=open", rows)
