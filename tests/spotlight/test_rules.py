"""Every rule of the Spotlight's tables: the case the database refuses, in a sentence, and the twin it takes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from spotlight import curation
from spotlight.actors import CONTRIBUTOR
from spotlight.models import Comment, Consent, Erasure, Purpose, Step, Story, StoryText, Submission, Version
from tests.factories import ReportFactory, draft_submission, submission_in
from tests.pictures.photographs import stored_picture
from tests.spotlight.people import person, settle

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def refused(model: type[models.Model], row: models.Model, constraint: str, sentence: str, **values: Any) -> None:
    """A form is told the sentence, and whoever asks no form is stopped by the database; nothing is changed."""
    for name, value in values.items():
        setattr(row, name, value)
    if "correction" not in values:  # Django cannot tell an empty JSON column from JSON's null before it is stored
        with pytest.raises(ValidationError) as told:
            row.validate_constraints()
        assert sentence in told.value.messages
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model._base_manager.filter(pk=row.pk).update(**values)


def taken(model: type[models.Model], row: models.Model, **values: Any) -> None:
    if values:
        assert model._base_manager.filter(pk=row.pk).update(**values) == 1
        row.refresh_from_db()
    row.validate_constraints()


SUBMISSIONS = [
    ("submitted", "submission_handed_in_has_reference", "What was handed in has a reference", {"reference": None}, {}),
    ("draft", "submission_handed_in_has_reference", "What was handed in has a reference", {"round": 1}, {}),
    (
        "submitted",
        "submission_answers_three_questions",
        "A story answers all three questions",
        {"achievement": ""},
        {"achievement": "A bus on Saturdays."},
    ),
    ("approved", "submission_answers_three_questions", "A story answers all", {"speaker": ""}, {"speaker": "person"}),
    ("submitted", "submission_has_project", "A story is about a project", {"new_project": ""}, {"new_project": "X"}),
    (
        "draft",
        "submission_project_speaks_without_person",
        "When the project speaks as such",
        {"speaker": "project"},
        {"speaker": "project", "person_name": "", "person_role": ""},
    ),
    ("submitted", "submission_person_has_name", "When a person speaks", {"person_name": ""}, {"person_name": "Bo"}),
    ("submitted", "submission_can_be_answered", "We need an e-mail address", {"email": ""}, {"email": "b@example.org"}),
    (
        "signed_off",
        "submission_signed_page_is_known",
        "A sign-off is for one exact page",
        {"signed_fingerprint": ""},
        {},
    ),
    (
        "signed_off",
        "submission_correction_of_published",
        "Only a published story is corrected",
        {"correction": {"meaning": "x"}, "correction_at": NOW},
        {},
    ),
    (
        "published",
        "submission_correction_of_published",
        "Only a published story is corrected",
        {"correction": {"meaning": "x"}, "correction_at": None},
        {"correction": {"meaning": "x"}, "correction_at": NOW},
    ),
    (
        "approved",
        "submission_reminders_have_moment",
        "A reminder has the moment",
        {"reminders": 1},
        {"reminders": 1, "reminded_at": NOW},
    ),
]


@pytest.mark.parametrize(("state", "constraint", "sentence", "wrong", "right"), SUBMISSIONS)
def test_submission(state: str, constraint: str, sentence: str, wrong: dict, right: dict) -> None:  # type: ignore[type-arg]
    row = submission_in(state)
    with transaction.atomic():
        taken(Submission, row, **right)
        transaction.set_rollback(True)
    row.refresh_from_db()
    wording = next(
        str(each.violation_error_message) for each in Submission._meta.constraints if each.name == constraint
    )
    assert wording.startswith(sentence)
    refused(Submission, row, constraint, wording, **wrong)


def test_unknown_state_is_refused() -> None:
    row = draft_submission()
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=row.pk).update(state="forgotten")


@pytest.mark.parametrize("state", ["draft", "changes_requested", "declined", "withdrawn"])
def test_parts_may_be_missing_while_the_team_writes_and_after_the_end(state: str) -> None:
    taken(Submission, submission_in(state), meaning="", language="", new_project="", person_name="")


def test_photograph_needs_a_declaration_before_it_is_handed_in() -> None:
    row = submission_in("submitted")
    picture = stored_picture()
    taken(Submission, row, picture=picture, people_shown="none")
    taken(Submission, row, picture=picture, people_shown="consented", people_names="Bo")
    sentence = "Say who can be recognised in the photograph and has agreed, or nobody."
    refused(Submission, row, "submission_photograph_declared", sentence, people_shown="consented", people_names="")
    row.refresh_from_db()
    refused(Submission, row, "submission_photograph_declared", sentence, people_shown="")


STORIES: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("story_state_has_its_moment", "Each publication state needs its date", {"published_at": None}, {}),
    ("story_state_has_its_moment", "Each publication state needs its date", {"scheduled_for": NOW}, {}),
    (
        "story_state_has_its_moment",
        "Each publication state needs its date",
        {"state": "archived"},
        {"state": "archived", "archived_at": NOW},
    ),
    ("story_names_its_project", "A story is about a project", {"project_name": ""}, {"project_name": "Lake"}),
    ("story_report_names_its_source", "A report names its source", {"source": ""}, {"source": "https://example.org"}),
]


@pytest.mark.parametrize(("constraint", "sentence", "wrong", "right"), STORIES)
def test_story(constraint: str, sentence: str, wrong: dict[str, Any], right: dict[str, Any]) -> None:
    wording = next(str(each.violation_error_message) for each in Story._meta.constraints if each.name == constraint)
    assert wording.startswith(sentence)
    refused(Story, ReportFactory(), constraint, wording, **wrong)
    taken(Story, ReportFactory(), **right)


def test_report_with_a_submission_is_refused() -> None:
    row, sentence = submission_in("submitted"), "A report is written by the editors and has no submission."
    refused(Story, row.story, "story_report_has_no_submission", sentence, kind="report")


def test_text_once_per_language_and_in_a_language() -> None:
    story = ReportFactory()
    with pytest.raises(IntegrityError, match="story_text_once_per_language"), transaction.atomic():
        StoryText.objects.create(story=story, language="en")
    other = StoryText.objects.create(story=story, language="sv")
    sentence = "Choose a language from the list."
    refused(StoryText, other, "story_text_language_is_code", sentence, language="S1")


def test_step_has_one_actor_and_a_reason_where_one_is_needed() -> None:
    def step(**values: Any) -> Step:
        words = {"verb": "approve", "before": "submitted", "after": "approved", "round": 1, "at": NOW, "actor": "clock"}
        return Step(submission=row, **(words | values))

    row, boss = submission_in("submitted"), person("curator")
    for right in (
        {},
        {"actor": "staff", "by": boss},
        {"actor": "staff", "by": boss, "verb": "decline", "reason": "No."},
    ):
        step(**right).validate_constraints()
        with transaction.atomic():
            step(**right).save()
    for constraint, wrong in (
        ("step_has_one_actor", {"actor": "staff"}),
        ("step_has_one_actor", {"by": boss}),
        ("step_decline_and_override_have_reason", {"verb": "decline"}),
        ("step_decline_and_override_have_reason", {"verb": "override"}),
    ):
        with pytest.raises(ValidationError):
            step(**wrong).validate_constraints()
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            step(**wrong).save()


def test_comment_says_something_and_version_is_kept_once() -> None:
    row = submission_in("submitted")
    with pytest.raises(IntegrityError, match="comment_not_empty"), transaction.atomic():
        Comment.objects.create(submission=row, about="other", text="", round=1)
    assert Comment.objects.create(submission=row, about="other", text="Yes.", round=1).pk
    with pytest.raises(IntegrityError, match="version_once_per_round"), transaction.atomic():
        Version.objects.create(submission=row, round=1, content={})
    assert Version.objects.create(submission=row, round=2, content={}).pk


def test_consent_is_word_for_word_once_and_ends_after_it_began() -> None:
    def consent(**values: Any) -> Consent:
        words = {"purpose": "contact", "text": "I agree.", "version": "1", "language": "en", "given_at": NOW}
        return Consent.objects.create(submission=row, **(words | values))

    row = submission_in("submitted")
    for constraint, wrong in (
        ("consent_word_for_word", {"text": ""}),
        ("consent_word_for_word", {"version": ""}),
        ("consent_word_for_word", {"language": ""}),
        ("consent_once_per_purpose", {"purpose": "story"}),
        ("consent_withdrawn_after_given", {"withdrawn_at": NOW - timedelta(days=1)}),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            consent(**wrong)
    consent(withdrawn_at=NOW)
    assert consent().pk  # given anew after it was withdrawn


def _at_the_end(work: Callable[[], object]) -> str:
    """What the database says when a transaction with this work ends; empty when it agrees."""
    settle()
    try:
        with transaction.atomic():
            work()
            settle()
    except IntegrityError as said:
        return str(said).splitlines()[0]
    return ""


def test_change_of_state_without_its_step_is_refused() -> None:
    row = submission_in("submitted")
    forged = Submission.objects.filter(pk=row.pk)
    sentence = "A change of state is written down with its moment and the person who made it."
    assert _at_the_end(lambda: forged.update(state="approved")) == sentence
    assert _at_the_end(lambda: forged.update(state_since=NOW - timedelta(days=9))) == sentence
    assert _at_the_end(lambda: curation.approve(row, by=person("curator"))) == ""


def test_what_happened_is_not_rewritten_and_not_deleted() -> None:
    row = submission_in("submitted")
    with pytest.raises(IntegrityError, match="What happened is not rewritten"), transaction.atomic():
        row.steps.update(at=NOW - timedelta(days=9))
    gone = "What happened and what was agreed to goes only together with the submission."
    assert _at_the_end(lambda: row.steps.all().delete()) == gone
    assert _at_the_end(lambda: row.consents.all().delete()) == gone
    with transaction.atomic():
        Erasure.objects.create(submission=row.pk, at=NOW)
        row.story.delete()
        row.delete()
        settle()
    assert not Step.objects.exists()


def test_story_and_submission_are_published_together() -> None:
    row, sentence = submission_in("signed_off"), "A story and what was handed in for it are published together."
    story = Story.objects.filter(submission=row)
    assert _at_the_end(lambda: story.update(state="published", published_at=NOW)) == sentence
    assert _at_the_end(lambda: curation.publish(row, by=person("curator"))) == ""
    assert _at_the_end(lambda: story.update(state="archived", archived_at=NOW)) == sentence
    assert _at_the_end(lambda: story.update(submission=None)) == sentence


def test_only_what_is_signed_off_is_scheduled() -> None:
    row = submission_in("approved")
    story = Story.objects.filter(submission=row)
    wanted = {"state": "scheduled", "scheduled_for": NOW, "scheduled_by": person("curator")}
    assert "published together" in _at_the_end(lambda: story.update(**wanted))


def test_public_story_has_a_standing_consent() -> None:
    row, sentence = submission_in("published"), "A story is public only while the person agrees to it."
    own = Consent.objects.filter(submission=row, purpose="story")
    assert _at_the_end(lambda: own.update(withdrawn_at=timezone.now())) == sentence
    assert _at_the_end(lambda: curation.withdraw(row, by=CONTRIBUTOR)) == ""
    assert own.get().withdrawn_at is not None


@pytest.mark.parametrize("column", ["text", "version", "language", "purpose"])
def test_consent_stays_as_it_was_given(column: str) -> None:
    consent = submission_in("submitted").consents.filter(purpose="story")
    with pytest.raises(IntegrityError, match="A consent stays as it was given"), transaction.atomic():
        consent.update(**{column: "contact" if column == "purpose" else "x"})
    assert consent.update(withdrawn_at=timezone.now()) == 1
    with pytest.raises(IntegrityError, match="only its withdrawal is added, once"), transaction.atomic():
        consent.update(withdrawn_at=None)


@pytest.mark.parametrize("state", ["submitted", "changes_requested", "approved", "signed_off", "published"])
def test_what_was_handed_in_is_not_deleted(state: str) -> None:
    row = submission_in(state)
    with pytest.raises(IntegrityError, match=f"declined, withdrawn or erased, not deleted: {row.reference}"):
        row.delete()


@pytest.mark.parametrize("state", ["draft", "declined", "withdrawn"])
def test_what_ended_may_be_deleted(state: str) -> None:
    row = submission_in(state)
    row.delete()
    settle()
    assert not Submission.objects.exists()


@pytest.mark.parametrize("state", ["published", "archived"])
def test_story_that_was_public_is_not_deleted(state: str) -> None:
    story = ReportFactory(state=state, archived_at=NOW if state == "archived" else None)
    with pytest.raises(IntegrityError, match="archived, not deleted"), transaction.atomic():
        story.delete()
    ReportFactory(state="draft", published_at=None).delete()
    assert Story.objects.get() == story


@pytest.mark.parametrize("name", ["headline", "teaser", "meaning", "achievement", "why_fund", "report", "transcript"])
def test_signed_words_stay(name: str) -> None:
    words = StoryText.objects.filter(story__submission=submission_in("signed_off"))
    with pytest.raises(IntegrityError, match="take the story back to reading"), transaction.atomic():
        words.update(**{name: "Something else."})
    assert words.update(**{name: "Something else.", "signed_off_at": None}) == 1


def test_consent_to_the_photograph_may_go_while_the_story_stays() -> None:
    row = submission_in("published")
    assert row.consents.filter(purpose=Purpose.PHOTOGRAPH).update(withdrawn_at=timezone.now()) == 1
    settle()
