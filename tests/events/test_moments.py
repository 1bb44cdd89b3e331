"""Wall clocks and instants: over all zones staff can choose and many years, Python and PostgreSQL agree."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events import moments
from events.models.clock import ZONES
from events.moments import Clock

ANY_CLOCK = st.builds(
    Clock,
    day=st.dates(date(1990, 1, 1), date(2080, 12, 31)),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    zone=st.sampled_from(ZONES),
)


@given(clock=ANY_CLOCK)
def test_instant_of_a_clock_shows_that_clock_again(clock: Clock) -> None:
    shown = clock.moment.astimezone(UTC).astimezone(ZoneInfo(clock.zone)).replace(tzinfo=None)
    assert (shown == datetime.combine(clock.day, clock.at)) is clock.exists


@given(clock=ANY_CLOCK)
def test_only_one_of_twice_and_never_is_true(clock: Clock) -> None:
    assert not (clock.is_twice and not clock.exists)
    if clock.is_twice:
        earlier = clock.moment.replace(fold=0).astimezone(UTC)
        assert earlier < clock.moment.astimezone(UTC) <= earlier + timedelta(hours=3)


@given(clock=ANY_CLOCK)
def test_label_says_the_offset_the_instant_really_has(clock: Clock) -> None:
    if not clock.exists:
        return
    local = datetime.combine(clock.day, clock.at)
    offset = local - clock.moment.astimezone(UTC).replace(tzinfo=None)
    sign = -1 if offset < timedelta() else 1
    hours, minutes = divmod(abs(int(offset.total_seconds())) // 60, 60)
    words = "UTC" if not offset else f"UTC{'+' if sign > 0 else '−'}{hours}" + (f":{minutes:02}" if minutes else "")
    label = moments.zone_words(clock.moment)
    assert label == words or label.endswith(f" ({words})")


@given(day=st.dates(date(1997, 1, 1), date(2036, 12, 31)), zone=st.sampled_from(["Europe/Berlin", "Europe/Brussels"]))
def test_summer_shows_cest_and_winter_cet(day: date, zone: str) -> None:
    label = moments.zone_words(Clock(day, time(12), zone).moment)
    if 4 <= day.month <= 9:
        assert label == "CEST (UTC+2)"
    elif day.month in (11, 12, 1, 2):
        assert label == "CET (UTC+1)"
    else:
        assert label in ("CEST (UTC+2)", "CET (UTC+1)")


@pytest.mark.django_db
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(clock=ANY_CLOCK)
def test_postgresql_computes_the_same_instant(clock: Clock, db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT events_begins_at(%s, %s, %s), events_clock_shows(%s, %s, %s)",
            [clock.day, clock.at, clock.zone] * 2,
        )
        begins, shows = cursor.fetchone()
    assert shows is clock.exists
    if clock.exists:
        assert begins == clock.moment


@pytest.mark.parametrize(
    ("day", "at", "zone", "label"),
    [
        (date(2022, 5, 6), time(9), "Europe/Berlin", "CEST (UTC+2)"),
        (date(2021, 6, 29), time(9, 30), "Europe/Brussels", "CEST (UTC+2)"),
        (date(2022, 1, 6), time(9), "Europe/Berlin", "CET (UTC+1)"),
        (date(2022, 10, 30), time(1, 59), "Europe/Berlin", "CEST (UTC+2)"),
        (date(2022, 10, 30), time(2, 30), "Europe/Berlin", "CET (UTC+1)"),
        (date(2022, 6, 1), time(9), "Europe/Helsinki", "EEST (UTC+3)"),
        (date(2022, 6, 1), time(9), "Europe/Lisbon", "WEST (UTC+1)"),
        (date(2022, 6, 1), time(9), "Europe/London", "BST (UTC+1)"),
        (date(2022, 6, 1), time(9), "Europe/Istanbul", "UTC+3"),
        (date(2022, 6, 1), time(9), "America/Cayenne", "UTC−3"),
        (date(2022, 6, 1), time(9), "UTC", "UTC"),
    ],
)
def test_label_of_a_zone(day: date, at: time, zone: str, label: str) -> None:
    assert moments.zone_words(Clock(day, at, zone).moment) == label


def test_hour_that_spring_skips_does_not_exist() -> None:
    assert [Clock(date(2022, 3, 27), time(hour, 30), "Europe/Berlin").exists for hour in (1, 2, 3)] == [
        True,
        False,
        True,
    ]


def test_hour_that_autumn_repeats_is_the_later_one() -> None:
    clock = Clock(date(2022, 10, 30), time(2, 30), "Europe/Berlin")
    assert (clock.is_twice, clock.moment.astimezone(UTC)) == (True, datetime(2022, 10, 30, 1, 30, tzinfo=UTC))
    assert [Clock(clock.day, time(hour, 30), clock.zone).is_twice for hour in (1, 3)] == [False, False]
