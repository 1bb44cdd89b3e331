"""Rules of the controlled lists, each with the case the database must refuse."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from tests.factories import CountryFactory, FundingPeriodFactory, OrganisationFactory, ProgrammeFactory, ThemeFactory
from vocabulary.labels import sort_key
from vocabulary.models import (
    FundingPeriod,
    MacroRegion,
    MacroRegionLabel,
    Organisation,
    Programme,
    ProgrammeAlias,
    Region,
    SiteSettings,
    TargetGroup,
    TargetGroupLabel,
    Theme,
    ThemeLabel,
)

pytestmark = pytest.mark.django_db


def macro_label_twice() -> list[models.Model]:
    macro = MacroRegion.objects.create(slug="lakes", acronym="LAKES")
    return [MacroRegionLabel(macro_region=macro, language="en", label=label) for label in ("Lakes", "Lake Region")]


def target_label_twice() -> list[models.Model]:
    group = TargetGroup.objects.create(slug="carers")
    return [TargetGroupLabel(group=group, language="en", label=label) for label in ("Carers", "Helpers")]


def alias_twice() -> list[models.Model]:
    return [ProgrammeAlias(programme=ProgrammeFactory(), name="INTERREG LAKES") for _ in range(2)]


@pytest.mark.parametrize(
    ("make", "constraint"),
    [
        (lambda: [FundingPeriod(slug="2014-2013", start_year=2014, end_year=2013)], "period_ends_after_start"),
        (
            lambda: [
                ProgrammeFactory(name="Lakes", slug="one"),
                Programme(name="Lakes", slug="two", period=FundingPeriodFactory(), strand="B"),
            ],
            "programme_once_per_period",
        ),
        (
            lambda: [Programme(name="Hills", slug="hills", period=FundingPeriodFactory(), strand="Z")],
            "programme_strand_known",
        ),
        (alias_twice, "alias_once_per_programme"),
        (lambda: [Region(code="SE1", name="North", level=1)], "region_level_fits_parent"),
        (lambda: [Region(code="SE", name="Sweden", level=0, parent=CountryFactory(code="NO"))], "region_level_fits"),
        (lambda: [Region(code="Swe", name="Sweden", level=0)], "region_code_fits_level"),
        (macro_label_twice, "macro_label_once"),
        (target_label_twice, "target_label_once"),
        (lambda: [ThemeLabel(theme=ThemeFactory(), language="en", label="Again")], "theme_label_once"),
        (lambda: [ThemeLabel(theme=ThemeFactory(), language="de", label="")], "theme_label_not_empty"),
        (
            lambda: [OrganisationFactory(name="Lake Club", slug="a"), Organisation(name="Lake Club", slug="b")],
            "organisation_once_per_country",
        ),
        (lambda: [SiteSettings(pk=2)], "site_settings_single_row"),
        (lambda: [SiteSettings(pk=1, languages=[])], "site_settings_some_language"),
    ],
)
def test_vocabulary_rule_refused(make: Callable[[], list[models.Model]], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        for row in make():
            row.save()


def test_region_two_levels_below_refused() -> None:
    country = CountryFactory(code="SE")
    region = Region(code="SE21", name="Småland", level=2, parent=country)
    with pytest.raises(ValidationError, match="just above it"):
        region.clean()
    with pytest.raises(IntegrityError, match="just above it"), transaction.atomic(), connection.cursor() as cursor:
        region.save()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_country_name_follows_language() -> None:
    country = CountryFactory(code="SE")
    assert [country.label(language) for language in ("en", "de", "sv")] == ["Sweden", "Schweden", "Sverige"]


def test_theme_label_falls_back_to_english() -> None:
    theme = ThemeFactory(name="Ageing", labels={"en": ("Ageing", []), "de": ("Altern", [])})
    assert [theme.label(language) for language in ("de", "sv")] == ["Altern", "Ageing"]
    assert Theme(name="Bare").name == "Bare"


def test_site_settings_load_makes_one_row() -> None:
    assert SiteSettings.load() == SiteSettings.load()
    assert SiteSettings.objects.count() == 1


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Åland", "Österreich", "Portugal", "Zypern"]),
        ("de", ["Åland", "Österreich", "Portugal", "Zypern"]),
        ("sv", ["Portugal", "Zypern", "Åland", "Österreich"]),
    ],
)
def test_sort_key_per_language(language: str, expected: list[str]) -> None:
    names = ["Zypern", "Österreich", "Åland", "Portugal"]
    assert sorted(names, key=lambda name: sort_key(name, language)) == expected
