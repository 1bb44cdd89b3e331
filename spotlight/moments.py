"""The clock of the doors. Only the demonstration sets it, so that its examples have a past."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_set: ContextVar[datetime | None] = ContextVar("spotlight_moment", default=None)


def now() -> datetime:
    """The moment a door writes down."""
    return _set.get() or timezone.now()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the doors called inside write down this moment."""
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)
