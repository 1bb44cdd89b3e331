"""The demonstration directory: every verified fact as its source has it, loaded once and then left to staff."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker, Settings

from projects import curation
from projects.demo import AlreadyLoaded, NothingToClear, load_demo, start_fresh
from projects.demo.loading import DATA
from projects.demo.reading import first_day, last_day, plain_fields
from projects.models import FigureSource, Project, ProjectText
from tests.factories import OrganisationFactory, ProjectFactory, UserFactory
from vocabulary.aliases import ProgrammeNames
from vocabulary.loading import read_json
from vocabulary.models import Organisation, Programme, SiteSettings, Theme

pytestmark = pytest.mark.django_db

# Named in the texts the portal was modelled on; the two without a title are cut off there.
IN_THREE_LANGUAGES = {
    *("sempre", "sempre-accelerators", "w-power", "arrival-regions", "delfin", "indeed", "senses"),
    *("baltsenior", "baltsenior-2", "asis", "mamba", "empaci", "siforref", "excellence-in-resti"),
}
TITLE_UNKNOWN = {"arrival-regions", "baltsenior-2"}
FIGURES = ("total_budget", "eu_funding", "start_date", "end_date", "partners_stated")


@pytest.fixture(scope="class")
def _loaded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Loaded once for a class; each test undoes only what it does itself."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), transaction.atomic(), media:
        load_demo()
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("_loaded")
class TestFacts:
    def test_all_projects_are_published_with_a_programme_and_a_source(self) -> None:
        assert Project.objects.count() == 49
        assert Project.objects.published().exclude(programme=None).exclude(source="").count() == 49

    def test_sempre_shows_each_verified_figure(self) -> None:
        sempre = Project.objects.get(slug="sempre")
        assert sempre.total_budget == Decimal("4860664.11")
        assert sempre.eu_funding == Decimal("3827755.48")
        assert (sempre.total_budget_precision, sempre.eu_funding_precision) == ("exact", "exact")
        assert (sempre.start_date, sempre.start_precision) == (date(2016, 3, 1), "month")
        assert (sempre.end_date, sempre.end_precision) == (date(2019, 2, 28), "month")
        assert (sempre.partners_stated, sempre.partnerships.count()) == (16, 1)
        assert (sempre.countries_stated, sempre.country_rows.count(), sempre.countries_partial) == (8, 8, False)
        assert sempre.programme == Programme.objects.get(slug="baltic-sea-region-2014-2020")
        assert sempre.keep_id == 21622

    def test_sempre_names_the_sources_of_its_total_budget(self) -> None:
        own = FigureSource.objects.get(project__slug="sempre", figure="total_budget")
        assert own.source.splitlines() == [
            "https://sempre-project.eu/about-the-project/key-facts",
            "https://va.lv/en/research/research/sempre-social-empowerment-rural-areas",
        ]

    def test_siru_is_a_regional_project_with_exact_figures(self) -> None:
        siru = Project.objects.get(slug="siru")
        assert (siru.total_budget, siru.eu_funding) == (Decimal("739582.58"), Decimal("369791.29"))
        assert (siru.start_date, siru.end_date) == (date(2016, 11, 1), date(2020, 12, 31))
        assert siru.programme is not None
        assert siru.programme.strand == "regional"
        assert [place.region.code for place in siru.places.all() if place.region] == ["SE211"]
        assert list(siru.partnerships.values_list("organisation__slug", "role")) == [
            ("region-jonkopings-lan", "lead"),
            ("coompanion-jonkopings-lan", "partner"),
            ("jonkoping-international-business-school", "partner"),
            ("jonkoping-academy", "partner"),
        ]
        assert list(siru.target_rows.filter(rank="primary").values_list("group__slug", flat=True)) == [
            "small-businesses",
            "social-enterprises",
        ]

    def test_no_figure_is_without_a_source(self) -> None:
        own = set(FigureSource.objects.values_list("project__slug", "figure"))
        for project in Project.objects.all():
            for figure in FIGURES:
                if getattr(project, figure) is not None:
                    assert (project.slug, figure) in own or project.source, (project, figure)
        assert not FigureSource.objects.filter(source="").exists()

    def test_sources_are_addresses_or_citations_a_reader_understands(self) -> None:
        cited = {
            "Campaign page #socialinterreg (archived copy)",
            "Social Innovation Spotlight page of #socialinterreg (archived copy)",
            "Project page of Region Jönköpings län (archived copy)",
            "keep.eu project record (stored copy of keep.eu data, repository atanasster/electionsbg)",
            "Swedish partner data of Interregbarometern (repository bjoottG/interregbarometern)",
        }
        written = [*Project.objects.values_list("source", flat=True)]
        written += FigureSource.objects.values_list("source", flat=True)
        written += Organisation.objects.values_list("source", flat=True)
        lines = {line for text in written for line in text.splitlines()}
        assert {line for line in lines if not line.startswith(("http://", "https://"))} == cited

    def test_nothing_claims_to_have_been_checked(self) -> None:
        assert not Project.objects.exclude(checked_on=None).exists()
        assert not FigureSource.objects.exclude(checked_on=None).exists()

    def test_amounts_the_sources_round_say_so(self) -> None:
        rounded = Project.objects.filter
        assert set(rounded(total_budget_precision="rounded").values_list("slug", "total_budget")) == {
            ("empaci", Decimal(2420000)),
            ("si4care", Decimal(2370000)),
            ("like", Decimal(4200000)),
            ("arts-on-prescription", Decimal(3500000)),
        }
        assert set(rounded(eu_funding_precision="rounded").values_list("slug", "eu_funding")) == {
            ("mamba", Decimal(3400000)),
            ("empaci", Decimal(1500000)),
        }

    def test_dates_known_to_the_year_stay_a_year(self) -> None:
        assert set(Project.objects.filter(start_precision="year").values_list("slug", "start_date")) == {
            ("w-power", date(2018, 1, 1)),
            ("cerusi", date(2020, 1, 1)),
            ("siree", date(2018, 1, 1)),
        }
        assert set(Project.objects.filter(end_precision="year").values_list("slug", "end_date")) == {
            ("w-power", date(2021, 12, 31)),
            ("siree", date(2021, 12, 31)),
        }

    def test_planned_end_says_so(self) -> None:
        si4care = Project.objects.get(slug="si4care")
        assert (si4care.end_date, si4care.end_precision) == (date(2023, 5, 31), "month")
        assert si4care.figure_sources.get(figure="end_date").remark == "planned"

    def test_partial_list_of_countries_keeps_the_number_stated(self) -> None:
        labs = Project.objects.get(slug="d-care-labs")
        assert list(labs.country_rows.values_list("country__code", flat=True)) == ["DE", "SI", "RS"]
        assert (labs.countries_partial, labs.countries_stated) == (True, 10)
        assert set(Project.objects.filter(countries_partial=True).values_list("slug", flat=True)) == {
            *("indeed", "excellence-in-resti", "social-seeds", "brese", "d-care-labs", "finance4socialchange"),
            *("in-for-care", "daa", "sirr"),
        }

    def test_unknown_stays_unknown(self) -> None:
        best_agers = Project.objects.get(slug="best-agers")
        values = [getattr(best_agers, name) for name in (*FIGURES, "countries_stated", "keep_id")]
        assert values == [None] * 7
        assert not best_agers.country_rows.exists()
        assert not best_agers.partnerships.exists()
        assert not best_agers.target_rows.exists()

    def test_project_without_acronym_is_called_by_its_title(self) -> None:
        sirr = Project.objects.get(slug="sirr")
        assert sirr.acronym == ""
        assert str(sirr) == "Sustainability, Innovation and Resilience in Rural areas"

    def test_continuations_are_linked(self) -> None:
        assert set(Project.objects.exclude(continues=None).values_list("slug", "continues__slug")) == {
            ("sempre-accelerators", "sempre"),
            ("baltsenior-2", "baltsenior"),
        }

    def test_organisation_stands_once_and_leads_its_three_projects(self) -> None:
        diakonie = Organisation.objects.get(slug="diakonisches-werk-schleswig-holstein")
        assert diakonie.sector == "third"
        assert list(diakonie.partnerships.order_by("pk").values_list("project__slug", "role")) == [
            ("sempre", "lead"),
            ("sempre-accelerators", "lead"),
            ("mamba", "lead"),
        ]
        assert Organisation.objects.exclude(partnerships=None).distinct().count() == 37
        assert not Organisation.objects.filter(partnerships=None, centres=None, consortia=None, networks=None).exists()

    def test_every_programme_name_resolves(self) -> None:
        names = ProgrammeNames()
        for entry in read_json(DATA / "projects.json"):
            assert names.find(entry["programme"], entry["period"]) is not None, entry["programme"]

    def test_every_code_and_slug_named_is_in_the_vocabularies(self) -> None:
        entries = read_json(DATA / "projects.json")
        stated = {
            "countries": sum(len(entry.get("countries", [])) for entry in entries),
            "places": sum(bool(place["region"]) for entry in entries for place in entry.get("places", [])),
            "themes": sum(len(entry["themes"]) for entry in entries),
            "groups": sum(len(slugs) for entry in entries for slugs in entry.get("target_groups", {}).values()),
            "partners": sum(len(entry.get("partners", [])) for entry in entries),
        }
        counted = dict.fromkeys(stated, 0)
        for project in Project.objects.all():
            counted["countries"] += project.country_rows.count()
            counted["places"] += project.places.exclude(region=None).count()
            counted["themes"] += project.theme_rows.count()
            counted["groups"] += project.target_rows.count()
            counted["partners"] += project.partnerships.count()
        assert counted == stated

    def test_place_lies_in_a_country_of_its_project(self) -> None:
        iso = {"EL": "GR", "UK": "GB"}
        for project in Project.objects.filter(countries_partial=False).prefetch_related("places__region"):
            countries = set(project.country_rows.values_list("country__code", flat=True))
            codes = {place.region.code[:2] for place in project.places.all() if place.region}
            assert {iso.get(code, code) for code in codes} <= countries, project


@pytest.mark.usefixtures("_loaded")
class TestTexts:
    def test_projects_of_the_campaign_are_told_in_three_languages(self) -> None:
        for slug in IN_THREE_LANGUAGES:
            texts = {text.language: text for text in ProjectText.objects.filter(project__slug=slug)}
            assert set(texts) == {"en", "de", "sv"}, slug
            assert all(text.summary for text in texts.values()), slug
            assert {bool(text.title) for text in texts.values()} == {slug not in TITLE_UNKNOWN}, slug
            assert len({text.summary for text in texts.values()}) == 3

    def test_other_projects_are_told_in_english(self) -> None:
        others = ProjectText.objects.exclude(project__slug__in=[*IN_THREE_LANGUAGES, "siru"])
        assert others.count() == 34
        assert not others.exclude(language="en").exists()
        assert not others.filter(summary="").exists()

    def test_siru_is_told_in_swedish_with_title_and_summary_in_english_and_german(self) -> None:
        siru = Project.objects.get(slug="siru")
        texts = {text.language: text for text in siru.texts.all()}
        assert siru.original_language == "sv"
        assert [name for name, _heading, _text in texts["sv"].sections] == [
            "why",
            "target_group",
            "expected_results",
            "effect",
        ]
        assert texts["sv"].title == "Social innovation för regional utveckling"
        assert texts["en"].title == "Social innovation for regional development"
        assert texts["de"].title == "Soziale Innovation für die regionale Entwicklung"
        assert all(text.summary for text in texts.values())


class TestReading:
    @pytest.mark.parametrize(
        ("stated", "first", "last", "precision"),
        [
            ("2018", date(2018, 1, 1), date(2018, 12, 31), "year"),
            ("2020-02", date(2020, 2, 1), date(2020, 2, 29), "month"),
            ("2018-04-17", date(2018, 4, 17), date(2018, 4, 17), "day"),
        ],
    )
    def test_date_holds_no_more_than_is_stated(self, stated: str, first: date, last: date, precision: str) -> None:
        assert first_day(stated) == (first, precision)
        assert last_day(stated) == (last, precision)

    def test_amounts_are_exact_decimals_from_the_first_letter(self) -> None:
        for entry in read_json(DATA / "projects.json"):
            for name in ("total_budget", "eu_funding"):
                if name in entry:
                    assert isinstance(entry[name]["eur"], str)
                    assert str(plain_fields(entry)[name]) == entry[name]["eur"]


@pytest.mark.usefixtures("_loaded")
class TestSecondLoad:
    def test_is_refused_and_changes_nothing(self) -> None:
        before = Project.history.count(), Organisation.history.count(), ProjectText.history.count()
        with pytest.raises(AlreadyLoaded):
            load_demo()
        assert (Project.history.count(), Organisation.history.count(), ProjectText.history.count()) == before

    def test_command_says_since_when(self, settings: Settings) -> None:
        settings.DEMO = True
        said = StringIO()
        call_command("load_demo", stdout=said)
        assert said.getvalue().startswith("Nothing to do: the demonstration directory was loaded on ")

    def test_staff_edits_and_deletions_survive(self, settings: Settings) -> None:
        settings.DEMO = True
        staff = UserFactory()
        text = ProjectText.objects.get(project__slug="mamba", language="sv")
        text.summary = "Våra egna ord."
        text.save()
        curation.withdraw(Project.objects.get(slug="casa"), by=staff).delete()
        call_command("load_demo", stdout=StringIO())
        text.refresh_from_db()
        assert text.summary == "Våra egna ord."
        assert not Project.objects.filter(slug="casa").exists()

    def test_history_says_where_a_profile_comes_from(self) -> None:
        first = Project.history.filter(slug="sempre").earliest()
        assert (first.history_type, first.history_change_reason) == ("+", "Demonstration directory")
        assert str(first.history_user.get_full_name()) == "Demonstration directory"

    def test_nobody_can_sign_in_as_the_demonstration_directory(self) -> None:
        user = User.objects.get(username="demo-directory")
        assert (user.is_active, user.is_staff, user.has_usable_password()) == (False, False, False)


class TestLoading:
    def test_command_refuses_without_permission(self, settings: Settings) -> None:
        settings.DEMO = False
        with pytest.raises(CommandError, match="SI_DEMO=1"):
            call_command("load_demo")
        assert not Project.objects.exists()

    def test_what_staff_already_made_is_left_alone(self) -> None:
        own = ProjectFactory(slug="mamba", acronym="OUR MAMBA", keep_id=None)
        numbered = ProjectFactory(slug="our-sempre", keep_id=21622)
        body = OrganisationFactory(name="Oxalis", slug="our-oxalis", country=None)
        assert load_demo() == 47
        own.refresh_from_db()
        assert (own.acronym, own.state) == ("OUR MAMBA", "draft")
        assert Project.objects.get(keep_id=21622) == numbered
        assert Project.objects.get(slug="sempre-accelerators").continues is None
        assert Organisation.objects.filter(name="Oxalis").count() == 2
        assert not body.partnerships.exists()

    def test_profile_whose_programme_staff_removed_waits_as_a_draft(self) -> None:
        call_command("load_vocabulary", verbosity=0)
        Programme.objects.get(slug="two-seas-2014-2020").delete()
        assert load_demo() == 49
        assert Project.objects.get(slug="siree").state == "draft"
        assert Project.objects.published().count() == 48

    def test_failure_leaves_nothing_behind(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*args: object, **options: object) -> None:
            raise RuntimeError

        monkeypatch.setattr(curation, "publish", fail)
        with pytest.raises(RuntimeError), transaction.atomic():
            load_demo()
        assert not Project.objects.exists()
        assert SiteSettings.load().demo_loaded_at is None


@pytest.mark.usefixtures("_loaded")
class TestStartFresh:
    def test_empties_the_directory_and_keeps_the_vocabularies(self, settings: Settings) -> None:
        settings.DEMO = True
        staff = UserFactory()
        ProjectFactory(slug="our-own")
        removed = start_fresh()
        assert (removed.projects, removed.own_projects, removed.organisations) == (50, 1, 115)
        assert not Project.objects.exists()
        assert not Organisation.objects.exists()
        assert not Project.history.exists()
        assert not Organisation.history.exists()
        assert Theme.objects.count() == 30
        assert list(User.objects.all()) == [staff]
        call_command("load_demo", stdout=StringIO())
        assert not Project.objects.exists()

    def test_forgets_actions_on_what_is_gone_only(self) -> None:
        staff = UserFactory()
        for model in (Project, Theme):
            LogEntry.objects.create(
                user=staff,
                content_type=ContentType.objects.get_for_model(model),
                object_id=str(model.objects.earliest("pk").pk),
                action_flag=ADDITION,
            )
        start_fresh()
        assert list(LogEntry.objects.values_list("content_type__model", flat=True)) == ["theme"]

    def test_second_time_touches_nothing(self) -> None:
        start_fresh()
        ProjectFactory(slug="our-own")
        with pytest.raises(NothingToClear):
            start_fresh()
        with pytest.raises(CommandError, match="does not hold the demonstration directory"):
            call_command("start_fresh", yes=True)
        assert Project.objects.get().slug == "our-own"

    def test_command_asks_first(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("builtins.input", lambda _question: "no")
        said = StringIO()
        with pytest.raises(CommandError, match="Nothing was removed"):
            call_command("start_fresh", stdout=said)
        first, *others, last = said.getvalue().splitlines()
        assert first.startswith("This removes all 49 profiles (0 of them made by staff) and all 115 organisations, ")
        assert (all(line.startswith("It also removes all ") for line in others), last) == (True, "It cannot be undone.")
        assert Project.objects.count() == 49

    def test_command_goes_on_after_yes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("builtins.input", lambda _question: " Yes ")
        said = StringIO()
        call_command("start_fresh", stdout=said)
        assert said.getvalue().splitlines()[-1] == (
            "Removed 49 profiles and 115 organisations. "
            "The vocabularies, the settings and the staff accounts are still there."
        )
        assert not Project.objects.exists()
