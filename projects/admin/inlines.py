"""What belongs to a profile, as tables on its page."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.admin.fields import KnownAmountField
from projects.figures import write_amount
from projects.models import (
    FigureSource,
    Partnership,
    Project,
    ProjectLink,
    ProjectMacroRegion,
    ProjectPlace,
    ProjectTargetGroup,
    ProjectText,
    Role,
)
from vocabulary.models import MacroRegion, TargetGroup


def without_detours(field: Any, *, adding: bool = False) -> Any:
    """Takes the buttons for other pages away from a choice, with `adding` all but the one for a new entry."""
    widget = getattr(field, "widget", None)
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget.can_add_related = adding and widget.can_add_related
        widget.can_change_related = widget.can_delete_related = widget.can_view_related = False
    return field


class OtherTexts(BaseInlineFormSet[ProjectText, Project, Any]):
    """Texts in other languages than the original one, whose words stand in the form above."""

    def get_queryset(self) -> QuerySet[ProjectText]:
        if not hasattr(self, "_others"):
            # The instance may already carry the language that was just chosen; what is stored decides.
            stored = Project.objects.filter(pk=self.instance.pk).values_list("original_language", flat=True).first()
            self._others = super().get_queryset().exclude(language=stored)
        return self._others

    def clean(self) -> None:
        super().clean()
        stored = Project.objects.filter(pk=self.instance.pk).values_list("original_language", flat=True).first()
        original = self.instance.original_language
        for form in self.forms:
            words = getattr(form, "cleaned_data", None)
            if not words:
                continue
            language, leaves = words.get("language"), words.get("DELETE")
            before = form.initial.get("language") if form.instance.pk else None
            if before == language:
                if leaves and language == original:
                    sentence = _("The text in the original language cannot be removed.")
                    form.add_error("language", ValidationError(sentence, code="original_language"))
            elif not leaves and language in (stored, original):
                sentence = _("This is the original language; write its words in the fields above.")
                form.add_error("language", ValidationError(sentence, code="original_language"))


class TextInline(admin.StackedInline[ProjectText, Project]):
    model = ProjectText
    formset = OtherTexts
    extra = 0
    classes = ("collapse",)
    verbose_name = gettext_lazy("text in another language")
    verbose_name_plural = gettext_lazy("Texts in other languages")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People who only translate do so in the list of texts; this page is for those who change the profile."""
        return super().has_add_permission(request, obj) and request.user.has_perm("projects.change_project")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and request.user.has_perm("projects.change_project")


class PartnershipForm(forms.ModelForm[Partnership]):
    budget = KnownAmountField(
        label=gettext_lazy("budget (EUR)"),
        zero=True,
        help_text=gettext_lazy("Empty means not published; 0 means published as zero."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["budget"] = write_amount(self.instance.budget)

    def clean_budget(self) -> Any:
        known = self.cleaned_data["budget"]
        return known.value if known else None

    def _get_validation_exclusions(self) -> set[str]:
        """“At most one lead” is checked for all rows together: leads may swap in one go."""
        return {*super()._get_validation_exclusions(), "role"}  # type: ignore[misc]


class Partners(BaseInlineFormSet[Partnership, Project, Any]):
    def clean(self) -> None:
        super().clean()
        leads = [
            form
            for form in self.forms
            if getattr(form, "cleaned_data", {}).get("role") == Role.LEAD
            and form.cleaned_data.get("organisation")
            and not form.cleaned_data.get("DELETE")
        ]
        for form in leads[1:]:
            form.add_error("role", ValidationError(_("A project has at most one lead partner."), code="second_lead"))

    def save_existing_objects(self, commit: bool = True) -> list[Partnership]:
        """The lead's place is free before the new one takes it; the rows are written, with history, just after."""
        if commit:
            staying = [form.instance.pk for form in self.initial_forms if form.instance.role == Role.LEAD]
            former = Partnership.objects.filter(project=self.instance, role=Role.LEAD).exclude(pk__in=staying)
            former.update(role=Role.PARTNER)
        return super().save_existing_objects(commit)


class PartnershipInline(admin.TabularInline[Partnership, Project]):
    model = Partnership
    form = PartnershipForm
    formset = Partners
    extra = 0
    fields = ("organisation", "role", "budget", "place", "remark")
    autocomplete_fields = ("organisation", "place")

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """A new organisation can be added on the way; its own page is for changing or removing it."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return without_detours(field, adding=db_field.name == "organisation")


class PlaceInline(admin.TabularInline[ProjectPlace, Project]):
    model = ProjectPlace
    extra = 0
    fields = ("name", "region")
    autocomplete_fields = ("region",)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        return without_detours(super().formfield_for_dbfield(db_field, request, **kwargs))


class TargetGroupInline(admin.TabularInline[ProjectTargetGroup, Project]):
    model = ProjectTargetGroup
    extra = 0

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "group":
            kwargs["queryset"] = TargetGroup.objects.prefetch_related("labels")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        return without_detours(super().formfield_for_dbfield(db_field, request, **kwargs))


class MacroRegionInline(admin.TabularInline[ProjectMacroRegion, Project]):
    model = ProjectMacroRegion
    extra = 0
    verbose_name_plural = gettext_lazy("Macro-regions beside those of the programme")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = MacroRegion.objects.prefetch_related("labels")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        return without_detours(super().formfield_for_dbfield(db_field, request, **kwargs))


class LinkForm(forms.ModelForm[ProjectLink]):
    language = forms.ChoiceField(
        label=gettext_lazy("language"), required=False, choices=[("", "–"), *settings.CONTENT_LANGUAGES]
    )


class LinkInline(admin.TabularInline[ProjectLink, Project]):
    model = ProjectLink
    form = LinkForm
    extra = 0


class FigureSourceInline(admin.TabularInline[FigureSource, Project]):
    model = FigureSource
    extra = 0
    verbose_name_plural = gettext_lazy("Own sources of single figures (all others have the profile’s source)")

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "source" and field is not None:
            field.widget.attrs["rows"] = 2
        return field
