"""Events with their words, programme and people."""

from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import factory
from django.db import transaction
from django.utils import timezone
from factory.django import DjangoModelFactory

from events import models as room
from tests.factories.people import UserFactory
from tests.factories.vocabulary import CountryFactory


def _who_and_when(kwargs: dict[str, Any]) -> None:
    """What the state in `kwargs` requires."""
    now, state = timezone.now(), kwargs["state"]
    if state != room.State.DRAFT:
        kwargs.setdefault("published_at", now)
        kwargs.setdefault("published_by", UserFactory())
    if state == room.State.CANCELLED:
        kwargs.setdefault("cancelled_at", now)
        kwargs.setdefault("cancelled_by", UserFactory())
        kwargs.setdefault("cancel_reason", "The ice on the lake is too thin.")
    if state == room.State.ARCHIVED:
        kwargs.setdefault("archived_at", now)
        kwargs.setdefault("archived_by", UserFactory())


def in_days(days: int) -> date:
    """The day so many days from today, in UTC; negative for the past."""
    return timezone.now().date() + timedelta(days=days)


class EventFactory(DjangoModelFactory[room.Event]):
    """A published workshop in thirty days, 09:00 to 12:00 in Berlin, without registration.

    `title`, `summary`, `body` and `report` are the words in the original language; `texts` maps other languages to
    such words. `country` is a code. The many-to-many fields take lists. `organisers` are organisations, the first
    one organises.
    """

    class Meta:
        model = room.Event
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"lake-meeting-{n}")
    zone = "Europe/Berlin"
    first_day = factory.LazyFunction(lambda: in_days(30))
    start_time = time(9)
    end_time = time(12)
    source = "https://example.org/lake-meeting"
    state = room.State.PUBLISHED

    @classmethod
    def _create(cls, model_class: type[room.Event], *args: Any, **kwargs: Any) -> room.Event:
        words = {name: kwargs.pop(name, "") for name in ("title", "summary", "body", "report")}
        words["title"] = words["title"] or kwargs["slug"].replace("-", " ").capitalize()
        texts, organisers, code = kwargs.pop("texts", {}), kwargs.pop("organisers", []), kwargs.pop("country", None)
        many = {each.name: kwargs.pop(each.name, []) for each in room.Event._meta.many_to_many}
        kwargs["country"] = CountryFactory(code=code) if code else None
        if kwargs.get("precision", "day") != "day":
            kwargs["start_time"] = kwargs["end_time"] = None
        if kwargs.get("start_time", ...) is None:
            kwargs["end_time"] = None
        _who_and_when(kwargs)
        with transaction.atomic():
            event: room.Event = super()._create(model_class, *args, **kwargs)
            for language, said in ({event.original_language: words} | texts).items():
                room.EventText.objects.create(event=event, language=language, **said)
            for name, rows in many.items():
                getattr(event, name).set(rows)
            for place, body in enumerate(organisers):
                role = room.OrganiserRole.PARTNER if place else room.OrganiserRole.ORGANISER
                room.Organiser.objects.create(event=event, organisation=body, role=role)
        event.refresh_from_db()  # the instants are computed by the database
        return event


class OpenEventFactory(EventFactory):
    """An event for which people register here, until the day before it begins, with a person to ask."""

    registration = room.RegistrationMode.HERE
    deadline_day = factory.LazyAttribute(lambda event: event.first_day - timedelta(days=1))
    source = ""

    @classmethod
    def _create(cls, model_class: type[room.Event], *args: Any, **kwargs: Any) -> room.Event:
        event = super()._create(model_class, *args, **kwargs)
        room.Contact.objects.create(event=event, name="Ronja Vass", email="ronja@lake.example.org")
        return event


class RegistrationFactory(DjangoModelFactory[room.Registration]):
    """A confirmed registration, at the end of the line; `place` makes another one of it."""

    class Meta:
        model = room.Registration
        skip_postgeneration_save = True

    event = factory.SubFactory(OpenEventFactory)
    key = factory.LazyFunction(uuid4)
    name = factory.Sequence(lambda n: f"Visitor {n}")
    email = factory.Sequence(lambda n: f"visitor-{n}@lake.example.org")
    place = room.Place.CONFIRMED

    @classmethod
    def _create(cls, model_class: type[room.Registration], *args: Any, **kwargs: Any) -> room.Registration:
        now = timezone.now()
        kwargs.setdefault("created_at", now)
        kwargs.setdefault("placed_at", now)
        if kwargs["place"] != room.Place.UNCONFIRMED:
            kwargs.setdefault("confirmed_at", now)
            last = kwargs["event"].registrations.order_by("-line").values_list("line", flat=True)
            kwargs.setdefault("line", next((line for line in last if line), 0) + 1)
        if kwargs["place"] == room.Place.REFUSED:
            kwargs.setdefault("reason", "The lake is full.")
        if kwargs["place"] == room.Place.OFFERED:
            kwargs.setdefault("accept_until", now + timedelta(hours=48))
        registration: room.Registration = super()._create(model_class, *args, **kwargs)
        return registration
