"""Two hundred people at once for fifty places; and what would happen without the lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
from django.db import connection

from events import registering
from events.models import Event, Place, Registration
from events.registering import Details
from outbox.models import Message
from tests.events.at_once import at_once
from tests.factories.events import OpenEventFactory, RegistrationFactory
from vocabulary.models import SiteSettings

pytestmark = pytest.mark.django_db(transaction=True)

TRIGGER = "registration_place_is_free"


def unconfirmed(event: Event, number: int) -> list[Registration]:
    SiteSettings.load()
    return [RegistrationFactory(event=event, place=Place.UNCONFIRMED) for _each in range(number)]


def numbers(event: Event, place: Place) -> list[int | None]:
    return list(event.registrations.filter(place=place).order_by("line").values_list("line", flat=True))


def test_two_hundred_at_once_for_fifty_places() -> None:
    event = OpenEventFactory(capacity=50)
    rows = unconfirmed(event, 200)
    assert at_once([lambda row=row: registering.confirm(row) for row in rows]) == []
    assert numbers(event, Place.CONFIRMED) == list(range(1, 51))
    assert numbers(event, Place.WAITING) == list(range(51, 201))
    assert event.registrations.count() == 200
    first = event.registrations.in_line().first()
    assert (first.line, registering.place_in_line(first)) == (51, 1)
    kinds = {kind: Message.objects.filter(kind=kind).count() for kind in ("events.placed", "events.waiting")}
    assert kinds == {"events.placed": 50, "events.waiting": 150}


def test_confirming_eight_times_at_once_is_one_place() -> None:
    event = OpenEventFactory(capacity=3)
    (row,) = unconfirmed(event, 1)
    assert at_once([lambda: registering.confirm(row)] * 8, hands=8) == []
    assert numbers(event, Place.CONFIRMED) == [1]
    assert Message.objects.filter(kind="events.placed").count() == 1


def test_same_form_and_same_address_sent_eight_times_at_once_is_one_row() -> None:
    event, key = OpenEventFactory(), uuid4()
    SiteSettings.load()
    details = Details("Ada Reed", "ada@lake.example.org")

    def send(form: Any) -> None:
        registering.register(event, details, key=form, purposes=frozenset(), language="en")

    assert at_once([lambda: send(key)] * 8, hands=8) == []
    assert Message.objects.count() == 1
    assert at_once([lambda: send(uuid4())] * 8, hands=8) == []
    assert Registration.objects.count() == 1


def test_cancelling_while_others_confirm_leaves_no_place_empty_and_none_twice() -> None:
    event = OpenEventFactory(capacity=10)
    held = [RegistrationFactory(event=event) for _each in range(10)]
    rows = unconfirmed(event, 20)
    works: list[Any] = []
    for number, row in enumerate(rows):
        works.append(lambda row=row: registering.confirm(row))
        if number < 10:
            works.append(lambda row=held[number]: registering.cancel(row))
    assert at_once(works, hands=10) == []
    assert event.registrations.holding().count() == 10
    assert event.registrations.filter(place=Place.CANCELLED).count() == 10
    assert event.registrations.in_line().count() == 10


def test_accepting_and_lapsing_at_once_ends_in_one_of_both() -> None:
    event = OpenEventFactory(capacity=1)
    for _try in range(4):
        event.registrations.all().delete()
        row = RegistrationFactory(event=event, place=Place.OFFERED)
        at_once(
            [lambda row=row: registering.accept(row), lambda row=row: registering.lapse(row, at=row.accept_until)],
            hands=2,
        )
        row.refresh_from_db()
        assert row.place in (Place.CONFIRMED, Place.LAPSED)
        assert event.registrations.holding().count() == int(row.place == Place.CONFIRMED)


@contextmanager
def without_lock() -> Iterator[None]:
    """The doors read the event without locking it; the row of the person is locked as ever."""

    def read(registration: Registration) -> tuple[Event, Registration]:
        event = Event.objects.get(pk=registration.event_id)
        locked = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
        locked.event = event
        return event, locked

    with mock.patch.object(registering, "_lock", read):
        yield


@contextmanager
def without_trigger() -> Iterator[None]:
    def set_trigger(word: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE events_registration {word} TRIGGER {TRIGGER}")

    set_trigger("DISABLE")
    try:
        yield
    finally:
        set_trigger("ENABLE")


@contextmanager
def in_step(hands: int) -> Iterator[None]:
    """Everybody has counted the free places before anybody takes one, which is what a busy moment looks like."""
    import threading

    gate, free, seen = threading.Barrier(hands), registering._free, threading.local()

    def counted(event: Event) -> bool:
        found = free(event)
        if not getattr(seen, "once", False):
            seen.once = True
            gate.wait(30)
        return found

    lines = iter(range(1, hands + 1))
    with (
        mock.patch.object(registering, "_free", counted),
        # Numbers of their own, since two equal ones would be refused by yet another rule of the database.
        mock.patch.object(registering, "_next_in_line", side_effect=lines),
    ):
        yield


def test_without_lock_and_trigger_one_place_is_given_to_many() -> None:
    event = OpenEventFactory(capacity=1)
    rows = unconfirmed(event, 6)
    with without_trigger(), without_lock(), in_step(6):
        at_once([lambda row=row: registering.confirm(row) for row in rows], hands=6)
    assert event.registrations.filter(place=Place.CONFIRMED).count() == 6


def test_without_lock_the_trigger_alone_keeps_the_places() -> None:
    event = OpenEventFactory(capacity=1)
    rows = unconfirmed(event, 6)
    with without_lock(), in_step(6), pytest.raises(ExceptionGroup) as refused:
        at_once([lambda row=row: registering.confirm(row) for row in rows], hands=6)
    said = [str(problem).partition(".")[0] for problem in refused.value.exceptions]
    assert said == ["All 1 places of this event are taken"] * 5
    assert event.registrations.filter(place=Place.CONFIRMED).count() == 1


def test_with_the_lock_nobody_can_be_in_step() -> None:
    """The same people with the lock: one is seated, the others stand in line."""
    event = OpenEventFactory(capacity=1)
    rows = unconfirmed(event, 6)
    assert at_once([lambda row=row: registering.confirm(row) for row in rows], hands=6) == []
    assert (numbers(event, Place.CONFIRMED), numbers(event, Place.WAITING)) == ([1], [2, 3, 4, 5, 6])
