"""A message to people of an event: written, looked at with the number of people it reaches, then sent once."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from events import letters, mails, messaging
from events.admin.people_pages import PeoplePages, managed, page_of, to_people
from events.models import Audience, Event
from outbox import sending


class MessageForm(forms.Form):
    """To whom, and what."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    audience = forms.ChoiceField(label=gettext_lazy("To whom"), choices=(), widget=forms.RadioSelect)
    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        error_messages={"required": gettext_lazy("Give the message a subject.")},
    )
    body = forms.CharField(
        label=pgettext_lazy("to people", "Message"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10, "class": "vLargeTextField"}),
        help_text=gettext_lazy("A greeting stands above it, and the personal link of each person below."),
        error_messages={"required": gettext_lazy("Write the message.")},
    )

    def __init__(self, event: Event, data: Any = None) -> None:
        super().__init__(data, initial={"key": uuid.uuid4(), "audience": Audience.CONFIRMED}, auto_id="message-%s")
        self.reached = {each: event.registrations.to_write_to(each).count() for each in Audience}
        field = self.fields["audience"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.value, _with_number(each, self.reached[each])) for each in Audience]

    def clean_audience(self) -> Audience:
        chosen = Audience(self.cleaned_data["audience"])
        if not self.reached[chosen]:
            raise ValidationError(_("There is nobody to write to."), code="nobody")
        return chosen


class MessagePages(PeoplePages):
    """Mixed into the admin of events."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.message_view)
        return [path("<int:pk>/people/message/", view, name="events_event_message"), *super().get_urls()]

    def message_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Step one: write. Step two: look at it and send."""
        event = managed(request, pk)
        form = MessageForm(event, request.POST if request.method == "POST" else None)
        ready = request.method == "POST" and form.is_valid() and "_back" not in request.POST
        if ready and "_send" in request.POST and self._send(request, event, form):
            return to_people(event)
        context = {
            **page_of(self, event, _("Write to people of the event")),
            "form": form,
            "ready": ready and not form.errors,
            "reached": form.reached[form.cleaned_data["audience"]] if ready and not form.errors else 0,
            "mails": _shown(event, form) if ready and not form.errors else [],
            "sent": event.people_messages.select_related("sent_by"),
        }
        return self._answer(request, "admin/events/message.html", context, wrong=bool(form.errors))

    def _send(self, request: HttpRequest, event: Event, form: MessageForm) -> bool:
        words = {name: form.cleaned_data[name] for name in ("audience", "subject", "body", "key")}
        try:
            written = messaging.send(event, by=request.user, **words)  # type: ignore[arg-type]  # only staff come here
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
            return False
        sentence = ngettext(
            "The message is sent to %(count)d person.", "The message is sent to %(count)d people.", written.reached
        )
        messages.success(request, sentence % {"count": written.reached})
        return True


def _with_number(audience: Audience, count: int) -> str:
    people = ngettext("%(count)d person", "%(count)d people", count) % {"count": count}
    return _("%(audience)s: %(people)s") % {"audience": audience.label, "people": people}


def _shown(event: Event, form: MessageForm) -> list[tuple[str, str, str, str]]:
    """(language, its name, subject, body) of the e-mail, in each language of somebody who gets it."""
    rows = event.registrations.to_write_to(form.cleaned_data["audience"])
    known = set(rows.values_list("language", flat=True))
    found = []
    for code, name in settings.LANGUAGES:
        if code in known:
            said = {"subject": form.cleaned_data["subject"], "message": form.cleaned_data["body"].strip()}
            values = {**letters.about(event, code), **said, "link": "…"}
            subject, body = sending.compose(mails.MESSAGE, language=code, values=values)
            found.append((code, name, subject, body))
    return found
