"""Who may do what with events: every role at every address of their admin, with GET and with POST.

A forbidden cell answers 403 or leads to the sign-in, and nothing in the database changes; its twin shows that the
allowed person passes.
"""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from events.models import Event, Invitation, Question, Registration, Series, Session
from outbox.models import Message
from tests.events.admin_tools import EVENTS, INVITATIONS, PEOPLE, SERIES, change_url, file_url, opened
from tests.factories import EventFactory, OpenEventFactory, RegistrationFactory, superuser
from tests.projects.staff import signed_in
from vocabulary.timeline import stamp_of

pytestmark = pytest.mark.django_db
GROUPS = ("Curator", "Event organiser", "Editor", "Translator")
ROLES = [*GROUPS, "staff without a group", "account that is no staff", "visitor"]
ALL_STAFF = set(GROUPS)
EDITORS = {"Curator", "Event organiser", "Editor"}
ORGANISERS = {"Curator", "Event organiser"}


class World:
    """An event with people, a draft, and the addresses of the admin around them."""

    def __init__(self) -> None:
        self.live = OpenEventFactory(admits=True, title="Lake day")
        self.draft = EventFactory(state="draft", title="Pond day")
        self.asking = RegistrationFactory(event=self.live, place="requested")
        self.coming = RegistrationFactory(event=self.live)
        Session.objects.create(event=self.live, day=self.live.first_day, start_time="09:00", title="Welcome")
        Question.objects.create(event=self.live, label="Which boat?")
        self.series = Series.objects.create(slug="days", name="Days")
        self.invited = Invitation.objects.create(
            event=self.live, email="ada@lake.example.org", created_at=self.live.created_at, created_by=superuser()
        )
        self.stamp = stamp_of(Event.history.order_by("history_date")[0].history_date)

    def snapshot(self) -> dict[str, list[Any]]:
        """Every row of the events, and of the outbox."""
        models = [*apps.get_app_config("events").get_models(), Message]
        return {model._meta.label: sorted(map(repr, model._default_manager.values())) for model in models}


Address = Callable[[World], str]
READ: list[tuple[str, Address, set[str]]] = [
    ("events", lambda w: EVENTS, ALL_STAFF),
    ("add event", lambda w: f"{EVENTS}add/", EDITORS),
    ("event", lambda w: change_url(w.live), ALL_STAFF),
    ("preview", lambda w: change_url(w.draft, "preview"), ALL_STAFF),
    ("history", lambda w: change_url(w.live, "history"), ALL_STAFF),
    ("before going back", lambda w: change_url(w.live, "history", str(w.stamp)), EDITORS),
    ("before cancelling", lambda w: change_url(w.live, "cancel"), ORGANISERS),
    ("next of the series", lambda w: change_url(w.live, "copy"), EDITORS),
    ("delete draft", lambda w: change_url(w.draft, "delete"), ORGANISERS),
    ("delete public", lambda w: change_url(w.live, "delete"), set()),
    ("series", lambda w: SERIES, ALL_STAFF),
    ("one series", lambda w: f"{SERIES}{w.series.pk}/change/", ALL_STAFF),
    ("people", lambda w: f"{PEOPLE}?event={w.live.pk}", ORGANISERS),
    ("person", lambda w: f"{PEOPLE}{w.coming.pk}/change/", ORGANISERS),
    ("add person", lambda w: f"{PEOPLE}add/", set()),
    ("delete person", lambda w: f"{PEOPLE}{w.coming.pk}/delete/", set()),
    ("before refusing", lambda w: f"{PEOPLE}refuse/?pk={w.asking.pk}", ORGANISERS),
    ("before giving back", lambda w: f"{PEOPLE}{w.coming.pk}/cancel/", ORGANISERS),
    ("by hand", lambda w: change_url(w.live, "people", "add"), ORGANISERS),
    ("print", lambda w: change_url(w.live, "people", "print"), ORGANISERS),
    ("csv", lambda w: file_url(w.live, "csv"), ORGANISERS),
    ("xlsx", lambda w: file_url(w.live, "xlsx"), ORGANISERS),
    ("message", lambda w: change_url(w.live, "people", "message"), ORGANISERS),
    ("invite", lambda w: change_url(w.live, "invite"), ORGANISERS),
    ("invitations", lambda w: INVITATIONS, ORGANISERS),
    ("add invitation", lambda w: f"{INVITATIONS}add/", set()),
    ("delete invitation", lambda w: f"{INVITATIONS}{w.invited.pk}/delete/", set()),
]
MESSAGE = {"audience": "confirmed", "subject": "Boats", "body": "The red one.", "_send": "1"}
PERSON = {"name": "Ada Reed", "email": "reed@lake.example.org", "language": "en"}
WRITE: list[tuple[str, Address, Callable[[World], dict[str, Any]], set[str]]] = [
    ("publish", lambda w: change_url(w.draft, "step", "publish"), lambda w: {}, ORGANISERS),
    ("withdraw", lambda w: change_url(w.live, "step", "withdraw"), lambda w: {}, ORGANISERS),
    ("archive", lambda w: change_url(w.live, "step", "archive"), lambda w: {}, ORGANISERS),
    ("cancel", lambda w: change_url(w.live, "cancel"), lambda w: {"reason": "Ice.", "_send": "1"}, ORGANISERS),
    ("tell", lambda w: change_url(w.live, "tell"), lambda w: {}, ORGANISERS),
    ("go back", lambda w: change_url(w.live, "history", str(w.stamp)), lambda w: {}, EDITORS),
    ("add event", lambda w: f"{EVENTS}add/", lambda w: {"kind": "workshop"}, EDITORS),
    (
        "next of the series",
        lambda w: change_url(w.live, "copy"),
        lambda w: {"title": "Next", "first_day": "2030-05-06", "series_name": "Days on the lake"},
        EDITORS,
    ),
    ("add series", lambda w: f"{SERIES}add/", lambda w: {"name": "Nights", "language": "en"}, EDITORS),
    ("delete draft", lambda w: change_url(w.draft, "delete"), lambda w: {"post": "yes"}, ORGANISERS),
    ("delete public", lambda w: change_url(w.live, "delete"), lambda w: {"post": "yes"}, set()),
    ("change person", lambda w: f"{PEOPLE}{w.coming.pk}/change/", lambda w: {"name": "Other"}, set()),
    ("add person", lambda w: f"{PEOPLE}add/", lambda w: PERSON, set()),
    ("delete person", lambda w: f"{PEOPLE}{w.coming.pk}/delete/", lambda w: {"post": "yes"}, set()),
    ("admit", lambda w: f"{PEOPLE}{w.asking.pk}/admit/", lambda w: {"tell": "on"}, ORGANISERS),
    (
        "refuse",
        lambda w: f"{PEOPLE}refuse/?pk={w.asking.pk}",
        lambda w: {"reason": "Small boat.", "_send": "1"},
        ORGANISERS,
    ),
    ("give back", lambda w: f"{PEOPLE}{w.coming.pk}/cancel/", lambda w: {}, ORGANISERS),
    ("send the link", lambda w: f"{PEOPLE}{w.coming.pk}/link/", lambda w: {}, ORGANISERS),
    ("by hand", lambda w: change_url(w.live, "people", "add"), lambda w: PERSON | {"key": uuid.uuid4()}, ORGANISERS),
    (
        "message",
        lambda w: change_url(w.live, "people", "message"),
        lambda w: MESSAGE | {"key": uuid.uuid4()},
        ORGANISERS,
    ),
    (
        "invite",
        lambda w: change_url(w.live, "invite"),
        lambda w: {"typed": "bo@lake.example.org", "language": "en"},
        ORGANISERS,
    ),
    (
        "change invitation",
        lambda w: f"{INVITATIONS}{w.invited.pk}/change/",
        lambda w: {"email": "x@example.org"},
        set(),
    ),
]
ACTIONS = {
    (EVENTS, "publish_selected"): ORGANISERS,
    (EVENTS, "archive_selected"): ORGANISERS,
    (EVENTS, "restore_selected"): ORGANISERS,
    (EVENTS, "delete_selected"): ORGANISERS,
    (PEOPLE, "admit_selected"): ORGANISERS,
    (PEOPLE, "refuse_selected"): ORGANISERS,
    (PEOPLE, "delete_selected"): set(),
    (INVITATIONS, "send_selected"): ORGANISERS,
    (INVITATIONS, "remind_selected"): ORGANISERS,
    (INVITATIONS, "delete_selected"): set(),
}


@pytest.fixture
def world() -> World:
    return World()


def client_of(role: str) -> Client:
    if role == "visitor":
        return Client()
    if role == "account that is no staff":
        client = Client()
        client.force_login(User.objects.get_or_create(username="reader")[0])
        return client
    return signed_in(role if role in ALL_STAFF else None)


def is_refused(answer: Any) -> bool:
    return answer.status_code == 403 or (answer.status_code == 302 and "/login/" in answer.url)


@pytest.mark.parametrize(("address", "allowed"), [pytest.param(a, who, id=name) for name, a, who in READ])
def test_reading(world, address, allowed):
    before = world.snapshot()
    answers = {role: client_of(role).get(address(world)) for role in ROLES}
    assert {role for role, answer in answers.items() if answer.status_code == 200} == allowed
    assert {role for role, answer in answers.items() if not is_refused(answer)} == allowed
    assert world.snapshot() == before


@pytest.mark.parametrize(
    ("address", "data", "allowed"), [pytest.param(a, data, who, id=name) for name, a, data, who in WRITE]
)
def test_writing(world, address, data, allowed):
    before = world.snapshot()
    posted = data(world)
    refused = {
        role for role in ROLES if role not in allowed and is_refused(client_of(role).post(address(world), posted))
    }
    assert refused == set(ROLES) - allowed
    assert world.snapshot() == before
    for role in allowed:
        with transaction.atomic():
            assert not is_refused(client_of(role).post(address(world), posted)), role
            transaction.set_rollback(True)


@pytest.mark.parametrize(("where", "action"), ACTIONS)
def test_actions_with_many(world, where, action):
    rows = {EVENTS: [world.draft, world.live], PEOPLE: [world.asking, world.coming], INVITATIONS: [world.invited]}
    before = world.snapshot()
    data = {"action": action, "_selected_action": [row.pk for row in rows[where]], "post": "yes"}
    for role in [role for role in ROLES if role not in ACTIONS[where, action]]:
        client_of(role).post(where, data)
    assert world.snapshot() == before
    assert {role for role in ALL_STAFF if action in offered_to(role, where)} == ACTIONS[where, action]


def offered_to(role: str, where: str) -> set[str]:
    answer = client_of(role).get(where)
    form = answer.context["action_form"] if answer.status_code == 200 else None
    return {name for name, _label in form.fields["action"].choices} if form else set()


def test_nobody_deletes_what_is_public_with_many_others(world):
    data = {"action": "delete_selected", "_selected_action": [world.draft.pk, world.live.pk], "post": "yes"}
    client_of("Curator").post(EVENTS, data)
    assert Event.objects.count() == 2


def test_steps_are_taken_by_post_only_and_known_by_name(world):
    client = client_of("Curator")
    assert client.get(change_url(world.draft, "step", "publish")).status_code == 405
    assert client.post(change_url(world.draft, "step", "explode")).status_code == 404
    for name in ("admit", "link"):
        assert client.get(f"{PEOPLE}{world.asking.pk}/{name}/").status_code == 405
    assert client.get(change_url(world.live, "tell")).status_code == 405


def test_translator_writes_texts_but_cannot_touch_facts(world):
    Event.objects.filter(pk=world.live.pk).update(online_url="https://meet.example.org/secret", notes="Bring oars.")
    client = client_of("Translator")
    page = client.get(change_url(world.live)).content.decode()
    assert 'name="texts-1-title"' in page
    hidden = ('name="first_day"', 'name="sessions-TOTAL_FORMS"', "ronja@lake", "meet.example.org", "Bring oars.")
    assert [word for word in hidden if word in page] == []
    texts = {"texts-1-language": "sv", "texts-1-title": "Sjödag"}
    data = opened(client, change_url(world.live), kind="conference", **texts)
    assert client.post(change_url(world.live), data).status_code == 302
    world.live.refresh_from_db()
    assert world.live.kind == "workshop"
    assert sorted(world.live.texts.values_list("language", "title")) == [("en", "Lake day"), ("sv", "Sjödag")]


def test_people_of_the_desk_stay_with_those_who_look_after_them(world):
    assert Registration.objects.count() == 2
    shown = {role: "Visitor" in client_of(role).get("/admin/").content.decode() for role in GROUPS}
    assert shown == {"Curator": True, "Event organiser": True, "Editor": False, "Translator": False}
