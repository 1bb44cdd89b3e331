"""The history of a profile with all its parts, and the page that takes it back to a moment."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from projects.models import Project
from projects.restoring import PARTS, STAYS, restore_to
from vocabulary.curated import CuratedAdmin
from vocabulary.timeline import difference, moment_of


class HistoryPages(CuratedAdmin):
    """Mixed into the admin of profiles."""

    timeline = PARTS

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("<path:object_id>/history/<int:stamp>/", wrap(self.back_view), name="projects_project_back"),
        ]
        return own + super().get_urls()

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        project = self.row_or_404(request, object_id)
        can_restore = self.has_change_permission(request, project)
        context = {
            **(extra_context or {}),
            "can_restore": can_restore,
            "back_url_name": "admin:projects_project_back",
            "back_label": _("Take the profile back to this moment"),
        }
        return super().history_view(request, object_id, context)

    def back_view(self, request: HttpRequest, object_id: str, stamp: int) -> HttpResponse:
        """GET shows what going back to the moment would change; POST does it."""
        project = self.row_or_404(request, object_id)
        if not self.has_change_permission(request, project):
            raise PermissionDenied
        try:
            at = moment_of(stamp)
        except OverflowError:
            raise Http404 from None
        if request.method == "POST":
            return self._go_back(request, project, at, object_id)
        changes = [change for change in difference(project, PARTS, at=at) if change.field_name not in STAYS]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Take “%(name)s” back") % {"name": project},
            "object": project,
            "opts": self.opts,
            "at": at,
            "changes": changes,
        }
        return TemplateResponse(request, "admin/projects/project/back.html", context)

    def _go_back(self, request: HttpRequest, project: Project, at: Any, object_id: str) -> HttpResponse:
        try:
            done = restore_to(project, at=at, by=request.user)  # type: ignore[arg-type]
        except ValidationError as refusal:
            for sentence in refusal.messages:
                messages.error(request, sentence)
            return HttpResponseRedirect(request.path)
        messages.success(request, _("The profile is as it was at that moment. You can take this back in the history."))
        for sentence in done.left_out:
            messages.warning(request, sentence)
        return HttpResponseRedirect(reverse("admin:projects_project_history", args=[unquote(object_id)]))
