"""What belongs to an event, as tables on its page."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.admin.publishing import PlainInline, TextsInline
from events.admin.forms import day_input, hour_input
from events.models import (
    Contact,
    Event,
    EventLink,
    EventText,
    Organiser,
    Question,
    RegistrationMode,
    Session,
    Speaker,
    State,
)


class Words(BaseInlineFormSet[EventText, Event, Any]):
    """A public event keeps its words in the original language."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors) or self.instance.state == State.DRAFT:
            return
        rows = [form.cleaned_data for form in self.forms if form.instance.pk or form.has_changed()]
        kept = {row["language"] for row in rows if row and not row.get("DELETE")}
        if self.instance.original_language not in kept:
            raise ValidationError(_("What was published keeps its title in the original language."), code="original")


class TextInline(TextsInline):
    model = EventText
    formset = Words
    fields = ("language", "title", "summary", "body", "report")
    verbose_name_plural = gettext_lazy("What it is called and what it is about, in each language")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        made = super().get_formset(request, obj, **kwargs)
        for name, rows in (("summary", 2), ("body", 8), ("report", 4)):
            if name in made.form.base_fields:
                made.form.base_fields[name].widget.attrs["rows"] = rows
        return made


class SessionForm(forms.ModelForm[Session]):
    """A line of the agenda, with its speakers one below the other."""

    speakers = forms.CharField(
        label=gettext_lazy("Speakers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=gettext_lazy("One person per line: the name, a comma, then role or organisation."),
    )

    class Meta:
        widgets = {
            "day": day_input(),
            "start_time": hour_input(),
            "end_time": hour_input(),
            "text": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            rows = self.instance.speakers.all()
            self.initial["speakers"] = "\n".join(", ".join(filter(None, (row.name, row.role))) for row in rows)

    def clean_speakers(self) -> list[tuple[str, str]]:
        """(name, role) of each person, in their order."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["speakers"].splitlines()]
        found = []
        for name, _comma, role in (line.partition(",") for line in lines if line):
            person = (name.strip(), role.strip())
            if not person[0] or len(person[0]) > 120 or len(person[1]) > 200:
                sentence = _("Write each person as: name, role or organisation. Names have at most 120 letters.")
                raise ValidationError(sentence, code="speaker")
            found.append(person)
        return found

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]
        rows, wanted = list(self.instance.speakers.all()), self.cleaned_data["speakers"]
        if [(row.name, row.role) for row in rows] == wanted:
            return
        for row in rows:
            row.delete()
        for name, role in wanted:
            Speaker.objects.create(session=self.instance, name=name, role=role)


class Agenda(BaseInlineFormSet[Session, Event, Any]):
    """Sessions lie on the days of the event."""

    def clean(self) -> None:
        super().clean()
        first, last = self.instance.first_day, self.instance.last_day
        if not first:
            return
        for form in self.forms:
            row = getattr(form, "cleaned_data", None) or {}
            day = row.get("day")
            if day and not row.get("DELETE") and not first <= day <= (last or first):
                form.add_error("day", ValidationError(_("The event is not on this day."), code="other_day"))


class SessionInline(admin.StackedInline[Session, Event]):
    model = Session
    form = SessionForm
    formset = Agenda
    extra = 0
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("day", "start_time", "end_time"),
                    "title",
                    "speakers",
                    "text",
                    ("room", "language", "is_break"),
                ]
            },
        )
    ]
    verbose_name = gettext_lazy("session")
    verbose_name_plural = gettext_lazy("Agenda")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("speakers")

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in ("day", "start_time", "end_time"):
            kwargs["widget"] = SessionForm.Meta.widgets[db_field.name]
            return db_field.formfield(**kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class OrganiserInline(PlainInline):
    model = Organiser
    autocomplete_fields = ("organisation",)


class People(BaseInlineFormSet[Contact, Event, Any]):
    """Who registers here has somebody to ask."""

    def clean(self) -> None:
        super().clean()
        event = self.instance
        if any(self.errors) or event.state == State.DRAFT or event.registration != RegistrationMode.HERE:
            return
        rows = [form.cleaned_data for form in self.forms if form.instance.pk or form.has_changed()]
        if not any(row and row.get("email") and not row.get("DELETE") for row in rows):
            sentence = _("Name a person to ask, with an e-mail address, for those who register.")
            raise ValidationError(sentence, code="needed_while_public")


class ContactInline(PlainInline):
    model = Contact
    formset = People


class LinkInline(PlainInline):
    model = EventLink
    verbose_name_plural = gettext_lazy("Material that lies elsewhere")


class Questions(BaseInlineFormSet[Question, Event, Any]):
    """A question somebody answered is not removed: the answers would go with it."""

    def clean(self) -> None:
        super().clean()
        leaving = [form for form in self.initial_forms if form in self.deleted_forms]
        if not leaving:
            return
        known = Question.objects.filter(event=self.instance, answers__isnull=False)
        answered = set(known.values_list("pk", flat=True))
        for form in leaving:
            if form.instance.pk in answered:
                sentence = _("“%(question)s” was answered already; it stays until the people’s data is deleted.")
                raise ValidationError(sentence, code="answered", params={"question": form.instance.label})


class QuestionInline(admin.StackedInline[Question, Event]):
    model = Question
    formset = Questions
    extra = 0
    classes = ("collapse",)
    fieldsets = [
        (None, {"fields": ["label", "help", ("kind", "required"), "options", ("language", "position")]}),
    ]
    verbose_name_plural = gettext_lazy("Questions of the registration form")

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name == "options":
            field.widget.attrs["rows"] = 3
        return field
