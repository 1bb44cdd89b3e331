"""What every door of the Spotlight does: lock the row, ask the table, write state, step and story together."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pictures.models import Picture, Shelf
from spotlight import moments, transitions
from spotlight.actors import Outside, kind_of, user_of
from spotlight.models import Step, Story, StoryState, Submission, Verb

Actor = User | Outside


class NotReady(ValidationError):
    """Something is missing for this step; `messages` says what."""


def lock(submission: Submission) -> Submission:
    """The row as it is now, locked until the transaction ends."""
    return Submission.objects.select_for_update(of=("self",)).select_related("project", "picture").get(pk=submission.pk)


def story_of(submission: Submission) -> Story:
    """Its story, freshly read with picture and texts."""
    return Story.objects.select_related("picture").prefetch_related("texts").get(submission=submission)


def allow(verb: Verb, submission: Submission, by: Actor) -> None:
    """Raise ValidationError (`not_allowed`, `wrong_state`) unless the table lets this actor do it now."""
    if refused := transitions.refusal(verb, submission.state, by):
        code, sentence = refused
        raise ValidationError(sentence, code=code)


def require(missing: Iterable[str]) -> None:
    """Raise NotReady with these sentences, if there are any."""
    if sentences := list(missing):
        raise NotReady([ValidationError(sentence, code="not_ready") for sentence in sentences])


def require_reason(reason: str) -> None:
    """Raise NotReady (`no_reason`) for an empty one."""
    if not reason.strip():
        raise NotReady(_("Give a reason; it is kept."), code="no_reason")


def write(
    submission: Submission, verb: Verb, by: Actor, *, said: str = "", reason: str = "", at: datetime | None = None
) -> None:
    """Write the new state and the step that led to it, at one moment; reminders begin anew."""
    now = at or moments.now()
    after = transitions.TABLE[verb].after
    Step.objects.create(
        submission=submission,
        verb=verb,
        before=submission.state,
        after=after,
        round=submission.round,
        at=now,
        actor=kind_of(by),
        by=user_of(by),
        said=said,
        reason=reason.strip(),
    )
    submission.state, submission.state_since = after, now
    submission.reminders, submission.reminded_at = 0, None
    submission.save()


def save_story(story: Story, by: User | None) -> None:
    """Save with the name of who did it in the history."""
    story._history_user = by  # type: ignore[attr-defined]  # simple-history reads it when it records the change
    story.save()


def put_photograph(picture: Picture | None, shelf: Shelf) -> None:
    """Let those see the photograph who may: with the story it is handed in, published and withdrawn."""
    if picture is not None:
        Picture.objects.filter(pk=picture.pk).update(shelf=shelf)


def unschedule_story(story: Story, by: User | None = None) -> None:
    """Take a schedule back, if there is one."""
    if story.state == StoryState.SCHEDULED:
        story.state, story.scheduled_for, story.scheduled_by = StoryState.DRAFT, None, None
        save_story(story, by)
