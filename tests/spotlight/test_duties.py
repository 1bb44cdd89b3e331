"""The clock: each duty with time moved, each run twice, and one killed half-way."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone
from post_office.models import Email

from outbox.models import Message
from outbox.registry import all_duties
from spotlight import corrections, curation, duties, letters, mails, reminding
from spotlight.actors import CLOCK, CONTRIBUTOR
from spotlight.letters import Letter
from spotlight.models import Erasure, State, Story, StoryState, Submission
from tests.factories import draft_submission, submission_in
from tests.spotlight.photographs import with_photograph
from vocabulary.models import SiteSettings

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(db: None) -> User:
    SiteSettings.load()
    return User.objects.create_superuser("boss")


def days_ago(days: float) -> datetime:
    return timezone.now() - timedelta(days=days)


def sent(kind: Any) -> list[str]:
    return sorted(Message.objects.filter(kind=kind.name, state="queued").values_list("to", flat=True))


def move(row: Submission, **moments: datetime) -> Submission:
    """Set timestamps back, as if time had passed."""
    Submission.objects.filter(pk=row.pk).update(**moments)
    row.refresh_from_db()
    return row


@pytest.fixture
def long_ago(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let so many days pass, for everybody who asks the clock."""
    passed = timedelta()
    real = timezone.now

    def pass_by(days: float) -> None:
        nonlocal passed
        passed += timedelta(days=days)
        monkeypatch.setattr(timezone, "now", lambda: real() + passed)

    return pass_by


def waits(boss: User, state: str, **fields: Any) -> Submission:
    """A submission on which the team must act, whose e-mail of the decision has left."""
    row = submission_in(State.SUBMITTED, by=boss, **fields)
    letter = Letter("About your story", "Please look at it.", send=True)
    if state == State.CHANGES_REQUESTED:
        return curation.request_changes(row, by=boss, comments={"meaning": "Who?"}, letter=letter)
    return curation.approve(row, by=boss, letter=letter)


def test_duties_are_declared_and_publishing_has_a_bell() -> None:
    declared = {name for name in all_duties() if name.startswith("spotlight.")}
    assert declared == {
        "spotlight.publish_due_stories",
        "spotlight.remind_teams",
        "spotlight.warn_of_deletion",
        "spotlight.delete_abandoned_drafts",
        "spotlight.delete_closed_submissions",
        "spotlight.ask_still_true",
    }
    assert all_duties()["spotlight.publish_due_stories"].waiting is duties.stories_wait


def test_publish_due_stories_publishes_what_is_due_and_nothing_else(boss: User) -> None:
    due, later, never = (submission_in(State.SIGNED_OFF, by=boss) for _each in range(3))
    curation.schedule(due, at=timezone.now() + timedelta(hours=1), by=boss)
    curation.schedule(later, at=timezone.now() + timedelta(days=1), by=boss)
    assert not duties.stories_wait()
    Story.objects.filter(submission=due).update(scheduled_for=timezone.now())
    assert duties.stories_wait()
    assert duties.publish_due_stories() == "1 story published"
    assert not duties.stories_wait()
    assert list(Story.objects.published()) == [Story.objects.get(submission=due)]
    never.refresh_from_db()
    assert never.state == State.SIGNED_OFF


@pytest.mark.parametrize(
    ("state", "kind"), [(State.CHANGES_REQUESTED, mails.REMIND_CHANGES), (State.APPROVED, mails.REMIND_SIGN_OFF)]
)
def test_remind_teams_three_times_at_most_with_pauses(
    boss: User, long_ago: Callable[[float], None], state: str, kind: Any
) -> None:
    waits(boss, state, email="slow@example.org")
    submission_in(State.SUBMITTED, by=boss, email="ours@example.org")
    said = []
    for days in (6.9, 0.2, 7.1, 6.9, 0.2, 99):
        long_ago(days)
        said.append(duties.remind_teams())
    assert said == [
        "0 teams reminded",
        "1 team reminded",
        "1 team reminded",
        "0 teams reminded",
        "1 team reminded",
        "0 teams reminded",
    ]
    assert sent(kind) == ["slow@example.org"] * 3


def test_reminder_goes_to_the_person_sign_off_was_passed_to(boss: User) -> None:
    row = waits(boss, State.APPROVED)
    curation.pass_sign_off(row, to="second@example.org", by=CONTRIBUTOR)
    reminding.remind(row, boss)
    assert sent(mails.REMIND_SIGN_OFF) == ["second@example.org"]
    body = Message.objects.get(kind=mails.REMIND_SIGN_OFF.name).body
    assert "/spotlight/sign-off/" in body
    assert "/spotlight/own/" not in body


def refusal(row: Submission, by: Any) -> str | None:
    before = Message.objects.count()
    try:
        reminding.remind(row, by)
    except ValidationError as error:
        assert Message.objects.count() == before
        row.refresh_from_db()
        return error.code
    return None


def test_remind_refuses_whoever_may_not_and_whenever_it_is_wrong(boss: User) -> None:
    row = waits(boss, State.CHANGES_REQUESTED)
    assert refusal(row, User.objects.create_user("guest")) == "not_allowed"
    assert refusal(row, CONTRIBUTOR) == "not_allowed"
    assert refusal(submission_in(State.SUBMITTED, by=boss), boss) == "wrong_state"
    assert refusal(submission_in(State.CHANGES_REQUESTED, by=boss), boss) == "mail_waits"
    example = waits(boss, State.CHANGES_REQUESTED)
    Submission.objects.filter(pk=example.pk).update(is_example=True)
    assert refusal(example, boss) == "example"
    silent = waits(boss, State.CHANGES_REQUESTED)
    Submission.objects.filter(pk=silent.pk).update(email="", entered_by=boss)
    assert refusal(silent, boss) == "no_address"
    assert refusal(row, boss) is None
    assert refusal(row, boss) == "too_soon"
    row.refresh_from_db()
    assert row.reminders == 1


def test_warning_comes_three_days_before_deletion_once_for_each_time_left(boss: User) -> None:
    draft = move(draft_submission(email="slow@example.org"), touched_at=days_ago(11.1))
    move(draft_submission(email="busy@example.org"), touched_at=days_ago(10.9))
    move(draft_submission(email=""), touched_at=days_ago(12))
    assert [duties.warn_of_deletion(), duties.warn_of_deletion()] == ["1 announced", "0 announced"]
    assert sent(mails.DRAFT_ENDS) == ["slow@example.org"]
    assert "in 3 days" in Message.objects.get(kind=mails.DRAFT_ENDS.name).body
    move(draft, touched_at=days_ago(11.2))  # went on, and left it again
    assert duties.warn_of_deletion() == "1 announced"


def test_no_warning_where_drafts_live_no_longer_than_it_takes(boss: User) -> None:
    SiteSettings.objects.update(draft_days=3)
    move(draft_submission(), touched_at=days_ago(2))
    assert duties.warn_of_deletion() == "0 announced"


def test_abandoned_draft_goes_with_photograph_files_and_mails(
    boss: User, django_capture_on_commit_callbacks: Any
) -> None:
    draft = move(with_photograph(draft_submission()), touched_at=days_ago(14.1))
    letters.tell(mails.DRAFT_SAVED, draft, days=14, link="x")
    fresh = move(draft_submission(), touched_at=days_ago(13.9))
    example = move(draft_submission(), touched_at=days_ago(99))
    Submission.objects.filter(pk=example.pk).update(is_example=True)
    with django_capture_on_commit_callbacks(execute=True):
        assert duties.delete_abandoned_drafts() == "1 deleted"
    assert duties.delete_abandoned_drafts() == "0 deleted"
    assert sorted(Submission.objects.values_list("pk", flat=True)) == [fresh.pk, example.pk]
    assert [path for path in Path(configured.MEDIA_ROOT).rglob("*") if path.is_file()] == []
    assert not Message.objects.exists()
    assert not Email.objects.exists()


def test_closed_submissions_go_after_their_days_and_public_addresses_stay(
    boss: User, long_ago: Callable[[float], None]
) -> None:
    submission_in(State.DECLINED, by=boss)
    public = submission_in(State.PUBLISHED, by=boss)
    slug = public.story.slug
    curation.withdraw(public, by=CONTRIBUTOR)
    kept = submission_in(State.PUBLISHED, by=boss)
    example = submission_in(State.DECLINED, by=boss)
    Submission.objects.filter(pk=example.pk).update(is_example=True)
    long_ago(89.9)
    assert duties.delete_closed_submissions() == "0 deleted"
    long_ago(0.2)
    assert duties.delete_closed_submissions() == "2 deleted"
    assert duties.delete_closed_submissions() == "0 deleted"
    assert sorted(Submission.objects.values_list("pk", flat=True)) == [kept.pk, example.pk]
    gone = Story.objects.get(slug=slug)
    assert (gone.state, gone.person_name, gone.texts.count()) == (StoryState.ARCHIVED, "", 0)
    assert Erasure.objects.count() == 2


def test_still_true_is_asked_after_a_year_and_once_a_year(boss: User, long_ago: Callable[[float], None]) -> None:
    old = submission_in(State.PUBLISHED, by=boss, email="old@example.org")
    example = submission_in(State.PUBLISHED, by=boss, email="example@example.org")
    Submission.objects.filter(pk=example.pk).update(is_example=True)
    long_ago(364.9)
    assert duties.ask_still_true() == "0 teams asked"
    long_ago(0.2)
    assert [duties.ask_still_true(), duties.ask_still_true()] == ["1 team asked", "0 teams asked"]
    corrections.say_still_true(old, at=timezone.now())
    long_ago(300)
    assert duties.ask_still_true() == "0 teams asked"
    long_ago(66)
    assert duties.ask_still_true() == "1 team asked"
    assert sent(mails.STILL_TRUE) == ["old@example.org"] * 2


class Killed(BaseException):
    """What a signal does to a duty."""


@pytest.mark.django_db(transaction=True)
def test_duty_killed_half_way_and_run_again_writes_nobody_twice(
    monkeypatch: pytest.MonkeyPatch, long_ago: Callable[[float], None]
) -> None:
    boss = User.objects.create_superuser("boss")
    for name in ("one", "two", "three"):
        waits(boss, State.APPROVED, email=f"{name}@example.org")
    long_ago(8)
    tell, calls = letters.tell, []

    def dies_at_the_second(*given: Any, **more: Any) -> Any:
        calls.append(given)
        message = tell(*given, **more)
        if len(calls) == 2:
            raise Killed
        return message

    monkeypatch.setattr(letters, "tell", dies_at_the_second)
    with pytest.raises(Killed):
        duties.remind_teams()
    assert sent(mails.REMIND_SIGN_OFF) == ["one@example.org"]
    assert duties.remind_teams() == "2 teams reminded"
    assert sent(mails.REMIND_SIGN_OFF) == ["one@example.org", "three@example.org", "two@example.org"]
    assert set(Submission.objects.values_list("reminders", flat=True)) == {1}


def test_refused_row_does_not_stop_the_others(boss: User, long_ago: Callable[[float], None]) -> None:
    submission_in(State.CHANGES_REQUESTED, by=boss, email="held@example.org")  # its e-mail still waits for staff
    waits(boss, State.CHANGES_REQUESTED, email="told@example.org")
    long_ago(8)
    assert duties.remind_teams() == "1 team reminded"
    assert sent(mails.REMIND_CHANGES) == ["told@example.org"]


def test_clock_is_refused_when_it_is_not_the_teams_turn() -> None:
    row = submission_in(State.SUBMITTED)
    with pytest.raises(ValidationError, match="turn"):
        reminding.remind(row, CLOCK)
