"""The photographs of a profile, as a table on its page."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from projects.admin.inlines import without_detours
from projects.models import Project, ProjectPicture


class PictureRowForm(forms.ModelForm[ProjectPicture]):
    def _get_validation_exclusions(self) -> set[str]:
        """“At most one cover” is checked for all rows together: covers may swap in one go."""
        return {*super()._get_validation_exclusions(), "is_cover"}  # type: ignore[misc]


class PictureRows(BaseInlineFormSet[ProjectPicture, Project, Any]):
    def clean(self) -> None:
        super().clean()
        covers = [
            form
            for form in self.forms
            if getattr(form, "cleaned_data", {}).get("is_cover")
            and form.cleaned_data.get("picture")
            and not form.cleaned_data.get("DELETE")
        ]
        for form in covers[1:]:
            form.add_error("is_cover", ValidationError(_("A profile has at most one cover."), code="second_cover"))

    def save_existing_objects(self, commit: bool = True) -> list[ProjectPicture]:
        """The cover's place is free before the new one takes it; the rows are written, with history, just after."""
        if commit:
            staying = [form.instance.pk for form in self.initial_forms if form.instance.is_cover]
            ProjectPicture.objects.filter(project=self.instance, is_cover=True).exclude(pk__in=staying).update(
                is_cover=False
            )
        return super().save_existing_objects(commit)


class PictureInline(admin.TabularInline[ProjectPicture, Project]):
    """A photograph is chosen from the library, or added to it on the way."""

    model = ProjectPicture
    form = PictureRowForm
    formset = PictureRows
    extra = 0
    fields = ("picture", "is_cover", "order")
    autocomplete_fields = ("picture",)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return without_detours(super().formfield_for_dbfield(db_field, request, **kwargs), adding=True)
