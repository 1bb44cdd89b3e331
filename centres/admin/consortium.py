"""The list and the form of consortia, and the numbers claimed about their generations."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.admin import filters
from centres.admin.forms import ConsortiumForm, DatedRowForm
from centres.admin.publishing import KeptWhilePublic, PlainInline, PublishableAdmin, TextsInline
from centres.models import (
    Claim,
    Consortium,
    ConsortiumCountry,
    ConsortiumItem,
    ConsortiumMember,
    ConsortiumText,
    MemberRole,
)
from vocabulary.curated import CuratedAdmin


class Members(BaseInlineFormSet[ConsortiumMember, Consortium, Any]):
    """At most one leads; leads may swap in one go."""

    def clean(self) -> None:
        super().clean()
        leads = [form for form in self.staying() if form.cleaned_data.get("role") == MemberRole.LEAD]
        for form in leads[1:]:
            sentence = _("A consortium has at most one lead partner.")
            form.add_error("role", ValidationError(sentence, code="second_lead"))

    def staying(self) -> list[Any]:
        """The forms of the members there will be."""
        found = [form for form in self.forms if getattr(form, "cleaned_data", None)]
        return [form for form in found if form.cleaned_data.get("organisation") and not form.cleaned_data.get("DELETE")]

    def save_existing_objects(self, commit: bool = True) -> list[ConsortiumMember]:
        """The lead's place is free before the new one takes it; the rows are written, with history, just after."""
        if commit:
            staying = [form.instance.pk for form in self.initial_forms if form.instance.role == MemberRole.LEAD]
            former = ConsortiumMember.objects.filter(consortium=self.instance, role=MemberRole.LEAD)
            former.exclude(pk__in=staying).update(role=MemberRole.PARTNER)
        return super().save_existing_objects(commit)


class Countries(KeptWhilePublic):
    """A country is that of a member on the page, or marked as only claimed."""

    needed = gettext_lazy("A consortium that was published keeps at least one country.")
    members: Members | None = None

    def clean(self) -> None:
        super().clean()
        if self.members is None:
            return
        self.members.is_valid()
        listed = {form.cleaned_data["organisation"].country_id for form in self.members.staying()}
        for form in self.forms:
            row = getattr(form, "cleaned_data", None)
            if not row or row.get("DELETE") or row.get("claimed") or not row.get("country"):
                continue
            if row["country"].pk not in listed:
                sentence = _("No member from this country is listed; list one, or mark the country as only claimed.")
                form.add_error("country", ValidationError(sentence, code="not_of_a_member"))


class ConsortiumTextInline(TextsInline):
    model = ConsortiumText


class MemberForm(forms.ModelForm[ConsortiumMember]):
    def _get_validation_exclusions(self) -> set[str]:
        """“At most one lead” is checked for all rows together."""
        return {*super()._get_validation_exclusions(), "role"}  # type: ignore[misc]


class MemberInline(PlainInline):
    model = ConsortiumMember
    form = MemberForm
    formset = Members
    autocomplete_fields = ("organisation",)


class CountryInline(PlainInline):
    model = ConsortiumCountry
    formset = Countries
    autocomplete_fields = ("country",)


class ItemInline(PlainInline):
    model = ConsortiumItem
    form = DatedRowForm
    fields = ("kind", "title", "language", "url", "on", "source")


@admin.register(Consortium)
class ConsortiumAdmin(PublishableAdmin):
    form = ConsortiumForm
    list_display = ["acronym", "generation", "state_in_words", "call", "countries_listed", "members_listed"]
    list_filter = [filters.StateFilter, "generation"]
    search_fields = ["acronym", "name", "slug", "call", "grant"]
    search_help_text = gettext_lazy("Acronym, name, call or grant number.")
    inlines = [ConsortiumTextInline, MemberInline, CountryInline, ItemInline]
    fieldsets = [
        (None, {"fields": ["acronym", "name", "generation", "website"]}),
        (
            gettext_lazy("Funding"),
            {"fields": ["fund", "call", "grant", "start_date", "end_date", "total_budget", "eu_funding"]},
        ),
        (gettext_lazy("Sources and checks"), {"fields": ["source", "remarks", "slug"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Consortium]:
        counts = {
            "country_count": Count("countries", distinct=True),
            "member_count": Count("organisations", distinct=True),
        }
        return super().get_queryset(request).annotate(**counts)

    @admin.display(description=gettext_lazy("countries"), ordering="country_count")
    def countries_listed(self, row: Any) -> int:
        count: int = row.country_count
        return count

    @admin.display(description=gettext_lazy("members"), ordering="member_count")
    def members_listed(self, row: Any) -> int:
        count: int = row.member_count
        return count

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        """The countries are checked against the members on the same page."""
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        members = next((one for one in formsets if isinstance(one, Members)), None)
        for one in formsets:
            if isinstance(one, Countries):
                one.members = members
        return formsets, inlines


@admin.register(Claim)
class ClaimAdmin(CuratedAdmin):
    list_display = ["generation", "figure", "value", "source"]
    list_display_links = ["generation", "figure"]
    list_filter = ["generation"]
