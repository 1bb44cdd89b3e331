"""What each public page of the centres asks of the database: as much with three rows of everything as with one."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from centres import exporting, importing
from centres.models import Claim, ConsortiumItem, NetworkMilestone
from tests.factories import (
    CentreFactory,
    ConsortiumFactory,
    CountryFactory,
    NeedFactory,
    NeedGroupFactory,
    NetworkFactory,
    OrganisationFactory,
    answered,
)
from vocabulary.models import MacroRegion, SiteSettings

pytestmark = pytest.mark.django_db

COSTS = {
    "centres/": 16,
    "centres/?macro=sea0&language=sv": 15,
    "centres/consortia/": 12,
    "centres/consortia/lakes0/": 12,
    "centres/networks/": 5,
    "centres/networks/lakes0/": 9,
    "centres/propose-need/": 3,
    "centres/report-service/": 5,
    "centres/tell-us/": 2,
    "centres/lake0/contact/": 2,
    "centres/thanks/": 1,
}


def world(number: int) -> None:
    """So many centres, consortia, networks, needs and answers, each with so many of its own rows."""
    SiteSettings.load()
    for each in range(number):
        country = CountryFactory(code=("SE", "FI", "LV")[each])
        region = MacroRegion.objects.create(slug=f"sea{each}", acronym=f"SEA{each}")
        region.countries.add(country)
        members = [OrganisationFactory(country=country, sector="public") for _row in range(number)]
        lakes = ConsortiumFactory(acronym=f"LAKES{each}", members=members, countries=[country.code])
        centre = CentreFactory(
            slug=f"lake{each}",
            country=country.code,
            languages=["sv"],
            contact_email="lake@example.org",
            texts={"en": "Helps."},
        )
        centre.consortia.add(lakes)
        centre.organisation_rows.create(organisation=members[0])
        network = NetworkFactory(slug=f"lakes{each}", members=members, macro_region=region)
        need = NeedFactory(group=NeedGroupFactory(slug=f"group{each}"), texts={"sv": "Båtar"})
        for row in range(number):
            ConsortiumItem.objects.create(consortium=lakes, kind="output", title=f"Map {row}")
            NetworkMilestone.objects.create(network=network, title=f"Day {row}", on=date(2021, 6, 1), precision="day")
        answered(centre, need, "yes")
        Claim.objects.create(generation=each + 1, figure="consortia", value=number, source="https://example.org/claim")


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("path", "queries"), COSTS.items())
def test_page_asks_the_same_with_one_row_and_with_three(
    client: Client, number: int, path: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    world(number)
    client.get(f"/sv/{path}")  # a process reads the lists once
    with django_assert_num_queries(queries):
        assert client.get(f"/sv/{path}").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_file_asks_the_same_with_one_row_and_with_three(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    world(number)
    with django_assert_num_queries(5):
        data = exporting.as_csv()
    with django_assert_num_queries(5):
        plan = importing.plan(data, "services.csv")
    assert (plan.steps, plan.messages, plan.unchanged) == ([], [], number * number)
