"""The doors of reports: stories that the editors write themselves. Stories in people's own words go through
`spotlight.curation`.

Each door locks the row, refuses what state and person do not allow, and writes state, moment and person together.
Refusals are `ValidationError`s with a sentence and a `code`.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from spotlight import moments
from spotlight.models import Story, StoryKind, StoryState
from spotlight.steps import NotReady, require, save_story
from spotlight.transitions import DECIDE


def drafts() -> QuerySet[Story]:
    """Reports that are not public yet and that nobody has scheduled."""
    return Story.objects.filter(kind=StoryKind.REPORT, state=StoryState.DRAFT)


def missing_for_publication(story: Story) -> list[str]:
    """Sentences that say what a report still lacks before the public may see it; empty when ready."""
    text = story.original_text()
    return missing_facts(
        headline=text.headline if text else "",
        report=text.report if text else "",
        source=story.source,
        video=bool(story.video_url),
        transcript=text.transcript if text else "",
        pending=story.picture is not None and story.picture.pending,
    )


def missing_facts(*, headline: str, report: str, source: str, video: bool, transcript: str, pending: bool) -> list[str]:
    """The rule of `missing_for_publication` on its facts alone, for a form that is not saved yet."""
    missing = []
    if not headline.strip():
        missing.append(_("Write a headline in the original language."))
    if not report.strip():
        missing.append(_("Write the report in the original language."))
    if not source.strip():
        missing.append(_("Name a source."))
    if video and not transcript.strip():
        missing.append(_("The video needs a transcript."))
    if pending:
        missing.append(_("Describe the photograph, or take it out."))
    return missing


def publish_report(story: Story, *, by: User) -> Story:
    """Show a draft or scheduled report to the public."""
    with transaction.atomic():
        locked = _lock(story, by, StoryState.DRAFT, StoryState.SCHEDULED)
        require(missing_for_publication(locked))
        locked.scheduled_for = locked.scheduled_by = None
        locked.state, locked.published_at = StoryState.PUBLISHED, moments.now()
        save_story(locked, by)
    return locked


def schedule_report(story: Story, *, at: datetime, by: User) -> Story:
    """Let the clock publish a draft at the moment `at`, which must lie in the future."""
    if at <= moments.now():
        raise ValidationError(_("Choose a moment in the future, or publish now."), code="schedule_in_past")
    with transaction.atomic():
        locked = _lock(story, by, StoryState.DRAFT)
        require(missing_for_publication(locked))
        locked.state, locked.scheduled_for, locked.scheduled_by = StoryState.SCHEDULED, at, by
        save_story(locked, by)
    return locked


def unschedule_report(story: Story, *, by: User) -> Story:
    """Take a scheduled report back to draft."""
    with transaction.atomic():
        locked = _lock(story, by, StoryState.SCHEDULED)
        _to_draft(locked, by)
    return locked


def archive_report(story: Story, *, by: User) -> Story:
    """Take a published report off the site for good; its page then says that it was here.

    A story whose person was erased while it stayed has nobody else who could: it is archived here as well.
    """
    with transaction.atomic():
        locked = _lock(story, by, StoryState.PUBLISHED, left_behind=True)
        locked.state, locked.archived_at = StoryState.ARCHIVED, moments.now()
        save_story(locked, by)
    return locked


def restore_report(story: Story, *, by: User) -> Story:
    """Show an archived report again; the date of its first publication stays."""
    with transaction.atomic():
        locked = _lock(story, by, StoryState.ARCHIVED)
        require(missing_for_publication(locked))
        locked.state, locked.archived_at = StoryState.PUBLISHED, None
        save_story(locked, by)
    return locked


def publish_due_reports(*, at: datetime) -> int:
    """Publish scheduled reports whose moment has come, in the name of those who scheduled them; returns how many.

    One that lost something it needs meanwhile becomes a draft again, which the desk counts.
    """
    published = 0
    due = Story.objects.due(at=at).filter(kind=StoryKind.REPORT).order_by("scheduled_for", "pk")
    for pk in due.values_list("pk", flat=True):
        with transaction.atomic():
            locked = _locked(pk)
            if locked.state != StoryState.SCHEDULED or locked.scheduled_for is None or locked.scheduled_for > at:
                continue  # somebody else was quicker
            by = locked.scheduled_by
            try:
                require(missing_for_publication(locked))
            except NotReady:
                _to_draft(locked, by)
                continue
            locked.scheduled_for = locked.scheduled_by = None
            locked.state, locked.published_at = StoryState.PUBLISHED, moments.now()
            save_story(locked, by)
            published += 1
    return published


def _to_draft(locked: Story, by: User | None) -> None:
    locked.state, locked.scheduled_for, locked.scheduled_by = StoryState.DRAFT, None, None
    save_story(locked, by)


def _locked(pk: int) -> Story:
    return Story.objects.select_for_update(of=("self",)).select_related("picture", "scheduled_by").get(pk=pk)


def _lock(story: Story, by: User, *allowed: StoryState, left_behind: bool = False) -> Story:
    if not by.has_perm(DECIDE):
        raise ValidationError(_("You are not allowed to do this."), code="not_allowed")
    locked = _locked(story.pk)
    if locked.kind != StoryKind.REPORT and not (left_behind and locked.submission_id is None):
        raise ValidationError(
            _("This story is in somebody’s own words: its steps are taken on the page of what was handed in."),
            code="not_a_report",
        )
    if locked.state not in allowed:
        raise ValidationError(
            _("“%(name)s” is %(state)s; this step is not possible now.")
            % {"name": locked, "state": locked.get_state_display()},
            code="wrong_state",
        )
    return locked
