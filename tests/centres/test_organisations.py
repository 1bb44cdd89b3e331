"""What the list of organisations refuses, because a centre or a consortium rests on an entry."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from projects.merging import merge_organisations
from tests.centres.admin_tools import opened
from tests.factories import (
    CentreFactory,
    ConsortiumFactory,
    CountryFactory,
    NetworkFactory,
    OrganisationFactory,
    PublishedProjectFactory,
    superuser,
)
from tests.projects.staff import signed_in
from vocabulary.models import Organisation
from vocabulary.objecting import objections

pytestmark = pytest.mark.django_db

LIST = "/admin/vocabulary/organisation/"
SENTENCE = (
    "No member of the consortium LAKES would be from Sweden any more. List another one there, or mark the country as "
    "only claimed, then come back."
)


@pytest.fixture
def body() -> Organisation:
    """The only Swedish member of a consortium of which Sweden is a country."""
    body = OrganisationFactory(name="Lake Club", country=CountryFactory(code="SE"))
    ConsortiumFactory(acronym="LAKES", members=[body, OrganisationFactory(country=CountryFactory(code="FI"))])
    return body


def move(body: Organisation, code: str | None) -> Any:
    """What the form answers when the country is changed."""
    client, url = signed_in("Curator"), f"{LIST}{body.pk}/change/"
    country = CountryFactory(code=code).pk if code else ""
    return client.post(url, opened(client, url, country=country))


class TestCountry:
    @pytest.mark.parametrize("code", ["FI", None])
    def test_only_member_of_a_country_stays_there(self, body: Organisation, code: str | None) -> None:
        response = move(body, code)
        assert response.status_code == 200
        assert response.context["adminform"].form.errors == {"country": [SENTENCE]}
        assert Organisation.objects.get(pk=body.pk).country.code == "SE"

    def test_everything_else_of_it_can_be_changed(self, body: Organisation) -> None:
        client, url = signed_in("Curator"), f"{LIST}{body.pk}/change/"
        assert client.post(url, opened(client, url, name="Lake Society")).status_code == 302
        assert Organisation.objects.get(pk=body.pk).name == "Lake Society"

    def test_one_of_two_members_moves(self, body: Organisation) -> None:
        consortium = body.consortium_rows.get().consortium
        consortium.member_rows.create(organisation=OrganisationFactory(country=body.country))
        assert move(body, "FI").status_code == 302
        assert Organisation.objects.get(pk=body.pk).country.code == "FI"

    def test_claimed_country_holds_nobody(self, body: Organisation) -> None:
        body.consortium_rows.get().consortium.country_rows.update(claimed=True)
        assert move(body, "FI").status_code == 302

    def test_every_consortium_that_rests_on_it_is_named(
        self, body: Organisation, django_assert_num_queries: Any
    ) -> None:
        ConsortiumFactory(acronym="BOATS", members=[body])
        ConsortiumFactory(acronym="OTHERS", members=[OrganisationFactory(country=body.country)])
        body.country = CountryFactory(code="FI")
        with django_assert_num_queries(1):
            found = objections(body)
        assert found == [SENTENCE.replace("LAKES", "BOATS"), SENTENCE]

    def test_new_organisation_meets_no_objection(self) -> None:
        client = signed_in("Curator")
        data = opened(client, f"{LIST}add/", name="Pond Club", country=CountryFactory(code="SE").pk)
        assert client.post(f"{LIST}add/", data).status_code == 302
        assert Organisation.objects.get().name == "Pond Club"


class TestGoing:
    @pytest.mark.parametrize(("where", "words"), [("centre", "organisations"), ("network", "members")])
    def test_body_of_a_centre_or_network_is_neither_merged_nor_deleted(self, where: str, words: str) -> None:
        going = OrganisationFactory(name="Lake Club", country=CountryFactory(code="SE"))
        if where == "centre":
            CentreFactory().organisation_rows.create(organisation=going)
        else:
            NetworkFactory(members=[going])
        check_it_stays(going, words)

    def test_member_of_a_consortium_is_neither_merged_nor_deleted(self, body: Organisation) -> None:
        check_it_stays(body, "members")

    def test_merging_keeps_the_country_on_which_a_consortium_rests(self, body: Organisation) -> None:
        going = OrganisationFactory(name="Lake Society", country=CountryFactory(code="FI"))
        PublishedProjectFactory(lead=going)
        merge_organisations(going, body, by=superuser())
        kept = Organisation.objects.get(pk=body.pk)
        assert (kept.country.code, kept.partnerships.count(), kept.other_names) == ("SE", 1, ["Lake Society"])


def check_it_stays(going: Organisation, words: str) -> None:
    """Merging is refused with a sentence, on the page and by the door; deleting shows what protects it."""
    staying = OrganisationFactory(name="Lake Society", country=going.country)
    sentence = (
        f"“Lake Club” is also used under “Competence centres” ({words}), where merging moves nothing. "
        "Replace it there first."
    )
    with pytest.raises(ValidationError) as refusal:
        merge_organisations(going, staying, by=superuser())
    assert refusal.value.messages == [sentence]
    client = signed_in("Curator")
    response = client.post(f"{LIST}{going.pk}/merge/", {"into": staying.pk})
    assert (response.status_code, response.context["form"].errors) == (200, {"into": [sentence]})
    page = client.post(f"{LIST}{going.pk}/delete/", {"post": "yes"})
    assert (page.status_code, len(page.context["protected"])) == (200, 1)
    answer = client.post(LIST, {"action": "delete_selected", "_selected_action": [going.pk], "post": "yes"})
    assert (answer.status_code, len(answer.context["protected"])) == (200, 1)
    assert Organisation.objects.filter(pk=going.pk).exists()
