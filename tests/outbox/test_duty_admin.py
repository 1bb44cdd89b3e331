"""Staff see when each duty ran, and cannot touch it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from outbox.models import DutyRun
from outbox.registry import all_duties

ADDRESS = "/admin/outbox/dutyrun/"


@pytest.fixture
def staff_client(client, django_user_model):
    user = django_user_model.objects.create_user("viewer", password="long enough to do", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_dutyrun"))
    client.force_login(user)
    return client


def make_rows(**values):
    now = timezone.now()
    DutyRun.objects.bulk_create(DutyRun(name=name, known_since=now, **values) for name in all_duties())


def test_list_says_when_the_worker_never_ran(staff_client):
    assert "The worker has never run." in staff_client.get(ADDRESS).content.decode()


def test_list_shows_no_alarm_while_everything_is_in_time(staff_client):
    now = timezone.now()
    make_rows(last_started=now, last_finished=now, last_ok=now, message="0 sent")
    page = staff_client.get(ADDRESS).content.decode()
    assert page.count("In time") == len(all_duties())
    assert "Late" not in page
    assert "Does the worker run?" not in page


def test_list_marks_late_duty_red(staff_client):
    now = timezone.now()
    make_rows(last_started=now, last_finished=now, last_ok=now)
    DutyRun.objects.filter(name="outbox.send_mail").update(last_ok=now - timedelta(minutes=20))
    page = staff_client.get(ADDRESS).content.decode()
    assert page.count(">Late<") == 1
    assert "1 duty is late. Does the worker run?" in page


def test_nobody_can_change_or_delete_a_run(admin_client):
    make_rows()
    run = DutyRun.objects.first()
    assert admin_client.post(f"{ADDRESS}{run.pk}/change/", {"message": "forged"}).status_code == 403
    assert admin_client.post(f"{ADDRESS}{run.pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin_client.get(f"{ADDRESS}add/").status_code == 403
