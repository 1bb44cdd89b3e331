"""Stories that are not public, with a marker word in everything that could show: for the search for leaks."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from pictures.models import Picture
from projects.models import Project
from spotlight.models import Comment, Story, StoryState, Submission
from tests.factories import ReportFactory, submission_in
from tests.pictures.photographs import stored_picture
from tests.spotlight.public_stories import published_story, withdraw

STATES = ("draft", "submitted", "changes_requested", "approved", "signed_off", "declined", "withdrawn")


def plant_stories(marker: str, project: Project) -> None:
    """One story in every hidden state, half of them about the public `project`, and reports that wait or are gone."""
    boss = User.objects.filter(username="boss").first() or User.objects.create_superuser("boss")
    for place, state in enumerate((*STATES, "scheduled", "archived")):
        about = {"project": project} if place % 2 else {"new_project": f"{marker} project", "new_programme": marker}
        words = _words(marker) | about
        if state == "archived":
            story = published_story(headline=marker, picture=_picture(marker), **words)
            _private_parts(story.submission_id or 0, marker)
            withdraw(story)
            continue
        row = submission_in("signed_off" if state == "scheduled" else state, by=boss, **words)
        Submission.objects.filter(pk=row.pk).update(picture=_picture(marker), people_shown="none")
        _private_parts(row.pk, marker)
        for story in Story.objects.filter(submission=row):
            Story.objects.filter(pk=story.pk).update(picture=Submission.objects.get(pk=row.pk).picture, featured=True)
            if state not in ("approved", "signed_off", "scheduled"):
                story.texts.update(headline=marker, teaser=marker)
            story.texts.create(language="de", headline=marker, meaning=marker, labelled=True)
        if state == "scheduled":
            Story.objects.filter(submission=row).update(
                state=StoryState.SCHEDULED, scheduled_for=timezone.now() + timedelta(days=1), scheduled_by=boss
            )
    _reports(marker, project, boss)


def plant_private_parts_of_a_public_story(marker: str, project: Project) -> Story:
    """A public story: its words may show, everything else that is known of it may not."""
    story = published_story(
        headline="Told in public",
        email=f"{marker}@example.org",
        project=project,
        texts={"sv": {"headline": f"{marker} utan godkännande", "meaning": marker, "achievement": marker}},
    )
    _private_parts(story.submission_id or 0, marker)
    return story


def _words(marker: str) -> dict[str, str]:
    return {
        "person_name": marker.title(),
        "person_role": f"{marker} role",
        "email": f"{marker}@example.org",
        "meaning": f"{marker} means that neighbours find answers to their own questions.",
        "achievement": f"{marker} achieved that forty households share three cars.",
        "why_fund": f"{marker} is worth it because a trial in one valley shows others.",
    }


def _private_parts(pk: int, marker: str) -> None:
    Submission.objects.filter(pk=pk).update(
        notes=marker, people_names=marker, second_email=f"{marker}.second@example.org", video_transcript=marker
    )
    Comment.objects.create(submission_id=pk, about="meaning", text=marker, round=1)


def _picture(marker: str) -> Picture:
    return stored_picture(alt=marker, credit=marker, licence=marker, source=marker)


def _reports(marker: str, project: Project, boss: User) -> None:
    words = {"headline": marker, "teaser": marker, "report": marker, "transcript": marker}
    common = {"project": project, "featured": True, "person_name": marker, "source": marker}
    now = timezone.now()
    ReportFactory(slug=f"{marker}-draft", state="draft", published_at=None, words=words, **common)
    ReportFactory(slug=f"{marker}-gone", state="archived", archived_at=now, words=words, **common)
    ReportFactory(
        slug=f"{marker}-later", state="scheduled", scheduled_for=now, scheduled_by=boss, published_at=None,
        words=words, **common,
    )  # fmt: skip


def hidden_pictures(marker: str) -> list[Picture]:
    return list(Picture.objects.filter(alt=marker))


def assert_planted(marker: str) -> None:
    """Every hidden state is there, so that a leak would be seen."""
    states = set(Submission.objects.filter(notes=marker).values_list("state", flat=True))
    assert states == {*STATES, "published"}
    shown = Story.objects.exclude(state="published").values_list("state", flat=True)
    assert set(shown) == {"draft", "scheduled", "archived"}
