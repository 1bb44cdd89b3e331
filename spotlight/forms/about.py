"""The steps about the story: which project, who speaks, in which language, and whom to write to."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from projects.models import Project
from spotlight.forms.base import Line, StepForm
from spotlight.models import Speaker, Submission

NEW = "+"
"""The choice “not in the directory yet”; no profile can have this address."""


class Website(forms.URLField):
    """A web address; https where no scheme is given."""

    default_validators = [URLValidator(schemes=["http", "https"])]
    default_error_messages = {"invalid": _("Give a whole web address, for example https://project.example.")}


class ProjectStep(StepForm):
    """A published project, by its slug, or the name of another."""

    writes = ("project", "new_project", "new_programme", "new_website")
    targets = {"project": "id_project_new"}

    project = forms.CharField(required=False, max_length=120)
    new_project = Line(label=_("Name or acronym of the project"), max_length=200)
    new_programme = Line(label=_("Programme that funded it, if any"), max_length=200)
    new_website = Website(
        label=_("Website, if there is one"),
        required=False,
        assume_scheme="https",
        max_length=200,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def initial_of(self, submission: Submission) -> dict[str, Any]:
        chosen = NEW if submission.new_project and not submission.project else ""
        initial = super().initial_of(submission)
        return initial | {"project": submission.project.slug if submission.project else chosen}

    def clean_project(self) -> Project | str:
        """A project, NEW, or nothing where nothing was chosen."""
        given: str = self.cleaned_data["project"]
        if given in ("", NEW):
            return given
        before = self.submission.project
        if before and before.slug == given:
            return before
        if found := Project.objects.published().filter(slug=given).first():
            return found
        raise ValidationError(_("This project is not in the directory any more. Choose another."), code="unknown")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if isinstance(cleaned.get("project"), Project):  # then nobody sees the fields for another one
            for name in ("new_project", "new_programme", "new_website"):
                self.errors.pop(name, None)
        return cleaned

    def halves(self, cleaned: dict[str, Any]) -> Iterator[tuple[str, object]]:
        named = any(cleaned.get(name) for name in ("new_programme", "new_website"))
        if not cleaned.get("new_project") and (cleaned.get("project") == NEW or (named and not cleaned.get("project"))):
            yield "new_project", _("Give the name or acronym of your project.")

    def values(self) -> dict[str, Any]:
        chosen, kept = self.kept.get("project"), super().values()
        if isinstance(chosen, Project):
            return {"project": chosen, "new_project": "", "new_programme": "", "new_website": ""}
        kept.pop("project", None)
        if chosen in ("", NEW) and kept.get("new_project"):
            return kept | {"project": None}
        return {} if self.submission.project else kept

    @property
    def chosen(self) -> Project | None:
        """The project that is ticked when the page is shown again."""
        kept = self.kept.get("project") if self.is_bound else self.submission.project
        return kept if isinstance(kept, Project) else None

    @property
    def is_new(self) -> bool:
        """Whether “not in the directory yet” is ticked."""
        return bool(self["project"].value() == NEW)


class SpeakerStep(StepForm):
    """A person, known by a first name at least, or the project as such."""

    writes = ("speaker", "person_name", "person_role")
    targets = {"speaker": "id_speaker_0"}

    speaker = forms.ChoiceField(
        label=_("Who speaks?"),
        required=False,
        choices=Speaker.choices,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the two answers.")},
    )
    person_name = Line(
        label=_("Name"),
        max_length=120,
        help_text=_("As it should stand beside the story. A first name is enough."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    person_role = Line(
        label=_("Role in the project"),
        max_length=200,
        help_text=_("For example: project manager, volunteer, mayor. You may leave it empty."),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title", "dir": "auto"}),
    )

    def halves(self, cleaned: dict[str, Any]) -> Iterator[tuple[str, object]]:
        name, role = cleaned.get("person_name"), cleaned.get("person_role")
        if cleaned.get("speaker") == Speaker.PERSON and not name:
            yield "person_name", _("Give a name; a first name is enough.")
        elif not cleaned.get("speaker") and (name or role):
            yield "speaker", _("Say whether a person speaks or the project as such.")


class LanguageStep(StepForm):
    """The language of the answers, this site's own first, then all others by their own names."""

    writes = ("language",)

    language = forms.ChoiceField(
        label=_("In which language do you answer?"),
        required=False,
        error_messages={"invalid_choice": _("Choose a language from the list.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        ours = dict(settings.LANGUAGES)
        others = [(code, name) for code, name in settings.CONTENT_LANGUAGES if code not in ours]
        self.groups = [
            (_("Languages of this site"), list(ours.items())),
            (_("Other languages"), sorted(others, key=lambda each: each[1].casefold())),
        ]
        self.fields["language"].choices = [("", ""), *self.groups]  # type: ignore[attr-defined]

    def initial_of(self, submission: Submission) -> dict[str, Any]:
        return {"language": submission.language or self.shown_in}


class ContactStep(StepForm):
    """The address for e-mails about the story; they are written in the language of the page where it was given."""

    writes = ("email",)

    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        error_messages={"invalid": _("Give an e-mail address in the form name@example.org.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_email(self) -> str:
        given: str = self.cleaned_data["email"]
        if not given and self.submission.reference and not self.submission.entered_by_id:
            raise ValidationError(_("Give an e-mail address, so that we can answer you."), code="no_address")
        return given

    def values(self) -> dict[str, Any]:
        kept = super().values()
        return kept | {"mail_language": self.shown_in} if self.strict and kept.get("email") else kept
