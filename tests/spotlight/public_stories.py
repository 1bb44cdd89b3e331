"""Published stories for tests of public pages, brought there through the doors."""

from typing import Any

from django.contrib.auth.models import User

from pictures.models import Picture
from spotlight import curation, pages
from spotlight.actors import CONTRIBUTOR
from spotlight.models import Story, Submission
from tests.factories import make_ready, submission_in


def published_story(
    *,
    headline: str = "Three cars for forty households",
    picture: Picture | None = None,
    transcript: str = "",
    facts: dict[str, Any] | None = None,
    texts: dict[str, dict[str, Any]] | None = None,
    **fields: Any,
) -> Story:
    """A story told by its team: `facts` of the story, `texts` in other languages, `fields` that were handed in."""
    boss = User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("boss")
    row = submission_in("submitted", by=boss, video_transcript=transcript, **fields)
    if picture:
        Submission.objects.filter(pk=row.pk).update(picture=picture, people_shown="none")
        Story.objects.filter(submission=row).update(picture=picture)
        row.refresh_from_db()
    make_ready(row, headline)
    Story.objects.filter(submission=row).update(**(facts or {}))
    story = Story.objects.get(submission=row)
    for language, words in (texts or {}).items():
        story.texts.create(language=language, **words)
    row = curation.approve(Submission.objects.get(pk=row.pk), by=boss)
    row = curation.sign_off(row, by=CONTRIBUTOR, seen=pages.fingerprint(row))
    curation.publish(row, by=boss)
    return Story.objects.get(pk=story.pk)


def withdraw(story: Story) -> None:
    assert story.submission is not None
    curation.withdraw(story.submission, by=CONTRIBUTOR)


def main(html: str) -> str:
    """What stands between the header and the footer."""
    return html.split("<main", 1)[1].split("</main>")[0]
