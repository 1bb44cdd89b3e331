"""The fingerprint changes with everything a reader sees, and with nothing else."""

from typing import Any

import pytest

from spotlight import snapshots, steps
from spotlight.models import Story, StoryText, Submission
from tests.factories import PublishedProjectFactory, submission_in
from tests.pictures.photographs import stored_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def row() -> Submission:
    row = submission_in("submitted")
    Story.objects.filter(submission=row).update(picture=stored_picture())
    StoryText.objects.create(story=row.story, language="de", meaning="Nachbarn.")
    return row


def both(row: Submission) -> tuple[str, str]:
    story = steps.story_of(row)
    return snapshots.fingerprint(story), snapshots.whole(story)


WORDS = ("headline", "teaser", "meaning", "achievement", "why_fund", "transcript")


@pytest.mark.parametrize("name", WORDS)
def test_words_of_the_original_count(row: Submission, name: str) -> None:
    before = both(row)
    StoryText.objects.filter(story=row.story, language="en").update(**{name: "Something else."})
    assert all(old != new for old, new in zip(before, both(row), strict=True))


@pytest.mark.parametrize("name", WORDS)
def test_words_of_a_translation_count_for_the_whole_only(row: Submission, name: str) -> None:
    page, whole = both(row)
    StoryText.objects.filter(story=row.story, language="de").update(**{name: "Etwas anderes."})
    assert (both(row)[0] == page, both(row)[1] == whole) == (True, False)


@pytest.mark.parametrize(
    "values",
    [
        {"person_name": "Bo"},
        {"person_role": "miller"},
        {"video_url": "https://vimeo.com/2"},
        {"project_name": "Other Lake"},
        {"picture": None},
    ],
)
def test_facts_of_the_page_count(row: Submission, values: dict[str, Any]) -> None:
    before = both(row)
    Story.objects.filter(submission=row).update(**values)
    assert both(row)[0] != before[0]


@pytest.mark.parametrize("values", [{"credit": "Somebody"}, {"alt": "A lake"}, {"decorative": True, "alt": ""}])
def test_words_of_the_photograph_count(row: Submission, values: dict[str, Any]) -> None:
    before = both(row)
    picture = steps.story_of(row).picture
    assert picture is not None
    type(picture).objects.filter(pk=picture.pk).update(**values)
    assert both(row)[0] != before[0]


def test_project_counts_and_what_no_reader_sees_does_not(row: Submission) -> None:
    before = both(row)
    Story.objects.filter(submission=row).update(featured=True, slug="other")
    StoryText.objects.filter(story=row.story).update(labelled=True)
    Submission.objects.filter(pk=row.pk).update(notes="Ring her.", sensitive_checked=False)
    assert both(row) == before
    Story.objects.filter(submission=row).update(project=PublishedProjectFactory())
    assert both(row)[0] != before[0]


def test_snapshot_says_what_differs() -> None:
    row = submission_in("submitted")
    old = snapshots.take(row)
    row.meaning, row.shows_minors, row.picture = "Other.", True, stored_picture()
    assert snapshots.changed(old, snapshots.take(row)) == ["meaning", "photograph", "shows_minors"]
    assert snapshots.changed(old, old) == []
    assert set(old) == set(snapshots.FIELDS)
