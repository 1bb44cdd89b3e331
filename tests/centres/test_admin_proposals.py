"""What people told us in the admin, and the links with which centres fill in their own column."""

import uuid

import pytest
from django.utils import timezone

from centres import column
from centres.models import Cell, ColumnLink, Need, Proposal
from outbox.models import Message
from tests.factories import CentreFactory, CountryFactory, NeedFactory, NeedGroupFactory
from tests.projects.staff import signed_in

pytestmark = pytest.mark.django_db
PROPOSALS, LINKS = "/admin/centres/proposal/", "/admin/centres/columnlink/"


@pytest.fixture
def curator():
    return signed_in("Curator")


def service(**more):
    given = {"centre": CentreFactory(), "need": NeedFactory(), "answer": "yes", "level": "partial"}
    given |= {"url": "https://example.org/boats", "email": "ansa@example.org"}
    return Proposal.objects.create(kind="service", key=uuid.uuid4(), language="en", **given | more)


def wish(title="Boats for all"):
    return Proposal.objects.create(kind="need", key=uuid.uuid4(), language="en", title=title)


def decide(client, proposal, **data):
    return client.post(f"{PROPOSALS}{proposal.pk}/decide/", data)


def test_waiting_ones_stand_first_and_oldest_first(curator):
    done, old, new = wish("done"), wish("old"), wish("new")
    decide(curator, done, refuse="1", reason="It is about another subject.")
    listed = curator.get(PROPOSALS).context["cl"].result_list
    assert [row.title for row in listed] == ["old", "new", "done"]
    assert [row.pk for row in curator.get(f"{PROPOSALS}?state=new").context["cl"].result_list] == [old.pk, new.pk]


def test_accepted_service_becomes_an_answer(curator):
    proposal = service()
    assert "Accept" in curator.get(f"{PROPOSALS}{proposal.pk}/change/").content.decode()
    assert decide(curator, proposal, accept="1").status_code == 302
    cell = Cell.objects.get()
    assert (cell.centre, cell.need, cell.level) == (proposal.centre, proposal.need, "partial")
    proposal.refresh_from_db()
    assert proposal.state == "accepted"
    assert 'name="accept"' not in curator.get(f"{PROPOSALS}{proposal.pk}/change/").content.decode()


def test_accepted_need_becomes_a_draft_in_the_group_chosen(curator):
    NeedGroupFactory(slug="aaa")
    group = NeedGroupFactory(slug="water")
    answer = decide(curator, wish(), accept="1", group=group.pk)
    need = Need.objects.get()
    assert answer.url == f"/admin/centres/need/{need.pk}/change/"
    assert (need.group, need.state) == (group, "draft")


def test_refusal_needs_a_reason_and_keeps_what_was_typed(curator):
    proposal = service()
    answer = decide(curator, proposal, refuse="1", reason="  ")
    assert answer.status_code == 422
    assert "Give the reason." in answer.content.decode()
    assert decide(curator, proposal, refuse="1", reason="The page does not say so.").status_code == 302
    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason, Cell.objects.count()) == ("refused", "The page does not say so.", 0)
    assert decide(curator, proposal, accept="1").status_code == 422
    assert Cell.objects.count() == 0


def test_many_are_accepted_with_counts(curator):
    rows = [service(), wish(), service()]
    data = {"action": "accept_selected", "_selected_action": [row.pk for row in rows]}
    page = curator.post(PROPOSALS, data, follow=True).content.decode()
    assert "3 proposals were accepted." in page
    again = curator.post(PROPOSALS, data, follow=True).content.decode()
    assert "0 proposals were accepted." in again
    assert again.count("already dealt with") == 3


def test_editor_reads_but_does_not_decide_and_sees_no_address(curator):
    proposal = service()
    editor = signed_in("Editor")
    page = editor.get(f"{PROPOSALS}{proposal.pk}/change/").content.decode()
    assert "https://example.org/boats" in page
    assert "ansa@example.org" not in page
    assert "ansa@example.org" in curator.get(f"{PROPOSALS}{proposal.pk}/change/").content.decode()
    assert decide(editor, proposal, accept="1").status_code == 403
    editor.post(PROPOSALS, {"action": "accept_selected", "_selected_action": [proposal.pk]})
    proposal.refresh_from_db()
    assert proposal.state == "new"


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_a_fixed_number_of_queries(curator, rows, django_assert_num_queries):
    for _each in range(rows):
        service(group=NeedGroupFactory())
    curator.get(PROPOSALS)
    with django_assert_num_queries(9):
        assert len(curator.get(PROPOSALS).context["cl"].result_list) == rows


def invite(client, **data):
    return client.post(f"{LINKS}add/", {"days": "30", "language": "en", "email": "", **data})


def test_link_is_shown_once_and_leads_to_the_column(curator, client):
    centre = CentreFactory()
    answer = invite(curator, centre=centre.pk)
    address = answer.context["address"]
    assert address in answer.content.decode()
    link = ColumnLink.objects.get()
    assert (link.centre, link.created_by.username[:7], Message.objects.count()) == (centre, "Curator", 0)
    assert client.get("/" + address.split("/", 3)[3]).status_code == 200
    token = address.rstrip("/").rpartition("/")[2]
    for url in (LINKS, f"{LINKS}{link.pk}/change/"):
        assert token not in curator.get(url).content.decode()


def test_link_is_sent_where_an_address_is_given(curator):
    answer = invite(curator, centre=CentreFactory().pk, email="centre@example.org", language="sv", days="7")
    assert "It was sent to centre@example.org." in answer.content.decode()
    assert answer.context["address"] in Message.objects.get().body
    assert "/sv/" in answer.context["address"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"centre": ""}, "centre"), ({"email": "nobody"}, "email"), ({"days": "0"}, "days"), ({"days": "4000"}, "days")],
)
def test_wrong_invitation_is_refused_beside_the_field(curator, changes, field):
    answer = invite(curator, **{"centre": CentreFactory().pk, **changes})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not ColumnLink.objects.exists()


def test_only_public_centres_get_a_link(curator):
    assert invite(curator, centre=CentreFactory(state="draft").pk).status_code == 422


def test_ended_link_leads_nowhere(curator):
    invite(curator, centre=CentreFactory().pk)
    link = ColumnLink.objects.get()
    assert "End the link" in curator.get(f"{LINKS}{link.pk}/change/").content.decode()
    assert curator.post(f"{LINKS}{link.pk}/end/").status_code == 302
    link.refresh_from_db()
    assert link.ended_at <= timezone.now()
    with pytest.raises(column.LinkEnded):
        column.find(column.address(link).rstrip("/").rpartition("/")[2])
    assert "End the link" not in curator.get(f"{LINKS}{link.pk}/change/").content.decode()


def test_proposed_centre_is_only_marked(curator):
    country = CountryFactory(code="LV")
    row = Proposal.objects.create(kind="centre", key=uuid.uuid4(), language="en", country=country, title="Lake Help")
    assert decide(curator, row, accept="1").status_code == 302
    row.refresh_from_db()
    assert row.state == "accepted"
