"""Turns one entry of `projects.json` into field values; nothing here touches the database."""

import calendar
from datetime import date
from decimal import Decimal
from typing import Any

from projects.models import DatePrecision

# "2016", "2016-03", "2016-03-01": how much of a date the source gives.
_PRECISION = {1: DatePrecision.YEAR, 2: DatePrecision.MONTH, 3: DatePrecision.DAY}


def first_day(stated: str) -> tuple[date, DatePrecision]:
    """The first day of what is stated, and how exactly it is stated."""
    year, *rest = (int(part) for part in stated.split("-"))
    month, day = [*rest, 1, 1][:2]
    return date(year, month, day), _PRECISION[1 + len(rest)]


def last_day(stated: str) -> tuple[date, DatePrecision]:
    """The last day of what is stated, and how exactly it is stated."""
    year, *rest = (int(part) for part in stated.split("-"))
    month = rest[0] if rest else 12
    day = rest[1] if len(rest) > 1 else calendar.monthrange(year, month)[1]
    return date(year, month, day), _PRECISION[1 + len(rest)]


def plain_fields(entry: dict[str, Any]) -> dict[str, Any]:
    """Values of the fields a project holds itself; what the entry leaves out stays unknown."""
    fields = {
        "slug": entry["key"],
        "acronym": entry.get("acronym", ""),
        "original_language": entry["original_language"],
        "partners_stated": entry.get("partners_stated"),
        "countries_stated": entry.get("countries_stated"),
        "countries_partial": entry.get("countries_partial", False),
        "website": entry.get("website", ""),
        "keep_id": entry.get("keep_id"),
        "featured": entry.get("featured", False),
        "source": "\n".join(entry["source"]),
        "notes": entry.get("notes", ""),
    }
    if "start_date" in entry:
        fields["start_date"], fields["start_precision"] = first_day(entry["start_date"])
    if "end_date" in entry:
        fields["end_date"], fields["end_precision"] = last_day(entry["end_date"])
    for name in ("total_budget", "eu_funding"):
        if name in entry:
            fields[name] = Decimal(entry[name]["eur"])
            fields[f"{name}_precision"] = entry[name]["precision"]
    return fields
