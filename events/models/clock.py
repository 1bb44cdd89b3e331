"""Instants the database computes from the wall clock of a zone, so that no path can write one that disagrees.

The SQL functions stand in the first migration. In the hour that a clock shows twice the later one is meant (standard
time), in PostgreSQL and here alike; an hour that a clock skips is refused by a constraint.
"""

from typing import Any

from django.db import models
from django.db.models import F, Func


class BeginsAt(Func):
    """The first instant of an event: its hour, or midnight of its first day where the hour is not known."""

    function = "events_begins_at"
    output_field = models.DateTimeField()


class OverAt(Func):
    """The first instant after an event: its end, or the end of its last day, month or year."""

    function = "events_over_at"
    output_field = models.DateTimeField()


class ClosesAt(Func):
    """The first instant too late for registering; the deadline's minute is still in time."""

    function = "events_closes_at"
    output_field = models.DateTimeField()


class ClockShows(Func):
    """Whether a clock in the zone ever shows this hour on this day; an hour that is not known is no problem."""

    function = "events_clock_shows"
    output_field = models.BooleanField()


def begins_at() -> Any:
    return BeginsAt(F("first_day"), F("start_time"), F("zone"))


def over_at() -> Any:
    return OverAt(F("first_day"), F("last_day"), F("start_time"), F("end_time"), F("precision"), F("zone"))


def closes_at() -> Any:
    return ClosesAt(F("deadline_day"), F("deadline_time"), F("zone"))


def zones() -> list[tuple[str, str]]:
    """IANA zones staff choose from: Europe's and the neighbours of its programmes, and UTC."""
    return [(name, name.replace("_", " ")) for name in ZONES]


ZONES = (
    "Europe/Amsterdam",
    "Europe/Andorra",
    "Europe/Athens",
    "Europe/Belgrade",
    "Europe/Berlin",
    "Europe/Bratislava",
    "Europe/Brussels",
    "Europe/Bucharest",
    "Europe/Budapest",
    "Europe/Chisinau",
    "Europe/Copenhagen",
    "Europe/Dublin",
    "Europe/Helsinki",
    "Europe/Istanbul",
    "Europe/Kyiv",
    "Europe/Lisbon",
    "Europe/Ljubljana",
    "Europe/London",
    "Europe/Luxembourg",
    "Europe/Madrid",
    "Europe/Malta",
    "Europe/Oslo",
    "Europe/Paris",
    "Europe/Podgorica",
    "Europe/Prague",
    "Europe/Riga",
    "Europe/Rome",
    "Europe/Sarajevo",
    "Europe/Skopje",
    "Europe/Sofia",
    "Europe/Stockholm",
    "Europe/Tallinn",
    "Europe/Tirane",
    "Europe/Vaduz",
    "Europe/Vienna",
    "Europe/Vilnius",
    "Europe/Warsaw",
    "Europe/Zagreb",
    "Europe/Zurich",
    "Asia/Nicosia",
    "Asia/Tbilisi",
    "Asia/Yerevan",
    "Atlantic/Azores",
    "Atlantic/Canary",
    "Atlantic/Faroe",
    "Atlantic/Madeira",
    "Atlantic/Reykjavik",
    "America/Cayenne",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Nuuk",
    "Indian/Mayotte",
    "Indian/Reunion",
    "UTC",
)
"""Closed, so that PostgreSQL's and Python's lists of zones cannot disagree; both know all of these."""
