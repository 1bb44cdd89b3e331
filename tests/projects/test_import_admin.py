"""The import in the admin: check, preview, decide, follow, undo; for people with the permission only."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from projects.importing import Options, admin, runs, tasks
from projects.models import ImportRun, Partnership, Project, ProjectCountry, ProjectText
from tests.factories import ProjectFactory, PublishedProjectFactory
from tests.projects.import_rows import ROW, make_lists, table, written
from vocabulary.models import Organisation

pytestmark = pytest.mark.django_db

IMPORT = reverse("admin:projects_project_import")


@pytest.fixture
def lists() -> None:
    make_lists()


def person(*permissions: str) -> User:
    user = User.objects.create_user(f"importer-{len(permissions)}", is_staff=True)
    names = ["view_project", *permissions]
    user.user_permissions.set(Permission.objects.filter(codename__in=names, content_type__app_label="projects"))
    return user


@pytest.fixture
def importer() -> Client:
    client = Client()
    client.force_login(person("import_project", "publish_project"))
    return client


def upload(client: Client, *rows: dict[str, str], name: str = "projects.csv", **fields: Any) -> ImportRun:
    answer = client.post(IMPORT, {"file": SimpleUploadedFile(name, table(*rows)), **fields})
    run = ImportRun.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page_of(run))
    return run


def page_of(run: ImportRun) -> str:
    return reverse("admin:projects_project_import_run", args=[run.pk])


def step(client: Client, run: ImportRun, name: str) -> Any:
    return client.post(reverse("admin:projects_project_import_step", args=[run.pk, name]), follow=True)


def state_of(run: ImportRun) -> str:
    return ImportRun.objects.values_list("state", flat=True).get(pk=run.pk)


@pytest.mark.usefixtures("lists")
class TestFlow:
    def test_nothing_is_written_before_the_decision(self, importer: Client) -> None:
        ProjectFactory(keep_id=5, acronym="OLD")
        broken = ROW | {"keep.eu ID": "900002", "Start date": "soon"}
        run = upload(importer, ROW, broken, {"keep.eu ID": "5", "Project acronym": "NEW"})
        assert (state_of(run), Project.objects.get().acronym) == ("checked", "OLD")
        page = importer.get(page_of(run)).content.decode()
        assert "Line 3, column “Start date”: “soon” is not a date that can be read" in page
        assert "<del>OLD</del>" in page
        assert "<ins>NEW</ins>" in page
        assert 'http-equiv="refresh"' not in page
        answer = step(importer, run, "confirm")
        assert "Imported: 1 new, 1 changed, 0 unchanged, 1 refused." in answer.content.decode()
        assert sorted(Project.objects.values_list("acronym", flat=True)) == ["MIRELLA", "NEW"]
        run.refresh_from_db()
        assert (run.state, run.content, run.created, run.updated, run.refused) == ("done", None, 1, 1, 1)

    def test_a_second_confirmation_is_refused(self, importer: Client) -> None:
        run = upload(importer, ROW)
        step(importer, run, "confirm")
        answer = step(importer, run, "confirm")
        assert "This file is not waiting for a decision any more." in answer.content.decode()
        assert Project.objects.count() == 1

    def test_discarded_file_is_forgotten(self, importer: Client) -> None:
        run = upload(importer, ROW)
        step(importer, run, "discard")
        run.refresh_from_db()
        assert (run.state, run.content, Project.objects.count()) == ("discarded", None, 0)

    def test_refused_file_says_why(self, importer: Client) -> None:
        run = upload(importer, ROW, name="projects.xlsx")
        page = importer.get(page_of(run)).content.decode()
        assert (state_of(run), "holds something else" in page, "Import now" in page) == ("refused", True, False)

    def test_publishing_is_offered_and_done(self, importer: Client) -> None:
        run = upload(importer, ROW, publish="on")
        step(importer, run, "confirm")
        project = Project.objects.get()
        assert (project.state, project.published_by) == ("published", run.started_by)

    def test_all_or_nothing_writes_nothing(self, importer: Client) -> None:
        run = upload(importer, ROW, ROW | {"keep.eu ID": "2", "Start date": "soon"}, all_or_nothing="on")
        step(importer, run, "confirm")
        assert Project.objects.count() == 0

    def test_large_files_are_left_to_the_worker(self, importer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(admin, "SMALL_BYTES", 10)
        run = upload(importer, ROW)
        page = importer.get(page_of(run)).content.decode()
        assert (state_of(run), 'http-equiv="refresh"' in page) == ("waiting", True)
        tasks.check_run.call(run.pk)
        assert state_of(run) == "checked"
        step(importer, run, "confirm")
        assert (state_of(run), Project.objects.count()) == ("loading", 0)
        tasks.load_run.call(run.pk)
        assert (state_of(run), Project.objects.count()) == ("done", 1)

    def test_failure_keeps_the_file_and_writes_nothing(self, importer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        run = runs.confirm(upload(importer, ROW))

        def fail(*args: Any, **kwargs: Any) -> None:
            raise OSError("disk full")

        monkeypatch.setattr(runs, "_finish", fail)
        with pytest.raises(OSError, match="disk full"):
            runs.load(run)
        run.refresh_from_db()
        assert (run.state, run.content is None, Project.objects.count()) == ("checked", False, 0)
        assert run.sentence.startswith("The import broke off and wrote nothing.")

    def test_run_of_a_killed_process_can_be_started_again(self, importer: Client) -> None:
        run = runs.confirm(upload(importer, ROW))
        assert "Import now" not in importer.get(page_of(run)).content.decode()
        ImportRun.objects.update(last_step_at=timezone.now() - timedelta(hours=1))
        assert "Import now" in importer.get(page_of(run)).content.decode()
        step(importer, run, "confirm")
        assert (state_of(run), Project.objects.count()) == ("done", 1)

    def test_report_can_be_downloaded(self, importer: Client) -> None:
        run = upload(importer, ROW | {"Start date": "soon"})
        answer = importer.get(reverse("admin:projects_project_import_report", args=[run.pk]))
        assert answer["Content-Disposition"] == f'attachment; filename="import-{run.pk}-report.csv"'
        assert answer.content.decode("utf-8-sig").splitlines()[1].startswith('2,Start date,"“soon” is not a date')

    def test_template_explains_and_lists_what_is_allowed(self, importer: Client) -> None:
        answer = importer.get(reverse("admin:projects_project_import_template", args=["xlsx"]))
        book = load_workbook(BytesIO(answer.content))
        assert book.sheetnames == ["Projects", "Columns", "Allowed values"]
        assert book["Allowed values"]["D2"].value == "Ageing"
        assert importer.get(reverse("admin:projects_project_import_template", args=["pdf"])).status_code == 404

    def test_pages_hold_nothing_inline(self, importer: Client) -> None:
        run = upload(importer, ROW)
        for url in (IMPORT, page_of(run)):
            page = importer.get(url).content.decode()
            assert " style=" not in page
            assert "<style" not in page
            assert "onclick" not in page

    def test_number_of_queries_does_not_grow(self, importer: Client, django_assert_num_queries: Any) -> None:
        importer.get(IMPORT)  # the first request of a session also writes it
        for count in (1, 3):
            while ImportRun.objects.count() < count:
                runs.submit(table(ROW), "x.csv", Options())
            with django_assert_num_queries(5):
                importer.get(IMPORT)


class TestPermission:
    def test_people_without_it_see_neither_link_nor_page(self) -> None:
        client = Client()
        client.force_login(person("change_project"))
        assert IMPORT not in client.get("/admin/projects/project/").content.decode()
        run = runs.submit(table(ROW), "x.csv", Options())
        urls = [IMPORT, page_of(run), reverse("admin:projects_project_import_template", args=["csv"])]
        assert [client.get(url).status_code for url in urls] == [403, 403, 403]
        assert step(client, run, "confirm").status_code == 403

    def test_people_with_it_see_the_link(self, importer: Client) -> None:
        assert IMPORT in importer.get("/admin/projects/project/").content.decode()

    def test_publishing_needs_its_own(self) -> None:
        client = Client()
        client.force_login(person("import_project"))
        make_lists()
        assert 'name="publish"' not in client.get(IMPORT).content.decode()
        run = upload(client, ROW, publish="on")
        step(client, run, "confirm")
        assert Project.objects.get().state == "draft"

    def test_nothing_happens_by_get(self, importer: Client) -> None:
        make_lists()
        run = upload(importer, ROW)
        url = reverse("admin:projects_project_import_step", args=[run.pk, "confirm"])
        assert (importer.get(url).status_code, state_of(run)) == (405, "checked")


def facts() -> Any:
    """Everything an import may have changed, but not who changed it when."""
    return (
        list(Project.objects.order_by("pk").values_list("acronym", "slug", "state", "end_date", "total_budget")),
        sorted(ProjectText.objects.values_list("project__acronym", "language", "title", "summary")),
        sorted(ProjectCountry.objects.values_list("project__acronym", "country__code")),
        sorted(Partnership.objects.values_list("project__acronym", "organisation__name", "role")),
        sorted(Organisation.objects.values_list("name", flat=True)),
    )


@pytest.mark.usefixtures("lists")
class TestUndo:
    def imported(self, client: Client, *rows: dict[str, str], **fields: Any) -> ImportRun:
        run = upload(client, *rows, **fields)
        step(client, run, "confirm")
        return run

    def test_directory_is_as_before(self, importer: Client) -> None:
        runs.run_now(table(ROW | {"keep.eu ID": "5", "Project acronym": "OLD"}), "first.csv", Options())
        ImportRun.objects.all().delete()
        before = facts()
        change = {
            "Project acronym": "CHANGED", "Countries": "DE", "Summary": "Other words.", "Summary (sv)": "Nya.",
            "Lead partner": "Mirella School", "Lead partner country": "LV",
            "Partners": "Mirella Town Council (SE); New",
            "End date": "2018", "Total budget": "(clear)", "EU funding": "(clear)",
        }  # fmt: skip
        run = self.imported(importer, ROW | change | {"keep.eu ID": "5"}, ROW)
        assert Project.objects.get(keep_id=5).acronym == "CHANGED"
        answer = step(importer, run, "undo")
        sentence = (
            "New profiles removed: 1. Published ones taken back to draft: 0. Changed ones restored: 1. Left as they"
        )
        assert sentence in answer.content.decode()
        assert facts() == before
        run.refresh_from_db()
        assert (run.state, run.undone_by) == ("undone", run.started_by)

    def test_published_profiles_become_drafts(self, importer: Client) -> None:
        run = self.imported(importer, ROW, publish="on")
        step(importer, run, "undo")
        assert Project.objects.get().state == "draft"

    def test_what_people_changed_since_stays(self, importer: Client) -> None:
        run = self.imported(importer, ROW, ROW | {"keep.eu ID": "2", "Project acronym": "KEPT"})
        kept = Project.objects.get(acronym="KEPT")
        text = kept.texts.get(language="en")
        text.summary = "Written by hand."
        text.save()
        step(importer, run, "undo")
        assert list(Project.objects.values_list("acronym", flat=True)) == ["KEPT"]
        assert kept.texts.get(language="en").summary == "Written by hand."

    def test_profile_others_point_at_stays(self, importer: Client) -> None:
        run = self.imported(importer, ROW)
        PublishedProjectFactory(acronym="NEXT", continues=Project.objects.get())
        step(importer, run, "undo")
        assert Project.objects.count() == 2

    def test_only_once(self, importer: Client) -> None:
        run = self.imported(importer, ROW)
        step(importer, run, "undo")
        before = written()
        assert "only once" in step(importer, run, "undo").content.decode()
        assert written() == before
