"""Proposals on the desk: who sees them, where they lead, and accepting several at once."""

import uuid

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from centres.desk import ACCEPT, proposals
from centres.models import Cell, Proposal
from outbox.waiting import Asked
from tests.factories import CentreFactory, CountryFactory, NeedFactory, superuser

pytestmark = pytest.mark.django_db


def asked(by: User) -> Asked:
    return Asked(by, timezone.now(), 10)


def reported(name: str) -> Proposal:
    return Proposal.objects.create(
        kind="service",
        key=uuid.uuid4(),
        language="en",
        centre=CentreFactory(name_en=name),
        need=NeedFactory(label=f"Boats of {name}"),
        answer="no",
        url="https://example.org/no",
    )


def test_proposals_wait_the_oldest_first_and_decided_ones_do_not(client: object) -> None:
    boss, service = superuser(), reported("Lake Centre")
    country = CountryFactory(code="LV")
    centre = Proposal.objects.create(
        kind="centre", key=uuid.uuid4(), language="en", title="Pond Centre", country=country
    )
    Proposal.objects.create(
        kind="need",
        key=uuid.uuid4(),
        language="en",
        title="Decided",
        state="accepted",
        decided_at=timezone.now(),
        decided_by=boss,
    )
    found = proposals(asked(boss))
    assert (found.count, found.since) == (2, service.created_at)
    assert [(row.key, row.title) for row in found.rows] == [
        (service.pk, "Lake Centre: Boats of Lake Centre – no"),
        (centre.pk, "Pond Centre · Latvia"),
    ]
    client.force_login(boss)  # type: ignore[attr-defined]
    assert found.rows[0].url == f"/admin/centres/proposal/{service.pk}/change/"
    assert found.url == "/admin/centres/proposal/?state=new"


def test_selected_proposals_become_answers() -> None:
    rows = [reported(name) for name in ("One", "Two", "Three")]
    report = ACCEPT.act([row.pk for row in rows[:2]], superuser())
    assert (report.done, report.refused) == (2, [])
    assert Cell.objects.count() == 2
    assert ACCEPT.sentence(2) == "2 proposals were accepted."


@pytest.mark.parametrize("count", [1, 3])
def test_desk_asks_equally_often(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(count):
        reported(f"Centre {number}")
    boss = superuser()
    with django_assert_num_queries(3):
        assert len(proposals(asked(boss)).rows) == count
