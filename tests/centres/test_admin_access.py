"""Who may do what with centres: every role at every address of their admin, with GET and with POST.

A forbidden cell answers 403 or leads to the sign-in, and nothing in the database changes; its twin shows that the
allowed person passes.
"""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.utils import timezone

from centres import column
from centres.models import Centre, Proposal
from tests.centres.admin_tools import CELLS, CENTRES, CONSORTIA, GROUPS, NEEDS, NETWORKS, matrix_url, opened
from tests.factories import CentreFactory, ConsortiumFactory, NeedFactory, NetworkFactory, answered, superuser
from tests.projects.staff import signed_in
from vocabulary.timeline import stamp_of

pytestmark = pytest.mark.django_db
ROLES = ["Curator", "Editor", "Translator", "staff without a group", "account that is no staff", "visitor"]
ALL_STAFF = {"Curator", "Editor", "Translator"}
EDITORS = {"Curator", "Editor"}
CURATOR = {"Curator"}
PRIVATE = ("inside@example.org", "later@example.org", "They asked us to wait.", "They are ready now.")
CLAIMS, PROPOSALS, LINKS = (f"/admin/centres/{name}/" for name in ("claim", "proposal", "columnlink"))


class World:
    """One of each kind, and the addresses of the admin around them."""

    def __init__(self) -> None:
        self.live = CentreFactory()
        self.draft = CentreFactory(state="draft")
        self.consortium = ConsortiumFactory(state="draft")
        self.network = NetworkFactory()
        self.need = NeedFactory()
        self.cell = answered(self.live, self.need, "yes")
        self.proposal = Proposal.objects.create(
            kind="service",
            key=uuid.uuid4(),
            language="en",
            centre=self.live,
            need=self.need,
            answer="no",
            url="https://example.org/no",
        )
        self.link = column.invite(self.live, by=superuser())
        self.stamp = stamp_of(Centre.history.order_by("history_date")[0].history_date)

    def snapshot(self) -> dict[str, list[Any]]:
        """Every row of the centres."""
        models = apps.get_app_config("centres").get_models()
        return {model._meta.label: sorted(map(repr, model._default_manager.values())) for model in models}


Address = Callable[[World], str]
READ: list[tuple[str, Address, set[str]]] = [
    ("centres", lambda w: CENTRES, ALL_STAFF),
    ("add centre", lambda w: f"{CENTRES}add/", EDITORS),
    ("centre", lambda w: f"{CENTRES}{w.live.pk}/change/", ALL_STAFF),
    ("history", lambda w: f"{CENTRES}{w.live.pk}/history/", ALL_STAFF),
    ("before going back", lambda w: f"{CENTRES}{w.live.pk}/history/{w.stamp}/", EDITORS),
    ("services", lambda w: matrix_url(w.live), EDITORS),
    ("delete draft", lambda w: f"{CENTRES}{w.draft.pk}/delete/", CURATOR),
    ("delete public", lambda w: f"{CENTRES}{w.live.pk}/delete/", set()),
    ("consortia", lambda w: CONSORTIA, ALL_STAFF),
    ("consortium", lambda w: f"{CONSORTIA}{w.consortium.pk}/change/", ALL_STAFF),
    ("networks", lambda w: NETWORKS, ALL_STAFF),
    ("network", lambda w: f"{NETWORKS}{w.network.pk}/change/", ALL_STAFF),
    ("needs", lambda w: NEEDS, ALL_STAFF),
    ("need", lambda w: f"{NEEDS}{w.need.pk}/change/", ALL_STAFF),
    ("groups", lambda w: GROUPS, ALL_STAFF),
    ("claims", lambda w: CLAIMS, ALL_STAFF),
    ("table of all", lambda w: f"{CENTRES}services/file.csv", EDITORS),
    ("table of one", lambda w: f"{CENTRES}{w.live.pk}/services/file.xlsx", EDITORS),
    ("upload", lambda w: f"{CENTRES}services/upload/", EDITORS),
    ("proposals", lambda w: PROPOSALS, EDITORS),
    ("proposal", lambda w: f"{PROPOSALS}{w.proposal.pk}/change/", EDITORS),
    ("add proposal", lambda w: f"{PROPOSALS}add/", set()),
    ("delete proposal", lambda w: f"{PROPOSALS}{w.proposal.pk}/delete/", set()),
    ("links", lambda w: LINKS, CURATOR),
    ("link", lambda w: f"{LINKS}{w.link.pk}/change/", CURATOR),
    ("add link", lambda w: f"{LINKS}add/", CURATOR),
    ("answers", lambda w: CELLS, EDITORS),
    ("answer", lambda w: f"{CELLS}{w.cell.pk}/change/", EDITORS),
    ("add answer", lambda w: f"{CELLS}add/", set()),
    ("delete answer", lambda w: f"{CELLS}{w.cell.pk}/delete/", set()),
]
WRITE: list[tuple[str, Address, Callable[[World], dict[str, Any]], set[str]]] = [
    ("publish", lambda w: f"{CENTRES}{w.draft.pk}/step/publish/", lambda w: {}, CURATOR),
    ("withdraw", lambda w: f"{CENTRES}{w.live.pk}/step/withdraw/", lambda w: {}, CURATOR),
    ("archive", lambda w: f"{CENTRES}{w.live.pk}/step/archive/", lambda w: {}, CURATOR),
    ("archive need", lambda w: f"{NEEDS}{w.need.pk}/step/archive/", lambda w: {}, CURATOR),
    ("archive network", lambda w: f"{NETWORKS}{w.network.pk}/step/archive/", lambda w: {}, CURATOR),
    ("publish consortium", lambda w: f"{CONSORTIA}{w.consortium.pk}/step/publish/", lambda w: {}, CURATOR),
    ("go back", lambda w: f"{CENTRES}{w.live.pk}/history/{w.stamp}/", lambda w: {}, EDITORS),
    ("add centre", lambda w: f"{CENTRES}add/", lambda w: {"name_en": "X"}, EDITORS),
    ("add group", lambda w: f"{GROUPS}add/", lambda w: {"slug": "x"}, EDITORS),
    ("add claim", lambda w: f"{CLAIMS}add/", lambda w: {"generation": "1"}, EDITORS),
    ("services", lambda w: matrix_url(w.live), lambda w: {f"need-{w.need.pk}-says": "no"}, EDITORS),
    ("delete draft", lambda w: f"{CENTRES}{w.draft.pk}/delete/", lambda w: {"post": "yes"}, CURATOR),
    ("delete public", lambda w: f"{CENTRES}{w.live.pk}/delete/", lambda w: {"post": "yes"}, set()),
    ("accept", lambda w: f"{PROPOSALS}{w.proposal.pk}/decide/", lambda w: {"accept": "1"}, CURATOR),
    (
        "refuse",
        lambda w: f"{PROPOSALS}{w.proposal.pk}/decide/",
        lambda w: {"refuse": "1", "reason": "No."},
        CURATOR,
    ),
    ("make link", lambda w: f"{LINKS}add/", lambda w: {"centre": w.live.pk, "days": "3", "language": "en"}, CURATOR),
    ("end link", lambda w: f"{LINKS}{w.link.pk}/end/", lambda w: {}, CURATOR),
    ("upload", lambda w: f"{CENTRES}services/upload/", lambda w: {"plan": "x"}, EDITORS),
    ("still holds", lambda w: f"{CELLS}{w.cell.pk}/holds/", lambda w: {}, EDITORS),
    ("delete answer", lambda w: f"{CELLS}{w.cell.pk}/delete/", lambda w: {"post": "yes"}, set()),
]
ACTIONS = {
    "publish_selected": CURATOR,
    "archive_selected": CURATOR,
    "restore_selected": CURATOR,
    "delete_selected": CURATOR,
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


@pytest.mark.parametrize("action", ACTIONS)
def test_actions_with_many(world, action):
    before = world.snapshot()
    data = {"action": action, "_selected_action": [world.draft.pk, world.live.pk], "post": "yes"}
    for role in [role for role in ROLES if role not in ACTIONS[action]]:
        client_of(role).post(CENTRES, data)
    assert world.snapshot() == before
    assert {role for role in ALL_STAFF if action in offered_to(role)} == ACTIONS[action]


def offered_to(role: str) -> set[str]:
    form = client_of(role).get(CENTRES).context["action_form"]
    return {name for name, _label in form.fields["action"].choices} if form else set()


def test_nobody_deletes_what_is_public_with_many_others(world):
    client_of("Curator").post(
        CENTRES, {"action": "delete_selected", "_selected_action": [world.draft.pk, world.live.pk], "post": "yes"}
    )
    assert Centre.objects.count() == 2


def test_steps_are_taken_by_post_only_and_known_by_name(world):
    client = client_of("Curator")
    assert client.get(f"{CENTRES}{world.draft.pk}/step/publish/").status_code == 405
    assert client.post(f"{CENTRES}{world.draft.pk}/step/explode/").status_code == 404
    assert client.get(f"{CELLS}{world.cell.pk}/holds/").status_code == 405


def test_translator_writes_texts_but_cannot_touch_facts(world):
    client = client_of("Translator")
    page = client.get(f"{CENTRES}{world.live.pk}/change/").content.decode()
    assert 'name="texts-0-description"' in page
    assert 'name="name_en"' not in page
    assert 'name="organisation_rows-TOTAL_FORMS"' not in page
    data = {
        "name_en": "Taken over",
        "texts-TOTAL_FORMS": "1",
        "texts-INITIAL_FORMS": "0",
        "texts-0-language": "sv",
        "texts-0-description": "Hjälper grannar.",
        "texts-0-centre": world.live.pk,
    }
    assert client.post(f"{CENTRES}{world.live.pk}/change/", data).status_code == 302
    world.live.refresh_from_db()
    assert world.live.name_en != "Taken over"
    assert list(world.live.texts.values_list("language", "description")) == [("sv", "Hjälper grannar.")]


@pytest.mark.parametrize(("role", "sees"), [("Curator", True), ("Editor", True), ("Translator", False)])
def test_private_facts_are_seen_by_those_who_may_change_them(role, sees):
    centre = CentreFactory(contact_email="inside@example.org", notes="They asked us to wait.", host_stated="Lake Club")
    changes = {"contact_email": "later@example.org", "notes": "They are ready now."}, {"host_stated": "Pond Club"}
    for minutes, change in enumerate(changes, start=1):  # each a moment of its own
        for name, value in change.items():
            setattr(centre, name, value)
        centre._history_date = timezone.now() + timedelta(minutes=minutes)
        centre.save()
    client = client_of(role)
    form = client.get(f"{CENTRES}{centre.pk}/change/").content.decode()
    story = client.get(f"{CENTRES}{centre.pk}/history/").content.decode()
    assert "Pond Club" in form
    assert "<ins>Pond Club</ins>" in story
    shown = {page: [word for word in PRIVATE if word in page] for page in (form, story)}
    assert shown[form] == (["later@example.org", "They are ready now."] if sees else [])
    assert shown[story] == (list(PRIVATE) if sees else [])
    assert story.count('<section class="module moment">') == (3 if sees else 2)
    assert client.get(CENTRES, {"q": "later@example.org"}).context["cl"].result_count == 0


def test_translator_saves_texts_without_touching_what_is_hidden():
    centre = CentreFactory(contact_email="inside@example.org", notes="They asked us to wait.")
    client = client_of("Translator")
    url = f"{CENTRES}{centre.pk}/change/"
    assert client.post(url, opened(client, url, notes="Taken over", contact_email="")).status_code == 302
    centre.refresh_from_db()
    assert (centre.contact_email, centre.notes) == ("inside@example.org", "They asked us to wait.")
