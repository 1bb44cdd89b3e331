"""Loads real events and the example, once per database, through the same doors as everything else."""

import contextlib
from collections.abc import Iterable
from datetime import time
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model

from centres.models import Centre, Need, Network
from events import publishing
from events.demo.example import load_example
from events.models import (
    Contact,
    Event,
    EventLink,
    EventText,
    Organiser,
    RegistrationMode,
    Series,
)
from projects.demo.reading import first_day
from projects.models import Project
from vocabulary.loading import create, never_had, read_json
from vocabulary.models import MacroRegion, Organisation, Region, Theme

DATA = Path(__file__).resolve().parent
REASON = "Demonstration directory"
PLAIN = ("kind", "zone", "attendance", "place", "number", "website", "registration_url", "remarks")
LINKED: dict[str, tuple[type[Model], str]] = {
    "themes": (Theme, "slug"),
    "regions": (Region, "code"),
    "macro_regions": (MacroRegion, "slug"),
    "projects": (Project, "slug"),
    "centres": (Centre, "slug"),
    "networks": (Network, "slug"),
    "needs": (Need, "slug"),
}
"""Where an event names rows of other rooms: the list, and the field by which it names them."""

Entry = dict[str, Any]


def is_loaded() -> bool:
    """Whether this database ever had one of the events shipped; what staff removed since stays removed."""
    slugs = [entry["key"] for entry in read_json(DATA / "events.json")["events"]]
    return Event.history.filter(slug__in=slugs).exists()


def load(by: User) -> None:
    """Make the events in the name of `by`, who need not be able to sign in. All or nothing.

    What has an address that is taken, or was taken once, is left out: it belongs to staff.
    """
    deciding = User.objects.get(pk=by.pk)
    deciding.is_active = deciding.is_superuser = True  # in memory only: the doors ask for it, the account stays closed
    found = read_json(DATA / "events.json")
    with transaction.atomic():
        loading = _Loading(by=deciding)
        loading.series(found["series"])
        loading.events(found["events"])
        load_example(read_json(DATA / "example.json"), by=deciding)


class _Loading:
    """One run: what other rooms hold by its key, and the person in whose name rows are made."""

    def __init__(self, *, by: User) -> None:
        self.by = by
        self.countries: dict[str, int] = dict(Region.objects.filter(level=0).values_list("code", "pk"))
        self.bodies: dict[str, int] = dict(Organisation.objects.values_list("slug", "pk"))
        self.known: dict[str, dict[str, int]] = {
            name: dict(model._base_manager.values_list(key, "pk")) for name, (model, key) in LINKED.items()
        }

    def create(self, rows: Iterable[Model]) -> None:
        create(list(rows), reason=REASON, by=self.by)

    def series(self, entries: list[Entry]) -> None:
        self.create(never_had([Series(**entry) for entry in entries], ("slug",)))
        self.series_by_slug: dict[str, int] = dict(Series.objects.values_list("slug", "pk"))

    def events(self, entries: list[Entry]) -> None:
        made = {row.slug: row for row in never_had([self._event(entry) for entry in entries], ("slug",))}
        for entry in entries:
            if event := made.get(entry["key"]):
                self._event_with_parts(event, entry)

    def _event(self, entry: Entry) -> Event:
        plain = {name: entry[name] for name in PLAIN if name in entry}
        series = self.series_by_slug.get(entry.get("series", ""))
        if series is None or self._number_taken(series, entry.get("number")):
            plain.pop("number", None)
        return Event(
            slug=entry["key"],
            original_language="en",
            country_id=self.countries.get(entry.get("country", "")),
            series_id=series,
            registration=RegistrationMode.ELSEWHERE if "registration_url" in entry else RegistrationMode.NONE,
            source="\n".join(entry["source"]),
            **plain,
            **when(entry),
        )

    def _number_taken(self, series: int, number: int | None) -> bool:
        return Event.objects.filter(series=series, number=number).exists()

    def _event_with_parts(self, event: Event, entry: Entry) -> None:
        write(event, by=self.by)
        self.create(EventText(event=event, language=language, **words) for language, words in entry["texts"].items())
        self.create(
            Organiser(event=event, organisation_id=self.bodies[part["organisation"]], role=part["role"])
            for part in entry.get("organisers", [])
            if part["organisation"] in self.bodies
        )
        self.create(Contact(event=event, **part) for part in entry.get("contacts", []))
        self.create(EventLink(event=event, **part) for part in entry.get("links", []))
        for name, known in self.known.items():
            if rows := [known[key] for key in entry.get(name, []) if key in known]:
                getattr(event, name).set(rows)
        # Where something needed for publishing cannot be had, it waits for staff as a draft.
        with contextlib.suppress(publishing.NotReady):
            publishing.publish(event, by=self.by)


def when(entry: Entry) -> dict[str, Any]:
    """Day, precision, hours and deadline of an event as exactly as they are stated."""
    day, _from, hour = entry["start"].partition("T")
    first, precision = first_day(day)
    fields: dict[str, Any] = {"first_day": first, "precision": precision, "start_time": _on_the_clock(hour)}
    if "end" in entry:
        day, _from, hour = entry["end"].partition("T")
        last = first_day(day)[0]
        fields |= {"last_day": last if last > first else None, "end_time": _on_the_clock(hour)}
    if "deadline" in entry:
        fields["deadline_day"] = first_day(entry["deadline"])[0]
    return fields


def write(event: Event, *, by: User) -> None:
    """Save a new event with who made it and why; saved one by one, so that its links have a history."""
    event._change_reason = REASON  # type: ignore[attr-defined]  # simple-history reads both when it records the change
    event._history_user = by  # type: ignore[attr-defined]
    event.save()


def _on_the_clock(stated: str) -> time | None:
    """What the clock shows ("09:00+02:00"); a test compares its offset with that of the zone."""
    return time.fromisoformat(stated[:5]) if stated else None
