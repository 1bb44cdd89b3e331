"""How often one visitor may send the forms of the events. Nobody human meets these."""

import math

from django.conf import settings
from django.http import HttpRequest

from outbox import limits
from outbox.limits import Rate

RATES = {"contact": Rate(10, 3600), "register": Rate(60, 3600)}


def seconds_to_wait(request: HttpRequest, purpose: str) -> int:
    """Count this time; 0 when the visitor may go on. `settings.RATE_LIMITS` switches it off."""
    if not settings.RATE_LIMITS:
        return 0
    verdict = limits.hit(f"events:{purpose}", request.META.get("REMOTE_ADDR", ""), RATES[purpose])
    return 0 if verdict.allowed else verdict.retry_after


def in_minutes(seconds: int) -> int:
    """Whole minutes, never less than one."""
    return max(1, math.ceil(seconds / 60))
