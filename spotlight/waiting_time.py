"""How long a story takes, measured from those that were published, and how many are read before it."""

from statistics import median

from spotlight.models import State, Story, StoryKind, StoryState, Submission

_LAST = 20
FEWEST = 5
"""Below so many stories a number would only look like knowledge."""


def usual_days() -> int | None:
    """Days from handing in to publication, the middle one of the last stories; None while there are too few."""
    published = (
        Story.objects.filter(kind=StoryKind.ANSWERS, state=StoryState.PUBLISHED, is_example=False)
        .exclude(submission=None)
        .order_by("-published_at")
        .values_list("submission__submitted_at", "published_at")[:_LAST]
    )
    days = [(shown - sent).days for sent, shown in published if sent and shown]
    return max(1, round(median(days))) if len(days) >= FEWEST else None


def ahead_of(submission: Submission) -> int:
    """How many stories were handed in before this one and are still to be read."""
    return Submission.objects.filter(
        state=State.SUBMITTED, submitted_at__lt=submission.submitted_at, is_example=submission.is_example
    ).count()
