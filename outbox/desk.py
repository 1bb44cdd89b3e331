"""What waits in the outbox: e-mails nobody has sent yet, e-mails that failed, duties that run late."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from post_office.models import STATUS

from outbox.kinds import all_kinds
from outbox.models import DutyRun, Message
from outbox.registry import all_duties
from outbox.waiting import Asked, Found, Row, Turn, waits

_MESSAGES = "admin:outbox_message_changelist"


@waits(
    "outbox.held",
    label=gettext_lazy("E-mails not sent yet"),
    turn=Turn.YOURS,
    permission="outbox.send_message",
)
def held(asked: Asked) -> Found:
    messages = Message.objects.held()
    counted = messages.aggregate(count=Count("pk"), since=Min("created_at"))
    rows = [
        Row(
            key=message.pk,
            title=_title(message),
            since=message.created_at,
            url=reverse("admin:outbox_message_change", args=[message.pk]),
            act=_("Read and send"),
            whose=message.created_by.get_username() if message.created_by else "",
            note=_("to %(address)s") % {"address": message.to},
        )
        for message in messages.select_related("created_by").order_by("created_at", "pk")[: asked.rows]
    ]
    return Found(counted["count"], counted["since"], f"{reverse(_MESSAGES)}?state=held", rows)


@waits(
    "outbox.failed",
    label=gettext_lazy("E-mails that could not be sent"),
    turn=Turn.SYSTEM,
    permission="outbox.send_message",
)
def failed(asked: Asked) -> Found:
    messages = Message.objects.filter(email__status=STATUS.failed)
    counted = messages.aggregate(count=Count("pk"), since=Min("decided_at"))
    rows = [
        Row(
            key=message.pk,
            title=_title(message),
            since=message.decided_at or message.created_at,
            url=reverse("admin:outbox_message_change", args=[message.pk]),
            act=_("Look at it"),
            note=_("to %(address)s") % {"address": message.to},
        )
        for message in messages.order_by("decided_at", "pk")[: asked.rows]
    ]
    return Found(counted["count"], counted["since"], f"{reverse(_MESSAGES)}?state=failed", rows)


@waits(
    "outbox.late",
    label=gettext_lazy("Duties that run late"),
    turn=Turn.SYSTEM,
    permission="outbox.view_dutyrun",
)
def late(asked: Asked) -> Found:
    """A duty without a row has not been met by a worker; when none has, the worker never ran."""
    runs, duties = {run.name: run for run in DutyRun.objects.all()}, all_duties()
    url = reverse("admin:outbox_dutyrun_changelist")
    rows = [
        Row(
            key=run.pk,
            title=duties[name].title,
            since=run.well_since,
            url=url,
            act=_("Look at the duties"),
            note=run.message if run.last_failed else "",
        )
        for name, run in runs.items()
        if name in duties and duties[name].late(run, asked.at)
    ]
    rows.sort(key=lambda row: (row.since or asked.at, row.key))
    if not runs:
        words = _("The worker has never run: nothing is published or sent by the clock.")
        rows = [Row(0, words, None, url, _("Look at the duties"))]
    return Found(len(rows), rows[0].since if rows else None, url, rows[: asked.rows])


def _title(message: Message) -> str:
    kind = all_kinds().get(message.kind)
    return str(kind.title) if kind else message.kind
