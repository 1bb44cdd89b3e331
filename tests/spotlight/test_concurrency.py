"""Two people at the same moment: one decides, the other is told; what is done twice is done once."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connections
from django.utils import timezone

from outbox.models import Message
from spotlight import curation, drafting
from spotlight.actors import CONTRIBUTOR
from spotlight.models import Purpose, State, Step, Story, Submission, Version
from tests.factories import draft_submission, submission_in

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], object]) -> list[str]:
    """Run them on connections of their own, let go together; the codes of the refusals, sorted."""
    gate, codes, problems = threading.Barrier(len(works)), [], []

    def run(work: Callable[[], object]) -> None:
        try:
            gate.wait(10)
            work()
        except ValidationError as refused:
            codes.append(str(refused.code))
        except Exception as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert problems == []
    return sorted(codes)


@pytest.fixture
def boss() -> User:
    return User.objects.create_superuser("boss")


def test_handed_in_four_times_at_once_is_one_submission() -> None:
    draft = draft_submission()
    hand_in = lambda: curation.submit(draft, by=CONTRIBUTOR, agreed={Purpose.STORY}, language="en")  # noqa: E731
    assert at_once(*[hand_in] * 4) == []
    counts = [model.objects.count() for model in (Submission, Step, Version, Story, Message)]
    assert counts == [1, 1, 1, 1, 1]


def test_two_members_of_staff_decide_and_one_is_told(boss: User) -> None:
    row = submission_in("submitted", by=boss)
    refusals = at_once(
        lambda: curation.approve(row, by=boss), lambda: curation.request_changes(row, by=boss, comments={"other": "?"})
    )
    assert refusals == ["wrong_state"]
    assert row.steps.count() == 2
    assert Message.objects.held().count() == 1


def test_withdrawn_while_staff_publish_is_never_public_in_the_end(boss: User) -> None:
    for _each in range(3):
        row = submission_in("signed_off", by=boss)
        refusals = at_once(
            lambda row=row: curation.withdraw(row, by=CONTRIBUTOR), lambda row=row: curation.publish(row, by=boss)
        )
        row.refresh_from_db()
        assert row.state == State.WITHDRAWN
        assert refusals in ([], ["wrong_state"])
    assert not Story.objects.published().exists()


def test_two_workers_publish_once_and_an_unscheduled_story_stays(boss: User) -> None:
    row, soon = submission_in("signed_off", by=boss), timezone.now() + timedelta(hours=1)
    curation.schedule(row, at=soon, by=boss)
    assert at_once(*[lambda: curation.publish_due(at=soon)] * 2) == []
    assert Step.objects.filter(verb="publish").count() == 1
    assert Message.objects.filter(kind="spotlight.published").count() == 1


def test_typing_and_handing_in_at_once_loses_neither() -> None:
    draft = draft_submission()
    refusals = at_once(
        lambda: drafting.save(draft, person_role="master baker"),
        lambda: curation.submit(draft, by=CONTRIBUTOR, agreed={Purpose.STORY}, language="en"),
    )
    row = Submission.objects.get()
    assert row.state == State.SUBMITTED
    assert (row.person_role == "master baker") is (refusals == [])
    assert row.versions.get().content["person_role"] == row.person_role
