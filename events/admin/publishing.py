"""The buttons on an event's page that call the doors of `events.publishing`, its history, and who may delete it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from centres.admin.publishing import report, warn
from events import publishing
from events.models import Event, State
from events.restoring import PARTS, RESTORED, STAYS, restore_to
from outbox.waiting import each
from projects.admin.steps import Step
from vocabulary.curated import CuratedAdmin
from vocabulary.timeline import difference, moment_of

STEPS = {
    step.name: step
    for step in (
        Step(
            "publish",
            (State.DRAFT,),
            gettext_lazy("Publish now"),
            gettext_lazy("Everybody sees it at once, and can register if registration is here."),
            gettext_lazy("“%(name)s” is public."),
            publishing.publish,
        ),
        Step(
            "withdraw",
            (State.PUBLISHED,),
            gettext_lazy("Back to draft"),
            gettext_lazy("For what became public by mistake: its page is not found any more."),
            gettext_lazy("“%(name)s” is a draft again and no longer public."),
            publishing.withdraw,
        ),
        Step(
            "archive",
            (State.PUBLISHED, State.CANCELLED),
            gettext_lazy("Archive"),
            gettext_lazy("Takes it off the site for good; its page says that it was here. Past events may stay."),
            gettext_lazy("“%(name)s” is archived."),
            publishing.archive,
        ),
        Step(
            "restore",
            (State.ARCHIVED,),
            gettext_lazy("Make public again"),
            gettext_lazy("It is public again under its old address, cancelled if it was cancelled."),
            gettext_lazy("“%(name)s” is public again."),
            publishing.restore,
        ),
    )
}


class StepPages(CuratedAdmin):
    """Mixed into the admin of events. Every step is a POST with its own permission."""

    actions = ["publish_selected", "archive_selected", "restore_selected"]

    def parts(self) -> Any:
        return PARTS

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("<path:object_id>/step/<slug:name>/", wrap(self.step_view), name="events_event_step"),
            path("<path:object_id>/history/<int:stamp>/", wrap(self.back_view), name="events_event_back"),
        ]
        return own + super().get_urls()

    def may_edit(self, request: HttpRequest) -> bool:
        """Whether this person may change the facts; people who only write texts reach the form too."""
        return request.user.has_perm("events.change_event")

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Asked by the steps, and by Django for actions with `permissions=["publish"]`."""
        return request.user.has_perm(publishing.PERMISSION)

    def offered(self, request: HttpRequest, event: Event) -> list[Step]:
        """The steps this person may take now."""
        if not self.has_publish_permission(request):
            return []
        lacking = publishing.missing(event)
        steps = [step for step in STEPS.values() if event.state in step.states]
        return [step for step in steps if step.name in ("withdraw", "archive") or not lacking]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        if event := kwargs.get("obj"):
            context["steps"] = [
                (step, reverse("admin:events_event_step", args=[event.pk, step.name]))
                for step in self.offered(request, event)
            ]
            context["missing"] = publishing.missing(event) if event.state == State.DRAFT else []
        return super().render_change_form(request, context, *args, **kwargs)

    def view_on_site(self, event: Any) -> str | None:
        """Only what is public has a page for everybody."""
        url: str | None = event.get_absolute_url() if event.is_public else None
        return url

    def step_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if name not in STEPS:
            raise Http404
        event = self.row_or_404(request, object_id)
        if not self.has_publish_permission(request):
            raise PermissionDenied
        try:
            STEPS[name].door(event, by=request.user)
            messages.success(request, str(STEPS[name].done) % {"name": event})
        except ValidationError as refusal:
            show(request, refusal)
        return to_event(event)

    # --- the list

    @admin.action(description=gettext_lazy("Publish"), permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        done = _take_all(request, queryset, STEPS["publish"])
        report(request, ngettext("%(count)d was published.", "%(count)d were published.", done), done)

    @admin.action(description=gettext_lazy("Archive (take off the site)"), permissions=["publish"])
    def archive_selected(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        done = _take_all(request, queryset, STEPS["archive"])
        report(request, ngettext("%(count)d was archived.", "%(count)d were archived.", done), done)

    @admin.action(description=gettext_lazy("Restore from the archive"), permissions=["publish"])
    def restore_selected(self, request: HttpRequest, queryset: QuerySet[Event]) -> None:
        done = _take_all(request, queryset, STEPS["restore"])
        report(request, ngettext("%(count)d is public again.", "%(count)d are public again.", done), done)

    # --- the history

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {
            "can_restore": self.may_edit(request),
            "back_url_name": "admin:events_event_back",
            "back_label": _("Take it back to this moment"),
            **(extra_context or {}),
        }
        return super().history_view(request, object_id, context)

    def back_view(self, request: HttpRequest, object_id: str, stamp: int) -> HttpResponse:
        """GET shows what going back to the moment would change; POST does it."""
        event = self.row_or_404(request, object_id)
        if not self.may_edit(request):
            raise PermissionDenied
        try:
            at = moment_of(stamp)
        except OverflowError:
            raise Http404 from None
        if request.method == "POST":
            return self._go_back(request, event, at)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Take “%(name)s” back") % {"name": event},
            "object": event,
            "opts": self.opts,
            "at": at,
            "changes": [one for one in difference(event, (PARTS[0], *RESTORED), at=at) if one.field_name not in STAYS],
        }
        return TemplateResponse(request, "admin/events/back.html", context)

    def _go_back(self, request: HttpRequest, event: Event, at: Any) -> HttpResponse:
        try:
            done = restore_to(event, at=at, by=request.user)  # type: ignore[arg-type]  # only staff come here
        except ValidationError as refusal:
            show(request, refusal)
            return HttpResponseRedirect(request.path)
        messages.success(request, _("All is as it was at that moment. You can take this back in the history."))
        for sentence in done.left_out:
            messages.warning(request, sentence)
        return HttpResponseRedirect(reverse("admin:events_event_history", args=[event.pk]))

    # --- deleting

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.state == State.DRAFT)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What was public is shown as protected, so that nothing of the selection is deleted."""
        found, counts, permissions, protected = super().get_deleted_objects(objs, request)
        kept = [event for event in objs if event.state != State.DRAFT]
        sentences = [_("%(name)s: was public; cancel or archive it instead") % {"name": event} for event in kept]
        return found, counts, set() if kept else permissions, [*sentences, *protected]


def show(request: HttpRequest, refusal: ValidationError) -> None:
    """Say what a door refused."""
    for sentence in refusal.messages:
        messages.error(request, sentence)


def to_event(event: Event) -> HttpResponseRedirect:
    """Back to the page of the event."""
    return HttpResponseRedirect(reverse("admin:events_event_change", args=[event.pk]))


def _take_all(request: HttpRequest, events: QuerySet[Event], step: Step) -> int:
    done = each(events, lambda event: step.door(event, by=request.user))
    warn(request, done.refused)
    return done.done
