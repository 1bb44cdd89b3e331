"""Pages about all people of one event: adding somebody by hand, the list to print, the table as a file."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from events import exporting, registering
from events.forms.registration import RegistrationForm
from events.models import Event, Place
from vocabulary.curated import CuratedAdmin
from vocabulary.labels import sort_key

_KINDS = {
    "csv": ("text/csv; charset=utf-8", exporting.as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", exporting.as_workbook),
}


class HandForm(RegistrationForm):
    """What somebody told staff on the telephone or in a letter. Nothing is agreed to in their name."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    language = forms.ChoiceField(label=gettext_lazy("Language of e-mails"), choices=settings.LANGUAGES)
    tell = forms.BooleanField(
        label=gettext_lazy("Write to the person at once, with the place and the personal link"),
        required=False,
        initial=True,
    )

    def __init__(self, event: Event, data: Any = None, *, needs: bool) -> None:
        super().__init__(event, data, given={"key": uuid.uuid4(), "language": "en", "tell": True})
        self.auto_id = "hand-%s"
        self.fields["name"].label, self.fields["email"].label = _("Name"), _("E-mail")
        for name in ("name", "email"):  # the form of visitors says "your" and speaks of a link to confirm
            self.fields[name].error_messages["required"] = forms.Field.default_error_messages["required"]
        self.fields["email"].help_text = _("Ask twice how it is spelt: the personal link goes there.")
        if "access_needs" in self.fields:
            self.fields["access_needs"].label = _("Access needs")
            self.fields["access_needs"].help_text = _("Only people with this permission see it.")
        if not needs:
            self.fields.pop("access_needs", None)
        for name in [name for name in self.fields if name.startswith("consent_")]:
            del self.fields[name]
        for name in self.questions:
            self.fields[name].required = False


class PeoplePages(CuratedAdmin):
    """Mixed into the admin of events."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("<int:pk>/people/add/", wrap(self.hand_view), name="events_event_hand"),
            path("<int:pk>/people/print/", wrap(self.print_view), name="events_event_print"),
            path("<int:pk>/people/file.<slug:kind>", wrap(self.file_view), name="events_event_file"),
        ]
        return own + super().get_urls()

    def hand_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Register somebody, also after the deadline."""
        event = managed(request, pk)
        needs = request.user.has_perm(exporting.NEEDS)
        form = HandForm(event, request.POST if request.method == "POST" else None, needs=needs)
        if request.method == "POST" and form.is_valid() and self._add(request, event, form):
            return to_people(event)
        context = {**page_of(self, event, _("Add somebody by hand")), "form": form}
        return self._answer(request, "admin/events/hand.html", context, wrong=bool(form.errors))

    def _add(self, request: HttpRequest, event: Event, form: HandForm) -> bool:
        typed = form.cleaned_data
        try:
            made = registering.add_by_hand(
                event,
                form.details(),
                key=typed["key"],
                language=typed["language"],
                by=request.user,  # type: ignore[arg-type]  # only staff come here
                tell=typed["tell"],
            )
        except ValidationError as refusal:
            form.add_error("email" if getattr(refusal, "code", "") == "unique" else None, refusal)
            return False
        if made.place == Place.WAITING:
            messages.success(request, _("Added. All places are taken: the person is on the waiting list."))
        else:
            messages.success(request, _("Added: the person has a place."))
        return True

    def print_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Those with a place by name, with room to sign. Lists lie about: no addresses, no access needs."""
        event = managed(request, pk)
        rows = event.registrations.filter(place=Place.CONFIRMED).only("name", "organisation", "event")
        language = get_language() or "en"
        context = {
            **page_of(self, event, _("Who comes")),
            "rows": sorted(rows, key=lambda row: (sort_key(row.name, language), row.pk)),
        }
        return self._answer(request, "admin/events/print.html", context)

    def file_view(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        event = managed(request, pk)
        if kind not in _KINDS:
            raise Http404
        content_type, write = _KINDS[kind]
        content = write(event, needs=request.user.has_perm(exporting.NEEDS))
        headers = {"Content-Disposition": f'attachment; filename="{event.slug}-people.{kind}"'}
        return HttpResponse(content, content_type=content_type, headers=headers)

    def _answer(
        self, request: HttpRequest, template: str, context: dict[str, Any], *, wrong: bool = False
    ) -> TemplateResponse:
        return TemplateResponse(
            request, template, {**self.admin_site.each_context(request), **context}, status=422 if wrong else 200
        )


def managed(request: HttpRequest, pk: int) -> Event:
    """The event, for those who look after its people."""
    if not request.user.has_perm(registering.PERMISSION):
        raise PermissionDenied
    return get_object_or_404(Event.objects.prefetch_related("texts"), pk=pk)


def page_of(model_admin: CuratedAdmin, event: Event, title: str) -> dict[str, Any]:
    """What every page about the people of an event shows above its own matter."""
    return {"title": title, "event": event, "opts": model_admin.opts, "media": model_admin.media}


def to_people(event: Event) -> HttpResponseRedirect:
    """Back to the list of people of the event."""
    return HttpResponseRedirect(f"{reverse('admin:events_registration_changelist')}?event={event.pk}")
