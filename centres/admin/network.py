"""The list and the form of networks."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from centres.admin import filters
from centres.admin.forms import DatedRowForm
from centres.admin.publishing import KeptWhilePublic, PlainInline, PublishableAdmin, TextsInline
from centres.models import Network, NetworkMember, NetworkMilestone, NetworkText
from vocabulary.models import MacroRegion


class Aims(KeptWhilePublic):
    needed = gettext_lazy("A network that was published keeps its aim.")


class AimInline(TextsInline):
    model = NetworkText
    formset = Aims


class MemberInline(PlainInline):
    model = NetworkMember
    autocomplete_fields = ("organisation",)


class MilestoneInline(PlainInline):
    model = NetworkMilestone
    form = DatedRowForm
    fields = ("title", "language", "on", "url", "source")


@admin.register(Network)
class NetworkAdmin(PublishableAdmin):
    list_display = ["name", "kind", "state_in_words", "macro_region"]
    list_filter = [filters.StateFilter, "kind"]
    search_fields = ["name", "slug"]
    inlines = [AimInline, MemberInline, MilestoneInline]
    fields = ["name", "name_language", "kind", "macro_region", "website", "source", "remarks", "slug"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Network]:
        found = super().get_queryset(request)
        return found.select_related("macro_region").prefetch_related("macro_region__labels")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "macro_region":
            kwargs["queryset"] = MacroRegion.objects.prefetch_related("labels")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
