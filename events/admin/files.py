"""Files of an event as a table on its page; every upload goes through the door of `events.files`."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.admin.publishing import PlainInline
from events import files
from events.files.inspection import read_file
from events.files.rules import TYPES
from events.models import Event, EventFile


class FileForm(forms.ModelForm[EventFile]):
    """What the file is; the file itself for a new row, or another one to put in its place."""

    document = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in TYPES)}),
        help_text=gettext_lazy("PDF or an office file without macros, at most 20 MB."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse what the door would refuse, beside the field."""
        cleaned = super().clean() or self.cleaned_data
        upload = cleaned.get("document")
        if upload is None:
            if not self.instance.pk and "document" not in self.errors:
                self.add_error("document", ValidationError(_("Choose the file."), code="required"))
            return cleaned
        try:
            read_file(upload)
        except ValidationError as refusal:
            self.add_error("document", refusal)
        upload.seek(0)
        return cleaned


class Files(BaseInlineFormSet[EventFile, Event, Any]):
    """Writes and deletes through the door; `by` is the person at the form."""

    by: Any = None

    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if form.instance.pk or form.has_changed()]
        if len([form for form in kept if form not in self.deleted_forms]) > files.MOST:
            raise ValidationError(
                _("This event has as many files as one may have. Delete one first."), code="file_many"
            )

    def save_new(self, form: Any, commit: bool = True) -> EventFile:
        row = form.cleaned_data
        words = {name: row[name] for name in ("title", "kind", "language")}
        return files.add(self.instance, row["document"], by=self.by, **words)

    def save_existing(self, form: Any, obj: EventFile, commit: bool = True) -> EventFile:
        if upload := form.cleaned_data.get("document"):
            return files.replace(form.instance, upload, by=self.by)
        return super().save_existing(form, obj, commit)

    def delete_existing(self, obj: EventFile, commit: bool = True) -> None:
        files.drop(obj)


class FileInline(PlainInline):
    model = EventFile
    form = FileForm
    formset = Files
    fields = ("title", "kind", "language", "document", "stored")
    readonly_fields = ("stored",)
    verbose_name_plural = gettext_lazy("Files")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        made = super().get_formset(request, obj, **kwargs)
        made.by = request.user  # type: ignore[attr-defined]  # the class of `Files` made for this request
        return made

    @admin.display(description=gettext_lazy("stored"))
    def stored(self, row: EventFile) -> str:
        if not row.pk:
            return "–"
        words = f"{row.ending.upper()}, {filesizeformat(row.size)}"
        return format_html('<a href="{}">{}</a> {}', files.url(row), row.name, words)
