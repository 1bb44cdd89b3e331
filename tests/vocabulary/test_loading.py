"""The controlled lists that come with the portal: complete, and never in the way of what staff changed."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.factories import FundingPeriodFactory, ProgrammeFactory
from vocabulary.aliases import ProgrammeNames
from vocabulary.loading import DATA, load_vocabulary, read_json
from vocabulary.models import (
    FundingPeriod,
    MacroRegion,
    Programme,
    ProgrammeAlias,
    Region,
    TargetGroup,
    Theme,
    ThemeLabel,
)

pytestmark = pytest.mark.django_db

LANGUAGES = {"en", "de", "sv"}
NOTHING = {
    "funding periods": 0,
    "regions": 0,
    "macro-regions": 0,
    "programmes": 0,
    "themes": 0,
    "target groups": 0,
}


@pytest.fixture(scope="class")
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loaded once for a class; each test undoes only what it does itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_vocabulary()
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("_loaded")
class TestLists:
    def test_periods_reach_from_2000_to_2027(self) -> None:
        assert list(FundingPeriod.objects.order_by("slug").values_list("slug", "name", "start_year", "end_year")) == [
            ("2000-2006", "Interreg III", 2000, 2006),
            ("2007-2013", "Interreg IV", 2007, 2013),
            ("2014-2020", "Interreg V", 2014, 2020),
            ("2021-2027", "Interreg VI", 2021, 2027),
        ]

    def test_region_tree_goes_from_country_to_nuts_3(self) -> None:
        region = Region.objects.select_related("parent__parent__parent").get(code="SE211")
        assert region.parent is not None
        assert region.parent.parent is not None
        assert region.parent.parent.parent is not None
        assert region.name == "Jönköpings län"
        assert region.parent.code == "SE21"
        assert region.parent.parent.parent.code == "SE"

    @pytest.mark.parametrize(("code", "parent"), [("EL3", "GR"), ("UKM", "GB"), ("EL51", "EL5"), ("UKM50", "UKM5")])
    def test_greek_and_british_codes_hang_under_the_iso_country(self, code: str, parent: str) -> None:
        assert Region.objects.get(code=code).parent == Region.objects.get(code=parent)

    def test_every_region_below_a_country_was_loaded(self) -> None:
        lists = read_json(DATA / "regions.json")
        counted = [Region.objects.filter(level=level).count() for level in range(4)]
        assert counted == [len(lists[name]) for name in ("countries", "nuts1", "nuts2", "nuts3")]
        assert counted[1:3] == [126, 337]

    def test_countries_outside_the_union_are_there(self) -> None:
        assert Region.objects.filter(level=0, code__in=["CA", "RU", "XK", "GL", "MD"]).count() == 5

    def test_macro_region_has_countries_and_three_names(self) -> None:
        baltic = MacroRegion.objects.get(slug="baltic-sea-region")
        assert baltic.acronym == "EUSBSR"
        assert set(baltic.countries.values_list("code", flat=True)) == {"DE", "DK", "EE", "FI", "LT", "LV", "PL", "SE"}
        assert [baltic.label(language) for language in ("en", "de", "sv")] == [
            "Baltic Sea Region",
            "Ostseeraum",
            "Östersjöregionen",
        ]

    def test_programme_belongs_to_a_macro_region_only_where_their_areas_are_the_same(self) -> None:
        assert set(Programme.objects.filter(macro_regions__slug="danube-region").values_list("slug", flat=True)) == {
            "danube-region-2014-2020",
            "danube-region-2021-2027",
        }
        assert not Programme.objects.get(slug="central-europe-2014-2020").macro_regions.exists()

    def test_programmes_of_one_area_share_a_palette(self) -> None:
        baltic = Programme.objects.filter(slug__startswith="baltic-sea-region-")
        assert baltic.count() == 3
        assert set(baltic.values_list("palette", flat=True)) == {"night-coral"}

    def test_every_programme_names_a_source(self) -> None:
        assert Programme.objects.count() == 55
        assert not Programme.objects.filter(source="").exists()

    def test_every_theme_has_three_names_with_synonyms(self) -> None:
        assert Theme.objects.count() == 30
        for theme in Theme.objects.prefetch_related("labels"):
            labels = {row.language: row for row in theme.labels.all()}
            assert set(labels) == LANGUAGES
            for row in labels.values():
                assert len(row.synonyms) >= 6, row.label
                assert row.label not in row.synonyms
                assert len(set(row.synonyms)) == len(row.synonyms)

    @pytest.mark.parametrize(
        ("word", "theme"),
        [
            ("äldre", "ageing"),
            ("older people", "ageing"),
            ("Senioren", "ageing"),
            ("village bus", "rural-mobility"),
            ("dementia", "ageing"),
            ("Geflüchtete", "migration-integration"),
            ("medborgarbudget", "local-democracy"),
            ("participatory budgeting", "local-democracy"),
        ],
    )
    def test_word_for_a_need_leads_to_its_theme(self, word: str, theme: str) -> None:
        found = ThemeLabel.objects.filter(synonyms__contains=[word]).values_list("theme__slug", flat=True)
        assert list(found) == [theme]

    def test_every_target_group_has_three_names(self) -> None:
        assert TargetGroup.objects.count() == 18
        for group in TargetGroup.objects.prefetch_related("labels"):
            assert {row.language for row in group.labels.all()} == LANGUAGES


@pytest.mark.usefixtures("_loaded")
class TestProgrammeNames:
    @pytest.mark.parametrize(
        ("name", "period", "slug"),
        [
            ("Interreg CENTRAL EUROPE", "2014-2020", "central-europe-2014-2020"),
            ("CENTRAL EUROPE Programme", "2007-2013", "central-europe-2007-2013"),
            ("Baltic Sea Region", "2021-2027", "baltic-sea-region-2021-2027"),
            ("Interreg ADRION (Adriatic-Ionian)", "2014-2020", "adrion-2014-2020"),
            ("Interreg Danube Region Programme", "2021-2027", "danube-region-2021-2027"),
            ("interreg v–a  greece-bulgaria", "2014-2020", "greece-bulgaria-2014-2020"),
            ("2014 - 2020 INTERREG VB Mediterranean", "2014-2020", "mediterranean-2014-2020"),
            ("2021 - 2027 Interreg VI-B Danube", "2021-2027", "danube-region-2021-2027"),
            ("Interreg Aurora", "2021-2027", "aurora-2021-2027"),
            ("Småland och öarna", "2014-2020", "smaland-and-the-islands-2014-2020"),
        ],
    )
    def test_name_found_in_data_resolves_to_the_programme_of_the_period(
        self, name: str, period: str, slug: str
    ) -> None:
        found = ProgrammeNames().find(name, period)
        assert found is not None
        assert found.slug == slug

    def test_every_name_resolves_to_its_own_programme(self) -> None:
        names = ProgrammeNames()
        for entry in read_json(DATA / "programmes.json"):
            for name in [entry["name"], *entry["aliases"]]:
                found = names.find(name, entry["period"])
                assert found is not None, name
                assert found.slug == entry["slug"]

    def test_unknown_name_or_wrong_period_finds_nothing(self) -> None:
        names = ProgrammeNames()
        assert names.find("Interreg Moon", "2014-2020") is None
        assert names.find("Interreg Aurora", "2014-2020") is None

    def test_name_of_two_programmes_finds_neither(self) -> None:
        ProgrammeAlias.objects.create(programme=Programme.objects.get(slug="south-baltic-2014-2020"), name="BSR")
        assert ProgrammeNames().find("BSR", "2014-2020") is None

    def test_reading_the_names_costs_two_queries(self, django_assert_num_queries: object) -> None:
        with django_assert_num_queries(2):  # type: ignore[operator]
            ProgrammeNames().find("Interreg Aurora", "2021-2027")


@pytest.mark.usefixtures("_loaded")
class TestSecondLoad:
    def test_changes_nothing(self) -> None:
        before = [model.history.count() for model in (Region, Theme, ThemeLabel, Programme, ProgrammeAlias)]
        assert load_vocabulary() == NOTHING
        assert [model.history.count() for model in (Region, Theme, ThemeLabel, Programme, ProgrammeAlias)] == before

    def test_keeps_what_staff_changed(self) -> None:
        label = ThemeLabel.objects.get(theme__slug="ageing", language="sv")
        label.label, label.synonyms = "Att bli äldre", ["gammal"]
        label.save()
        programme = Programme.objects.get(slug="aurora-2021-2027")
        programme.countries.clear()
        assert load_vocabulary() == NOTHING
        label.refresh_from_db()
        assert (label.label, label.synonyms) == ("Att bli äldre", ["gammal"])
        assert programme.countries.count() == 0

    def test_does_not_bring_back_what_staff_deleted(self) -> None:
        Theme.objects.get(slug="volunteering").delete()
        ThemeLabel.objects.get(theme__slug="ageing", language="de").delete()
        ProgrammeAlias.objects.get(name="DTP").delete()
        assert load_vocabulary() == NOTHING
        assert not Theme.objects.filter(slug="volunteering").exists()
        assert not ThemeLabel.objects.filter(theme__slug="ageing", language="de").exists()
        assert not ProgrammeAlias.objects.filter(name="DTP").exists()

    def test_does_not_double_what_staff_renamed(self) -> None:
        theme = Theme.objects.get(slug="youth")
        theme.slug, theme.name = "young-people", "Young people"
        theme.save()
        assert load_vocabulary() == NOTHING
        assert Theme.objects.count() == 30

    def test_brings_what_is_new(self) -> None:
        """As after an update of the portal that ships more than the database has ever had."""
        Theme.objects.get(slug="housing").delete()
        Theme.history.filter(slug="housing").delete()
        assert load_vocabulary() == NOTHING | {"themes": 1}
        assert set(ThemeLabel.objects.filter(theme__slug="housing").values_list("language", flat=True)) == LANGUAGES


def test_programme_made_by_staff_is_left_alone() -> None:
    period = FundingPeriodFactory(slug="2021-2027")
    own = ProgrammeFactory(name="Interreg Aurora", slug="our-aurora", period=period, strand="A")
    assert load_vocabulary()["programmes"] == 54
    assert list(Programme.objects.filter(name="Interreg Aurora")) == [own]


def test_command_says_what_is_new() -> None:
    said = StringIO()
    call_command("load_vocabulary", stdout=said)
    call_command("load_vocabulary", stdout=said)
    assert said.getvalue().splitlines() == [
        "New: 4 funding periods, 579 regions, 4 macro-regions, 55 programmes, 30 themes, 18 target groups.",
        "Nothing new: every list was already there.",
    ]
