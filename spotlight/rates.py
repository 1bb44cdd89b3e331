"""How often one visitor may begin a story, hand one in, send a photograph, ask for a link. Nobody human meets these."""

import math

from django.conf import settings
from django.http import HttpRequest

from outbox import limits
from outbox.limits import Rate

RATES = {"start": Rate(30, 3600), "hand_in": Rate(20, 3600), "upload": Rate(40, 3600), "link": Rate(20, 3600)}


def seconds_to_wait(request: HttpRequest, purpose: str) -> int:
    """Count this time; 0 when the visitor may go on. `settings.RATE_LIMITS` switches it off."""
    if not settings.RATE_LIMITS:
        return 0
    verdict = limits.hit(f"spotlight:{purpose}", request.META.get("REMOTE_ADDR", ""), RATES[purpose])
    return 0 if verdict.allowed else verdict.retry_after


def in_minutes(seconds: int) -> int:
    """Whole minutes, never less than one."""
    return max(1, math.ceil(seconds / 60))
