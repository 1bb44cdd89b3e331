"""What goes with the Spotlight when the demonstration is cleared: every story, and everything handed in for one."""

from django.apps import apps
from django.db.models import Model, Q

from outbox import sending
from pictures.models import Picture
from spotlight.drafting import drop
from spotlight.models import Story, Submission


def contents() -> str:
    """How much there is, and how much of it is no example, for the question before clearing."""
    own = Submission.objects.filter(is_example=False).count()
    return (
        f"It also removes all {Story.objects.count()} stories and all {Submission.objects.count()} submissions "
        f"({own} of them no examples), with their photographs and e-mails."
    )


def clear() -> None:
    """Delete photographs of stories with their files, and e-mails about submissions; the rows go afterwards."""
    for submission in Submission.objects.all():
        sending.forget_topic(submission.topic)
    shown = list(Picture.objects.filter(Q(submission_rows__isnull=False) | Q(story_rows__isnull=False)).distinct())
    Story.objects.update(picture=None)
    Submission.objects.update(picture=None, people_shown="", people_names="", shows_minors=False)
    for picture in shown:
        drop(picture)


def emptied_models() -> list[type[Model]]:
    """Every table of the Spotlight, with its history."""
    return list(apps.get_app_config("spotlight").get_models(include_auto_created=True))
