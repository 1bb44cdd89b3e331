"""Proposals and unanswered links on the desk: who sees them, where they lead, and accepting several at once."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from pytest_django import DjangoAssertNumQueries

from centres import column, publishing
from centres.column import Entry
from centres.desk import ACCEPT, links, proposals
from centres.models import Cell, ColumnLink, Proposal
from outbox.waiting import Asked, Found, Turn, all_kinds
from tests.factories import CentreFactory, CountryFactory, NeedFactory, superuser
from tests.projects.staff import signed_in

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


def link_for(name: str, *, days_ago: int = 0, **fields: Any) -> ColumnLink:
    """A link that was made so many days ago."""
    link = column.invite(CentreFactory(name_en=name), by=superuser(), email=fields.pop("email", ""))
    made = timezone.now() - timedelta(days=days_ago)
    ColumnLink.objects.filter(pk=link.pk).update(created_at=made, **fields)
    link.refresh_from_db()
    return link


class TestLinks:
    def test_links_nobody_answered_wait_for_the_centre(self, client: Client) -> None:
        now = timezone.now()
        older = link_for("Lake Centre", days_ago=5, email="lake@example.org")
        newer = link_for("Pond Centre", days_ago=1)
        link_for("Answered", answered_at=now)
        link_for("Ended", ended_at=now)
        link_for("Over", days_ago=40, expires_at=now - timedelta(minutes=1))
        draft = link_for("Draft")
        publishing.withdraw(draft.centre, by=superuser())
        found = links(asked(superuser()))
        assert (found.count, found.since) == (2, older.created_at)
        assert [(row.key, row.title, row.whose, row.flags) for row in found.rows] == [
            (older.pk, "Lake Centre · Sweden", "boss", []),
            (newer.pk, "Pond Centre · Sweden", "boss", ["passed on by hand"]),
        ]
        assert found.rows[0].note == f"works until {date_format(localtime(older.expires_at), 'DATE_FORMAT')}"
        client.force_login(superuser())
        assert client.get(found.rows[0].url).status_code == 200
        listed = client.get(found.url).context["cl"]
        assert [row.pk for row in listed.result_list] == [newer.pk, older.pk]
        answered = client.get("/admin/centres/columnlink/?answered=answered").context["cl"]
        assert [row.centre.name_en for row in answered.result_list] == ["Answered"]

    def test_answer_of_the_centre_ends_the_waiting(self) -> None:
        link, need = link_for("Lake Centre"), NeedFactory()
        assert links(asked(superuser())).count == 1
        entry = Entry(need, "no", url="https://example.org/no")
        column.hand_in(link, [entry], said_by="Ansa", language="en")
        assert links(asked(superuser())) == Found(0, None, "/admin/centres/columnlink/?answered=waiting", [])
        assert proposals(asked(superuser())).count == 1

    def test_desk_shows_them_to_curators_on_the_side_of_the_others(self) -> None:
        link_for("Lake Centre")
        page, other = (signed_in(role).get("/admin/").content.decode() for role in ("Curator", "Editor"))
        assert "Lake Centre · Sweden" in page
        assert "Lake Centre · Sweden" not in other
        assert all_kinds()["centres.links"].turn == Turn.THEIRS

    @pytest.mark.parametrize("count", [1, 3])
    def test_desk_asks_equally_often(self, count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        for number in range(count):
            link_for(f"Centre {number}")
        boss = superuser()
        with django_assert_num_queries(2):
            assert len(links(asked(boss)).rows) == count
