"""The page that makes the next event of a series."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import copying
from events.admin.forms import day_input
from events.admin.publishing import to_event
from events.models import Event
from vocabulary.curated import CuratedAdmin


class CopyForm(forms.Form):
    """What the next event is called, and when it is."""

    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=200, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    first_day = forms.DateField(label=gettext_lazy("First day"), widget=day_input())
    series_name = forms.CharField(
        label=gettext_lazy("Name of the series"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("The event belongs to none yet; it becomes the first of this one."),
    )

    def __init__(self, event: Event, data: Any = None) -> None:
        first = {"title": copying.proposed_title(event), "first_day": copying.proposed_day(event)}
        super().__init__(data, initial=first, auto_id="copy-%s")
        if event.series_id:
            del self.fields["series_name"]
        else:
            self.fields["series_name"].required = True


class CopyPages(CuratedAdmin):
    """Mixed into the admin of events."""

    def get_urls(self) -> list[URLPattern]:
        own = [path("<int:pk>/copy/", self.admin_site.admin_view(self.copy_view), name="events_event_copy")]
        return own + super().get_urls()

    def copy_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        event = get_object_or_404(Event.objects.select_related("series").prefetch_related("texts"), pk=pk)
        form = CopyForm(event, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                made = copying.copy(event, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
                messages.success(request, _("This is a draft of the next event. Look at it before you publish."))
                return to_event(made)
            except ValidationError as refusal:
                _explain(form, refusal)
        context = {
            **self.admin_site.each_context(request),
            "title": _("The next event after “%(name)s”") % {"name": event},
            "opts": self.opts,
            "event": event,
            "form": form,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/events/copy.html", context, status=422 if form.errors else 200)


def _explain(form: CopyForm, refusal: ValidationError) -> None:
    """Beside the field where the form has it, else above all of them."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, errors)
