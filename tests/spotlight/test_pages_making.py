"""How a page is made of what was handed in, and how a second round and staff's edits come together."""

import pytest

from projects.models import Project
from spotlight import curation, drafting, pages
from spotlight.actors import CONTRIBUTOR
from spotlight.models import Purpose, Story, StoryText, Submission
from tests.factories import ANSWERS, PublishedProjectFactory, draft_submission, submission_in
from tests.pictures.photographs import stored_picture
from tests.spotlight.people import person

pytestmark = pytest.mark.django_db

STAFF = "To us it means neighbours who find answers no office had thought of."
TEAM = "It means that neighbours find the answers themselves, and keep them going."


def edit(row: Submission, **words: str) -> None:
    StoryText.objects.filter(story__submission=row).update(**words)


def again(row: Submission, **fields: object) -> Story:
    drafting.save(row, **fields)
    curation.submit(row, by=CONTRIBUTOR, agreed=(), language="en")
    return Story.objects.get(submission=row)


def test_first_page_says_what_was_handed_in_under_an_address_without_a_name() -> None:
    row = submission_in("submitted", person_name="Ansa", video_url="https://vimeo.com/1", video_transcript="Hello.")
    story = Story.objects.get(submission=row)
    assert story.slug == f"lake-neighbours-{row.reference[3:].lower()}"  # type: ignore[index]  # it has one
    assert (story.kind, story.state, story.original_language) == ("answers", "draft", "en")
    assert (story.person_name, story.person_role, story.video_url) == ("Ansa", "baker", "https://vimeo.com/1")
    text = story.texts.get()
    assert {name: getattr(text, name) for name in ANSWERS} == ANSWERS
    assert text.transcript == "Hello."


def test_name_that_makes_no_address_gets_one() -> None:
    row = submission_in("submitted", new_project="Проект 湖")
    assert Story.objects.get(submission=row).slug.startswith("story-")


def test_project_of_the_directory_is_linked() -> None:
    profile = PublishedProjectFactory()
    row = submission_in("submitted", project=profile, new_project="")
    assert list(Project.objects.get(pk=profile.pk).stories.all()) == [Story.objects.get(submission=row)]
    assert row.story.project_name == profile.display_name


class TestSecondRound:
    def test_words_of_the_team_come_over_where_staff_changed_nothing(self) -> None:
        row = submission_in("changes_requested")
        story = again(row, meaning=TEAM, person_role="master baker", video_transcript="Hello.")
        assert (story.texts.get().meaning, story.person_role) == (TEAM, "master baker")
        assert story.texts.get().transcript == "Hello."
        assert story.texts.get().achievement == ANSWERS["achievement"]
        assert pages.edited_by_both(row) == []

    def test_edits_of_staff_stay_where_the_team_changed_nothing(self) -> None:
        row = submission_in("changes_requested")
        edit(row, meaning=STAFF, transcript="Staff wrote this.")
        story = again(row, achievement=TEAM)
        text = story.texts.get()
        assert (text.meaning, text.achievement, text.transcript) == (STAFF, TEAM, "Staff wrote this.")
        row.refresh_from_db()
        assert pages.edited_by_both(row) == []
        assert pages.edited_by_staff(row) == ["meaning"]

    def test_edited_by_both_keeps_the_words_of_staff_and_names_the_field(self) -> None:
        row = submission_in("changes_requested")
        edit(row, meaning=STAFF)
        Story.objects.filter(submission=row).update(person_role="Baker of the village")
        story = again(row, meaning=TEAM, person_role="master baker")
        assert (story.texts.get().meaning, story.person_role) == (STAFF, "Baker of the village")
        assert pages.edited_by_both(row) == ["person_role", "meaning"]

    def test_both_with_the_same_words_is_no_conflict(self) -> None:
        row = submission_in("changes_requested")
        edit(row, meaning=TEAM)
        again(row, meaning=TEAM)
        assert pages.edited_by_both(row) == []

    def test_headline_of_staff_stays(self) -> None:
        row = submission_in("changes_requested")
        assert again(row, meaning=TEAM).texts.get().headline == "Three cars for forty households"

    def test_without_a_change_no_history_of_words_is_written(self) -> None:
        row = submission_in("changes_requested")
        before = StoryText.history.count()
        again(row)
        assert StoryText.history.count() == before

    def test_other_language_begins_the_page_anew_and_leaves_other_translations(self) -> None:
        row = submission_in("changes_requested")
        for language in ("de", "sv"):
            StoryText.objects.create(story=row.story, language=language, meaning="–", headline="–")
        story = again(row, language="sv", meaning="Det betyder att grannar hittar svar som inget kontor tänkt på.")
        assert story.original_language == "sv"
        assert set(story.texts.values_list("language", flat=True)) == {"de", "sv"}
        swedish = story.texts.get(language="sv")
        assert (swedish.headline, swedish.meaning[:10]) == ("", "Det betyde")

    def test_other_project_is_on_the_page(self) -> None:
        profile = PublishedProjectFactory()
        story = again(submission_in("changes_requested"), project=profile, new_project="")
        assert (story.project, story.project_name) == (profile, profile.display_name)

    def test_photograph_that_was_replaced_goes_for_good(self) -> None:
        draft, first, second = draft_submission(people_shown="none"), stored_picture(), stored_picture()
        Submission.objects.filter(pk=draft.pk).update(picture=first)
        row = curation.submit(draft, by=CONTRIBUTOR, agreed={Purpose.STORY, Purpose.PHOTOGRAPH}, language="en")
        curation.request_changes(row, by=person("editor"), comments={"photograph": "Too dark."})
        Submission.objects.filter(pk=row.pk).update(picture=second, people_shown="none")
        curation.submit(row, by=CONTRIBUTOR, agreed={Purpose.PHOTOGRAPH}, language="en")
        assert Story.objects.get(submission=row).picture == second
        assert list(type(first).objects.all()) == [second]


def test_empty_takes_everything_but_number_and_address() -> None:
    row = submission_in("published")
    curation.withdraw(row, by=CONTRIBUTOR)
    story = Story.objects.get(submission=row)
    slug = story.slug
    pages.empty(story)
    story.refresh_from_db()
    assert (story.slug, story.state, story.person_name, story.project_name) == (slug, "archived", "", "–")
    assert not StoryText.objects.exists()
    assert not StoryText.history.exists()
    assert not Story.history.filter(person_name="Ansa").exists()
