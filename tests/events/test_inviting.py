"""Invitations: whom the sources bring, what is sent once, and what the invited person answers."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from centres.models import CentreOrganisation
from events import inviting, links, registering
from events.inviting import Guest
from events.models import Event, Invitation, Place, Registration, Reply
from outbox.models import Message
from tests.centres.visitors import send as post
from tests.factories import CentreFactory, CountryFactory, NetworkFactory, OrganisationFactory
from tests.factories.events import EventFactory, OpenEventFactory
from tests.factories.people import UserFactory, superuser
from vocabulary.models import MacroRegion, SiteSettings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site() -> None:
    SiteSettings.load()


@pytest.fixture
def boss() -> User:
    return superuser()


def invited(event: Event, boss: User, email: str = "house@centre.example.org", **more: Any) -> Invitation:
    (row,) = inviting.invite(event, [Guest(email, **more)], by=boss)
    return inviting.send(row, by=boss)


def path(row: Invitation) -> str:
    return "/en/" + links.invited(row).partition("/en/")[2]


def test_centres_of_a_macro_region_come_with_the_european_one_and_without_address_by_name() -> None:
    sea = MacroRegion.objects.create(slug="lakes", acronym="LR")
    sea.countries.set([CountryFactory(code="LV"), CountryFactory(code="SE")])
    CentreFactory(slug="latvia", country="LV", contact_email="lv@centre.example.org", languages=["lv", "sv"])
    CentreFactory(slug="sweden", country="SE", name_en="Swedish house", contact_email="")
    CentreFactory(slug="greece", country="GR", contact_email="gr@centre.example.org")
    CentreFactory(slug="hidden", country="SE", contact_email="no@centre.example.org", state="draft")
    CentreFactory(slug="europe", country=None, contact_email="eu@centre.example.org")
    guests = inviting.of_macro_region(sea)
    assert [(guest.email, guest.language) for guest in guests.found] == [
        ("eu@centre.example.org", "en"),
        ("lv@centre.example.org", "sv"),
    ]
    assert guests.without_address == ["Swedish house"]
    assert [guest.email for guest in inviting.of_macro_region(sea, european=False).found] == ["lv@centre.example.org"]


def test_members_of_a_network_come_through_their_centre() -> None:
    house, other = OrganisationFactory(name="House"), OrganisationFactory(name="Other")
    network = NetworkFactory(members=[house, other])
    centre = CentreFactory(slug="one", contact_email="one@centre.example.org")
    CentreOrganisation.objects.create(centre=centre, organisation=house)
    guests = inviting.of_network(network)
    assert [(guest.email, guest.name) for guest in guests.found] == [("one@centre.example.org", "House")]
    assert guests.without_address == ["Other"]


def test_typed_addresses_with_and_without_names() -> None:
    text = "Ada Reed <ada@lake.example.org>\nben@lake.example.org; cleo@lake.example.org,"
    guests = inviting.typed(text, language="de")
    assert [(guest.email, guest.name, guest.language) for guest in guests.found] == [
        ("ada@lake.example.org", "Ada Reed", "de"),
        ("ben@lake.example.org", "", "de"),
        ("cleo@lake.example.org", "", "de"),
    ]
    with pytest.raises(ValidationError, match="This is no e-mail address: nonsense"):
        inviting.typed("ada@lake.example.org, nonsense")


def test_address_is_invited_once_and_sent_once(boss: User) -> None:
    event = OpenEventFactory(title="Meeting at the Lake", summary="We compare boats.")
    row = invited(event, boss)
    assert inviting.invite(event, [Guest("HOUSE@centre.example.org")], by=boss) == []
    with pytest.raises(ValidationError) as refusal:
        inviting.send(row, by=boss)
    assert refusal.value.code == "done"
    message = Message.objects.get()
    assert (message.subject, message.topic) == ("Invitation: Meeting at the Lake", f"events.invitation:{row.pk}")
    assert "We compare boats." in message.body
    assert "/en/events/invitation/" in message.body


def test_one_reminder_for_those_who_have_not_answered(boss: User) -> None:
    event = OpenEventFactory()
    row, other = invited(event, boss), invited(event, boss, "other@centre.example.org")
    inviting.remind(row, by=boss)
    inviting.reply(other, coming=False)
    for each in (row, other):
        with pytest.raises(ValidationError) as refusal:
            inviting.remind(each, by=boss)
        assert refusal.value.code == "not_now"
    assert list(Message.objects.filter(kind="events.invitation_reminder").values_list("to", flat=True)) == [row.email]


def test_nobody_is_invited_by_others_to_drafts_or_too_late(boss: User) -> None:
    editor = UserFactory(username="editor")
    (row,) = inviting.invite(OpenEventFactory(state="draft"), [Guest("a@centre.example.org")], by=boss)
    late = OpenEventFactory(first_day=timezone.now().date() - timedelta(days=2))
    (later,) = inviting.invite(late, [Guest("a@centre.example.org")], by=boss)
    for each, by, code in ((row, editor, "not_allowed"), (row, boss, "not_public"), (later, boss, "over")):
        with pytest.raises(ValidationError) as refusal:
            inviting.send(each, by=by)
        assert refusal.value.code == code
    with pytest.raises(ValidationError) as refusal:
        inviting.invite(OpenEventFactory(), [Guest("b@centre.example.org")], by=editor)
    assert (refusal.value.code, Message.objects.count()) == ("not_allowed", 0)


def test_yes_leads_to_the_form_which_is_filled_in_and_counts_with_the_confirmation(boss: User) -> None:
    event = OpenEventFactory(slug="lake")
    centre = CentreFactory(slug="one", name_en="Lake house", country="LV", contact_email="house@centre.example.org")
    row = invited(event, boss, name="Lake house", centre=centre)
    html = Client().get(path(row)).content.decode()
    token = links.invited_token(row)
    assert f"/en/events/lake/register/?invitation={token}" in html
    form = Client().get(f"/en/events/lake/register/?invitation={token}").content.decode()
    assert 'value="house@centre.example.org"' in form
    assert 'value="Lake house"' in form
    answer = post(
        "/en/events/lake/register/",
        name="Ada",
        email="ada@lake.example.org",
        consent_data="on",
        invitation=token,
    )
    assert answer.status_code == 302
    row.refresh_from_db()
    registration = Registration.objects.get()
    assert (row.reply, row.registration) == (Reply.NONE, registration)
    registering.confirm(registration)
    row.refresh_from_db()
    assert row.reply == Reply.COMING
    registering.cancel(registration)
    row.refresh_from_db()
    assert row.reply == Reply.NOT_COMING


def test_who_registers_with_the_invited_address_is_coming_without_the_link(boss: User) -> None:
    event = OpenEventFactory(slug="lake")
    row = invited(event, boss, "ada@lake.example.org")
    post("/en/events/lake/register/", name="Ada", email="Ada@lake.example.org", consent_data="on")
    registering.confirm(Registration.objects.get())
    row.refresh_from_db()
    assert (row.reply, row.registration.name) == (Reply.COMING, "Ada")


def test_no_counts_at_once_and_gives_the_place_back(boss: User) -> None:
    event = OpenEventFactory(slug="lake")
    row = invited(event, boss, "ada@lake.example.org")
    post("/en/events/lake/register/", name="Ada", email="ada@lake.example.org", consent_data="on")
    registration = registering.confirm(Registration.objects.get())
    assert Client().get(path(row)).status_code == 200
    row.refresh_from_db()
    assert row.reply == Reply.COMING  # opening the page changes nothing
    assert Client().post(path(row), {"answer": "no"}).status_code == 302
    row.refresh_from_db()
    registration.refresh_from_db()
    assert (row.reply, registration.place) == (Reply.NOT_COMING, Place.CANCELLED)
    assert "You told us that you are not coming." in Client().get(path(row)).content.decode()


def test_yes_counts_at_once_where_there_is_no_registration_here(boss: User) -> None:
    row = invited(EventFactory(), boss)
    assert Client().post(path(row), {"answer": "yes"}).status_code == 302
    row.refresh_from_db()
    assert (row.reply, row.replied_at is not None) == (Reply.COMING, True)


def test_too_late_answer_is_refused_and_a_broken_link_helps(boss: User) -> None:
    row = invited(OpenEventFactory(), boss)
    Event.objects.filter(pk=row.event_id).update(first_day="2020-05-06", deadline_day=None)
    assert Client().post(path(row), {"answer": "no"}).status_code == 409
    assert Client().get(path(row)[:-5] + "/").status_code == 404
    address = path(row)
    row.delete()
    gone = Client().get(address)
    assert (gone.status_code, gone["X-Robots-Tag"]) == (410, "noindex, nofollow")
