"""The buttons that publish, schedule, withdraw, archive, restore and mark as checked."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from projects.models import FigureSource, Project, State
from tests.factories import ProjectFactory, PublishedProjectFactory, UserFactory
from tests.projects.staff import LIST, change_url, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return signed_in("Curator")


def step(client, project, name, **data):
    answer = client.post(change_url(project, "step", name), data, follow=True)
    project.refresh_from_db()
    return [str(message) for message in answer.context["messages"]]


def offered(client, project):
    return [step.name for step in client.get(change_url(project)).context["steps"]]


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        (State.DRAFT, ["publish", "schedule"]),
        (State.SCHEDULED, ["publish", "unschedule"]),
        (State.PUBLISHED, ["withdraw", "archive"]),
        (State.ARCHIVED, ["restore"]),
    ],
)
def test_page_offers_the_steps_of_its_state(curator, state, steps):
    assert offered(curator, ProjectFactory(state=state, themes=["Ageing"])) == steps


def test_page_offers_no_step_to_an_editor():
    assert offered(signed_in("Editor"), ProjectFactory(themes=["Ageing"])) == []


def test_profile_goes_the_whole_way(curator):
    project = ProjectFactory(acronym="LAKE", themes=["Ageing"])
    assert step(curator, project, "publish") == ["“LAKE” is online."]
    assert step(curator, project, "withdraw") == ["“LAKE” is a draft again and no longer online."]
    assert step(curator, project, "publish") == ["“LAKE” is online."]
    assert step(curator, project, "archive") == ["“LAKE” is archived."]
    assert step(curator, project, "restore") == ["“LAKE” is online again."]
    assert project.state == State.PUBLISHED


def test_schedule_takes_a_moment_in_local_time(curator):
    project = ProjectFactory(acronym="LAKE", themes=["Ageing"])
    assert step(curator, project, "schedule", at="2090-07-01T09:30") == ["“LAKE” is scheduled."]
    assert project.state == State.SCHEDULED
    assert timezone.localtime(project.scheduled_for).isoformat() == "2090-07-01T09:30:00+02:00"
    assert step(curator, project, "unschedule") == ["“LAKE” is a draft again."]


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("", "Choose the day and time at which the profile goes online."),
        ("soon", "Write the moment as 2027-01-31 09:00."),
        ("2001-01-01T00:00", "Choose a moment in the future, or publish now."),
    ],
)
def test_schedule_without_a_usable_moment_is_refused(curator, at, sentence):
    project = ProjectFactory(themes=["Ageing"])
    assert step(curator, project, "schedule", at=at) == [sentence]
    assert project.state == State.DRAFT


def test_refused_step_says_why_and_changes_nothing(curator):
    project = ProjectFactory(acronym="LAKE")
    assert step(curator, project, "publish") == ["Choose at least one theme."]
    assert step(curator, project, "archive") == ["“LAKE” is draft; this step is not possible now."]
    assert project.state == State.DRAFT


def test_steps_do_not_answer_to_get_and_unknown_names(curator):
    project = ProjectFactory(themes=["Ageing"])
    assert curator.get(change_url(project, "step", "publish")).status_code == 405
    assert curator.get(change_url(project, "checked")).status_code == 405
    assert curator.post(change_url(project, "step", "delete")).status_code == 404
    assert curator.post(f"{LIST}99999999999999999999/step/publish/").status_code == 404
    project.refresh_from_db()
    assert project.state == State.DRAFT


def test_steps_need_the_csrf_token():
    from django.test import Client

    client, project = Client(enforce_csrf_checks=True), ProjectFactory(themes=["Ageing"])
    client.force_login(UserFactory(is_superuser=True))
    assert client.post(change_url(project, "step", "publish")).status_code == 403
    project.refresh_from_db()
    assert project.state == State.DRAFT


def test_state_is_no_field_of_the_form(curator):
    project = ProjectFactory(themes=["Ageing"])
    curator.post(change_url(project), {"state": "published", "published_at_0": "2020-01-01", "acronym": "X"})
    project.refresh_from_db()
    assert project.state == State.DRAFT


def test_one_click_marks_profile_and_sources_as_checked(curator):
    project, other = PublishedProjectFactory(), PublishedProjectFactory()
    for each in (project, other):
        FigureSource.objects.create(project=each, figure="eu_funding", source="https://example.org/money")
    curator.post(change_url(project, "checked"))
    today = timezone.localdate()
    assert list(Project.objects.order_by("pk").values_list("checked_on", flat=True)) == [today, None]
    assert list(FigureSource.objects.order_by("pk").values_list("checked_on", flat=True)) == [today, None]
    assert FigureSource.history.filter(checked_on=today).get().history_user.username.startswith("Curator")


def test_checking_without_a_source_is_refused(curator):
    project = ProjectFactory(source="", checked_on=date(2020, 1, 1))
    answer = curator.post(change_url(project, "checked"), follow=True)
    assert [str(m) for m in answer.context["messages"]] == ["Name a source first; there is nothing to check against."]
    project.refresh_from_db()
    assert project.checked_on == date(2020, 1, 1)


def test_page_of_a_draft_links_to_its_preview_and_a_public_one_to_its_page(curator):
    draft, live = ProjectFactory(slug="draft", themes=["Ageing"]), PublishedProjectFactory(slug="live")
    page = curator.get(change_url(draft)).content.decode()
    assert 'href="/en/projects/draft/preview/"' in page
    assert 'class="viewsitelink"' not in page
    page = curator.get(change_url(live)).content.decode()
    assert 'href="/en/projects/live/" class="viewsitelink"' in page
    assert "/preview/" not in page


def test_front_page_counts_what_waits_and_links_to_it(curator):
    ProjectFactory(acronym="DRAFT", programme=None, source="")
    ProjectFactory(acronym="SOON", state=State.SCHEDULED, themes=["Ageing"], countries=["SE"], keep_id=5)
    PublishedProjectFactory(acronym="LATE", countries=["SE"], checked_on=timezone.localdate() - timedelta(days=400))
    PublishedProjectFactory(acronym="FINE", countries=["SE"], checked_on=timezone.localdate())
    quiet = curator.get("/admin/").context["desk"].quiet
    waiting = {found.url: found.count for kind, found in quiet if kind.name.startswith("projects.")}
    assert waiting == {
        f"{LIST}?state=draft": 1,
        f"{LIST}?state=scheduled": 1,
        f"{LIST}?check=overdue": 1,
        f"{LIST}?completeness=thin": 1,
    }
    for url, count in waiting.items():
        assert len(curator.get(url).context["cl"].result_list) == count


def test_front_page_shows_nothing_waiting_to_people_who_may_not_see_it():
    ProjectFactory()
    assert signed_in(None).get("/admin/").context["desk"].quiet == []
