"""What the worker does by the clock. An app declares its duties in its `duties.py`:

    @duty(every=timedelta(minutes=1), title=_("Publish what is due"))
    def publish_due() -> str:
        return f"{curation.publish_due(by=None)} published"

The returned sentence is shown to staff; it names numbers, never people. A duty must bear being run once more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

if TYPE_CHECKING:
    from outbox.models import DutyRun

_RETRY = timedelta(minutes=15)


@dataclass(frozen=True)
class Duty:
    """Either `every` so often or `nightly` at that full hour of the portal's time zone."""

    name: str
    title: str | Promise
    run: Callable[[], str | None]
    every: timedelta | None = None
    nightly: int | None = None
    waiting: Callable[[], bool] | None = None

    def due(self, run: "DutyRun", at: datetime) -> bool:
        """Whether to run at the moment `at`. What failed or was interrupted is tried again after 15 minutes."""
        if run.last_started is None:
            return True
        if run.last_failed and at - run.last_started >= min(_RETRY, self.every or _RETRY):
            return True
        if self.every is not None:
            return at - run.last_started >= self.every
        return run.last_started < self._last_night(at)

    def late(self, run: "DutyRun", at: datetime) -> bool:
        """Whether staff should worry: no good end for three intervals (at least five minutes), or for 26 hours."""
        patience = max(self.every * 3, timedelta(minutes=5)) if self.every else timedelta(hours=26)
        return at - run.well_since > patience

    def _last_night(self, at: datetime) -> datetime:
        local = timezone.localtime(at)
        tonight = timezone.make_aware(datetime.combine(local.date(), time(self.nightly or 0)))
        if tonight <= local:
            return tonight
        return timezone.make_aware(datetime.combine(local.date() - timedelta(days=1), time(self.nightly or 0)))


_duties: dict[str, Duty] = {}


def duty(
    *,
    title: str | Promise,
    every: timedelta | None = None,
    nightly: int | None = None,
    waiting: Callable[[], bool] | None = None,
) -> Callable[[Callable[[], str | None]], Callable[[], str | None]]:
    """Declare the decorated function a duty, named after its app and itself (`outbox.send_mail`).

    `waiting` is a cheap question asked every second; when it says yes, the duty runs before its time.
    """
    if (every is None) == (nightly is None):
        raise ValueError("A duty runs either every so often or nightly: give one of the two.")
    if nightly is not None and not 0 <= nightly <= 23:
        raise ValueError(f"A nightly duty needs a full hour from 0 to 23, not {nightly}.")
    if every is not None and every < timedelta(seconds=1):
        raise ValueError(f"A duty runs once a second at most, not every {every}.")

    def declare(function: Callable[[], str | None]) -> Callable[[], str | None]:
        name = f"{function.__module__.split('.')[0]}.{function.__name__}"
        if name in _duties and _duties[name].run.__module__ != function.__module__:
            raise ValueError(f"There are two duties named {name}.")
        _duties[name] = Duty(name, title, function, every, nightly, waiting)
        return function

    return declare


def all_duties() -> dict[str, Duty]:
    """Every declared duty by name, in the order of the installed apps."""
    _discover()
    return dict(_duties)


@cache
def _discover() -> None:
    """Once a process: looking for modules that do not exist, every second, would cost more than the duties."""
    autodiscover_modules("duties")
