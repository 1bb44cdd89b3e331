"""Who may do what: every role at every address of the directory's admin, with GET and with POST.

A forbidden cell answers 403 or leads to the sign-in, and nothing in the database changes; its twin shows that the
allowed person passes.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from projects.models import Project, ProjectText
from tests.factories import OrganisationFactory, ProjectFactory, PublishedProjectFactory, ThemeFactory
from tests.projects.staff import LIST, back_url, change_url, signed_in
from vocabulary.models import SiteSettings
from vocabulary.timeline import stamp_of

pytestmark = pytest.mark.django_db
ROLES = ["Curator", "Editor", "Translator", "staff without a group", "account that is no staff", "visitor"]
ALL_STAFF = {"Curator", "Editor", "Translator"}
EDITORS = {"Curator", "Editor"}
CURATOR = {"Curator"}


class World:
    """One profile of each kind, and the addresses of the admin around them."""

    def __init__(self) -> None:
        self.draft = ProjectFactory(acronym="DRAFT", themes=["Ageing"], texts={"sv": {"title": "Grannar"}})
        self.live = PublishedProjectFactory(acronym="LIVE")
        self.theme = ThemeFactory(name="Housing")
        self.body = OrganisationFactory()
        self.translation = ProjectText.objects.get(language="sv")
        self.original = ProjectText.objects.get(project=self.draft, language="en")
        self.stamp = stamp_of(Project.history.order_by("history_date")[0].history_date)

    def snapshot(self) -> dict[str, list[Any]]:
        """Every row of the directory and its lists."""
        models = [*apps.get_app_config("projects").get_models(), *apps.get_app_config("vocabulary").get_models()]
        return {model._meta.label: sorted(map(repr, model._default_manager.values())) for model in models}


Address = Callable[[World], str]
TEXT, THEME, BODY = "/admin/projects/projecttext/", "/admin/vocabulary/theme/", "/admin/vocabulary/organisation/"
READ: list[tuple[str, Address, set[str]]] = [
    ("list", lambda w: LIST, ALL_STAFF),
    ("add", lambda w: f"{LIST}add/", EDITORS),
    ("change", lambda w: change_url(w.draft), ALL_STAFF),
    ("history", lambda w: change_url(w.draft, "history"), ALL_STAFF),
    ("before going back", lambda w: back_url(w.draft, w.stamp), EDITORS),
    ("delete draft", lambda w: change_url(w.draft, "delete"), CURATOR),
    ("delete public", lambda w: change_url(w.live, "delete"), set()),
    ("texts", lambda w: TEXT, ALL_STAFF),
    ("add text", lambda w: f"{TEXT}add/", ALL_STAFF),
    ("translation", lambda w: f"{TEXT}{w.translation.pk}/change/", ALL_STAFF),
    ("delete translation", lambda w: f"{TEXT}{w.translation.pk}/delete/", EDITORS),
    ("delete original", lambda w: f"{TEXT}{w.original.pk}/delete/", set()),
    ("themes", lambda w: THEME, ALL_STAFF),
    ("theme", lambda w: f"{THEME}{w.theme.pk}/change/", ALL_STAFF),
    ("theme history", lambda w: f"{THEME}{w.theme.pk}/history/", ALL_STAFF),
    ("add theme", lambda w: f"{THEME}add/", CURATOR),
    ("merge themes", lambda w: f"{THEME}{w.theme.pk}/merge/", CURATOR),
    ("organisations", lambda w: BODY, ALL_STAFF),
    ("add organisation", lambda w: f"{BODY}add/", EDITORS),
    ("merge organisations", lambda w: f"{BODY}{w.body.pk}/merge/", CURATOR),
    ("site settings", lambda w: "/admin/vocabulary/sitesettings/1/change/", CURATOR),
]
WRITE: list[tuple[str, Address, dict[str, Any], set[str]]] = [
    ("publish", lambda w: change_url(w.draft, "step", "publish"), {}, CURATOR),
    ("schedule", lambda w: change_url(w.draft, "step", "schedule"), {"at": "2090-01-01T09:00"}, CURATOR),
    ("withdraw", lambda w: change_url(w.live, "step", "withdraw"), {}, CURATOR),
    ("archive", lambda w: change_url(w.live, "step", "archive"), {}, CURATOR),
    ("checked", lambda w: change_url(w.draft, "checked"), {}, EDITORS),
    ("go back", lambda w: back_url(w.draft, w.stamp), {}, EDITORS),
    ("delete draft", lambda w: change_url(w.draft, "delete"), {"post": "yes"}, CURATOR),
    ("delete public", lambda w: change_url(w.live, "delete"), {"post": "yes"}, set()),
    ("save", lambda w: change_url(w.draft), {"acronym": "X"}, EDITORS),
    ("add", lambda w: f"{LIST}add/", {"acronym": "X"}, EDITORS),
    ("delete original", lambda w: f"{TEXT}{w.original.pk}/delete/", {"post": "yes"}, set()),
    ("save original", lambda w: f"{TEXT}{w.original.pk}/change/", {"title": "X"}, EDITORS),
    ("delete translation", lambda w: f"{TEXT}{w.translation.pk}/delete/", {"post": "yes"}, EDITORS),
    ("add theme", lambda w: f"{THEME}add/", {"name": "X"}, CURATOR),
    ("delete theme", lambda w: f"{THEME}{w.theme.pk}/delete/", {"post": "yes"}, CURATOR),
    ("merge", lambda w: f"{THEME}{w.theme.pk}/merge/", {"into": "1"}, CURATOR),
    ("add organisation", lambda w: f"{BODY}add/", {"name": "X"}, EDITORS),
    ("settings", lambda w: "/admin/vocabulary/sitesettings/1/change/", {"site_name": "X"}, CURATOR),
]
ACTIONS = {
    "publish_selected": CURATOR,
    "archive_selected": CURATOR,
    "restore_selected": CURATOR,
    "add_theme": EDITORS,
    "remove_theme": EDITORS,
    "delete_selected": CURATOR,
}


@pytest.fixture
def world():
    SiteSettings.load()
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
    return answer.status_code in (403, 404) or (answer.status_code == 302 and "/login/" in answer.url)


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
    refused = {role for role in ROLES if role not in allowed and is_refused(client_of(role).post(address(world), data))}
    assert refused == set(ROLES) - allowed
    assert world.snapshot() == before
    for role in allowed:
        with transaction.atomic():
            assert not is_refused(client_of(role).post(address(world), data)), role
            transaction.set_rollback(True)


@pytest.mark.parametrize("action", ACTIONS)
def test_actions_with_many(world, action):
    before = world.snapshot()
    data = {"action": action, "_selected_action": [world.draft.pk, world.live.pk], "theme": world.theme.pk}
    for role in [role for role in ROLES if role not in ACTIONS[action]]:
        client_of(role).post(LIST, data)
    assert world.snapshot() == before
    assert {role for role in ALL_STAFF if action in offered_to(role)} == ACTIONS[action]


def offered_to(role: str) -> set[str]:
    form = client_of(role).get(LIST).context["action_form"]
    return {name for name, _label in form.fields["action"].choices} if form else set()


def test_translator_adds_a_translation_but_cannot_touch_facts(world):
    client = signed_in("Translator")
    data = {"project": world.draft.pk, "language": "de", "title": "Nachbarn"}
    assert client.post(f"{TEXT}add/", data).status_code == 302
    assert ProjectText.objects.filter(language="de", title="Nachbarn", project=world.draft).exists()
    assert client.post(f"{TEXT}add/", {**data, "language": "en"}).status_code == 200
    address = f"{TEXT}{world.translation.pk}/change/"
    assert "Neighbours at the lake" in client.get(address).content.decode()
    assert client.post(address, {"title": "Nya grannar", "project": world.live.pk, "language": "da"}).status_code == 302
    world.translation.refresh_from_db()
    assert (world.translation.title, world.translation.language) == ("Nya grannar", "sv")
    assert world.translation.project == world.draft


def test_people_who_may_only_look_see_the_words(world):
    page = signed_in("Translator").get(change_url(world.draft)).content.decode()
    assert "Neighbours at the lake" in page
    assert "Ageing" in page
    assert 'name="_save"' not in page


@pytest.mark.parametrize(
    ("query", "role", "status"),
    [
        ("app_label=projects&model_name=project&field_name=programme", "Editor", 200),
        ("app_label=projects&model_name=project&field_name=programme", "staff without a group", 403),
        ("app_label=projects&model_name=partnership&field_name=organisation", "Editor", 200),
        ("app_label=projects&model_name=partnership&field_name=organisation", "visitor", 302),
        ("app_label=auth&model_name=permission&field_name=content_type", "Editor", 403),
        ("app_label=projects&model_name=project&field_name=published_by", "Editor", 403),
    ],
)
def test_autocomplete_answers_only_to_those_who_may_see_the_list(world, query, role, status):
    assert client_of(role).get(f"/admin/autocomplete/?{query}").status_code == status
