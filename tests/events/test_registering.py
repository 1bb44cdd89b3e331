"""How a person comes to a place: the order of arrival, the waiting list that moves up, and what is refused."""

from datetime import timedelta
from io import StringIO
from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from events import erasing, publishing, registering
from events.models import Event, Place, Purpose, Question, Registration, State
from events.registering import Details, Door, Refused
from outbox.models import Message
from outbox.sending import TooManyMails
from tests.factories.events import OpenEventFactory, RegistrationFactory, in_days
from tests.factories.people import superuser
from vocabulary.models import SiteSettings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site() -> None:
    SiteSettings.load()


@pytest.fixture
def boss() -> User:
    return superuser()


def come(event: Event, name: str, **more: Any) -> Registration:
    """Register with an address made of the name."""
    details = Details(name, f"{name.lower()}@lake.example.org", **more)
    return registering.register(event, details, key=uuid4(), purposes=frozenset(), language="en")


def seated(event: Event, name: str) -> Registration:
    return registering.confirm(come(event, name))


def kinds(row: Registration) -> list[str]:
    about = Message.objects.about(f"events.registration:{row.pk}").order_by("pk")
    return [kind.removeprefix("events.") for kind in about.values_list("kind", flat=True)]


def test_second_of_one_place_is_first_on_the_waiting_list_and_moves_up() -> None:
    event = OpenEventFactory(capacity=1, title="Meeting at the Lake")
    first, second, third = seated(event, "Ada"), seated(event, "Ben"), seated(event, "Cleo")
    assert [row.place for row in (first, second, third)] == [Place.CONFIRMED, Place.WAITING, Place.WAITING]
    assert [registering.place_in_line(row) for row in (first, second, third)] == [None, 1, 2]
    told = Message.objects.get(kind="events.waiting", to="ben@lake.example.org")
    assert told.subject == "Waiting list, place 1: Meeting at the Lake"
    registering.cancel(first)
    second.refresh_from_db()
    assert second.place == Place.OFFERED
    assert second.accept_until - second.placed_at == pytest.approx(timedelta(hours=48), abs=timedelta(seconds=5))
    assert kinds(second) == ["confirm", "waiting", "offered"]
    registering.accept(second)
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.place, second.accept_until, third.place) == (Place.CONFIRMED, None, Place.WAITING)
    assert kinds(second) == ["confirm", "waiting", "offered", "placed"]
    assert (registering.place_in_line(third), kinds(third)) == (1, ["confirm", "waiting"])
    assert kinds(first) == ["confirm", "placed", "cancelled"]


def test_offer_not_taken_goes_to_the_next() -> None:
    event = OpenEventFactory(capacity=1, accept_hours=2)
    first, second, third = seated(event, "Ada"), seated(event, "Ben"), seated(event, "Cleo")
    registering.cancel(first)
    second.refresh_from_db()
    assert registering.lapse(second, at=second.accept_until - timedelta(seconds=1)) is False
    assert registering.lapse(second, at=second.accept_until) is True
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.place, third.place) == (Place.LAPSED, Place.OFFERED)
    assert kinds(second)[-1] == "lapsed"


def test_accepting_too_late_is_refused_and_the_next_moves_up_at_once() -> None:
    event = OpenEventFactory(capacity=1)
    first, second, third = seated(event, "Ada"), seated(event, "Ben"), seated(event, "Cleo")
    registering.cancel(first)
    Registration.objects.filter(pk=second.pk).update(accept_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Refused) as refusal:
        registering.accept(second)
    assert refusal.value.code == "too_late"
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.place, third.place) == (Place.LAPSED, Place.OFFERED)


def test_somebody_new_does_not_overtake_those_who_wait() -> None:
    event = OpenEventFactory(capacity=2)
    seated(event, "Ada"), seated(event, "Ben"), seated(event, "Cleo")
    Event.objects.filter(pk=event.pk).update(capacity=3)
    newcomer = seated(event, "Dan")
    assert (newcomer.place, registering.place_in_line(newcomer)) == (Place.WAITING, 2)
    assert registering.fill(event) == 1
    assert event.registrations.get(place=Place.OFFERED).name == "Cleo"


def test_place_is_given_when_confirming_and_not_before() -> None:
    event = OpenEventFactory(capacity=1)
    early, late = come(event, "Ada"), come(event, "Ben")
    assert (early.place, early.line, kinds(early)) == (Place.UNCONFIRMED, None, ["confirm"])
    assert registering.confirm(late).place == Place.CONFIRMED
    assert registering.confirm(early).place == Place.WAITING
    assert registering.confirm(late).line == 1


def test_without_waiting_list_a_full_event_refuses_at_both_doors() -> None:
    event = OpenEventFactory(capacity=1, waiting_list=False)
    late = come(event, "Ben")
    seated(event, "Ada")
    assert registering.door(event, at=timezone.now()) == Door.FULL
    with pytest.raises(Refused) as refusal:
        come(event, "Cleo")
    assert refusal.value.code == "full"
    with pytest.raises(Refused) as refusal:
        registering.confirm(late)
    assert refusal.value.code == "full"
    late.refresh_from_db()
    assert (late.place, late.line) == (Place.UNCONFIRMED, None)


def test_registering_again_is_one_row_and_says_nothing_to_the_visitor() -> None:
    event = OpenEventFactory()
    first = come(event, "Ada")
    nonce, before = first.nonce, first.pk
    again = registering.register(
        event, Details("Adele", "ADA@lake.example.org"), key=uuid4(), purposes=frozenset(), language="de"
    )
    assert (again.pk, again.name, again.language) == (before, "Adele", "de")
    assert again.nonce != nonce  # the link somebody else may have caused is void
    registering.confirm(again)
    third = come(event, "Ada")
    assert (third.pk, third.name, kinds(third)) == (before, "Adele", ["confirm", "confirm", "placed", "already"])
    assert Registration.objects.count() == 1


def test_same_form_twice_writes_one_row_and_one_mail() -> None:
    event, key = OpenEventFactory(), uuid4()
    for _try in range(2):
        registering.register(
            event, Details("Ada", "ada@lake.example.org"), key=key, purposes=frozenset(), language="en"
        )
    assert (Registration.objects.count(), Message.objects.count()) == (1, 1)


def test_sixth_mail_of_a_day_to_an_address_is_not_written_and_nothing_is_kept(settings: Any) -> None:
    settings.RATE_LIMITS = True
    for number in range(5):
        come(OpenEventFactory(slug=f"lake-{number}"), "Ada")
    sixth = OpenEventFactory()
    with pytest.raises(TooManyMails):
        come(sixth, "Ada")
    assert (Registration.objects.count(), sixth.registrations.count()) == (5, 0)


def test_who_cancelled_may_come_back_at_the_end_of_the_line() -> None:
    event = OpenEventFactory(capacity=1)
    first, second = seated(event, "Ada"), seated(event, "Ben")
    registering.cancel(second)
    back = seated(event, "Ben")
    assert (back.pk == second.pk, back.line, back.place) == (False, 3, Place.WAITING)
    assert first.place == Place.CONFIRMED


@pytest.mark.parametrize(
    ("more", "door"),
    [
        ({}, Door.OPEN),
        ({"state": State.DRAFT}, Door.NOT_HERE),
        ({"state": State.CANCELLED}, Door.CANCELLED),
        ({"state": State.ARCHIVED}, Door.NOT_HERE),
        ({"first_day": in_days(-1)}, Door.CLOSED),
        ({"deadline_day": in_days(-1)}, Door.CLOSED),
        ({"deadline_day": None}, Door.OPEN),
    ],
)
def test_door_says_whether_one_can_register(more: dict[str, Any], door: Door) -> None:
    event = OpenEventFactory(**more)
    assert registering.door(event, at=timezone.now()) == door
    if door != Door.OPEN:
        with pytest.raises(Refused) as refusal:
            come(event, "Ada")
        assert refusal.value.code == door.value


def test_deadline_is_inclusive_to_the_minute() -> None:
    event = OpenEventFactory()
    minute = timedelta(minutes=1)
    assert registering.door(event, at=event.closes_at - timedelta(seconds=1)) == Door.OPEN
    assert registering.door(event, at=event.closes_at) == Door.CLOSED
    row = come(event, "Ada")
    with mock.patch.object(timezone, "now", return_value=event.closes_at + minute):
        assert registering.confirm(row).place == Place.CONFIRMED  # registered in time


def test_staff_admit_each_person(boss: User) -> None:
    event = OpenEventFactory(capacity=1, admits=True)
    first, second = seated(event, "Ada"), seated(event, "Ben")
    assert (first.place, second.place, kinds(first)) == (Place.REQUESTED, Place.REQUESTED, ["confirm", "requested"])
    assert registering.admit(second, by=boss).place == Place.CONFIRMED
    assert registering.admit(first, by=boss).place == Place.WAITING
    with pytest.raises(Refused) as refusal:
        registering.admit(first, by=boss)
    assert refusal.value.code == "full"
    registering.refuse(second, reason="Only members.", by=boss)
    first.refresh_from_db()
    assert first.place == Place.OFFERED
    assert "Only members." in Message.objects.get(kind="events.refused").body


def test_refusal_that_is_not_told_waits_on_the_desk(boss: User) -> None:
    row = RegistrationFactory()
    registering.refuse(row, reason="Only members.", by=boss, tell=False)
    assert Message.objects.held().get().kind == "events.refused"
    with pytest.raises(ValidationError) as refusal:
        registering.refuse(RegistrationFactory(), reason=" ", by=boss)
    assert refusal.value.code == "no_reason"


def test_staff_add_somebody_after_the_deadline_also_to_a_full_event(boss: User) -> None:
    event = OpenEventFactory(capacity=1, deadline_day=in_days(-1), waiting_list=False)
    add = lambda name, **more: registering.add_by_hand(  # noqa: E731
        event, Details(name, f"{name}@lake.example.org"), key=uuid4(), language="sv", by=boss, **more
    )
    assert [add("ada").place, add("ben").place, add("cleo", tell=False).place] == ["confirmed", "waiting", "waiting"]
    with pytest.raises(ValidationError) as refusal:
        add("ADA")
    assert refusal.value.code == "unique"
    assert set(Message.objects.values_list("kind", "language")) == {("events.placed", "sv"), ("events.waiting", "sv")}


def test_staff_take_the_place_of_a_registration_nobody_confirmed(boss: User) -> None:
    event = OpenEventFactory()
    waiting = come(event, "Ada")
    row = registering.add_by_hand(
        event, Details("Ada Reed", "ada@lake.example.org"), key=uuid4(), language="en", by=boss
    )
    assert (row.pk, row.place, row.name, row.by_staff) == (waiting.pk, Place.CONFIRMED, "Ada Reed", boss)


def test_change_keeps_address_place_and_what_was_not_asked(boss: User) -> None:
    event = OpenEventFactory()
    question = Question.objects.create(event=event, label="Which boat?")
    row = registering.confirm(come(event, "Ada", access_needs="A ramp.", answers={question: "The red one"}))
    details = Details("Ada Reed", "x@lake.example.org", access_needs=None, answers=None)
    registering.change(row, details, purposes=frozenset({Purpose.CONTACT}))
    row.refresh_from_db()
    assert (row.name, row.email, row.access_needs) == ("Ada Reed", "ada@lake.example.org", "A ramp.")
    assert [answer.text for answer in row.answers.all()] == ["The red one"]
    assert set(row.consents.values_list("purpose", flat=True)) == {"data", "contact"}
    registering.change(row, Details("Ada", "", access_needs="", answers={question: ""}), purposes=None, by=boss)
    row.refresh_from_db()
    assert (row.access_needs, row.answers.count()) == ("", 0)
    assert row.consents.filter(withdrawn_at=None).count() == 2


def test_cancelled_event_moves_nobody_up(boss: User) -> None:
    event = OpenEventFactory(capacity=1)
    first, second = seated(event, "Ada"), seated(event, "Ben")
    publishing.cancel(event, reason="Storm.", by=boss)
    registering.cancel(first)
    second.refresh_from_db()
    assert second.place == Place.WAITING
    with pytest.raises(Refused) as refusal:
        registering.confirm(RegistrationFactory(event=event, place=Place.UNCONFIRMED))
    assert refusal.value.code == "cancelled"


def test_after_the_event_nobody_cancels_but_staff(boss: User) -> None:
    row = RegistrationFactory(event=OpenEventFactory(first_day=in_days(-3)))
    with pytest.raises(Refused) as refusal:
        registering.cancel(row)
    assert refusal.value.code == "closed"
    assert registering.cancel(row, by=boss, tell=False).place == Place.CANCELLED
    assert not Message.objects.exists()


def test_erasing_a_person_leaves_nothing_and_moves_the_next_up() -> None:
    event = OpenEventFactory(capacity=1)
    first, second = seated(event, "Ada"), seated(event, "Ben")
    erasing.erase(first)
    assert list(Registration.objects.values_list("name", flat=True)) == ["Ben"]
    assert set(Message.objects.values_list("to", flat=True)) == {"ben@lake.example.org"}
    second.refresh_from_db()
    assert second.place == Place.OFFERED
    assert erasing.erase_address("BEN@lake.example.org") == 1
    assert (Registration.objects.count(), Message.objects.count()) == (0, 0)


def test_address_is_erased_by_a_command() -> None:
    event = OpenEventFactory()
    seated(event, "Ada"), seated(event, "Ben")
    said = StringIO()
    call_command("erase_participant", "ADA@lake.example.org", stdout=said)
    assert said.getvalue() == "1 registrations and invitations erased.\n"
    assert list(Registration.objects.values_list("name", flat=True)) == ["Ben"]
