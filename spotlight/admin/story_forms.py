"""The forms of stories. The words of a report's original language stand in its form as plain fields."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import Project
from spotlight import reports, videos
from spotlight.models import Question, Story, StoryState, StoryText
from vocabulary.latin import free_slug, latin, shorten

RESERVED = frozenset({"why-fund", "questions", "submit", "lost-link"})
"""Words under /spotlight/ that are pages of their own."""

REPORT_WORDS = ("headline", "teaser", "report", "transcript")
ANSWER_WORDS = ("headline", "teaser", *(question.value for question in Question), "transcript")
ALL_WORDS = ("language", "headline", "teaser", *(question.value for question in Question), "report", "transcript")
"""What a sign-off holds fast."""

SIGNED = gettext_lazy(
    "This text was signed off as it is; take the story back to reading before you change or remove it."
)


def propose_slug(name: str, *, but: Story | None = None) -> str:
    """A free address from the name of the project; never from a person's."""
    base = shorten(latin(name), 60) or "story"
    taken = Story.objects.filter(slug__startswith=base).exclude(pk=but.pk if but else 0)
    return free_slug(base, {*taken.values_list("slug", flat=True), *RESERVED})


class ReportForm(forms.ModelForm[Story]):
    """Everything a report needs, on one screen."""

    class Meta:
        model = Story
        fields = (
            "project",
            "project_name",
            "original_language",
            "source",
            "picture",
            "video_url",
            "person_name",
            "person_role",
            "featured",
        )
        widgets = {"source": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored_language = self.instance.original_language if self.instance.pk else ""
        self.fields.update(forms.fields_for_model(StoryText, fields=REPORT_WORDS))
        self.fields["project_name"].required = False
        original = self.instance.original_text() if self.instance.pk else None
        for name in REPORT_WORDS:
            widget = self.fields[name].widget
            long = isinstance(widget, forms.Textarea)
            widget.attrs["class"] = "vLargeTextField" if long else "vTextField"
            if long:
                widget.attrs["rows"] = 12 if name == "report" else 5
            self.initial.setdefault(name, getattr(original, name, ""))

    def clean_video_url(self) -> str:
        written: str = self.cleaned_data["video_url"]
        return videos.clean_video(written).watch_url if written else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        project: Project | None = cleaned.get("project")
        if not cleaned.get("project_name") and project is not None:
            cleaned["project_name"] = project.display_name
        elif not cleaned.get("project_name") and "project" not in self.errors:
            sentence = _("A story is about a project: choose one, or write its name.")
            self.add_error("project", ValidationError(sentence, code="no_project"))
        language = cleaned.get("original_language")
        if self.stored_language and language and language != self.stored_language and self._taken(language):
            sentence = _("There is already a text in this language; remove it below first.")
            self.add_error("original_language", ValidationError(sentence, code="language_taken"))
        if self.instance.state in (StoryState.SCHEDULED, StoryState.PUBLISHED):
            self._check_still_complete(cleaned)
        return cleaned

    def _taken(self, language: str) -> bool:
        return StoryText.objects.filter(story=self.instance, language=language).exists()

    def _check_still_complete(self, cleaned: dict[str, Any]) -> None:
        """What is public keeps everything it needed to become so."""
        if self.errors:
            return
        picture = cleaned.get("picture")
        missing = reports.missing_facts(
            headline=cleaned["headline"],
            report=cleaned["report"],
            source=cleaned["source"],
            video=bool(cleaned["video_url"]),
            transcript=cleaned["transcript"],
            pending=picture is not None and picture.pending,
        )
        for sentence in missing:
            self.add_error(None, ValidationError(sentence, code="needed_while_public"))

    def _update_errors(self, errors: ValidationError) -> None:
        """What `clean` has already said beside its field is not said once more above the form."""
        if "project" in self.errors and hasattr(errors, "error_dict"):
            errors.error_dict.pop(NON_FIELD_ERRORS, None)
            errors.error_dict.pop("project_name", None)
        if getattr(errors, "error_dict", True):
            super()._update_errors(errors)  # type: ignore[misc]

    def prepare_instance(self) -> None:
        """Called before the story is saved."""
        if not self.instance.slug:
            self.instance.slug = propose_slug(self.instance.project_name)

    def save_words(self) -> None:
        """Called after the story is saved, in the same transaction."""
        rows = {text.language: text for text in StoryText.objects.filter(story=self.instance)}
        text = rows.get(self.stored_language) or StoryText(story=self.instance)
        new = {"language": self.instance.original_language, **{name: self.cleaned_data[name] for name in REPORT_WORDS}}
        if text.pk is None or any(getattr(text, name) != value for name, value in new.items()):
            for name, value in new.items():
                setattr(text, name, value)
            text.save()


class WordsForm(forms.ModelForm[StoryText]):
    """A translation. Words that were signed off stay as they are, here with a sentence, in the database in any case."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.signed_off_at:
            for name in ALL_WORDS:
                if name in self.fields:
                    self.fields[name].widget.attrs["readonly"] = True
                    self.fields[name].help_text = SIGNED if name == "headline" else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and self.instance.signed_off_at and set(self.changed_data) & set(ALL_WORDS):
            raise ValidationError(SIGNED, code="signed_off")
        return cleaned


class OtherTexts(BaseInlineFormSet[StoryText, Story, Any]):
    """Texts in other languages than the original one."""

    def get_queryset(self) -> QuerySet[StoryText]:
        if not hasattr(self, "_others"):
            self._others = super().get_queryset().exclude(language=self._stored_language())
        return self._others

    def _stored_language(self) -> str:
        """The instance may already carry the language that was just chosen; what is stored decides."""
        stored = Story.objects.filter(pk=self.instance.pk).values_list("original_language", flat=True).first()
        return stored or ""

    def clean(self) -> None:
        super().clean()
        reserved = {self._stored_language(), self.instance.original_language}
        for form in self.forms:
            words = getattr(form, "cleaned_data", None)
            if not words:
                continue
            if words.get("DELETE"):
                if form.instance.signed_off_at:  # what is to be removed is not asked for its own errors
                    raise ValidationError(SIGNED, code="signed_off")
            elif words.get("language") in reserved and "language" in form.changed_data:
                sentence = _("This is the original language of the story; choose the language you translate into.")
                form.add_error("language", ValidationError(sentence, code="original_language"))
