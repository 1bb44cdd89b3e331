"""What the Spotlight asks of the worker. Each row is done in a transaction of its own: killed half-way and run again,
no duty writes anybody twice. Examples of the demonstration are never written to and never deleted.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from outbox.registry import duty
from spotlight import corrections, curation, drafting, erasing, letters, links, mails, reminding, reports
from spotlight.actors import CLOCK
from spotlight.models import State, Story, Submission
from vocabulary.models import SiteSettings

log = structlog.get_logger(__name__)

WARNING_DAYS = 3
"""Days before its end in which the writer of a draft is told."""


def stories_wait() -> bool:
    return Story.objects.due(at=timezone.now()).exists()


@duty(every=timedelta(minutes=1), title=_("Publish scheduled stories"), waiting=stories_wait)
def publish_due_stories() -> str:
    """Publish what is due, in the name of the person who scheduled it."""
    now = timezone.now()
    count = curation.publish_due(at=now) + reports.publish_due_reports(at=now)
    return ngettext("%(count)d story published", "%(count)d stories published", count) % {"count": count}


@duty(every=timedelta(hours=1), title=_("Remind teams that have not answered"))
def remind_teams() -> str:
    """After the days in the site settings, three times at most."""
    after = timedelta(days=SiteSettings.current().reminder_days)

    def waiting() -> QuerySet[Submission]:
        rows = Submission.objects.unanswered(at=timezone.now(), after=after)
        return rows.filter(is_example=False, reminders__lt=reminding.AT_MOST)

    count = _each(waiting, lambda submission: reminding.remind(submission, by=CLOCK))
    return ngettext("%(count)d team reminded", "%(count)d teams reminded", count) % {"count": count}


@duty(every=timedelta(hours=1), title=_("Announce the end of unfinished stories"))
def warn_of_deletion() -> str:
    """Three days before a draft is deleted; where drafts live no longer than that, the saved link said so already."""
    kept = SiteSettings.current().draft_days

    def ending() -> QuerySet[Submission]:
        before = timezone.now() - timedelta(days=kept - WARNING_DAYS)
        return _drafts(before=before).exclude(email="")

    count = _each(ending, lambda draft: _warn(draft, kept)) if kept > WARNING_DAYS else 0
    return ngettext("%(count)d announced", "%(count)d announced", count) % {"count": count}


@duty(nightly=2, title=_("Delete unfinished stories nobody came back to"))
def delete_abandoned_drafts() -> str:
    """With their photographs and e-mails."""
    kept = timedelta(days=SiteSettings.current().draft_days)
    count = _each(lambda: _drafts(before=timezone.now() - kept), drafting.throw_away)
    return ngettext("%(count)d deleted", "%(count)d deleted", count) % {"count": count}


@duty(nightly=2, title=_("Delete declined and withdrawn stories"))
def delete_closed_submissions() -> str:
    """The person and every word go; of a story that was public, the address stays and says that it is gone."""
    kept = timedelta(days=SiteSettings.current().declined_days)

    def closed() -> QuerySet[Submission]:
        return Submission.objects.closed(before=timezone.now() - kept).filter(is_example=False)

    count = _each(closed, erasing.erase)
    return ngettext("%(count)d deleted", "%(count)d deleted", count) % {"count": count}


@duty(every=timedelta(hours=6), title=_("Ask whether stories are still true"))
def ask_still_true() -> str:
    """A year after a story was published, or was last said to be true."""
    count = _each(lambda: corrections.to_be_asked(at=timezone.now()), _ask_still_true)
    return ngettext("%(count)d team asked", "%(count)d teams asked", count) % {"count": count}


def _each(rows: Callable[[], QuerySet[Submission]], act: Callable[[Submission], object]) -> int:
    """Lock each row, see whether it still belongs to `rows`, act; returns how many. What a door refuses is left."""
    done = 0
    for number in rows().order_by("pk").values_list("pk", flat=True):
        try:
            with transaction.atomic():
                row = rows().select_for_update(of=("self",)).filter(pk=number).first()
                if row is not None:
                    done += act(row) is not False
        except ValidationError as refusal:
            log.info("A story was passed over", submission=number, why=getattr(refusal, "code", None) or "several")
    return done


def _drafts(*, before: datetime) -> QuerySet[Submission]:
    return Submission.objects.abandoned(before=before).filter(is_example=False)


def _warn(draft: Submission, kept: int) -> bool:
    """Once for each time the draft was left; False when that was done."""
    left = draft.touched_at + timedelta(days=kept) - timezone.now()
    written = letters.tell(
        mails.DRAFT_ENDS,
        draft,
        key=f"draft-ends:{draft.pk}:{draft.touched_at:%Y%m%d%H%M%S}",
        days=max(1, round(left / timedelta(days=1))),
        link=links.address(links.DRAFT, draft),
    )
    return written is not None


def _ask_still_true(submission: Submission) -> None:
    now: datetime = timezone.now()
    assert submission.state == State.PUBLISHED  # the queryset says so
    Submission.objects.filter(pk=submission.pk).update(asked_still_true_at=now)
    letters.tell(
        mails.STILL_TRUE,
        submission,
        key=f"still-true:{submission.pk}:{now:%Y}",
        page=letters.page_address(submission),
        link=letters.own_link(submission),
    )
