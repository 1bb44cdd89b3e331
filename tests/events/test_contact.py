"""Writing to a person to ask: their address is seen by nobody, the visitor's only by them and only if it was agreed."""

import uuid
from typing import Any

import pytest
from django.test import Client

from events.models import Contact, Event
from outbox.models import Message
from tests.centres.visitors import send
from tests.factories import EventFactory
from vocabulary.models import SiteSettings

pytestmark = pytest.mark.django_db

ADDRESS = "house@lake.example.org"


@pytest.fixture
def person() -> Contact:
    SiteSettings.load()
    event = EventFactory(slug="lake", title="Meeting at the lake", texts={"sv": {"title": "Mötet vid sjön"}})
    return Contact.objects.create(event=event, name="Ronja Vass", email=ADDRESS, language="sv")


def path(person: Contact) -> str:
    return f"/en/events/lake/contact/{person.pk}/"


def test_message_goes_out_in_the_language_of_the_person(person: Contact) -> None:
    response = send(path(person), message="Is there a lift?\nSee www.spam.example.org", name="Ada Reed")
    assert (response.status_code, response["Location"]) == (302, f"{path(person)}?sent=yes")
    message = Message.objects.get()
    assert (message.to, message.kind, message.language) == (ADDRESS, "events.contact", "sv")
    assert message.topic == f"events.contact:{person.pk}"
    assert message.subject == "En fråga om ”Mötet vid sjön”"
    assert "Is there a lift?" in message.body
    assert "Namn: Ada Reed" in message.body
    assert "Personen har inte lämnat någon e-postadress" in message.body
    assert "www.spam" not in message.body
    html = Client().get(response["Location"]).content.decode()
    assert "Your message is on its way" in html
    assert "<textarea" not in html


def test_address_of_the_visitor_goes_along_only_with_the_tick(person: Contact) -> None:
    refused = send(path(person), message="Hello", email="ada@example.org")
    assert refused.status_code == 422
    assert "Tick that we may pass your address on" in refused.content.decode()
    assert not Message.objects.exists()
    assert send(path(person), message="Hello", agreed="on").status_code == 422
    assert send(path(person), message="Hello", email="ada@example.org", agreed="on").status_code == 302
    assert "Svara till: ada@example.org" in Message.objects.get().body


def test_no_page_shows_the_address_of_the_person(person: Contact) -> None:
    for address in (path(person), f"{path(person)}?sent=yes", "/en/events/lake/", "/en/events/", "/events/lake.ics"):
        response = Client().get(address)
        assert response.status_code == 200
        assert ADDRESS not in response.content.decode()
    assert ADDRESS not in send(path(person), message="").content.decode()
    page = Client().get("/en/events/lake/").content.decode()
    assert f'href="{path(person)}"' in page


def test_sent_twice_leaves_once(person: Contact) -> None:
    key = str(uuid.uuid4())
    for _try in range(2):
        assert send(path(person), key=key, message="Hello").status_code == 302
    assert Message.objects.count() == 1


def test_nothing_is_lost_when_something_is_missing(person: Contact) -> None:
    response = send(path(person), message="", name="Ada Reed", email="nonsense")
    assert response.status_code == 422
    html = response.content.decode()
    assert '<a href="#id_message">Write your message.</a>' in html
    assert 'value="Ada Reed"' in html
    assert 'value="nonsense"' in html
    assert "no-store" in response["Cache-Control"]
    machine = send(path(person), message="Hello", remarks_2="x")
    assert (machine.status_code, Message.objects.count()) == (422, 0)


def test_sixth_message_of_a_day_waits(person: Contact, settings: Any) -> None:
    settings.RATE_LIMITS = True
    answers = [send(path(person), message=f"Hello {number}") for number in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert ">\nHello 5</textarea>" in answers[-1].content.decode()
    assert Message.objects.count() == 5


def test_eleventh_message_of_a_visitor_in_an_hour_waits(person: Contact, settings: Any) -> None:
    settings.RATE_LIMITS = True
    others = [
        Contact.objects.create(event=person.event, name=f"Person {number}", email=f"{number}@lake.example.org")
        for number in range(11)
    ]
    answers = [send(path(other), message="Hello") for other in others]
    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert int(answers[-1]["Retry-After"]) > 1
    assert Message.objects.count() == 10


def test_person_without_an_address_and_a_person_of_another_event_have_no_form(person: Contact) -> None:
    silent = Contact.objects.create(event=person.event, name="Silent Reed")
    other = Contact.objects.create(event=EventFactory(), name="Other Reed", email="other@lake.example.org")
    for row in (silent, other):
        assert Client().get(path(row)).status_code == 404
        assert send(path(row), message="Hello").status_code == 404
    assert f'href="{path(silent)}"' not in Client().get("/en/events/lake/").content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("archived", 410), ("cancelled", 200)])
def test_person_is_reached_while_the_event_is_public(state: str, status: int) -> None:
    SiteSettings.load()
    event: Event = EventFactory(slug="lake", state=state)
    row = Contact.objects.create(event=event, name="Ronja Vass", email=ADDRESS)
    assert Client().get(path(row)).status_code == status
    assert send(path(row), message="Hello").status_code == (302 if status == 200 else status)
    assert Message.objects.count() == (1 if status == 200 else 0)


def test_made_up_person_of_an_example_gets_nothing_and_a_real_one_does(person: Contact) -> None:
    Event.objects.filter(pk=person.event_id).update(is_example=True)
    made_up = Contact.objects.create(event=person.event, name="Example: Ilze", email="harbour-day@example.org")
    Contact.objects.filter(pk=person.pk).update(email="ronja@lake-house.eu")
    response = send(path(made_up), message="Hello")
    assert (response.status_code, Message.objects.count()) == (302, 0)
    assert "the person is made up" in Client().get(response["Location"]).content.decode()
    assert send(path(person), message="Hello").status_code == 302
    assert Message.objects.get().to == "ronja@lake-house.eu"
