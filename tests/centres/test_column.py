"""The secret link of a centre to its own column: who can open it, and what becomes of what is handed in."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from centres import column, proposing
from centres.models import Cell, Centre, ColumnLink, Need, Proposal
from outbox import links
from outbox.models import Message
from tests.factories import CentreFactory, NeedFactory, UserFactory, answered, superuser
from vocabulary.models import SiteSettings

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre() -> Centre:
    SiteSettings.load()
    found: Centre = CentreFactory(slug="one")
    return found


@pytest.fixture
def needs() -> list[Need]:
    return [NeedFactory(slug=slug) for slug in ("boats", "oars", "piers")]


def path(link: ColumnLink) -> str:
    return "/" + column.address(link).split("/", 3)[3]


def fields(link: ColumnLink, **said: dict[str, str]) -> dict[str, str]:
    """The page as a browser would send it back, with `said` for some needs by their slug."""
    html_fields: dict[str, str] = {"said_by": "Ada Reed", "language": "en"}
    for need in Need.objects.published():
        cell = Cell.objects.current().filter(centre=link.centre, need=need).first()
        waits = Proposal.objects.waiting().filter(link=link, need=need).first()
        shown: Any = waits or cell
        answers = {
            "answer": shown.answer if shown else "",
            "level": shown.level if shown else "",
            "url": waits.url if waits else "",
            "text": waits.text if waits else "",
        }
        for name, value in (answers | said.get(need.slug, {})).items():
            html_fields[f"{name}-{need.pk}"] = value
    return html_fields


def post(link: ColumnLink, **said: dict[str, str]) -> HttpResponse:
    return Client().post(path(link), fields(link, **said))


YES = {"answer": "yes", "level": "delivered", "url": "https://example.org/we"}


def test_handed_in_answers_wait_for_staff_and_are_accepted(centre: Centre, needs: list[Need]) -> None:
    link = column.invite(centre, by=superuser())
    response = post(link, boats=YES, oars={"answer": "no", "text": "We do not."})
    assert (response.status_code, response["Location"]) == (302, path(link) + "?sent=1")
    rows = Proposal.objects.order_by("need__slug")
    assert [(row.need.slug, row.answer, row.level, row.url, row.text, row.said_by) for row in rows if row.need] == [
        ("boats", "yes", "delivered", "https://example.org/we", "", "Ada Reed"),
        ("oars", "no", "", "", "We do not.", "Ada Reed"),
    ]
    assert {(row.link, row.centre) for row in rows} == {(link, centre)}
    assert not Cell.objects.exists()
    assert "2 answers wait for our team" in Client().get(path(link) + "?sent=1").content.decode()
    assert proposing.accept_each(rows, by=superuser()).done == 2
    assert Cell.objects.count() == 2
    link.refresh_from_db()
    assert link.answered_at is not None


def test_what_is_known_is_filled_in_and_proposes_nothing(centre: Centre, needs: list[Need]) -> None:
    answered(centre, needs[0], "yes", level="partial")
    link = column.invite(centre, by=superuser())
    html = Client().get(path(link)).content.decode()
    assert "Shown now: in part." in html
    assert f'name="answer-{needs[0].pk}" value="yes"' in html
    assert post(link).status_code == 302
    assert not Proposal.objects.exists()


def test_changed_answer_needs_new_evidence(centre: Centre, needs: list[Need]) -> None:
    answered(centre, needs[0], "yes", level="partial")
    link = column.invite(centre, by=superuser())
    response = post(link, boats={"level": "delivered"}, oars={"answer": "yes"}, piers={"text": "Soon."})
    assert response.status_code == 422
    html = response.content.decode()
    for target, sentence in (
        (f"id_url-{needs[0].pk}", "Give evidence: the address of a page, or a statement."),
        (f"id_level-{needs[1].pk}", "Say how far the service is."),
        (f"id_answer-{needs[2].pk}_0", "You gave evidence; say yes or no as well."),
    ):
        assert f'<a href="#{target}">{sentence}</a>' in html
        assert html.count(f'id="{target}"') == 1
    assert ">\nSoon.</textarea>" in html
    assert not Proposal.objects.exists()


def test_second_hand_in_replaces_what_waits(centre: Centre, needs: list[Need]) -> None:
    link = column.invite(centre, by=superuser())
    post(link, boats=YES, oars=YES)
    post(link)
    assert Proposal.objects.count() == 2
    post(link, boats={"level": "planned"}, oars={"answer": "", "url": ""})
    row = Proposal.objects.get()
    assert (row.need, row.level) == (needs[0], "planned")


def test_decided_answers_stay_when_more_is_handed_in(centre: Centre, needs: list[Need]) -> None:
    link = column.invite(centre, by=superuser())
    post(link, boats=YES)
    proposing.refuse(Proposal.objects.get(), by=superuser(), reason="No such page.")
    post(link, boats=YES)
    assert sorted(Proposal.objects.values_list("state", flat=True)) == ["new", "refused"]


def test_link_that_is_over_leads_to_a_page_that_helps(centre: Centre, needs: list[Need]) -> None:
    expired, ended, hidden = (column.invite(centre, by=superuser()) for _number in range(3))
    now = timezone.now()
    ColumnLink.objects.filter(pk=expired.pk).update(created_at=now - timedelta(days=2), expires_at=now)
    column.end(ended, by=superuser())
    other = CentreFactory(slug="draft", state="draft")
    ColumnLink.objects.filter(pk=hidden.pk).update(centre=other)
    wrong = links.make("centres.other", expired.pk, expired.nonce)
    for address, status in (
        (path(expired), 410),
        (path(ended), 410),
        (path(hidden), 410),
        (f"/en/centres/column/{wrong}/", 404),
        ("/en/centres/column/nonsense/", 404),
    ):
        for response in (Client().get(address), Client().post(address, fields(expired, boats=YES))):
            assert response.status_code == status
            assert "This link does not work" in response.content.decode()
    assert not Proposal.objects.exists()


def test_page_is_kept_nowhere(centre: Centre, needs: list[Need]) -> None:
    response = Client().get(path(column.invite(centre, by=superuser())))
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "same-origin"
    assert not Proposal.objects.exists()


def test_invitation_is_sent_in_its_language(centre: Centre) -> None:
    link = column.invite(centre, by=superuser(), email="house@example.org", language="de", days=14)
    message = Message.objects.get()
    assert (message.to, message.language) == ("house@example.org", "de")
    assert "/de/centres/column/" in message.body
    assert "14 Tage" in message.body
    assert link.works(at=timezone.now() + timedelta(days=13))
    assert not link.works(at=timezone.now() + timedelta(days=14))


def test_only_staff_with_the_right_invite_and_end(centre: Centre) -> None:
    link = column.invite(centre, by=superuser())
    for door in (lambda: column.invite(centre, by=UserFactory()), lambda: column.end(link, by=UserFactory())):
        with pytest.raises(ValidationError) as refusal:
            door()
        assert refusal.value.code == "not_allowed"
    for days in (0, 400):
        with pytest.raises(ValidationError) as refusal:
            column.invite(centre, by=superuser(), days=days)
        assert refusal.value.code == "days"
    assert ColumnLink.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3, 60])
def test_page_asks_equally_often_however_many_needs(centre: Centre, count: int, django_assert_num_queries: Any) -> None:
    link = column.invite(centre, by=superuser())
    for number in range(count):
        need = NeedFactory()
        if number % 2:
            answered(centre, need, "yes")
    client = Client()
    client.get(path(link))
    with django_assert_num_queries(7):
        assert client.get(path(link)).status_code == 200
