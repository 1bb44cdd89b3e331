"""The import in the admin: give a file, see what it would do, decide, and follow it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext as _

from projects.importing import runs, template
from projects.importing.columns import COLUMNS
from projects.importing.forms import KEY_CHOICES, ImportForm
from projects.importing.loading import Options
from projects.importing.rows import CLEAR
from projects.importing.tasks import check_run, load_run
from projects.importing.undo import undo
from projects.models import ImportRun, ImportState, Project

# Larger files (about 1,000 rows) are left to the worker, so that no request takes long.
SMALL_BYTES = 1024 * 1024
SHOWN = 100
_TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}


class ImportPages:
    """Mixed into the admin of profiles: addresses below `import/`, each for people with `projects.import_project`."""

    admin_site: Any
    change_list_template = "admin/projects/project/change_list.html"

    def get_urls(self) -> list[URLPattern | URLResolver]:
        wrap = self.admin_site.admin_view
        own: list[URLPattern | URLResolver] = [
            path("import/", wrap(self.import_view), name="projects_project_import"),
            path("import/template.<slug:kind>", wrap(self.template_view), name="projects_project_import_template"),
            path("import/<int:pk>/", wrap(self.run_view), name="projects_project_import_run"),
            path("import/<int:pk>/report.csv", wrap(self.report_view), name="projects_project_import_report"),
            path("import/<int:pk>/<slug:step>/", wrap(self.import_step_view), name="projects_project_import_step"),
        ]
        return own + super().get_urls()  # type: ignore[misc]

    def has_import_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("projects.import_project")

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """The upload form, the columns, and the latest runs."""
        self._allow(request)
        may_publish = request.user.has_perm("projects.publish_project")
        form = ImportForm(request.POST or None, request.FILES or None, may_publish=may_publish)
        if request.method == "POST" and form.is_valid():
            return self._accept(request, form)
        context = {
            "title": _("Import projects"),
            "form": form,
            "columns": COLUMNS,
            "clear": CLEAR,
            "runs": ImportRun.objects.select_related("started_by").defer("content", "report")[:10],
        }
        return self._page(request, "import.html", context)

    def _accept(self, request: HttpRequest, form: ImportForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        options = Options(
            key=form.cleaned_data["key"] or None,
            all_or_nothing=form.cleaned_data["all_or_nothing"],
            publish=form.cleaned_data.get("publish", False),
            by=_person(request),
        )
        run = runs.submit(file.read(), file.name or "", options)
        if run.size <= SMALL_BYTES:
            runs.check(run)
        else:
            check_run.enqueue(run.pk)
        return _to(run)

    def run_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One run: waiting, its preview, its progress, or what it did."""
        self._allow(request)
        run = get_object_or_404(ImportRun.objects.select_related("started_by", "undone_by").defer("content"), pk=pk)
        report = runs.report_of(run)
        context = {
            "title": run.file_name,
            "run": run,
            "key": dict(KEY_CHOICES).get(run.key) if run.rows else None,
            "report": report,
            "messages_shown": report.messages[:SHOWN],
            "notes_shown": report.notes[:SHOWN],
            "changes_shown": report.changes[:SHOWN],
            "going_on": run.state in (ImportState.WAITING, ImportState.LOADING) and not runs.is_lost(run),
            "may_decide": runs.is_lost(run) or (run.state == ImportState.CHECKED and (run.created or run.updated)),
            "may_undo": run.state == ImportState.DONE and (run.created or run.updated),
        }
        return self._page(request, "import_run.html", context)

    def import_step_view(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        """Confirm, discard or undo, each by POST."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        self._allow(request)
        run = get_object_or_404(ImportRun, pk=pk)
        steps = {"confirm": self._confirm, "discard": self._discard, "undo": self._undo}
        if step not in steps:
            raise Http404
        try:
            steps[step](request, run)
        except ValidationError as refusal:
            for sentence in refusal.messages:
                messages.error(request, sentence)
        return _to(run)

    def _confirm(self, request: HttpRequest, run: ImportRun) -> None:
        if run.publish and not request.user.has_perm("projects.publish_project"):
            raise PermissionDenied
        confirmed = runs.confirm(run)
        if run.size <= SMALL_BYTES:
            loaded = runs.load(confirmed)
            if loaded.state == ImportState.DONE:
                messages.success(request, _("Imported: %(counts)s.") % {"counts": runs.report_of(loaded).summary()})
        else:
            load_run.enqueue(run.pk)

    def _discard(self, request: HttpRequest, run: ImportRun) -> None:
        runs.discard(run)
        messages.success(request, _("The file was discarded. Nothing was written."))

    def _undo(self, request: HttpRequest, run: ImportRun) -> None:
        result = undo(run, by=_person(request))
        messages.success(request, result.sentence())

    def report_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._allow(request)
        run = get_object_or_404(ImportRun.objects.defer("content"), pk=pk)
        text = "\ufeff" + runs.report_of(run).as_csv()
        return _download(text.encode(), f"import-{run.pk}-report.csv", _TYPES["csv"])

    def template_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        self._allow(request)
        if kind not in _TYPES:
            raise Http404
        content = template.as_workbook() if kind == "xlsx" else template.as_csv()
        return _download(content, f"projects-template.{kind}", _TYPES[kind])

    def _allow(self, request: HttpRequest) -> None:
        if not self.has_import_permission(request):
            raise PermissionDenied

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        whole = {**self.admin_site.each_context(request), "opts": Project._meta, **context}
        return TemplateResponse(request, f"admin/projects/project/{name}", whole)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {**(extra_context or {}), "may_import": self.has_import_permission(request)}
        answer: HttpResponse = super().changelist_view(request, context)  # type: ignore[misc]
        return answer


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _to(run: ImportRun) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:projects_project_import_run", args=[run.pk]))


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
