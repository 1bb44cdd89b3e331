"""The list and the form of competence centres."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres import answering
from centres.admin import filters
from centres.admin.files import FilePages
from centres.admin.matrix import MatrixPages
from centres.admin.publishing import PlainInline, PublishableForm, TextsInline
from centres.models import Centre, CentreConsortium, CentreOrganisation, CentreText
from projects.presentation.wording import language_name

RESERVED = frozenset(
    {"countries", "consortia", "networks", "matrix", "propose-need", "report-service", "tell-us", "thanks", "column"}
)
"""Words under /centres/ that are pages of their own."""


class CentreForm(PublishableForm):
    naming = ("name_en", "name")
    reserved = RESERVED

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        choices=settings.CONTENT_LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "checklist"}),
        help_text=gettext_lazy("In which it answers; leave empty when unknown."),
    )


class CentreTextInline(TextsInline):
    model = CentreText


class OrganisationInline(PlainInline):
    model = CentreOrganisation
    autocomplete_fields = ("organisation",)


class ConsortiumInline(PlainInline):
    model = CentreConsortium
    autocomplete_fields = ("consortium",)


@admin.register(Centre)
class CentreAdmin(MatrixPages, FilePages):
    change_list_template = "admin/centres/change_list.html"
    form = CentreForm
    private = frozenset({"contact_email", "notes"})
    list_display = ["__str__", "country", "state_in_words", "spoken", "answers", "checked_on", "matrix_link"]
    list_filter = [filters.StateFilter, filters.MacroRegionFilter, filters.ConsortiumFilter]
    list_select_related = ["country"]
    ordering = ["country__code", "slug"]
    search_fields = ["name", "name_en", "slug", "host_stated", "=country__code", "country__name"]
    search_help_text = gettext_lazy("Name, host or country.")
    inlines = [CentreTextInline, OrganisationInline, ConsortiumInline]
    fieldsets = [
        (None, {"fields": ["kind", "country", "name_en", "name", "name_language", "host_stated"]}),
        (gettext_lazy("Contact"), {"fields": ["website", "contact_url", "contact_email", "languages"]}),
        (gettext_lazy("Sources and checks"), {"fields": ["source", "checked_on", "remarks", "notes", "slug"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Centre]:
        known = Count("cells", filter=Q(cells__until__isnull=True))
        return super().get_queryset(request).annotate(answer_count=known)

    @admin.display(description=gettext_lazy("languages"))
    def spoken(self, centre: Centre) -> str:
        return ", ".join(language_name(code) for code in centre.languages) or "–"

    @admin.display(description=gettext_lazy("answers"), ordering="answer_count")
    def answers(self, centre: Any) -> int:
        count: int = centre.answer_count
        return count

    @admin.display(description=gettext_lazy("services"))
    def matrix_link(self, centre: Centre) -> str:
        url = reverse("admin:centres_centre_matrix", args=[centre.pk])
        return format_html(
            '<a href="{}" aria-label="{}">{}</a>', url, _("Services of %(name)s") % {"name": centre}, _("Services")
        )

    def get_list_display(self, request: HttpRequest) -> Any:
        """Who may not see the answers of the matrix gets no link to them."""
        if request.user.has_perm(answering.PERMISSION):
            return self.list_display
        return [name for name in self.list_display if name != "matrix_link"]
