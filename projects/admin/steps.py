"""The buttons on a profile's page that call the doors of `projects.curation`, and “all checked today”."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects import curation
from projects.checking import mark_checked
from projects.models import Project, State
from vocabulary.curated import CuratedAdmin


class ScheduleForm(forms.Form):
    """When a draft goes online."""

    at = forms.DateTimeField(
        label=_("Publish on"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": _("Choose the day and time at which the profile goes online."),
            "invalid": _("Write the moment as 2027-01-31 09:00."),
        },
    )


@dataclass(frozen=True, slots=True)
class Step:
    """A button: from which states it is offered, what it does in words, what is said afterwards."""

    name: str
    states: tuple[str, ...]
    label: str | Promise
    hint: str | Promise
    done: str | Promise
    door: Callable[..., Any]
    asks_moment: bool = False


STEPS = {
    step.name: step
    for step in (
        Step(
            "publish",
            (State.DRAFT, State.SCHEDULED),
            _("Publish now"),
            _("The profile is online at once."),
            _("“%(name)s” is online."),
            curation.publish,
        ),
        Step(
            "schedule",
            (State.DRAFT,),
            _("Schedule"),
            _("The profile goes online by itself at the moment you choose."),
            _("“%(name)s” is scheduled."),
            curation.schedule,
            asks_moment=True,
        ),
        Step(
            "unschedule",
            (State.SCHEDULED,),
            _("Cancel the schedule"),
            _("The profile becomes a draft again."),
            _("“%(name)s” is a draft again."),
            curation.unschedule,
        ),
        Step(
            "withdraw",
            (State.PUBLISHED,),
            _("Back to draft"),
            _("For a profile that went online by mistake: its page is not found any more."),
            _("“%(name)s” is a draft again and no longer online."),
            curation.withdraw,
        ),
        Step(
            "archive",
            (State.PUBLISHED,),
            _("Archive"),
            _("Takes the profile off the site for good; its page says that it was here."),
            _("“%(name)s” is archived."),
            curation.archive,
        ),
        Step(
            "restore",
            (State.ARCHIVED,),
            _("Put online again"),
            _("The profile is public again under its old address."),
            _("“%(name)s” is online again."),
            curation.restore,
        ),
    )
}


class StepPages(CuratedAdmin):
    """Mixed into the admin of profiles. Every step is a POST with its own permission."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("<path:object_id>/step/<slug:name>/", wrap(self.step_view), name="projects_project_step"),
            path("<path:object_id>/checked/", wrap(self.checked_view), name="projects_project_checked"),
        ]
        return own + super().get_urls()

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Asked by the steps, and by Django for actions with `permissions=["publish"]`."""
        return request.user.has_perm("projects.publish_project")

    def offered(self, request: HttpRequest, project: Project) -> list[Step]:
        """The steps this person may take with this profile now."""
        if not self.has_publish_permission(request):
            return []
        return [step for step in STEPS.values() if project.state in step.states]

    def step_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if name not in STEPS:
            raise Http404
        project = self.row_or_404(request, object_id)
        if not self.has_publish_permission(request):
            raise PermissionDenied
        self.take(request, project, STEPS[name])
        return _back(object_id)

    def take(self, request: HttpRequest, project: Project, step: Step) -> bool:
        """Calls the door and says what came of it; True when it went through."""
        moment: dict[str, Any] = {}
        try:
            if step.asks_moment:
                form = ScheduleForm(request.POST)
                if not form.is_valid():
                    raise ValidationError(form.errors["at"].as_data())
                moment["at"] = form.cleaned_data["at"]
            step.door(project, by=request.user, **moment)
        except ValidationError as refusal:
            for sentence in refusal.messages:
                messages.error(request, sentence)
            return False
        messages.success(request, str(step.done) % {"name": project})
        return True

    def checked_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        project = self.row_or_404(request, object_id)
        if not self.has_change_permission(request, project):
            raise PermissionDenied
        try:
            mark_checked(project, on=timezone.localdate(), by=request.user)  # type: ignore[arg-type]
            messages.success(request, _("All facts of this profile are marked as checked today."))
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        return _back(object_id)


def _back(object_id: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:projects_project_change", args=[unquote(object_id)]))
