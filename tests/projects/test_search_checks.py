"""What the portal says about a database its search cannot stand on."""

import pytest
from django.core.checks import run_checks
from django.core.management import call_command

from projects.models import ProjectDocument
from projects.search.checks import judge
from tests.factories import PublishedProjectFactory
from tests.projects.search_tools import found

GOOD = {"encoding": "UTF8", "lowers": True, "version": 150000, "stale": []}


def test_good_database_is_not_mentioned() -> None:
    assert judge(**GOOD) == []


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"encoding": "LATIN1"}, "projects.E001"),
        ({"version": 149999}, "projects.E002"),
        ({"lowers": False}, "projects.W001"),
        ({"stale": ["et"]}, "projects.W002"),
    ],
)
def test_fault_is_named_with_what_to_do(fault: dict[str, object], code: str) -> None:
    messages = judge(**(GOOD | fault))
    assert [message.id for message in messages] == [code]
    assert messages[0].hint


@pytest.mark.django_db
def test_the_database_of_the_tests_is_good() -> None:
    messages = [message for message in run_checks(databases=["default"]) if str(message.id).startswith("projects.")]
    assert [message for message in messages if message.id != "projects.W001"] == []


@pytest.mark.django_db
def test_rebuild_command_builds_lost_rows(capsys: pytest.CaptureFixture[str]) -> None:
    PublishedProjectFactory(acronym="LAKE", title="Boats")
    ProjectDocument.objects.all().delete()
    assert found() == []
    call_command("rebuild_search")
    assert "Search rows built: 1." in capsys.readouterr().out
    assert found("q=boats") == ["LAKE"]
