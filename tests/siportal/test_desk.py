"""The first page of the admin: how much waits, on whose turn, since when; and doing something with many at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import Email

from outbox.models import DutyRun
from outbox.registry import all_duties
from outbox.waiting import Asked, Found, Kind, Row, Turn, all_kinds, waits
from siportal.front import age, do, front
from spotlight import curation, moments
from spotlight.letters import Letter
from spotlight.models import Submission
from tests.factories import ProjectFactory, UserFactory, submission_in
from tests.projects.staff import member, signed_in

pytestmark = pytest.mark.django_db
QUERIES = 34
"""Statements for everything a curator sees: two a kind of story, one or two a kind of the rest."""
SENT = Letter("Please look", "Please look at your story.", send=True)


@pytest.fixture(autouse=True)
def on_time():
    """A worker that has just done all its duties."""
    now = timezone.now()
    DutyRun.objects.all().delete()
    DutyRun.objects.bulk_create(
        [DutyRun(name=name, known_since=now, last_started=now, last_ok=now) for name in all_duties()]
    )


@pytest.fixture
def curator():
    return signed_in("Curator")


def waiting_for_team(count: int, **ago: int) -> list[Submission]:
    """Submissions with changes asked for (so long ago), the e-mail about it sent."""
    boss = member(None, is_superuser=True)
    with moments.at(timezone.now() - timedelta(**ago)):
        return [_changes_asked_for(boss, n) for n in range(count)]


def _changes_asked_for(boss, n):
    row = submission_in("submitted", new_project=f"Pond {n}", email=f"pond{n}@example.org")
    return curation.request_changes(row, by=boss, comments={"meaning": "Who?"}, letter=SENT)


def desk_of(client: Client):
    return client.get("/admin/").context["desk"]


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def test_fifty_waiting_items_are_counted_and_split_by_turn(curator):
    waiting_for_team(19)
    [oldest] = waiting_for_team(1, days=12, hours=5)
    for n in range(30):
        submission_in("submitted", new_project=f"Lake {n}", email=f"lake{n}@example.org")
    page = curator.get("/admin/")
    assert "<h1>50 waiting, oldest 12 days</h1>" in page.content.decode()
    desk = page.context["desk"]
    assert (desk.yours.count, desk.theirs.count) == (30, 20)
    assert desk.theirs.items[0].row.key == oldest.pk
    assert desk.theirs.items[0].age == "12 days"
    assert {item.kind.name for item in desk.yours.items} == {"spotlight.to_read"}


def test_ten_selected_and_remind_send_ten_mails(curator):
    rows = waiting_for_team(12)
    Email.objects.all().delete()
    items = [f"spotlight.changes:{row.pk}" for row in rows[:10]]
    answer = curator.post("/admin/desk/", {"do": "remind", "item": items}, follow=True)
    assert said(answer) == ["10 reminders were sent."]
    assert sorted(Email.objects.values_list("to", flat=True)) == sorted([f"pond{n}@example.org"] for n in range(10))
    assert list(Submission.objects.order_by("pk").values_list("reminders", flat=True)) == [1] * 10 + [0] * 2
    again = curator.post("/admin/desk/", {"do": "remind", "item": items[:1]}, follow=True)
    assert said(again) == [
        "0 reminders were sent.",
        f"{rows[0].reference}: The team was reminded today already.",
    ]


def test_selected_stories_are_assigned_to_me(curator):
    mine, theirs, other = submission_in("submitted"), waiting_for_team(1)[0], submission_in("submitted")
    items = [f"spotlight.to_read:{mine.pk}", f"spotlight.changes:{theirs.pk}"]
    answer = curator.post("/admin/desk/", {"do": "assign", "item": items}, follow=True)
    assert said(answer) == ["2 stories are yours now."]
    name = answer.wsgi_request.user.username
    assert dict(Submission.objects.values_list("pk", "assignee__username")) == {
        mine.pk: name,
        theirs.pk: name,
        other.pk: None,
    }
    assert {item.row.key: item.row.whose for item in desk_of(curator).yours.items} == {mine.pk: name, other.pk: ""}


@pytest.mark.parametrize(
    ("posted"),
    [
        {"do": "remind"},
        {"do": "remind", "item": ["spotlight.to_read:1"]},
        {"do": "delete", "item": ["spotlight.changes:1"]},
        {"do": "assign", "item": ["spotlight.unknown:1", "1", "spotlight.to_read:x", "spotlight.to_read:-1"]},
        {"item": ["spotlight.to_read:1"]},
    ],
)
def test_nothing_fitting_selected_changes_nothing(curator, posted):
    submission_in("submitted")
    answer = curator.post("/admin/desk/", posted, follow=True)
    assert said(answer) == ["Select something first, and then what to do with it. Nothing was changed."]
    assert Submission.objects.get().assignee is None


def test_desk_answers_to_post_only_and_needs_the_token(curator):
    row = submission_in("submitted")
    assert curator.get("/admin/desk/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(UserFactory(is_superuser=True))
    assert strict.post("/admin/desk/", {"do": "assign", "item": [f"spotlight.to_read:{row.pk}"]}).status_code == 403
    assert Client().get("/admin/").status_code == 302
    assert Submission.objects.get().assignee is None


def test_people_see_only_the_kinds_they_may_see():
    submission_in("submitted")
    ProjectFactory()
    nobody = desk_of(signed_in(None))
    assert (nobody.knows, nobody.yours.kinds, nobody.theirs.kinds, nobody.quiet) == (False, [], [], [])
    assert "What waits" in signed_in(None).get("/admin/").content.decode()
    translator = desk_of(signed_in("Translator"))
    assert translator.yours.kinds == []
    assert {kind.name for kind, _found in translator.quiet} == {
        "projects.drafts",
        "projects.scheduled",
        "projects.overdue",
        "projects.incomplete",
        "spotlight.scheduled",
        "spotlight.report_drafts",
    }
    editor = desk_of(signed_in("Editor"))
    assert "spotlight.to_publish" not in {kind.name for kind, _found in editor.yours.kinds}
    assert "spotlight.to_read" in {kind.name for kind, _found in editor.yours.kinds}


def test_bulk_action_without_its_permission_does_nothing():
    row = submission_in("submitted")
    done = do(member("Translator"), "assign", [f"spotlight.to_read:{row.pk}"])
    assert (done.sentence, done.refused) == (None, [])
    assert Submission.objects.get().assignee is None


def test_number_of_queries_is_the_same_for_one_row_and_for_fifty(curator, django_assert_num_queries):
    boss = member("Curator")
    submission_in("submitted")
    waiting_for_team(1)
    front(boss, at=timezone.now())  # permissions are asked once a person
    with django_assert_num_queries(QUERIES):
        front(boss, at=timezone.now())
    curator.get("/admin/")
    with CaptureQueriesContext(connection) as page_of_two:
        curator.get("/admin/")
    waiting_for_team(24)
    for n in range(24):
        submission_in("submitted", new_project=f"Lake {n}")
    with django_assert_num_queries(QUERIES):
        assert front(boss, at=timezone.now()).headline.startswith("50 waiting")
    with CaptureQueriesContext(connection) as page_of_fifty:
        curator.get("/admin/")
    assert len(page_of_fifty) == len(page_of_two)


def test_rows_beyond_the_page_are_counted_and_left_to_the_lists(curator, monkeypatch):
    monkeypatch.setattr("siportal.front.ROWS", 2)
    for n in range(5):
        submission_in("submitted", new_project=f"Lake {n}")
    page = curator.get("/admin/")
    desk = page.context["desk"]
    assert (desk.yours.count, len(desk.yours.items), desk.yours.more) == (5, 2, 3)
    assert "3 more wait; the lists above show everything." in page.content.decode()


def test_lists_behind_the_numbers_hold_as_many_rows(curator):
    submission_in("submitted")
    waiting_for_team(2)
    for state in ("approved", "signed_off", "published"):
        submission_in(state)
    desk = desk_of(curator)
    counts = {kind.name: found.count for kind, found in [*desk.yours.kinds, *desk.theirs.kinds]}
    assert {name: counts[name] for name in counts if name.startswith("spotlight")} == {
        "spotlight.to_read": 1,
        "spotlight.corrections": 0,
        "spotlight.to_publish": 1,
        "spotlight.changes": 2,
        "spotlight.sign_off": 1,
        "spotlight.still_true": 0,
    }
    for _kind, found in [*desk.yours.kinds, *desk.theirs.kinds, *desk.quiet]:
        assert len(curator.get(found.url).context["cl"].result_list) == found.count, found.url


def test_nothing_waiting_is_said_calmly(curator):
    page = curator.get("/admin/")
    assert "<h1>Nothing waits.</h1>" in page.content.decode()
    assert "Nothing waits for you. Well done." in page.content.decode()
    assert page.context["desk"].system.items == []


def test_mails_held_failed_and_late_duties_are_shown(curator):
    submission_in("approved")  # its e-mail waits for somebody to send it
    sent = waiting_for_team(1)[0]
    Email.objects.filter(portal_message__topic=sent.topic, portal_message__kind="spotlight.changes").update(status=1)
    late = timezone.now() - timedelta(days=3)
    DutyRun.objects.filter(name="outbox.send_mail").update(known_since=late, last_started=late, last_ok=late)
    desk = desk_of(curator)
    held = [item.row for item in desk.yours.items if item.kind.name == "outbox.held"]
    assert [row.note for row in held] == ["to ansa@example.org"]
    assert [(item.kind.name, item.age) for item in desk.system.items] == [
        ("outbox.late", "3 days"),
        ("outbox.failed", "less than an hour"),
    ]


def test_worker_that_never_ran_is_told(curator):
    DutyRun.objects.all().delete()
    assert [str(item.row.title) for item in desk_of(curator).system.items] == [
        "The worker has never run: nothing is published or sent by the clock."
    ]


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        ({"minutes": 59}, "less than an hour"),
        ({"hours": 1}, "1 hour"),
        ({"hours": 23, "minutes": 59}, "23 hours"),
        ({"days": 1}, "1 day"),
        ({"days": 12, "hours": 23}, "12 days"),
    ],
)
def test_age_is_told_in_whole_days_or_hours(ago, words):
    now = timezone.now()
    assert age(now - timedelta(**ago), at=now) == words
    assert age(None, at=now) == ""


def test_a_later_capability_plugs_in_by_a_declaration(monkeypatch, curator):
    kinds = all_kinds()
    pond = Kind(
        "pond.waiting",
        "Pond to clean",
        Turn.YOURS,
        "projects.view_project",
        lambda asked: Found(1, asked.at, "/admin/pond/", [Row(5, "North pond", asked.at, "/admin/pond/5/", "Clean")]),
    )
    monkeypatch.setattr("siportal.front.all_kinds", lambda: {**kinds, pond.name: pond})
    page = curator.get("/admin/")
    assert [item.key for item in page.context["desk"].yours.items] == ["pond.waiting:5"]
    assert 'href="/admin/pond/5/"' in page.content.decode()
    assert "<h1>1 waiting, oldest less than an hour</h1>" in page.content.decode()


def test_two_kinds_of_one_name_are_refused():
    def somewhere_else(asked: Asked) -> Found:
        return Found(0, None, "")

    with pytest.raises(ValueError, match="two kinds of waiting items named spotlight.to_read"):
        waits("spotlight.to_read", label="", turn=Turn.YOURS, permission="")(somewhere_else)
    assert all_kinds()["spotlight.to_read"].find is not somewhere_else
