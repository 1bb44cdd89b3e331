"""The clock publishes through the same door as staff do."""

import pytest
from django.utils import timezone

from outbox.registry import all_duties
from projects.duties import profiles_wait, publish_due_profiles
from projects.models import Project
from tests.factories import ProjectFactory

pytestmark = pytest.mark.django_db


def test_publish_due_profiles_is_declared_every_minute() -> None:
    declared = all_duties()["projects.publish_due_profiles"]
    assert declared.every is not None
    assert declared.every.total_seconds() == 60


def test_publish_due_profiles_publishes_what_is_due() -> None:
    due = ProjectFactory(state="scheduled", scheduled_for=timezone.now(), themes=["Ageing"])
    ProjectFactory()
    assert profiles_wait()
    assert publish_due_profiles() == "1 profile published"
    assert list(Project.objects.published()) == [due]
    assert not profiles_wait()
