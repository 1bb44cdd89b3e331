"""Writing to a centre: its address is seen by nobody, the visitor's only by the centre and only if it was agreed."""

import uuid
from typing import Any

import pytest
from django.test import Client

from outbox.models import Message
from tests.centres.visitors import send
from tests.factories import CentreFactory
from vocabulary.models import SiteSettings

pytestmark = pytest.mark.django_db

PATH = "/en/centres/one/contact/"
ADDRESS = "house@centre.example.org"


@pytest.fixture
def centre() -> Any:
    SiteSettings.load()
    return CentreFactory(
        slug="one", contact_email=ADDRESS, website="https://centre.example.org", languages=["lv", "sv"]
    )


def test_message_goes_out_in_a_language_of_the_centre(centre: Any) -> None:
    response = send(PATH, message="We look for a partner.\nSee www.spam.example.org", name="Ada Reed")
    assert (response.status_code, response["Location"]) == (302, "/en/centres/thanks/?sent=message")
    message = Message.objects.get()
    assert (message.to, message.kind, message.language) == (ADDRESS, "centres.contact", "sv")
    assert "We look for a partner." in message.body
    assert "Namn: Ada Reed" in message.body
    assert "Personen har inte lämnat någon e-postadress" in message.body
    assert "www.spam" not in message.body


def test_address_of_the_visitor_goes_along_only_with_the_tick(centre: Any) -> None:
    refused = send(PATH, message="Hello", email="ada@example.org")
    assert refused.status_code == 422
    assert "Tick that we may give your address to the centre" in refused.content.decode()
    assert not Message.objects.exists()
    assert send(PATH, message="Hello", email="ada@example.org", agreed="on").status_code == 302
    assert "Svara till: ada@example.org" in Message.objects.get().body
    assert send(PATH, message="Hello", agreed="on").status_code == 422


def test_no_page_shows_the_address_of_the_centre(centre: Any) -> None:
    for path in (PATH, "/en/centres/one/", "/en/centres/"):
        assert ADDRESS not in Client().get(path).content.decode()
    assert ADDRESS not in send(PATH, message="").content.decode()
    assert ADDRESS not in Client().get("/en/centres/thanks/?sent=message").content.decode()


def test_sent_twice_leaves_once(centre: Any) -> None:
    key = str(uuid.uuid4())
    for _try in range(2):
        assert send(PATH, key=key, message="Hello").status_code == 302
    assert Message.objects.count() == 1


def test_nothing_is_lost_when_something_is_missing(centre: Any) -> None:
    response = send(PATH, message="", name="Ada Reed", email="nonsense")
    assert response.status_code == 422
    html = response.content.decode()
    assert '<a href="#id_message">Write your message.</a>' in html
    assert 'value="Ada Reed"' in html
    assert 'value="nonsense"' in html
    machine = send(PATH, message="Hello", remarks_2="x")
    assert (machine.status_code, Message.objects.count()) == (422, 0)


def test_sixth_message_of_a_day_waits(centre: Any, settings: Any) -> None:
    settings.RATE_LIMITS = True
    answers = [send(PATH, message=f"Hello {number}") for number in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert ">\nHello 5</textarea>" in answers[-1].content.decode()
    assert Message.objects.count() == 5


def test_centre_without_an_address_is_reached_through_its_own_page() -> None:
    CentreFactory(slug="one", contact_url="https://centre.example.org/contact", website="https://centre.example.org")
    html = Client().get(PATH).content.decode()
    assert 'href="https://centre.example.org/contact"' in html
    assert "<textarea" not in html
    assert send(PATH, message="Hello").status_code == 200
    assert not Message.objects.exists()


@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("archived", 410)])
def test_hidden_centre_takes_no_message(state: str, status: int) -> None:
    CentreFactory(slug="one", contact_email=ADDRESS, website="https://centre.example.org", state=state)
    assert Client().get(PATH).status_code == status
    assert send(PATH, message="Hello").status_code == status
    assert not Message.objects.exists()
