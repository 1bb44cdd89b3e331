"""The doors of publication: who may pass, what is written together, what is refused."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from projects import curation
from projects.models import Project, ProjectText, ProjectTheme, State
from tests.factories import ProjectFactory, PublishedProjectFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_publish_writes_state_person_moment_and_history() -> None:
    draft, curator = ProjectFactory(themes=["Ageing"]), UserFactory()
    before = timezone.now()
    curation.publish(draft, by=curator)
    draft.refresh_from_db()
    assert (draft.state, draft.published_by) == (State.PUBLISHED, curator)
    assert draft.published_at is not None
    assert before <= draft.published_at <= timezone.now()
    assert draft.history.latest().history_user == curator
    assert list(Project.objects.published()) == [draft]


@pytest.mark.parametrize("state", ["draft", "scheduled", "archived"])
def test_published_leaves_out_other_states(state: str) -> None:
    shown = PublishedProjectFactory()
    ProjectFactory(state=state)
    assert list(Project.objects.published()) == [shown]


def test_publish_incomplete_draft_names_everything_missing() -> None:
    draft = ProjectFactory(programme=None, source="", summary="")
    with pytest.raises(curation.NotReady) as refused:
        curation.publish(draft, by=UserFactory())
    assert refused.value.messages == [
        "Write a summary in the original language.",
        "Choose a programme.",
        "Choose at least one theme.",
        "Name a source.",
    ]
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


@pytest.mark.parametrize(
    ("door", "state"),
    [
        (curation.publish, "published"),
        (curation.publish, "archived"),
        (curation.archive, "draft"),
        (curation.archive, "scheduled"),
        (curation.archive, "archived"),
        (curation.withdraw, "draft"),
        (curation.withdraw, "archived"),
        (curation.restore, "draft"),
        (curation.restore, "published"),
        (curation.unschedule, "published"),
    ],
)
def test_door_refuses_wrong_state_and_changes_nothing(door, state: str) -> None:  # type: ignore[no-untyped-def]
    project = ProjectFactory(state=state, themes=["Ageing"])
    with pytest.raises(ValidationError) as refused:
        door(project, by=UserFactory())
    assert refused.value.code == "wrong_state"
    project.refresh_from_db()
    assert project.state == state


def test_archive_and_restore_keep_first_publication() -> None:
    project, curator = PublishedProjectFactory(), UserFactory()
    first = project.published_at
    curation.archive(project, by=curator)
    project.refresh_from_db()
    assert (project.state, project.archived_by) == (State.ARCHIVED, curator)
    curation.restore(project, by=curator)
    project.refresh_from_db()
    assert (project.state, project.archived_at, project.published_at) == (State.PUBLISHED, None, first)


def test_withdraw_goes_back_to_draft() -> None:
    project = PublishedProjectFactory()
    curation.withdraw(project, by=UserFactory())
    project.refresh_from_db()
    assert (project.state, project.published_at, project.published_by) == (State.DRAFT, None, None)


def test_schedule_in_the_past_refused() -> None:
    draft = ProjectFactory(themes=["Ageing"])
    with pytest.raises(ValidationError, match="moment in the future"):
        curation.schedule(draft, at=timezone.now() - timedelta(minutes=1), by=UserFactory())


def test_publish_due_publishes_in_the_name_of_the_scheduler() -> None:
    curator, soon = UserFactory(), timezone.now() + timedelta(hours=1)
    due, later = ProjectFactory(themes=["Ageing"]), ProjectFactory(themes=["Ageing"])
    curation.schedule(due, at=soon, by=curator)
    curation.schedule(later, at=soon + timedelta(hours=1), by=curator)
    assert curation.publish_due(at=soon) == 1
    due.refresh_from_db()
    later.refresh_from_db()
    assert (due.state, due.published_by, due.scheduled_for) == (State.PUBLISHED, curator, None)
    assert later.state == State.SCHEDULED


def test_publish_due_sends_incomplete_profile_back_with_a_note() -> None:
    soon = timezone.now() + timedelta(hours=1)
    draft = ProjectFactory(themes=["Ageing"])
    curation.schedule(draft, at=soon, by=UserFactory())
    ProjectTheme.objects.all().delete()
    ProjectText.objects.update(summary="")
    assert curation.publish_due(at=soon) == 0
    draft.refresh_from_db()
    assert draft.state == State.DRAFT
    assert "Choose at least one theme." in draft.notes
