"""Every place at every door, for everybody; and the database holds the same table."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from events import registering
from events.models import ALIVE, Place, Purpose, Registration
from events.registering import STEPS, Details
from tests.factories.events import OpenEventFactory, RegistrationFactory
from tests.factories.people import UserFactory
from vocabulary.models import SiteSettings

pytestmark = pytest.mark.django_db

DETAILS = Details("Ada Reed", "other@lake.example.org", answers={})
DOORS: dict[str, Callable[[Registration, Any], object]] = {
    "confirm": lambda row, by: registering.confirm(row),
    "accept": lambda row, by: registering.accept(row, by=by),
    "cancel": lambda row, by: registering.cancel(row, by=by),
    "change": lambda row, by: registering.change(row, DETAILS, purposes=frozenset({Purpose.CONTACT}), by=by),
    "admit": lambda row, by: registering.admit(row, by=by),
    "refuse": lambda row, by: registering.refuse(row, reason="The house is small.", by=by),
    "lapse": lambda row, by: registering.lapse(row, at=timezone.now() + timedelta(days=3)),
}
WORK: dict[tuple[str, str], str] = {
    ("confirm", "unconfirmed"): "confirmed",
    ("accept", "offered"): "confirmed",
    **{("cancel", place): "cancelled" for place in ALIVE},
    **{("change", place): place for place in ALIVE},
    ("admit", "requested"): "confirmed",
    ("admit", "waiting"): "confirmed",
    **{("refuse", place): "refused" for place in ALIVE if place != Place.UNCONFIRMED},
    ("lapse", "offered"): "lapsed",
}
SILENT = {("accept", "confirmed"), ("cancel", "cancelled")}
"""Done twice, it changes nothing and nobody complains; nor do confirming anew, and a lapse that comes too late."""
STAFF_ONLY = {"admit", "refuse"}
NOT_FOR_STAFF = {"confirm", "lapse"}


def staff(*, may: bool) -> User:
    user = UserFactory(username="with" if may else "without")
    if may:
        user.user_permissions.add(Permission.objects.get(codename="manage_people"))
    return User.objects.get(pk=user.pk)


def row_in(place: str) -> Registration:
    event = OpenEventFactory(capacity=None)
    more: dict[str, Any] = {"reason": "No room."} if place == Place.REFUSED else {}
    row: Registration = RegistrationFactory(event=event, place=place, **more)
    return row


def state_of(row: Registration) -> dict[str, Any]:
    found = Registration.objects.values().get(pk=row.pk)
    return found | {"consents": list(row.consents.values_list("purpose", flat=True))}


@pytest.mark.parametrize("actor", ["person", "with", "without"])
@pytest.mark.parametrize("place", Place.values)
@pytest.mark.parametrize("door", DOORS)
def test_door(door: str, place: str, actor: str) -> None:
    SiteSettings.load()
    row = row_in(place)
    by = None if actor == "person" else staff(may=actor == "with")
    allowed = door in NOT_FOR_STAFF or (actor == "with") or (actor == "person" and door not in STAFF_ONLY)
    before, code = state_of(row), ""
    try:
        DOORS[door](row, by)
    except ValidationError as refusal:
        code = refusal.code
    after = state_of(row)
    if allowed and (door, place) in WORK:
        assert (code, after["place"]) == ("", WORK[door, place])
        assert (after != before) is True
        return
    assert after == before
    silent = door in NOT_FOR_STAFF or (door, place) in SILENT
    assert code == ("not_allowed" if not allowed else "" if silent else "wrong_place")


def test_doors_take_every_step_of_the_table_that_a_free_place_allows() -> None:
    taken = {(place, after) for (_door, place), after in WORK.items() if place != after}
    known = {(str(before), str(after)) for before, ways in STEPS.items() for after in ways}
    # The others need a full house, staff who admit, or somebody who goes: see test_registering.
    rest = {("unconfirmed", "requested"), ("unconfirmed", "waiting"), ("requested", "waiting"), ("waiting", "offered")}
    assert {(str(before), str(after)) for before, after in taken} == known - rest
    assert rest <= known


@pytest.mark.parametrize("before", Place.values)
def test_database_holds_the_same_table(before: str) -> None:
    row = row_in(before)
    possible, said = set(), []
    for after in Place.values:
        known = after != Place.UNCONFIRMED
        columns = {
            "place": after,
            "confirmed_at": timezone.now() if known else None,
            "line": 7 if known else None,
            "accept_until": timezone.now() if after == Place.OFFERED else None,
            "reason": "No room.",
        }
        try:
            with transaction.atomic():
                Registration.objects.filter(pk=row.pk).update(**columns)
                possible.add(after)
                transaction.set_rollback(True)
        except IntegrityError as refusal:
            said.append(str(refusal).partition(" from ")[0])
    assert set(said) == {"A registration cannot go"}
    assert possible == {before, *map(str, STEPS[Place(before)])}


def test_database_refuses_one_more_than_the_places() -> None:
    event = OpenEventFactory(capacity=1)
    RegistrationFactory(event=event)
    with pytest.raises(IntegrityError, match="All 1 places"), transaction.atomic():
        RegistrationFactory(event=event, place=Place.OFFERED)
    with pytest.raises(IntegrityError, match="registration_once_per_address"), transaction.atomic():
        RegistrationFactory(event=event, place=Place.WAITING, email=event.registrations.get().email.upper())
