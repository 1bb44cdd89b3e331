"""The figures of a profile and where they come from."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from projects.models import FigureSource, Partnership, Project, ProjectCountry
from projects.presentation.facts import Fact, Facts
from projects.presentation.wording import Source
from tests.factories import CountryFactory, OrganisationFactory, ProjectFactory

pytestmark = pytest.mark.django_db

INHERITED = Source("example.org/lakes", "https://example.org/lakes")
OWN = Source("Final report, page 2", "")


def facts(**fields: Any) -> dict[str, Fact]:
    """Figures by key of a project with these fields."""
    return read(ProjectFactory(**fields))


def read(project: Project) -> dict[str, Fact]:
    maker = Facts(Project.objects.for_profile().get(pk=project.pk))
    return {fact.key: fact for fact in [maker.dates(), *maker.figures()]}


def test_unknown_figures_read_not_published_and_have_no_source() -> None:
    found = facts()
    assert sorted(found) == ["countries", "dates", "eu_funding", "partners", "total_budget"]
    for fact in found.values():
        assert (fact.big, fact.missing, fact.sources) == ("", "not published", [])


def test_amounts_show_short_exact_and_share() -> None:
    found = facts(
        total_budget=Decimal("4860664.11"),
        total_budget_precision="exact",
        eu_funding=Decimal("3827755.48"),
        eu_funding_precision="exact",
    )
    assert (found["total_budget"].big, found["total_budget"].exact) == ("€4.9 million", "4,860,664.11 EUR")
    assert (found["eu_funding"].big, found["eu_funding"].exact) == ("€3.8 million", "3,827,755.48 EUR")
    assert found["rate"].big == "78.7%"


def test_rounded_amount_says_so_and_gives_no_share() -> None:
    found = facts(
        total_budget=Decimal(2000000),
        total_budget_precision="rounded",
        eu_funding=Decimal(1500000),
        eu_funding_precision="exact",
    )
    fact = found["total_budget"]
    assert (fact.big, fact.exact, fact.note) == ("about €2 million", "", "rounded by its source")
    assert "rate" not in found


def test_figure_inherits_source_and_check_of_the_profile() -> None:
    fact = facts(partners_stated=16, checked_on=date(2026, 5, 3))["partners"]
    assert (fact.big, fact.note) == ("16", "16 stated, 0 named")
    assert (fact.sources, fact.own_source, fact.checked) == ([INHERITED], False, "checked on 3 May 2026")


def test_figure_with_own_source_shows_that_and_its_own_check() -> None:
    project = ProjectFactory(partners_stated=16, checked_on=date(2026, 5, 3))
    FigureSource.objects.create(project=project, figure="partners_stated", source=OWN.label, remark="planned")
    fact = read(project)["partners"]
    assert (fact.sources, fact.own_source, fact.checked) == ([OWN], True, "")
    assert fact.note == "16 stated, 0 named; planned"


def test_dates_join_the_sources_of_both_ends() -> None:
    project = ProjectFactory(
        start_date=date(2016, 3, 1), start_precision="month", end_date=date(2019, 2, 28), end_precision="month"
    )
    FigureSource.objects.create(project=project, figure="start_date", source=f"{OWN.label}\nhttps://example.org/a")
    FigureSource.objects.create(project=project, figure="end_date", source=OWN.label)
    fact = read(project)["dates"]
    assert fact.big == "March 2016 – February 2019"
    assert fact.sources == [OWN, Source("example.org/a", "https://example.org/a")]


def test_partners_named_without_a_stated_number() -> None:
    project = ProjectFactory()
    Partnership.objects.create(project=project, organisation=OrganisationFactory())
    fact = read(project)["partners"]
    assert (fact.big, fact.note) == ("1", "named here, total not published")


@pytest.mark.parametrize(
    ("codes", "fields", "big", "note"),
    [
        (["SE", "DE"], {}, "2", "Germany, Sweden"),
        (["SI", "DE", "RS"], {"countries_partial": True}, "at least 3", "Germany, Serbia, Slovenia"),
        (["SE"], {"countries_stated": 8}, "8", "Sweden and others not named here"),
        ([], {"countries_stated": 8}, "8", "not named"),
    ],
)
def test_countries(codes: list[str], fields: dict[str, Any], big: str, note: str) -> None:
    project = ProjectFactory(**fields)
    for code in codes:
        ProjectCountry.objects.create(project=project, country=CountryFactory(code=code))
    fact = read(project)["countries"]
    assert (fact.big, fact.note) == (big, note)
