"""What the worker does by the clock; run once more, no duty does anything twice."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import duties, erasing, letters
from events.models import Event, Invitation, PeopleMessage, Place, Registration
from outbox.models import Message
from outbox.registry import all_duties
from tests.factories.events import OpenEventFactory, RegistrationFactory, in_days
from tests.factories.people import superuser
from vocabulary.models import SiteSettings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site() -> None:
    SiteSettings.load()


def places(event: Event) -> dict[str, str]:
    return dict(event.registrations.values_list("name", "place"))


def test_six_duties_and_two_run_as_soon_as_there_is_work() -> None:
    ours = {name.removeprefix("events."): duty for name, duty in all_duties().items() if name.startswith("events.")}
    assert set(ours) >= {
        "lapse_offers",
        "fill_places",
        "remind_people",
        "delete_unconfirmed",
        "purge_past",
        "compute_hours",
    }
    waiting = {name for name, duty in ours.items() if duty.waiting and duty.every == timedelta(minutes=1)}
    assert {"lapse_offers", "fill_places"} <= waiting


def test_offer_ends_and_the_next_moves_up() -> None:
    event = OpenEventFactory(capacity=1)
    late = RegistrationFactory(event=event, place=Place.OFFERED, name="Ada")
    RegistrationFactory(event=event, place=Place.WAITING, name="Ben")
    assert (duties.offers_end(), duties.lapse_offers()) == (False, "0 offers ended")
    Registration.objects.filter(pk=late.pk).update(accept_until=timezone.now() - timedelta(seconds=1))
    assert (duties.offers_end(), duties.lapse_offers()) == (True, "1 offer ended")
    assert places(event) == {"Ada": "lapsed", "Ben": "offered"}
    assert (duties.offers_end(), duties.lapse_offers()) == (False, "0 offers ended")


def test_more_places_go_to_those_who_wait_in_their_order() -> None:
    event = OpenEventFactory(capacity=1)
    for name, place in (("Ada", Place.CONFIRMED), ("Ben", Place.WAITING), ("Cleo", Place.WAITING)):
        RegistrationFactory(event=event, place=place, name=name)
    assert duties.places_are_free() is False
    Event.objects.filter(pk=event.pk).update(capacity=2)
    assert duties.places_are_free() is True
    assert (duties.fill_places(), duties.fill_places()) == ("1 place offered", "0 places offered")
    assert places(event) == {"Ada": "confirmed", "Ben": "offered", "Cleo": "waiting"}


@pytest.mark.parametrize("state", ["cancelled", "archived"])
def test_nothing_moves_at_an_event_that_does_not_take_place(state: str) -> None:
    event = OpenEventFactory(capacity=2, state=state)
    RegistrationFactory(event=event, place=Place.WAITING)
    RegistrationFactory(event=event, place=Place.OFFERED, accept_until=timezone.now() - timedelta(hours=1))
    assert (duties.places_are_free(), duties.offers_end()) == (False, False)
    assert (duties.fill_places(), duties.lapse_offers()) == ("0 places offered", "0 offers ended")


def test_people_with_a_place_are_reminded_once_in_the_days_before() -> None:
    event = OpenEventFactory(first_day=in_days(10), reminder_days=2)
    long_ago = timezone.now() - timedelta(days=1)
    RegistrationFactory(event=event, name="Ada", email="ada@lake.example.org", placed_at=long_ago)
    RegistrationFactory(event=event, place=Place.WAITING, placed_at=long_ago)
    assert duties.remind_people() == "0 people reminded"
    with mock.patch.object(timezone, "now", return_value=event.begins_at - timedelta(hours=47)):
        RegistrationFactory(event=event, name="Late", placed_at=event.begins_at - timedelta(hours=47))
        assert (duties.remind_people(), duties.remind_people()) == ("1 person reminded", "0 people reminded")
    assert list(Message.objects.values_list("to", "kind")) == [("ada@lake.example.org", "events.reminder")]
    with mock.patch.object(timezone, "now", return_value=event.begins_at):
        assert duties.remind_people() == "0 people reminded"


def test_reminding_asks_few_queries_when_all_are_reminded() -> None:
    event = OpenEventFactory(first_day=in_days(1), reminder_days=3)
    counts = []
    for number in (1, 3):
        for _each in range(number):
            RegistrationFactory(event=event, placed_at=timezone.now() - timedelta(days=9))
        duties.remind_people()
        with CaptureQueriesContext(connection) as asked:
            duties.remind_people()
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert Message.objects.count() == 4


def test_registration_nobody_confirmed_goes_after_the_days_the_mail_names() -> None:
    event = OpenEventFactory()
    edge = timezone.now() - timedelta(days=letters.CONFIRM_DAYS)
    RegistrationFactory(event=event, name="old", place=Place.UNCONFIRMED, created_at=edge - timedelta(minutes=1))
    RegistrationFactory(event=event, name="new", place=Place.UNCONFIRMED, created_at=edge + timedelta(hours=1))
    RegistrationFactory(event=event, name="sure", created_at=edge - timedelta(days=9))
    assert (duties.delete_unconfirmed(), duties.delete_unconfirmed()) == ("1 deleted", "0 deleted")
    assert set(places(event)) == {"new", "sure"}


def test_everything_of_people_goes_after_the_days_of_the_settings() -> None:
    boss, now = superuser(), timezone.now()
    SiteSettings.objects.update(event_days=90)
    old, recent = OpenEventFactory(first_day=in_days(-92)), OpenEventFactory(first_day=in_days(-88))
    for event in (old, recent):
        row = RegistrationFactory(event=event)
        letters.placed(row)
        Invitation.objects.create(event=event, email="house@centre.example.org", created_at=now, created_by=boss)
        PeopleMessage.objects.create(
            event=event, audience="all", subject="Hi", body="There", reached=1, key=row.key, sent_at=now, sent_by=boss
        )
        LogEntry.objects.create(
            user=boss,
            content_type=ContentType.objects.get_for_model(Registration),
            object_id=str(row.pk),
            object_repr=row.name,
            action_flag=CHANGE,
            change_message="to the person",
        )
    assert list(erasing.to_purge(at=now)) == [old]
    assert (duties.purge_past(), duties.purge_past()) == ("2 deleted", "0 deleted")
    for model in (Registration, Invitation, PeopleMessage):
        assert list(model.objects.values_list("event", flat=True)) == [recent.pk]
    assert Message.objects.count() == 1
    assert list(LogEntry.objects.order_by("pk").values_list("object_repr", "change_message")) == [
        ("–", ""),
        (recent.registrations.get().name, "to the person"),
    ]
    old.refresh_from_db()
    recent.refresh_from_db()
    assert (old.purged_at is not None, recent.purged_at) == (True, None)


def test_hours_are_computed_anew_without_counting_as_a_change() -> None:
    event: Any = OpenEventFactory()
    sequence, begins, updated = event.sequence, event.begins_at, event.updated_at
    OpenEventFactory(first_day=in_days(-30))
    assert duties.compute_hours() == "1 event computed"
    event.refresh_from_db()
    assert (event.sequence, event.begins_at, event.updated_at) == (sequence, begins, updated)
