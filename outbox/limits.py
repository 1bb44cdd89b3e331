"""How often one visitor may do one thing: a limiter of one SQL statement, the same for all processes.

A visitor is known only by a keyed hash that changes every day (`VisitCount`). Callers name the purpose and the rate:

    verdict = limits.hit("search", address, Rate(240, 60))
    if not verdict.allowed: answer 429 with Retry-After: verdict.retry_after
"""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from outbox.models import VisitCount

_STATEMENT = """
INSERT INTO outbox_visitcount AS seen (key, hits, ends_at) VALUES (%(key)s, 1, %(ends_at)s)
ON CONFLICT (key) DO UPDATE SET
    hits = CASE WHEN seen.ends_at <= %(now)s THEN 1 ELSE least(seen.hits + 1, 2000000000) END,
    ends_at = CASE WHEN seen.ends_at <= %(now)s THEN EXCLUDED.ends_at ELSE seen.ends_at END
RETURNING hits, ends_at
"""


@dataclass(frozen=True)
class Rate:
    """At most `hits` in a window of `seconds` that opens with the first one; a day is the longest window."""

    hits: int
    seconds: int

    def __post_init__(self) -> None:
        if self.hits < 1 or not 1 <= self.seconds <= 86_400:
            raise ValueError(f"A rate needs at least 1 hit and a window of 1 to 86400 seconds, not {self}.")


@dataclass(frozen=True)
class Verdict:
    """Whether the visitor may go on, and after how many whole seconds to come back if not."""

    allowed: bool
    retry_after: int


def hit(purpose: str, address: str, rate: Rate, *, at: datetime | None = None) -> Verdict:
    """Count one request of the visitor at `address` (an IP address) and say whether it is within the rate."""
    now = at or timezone.now()
    ends_at = now + timedelta(seconds=rate.seconds)
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, {"key": _key(purpose, address, now), "now": now, "ends_at": ends_at})
        hits, ends_at = cursor.fetchone()
    wait = max(1, -(-int((ends_at - now).total_seconds() * 1000) // 1000))
    return Verdict(allowed=hits <= rate.hits, retry_after=wait)


def forget_visitors(*, at: datetime) -> int:
    """Delete the counts whose window is over at the moment `at`; returns how many. A duty of the worker.

    The counts of sign-in attempts, which hold addresses, lie in the database's cache and are deleted along with them.
    """
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM site_cache WHERE expires <= %s", [at])
        return cursor.rowcount + VisitCount.objects.filter(ends_at__lte=at).delete()[0]


def _key(purpose: str, address: str, now: datetime) -> bytes:
    """16 bytes that stand for this visitor and this purpose on this day."""
    message = f"{purpose}|{now:%Y-%m-%d}|{_household(address)}".encode()
    return hmac.new(f"visits:{settings.SECRET_KEY}".encode(), message, hashlib.sha256).digest()[:16]


def _household(address: str) -> str:
    """An IPv6 visitor owns a whole /64 and may change within it; everything else counts as written."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.IPv6Network((parsed, 64), strict=False))
    return str(parsed)
