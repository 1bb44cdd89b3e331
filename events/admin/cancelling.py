"""The page on which an event is cancelled: reason, the e-mail that tells the people, and when it leaves."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events import letters, mails, messaging, publishing, telling
from events.admin.publishing import StepPages, show, to_event
from events.models import Event, State
from outbox import sending


class CancelForm(forms.Form):
    """Why it does not take place."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=gettext_lazy("Everybody reads it: on the page of the event and in the e-mail."),
        error_messages={"required": gettext_lazy("Give the reason; everybody reads it on the page.")},
    )


class CancelPages(StepPages):
    """Mixed into the admin of events."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("<int:pk>/cancel/", wrap(self.cancel_view), name="events_event_cancel"),
            path("<int:pk>/tell/", wrap(self.tell_view), name="events_event_tell"),
        ]
        return own + super().get_urls()

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        if (event := kwargs.get("obj")) and self.has_publish_permission(request):
            context["may_cancel"] = event.state == State.PUBLISHED
            context["untold"] = telling.untold(event) if event.state == State.CANCELLED else 0
        return super().render_change_form(request, context, *args, **kwargs)

    def cancel_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """First the reason; then the e-mail made of it is shown, and the decision taken with it."""
        if not self.has_publish_permission(request):
            raise PermissionDenied
        event = get_object_or_404(Event.objects.prefetch_related("texts"), pk=pk)
        form = CancelForm(request.POST or None)
        ready = request.method == "POST" and form.is_valid() and "_back" not in request.POST
        final = next((name for name in ("_send", "_later") if name in request.POST), "")
        if ready and final:
            return self._cancel(request, event, form.cleaned_data["reason"], tell=final == "_send")
        reached = telling.people(event)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Cancel “%(name)s”") % {"name": event},
            "opts": self.opts,
            "event": event,
            "form": form,
            "reached": reached,
            "mails": _mails(event, form.cleaned_data["reason"]) if ready and reached else [],
            "ready": ready,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/events/cancel.html", context, status=422 if form.errors else 200)

    def _cancel(self, request: HttpRequest, event: Event, reason: str, *, tell: bool) -> HttpResponse:
        told: list[int] = []
        try:
            publishing.cancel(
                event,
                reason=reason,
                by=request.user,  # type: ignore[arg-type]  # only staff come here
                tell=(lambda done: told.append(messaging.tell_cancelled(done))) if tell else None,
            )
        except ValidationError as refusal:
            show(request, refusal)
            return to_event(event)
        messages.success(request, _("“%(name)s” is cancelled; its page says so.") % {"name": event})
        if told:
            _say_told(request, told[0])
        return to_event(event)

    def tell_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Tell those who do not know yet that it is cancelled; everybody is told once."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_publish_permission(request):
            raise PermissionDenied
        event = get_object_or_404(Event, pk=pk)
        try:
            _say_told(request, messaging.tell_cancelled(event))
        except ValidationError as refusal:
            show(request, refusal)
        return to_event(event)


def _say_told(request: HttpRequest, count: int) -> None:
    words = ngettext("%(count)d person is told by e-mail.", "%(count)d people are told by e-mail.", count)
    messages.success(request, words % {"count": count})


def _mails(event: Event, reason: str) -> list[tuple[str, str, str, str]]:
    """(language, its name, subject, body) of the e-mail in each language of somebody who gets it."""
    found = []
    for code, name in settings.LANGUAGES:
        if code in telling.languages(event):
            own = {"reason": reason, "page": letters.page(event, code), "link": "…"}
            values = {**letters.about(event, code), **own}
            subject, body = sending.compose(mails.EVENT_CANCELLED, language=code, values=values)
            found.append((code, name, subject, body))
    return found
