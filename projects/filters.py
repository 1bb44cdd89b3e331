"""The parameters of a search, declared once: page, export, feed and interface take the same ones.

The form only reads. Which values exist is decided in `projects.search.query`, value by value: one that does not
exist is named and dropped, it never spoils the others.
"""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from projects.models import Project


class ValuesField(forms.Field):
    """Every value given for a parameter, in order, each once; nothing is refused here."""

    widget = forms.SelectMultiple

    def to_python(self, value: list[str] | None) -> list[str]:
        return list(dict.fromkeys(one for one in value or [] if one))


class ValuesFilter(django_filters.Filter):
    """A facet: repeated values widen, several facets narrow."""

    field_class = ValuesField


class TextFilter(django_filters.Filter):
    """A single value, kept exactly as it came."""

    field_class = forms.CharField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, strip=True, **kwargs)


class ProjectFilter(django_filters.FilterSet):
    """The contract of parameters. `.qs` are the published projects the search finds, unsorted."""

    q = TextFilter(label=_("Search words"))
    region = ValuesFilter(label=_("Region"))
    macro = ValuesFilter(label=_("Macro-region"))
    theme = ValuesFilter(label=_("Theme"))
    period = ValuesFilter(label=_("Funding period"))
    programme = ValuesFilter(label=_("Programme"))
    strand = ValuesFilter(label=_("Strand"))
    status = ValuesFilter(label=_("Status"))
    target = ValuesFilter(label=_("Target group"))
    kind = ValuesFilter(label=_("Kind of innovation"))
    sort = TextFilter(label=_("Sort by"))
    page = TextFilter(label=_("Page"))
    size = TextFilter(label=_("Results per page"))

    class Meta:
        model = Project
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Project]) -> QuerySet[Project]:
        # The search reads this declaration, so it can only be imported once both exist.
        from django.utils import timezone
        from django.utils.translation import get_language

        from projects.search import ProjectSearch, clean_query

        language = get_language() or "en"
        data = self.data if isinstance(self.data, QueryDict) else QueryDict("", mutable=True)
        search = ProjectSearch(clean_query(data, language=language), on=timezone.localdate(), language=language)
        return queryset.filter(pk__in=search.numbers)
