"""The import as a whole: what is written, what is left alone, and that a second run changes nothing."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from benchmarks.generate import Generator
from projects.importing import Options
from projects.importing.runs import run_now
from projects.models import ImportRun, Partnership, Project, ProjectText, State
from tests.factories import CountryFactory, OrganisationFactory, ProjectFactory, PublishedProjectFactory, UserFactory
from tests.projects.import_rows import ROW, counts, make_lists, said, table, take, written
from vocabulary.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def lists() -> None:
    make_lists()


@pytest.mark.usefixtures("lists")
class TestNewProfiles:
    def test_row_becomes_a_draft_with_everything_it_says(self) -> None:
        assert counts(take(ROW)) == (1, 0, 0, 0)
        project = Project.objects.get()
        assert (project.slug, project.state, project.keep_id) == ("mirella", State.DRAFT, 900001)
        assert (project.start_date, project.start_precision) == (date(2016, 3, 1), "month")
        assert (project.end_date, project.end_precision) == (date(2019, 12, 31), "year")
        assert (project.total_budget, project.total_budget_precision) == (Decimal("4860664.11"), "exact")
        assert (project.eu_funding, project.eu_funding_precision) == (Decimal("3800000.00"), "rounded")
        assert project.programme is not None
        assert project.programme.slug == "lakes-2014-2020"
        assert [(text.language, text.title, text.summary) for text in project.texts.order_by("language")] == [
            ("de", "Nachbarn am See", ""),
            ("en", "Neighbours at the lake", "Neighbours meet."),
        ]
        assert sorted(row.country.code for row in project.country_rows.all()) == ["GR", "LV", "SE"]
        assert {row.name: row.region and row.region.code for row in project.places.all()} == {
            "Lakeside": "SE211",
            "Hilltop": None,
        }
        assert [row.tag.name for row in project.theme_rows.all()] == ["Ageing"]
        partners = {(row.organisation.name, row.organisation.country and row.organisation.country.code, row.role)
                    for row in project.partnerships.all()}  # fmt: skip
        assert partners == {
            ("Mirella Town Council", "SE", "lead"),
            ("Mirella School", "LV", "partner"),
            ("House of Neighbours", None, "partner"),
        }

    def test_history_names_person_and_import(self) -> None:
        user = UserFactory()
        run_now(table(ROW), "projects.csv", Options(by=user))
        run = ImportRun.objects.get()
        [entry] = Project.history.all()
        assert (entry.history_type, entry.history_user, entry.history_change_reason) == ("+", user, run.reason)
        assert {row.history_change_reason for row in ProjectText.history.all()} == {run.reason}
        assert (run.created, run.state, run.content, run.file_name) == (1, "done", None, "projects.csv")

    def test_found_by_the_search_at_once(self) -> None:
        take(ROW, publish=True, by=UserFactory())
        with connection.cursor() as cursor:
            cursor.execute("SELECT is_public FROM projects_projectdocument")
            assert cursor.fetchall() == [(True,)]
            cursor.execute("SELECT count(*) FROM projects_projectvector WHERE vector @@ 'mirella'::tsquery")
            assert cursor.fetchone() == (1,)

    def test_publish_takes_only_complete_profiles(self) -> None:
        user = UserFactory()
        incomplete = ROW | {"keep.eu ID": "900002", "Project acronym": "BARE", "Thematics": "", "Source": ""}
        report = take(ROW, incomplete, publish=True, by=user)
        assert (counts(report), report.published) == ((2, 0, 0, 0), 1)
        assert [str(note) for note in report.notes] == [
            "Line 3: kept as a draft: Choose at least one theme. Name a source."
        ]
        states = {project.acronym: (project.state, project.published_by) for project in Project.objects.all()}
        assert states == {"MIRELLA": ("published", user), "BARE": ("draft", None)}

    def test_addresses_never_collide(self) -> None:
        ProjectFactory(acronym="MIRELLA", slug="mirella")
        take(ROW, ROW | {"keep.eu ID": "900002"}, {"keep.eu ID": "3", "Project name": "Ύδωρ"})
        assert sorted(Project.objects.values_list("slug", flat=True)) == ["mirella", "mirella-2", "mirella-3", "ydor"]

    def test_thematic_of_keep_eu_stands_for_every_theme_that_names_it(self) -> None:
        take(ROW | {"Thematics": "Ageing, Governance, partnership"})
        names = sorted(row.tag.name for row in Project.objects.get().theme_rows.all())
        assert names == ["Ageing", "Governance", "Local democracy"]

    def test_words_without_language_are_in_the_original_one(self) -> None:
        take({"keep.eu ID": "1", "Original language": "Swedish", "Project name": "Grannar", "Summary (en)": "x"})
        project = Project.objects.get()
        assert (project.original_language, {text.language: text.title for text in project.texts.all()}) == (
            "sv",
            {"sv": "Grannar", "en": ""},
        )

    def test_generated_directory_is_taken_whole(self) -> None:
        call_command("load_vocabulary", stdout=StringIO())
        rows = list(Generator(seed=3).rows(60))
        report = take(*rows, publish=True, by=UserFactory())
        assert (counts(report), report.published) == ((60, 0, 0, 0), 60)
        assert counts(take(*rows)) == (0, 0, 60, 0)


@pytest.mark.usefixtures("lists")
class TestExistingProfiles:
    def test_second_run_changes_nothing_and_leaves_no_history(self) -> None:
        take(ROW)
        before = written()
        report = take(ROW)
        assert (counts(report), written()) == ((0, 0, 1, 0), before)
        assert report.summary() == "0 new, 0 changed, 1 unchanged, 0 refused"

    def test_only_given_columns_are_touched(self) -> None:
        take(ROW, publish=True, by=UserFactory())
        old = Project.objects.get()
        report = take({"keep.eu ID": "900001", "End date": "2019-02", "Project name": "", "Summary (sv)": "Grannar."})
        assert counts(report) == (0, 1, 0, 0)
        project = Project.objects.get()
        assert (project.end_date, project.end_precision) == (date(2019, 2, 28), "month")
        assert (project.state, project.total_budget, project.slug) == ("published", old.total_budget, old.slug)
        assert project.updated_at > old.updated_at
        assert {text.language: (text.title, text.summary) for text in project.texts.all()} == {
            "en": ("Neighbours at the lake", "Neighbours meet."),
            "de": ("Nachbarn am See", ""),
            "sv": ("", "Grannar."),
        }
        assert project.partnerships.count() == 3
        assert [(change.field, change.old, change.new) for change in report.changes] == [
            ("End date", "2019", "2019-02"),
            ("Summary (sv)", "–", "Grannar."),
        ]

    def test_lists_are_replaced_and_removals_stand_in_the_history(self) -> None:
        take(ROW)
        take({"keep.eu ID": "900001", "Countries": "SE; DE", "Lead partner": "Mirella School (LV)"})
        project = Project.objects.get()
        assert sorted(row.country.code for row in project.country_rows.all()) == ["DE", "SE"]
        roles = {row.organisation.name: row.role for row in project.partnerships.all()}
        assert roles == {"Mirella School": "lead", "House of Neighbours": "partner"}
        assert Partnership.history.filter(history_type="-").count() == 1

    def test_lead_and_partner_change_places(self) -> None:
        take(ROW)
        swap = {"Lead partner": "Mirella School", "Lead partner country": "LV", "Partners": "Mirella Town Council (SE)"}
        take({"keep.eu ID": "900001"} | swap)
        roles = {row.organisation.name: row.role for row in Partnership.objects.all()}
        assert roles == {"Mirella School": "lead", "Mirella Town Council": "partner"}
        assert Organisation.objects.count() == 3

    def test_what_staff_added_to_a_partner_stays(self) -> None:
        take(ROW)
        Partnership.objects.filter(role="lead").update(budget=0, remark="financial coordinator")
        take(ROW | {"Partners": "Mirella School (LV)"})
        lead = Partnership.objects.get(role="lead")
        assert (lead.budget, lead.remark) == (0, "financial coordinator")

    def test_marker_empties_a_field(self) -> None:
        take(ROW)
        take({"keep.eu ID": "900001", "Total budget": "(clear)", "Start date": "(CLEAR)", "Countries": "(clear)"})
        project = Project.objects.get()
        assert (project.total_budget, project.total_budget_precision, project.start_date) == (None, "", None)
        assert project.country_rows.count() == 0

    def test_state_is_never_changed(self) -> None:
        ProjectFactory(keep_id=7, acronym="OLD", themes=["Ageing"])
        report = take({"keep.eu ID": "7", "Project acronym": "NEW"}, publish=True, by=UserFactory())
        assert (counts(report), Project.objects.get().state) == ((0, 1, 0, 0), "draft")

    def test_public_profile_keeps_what_it_needs(self) -> None:
        PublishedProjectFactory(keep_id=7, acronym="LIVE", countries=["SE"])
        rows = [{"keep.eu ID": "7", "Summary": "(clear)", "Thematics": "(clear)", "Countries": "DE"}]
        assert said(take(*rows)) == [
            "Line 2: the profile is public or about to be: Write a summary in the original language.",
            "Line 2: the profile is public or about to be: Choose at least one theme.",
        ]
        assert [row.country.code for row in Project.objects.get().country_rows.all()] == ["SE"]

    def test_keys_other_than_keep_eu(self) -> None:
        ProjectFactory(acronym="OTHER", slug="other")
        ProjectFactory(acronym="Lake Side", slug="lake-side", programme__name="Lakes Programme",
                       programme__slug="lakes-2014-2020")  # fmt: skip
        by_slug = take({"Address": "lake-side", "Website": "example.org"})
        assert (by_slug.key, counts(by_slug)) == ("slug", (0, 1, 0, 0))
        both = {"Project acronym": "LAKE  SIDE", "Programme": "Lakes and Rivers", "Number of partners": "9"}
        by_name = take(both, key="acronym+programme")
        assert counts(by_name) == (0, 1, 0, 0)
        changed = Project.objects.get(slug="lake-side")
        assert (changed.website, changed.partners_stated) == ("https://example.org", 9)
        assert Project.objects.get(slug="other").website == ""

    def test_former_address_leads_to_its_profile(self) -> None:
        project = ProjectFactory(acronym="A", slug="old-name")
        project.slug = "new-name"
        project.save()
        assert counts(take({"Address": "old-name", "Number of partners": "3"})) == (0, 1, 0, 0)
        project.refresh_from_db()
        assert (project.slug, project.partners_stated) == ("new-name", 3)

    def test_organisation_is_found_by_country_or_among_the_partners(self) -> None:
        for country in ("SE", "DE"):
            OrganisationFactory(name="Care School", slug=f"care-{country}", country=CountryFactory(code=country))
        row = {"keep.eu ID": "1", "Project acronym": "A", "Partners": "care  school (de)"}
        take(row)
        assert counts(take(row | {"Partners": "Care School"})) == (0, 0, 1, 0)
        assert Organisation.objects.count() == 2
