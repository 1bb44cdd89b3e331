"""The one process beside the web server: does duties by the clock, and tasks as they come.

Any number of workers may run; an advisory lock of PostgreSQL lets one duty run in one of them at a time (the worker
therefore needs a direct connection, or a pooler in session mode). Without a database it waits and tries again.
"""

import hashlib
import os
import select
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import structlog
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker

from outbox.models import DutyRun
from outbox.registry import Duty, all_duties

log = structlog.get_logger(__name__)

_TICK = 1.0  # seconds between looks at clock and queue
_LONGEST_WAIT = 30.0  # seconds between tries while the database is away


class Worker:
    """Runs until `stop` is called; `install_signals` lets SIGTERM, SIGINT and SIGHUP do that."""

    def __init__(self) -> None:
        self.stopping = False
        self._id = get_random_string(32)
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_write, False)

    def install_signals(self) -> None:
        def handler(signum: int, frame: FrameType | None) -> None:
            self.stop()

        for signum in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(signum, handler)

    def stop(self) -> None:
        """End after the duty or task that runs now; may be called from a signal handler."""
        self.stopping = True
        os.write(self._wake_write, b"x")

    def run(self) -> None:
        failures = 0
        while not self.stopping:
            try:
                self.once()
                failures = 0
                wait = _TICK
            except (OperationalError, InterfaceError) as error:
                connection.close()
                wait = min(_TICK * 2**failures, _LONGEST_WAIT)
                failures += 1
                log.warning("The database does not answer; the worker waits", seconds=wait, error=type(error).__name__)
            select.select([self._wake_read], [], [], wait)

    def once(self) -> None:
        """Do everything that is due now."""
        close_old_connections()
        duties = all_duties()
        runs = known_runs(duties)
        for duty in duties.values():
            if not self.stopping:
                run_if_due(duty, runs[duty.name])
        while not self.stopping and self._one_task():
            pass

    def _one_task(self) -> bool:
        """Whether there was a task to run."""
        runner = TaskWorker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=1,
            worker_id=self._id,
            excluded_queue_names=[],
        )
        runner.run()
        return bool(runner._run_tasks)


def known_runs(duties: dict[str, Duty]) -> dict[str, DutyRun]:
    """The row of each duty; rows of new duties are made, those of duties that no longer exist go."""
    rows = {row.name: row for row in DutyRun.objects.all()}
    if rows.keys() != duties.keys():
        now = timezone.now()
        missing = [DutyRun(name=name, known_since=now) for name in duties if name not in rows]
        DutyRun.objects.bulk_create(missing, ignore_conflicts=True)
        DutyRun.objects.exclude(name__in=duties).delete()
        rows = {row.name: row for row in DutyRun.objects.all()}
    return rows


def run_if_due(duty: Duty, row: DutyRun) -> bool:
    """Run the duty if it is due or has work waiting and nobody else runs it; whether it ran."""
    # What has just failed waits for its next turn, or a broken duty would be tried every second.
    early = duty.waiting is not None and not row.last_failed and duty.waiting()
    if not (early or duty.due(row, timezone.now())):
        return False
    with _alone(duty.name) as mine:
        if not mine:
            return False
        row.refresh_from_db()  # another worker may have done it while we looked
        if not (early or duty.due(row, timezone.now())):
            return False
        _run(duty, row)
    return True


def _run(duty: Duty, row: DutyRun) -> None:
    begun = time.monotonic()
    DutyRun.objects.filter(pk=row.pk).update(last_started=timezone.now())
    try:
        said = duty.run() or ""
    except (OperationalError, InterfaceError):
        raise  # the row cannot be written either; it keeps the start without an end
    except Exception as error:
        log.exception("A duty failed", duty=duty.name)
        # The text of an error may quote what people typed, so only its kind is kept.
        message = f"Failed: {type(error).__name__}"
        DutyRun.objects.filter(pk=row.pk).update(last_finished=timezone.now(), message=message)
        return
    now = timezone.now()
    DutyRun.objects.filter(pk=row.pk).update(last_finished=now, last_ok=now, message=said[:300])
    log.debug("A duty is done", duty=duty.name, seconds=round(time.monotonic() - begun, 2), said=said)


def lock_key(name: str) -> int:
    """The 64 bits that PostgreSQL knows the duty's lock by."""
    return int.from_bytes(hashlib.sha256(f"duty:{name}".encode()).digest()[:8], "big", signed=True)


@contextmanager
def _alone(name: str) -> Iterator[bool]:
    """Whether this connection holds the duty's lock for the block; PostgreSQL frees it when the connection ends."""
    key = lock_key(name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine and connection.connection is not None and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
