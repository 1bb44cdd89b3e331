"""The controlled lists in the admin."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from vocabulary import objecting
from vocabulary.curated import CuratedAdmin, LabelForm, LabelsInline, NamedForm, WordsField
from vocabulary.models import (
    FundingPeriod,
    MacroRegion,
    MacroRegionLabel,
    Organisation,
    Programme,
    ProgrammeAlias,
    Region,
    SiteSettings,
    TargetGroup,
    TargetGroupLabel,
    Theme,
    ThemeLabel,
)
from vocabulary.timeline import Part

admin.site.unregister(Tag)  # taggit's own list of words; the portal's themes are a model of their own


@admin.register(FundingPeriod)
class FundingPeriodAdmin(CuratedAdmin):
    list_display = ["slug", "name", "start_year", "end_year"]
    search_fields = ["slug", "name"]


class ProgrammeAliasInline(admin.TabularInline[ProgrammeAlias, Programme]):
    model = ProgrammeAlias
    extra = 1


@admin.register(Programme)
class ProgrammeAdmin(CuratedAdmin):
    form = NamedForm
    timeline = (Part(Programme), Part(ProgrammeAlias, "programme", ("name",)))
    list_display = ["name", "period", "strand", "fund"]
    list_filter = ["period", "strand"]
    search_fields = ["name", "aliases__name", "period__slug", "period__name"]
    autocomplete_fields = ["countries"]
    inlines = [ProgrammeAliasInline]
    fieldsets = [
        (None, {"fields": ["name", "period", "strand", "fund", "website", "source"]}),
        (_("Area"), {"fields": ["countries", "macro_regions"]}),
        (_("Appearance"), {"fields": ["slug", "palette"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Programme]:
        return super().get_queryset(request).select_related("period")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "macro_regions":
            kwargs["widget"] = forms.CheckboxSelectMultiple()
            kwargs["queryset"] = MacroRegion.objects.prefetch_related("labels")
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(Region)
class RegionAdmin(CuratedAdmin):
    list_display = ["code", "name", "level", "parent"]
    list_filter = ["level"]
    list_select_related = ["parent"]
    search_fields = ["=code", "code__istartswith", "name"]
    autocomplete_fields = ["parent"]


class MacroRegionLabelInline(LabelsInline):
    model = MacroRegionLabel


@admin.register(MacroRegion)
class MacroRegionAdmin(CuratedAdmin):
    timeline = (Part(MacroRegion), Part(MacroRegionLabel, "macro_region", ("language",)))
    list_display = ["acronym", "slug", "country_count"]
    ordering = ["slug"]
    search_fields = ["acronym", "slug", "labels__label"]
    autocomplete_fields = ["countries"]
    inlines = [MacroRegionLabelInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[MacroRegion]:
        return super().get_queryset(request).annotate(country_count=Count("countries")).prefetch_related("labels")

    @admin.display(description=_("countries"), ordering="country_count")
    def country_count(self, row: Any) -> int:
        count: int = row.country_count
        return count


class ThemeLabelForm(LabelForm):
    synonyms = WordsField(
        label=_("synonyms"), help_text=_("Words that should lead to this theme, with commas between.")
    )


class ThemeLabelInline(LabelsInline):
    model = ThemeLabel
    form = ThemeLabelForm


class ThemeForm(NamedForm):
    keep_themes = WordsField(
        label=capfirst(_("keep.eu thematics")),
        longest=120,
        help_text=_("Names keep.eu uses for this theme, with commas between; imports translate them."),
    )

    class Meta:  # taggit names its fields in fewer languages than the portal speaks
        labels = {"name": capfirst(_("name")), "slug": capfirst(_("address"))}


@admin.register(Theme)
class ThemeAdmin(CuratedAdmin):
    form = ThemeForm
    timeline = (Part(Theme), Part(ThemeLabel, "theme", ("language",)))
    list_display = ["name", "labels_in_short", "slug"]
    search_fields = ["name", "slug", "labels__label", "labels__synonyms"]
    fields = ["name", "keep_themes", "slug"]
    inlines = [ThemeLabelInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Theme]:
        return super().get_queryset(request).prefetch_related("labels")

    @admin.display(description=_("names"))
    def labels_in_short(self, theme: Theme) -> str:
        return " · ".join(f"{label.language}: {label.label}" for label in theme.labels.all())


class TargetGroupLabelInline(LabelsInline):
    model = TargetGroupLabel


@admin.register(TargetGroup)
class TargetGroupAdmin(CuratedAdmin):
    timeline = (Part(TargetGroup), Part(TargetGroupLabel, "group", ("language",)))
    list_display = ["__str__", "slug"]
    search_fields = ["slug", "labels__label"]
    inlines = [TargetGroupLabelInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[TargetGroup]:
        return super().get_queryset(request).prefetch_related("labels")


class OrganisationForm(NamedForm):
    other_names = WordsField(
        label=capfirst(_("other names")),
        longest=255,
        commas=False,
        help_text=_("Former names and other spellings, with semicolons between; it is found under them as well."),
    )

    def _post_clean(self) -> None:
        """The last check of a form: asked with the organisation as it would be saved."""
        super()._post_clean()  # type: ignore[misc]
        if self.instance.pk and not self.errors:
            for sentence in objecting.objections(self.instance):
                self.add_error("country", forms.ValidationError(sentence, code="objection"))


@admin.register(Organisation)
class OrganisationAdmin(CuratedAdmin):
    form = OrganisationForm
    list_display = ["name", "sector", "country", "place"]
    list_filter = ["sector", ("country", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["country", "place"]
    search_fields = ["name", "other_names", "slug"]
    autocomplete_fields = ["country", "place"]
    fields = ["name", "other_names", "sector", "country", "place", "website", "source", "slug"]


class SiteSettingsForm(forms.ModelForm[SiteSettings]):
    languages = forms.MultipleChoiceField(
        label=capfirst(_("visible languages")),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Interface languages offered to visitors."),
        error_messages={"required": _("Keep at least one language visible.")},
    )


@admin.register(SiteSettings)
class SiteSettingsAdmin(CuratedAdmin):
    """One row that always exists: no list, no adding, no deleting."""

    form = SiteSettingsForm
    fieldsets = [
        (None, {"fields": ["site_name", "hashtag", "contact_url", "funding_statement", "languages"]}),
        (_("E-mail"), {"fields": ["sender_name", "sender_address", "mail_retention_days"]}),
        (_("Stories"), {"fields": ["takes_stories", "draft_days", "declined_days", "reminder_days"]}),
        (_("Events"), {"fields": ["event_days"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)
        return HttpResponseRedirect(reverse("admin:vocabulary_sitesettings_change", args=[SiteSettings.load().pk]))
