"""The upload form of the import."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

MAX_UPLOAD_BYTES = 100 * 1024 * 1024
KEY_CHOICES = [
    ("", _("The first the file has columns for")),
    ("keep_id", _("keep.eu ID")),
    ("slug", _("Address")),
    ("acronym+programme", _("Project acronym and Programme")),
]


class ImportForm(forms.Form):
    """A file, how its rows are recognised, and what shall happen with the rows that cannot be taken."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, at most 100 MB, 100,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )
    key = forms.ChoiceField(
        label=_("Rows are recognised by"),
        choices=KEY_CHOICES,
        required=False,
        help_text=_("A row whose key a profile already has changes that profile; every other row makes a new one."),
    )
    all_or_nothing = forms.BooleanField(
        label=_("Write nothing when any row is refused"),
        required=False,
        help_text=_("Otherwise the good rows are kept and the others are listed."),
    )
    publish = forms.BooleanField(
        label=_("Publish new profiles that lack nothing"),
        required=False,
        help_text=_("Otherwise they are drafts. The state of profiles that exist never changes."),
    )

    def __init__(self, *args: Any, may_publish: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_publish:
            del self.fields["publish"]

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_UPLOAD_BYTES:
            raise forms.ValidationError(_("The file is larger than 100 MB. Split it."), code="too_large")
        return file
