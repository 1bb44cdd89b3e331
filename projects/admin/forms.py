"""The form of a profile. Title, summary and sections of the original language stand in it as plain fields."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.addresses import RESERVED, propose_slug
from projects.admin.fields import ChecklistField, KnownAmountField, KnownDateField
from projects.figures import write_amount, write_date
from projects.models import (
    SECTIONS,
    FormerSlug,
    InnovationKind,
    Project,
    ProjectCountry,
    ProjectText,
    ProjectTheme,
    State,
)
from vocabulary.models import Region, Theme

EIGHT = ("acronym", "title", "summary", "original_language", "programme", "country_choice", "theme_choice", "source")
"""Enough to publish a profile."""

FIELD_OF_RULE = {
    "project_ends_after_start": "end_date",
    "project_eu_share_within_total": "eu_funding",
    "project_continues_another": "continues",
}
"""Where the form shows the sentence of a database rule that looks at several fields."""


class NewProjectForm(forms.ModelForm[Project]):
    """The eight fields of a new profile."""

    words: tuple[str, ...] = ("title", "summary")

    country_choice = ChecklistField(
        Region.objects.filter(level=0),
        label=gettext_lazy("Countries"),
        help_text=gettext_lazy("Countries whose organisations take part."),
    )
    theme_choice = ChecklistField(Theme.objects.prefetch_related("labels"), label=gettext_lazy("Themes"))

    class Meta:
        model = Project
        fields = ("acronym", "original_language", "programme", "source")
        widgets = {"source": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored_language = self.instance.original_language if self.instance.pk else ""
        self.fields.update(forms.fields_for_model(ProjectText, fields=self.words))
        original = self._stored_text()
        for name in self.words:
            widget = self.fields[name].widget
            widget.attrs["class"] = "vLargeTextField" if isinstance(widget, forms.Textarea) else "vTextField"
            if isinstance(widget, forms.Textarea):
                widget.attrs["rows"] = 5
            self.initial.setdefault(name, getattr(original, name, ""))
        self._fill_choices()

    def _fill_choices(self) -> None:
        for name in ("country_choice", "theme_choice"):
            field = self.fields[name]
            assert isinstance(field, ChecklistField)
            field.fill()
        if self.instance.pk:
            countries = self.instance.country_rows.values_list("country_id", flat=True)
            themes = self.instance.theme_rows.values_list("tag_id", flat=True)
            self.initial.setdefault("country_choice", list(countries))
            self.initial.setdefault("theme_choice", list(themes))

    def _stored_text(self) -> ProjectText | None:
        if not self.stored_language:
            return None
        return ProjectText.objects.filter(project=self.instance, language=self.stored_language).first()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("acronym") and not cleaned.get("title") and not self.errors.keys() & {"acronym", "title"}:
            self.add_error("acronym", ValidationError(_("Write an acronym or a full title."), code="no_name"))
        self._check_language(cleaned)
        if self.instance.state in (State.SCHEDULED, State.PUBLISHED):
            self._check_still_complete(cleaned)
        return cleaned

    def _check_language(self, cleaned: dict[str, Any]) -> None:
        """A profile that changes its original language to one that has a text keeps both texts as they are."""
        language = cleaned.get("original_language")
        if not self.stored_language or language in (None, self.stored_language):
            return
        taken = ProjectText.objects.filter(project=self.instance, language=language).exists()
        if taken and set(self.words) & set(self.changed_data):
            sentence = _("There is already a text in this language. Change the language alone first, then the words.")
            self.add_error("original_language", ValidationError(sentence, code="language_taken"))

    def _check_still_complete(self, cleaned: dict[str, Any]) -> None:
        needed = {
            "summary": _("A public profile keeps a summary in the original language."),
            "programme": _("A public profile keeps its programme."),
            "theme_choice": _("A public profile keeps at least one theme."),
            "source": _("A public profile keeps its source."),
        }
        for name, sentence in needed.items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, ValidationError(sentence, code="needed_while_public"))

    def _update_errors(self, errors: ValidationError) -> None:
        """Shows the sentence of a rule beside the field it is about."""
        places = {
            str(rule.violation_error_message): FIELD_OF_RULE[rule.name]
            for rule in Project._meta.constraints
            if rule.name in FIELD_OF_RULE
        }
        for error in getattr(errors, "error_dict", {}).pop(NON_FIELD_ERRORS, []):
            for sentence in error.messages:
                place = places.get(sentence)
                self.add_error(place if place in self.fields else None, ValidationError(sentence, code=error.code))
        if getattr(errors, "error_dict", None):
            super()._update_errors(errors)  # type: ignore[misc]

    def prepare_instance(self) -> None:
        """Called before the profile is saved."""
        if not self.instance.slug:
            self.instance.slug = propose_slug(self.instance.acronym, self.cleaned_data.get("title", ""))

    def save_parts(self) -> None:
        """Called after the profile is saved, in the same transaction: words, countries and themes."""
        self._save_words()
        self._save_choice(ProjectCountry, "project", "country", "country_choice")
        self._save_choice(ProjectTheme, "content_object", "tag", "theme_choice")

    def _save_words(self) -> None:
        language = self.instance.original_language
        rows = {text.language: text for text in ProjectText.objects.filter(project=self.instance)}
        if self.stored_language not in ("", language) and language in rows:
            return
        text = rows.get(self.stored_language) or ProjectText(project=self.instance)
        new = {"language": language, **{name: self.cleaned_data[name] for name in self.words}}
        if text.pk is None or any(getattr(text, name) != value for name, value in new.items()):
            for name, value in new.items():
                setattr(text, name, value)
            text.save()

    def _save_choice(self, model: type[Model], owner: str, key: str, name: str) -> None:
        wanted = {row.pk: row for row in self.cleaned_data[name]}
        rows = {getattr(row, f"{key}_id"): row for row in model._default_manager.filter(**{owner: self.instance})}
        for pk in rows.keys() - wanted.keys():
            rows[pk].delete()
        for pk in [pk for pk in wanted if pk not in rows]:
            model._default_manager.create(**{owner: self.instance, key: wanted[pk]})


class ProjectForm(NewProjectForm):
    """Everything a profile says about itself; partners, places, links and the like are tables of their own."""

    words = ("title", "summary", *SECTIONS)

    start_date = KnownDateField(label=gettext_lazy("Start"))
    end_date = KnownDateField(label=gettext_lazy("End"), end=True)
    total_budget = KnownAmountField(label=gettext_lazy("Total budget (EUR)"))
    eu_funding = KnownAmountField(label=gettext_lazy("EU funding (EUR)"))
    innovation_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kind of innovation"),
        choices=InnovationKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "checklist"}),
    )

    known = (
        ("start_date", "start_precision"),
        ("end_date", "end_precision"),
        ("total_budget", "total_budget_precision"),
        ("eu_funding", "eu_funding_precision"),
    )

    class Meta(NewProjectForm.Meta):
        fields = (  # type: ignore[assignment]
            *NewProjectForm.Meta.fields,
            "start_date",
            "end_date",
            "total_budget",
            "eu_funding",
            "partners_stated",
            "countries_stated",
            "countries_partial",
            "innovation_kinds",
            "website",
            "keep_id",
            "continues",
            "checked_on",
            "featured",
            "notes",
            "slug",
        )
        error_messages = {
            "slug": {"unique": gettext_lazy("Another profile has this address; choose another one.")},
            "keep_id": {"unique": gettext_lazy("Another profile has this keep.eu number.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, precision in self.known:
            write: Any = write_date if name.endswith("_date") else write_amount
            self.initial[name] = write(getattr(self.instance, name), getattr(self.instance, precision))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, precision in self.known:
            if name in cleaned:
                known = cleaned[name]
                setattr(self.instance, precision, known.precision if known else "")
                cleaned[name] = known.value if known else None
        return cleaned

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].lower()
        if slug in RESERVED:
            sentence = _("“%(slug)s” is a page of the directory; choose another address.")
            raise ValidationError(sentence, code="reserved", params={"slug": slug})
        if FormerSlug.objects.filter(slug=slug).exclude(project=self.instance.pk).exists():
            sentence = _("Another profile once had this address and is still found under it; choose another one.")
            raise ValidationError(sentence, code="former_of_another")
        return slug

    def _get_validation_exclusions(self) -> set[str]:
        """The precisions are no fields of the form, but the rules that look at them are to be checked.

        Without a date there is nothing to check, and the database cannot take a month out of nothing.
        """
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclusions - {precision for name, precision in self.known if self.cleaned_data.get(name)}
