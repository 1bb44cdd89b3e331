"""The page behind the personal link: opening it changes nothing, its buttons do, and its person sees everything."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from events import links, registering
from events.models import Event, Place, Question, Registration
from outbox.links import new_nonce
from outbox.models import Message
from tests.factories.events import OpenEventFactory, RegistrationFactory, in_days
from vocabulary.models import SiteSettings

pytestmark = pytest.mark.django_db

ONLINE = "https://meet.example.org/lake"


@pytest.fixture(autouse=True)
def _site() -> None:
    SiteSettings.load()


def row_in(place: str, **more: Any) -> Registration:
    event = more.pop("event", None) or OpenEventFactory(slug="lake", title="Meeting at the Lake", online_url=ONLINE)
    row: Registration = RegistrationFactory(event=event, place=place, name="Ada Reed", **more)
    return row


def path(row: Registration, what: str = "") -> str:
    return "/en/" + links.own(row).partition("/en/")[2] + what


def html(row: Registration, what: str = "") -> str:
    return Client().get(path(row, what)).content.decode()


def now_in(row: Registration) -> str:
    row.refresh_from_db()
    return str(row.place)


@pytest.mark.parametrize(
    ("place", "heading"),
    [
        ("unconfirmed", "Please confirm your registration"),
        ("requested", "The organisers will decide"),
        ("waiting", "Waiting list, place 1"),
        ("offered", "A place is yours"),
        ("confirmed", "You have a place"),
        ("cancelled", "Your registration is cancelled"),
        ("lapsed", "The place went to the next person"),
        ("refused", "You have no place"),
    ],
)
def test_page_says_where_it_stands_and_opening_changes_nothing(place: str, heading: str) -> None:
    row = row_in(place, **({"reason": "Only members."} if place == "refused" else {}))
    before = Registration.objects.values().get(pk=row.pk)
    page = html(row)
    assert f"<h1>{heading}" in page
    assert "Ada Reed" in page
    assert (ONLINE in page) is (place == "confirmed")
    for what in ("confirm/", "accept/", "cancel/", "change/", "erase/", "download/"):
        assert Client().get(path(row, what)).status_code in (200, 302)
    assert Registration.objects.values().get(pk=row.pk) == before


def test_confirming_shows_what_was_entered_first() -> None:
    row = row_in(Place.UNCONFIRMED, organisation="Lake house", access_needs="A ramp.")
    question = Question.objects.create(event=row.event, label="Which boat?")
    row.answers.create(question=question, text="The red one")
    page = html(row)
    for said in ("Lake house", "A ramp.", "Which boat?", "The red one", "Confirm the registration"):
        assert said in page
    answer = Client().post(path(row, "confirm/"))
    assert (answer.status_code, answer["Location"], now_in(row)) == (302, path(row), "confirmed")


def test_first_cancels_and_the_second_reads_of_the_place_and_takes_it() -> None:
    event = OpenEventFactory(capacity=1)
    first, second = row_in(Place.CONFIRMED, event=event), row_in(Place.WAITING, event=event)
    assert "<h1>Waiting list, place 1" in html(second)
    assert "Cancel your registration?" in html(first, "cancel/")
    assert Client().post(path(first, "cancel/")).status_code == 302
    assert (now_in(first), now_in(second)) == ("cancelled", "offered")
    assert "Accept it until " in html(second)
    assert Client().post(path(second, "accept/")).status_code == 302
    assert (now_in(second), "You have a place" in html(second)) == ("confirmed", True)


def test_what_a_door_refuses_is_said_on_the_page() -> None:
    event = OpenEventFactory(capacity=1, waiting_list=False)
    row_in(Place.CONFIRMED, event=event)
    late = row_in(Place.UNCONFIRMED, event=event)
    refused = Client().post(path(late, "confirm/"))
    assert refused.status_code == 409
    assert "All places are taken, and there is no waiting list." in refused.content.decode()
    offered = row_in(Place.CANCELLED)
    assert Client().post(path(offered, "accept/")).status_code == 409


def test_change_mends_everything_but_the_address() -> None:
    row = row_in(Place.CONFIRMED, email="ada@lake.example.org")
    page = html(row, "change/")
    assert ('value="Ada Reed"' in page, 'name="email"' in page, "ada@lake.example.org stays" in page) == (
        True,
        False,
        True,
    )
    bad = Client().post(path(row, "change/"), {"name": "", "organisation": "Lake house"})
    assert (bad.status_code, 'value="Lake house"' in bad.content.decode()) == (422, True)
    good = Client().post(
        path(row, "change/"), {"name": "Ada B. Reed", "email": "x@lake.example.org", "consent_contact": "on"}
    )
    assert (good.status_code, good["Location"]) == (302, f"{path(row)}?saved=yes")
    assert ("<p>Saved.</p>" in html(row, "?saved=yes"), "<p>Saved.</p>" in html(row)) == (True, False)
    row.refresh_from_db()
    assert (row.name, row.email, row.place) == ("Ada B. Reed", "ada@lake.example.org", "confirmed")
    assert set(row.consents.filter(withdrawn_at=None).values_list("purpose", flat=True)) == {"data", "contact"}
    Client().post(path(row, "change/"), {"name": "Ada"})
    assert set(row.consents.filter(withdrawn_at=None).values_list("purpose", flat=True)) == {"data"}


def test_deleting_leaves_a_link_that_says_gone() -> None:
    row = row_in(Place.CONFIRMED)
    address = path(row)
    assert "Delete everything now" in html(row, "erase/")
    assert "Everything is deleted" in Client().post(path(row, "erase/")).content.decode()
    assert (Registration.objects.count(), Client().get(address).status_code) == (0, 410)


def test_download_holds_everything_and_names_no_staff() -> None:
    row = row_in(Place.UNCONFIRMED, email="ada@lake.example.org", access_needs="A ramp.")
    registering.confirm(row)
    response = Client().get(path(row, "download/"))
    assert response["Content-Disposition"] == 'attachment; filename="registration-lake.json"'
    held = json.loads(response.content)
    assert (held["registration"]["name"], held["registration"]["access_needs"]) == ("Ada Reed", "A ramp.")
    assert [mail["kind"] for mail in held["emails"]] == ["events.placed"]
    assert set(held) == {"event", "registration", "answers", "consents", "invitation", "emails"}


def test_links_that_do_not_work() -> None:
    row = row_in(Place.CONFIRMED)
    old = path(row)
    Registration.objects.update(nonce=new_nonce())
    assert Client().get(old).status_code == 410
    row.refresh_from_db()
    assert Client().get(path(row)[:-4] + "/").status_code == 404
    Event.objects.update(state="archived", archived_at=timezone.now(), archived_by=row.event.published_by)
    assert Client().get(path(row)).status_code == 410


@pytest.mark.parametrize("more", [{"state": "cancelled"}, {"first_day": in_days(-2)}])
def test_after_the_event_or_without_it_nothing_is_offered_but_the_data(more: dict[str, Any]) -> None:
    row = row_in(Place.CONFIRMED, event=OpenEventFactory(online_url=ONLINE, **more))
    page = html(row)
    assert [word in page for word in (ONLINE, "Cancel your registration", "Delete everything")] == [False, False, True]


def test_nothing_personal_stays_in_a_cache_or_goes_to_other_sites() -> None:
    response = Client().get(path(row_in(Place.CONFIRMED)))
    assert "no-store" in response["Cache-Control"]
    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("same-origin", "noindex, nofollow")


def test_form_of_another_site_does_nothing() -> None:
    row = row_in(Place.UNCONFIRMED)
    assert Client(enforce_csrf_checks=True).post(path(row, "confirm/")).status_code == 403
    assert (now_in(row), Message.objects.count()) == ("unconfirmed", 0)
