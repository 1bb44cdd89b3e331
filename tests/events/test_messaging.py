"""Messages of staff to people, and the word that an event does not take place."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from events import messaging, publishing
from events.models import Audience, Event, Invitation, PeopleMessage, Place, Reply
from outbox.models import Message
from tests.factories.events import OpenEventFactory, RegistrationFactory
from tests.factories.people import UserFactory, superuser
from vocabulary.models import SiteSettings

pytestmark = pytest.mark.django_db

EVERYBODY = {
    Place.UNCONFIRMED: "una",
    Place.REQUESTED: "rita",
    Place.WAITING: "wim",
    Place.OFFERED: "olaf",
    Place.CONFIRMED: "cleo",
    Place.CANCELLED: "cas",
    Place.LAPSED: "lars",
}


@pytest.fixture
def event() -> Event:
    SiteSettings.load()
    row: Event = OpenEventFactory(title="Meeting at the Lake")
    for place, name in EVERYBODY.items():
        RegistrationFactory(event=row, place=place, name=name, email=f"{name}@lake.example.org")
    RegistrationFactory(email="stranger@lake.example.org")
    return row


def told() -> set[str]:
    return {to.partition("@")[0] for to in Message.objects.values_list("to", flat=True)}


@pytest.mark.parametrize(
    ("audience", "people"),
    [
        (Audience.ALL, {"rita", "wim", "olaf", "cleo"}),
        (Audience.CONFIRMED, {"cleo"}),
        (Audience.WAITING, {"wim"}),
    ],
)
def test_message_reaches_its_audience_once(event: Event, audience: Audience, people: set[str]) -> None:
    key, boss = uuid4(), superuser()
    for _try in range(2):
        row = messaging.send(event, audience=audience, subject="Other\nroom", body="Come to room 2.", key=key, by=boss)
    assert (told(), Message.objects.count(), PeopleMessage.objects.count()) == (people, len(people), 1)
    assert (row.reached, row.subject) == (len(people), "Other room")
    message = Message.objects.first()
    assert message is not None
    assert message.subject == "Other room"
    assert message.body.startswith("Hello,\n\nCome to room 2.\n\nYou get this e-mail because you registered")


def test_message_needs_permission_words_and_people(event: Event) -> None:
    for by, body, code in ((UserFactory(username="editor"), "Hello", "not_allowed"), (superuser(), " ", "body")):
        with pytest.raises(ValidationError) as refusal:
            messaging.send(event, audience=Audience.ALL, subject="Hi", body=body, key=uuid4(), by=by)
        assert code == getattr(refusal.value, "code", None) or code in refusal.value.message_dict
    with pytest.raises(ValidationError) as refusal:
        messaging.send(OpenEventFactory(), audience=Audience.ALL, subject="Hi", body="You", key=uuid4(), by=superuser())
    assert refusal.value.code == "nobody"
    assert (Message.objects.count(), PeopleMessage.objects.count()) == (0, 0)


def test_cancelled_event_is_told_to_all_who_registered_or_were_invited(event: Event) -> None:
    boss, now = superuser(), timezone.now()
    for name, more in {
        "house": {"sent_at": now},
        "nobody": {},
        "refuser": {"sent_at": now, "reply": Reply.NOT_COMING, "replied_at": now},
        "guest": {"sent_at": now, "registration": event.registrations.get(name="cleo")},
    }.items():
        Invitation.objects.create(
            event=event, email=f"{name}@centre.example.org", created_at=now, created_by=boss, **more
        )
    publishing.cancel(event, reason="The ice is thin.", by=boss, tell=messaging.tell_cancelled)
    assert told() == {"rita", "wim", "olaf", "cleo", "house"}
    assert set(Message.objects.values_list("kind", flat=True)) == {"events.event_cancelled"}
    bodies = Message.objects.values_list("body", flat=True)
    assert [body for body in bodies if "The ice is thin." not in body] == []
    assert [body for body in bodies if "/events/registration/" not in body] == [
        Message.objects.get(to="house@centre.example.org").body
    ]
    assert "/events/invitation/" in Message.objects.get(to="house@centre.example.org").body


def test_cancelling_is_told_only_when_it_was_cancelled(event: Event) -> None:
    with pytest.raises(ValidationError) as refusal:
        messaging.tell_cancelled(event)
    assert (refusal.value.code, told()) == ("wrong_state", set())
