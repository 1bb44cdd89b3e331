"""The buttons on a report's page that call the doors of `spotlight.reports`, and the page that takes it back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from projects.admin.steps import Step
from spotlight import reports
from spotlight.models import Story, StoryKind, StoryState
from spotlight.restoring import PARTS, STAYS, restore_report_to
from spotlight.transitions import DECIDE
from vocabulary.curated import CuratedAdmin
from vocabulary.timeline import difference, moment_of


class ScheduleForm(forms.Form):
    """When a report goes online."""

    at = forms.DateTimeField(
        label=_("Publish on"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": _("Choose the day and time at which the story goes online."),
            "invalid": _("Write the moment as 2027-01-31 09:00."),
        },
    )


STEPS = {
    step.name: step
    for step in (
        Step(
            "publish",
            (StoryState.DRAFT, StoryState.SCHEDULED),
            _("Publish now"),
            _("The story is online at once."),
            _("“%(name)s” is online."),
            reports.publish_report,
        ),
        Step(
            "schedule",
            (StoryState.DRAFT,),
            _("Schedule"),
            _("The story goes online by itself at the moment you choose."),
            _("“%(name)s” is scheduled."),
            reports.schedule_report,
            asks_moment=True,
        ),
        Step(
            "unschedule",
            (StoryState.SCHEDULED,),
            _("Cancel the schedule"),
            _("The story becomes a draft again."),
            _("“%(name)s” is a draft again."),
            reports.unschedule_report,
        ),
        Step(
            "archive",
            (StoryState.PUBLISHED,),
            _("Archive"),
            _("Takes the story off the site for good; its page says that it was here."),
            _("“%(name)s” is archived."),
            reports.archive_report,
        ),
        Step(
            "restore",
            (StoryState.ARCHIVED,),
            _("Put online again"),
            _("The story is public again under its old address."),
            _("“%(name)s” is online again."),
            reports.restore_report,
        ),
    )
}

ALWAYS_POSSIBLE = ("unschedule", "archive")
"""Steps that ask nothing of the report."""


class ReportSteps(CuratedAdmin):
    """Mixed into the admin of stories. Every step is a POST; stories in people's own words offer none here.

    Only a story whose person was erased while it stayed can be archived.
    """

    timeline = PARTS

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("<path:object_id>/step/<slug:name>/", wrap(self.step_view), name="spotlight_story_step"),
            path("<path:object_id>/history/<int:stamp>/", wrap(self.back_view), name="spotlight_story_back"),
        ]
        return own + super().get_urls()

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Asked by the steps, and by Django for actions with `permissions=["decide"]`."""
        return request.user.has_perm(DECIDE)

    def offered(self, request: HttpRequest, story: Story) -> list[Step]:
        """The steps this person may take with this story now."""
        if not self.has_decide_permission(request):
            return []
        if story.kind != StoryKind.REPORT:  # the person was erased and left the story: nobody else can take it down
            left = story.submission_id is None and story.is_public
            return [STEPS["archive"]] if left else []
        return [step for step in STEPS.values() if story.state in step.states]

    def step_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if name not in STEPS:
            raise Http404
        story = self.row_or_404(request, object_id)
        if not self.has_decide_permission(request):
            raise PermissionDenied
        self.take(request, story, STEPS[name])
        return HttpResponseRedirect(reverse("admin:spotlight_story_change", args=[unquote(object_id)]))

    def take(self, request: HttpRequest, story: Story, step: Step) -> bool:
        """Calls the door and says what came of it; True when it went through."""
        moment: dict[str, Any] = {}
        try:
            if step.asks_moment:
                form = ScheduleForm(request.POST)
                if not form.is_valid():
                    raise ValidationError(form.errors["at"].as_data())
                moment["at"] = form.cleaned_data["at"]
            step.door(story, by=request.user, **moment)
        except ValidationError as refusal:
            for sentence in refusal.messages:
                messages.error(request, sentence)
            return False
        messages.success(request, str(step.done) % {"name": story})
        return True

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        story = self.row_or_404(request, object_id)
        context = {
            **(extra_context or {}),
            "can_restore": story.kind == StoryKind.REPORT and self.has_change_permission(request, story),
            "back_url_name": "admin:spotlight_story_back",
            "back_label": _("Take the story back to this moment"),
        }
        return super().history_view(request, object_id, context)

    def back_view(self, request: HttpRequest, object_id: str, stamp: int) -> HttpResponse:
        """GET shows what going back to the moment would change; POST does it."""
        story = self.row_or_404(request, object_id)
        if story.kind != StoryKind.REPORT or not self.has_change_permission(request, story):
            raise PermissionDenied
        try:
            at = moment_of(stamp)
        except OverflowError:
            raise Http404 from None
        if request.method == "POST":
            return self._go_back(request, story, at, object_id)
        changes = [change for change in difference(story, PARTS, at=at) if change.field_name not in STAYS]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Take “%(name)s” back") % {"name": story},
            "object": story,
            "opts": self.opts,
            "at": at,
            "changes": changes,
        }
        return TemplateResponse(request, "admin/spotlight/story/back.html", context)

    def _go_back(self, request: HttpRequest, story: Story, at: Any, object_id: str) -> HttpResponse:
        try:
            done = restore_report_to(story, at=at, by=request.user)  # type: ignore[arg-type]
        except ValidationError as refusal:
            for sentence in refusal.messages:
                messages.error(request, sentence)
            return HttpResponseRedirect(request.path)
        messages.success(request, _("The story is as it was at that moment. You can take this back in the history."))
        for sentence in done.left_out:
            messages.warning(request, sentence)
        return HttpResponseRedirect(reverse("admin:spotlight_story_history", args=[unquote(object_id)]))
