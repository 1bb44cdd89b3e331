"""How often one visitor may do one thing, counted in the database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection, connections

from outbox import limits
from outbox.limits import Rate, Verdict, forget_visitors, hit
from outbox.models import VisitCount

NOON = datetime(2026, 5, 6, 12, 0, tzinfo=UTC)
RATE = Rate(3, 60)


@pytest.mark.django_db
def test_hit_allows_the_rate_and_then_says_when_to_come_back() -> None:
    verdicts = [hit("search", "192.0.2.1", RATE, at=NOON + timedelta(seconds=second)) for second in range(5)]
    assert [verdict.allowed for verdict in verdicts] == [True, True, True, False, False]
    assert verdicts[3] == Verdict(allowed=False, retry_after=57)


@pytest.mark.django_db
def test_hit_allows_again_when_the_window_is_over() -> None:
    for _time in range(4):
        hit("search", "192.0.2.1", RATE, at=NOON)
    assert hit("search", "192.0.2.1", RATE, at=NOON + timedelta(seconds=59.5)) == Verdict(False, 1)
    assert hit("search", "192.0.2.1", RATE, at=NOON + timedelta(seconds=60)) == Verdict(True, 60)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("purpose", "address"), [("suggest", "192.0.2.1"), ("search", "192.0.2.2"), ("search", "2001:db8::1")]
)
def test_hit_counts_purposes_and_visitors_apart(purpose: str, address: str) -> None:
    for _time in range(4):
        hit("search", "192.0.2.1", RATE, at=NOON)
    assert hit(purpose, address, RATE, at=NOON).allowed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("", "", True),
        ("not an address", "another", False),
    ],
)
def test_hit_knows_a_household_by_its_network(first: str, second: str, same: bool) -> None:
    hit("search", first, Rate(1, 60), at=NOON)
    assert hit("search", second, Rate(1, 60), at=NOON).allowed is not same


@pytest.mark.django_db
def test_hit_stores_no_address_and_another_key_the_next_day() -> None:
    hit("search", "192.0.2.1", RATE, at=NOON)
    hit("search", "192.0.2.1", RATE, at=NOON + timedelta(days=1))
    keys = [bytes(row.key) for row in VisitCount.objects.order_by("ends_at")]
    assert len(keys) == len(set(keys)) == 2
    assert [len(key) for key in keys] == [16, 16]
    assert all(b"192" not in key for key in keys)


@pytest.mark.django_db
def test_hit_is_one_statement(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(1):
        hit("search", "192.0.2.1", RATE)


@pytest.mark.django_db
def test_forget_removes_what_is_over_and_keeps_the_rest() -> None:
    hit("search", "192.0.2.1", RATE, at=NOON)
    hit("search", "192.0.2.2", RATE, at=NOON + timedelta(seconds=30))
    assert forget_visitors(at=NOON + timedelta(seconds=60)) == 1
    assert VisitCount.objects.get().ends_at == NOON + timedelta(seconds=90)


@pytest.mark.django_db
def test_forget_removes_expired_counts_of_sign_in_attempts() -> None:
    cache.set("attempts-of-yesterday", 1, timeout=1)
    cache.set("attempts-of-now", 1, timeout=3600)
    now = datetime.now(tz=UTC)
    assert forget_visitors(at=now + timedelta(seconds=3)) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM site_cache")
        assert [key for (key,) in cursor.fetchall()] == [":1:attempts-of-now"]


def test_no_window_is_longer_than_a_day() -> None:
    assert Rate(1, 86_400).seconds == 86_400
    for hits, seconds in [(1, 86_401), (1, 0), (0, 60)]:
        with pytest.raises(ValueError, match="A rate needs"):
            Rate(hits, seconds)


@pytest.mark.django_db(transaction=True)
def test_hit_counts_across_connections_at_once() -> None:
    """Forty requests in eight threads, each with its own connection, as eight worker processes have them."""

    def ask(_number: int) -> bool:
        try:
            return hit("submit", "192.0.2.1", Rate(10, 3600)).allowed
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=8) as threads:
        allowed = list(threads.map(ask, range(40)))
    assert sum(allowed) == 10


@pytest.mark.django_db
def test_table_is_not_written_to_the_log_of_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = %s", [VisitCount._meta.db_table])
        assert cursor.fetchone() == ("u",)


def test_key_depends_on_the_secret(settings) -> None:  # type: ignore[no-untyped-def]
    before = limits._key("search", "192.0.2.1", NOON)
    settings.SECRET_KEY = "another secret of at least fifty characters " * 2
    assert limits._key("search", "192.0.2.1", NOON) != before
