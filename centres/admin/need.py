"""The needs of the matrix and the headings under which they stand."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from centres.admin import filters
from centres.admin.publishing import KeptWhilePublic, PublishableAdmin, PublishableForm, TextsInline
from centres.models import Answer, Need, NeedGroup, NeedGroupLabel, NeedText
from vocabulary.curated import CuratedAdmin, LabelsInline
from vocabulary.timeline import Part


class NeedForm(PublishableForm):
    """The address of a new need is made from the first text that stands below, the English one."""

    def written_name(self) -> str:
        return str(self.data.get("texts-0-label", ""))


class Texts(KeptWhilePublic):
    needed_language = "en"
    needed = gettext_lazy("A need that was published keeps its English text.")


class NeedTextInline(TextsInline):
    model = NeedText
    formset = Texts


@admin.register(Need)
class NeedAdmin(PublishableAdmin):
    form = NeedForm
    list_display = ["__str__", "group", "state_in_words", "yes_count", "no_count"]
    list_filter = [filters.StateFilter]
    ordering = ["group__order", "group__slug", "order", "slug"]
    search_fields = ["slug", "texts__label", "texts__description"]
    search_help_text = gettext_lazy("Words of the need.")
    inlines = [NeedTextInline]
    fields = ["group", "order", "named_by", "source", "remarks", "slug"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Need]:
        known = Q(cells__until__isnull=True)
        counts = {
            "said_yes": Count("cells", filter=known & Q(cells__answer=Answer.YES)),
            "said_no": Count("cells", filter=known & Q(cells__answer=Answer.NO)),
        }
        found = super().get_queryset(request).select_related("group").prefetch_related("texts", "group__labels")
        return found.annotate(**counts)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "group":
            kwargs["queryset"] = NeedGroup.objects.prefetch_related("labels")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=gettext_lazy("yes"), ordering="said_yes")
    def yes_count(self, need: Any) -> int:
        count: int = need.said_yes
        return count

    @admin.display(description=gettext_lazy("no"), ordering="said_no")
    def no_count(self, need: Any) -> int:
        count: int = need.said_no
        return count


class GroupLabelInline(LabelsInline):
    model = NeedGroupLabel


@admin.register(NeedGroup)
class NeedGroupAdmin(CuratedAdmin):
    timeline = (Part(NeedGroup), Part(NeedGroupLabel, "group", ("language",)))
    list_display = ["__str__", "slug", "order"]
    search_fields = ["slug", "labels__label"]
    inlines = [GroupLabelInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[NeedGroup]:
        return super().get_queryset(request).prefetch_related("labels")
