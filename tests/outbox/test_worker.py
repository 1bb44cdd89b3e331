"""Duties by the clock, tasks as they come, and what the worker does when the database is away."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import psycopg2
import pytest
from django.core import mail
from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult
from post_office import mail as post

from outbox import duties, registry, worker
from outbox.models import DutyRun
from outbox.registry import Duty

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def row(**values) -> DutyRun:
    return DutyRun(name="outbox.try", known_since=NOON - timedelta(days=10), **values)


def every_minute(run=lambda: "done", **values) -> Duty:
    return Duty("outbox.try", "Try", run, every=MINUTE, **values)


def nightly(hour: int) -> Duty:
    return Duty("outbox.try", "Try", lambda: "done", nightly=hour)


@pytest.mark.parametrize(
    ("started", "due"),
    [(None, True), (NOON - MINUTE, True), (NOON - timedelta(seconds=59), False)],
)
def test_duty_every_minute_is_due_after_a_minute(started, due):
    assert every_minute().due(row(last_started=started, last_ok=started), NOON) is due


@pytest.mark.parametrize(
    ("started", "due"),
    [
        (datetime(2026, 3, 10, 2, 1, tzinfo=UTC), False),  # 03:01 in Berlin, after tonight's hour
        (datetime(2026, 3, 10, 1, 59, tzinfo=UTC), True),  # 02:59 in Berlin, before it
        (None, True),
    ],
)
def test_duty_nightly_is_due_once_after_its_local_hour(started, due):
    assert nightly(3).due(row(last_started=started, last_ok=started), NOON) is due


def test_duty_nightly_before_its_hour_looks_at_the_night_before():
    before_midnight = datetime(2026, 3, 9, 22, 30, tzinfo=UTC)  # 23:30 in Berlin
    done_last_night = datetime(2026, 3, 9, 2, 30, tzinfo=UTC)
    run = row(last_started=done_last_night, last_ok=done_last_night)
    assert nightly(3).due(run, before_midnight) is False


def test_duty_failed_is_tried_again_after_fifteen_minutes():
    failed = row(last_started=NOON - timedelta(minutes=14), last_ok=NOON - timedelta(days=1))
    assert nightly(3).due(failed, NOON) is False
    assert nightly(3).due(failed, NOON + MINUTE) is True


def test_duty_late_counts_from_last_good_end():
    assert every_minute().late(row(last_ok=NOON - timedelta(minutes=5)), NOON) is False
    assert every_minute().late(row(last_ok=NOON - timedelta(minutes=6)), NOON) is True
    assert nightly(3).late(row(last_ok=NOON - timedelta(hours=26)), NOON) is False
    assert nightly(3).late(row(last_ok=NOON - timedelta(hours=27)), NOON) is True


def test_duty_declared_twice_or_without_time_is_refused():
    with pytest.raises(ValueError, match="give one of the two"):
        registry.duty(title="Never")
    with pytest.raises(ValueError, match="from 0 to 23"):
        registry.duty(title="Never", nightly=24)


def test_all_duties_hold_those_of_the_outbox():
    names = {name for name in registry.all_duties() if name.startswith("outbox.")}
    assert names == {
        "outbox.send_mail",
        "outbox.delete_old_mail",
        "outbox.delete_expired_sessions",
        "outbox.forget_request_counts",
        "outbox.requeue_abandoned_tasks",
        "outbox.delete_finished_tasks",
    }


@pytest.mark.django_db
def test_run_writes_start_end_and_sentence():
    duty = every_minute()
    rows = worker.known_runs({duty.name: duty})
    assert worker.run_if_due(duty, rows[duty.name]) is True
    saved = DutyRun.objects.get()
    assert saved.message == "done"
    assert saved.last_started <= saved.last_ok == saved.last_finished
    assert worker.run_if_due(duty, saved) is False


@pytest.mark.django_db
def test_run_that_fails_keeps_the_kind_of_error_only():
    def broken():
        raise RuntimeError("nobody@person.example")

    duty = every_minute(broken)
    assert worker.run_if_due(duty, worker.known_runs({duty.name: duty})[duty.name]) is True
    saved = DutyRun.objects.get()
    assert (saved.message, saved.last_ok, saved.last_failed) == ("Failed: RuntimeError", None, True)


@pytest.mark.django_db
def test_known_runs_forget_duties_that_no_longer_exist():
    DutyRun.objects.create(name="gone.duty", known_since=NOON)
    duty = every_minute()
    assert list(worker.known_runs({duty.name: duty})) == ["outbox.try"]
    assert list(DutyRun.objects.values_list("name", flat=True)) == ["outbox.try"]


@pytest.mark.django_db
def test_waiting_work_runs_before_its_time_unless_it_just_failed():
    duty = every_minute(waiting=lambda: True)
    rows = worker.known_runs({duty.name: duty})
    now = timezone.now()
    DutyRun.objects.update(last_started=now, last_ok=now)
    rows[duty.name].refresh_from_db()
    assert worker.run_if_due(duty, rows[duty.name]) is True
    DutyRun.objects.update(last_started=timezone.now(), last_ok=None)
    rows[duty.name].refresh_from_db()
    assert worker.run_if_due(duty, rows[duty.name]) is False


@pytest.mark.django_db
def test_duty_running_in_another_worker_is_left_alone():
    duty = every_minute()
    rows = worker.known_runs({duty.name: duty})
    settings = connection.get_connection_params()
    other = psycopg2.connect(**{name: value for name, value in settings.items() if name != "cursor_factory"})
    key = worker.lock_key(duty.name)
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [key])
    assert worker.run_if_due(duty, rows[duty.name]) is False
    other.close()
    for _ in range(100):
        if worker.run_if_due(duty, rows[duty.name]):
            break
        time.sleep(0.02)  # the server notices the closed connection
    assert DutyRun.objects.get().message == "done"


@pytest.mark.django_db
def test_send_mail_empties_queue_and_keeps_what_is_for_later():
    for number in range(12):
        post.send("nobody@person.example", "portal@portal.example", subject=f"Mail {number}", message="Text")
    later = timezone.now() + timedelta(days=1)
    post.send("nobody@person.example", "portal@portal.example", subject="Later", message="x", scheduled_time=later)
    assert duties.mail_waits() is True
    assert duties.send_mail() == "12 sent, 0 to be tried again, 0 given up"
    assert len(mail.outbox) == 12
    assert duties.mail_waits() is False


@pytest.mark.django_db
def test_delete_old_mail_keeps_what_is_younger_than_the_settings_say():
    old, young = (
        post.send("nobody@person.example", "portal@portal.example", subject=name, message="x")
        for name in ("old", "young")
    )
    type(old).objects.filter(pk=old.pk).update(created=timezone.now() - timedelta(days=31))
    assert duties.delete_old_mail() == "1 deleted"
    assert list(type(old).objects.values_list("pk", flat=True)) == [young.pk]


@task()
def add(one: int, two: int) -> int:
    return one + two


@task()
def explode() -> None:
    raise RuntimeError("on purpose")


@pytest.mark.django_db(transaction=True)
def test_once_runs_tasks_and_goes_on_after_a_failing_one():
    results = [explode.enqueue(), add.enqueue(1, 2)]
    worker.Worker().once()
    states = [DBTaskResult.objects.get(pk=result.id) for result in results]
    assert [(state.status, state.return_value) for state in states] == [("FAILED", None), ("SUCCESSFUL", 3)]


@pytest.mark.django_db(transaction=True)
def test_abandoned_task_goes_back_into_the_queue():
    result = add.enqueue(1, 2)
    DBTaskResult.objects.filter(pk=result.id).update(status="RUNNING", started_at=timezone.now() - timedelta(hours=2))
    assert duties.requeue_abandoned_tasks() == "1 put back"
    worker.Worker().once()
    assert DBTaskResult.objects.get(pk=result.id).return_value == 3


def test_run_waits_longer_each_time_while_the_database_is_away(monkeypatch, db):
    waits: list[float] = []
    mine = worker.Worker()

    def away():
        if len(waits) == 7:
            mine.stopping = True
            return
        raise OperationalError("gone")

    monkeypatch.setattr(mine, "once", away)
    monkeypatch.setattr(worker.connection, "close", lambda: None)
    monkeypatch.setattr(worker.select, "select", lambda r, w, x, seconds: waits.append(seconds))
    mine.run()
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 1.0]


@pytest.mark.django_db(transaction=True)
def test_command_works_until_sigterm_and_ends_cleanly(repository):
    url = "postgresql://postgres@/{NAME}?host={host}".format(
        NAME=connection.settings_dict["NAME"], host=connection.get_connection_params()["host"]
    )
    command = [sys.executable, "manage.py", "work"]
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "siportal.settings"}
    with subprocess.Popen(command, cwd=repository, env=env, stderr=subprocess.PIPE, text=True) as process:
        end = time.monotonic() + 20
        while not DutyRun.objects.filter(name="outbox.send_mail", last_ok__isnull=False).exists():
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=5)[1]
    assert (process.returncode, said) == (0, "")
