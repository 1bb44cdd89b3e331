"""The totals of a generation: counted from what is published, beside what somebody claimed."""

import pytest
from pytest_django import DjangoAssertNumQueries

from centres.models import Claim
from centres.totals import Total, generations, totals
from tests.factories import ConsortiumFactory, CountryFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def numbers(found: list[Total]) -> dict[str, int]:
    return {total.figure: total.computed for total in found}


def two_consortia() -> None:
    """Two consortia that share a country and a member."""
    body = OrganisationFactory(country=CountryFactory(code="SE"))
    ConsortiumFactory(members=[body, OrganisationFactory()], countries=["SE", "FI"])
    ConsortiumFactory(members=[body], countries=["SE", "DK", "LV"])


def test_totals_count_entries_and_different_ones_apart() -> None:
    two_consortia()
    assert numbers(totals(1)) == {"consortia": 2, "country_entries": 5, "countries": 4, "organisations": 2}
    assert [total.label for total in totals(1)] == [
        "consortia",
        "country entries",
        "different countries",
        "organisations",
    ]


def test_totals_leave_out_drafts_archived_and_other_generations() -> None:
    two_consortia()
    more = {"members": [OrganisationFactory()], "countries": ["NO"]}
    ConsortiumFactory(state="draft", **more)
    ConsortiumFactory(state="archived", **more)
    ConsortiumFactory(generation=2, **more)
    assert numbers(totals(1)) == {"consortia": 2, "country_entries": 5, "countries": 4, "organisations": 2}
    assert numbers(totals(2)) == {"consortia": 1, "country_entries": 1, "countries": 1, "organisations": 1}
    assert generations() == [1, 2]


def test_totals_of_an_empty_generation_are_nought() -> None:
    assert numbers(totals(7)) == {"consortia": 0, "country_entries": 0, "countries": 0, "organisations": 0}
    assert generations() == []


def test_claim_stands_beside_its_own_figure_and_says_whether_it_differs() -> None:
    two_consortia()
    source = "https://example.org/yearbook"
    same = Claim.objects.create(generation=1, figure="consortia", value=2, source=source)
    more = Claim.objects.create(generation=1, figure="organisations", value=90, source=source, note="Names not given.")
    Claim.objects.create(generation=2, figure="countries", value=8, source=source)
    found = {total.figure: (total.claimed, total.differs) for total in totals(1)}
    assert found == {
        "consortia": (same, False),
        "country_entries": (None, False),
        "countries": (None, False),
        "organisations": (more, True),
    }


@pytest.mark.parametrize("times", [1, 3])
def test_totals_ask_the_same_number_of_questions_for_more(
    times: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _time in range(times):
        two_consortia()
    with django_assert_num_queries(4):
        totals(1)
