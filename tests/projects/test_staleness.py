"""Whatever writes, the very next search sees it; what was rolled back is never seen."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects import curation
from projects.models import Partnership, Project, ProjectCountry, ProjectText, ProjectTheme, SearchChange, SearchLog
from projects.search import bulk_changes, prune_changes, rebuild_all, sync, warm_up
from tests.factories import (
    CountryFactory,
    OrganisationFactory,
    PublishedProjectFactory,
    RegionFactory,
    ThemeFactory,
    UserFactory,
)
from tests.projects.search_tools import counts, found, search
from vocabulary.models import Organisation, ProgrammeAlias, Region, Theme, ThemeLabel

pytestmark = pytest.mark.django_db(transaction=True)


def sql(statement: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def in_other_connection(work: Callable[[], None]) -> threading.Thread:
    """Run `work` in a thread, which has its own connection, and hand over what it raises."""
    problems: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.problems = problems  # type: ignore[attr-defined]
    thread.start()
    return thread


def finish(*threads: threading.Thread) -> None:
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()
        assert thread.problems == []  # type: ignore[attr-defined]


@pytest.fixture
def project() -> Project:
    made = PublishedProjectFactory(acronym="LAKE", title="Old boats", summary="Old oars.", countries=["SE"])
    assert found("q=boats") == ["LAKE"]
    return made


class TestWaysOfWriting:
    def test_update_of_a_text(self, project: Project) -> None:
        ProjectText.objects.filter(project=project).update(title="New ferries")
        assert (found("q=boats"), found("q=ferries")) == ([], ["LAKE"])

    def test_sql_by_hand(self, project: Project) -> None:
        sql("UPDATE projects_projecttext SET summary = 'Sails' WHERE project_id = %s", project.pk)
        sql("UPDATE projects_project SET acronym = 'POND' WHERE id = %s", project.pk)
        assert found("q=sails+pond") == ["POND"]
        assert found("q=oars") == []

    def test_admin_form(self, project: Project, client: Client) -> None:
        client.force_login(User.objects.create_superuser("root"))
        address = reverse("admin:vocabulary_theme_change", args=[Theme.objects.get(slug="ageing").pk])
        form = client.get(address).context["adminform"].form
        data = {"name": "Navigation", "slug": "navigation", "keep_themes": ""}
        for formset in client.get(address).context["inline_admin_formsets"]:
            for field in formset.formset.management_form:
                data[field.html_name] = field.value()
            for inline in formset.formset.forms:
                for field in inline:
                    data[field.html_name] = "" if field.value() is None else field.value()
        data |= {form.add_prefix(name): value for name, value in data.items() if name in form.fields}
        answer = client.post(address, data)
        assert answer.status_code == 302, answer.context["adminform"].form.errors
        assert (found("theme=navigation"), found("theme=ageing&theme=navigation")) == (["LAKE"], ["LAKE"])
        assert found("q=navigation") == ["LAKE"]

    def test_country_added_and_removed(self, project: Project) -> None:
        row = ProjectCountry.objects.create(project=project, country=CountryFactory(code="LV"))
        assert counts("", "region") == {"SE": 1, "LV": 1}
        row.delete()
        assert counts("", "region") == {"SE": 1}

    def test_theme_renamed(self, project: Project) -> None:
        Theme.objects.filter(slug="ageing").update(name="Sailing", slug="sailing")
        assert found("theme=sailing") == found("q=sailing") == ["LAKE"]

    def test_theme_label_changed_added_removed(self, project: Project) -> None:
        theme = Theme.objects.get(slug="ageing")
        ThemeLabel.objects.filter(theme=theme).update(label="Ripening")
        assert (found("q=ripening"), [pill.label for pill in search("theme=ageing").pills]) == (["LAKE"], ["Ripening"])
        added = ThemeLabel.objects.create(theme=theme, language="sv", label="Mognad", synonyms=["Höst"])
        assert found("q=mognad") == found("q=host") == ["LAKE"]
        added.delete()
        assert (found("q=mognad"), found("q=host")) == ([], [])

    def test_theme_merged_away(self, project: Project) -> None:
        other = ThemeFactory(name="Youth")
        ProjectTheme.objects.filter(content_object=project).update(tag=other)
        Theme.objects.get(slug="ageing").delete()
        assert (found("theme=youth"), counts("", "theme")) == (["LAKE"], {"youth": 1})

    def test_partner_renamed(self, project: Project) -> None:
        guild = OrganisationFactory(name="Harbour Guild")
        Partnership.objects.create(project=project, organisation=guild)
        assert found("q=guild") == ["LAKE"]
        Organisation.objects.filter(pk=guild.pk).update(name="Harbour Union")
        assert (found("q=guild"), found("q=union")) == ([], ["LAKE"])

    def test_region_renamed_and_moved(self, project: Project) -> None:
        ProjectCountry.objects.all().delete()
        project.places.create(name="Somewhere", region=RegionFactory(code="SE211"))
        Region.objects.filter(code="SE211").update(name="Lighthouse County")
        assert found("q=lighthouse") == ["LAKE"]
        assert found("region=SE21") == ["LAKE"]
        Region.objects.filter(code="SE211").update(parent=RegionFactory(code="SE22"))
        assert (found("region=SE21"), found("region=SE22")) == ([], ["LAKE"])

    def test_programme_alias_renamed_and_moved(self, project: Project) -> None:
        programme = project.programme
        assert programme is not None
        ProgrammeAlias.objects.create(programme=programme, name="Archipelago Fund")
        assert found("q=archipelago") == ["LAKE"]
        programme.name = "Islands Programme"
        programme.strand = "A"
        programme.save()
        assert found("q=islands") == found("strand=A") == ["LAKE"]

    def test_published_withdrawn_archived(self, project: Project) -> None:
        user = UserFactory()
        curation.withdraw(project, by=user)
        assert (found(), search().of_total) == ([], 0)
        curation.publish(project, by=user)
        assert found() == ["LAKE"]
        curation.archive(project, by=user)
        assert (found("q=boats"), counts("", "region")) == ([], {})

    def test_draft_deleted(self, project: Project) -> None:
        curation.withdraw(project, by=UserFactory())
        project.delete()
        assert found() == []
        sql("SELECT 1")

    def test_draft_deleted_by_hand(self, project: Project) -> None:
        curation.withdraw(project, by=UserFactory())
        PublishedProjectFactory(acronym="OTHER")
        with transaction.atomic():
            for table in ("projecttext", "projectcountry", "formerslug"):
                sql(f"DELETE FROM projects_{table} WHERE project_id = %s", project.pk)
            sql("DELETE FROM projects_projecttheme WHERE content_object_id = %s", project.pk)
            sql("DELETE FROM projects_project WHERE id = %s", project.pk)
        assert found() == ["OTHER"]

    def test_tables_emptied(self, project: Project) -> None:
        sql("TRUNCATE projects_projectcountry")
        assert counts("", "region") == {"none": 1}
        sql("TRUNCATE projects_projecttheme")
        assert counts("", "theme") == {"none": 1}

    def test_search_rows_emptied_by_hand_and_built_anew(self, project: Project) -> None:
        sql("TRUNCATE projects_projectdocument, projects_projectvector")
        assert found() == []
        assert list(rebuild_all()) == [(1, 1)]
        assert found("q=boats&region=SE") == ["LAKE"]

    def test_bulk_load(self, project: Project) -> None:
        with transaction.atomic(), bulk_changes():
            ProjectText.objects.filter(project=project).update(title="Rafts")
            PublishedProjectFactory(acronym="RAFT", title="More rafts")
        assert sorted(found("q=rafts")) == ["LAKE", "RAFT"]

    def test_bulk_load_that_forgets_to_end(self, project: Project) -> None:
        with transaction.atomic():
            sql("SELECT set_config('si.bulk', 'on', true)")
            ProjectText.objects.filter(project=project).update(title="Rafts")
        assert found("q=rafts") == ["LAKE"]


class TestTransactions:
    def test_what_is_rolled_back_leaves_no_trace(self, project: Project) -> None:
        with transaction.atomic():
            PublishedProjectFactory(acronym="PHANTOM", countries=["LV"])
            ThemeFactory(name="Ghosts")
            assert sorted(found()) == ["LAKE", "PHANTOM"]
            assert found("theme=ghosts") == []
            transaction.set_rollback(True)
        assert (found(), counts("", "region")) == (["LAKE"], {"SE": 1})
        assert [dropped.value for dropped in search("theme=ghosts").query.dropped] == ["ghosts"]

    def test_other_process_sees_nothing_before_commit(self, project: Project) -> None:
        written, checked = threading.Event(), threading.Event()

        def write() -> None:
            with transaction.atomic():
                ProjectText.objects.filter(project=project).update(title="Rafts")
                ProjectCountry.objects.create(project=project, country=CountryFactory(code="LV"))
                written.set()
                assert checked.wait(10)

        thread = in_other_connection(write)
        assert written.wait(10)
        assert (found("q=rafts"), counts("", "region")) == ([], {"SE": 1})
        PublishedProjectFactory(acronym="MEANWHILE", countries=["DE"])
        assert counts("", "region") == {"SE": 1, "DE": 1}
        checked.set()
        finish(thread)
        assert (found("q=rafts"), counts("", "region")) == (["LAKE"], {"SE": 1, "DE": 1, "LV": 1})

    def test_two_connections_editing_one_project(self, project: Project) -> None:
        guild = OrganisationFactory(name="Harbour Guild")
        ready = threading.Barrier(2, timeout=10)

        def add_partner() -> None:
            with transaction.atomic():
                ready.wait()
                Partnership.objects.create(project_id=project.pk, organisation=guild)

        def edit_text() -> None:
            with transaction.atomic():
                ready.wait()
                ProjectText.objects.filter(project_id=project.pk).update(title="Rafts")

        finish(in_other_connection(add_partner), in_other_connection(edit_text))
        assert found("q=rafts+guild") == ["LAKE"]

    def test_theme_renamed_while_a_project_gains_it(self, project: Project) -> None:
        theme = ThemeFactory(name="Youth")
        gained, renaming = threading.Event(), threading.Event()

        def gain() -> None:
            with transaction.atomic():
                ProjectTheme.objects.create(content_object_id=project.pk, tag=theme)
                gained.set()
                assert renaming.wait(10)

        def rename() -> None:
            assert gained.wait(10)
            threading.Timer(0.3, renaming.set).start()
            ThemeLabel.objects.filter(theme=theme).update(label="Striplings")

        finish(in_other_connection(gain), in_other_connection(rename))
        assert found("q=striplings") == ["LAKE"]

    def test_repeatable_read_sees_its_own_moment(self, project: Project) -> None:
        started, changed = threading.Event(), threading.Event()
        seen: list[list[str]] = []  # by the reader, then by everybody else

        def read() -> None:
            with transaction.atomic():
                sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                sql("SELECT count(*) FROM projects_project")
                started.set()
                assert changed.wait(10)
                seen.append(sorted(found()))

        thread = in_other_connection(read)
        assert started.wait(10)
        PublishedProjectFactory(acronym="LATER")
        assert sorted(found()) == ["LAKE", "LATER"]
        changed.set()
        finish(thread)
        assert sorted(found()) == ["LAKE", "LATER"]
        assert seen == [["LAKE"]]


class TestLog:
    def test_nothing_is_read_twice(self, project: Project) -> None:
        assert found() == ["LAKE"]
        first = sync.current()
        assert sync.current().index.sets is first.index.sets
        assert sync.current().vocabulary is first.vocabulary

    def test_long_transaction_elsewhere_does_not_make_changes_new(self, project: Project) -> None:
        begun, done = threading.Event(), threading.Event()

        def hold() -> None:
            with transaction.atomic():
                sql("SELECT pg_current_xact_id()")
                begun.set()
                assert done.wait(10)

        thread = in_other_connection(hold)
        assert begun.wait(10)
        ProjectCountry.objects.create(project=project, country=CountryFactory(code="LV"))
        assert counts("", "region") == {"SE": 1, "LV": 1}
        first = sync.current()
        assert sync.current() is first
        ProjectCountry.objects.create(project=project, country=CountryFactory(code="DE"))
        assert counts("", "region") == {"SE": 1, "LV": 1, "DE": 1}
        done.set()
        finish(thread)

    def test_pruned_log_makes_a_sleeping_process_start_anew(self, project: Project) -> None:
        asleep = sync.current()
        ProjectCountry.objects.create(project=project, country=CountryFactory(code="LV"))
        sql("DELETE FROM projects_searchchange")
        sql(
            "INSERT INTO projects_searchlog (pruned_before, next_cut)"
            " SELECT pg_snapshot_xmax(now), pg_snapshot_xmax(now) FROM pg_current_snapshot() AS now"
        )
        assert counts("", "region") == {"SE": 1, "LV": 1}
        assert sync.current().index.public == asleep.index.public

    def test_prune_drops_what_is_older_than_its_cut(self, project: Project) -> None:
        prune_changes(keep=timedelta(0))
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM projects_searchchange, projects_searchlog WHERE xid < pruned_before")
            assert cursor.fetchone() == (0,)
        assert SearchLog.objects.count() == 1
        assert found() == ["LAKE"]

    def test_prune_keeps_what_somebody_may_not_have_seen(self, project: Project) -> None:
        before = SearchChange.objects.count()
        assert (prune_changes(), prune_changes(), SearchChange.objects.count()) == (0, 0, before)

    def test_warm_up_reads_the_copy_before_the_first_search(self, project: Project) -> None:
        sync.forget()
        warm_up()
        with CaptureQueriesContext(connection) as queries:
            assert search().total == 1
        assert len(queries) == 1

    def test_many_changes_are_read_anew(self, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sync, "MOST_CHANGES", 1)
        for acronym in ("A", "B", "C"):
            PublishedProjectFactory(acronym=acronym)
        assert sorted(found()) == ["A", "B", "C", "LAKE"]
