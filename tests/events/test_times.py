"""How the time of an event reads: no more than is known, and never a wrong zone."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from events.models import Event
from events.models.clock import ZONES
from events.presentation import times
from tests.factories import EventFactory, in_days


def made(**values: Any) -> Event:
    """An event that is not stored."""
    return Event(**{"zone": "Europe/Berlin", "first_day": date(2022, 5, 6), "precision": "day"} | values)


MORNING = {"start_time": time(9), "end_time": time(12)}


@pytest.mark.parametrize(
    ("values", "text", "begins", "ends"),
    [
        (MORNING, "6 May 2022, 09:00–12:00 CEST (UTC+2)", "2022-05-06T09:00+02:00", "2022-05-06T12:00+02:00"),
        (
            MORNING | {"first_day": date(2022, 1, 6)},
            "6 January 2022, 09:00–12:00 CET (UTC+1)",
            "2022-01-06T09:00+01:00",
            "2022-01-06T12:00+01:00",
        ),
        ({"start_time": time(9)}, "6 May 2022, from 09:00 CEST (UTC+2)", "2022-05-06T09:00+02:00", ""),
        ({}, "6 May 2022", "2022-05-06", ""),
        ({"last_day": date(2022, 5, 8)}, "6–8 May 2022", "2022-05-06", "2022-05-08"),
        ({"last_day": date(2022, 6, 1)}, "6 May 2022 – 1 June 2022", "2022-05-06", "2022-06-01"),
        (
            {"last_day": date(2022, 5, 7), "start_time": time(20), "end_time": time(2)},
            "6 May 2022, 20:00 – 7 May 2022, 02:00 CEST (UTC+2)",
            "2022-05-06T20:00+02:00",
            "2022-05-07T02:00+02:00",
        ),
        (
            {"last_day": date(2022, 5, 7), "start_time": time(20)},
            "6–7 May 2022, beginning from 20:00 CEST (UTC+2)",
            "2022-05-06T20:00+02:00",
            "",
        ),
        (
            {"first_day": date(2022, 3, 27), "start_time": time(1), "end_time": time(4)},
            "27 March 2022, 01:00 CET (UTC+1) – 04:00 CEST (UTC+2)",
            "2022-03-27T01:00+01:00",
            "2022-03-27T04:00+02:00",
        ),
        (
            {"first_day": date(2022, 10, 29), "last_day": date(2022, 10, 30)} | MORNING,
            "29 October 2022, 09:00 CEST (UTC+2) – 30 October 2022, 12:00 CET (UTC+1)",
            "2022-10-29T09:00+02:00",
            "2022-10-30T12:00+01:00",
        ),
        (MORNING | {"zone": "Europe/Istanbul"}, "6 May 2022, 09:00–12:00 UTC+3", None, None),
        ({"precision": "month", "first_day": date(2023, 5, 1)}, "May 2023", "2023-05", ""),
        ({"precision": "year", "first_day": date(2023, 1, 1)}, "2023", "2023", ""),
        (
            {"precision": "month", "first_day": date(2023, 5, 1), "last_day": date(2023, 6, 1)},
            "May 2023 – June 2023",
            "2023-05",
            "2023-06",
        ),
    ],
)
def test_time_of_an_event(values: dict[str, Any], text: str, begins: str | None, ends: str | None) -> None:
    when = times.when(made(**values))
    assert when.text == text
    if begins is not None:
        assert (when.begins, when.ends) == (begins, ends)


def test_what_is_not_known_is_said() -> None:
    assert times.when(made()).notes == ["The hour is not published."]
    assert times.when(made(start_time=time(9))).notes == ["When it ends is not published."]
    assert times.when(made(precision="month", first_day=date(2023, 5, 1))).notes == ["Only the month is known."]
    assert times.when(made(precision="year", first_day=date(2023, 1, 1))).notes == ["Only the year is known."]
    assert times.when(made(**MORNING)).notes == []


def test_hour_shown_twice_is_explained() -> None:
    twice = made(first_day=date(2022, 10, 30), start_time=time(2, 30), end_time=time(4))
    assert times.when(twice).text == "30 October 2022, 02:30–04:00 CET (UTC+1)"
    assert times.when(twice).notes == ["The clocks go back that night and show an hour twice; the later one is meant."]


def test_deadline_is_the_last_minute_in_time() -> None:
    event = made(deadline_day=date(2022, 4, 25), **MORNING)
    assert times.deadline_text(event) == "25 April 2022, 23:59 CEST"
    event.deadline_time = time(12)
    assert times.deadline_text(event) == "25 April 2022, 12:00 CEST"
    assert times.deadline_text(made(deadline_day=date(2022, 3, 1))) == "1 March 2022, 23:59 CET"
    assert times.deadline_text(made()) == ""


def test_other_clocks_show_the_same_instant() -> None:
    rows = times.elsewhere(made(**MORNING))
    assert [(row.place.split(",")[0], row.hours, row.offset, row.here) for row in rows] == [
        ("UTC", "07:00–10:00", "UTC", False),
        ("Lisbon", "08:00–11:00", "UTC+1", False),
        ("Berlin", "09:00–12:00", "UTC+2", True),
        ("Helsinki", "10:00–13:00", "UTC+3", False),
        ("Istanbul", "10:00–13:00", "UTC+3", False),
    ]


def test_other_clocks_name_the_day_where_it_is_another_one() -> None:
    night = made(zone="Europe/Helsinki", start_time=time(0, 30), end_time=time(1, 30))
    hours = {row.place.split(",")[0]: row.hours for row in times.elsewhere(night)}
    assert hours["Helsinki"] == "00:30–01:30"
    assert hours["Berlin"] == "5 May 2022, 23:30 – 6 May 2022, 00:30"
    assert hours["Lisbon"] == "5 May 2022, 22:30 – 23:30"


def test_zone_that_is_in_no_row_comes_first() -> None:
    rows = times.elsewhere(made(zone="America/Cayenne", **MORNING))
    assert (rows[0].place, rows[0].hours, rows[0].offset, rows[0].here) == (
        "America/Cayenne",
        "09:00–12:00",
        "UTC−3",
        True,
    )
    assert [row.here for row in rows[1:]] == [False] * 5


def test_other_clocks_say_nothing_where_the_hour_is_not_known() -> None:
    assert times.elsewhere(made()) == []


@given(
    day=st.dates(date(2000, 1, 1), date(2060, 12, 31)),
    at=st.times(),
    zone=st.sampled_from(ZONES),
    length=st.integers(1, 12),
)
def test_text_never_shows_winter_time_in_summer(day: date, at: time, zone: str, length: int) -> None:
    last = datetime.combine(day, at) + timedelta(hours=length)
    event = made(
        zone=zone,
        first_day=day,
        start_time=at.replace(second=0, microsecond=0),
        last_day=last.date() if last.date() > day else None,
        end_time=last.time().replace(second=0, microsecond=0),
    )
    with translation.override("en"):
        text = times.when(event).text
    assert text.count("UTC") >= 1
    if day.month in (5, 6, 7, 8):
        assert "CET" not in text.replace("CEST", "")
        assert "EET" not in text.replace("EEST", "")


def _around(event: Event, steps: list[timedelta]) -> list[str]:
    return [times.nearness(event, at=event.begins_at + step) for step in steps]


@pytest.mark.django_db
def test_day_of_an_event_is_that_of_its_zone() -> None:
    event = EventFactory(first_day=date(2030, 5, 6), zone="Europe/Helsinki", start_time=time(1), end_time=time(3))
    assert event.begins_at == datetime(2030, 5, 5, 22, tzinfo=UTC)
    hour = timedelta(hours=1)
    assert _around(event, [-26 * hour, -2 * hour, -1 * hour, 0 * hour, hour, 2 * hour]) == [
        "",
        "tomorrow",
        "today",
        "now",
        "now",
        "",
    ]


@pytest.mark.django_db
def test_event_is_never_both_past_and_to_come() -> None:
    today = in_days(0)
    events = [
        EventFactory(first_day=today, start_time=None),
        EventFactory(first_day=today, start_time=time(0), end_time=time(23, 59)),
        EventFactory(first_day=today.replace(day=1), precision="month"),
        EventFactory(first_day=in_days(-1), last_day=in_days(1), start_time=None),
    ]
    marks = [timezone.now()]
    for event in events:
        for edge in (event.begins_at, event.over_at):
            marks += [edge - timedelta(microseconds=1), edge, edge + timedelta(microseconds=1)]
    for at in marks:
        coming = set(Event.objects.published().upcoming(at=at).values_list("pk", flat=True))
        gone = set(Event.objects.published().past(at=at).values_list("pk", flat=True))
        assert coming & gone == set()
        assert coming | gone == {event.pk for event in events}
        assert gone == {event.pk for event in events if times.is_over(event, at=at)}


@pytest.mark.django_db
def test_whole_day_is_today_until_midnight_of_its_zone() -> None:
    event = EventFactory(first_day=date(2030, 5, 6), zone="Europe/Berlin", start_time=None)
    last = datetime(2030, 5, 6, 21, 59, 59, tzinfo=UTC)
    assert (times.nearness(event, at=last), times.is_over(event, at=last)) == ("today", False)
    assert (times.nearness(event, at=last + timedelta(seconds=1)), event.over_at) == ("", last + timedelta(seconds=1))


@pytest.mark.django_db
def test_month_is_near_without_a_day() -> None:
    event = EventFactory(first_day=date(2030, 5, 1), precision="month")
    assert times.nearness(event, at=datetime(2030, 5, 1, 12, tzinfo=UTC)) == ""
    assert not times.is_over(event, at=datetime(2030, 5, 31, 12, tzinfo=UTC))
    assert times.is_over(event, at=datetime(2030, 6, 1, 12, tzinfo=UTC))
