"""The doors of reports: published, scheduled, archived and restored by people who may decide, and by the clock."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from outbox.registry import all_duties
from spotlight import reports
from spotlight.models import Story, StoryState
from spotlight.reports import (
    archive_report,
    publish_due_reports,
    publish_report,
    restore_report,
    schedule_report,
    unschedule_report,
)
from spotlight.steps import NotReady
from tests.factories import ReportFactory, submission_in
from tests.pictures.photographs import stored_picture
from tests.projects.staff import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return member("Curator")


def draft(**fields):
    return ReportFactory(state=StoryState.DRAFT, published_at=None, **fields)


def scheduled(by, *, at=None, **fields):
    return ReportFactory(
        state=StoryState.SCHEDULED,
        published_at=None,
        scheduled_for=at or timezone.now() - timedelta(minutes=1),
        scheduled_by=by,
        **fields,
    )


def test_report_goes_the_whole_way(curator):
    story = publish_report(draft(), by=curator)
    first = story.published_at
    assert (story.state, story.history.first().history_user) == (StoryState.PUBLISHED, curator)
    story = archive_report(story, by=curator)
    assert (story.state, list(Story.objects.published())) == (StoryState.ARCHIVED, [])
    story = restore_report(story, by=curator)
    assert (story.state, story.published_at, story.archived_at) == (StoryState.PUBLISHED, first, None)
    assert list(Story.objects.published()) == [story]


def test_schedule_waits_and_can_be_taken_back(curator):
    at = timezone.now() + timedelta(days=1)
    story = schedule_report(draft(), at=at, by=curator)
    assert (story.state, story.scheduled_for, story.scheduled_by) == (StoryState.SCHEDULED, at, curator)
    assert publish_due_reports(at=timezone.now()) == 0
    story = unschedule_report(story, by=curator)
    assert (story.state, story.scheduled_for, story.scheduled_by) == (StoryState.DRAFT, None, None)


def test_schedule_in_the_past_is_refused(curator):
    story = draft()
    with pytest.raises(ValidationError) as refusal:
        schedule_report(story, at=timezone.now(), by=curator)
    assert refusal.value.code == "schedule_in_past"
    story.refresh_from_db()
    assert story.state == StoryState.DRAFT


@pytest.mark.parametrize(
    ("fields", "sentences"),
    [
        (
            {"words": {"headline": "", "report": " "}, "source": ""},
            [
                "Write a headline in the original language.",
                "Write the report in the original language.",
                "Name a source.",
            ],
        ),
        ({"video_url": "https://vimeo.com/123456789"}, ["The video needs a transcript."]),
    ],
)
def test_publishing_says_everything_that_is_missing(curator, fields, sentences):
    story = draft(**fields)
    for door in (publish_report, lambda story, by: schedule_report(story, at=timezone.now() + timedelta(1), by=by)):
        with pytest.raises(NotReady) as refusal:
            door(story, by=curator)
        assert refusal.value.messages == sentences
    story.refresh_from_db()
    assert story.state == StoryState.DRAFT


def test_photograph_nobody_described_stays_private(curator):
    picture = stored_picture(pending=True)
    with pytest.raises(NotReady) as refusal:
        publish_report(draft(picture=picture), by=curator)
    assert refusal.value.messages == ["Describe the photograph, or take it out."]


@pytest.mark.parametrize("group", ["Editor", "Translator", None])
def test_people_who_may_not_decide_are_refused(group):
    story, by = draft(), member(group)
    for door in (publish_report, unschedule_report, archive_report, restore_report):
        with pytest.raises(ValidationError) as refusal:
            door(story, by=by)
        assert refusal.value.code == "not_allowed"
    story.refresh_from_db()
    assert story.state == StoryState.DRAFT


def test_doors_refuse_states_they_do_not_start_from(curator):
    doors = {
        publish_report: {StoryState.DRAFT, StoryState.SCHEDULED},
        unschedule_report: {StoryState.SCHEDULED},
        archive_report: {StoryState.PUBLISHED},
        restore_report: {StoryState.ARCHIVED},
    }
    later = timezone.now() + timedelta(days=1)
    rows = {
        StoryState.DRAFT: draft(),
        StoryState.SCHEDULED: scheduled(curator, at=later),
        StoryState.PUBLISHED: ReportFactory(),
        StoryState.ARCHIVED: ReportFactory(state=StoryState.ARCHIVED, archived_at=timezone.now()),
    }
    for door, allowed in doors.items():
        for state in rows.keys() - allowed:
            with pytest.raises(ValidationError) as refusal:
                door(rows[state], by=curator)
            assert refusal.value.code == "wrong_state"
            rows[state].refresh_from_db()
            assert rows[state].state == state


def test_story_in_own_words_is_not_published_through_these_doors(curator):
    story = submission_in("signed_off").story
    with pytest.raises(ValidationError) as refusal:
        publish_report(story, by=curator)
    assert refusal.value.code == "not_a_report"
    story.refresh_from_db()
    assert story.state == StoryState.DRAFT


def test_clock_publishes_what_is_due_and_returns_what_lost_something(curator):
    due, lacking = scheduled(curator), scheduled(curator, words={"headline": "", "report": "Neighbours."})
    later = scheduled(curator, at=timezone.now() + timedelta(hours=1))
    assert publish_due_reports(at=timezone.now()) == 1
    states = dict(Story.objects.values_list("pk", "state"))
    assert states == {due.pk: "published", lacking.pk: "draft", later.pk: "scheduled"}
    due.refresh_from_db()
    assert (due.scheduled_for, due.scheduled_by) == (None, None)
    assert due.history.first().history_user == curator
    assert publish_due_reports(at=timezone.now()) == 0


def test_duty_publishes_due_reports(curator):
    scheduled(curator)
    duty = all_duties()["spotlight.publish_due_stories"]
    assert duty.waiting is not None
    assert duty.waiting()
    assert duty.run() == "1 story published"
    assert not duty.waiting()


def test_drafts_are_reports_nobody_scheduled(curator):
    story = draft()
    scheduled(curator)
    ReportFactory()
    submission_in("submitted")
    assert list(reports.drafts()) == [story]
