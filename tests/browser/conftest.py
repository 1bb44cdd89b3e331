"""A small directory for Chromium to walk through."""

from datetime import date
from decimal import Decimal

import pytest

from projects.models import FigureSource, Partnership, ProjectLink
from tests.factories import OrganisationFactory, PublishedProjectFactory, ThemeFactory
from vocabulary.models import SiteSettings


@pytest.fixture
def directory(transactional_db: None) -> None:
    """A rich profile, a Swedish one, a thin one without acronym, and enough others for a second page."""
    SiteSettings.load()
    ThemeFactory(
        name="Ageing",
        slug="ageing",
        labels={"en": ("Ageing", ["older people"]), "de": ("Alter", ["Senioren"]), "sv": ("Åldrande", ["äldre"])},
    )
    club = OrganisationFactory(name="Lakeside Club", slug="lakeside-club", website="https://club.example.org")
    rich = PublishedProjectFactory(
        acronym="LAKELAND",
        title="Neighbourhood help around the lakes",
        summary="Neighbours around the lakes help each other with shopping and dementia care. They share a bus.",
        countries=["SE", "DE", "LV"],
        places=["SE211"],
        themes=["Ageing", "Rural life"],
        lead=club,
        featured=True,
        website="https://lakeland.example.org",
        partners_stated=16,
        total_budget=Decimal("4860664.11"),
        total_budget_precision="exact",
        eu_funding=Decimal("3827755.48"),
        eu_funding_precision="exact",
        start_date=date(2016, 3, 1),
        start_precision="month",
        end_date=date(2019, 2, 28),
        end_precision="month",
    )
    rich.texts.update(why="Buses no longer come.", results="A handbook. Ten villages use it.", reusable="The rota.")
    Partnership.objects.create(project=rich, organisation=OrganisationFactory(name="Pond Office"), budget=0)
    ProjectLink.objects.create(project=rich, title="Handbook", url="https://example.org/h.pdf", language="sv")
    FigureSource.objects.create(project=rich, figure="total_budget", source="https://example.org/budget")
    PublishedProjectFactory(
        acronym="GRANNAR",
        original_language="sv",
        title="Grannar vid sjön",
        summary="Grannar möts vid sjön och hjälper varandra.",
        countries=["SE"],
        themes=["Ageing"],
    )
    PublishedProjectFactory(
        acronym="",
        slug="thin",
        title="Generationenübergreifende Nachbarschaftshilfegenossenschaften in Dörfern",
        summary="",
        themes=["Rural life"],
    )
    for place in range(10):
        PublishedProjectFactory(acronym=f"POND{place}", countries=["DE"], themes=["Rural life"], lead=None)
