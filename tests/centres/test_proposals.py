"""What visitors propose: kept whole, once, with evidence; and what staff make of it."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from centres import matrix, proposing, publishing
from centres.models import Cell, Need, Proposal
from outbox.guard import QUICKEST
from tests.centres.visitors import send
from tests.factories import CentreFactory, CountryFactory, NeedFactory, NeedGroupFactory, UserFactory, superuser

pytestmark = pytest.mark.django_db

NEED, SERVICE, CENTRE = "/en/centres/propose-need/", "/en/centres/report-service/", "/en/centres/tell-us/"


def service(**fields: Any) -> Proposal:
    """A service that was reported."""
    centre = fields.pop("centre", None) or CentreFactory()
    need = fields.pop("need", None) or NeedFactory()
    given = {"answer": "yes", "level": "partial", "url": "https://example.org/proof", "language": "en"} | fields
    return Proposal.objects.create(kind="service", key=uuid.uuid4(), centre=centre, need=need, **given)


class TestForms:
    def test_need_is_kept_with_all_that_was_written(self) -> None:
        NeedGroupFactory(slug="at-the-lake")
        response = send(
            NEED,
            title="  Boats  for all ",
            text="One\r\n\r\nTwo",
            group="at-the-lake",
            said_by="Lake Club",
            url="example.org/boats",
            language="sv",
            email="ada@example.org",
        )
        assert (response.status_code, response["Location"]) == (302, "/en/centres/thanks/")
        found = Proposal.objects.get()
        assert (found.kind, found.state, found.title, found.text) == ("need", "new", "Boats for all", "One\n\nTwo")
        assert (found.group and found.group.slug, found.url) == ("at-the-lake", "https://example.org/boats")
        assert (found.said_by, found.language, found.email) == ("Lake Club", "sv", "ada@example.org")

    def test_service_is_kept_and_changes_nothing_public(self) -> None:
        centre, need = CentreFactory(slug="one"), NeedFactory(slug="boats")
        fields = {"centre": "one", "need": "boats", "answer": "yes", "level": "planned", "language": "en"}
        assert send(SERVICE, **fields, text="We shall.", said_by="Ada Reed").status_code == 302
        found = Proposal.objects.get()
        assert (found.centre, found.need, found.answer, found.level) == (centre, need, "yes", "planned")
        assert (found.text, found.said_by, found.url) == ("We shall.", "Ada Reed", "")
        assert not Cell.objects.exists()
        assert "We shall" not in Client().get("/en/centres/matrix/").content.decode()

    def test_address_fills_in_what_it_names_and_says_what_it_does_not_know(self) -> None:
        CentreFactory(slug="one")
        html = Client().get(f"{SERVICE}?centre=one&need=<b>no&colour=red").content.decode()
        assert '<option value="one" selected>' in html
        assert "Nothing named “&lt;b&gt;no” can be chosen under “Which need?”." in html
        assert "“colour” is not a field of this form." in html
        assert "is not a field" not in Client().get(f"{SERVICE}?centre=one").content.decode()

    def test_no_says_no_level(self) -> None:
        CentreFactory(slug="one")
        NeedFactory(slug="boats")
        fields = {"centre": "one", "need": "boats", "answer": "no", "level": "planned", "language": "en"}
        assert send(SERVICE, **fields, url="https://example.org/").status_code == 302
        assert (Proposal.objects.get().answer, Proposal.objects.get().level) == ("no", "")

    def test_centre_is_kept_with_its_country(self) -> None:
        CountryFactory(code="LV")
        assert send(CENTRE, country="LV", title="Lake Centre", language="en").status_code == 302
        assert (Proposal.objects.get().kind, Proposal.objects.get().country.code) == ("centre", "LV")

    @pytest.mark.parametrize(
        ("more", "sentence", "field"),
        [
            ({"url": ""}, "Give evidence: the address of a page, or a statement.", "id_url"),
            ({"url": "", "text": "We do."}, "Say who makes the statement.", "id_said_by"),
            ({"url": "ftp://example.org/x"}, "Enter the address of a page", "id_url"),
            ({"level": ""}, "Say how far the service is.", "id_level"),
            ({"answer": ""}, "Say whether the centre meets the need.", "id_answer_0"),
            ({"centre": "draft"}, "Choose one of the list.", "id_centre"),
            ({"need": ""}, "Choose the need.", "id_need"),
            ({"email": "nonsense"}, "Enter an e-mail address", "id_email"),
            ({"text": "x" * 1001, "said_by": "Ada"}, "Shorten this to at most 1000 characters", "id_text"),
        ],
    )
    def test_what_is_wrong_is_named_and_nothing_is_lost(self, more: dict[str, str], sentence: str, field: str) -> None:
        CentreFactory(slug="one")
        CentreFactory(slug="draft", state="draft")
        NeedFactory(slug="boats")
        fields = {"centre": "one", "need": "boats", "answer": "yes", "level": "partial", "language": "de"}
        response = send(SERVICE, **(fields | {"url": "https://example.org/p", "email": "ada@example.org"} | more))
        assert response.status_code == 422
        html = response.content.decode()
        assert f'<a href="#{field}">{sentence}' in html
        assert html.count(f'id="{field}"') == 1
        kept = {"https://example.org/p", "ada@example.org", *more.values()} - {"draft"}
        for value in kept & set(more.values()) or kept:
            assert value in html
        assert '<option value="de" selected>' in html
        assert not Proposal.objects.exists()

    def test_sent_twice_is_kept_once(self) -> None:
        key = str(uuid.uuid4())
        for _try in range(2):
            assert send(NEED, key=key, title="Boats", language="en").status_code == 302
        assert Proposal.objects.count() == 1
        send(NEED, title="Boats", language="en")
        assert Proposal.objects.count() == 2

    def test_machine_is_refused_and_a_person_passes_with_a_second_try(self) -> None:
        response = send(NEED, title="Boats", language="en", remarks_2="buy")
        assert response.status_code == 422
        assert "A field that is hidden from people was filled in" in response.content.decode()
        assert 'value="Boats"' in response.content.decode()
        response = send(NEED, seconds=0, title="Boats", language="en")
        assert (response.status_code, Proposal.objects.count()) == (422, 0)
        assert send(NEED, seconds=QUICKEST + 1, title="Boats", language="en").status_code == 302
        assert Proposal.objects.get().title == "Boats"

    def test_too_many_are_asked_to_wait(self, settings: Any) -> None:
        settings.RATE_LIMITS = True
        answers = [send(NEED, title="Boats", language="en") for _number in range(31)]
        assert [answer.status_code for answer in answers] == [302] * 30 + [429]
        assert int(answers[-1]["Retry-After"]) > 1
        assert 'value="Boats"' in answers[-1].content.decode()

    def test_address_fills_in_what_it_names(self, client: Client) -> None:
        CentreFactory(slug="one")
        CountryFactory(code="LV")
        NeedFactory(slug="boats")
        html = client.get(f"{SERVICE}?centre=one&need=boats&x=1").content.decode()
        assert '<option value="one" selected>' in html
        assert '<option value="boats" selected>' in html
        assert '<option value="LV" selected>' in client.get(f"{CENTRE}?country=LV").content.decode()
        assert client.get(f"{CENTRE}?country=<b>").status_code == 200


class TestDoors:
    def test_accepted_service_becomes_an_answer_with_its_evidence(self) -> None:
        proposal = service(text="We do.", said_by="Ada Reed", url="", language="sv")
        cell = proposing.accept(proposal, by=superuser())
        assert isinstance(cell, Cell)
        assert (cell.centre, cell.need, cell.answer, cell.level) == (proposal.centre, proposal.need, "yes", "partial")
        proof = cell.evidence.get()
        assert (proof.statement, proof.said_by, proof.language, proof.precision) == ("We do.", "Ada Reed", "sv", "day")
        proposal.refresh_from_db()
        assert (proposal.state, proposal.decided_by) == ("accepted", superuser())
        assert matrix.build().rows[0].coverage.yes == 1

    def test_name_is_shown_with_a_statement_only(self) -> None:
        cell = proposing.accept(service(said_by="Ada Reed"), by=superuser())
        assert isinstance(cell, Cell)
        proof = cell.evidence.get()
        assert (proof.url, proof.said_by, proof.on) == ("https://example.org/proof", "", None)

    def test_accepted_need_becomes_a_draft_in_its_language(self) -> None:
        group = NeedGroupFactory(slug="other")
        NeedFactory(slug="batar", state="draft")
        proposal = Proposal.objects.create(
            kind="need", key=uuid.uuid4(), language="sv", title="Båtar", text="För alla.", group=group, said_by="Klubb"
        )
        need = proposing.accept(proposal, by=superuser())
        assert isinstance(need, Need)
        assert (need.state, need.group, need.named_by, need.slug) == ("draft", group, "Klubb", f"batar-{proposal.pk}")
        text = need.texts.get()
        assert (text.language, text.label, text.description) == ("sv", "Båtar", "För alla.")
        assert publishing.missing(need) == ["Name a source.", "Write the need in English."]

    def test_need_without_any_group_waits_for_one(self) -> None:
        proposal = Proposal.objects.create(kind="need", key=uuid.uuid4(), language="en", title="Boats")
        with pytest.raises(ValidationError) as refusal:
            proposing.accept(proposal, by=superuser())
        assert refusal.value.code == "group"
        assert Proposal.objects.get().state == "new"
        group = NeedGroupFactory()
        assert proposing.accept(proposal, by=superuser(), group=group).group == group  # type: ignore[union-attr]

    def test_accepted_centre_is_only_marked(self) -> None:
        country = CountryFactory(code="LV")
        proposal = Proposal.objects.create(
            kind="centre", key=uuid.uuid4(), language="en", title="Lake Centre", country=country
        )
        assert proposing.accept(proposal, by=superuser()) is None
        assert Proposal.objects.get().state == "accepted"

    def test_refusal_has_a_reason_and_changes_nothing(self) -> None:
        proposal = service()
        with pytest.raises(ValidationError) as refusal:
            proposing.refuse(proposal, by=superuser(), reason=" ")
        assert refusal.value.code == "reason"
        assert proposing.refuse(proposal, by=superuser(), reason="No such page.").state == "refused"
        assert not Cell.objects.exists()

    @pytest.mark.parametrize("first", ["accept", "refuse"])
    def test_decision_is_made_once(self, first: str) -> None:
        proposal = service()
        if first == "accept":
            proposing.accept(proposal, by=superuser())
        else:
            proposing.refuse(proposal, by=superuser(), reason="No.")
        for again in (
            lambda: proposing.accept(proposal, by=superuser()),
            lambda: proposing.refuse(proposal, by=superuser(), reason="Yes."),
        ):
            with pytest.raises(ValidationError) as refusal:
                again()
            assert refusal.value.code == "decided"
        assert Cell.objects.count() == (1 if first == "accept" else 0)

    def test_nobody_else_decides(self) -> None:
        proposal = service()
        for door in (
            lambda: proposing.accept(proposal, by=UserFactory()),
            lambda: proposing.refuse(proposal, by=UserFactory(), reason="No."),
        ):
            with pytest.raises(ValidationError) as refusal:
                door()
            assert refusal.value.code == "not_allowed"
        assert (Proposal.objects.get().state, Cell.objects.count()) == ("new", 0)

    def test_several_are_accepted_and_what_is_refused_is_said(self) -> None:
        one, two = service(), service()
        proposing.accept(one, by=superuser())
        report = proposing.accept_each([one, two], by=superuser())
        assert (report.done, len(report.refused)) == (1, 1)
        assert Cell.objects.count() == 2
