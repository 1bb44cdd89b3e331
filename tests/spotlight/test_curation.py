"""The doors of a submission beyond the table of steps: twice, changed meanwhile, scheduled, without address."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from pytest_django import Settings

from outbox.models import Message, MessageState
from spotlight import consents, curation, drafting, links, pages
from spotlight.actors import CLOCK, CONTRIBUTOR, SECOND
from spotlight.letters import Letter
from spotlight.models import Comment, Purpose, State, Step, Story, StoryText, Submission, Version
from spotlight.steps import NotReady
from tests.factories import ANSWERS, draft_submission, make_ready, submission_in
from tests.pictures.photographs import stored_picture
from tests.spotlight.people import person, settle

pytestmark = pytest.mark.django_db

OTHER = "They are the people in the three streets above the harbour, old and new ones."


def text_of(row: Submission, language: str = "en") -> StoryText:
    return StoryText.objects.get(story__submission=row, language=language)


def rewritten(row: Submission, **fields: Any) -> Submission:
    """What the team does when asked for changes: writes, and hands in again."""
    drafting.save(row, **fields)
    return curation.submit(row, by=CONTRIBUTOR, agreed=(), language="en")


class TestHandingIn:
    def test_twice_is_once(self) -> None:
        draft = draft_submission()
        first = curation.submit(draft, by=CONTRIBUTOR, agreed={Purpose.STORY}, language="en")
        second = curation.submit(draft, by=CONTRIBUTOR, agreed={Purpose.STORY}, language="en")
        assert (first.reference, first.round) == (second.reference, second.round)
        assert [model.objects.count() for model in (Submission, Step, Version, Story, Message)] == [1, 1, 1, 1, 1]

    def test_reference_can_be_read_out(self) -> None:
        reference = submission_in("submitted").reference
        assert reference is not None
        assert (reference[:3], len(reference)) == ("SI-", 9)
        assert not set(reference[3:]) & set("01ILOU")

    def test_everything_missing_is_named_and_nothing_is_written(self) -> None:
        draft = draft_submission(new_project="", person_name="", language="", meaning="Short.", email="")
        with pytest.raises(NotReady) as refused:
            curation.submit(draft, by=CONTRIBUTOR, agreed=(), language="en")
        assert refused.value.messages == [
            "Choose the project your story is about.",
            "Give a name; a first name is enough.",
            "Choose the language of your answers.",
            "Write at least 40 characters: What does Social Innovation mean to you?",
            "Give an e-mail address, so that we can tell you what becomes of your story.",
            "Agree that the story may be published, or delete it.",
        ]
        assert not Step.objects.exists()
        assert not Message.objects.exists()

    def test_photograph_needs_its_own_consent(self) -> None:
        draft = draft_submission(people_shown="none")
        Submission.objects.filter(pk=draft.pk).update(picture=stored_picture())
        with pytest.raises(NotReady, match="Agree that the photograph may be published, or remove it"):
            curation.submit(draft, by=CONTRIBUTOR, agreed={Purpose.STORY}, language="en")
        row = curation.submit(draft, by=CONTRIBUTOR, agreed={Purpose.STORY, Purpose.PHOTOGRAPH}, language="en")
        assert set(consents.standing(row)) == {Purpose.STORY, Purpose.PHOTOGRAPH}

    def test_at_the_limit_of_mails_the_story_is_kept_without_a_receipt(self, settings: Settings) -> None:
        settings.RATE_LIMITS = True
        rows = [submission_in("submitted") for _each in range(6)]
        assert Submission.objects.filter(state=State.SUBMITTED).count() == len(rows) == 6
        assert Message.objects.filter(kind="spotlight.receipt").count() == 5

    def test_receipt_holds_a_working_link_and_a_harmless_copy_of_the_answers(self) -> None:
        row = submission_in("submitted", meaning="Look at www.example.org, and at https://example.org/x, all of you.")
        receipt = Message.objects.get(kind="spotlight.receipt")
        assert row.reference in receipt.subject  # type: ignore[operator]  # it has one
        token = receipt.body.split("/spotlight/own/")[1].split("/")[0]
        assert links.find(links.OWN, token) == row
        assert "https://example.org" not in receipt.body
        assert "www.example.org" not in receipt.body
        assert "Look at www(.)example(.)org, and at https: example(.)org/x" in receipt.body


class TestEnteredByStaff:
    @pytest.fixture
    def entered(self) -> Submission:
        draft = draft_submission(email="")
        Submission.objects.filter(pk=draft.pk).update(entered_by=person("editor"))
        return curation.submit(draft, by=person("editor"), agreed=(), language="en")

    def test_without_consents_and_without_an_address_nobody_is_written_to(self, entered: Submission) -> None:
        assert (entered.state, consents.standing(entered)) == (State.SUBMITTED, [])
        assert not Message.objects.exists()

    def test_consent_is_taken_at_sign_off(self, entered: Submission) -> None:
        make_ready(entered)
        curation.approve(entered, by=person("curator"))
        seen = pages.fingerprint(entered)
        with pytest.raises(NotReady, match="has not agreed to the publication of the story"):
            curation.sign_off(entered, by=CONTRIBUTOR, seen=seen)
        with pytest.raises(NotReady, match="has not agreed"):
            curation.override_sign_off(entered, by=person("curator"), reason="It is urgent.")
        row = curation.sign_off(entered, by=CONTRIBUTOR, seen=seen, agreed={Purpose.STORY}, language="de")
        assert row.state == State.SIGNED_OFF
        assert list(row.consents.values_list("purpose", "language")) == [("story", "de")]


class TestChanges:
    def test_comment_per_question_reaches_team_and_letter(self) -> None:
        row = submission_in("submitted", mail_language="en")
        comments = {"meaning": "Who are they?", "photograph": "  ", "other": "Thank you!"}
        curation.request_changes(row, by=person("editor"), comments=comments)
        assert list(Comment.objects.values_list("about", "text", "by__username")) == [
            ("meaning", "Who are they?", "editor"),
            ("other", "Thank you!", "editor"),
        ]
        held = Message.objects.held().get()
        assert "What does Social Innovation mean to you?\nWho are they?" in held.body
        assert row.steps.latest("pk").said.startswith("What does Social Innovation mean to you?")

    def test_without_a_comment_it_is_refused(self) -> None:
        row = submission_in("submitted")
        with pytest.raises(NotReady) as refused:
            curation.request_changes(row, by=person("editor"), comments={"meaning": " "})
        assert refused.value.code == "no_comment"

    def test_letter_leaves_with_the_decision_when_staff_said_so(self) -> None:
        row = submission_in("submitted")
        letter = Letter("A question", "Hello, who are they?\n", send=True)
        curation.request_changes(row, by=person("editor"), comments={"meaning": "Who?"}, letter=letter)
        sent = Message.objects.get(kind="spotlight.changes")
        assert (sent.state, sent.subject, sent.body) == (MessageState.QUEUED, letter.subject, letter.body)
        assert sent.decided_by == person("editor")

    def test_team_may_leave_gaps_meanwhile_and_is_told_of_them(self) -> None:
        row = submission_in("changes_requested")
        drafting.save(row, meaning="", speaker="project")
        settle()
        with pytest.raises(NotReady, match="Answer: What does Social Innovation mean to you"):
            curation.submit(row, by=CONTRIBUTOR, agreed=(), language="en")
        with pytest.raises(NotReady, match="Answer: What does Social Innovation mean to you"):
            curation.reopen(row, by=person("curator"))

    def test_address_may_not_be_taken_away(self) -> None:
        with pytest.raises(ValidationError) as refused:
            drafting.save(submission_in("changes_requested"), email="")
        assert refused.value.code == "no_address"

    def test_another_photograph_needs_another_consent(self) -> None:
        row = submission_in("changes_requested")
        Submission.objects.filter(pk=row.pk).update(picture=stored_picture(), people_shown="none")
        assert Purpose.PHOTOGRAPH in consents.standing(row)
        drafting.remove_photograph(row)
        Submission.objects.filter(pk=row.pk).update(picture=stored_picture(), people_shown="none")
        assert consents.standing(row) == [Purpose.STORY]
        with pytest.raises(NotReady, match="Agree that the photograph may be published"):
            curation.submit(row, by=CONTRIBUTOR, agreed=(), language="en")

    def test_handed_in_again_keeps_reference_and_both_versions(self) -> None:
        row = submission_in("changes_requested")
        again = rewritten(row, meaning=OTHER)
        assert (again.reference, again.round, again.submitted_at) == (row.reference, 2, row.submitted_at)
        kept = [version.content["meaning"] for version in again.versions.all()]
        assert kept == [ANSWERS["meaning"], OTHER]
        assert text_of(row).meaning == OTHER
        assert Message.objects.filter(kind="spotlight.receipt").count() == 1

    def test_note_to_staff_is_kept_as_a_comment_of_the_team(self) -> None:
        row = submission_in("changes_requested")
        curation.submit(row, by=CONTRIBUTOR, agreed=(), language="en", note="We changed nothing: it is right.")
        assert list(row.comments.filter(by=None).values_list("about", "text", "round")) == [
            ("other", "We changed nothing: it is right.", 2)
        ]


class TestSignOff:
    def test_page_that_changed_meanwhile_is_not_signed(self) -> None:
        row = submission_in("approved")
        seen = pages.fingerprint(row)
        StoryText.objects.filter(story__submission=row).update(teaser="A new sentence.")
        with pytest.raises(ValidationError) as refused:
            curation.sign_off(row, by=CONTRIBUTOR, seen=seen)
        assert refused.value.code == "page_changed"
        assert curation.sign_off(row, by=CONTRIBUTOR, seen=pages.fingerprint(row)).state == State.SIGNED_OFF

    def test_translation_that_changed_meanwhile_is_not_signed(self) -> None:
        row = submission_in("approved")
        swedish = StoryText.objects.create(story=row.story, language="sv", meaning="Grannar.")
        seen = pages.fingerprint(row)
        swedish.meaning = "Något helt annat."
        swedish.save()
        with pytest.raises(ValidationError) as refused:
            curation.sign_off(row, by=CONTRIBUTOR, seen=seen, languages=["sv"])
        assert refused.value.code == "page_changed"

    def test_only_the_languages_agreed_to_are_signed_and_shown(self) -> None:
        row = submission_in("approved")
        for language in ("de", "sv"):
            StoryText.objects.create(story=row.story, language=language, meaning="–")
        curation.sign_off(row, by=SECOND, seen=pages.fingerprint(row), languages=["sv"])
        curation.publish(row, by=person("curator"))
        assert set(StoryText.objects.shown().values_list("language", flat=True)) == {"en", "sv"}
        StoryText.objects.filter(language="de").update(labelled=True)
        assert set(StoryText.objects.shown().values_list("language", flat=True)) == {"de", "en", "sv"}

    def test_page_that_changed_afterwards_is_not_published(self) -> None:
        row = submission_in("signed_off")
        Story.objects.filter(submission=row).update(person_name="Somebody Else")
        with pytest.raises(NotReady, match="The page changed after it was signed off"):
            curation.publish(row, by=person("curator"))

    def test_translation_that_came_afterwards_is_no_obstacle_and_not_shown(self) -> None:
        row = submission_in("signed_off")
        StoryText.objects.create(story=row.story, language="de", meaning="Nachbarn.")
        assert curation.publish(row, by=person("curator")).state == State.PUBLISHED
        assert list(StoryText.objects.shown().values_list("language", flat=True)) == ["en"]

    def test_passed_on_ends_the_link_sent_before(self) -> None:
        row = submission_in("approved")
        row = curation.pass_sign_off(row, to="first@example.org", by=CONTRIBUTOR)
        first = links.token(links.SECOND, row)
        row = curation.pass_sign_off(row, to="second@example.org", by=person("curator"))
        assert links.find(links.SECOND, links.token(links.SECOND, row)) == row
        with pytest.raises(links.LinkBroken):
            links.find(links.SECOND, first)
        told = Message.objects.filter(kind="spotlight.sign_off_passed").order_by("pk")
        assert list(told.values_list("to", "state")) == [
            ("first@example.org", "queued"),
            ("second@example.org", "queued"),
        ]

    @pytest.mark.parametrize(("to", "code"), [("", "no_address"), (" ", "no_address"), ("nobody", "invalid")])
    def test_passing_on_to_no_address_is_refused(self, to: str, code: str) -> None:
        row = submission_in("approved")
        with pytest.raises(ValidationError) as refused:
            curation.pass_sign_off(row, to=to, by=CONTRIBUTOR)
        errors = refused.value.error_dict["second_email"] if hasattr(refused.value, "error_dict") else [refused.value]
        assert [error.code for error in errors] == [code]
        assert not Message.objects.filter(kind="spotlight.sign_off_passed").exists()

    def test_passing_on_too_often_is_a_sentence(self, settings: Settings) -> None:
        row = submission_in("approved")
        settings.RATE_LIMITS = True
        for _each in range(5):
            curation.pass_sign_off(row, to="boss@example.org", by=CONTRIBUTOR)
        with pytest.raises(ValidationError) as refused:
            curation.pass_sign_off(row, to="boss@example.org", by=CONTRIBUTOR)
        assert refused.value.code == "too_many_mails"

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_override_and_decline_without_a_reason_are_refused(self, reason: str) -> None:
        row, curator = submission_in("approved"), person("curator")
        for door in (curation.override_sign_off, curation.decline):
            with pytest.raises(NotReady) as refused:
                door(row, by=curator, reason=reason)
            assert refused.value.code == "no_reason"
        with pytest.raises(NotReady) as refused:
            curation.withdraw(row, by=curator, reason=reason)
        assert refused.value.code == "no_reason"

    def test_override_leaves_the_page_unsigned_and_the_reason_in_the_record(self) -> None:
        row = curation.override_sign_off(submission_in("approved"), by=person("curator"), reason="By telephone.")
        assert text_of(row).signed_off_at is None
        assert row.steps.latest("pk").reason == "By telephone."
        assert curation.publish(row, by=person("curator")).state == State.PUBLISHED


class TestApproval:
    def test_everything_missing_is_named(self) -> None:
        draft = draft_submission(video_url="https://vimeo.com/1")
        row = curation.submit(draft, by=CONTRIBUTOR, agreed={Purpose.STORY}, language="en")
        with pytest.raises(NotReady) as refused:
            curation.approve(row, by=person("curator"))
        assert refused.value.messages == [
            "Write a headline in the original language.",
            "The video needs a transcript.",
            "Check the story for sensitive details and tick the box.",
        ]

    def test_objection_is_a_comment_and_staffs_turn_again(self) -> None:
        row = curation.object_to_page(submission_in("approved"), by=SECOND, note=" The year is wrong. ")
        assert list(row.comments.values_list("about", "text", "by")) == [("other", "The year is wrong.", None)]
        assert list(Submission.objects.our_turn()) == [row]
        with pytest.raises(NotReady) as refused:
            curation.object_to_page(submission_in("approved"), by=CONTRIBUTOR, note=" ")
        assert refused.value.code == "no_comment"


class TestSchedule:
    SOON = timedelta(hours=1)

    def test_moment_in_the_past_is_refused(self) -> None:
        with pytest.raises(ValidationError) as refused:
            curation.schedule(submission_in("signed_off"), at=timezone.now(), by=person("curator"))
        assert refused.value.code == "schedule_in_past"

    def test_clock_publishes_what_is_due_and_writes_to_the_team(self) -> None:
        curator, soon = person("curator"), timezone.now() + self.SOON
        due, later = submission_in("signed_off"), submission_in("signed_off")
        curation.schedule(due, at=soon, by=curator)
        curation.schedule(later, at=soon + self.SOON, by=curator)
        assert not Submission.objects.our_turn().exists()  # nothing is left to do for staff
        assert curation.publish_due(at=soon) == 1
        assert [row.story.submission for row in Submission.objects.filter(state="published")] == [due]
        told = Message.objects.get(kind="spotlight.published")
        assert (told.state, told.topic) == ("queued", due.topic)
        assert Story.objects.get(submission=due).history.latest().history_user == curator
        assert due.steps.latest("pk").actor == "clock"
        settle()

    def test_story_that_lost_something_waits_for_staff_with_a_note(self) -> None:
        row, soon = submission_in("signed_off"), timezone.now() + self.SOON
        other = submission_in("signed_off")
        for each in (row, other):
            curation.schedule(each, at=soon, by=person("curator"))
        Submission.objects.filter(pk=row.pk).update(sensitive_checked=False, notes="Ring her.")
        assert curation.publish_due(at=soon) == 1
        row.refresh_from_db()
        assert (row.state, row.story.state, row.story.scheduled_by) == ("signed_off", "draft", None)
        assert row.notes == "Ring her.\nCheck the story for sensitive details and tick the box."
        assert list(Submission.objects.our_turn()) == [row]
        assert curation.publish_due(at=soon) == 0

    def test_clock_publishes_nothing_that_was_not_scheduled(self) -> None:
        row = submission_in("signed_off")
        with pytest.raises(ValidationError) as refused:
            curation.publish(row, by=CLOCK)
        assert refused.value.code == "wrong_state"
        curation.schedule(row, at=timezone.now() + self.SOON, by=person("curator"))
        curation.unschedule(row, by=person("curator"))
        assert curation.publish_due(at=timezone.now() + self.SOON) == 0
        assert list(Submission.objects.our_turn()) == [row]

    @pytest.mark.parametrize("door", ["reopen", "decline", "withdraw"])
    def test_schedule_falls_with_every_step_back(self, door: str) -> None:
        row, curator = submission_in("signed_off"), person("curator")
        curation.schedule(row, at=timezone.now() + self.SOON, by=curator)
        if door == "withdraw":
            curation.withdraw(row, by=CONTRIBUTOR)
        else:
            getattr(curation, door)(row, by=curator, reason="A question came up.")
        story = Story.objects.get(submission=row)
        assert (story.state, story.scheduled_for, story.scheduled_by) == ("draft", None, None)
        settle()


class TestWithdrawal:
    def test_page_and_consents_are_gone_at_once(self) -> None:
        row = submission_in("published")
        slug = row.story.slug
        curation.withdraw(row, by=CONTRIBUTOR)
        settle()
        assert not Story.objects.published().filter(slug=slug).exists()
        assert not StoryText.objects.shown().exists()
        assert consents.standing(row) == []

    def test_waiting_letters_about_it_do_not_leave_any_more(self) -> None:
        row, other = submission_in("approved"), submission_in("approved")
        curation.withdraw(row, by=CONTRIBUTOR)
        assert [message.topic for message in Message.objects.held()] == [other.topic]
        stopped = Message.objects.get(state=MessageState.DISCARDED)
        assert (stopped.topic, stopped.kind, stopped.decided_by) == (row.topic, "spotlight.sign_off", None)

    def test_by_staff_the_letter_is_theirs(self) -> None:
        row = submission_in("published")
        letter = Letter("Your story", "We took it off the site.\n", send=False)
        curation.withdraw(row, by=person("curator"), reason="A court asked for it.", letter=letter)
        assert Message.objects.held().get(topic=row.topic).body == letter.body


def test_new_state_begins_the_reminders_anew() -> None:
    row = submission_in("approved")
    Submission.objects.filter(pk=row.pk).update(reminders=2, reminded_at=timezone.now())
    row = curation.object_to_page(row, by=CONTRIBUTOR, note="The year is wrong.")
    assert (row.reminders, row.reminded_at) == (0, None)
