"""A published story is corrected, confirmed, or loses its photograph; everything else stays as it is."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils import timezone

from outbox.models import Message
from pictures.models import Picture
from spotlight import consents, corrections, curation, pages, snapshots
from spotlight.letters import Letter
from spotlight.models import Purpose, Story, StoryText, Submission
from tests.factories import ANSWERS, PublishedProjectFactory, draft_submission, make_ready, submission_in
from tests.pictures.photographs import stored_picture
from tests.spotlight.people import changed, everything, person, settle

pytestmark = pytest.mark.django_db

NEW = "Forty-one households share three cars, and the bus calls again on Saturdays."


def fresh(row: Submission) -> Submission:
    return Submission.objects.get(pk=row.pk)


class TestAsking:
    def test_page_stays_until_staff_have_read_it(self) -> None:
        row = submission_in("published")
        corrections.ask(row, changes={"achievement": NEW, "person_role": "baker"})
        assert fresh(row).correction == {"achievement": NEW}  # the role is the same
        assert corrections.current(row)["achievement"] == ANSWERS["achievement"]
        assert list(Submission.objects.our_turn()) == [row]

    def test_second_request_replaces_the_first(self) -> None:
        row = submission_in("published")
        corrections.ask(row, changes={"achievement": NEW})
        corrections.ask(row, changes={"person_role": ""})
        assert fresh(row).correction == {"person_role": ""}

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"achievement": ANSWERS["achievement"] + " "}, "nothing_changed"),
            ({}, "nothing_changed"),
            ({"achievement": " "}, "empty"),
            ({"person_name": ""}, "empty"),
            ({"person_name": "x" * 121}, "too_long"),
            ({"meaning": "x" * 3001}, "too_long"),
        ],
    )
    def test_what_cannot_be_put_on_the_page_is_refused(self, changes: dict[str, str], code: str) -> None:
        row = submission_in("published")
        before = everything()
        with pytest.raises(ValidationError) as refused:
            corrections.ask(row, changes=changes)
        assert (refused.value.code, len(refused.value.messages)) == (code, 1)
        assert changed(before) == set()

    def test_longest_is_taken(self) -> None:
        row = submission_in("published")
        corrections.ask(row, changes={"person_name": "x" * 120, "meaning": "x" * 3000})
        corrections.accept(row, by=person("curator"))
        assert fresh(row).person_name == "x" * 120

    def test_no_person_is_named_where_the_project_speaks(self) -> None:
        row = submission_in("published", speaker="project")
        with pytest.raises(ValidationError) as refused:
            corrections.ask(row, changes={"person_name": "Ansa"})
        assert refused.value.code == "no_person"
        assert corrections.ask(row, changes={"achievement": NEW}).correction == {"achievement": NEW}

    @pytest.mark.parametrize("name", ["email", "project_name", "state"])
    def test_other_fields_are_no_correction(self, name: str) -> None:
        with pytest.raises(ValueError, match=name):
            corrections.ask(submission_in("published"), changes={name: "x"})


class TestDeciding:
    def test_accepted_is_on_the_page_and_counts_as_signed(self) -> None:
        row = submission_in("published")
        corrections.ask(row, changes={"achievement": NEW, "person_name": "Ansa K."})
        corrections.accept(row, by=person("curator"))
        settle()
        row, story = fresh(row), Story.objects.get(submission=row)
        assert (row.correction, row.correction_at) == (None, None)
        assert (row.achievement, row.person_name, story.person_name) == (NEW, "Ansa K.", "Ansa K.")
        text = story.texts.get()
        assert text.achievement == NEW
        assert text.meaning == ANSWERS["meaning"]
        assert row.signed_fingerprint == snapshots.fingerprint(story)
        assert story.history.latest().history_user == person("curator")
        assert Message.objects.held().get(kind="spotlight.corrected").topic == row.topic

    def test_translations_of_words_that_changed_leave_the_page(self) -> None:
        row = submission_in("approved")
        for language in ("de", "sv"):
            StoryText.objects.create(story=row.story, language=language, meaning="–", labelled=language == "de")
        curation.sign_off(row, by=person("contributor"), seen=pages.fingerprint(row), languages=["sv"])
        curation.publish(row, by=person("curator"))
        assert StoryText.objects.shown().count() == 3
        corrections.ask(row, changes={"person_role": "master baker"})
        corrections.accept(row, by=person("curator"))
        assert StoryText.objects.shown().count() == 3
        corrections.ask(row, changes={"achievement": NEW})
        corrections.accept(row, by=person("curator"))
        assert list(StoryText.objects.shown().values_list("language", flat=True)) == ["en"]

    def test_refused_needs_a_reason_and_tells_it(self) -> None:
        row = submission_in("published")
        corrections.ask(row, changes={"achievement": NEW})
        with pytest.raises(ValidationError) as refused:
            corrections.refuse(row, by=person("curator"), reason=" ")
        assert refused.value.code == "no_reason"
        letter = Letter("About your correction", "The report says forty.\n", send=True)
        corrections.refuse(row, by=person("curator"), reason="The report says forty.", letter=letter)
        assert fresh(row).correction is None
        assert StoryText.objects.get().achievement == ANSWERS["achievement"]
        assert Message.objects.get(kind="spotlight.not_corrected").state == "queued"

    def test_nothing_waits(self) -> None:
        row, curator = submission_in("published"), person("curator")
        for decide in (
            lambda: corrections.accept(row, by=curator),
            lambda: corrections.refuse(row, by=curator, reason="x"),
        ):
            with pytest.raises(ValidationError) as refused:
                decide()
            assert refused.value.code == "wrong_state"

    def test_only_curators_decide(self) -> None:
        row = submission_in("published")
        corrections.ask(row, changes={"achievement": NEW})
        for who in (person("editor"), person("translator"), AnonymousUser()):
            with pytest.raises(ValidationError) as refused:
                corrections.accept(row, by=who)  # type: ignore[arg-type]  # whoever is not signed in
            assert refused.value.code == "not_allowed"

    @pytest.mark.parametrize("state", ["draft", "submitted", "approved", "signed_off", "withdrawn", "declined"])
    def test_only_what_is_published_is_corrected_or_confirmed(self, state: str) -> None:
        row = submission_in(state)
        for door in (
            lambda: corrections.ask(row, changes={"achievement": NEW}),
            lambda: corrections.say_still_true(row, at=timezone.now()),
        ):
            with pytest.raises(ValidationError) as refused:
                door()
            assert refused.value.code == "wrong_state"


def with_photograph(state: str) -> Submission:
    draft = draft_submission(people_shown="none")
    Submission.objects.filter(pk=draft.pk).update(picture=stored_picture())
    row = curation.submit(draft, by=person("contributor"), agreed={Purpose.STORY, Purpose.PHOTOGRAPH}, language="en")
    make_ready(row)
    if state == "submitted":
        return row
    curation.approve(row, by=person("curator"))
    curation.sign_off(row, by=person("contributor"), seen=pages.fingerprint(row))
    return curation.publish(row, by=person("curator"))


class TestPhotograph:
    @pytest.mark.parametrize("state", ["submitted", "published"])
    def test_it_leaves_story_consents_and_disk_and_the_story_stays(self, state: str) -> None:
        row = with_photograph(state)
        row = corrections.withdraw_photograph(row)
        settle()
        assert (row.state, row.picture, row.people_shown) == (state, None, "")
        assert Story.objects.get(submission=row).picture is None
        assert consents.standing(row) == [Purpose.STORY]
        assert not Picture.objects.exists()
        assert not Picture.history.exists()

    def test_signed_page_without_it_counts_as_signed(self) -> None:
        row = corrections.withdraw_photograph(with_photograph("published"))
        assert row.signed_fingerprint == snapshots.fingerprint(Story.objects.get(submission=row))

    def test_both_go_when_the_team_had_chosen_another_one(self) -> None:
        row = with_photograph("submitted")
        curation.request_changes(row, by=person("curator"), comments={"photograph": "Too dark."})
        Submission.objects.filter(pk=row.pk).update(picture=stored_picture())
        assert Picture.objects.count() == 2
        corrections.withdraw_photograph(fresh(row))
        assert not Picture.objects.exists()

    def test_one_that_a_profile_shows_as_well_is_kept(self) -> None:
        row = with_photograph("published")
        profile = PublishedProjectFactory()
        profile.picture_rows.create(picture=fresh(row).picture)
        corrections.withdraw_photograph(row)
        assert Picture.objects.count() == 1


class TestStillTrue:
    def test_asked_once_a_year_after_the_last_word(self) -> None:
        row = submission_in("published")
        example = submission_in("published")
        Submission.objects.filter(pk=example.pk).update(is_example=True)
        now, year = timezone.now(), corrections.YEAR
        assert list(corrections.to_be_asked(at=now + year - timedelta(days=1))) == []
        asked = now + year + timedelta(minutes=1)
        assert list(corrections.to_be_asked(at=asked)) == [row]
        Submission.objects.filter(pk=row.pk).update(asked_still_true_at=asked)
        assert list(corrections.to_be_asked(at=asked + timedelta(days=30))) == []
        corrections.say_still_true(row, at=asked + timedelta(days=40))
        assert list(corrections.to_be_asked(at=asked + year)) == []
        assert list(corrections.to_be_asked(at=asked + year + timedelta(days=41))) == [row]

    def test_withdrawn_is_not_asked(self) -> None:
        row = submission_in("published")
        curation.withdraw(row, by=person("contributor"))
        assert list(corrections.to_be_asked(at=timezone.now() + corrections.YEAR * 2)) == []
