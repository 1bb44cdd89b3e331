"""The page on which staff enter a story that came by e-mail: every field of the public form on one screen."""

import uuid
from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pictures.intake import Photograph, read_photograph
from projects.models import Project
from spotlight import entering, videos
from spotlight.drafting import FIELDS, SHORTEST
from spotlight.models import Question, Submission
from vocabulary.curated import CuratedAdmin

_GROUPS: list[tuple[str | Promise, tuple[str, ...]]] = [
    (gettext_lazy("Project"), ("project", "new_project", "new_programme", "new_website")),
    (gettext_lazy("Who speaks"), ("speaker", "person_name", "person_role")),
    (gettext_lazy("The three answers"), ("language", *(question.value for question in Question))),
    (
        gettext_lazy("Photograph"),
        ("photograph", "credit", "alt", "decorative", "people_shown", "people_names", "shows_minors"),
    ),
    (gettext_lazy("Video"), ("video_url", "video_transcript")),
    (gettext_lazy("Whom we write to"), ("email", "mail_language")),
]


class EnterForm(forms.ModelForm[Submission]):
    """Everything the public form asks, but the consents: those are given by the person, at the sign-off link."""

    required_css_class = "required"

    key = forms.UUIDField(widget=forms.HiddenInput)
    project = forms.ModelChoiceField(
        Project.objects.all(), required=False, label=gettext_lazy("Project in the directory")
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the answers"), choices=[("", "–"), *settings.CONTENT_LANGUAGES]
    )
    photograph = forms.FileField(
        label=gettext_lazy("Photograph"),
        required=False,
        help_text=gettext_lazy("JPEG, PNG, WebP or AVIF, up to 25 MB. Place and camera data are removed."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
    )
    credit = forms.CharField(label=gettext_lazy("Who took it?"), max_length=200, required=False)
    alt = forms.CharField(
        label=gettext_lazy("What does it show?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    decorative = forms.BooleanField(label=gettext_lazy("It is only decorative"), required=False)

    class Meta:
        model = Submission
        fields = [name for name in FIELDS if name not in ("project", "language")]
        labels = {"email": gettext_lazy("E-mail")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        key = Submission._meta.get_field("project")
        self.fields["project"].widget = AutocompleteSelect(
            key,
            admin.site,
            choices=self.fields["project"].widget.choices,
        )
        for name in ("speaker", "email"):
            self.fields[name].required = True
        for question in Question:
            self.fields[question.value].required = True
            self.fields[question.value].widget.attrs |= {"rows": 6, "minlength": SHORTEST}
        self.fields["new_project"].help_text = _("When it is not in the directory: its acronym or its name.")
        self.fields["email"].help_text = _("The person gets a receipt now, and later the link to agree and sign off.")
        for name in ("people_names", "video_transcript"):
            self.fields[name].widget.attrs["rows"] = 3

    def groups(self) -> Iterator[tuple[str | Promise, list[BoundField]]]:
        """The fields under their headings, in the order of the page."""
        for title, names in _GROUPS:
            yield title, [self[name] for name in names]

    def clean_video_url(self) -> str:
        written: str = self.cleaned_data["video_url"]
        return videos.clean_video(written).watch_url if written else ""

    def clean_photograph(self) -> Photograph | None:
        upload = self.cleaned_data["photograph"]
        return read_photograph(upload) if upload else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("project") and not cleaned.get("new_project") and "project" not in self.errors:
            sentence = _("Choose the project, or write its name below.")
            self.add_error("project", ValidationError(sentence, code="no_project"))
        if cleaned.get("photograph"):
            for name, sentence in self._missing_about_photograph(cleaned):
                self.add_error(name, ValidationError(sentence, code="incomplete"))
        return cleaned

    def _missing_about_photograph(self, cleaned: dict[str, Any]) -> Iterator[tuple[str, str]]:
        if not cleaned.get("credit"):
            yield "credit", _("Say who took the photograph.")
        if not cleaned.get("alt") and not cleaned.get("decorative"):
            yield "alt", _("Say in one sentence what it shows, or tick that it is only decorative.")
        if not cleaned.get("people_shown"):
            yield "people_shown", _("Say whether somebody can be recognised in the photograph.")

    def _post_clean(self) -> None:
        """The row is written by the door, whose sentences are shown; there is no instance to check here."""

    def enter(self, by: Any) -> Submission:
        """Call the door; raises ValidationError with its sentences."""
        cleaned = self.cleaned_data
        described = None
        if cleaned["photograph"]:
            described = entering.Described(
                cleaned["photograph"], cleaned["credit"], cleaned["alt"], cleaned["decorative"]
            )
        fields = {name: cleaned[name] for name in FIELDS}
        if described is None:
            fields |= {"people_shown": "", "people_names": "", "shows_minors": False}
        return entering.enter(by=by, key=cleaned["key"], fields=fields, photograph=described)


class EnteringPages(CuratedAdmin):
    """Mixed into the admin of stories."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [path("enter/", wrap(self.enter_view), name="spotlight_story_enter"), *super().get_urls()]

    def has_enter_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(entering.ENTER)

    def enter_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_enter_permission(request):
            raise PermissionDenied
        form = EnterForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                submission = form.enter(request.user)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("Entered as %(name)s. It waits to be read.") % {"name": submission})
                return HttpResponseRedirect(reverse("admin:spotlight_submission_change", args=[submission.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Enter a story that came by e-mail"),
            "form": form,
            "media": self.media + form.media,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/spotlight/story/enter.html", context)
