"""What waits in the Spotlight: stories to read, to publish, to correct, and those on which the team must act."""

from collections.abc import Callable, Collection
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, F, Min, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from outbox.waiting import Asked, Bulk, Found, Report, Row, Turn, each, waits
from spotlight import duplicates, reminding, reports
from spotlight.models import State, Story, StoryState, Submission
from spotlight.transitions import DECIDE, REVIEW


def assign(keys: Collection[int], by: User) -> Report:
    """Make the selected submissions `by`'s own."""
    changed = Submission.objects.handed_in().filter(pk__in=keys).update(assignee=by)
    return Report(done=changed)


def remind(keys: Collection[int], by: User) -> Report:
    """Send one reminder for each selected submission on which the team must act."""
    rows = Submission.objects.filter(pk__in=keys).select_related("project").order_by("state_since", "pk")
    return each(rows, lambda submission: reminding.remind(submission, by=by))


ASSIGN = Bulk(
    "assign",
    gettext_lazy("Assign to me"),
    REVIEW,
    assign,
    lambda done: ngettext("%(count)d story is yours now.", "%(count)d stories are yours now.", done) % {"count": done},
)
REMIND = Bulk(
    "remind",
    gettext_lazy("Remind"),
    REVIEW,
    remind,
    lambda done: ngettext("%(count)d reminder was sent.", "%(count)d reminders were sent.", done) % {"count": done},
)


def _find(
    asked: Asked,
    submissions: QuerySet[Submission],
    *,
    since: Any,
    query: str,
    act: str | Promise,
    note: Callable[[Any], str] | None = None,
    decision: str = "",
) -> Found:
    """Two queries: how many and since when, and the oldest rows; `decision` names the page where one acts at once."""
    counted = submissions.aggregate(count=Count("pk"), since=Min(since))
    listed = (
        submissions.select_related("project", "assignee", "story")
        .annotate(waits_since=since, has_double=duplicates.possible())
        .order_by("waits_since", "pk")[: asked.rows]
    )
    rows = [
        Row(
            key=row.pk,
            title=f"{row.project_name} · {row.reference}",
            since=row.waits_since,
            url=_place(row.pk, decision),
            act=act,
            whose=row.assignee.get_username() if row.assignee else "",
            flags=_flags(row),
            note=note(row) if note else "",
            preview=reverse("spotlight:preview", args=[row.story.slug]),
        )
        for row in listed
    ]
    url = f"{reverse('admin:spotlight_submission_changelist')}?{query}"
    return Found(counted["count"], counted["since"], url, rows)


def _place(pk: int, decision: str) -> str:
    if decision:
        return reverse("admin:spotlight_submission_decide", args=[pk, decision])
    return reverse("admin:spotlight_submission_change", args=[pk])


def _flags(row: Any) -> list[str]:
    flags = []
    if row.is_example:
        flags.append(_("example"))
    if row.has_double:
        flags.append(_("possible duplicate"))
    if row.project is None:
        flags.append(_("not in the directory yet"))
    if row.shows_minors:
        flags.append(_("somebody under 18 is shown"))
    return flags


@waits(
    "spotlight.to_read",
    label=gettext_lazy("Story to read"),
    turn=Turn.YOURS,
    permission=REVIEW,
    bulk=[ASSIGN],
)
def to_read(asked: Asked) -> Found:
    return _find(
        asked,
        Submission.objects.filter(state=State.SUBMITTED),
        since=F("state_since"),
        query="state=submitted",
        act=_("Read"),
        note=lambda row: (
            ngettext("handed in %(count)d time", "handed in %(count)d times", row.round) % {"count": row.round}
            if row.round > 1
            else ""
        ),
    )


@waits(
    "spotlight.corrections",
    label=gettext_lazy("Correction asked for"),
    turn=Turn.YOURS,
    permission=REVIEW,
    bulk=[ASSIGN],
)
def corrections(asked: Asked) -> Found:
    wanted = Submission.objects.filter(correction__isnull=False)
    return _find(asked, wanted, since=F("correction_at"), query="correction=asked", act=_("Look at the correction"))


@waits(
    "spotlight.to_publish",
    label=gettext_lazy("Signed off, ready to publish"),
    turn=Turn.YOURS,
    permission=DECIDE,
    bulk=[ASSIGN],
)
def to_publish(asked: Asked) -> Found:
    signed = Submission.objects.filter(state=State.SIGNED_OFF).exclude(story__state=StoryState.SCHEDULED)
    return _find(asked, signed, since=F("state_since"), query="state=signed_off", act=_("Publish"), decision="publish")


@waits(
    "spotlight.changes",
    label=gettext_lazy("Asked for changes"),
    turn=Turn.THEIRS,
    permission=REVIEW,
    bulk=[REMIND, ASSIGN],
)
def changes(asked: Asked) -> Found:
    asked_for = Submission.objects.filter(state=State.CHANGES_REQUESTED)
    return _find(
        asked, asked_for, since=F("state_since"), query="state=changes_requested", act=_("Look at it"), note=_reminded
    )


@waits(
    "spotlight.sign_off",
    label=gettext_lazy("Waits for sign-off"),
    turn=Turn.THEIRS,
    permission=REVIEW,
    bulk=[REMIND, ASSIGN],
)
def sign_off(asked: Asked) -> Found:
    approved = Submission.objects.filter(state=State.APPROVED)
    return _find(asked, approved, since=F("state_since"), query="state=approved", act=_("Look at it"), note=_reminded)


@waits(
    "spotlight.still_true",
    label=gettext_lazy("“Still true?” not answered"),
    turn=Turn.THEIRS,
    permission=REVIEW,
    bulk=[ASSIGN],
)
def still_true(asked: Asked) -> Found:
    unanswered = Submission.objects.filter(state=State.PUBLISHED, asked_still_true_at__isnull=False).filter(
        Q(still_true_at__isnull=True) | Q(still_true_at__lt=F("asked_still_true_at"))
    )
    return _find(asked, unanswered, since=F("asked_still_true_at"), query="still_true=unanswered", act=_("Look at it"))


@waits(
    "spotlight.scheduled",
    label=gettext_lazy("Scheduled stories"),
    turn=Turn.QUIET,
    permission="spotlight.view_story",
    hint=gettext_lazy("Stories that go online by themselves at the moment that was chosen."),
)
def scheduled(asked: Asked) -> Found:
    found = Story.objects.filter(state=StoryState.SCHEDULED).count()
    return Found(found, None, f"{reverse('admin:spotlight_story_changelist')}?state=scheduled")


@waits(
    "spotlight.report_drafts",
    label=gettext_lazy("Drafts of reports"),
    turn=Turn.QUIET,
    permission="spotlight.view_story",
    hint=gettext_lazy("Stories by the editors that are not public yet."),
)
def report_drafts(asked: Asked) -> Found:
    drafts = reports.drafts().aggregate(count=Count("pk"), since=Min("created_at"))
    url = f"{reverse('admin:spotlight_story_changelist')}?state=draft&kind=report"
    return Found(drafts["count"], drafts["since"], url)


def _reminded(row: Submission) -> str:
    if not row.reminders or row.reminded_at is None:
        return ""
    words = ngettext(
        "%(count)d reminder sent, on %(day)s",
        "%(count)d reminders sent, the last on %(day)s",
        row.reminders,
    )
    return words % {"count": row.reminders, "day": date_format(localtime(row.reminded_at), "SHORT_DATE_FORMAT")}
