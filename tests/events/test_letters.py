"""What people read: in their language, with honest time, and no more than they may know."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.utils import timezone

from events import letters, mails
from events.models import Attendance, Place, Registration
from events.presentation import in_mails
from outbox.kinds import all_kinds
from outbox.models import Message
from tests.factories.events import OpenEventFactory, RegistrationFactory
from vocabulary.models import SiteSettings

pytestmark = pytest.mark.django_db

MAY = {"first_day": date(2027, 5, 6), "deadline_day": date(2027, 4, 25)}
ONLINE = "https://meet.example.org/lake"


@pytest.fixture(autouse=True)
def _site() -> None:
    SiteSettings.load()


def row_in(stands: str, **more: Any) -> Registration:
    event = OpenEventFactory(title="Meeting at the Lake", slug="lake", online_url=ONLINE, **MAY, **more)
    row: Registration = RegistrationFactory(event=event, place=stands, email="ada@lake.example.org")
    return row


def test_every_kind_has_words_in_three_languages() -> None:
    ours = {name: kind for name, kind in all_kinds().items() if name.startswith("events.")}
    assert {name.removeprefix("events.") for name in ours} == set(mails.TEXTS)
    for name in mails.TEXTS:
        kind = ours[f"events.{name}"]
        subjects = [kind.texts[code][0] for code in ("en", "de", "sv")]
        assert len(set(subjects)) == (1 if name == "message" else 3)
        for code in ("en", "de", "sv"):
            subject, body = kind.fill(*kind.texts[code], kind.samples())
            assert "{" not in subject + body


def test_place_names_the_honest_time_and_the_link_for_taking_part() -> None:
    row = row_in(Place.CONFIRMED, attendance=Attendance.HYBRID, place="Lakeland", address="The house by the pier.")
    letters.placed(row)
    message = Message.objects.get()
    assert message.subject == "You have a place: Meeting at the Lake"
    assert "When: 6 May 2027, 09:00–12:00 CEST (UTC+2)\n" in message.body
    assert f"To take part online: {ONLINE}" in message.body
    assert "Place: Lakeland\nHow to get there: The house by the pier." in message.body
    assert "/events/lake.ics" in message.body
    assert "/en/events/registration/" in message.body
    assert message.topic == f"events.registration:{row.pk}"


@pytest.mark.parametrize("name", ["confirm", "already", "requested", "waiting", "offered", "lapsed", "cancelled"])
def test_nobody_without_a_place_reads_the_link_for_taking_part(name: str) -> None:
    row = row_in({"waiting": Place.WAITING, "offered": Place.OFFERED}.get(name, Place.UNCONFIRMED))
    getattr(letters, name)(row)
    message = Message.objects.get()
    assert (message.kind, ONLINE in message.body) == (f"events.{name}", False)


def test_offer_says_until_when_in_the_zone_of_the_event() -> None:
    row = row_in(Place.OFFERED)
    row.accept_until = datetime(2027, 5, 5, 10, 0, tzinfo=UTC)
    letters.offered(row)
    assert Message.objects.get().subject == "A place is yours until 5 May 2027, 12:00 CEST: Meeting at the Lake"


def test_moment_in_the_hour_that_comes_twice_has_its_own_name() -> None:
    assert in_mails.moment(datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "Europe/Berlin") == "31 October 2027, 02:30 CEST"
    assert in_mails.moment(datetime(2027, 10, 31, 1, 30, tzinfo=UTC), "Europe/Berlin") == "31 October 2027, 02:30 CET"


def test_person_reads_their_own_language() -> None:
    row = row_in(Place.WAITING, texts={"sv": {"title": "Möte vid sjön"}})
    row.language = "sv"
    letters.waiting(row)
    message = Message.objects.get()
    assert (message.subject, message.language) == ("Väntelista, plats 1: Möte vid sjön", "sv")
    assert "/sv/events/registration/" in message.body


def test_confirmation_repeats_nothing_a_stranger_typed() -> None:
    row = row_in(Place.UNCONFIRMED)
    row.name, row.organisation, row.access_needs = "Buy at spam", "Spam house", "Spam needs"
    letters.confirm(row)
    assert "pam" not in Message.objects.get().body


@pytest.mark.parametrize("language", ["en", "de", "sv"])
def test_every_mail_about_a_registration_carries_its_link(language: str) -> None:
    row = row_in(Place.CONFIRMED)
    row.language, row.accept_until, row.event.cancel_reason = language, timezone.now(), "The ice is thin."
    every = (
        letters.confirm,
        letters.already,
        letters.requested,
        letters.placed,
        letters.waiting,
        letters.offered,
        letters.lapsed,
        letters.cancelled,
        letters.reminder,
        letters.event_cancelled,
    )
    for letter in every:
        letter(row)
    bodies = Message.objects.values_list("body", flat=True)
    assert len(bodies) == len(every)
    assert [body for body in bodies if f"/{language}/events/registration/" not in body] == []


def test_access_needs_are_in_no_mail() -> None:
    row = row_in(Place.CONFIRMED)
    row.access_needs = "A ramp for wheels"
    row.save()
    for letter in (letters.placed, letters.reminder, letters.cancelled, letters.requested):
        letter(row)
    assert [message.to for message in Message.objects.filter(body__contains="ramp")] == []
    assert Message.objects.count() == 4


def test_reminder_is_sent_once_for_each_beginning() -> None:
    row = row_in(Place.CONFIRMED)
    assert [letters.reminder(row), letters.reminder(row)] == [True, False]
    row.event.start_time = time(10)
    row.event.save()
    row.event.refresh_from_db()
    assert letters.reminder(row) is True


def test_made_up_people_of_an_example_get_nothing_but_who_tries_it_does() -> None:
    row = row_in(Place.CONFIRMED, is_example=True)
    letters.placed(row)
    assert not Message.objects.exists()
    row.email = "curious@visitor.eu"
    letters.placed(row)
    assert Message.objects.get().to == "curious@visitor.eu"
